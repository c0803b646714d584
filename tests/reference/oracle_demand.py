"""Demand by hours of the week and weeks of the year: arrivals by inverting the cumulative rate (O1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .oracle_calendar import WEEK
from .oracle_draws import minutes_to_ticks, ticks

ONE = 1_000_000  # factors are whole millionths
LATEST = 2**53


def clock_at(operational: int, rule: dict, start: str | None) -> int | None:
    """Return the first tick at which the cumulated rate reaches so many ticks of operational time; None: never.

    Operational time counts a tick at the factors f and s as f x s, kept in whole 10^-12 so that nothing is rounded
    before the arrival is, to the nearest tick, halves up.
    """
    to_come = operational * ONE * ONE
    if to_come == 0:
        return 0
    for begin, end, rate in spans(rule, start):
        if begin > LATEST:
            return None
        if rate * (end - begin) >= to_come:
            arrives = begin + (2 * to_come + rate) // (2 * rate)
            return arrives if arrives <= LATEST else None
        to_come -= rate * (end - begin)
    raise AssertionError("weeks never end")


def spans(rule: dict, start: str | None) -> Iterator[tuple[int, int, int]]:
    """Return, week by week, the stretches of one rate: from, to, and the product of the two factors."""
    hours = week_spans(rule.get("profile"))
    week = 0
    while True:
        weight = week_weight(rule.get("season"), week, start)
        yield from ((week * WEEK + begin, week * WEEK + end, factor * weight) for begin, end, factor in hours)
        week += 1


def week_spans(profile: dict | None) -> list[tuple[int, int, int]]:
    """Return the factors of a week's hours in whole millionths, those in no window too."""
    if profile is None:
        return [(0, WEEK, ONE)]
    otherwise, found, reached = ticks(profile.get("otherwise", 0)), [], 0
    stated = sorted((minutes_to_ticks(a), minutes_to_ticks(b), ticks(factor)) for a, b, factor in profile["windows"])
    for begin, end, factor in [*stated, (WEEK, WEEK, 0)]:
        found += [(reached, begin, otherwise), (begin, end, factor)]
        reached = end
    return found


def week_weight(season: list[float] | None, week: int, start: str | None) -> int:
    """Return the factor of a week of the run: of its number in the calendar if there is one; 53 is as 52."""
    if season is None:
        return ONE
    if start is None:
        return ticks(season[week % 52])
    monday = date.fromisoformat(start) + timedelta(weeks=week)
    return ticks(season[min(52, monday.isocalendar().week) - 1])
