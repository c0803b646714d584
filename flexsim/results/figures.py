"""The figures of one run: plain numbers, made from integer sums by one division each (floor.md, T3).

Everything is of the window from the end of the warm-up to the horizon (floor.md, X1): utilisation and throughput are of
its hours, lead time, tardiness and service of its *cohort*, the orders that arrive in it, whenever they are delivered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flexsim.results.counts import DELIVERED, IN_PROGRESS, LOST, Integers
from flexsim.results.exact import PARTS, TICKS_PER_HOUR, exact_sum, mean_hours, quantile_hours, ratio
from flexsim.results.overload import is_overloaded
from flexsim.results.remarks import too_few_reorders
from flexsim.results.replayed import replay_measures
from flexsim.results.service import service_measures
from flexsim.results.tables import BUSY_UNIT, BUSY_WORKER, EXCEEDED
from flexsim.results.timelines import in_progress
from flexsim.results.windows import Window

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

Measures = dict[str, float]
Mask = npt.NDArray[np.bool_]

FIRST = (
    "n_orders",
    "n_delivered",
    "n_lost",
    "n_in_progress",
    "mean_lead_time_h",
    "p95_lead_time_h",
    "late_share",
    "service_share",
    "mean_flow_time_h",
    "unit_cost_eur",
    *EXCEEDED,
)
"""Figures that a person wants to see first."""


def measures(counts: Window, scenario: Scenario | None = None) -> Measures:
    """Figures of one run, by name.

    Parameters
    ----------
    counts : Window
        What the engine counted; figures of tables that were not recorded are left out.
    scenario : Scenario, optional
        What was run: it says what customers accept. Without it there are no figures of service.

    Returns
    -------
    dict of str to float
        Not a number where a figure does not exist, such as the lead time of a run that delivered nothing.
    """
    found: Measures = {}
    if "orders" in counts.tables:
        found |= order_measures(counts)
        found |= service_measures(counts, scenario) if scenario is not None else {}
    if "lots" in counts.tables:
        found |= lot_measures(counts.tables["lots"], counts.start, counts.end)
    if "orders" in counts.tables and "lots" in counts.tables:
        found |= level_measures(counts)
    if found.get("overloaded"):
        found["mean_flow_time_h"] = nan
    if scenario is not None and scenario.stock:
        found["n_items_not_warmed_up"] = float(len(too_few_reorders(counts, scenario)))
    return found | unit_measures(counts) | team_measures(counts) | call_measures(counts) | replay_measures(counts)


def order_measures(counts: Window) -> Measures:
    """Orders of the cohort by state, their lead time and tardiness, and throughput.

    Customers who were still waiting when the run stopped (``n_in_progress``) count with their age then as a lower bound
    of their lead time, and as late if they had a due date. ``throughput_per_h`` counts the pieces of all orders
    delivered in the window, whenever they arrived. A run in which work piles up (``overloaded``) has no steady state,
    and no means of one.
    """
    orders = counts.tables["orders"]
    cohort = counts.in_cohort(orders)
    delivered, waiting = cohort & (orders["state"] == DELIVERED), cohort & (orders["state"] == IN_PROGRESS)
    served = np.where(waiting, counts.until, orders["completed"])
    lead = (served - orders["arrived"])[delivered | waiting]
    produced = orders["quantity"][(orders["state"] == DELIVERED) & counts.holds(orders["completed"])]
    overloaded = is_overloaded(counts)
    steady = {
        "mean_lead_time_h": mean_hours(lead),
        "median_lead_time_h": quantile_hours(lead, 0.5),
        "p95_lead_time_h": quantile_hours(lead, 0.95),
        **_lateness((served - orders["due"]), waiting, (delivered | waiting) & (orders["due"] >= 0)),
    }
    return {
        "n_orders": float(cohort.sum()),
        "n_delivered": float(delivered.sum()),
        "n_lost": float((cohort & (orders["state"] == LOST)).sum()),
        "n_in_progress": float(waiting.sum()),
        "overloaded": float(overloaded),
        **{name: nan if overloaded else value for name, value in steady.items()},
        "throughput_per_h": ratio(exact_sum(produced) * TICKS_PER_HOUR, counts.length),
    }


def _lateness(late: Integers, waiting: Mask, promised: Mask) -> Measures:
    """Share of those with a due date who are late, and how late they are on average; who waits for ever is late."""
    tardy = np.maximum(late[promised], 0)
    n_late = int(((tardy > 0) | waiting[promised]).sum())
    return {"late_share": ratio(n_late, len(tardy)), "mean_tardiness_h": mean_hours(tardy)}


def lot_measures(lots: Mapping[str, Integers], start: int, end: int) -> Measures:
    """Flow time of the lots released in the window and completed with something good, by themselves."""
    released = (lots["released"] >= start) & (lots["released"] <= end)
    done = released & (lots["completed"] >= 0) & (lots["good"] > 0) & (lots["joined"] == 0)
    return {"n_lots": float(done.sum()), "mean_flow_time_h": mean_hours((lots["completed"] - lots["released"])[done])}


def level_measures(counts: Window) -> Measures:
    """Give what was on the floor and on the shelf in the mean of the window: exact integrals.

    ``mean_work_in_progress`` counts customers' orders and replenishment lots that are released and not completed,
    ``mean_stock_pieces`` the pieces of all items.
    """
    edges = np.array([counts.start, counts.end], dtype=np.int64)
    shelf = exact_sum(counts.tables["stock"]["on_hand_ticks"]) if "stock" in counts.tables else 0
    return {
        "mean_work_in_progress": ratio(int(in_progress(counts, edges)[0]), counts.length),
        "mean_stock_pieces": ratio(shelf, counts.length),
    }


def unit_measures(counts: Window) -> Measures:
    """Utilisation of every work centre: time at work over time on shift, all its units together."""
    raw, names = counts.tables["work_centres"], counts.names["work_centres"]
    found = {}
    for code, name in enumerate(names):
        own = raw["work_centre"] == code
        busy = sum(exact_sum(raw[state][own]) for state in BUSY_UNIT if state in raw)
        on_shift = int(own.sum()) * counts.length - exact_sum(raw["off_shift"][own])
        found[f"utilisation[{name}]"] = ratio(busy, on_shift)
    return found


def team_measures(counts: Window) -> Measures:
    """Utilisation of every team: time attending over time present, all its members together."""
    raw, names = counts.tables["teams"], counts.names["teams"]
    return {
        f"team_utilisation[{names[code]}]": _team_utilisation(raw, row) for row, code in enumerate(raw["team"].tolist())
    }


def call_measures(counts: Window) -> Measures:
    """How often people of each pool were called, and how often the one who was called did not come (floor.md, P4)."""
    if "pools" not in counts.tables:
        return {}
    raw, names = counts.tables["pools"], counts.names["pools"]
    asked, missing = raw["asked"].tolist(), (raw["asked"] - raw["came"]).tolist()
    return {
        **{f"calls[{name}]": float(number) for name, number in zip(names, asked, strict=True)},
        **{f"calls_unanswered[{name}]": float(number) for name, number in zip(names, missing, strict=True)},
    }


def _team_utilisation(raw: Mapping[str, Integers], row: int) -> float:
    busy = sum(int(raw[state][row]) for state in BUSY_WORKER if state in raw)
    return ratio(busy, PARTS * int(raw["present"][row]))


def headline(names: Sequence[str]) -> list[str]:
    """Give the names of the figures to show first, of those there are, every utilisation, and calls of people."""
    shown = ("utilisation[", "calls[", "calls_unanswered[")
    return [name for name in FIRST if name in names] + [name for name in names if any(one in name for one in shown)]
