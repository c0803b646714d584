"""Who was served: exactly, by substitute, too late, or not at all, in pieces that customers asked for (C5)."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from flexsim import simulate
from flexsim.results import Tables, measures, window
from flexsim.scenario import Scenario, loads
from tests.handmade import H, counts, stool_workshop

# The workshop of tests/handmade.py asks for nine pieces: two delivered at 4 h and due at 3 h; one at 5.5 h, due at 8 h;
# three that still wait; one lost; two from the shelf at once, without a due date.
SHARES = ("service_share", "served_exactly_share", "served_by_substitute_share", "too_late_share", "lost_share")


def shares(scenario: Scenario, **changes: int) -> list[float]:
    found = measures(replace(window(counts()), **changes), scenario)
    return [found[name] for name in SHARES]


def test_unless_stated_the_due_date_is_the_latest_acceptable_delivery() -> None:
    assert shares(stool_workshop()) == [3 / 9, 3 / 9, 0, 5 / 9, 1 / 9]


def test_the_latest_acceptable_delivery_counts_from_the_arrival_and_includes_its_moment() -> None:
    # 4 h: the two at 4 h, who came at 0 h, are served; the one who came at 1 h and had his at 5.5 h is not
    latest = stool_workshop().with_values({"demand.shop.latest": "4 h"})
    assert shares(latest) == [4 / 9, 4 / 9, 0, 4 / 9, 1 / 9]


def test_service_is_of_those_who_come_in_the_window() -> None:
    # from 1 h on: one in time, three waiting, one lost, two from the shelf
    assert shares(stool_workshop(), start=H) == [3 / 7, 3 / 7, 0, 3 / 7, 1 / 7]


def test_without_customers_there_is_no_service() -> None:
    assert all(math.isnan(share) for share in shares(stool_workshop(), start=8 * H))


def test_without_the_scenario_nobody_knows_what_customers_accept() -> None:
    assert not set(SHARES) & set(measures(window(counts())))


def test_orders_say_how_they_were_served_and_until_when_they_would_have_been() -> None:
    latest = stool_workshop().with_values({"demand.shop.latest": "4 h"})
    table = Tables(window(counts()), latest).orders
    assert list(table["served"]) == ["exactly", "too late", "exactly", "waiting", "lost"]  # as they came
    assert table["latest_h"].fillna(-1).tolist() == [4, 5, -1, 10, 11]


SHELF = """
flexsim: 1
products:
  bike:
    options: {colour: {blue: 0.5, red: 0.5}}
    operations: {weld: {at: bench, run: 30 min}}
work_centres: {bench: {}}
stock:
  blue_bike: {product: bike, options: {colour: blue}, lot_size: 5, reorder_point: -5, on_hand: 5}
demand:
  shop:
    product: bike
    from_stock: true
    price: 900 EUR
    lost: 200 EUR
    substitutes: {offered: 0.1}
    orders:
      - {order: A, arrival: 1 min, quantity: 1, options: {colour: blue}}
      - {order: B, arrival: 2 min, quantity: 3, options: {colour: red}}
"""


def test_a_substitute_that_the_customer_takes_is_service_and_its_discount_a_cost_to_serve() -> None:
    found = simulate(loads(SHELF)).measures
    assert [found[name] for name in SHARES] == [1, 1 / 4, 3 / 4, 0, 0]
    assert found["discounts_eur"] == pytest.approx(3 * 90)  # a tenth of 900 EUR off three bikes
    assert found["cost_to_serve_eur"] == pytest.approx(270 / 4)  # nothing else costs anything
    assert found["total_cost_eur"] == 0  # what a customer does not pay is no cost of the ledger


def test_who_takes_no_substitute_is_lost_with_his_contribution() -> None:
    lost = loads(SHELF).with_values({"demand.shop.substitutes.discount": 0.2})  # wants a fifth, and is offered a tenth
    found = simulate(lost).measures
    assert [found[name] for name in SHARES] == [1 / 4, 1 / 4, 0, 0, 3 / 4]
    assert (found["discounts_eur"], found["cost_to_serve_eur"]) == (0, 3 * 200 / 4)


def test_a_day_late_costs_its_euros_whether_or_not_it_is_service() -> None:
    late = stool_workshop().with_values({"demand.shop.late": "24 EUR/d", "demand.shop.lost": "5 EUR"})
    accepted = late.with_values({"demand.shop.latest": "4 h"})
    from flexsim.costing import cost

    costs = [cost(window(counts()), scenario) for scenario in (stool_workshop(), late, accepted)]
    # order 0 is an hour late: 1 EUR; the lost stool 5 EUR; over nine pieces asked for
    added = [one.cost_to_serve_eur - costs[0].cost_to_serve_eur for one in costs]
    assert added == pytest.approx([0, 6 / 9, 6 / 9])
