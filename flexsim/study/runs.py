"""The one place where a run becomes a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flexsim import engine
from flexsim.costing import cost, staff_measures
from flexsim.results import Counts, measures, window
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

    Figures, costs and hours by state are of the window from the end of the warm-up to the horizon; lead times are of
    the customers who come in it, for whom the run goes on after the horizon, at most for the scenario's `run_on`.
    Tables of single things (lots, operations, events) are of the whole run.

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
    part = window(counts, counts.at_warm_up)
    costs = cost(part, scenario)
    figures = {**measures(part, scenario), **staff_measures(part, scenario), **costs.measures()}
    return Result(scenario, seed, replication, engine.ENGINE, counts, part, costs, figures)


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
