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


class ChangeoverMatrix(Part):
    """A time from each value of one option to each other value."""

    option: Name
    rows: Named[Named[Time]] = Field(alias="matrix")


class ChangeoverPerOption(Part):
    """A time for each option that differs; they add up."""

    times: Named[Time] = Field(alias="per_option")


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
    clock: Literal["operating", "time"] = "operating"
    repair: Times
    skill: Name | None = None


class WorkCentre(Part):
    """One or several equal units: machines, robots, benches."""

    units: Units = 1
    team: Name | None = None
    dispatch: Literal["FIFO", "SPT", "EDD", "slack"] = "FIFO"
    changeover: Annotated[Changeover | None, BeforeValidator(read_changeover)] = None
    initial: Named[Name] = Field(default_factory=dict)
    buffer: Count | None = None
    move_to: Time = 0.0
    shifts: Name | None = None
    area: Name | None = None
    failures: Named[Failure] = Field(default_factory=dict)
    worker_waits: Truth = False
    on_failure: Literal["keep", "scrap"] = "keep"
    set_up_lost: Truth = False
    repaired_by: Name | None = None
    rate: Rate = Field(default=0.0, description="What a unit costs for every hour of the calendar, used or not.")
    price: Money | None = Field(default=None, description="What a unit was bought for, in place of a rate.")
    life: Years | None = Field(default=None, description="Over which the price is spread, as an annuity.")
    residual: Money = Field(default=0.0, description="What a unit still fetches at the end of its life.")
    interest: Interest | None = Field(
        default=None, description="On the capital in a unit; unless stated, that of the prices."
    )
    space: Area = Field(default=0.0, description="Floor that a unit takes up, room to move included.")

    @model_validator(mode="after")
    def capital_is_stated_once(self) -> Self:
        """Check that a unit has a rate, or a price with a life, or neither."""
        problems = list(_wrong_capital(self))
        if problems:
            raise PartError(problems)
        return self


def _wrong_capital(centre: WorkCentre) -> Iterator[Problem]:
    if centre.price is None:
        for key in sorted({"life", "residual", "interest"} & centre.model_fields_set):
            if getattr(centre, key) is not None:
                yield Problem((key,), 'belongs to a price: state "price" as well.')
        return
    if centre.rate:
        yield Problem(("rate",), 'a unit has either a "rate" or a "price", not both.')
    if centre.life is None:
        yield Problem(("price",), 'a price is spread over a life: state "life" as well, such as "life: 10 yr".')
    if centre.residual > centre.price:
        yield Problem(("residual",), "must not be above the price.")
