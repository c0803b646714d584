"""Hours in which workers and resources are seen, as shift patterns of as many weeks as the log has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flexsim.twin.cleaning import WEEK
from flexsim.twin.spans import covered

if TYPE_CHECKING:
    import pandas as pd


class Pattern(NamedTuple):
    """A shift pattern: windows in ticks from the first Monday, which begin anew after so many weeks."""

    weeks: int
    windows: tuple[tuple[int, int], ...]


MOST_WEEKS = 53
"""Longest pattern of a scenario; of a longer log the hours of its last weeks count."""


def patterns(timed: pd.DataFrame, of: str, gap: int, weeks: int) -> dict[str, Pattern]:
    """Give the pattern of everybody, or everything, that is seen; shorter gaps than ``gap`` are closed."""
    import numpy as np
    import pandas as pd

    seen = timed[timed[of] != ""]
    codes, names = pd.factorize(seen[of], sort=True)
    spans = covered(codes.astype(np.int64), seen["start"].to_numpy(), seen["end"].to_numpy(), gap)
    found = {}
    for code, own in spans.groupby("key"):
        windows = list(zip(own["start"].tolist(), own["end"].tolist(), strict=True))
        found[str(names[int(str(code))])] = folded(windows, weeks)
    return found


def folded(windows: list[tuple[int, int]], weeks: int) -> Pattern:
    """Fold a pattern whose weeks repeat into the fewest that say the same."""
    by_week: list[list[tuple[int, int]]] = [[] for _ in range(weeks)]
    for start, end in windows:
        while start < end:
            week = start // WEEK
            until = min(end, (week + 1) * WEEK)
            by_week[week].append((start - week * WEEK, until - week * WEEK))
            start = until
    if weeks > MOST_WEEKS:
        by_week = by_week[-MOST_WEEKS:]
        turn = weeks % MOST_WEEKS
        by_week = by_week[-turn:] + by_week[:-turn] if turn else by_week
    period = next(n for n in range(1, len(by_week) + 1) if _repeats(by_week, n))
    joined = [(start + n * WEEK, end + n * WEEK) for n, own in enumerate(by_week[:period]) for start, end in own]
    return Pattern(period, tuple(_one_where_they_touch(joined)))


def _repeats(by_week: list[list[tuple[int, int]]], period: int) -> bool:
    """Whether the weeks say the same again after so many."""
    return len(by_week) % period == 0 and all(own == by_week[n % period] for n, own in enumerate(by_week))


def _one_where_they_touch(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Unite windows that touch."""
    found: list[tuple[int, int]] = []
    for start, end in windows:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
