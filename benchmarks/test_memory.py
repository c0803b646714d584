"""Memory is bounded by work in progress, not by the orders completed."""

from benchmarks.measuring import workload

OPERATIONS_OF_AN_ORDER = 7.5


def test_a_hundred_times_as_many_operations_take_less_than_five_per_cent_more_memory(figure, size):
    few, many = (workload("shop", int(size(n) / OPERATIONS_OF_AN_ORDER)) for n in (100_000, 10_000_000))
    growth = many["peak_kb"] / few["peak_kb"] - 1
    figure(
        "resident memory, recording off",
        f"{few['peak_kb'] / 1024:.1f} MB at {few['n_operations']:,} operations, "
        f"{growth:+.1%} at {many['n_operations']:,}",
    )
    assert growth < 0.05
