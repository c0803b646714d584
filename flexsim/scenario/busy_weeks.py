"""Which weeks of a run may be the busiest, where demand has a season."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flexsim.scenario.averaging import Arrivals, Calendar, Period, week_of
from flexsim.scenario.model import Scenario

MOST_WEEKS, MOST_OPERATIONS = 60, 20_000
"""That are looked at, and the operations of all these weeks together; of more weeks, those with most orders."""


@dataclass(frozen=True, slots=True)
class BusyWeek:
    """The week of the window in which a load is largest: what is ordered in it, over the hours that it has.

    Parameters
    ----------
    week : int
        Of the run, from 1.
    begins : str or None
        The date of its Monday, if the run has dates.
    work_h, hours_h : float
        Hours of work and of shifts.
    load : float
        Work over hours, downtime left out of these.
    """

    week: int
    begins: str | None
    work_h: float
    hours_h: float
    load: float

    def __str__(self) -> str:
        """Name the week."""
        return f"week {self.week} of the run" + (f" (from {self.begins})" if self.begins else "")


def begin_of(scenario: Scenario, week: int) -> str | None:
    """Give the date of the Monday of a week of the run, counted from 0; None without dates."""
    if scenario.start is None or scenario.start.toordinal() + 7 * week > dt.date.max.toordinal():
        return None
    return (scenario.start + dt.timedelta(weeks=week)).isoformat()


def weeks_to_look_at(scenario: Scenario, period: Period | None) -> list[int]:
    """Give the weeks of a window among which each load has its largest value; none if no demand has a season.

    Of weeks with the same hours those are left out in which no stream has more orders than in another one.
    """
    seasonal = [Arrivals(stream, scenario.start) for stream in scenario.demand.values() if stream.season is not None]
    if period is None or not seasonal:
        return []
    alike: dict[Any, dict[tuple[float, ...], int]] = defaultdict(dict)
    for week in period.weeks:
        orders = tuple(float(f"{arrivals.within(week_of(week)):.9g}") for arrivals in seasonal)
        alike[_hours(scenario, week)].setdefault(orders, week)
    found = [(orders, week) for weeks in alike.values() for orders, week in _largest(weeks.items())]
    found.sort(key=lambda one: (-sum(one[0]), one[1]))
    size = sum(len(product.operations) for product in scenario.products.values())
    return sorted(week for _, week in found[: min(MOST_WEEKS, max(MOST_OPERATIONS // max(size, 1), 1))])


def _hours(scenario: Scenario, week: int) -> tuple[Any, ...]:
    """Give the hours of all patterns in a week, counted from its begin."""
    calendar, begin = Calendar(scenario, week_of(week)), week_of(week).begin
    hours = [(name, calendar.windows(name)) for name in scenario.shifts]
    if calendar.period.begin != begin:  # nothing but what repeats
        begin = calendar.period.begin
    return tuple((name, tuple((start - begin, stop - begin) for start, stop in windows)) for name, windows in hours)


def _largest(weeks: Any) -> Sequence[tuple[tuple[float, ...], int]]:
    """Leave out weeks in which nothing is more than in another one."""
    listed = list(weeks)
    return [
        (orders, week)
        for orders, week in listed
        if not any(other != orders and all(a <= b for a, b in zip(orders, other, strict=True)) for other, _ in listed)
    ]
