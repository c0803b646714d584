"""Jobs for other processes: some do as told, some die."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def square(number: int) -> int:
    """Do as told."""
    return number * number


def fail_at_three(number: int) -> int:
    """Raise for one of the jobs."""
    if number == 3:
        raise ValueError("three is not wanted")
    return number


def die_at_three(number: int) -> int:
    """Kill the process for one of the jobs, whenever it is tried."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(job: tuple[int, str]) -> int:
    """Kill the process the first time job 3 is tried."""
    number, folder = job
    mark = Path(folder, "died")
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def threads(number: int) -> str | None:
    """Say how many threads linear algebra may use."""
    return os.environ.get("OPENBLAS_NUM_THREADS")


def may_be_ended(number: int) -> bool:
    """Say whether a polite request to end would be heard."""
    return signal.SIGTERM not in signal.pthread_sigmask(signal.SIG_BLOCK, set())


def write_pid_and_sleep(folder: str) -> int:
    """Say who one is, then take long."""
    Path(folder, str(os.getpid())).touch()
    time.sleep(120)
    return 0
