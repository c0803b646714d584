"""Who was served, and how (floor.md, C5): in the wanted or an accepted configuration, in time, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flexsim.results.configurations import substituted
from flexsim.results.counts import DELIVERED, LOST, Integers, Rows, wide
from flexsim.results.exact import TICKS_PER_SECOND, exact_sum, ratio
from flexsim.results.windows import Window

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

EXACTLY, BY_SUBSTITUTE, TOO_LATE, GONE, WAITING = range(5)
"""How an order was served."""

WAYS = ("exactly", "by substitute", "too late", "lost", "waiting")
"""The same in words, in the order of their codes."""

NEVER = np.iinfo(np.int64).max
"""The latest acceptable delivery of customers who accept any."""


def latest_acceptable(orders: Rows, names: Mapping[str, Sequence[str]], scenario: Scenario) -> npt.NDArray[np.int64]:
    """Give the last tick at which each customer accepts a delivery.

    It is so long after the arrival as its stream says (`latest`); unless stated the due date; without either never.
    """
    stated = [_ticks_of(stream, scenario) for stream in names["streams"]]
    allowed = np.array(stated, dtype=np.int64)[orders["stream"]]
    due = np.where(wide(orders, "due") < 0, NEVER, wide(orders, "due"))
    return np.where(allowed < 0, due, wide(orders, "arrived") + allowed)


def _ticks_of(stream: str, scenario: Scenario) -> int:
    found = None if stream in scenario.stock else scenario.demand[stream].latest
    return -1 if found is None else int(found * TICKS_PER_SECOND + 0.5)


def how_served(orders: Rows, names: Mapping[str, Sequence[str]], scenario: Scenario) -> Integers:
    """Tell of each order how it was served; one delivered after the latest acceptable moment was not."""
    delivered = orders["state"] == DELIVERED
    in_time = delivered & (wide(orders, "completed") <= latest_acceptable(orders, names, scenario))
    another = np.array(substituted(orders, names, scenario), dtype=np.bool_)
    return np.select(
        [in_time & ~another, in_time, delivered, orders["state"] == LOST],
        [EXACTLY, BY_SUBSTITUTE, TOO_LATE, GONE],
        WAITING,
    )


def service_measures(window: Window, scenario: Scenario) -> dict[str, float]:
    """Shares of the pieces that the cohort asked for, by how they were served (floor.md, C5 and C10).

    ``service_share`` is what was delivered in time, ``served_exactly_share`` in the wanted configuration,
    ``served_by_substitute_share`` in one that the customer accepted instead. ``too_late_share`` was delivered later, or
    not yet when the run was stopped; ``lost_share`` never. The last four sum to 1. They say what became of these
    customers, also in a run that is overloaded: with more weeks it would be less.
    """
    raw = window.tables["orders"]
    cohort = window.in_cohort(raw)
    ways, quantity = how_served(raw, window.names, scenario)[cohort], raw["quantity"][cohort]
    pieces = [exact_sum(quantity[ways == way]) for way in range(len(WAYS))]
    asked = exact_sum(quantity)
    shares = {
        "service_share": pieces[EXACTLY] + pieces[BY_SUBSTITUTE],
        "served_exactly_share": pieces[EXACTLY],
        "served_by_substitute_share": pieces[BY_SUBSTITUTE],
        "too_late_share": pieces[TOO_LATE] + pieces[WAITING],
        "lost_share": pieces[GONE],
    }
    return {name: ratio(part, asked) for name, part in shares.items()}
