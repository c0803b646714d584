"""Where things are made: work centres, their changeovers and failures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from flexsim.scenario.errors import PartError, Problem
from flexsim.scenario.fields import (
    Area,
    Count,
    Interest,
    Kind,
    Money,
    Name,
    Named,
    Part,
    Rate,
    Time,
    Times,
    Truth,
    Units,
    Years,
)


class ChangeoverFixed(Part):
    """The same time whenever any option that is looked at differs."""

    time: Time = Field(alias="fixed")
    """Time of the changeover whenever an option that is looked at differs."""


class ChangeoverMatrix(Part):
    """A time from each value of one option to each other value."""

    option: Name
    """The option whose value is looked at; `product` and `operation` count as options."""
    rows: Named[Named[Time]] = Field(alias="matrix")
    """From each value to each other value: the time."""


class ChangeoverPerOption(Part):
    """A time for each option that differs; they add up."""

    times: Named[Time] = Field(alias="per_option")
    """The time for each option that differs."""


Changeover = ChangeoverFixed | ChangeoverMatrix | ChangeoverPerOption


def read_changeover(value: object) -> object:
    """Tell the three kinds of changeover apart by their keys."""
    if value is None or isinstance(value, ChangeoverFixed | ChangeoverMatrix | ChangeoverPerOption):
        return value
    kinds: dict[frozenset[str], type[Part]] = {
        frozenset({"fixed"}): ChangeoverFixed,
        frozenset({"option", "matrix"}): ChangeoverMatrix,
        frozenset({"per_option"}): ChangeoverPerOption,
    }
    if isinstance(value, Mapping) and frozenset(value) in kinds:
        return kinds[frozenset(value)].model_validate(value)
    raise ValueError(
        'a changeover is "fixed: 5 min", "option: NAME" with "matrix: {FROM: {TO: 4 min}}", '
        'or "per_option: {NAME: 2 min}".'
    )


class Failure(Part):
    """A way in which units break down: how often, by which clock, and how long a repair takes."""

    every: Times
    """Time from the end of a repair to the next breakdown."""
    clock: Literal["operating", "time"] = "operating"
    """Whether only time at work counts towards a breakdown, or all time."""
    repair: Times
    """How long a repair takes."""
    skill: Name | None = None
    """The skill of the technician who repairs; unless stated nobody is needed."""


class WorkCentre(Part):
    """One or several equal units: machines, robots, benches."""

    units: Units = 1
    """Equal units: machines, robots, benches."""
    team: Name | None = None
    """The team whose workers attend it."""
    dispatch: Literal["FIFO", "SPT", "EDD", "slack"] = "FIFO"
    """Which waiting operation goes first: first come, shortest, earliest due, least slack per operation."""
    changeover: Annotated[Changeover | None, BeforeValidator(read_changeover), Kind("changeover")] = None
    """What it takes to change from the options made last to others."""
    initial: Named[Name] = Field(default_factory=dict)
    """The options that its units are set up for at the start."""
    buffer: Count | None = None
    """Places for lots that wait before it; unless stated there is no limit."""
    move_to: Time = 0.0
    """Time a lot takes to come here from another work centre or from outside."""
    shifts: Name | None = None
    """The shift pattern in which its units are on; unless stated always."""
    area: Name | None = None
    """The part of the floor where it stands: a worker attends several steps only within one area."""
    failures: Named[Failure] = Field(default_factory=dict)
    """Ways in which its units break down."""
    worker_waits: Truth = False
    """Whether a worker stays at a unit that breaks down until it is repaired."""
    on_failure: Literal["keep", "scrap"] = "keep"
    """Whether the lot on a unit that breaks down is kept or scrapped."""
    set_up_lost: Truth = False
    """Whether the set-up is lost when a unit breaks down, and done again."""
    repaired_by: Name | None = None
    """The team whose technicians repair it; unless stated its own."""
    rate: Rate = 0.0
    """Cost of each hour of each unit, used or not."""
    price: Money | None = None
    """What a unit was bought for, in place of a rate."""
    life: Years | None = None
    """Years over which the price is spread, as an annuity."""
    residual: Money = 0.0
    """What a unit still fetches at the end of its life."""
    interest: Interest | None = None
    """Interest on the capital in a unit; unless stated that of the prices."""
    space: Area = 0.0
    """Floor that a unit takes up, room to move included."""

    @model_validator(mode="after")
    def capital_is_stated_once(self) -> Self:
        """Check that a unit has a rate, or a price with a life, or neither."""
        problems = list(_wrong_capital(self))
        if problems:
            raise PartError(problems)
        return self


def _wrong_capital(centre: WorkCentre) -> Iterator[Problem]:
    if centre.price is None:
        for key in ("interest", "life", "residual"):
            if getattr(centre, key) != WorkCentre.model_fields[key].default:
                yield Problem((key,), 'belongs to a price: state "price" as well.')
        return
    if centre.rate:
        yield Problem(("rate",), 'a unit has either a "rate" or a "price", not both.')
    if centre.life is None:
        yield Problem(("price",), 'a price is spread over a life: state "life" as well, such as "life: 10 yr".')
    if centre.residual > centre.price:
        yield Problem(("residual",), "must not be above the price.")
