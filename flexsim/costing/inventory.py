"""What stock and work in progress are worth: their own average actual cost (floor.md, C9).

Work in progress is worth the material begun and the operations ended for it, until its order is delivered or its lot is
in stock; what was thrown away as scrap and in set-ups is included. A piece in stock is worth what the lots of its item
that were completed in the window have cost, over the good pieces they gave; if none was, those of the whole run; if
none was ever, its material.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flexsim.costing.clipping import Edge, numbered_parts, taken
from flexsim.costing.jobs import NEVER, Jobs, Ticks
from flexsim.costing.material import material_per_piece, set_up_scrap_eur
from flexsim.costing.rates import Rates
from flexsim.costing.scrap import Scrap
from flexsim.costing.sums import add_up
from flexsim.results import PARTS, TICKS_PER_HOUR, Floats, Rows, Window, wide

if TYPE_CHECKING:
    from flexsim.scenario import Scenario


class Inventory:
    """Values of stock and work in progress at both edges of the window, and over it.

    Attributes
    ----------
    value_eur : ndarray
        Of a piece of each item.
    opening_eur, closing_eur : float
        Stock and work in progress at the start and at the end of the window.
    work_in_progress_eur_h : ndarray
        By account: value x hours in the window.
    stock_eur_h : ndarray
        By item, likewise.
    """

    def __init__(
        self, window: Window, scenario: Scenario, jobs: Jobs, rates: Rates, scrap: Scrap, opening: Edge, closing: Edge
    ) -> None:
        self._window, self._jobs = window, jobs
        n_items = len(window.names["items"])
        self.work_in_progress_eur_h = np.zeros(jobs.n_orders + n_items)
        self._cost = np.zeros(len(jobs.account))
        edges = (opening, closing)
        in_progress: tuple[list[float], list[float]] = ([], [])
        spendings = [
            (np.arange(len(jobs.account)), jobs.released, jobs.pieces * jobs.material_eur),
            remakes(jobs, scrap),
        ]
        scrap_of_set_ups = set_up_scrap_eur(window.names["operations"], scenario)
        for job, since, value in spendings:
            self._tie_up(job, since, value)
            for edge, found in zip(edges, in_progress, strict=True):
                found += value[is_tied_up(edge, jobs, job, since)].tolist()
        for first, rows, job in numbered_parts(window, jobs):
            since = wide(rows, "ended")
            value = value_of_operations(rows, rates)
            with_scrap = value + is_set_up(rows) * scrap_of_set_ups[rows["operation"]]
            self._tie_up(job, since, with_scrap)
            for edge, found in zip(edges, in_progress, strict=True):
                found += with_scrap[is_tied_up(edge, jobs, job, since)].tolist()
                places, share = under_way(edge, first, rows)
                found += (value[places] * share).tolist()
        for edge, found in zip(edges, in_progress, strict=True):
            found += (sum(edge.open.values()) / TICKS_PER_HOUR * rates.unit).tolist()
        self.value_eur = self._values(scenario)
        stock, before = window.closing["stock"], window.opening["stock"]
        self.opening_eur = fsum([*in_progress[0], *(before["on_hand"] * self.value_eur).tolist()])
        self.closing_eur = fsum([*in_progress[1], *(stock["on_hand"] * self.value_eur).tolist()])
        self.stock_eur_h = window.tables["stock"]["on_hand_ticks"] / TICKS_PER_HOUR * self.value_eur

    def _tie_up(self, job: Ticks, since: Ticks, value: Floats) -> None:
        """Note that money was spent on jobs, and is tied up until they are completed."""
        jobs, ticks = self._jobs, ticks_tied_up(self._window, self._jobs, job, since)
        add_up(self.work_in_progress_eur_h, jobs.account[job], value * ticks / TICKS_PER_HOUR)
        for_stock = np.flatnonzero((job >= jobs.n_orders) & (since < NEVER))
        add_up(self._cost, job[for_stock], value[for_stock])

    def _values(self, scenario: Scenario) -> Floats:
        """Give the average actual cost of a piece of each item."""
        found = []
        for name, rows in zip(self._window.names["items"], lots_that_count(self._window, self._jobs), strict=True):
            if len(rows):
                found.append(fsum(self._cost[rows].tolist()) / int(self._jobs.good[rows].sum()))
            else:
                stated = scenario.stock[name]
                found.append(material_per_piece(scenario.products[stated.product], stated.options))
        return np.array(found, dtype=np.float64)


def ticks_tied_up(window: Window, jobs: Jobs, job: Ticks, since: Ticks) -> Ticks:
    """Tell how long in the window money is tied up that was spent on jobs, until they are completed."""
    end = np.minimum(jobs.completed[job], window.end)
    ticks: Ticks = np.maximum(end - np.maximum(since, window.start), 0)
    return ticks


def is_tied_up(edge: Edge, jobs: Jobs, job: Ticks, since: Ticks) -> npt.NDArray[np.bool_]:
    """Tell which money was spent on jobs before an edge of the window, and is tied up there."""
    return np.asarray((since <= edge.at) & (jobs.completed[job] > edge.at))


def lots_that_count(window: Window, jobs: Jobs) -> list[Ticks]:
    """List, for every item, the lots that say what a piece of it has cost."""
    made = (jobs.item >= 0) & (jobs.completed < NEVER) & (jobs.good > 0)
    found = []
    for item in range(len(window.names["items"])):
        own = made & (jobs.item == item)
        lately = own & window.holds(jobs.completed)
        found.append(np.flatnonzero(lately if lately.any() else own))
    return found


def remakes(jobs: Jobs, scrap: Scrap) -> tuple[Ticks, Ticks, Floats]:
    """Give the material of pieces made again: for whom, since when, and its value."""
    to_order = jobs.item[scrap.job] < 0
    job = scrap.job[to_order]
    return job, scrap.found[to_order], scrap.bad[to_order] * jobs.material_eur[job]


def is_set_up(rows: Rows) -> npt.NDArray[np.bool_]:
    """Tell which operations were set up or changed over: each time something is thrown away, when they end."""
    return np.asarray(rows["set_up"] > 0)


def under_way(edge: Edge, first: int, rows: Rows) -> tuple[Ticks, Floats]:
    """Give the places of operations that were under way at an edge, and the share of each that was done by then."""
    places, set_up, run = edge.within(first, len(rows["unit"]))
    whole = (taken(rows, "set_up") + taken(rows, "run"))[places] if len(places) else places
    return places, (set_up + run) / np.maximum(whole, 1)


def value_of_operations(rows: Rows, rates: Rates) -> Floats:
    """Give what whole operations cost, at the rates of their unit and of who ended them."""
    ticks = taken(rows, "set_up") + taken(rows, "run")
    wage = np.append(rates.wage, 0.0)[rows["worker"]]
    attended = wide(rows, "attended") / (PARTS * TICKS_PER_HOUR)
    found: Floats = ticks / TICKS_PER_HOUR * rates.unit[rows["unit"]] + attended * wage
    return found
