"""Several replications of one scenario, and the comparison of two."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from flexsim.scenario import Scenario
from flexsim.study.jobs import Outcome, job_of, run_job
from flexsim.study.parallel import WhenDone, run_all
from flexsim.study.result import without_nan
from flexsim.study.runs import FEW
from flexsim.study.statistics import CONFIDENCE, Difference, Estimate, estimate, paired

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Replications:
    """Outcomes of one scenario under one seed, in the order of their replications."""

    scenario: Scenario
    seed: int
    outcomes: tuple[Outcome, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the figures that the replications have."""
        return tuple(self.outcomes[0].measures) if self.outcomes else ()

    @property
    def digest(self) -> str:
        """The digest of the only replication, or BLAKE2b over the digests of all, in order."""
        digests = [outcome.digest for outcome in self.outcomes]
        if len(digests) == 1:
            return digests[0]
        return blake2b("\n".join(digests).encode(), digest_size=16).hexdigest()

    def values(self, name: str) -> dict[int, float]:
        """Give a figure by replication."""
        if self.outcomes and name not in self.names:
            raise KeyError(f"no figure is called {name!r}; known: {', '.join(self.names)}")
        return {outcome.replication: outcome.measures[name] for outcome in self.outcomes}

    def estimate(self, name: str, confidence: float = CONFIDENCE) -> Estimate:
        """Estimate the mean of a figure with its half-width."""
        return estimate(list(self.values(name).values()), confidence)

    def estimates(self, confidence: float = CONFIDENCE) -> dict[str, Estimate]:
        """Estimate every figure."""
        return {name: self.estimate(name, confidence) for name in self.names}

    def report(self) -> dict[str, Any]:
        """Give every figure with its half-width, and what they were made from, as JSON can hold it."""
        first = self.outcomes[0]
        figures = {
            name: {**without_nan({"mean": one.mean, "half_width": one.half_width}), "n": one.n}
            for name, one in self.estimates().items()
        }
        return {
            "scenario": self.scenario.name,
            "hash": first.scenario_hash,
            "seed": self.seed,
            "digest": self.digest,
            "engine": first.engine,
            "compiled": first.compiled,
            "measures": figures,
        }

    def table(self) -> pd.DataFrame:
        """Give one row a replication, one column a figure."""
        import pandas as pd

        rows = [{"replication": outcome.replication, **outcome.measures} for outcome in self.outcomes]
        return pd.DataFrame(rows)


def replicate(
    scenario: Scenario,
    replications: int = 10,
    seed: int = 1,
    *,
    workers: int = 1,
    record: Iterable[str] = FEW,
    first: int = 0,
    executor: Executor | None = None,
    when_done: WhenDone | None = None,
) -> Replications:
    """Run replications ``first`` to ``first + replications - 1`` of a scenario.

    Parameters
    ----------
    scenario : Scenario
    replications : int
        How many.
    seed : int
        Shared by all of them.
    workers : int
        Parallel processes. A script needs ``if __name__ == "__main__":`` to use more than one.
    record : iterable of str
        What each run records; few tables make quick runs. Only figures come back.
    executor : Executor, optional
        Somebody else's pool in place of processes of our own.
    when_done : callable, optional
        Told the number done and the number of all after each.

    Returns
    -------
    Replications
        The same whatever the number of processes.
    """
    if replications < 1:
        raise ValueError(f"replications = {replications}: at least one is needed")
    jobs = [job_of(scenario, seed, number, tuple(record)) for number in range(first, first + replications)]
    return Replications(scenario, seed, tuple(run_all(run_job, jobs, workers, executor=executor, when_done=when_done)))


def compare(first: Replications, second: Replications, name: str, confidence: float = CONFIDENCE) -> Difference:
    """Compare a figure of two scenarios by pairs of replications with common random numbers.

    Raises
    ------
    ValueError
        The sides have different seeds: their luck has nothing in common.
    """
    if first.seed != second.seed:
        raise ValueError(f"the sides have seeds {first.seed} and {second.seed}: pairs need one seed")
    return paired(first.values(name), second.values(name), confidence)
