"""The one place where a run becomes a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flexsim import engine
from flexsim.costing import cost
from flexsim.results import TICKS_PER_SECOND, Counts, measures, window
from flexsim.scenario import Scenario
from flexsim.study.result import Result

FEW = ("orders", "lots", "operations")
"""Tables that costs and figures need: always recorded, and all that replications record."""

RECORD = FEW
"""Tables a run records unless told otherwise."""

RECORDABLE = ("orders", "lots", "operations", "events")
"""Tables of single things that happened; those of sums are always there."""


def simulate(
    scenario: Scenario,
    seed: int = 1,
    replication: int = 0,
    *,
    record: Iterable[str] = RECORD,
    rules: Mapping[str, Any] | None = None,
) -> Result:
    """Run a scenario once.

    Figures, costs and hours by state are of the window after the warm-up. What was counted before it is known from the
    same run, stopped there; tables of single things (orders, lots, operations, events) are of the whole run.

    Parameters
    ----------
    scenario : Scenario
        The shop, its products and its customers.
    seed, replication : int
        Both key the random numbers: 0 to 2**32 - 1.
    record : iterable of {"orders", "lots", "operations", "events"}
        Tables to record besides those that are always there. Orders, lots and operations always are: costs need them.
    rules : mapping of str to DispatchRule, optional
        A dispatching rule of one's own for a work centre.

    Returns
    -------
    Result
        The same for the same arguments and engine, to the last bit.
    """
    counts = counted(scenario, seed, replication, record, rules)
    before = None
    if scenario.warm_up:
        is_over = counts.end <= scenario.warm_up * TICKS_PER_SECOND
        before = counts if is_over else sums_of(until_warm(scenario), seed, replication, rules)
    part = window(counts, before)
    costs = cost(part, scenario)
    figures = {**measures(part), **costs.measures()}
    return Result(scenario, seed, replication, engine.ENGINE, counts, part, costs, figures)


def until_warm(scenario: Scenario) -> Scenario:
    """Give the same scenario, stopped at the end of its warm-up: the same run up to there, tick by tick."""
    return scenario.model_copy(update={"horizon": scenario.warm_up, "warm_up": 0.0})


def sums_of(scenario: Scenario, seed: int, replication: int, rules: Mapping[str, Any] | None) -> Counts:
    """Run the engine for its sums alone."""
    counts: Counts = engine.run(scenario, seed=seed, replication=replication, record=(), rules=rules)
    return counts


def counted(
    scenario: Scenario, seed: int, replication: int, record: Iterable[str], rules: Mapping[str, Any] | None = None
) -> Counts:
    """Run the engine, with everything recorded that was asked for, and what costs and figures need."""
    wanted = {*FEW, *record}
    if unknown := sorted(wanted.difference(RECORDABLE)):
        raise ValueError(f"cannot record {unknown[0]!r}; known: {', '.join(RECORDABLE)}")
    tables = tuple(name for name in RECORDABLE if name in wanted)
    counts: Counts = engine.run(scenario, seed=seed, replication=replication, record=tables, rules=rules)
    return counts
