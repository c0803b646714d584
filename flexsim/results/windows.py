"""The part of a run that figures and money are of: from the end of the warm-up to the horizon (floor.md, X1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flexsim.results.counts import Counts, Integers, Rows

KEPT: Mapping[str, Sequence[str]] = {
    "work_centres": ("unit", "work_centre"),
    "workers": ("worker", "team"),
    "teams": ("team",),
    "stock": ("item", "on_hand", "on_order", "owed"),
}
"""Tables of sums, and those of their columns that are no sums: they stay as they are at the end."""


NAMES = ("unit", "work_centre", "worker", "team", "item")


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
        Ticks. Only without a warm-up does what happens at the start itself lie in the window.
    opening, closing : mapping
        The tables of sums as they stood at the start and at the end of the window.
    stop : int
        Tick at which the record ends: not before `end`, and after it where the run went on for its customers.
    """

    tables: Mapping[str, Rows]
    names: Mapping[str, Sequence[str]]
    start: int
    end: int
    opening: Mapping[str, Rows]
    closing: Mapping[str, Rows]
    stop: int

    @property
    def length(self) -> int:
        """Ticks from start to end."""
        return self.end - self.start

    def holds(self, instants: Integers) -> npt.NDArray[np.bool_]:
        """Tell which instants lie in the window; the start itself only where the run begins."""
        return (instants > self.start if self.start else instants >= 0) & (instants <= self.end)


def window(counts: Counts, before: Counts | None = None, until: Counts | None = None) -> Window:
    """Take from the counts of a run what was counted between the end of its warm-up and its horizon.

    This is the one place that knows how the sums at these two moments come to be.

    Parameters
    ----------
    counts : Counts
        Of the whole run.
    before : Counts, optional
        Of the same run, stopped at the end of the warm-up; without it, the window begins with the run.
    until : Counts, optional
        Of the same run, stopped at its horizon; without it, the window ends with the run.
    """
    last = until or counts
    closing = {name: _narrow(last.tables[name]) for name in KEPT}
    opening = {name: _nothing_yet(name, closing[name]) if before is None else before.tables[name] for name in KEPT}
    sums = {name: _less(closing[name], opening[name], KEPT[name]) for name in KEPT}
    start = 0 if before is None else min(before.end, last.end)
    return Window({**counts.tables, **sums}, counts.names, start, last.end, opening, closing, counts.end)


def _narrow(table: Rows) -> Rows:
    return {name: table[name] for name in table}


def _nothing_yet(name: str, table: Rows) -> Rows:
    """Give the tables of sums as they stand before a run begins: nothing counted, nothing ordered, the first stock."""
    begun = {column: table[column] if column in NAMES else np.zeros_like(table[column]) for column in table}
    if name == "stock":
        begun["on_hand"] = table["on_hand"] - table["received"] + table["delivered"]
    return begun


def _less(table: Rows, before: Rows, kept: Sequence[str]) -> Rows:
    return {name: column if name in kept else column - before[name] for name, column in table.items()}
