"""Each side sized and tuned before it is compared: the cheapest combination that serves its customers (floor.md, C7).

The search starts from loads alone. After every short run the evidence says what other combinations would bring, and the
one with the largest expected saving is run next; what was run is never run again. Where a side has no more combinations
than short runs, all are run and the answer is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np

from flexsim.scenario import Scenario, ScenarioError
from flexsim.study.decisions import Decision
from flexsim.study.expecting import Expectation, normal
from flexsim.study.forecasting import Known, bottleneck
from flexsim.study.ground import MOST_COMBINATIONS, Floats, Places
from flexsim.study.short_runs import RunAll, ShortRuns
from flexsim.study.statistics import per_cent
from flexsim.study.study_file import Service
from flexsim.study.trials import Disproved, Sized, Trials, WhenTried

SHORT_RUNS = 6
"""So many combinations are run, unless the study allows more."""

TARGET_LOAD = 0.85
"""The first combination is the cheapest of which no load is above it."""

PLENTY = 0.5
"""Loads at which hardly anybody waits in line."""

ENOUGH = 0.001
"""Part of the cost: if no combination is expected to save as much, the search ends."""

HOPE = 0.3
"""Chance that changeovers are no burden where loads are above 1 only with them: whoever has much waiting can sort."""

CLEARLY = 0.02
"""Of the share served: by so much the most of everything must fail before the search gives up."""

MOST_REFUSED = 50
"""Combinations that are no scenario, after which the search gives up looking for others."""


def size(
    alternative_name: str,
    scenario: Scenario,
    decisions: Sequence[Decision],
    service: Service,
    seed: int = 1,
    replications: int = 4,
    run: RunAll | None = None,
    *,
    short_runs: int = SHORT_RUNS,
    when_tried: WhenTried | None = None,
) -> Sized:
    """Set a side's own decisions to the cheapest combination that serves its customers.

    Parameters
    ----------
    alternative_name : str
    scenario : Scenario
        The side before its decisions.
    decisions : sequence of Decision
        Where they stand, and their values; none, and the side is run as it is.
    service : Service
        The share of pieces to be served, or its price. A share is reached if the mean of the short run is at least one
        standard error above it: the cheapest that just reach it by luck would fail when they are confirmed.
    seed : int
        As in the study; sizing uses its replications from 2**31 on.
    replications : int
        Selection replications of each combination.
    run : callable, optional
        Runs them; unless given the engine does, in this process.
    short_runs : int
        Combinations that may be run.
    when_tried : callable, optional
        Told of each.

    Returns
    -------
    Sized
        The same for the same arguments, whatever the number of processes.

    Raises
    ------
    ValueError
        Fewer than one replication or short run, or a decision without values.
    """
    sizing = Sizing(
        alternative_name,
        scenario,
        decisions,
        service,
        seed,
        replications,
        run,
        short_runs=short_runs,
        when_tried=when_tried,
    )
    return sizing.search()


class Sizing:
    """The search for one side, which can be taken up again when what it came to has been disproved.

    Parameters are those of `size`.
    """

    def __init__(
        self,
        alternative_name: str,
        scenario: Scenario,
        decisions: Sequence[Decision],
        service: Service,
        seed: int = 1,
        replications: int = 4,
        run: RunAll | None = None,
        *,
        short_runs: int = SHORT_RUNS,
        when_tried: WhenTried | None = None,
    ) -> None:
        for name, number in (("replications", replications), ("short_runs", short_runs)):
            if number < 1:
                raise ValueError(f"{name} = {number}: at least 1 is needed to size {alternative_name}")
        for decision in decisions:
            if not decision.values:
                raise ValueError(f"{alternative_name}: the decision {decision.name} has no values to choose from")
        self.name, self.short_runs = alternative_name, short_runs
        self.trials = Trials(scenario, decisions, service, seed, replications, run or ShortRuns(), when_tried)
        self._search = _Search(self.trials)

    def search(self) -> Sized:
        """Search from what was tried, as long as short runs are left, and give what it comes to."""
        trials = self.trials
        has_all = trials.ground.n_combinations <= self.short_runs
        why = self._search.whole_grid() if has_all else self._search.step_by_step(self.short_runs)
        best = trials.best()
        if best is None:
            refused = next(iter(trials.refused.values()))
            raise ScenarioError(f"every combination of {self.name}", refused.problems)
        tried = trials.tried[best]
        return Sized(
            self.name,
            tried.trial.choice,
            tried.scenario,
            tried.trial.meets,
            tuple(one.trial for one in trials.tried.values()),
            trials.n_runs,
            trials.ground.n_combinations,
            trials.verdict(tried.trial, why),
        )

    def search_on(self, disproved: Sequence[Disproved]) -> Sized:
        """Take up the search again, knowing what fresh runs said of those that served enough at first."""
        for one in disproved:
            self.trials.disprove(*one)
        self._search.expected.forecasters.clear()  # what they start from is known better now
        return self.search()


class _Search:
    """How the search goes on from what was tried."""

    def __init__(self, trials: Trials) -> None:
        self.trials, self.expected = trials, Expectation(trials)
        self.ground, self.service = trials.ground, trials.service
        self.tried, self.refused = trials.tried, trials.refused

    # The whole grid

    def whole_grid(self) -> str:
        """Run every combination, unless that was done."""
        everything = [tuple(row) for row in self.ground.all_combinations().tolist()]
        if not self.tried:
            self.trials.try_out(everything, [f"one of all {len(everything)} combinations"] * len(everything))
        return "every combination was run"

    # Step by step

    def step_by_step(self, short_runs: int) -> str:
        """Run the combination of which most is expected, and look again."""
        while self.trials.n_runs < short_runs:
            if len(self.refused) > MOST_REFUSED:
                return f"{len(self.refused)} combinations are no scenarios: {next(iter(self.refused.values()))}"
            if self._is_out_of_reach():
                return "not even the most of everything meets"
            left = short_runs - self.trials.n_runs
            chosen = self._start() if not self.tried else self._plenty(left) or self._next()
            if isinstance(chosen, str):
                return chosen
            self.trials.try_out([chosen[0]], [chosen[1]])
        return f"the {short_runs} short runs that were allowed ended the search"

    def _candidates(self) -> Places:
        ground = self.ground
        if ground.n_combinations <= MOST_COMBINATIONS:
            found = ground.all_combinations()
        else:
            found = ground.near([*self.tried, self._lean()])
        seen = {*self.tried, *self.refused}
        rows = [row for row in found.tolist() if tuple(row) not in seen]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(ground.sizes))

    def _lean(self) -> tuple[int, ...]:
        """Go from the middle of a grid too large to see, step by step, to where no load is above the target."""
        ground, here = self.ground, tuple(size // 2 for size in self.ground.sizes)
        for _ in range(sum(ground.sizes)):
            around = ground.near([here])
            best = min(around.tolist(), key=lambda row: self._strain(np.array([row], dtype=np.int64)))
            if tuple(best) == here:
                break
            here = tuple(best)
        return here

    def _strain(self, places: Places) -> tuple[float, float]:
        over = self._over(places, TARGET_LOAD)
        return float(over[0]), round(float(self.ground.standing_eur(places)[0]), 9)

    def _start(self) -> tuple[tuple[int, ...], str] | str:
        """Choose by loads alone: the cheapest of which none is above the target; of equals the most central."""
        ground, places = self.ground, self._candidates()
        if not len(places):
            return "every combination was run"
        over = self._over(places, TARGET_LOAD)
        euros = ground.standing_eur(places).round(6)
        middle = np.abs(places - (np.array(ground.sizes) - 1) / 2).sum(axis=1)
        first = int(np.lexsort((middle, euros, over))[0])
        return tuple(places[first].tolist()), f"start: {self._loads_in_words(places[first : first + 1], over[first])}"

    def _loads_in_words(self, places: Places, over: float) -> str:
        ground = self.ground
        if not ground.touched.any():
            return "the middle of all ranges, as no decision changes a load"
        loads = np.where(ground.touched, ground.loads(places)[0], -1.0)
        kind, name = ground.resources[int(loads.argmax())]
        what = f"{kind} {name} has the highest load, {loads.max():.2f}"
        return (
            f"the cheapest capacity with loads up to {TARGET_LOAD:.2f}; {what}"
            if over <= 0
            else f"no combination has all loads up to {TARGET_LOAD:.2f}, this one comes nearest; {what}"
        )

    def _plenty(self, left: int) -> tuple[tuple[int, ...], str] | None:
        """Choose plenty of everything if nothing has met yet: with three runs left so much that hardly anybody waits.

        With two left the most there is: then it is known whether the target is in reach.
        """
        best = self.trials.best()
        if left not in (2, 3) or best is None or self.tried[best].trial.meets or not any(self.ground.relief):
            return None
        if left == 2:
            chosen, why = (
                self._most_of(best),
                "the most of everything that helps, to see whether the target is in reach",
            )
        else:
            places = self._candidates()
            if not len(places):
                return None
            over, euros = self._over(places, PLENTY), self.ground.standing_eur(places).round(6)
            chosen = tuple(places[int(np.lexsort((euros, over))[0])].tolist())
            why = f"plenty, as nothing has met yet: the cheapest capacity with loads up to {PLENTY:.2f}, or near to it"
        return None if chosen in self.tried or chosen in self.refused else (chosen, why)

    def _over(self, places: Places, target: float) -> Floats:
        """Give by how much loads are above a target, all together."""
        loads = self.ground.loads(places)[:, self.ground.touched]
        return np.asarray(np.maximum(loads - target, 0.0).sum(axis=1).round(9), dtype=np.float64)

    def _most_of(self, places: tuple[int, ...]) -> tuple[int, ...]:
        """Give a combination with the most of everything that helps, in all else like another."""
        pairs = zip(places, self.ground.relief, self.ground.sizes, strict=True)
        return tuple(place if not sign else size - 1 if sign > 0 else 0 for place, sign, size in pairs)

    def _is_out_of_reach(self) -> bool:
        """Tell whether the most of everything clearly failed, where more of anything helps: then less will not do.

        Clearly, as more is not always better: a shop with one bench more may serve a little worse.
        """
        if self.service.target is None or not all(self.ground.relief):
            return False
        most = self.tried.get(self._most_of((0,) * len(self.ground.sizes)))
        if most is None or any(tried.trial.meets for tried in self.tried.values()):
            return False
        return most.known.run.mean_service + CLEARLY < self.service.target

    def _next(self) -> tuple[tuple[int, ...], str] | str:
        """Choose the combination of which most is expected."""
        places = self._candidates()
        if not len(places):
            return "every combination was run" if not self.refused else "every combination that is a scenario was run"
        reference = self.expected.reference()
        if reference.run.evidence:
            self.ground.learn(self.tried[reference.places].scenario, reference.run.evidence)
        service, service_doubt, cost, cost_doubt = self.expected.service_and_cost(reference, places, least=False)
        sure = self.expected.chance(reference, places, service, service_doubt, least=False)
        hoped = service
        if self.expected.may_cope(places):
            hoped, hoped_doubt, _, _ = self.expected.service_and_cost(reference, places, least=True)
            sure = (1 - HOPE) * sure + HOPE * self.expected.chance(reference, places, hoped, hoped_doubt, least=True)
        best = self.trials.best()
        meets = best is not None and self.tried[best].trial.meets
        bar = self.tried[best].known.run.mean_cost_eur if meets and best is not None else self._dear(cost)
        gain = sure * _expected_saving(bar - cost, cost_doubt)
        gain[~np.isfinite(gain)] = -1.0
        steps = np.abs(places - np.array(reference.places)).sum(axis=1)
        first = int(np.lexsort((steps, -gain.round(9)))[0])
        if meets and best is not None and gain[first] < ENOUGH * abs(bar):
            return self._fewer_to_call(best) or f"no other was expected to save {per_cent(ENOUGH)} of it"
        chosen = tuple(places[first].tolist())
        expected = float(service[first]), float(hoped[first]), float(cost[first])
        return chosen, self._reason(reference, chosen, *expected)

    def _fewer_to_call(self, best: tuple[int, ...]) -> tuple[tuple[int, ...], str] | None:
        """Halve what lies below the number of people to be called: what fewer cost is not forecast, but run.

        Whoever is called costs only then, so the cost of the capacity does not tell how many are too many.
        """
        for number in self.ground.call_decisions:
            if self.ground.relief[number] != 1:
                continue
            others = [one for one in (*self.tried, *self.refused) if _alike_but(number, one, best)]
            below = max((one[number] for one in others if one[number] < best[number]), default=-1)
            if best[number] - below < 2 and below >= 0:
                continue
            place = (best[number] + below) // 2
            chosen = (*best[:number], place, *best[number + 1 :])
            if place == best[number] or chosen in self.tried or chosen in self.refused:
                continue
            decision, trial = self.ground.decisions[number], [*self.tried].index(best) + 1
            change = f"{decision.name} {decision.values[best[number]]} to {decision.values[place]}"
            return chosen, f"from trial {trial}: {change}; what fewer people to be called cost only a run tells"
        return None

    def _dear(self, cost: Floats) -> float:
        """Give the bar while nothing meets yet: dearer than everything, so that the chance counts most."""
        known = cost[np.isfinite(cost)]
        return float(known.max() + 0.5 * np.ptp(known) + 0.01 * abs(known.max())) if len(known) else 1.0

    def _reason(self, reference: Known, chosen: tuple[int, ...], service: float, hoped: float, cost: float) -> str:
        """Say why: what is changed against which combination, and what is expected."""
        changes = [
            f"{decision.name} {decision.values[old]} to {decision.values[new]}"
            for decision, old, new in zip(self.ground.decisions, reference.places, chosen, strict=True)
            if old != new
        ]
        number = [*self.tried].index(reference.places) + 1
        text = f"from trial {number}: {', '.join(changes)}"
        if not self.tried[reference.places].trial.meets and (found := bottleneck(self.ground, reference)):
            text += f"; most of the waiting there was for {' '.join(found)}"
        if isfinite(service) and isfinite(cost):
            service, hoped = (min(max(share, 0.0), 1.0) for share in (service, hoped))
            best = f", {per_cent(hoped)} if changeovers turn out few," if hoped > service + 0.02 else ""
            text += f"; expected: {per_cent(service)} served{best} at {cost:,.2f} EUR"
        return text


def _alike_but(number: int, one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two combinations are the same but for one decision."""
    return (*one[:number], *one[number + 1 :]) == (*other[:number], *other[number + 1 :])


def _expected_saving(saving: Floats, doubt: Floats) -> Floats:
    """Give the mean of what is saved, where nothing is lost by trying (expected improvement; Jones et al., 1998)."""
    z = saving / doubt
    return np.asarray(saving * normal(z) + doubt * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi), dtype=np.float64)
