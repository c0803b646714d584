"""Jobs in parallel processes that survive a killed worker and leave none behind.

A worker that is killed breaks the whole pool. What has arrived is kept, a new pool is made, and every job that was
under way is tried again by itself, so that the one that kills its process is found and named.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait as wait_for_any
from typing import Any, Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

MOST_TRIES = 3
"""A job whose process dies this often is given up: once may be the machine's fault, three times is the job's."""

WhenDone = Callable[[int, int], None]
"""Told after every job: how many are done, of how many."""

Keep = Callable[[int, Any], None]
"""Given the place of a job and what it gave, as soon as it arrives: it is not lost, whatever ends the work later."""


class JobLostError(RuntimeError):
    """A job killed its process again and again.

    Attributes
    ----------
    job : object
        The job.
    arrived : dict of int to object
        What the other jobs gave, by their place.
    """

    def __init__(self, job: object, arrived: dict[int, Any], n_jobs: int) -> None:
        self.job = job
        self.arrived = arrived
        super().__init__(
            f"{job}: its process died {MOST_TRIES} times (killed, or out of memory?). "
            f"{len(arrived)} of {n_jobs} jobs had arrived."
        )


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(
    work: Callable[[In], Out],
    jobs: Sequence[In],
    workers: int = 1,
    *,
    executor: Executor | None = None,
    when_done: WhenDone | None = None,
    keep: Keep | None = None,
) -> list[Out]:
    """Do every job and give what they give, in their order.

    Parameters
    ----------
    work : callable
        A function of a module, so that another process finds it.
    jobs : sequence
        Plain data.
    workers : int
        Processes. With 1, all is done here and no process is made.
    executor : Executor, optional
        Somebody else's pool, or cluster, in place of one of our own; it deals with its own losses.
    when_done : callable, optional
        Told the number of jobs done and of all jobs after every one.
    keep : callable, optional
        Given the place of every job and what it gave, as it arrives: in no particular order.

    Raises
    ------
    JobLostError
        A job killed its process three times.
    """
    arrivals = _Arrivals[Out](len(jobs), when_done, keep)
    if workers < 1:
        raise ValueError(f"workers = {workers}: at least one process is needed")
    if executor is not None:
        _with_executor(work, jobs, executor, arrivals)
    elif workers == 1 or len(jobs) < 2:
        _in_turn(work, jobs, arrivals)
    else:
        _Gang(work, jobs, min(workers, len(jobs)), arrivals).all_done()
    return arrivals.in_order()


class _Arrivals(Generic[Out]):
    """What has arrived so far, by the place of its job; whoever wants to know is told."""

    def __init__(self, n_jobs: int, when_done: WhenDone | None, keep: Keep | None) -> None:
        self.n_jobs = n_jobs
        self.when_done = when_done
        self.keep = keep
        self.by_place: dict[int, Out] = {}

    def add(self, place: int, found: Out) -> None:
        """Keep first, then tell."""
        self.by_place[place] = found
        if self.keep:
            self.keep(place, found)
        if self.when_done:
            self.when_done(len(self.by_place), self.n_jobs)

    def in_order(self) -> list[Out]:
        """Give all of them in the order of their jobs."""
        return [self.by_place[place] for place in range(self.n_jobs)]


def _in_turn(work: Callable[[In], Out], jobs: Sequence[In], arrivals: _Arrivals[Out]) -> None:
    for place, job in enumerate(jobs):
        arrivals.add(place, work(job))


def _with_executor(work: Callable[[In], Out], jobs: Sequence[In], executor: Executor, arrivals: _Arrivals[Out]) -> None:
    places = {executor.submit(work, job): place for place, job in enumerate(jobs)}
    try:
        for future in as_completed(places):
            arrivals.add(places[future], future.result())
    finally:
        for future in places:
            future.cancel()


class _Gang(Generic[In, Out]):
    """The jobs of one call: which have arrived, which wait, and how often the process of each has died."""

    def __init__(self, work: Callable[[In], Out], jobs: Sequence[In], workers: int, arrivals: _Arrivals[Out]) -> None:
        self.work = work
        self.jobs = jobs
        self.workers = workers
        self.arrivals = arrivals
        self.deaths: Counter[int] = Counter()

    def all_done(self) -> None:
        """Make pools until every job has arrived."""
        with one_thread_each():
            while missing := [place for place in range(len(self.jobs)) if place not in self.arrivals.by_place]:
                suspects = [place for place in missing if self.deaths[place]]
                lost = self._one_pool(suspects[:1], 1) if suspects else self._one_pool(missing, self.workers)
                self._count_deaths(lost)

    def _count_deaths(self, lost: Sequence[int]) -> None:
        self.deaths.update(lost)
        for place in lost:
            if self.deaths[place] >= MOST_TRIES:
                raise JobLostError(self.jobs[place], dict(self.arrivals.by_place), len(self.jobs))

    def _one_pool(self, places: Sequence[int], workers: int) -> list[int]:
        """Work off jobs in one pool; give those that were under way when a process died."""
        with pool_of(workers) as pool:
            waiting, under_way = list(reversed(places)), dict[Future[Out], int]()
            while waiting or under_way:
                while waiting and len(under_way) < workers:
                    place = waiting.pop()
                    try:
                        with interrupts_later():  # submitting may start a process
                            future = pool.submit(self.work, self.jobs[place])
                        under_way[future] = place
                    except BrokenProcessPool:  # a process died between two jobs
                        return sorted([*under_way.values(), place])
                if not self._take_arrivals(under_way):
                    return sorted(under_way.values())
        return []

    def _take_arrivals(self, under_way: dict[Future[Out], int]) -> bool:
        """Wait for the next arrivals and keep them; say whether the pool still stands."""
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        stands = bool(done)
        for future in done:
            if isinstance(future.exception(), BrokenProcessPool):
                stands = False
                continue
            place = under_way[future]
            self.arrivals.add(place, future.result())
            del under_way[future]
        return stands


@contextmanager
def pool_of(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Make a pool of new processes that is gone afterwards, whatever happens: an error, Ctrl-C, a broken pool."""
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=start_worker)
    try:
        yield pool
    except BaseException:
        for process in set(active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


INTERRUPTS = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
"""Ctrl-C, a polite request to end, and a terminal that is closed."""


@contextmanager
def interrupts_later() -> Iterator[None]:
    """Hold interrupts back for a moment. A process that is started in it holds them back until `start_worker`."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_worker() -> None:
    """Let a worker leave Ctrl-C to its parent, and end when its parent is gone, even by ``kill -9``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait_for_any([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Keep the linear algebra of workers to one thread each: it is read when a process starts."""
    name, before = "OPENBLAS_NUM_THREADS", os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
