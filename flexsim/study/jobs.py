"""What crosses from one process to another: jobs go out and outcomes come back, plain data both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flexsim.results import Measures
from flexsim.scenario import Scenario, loads
from flexsim.study.result import Result
from flexsim.study.runs import FEW, simulate


@dataclass(frozen=True, slots=True)
class Job:
    """One replication to run.

    Attributes
    ----------
    name : str
        What to call the scenario in messages.
    text : str
        The scenario, written so that it loads without any other file.
    """

    name: str
    text: str
    seed: int
    replication: int
    record: tuple[str, ...] = FEW

    def __str__(self) -> str:
        """Name the job so that it can be run again."""
        return f"{self.name}, seed {self.seed}, replication {self.replication}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept of one replication: its figures, and what they were made from."""

    seed: int
    replication: int
    measures: Measures
    digest: str
    scenario_hash: str
    engine: str
    compiled: bool
    n_operations: int


def jobs_of(scenario: Scenario, seed: int, replications: Iterable[int], record: tuple[str, ...] = FEW) -> list[Job]:
    """Make the jobs of a scenario; they share its text, which is written once."""
    name, text = scenario.name or "the scenario", scenario.dump()
    return [Job(name, text, seed, replication, record) for replication in replications]


def outcome_of(result: Result) -> Outcome:
    """Keep the figures of a result and let go of its tables."""
    return Outcome(
        result.seed,
        result.replication,
        result.measures,
        result.digest,
        result.scenario_hash,
        result.engine,
        result.compiled,
        result.counts.n_operations,
    )


@lru_cache(maxsize=8)
def _loaded(text: str) -> Scenario:
    return loads(text)


def run_job(job: Job) -> Outcome:
    """Run one job. The scenario of the jobs before is kept, so that a process reads each only once."""
    return outcome_of(simulate(_loaded(job.text), job.seed, job.replication, record=job.record))
