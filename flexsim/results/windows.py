"""The part of a run that figures and money are of: from the end of the warm-up to the horizon (floor.md, X1).

After the horizon the run goes on, demand still coming, until the customers of the window have been served. Those who
come then keep the floor as busy as it was; they are in no table of orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flexsim.results.counts import IN_PROGRESS, Counts, Integers, Snapshot

KEPT: Mapping[str, Sequence[str]] = {
    "work_centres": ("unit", "work_centre"),
    "workers": ("worker", "team"),
    "teams": ("team",),
    "stock": ("item", "on_hand", "on_order", "owed"),
    "variety": ("operation", "n_keys", "n_configurations"),
}
"""Tables of sums, and those of their columns that are no sums: they stay as they are at the end."""


@dataclass(frozen=True)
class Window:
    """What was counted in a window of a run.

    Attributes
    ----------
    tables : mapping
        Sums (hours by state, pieces made) are of the window. Orders are those who came before its end, lots, operations
        and events those of the whole run.
    names : mapping
        What the codes stand for.
    start, end : int
        Ticks.
    until : int
        The tick at which the run stopped: the end, or later if somebody of the cohort was still waiting there.
    cohort : tuple of int
        The customers who arrived from the first of these ticks on and before the second: lead time and service are of
        them, whenever they were served.
    """

    tables: Mapping[str, Mapping[str, Integers]]
    names: Mapping[str, Sequence[str]]
    start: int
    end: int
    until: int
    cohort: tuple[int, int]

    @property
    def length(self) -> int:
        """Ticks from start to end."""
        return self.end - self.start

    def in_cohort(self, orders: Mapping[str, Integers]) -> npt.NDArray[np.bool_]:
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
    """Take from the counts of a run what was counted up to the end of its warm-up.

    Parameters
    ----------
    counts : Counts
        Of the whole run.
    before : Snapshot, optional
        The same run as it stood at the end of the warm-up; without it, the window begins with the run.
    """
    tables = dict(counts.tables)
    if "orders" in tables:
        tables["orders"] = _those_before(tables["orders"], counts.cohort[1])
    start = 0
    if before is not None:
        start = min(before.end, counts.end)
        for name in KEPT.keys() & tables.keys():
            tables[name] = _less(tables[name], before.tables[name], KEPT[name])
    return Window(tables, counts.names, start, counts.end, counts.ran_until, counts.cohort)


def _those_before(orders: Mapping[str, Integers], end: int) -> Mapping[str, Integers]:
    came = orders["arrived"] < end
    return orders if came.all() else {name: column[came] for name, column in orders.items()}


def _less(table: Mapping[str, Integers], before: Mapping[str, Integers], kept: Sequence[str]) -> dict[str, Integers]:
    return {name: column if name in kept else column - before[name] for name, column in table.items()}
