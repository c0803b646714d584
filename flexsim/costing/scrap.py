"""Which share of the work was spent on pieces that were thrown away (floor.md, Q1).

The record tells how many pieces of a lot were found bad, not which. A piece found bad has cost what the pieces of its
lot and generation that went through the same operations have cost on average.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from flexsim.costing.clipping import numbered_parts
from flexsim.costing.jobs import Jobs, Ticks
from flexsim.results import Floats, Rows, Window

COLUMNS = ("generation", "attempt", "operation", "pieces", "started", "ended", "bad", "leader", "stream")

Table = dict[str, Ticks]


@dataclass(frozen=True)
class Scrap:
    """What was thrown away.

    Attributes
    ----------
    rows : ndarray
        Operations with a share of their work thrown away, ascending.
    share : ndarray
        That share of each.
    job, generation, bad, found : ndarray
        By operation in whose end pieces were found bad: its job, the generation of the lot, how many, and when.
    """

    rows: Ticks
    share: Floats
    job: Ticks
    generation: Ticks
    bad: Ticks
    found: Ticks

    def within(self, first: int, n_rows: int) -> tuple[Ticks, Floats]:
        """Give the places in a part of the operations, and the share of each that was thrown away."""
        low, high = np.searchsorted(self.rows, [first, first + n_rows]).tolist()
        return self.rows[low:high] - first, self.share[low:high]


def scrap_of(window: Window, jobs: Jobs) -> Scrap:
    """Find what was spent on pieces that were thrown away, in the whole record."""
    bad = _selected(window, jobs, lambda rows, job: rows["bad"] > 0)
    has_scrap = np.zeros(len(jobs.account), dtype=np.bool_)
    has_scrap[bad["job"]] = True
    made = _selected(window, jobs, lambda rows, job: has_scrap[job])
    share = np.zeros(len(made["row"]), dtype=np.float64)
    gathered = bad["pieces"] > jobs.lot_size[bad["stream"]]
    for whole in (False, True):
        _spread(made, {name: column[gathered == whole] for name, column in bad.items()}, share, jobs, whole)
    some = share > 0
    rows, shares = made["row"][some], np.minimum(share[some], 1.0)
    return Scrap(rows, shares, bad["job"], bad["generation"], bad["bad"], bad["ended"])


def _selected(window: Window, jobs: Jobs, wanted: Callable[[Rows, Ticks], npt.NDArray[np.bool_]]) -> Table:
    """Collect the operations for which something holds."""
    found: list[Table] = []
    for first, rows, job in numbered_parts(window, jobs):
        places = np.flatnonzero(wanted(rows, job))
        if len(places):
            columns = {name: rows[name][places].astype(np.int64) for name in COLUMNS}
            found.append({**columns, "job": job[places], "row": first + places})
    if not found:
        return {name: np.zeros(0, dtype=np.int64) for name in (*COLUMNS, "job", "row")}
    return {name: np.concatenate([table[name] for table in found]) for name in found[0]}


def _lots(rows: Table, jobs: Jobs, gathered: bool) -> Ticks:
    """Give numbers to lots, as the record tells them apart: by job, generation, and first piece in split orders."""
    key = np.zeros(len(rows["job"]), dtype=np.int64) if gathered else rows["leader"] // jobs.lot_size[rows["stream"]]
    return (rows["job"] << 25) + (rows["generation"] << 17) + key


def _spread(made: Table, bad: Table, share: Floats, jobs: Jobs, gathered: bool) -> None:
    """Add to the operations of every lot the share that each finding of bad pieces makes worthless."""
    lots = _lots(made, jobs, gathered)
    order = np.argsort(lots, kind="stable")
    ordered = lots[order]
    wanted = _lots(bad, jobs, gathered)
    low, high = np.searchsorted(ordered, wanted, "left"), np.searchsorted(ordered, wanted, "right")
    for start, end in _batches(high - low):
        _spread_some(made, bad, share, order, low[start:end], high[start:end], start)


def _batches(sizes: Ticks, most: int = 1 << 20) -> Iterator[tuple[int, int]]:
    """Cut findings into runs with so many pairs each, that memory stays small."""
    if not len(sizes):
        return
    which = np.cumsum(sizes) // most
    edges = [0, *(np.flatnonzero(np.diff(which)) + 1).tolist(), len(sizes)]
    yield from pairwise(edges)


def _spread_some(made: Table, bad: Table, share: Floats, order: Ticks, low: Ticks, high: Ticks, start: int) -> None:
    sizes = high - low
    finding = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    place = order[low[finding] + within]
    finding += start
    itself = made["row"][place] == bad["row"][finding]
    passed = itself | (made["started"][place] < bad["ended"][finding])
    finding, place = finding[passed], place[passed]
    of_a_kind = (np.max(made["operation"], initial=0) + 1) << 8
    _, group = np.unique(
        finding * of_a_kind + (made["operation"][place] << 8) + made["attempt"][place], return_inverse=True
    )
    pieces = np.bincount(group, weights=made["pieces"][place])
    np.add.at(share, place, bad["bad"][finding] / pieces[group])
