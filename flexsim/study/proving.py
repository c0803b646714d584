"""A choice holds only if it serves enough, and copes, on runs that the search has not seen (floor.md, C7).

The cheapest of several combinations that reach a target on a few runs is the one that was luckiest on them. So before a
side is confirmed its choice is run on fresh selection replications; if it misses the target there, or work piles up,
the next cheapest that was tried takes its place. Confirmation replications are not touched.
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
from flexsim.study.trials import Sized

FRESH = 3
"""Fresh runs for every one of the search: together four times as many, so twice as sure."""

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
    """
    if service.target is None or not sized.meets:
        return sized
    numbers = range(FIRST_SELECTION + replications, FIRST_SELECTION + (1 + FRESH) * replications)
    meeting = sorted((trial for trial in sized.trials if trial.meets), key=lambda trial: trial.cost_eur.mean)
    trials = list(sized.trials)
    for failed, trial in enumerate(meeting):
        chosen = scenario.with_values(settings_of(decisions, trial.choice))
        (found,) = run([chosen], seed, list(numbers))
        when_run(len(numbers))
        said = _wrong_with(found, service.target)
        seeds = (*trial.seeds, *((seed, number) for number in numbers))
        if not said:
            trials[trials.index(trial)] = replace(trial, seeds=seeds)
            why = sized.why
            if failed:
                why += f"; {failed} cheaper {'one' if failed == 1 else 'ones'} did not hold on fresh runs"
            return replace(sized, choice=trial.choice, scenario=chosen, trials=tuple(trials), why=why)
        trials[trials.index(trial)] = replace(trial, seeds=seeds, meets=False, said=f"on fresh runs {said}")
    why = f"none of those tried that served enough at first held on fresh runs; {sized.why}"
    best = max((one for one in trials if isfinite(one.service.mean)), key=lambda one: one.service.mean)
    chosen = scenario.with_values(settings_of(decisions, best.choice))
    return replace(sized, choice=best.choice, scenario=chosen, meets=False, trials=tuple(trials), why=why)


def _wrong_with(found: ShortRun, target: float) -> str:
    """Say why fresh runs speak against a choice; nothing if they do not."""
    if found.failed:
        return f"it cannot go on: {found.failed}"
    if piles_up(found.overloaded, len(found.service)):
        return f"it is {in_so_many(found.overloaded, len(found.service))}"
    served = estimate(found.service)
    if not isfinite(served.mean) or served.mean < target:
        return f"it serves {per_cent(served.mean)} of {per_cent(target)}"
    return ""
