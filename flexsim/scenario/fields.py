"""What the parts of a scenario are built from: the frozen base class, and the types of their fields."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError

from flexsim.scenario.distributions import TOLERANCE, Distribution, read_distribution
from flexsim.scenario.errors import PartError, Problem, cut, shown
from flexsim.scenario.quantities import (
    as_parts_of_one,
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

LONGEST_NAME = 80
"""Characters: names stand in tables, pictures and messages."""
MOST_REMEMBERED = 50_000
"""Names that have been looked at: each occurs many times in a scenario."""

FORBIDDEN_IN_NAMES = "|/"
"""Lanes of random numbers are written ``run|STREAM|OPERATION``, codes ``product/operation``."""


class Kind(str):
    """What a value is in a file, in words: for pages, editors and writers. Pydantic does not look at it."""


def kind_of(annotation: Any, metadata: Sequence[Any] = ()) -> Kind | None:
    """Find what a field, or each of its entries, is in a file, if its type says so; the outermost word counts."""
    found = [one for one in metadata if isinstance(one, Kind)]
    if found:
        return found[-1]
    if get_origin(annotation) is Annotated:
        return kind_of(annotation.__origin__, annotation.__metadata__)
    if get_origin(annotation) in (Union, UnionType):
        return next((kind for one in get_args(annotation) if (kind := kind_of(one))), None)
    if get_origin(annotation) in (dict, tuple):
        return kind_of(get_args(annotation)[get_origin(annotation) is dict])
    return None


class Part(BaseModel):
    """A part of a scenario: it does not change, and it knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """List the keys that a file may state, for messages."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def read_name(value: object) -> str:
    """Read a name. A number or a truth value that stands for one is taken as it is written."""
    if isinstance(value, str):
        return check_name(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return check_name(str(value))
    raise ValueError("a name is needed.")


@lru_cache(maxsize=MOST_REMEMBERED)
def check_name(name: str) -> str:
    """Refuse names that are empty or would be read as something else."""
    if not name or name != name.strip() or not name.isprintable():
        raise ValueError("a name needs at least one letter, and no blanks around it or control characters in it.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name has at most {LONGEST_NAME} characters, and this one has {len(name):,}.")
    for sign in FORBIDDEN_IN_NAMES:
        if sign in name:
            raise ValueError(f'a name must not contain "{sign}".')
    return name


def read_names(value: object) -> tuple[str, ...]:
    """Read one name or a list of names."""
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, list | tuple | Sequence):
        return (read_name(value),)
    return tuple([read_name(name) for name in value])


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
        raise ValueError(f"the shares must sum to 1, not {total:.12g}.{as_parts_of_one(shares.values())}")
    return shares


def total_of(shares: Mapping[str, float]) -> float:
    """Sum shares, none of which may be negative."""
    if not shares:
        raise ValueError("at least one value with its share is needed.")
    for name, share in shares.items():
        if share < 0:
            raise ValueError(f'the share of "{cut(name)}" must not be negative.')
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


LARGEST_FACTOR = 1_000.0
"""On times and on probabilities: beyond it a unit of time was forgotten, and sums of times would not fit."""


def a_factor(number: float) -> float:
    """Refuse 0, and what is no factor any more."""
    if above_zero(number) > LARGEST_FACTOR:
        raise ValueError(f"a factor is at most {LARGEST_FACTOR:g}.")
    return number


def not_below_zero(number: float) -> float:
    """Refuse numbers below 0."""
    if number < 0:
        raise ValueError("must not be negative.")
    return number


def read_date(value: object) -> dt.date:
    """Read a date, as texts, TOML and Python have them."""
    try:
        date = dt.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        date = None
    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        raise ValueError('a date is written year-month-day, such as "2026-01-05".')
    return date


def sorted_dates(dates: tuple[dt.date, ...] | None) -> tuple[dt.date, ...] | None:
    """Sort dates; one that is listed twice counts once."""
    return None if dates is None else tuple(sorted(set(dates)))


def read_discounts(value: object) -> Distribution:
    """Read how large a discount must be: parts of 1, drawn for each customer."""
    return read_distribution(value, read_discount)


def read_discount(value: object) -> float:
    """Read a discount."""
    return not_below_zero(read_number(value))


def at_most_all(number: float) -> float:
    """Check a discount that is offered."""
    if not 0 <= number <= 1:
        raise ValueError("a discount is a part of the price, from 0 to 1.")
    return number


def some_work(seconds: float) -> float:
    """Refuse an amount of work that is none: what waits is divided by it."""
    if seconds < SHORTEST_WORK:
        raise ValueError(f"must be at least {SHORTEST_WORK:g} s.")
    return seconds


SHORTEST_WORK = 1.0
"""Seconds: less planned work calls nobody."""


def factor_of_labour(number: float) -> float:
    """Check a factor on a gross wage."""
    if not 1 <= number <= LARGEST_LABOUR_FACTOR:
        raise ValueError(f"a factor on a gross wage is from 1 to {LARGEST_LABOUR_FACTOR:g}: 27 % on top is 1.27.")
    return number


LARGEST_LABOUR_FACTOR = 10.0
"""On a gross wage, and premiums of overtime: beyond it a per cent sign was forgotten."""


def premium_of_overtime(number: float) -> float:
    """Check what is added to a wage for overtime."""
    if not 0 <= number <= LARGEST_LABOUR_FACTOR:
        raise ValueError(f"a premium is a part of the wage, from 0 to {LARGEST_LABOUR_FACTOR:g}: 25 % is 0.25.")
    return number


def probability(number: float) -> float:
    """Check a probability."""
    if not 0 <= number <= 1:
        raise ValueError("a probability is a number from 0 to 1.")
    return number


def factor_of_demand(number: float) -> float:
    """Check a factor on a rate: nothing, or a number that six decimals can tell from its neighbours."""
    if number and not 0.001 <= number <= 1000:
        raise ValueError("a factor on demand is 0, or from 0.001 to 1000.")
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


Time = Annotated[float, PlainValidator(read_time, json_schema_input_type=str), Kind("time")]
Money = Annotated[float, PlainValidator(read_money, json_schema_input_type=str), Kind("amount of money")]
Rate = Annotated[float, PlainValidator(read_rate, json_schema_input_type=str), Kind("rate of money")]
RateADay = Annotated[float, PlainValidator(read_rate_a_day, json_schema_input_type=str), Kind("amount of money a day")]
PriceOfSpace = Annotated[
    float, PlainValidator(read_price_of_space, json_schema_input_type=str), Kind("price of floor space")
]
Interest = Annotated[float, PlainValidator(read_interest, json_schema_input_type=str), Kind("rate of interest")]
Years = Annotated[
    float, PlainValidator(read_years, json_schema_input_type=str), AfterValidator(some_years), Kind("number of years")
]
Area = Annotated[float, PlainValidator(read_area, json_schema_input_type=str), Kind("area")]
Number = Annotated[float, PlainValidator(read_number, json_schema_input_type=float), Kind("number")]
Factor = Annotated[Number, AfterValidator(a_factor), Kind("number above 0")]
NotNegative = Annotated[Number, AfterValidator(not_below_zero), Kind("number from 0")]
Yield = Annotated[Number, AfterValidator(share_of_good), Kind("share from 0 to 1")]
Dates = tuple[Annotated[dt.date, PlainValidator(read_date, json_schema_input_type=str), Kind("date")], ...]
Discounts = Annotated[
    Distribution,
    PlainValidator(read_discounts, json_schema_input_type=float | str | dict[str, Any]),
    Kind("number or distribution"),
]
Discount = Annotated[Number, AfterValidator(at_most_all), Kind("share from 0 to 1")]
LabourFactor = Annotated[Number, AfterValidator(factor_of_labour), Kind("number from 1")]
Premium = Annotated[Number, AfterValidator(premium_of_overtime), Kind("number from 0")]
Probability = Annotated[Number, AfterValidator(probability), Kind("share from 0 to 1")]
DemandFactor = Annotated[Number, AfterValidator(factor_of_demand), Kind("number from 0")]
Times = Annotated[
    Distribution,
    PlainValidator(read_distribution, json_schema_input_type=str | dict[str, Any]),
    Kind("time or distribution"),
]
Name = Annotated[str, PlainValidator(read_name, json_schema_input_type=str), Kind("name")]
Names = Annotated[
    tuple[str, ...], PlainValidator(read_names, json_schema_input_type=str | list[str]), Kind("name or list of names")
]
DifferentNames = Annotated[Names, AfterValidator(none_repeated)]
Skills = Annotated[
    tuple[str, ...], PlainValidator(read_skills, json_schema_input_type=str | list[str]), Kind("name or list of names")
]
Whole = Annotated[int, Field(strict=True, ge=-(2**31), lt=2**31), Kind("whole number")]
Count = Annotated[int, Field(strict=True, ge=0, lt=2**31), Kind("whole number from 0")]
Pieces = Annotated[int, Field(strict=True, ge=1, lt=2**31), Kind("whole number from 1")]
OrderSize = Annotated[int, Field(strict=True, ge=1, le=MOST_PIECES), Kind("whole number from 1")]
HeadCount = Annotated[int, Field(strict=True, ge=0, le=MOST_ALIKE), Kind("whole number from 0")]
Units = Annotated[int, Field(strict=True, ge=1, le=MOST_ALIKE), Kind("whole number from 1")]
Truth = Annotated[bool, Field(strict=True), Kind("true or false")]
Named = Annotated[dict[str, T], BeforeValidator(names_as_keys), AfterValidator(by_name)]
Shares = Annotated[Named[Number], AfterValidator(summing_to_one), Kind("shares that sum to 1, by name")]
SomeNames = Annotated[DifferentNames, AfterValidator(some)]
Condition = Annotated[Named[SomeNames], BeforeValidator(conditions), Kind("options with their values")]
