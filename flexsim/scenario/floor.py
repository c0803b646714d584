"""Where things are made: work centres, their changeovers and failures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from flexsim.scenario.fields import Count, Name, Named, Part, Rate, Time, Times, Truth, Units


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
    rate: Rate = 0.0
