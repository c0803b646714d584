"""Ways to measure that mean the same on every machine.

Ratios within one run, counted instructions, CPU time and memory of processes of their own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[1]
STEADY = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}
"""Environment in which a process executes the same instructions every time."""


@dataclass
class Stopwatch:
    """CPU seconds of each call, and what the last one gave."""

    seconds: list = field(default_factory=list)
    answer: object = None

    def time(self, work):
        began = process_time()
        self.answer = work()
        self.seconds.append(process_time() - began)

    @property
    def best(self):
        return min(self.seconds)


def interleaved(benchmark, ours, theirs, rounds=3):
    """Time two pieces of work in turns and give both stopwatches.

    Parameters
    ----------
    benchmark : fixture of pytest-benchmark, which records `ours`
    ours : callable that does the work
    theirs : callable that prepares its work, untimed, and gives a callable that does it
    """
    our_watch, their_watch = Stopwatch(), Stopwatch()
    benchmark.pedantic(
        lambda: our_watch.time(ours), setup=lambda: their_watch.time(theirs()), rounds=rounds, warmup_rounds=1
    )
    benchmark.extra_info["ratio"] = their_watch.best / our_watch.best
    return our_watch, their_watch


def workload(name, n_orders):
    """Run a shop in a process of its own; what it printed."""
    return json.loads(
        subprocess.run(workload_command(name, n_orders), cwd=ROOT, check=True, capture_output=True, text=True).stdout
    )


def workload_command(name, n_orders):
    return [sys.executable, "-m", "benchmarks.workload", name, str(n_orders)]


def can_count_instructions():
    return shutil.which("valgrind") is not None and shutil.which("setarch") is not None


@cache
def instructions_per_operation(name, n_orders):
    """Machine instructions of one operation in a shop: a run of n orders and one of five times as many, subtracted.

    Repeatable within ten parts per million, whatever else the machine does.
    """
    few, many = (counted_instructions(name, n) for n in (n_orders, 5 * n_orders))
    return (many[0] - few[0]) / (many[1] - few[1])


def counted_instructions(name, n_orders):
    """Instructions and operations of one run under callgrind."""
    callgrind = ["setarch", "-R", "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run(
        callgrind + workload_command(name, n_orders),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | STEADY,
    )
    collected = re.search(r"Collected : (\d+)", done.stderr)
    return int(collected[1]), json.loads(done.stdout)["n_operations"]


def cpu_seconds(command):
    """User and system time of one process that must succeed, and what it printed."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, printed
