"""Who makes things, and when: teams, workers, shifts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ModelWrapValidatorHandler, model_validator

from flexsim.scenario.errors import PartError, Problem
from flexsim.scenario.fields import (
    Factor,
    HeadCount,
    Name,
    Named,
    NotNegative,
    Part,
    Rate,
    Time,
    Truth,
    empty_as_mapping,
    validated_with,
)
from flexsim.scenario.quantities import SECONDS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAY = SECONDS["d"]

WEEK = SECONDS["wk"]


class Team(Part):
    """How a team divides its work (rules D5, D6)."""

    when: Literal["after_each_operation", "when_queue_empty", "at_shift_start"] = "after_each_operation"
    where: Literal["longest_queue", "first_in_system", "earliest_due"] = "longest_queue"
    who: Literal["most_proficient", "least_flexible", "longest_idle"] = "most_proficient"


class Skill(Part):
    """How well a worker masters a skill: factors on time and on the probability of a bad piece."""

    time: Factor = 1.0
    quality: NotNegative = 1.0


def read_skill_levels(value: object) -> object:
    """Bring a list of skills, or a mapping from skills to factors, into one form."""
    if isinstance(value, Mapping):
        return {name: empty_as_mapping(levels) for name, levels in value.items()}
    if value is None:
        return {}
    entries = [value] if isinstance(value, str) or not isinstance(value, Sequence) else value
    levels: dict[Any, Any] = {}
    for entry in entries:
        for name, level in (entry if isinstance(entry, Mapping) else {entry: {}}).items():
            if name in levels:
                raise ValueError(f'"{name}" is listed twice.')
            levels[str(name)] = empty_as_mapping(level)
    return levels


class Worker(Part):
    """A person, or with `count` several with the same data."""

    team: Name
    skills: Annotated[Named[Skill], BeforeValidator(read_skill_levels)]
    shifts: Name | None = None
    home: Name | None = None
    on_shift_end: Literal["pause", "finish"] = "pause"
    overtime_cap: Time | None = None
    relief: Truth = False
    wage: Rate = Field(default=0.0, description="For every hour present, and every hour paid without being there.")
    overtime_wage: Rate | None = Field(
        default=None, description="For every hour after the shift's end; unless stated, the wage."
    )
    paid_hours: Time | None = Field(
        default=None, description="Paid for every week, present or not; unless stated, only hours present are paid."
    )
    count: HeadCount | None = None


def one_each(workers: dict[str, Worker]) -> dict[str, Worker]:
    """Write out workers with a count: ``Ann`` with count 2 is ``Ann 1`` and ``Ann 2``."""
    people: dict[str, Worker] = {}
    for name, worker in workers.items():
        numbered = range(1, (worker.count or 0) + 1)
        names = [name] if worker.count is None else [f"{name} {number}" for number in numbered]
        for one in names:
            if one in people or (one != name and one in workers):
                raise PartError([Problem((name, "count"), f'two workers would have the name "{one}".')])
            people[one] = worker.model_copy(update={"count": None})
    return dict(sorted(people.items()))


def sorted_windows(windows: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Sort the windows of a week and refuse those that overlap."""
    ordered = tuple(sorted(windows))
    for start, end in ordered:
        if not 0 <= start < end <= WEEK:
            raise ValueError("a window begins before it ends, inside one week.")
    for earlier, later in pairwise(ordered):
        if later[0] < earlier[1]:
            raise ValueError(f"two windows overlap: {_clock(earlier)} and {_clock(later)}.")
    return ordered


def _clock(window: tuple[float, float]) -> str:
    """Write a window as its day and its times of the day."""
    day = DAYS[int(window[0] // DAY)]
    minutes = [int(time // 60) % (24 * 60) for time in window]
    return f"{day} " + "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes)


class Shift(Part):
    """When people and units are there: windows of a week in seconds from Monday 00:00.

    A gap shorter than `break_below` is a break, any other is off shift.
    """

    windows: Annotated[tuple[tuple[Time, Time], ...], AfterValidator(sorted_windows)]
    break_below: Time = 3600.0

    @model_validator(mode="wrap")
    @classmethod
    def days_to_windows(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read days with clock times as windows of the week."""
        if not isinstance(value, Mapping):
            return handler(value)
        problems: list[Problem] = []
        days = {key: times for key, times in value.items() if key not in cls.model_fields}
        rest = {key: entry for key, entry in value.items() if key in cls.model_fields}
        if "windows" not in rest:
            rest["windows"] = _windows(days, problems)
        elif days:
            problems.append(Problem(tuple(days)[:1], 'write either days or "windows", not both.'))
        return validated_with(handler, rest, problems)

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """List the keys that a file may state, for messages."""
        return (*DAYS, "mon-fri", "daily", *super().file_keys())


def _windows(days: Mapping[str, Any], problems: list[Problem]) -> list[tuple[str, str]]:
    """Give the windows of all days, and note what is wrong with them."""
    windows: list[tuple[str, str]] = []
    for key, times in days.items():
        listed = [times] if isinstance(times, str) else times
        try:
            numbers = _day_numbers(key)
            if not isinstance(listed, Sequence):
                raise ValueError('a day has a list of clock times: ["08:00-12:00", "12:30-16:30"].')
            spans = [_span(text) for text in listed]
        except ValueError as why:
            problems.append(Problem((key,), str(why)))
            continue
        windows += [window for day in numbers for span in spans for window in _in_week(day, *span)]
    return windows


def _day_numbers(key: str) -> list[int]:
    """Read a day, a range of days, or ``daily``."""
    if key == "daily":
        return list(range(7))
    first, _, last = key.partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
        raise ValueError(f'a day is one of {", ".join(DAYS)}, a range such as "mon-fri", or "daily".')
    return list(range(DAYS.index(first), DAYS.index(last or first) + 1))


_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)", re.ASCII)


def _span(text: object) -> tuple[int, int]:
    """Read clock times as seconds of the day; an end that is not after the beginning is on the next day."""
    match = _SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError('clock times are written "08:00-12:00".')
    start_h, start_min, end_h, end_min = map(int, match.groups())
    start, end = start_h * 3600 + start_min * 60, end_h * 3600 + end_min * 60
    if start_min > 59 or end_min > 59 or start >= DAY or end > DAY:
        raise ValueError("clock times go from 00:00 to 24:00.")
    return (start, end) if end > start else (start, end + int(DAY))


def _in_week(day: int, start: int, end: int) -> list[tuple[str, str]]:
    """Place a span in the week; what runs past Sunday's end begins the week."""
    start, end, week = start + day * int(DAY), end + day * int(DAY), int(WEEK)
    if end <= week:
        return [(f"{start} s", f"{end} s")]
    return [(f"{start} s", f"{week} s"), ("0 s", f"{end - week} s")]
