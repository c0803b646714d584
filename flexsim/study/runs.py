"""The one place where a run becomes a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flexsim import engine
from flexsim.costing import Costs, cost
from flexsim.results import TICKS_PER_SECOND, Counts, Measures, measures
from flexsim.scenario import Scenario
from flexsim.study.result import Result

RECORD = ("orders", "lots", "operations")
"""Tables a run records unless told otherwise."""

FEW = ("orders", "lots")
"""Tables that the figures of a run need: what replications record."""

RECORDABLE = ("orders", "lots", "operations", "events")
"""Tables that can be switched on and off; the others are always there."""


def simulate(
    scenario: Scenario,
    seed: int = 1,
    replication: int = 0,
    *,
    record: Iterable[str] = RECORD,
    rules: Mapping[str, Any] | None = None,
) -> Result:
    """Run a scenario once.

    Parameters
    ----------
    scenario : Scenario
        The shop, its products and its customers.
    seed, replication : int
        Both key the random numbers: 0 to 2**32 - 1.
    record : iterable of {"orders", "lots", "operations", "events"}
        Tables to record besides those that are always there. Orders always are: costs and figures need them.
    rules : mapping of str to DispatchRule, optional
        A dispatching rule of one's own for a work centre.

    Returns
    -------
    Result
        The same for the same arguments and engine, to the last bit.
    """
    counts = counted(scenario, seed, replication, record, rules)
    costs = cost(counts, scenario)
    figures = figures_of(counts, costs, scenario)
    return Result(scenario, seed, replication, engine.ENGINE, counts, costs, figures)


def counted(
    scenario: Scenario, seed: int, replication: int, record: Iterable[str], rules: Mapping[str, Any] | None = None
) -> Counts:
    """Run the engine, with everything recorded that was asked for, and orders."""
    wanted = {"orders", *record}
    if unknown := sorted(wanted.difference(RECORDABLE)):
        raise ValueError(f"cannot record {unknown[0]!r}; known: {', '.join(RECORDABLE)}")
    tables = tuple(name for name in RECORDABLE if name in wanted)
    try:
        counts: Counts = engine.run(scenario, seed=seed, replication=replication, record=tables, rules=rules)
    except engine.EngineError as why:
        name = f"{scenario.name} ({scenario.hash})" if scenario.name else scenario.hash
        why.add_note(f"scenario {name}, seed {seed}, replication {replication}")
        raise
    return counts


def figures_of(counts: Counts, costs: Costs, scenario: Scenario) -> Measures:
    """Give the figures of a run: times and shares, then money."""
    warm_up = int(scenario.warm_up * TICKS_PER_SECOND + 0.5)
    return {**measures(counts, warm_up), **costs.measures()}
