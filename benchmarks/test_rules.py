"""What a dispatching rule written in Python costs."""

from time import process_time

import pytest

from benchmarks import shops
from benchmarks.measuring import interleaved
from flexsim.engine import DispatchRule, run

N_MACHINES = 10


class Equal(DispatchRule):
    """All operations are equally urgent, so the one that has waited longest goes first: FIFO, by way of Python."""

    def key(self, task, now):
        return 0.0


class Counted(Equal):
    """The same, and it counts how often it was asked."""

    n_calls = 0

    def key(self, task, now):
        Counted.n_calls += 1
        return 0.0


@pytest.mark.benchmark(group="mechanism", timer=process_time)
def test_price_of_a_call_of_a_python_rule(benchmark, figure, size):
    scenario = shops.benchmark_shop(size(20_000))
    ours, theirs = interleaved(
        benchmark, lambda: run(scenario, record=(), rules=everywhere(Equal)), lambda: lambda: run(scenario, record=())
    )
    Counted.n_calls = 0
    counted = run(scenario, record=(), rules=everywhere(Counted))
    assert Counted.n_calls == counted.n_operations, (
        "a static rule is asked once for every operation that comes to a line"
    )
    assert ours.answer.end == counted.end == theirs.answer.end, "equal keys are first come, first served"
    figure("dispatching rule in Python", f"{1e9 * (ours.best - theirs.best) / Counted.n_calls:+.0f} ns a call")


def everywhere(rule):
    return {f"machine {number}": rule() for number in range(N_MACHINES)}
