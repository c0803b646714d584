"""What was tried of a side: every combination that was run, what it gave, and which of them is the best."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite, nan
from typing import NamedTuple

from flexsim.costing import has_price
from flexsim.scenario import Scenario, ScenarioError
from flexsim.study.decisions import Decision, settings_of
from flexsim.study.forecasting import Known
from flexsim.study.ground import Ground
from flexsim.study.overloading import in_so_many
from flexsim.study.short_runs import FIRST_SELECTION, RunAll, ShortRun
from flexsim.study.statistics import Estimate, estimate, per_cent
from flexsim.study.study_file import Service

ON_FRESH = "on fresh runs it "
"""Begins what is said of a trial that met on the runs of the search only."""

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


@dataclass(frozen=True)
class Tried:
    """A trial, with its scenario and what its runs showed."""

    trial: Trial
    scenario: Scenario
    known: Known


class Disproved(NamedTuple):
    """A trial that met on the runs of the search and not on fresh ones, as it is judged now, and the fresh runs."""

    trial: Trial
    fresh: ShortRun


class Trials:
    """The memory of a search, and the only one who runs anything."""

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
        self.tried: dict[tuple[int, ...], Tried] = {}
        self.refused: dict[tuple[int, ...], ScenarioError] = {}

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
            self.tried[places] = Tried(trial, scenario, Known(places, found))
            if self.when_tried:
                self.when_tried(trial)

    def disprove(self, trial: Trial, fresh: ShortRun) -> None:
        """Judge a trial anew: what it serves and costs is known of all its runs, where it waited of the first."""
        places = next(places for places, one in self.tried.items() if one.trial.choice == trial.choice)
        before = self.tried[places]
        run = before.known.run
        both = replace(
            run,
            service=run.service + fresh.service,
            cost_eur=run.cost_eur + fresh.cost_eur,
            overloaded=run.overloaded + fresh.overloaded,
            failed=run.failed or fresh.failed,
        )
        self.tried[places] = replace(before, trial=trial, known=replace(before.known, run=both))

    def _choice(self, places: tuple[int, ...]) -> dict[str, object]:
        return {one.name: one.values[place] for one, place in zip(self.ground.decisions, places, strict=True)}

    def _built(self, places: tuple[int, ...]) -> Scenario | None:
        values = settings_of(self.ground.decisions, self._choice(places))
        try:
            return self.ground.scenario.with_values(values) if values else self.ground.scenario
        except ScenarioError as why:
            self.refused[places] = why
            return None

    def _judged(self, places: tuple[int, ...], found: ShortRun, why: str) -> Trial:
        said = self._wrong_with(found)
        nothing = Estimate(nan, nan, 0)
        return Trial(
            self._choice(places),
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
            return in_so_many(found.overloaded, len(found.service))
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
            return *self.rank(tried), places if tried.trial.meets else (-order[places],)

        return min(self.tried, key=key, default=None)

    def rank(self, tried: Tried) -> tuple[bool, bool, float]:
        """Give what trials are sorted by: those that meet by cost, the others by the share that they serve."""
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
            if said.startswith(ON_FRESH):
                said = f"{said.removeprefix(ON_FRESH)} on fresh runs"
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
