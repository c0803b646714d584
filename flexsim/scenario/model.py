"""The scenario as a whole: frozen once it is valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PlainValidator,
    PrivateAttr,
    model_validator,
)

from flexsim.scenario.demand import Item, Stream
from flexsim.scenario.errors import Problem, nearest
from flexsim.scenario.fields import (
    Count,
    Dates,
    Kind,
    Name,
    Named,
    Names,
    Part,
    Time,
    Truth,
    empty_as_mapping,
    read_date,
    sorted_dates,
    validated_with,
)
from flexsim.scenario.floor import WorkCentre
from flexsim.scenario.folders import Folders
from flexsim.scenario.people import Contract, Pool, Shift, Team, Terms, Worker, one_each, terms_in
from flexsim.scenario.prices import Asset, Prices
from flexsim.scenario.products import Product

VERSION = 1
"""Of the format of scenario files."""


LONGEST_TITLE = 200
"""Characters: it stands above tables and pictures."""
EIGHT_WEEKS = 8 * 604_800.0
"""Seconds that a run goes on after its horizon at most, for the customers who still wait (rule X1).

Two months are longer than the lead times of shops that cope; one that does not is stopped, and its customers named.
"""

SECTIONS = ("products", "demand", "stock", "work_centres", "teams", "workers", "pools", "contracts", "shifts", "assets")
"""Keys that hold named parts."""


def read_version(value: object) -> int:
    """Check the version of the format."""
    if isinstance(value, bool) or value != VERSION:
        raise ValueError(f"this program reads version {VERSION} of the format.")
    return VERSION


def version_problem(data: Mapping[str, Any]) -> str | None:
    """Say what is wrong with the version that a file states, if it states one."""
    try:
        read_version(data.get("flexsim", VERSION))
    except ValueError as why:
        return str(why)
    return None


def read_start(value: object) -> dt.date | None:
    """Read the date of the first day, which is a Monday."""
    if value is None:
        return None
    date = read_date(value)
    if date.weekday() != 0:
        monday = date - dt.timedelta(days=date.weekday())
        raise ValueError(f"weeks begin on Monday, and this is a {date:%A}. The Monday before it is {monday}.")
    return date


def read_text(value: object) -> str | None:
    """Read a title."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("a text is needed.")
    if len(value) > LONGEST_TITLE:
        raise ValueError(f"a title has at most {LONGEST_TITLE} characters.")
    if not value.isprintable():
        raise ValueError("a title holds no control characters.")
    return value


class ScheduleRow(Part):
    """One row of a given schedule (rule D8): who does this operation of this order where."""

    stream: Name
    """The stream of the order."""
    ordinal: Count
    """Which order of the stream, from 0."""
    operation: Name
    """The operation."""
    work_centre: Name
    """Where it is done."""
    unit: Count
    """On which unit, from 0."""
    workers: Names = ()
    """Who does it; unless stated whom the team's rules choose."""
    not_before: Time | None = None
    """Earliest moment to begin, from the start of the run."""
    duration: Time | None = None
    """How long its run takes for the whole lot, whatever the scenario or the worker's proficiency say."""


class Schedule(Part):
    """A given schedule with how it is to be taken: as a plan, or as a record of what happened (rule D8)."""

    rows: tuple[ScheduleRow, ...]
    """One row an operation of an order, or a CSV file of them."""
    strict: Truth = True
    """Whether attention, skills and one lot a unit hold; if not, every row starts at exactly its time, as recorded."""


def with_rows(value: Mapping[str, Any], problems: list[Problem]) -> Mapping[str, Any]:
    """Take apart a schedule that is written as its rows and how strict it is."""
    if "strict" in value:
        message = 'this belongs to the schedule: "schedule: {rows: plan.csv, strict: false}".'
        problems.append(Problem(("strict",), message))
        value = {key: entry for key, entry in value.items() if key != "strict"}
    stated = value.get("schedule")
    if not isinstance(stated, Mapping):
        return value
    known = Schedule.file_keys()
    for key in stated:
        if key not in known:
            problems.append(Problem(("schedule", str(key)), f"unknown key.{nearest(str(key), known)}"))
    rows = stated.get("rows")
    if rows is None:
        problems.append(Problem(("schedule",), '"rows" is missing.'))
    elif not isinstance(rows, Sequence) or isinstance(rows, str):
        message = 'the name of a CSV file is needed here, or a list of rows, each behind a "- ".'
        problems.append(Problem(("schedule", "rows"), message))
        rows = None
    if not isinstance(strict := stated.get("strict", True), bool):
        problems.append(Problem(("schedule", "strict"), "true or false is needed here."))
        strict = True
    return {**value, "schedule": rows, "strict": strict}


class Scenario(Part):
    """A shop floor with its demand, people and rules.

    It is checked and frozen. Times are seconds, amounts of money euros, rates euros per hour. Mappings are sorted by
    name. Use `flexsim.load` to read one from a file and `with_values` to make a changed copy.
    """

    flexsim: Annotated[int, PlainValidator(read_version, json_schema_input_type=Literal[1]), Kind("version")]
    """Version of the format."""
    name: Annotated[str | None, PlainValidator(read_text, json_schema_input_type=str), Kind("text")] = None
    """A title."""
    start: Annotated[dt.date | None, PlainValidator(read_start, json_schema_input_type=str), Kind("date")] = None
    """Date of the first day, a Monday."""
    horizon: Time | None = None
    """When a run stops; unless stated when all orders are delivered."""
    holidays: Annotated[Dates, AfterValidator(sorted_dates)] = ()
    """Dates on which no shift begins."""
    warm_up: Time = 0.0
    """Time at the start that figures leave out."""
    run_on: Time = EIGHT_WEEKS
    """How long a run goes on at most after its horizon, for the customers who still wait."""
    products: Named[Product]
    """What is made: products by name."""
    demand: Named[Stream]
    """What customers want: streams of orders by name."""
    stock: Named[Item] = Field(default_factory=dict)
    """What is kept on the shelf: items by name."""
    work_centres: Named[WorkCentre]
    """Where things are made: work centres by name."""
    teams: Named[Team] = Field(default_factory=dict)
    """Who works together: teams by name."""
    workers: Annotated[Named[Worker], AfterValidator(one_each)] = Field(default_factory=dict)
    """Who makes things: people by name."""
    pools: Named[Pool] = Field(default_factory=dict)
    """Who comes when there is much to do: people who are called, by name of their pool."""
    contracts: Named[Contract] = Field(default_factory=dict)
    """On what terms people work: contracts by name."""
    shifts: Named[Shift] = Field(default_factory=dict)
    """When people and units are there: shift patterns by name."""
    schedule: Annotated[tuple[ScheduleRow, ...] | None, Kind("schedule")] = None
    """A given schedule, or a CSV file of it: one row an operation of an order."""
    strict: bool = True
    """Not a key of its own: whether the schedule is a plan, or a record that is replayed (rule D8)."""
    prices: Annotated[Prices, BeforeValidator(empty_as_mapping)] = Field(default_factory=Prices)
    """What capital, floor space and inventories cost, the same for the whole floor."""
    assets: Named[Asset] = Field(default_factory=dict)
    """What is needed besides units, such as a configurator or tooling: assets by name."""

    _written: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    _folders: Folders | None = PrivateAttr(default=None)

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """List the keys that a file may state, for messages."""
        return (*(key for key in super().file_keys() if key != "strict"), "extends")

    @model_validator(mode="wrap")
    @classmethod
    def take_the_schedule_apart(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read a schedule that says how strict it is."""
        if not isinstance(value, Mapping):
            return handler(value)
        problems: list[Problem] = []
        return validated_with(handler, with_rows(value, problems), problems)

    @model_validator(mode="before")
    @classmethod
    def name_the_streams(cls, value: Any) -> Any:
        """Let every stream and item use its own key in lanes of random numbers unless it names another."""
        if not isinstance(value, Mapping):
            return value
        filled = {key: _filled(value[key]) for key in SECTIONS if key in value}
        named = {key: _with_own_names(filled[key]) for key in ("demand", "stock") if key in filled}
        return {**value, **filled, **named}

    def holidays_of(self, shift: str) -> frozenset[int]:
        """Days of the run, counted from its first, on which no shift of a pattern begins."""
        own = self.shifts[shift].holidays
        dates = self.holidays if own is None else own
        return frozenset((date - self.start).days for date in dates) if self.start is not None else frozenset()

    @cached_property
    def everybody(self) -> dict[str, Worker]:
        """Workers and the people of pools by name: all who are ever there."""
        if not self.pools:
            return self.workers
        called = [pool.members(name) for name, pool in self.pools.items()]
        return dict(sorted({**self.workers, **{one: who for people in called for one, who in people.items()}}.items()))

    @cached_property
    def pool_of(self) -> dict[str, str]:
        """The pool of everybody who is called, by name."""
        return {one: name for name, pool in self.pools.items() for one in pool.members(name)}

    def terms_of(self, worker: str) -> Terms:
        """Give what hours of a worker, or of somebody of a pool, cost: by the contract or of their own."""
        contract, pool = self.everybody[worker].contract, self.pool_of.get(worker)
        if contract is not None:
            return terms_in(self.contracts[contract])
        return terms_in(self.workers[worker] if pool is None else self.pools[pool])

    def canonical(self) -> bytes:
        """Give the scenario as JSON with sorted keys: the same for every way of writing it down."""
        from flexsim.scenario.writing import as_json

        return as_json(self)

    @cached_property
    def hash(self) -> str:
        """BLAKE2b of the canonical scenario, 32 hexadecimal digits."""
        return blake2b(self.canonical(), digest_size=16).hexdigest()

    def dump(self, *, full: bool = False) -> str:
        """Write the scenario as YAML that loads to the same scenario; `full` with every default written out."""
        from flexsim.scenario.writing import as_yaml

        return as_yaml(self, full=full)

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
