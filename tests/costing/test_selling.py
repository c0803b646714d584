"""Prices to customers: revenue, contribution, and what a lost order would have contributed."""

from __future__ import annotations

import math

import pytest

from flexsim import simulate
from flexsim.costing import quantities_of
from flexsim.scenario import Scenario, ScenarioError, loads
from flexsim.study import Result
from tests.costing.two_stools import SEED, two_stools

# One bench, an hour a box, one order inside at most. Two boxes of oak are ordered at 0 h and delivered at 2 h; one
# without a lid at 1 h is refused, so lost; one at 3 h is delivered at 4 h. Material 10 EUR and 5 EUR for oak, prices 100
# EUR and 30 EUR for oak.
SHOP = """
flexsim: 1
horizon: 10 h
products:
  box:
    material: 10 EUR
    price: 100 EUR
    options: {lid: {none: 0.5, oak: 0.5}}
    operations:
      glue: {at: bench, run: 1 h, changes: [{if: {lid: oak}, material: 5 EUR, price: 30 EUR}]}
demand:
  shop:
    product: box
    refuse_above: 1
    orders:
      - {order: a, arrival: 0 h, quantity: 2, options: {lid: oak}}
      - {order: b, arrival: 1 h, quantity: 1, options: {lid: none}}
      - {order: c, arrival: 3 h, quantity: 1, options: {lid: none}}
work_centres: {bench: {}}
"""


def sold(**changes: object) -> Result:
    return simulate(loads(SHOP).with_values({key.replace("__", "."): value for key, value in changes.items()}))


def test_revenue_is_what_was_delivered_at_the_price_of_its_options() -> None:
    found = sold().measures
    assert found["revenue_eur"] == 2 * 130 + 100
    # less 15 EUR of material for each box of oak and 10 EUR for the other, for each of four pieces asked for
    assert found["contribution_eur"] == pytest.approx((360 - 2 * 15 - 10) / 4)


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({}, 100 - 10),
        ({"demand__shop__price": "80 EUR"}, 80 - 10),
        ({"demand__shop__price": "0 EUR", "products__box__price": None}, 0),  # nobody knows
        ({"demand__shop__lost": "50 EUR"}, 50),
        ({"demand__shop__lost": "0 EUR"}, 0),
        ({"products__box__price": "0 EUR", "products__box__operations__glue__changes": None}, 0),  # nothing has a price
    ],
)
def test_a_lost_piece_would_have_contributed_its_price_less_its_material(
    changes: dict[str, object], lost: float
) -> None:
    assert sold(**changes).measures["lost_contribution_eur"] == lost


def test_customers_may_have_a_price_of_their_own_and_pay_for_options_besides() -> None:
    assert sold(demand__shop__price="80 EUR").measures["revenue_eur"] == 2 * (80 + 30) + 80


def test_without_prices_nobody_speaks_of_contribution() -> None:
    plain = sold(products__box__price=None, products__box__operations__glue__changes=None)
    assert not {"revenue_eur", "contribution_eur"} & plain.measures.keys()
    assert math.isnan(plain.costs.contribution_eur)


def test_what_is_thrown_away_and_late_contributes_nothing() -> None:
    # two stools at 50 EUR and a peg at 8 EUR; their material, a stool of scrap, three set-ups' scrap, and a euro for
    # being late: what is paid by the hour is paid without these orders too
    found = simulate(two_stools().with_values({"products.stool.price": "50 EUR", "products.peg.price": "8 EUR"}), SEED)
    assert found.measures["revenue_eur"] == 108
    assert found.measures["contribution_eur"] == pytest.approx((108 - 20 - 3 - 10 - 0.75 - 1) / 3)


def from_the_shelf() -> Scenario:
    stock = {"shelf": {"product": "box", "options": {"lid": "oak"}, "lot_size": 2, "reorder_point": -1, "on_hand": 1}}
    return loads(SHOP).with_values(
        {
            "stock": stock,
            "demand.shop": {"item": "shelf", "at": ["1 h", "2 h"], "patience": "10 min"},
        }
    )


def test_an_item_has_the_price_of_the_options_that_it_states() -> None:
    # the first gets the only box of oak; the second finds none, and does not wait
    found = simulate(from_the_shelf())
    assert found.measures["revenue_eur"] == 130
    assert found.measures["lost_contribution_eur"] == 130 - 15
    assert found.measures["contribution_eur"] == pytest.approx((130 - 15) / 2)


@pytest.mark.parametrize("scenario", [loads(SHOP), from_the_shelf()], ids=["to order", "from the shelf"])
@pytest.mark.parametrize("values", [{}, {"demand.shop.price": "70 EUR"}, {"demand.shop.lost": "33 EUR"}])
def test_it_is_priced_anew_as_all_else(scenario: Scenario, values: dict[str, object]) -> None:
    other = scenario.with_values(values)
    found, fresh = quantities_of(simulate(scenario).costs).measures(other), simulate(other).costs.measures()
    assert found == {name: pytest.approx(value, rel=1e-12, nan_ok=True) for name, value in fresh.items()}


def test_a_price_is_an_amount_of_money() -> None:
    with pytest.raises(ScenarioError, match="an amount of money needs a unit"):
        loads(SHOP.replace("price: 100 EUR", "price: 100"))
    with pytest.raises(ScenarioError, match="must not be negative"):
        loads(SHOP.replace("price: 30 EUR", "price: -30 EUR"))
