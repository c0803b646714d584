"""Processes that stay for a whole study, so that each of its many short rounds of runs need not start its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from flexsim.scenario import Scenario
from flexsim.study.jobs import Outcome, Stopped, jobs_of, run_or_say
from flexsim.study.parallel import interrupts_later, one_thread_each, pool_of, run_all
from flexsim.study.short_runs import ShortRun, ShortRuns

KeepRun = Callable[[int, Outcome | Stopped], None]
"""Given the place of a side, and what one of its replications gave, as soon as it arrives."""


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

    def confirm(self, scenarios: Sequence[Scenario], numbers: Iterable[int], seed: int, keep: KeepRun) -> None:
        """Run the same replications of several scenarios, pair by pair, and keep what prices multiply.

        One that cannot go on is an answer too. A process that is killed takes the pool with it. What is missing then
        is run by new processes, which find out which run kills them, and name it.
        """
        numbers, n_sides = list(numbers), len(scenarios)
        by_side = [jobs_of(scenario, seed, numbers, repriceable=True) for scenario in scenarios]
        jobs = [job for pair in zip(*by_side, strict=True) for job in pair]
        missing = dict.fromkeys(range(len(jobs)))

        def kept(place: int, found: Outcome | Stopped) -> None:
            del missing[place]
            keep(place % n_sides, found)

        if self._pool is not None:
            try:
                run_all(run_or_say, jobs, executor=self._pool, keep=kept)
            except BrokenProcessPool:
                self._pool = None
        left = list(missing)
        run_all(run_or_say, [jobs[place] for place in left], self.workers, keep=lambda at, one: kept(left[at], one))

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
