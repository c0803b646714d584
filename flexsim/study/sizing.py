"""Each side sized and tuned before it is compared: the cheapest combination that serves its customers (floor.md, C7).

The search starts from loads alone. After every short run the evidence says what other combinations would bring, and the
one with the largest expected saving is run next; what was run is never run again. Where a side has no more combinations
than short runs, all are run and the answer is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite, nan

import numpy as np
import numpy.typing as npt

from flexsim.costing import has_price
from flexsim.scenario import Scenario, ScenarioError
from flexsim.study.decisions import Decision
from flexsim.study.forecasting import Forecaster, Known, bottleneck
from flexsim.study.ground import MOST_COMBINATIONS, Floats, Ground, Places
from flexsim.study.learning import corrected, steps_of
from flexsim.study.short_runs import FIRST_SELECTION, RunAll, ShortRun, ShortRuns
from flexsim.study.statistics import Estimate, estimate, per_cent
from flexsim.study.study_file import Service

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

COLLAPSE = 0.3
"""Share served at which, where nobody leaves, work piles up rather than that customers are served late."""

STEADY = 0.92
"""Loads up to which a line does not pile up, whatever is forecast of its waiting."""

ROUGHLY = 0.15
"""Chance that one step from a combination that meets meets too where loads are steady: forecasts of waiting are rough.

Work that came overnight or on a Sunday waits for the shift, not for others: more people hardly change it.
"""

CLEARLY = 0.02
"""Of the share served: by so much the most of everything must fail before the search gives up."""

MOST_REFUSED = 50
"""Combinations that are no scenario, after which the search gives up looking for others."""

Mask = npt.NDArray[np.bool_]

WhenTried = Callable[["Trial"], None]


@dataclass(frozen=True)
class Trial:
    """One combination that was looked at.

    Attributes
    ----------
    choice : mapping
        Value of every decision, by its name.
    service, cost_eur : Estimate
        Share served and cost to serve, of the selection replications; not a number if it could not be run.
    seeds : tuple of (int, int)
        Seed and number of every replication that was run.
    meets : bool
        Whether it serves enough, and copes.
    why : str
        Why it was tried.
    said : str
        What is wrong with it; empty if it meets.
    """

    choice: Mapping[str, object]
    service: Estimate
    cost_eur: Estimate
    seeds: tuple[tuple[int, int], ...]
    meets: bool
    why: str
    said: str = ""


@dataclass(frozen=True)
class Sized:
    """A side with its own decisions taken.

    Attributes
    ----------
    alternative : str
    choice : mapping
        Value of every decision, by its name: the cheapest that meets, or the best reached.
    scenario : Scenario
        The side with this choice.
    meets : bool
    trials : tuple of Trial
        In the order in which they were tried.
    short_runs : int
        How many combinations were run.
    n_combinations : int
        How many there are.
    why : str
        What the answer is worth.
    """

    alternative: str
    choice: Mapping[str, object]
    scenario: Scenario
    meets: bool
    trials: tuple[Trial, ...]
    short_runs: int
    n_combinations: int
    why: str

    @property
    def is_exact(self) -> bool:
        """Whether every combination was run."""
        return self.short_runs == self.n_combinations

    @property
    def seeds(self) -> tuple[tuple[int, int], ...]:
        """Seed and number of every replication used, each once."""
        return tuple(sorted({one for trial in self.trials for one in trial.seeds}))


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
    for name, number in (("replications", replications), ("short_runs", short_runs)):
        if number < 1:
            raise ValueError(f"{name} = {number}: at least 1 is needed to size {alternative_name}")
    for decision in decisions:
        if not decision.values:
            raise ValueError(f"{alternative_name}: the decision {decision.name} has no values to choose from")
    search = _Search(scenario, decisions, service, seed, replications, run or ShortRuns(), when_tried)
    why = search.whole_grid() if search.ground.n_combinations <= short_runs else search.step_by_step(short_runs)
    best = search.best()
    if best is None:
        refused = next(iter(search.refused.values()))
        raise ScenarioError(f"every combination of {alternative_name}", refused.problems)
    tried = search.tried[best]
    return Sized(
        alternative_name,
        tried.trial.choice,
        tried.scenario,
        tried.trial.meets,
        tuple(one.trial for one in search.tried.values()),
        search.n_runs,
        search.ground.n_combinations,
        search.verdict(tried.trial, why),
    )


@dataclass(frozen=True)
class _Tried:
    trial: Trial
    scenario: Scenario
    known: Known


class _Search:
    """The memory of one search, and how it goes on."""

    def __init__(
        self,
        scenario: Scenario,
        decisions: Sequence[Decision],
        service: Service,
        seed: int,
        replications: int,
        run: RunAll,
        when_tried: WhenTried | None,
    ) -> None:
        self.ground = Ground(scenario, decisions)
        self.service, self.seed, self.run, self.when_tried = service, seed, run, when_tried
        self.replications = range(FIRST_SELECTION, FIRST_SELECTION + replications)
        self.tried: dict[tuple[int, ...], _Tried] = {}
        self.refused: dict[tuple[int, ...], ScenarioError] = {}
        self.forecasters: dict[tuple[tuple[int, ...], bool], Forecaster] = {}

    @property
    def n_runs(self) -> int:
        """How many combinations were run."""
        return len(self.tried)

    # Trying

    def try_out(self, wanted: Sequence[tuple[int, ...]], why: Sequence[str]) -> None:
        """Run some combinations and remember what they gave; one that is no scenario is remembered as such."""
        built = [(places, reason, self._built(places)) for places, reason in zip(wanted, why, strict=True)]
        able = [(places, reason, scenario) for places, reason, scenario in built if scenario is not None]
        runs = self.run([scenario for _, _, scenario in able], self.seed, list(self.replications)) if able else []
        for (places, reason, scenario), found in zip(able, runs, strict=True):
            trial = self._judged(places, found, reason)
            self.tried[places] = _Tried(trial, scenario, Known(places, found))
            if self.when_tried:
                self.when_tried(trial)

    def _built(self, places: tuple[int, ...]) -> Scenario | None:
        values: dict[str, object] = {}
        for decision, place in zip(self.ground.decisions, places, strict=True):
            values |= decision.settings(decision.values[place])
        try:
            return self.ground.scenario.with_values(values) if values else self.ground.scenario
        except ScenarioError as why:
            self.refused[places] = why
            return None

    def _judged(self, places: tuple[int, ...], found: ShortRun, why: str) -> Trial:
        said = self._wrong_with(found)
        nothing = Estimate(nan, nan, 0)
        return Trial(
            {
                decision.name: decision.values[place]
                for decision, place in zip(self.ground.decisions, places, strict=True)
            },
            nothing if found.failed else estimate(found.service),
            nothing if found.failed else estimate(found.cost_eur),
            tuple((self.seed, replication) for replication in self.replications),
            not said,
            why,
            said,
        )

    def _wrong_with(self, found: ShortRun) -> str:
        if found.failed:
            return f"cannot go on: {found.failed}"
        if found.overloaded:
            return f"overloaded in {found.overloaded} of {len(found.service)} replications"
        if not isfinite(found.mean_cost_eur):
            return "its cost is not a number"
        if self.service.target is not None and found.mean_service - found.error < self.service.target - 1e-12:
            reaches = found.mean_service >= self.service.target
            error = f" with a standard error of {per_cent(found.error)}" if reaches else ""
            return f"serves {per_cent(found.mean_service)}{error} of {per_cent(self.service.target)}"
        return ""

    # Choosing among what was tried

    def best(self) -> tuple[int, ...] | None:
        """Give the cheapest that meets, or else the one that came nearest: of equals the last that was tried."""
        order = {places: number for number, places in enumerate(self.tried)}

        def key(places: tuple[int, ...]) -> tuple[bool, bool, float, tuple[int, ...]]:
            tried = self.tried[places]
            return *self._rank(tried), places if tried.trial.meets else (-order[places],)

        return min(self.tried, key=key, default=None)

    def _rank(self, tried: _Tried) -> tuple[bool, bool, float]:
        run = tried.known.run
        if tried.trial.meets:
            return False, False, run.mean_cost_eur
        if run.failed:
            return True, True, 0.0
        return True, False, -run.mean_service if isfinite(run.mean_service) else inf

    def verdict(self, trial: Trial, why: str) -> str:
        """Say what the answer is worth."""
        n, all_of = self.n_runs, self.ground.n_combinations
        if not trial.meets:
            said = f"is {trial.said}" if trial.said.startswith("overloaded") else trial.said
            return f"no combination tried meets ({n} of {all_of:,}): the best {said}; {why}"
        goal = "in cost to serve" if self.service.target is None else f"that serves {per_cent(self.service.target)}"
        return f"the cheapest {goal} of {n} tried of {all_of:,} combinations; {why}{self._free_customers()}"

    def _free_customers(self) -> str:
        """Say whose loss costs nothing where service is priced: the cheapest is then to serve them badly."""
        scenario = self.ground.scenario
        free = [
            name
            for name, stream in scenario.demand.items()
            if not stream.late and not (has_price(name, scenario) if stream.lost is None else stream.lost)
        ]
        if self.service.target is not None or not free:
            return ""
        return f"; it costs nothing to lose or keep waiting: {', '.join(free)} (state price or lost, and late)"

    # The whole grid

    def whole_grid(self) -> str:
        """Run every combination."""
        everything = [tuple(row) for row in self.ground.all_combinations().tolist()]
        self.try_out(everything, [f"one of all {len(everything)} combinations"] * len(everything))
        return "every combination was run"

    # Step by step

    def step_by_step(self, short_runs: int) -> str:
        """Run the combination of which most is expected, and look again."""
        while self.n_runs < short_runs:
            if len(self.refused) > MOST_REFUSED:
                return f"{len(self.refused)} combinations are no scenarios: {next(iter(self.refused.values()))}"
            if self._is_out_of_reach():
                return "not even the most of everything meets"
            left = short_runs - self.n_runs
            chosen = self._start() if not self.tried else self._plenty(left) or self._next()
            if isinstance(chosen, str):
                return chosen
            self.try_out([chosen[0]], [chosen[1]])
        return f"{short_runs} short runs were allowed"

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
        best = self.best()
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
        reference = self._reference()
        if reference.run.evidence:
            self.ground.learn(self.tried[reference.places].scenario, reference.run.evidence)
        service, service_doubt, cost, cost_doubt = self._expected(reference, places, least=False)
        sure = self._chance(reference, places, service, service_doubt, least=False)
        hoped = service
        if self._may_cope(places):
            hoped, hoped_doubt, _, _ = self._expected(reference, places, least=True)
            sure = (1 - HOPE) * sure + HOPE * self._chance(reference, places, hoped, hoped_doubt, least=True)
        best = self.best()
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

    def _reference(self) -> Known:
        """Give the run from which to forecast: the best reached that copes and shows something."""
        best = self.best()
        assert best is not None
        shows = [places for places in self.tried if self.tried[places].known.run.evidence]
        copes = [places for places in shows if not self.tried[places].known.run.overloaded]
        pool = copes or shows
        ranked = sorted(pool, key=lambda places: (*self._rank(self.tried[places]), places))
        return self.tried[ranked[0] if ranked else best].known

    def _forecast(self, reference: Known, places: Places, *, least: bool) -> tuple[Floats, Floats]:
        if not reference.run.evidence:
            return self._guess(reference, places)
        key = (reference.places, least)
        if key not in self.forecasters:
            kept = {known: one for known, one in self.forecasters.items() if known[0] == reference.places}
            self.forecasters = {**kept, key: Forecaster(self.ground, reference, least=least)}
        return self.forecasters[key].forecast(places)

    def _may_cope(self, places: Places) -> bool:
        """Tell whether some have loads that are above 1 only if changeovers are as many as expected."""
        with_all, without = (self.ground.loads(places, least=least)[:, self.ground.touched] for least in (False, True))
        return bool(((with_all > 1) & (without <= 1)).any())

    def _guess(self, reference: Known, places: Places) -> tuple[Floats, Floats]:
        """Forecast from figures alone: service as the highest load, cost as that of the capacity."""
        ground, here = self.ground, np.array([reference.places], dtype=np.int64)
        service = 0.0 if reference.run.failed else reference.run.mean_service
        cost = 0.0 if reference.run.failed else reference.run.mean_cost_eur
        if ground.touched.any():
            highest = ground.loads(np.vstack([here, places]))[:, ground.touched].max(axis=1)
            service = np.clip(service + highest[0] - highest[1:], 0.0, 1.0)
        euros = ground.standing_eur(np.vstack([here, places]))
        scale = abs(cost) / euros[0] if euros[0] > 0 else 0.0
        return np.broadcast_to(service, len(places)).astype(np.float64), cost + (euros[1:] - euros[0]) * scale

    def _expected(self, reference: Known, places: Places, *, least: bool) -> tuple[Floats, Floats, Floats, Floats]:
        """Give service and cost of each, and how far they may be off: forecasts, corrected by what was run."""
        known = [one.known for one in self.tried.values() if not one.known.run.failed]
        tried = np.array([one.places for one in known], dtype=np.int64).reshape(len(known), places.shape[1])
        service, cost = self._forecast(reference, np.vstack([tried, places]), least=least)
        now = 0.0 if reference.run.failed else reference.run.mean_service
        doubts = (
            0.02 + 0.5 * np.abs(np.nan_to_num(service) - now),
            self._doubt(reference, np.vstack([tried, places]), cost),
        )
        given = [one.run.mean_service for one in known], [one.run.mean_cost_eur for one in known]
        noises = np.array([one.run.error for one in known]), np.zeros(len(known))
        steps, n, found = steps_of(self.ground.sizes), len(known), list[Floats]()
        for trend, doubt, seen, noise in zip((service, cost), doubts, given, noises, strict=True):
            error = np.nan_to_num(np.array(seen) - trend[:n])
            more, left = corrected(steps, tried, error, noise, places, np.nan_to_num(doubt[:n]), doubt[n:])
            found += [trend[n:] + more, left]
        return found[0], found[1], found[2], found[3]

    def _chance(self, reference: Known, places: Places, service: Floats, doubt: Floats, *, least: bool) -> Floats:
        """Give the chance that each meets: by its forecast, its loads, and what is known of those that are worse."""
        chance = np.ones(len(places))
        if self.service.target is not None:
            error = 0.0 if reference.run.failed else reference.run.error
            chance *= _normal((service - error - self.service.target) / (0.005 + doubt))
        elif not self._customers_leave:
            chance *= _normal((service - COLLAPSE) / (0.05 + doubt))
        ground = self.ground
        if ground.touched.any():
            highest = ground.loads(places, least=least)[:, ground.touched].max(axis=1)
            width = 0.3 if self.service.target is None and self._customers_leave else 0.03
            chance *= _normal((self._bearable() + 0.02 - highest) / width)
            near = self._next_to_one_that_meets(places) & (highest <= STEADY)
            chance[near] = np.maximum(chance[near], ROUGHLY)
        for tried in self.tried.values():
            if not tried.trial.meets:
                chance[self._no_better(places, tried.known.places)] *= 0.01
        return chance

    def _next_to_one_that_meets(self, places: Places) -> Mask:
        """Tell which are one step of one decision from a combination that meets."""
        found = np.zeros(len(places), dtype=np.bool_)
        for tried in self.tried.values():
            if tried.trial.meets:
                found |= np.abs(places - np.array(tried.known.places)).sum(axis=1) == 1
        return found

    @cached_property
    def _customers_leave(self) -> bool:
        """Tell whether customers are lost where there is too much work, so that it need not pile up."""
        demand = self.ground.scenario.demand.values()
        return any(stream.patience is not None or stream.refuse_above is not None for stream in demand)

    def _bearable(self) -> float:
        """Give the highest load with which a shop coped: 1, or more where the estimate is too high."""
        seen = [1.0]
        for places, tried in self.tried.items():
            if not tried.known.run.overloaded and not tried.known.run.failed and self.ground.touched.any():
                seen.append(float(self.ground.loads(np.array([places]))[0, self.ground.touched].max()))
        return max(seen)

    def _no_better(self, places: Places, failed: tuple[int, ...]) -> Mask:
        """Tell which have no more of anything than one that failed, and differ in nothing else."""
        found = np.ones(len(places), dtype=np.bool_)
        for number, sign in enumerate(self.ground.relief):
            steps = places[:, number] - failed[number]
            found &= steps * sign <= 0 if sign else steps == 0
        return found

    def _doubt(self, reference: Known, places: Places, cost: Floats) -> Floats:
        """Give how far a cost forecast may be off: hardly, unless decisions matter in a way that nobody knows."""
        moved = np.zeros(len(places))
        for number in self.ground.unknown:
            moved += places[:, number] != reference.places[number]
        return np.asarray(np.abs(cost) * (0.002 + 0.005 * np.minimum(moved, 2)) + 1e-9, dtype=np.float64)

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
    return np.asarray(saving * _normal(z) + doubt * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi), dtype=np.float64)


def _normal(z: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(ndtr(np.where(np.isfinite(z), z, -40.0)), dtype=np.float64)
