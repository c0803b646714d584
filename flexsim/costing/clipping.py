"""How much of an operation lies in the window, to the tick.

An operation is recorded when it ends, with the time it took in all. At either edge of the window a unit has at most
one operation under way; what it had taken by then is what the unit had worked by then, less its operations that had
ended. In a replay of records (floor.md, D8) it may have several; then each has taken what its record says, as nothing
interrupts it, and a unit's lots may have taken more than the unit had.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from flexsim.costing.jobs import NOBODY, Jobs, Ticks
from flexsim.results import Rows, Window, parts, wide

STEPS = {"set_up": ("set_up",), "run": ("load", "run", "unload")}
"""States of a unit, and the steps that count as each (floor.md, W1)."""


@dataclass(frozen=True)
class Spent:
    """Time that operations took in the window, a value for each row of a part of their table.

    Attributes
    ----------
    set_up, run : ndarray
        Ticks of the unit.
    attended : ndarray
        Ticks of attention in parts of 840.
    """

    set_up: Ticks
    run: Ticks
    attended: Ticks


@dataclass(frozen=True)
class Edge:
    """One edge of the window: what units had worked by then, and which operations were under way.

    Attributes
    ----------
    at : int
        Tick; below 0 where the window begins with the run.
    rows : ndarray
        Operations that began before and ended after, ascending.
    set_up, run : ndarray
        Ticks that these had taken of their units until the edge.
    open : dict of str to ndarray
        By state and unit: ticks until the edge of an operation that the record does not know, because it had not
        ended when the record did.
    """

    at: int
    rows: Ticks = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    set_up: Ticks = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    run: Ticks = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    open: dict[str, Ticks] = field(default_factory=dict)

    def within(self, first: int, n_rows: int) -> tuple[Ticks, Ticks, Ticks]:
        """Give the places of its operations in a part, and what they had taken."""
        low, high = np.searchsorted(self.rows, [first, first + n_rows]).tolist()
        return self.rows[low:high] - first, self.set_up[low:high], self.run[low:high]


def edge_of(window: Window, jobs: Jobs, at: int, sums: Rows) -> Edge:
    """Find out what was under way at an edge of the window, from what lots had taken of each unit by then."""
    ended = {state: np.zeros(len(sums["unit"]), dtype=np.int64) for state in STEPS}
    if at < 0:  # nothing was under way before the run
        return Edge(at, open=ended)
    under_way: list[tuple[int, int, int, int, int]] = []
    for first, rows, _ in numbered_parts(window, jobs):
        over, unit = rows["ended"] <= at, rows["unit"]
        total = {state: taken(rows, state) for state in STEPS}
        for state in STEPS:
            np.add.at(ended[state], unit[over], total[state][over])
        for row in np.flatnonzero(~over & (rows["started"] < at)).tolist():
            columns = unit, rows["started"], total["set_up"], total["run"]
            on, began, set_up, run = (int(column[row]) for column in columns)
            under_way.append((first + row, on, at - began, set_up, run))
    still_open = {state: sums[state] - ended[state] for state in STEPS}
    found = []
    for row, on, elapsed, set_up, run in under_way:
        if "replay" in window.tables:
            spent = min(set_up, elapsed), min(run, max(elapsed - set_up, 0))
        else:
            spent = min(set_up, int(still_open["set_up"][on])), min(run, int(still_open["run"][on]))
        found.append((row, *spent))
        still_open["set_up"][on] -= spent[0]
        still_open["run"][on] -= spent[1]
    taken_by = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return Edge(at, taken_by[0], taken_by[1], taken_by[2], still_open)


def numbered_parts(window: Window, jobs: Jobs) -> Iterator[tuple[int, Rows, Ticks]]:
    """Give the operations of a run in parts, with the number of the first row of each, and what each row was for.

    Operations for customers who came after the window, while those of the window were still being served, are left
    out: they began after it.
    """
    first = 0
    for rows in parts(window.tables["operations"]):
        job = jobs.of(rows["stream"], rows["ordinal"])
        known = job != NOBODY
        if not known.all():
            rows, job = {name: rows[name][known] for name in rows}, job[known]
        yield first, rows, job
        first += len(job)


def taken(rows: Rows, state: str) -> Ticks:
    """Give the ticks that whole operations took of their units in a state."""
    steps = STEPS[state]
    total = wide(rows, steps[0]).copy()
    for step in steps[1:]:
        total += wide(rows, step)
    return total


def spent_until(edge: Edge, first: int, rows: Rows) -> Spent:
    """Give what the operations of a part had taken until an edge."""
    over = rows["ended"] <= edge.at
    whole = {state: taken(rows, state) for state in STEPS}
    set_up, run = (np.where(over, whole[state], 0) for state in ("set_up", "run"))
    attended = np.where(over, wide(rows, "attended"), 0)
    for place, part_set_up, part_run in zip(
        *(column.tolist() for column in edge.within(first, len(over))), strict=True
    ):
        set_up[place], run[place] = part_set_up, part_run
        total = int(whole["set_up"][place] + whole["run"][place])
        share = int(rows["attended"][place]) * (part_set_up + part_run) // total if total else 0
        attended[place] = share  # the record does not tell when a worker attended: in proportion
    return Spent(set_up, run, attended)


def spent_between(one: Edge, other: Edge, first: int, rows: Rows) -> Spent:
    """Give what the operations of a part took in the window."""
    until = spent_until(other, first, rows)
    if one.at < 0:  # the window begins with the run
        return until
    before = spent_until(one, first, rows)
    return Spent(until.set_up - before.set_up, until.run - before.run, until.attended - before.attended)
