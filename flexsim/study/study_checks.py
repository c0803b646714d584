"""What has to hold between the sides of a study: same customers (C4), same capital rules (C8), known figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flexsim.engine import EngineError
from flexsim.scenario import Scenario, ScenarioError, joined, may_have_price, nearest, prices_in
from flexsim.study.customers import shared_customers
from flexsim.study.runs import simulate
from flexsim.study.study_file import Contest, StudyFile

Place = tuple[tuple[str | int, ...], str]
"""Where in the study, and what is wrong."""

MOST_SHOWN = 3
"""Differences between customers that a message lists."""

A_MOMENT = "1 s"
"""How long a run is that is made to learn the names of its figures."""


def problems_between(study: StudyFile) -> Iterator[Place]:
    """Give all that is wrong between scenarios that are right by themselves."""
    yield from _customers(study.contests)
    yield from _capital(study.contests)
    yield from _prices(study)
    yield from _measures(study)


def _customers(contests: Iterable[Contest]) -> Iterator[Place]:
    """Refuse sides that do not serve the same customers (floor.md, C4)."""
    told: set[str] = set()
    for contest in contests:
        first, *others = contest.cells
        for cell in others:
            name = cell.alternative.name
            found = shared_customers(first.alternative.scenario, cell.alternative.scenario)
            if found.verdict == "same" or name in told:
                continue
            told.add(name)
            more = len(found.differences) - MOST_SHOWN
            listed = "; ".join([*found.differences[:MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])])
            yield (
                ("alternatives", name),
                f"its customers are not those of {first.alternative.name}, and only sides with the same customers are "
                f"compared ({first.alternative.name}'s value first): {listed}.",
            )


def _capital(contests: Iterable[Contest]) -> Iterator[Place]:
    """Refuse sides whose capital or inventories bear different interest (floor.md, C8)."""
    told: set[tuple[str, str]] = set()
    for contest in contests:
        first, *others = contest.cells
        for what, rates in (("capital", rates_of_capital), ("inventories", rates_of_inventories)):
            expected = rates(first.alternative.scenario)
            for cell in others:
                name, own = cell.alternative.name, rates(cell.alternative.scenario)
                if own == expected or not own or not expected or (name, what) in told:
                    continue
                told.add((name, what))
                yield (
                    ("alternatives", name),
                    f"interest on {what} is {_per_cent(own)} a year here and {_per_cent(expected)} in "
                    f"{first.alternative.name}: it has to be the same on all sides.",
                )


def rates_of_capital(scenario: Scenario) -> tuple[float, ...]:
    """Give every rate of interest, in per cent a year, that units with a price bear; that of the floor if none has."""
    priced = [centre for centre in scenario.work_centres.values() if centre.price is not None]
    general = scenario.prices.interest
    return tuple(sorted({general if one.interest is None else one.interest for one in priced} or {general}))


def rates_of_inventories(scenario: Scenario) -> tuple[float, ...]:
    """Give the rate of interest on stock and work in progress, in per cent a year."""
    return (scenario.prices.of_inventory,)


def _per_cent(rates: tuple[float, ...]) -> str:
    return joined([f"{rate:g} %" for rate in rates], "and")


def _prices(study: StudyFile) -> Iterator[Place]:
    """Refuse ranges of what is no price, or cannot stand in any alternative's scenario."""
    scenarios = [side.scenario for side in study.alternatives.values()]
    for path, ends in study.prices.items():
        if not any(may_have_price(scenario, path) for scenario in scenarios):
            known = {one for scenario in scenarios for price in prices_in(scenario) for one in price.paths}
            yield ("prices", path), f"there is no such price in any alternative.{nearest(path, known)}"
            continue
        for key, value in zip(("low", "high"), ends, strict=True):
            reasons = [_why_not(scenario, path, value) for scenario in scenarios]
            if all(reasons):
                yield ("prices", path, key), f"this price can stand in no alternative: {reasons[0]}"
                break


def _why_not(scenario: Scenario, path: str, value: object) -> str | None:
    """Say why a value cannot stand at a path, if it cannot."""
    try:
        scenario.with_values({path: value})
    except ScenarioError as why:
        return f"{why.problems[0].message}"
    return None


def _measures(study: StudyFile) -> Iterator[Place]:
    """Refuse figures that no alternative has."""
    if not study.measures:
        return
    known: dict[str, None] = {}
    for side in study.alternatives.values():
        known |= dict.fromkeys(figures_of(side.scenario))
    for place, name in enumerate(study.measures):
        if known and name not in known:
            yield ("measures", place), f"no figure has this name.{nearest(name, known)}"


def figures_of(scenario: Scenario) -> tuple[str, ...]:
    """Name the figures that runs of a scenario have; none if it cannot even begin."""
    try:
        return tuple(simulate(scenario.with_values({"horizon": A_MOMENT, "warm_up": None, "run_on": "0 s"})).measures)
    except (ScenarioError, EngineError):
        return ()
