"""The compiled engine borrows what the floor holds: nothing is given back that was not taken, and nothing is kept."""

import gc
import sys

import pytest

from benchmarks import shops
from flexsim.engine import run
from flexsim.scenario import from_mapping, load
from tests.engine.either import ROOT


def model(name, weeks):
    return load(ROOT / "models" / f"{name}.yaml").with_values({"horizon": f"{weeks} wk", "warm_up": "0 wk"})


SHOPS = {
    "the benchmark shop": lambda: shops.benchmark_shop(1_000),
    "a shop with joins, set-up matrices and unloading": lambda: shops.joins_shop(300),
    "bicycles from stock": lambda: model("bicycle_mass", 40),
    "bicycles to order": lambda: model("bicycle_workshop", 20),
    "a factory with repairs, batches of customers and shifts": lambda: model("minifab", 4),
}


GATHERED = {
    "flexsim": 1,
    "products": {"part": {"operations": {"cut": {"at": "saw", "run": "exponential(10 min)", "per": "piece"},
                                         "pack": {"at": "bench", "run": "3 min", "after": "cut", "join": True}}}},
    "demand": {"parts": {"product": "part", "every": "exponential(2 h)", "quantity": 4, "lot_size": 1, "count": 1500}},
    "work_centres": {"saw": {}, "bench": {}},
}  # fmt: skip
SHOPS["orders of four lots, gathered to be packed"] = lambda: from_mapping(GATHERED)


def nouns(floor):
    """Everything that a floor holds until the end of a run."""
    yield from (*floor.centres, *floor.units, *floor.workers, *floor.teams, *floor.needs, *floor.sources, *floor.modes)
    for centre in floor.centres:
        yield from centre.lines
    for source in floor.sources:
        for operation in source.operations:
            yield operation
            yield from operation.choices


def references(floor):
    return [sys.getrefcount(noun) for noun in nouns(floor)]


@pytest.mark.parametrize("name", SHOPS)
def test_references_do_not_grow_with_the_run(name):
    """A task refers to a noun seven times at most, pooled or at work; a leak adds one an operation, its opposite takes one."""
    seen = {}

    def watch(shop):
        if not seen:
            seen["floor"], seen["first"] = shop.floor, references(shop.floor)

    n_operations = run(SHOPS[name](), seed=5, record=(), after_instant=watch).n_operations
    floor = seen["floor"]
    most = 7 * len(floor.tasks) + 20
    assert n_operations > 3 * most, "too short a run to tell"
    for noun, first, last in zip(nouns(floor), seen["first"], references(floor), strict=True):
        assert -20 <= last - first <= most, noun


def orders_and_lots():
    return sum(type(found).__name__ in ("Order", "Lot") for found in gc.get_objects())


@pytest.mark.parametrize("name", SHOPS)
def test_orders_that_are_over_are_let_go_of_at_once(name):
    """No collector runs beside an engine: what refers to itself would stay until the end of the run."""
    living, inside = [], []

    def count(shop):
        inside.append(shop.floor.n_inside + sum(len(item.in_work) for item in shop.floor.items))
        if shop.floor.calendar.fired % 499 == 0:
            living.append(orders_and_lots() - before)

    gc.collect()
    before = orders_and_lots()  # of other runs
    run(SHOPS[name](), seed=5, record=(), after_instant=count)
    assert (
        max(living) <= 16 * max(inside) + 40
    )  # an order of four lots is five things, and as many may lie in the pools
