"""A choice holds only if it serves enough, and copes, on runs that the search has not seen (floor.md, C7).

The cheapest of several combinations that reach a target on a few runs is the one that was luckiest on them. So before a
side is confirmed its choice is run on fresh selection replications; if it misses the target there, or work piles up,
the next cheapest that was tried takes its place. Where none holds, the search goes on with what was learned, as long as
it has short runs left. Confirmation replications are not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isfinite

from flexsim.scenario import Scenario
from flexsim.study.decisions import Decision, settings_of
from flexsim.study.overloading import in_so_many, piles_up
from flexsim.study.short_runs import FIRST_SELECTION, RunAll, ShortRun
from flexsim.study.statistics import estimate, per_cent
from flexsim.study.study_file import Service
from flexsim.study.trials import ON_FRESH, Disproved, Sized, Trial

FRESH = 3
"""Fresh runs for every one of the search: together four times as many, so twice as sure."""

NONE_HELD = "none of those tried that served enough at first held on fresh runs"

SearchOn = Callable[[Sequence[Disproved]], Sized]
"""Goes on with the search, given what did not hold and what fresh runs of it gave."""

WhenRun = Callable[[int], None]
"""Told of so many runs."""


def proved(
    sized: Sized,
    scenario: Scenario,
    decisions: Sequence[Decision],
    service: Service,
    seed: int,
    replications: int,
    run: RunAll,
    when_run: WhenRun,
    search_on: SearchOn | None = None,
) -> Sized:
    """Give the cheapest choice that serves enough, and copes, on fresh runs too.

    Parameters
    ----------
    sized : Sized
        What the search came to.
    scenario : Scenario
        The side before its decisions.
    decisions : sequence of Decision
    service : Service
        With a priced service there is nothing to miss, and with a search that found nothing nothing to prove.
    seed, replications : int
        Those of the search; fresh runs have the numbers behind them.
    run : callable
        Makes short runs.
    when_run : callable
        Told how many were made.
    search_on : callable, optional
        Searches on where nothing held; unless given the search is over.
    """
    if service.target is None or not sized.meets:
        return sized
    numbers = range(FIRST_SELECTION + replications, FIRST_SELECTION + (1 + FRESH) * replications)
    failed: list[Trial] = []
    while sized.meets:
        disproved: list[Disproved] = []
        for trial in sorted((one for one in sized.trials if one.meets), key=lambda one: one.cost_eur.mean):
            chosen = scenario.with_values(settings_of(decisions, trial.choice))
            (found,) = run([chosen], seed, list(numbers))
            when_run(len(numbers))
            judged = _judged(trial, found, service.target, seed, numbers)
            sized = replace(sized, trials=tuple(judged if one is trial else one for one in sized.trials))
            if judged.meets:
                why = sized.why + _in_words(failed, trial)
                return replace(sized, choice=trial.choice, scenario=chosen, why=why)
            failed.append(judged)
            disproved.append(Disproved(judged, found))
        if search_on is None:
            return _best_of(sized, scenario, decisions)
        sized = search_on(disproved)
    return replace(sized, why=f"{NONE_HELD}; {sized.why}")


def _judged(trial: Trial, found: ShortRun, target: float, seed: int, numbers: Sequence[int]) -> Trial:
    """Judge a trial by its fresh runs."""
    said = _wrong_with(found, target)
    seeds = (*trial.seeds, *((seed, number) for number in numbers))
    return replace(trial, seeds=seeds, meets=False, said=f"{ON_FRESH}{said}") if said else replace(trial, seeds=seeds)


def _best_of(sized: Sized, scenario: Scenario, decisions: Sequence[Decision]) -> Sized:
    """Take what serves most where nothing that was tried holds."""
    best = max((one for one in sized.trials if isfinite(one.service.mean)), key=lambda one: one.service.mean)
    chosen = scenario.with_values(settings_of(decisions, best.choice))
    return replace(sized, choice=best.choice, scenario=chosen, meets=False, why=f"{NONE_HELD}; {sized.why}")


def _in_words(failed: Sequence[Trial], chosen: Trial) -> str:
    """Say how many did not hold before one did."""
    if not failed:
        return ""
    are_cheaper = all(one.cost_eur.mean <= chosen.cost_eur.mean for one in failed)
    which = f"{'cheaper' if are_cheaper else 'other'} {'one' if len(failed) == 1 else 'ones'}"
    return f"; {len(failed)} {which} did not hold on fresh runs"


def _wrong_with(found: ShortRun, target: float) -> str:
    """Say what speaks against a choice on fresh runs, as "it ..." goes on; nothing if nothing does."""
    if found.failed:
        return f"cannot go on: {found.failed}"
    if piles_up(found.overloaded, len(found.service)):
        return f"is {in_so_many(found.overloaded, len(found.service))}"
    served = estimate(found.service)
    if not isfinite(served.mean) or served.mean < target:
        return f"serves {per_cent(served.mean)} of {per_cent(target)}"
    return ""
