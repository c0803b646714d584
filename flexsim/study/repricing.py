"""Replications at other prices, without running them again."""

from __future__ import annotations

from dataclasses import replace

from flexsim.results import Measures
from flexsim.scenario import Scenario, differs_beyond_prices
from flexsim.study.jobs import Outcome
from flexsim.study.replications import Replications


def repriced(side: Replications, scenario: Scenario) -> Replications:
    """Give the replications as they would be at the prices of another scenario.

    The engine knows no money: what a run did is the same at all prices, so only its costs are worked out anew, and
    the figures are those of new runs::

        side = replicate(scenario, 30, repriceable=True)
        dearer = repriced(side, scenario.with_values({"contracts.full.wage": "45 EUR/h"}))
        compare(side, dearer, "cost_to_serve_eur")

    Parameters
    ----------
    side : Replications
        Run with ``repriceable=True``.
    scenario : Scenario
        The same floor with the same customers, at other prices.

    Raises
    ------
    ValueError
        The scenario differs in more than prices, or what prices multiply was not kept.
    """
    if path := differs_beyond_prices(side.scenario, scenario):
        raise ValueError(f"{path} is no price: a scenario that differs in it has to be run")
    outcomes = [
        replace(
            one,
            measures={**one.measures, **figures_at(one, scenario)},
            scenario_hash=scenario.hash,
            resources_eur={},
        )
        for one in side.outcomes
    ]
    return Replications(scenario, side.seed, tuple(outcomes))


def figures_at(outcome: Outcome, scenario: Scenario) -> Measures:
    """Give the figures of costs of one replication at the prices of a scenario, which differs in nothing else.

    Raises
    ------
    ValueError
        What prices multiply was not kept.
    """
    if outcome.quantities is None:
        raise ValueError("what prices multiply was not kept of these runs: replicate with repriceable=True")
    return outcome.quantities.measures(scenario)
