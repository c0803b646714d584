"""Short runs: the replications by which a side is sized, never those that confirm it (floor.md, C7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import isfinite, nan, sqrt

from flexsim.engine import EngineError
from flexsim.scenario import Scenario
from flexsim.study.evidence import Evidence, evidence_of
from flexsim.study.jobs import Job, Stopped, jobs_of, loaded, reason_of
from flexsim.study.parallel import run_all
from flexsim.study.runs import simulate
from flexsim.study.statistics import mean_of, variance_of

FIRST_SELECTION = 2**31
"""Replications from here on are for choosing; those below confirm what was chosen."""


@dataclass(frozen=True)
class ShortRun:
    """What the selection replications of one combination gave.

    Attributes
    ----------
    service, cost_eur : tuple of float
        Share of pieces served, and cost to serve, by replication.
    overloaded : int
        Replications in which work piled up.
    failed : str or None
        Why a replication could not go on; then there are no figures.
    evidence : tuple of Evidence
        What else they show; a made-up run may show nothing.
    """

    service: tuple[float, ...] = ()
    cost_eur: tuple[float, ...] = ()
    overloaded: int = 0
    failed: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def mean_service(self) -> float:
        """Mean share served; not a number if a replication could not go on."""
        return nan if self.failed else mean_of(self.service)

    @property
    def mean_cost_eur(self) -> float:
        """Mean cost to serve."""
        return nan if self.failed else mean_of(self.cost_eur)

    @property
    def error(self) -> float:
        """Standard error of the share served; none is known of one replication."""
        variance = variance_of(self.service)
        return sqrt(variance / len(self.service)) if isfinite(variance) else 0.0


RunAll = Callable[[Sequence[Scenario], int, Sequence[int]], Sequence[ShortRun]]
"""Runs these replications of some scenarios under a seed: one short run for each scenario."""


@dataclass(frozen=True)
class ShortRuns:
    """Runs selection replications with the engine, in parallel processes if so wanted.

    Attributes
    ----------
    workers : int
        Processes.
    executor : Executor, optional
        Somebody else's pool in place of processes of our own.
    """

    workers: int = 1
    executor: Executor | None = None

    def __call__(self, scenarios: Sequence[Scenario], seed: int, replications: Sequence[int]) -> list[ShortRun]:
        """Run these replications of every scenario."""
        jobs = [job for scenario in scenarios for job in jobs_of(scenario, seed, replications)]
        found = run_all(run_short, jobs, self.workers, executor=self.executor)
        n = len(replications)
        return [_together(found[place * n : (place + 1) * n]) for place in range(len(scenarios))]


@dataclass(frozen=True)
class Shown:
    """What one replication gave."""

    service: float
    cost_eur: float
    is_overloaded: bool
    evidence: Evidence | None
    failed: str | None = None


def run_short(job: Job) -> Shown:
    """Run one replication; a floor that can never go on is an answer too."""
    try:
        result = simulate(loaded(job.text), job.seed, job.replication)
    except EngineError as why:
        return Shown(nan, nan, False, None, str(Stopped(job.replication, reason_of(why))))
    figures = result.measures
    is_overloaded = bool(figures["overloaded"])
    return Shown(figures["service_share"], figures["cost_to_serve_eur"], is_overloaded, evidence_of(result))


def _together(shown: Sequence[Shown]) -> ShortRun:
    for one in shown:
        if one.failed:
            return ShortRun(failed=one.failed)
        if not isfinite(one.service):
            return ShortRun(failed="nobody asked for anything in the window")
    return ShortRun(
        tuple(one.service for one in shown),
        tuple(one.cost_eur for one in shown),
        sum(one.is_overloaded for one in shown),
        None,
        tuple(one.evidence for one in shown if one.evidence is not None),
    )
