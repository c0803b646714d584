"""Prices in a scenario: their units, what belongs together, and that a run knows nothing of them."""

from __future__ import annotations

import pytest

from flexsim.scenario import Scenario, loads
from tests.scenario.shops import problems_of

PRICED = """
flexsim: 1
horizon: 1 wk
prices: {interest: 8 %/yr, holding: 20 %/yr, floor_space: 120 EUR/m2/yr}
products:
  stool:
    material: 12 EUR
    operations:
      cut: {at: saw, set_up: 5 min, run: 8 min, skill: sawing, set_up_scrap: 1.50 EUR}
demand:
  customers: {product: stool, every: exponential(75 min), due: 2 d, late: 20 EUR/d, lost: 30 EUR}
work_centres:
  saw: {team: crew, price: 40000 EUR, life: 8 yr, residual: 4000 EUR, space: 12 m2}
teams:
  crew: {}
workers:
  Ann: {team: crew, skills: [sawing], wage: 30 EUR/h, overtime_wage: 37.50 EUR/h, paid_hours: 38 h}
"""


def test_prices_are_euros_square_metres_years_and_per_cent_a_year() -> None:
    scenario = loads(PRICED)
    saw, ann, customers = scenario.work_centres["saw"], scenario.workers["Ann"], scenario.demand["customers"]
    assert (saw.price, saw.life, saw.residual, saw.interest, saw.space) == (40_000, 8, 4_000, None, 12)
    assert (ann.wage, ann.overtime_wage, ann.paid_hours) == (30, 37.5, 38 * 3600)
    assert (customers.late, customers.lost) == (20, 30)
    assert scenario.products["stool"].operations["cut"].set_up_scrap == 1.5
    assert (scenario.prices.interest, scenario.prices.of_inventory, scenario.prices.floor_space) == (8, 20, 120)


def test_inventories_cost_the_interest_unless_told_otherwise() -> None:
    assert loads(PRICED).with_values({"prices.holding": None}).prices.of_inventory == 8


def test_what_is_dumped_has_the_same_prices() -> None:
    scenario = loads(PRICED)
    assert loads(scenario.dump()) == scenario


def test_an_empty_section_of_prices_says_nothing() -> None:
    without = loads(PRICED).with_values({"prices": None})
    assert (
        without.hash
        == loads(PRICED.replace("{interest: 8 %/yr, holding: 20 %/yr, floor_space: 120 EUR/m2/yr}", "")).hash
    )
    assert isinstance(without, Scenario)


ROBOT = "work_centres.robot"
CASES = {
    "a rate and a price": (
        {f"{ROBOT}.rate": "9 EUR/h", f"{ROBOT}.price": "9 EUR", f"{ROBOT}.life": "3 yr"},
        ['work_centres.robot.rate = "9 EUR/h": a unit has either a "rate" or a "price", not both.'],
    ),
    "a price without a life": (
        {f"{ROBOT}.rate": None, f"{ROBOT}.price": "9 EUR"},
        [
            'work_centres.robot.price = "9 EUR": a price is spread over a life: state "life" as well, such as "life: 10 yr".'
        ],
    ),
    "a life without a price": (
        {f"{ROBOT}.life": "5 yr"},
        ['work_centres.robot.life = "5 yr": belongs to a price: state "price" as well.'],
    ),
    "a life of nothing": (
        {f"{ROBOT}.rate": None, f"{ROBOT}.price": "9 EUR", f"{ROBOT}.life": "0 yr"},
        ['work_centres.robot.life = "0 yr": a life is longer than 0 yr.'],
    ),
    "more left than paid": (
        {f"{ROBOT}.rate": None, f"{ROBOT}.price": "9 EUR", f"{ROBOT}.life": "3 yr", f"{ROBOT}.residual": "10 EUR"},
        ['work_centres.robot.residual = "10 EUR": must not be above the price.'],
    ),
    "interest as a share": (
        {"prices": {"interest": 0.08}},
        ['prices.interest = 0.08: a rate of interest is in per cent a year. Write "8 %/yr".'],
    ),
    "interest without its year": (
        {"prices": {"interest": "8 %"}},
        ['prices.interest = "8 %": unknown unit "%". A rate of interest has %/yr: "8 %/yr".'],
    ),
    "floor space for ever": (
        {"prices": {"floor_space": "120 EUR/m2"}},
        [
            'prices.floor_space = "120 EUR/m2": unknown unit "EUR/m2". A price of floor space has EUR/m2/yr: "120 EUR/m2/yr".'
        ],
    ),
    "metres for square metres": (
        {f"{ROBOT}.space": "8 m"},
        ['work_centres.robot.space = "8 m": "m" is the unit of a length. An area has m2: "8 m2".'],
    ),
    "late by the hour": (
        {"demand.custom.late": "3 EUR/h"},
        [
            'demand.custom.late = "3 EUR/h": "EUR/h" is the unit of a rate of money. An amount of money a day has EUR/d: "3 EUR/d".'
        ],
    ),
    "a price nobody knows": (
        {"prices": {"intrest": "8 %/yr"}},
        ['prices.intrest = "8 %/yr": unknown key. Nearest: "interest".'],
    ),
    "prices that are none": (
        {"prices": "cheap"},
        ['prices = "cheap": keys with a colon and their values are needed here.'],
    ),
    "negative": ({"workers.Bob.paid_hours": "-1 h"}, ['workers.Bob.paid_hours = "-1 h": a time must not be negative.']),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case: str) -> None:
    change, expected = CASES[case]
    assert problems_of(change) == expected
