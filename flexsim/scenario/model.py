"""The scenario as a whole: frozen once it is valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, PrivateAttr, model_validator

from flexsim.scenario.demand import Item, Stream
from flexsim.scenario.fields import Count, Name, Named, Names, Part, Time, empty_as_mapping
from flexsim.scenario.floor import WorkCentre
from flexsim.scenario.people import Shift, Team, Worker, one_each
from flexsim.scenario.prices import Prices
from flexsim.scenario.products import Product

VERSION = 1
"""Of the format of scenario files."""


SECTIONS = ("products", "demand", "stock", "work_centres", "teams", "workers", "shifts")
"""Keys that hold named parts."""


def read_version(value: object) -> int:
    """Check the version of the format."""
    if isinstance(value, bool) or value != VERSION:
        raise ValueError(f"this program reads version {VERSION} of the format.")
    return VERSION


def read_start(value: object) -> dt.date | None:
    """Read the date of the first day, which is a Monday."""
    try:
        date = dt.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError('a date is written year-month-day, such as "2026-01-05".') from None
    if date is None:
        return None
    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        raise ValueError('a date is written year-month-day, such as "2026-01-05".')
    if date.weekday() != 0:
        monday = date - dt.timedelta(days=date.weekday())
        raise ValueError(f"weeks begin on Monday, and this is a {date:%A}. The Monday before it is {monday}.")
    return date


def read_text(value: object) -> str | None:
    """Read a title."""
    if value is None or isinstance(value, str):
        return value
    raise ValueError("a text is needed.")


class ScheduleRow(Part):
    """One row of a given schedule (rule D8): who does this operation of this order where."""

    stream: Name
    ordinal: Count
    operation: Name
    work_centre: Name
    unit: Count
    workers: Names = ()
    not_before: Time | None = None
    duration: Time | None = None


class Scenario(Part):
    """A shop floor with its demand, people and rules, checked and frozen.

    Times are seconds, amounts of money euros, rates euros per hour. Mappings are sorted by name. Use
    `flexsim.load` to read one from a file and `with_values` to make a changed copy.
    """

    flexsim: Annotated[int, PlainValidator(read_version, json_schema_input_type=Literal[1])]
    name: Annotated[str | None, PlainValidator(read_text, json_schema_input_type=str)] = None
    start: Annotated[dt.date | None, PlainValidator(read_start, json_schema_input_type=str)] = None
    horizon: Time | None = None
    warm_up: Time = 0.0
    products: Named[Product]
    demand: Named[Stream]
    stock: Named[Item] = Field(default_factory=dict)
    work_centres: Named[WorkCentre]
    teams: Named[Team] = Field(default_factory=dict)
    workers: Annotated[Named[Worker], AfterValidator(one_each)] = Field(default_factory=dict)
    shifts: Named[Shift] = Field(default_factory=dict)
    schedule: tuple[ScheduleRow, ...] | None = None
    prices: Annotated[Prices, BeforeValidator(empty_as_mapping)] = Field(default_factory=Prices)

    _written: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    _folder: FilePath | None = PrivateAttr(default=None)

    @model_validator(mode="before")
    @classmethod
    def name_the_streams(cls, value: Any) -> Any:
        """Let every stream and item use its own key in lanes of random numbers unless it names another."""
        if not isinstance(value, Mapping):
            return value
        filled = {key: _filled(value[key]) for key in SECTIONS if key in value}
        named = {key: _with_own_names(filled[key]) for key in ("demand", "stock") if key in filled}
        return {**value, **filled, **named}

    def canonical(self) -> bytes:
        """Give the scenario as JSON with sorted keys: the same for every way of writing it down."""
        from flexsim.scenario.writing import as_json

        return as_json(self)

    @cached_property
    def hash(self) -> str:
        """BLAKE2b of the canonical scenario, 32 hexadecimal digits."""
        return blake2b(self.canonical(), digest_size=16).hexdigest()

    def dump(self) -> str:
        """Write the scenario as YAML that loads to the same scenario."""
        from flexsim.scenario.writing import as_yaml

        return as_yaml(self)

    def with_values(self, values: Mapping[str, object]) -> Self:
        """Give a changed copy, checked again.

        Parameters
        ----------
        values : mapping
            From paths as a file has them, such as ``"demand.custom.every"`` or ``"workers.Ann.count"``, to new
            values as a file has them, such as ``"exponential(5 min)"``. A value of None takes the key out.

        Raises
        ------
        ScenarioError
            If a path leads nowhere or the changed scenario is wrong.
        """
        from flexsim.scenario.loading import changed

        return changed(self, values)  # type: ignore[return-value]

    def replace(self, **values: object) -> Self:
        """Give a changed copy: `with_values` for keys at the top, such as ``replace(horizon="8 wk")``."""
        return self.with_values(values)

    def __eq__(self, other: object) -> bool:
        """Tell whether two scenarios say the same, however they were written."""
        if not isinstance(other, Scenario):
            return NotImplemented
        return self is other or self.canonical() == other.canonical()

    def __hash__(self) -> int:
        """Hash by content, as equality goes by content."""
        return int(self.hash[:15], 16)


def _filled(section: object) -> object:
    """Read a name with nothing behind it as a part that has only defaults."""
    if not isinstance(section, Mapping):
        return empty_as_mapping(section)
    return {name: empty_as_mapping(part) for name, part in section.items()}


def _with_own_names(section: object) -> object:
    """Fill in the lane names of streams or items."""
    if not isinstance(section, Mapping):
        return section
    return {name: {"stream": name, **part} if isinstance(part, Mapping) else part for name, part in section.items()}
