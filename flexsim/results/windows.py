"""The part of a run that figures and money are of: from the end of the warm-up to the horizon (floor.md, X1).

After the horizon the run goes on, demand still coming, until the customers of the window have been served. Those who
come then keep the floor as busy as it was; they are in no table of orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flexsim.results.counts import IN_PROGRESS, Counts, Integers, Rows, Snapshot

KEPT: Mapping[str, Sequence[str]] = {
    "work_centres": ("unit", "work_centre"),
    "workers": ("worker", "team"),
    "teams": ("team",),
    "stock": ("item", "on_hand", "on_order", "owed"),
    "variety": ("operation", "n_keys", "n_configurations"),
    "replay": ("unit",),
}
"""Tables of sums, and those of their columns that are no sums: they stay as they are at the end."""


NAMES = ("unit", "work_centre", "worker", "team", "item", "operation")
"""Columns that say whose row it is."""


@dataclass(frozen=True)
class Window:
    """What was counted in a window of a run.

    Attributes
    ----------
    tables : mapping
        Sums (hours by state, pieces made) are of the window. Orders are those who came up to its end, lots, operations
        and events those of the whole run.
    names : mapping
        What the codes stand for.
    start, end : int
        Ticks. Only without a warm-up does what happens at the start itself lie in the window.
    opening, closing : mapping
        The tables of sums as they stood at the start and at the end of the window.
    until : int
        The tick at which the run stopped: the end, or later if somebody of the cohort was still waiting there.
    cohort : tuple of int
        The customers who arrived from the first of these ticks on and before the second: lead time and service are of
        them, whenever they were served.
    """

    tables: Mapping[str, Rows]
    names: Mapping[str, Sequence[str]]
    start: int
    end: int
    opening: Mapping[str, Rows]
    closing: Mapping[str, Rows]
    until: int
    cohort: tuple[int, int]

    @property
    def length(self) -> int:
        """Ticks from start to end."""
        return self.end - self.start

    def holds(self, instants: Integers) -> npt.NDArray[np.bool_]:
        """Tell which instants lie in the window; the start itself only where the run begins."""
        return (instants > self.start if self.start else instants >= 0) & (instants <= self.end)

    def in_cohort(self, orders: Rows) -> npt.NDArray[np.bool_]:
        """Tell for each order whether it is of the cohort."""
        first, last = max(self.start, self.cohort[0]), self.cohort[1]
        return np.asarray((orders["arrived"] >= first) & (orders["arrived"] < last))

    def left(self) -> list[tuple[str, int]]:
        """Name those of the cohort who were still waiting when the run stopped: stream and ordinal, as they came."""
        orders = self.tables["orders"]
        waits = self.in_cohort(orders) & (orders["state"] == IN_PROGRESS)
        columns = (orders[name][waits].tolist() for name in ("arrived", "stream", "ordinal"))
        return [(self.names["streams"][stream], ordinal) for _, stream, ordinal in sorted(zip(*columns, strict=True))]


def window(counts: Counts, before: Snapshot | None = None) -> Window:
    """Take from the counts of a run what was counted between the end of its warm-up and its horizon.

    This is the one place that knows how the sums at these two moments come to be.

    Parameters
    ----------
    counts : Counts
        Of the whole run.
    before : Snapshot, optional
        The same run as it stood at the end of the warm-up; without it, the window begins with the run.
    """
    closing = {name: _as_they_are(counts.tables[name]) for name in KEPT if name in counts.tables}
    if before is None:
        start, opening = 0, {name: _nothing_yet(name, table) for name, table in closing.items()}
    else:
        start, opening = min(before.end, counts.end), {name: before.tables[name] for name in closing}
    tables = {**counts.tables, **{name: _less(closing[name], opening[name], KEPT[name]) for name in closing}}
    if "orders" in tables:
        tables["orders"] = _those_until(counts.end, tables["orders"])
    return Window(tables, counts.names, start, counts.end, opening, closing, counts.ran_until, counts.cohort)


class Chosen(Mapping[str, Integers]):
    """Some rows of a table; a column is made when it is asked for, and not kept."""

    def __init__(self, table: Rows, rows: npt.NDArray[np.bool_]) -> None:
        self._table = table
        self._rows = rows

    def __getitem__(self, name: str) -> Integers:
        """Give the chosen rows of a column."""
        return self._table[name][self._rows]

    def __iter__(self) -> Iterator[str]:
        """Give the names of the columns."""
        return iter(self._table)

    def __len__(self) -> int:
        """Count the columns."""
        return len(self._table)


def _those_until(end: int, orders: Rows) -> Rows:
    """Leave out the customers who came after the horizon, while others were still being served."""
    came = orders["arrived"] <= end
    return orders if came.all() else Chosen(orders, came)


def _as_they_are(table: Rows) -> Rows:
    return dict(table.items())


def _nothing_yet(name: str, table: Rows) -> Rows:
    """Give the tables of sums as they stand before a run begins: nothing counted, nothing ordered, the first stock."""
    begun = {column: table[column] if column in NAMES else np.zeros_like(table[column]) for column in table}
    if name == "stock":
        begun["on_hand"] = table["on_hand"] - table["received"] + table["delivered"]
    return begun


def _less(table: Rows, before: Rows, kept: Sequence[str]) -> Rows:
    return {name: column if name in kept else column - before[name] for name, column in table.items()}
