"""The cost of an operation does not grow with the size of the floor."""

from time import process_time

import pytest

from benchmarks import shops
from benchmarks.measuring import can_count_instructions, instructions_per_operation, interleaved
from flexsim.engine import run

COUNTERS = {"n_events": "events", "n_heap_moves": "heap moves", "n_candidates": "candidates"}
"""What a run counts about its own work, and its name in the summary."""


@pytest.mark.skipif(not can_count_instructions(), reason="valgrind and setarch count instructions")
def test_an_operation_in_the_large_shop_takes_at_most_a_quarter_more_instructions(figure, size):
    large, small = (instructions_per_operation(name, size(2_000)) for name in ("large", "shop"))
    figure(
        "large shop, instructions per operation",
        f"{large / small:.3f} of the benchmark shop's ({large:,.0f} and {small:,.0f}; limit 1.25)",
    )
    assert large <= 1.25 * small


@pytest.mark.benchmark(group="study", timer=process_time)
def test_time_and_counters_of_an_operation_in_the_large_shop(benchmark, figure, size):
    n = size(20_000)
    large, small = shops.large_shop(n), shops.benchmark_shop(n)
    ours, theirs = interleaved(benchmark, lambda: run(large, record=()), lambda: lambda: run(small, record=()))
    assert 5 * n <= ours.answer.n_operations <= 10 * n
    assert run(large, record=()).digest == ours.answer.digest
    in_large, in_small = (watch.best / watch.answer.n_operations for watch in (ours, theirs))
    figure(
        "large shop, time per operation",
        f"{in_large / in_small:.2f} of the benchmark shop's ({1e9 * in_large:.0f} and {1e9 * in_small:.0f} ns)",
    )
    for name, counts in {"large shop": ours.answer, "benchmark shop": theirs.answer}.items():
        figure(f"{name}, counters per operation", counters_in_words(counts))


def counters_in_words(counts):
    """The engine's own counters, as many as it keeps."""
    return ", ".join(
        f"{getattr(counts, counter) / counts.n_operations:.3f} {name}"
        for counter, name in COUNTERS.items()
        if hasattr(counts, counter)
    )
