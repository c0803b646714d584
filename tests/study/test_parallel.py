"""Parallel processes: the same answers, no job lost without a word, no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import pytest

from flexsim.study import JobLostError
from flexsim.study.parallel import run_all
from tests.study.work import die_at_three, die_once, fail_at_three, may_be_ended, square, threads

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


def test_results_come_in_the_order_of_jobs_however_they_are_run() -> None:
    jobs, expected = [5, 1, 4, 2], [25, 1, 16, 4]
    assert run_all(square, jobs) == expected
    assert run_all(square, jobs, workers=2) == expected
    with ThreadPoolExecutor(2) as executor:
        assert run_all(square, jobs, executor=executor) == expected
    assert run_all(square, [], workers=2) == []


def test_progress_is_told_after_every_job() -> None:
    told: list[tuple[int, int]] = []
    run_all(square, [1, 2, 3], workers=2, when_done=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_has_arrived_is_kept_before_an_error_ends_the_rest(workers: int) -> None:
    kept: dict[int, int] = {}
    with pytest.raises(ValueError, match="three is not wanted"):
        run_all(fail_at_three, [10, 11, 3, 12, 13, 14], workers=workers, keep=kept.__setitem__)
    assert {0: 10, 1: 11}.items() <= kept.items()
    assert len(kept) < 5


def test_what_arrives_in_somebody_elses_pool_is_kept_too() -> None:
    kept: dict[int, int] = {}
    with ThreadPoolExecutor(2) as executor:
        run_all(square, [3, 4, 5], executor=executor, keep=kept.__setitem__)
    assert kept == {0: 9, 1: 16, 2: 25}


def test_a_worker_hears_a_request_to_end_though_it_was_held_back_while_it_started() -> None:
    assert run_all(may_be_ended, [0, 1], workers=2) == [True, True]


def test_an_error_in_a_job_comes_back_as_it_is_and_leaves_no_process() -> None:
    with pytest.raises(ValueError, match="three is not wanted"):
        run_all(fail_at_three, [1, 2, 3, 4, 5], workers=2)
    assert not active_children()


def test_a_killed_worker_costs_nothing_but_time(tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path)) for number in range(6)]
    assert run_all(die_once, jobs, workers=2) == [0, 1, 2, 3, 4, 5]


def test_a_job_that_kills_its_process_three_times_is_named_and_what_arrived_is_kept() -> None:
    with pytest.raises(JobLostError, match=r"^3: its process died 3 times") as caught:
        run_all(die_at_three, [0, 1, 2, 3, 4, 5], workers=2)
    assert caught.value.job == 3
    assert {0, 1}.issubset(caught.value.arrived)
    assert not active_children()


def test_linear_algebra_in_workers_has_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    assert run_all(threads, [0, 1], workers=2) == ["1", "1"]
    assert os.environ["OPENBLAS_NUM_THREADS"] == "7"


def test_no_workers_are_refused() -> None:
    with pytest.raises(ValueError, match="workers = 0"):
        run_all(square, [1], workers=0)


@contextmanager
def sleepers(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """Start a program with two workers that take long, and wait until they are at work."""
    command = [sys.executable, "-m", "tests.study.sleepers", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True) as program:
        try:
            assert comes_true(lambda: len(list(folder.iterdir())) == 2)
            yield program, [int(path.name) for path in folder.iterdir()]
        finally:
            program.kill()


def comes_true(condition: Callable[[], bool]) -> bool:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def is_gone(pid: int) -> bool:
    """Say whether a process has ended (a zombie has)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


@linux
def test_ctrl_c_leaves_no_process(tmp_path: Path) -> None:
    with sleepers(tmp_path) as (program, workers):
        os.killpg(program.pid, signal.SIGINT)  # a terminal sends it to the whole group
        program.wait(PATIENCE_S)
        assert all(is_gone(pid) for pid in workers)


@linux
def test_kill_9_of_the_parent_leaves_no_process(tmp_path: Path) -> None:
    with sleepers(tmp_path) as (program, workers):
        program.kill()
        program.wait(PATIENCE_S)
        assert comes_true(lambda: all(is_gone(pid) for pid in workers))


@linux
def test_a_request_to_end_the_parent_leaves_no_process(tmp_path: Path) -> None:
    with sleepers(tmp_path) as (program, workers):
        program.terminate()
        program.wait(PATIENCE_S)
        assert comes_true(lambda: all(is_gone(pid) for pid in workers))
