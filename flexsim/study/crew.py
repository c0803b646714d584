"""Processes that stay for a whole study, so that each of its many short rounds of runs need not start its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from flexsim.scenario import Scenario
from flexsim.study.jobs import Outcome
from flexsim.study.parallel import interrupts_later, one_thread_each, pool_of
from flexsim.study.replications import KeepOutcome, Replications, replicate_sides
from flexsim.study.short_runs import ShortRun, ShortRuns


class Crew:
    """So many processes; with one, everything is done here.

    Parameters
    ----------
    workers : int
        Processes.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self._open = ExitStack()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Start the processes."""
        if self.workers > 1:
            self._open.enter_context(one_thread_each())
            self._pool = self._open.enter_context(pool_of(self.workers))
            with interrupts_later():
                for _ in range(self.workers):
                    self._pool.submit(ready)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        """Leave no process behind, whatever happened."""
        self._pool = None
        self._open.__exit__(kind, why, where)

    def replicate(
        self, scenarios: Sequence[Scenario], numbers: Iterable[int], seed: int, keep: KeepOutcome | None = None
    ) -> list[Replications]:
        """Run the same replications of several scenarios, pair by pair, and keep what prices multiply.

        A process that is killed takes the pool with it. What is missing then is run by new processes, which find out
        which run kills them, and name it.
        """
        numbers = list(numbers)
        if self._pool is None:
            return replicate_sides(scenarios, numbers, seed, workers=self.workers, repriceable=True, keep=keep)
        arrived: list[dict[int, Outcome]] = [{} for _ in scenarios]

        def kept(place: int, outcome: Outcome) -> None:
            arrived[place][outcome.replication] = outcome
            if keep:
                keep(place, outcome)

        try:
            return replicate_sides(scenarios, numbers, seed, executor=self._pool, repriceable=True, keep=kept)
        except BrokenProcessPool:
            self._pool = None
        missing = [number for number in numbers if any(number not in one for one in arrived)]
        replicate_sides(scenarios, missing, seed, workers=self.workers, repriceable=True, keep=kept)
        return [
            Replications(scenario, seed, tuple(own[number] for number in numbers))
            for scenario, own in zip(scenarios, arrived, strict=True)
        ]

    def short_runs(self, scenarios: Sequence[Scenario], seed: int, replications: Sequence[int]) -> Sequence[ShortRun]:
        """Run selection replications of some scenarios, for sizing."""
        if self._pool is not None:
            try:
                return ShortRuns(executor=self._pool)(scenarios, seed, replications)
            except BrokenProcessPool:
                self._pool = None
        return ShortRuns(self.workers)(scenarios, seed, replications)


def ready() -> bool:
    """Say that a process has started."""
    return True
