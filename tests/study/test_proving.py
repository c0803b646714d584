"""A choice is proved on fresh selection replications before it is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from flexsim import loads
from flexsim.scenario import Scenario
from flexsim.study import FIRST_SELECTION, Decision, Service, ShortRun, Sized, Trial, estimate
from flexsim.study.proving import proved
from flexsim.study.sizing import Sizing
from flexsim.study.trials import Disproved
from tests.study.studies import SHOP

UNITS = Decision("units", ("work_centres.bench.units",), (1, 2, 3))
SEED, N = 5, 2
FRESH = [FIRST_SELECTION + n for n in range(2, 8)]


def tried(units: int, cost_eur: float, service: float, meets: bool = True) -> Trial:
    seeds = tuple((SEED, FIRST_SELECTION + n) for n in range(N))
    return Trial({"units": units}, estimate([service] * N), estimate([cost_eur] * N), seeds, meets, "", "")


def sized(*trials: Trial) -> Sized:
    """Give what a search came to: the cheapest of the trials that meet."""
    best = min((one for one in trials if one.meets), key=lambda one: one.cost_eur.mean, default=trials[0])
    scenario = loads(SHOP).with_values({"work_centres.bench.units": best.choice["units"]})
    return Sized("side", best.choice, scenario, best.meets, trials, len(trials), 3, "the cheapest")


def prove(found: Sized, served: dict[int, float], target: float | None = 0.95) -> tuple[Sized, list[int]]:
    """Prove a choice where so many are served on fresh runs, by units; give which of them were run."""
    asked: list[int] = []

    def run(scenarios: Sequence[Scenario], seed: int, numbers: Sequence[int]) -> list[ShortRun]:
        assert (seed, list(numbers)) == (SEED, FRESH)
        units = [scenario.work_centres["bench"].units for scenario in scenarios]
        asked.extend(units)
        return [ShortRun((served[n],) * len(numbers), (1.0,) * len(numbers)) for n in units]

    made: list[int] = []
    proof = proved(found, loads(SHOP), [UNITS], Service(target), SEED, N, run, made.append)
    assert made == [len(FRESH)] * len(asked)
    return proof, asked


def test_a_choice_that_holds_stays() -> None:
    before = sized(tried(1, 10, 0.99), tried(2, 12, 1.0))
    after, asked = prove(before, {1: 0.97, 2: 1.0})
    assert asked == [1]
    assert (after.choice, after.meets, after.why) == ({"units": 1}, True, "the cheapest")
    assert after.trials[0].seeds == tuple((SEED, FIRST_SELECTION + n) for n in range(8))
    assert after.trials[1] == before.trials[1]


def test_one_that_was_only_lucky_gives_way_to_the_next_cheapest() -> None:
    after, asked = prove(sized(tried(3, 15, 1.0), tried(1, 10, 0.99), tried(2, 12, 0.99)), {1: 0.7, 2: 0.96, 3: 1.0})
    assert asked == [1, 2]
    assert (after.choice, after.meets) == ({"units": 2}, True)
    assert after.scenario.work_centres["bench"].units == 2
    lucky = after.trials[1]
    assert (lucky.meets, lucky.said) == (False, "on fresh runs it serves 70.0 % of 95.0 %")
    assert after.why == "the cheapest; 1 cheaper one did not hold on fresh runs"


def test_what_missed_at_once_is_not_asked_again() -> None:
    after, asked = prove(sized(tried(1, 5, 0.5, meets=False), tried(2, 12, 0.99)), {2: 1.0})
    assert (asked, after.choice) == ([2], {"units": 2})


def test_if_none_holds_the_side_does_not_meet_and_the_best_reached_is_confirmed() -> None:
    after, asked = prove(sized(tried(1, 10, 0.96), tried(2, 12, 0.98)), {1: 0.7, 2: 0.9})
    assert asked == [1, 2]
    assert (after.meets, after.choice) == (False, {"units": 2})
    assert after.scenario.work_centres["bench"].units == 2
    assert after.why.startswith("none of those tried that served enough at first held on fresh runs")


@pytest.mark.parametrize(("target", "meets"), [(None, True), (0.95, False)])
def test_there_is_nothing_to_prove_without_a_target_or_a_choice_that_meets(target: float | None, meets: bool) -> None:
    before = sized(tried(1, 10, 0.5, meets))
    after, asked = prove(before, {}, target)
    assert after is before
    assert asked == []


@pytest.mark.parametrize(("overloaded", "units"), [(0, 1), (2, 1), (3, 2), (6, 2)])
def test_one_with_which_work_piles_up_in_half_of_the_fresh_runs_does_not_hold(overloaded: int, units: int) -> None:
    def run(scenarios: Sequence[Scenario], seed: int, numbers: Sequence[int]) -> list[ShortRun]:
        is_first = scenarios[0].work_centres["bench"].units == 1
        return [ShortRun((1.0,) * 6, (1.0,) * 6, overloaded=overloaded if is_first else 0)]

    before = sized(tried(1, 10, 0.99), tried(2, 12, 1.0))
    after = proved(before, loads(SHOP), [UNITS], Service(0.95), SEED, N, run, lambda n: None)
    assert (after.choice, after.meets) == ({"units": units}, True)
    assert after.trials[0].said == (
        f"on fresh runs it is overloaded in {overloaded} of 6 replications" if units == 2 else ""
    )


def test_one_that_cannot_go_on_does_not_hold() -> None:
    found = sized(tried(1, 10, 0.99))
    stuck = proved(
        found, loads(SHOP), [UNITS], Service(0.95), SEED, N, lambda *_: [ShortRun(failed="a circle")], lambda n: None
    )
    assert not stuck.meets
    assert stuck.trials[0].said == "on fresh runs it cannot go on: a circle"


GRID = [UNITS, Decision("lots", ("demand.shop.lot_size",), (1, 2, 5, 10))]
"""Twelve combinations."""


def search(true_service: Callable[[int, int], float], short_runs: int, *, goes_on: bool = True) -> tuple[Sized, int]:
    """Size a side where every combination serves 97 % by luck on the runs of the search; count proofs.

    Of units and lots the units cost 10 EUR each, small lots more than large ones.
    """
    proofs: list[int] = []

    def run(scenarios: Sequence[Scenario], seed: int, numbers: Sequence[int]) -> list[ShortRun]:
        found = []
        for scenario in scenarios:
            units, lot = scenario.work_centres["bench"].units, scenario.demand["shop"].lot_size or 1
            service = true_service(units, lot) if numbers[0] == FRESH[0] else 0.97
            found.append(ShortRun((service,) * len(numbers), (10.0 * units + 5 / lot,) * len(numbers)))
        return found

    sizing = Sizing("side", loads(SHOP), GRID, Service(0.95), SEED, N, run, short_runs=short_runs)
    how = (sizing.search_on,) if goes_on else ()
    return proved(sizing.search(), loads(SHOP), GRID, Service(0.95), SEED, N, run, proofs.append, *how), len(proofs)


def two_units_hold(units: int, lot: int) -> float:
    return 0.96 if units >= 2 else 0.9


def test_if_none_holds_the_search_goes_on_without_them_until_one_does() -> None:
    """One unit, the cheapest, is only lucky: whoever stops there has not looked at any combination that holds."""
    before, _ = search(two_units_hold, 8, goes_on=False)
    assert not before.meets
    assert before.short_runs < 8  # it had stopped because it believed to have the cheapest, not for want of runs
    after, _ = search(two_units_hold, 8)
    assert (after.meets, after.choice["units"]) == (True, 2)
    assert before.short_runs < after.short_runs <= 8
    lucky = [trial for trial in after.trials if trial.said.startswith("on fresh runs it serves 90.0 % of 95.0 %")]
    assert lucky
    assert not any(trial.meets for trial in lucky)
    assert "did not hold on fresh runs" in after.why
    choices = [tuple(trial.choice.values()) for trial in after.trials]
    assert len(choices) == len(set(choices)) == after.short_runs  # nothing is run again
    assert search(two_units_hold, 8)[0] == after


@pytest.mark.parametrize("short_runs", [1, 3, 5])
def test_a_search_in_which_nothing_holds_says_that_the_budget_ended_it(short_runs: int) -> None:
    after, proofs = search(lambda units, lot: 0.94 + 0.001 * units, short_runs)
    assert (after.meets, after.short_runs, proofs) == (False, short_runs, short_runs)
    assert after.why.startswith(
        "none of those tried that served enough at first held on fresh runs; no combination tried"
    )
    assert after.why.endswith(
        f"of 95.0 % on fresh runs; the {short_runs} short runs that were allowed ended the search"
    )


def test_a_search_that_has_run_everything_in_vain_says_so() -> None:
    after, proofs = search(lambda units, lot: 0.5, 12)
    assert (after.meets, after.short_runs, proofs) == (False, 12, 12)
    assert after.why.endswith("the best serves 50.0 % of 95.0 % on fresh runs; every combination was run")


def test_what_a_trial_serves_is_known_of_its_fresh_runs_too_when_the_search_goes_on() -> None:
    """Two runs of 97 % and six of 90 %: the mean of all is 91.75 %; the trial is shown as it was chosen."""
    sizing = Sizing(
        "side",
        loads(SHOP),
        [UNITS],
        Service(0.95),
        SEED,
        N,
        lambda all_, *_: [ShortRun((0.97,) * 2, (1.0,) * 2)] * len(all_),
    )
    (first, *_) = sizing.search().trials
    sizing.search_on([Disproved(replace(first, meets=False), ShortRun((0.9,) * 6, (1.0,) * 6))])
    one = sizing.trials.tried[0,]
    assert one.known.run.mean_service == pytest.approx((2 * 0.97 + 6 * 0.9) / 8)
    assert (one.trial.service.mean, one.trial.meets) == (pytest.approx(0.97), False)
