"""Means over a part of a run: how many orders come in it, and which hours shift patterns have there."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from flexsim.scenario.demand import Stream
from flexsim.scenario.model import Scenario
from flexsim.scenario.people import DAY, WEEK, Shift

WEEK_H = WEEK / 3600

WEEKS_OF_A_YEAR = 52

MOST_WEEKS_TOGETHER = 520
"""In which patterns of several weeks are followed where a run has no end; those of 2, 3 and 4 weeks take twelve."""

Windows = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Period:
    """A part of a run, in seconds from its start."""

    begin: float
    end: float

    @property
    def length(self) -> float:
        """Seconds from its begin to its end."""
        return self.end - self.begin

    @property
    def weeks(self) -> range:
        """The weeks of the run that it touches, counted from 0."""
        return range(int(self.begin // WEEK), math.ceil(self.end / WEEK))


def measured(scenario: Scenario) -> Period | None:
    """Give the window of a run from the end of its warm-up to its horizon (rule X1); None if it has no horizon."""
    return None if scenario.horizon is None else Period(scenario.warm_up, scenario.horizon)


def week_of(week: int) -> Period:
    """Give one week of a run, counted from 0."""
    return Period(week * WEEK, (week + 1) * WEEK)


def factor_of_week(stream: Stream, week: int, start: dt.date | None) -> float:
    """Give the factor of the season on the demand of a week of the run; a 53rd week is like the 52nd (rule O1)."""
    if stream.season is None:
        return 1.0
    if start is None:
        return stream.season[week % WEEKS_OF_A_YEAR]
    day = start.toordinal() + 7 * week
    number = dt.date.fromordinal(day).isocalendar().week if day < dt.date.max.toordinal() else WEEKS_OF_A_YEAR
    return stream.season[min(number, WEEKS_OF_A_YEAR) - 1]


class Arrivals:
    """How many orders are expected of a stream whose customers come `every` so often, by profile and season."""

    def __init__(self, stream: Stream, start: dt.date | None) -> None:
        assert stream.every is not None
        self.stream = stream
        self.start = start
        self.gap = stream.every.mean
        self.spans = stream.profile.spans if stream.profile is not None else ((0.0, WEEK, 1.0),)
        self.week = math.fsum((end - begin) * factor for begin, end, factor in self.spans)
        self.before = [0.0]  # factors of all weeks before each week

    def within(self, period: Period) -> float:
        """Give the orders expected in a part of the run."""
        return self.until(period.end) - self.until(period.begin)

    def until(self, time: float) -> float:
        """Give the orders expected before a moment: the cumulated rate, at most the count."""
        week, rest = divmod(time, WEEK)
        while len(self.before) <= week:
            self.before.append(self.before[-1] + factor_of_week(self.stream, len(self.before) - 1, self.start))
        passed = math.fsum(max(min(end, rest) - begin, 0.0) * factor for begin, end, factor in self.spans)
        passed = self.before[int(week)] * self.week + factor_of_week(self.stream, int(week), self.start) * passed
        expected = passed / self.gap if self.gap > 0 else math.inf if passed > 0 else 0.0
        return expected if self.stream.count is None else min(expected, self.stream.count)

    @property
    def in_the_long_run(self) -> float:
        """Orders a second, averaged over the year; infinite if all come at once."""
        season = self.stream.season or (1.0,)
        return self.week / WEEK * math.fsum(season) / len(season) / self.gap if self.gap > 0 else math.inf


def windows_of(shift: Shift, holidays: frozenset[int], period: Period) -> list[tuple[float, float]]:
    """Give the hours of a pattern in a part of a run, without shifts that would begin on a holiday (rule S5)."""
    length, days = shift.weeks * WEEK, 7 * shift.weeks
    found = []
    for n in range(int(period.begin // length) - 1, int(period.end // length) + 1):
        for begin, end, day in shift.whole_windows:
            start, stop = max(n * length + begin, period.begin), min(n * length + end, period.end)
            if start < stop and (n * days + day < 0 or n * days + day not in holidays):
                found.append((start, stop))
    return sorted(found)


class Calendar:
    """The hours of shift patterns, alone and in common: hours a week, as they are on average over a part of a run.

    Without a horizon, and wherever nothing else than repeating weeks lies in the window, it is the mean over the weeks
    after which all patterns repeat.
    """

    def __init__(self, scenario: Scenario, period: Period | None) -> None:
        self.scenario = scenario
        self.holidays = {name: scenario.holidays_of(name) for name in scenario.shifts} if period is not None else {}
        self.period = self._shortest(period)
        self.known: dict[str | None, list[tuple[float, float]]] = {}
        self.known_together: dict[frozenset[str | None], list[tuple[float, float]]] = {}
        self.known_common: dict[tuple[frozenset[str | None], str | None], float] = {}

    def _shortest(self, period: Period | None) -> Period:
        """Give the weeks after which everything repeats, where they stand for the whole period."""
        together = math.lcm(*(shift.weeks for shift in self.scenario.shifts.values()))
        if period is None:
            return Period(0.0, min(together, MOST_WEEKS_TOGETHER) * WEEK)
        has_holidays = any(0 <= day * DAY < period.end for days in self.holidays.values() for day in days)
        repeats = not has_holidays and period.length % (together * WEEK) == 0
        return Period(0.0, together * WEEK) if repeats else period

    def windows(self, shifts: str | None) -> Windows:
        """Give the windows of a pattern; without one it is always."""
        if shifts not in self.known:
            self.known[shifts] = (
                [(self.period.begin, self.period.end)]
                if shifts is None
                else windows_of(self.scenario.shifts[shifts], self.holidays.get(shifts, frozenset()), self.period)
            )
        return self.known[shifts]

    def week_h(self, shifts: str | None) -> float:
        """Give the hours a week of a pattern."""
        return self._per_week(self.windows(shifts))

    def somebody_h(self, shifts: frozenset[str | None]) -> float:
        """Give the hours a week in which somebody is there who has one of these patterns."""
        return self._per_week(self._together(shifts))

    def common_h(self, shifts: frozenset[str | None], other: str | None) -> float:
        """Give the hours a week of one pattern in which somebody is there who has one of the others."""
        case = (shifts, other)
        if case not in self.known_common:
            self.known_common[case] = self._per_week(_both(self._together(shifts), united(self.windows(other))))
        return self.known_common[case]

    def _together(self, shifts: frozenset[str | None]) -> list[tuple[float, float]]:
        if shifts not in self.known_together:
            self.known_together[shifts] = united([window for name in shifts for window in self.windows(name)])
        return self.known_together[shifts]

    def _per_week(self, windows: Windows) -> float:
        return math.fsum(end - start for start, end in windows) / 3600 / self._weeks

    @cached_property
    def _weeks(self) -> float:
        return self.period.length / WEEK


Moment = TypeVar("Moment", int, float)


def united(windows: Iterable[tuple[Moment, Moment]]) -> list[tuple[Moment, Moment]]:
    """Put windows together that touch or overlap, in the order of their beginnings."""
    found: list[tuple[Moment, Moment]] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _both(one: Windows, other: Windows) -> list[tuple[float, float]]:
    """Give the time that lies in both, each in the order of time and without overlaps."""
    found, here, there = [], 0, 0
    while here < len(one) and there < len(other):
        start, end = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if start < end:
            found.append((start, end))
        if one[here][1] <= other[there][1]:
            here += 1
        else:
            there += 1
    return found
