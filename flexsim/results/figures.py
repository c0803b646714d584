"""The figures of one run: plain numbers, made from integer sums by one division each (floor.md, T3).

Everything is of the window from the end of the warm-up to the horizon (floor.md, X1): utilisation and throughput are of
its hours, lead time, tardiness and service of its *cohort*, the orders that arrive in it, whenever they are delivered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan

import numpy as np
import numpy.typing as npt

from flexsim.results.counts import DELIVERED, IN_PROGRESS, LOST, Integers
from flexsim.results.exact import PARTS, TICKS_PER_HOUR, exact_sum, mean_hours, quantile_hours, ratio
from flexsim.results.overload import is_overloaded
from flexsim.results.tables import BUSY_UNIT, BUSY_WORKER, EXCEEDED
from flexsim.results.windows import Window

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
    "mean_flow_time_h",
    "unit_cost_eur",
    *EXCEEDED,
)
"""Figures that a person wants to see first."""


def measures(counts: Window) -> Measures:
    """Figures of one run, by name.

    Parameters
    ----------
    counts : Window
        What the engine counted; figures of tables that were not recorded are left out.

    Returns
    -------
    dict of str to float
        Not a number where a figure does not exist, such as the lead time of a run that delivered nothing.
    """
    found: Measures = {}
    if "orders" in counts.tables:
        found |= order_measures(counts)
    if "lots" in counts.tables:
        found |= lot_measures(counts.tables["lots"], counts.start, counts.end)
    if found.get("overloaded"):
        found["mean_flow_time_h"] = nan
    return found | unit_measures(counts) | team_measures(counts) | replay_measures(counts)


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


def _team_utilisation(raw: Mapping[str, Integers], row: int) -> float:
    busy = sum(int(raw[state][row]) for state in BUSY_WORKER if state in raw)
    return ratio(busy, PARTS * int(raw["present"][row]))


def replay_measures(counts: Window) -> Measures:
    """Of a replay: records with which a unit held more than one lot, or somebody attended more than he can."""
    raw = counts.tables.get("replay")
    return {} if raw is None else {name: float(exact_sum(raw[name])) for name in EXCEEDED}


def headline(names: Sequence[str]) -> list[str]:
    """Give the names of the figures to show first, of those there are, and every utilisation."""
    return [name for name in FIRST if name in names] + [name for name in names if "utilisation[" in name]
