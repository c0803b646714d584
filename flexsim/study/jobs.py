"""What crosses from one process to another: jobs go out and outcomes come back, plain data both."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum

from flexsim.costing import Quantities, quantities_of
from flexsim.engine import EngineError
from flexsim.results import Measures
from flexsim.scenario import Scenario, loads
from flexsim.study.result import Result
from flexsim.study.runs import FEW, simulate

MOST_REASON = 300
"""Letters of why a run could not go on."""


@dataclass(frozen=True, slots=True)
class Job:
    """One replication to run.

    Attributes
    ----------
    name : str
        What to call the scenario in messages.
    text : str
        The scenario, written so that it loads without any other file.
    repriceable : bool
        Whether the outcome keeps what prices multiply.
    """

    name: str
    text: str
    seed: int
    replication: int
    record: tuple[str, ...] = FEW
    repriceable: bool = False

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
    resources_eur: Mapping[str, float] = field(default_factory=dict)
    """What each resource cost, by kind and name (``worker Ann``, ``unit bench``): equal units, and people with the same
    data, together."""
    quantities: Quantities | None = field(default=None, compare=False, repr=False)
    """What prices multiply, if it was asked for: with it the run is priced anew (`flexsim.study.repriced`)."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A replication that could not go on, and why."""

    replication: int
    why: str

    def __str__(self) -> str:
        """Name the replication, so that it can be run again."""
        return f"replication {self.replication}: {self.why}"


def jobs_of(
    scenario: Scenario,
    seed: int,
    replications: Iterable[int],
    record: tuple[str, ...] = FEW,
    repriceable: bool = False,
) -> list[Job]:
    """Make the jobs of a scenario; they share its text, which is written once."""
    name, text = scenario.name or "the scenario", scenario.dump()
    return [Job(name, text, seed, replication, record, repriceable) for replication in replications]


def outcome_of(result: Result, repriceable: bool = False) -> Outcome:
    """Keep the figures of a result, if wanted what prices multiply, and let go of its tables."""
    return Outcome(
        result.seed,
        result.replication,
        result.measures,
        result.digest,
        result.scenario_hash,
        result.engine,
        result.compiled,
        result.counts.n_operations,
        resources_eur(result),
        quantities_of(result.costs) if repriceable else None,
    )


def resources_eur(result: Result) -> dict[str, float]:
    """Give what each resource cost: all units of a work centre, and all people with the same data, together."""
    resources, sums = result.ledger.names.resources, result.ledger.resources_eur.tolist()
    found: dict[str, list[float]] = {}
    names = frozenset(resources.names)
    for name, kind, euros in zip(resources.names, resources.types, sums, strict=True):
        found.setdefault(f"{kind} {_together(kind, name, names)}", []).append(euros)
    return {name: fsum(euros) for name, euros in found.items() if any(euros)}


def _together(kind: str, name: str, names: Container[str]) -> str:
    """Name the work centre of a unit, and the sheet of people who are numbered: ``Line hand`` of ``Line hand 3``."""
    if kind == "unit":
        return name.rpartition("/")[0] or name
    sheet, _, number = name.rpartition(" ")
    is_numbered = kind == "worker" and number.isdecimal() and f"{sheet} 1" in names
    return sheet if is_numbered else name


@lru_cache(maxsize=8)
def loaded(text: str) -> Scenario:
    """Read the scenario of a job; those of the jobs before are kept."""
    return loads(text)


def run_job(job: Job) -> Outcome:
    """Run one job. The scenario of the jobs before is kept, so that a process reads each only once."""
    result = simulate(loaded(job.text), job.seed, job.replication, record=job.record)
    return outcome_of(result, job.repriceable)


def run_or_say(job: Job) -> Outcome | Stopped:
    """Run one job; a floor that can never go on is an answer too."""
    try:
        return run_job(job)
    except EngineError as why:
        return Stopped(job.replication, reason_of(why))


def reason_of(why: EngineError) -> str:
    """Shorten what an engine says of a run that could not go on."""
    return str(why)[:MOST_REASON]
