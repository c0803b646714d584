"""How many times faster than SimPy the same shop runs, order by order the same."""

from time import process_time

import pytest

from benchmarks import shops
from benchmarks.measuring import can_count_instructions, instructions_per_operation, interleaved
from flexsim.engine import run
from tests.reference.simpy_idiomatic import idiomatic_shop
from tests.reference.simpy_shop import benchmark_shop, joins_shop

N_ORDERS = 20_000
STEPS_OF_AN_OPERATION = {"shop": 2, "joins": 3}
"""Set-up and run in the benchmark shop; load, run and unload in the joins shop (S1)."""

STANDARD_TABLES = ("orders", "lots", "operations")
PROGRAMS = [
    ("shop", "idiomatic", idiomatic_shop),
    ("shop", "hand-tuned", benchmark_shop),
    ("joins", "hand-tuned", joins_shop),
]
"""A shop, how its SimPy program is written (by the book, or for speed), and the program."""

pytestmark = pytest.mark.benchmark(group="study", timer=process_time)


@pytest.mark.parametrize(("name", "style", "program"), PROGRAMS, ids=[" ".join(words[:2]) for words in PROGRAMS])
@pytest.mark.parametrize("record", [(), STANDARD_TABLES], ids=["bare", "with tables"])
def test_shop_agrees_with_simpy_order_by_order_and_is_faster(benchmark, figure, size, name, style, program, record):
    n = size(N_ORDERS)
    scenario = shops.BY_NAME[name](n)
    reference = []

    def simpy_run():
        reference[:] = [program(n)]
        return reference[0].run

    ours, theirs = interleaved(benchmark, lambda: run(scenario, record=record), simpy_run)
    assert (ours.answer.end, ours.answer.n_operations) == (theirs.answer, reference[0].n_operations)
    assert_same_orders(run(scenario, record=("orders",)), reference[0].orders)
    figure(
        f"{name} against {style} SimPy, {'with tables' if record else 'bare'}",
        f"{theirs.best / ours.best:.1f} times as fast ({1e9 * ours.best / ours.answer.n_operations:,.0f} ns and "
        f"{1e9 * theirs.best / ours.answer.n_operations:,.0f} ns an operation)",
    )


def test_a_step_of_the_joins_shop_costs_at_most_two_of_the_benchmark_shop(benchmark, figure, size):
    n = size(N_ORDERS)
    joins, shop = shops.joins_shop(n), shops.benchmark_shop(n)
    ours, theirs = interleaved(benchmark, lambda: run(joins, record=()), lambda: lambda: run(shop, record=()))
    per_step = {
        name: watch.best / watch.answer.n_operations / STEPS_OF_AN_OPERATION[name]
        for name, watch in {"joins": ours, "shop": theirs}.items()
    }
    figure(
        "joins shop, time per step",
        f"{per_step['joins'] / per_step['shop']:.2f} of the benchmark shop's ({1e9 * per_step['joins']:.0f} and "
        f"{1e9 * per_step['shop']:.0f} ns; limit 2, held on instructions)",
    )


@pytest.mark.skipif(not can_count_instructions(), reason="valgrind and setarch count instructions")
def test_a_step_of_the_joins_shop_takes_at_most_twice_the_instructions(figure, size):
    per_step = {
        name: instructions_per_operation(name, size(2_000)) / steps for name, steps in STEPS_OF_AN_OPERATION.items()
    }
    ratio = per_step["joins"] / per_step["shop"]
    figure(
        "joins shop, instructions per step",
        f"{ratio:.3f} of the benchmark shop's ({per_step['joins']:,.0f} and {per_step['shop']:,.0f}; limit 2)",
    )
    assert ratio <= 2


def assert_same_orders(counts, orders):
    """Every order arrived and was delivered at the same tick."""
    table = counts.tables["orders"]
    ours = sorted(zip(table["ordinal"].tolist(), table["arrived"].tolist(), table["completed"].tolist(), strict=True))
    assert ours == [(order.ordinal, order.arrived, order.completed) for order in orders]
