"""What the engine's primitives cost: one push and pop, one draw, one row. Each benchmark asserts its answer.

The loops are compiled when the benchmarks start, if the engine is, so that the calling from Python is not measured.
"""

import heapq
import importlib.util
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flexsim.engine import COMPILED
from flexsim.engine.calendar import Calendar
from flexsim.engine.distributions import make
from flexsim.engine.recorder import Table
from flexsim.engine.streams import Stream

HERE = Path(__file__).parent
#: Calls in one round: a hundredth of them uncompiled.
N = 50_000 if COMPILED else 500


@pytest.fixture(scope="module")
def loops(tmp_path_factory):
    """Load ``primitive_loops``, compiled if the engine is."""
    path = HERE / "primitive_loops.py"
    if COMPILED:
        folder = tmp_path_factory.mktemp("loops")
        for source in HERE.glob("primitive_loops.p*"):
            shutil.copy(source, folder)
        directives = "boundscheck=False,wraparound=False,initializedcheck=False,cdivision=True"
        subprocess.run(
            [sys.executable, "-m", "Cython.Build.Cythonize", "-3", "-i", "-X", directives, path.name],
            cwd=folder,
            env=os.environ | {"CFLAGS": "-O3 -ffp-contract=off", "PYTHONPATH": str(HERE.parent)},
            check=True,
            capture_output=True,
        )
        [path] = [*folder.glob("primitive_loops*.so"), *folder.glob("primitive_loops*.pyd")]
    spec = importlib.util.spec_from_file_location("primitive_loops", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def measure(benchmark, figure):
    """Time rounds of one call, each of many primitives; give the last round's answer."""

    def measured(what, n_calls, function, *arguments):
        answer = benchmark.pedantic(function, args=(*arguments, n_calls), rounds=20, warmup_rounds=1)
        if benchmark.stats is not None:
            figure(what, f"{benchmark.stats.stats.median / n_calls * 1e9:.1f} ns")
        return answer

    return measured


def held(n_events, n_times):
    """Do what `Holder` does with Python's heap; give the last time and the digest of the subjects."""
    state, seen, queue = 1, 0, []
    for subject in range(n_events):
        state = state * 16807 % 2147483647
        queue.append((state >> 10, subject))
    heapq.heapify(queue)
    for _ in range(n_times):
        time, subject = queue[0]
        seen = (seen * 31 + subject) & 1073741823
        state = state * 16807 % 2147483647
        heapq.heapreplace(queue, (time + (state >> 10), subject))
    return time, seen


@pytest.mark.benchmark(group="primitive")
@pytest.mark.parametrize("n_events", [20, 2000])
def test_push_and_pop(measure, loops, n_events):
    calendar = Calendar()
    holder = loops.Holder(calendar, n_events)
    measure(f"push and pop, {n_events} events", N, loops.hold, calendar)
    assert (calendar.now, holder.seen) == held(n_events, calendar.fired)
    assert calendar.n == n_events


@pytest.mark.benchmark(group="primitive")
def test_uniform_draw(measure, loops):
    stream = Stream(1, 0, "arrival|custom")
    total = 0.0
    for entity in range(N):
        total += stream.draw(entity, 3)
    assert measure("uniform draw", N, loops.uniforms, stream) == total


@pytest.mark.benchmark(group="primitive")
def test_exponential_draw(measure, loops):
    stream = Stream(1, 0, "arrival|custom")
    expected = sum(int(-60.0 * math.log1p(-stream.draw(entity, 3)) * 1_000_000.0 + 0.5) for entity in range(N))
    assert measure("exponential draw", N, loops.draws, make("exponential", (60.0,)), stream) == expected


@pytest.mark.benchmark(group="primitive")
@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("constant", (60.0,)),
        ("triangular", (30.0, 60.0, 120.0)),
        ("weibull", (2.0, 60.0)),
        ("lognormal", (60.0, 0.5)),
        ("gamma", (3.0, 20.0)),
        ("beta", (2.0, 5.0, 30.0, 120.0)),
    ],
)
def test_draw_of_every_other_kind(measure, loops, kind, parameters):
    stream = Stream(1, 0, "arrival|custom")
    distribution = make(kind, parameters)
    n_calls = N // 10
    expected = sum(distribution.ticks_at(stream.draw(entity, 3)) for entity in range(n_calls))
    assert measure(f"{kind} draw", n_calls, loops.draws, distribution, stream) == expected


@pytest.mark.benchmark(group="primitive")
def test_recorded_row_of_twenty_columns(measure, loops):
    tables = []

    def write(n_rows):
        tables[:] = [Table("operations", [f"column_{i}" for i in range(20)])]
        loops.rows(tables[0], n_rows)

    measure("recorded row of 20 columns", N, write)
    columns = tables[0].columns_of()
    assert len(tables[0]) == N
    assert [int(column.sum()) for column in columns.values()] == [
        N * (N - 1) // 2,
        sum(i & 127 for i in range(N)),
        sum(i & 32767 for i in range(N)),
        (N * (N - 1) // 2) << 20,
        *[constant * N for constant in range(4, 19)],
        -N * (N - 1) // 2,
    ]
