"""Hours of people by contract: what a staffing verdict says of each kind of staff (floor.md, C10)."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, nan
from typing import TYPE_CHECKING

import numpy as np

from flexsim.costing.material import operation_named
from flexsim.results import (
    BUSY_WORKER,
    PARTS,
    TICKS_PER_HOUR,
    Floats,
    Integers,
    Measures,
    Window,
    exact_sum,
    parts,
    ratio,
    wide,
)

if TYPE_CHECKING:
    from flexsim.scenario import Operation, Scenario

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
    the hours present. Hours paid are those present and those paid without being there. ``time_factor`` and
    ``defect_share`` are those of whoever ended an operation. Without contracts and pools there is nothing to compare,
    and there are no figures.

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
    return found | _proficiency(window, scenario, contracts)


def _proficiency(window: Window, scenario: Scenario, contracts: Sequence[str]) -> Measures:
    """Give by contract the time that runs took over their standard time, and the share of bad pieces found."""
    run, pieces, bad = _ended(window)
    actual: dict[str, list[float]] = {name: [] for name in sorted({*contracts})}
    standard: dict[str, list[float]] = {name: [] for name in actual}
    checked, wrong = dict.fromkeys(actual, 0), dict.fromkeys(actual, 0)
    for code, name in enumerate(window.names["operations"]):
        operation = operation_named(name, scenario)
        for worker, contract in enumerate(contracts):
            if (factor := _time_factor(operation, window.names["workers"][worker], scenario)) and run[code, worker]:
                actual[contract].append(float(run[code, worker]))
                standard[contract].append(run[code, worker] / factor)
            if operation.yield_share < 1:
                checked[contract] += int(pieces[code, worker])
                wrong[contract] += int(bad[code, worker])
    found: Measures = {}
    for name in actual:
        if "replay" not in window.tables:  # a record says how long it took, and not what is usual
            usual = fsum(standard[name])
            found[f"time_factor[{name}]"] = fsum(actual[name]) / usual if usual else nan
        found[f"defect_share[{name}]"] = ratio(wrong[name], checked[name])
    return found


def _ended(window: Window) -> tuple[Integers, Integers, Integers]:
    """Add up ticks of runs, pieces, and bad ones, by operation and by who ended it, of what ended in the window."""
    shape = len(window.names["operations"]), len(window.names["workers"])
    sums = tuple(np.zeros(shape, dtype=np.int64) for _ in range(3))
    for rows in parts(window.tables["operations"]):
        ours = np.flatnonzero(window.holds(rows["ended"]) & (rows["worker"] >= 0))
        place = wide(rows, "operation")[ours], wide(rows, "worker")[ours]
        for found, column in zip(sums, ("run", "pieces", "bad"), strict=True):
            np.add.at(found, place, wide(rows, column)[ours])
    return sums[0], sums[1], sums[2]


def _time_factor(operation: Operation, worker: str, scenario: Scenario) -> float | None:
    """Give the factor by which somebody's runs take longer; none where he does not set their pace, or not alone."""
    run = operation.run
    if operation.machine_paced or run.parts < PARTS or len(run.skills) != 1:
        return None
    skill = scenario.everybody[worker].skills.get(run.skills[0])
    return skill.time if skill else None
