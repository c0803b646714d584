"""What has to hold between the sides of a study: same customers (C4), same capital rules (C8), known figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from flexsim.engine import EngineError
from flexsim.scenario import (
    EACH,
    Scenario,
    ScenarioError,
    may_have_price,
    nearest,
    paths_meant,
    plain_path,
    prices_in,
    prices_with_stars,
    steps_of,
)
from flexsim.study.capital import interest_on_capital, rates_in_words
from flexsim.study.customers import shared_customers
from flexsim.study.runs import simulate
from flexsim.study.study_file import Contest, StudyFile

Place = tuple[tuple[str | int, ...], str]
"""Where in the study, and what is wrong."""

MOST_SHOWN = 3
"""Differences between customers that a message lists."""

ON_CAPITAL, GENERAL = "interest on capital", "prices.interest, at which savings are discounted,"

INTEREST: Mapping[str, Callable[[Scenario], tuple[float, ...]]] = {
    ON_CAPITAL: interest_on_capital,
    "interest on inventories": lambda scenario: (scenario.prices.of_inventory,),
    GENERAL: lambda scenario: (scenario.prices.interest,),
}
"""Rates in per cent a year that have to be the same on all sides; the last goes without saying if the first is not."""

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
    """Refuse sides whose capital, inventories or savings bear different interest (floor.md, C8)."""
    told: set[tuple[str, str]] = set()
    for contest in contests:
        first, *others = contest.cells
        for what, rates in INTEREST.items():
            expected = rates(first.alternative.scenario)
            for cell in others:
                name, own = cell.alternative.name, rates(cell.alternative.scenario)
                if own == expected or (name, what) in told or (what == GENERAL and (name, ON_CAPITAL) in told):
                    continue
                told.add((name, what))
                yield (
                    ("alternatives", name),
                    f"{what} is {rates_in_words(own)} a year here and {rates_in_words(expected)} in "
                    f"{first.alternative.name}: it has to be the same on all sides.",
                )


def _prices(study: StudyFile) -> Iterator[Place]:
    """Refuse ranges of what is no price, or cannot stand in any alternative's scenario."""
    scenarios = [side.scenario for side in study.alternatives.values()]
    moved_by: dict[str, str] = {}
    for path, ends in study.prices.items():
        if not any(may_have_price(scenario, path) for scenario in scenarios):
            yield ("prices", path), _no_such_price(path, scenarios)
            continue
        meant = {one for scenario in scenarios if may_have_price(scenario, path) for one in paths_meant(scenario, path)}
        if twice := sorted(meant & set(moved_by)):
            yield ("prices", path), f'"{moved_by[twice[0]]}" moves {twice[0]} as well: leave one of them out.'
            continue
        moved_by |= dict.fromkeys(meant, path)
        for key, value in zip(("low", "high"), ends, strict=True):
            reasons = [_why_not(scenario, path, value) for scenario in scenarios]
            if all(reasons):
                yield ("prices", path, key), f"this price can stand in no alternative: {reasons[0]}"
                break


def _no_such_price(path: str, scenarios: Sequence[Scenario]) -> str:
    """Say that a path is no price in any scenario, and which could have been meant."""
    said = "there is no such price in any alternative."
    known = {one for scenario in scenarios for price in prices_in(scenario) for one in price.paths}
    if EACH not in steps_of(path):
        return f"{said}{nearest(path, known)}"
    if plain_path(path) in prices_with_stars():
        return f'{said} There is nothing yet that "{EACH}" could mean.'
    return f"{said}{nearest(path, {one for scenario in scenarios for one in prices_with_stars(scenario)})}"


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
