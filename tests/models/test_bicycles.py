"""The two bicycle models: the same customers, and a mass side that plans as the textbook says."""

from __future__ import annotations

from itertools import product
from math import ceil, sqrt

import pytest

from flexsim.costing import material_per_piece
from flexsim.scenario import Scenario, load
from flexsim.shipped import model
from flexsim.study import simulate

WORKSHOP, MASS = load(model("bicycle_workshop")), load(model("bicycle_mass"))
BICYCLE = MASS.products["bicycle"]

WEEKS = 4
"""Of a short run."""


def test_both_sides_state_the_same_customers() -> None:
    assert WORKSHOP.products["bicycle"].options == BICYCLE.options
    assert (WORKSHOP.start, WORKSHOP.warm_up, WORKSHOP.horizon) == (MASS.start, MASS.warm_up, MASS.horizon)
    assert WORKSHOP.demand == {
        name: stream.model_copy(update={"from_stock": False}) for name, stream in MASS.demand.items()
    }


def test_the_same_customers_come_at_the_same_moments_with_the_same_wishes() -> None:
    wished = ["stream", "ordinal", "product", "configuration", "quantity", "priority", "arrived_h", "due_h"]
    came = [
        simulate(side.replace(warm_up=None, horizon=f"{WEEKS} wk"), seed=7).tables.orders[wished]
        for side in (WORKSHOP, MASS)
    ]
    assert len(came[0]) > 300
    assert came[0].equals(came[1])


def test_whoever_orders_a_bicycle_gets_exactly_this_one() -> None:
    orders = simulate(MASS.replace(warm_up=None, horizon=f"{WEEKS} wk"), seed=7).tables.orders
    for _, order in orders.iterrows():
        wish = dict(pair.split("=") for pair in order["configuration"].split())
        assert MASS.stock[order["item"]].options == wish


def test_all_36_bicycles_are_on_the_shelf_once() -> None:
    possible = [
        tuple(sorted(zip(BICYCLE.options, values, strict=True))) for values in product(*BICYCLE.options.values())
    ]
    kept = [tuple(sorted(item.options.items())) for item in MASS.stock.values()]
    assert sorted(kept) == sorted(possible)
    assert len(kept) == 36


@pytest.mark.parametrize("name", MASS.stock)
def test_lots_and_reorder_points_are_the_textbooks(name: str) -> None:
    # demand: 168 x 60 / 100 customers and 168 / 14 rush orders of one, 168 / 96 fleets of 3 to 6 in a week
    item = MASS.stock[name]
    share = 1.0
    for option, value in item.options.items():
        share *= BICYCLE.options[option][value]
    singles, fleets = 168 * 60 / 100 + 168 / 14, 168 / 96
    weekly = share * (singles + fleets * (3 + 4 + 5 + 6) / 4)
    variance = share * (singles + fleets * (9 + 16 + 25 + 36) / 4)
    square_root = sqrt(2 * 52 * weekly * 240 / (0.25 * material_per_piece(BICYCLE, item.options)))
    assert item.lot_size == max(10, 10 * round(square_root / 10))
    assert item.reorder_point == ceil(2 * weekly + 1.645 * sqrt(2 * variance))


@pytest.mark.parametrize("seed", range(1, 5))
def test_every_bicycle_is_reordered_three_times_before_the_measuring_begins(seed: int) -> None:
    before: Scenario = MASS.replace(warm_up=None, horizon=f"{MASS.warm_up} s")
    stock = simulate(before, seed=seed).tables.stock.set_index("item")["started"]
    assert min(stock[name] / item.lot_size for name, item in MASS.stock.items()) >= 3
