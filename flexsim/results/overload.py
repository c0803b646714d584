"""Whether work piles up over the window of a run, so that it has no steady state (floor.md, X1)."""

from __future__ import annotations

from math import fsum, inf, sqrt

import numpy as np

from flexsim.results.counts import DELIVERED, LOST, wide
from flexsim.results.exact import TICKS_PER_HOUR, exact_sum
from flexsim.results.integrals import between
from flexsim.results.windows import Window

TICKS_PER_WEEK = 168 * TICKS_PER_HOUR

FALSE_ALARM = 1e-3
"""Probability with which a level that does not grow would be taken for one that does, if weeks were independent."""

FEWEST_WEEKS = 3
"""A line through two points fits whatever happens."""


def weekly_orders_inside(window: Window) -> list[float]:
    """Mean number of orders inside in every whole week of the window."""
    orders = window.tables["orders"]
    weeks = window.length // TICKS_PER_WEEK
    edges = window.start + np.arange(weeks + 1, dtype=np.int64) * TICKS_PER_WEEK
    left = np.where(orders["completed"] < 0, window.until + 1, wide(orders, "completed"))
    inside = between((wide(orders, "arrived"), left), edges) if weeks else np.zeros(0, dtype=np.int64)
    return [ticks / TICKS_PER_WEEK for ticks in inside.tolist()]


def is_overloaded(window: Window) -> bool:
    """Tell whether the queue grows over the window, for certain and by more than a mean flow brings.

    The weekly means are fitted with a line. It must rise (Student t, one-sided, at 1e-3), and over the whole window by
    at least as many orders as come in the mean time that those delivered in it took.
    """
    levels = weekly_orders_inside(window)
    if len(levels) < FEWEST_WEEKS:
        return False
    slope, error = line_through(levels)
    growth = slope * len(levels)
    if growth <= 0 or growth < one_flow(window):
        return False
    return error == 0 or slope / error > _student_limit(len(levels) - 2)


def line_through(levels: list[float]) -> tuple[float, float]:
    """Fit a line to equally spaced values: its slope for a step, and the standard error of that."""
    n = len(levels)
    middle, mean = (n - 1) / 2, fsum(levels) / n
    spread = fsum((place - middle) ** 2 for place in range(n))
    slope = fsum((place - middle) * (level - mean) for place, level in enumerate(levels)) / spread
    rest = fsum((level - mean - slope * (place - middle)) ** 2 for place, level in enumerate(levels))
    return slope, sqrt(rest / (n - 2) / spread)


def one_flow(window: Window) -> float:
    """Orders that come in the mean time that an order delivered in the window took."""
    orders = window.tables["orders"]
    came = window.in_cohort(orders) & (orders["state"] != LOST)
    done = (orders["state"] == DELIVERED) & window.holds(orders["completed"])
    n_done = int(done.sum())
    if not n_done:
        return 0.0
    mean = exact_sum((orders["completed"] - orders["arrived"])[done]) / n_done
    return int(came.sum()) * mean / window.length


def _student_limit(degrees: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 1 - FALSE_ALARM)) if degrees else inf
