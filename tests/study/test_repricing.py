"""Replications at other prices: what new runs would have given, and nothing that is not a price."""

from __future__ import annotations

import math

import pytest

from flexsim import load, replicate
from flexsim.scenario import Scenario, differs_beyond_prices, loads, prices_in
from flexsim.shipped import model
from flexsim.study import Replications, repriced


def workshop() -> Scenario:
    return load(model("bicycle_workshop")).replace(warm_up="1 wk", horizon="4 wk")


@pytest.fixture(name="side", scope="module")
def runs_of_the_workshop() -> Replications:
    return replicate(workshop(), 3, seed=11, repriceable=True)


DEARER = {
    "contracts.full.wage": "47 EUR/h",
    "work_centres.robot.rate": "9 EUR/h",
    "products.bicycle.material": "333 EUR",
    "products.bicycle.operations.wheels.changes[0].material": "377 EUR",
    "prices": {"interest": "6 %/yr", "holding": "15 %/yr"},
    "demand.rush.late": "20 EUR/d",
}


def test_repriced_replications_are_those_of_new_runs(side: Replications) -> None:
    scenario = workshop().with_values(DEARER)
    found, fresh = repriced(side, scenario), replicate(scenario, 3, seed=11)
    assert found.names == fresh.names
    for ours, theirs in zip(found.outcomes, fresh.outcomes, strict=True):
        assert (ours.digest, ours.scenario_hash) == (theirs.digest, theirs.scenario_hash)
        for name, value in theirs.measures.items():
            assert math.isclose(ours.measures[name], value, rel_tol=1e-12, abs_tol=1e-9), name
    assert found.estimate("cost_to_serve_eur").mean > side.estimate("cost_to_serve_eur").mean


def test_what_prices_multiply_comes_back_from_other_processes(side: Replications) -> None:
    elsewhere = replicate(workshop(), 3, seed=11, repriceable=True, workers=2)
    scenario = workshop().with_values(DEARER)
    assert repriced(elsewhere, scenario).outcomes == repriced(side, scenario).outcomes


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"work_centres.robot.units": 2}, "work_centres.robot.units"),
        ({"contracts.full.paid_hours": "38 h"}, "contracts.full.paid_hours"),
        ({"demand.rush.due": "4 d"}, "demand.rush.due"),
        (
            {"products.bicycle.operations.wheels.changes[0].run": "12 min"},
            "products.bicycle.operations.wheels.changes.0",
        ),
    ],
)
def test_what_is_no_price_has_to_be_run(side: Replications, values: dict[str, object], path: str) -> None:
    with pytest.raises(ValueError, match="is no price: a scenario that differs in it has to be run") as error:
        repriced(side, workshop().with_values(values))
    assert str(error.value).startswith(path)


def test_runs_of_which_nothing_was_kept_cannot_be_priced_anew() -> None:
    with pytest.raises(ValueError, match="repriceable=True"):
        repriced(replicate(workshop().replace(horizon="8 d"), 1), workshop().replace(horizon="8 d"))


SHOP = """
flexsim: 1
prices: {interest: 6 %/yr}
products:
  box:
    material: 2 EUR
    options: {lid: {none: 0.5, oak: 0.5}}
    operations:
      glue:
        at: bench
        run: 1 h
        skill: gluing
        set_up_scrap: 0.5 EUR
        changes: [{if: {lid: oak}, material: 3 EUR}, {if: {lid: none}, run: 2 h}]
demand:
  shop: {product: box, every: 3 h, count: 9, due: 1 d, late: 5 EUR/d}
work_centres:
  bench: {team: crew, price: 9000 EUR, life: 8 yr, residual: 0 EUR, space: 4 m2}
teams: {crew: {}}
contracts: {full: {wage: 30 EUR/h, paid_hours: 38 h}}
workers:
  Ann: {team: crew, skills: [gluing], wage: 31 EUR/h}
  Bob: {count: 2, team: crew, skills: [gluing], wage: 32 EUR/h, overtime_wage: 40 EUR/h}
  Cem: {team: crew, skills: [gluing], contract: full}
"""


def test_prices_of_a_scenario_have_names_and_move_together_where_they_belong_together() -> None:
    shop = loads(SHOP)
    found = {price.name: price for price in prices_in(shop)}
    assert list(found) == [
        "contracts.full.wage",
        "demand.shop.late",
        "material of box",
        "overtime wage of the team crew",
        "prices.interest",
        "set up scrap of box",
        "wage of the team crew",
        "work_centres.bench.life",
        "work_centres.bench.price",
    ]  # a residual of nothing, an area and paid hours are no uncertain prices
    assert found["wage of the team crew"].paths == ("workers.Ann.wage", "workers.Bob.wage")
    assert found["material of box"].times(1.5, shop) == {
        "products.box.material": "3.0 EUR",
        "products.box.operations.glue.changes.0.material": "4.5 EUR",
    }


def test_every_price_that_is_listed_may_differ_without_a_new_run() -> None:
    shop = loads(SHOP)
    for price in prices_in(shop):
        other = shop.with_values(price.times(1.1, shop))
        assert other != shop
        assert differs_beyond_prices(shop, other) is None
    assert differs_beyond_prices(shop, shop.with_values({"work_centres.bench.space": "5 m2"})) is None
