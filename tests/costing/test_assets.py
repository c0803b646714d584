"""What a side needs beyond units, and what is left on its shelf: by hand on the two stools."""

from __future__ import annotations

import pytest

from flexsim import simulate
from flexsim.costing import standing_cost_eur
from flexsim.scenario import Scenario, ScenarioError
from tests.costing.two_stools import SEED, two_stools


def with_assets(**more: object) -> Scenario:
    # without interest an hour is price less residual over the hours of its life: 17,520 EUR over a year are 2 EUR
    assets = {
        "configurator": {"price": "35040 EUR", "life": "2 yr", "kind": "software"},
        "jigs": {"price": "1000 EUR", "life": "1 yr", "residual": "124 EUR", "count": 5},
    }
    return two_stools().with_values(
        {"assets": assets, **{key.replace("__", "."): value for key, value in more.items()}}
    )


def test_assets_are_charged_for_every_hour_and_to_nobody_else() -> None:
    plain, found = simulate(two_stools(), SEED), simulate(with_assets(), SEED)
    assert found.digest == plain.digest
    # ten hours: the configurator 2 EUR each, five jigs 0.10 EUR each
    assert found.ledger.by_account_eur["configurator"] == pytest.approx(20)
    assert found.ledger.by_account_eur["jigs"] == pytest.approx(5)
    assert found.ledger.by_account_type_eur["asset"] == pytest.approx(25)
    assert found.ledger.by_kind_eur["software"] == pytest.approx(20)
    assert found.ledger.by_kind_eur["capital"] == pytest.approx(8 + 5)
    assert found.ledger.by_activity_eur["owning assets"] == pytest.approx(25)
    assert found.ledger.orders_eur.tolist() == plain.ledger.orders_eur.tolist()
    # three pieces asked for; what is used of units and people does not know of assets
    assert found.measures["cost_to_serve_eur"] == pytest.approx(plain.measures["cost_to_serve_eur"] + 25 / 3)
    assert found.measures["activity_cost_eur"] == plain.measures["activity_cost_eur"]
    assert found.measures["unused_capacity_eur"] == plain.measures["unused_capacity_eur"]


def test_assets_bear_the_interest_of_the_floor() -> None:
    # 10 % a year: 1,000 EUR are worth one payment of 1,100 EUR less the 124 EUR that come back
    found = simulate(with_assets(prices__interest="10 %/yr"), SEED)
    assert found.ledger.by_resource_eur["jigs"] == pytest.approx(5 * (1100 - 124) / 8760 * 10)


def test_an_asset_that_there_are_none_of_costs_nothing() -> None:
    none = with_assets(assets__configurator__count=0, assets__jigs__count=0)
    assert simulate(none, SEED).ledger.total_eur == simulate(two_stools(), SEED).ledger.total_eur


def test_assets_are_capacity_that_costs_something_before_anything_is_run() -> None:
    # 2 EUR an hour for the configurator and 0.10 EUR for each of five jigs, 168 hours a week
    more = standing_cost_eur(with_assets()) - standing_cost_eur(two_stools())
    assert more == pytest.approx(168 * 2.5)


@pytest.mark.parametrize(
    ("asset", "said"),
    [
        ({"life": "3 yr"}, '"price" is missing'),
        ({"price": "9 EUR"}, '"life" is missing'),
        ({"price": "9 EUR", "life": "3 yr", "residual": "10 EUR"}, "must not be above the price"),
        ({"price": "9 EUR", "life": "0 yr"}, "a life is longer than 0 yr"),
        ({"price": "9", "life": "3 yr"}, "an amount of money needs a unit"),
        ({"price": "9 EUR/h", "life": "3 yr"}, '"EUR/h" is the unit of a rate of money'),
        ({"price": "-9 EUR", "life": "3 yr"}, "must not be negative"),
        ({"price": "9 EUR", "life": "3 yr", "count": 1.5}, "whole number"),
        ({"price": "9 EUR", "life": "3 yr", "interest": "5 %/yr"}, "unknown key"),
        ({"price": "9 EUR", "life": "3 yr", "kind": "people"}, "capital"),
    ],
)
def test_nonsense_about_assets_is_refused(asset: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as error:
        two_stools().with_values({"assets": {"thing": asset}})
    assert "assets.thing" in str(error.value)


def test_what_is_left_is_worth_what_it_would_fetch_and_no_more() -> None:
    # five pegs are left, which have cost 3.525 EUR each: they would fetch 3 EUR, so 0.525 EUR of each are lost
    plain, found = (simulate(side, SEED) for side in (two_stools(), marked("3 EUR")))
    assert found.digest == plain.digest
    rows = found.ledger.table()
    (row,) = rows[rows["kind"] == "markdown"].itertuples()
    assert (row.account, row.resource, row.activity, row.amount) == (
        "peg_on_shelf", "peg_on_shelf", "marking down stock", 5,
    )  # fmt: skip
    assert row.cost_eur == pytest.approx(5 * 0.525)
    assert found.measures["closing_inventory_eur"] == plain.measures["closing_inventory_eur"]
    assert found.measures["cost_to_serve_eur"] == pytest.approx(plain.measures["cost_to_serve_eur"] + 5 * 0.525 / 3)


def test_what_would_fetch_more_is_worth_what_it_has_cost() -> None:
    found = simulate(marked("4 EUR"), SEED)
    assert found.ledger.by_kind_eur["markdown"] == 0
    assert found.ledger.total_eur == simulate(two_stools(), SEED).ledger.total_eur


def marked(fetches: str) -> Scenario:
    return two_stools().with_values({"stock.peg_on_shelf.fetches": fetches})
