"""Hours in which workers and resources are seen, as shift patterns of as many weeks as the log has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flexsim.scenario import united
from flexsim.twin.spans import covered
from flexsim.twin.ticks import WEEK

if TYPE_CHECKING:
    import pandas as pd


LONGEST_AWAY = 13 * WEEK
"""Who is not seen for longer has too few hours to tell when he is there: orders would wait for him for months."""

MOST_WEEKS = 53
"""Longest pattern of a scenario; the weeks of a longer log are laid over one another."""


class Pattern(NamedTuple):
    """A shift pattern: windows in ticks from the first Monday, which begin anew after so many weeks."""

    weeks: int
    windows: tuple[tuple[int, int], ...]

    @property
    def longest_gap(self) -> int:
        """Ticks of the longest time without a window, over the end of the pattern too."""
        starts = [start for start, _ in self.windows]
        ends = [end for _, end in self.windows]
        after = [*starts[1:], starts[0] + self.weeks * WEEK]
        return max(start - end for start, end in zip(after, ends, strict=True))

    def every_week(self) -> Pattern:
        """Give the hours of the week that it has in any of its weeks."""
        return folded(list(self.windows), self.weeks, most_weeks=1)


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


def folded(windows: list[tuple[int, int]], weeks: int, most_weeks: int = MOST_WEEKS) -> Pattern:
    """Fold a pattern whose weeks repeat into the fewest that say the same.

    Of more weeks than a pattern can have, each is laid over the first, the second, ... again: whoever is seen in any of
    them is there in it.
    """
    by_week: list[list[tuple[int, int]]] = [[] for _ in range(min(weeks, most_weeks))]
    for start, end in windows:
        while start < end:
            week = start // WEEK
            until = min(end, (week + 1) * WEEK)
            by_week[week % most_weeks].append((start - week * WEEK, until - week * WEEK))
            start = until
    by_week = [united(own) for own in by_week]
    period = next(n for n in range(1, len(by_week) + 1) if _repeats(by_week, n))
    joined = [(start + n * WEEK, end + n * WEEK) for n, own in enumerate(by_week[:period]) for start, end in own]
    return Pattern(period, tuple(united(joined)))


def _repeats(by_week: list[list[tuple[int, int]]], period: int) -> bool:
    """Whether the weeks say the same again after so many."""
    return len(by_week) % period == 0 and all(own == by_week[n % period] for n, own in enumerate(by_week))
