"""A choice is proved on fresh selection replications before it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flexsim import loads
from flexsim.scenario import Scenario
from flexsim.study import FIRST_SELECTION, Decision, Service, ShortRun, Sized, Trial, estimate
from flexsim.study.proving import proved
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
