"""What the parts of a scenario are built from: the frozen base class, and the types of their fields."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError

from flexsim.scenario.distributions import TOLERANCE, Distribution, read_distribution
from flexsim.scenario.errors import PartError, Problem, shown
from flexsim.scenario.quantities import (
    read_area,
    read_interest,
    read_money,
    read_number,
    read_price_of_space,
    read_rate,
    read_rate_a_day,
    read_time,
    read_years,
)

T = TypeVar("T")

MOST_PIECES = 2**16
"""Of one order: a piece has 16 bits in the address of its random numbers (rule R4)."""

LARGEST_CREW = 100
"""Workers on one step."""

MOST_ALIKE = 100_000
"""Units of one work centre, or workers with the same data."""

FORBIDDEN_IN_NAMES = "|/"
"""Lanes of random numbers are written ``run|STREAM|OPERATION``, codes ``product/operation``."""


class Part(BaseModel):
    """A part of a scenario: it does not change, and it knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """List the keys that a file may state, for messages."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def read_name(value: object) -> str:
    """Read a name. A number or a truth value that stands for one is taken as it is written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str):
        raise ValueError("a name is needed.")
    return check_name(value)


def check_name(name: str) -> str:
    """Refuse names that are empty or would be read as something else."""
    if not name or name != name.strip() or not name.isprintable():
        raise ValueError("a name needs at least one letter, and no blanks around it or control characters in it.")
    for sign in FORBIDDEN_IN_NAMES:
        if sign in name:
            raise ValueError(f'a name must not contain "{sign}".')
    return name


def read_names(value: object) -> tuple[str, ...]:
    """Read one name or a list of names."""
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(read_name(name) for name in value)
    return (read_name(value),)


def read_skills(value: object) -> tuple[str, ...]:
    """Read the skills of a crew: one worker each, so a name may repeat. Their order means nothing."""
    names = read_names(value)
    if len(names) > LARGEST_CREW:
        raise ValueError(f"a crew has at most {LARGEST_CREW} workers.")
    return tuple(sorted(names))


def none_repeated(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a name that is listed twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{shown(twice[0])} is listed twice.")
    return names


def empty_as_mapping(value: object) -> object:
    """Read a key without anything behind it as a part that has only defaults."""
    return {} if value is None else value


def names_as_keys(value: object) -> object:
    """Check the names that are the keys of a mapping."""
    value = empty_as_mapping(value)
    if not isinstance(value, Mapping):
        return value
    problems = []
    for key in value:
        try:
            check_name(str(key))
        except ValueError as why:
            problems.append(Problem((str(key),), str(why)))
    return raise_or(value, problems)


def raise_or(value: T, problems: Sequence[Problem]) -> T:
    """Give the value if nothing is wrong with it."""
    if problems:
        raise PartError(problems)
    return value


def validated_with(handler: Callable[[Any], T], value: object, problems: Sequence[Problem]) -> T:
    """Let pydantic validate a part, and report its problems together with ours."""
    try:
        part = handler(value)
    except ValidationError as why:
        if not problems:
            raise
        raise PartError(problems, why) from None
    return raise_or(part, problems)


def by_name(mapping: dict[str, T]) -> dict[str, T]:
    """Sort by name (code point): the order in a file counts only in lists."""
    return dict(sorted(mapping.items()))


def summing_to_one(shares: dict[str, float]) -> dict[str, float]:
    """Check shares of named values: none negative, all together 1."""
    total = total_of(shares)
    if abs(total - 1) > TOLERANCE:
        raise ValueError(f"the shares must sum to 1, not {total:.12g}.")
    return shares


def total_of(shares: Mapping[str, float]) -> float:
    """Sum shares, none of which may be negative."""
    if not shares:
        raise ValueError("at least one value with its share is needed.")
    for name, share in shares.items():
        if share < 0:
            raise ValueError(f'the share of "{name}" must not be negative.')
    return math.fsum(shares.values())


def some(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse an empty list."""
    if not names:
        raise ValueError("at least one value is needed.")
    return names


def conditions(value: object) -> object:
    """Check that a condition is a mapping from options to values."""
    if not isinstance(value, Mapping):
        raise ValueError('a condition names options and their values, such as "{frame: [city, sport]}".')
    return value


def above_zero(number: float) -> float:
    """Refuse 0."""
    if number <= 0:
        raise ValueError("must be above 0.")
    return number


def not_below_zero(number: float) -> float:
    """Refuse numbers below 0."""
    if number < 0:
        raise ValueError("must not be negative.")
    return number


def some_years(years: float) -> float:
    """Refuse a life of no years."""
    if years <= 0:
        raise ValueError("a life is longer than 0 yr.")
    return years


def share_of_good(number: float) -> float:
    """Check a yield."""
    if not 0 <= number <= 1:
        raise ValueError("a yield is a share from 0 to 1.")
    return number


Time = Annotated[float, PlainValidator(read_time, json_schema_input_type=str)]
Money = Annotated[float, PlainValidator(read_money, json_schema_input_type=str)]
Rate = Annotated[float, PlainValidator(read_rate, json_schema_input_type=str)]
RateADay = Annotated[float, PlainValidator(read_rate_a_day, json_schema_input_type=str)]
PriceOfSpace = Annotated[float, PlainValidator(read_price_of_space, json_schema_input_type=str)]
Interest = Annotated[float, PlainValidator(read_interest, json_schema_input_type=str)]
Area = Annotated[float, PlainValidator(read_area, json_schema_input_type=str)]
Number = Annotated[float, PlainValidator(read_number, json_schema_input_type=float)]
Years = Annotated[float, PlainValidator(read_years, json_schema_input_type=str), AfterValidator(some_years)]
Factor = Annotated[Number, AfterValidator(above_zero)]
NotNegative = Annotated[Number, AfterValidator(not_below_zero)]
Yield = Annotated[Number, AfterValidator(share_of_good)]
Times = Annotated[Distribution, PlainValidator(read_distribution, json_schema_input_type=str | dict[str, Any])]
Name = Annotated[str, PlainValidator(read_name, json_schema_input_type=str)]
Names = Annotated[tuple[str, ...], PlainValidator(read_names, json_schema_input_type=str | list[str])]
DifferentNames = Annotated[Names, AfterValidator(none_repeated)]
Skills = Annotated[tuple[str, ...], PlainValidator(read_skills, json_schema_input_type=str | list[str])]
Whole = Annotated[int, Field(strict=True, ge=-(2**31), lt=2**31)]
Count = Annotated[int, Field(strict=True, ge=0, lt=2**31)]
Pieces = Annotated[int, Field(strict=True, ge=1, lt=2**31)]
OrderSize = Annotated[int, Field(strict=True, ge=1, le=MOST_PIECES)]
HeadCount = Annotated[int, Field(strict=True, ge=0, le=MOST_ALIKE)]
Units = Annotated[int, Field(strict=True, ge=1, le=MOST_ALIKE)]
Truth = Annotated[bool, Field(strict=True)]
Named = Annotated[dict[str, T], BeforeValidator(names_as_keys), AfterValidator(by_name)]
Shares = Annotated[Named[Number], AfterValidator(summing_to_one)]
SomeNames = Annotated[DifferentNames, AfterValidator(some)]
Condition = Annotated[Named[SomeNames], BeforeValidator(conditions)]
