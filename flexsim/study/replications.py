"""Several replications of one scenario, or of several scenarios side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from flexsim.scenario import Scenario
from flexsim.study.html import html_of
from flexsim.study.jobs import Outcome, jobs_of, run_job
from flexsim.study.parallel import WhenDone, run_all
from flexsim.study.result import without_nan
from flexsim.study.runs import FEW
from flexsim.study.statistics import CONFIDENCE, Estimate, estimate

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
            "replications": len(self.outcomes),
            "measures": figures,
        }

    def table(self) -> pd.DataFrame:
        """Give one row a replication, one column a figure."""
        import pandas as pd

        rows = [{"replication": outcome.replication, **outcome.measures} for outcome in self.outcomes]
        return pd.DataFrame(rows)

    def summary(self, confidence: float = CONFIDENCE) -> pd.DataFrame:
        """Give one row a figure: ``mean``, ``half_width`` and ``n``, the number of replications that have it."""
        import pandas as pd

        rows = {name: (one.mean, one.half_width, one.n) for name, one in self.estimates(confidence).items()}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "half_width", "n"]).rename_axis("figure")

    def _repr_html_(self) -> str:
        """Show the summary in a notebook."""
        return html_of(self.summary(), f"{self.scenario.name or 'Scenario'}: {len(self.outcomes)} replications")


KeepOutcome = Callable[[int, Outcome], None]
"""Given the place of a side, and what one of its replications gave, as soon as it arrives."""


def replicate(
    scenario: Scenario,
    replications: int = 10,
    seed: int = 1,
    *,
    workers: int = 1,
    record: Iterable[str] = FEW,
    repriceable: bool = False,
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
    repriceable : bool
        Whether outcomes keep what prices multiply, some kilobytes each, so that `repriced` needs no new runs.
    executor : Executor, optional
        Somebody else's pool in place of processes of our own.
    when_done : callable, optional
        Told the number done and the number of all after each.

    Returns
    -------
    Replications
        The same whatever the number of processes.
    """
    numbers = range(first, first + replications)
    return replicate_sides(
        [scenario],
        numbers,
        seed,
        workers=workers,
        record=record,
        repriceable=repriceable,
        executor=executor,
        when_done=when_done,
    )[0]


def replicate_sides(
    scenarios: Sequence[Scenario],
    replications: Iterable[int],
    seed: int = 1,
    *,
    workers: int = 1,
    record: Iterable[str] = FEW,
    repriceable: bool = False,
    executor: Executor | None = None,
    when_done: WhenDone | None = None,
    keep: KeepOutcome | None = None,
) -> list[Replications]:
    """Run the same replications of several scenarios, pair by pair, so that whatever is there can be compared.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The sides.
    replications : iterable of int
        Their numbers.
    seed, workers, record, repriceable, executor, when_done
        As for `replicate`; one count for all sides together.
    keep : callable, optional
        Given the place of the side and the outcome of every replication as it arrives: what it has kept is not lost
        when the study is stopped, by Ctrl-C or an error.
    """
    numbers, sides = list(replications), len(scenarios)
    if not numbers:
        raise ValueError(f"replications = {len(numbers)}: at least one is needed")
    by_side = [jobs_of(scenario, seed, numbers, tuple(record), repriceable) for scenario in scenarios]
    jobs = [job for pair in zip(*by_side, strict=True) for job in pair]

    def kept(place: int, outcome: Outcome) -> None:
        if keep:
            keep(place % sides, outcome)

    found = run_all(run_job, jobs, workers, executor=executor, when_done=when_done, keep=kept)
    return [Replications(scenario, seed, tuple(found[side::sides])) for side, scenario in enumerate(scenarios)]
