"""Hours of people by contract: what a staffing verdict says of each kind of staff (floor.md, C10)."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from flexsim.results import BUSY_WORKER, PARTS, TICKS_PER_HOUR, Floats, Measures, Window, exact_sum, ratio

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

HOURS_OF_A_WEEK = 168

OWN_TERMS = "own terms"
"""In place of a contract: workers and pools that state themselves what their hours cost."""


def paid_not_present_h(window: Window, scenario: Scenario) -> tuple[Floats, Floats]:
    """Give the hours for which everybody is paid without being there.

    Returns
    -------
    tuple of ndarray
        By worker: contract weeks less hours present, and what the minimum of shifts adds to the hours of the called.
    """
    raw, names = window.tables["workers"], window.names["workers"]
    guaranteed = [scenario.terms_of(name).paid_hours or 0.0 for name in names]
    weeks = window.length / TICKS_PER_HOUR / HOURS_OF_A_WEEK
    regular_h = (raw["present"] - raw["overtime"]) / TICKS_PER_HOUR
    short = np.zeros(len(names), dtype=np.int64)
    if "called" in window.tables:
        called = window.tables["called"]
        short[called["worker"]] = called["paid_minimum"]
    return np.maximum(np.array(guaranteed) / 3600 * weeks - regular_h, 0.0), short / TICKS_PER_HOUR


def staff_measures(window: Window, scenario: Scenario) -> Measures:
    """Give hours paid, present, attending, idle and of overtime by contract, and its share of all work.

    Hours attending are those of set-ups, runs, repairs, and of waiting beside a broken unit; with idle hours they are
    the hours present. Hours paid are those present and those paid without being there. Without contracts and pools
    there is nothing to compare, and there are no figures.

    Parameters
    ----------
    window : Window
    scenario : Scenario
    """
    if not scenario.contracts and not scenario.pools:
        return {}
    raw = window.tables["workers"]
    contracts = [scenario.everybody[name].contract or OWN_TERMS for name in window.names["workers"]]
    attending = np.sum([raw[state] for state in BUSY_WORKER if state in raw], axis=0)
    of_weeks_h, of_minimum_h = paid_not_present_h(window, scenario)
    everything, not_present_h = exact_sum(attending), of_weeks_h + of_minimum_h
    found: Measures = {}
    for name in sorted({*contracts}):
        ours = np.array([one == name for one in contracts], dtype=np.bool_)
        present_h, attended = exact_sum(raw["present"][ours]) / TICKS_PER_HOUR, exact_sum(attending[ours])
        found |= {
            f"paid_h[{name}]": fsum([present_h, *not_present_h[ours].tolist()]),
            f"present_h[{name}]": present_h,
            f"attending_h[{name}]": attended / (PARTS * TICKS_PER_HOUR),
            f"idle_h[{name}]": exact_sum(raw["idle"][ours]) / (PARTS * TICKS_PER_HOUR),
            f"overtime_h[{name}]": exact_sum(raw["overtime"][ours]) / TICKS_PER_HOUR,
            f"work_share[{name}]": ratio(attended, everything),
        }
    return found
