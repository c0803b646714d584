"""The part of a run that figures and money are of: from the end of the warm-up to the end (floor.md, X1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flexsim.results.counts import Counts, Integers

KEPT: Mapping[str, Sequence[str]] = {
    "work_centres": ("unit", "work_centre"),
    "workers": ("worker", "team"),
    "teams": ("team",),
    "stock": ("item", "on_hand", "on_order", "owed"),
}
"""Tables of sums, and those of their columns that are no sums: they stay as they are at the end."""


@dataclass(frozen=True)
class Window:
    """What was counted in a window of a run.

    Attributes
    ----------
    tables : mapping
        Sums (hours by state, pieces made) are of the window. Orders, lots, operations and events are those of the
        whole run.
    names : mapping
        What the codes stand for.
    start, end : int
        Ticks.
    """

    tables: Mapping[str, Mapping[str, Integers]]
    names: Mapping[str, Sequence[str]]
    start: int
    end: int

    @property
    def length(self) -> int:
        """Ticks from start to end."""
        return self.end - self.start


def window(counts: Counts, before: Counts | None = None) -> Window:
    """Take from the counts of a run what was counted up to the end of its warm-up.

    Parameters
    ----------
    counts : Counts
        Of the whole run.
    before : Counts, optional
        Of the same run, stopped at the end of the warm-up; without it, the window is the whole run.
    """
    if before is None:
        return Window(counts.tables, counts.names, 0, counts.end)
    tables = {
        name: _less(table, before.tables[name], KEPT[name]) if name in KEPT else table
        for name, table in counts.tables.items()
    }
    return Window(tables, counts.names, min(before.end, counts.end), counts.end)


def _less(table: Mapping[str, Integers], before: Mapping[str, Integers], kept: Sequence[str]) -> dict[str, Integers]:
    return {name: column if name in kept else column - before[name] for name, column in table.items()}
