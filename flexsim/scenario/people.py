"""Who makes things, on what terms, and when: teams, workers, contracts, shifts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationInfo,
    model_validator,
)

from flexsim.scenario.errors import PartError, Path, Problem, shown
from flexsim.scenario.fields import (
    Dates,
    Factor,
    HeadCount,
    Kind,
    LabourFactor,
    Name,
    Named,
    NotNegative,
    Part,
    Premium,
    Probability,
    Rate,
    Time,
    Truth,
    empty_as_mapping,
    some_work,
    sorted_dates,
    validated_with,
)
from flexsim.scenario.quantities import SECONDS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAY = SECONDS["d"]

WEEK = SECONDS["wk"]

MOST_WEEKS = 53
"""After which a pattern repeats."""


class Team(Part):
    """How a team divides its work (rules D5, D6)."""

    when: Literal["after_each_operation", "when_queue_empty", "at_shift_start"] = "after_each_operation"
    """When people may move: after each operation, when no work waits where they are, or when a shift begins."""
    where: Literal["longest_queue", "first_in_system", "earliest_due"] = "longest_queue"
    """Where they go: to the longest queue, the order longest on the floor, or the earliest due date."""
    who: Literal["most_proficient", "least_flexible", "longest_idle"] = "most_proficient"
    """Who goes: the most proficient, the least flexible, or the one idle longest."""


class Skill(Part):
    """How well a worker masters a skill: factors on time and on the probability of a bad piece."""

    time: Factor = 1.0
    """Factor on the time of attended steps: 0.9 is faster than the standard."""
    quality: NotNegative = 1.0
    """Factor on the probability of a bad piece."""


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
                raise ValueError(f"{shown(name)} is listed twice.")
            levels[str(name)] = empty_as_mapping(level)
    return levels


class Terms(NamedTuple):
    """What hours of a person cost, written out."""

    wage: float
    """Euros for each hour present, and for each hour paid without being there."""
    overtime_wage: float
    """Euros for each hour after the shift's end."""
    paid_hours: float | None
    """Seconds paid for every week, present or not; None if only what is present is paid."""
    is_flexible: bool = False
    """Whether the person is flexible staff."""


class Contract(Part):
    """Terms of work that several people may have: what their hours cost, and how many are paid for (rule P4).

    An hour costs its `wage`; or, of permanent staff, `gross_wage` x `loading` x `paid_per_worked`, and of flexible
    staff `gross_wage` x `agency_factor`.
    """

    kind: Literal["permanent", "flexible"] | None = None
    """Whether people are permanent or flexible staff."""
    wage: Rate | None = None
    """Cost of each hour present, and of each hour paid without being there."""
    gross_wage: Rate | None = None
    """In place of `wage`: what people are paid before deductions."""
    loading: LabourFactor | None = None
    """What the employer's contributions make of the gross wage of permanent staff: a factor."""
    paid_per_worked: LabourFactor | None = None
    """Hours paid for each hour worked, with leave and sickness: a factor on the gross wage of permanent staff."""
    agency_factor: LabourFactor | None = None
    """What an agency asks for an hour of flexible staff: a factor on the gross wage."""
    overtime_wage: Rate | None = None
    """Cost of each hour after the shift's end; unless stated the wage."""
    overtime_premium: Premium | None = None
    """In place of `overtime_wage`: the part of the wage that is added for an hour after the shift's end."""
    paid_hours: Time | None = None
    """The contract week: paid for every week, present or not; unless stated only hours present are paid."""

    @model_validator(mode="after")
    def wage_is_stated_once(self) -> Self:
        """Check that an hour has one price, and that it can be worked out."""
        problems = [Problem((key,), message) for key, message in _wrong_terms(self)]
        if self.wage is None and self.gross_wage is None:
            problems.append(Problem((), '"wage" is missing, or "gross_wage" with the factors on it.'))
        if problems:
            raise PartError(problems)
        return self

    @property
    def is_flexible(self) -> bool:
        """Whether people are flexible staff: it says so, or has an agency's factor."""
        return self.kind == "flexible" or self.agency_factor is not None

    @property
    def factors(self) -> tuple[float, ...]:
        """What an hour worked costs over the gross wage, factor by factor; none where the wage is stated itself."""
        if self.gross_wage is None:
            return ()
        stated = (self.agency_factor,) if self.is_flexible else (self.loading, self.paid_per_worked)
        return tuple(1.0 if factor is None else factor for factor in stated)


def _wrong_terms(terms: Contract) -> Iterator[tuple[str, str]]:
    """Say which terms of a contract cannot stand beside each other, and which are missing."""
    stated = {key for key in type(terms).model_fields if getattr(terms, key) is not None}
    permanent, agency = ("loading", "paid_per_worked"), ("agency_factor",)
    for key, other in (("wage", "gross_wage"), ("overtime_wage", "overtime_premium")):
        if {key, other} <= stated:
            yield other, f'a contract states either "{key}" or "{other}", not both.'
    if "gross_wage" in stated and "overtime_wage" in stated:
        yield "overtime_wage", 'beside "gross_wage" overtime is "overtime_premium", a part of what an hour costs.'
    if "agency_factor" in stated and terms.kind == "permanent":
        yield "agency_factor", "an agency's people are flexible staff, and this contract says permanent."
    for key in permanent:
        if key in stated and terms.is_flexible:
            yield key, 'this is a factor of permanent staff. Flexible staff have "agency_factor".'
    for key in (*permanent, *agency):
        if key in stated and "gross_wage" not in stated:
            yield key, 'a factor on the gross wage needs "gross_wage".'
    if "gross_wage" in stated and "wage" not in stated:
        for key in agency if terms.is_flexible else permanent:
            if key not in stated:
                yield "gross_wage", f'"{key}" is missing: {_FACTORS[key]}. Write 1 if there is none.'


_FACTORS = {
    "loading": "what the employer's contributions make of a gross wage, such as 1.27",
    "paid_per_worked": "hours paid for an hour worked, with leave and sickness, such as 1.18",
    "agency_factor": "what an agency asks over the gross wage, such as 1.9",
}


def terms_in(stated: Contract | Worker | Pool) -> Terms:
    """Write out the terms that a contract states, or a worker or pool without one."""
    wage = stated.wage or 0.0
    if isinstance(stated, Contract) and stated.gross_wage is not None:
        wage = math.prod((stated.gross_wage, *stated.factors))
    overtime_wage = wage if stated.overtime_wage is None else stated.overtime_wage
    if isinstance(stated, Contract) and stated.overtime_premium is not None:
        overtime_wage = wage * (1 + stated.overtime_premium)
    paid_hours = None if isinstance(stated, Pool) else stated.paid_hours
    is_flexible = isinstance(stated, Pool) or (isinstance(stated, Contract) and stated.is_flexible)
    return Terms(wage, overtime_wage, paid_hours, is_flexible)


TERMS = ("wage", "overtime_wage", "paid_hours")
"""Keys of a contract that a worker without one may state of his own."""


class Worker(Part):
    """A person, or with `count` several with the same data."""

    team: Name
    """The team to which the person belongs."""
    skills: Annotated[Named[Skill], BeforeValidator(read_skill_levels), Kind("skills")]
    """What the person can do, and how well."""
    shifts: Name | None = None
    """The shift pattern in which the person is present; unless stated always."""
    home: Name | None = None
    """The work centre that is the person's station at the start of a shift, where the team's rule binds people."""
    on_shift_end: Literal["pause", "finish"] = "pause"
    """Whether a step under way is left to others when the shift ends, or finished in overtime."""
    overtime_cap: Time | None = None
    """Longest overtime at the end of one shift; unless stated there is no limit."""
    relief: Truth = False
    """Whether others may go on during a break with the step that the person left."""
    contract: Name | None = None
    """The contract with the terms of the person; without one they are the person's own."""
    wage: Rate = 0.0
    """Cost of each hour present, and of each hour paid without being there."""
    overtime_wage: Rate | None = None
    """Cost of each hour after the shift's end; unless stated the wage."""
    paid_hours: Time | None = None
    """Paid for every week, present or not; unless stated only hours present are paid."""
    count: HeadCount | None = None
    """So many people with the same data, numbered from 1."""

    @model_validator(mode="after")
    def terms_are_stated_once(self) -> Self:
        """Check that a worker has a contract, or terms of his own, or neither."""
        _have_one_wage(self, "a worker")
        return self


class Call(Part):
    """When people of a pool are called to a shift, and who comes (rule P4)."""

    above: Annotated[Time, AfterValidator(some_work)]
    """Planned work that waits for their skills, for each person who is wanted: one comes for `6 h`, two for `12 h`."""
    notice: Time = 0.0
    """How long before the shift they are called."""
    comes: Probability = 1.0
    """The probability that somebody who is called comes."""


class Pool(Part):
    """People who work only when they are called: so many with the same data, numbered from 1 (rule P4)."""

    team: Name
    """The team to which they belong."""
    skills: Annotated[Named[Skill], BeforeValidator(read_skill_levels), Kind("skills")]
    """What they can do, and how well."""
    people: HeadCount
    """So many can be called at most at a time."""
    shifts: Name
    """The shift pattern: they are called shift by shift."""
    call: Call
    """When they are called."""
    minimum: Time | None = None
    """What somebody who comes is paid for at least, and stays at least; unless stated the whole shift."""
    goes_when_idle: Truth = False
    """Whether somebody without work goes home once the minimum is over."""
    on_shift_end: Literal["pause", "finish"] = "pause"
    """Whether a step under way is left to others when the shift ends, or finished in overtime."""
    overtime_cap: Time | None = None
    """Longest overtime at the end of one shift; unless stated there is no limit."""
    relief: Truth = False
    """Whether others may go on during a break with the step that somebody left."""
    contract: Name | None = None
    """The contract with their terms; without one they are the pool's own, of flexible staff."""
    wage: Rate = 0.0
    """Cost of each hour present, and of what the minimum adds to it."""
    overtime_wage: Rate | None = None
    """Cost of each hour after the shift's end; unless stated the wage."""

    @model_validator(mode="after")
    def terms_are_stated_once(self) -> Self:
        """Check that a pool has a contract, or terms of its own, or neither."""
        _have_one_wage(self, "a pool")
        return self

    def members(self, name: str) -> dict[str, Worker]:
        """Give the people of the pool by name, in the order in which they are asked."""
        shared: dict[str, Any] = {key: getattr(self, key) for key in _SHARED}
        if self.contract is None:
            shared |= {"wage": self.wage, "overtime_wage": self.overtime_wage}
        person = Worker.model_construct(**shared)
        return {f"{name} {number}": person for number in range(1, self.people + 1)}


_SHARED = ("team", "skills", "shifts", "on_shift_end", "overtime_cap", "relief", "contract")
"""What somebody of a pool has in common with other workers."""


def _have_one_wage(part: Worker | Pool, who: str) -> None:
    """Refuse terms beside a contract."""
    stated = part.model_fields_set if part.contract is not None else ()
    own = [key for key in TERMS if key in stated and getattr(part, key) is not None]
    if own:
        message = '{} states either a "contract" or "{}", not both.'
        raise PartError([Problem((key,), message.format(who, key)) for key in own])


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


def sorted_windows(windows: tuple[tuple[float, float], ...], others: ValidationInfo) -> tuple[tuple[float, float], ...]:
    """Sort the windows of a week, or of several that repeat, and refuse those that overlap."""
    ordered = tuple(sorted(windows))
    weeks = others.data.get("weeks", MOST_WEEKS)
    for start, end in ordered:
        if not 0 <= start < end <= weeks * WEEK:
            inside = "one week" if weeks == 1 else f"{weeks} weeks"
            raise ValueError(f"a window begins before it ends, inside {inside}.")
    for earlier, later in pairwise(ordered):
        if later[0] < earlier[1]:
            raise ValueError(f"two windows overlap: {_clock(earlier)} and {_clock(later)}.")
    return ordered


def _clock(window: tuple[float, float]) -> str:
    """Write a window as its day and its times of the day."""
    day = DAYS[int(window[0] // DAY) % 7]
    minutes = [int(time // 60) % (24 * 60) for time in window]
    return f"{day} " + "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes)


def read_weeks(value: object) -> object:
    """Take the number of weeks from a list of them."""
    return len(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


class Shift(Part):
    """When people and units are there, the same every week or every few weeks.

    Windows are seconds from Monday 00:00. A gap shorter than `break_below` is a break, any other is off shift.
    `holidays` are the dates on which no shift of this pattern begins; without them they are those of the scenario.
    `runs_over` says that the first window is the rest of the last one of the weeks before.
    """

    weeks: Annotated[
        int, BeforeValidator(read_weeks), Field(strict=True, ge=1, le=MOST_WEEKS), Kind("weeks of a pattern")
    ] = 1
    """The days of each week, where weeks differ; with `windows`, how many weeks they cover."""
    windows: Annotated[tuple[tuple[Time, Time], ...], AfterValidator(sorted_windows), Kind("windows")]
    """Windows from Monday 00:00, in place of days: `[[8 h, 16 h]]`."""
    break_below: Time = 3600.0
    """A gap shorter than this is a break, any other is off shift."""
    holidays: Annotated[Dates | None, AfterValidator(sorted_dates)] = None
    """Dates on which no shift of this pattern begins."""
    runs_over: Truth = False
    """Whether the first window is the rest of the last one of the weeks before."""

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
            weeks = _weeks(days, rest.get("weeks"), problems)
            rest["windows"], rest["runs_over"] = _windows(weeks, problems)
        elif days:
            problems.append(Problem(tuple(days)[:1], 'write either days or "windows", not both.'))
        return validated_with(handler, rest, problems)

    @cached_property
    def whole_windows(self) -> tuple[tuple[float, float, int], ...]:
        """The windows with the day to which each belongs, one that runs over the end of the last week in one piece.

        It is the day on which its shift begins, after midnight and after a break too (rule S5): a shift goes on after
        a break for less than 24 hours, and what merely touches is a shift of its own. Days count from the first Monday;
        one before it is negative.
        """
        whole, windows = self.weeks * WEEK, list(self.windows)
        if self.runs_over and len(windows) > 1 and windows[0][0] == 0 and windows[-1][1] == whole:
            windows[-1] = (windows[-1][0], whole + windows.pop(0)[1])
        gaps = [begin - (windows[n - 1][1] - (0 if n else whole)) for n, (begin, _) in enumerate(windows)]
        goes_on = [0 < gap < self.break_below for gap in gaps]
        first = goes_on.index(False) if False in goes_on else 0
        found, began = [], 0.0
        for n in (*range(first, len(windows)), *range(first)):
            begin, end = windows[n]
            later = whole if n < first else 0.0
            if n == first or not goes_on[n] or begin + later - began >= DAY:
                began = begin + later
            found.append((begin, end, int((began - later) // DAY)))
        return tuple(sorted(found))

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """List the keys that a file may state, for messages."""
        return (*DAYS, "mon-fri", "daily", *super().file_keys())


def _weeks(days: Mapping[str, Any], weeks: Any, problems: list[Problem]) -> list[tuple[Path, Mapping[str, Any]]]:
    """Give the days of each week with the path at which they stand."""
    if weeks is None:
        return [((), days)]
    if (
        not isinstance(weeks, Sequence)
        or isinstance(weeks, str)
        or not all(isinstance(week, Mapping) for week in weeks)
    ):
        message = 'weeks that differ are a list of them: [{mon-thu: ["07:00-16:00"]}, {mon-fri: ["07:00-15:00"]}].'
        problems.append(Problem(("weeks",), message))
        return []
    if days:
        problems.append(
            Problem(tuple(days)[:1], 'write days of every week, or "weeks" with the days of each, not both.')
        )
    return [(("weeks", number), week) for number, week in enumerate(weeks)]


def _windows(
    weeks: Sequence[tuple[Path, Mapping[str, Any]]], problems: list[Problem]
) -> tuple[list[tuple[str, str]], bool]:
    """Give the windows of all days, and whether one runs past the end of the last week, where it begins the first."""
    spans: list[tuple[int, int]] = []
    for number, (path, days) in enumerate(weeks):
        for key, times in days.items():
            listed = [times] if isinstance(times, str) else times
            try:
                numbers = day_numbers(key)
                if not isinstance(listed, Sequence):
                    raise ValueError('a day has a list of clock times: ["08:00-12:00", "12:30-16:30"].')
                hours = [clock_span(text) for text in listed]
            except ValueError as why:
                problems.append(Problem((*path, key), str(why)))
                continue
            first = number * int(WEEK)
            spans += [(first + day * int(DAY) + a, first + day * int(DAY) + b) for day in numbers for a, b in hours]
    whole = len(weeks) * int(WEEK)
    over = [(0, end - whole) for _, end in spans if end > whole]
    cut = [(begin, min(end, whole)) for begin, end in spans]
    return [(f"{begin} s", f"{end} s") for begin, end in (*cut, *over)], bool(over)


def day_numbers(key: str) -> list[int]:
    """Read a day, a range of days, or ``daily``."""
    if key == "daily":
        return list(range(7))
    first, _, last = key.partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
        raise ValueError(f'a day is one of {", ".join(DAYS)}, a range such as "mon-fri", or "daily".')
    return list(range(DAYS.index(first), DAYS.index(last or first) + 1))


_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)", re.ASCII)


def clock_span(text: object) -> tuple[int, int]:
    """Read clock times as seconds of the day; an end that is not after the beginning is on the next day."""
    match = _SPAN.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError('clock times are written "08:00-12:00".')
    start_h, start_min, end_h, end_min = map(int, match.groups())
    start, end = start_h * 3600 + start_min * 60, end_h * 3600 + end_min * 60
    if start_min > 59 or end_min > 59 or start >= DAY or end > DAY:
        raise ValueError("clock times go from 00:00 to 24:00.")
    return (start, end) if end > start else (start, end + int(DAY))
