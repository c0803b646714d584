"""Comparisons of all figures, and whether two scenarios face the same customers."""

from __future__ import annotations

import pytest

from flexsim import compare, load, loads, replicate
from flexsim.scenario import Scenario
from flexsim.shipped import model
from flexsim.study import Comparison, outcome_of, paired, replicate_sides, shared_customers, simulate


def shop(**changes: object) -> Scenario:
    text = """
flexsim: 1
horizon: 2 d
products:
  box:
    options: {colour: {red: 0.5, white: 0.5}}
    operations: {glue: {at: bench, run: exponential(10 min)}}
demand:
  shop: {product: box, every: exponential(15 min), due: 1 h}
work_centres: {bench: {}}
"""
    return loads(text).with_values({key.replace("__", "."): value for key, value in changes.items()})


def test_the_floor_does_not_change_the_customers() -> None:
    other = shop(work_centres__bench__units=3, products__box__operations__glue__run="5 min", demand__shop__priority=4)
    found = shared_customers(shop(), other)
    assert (found.verdict, found.same, found.differences) == ("same", ("shop",), ())


def test_the_workshop_and_mass_production_serve_the_same_customers() -> None:
    found = shared_customers(load(model("bicycle_workshop")), load(model("bicycle_mass")))
    assert (found.verdict, found.differences) == ("same", ())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"demand__shop__every": "20 min"}, "demand.shop.every is exponential(mean=15 min) and 20 min"),
        ({"demand__shop__quantity": 2}, "demand.shop.quantity is not set and 2"),
        ({"demand__shop__due": None}, "demand.shop.due is 1 h and not set"),
        ({"horizon": "3 d"}, "horizon is 2 d and 3 d"),
        (
            {"products__box__options__colour": {"red": 0.9, "white": 0.1}},
            'products.box.options.colour is {"red": 0.5, "white": 0.5} and {"red": 0.9, "white": 0.1}',
        ),
    ],
)
def test_customers_that_differ_are_named_with_both_values(changes: dict[str, object], said: str) -> None:
    found = shared_customers(shop(), shop(**changes))
    assert (found.verdict, found.differences) == ("partly", (said,))


def test_streams_are_matched_by_the_name_of_their_luck() -> None:
    renamed = {"demand__shop": None, "demand__market": {"product": "box", "every": "exponential(15 min)", "due": "1 h"}}
    assert shared_customers(shop(), shop(**renamed)).verdict == "none"
    same_luck = {**renamed, "demand__market__stream": "shop"}
    found = shared_customers(shop(), shop(**same_luck))
    # the same moments; its keys stand under another name
    assert found.verdict == "same"


def test_a_long_value_is_cut() -> None:
    moments = [f"{number} min" for number in range(100)]
    (said,) = shared_customers(shop(), shop(demand__shop__every=None, demand__shop__at=moments)).differences[:1]
    assert len(said) < 160


def test_all_figures_that_both_sides_have_are_compared() -> None:
    sides = [replicate(one, 4) for one in (shop(), shop(work_centres__bench__units=2))]
    found = compare(*sides)
    assert isinstance(found, Comparison)
    assert found.n_pairs == 4
    assert found.names == sides[0].names
    by_hand = paired(sides[0].values("mean_lead_time_h"), sides[1].values("mean_lead_time_h"))
    assert found.differences["mean_lead_time_h"] == by_hand == compare(*sides, "mean_lead_time_h")
    table = found.table()
    assert table.loc["mean_lead_time_h", "mean"] == by_hand.difference.mean
    assert table.loc["mean_lead_time_h", "n"] == 4


def test_what_customers_accept_at_the_latest_is_theirs() -> None:
    (said,) = shared_customers(shop(), shop(demand__shop__latest="5 d")).differences
    assert said == "demand.shop.latest is not set and 5 d"


def test_sides_with_other_seeds_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="seeds 1 and 2"):
        compare(replicate(shop(), 2, 1), replicate(shop(), 2, 2))


def test_sides_run_pair_by_pair_and_are_what_they_are_alone() -> None:
    scenarios, arrived = [shop(), shop(work_centres__bench__units=2)], []
    found = replicate_sides(scenarios, range(3), keep=lambda side, outcome: arrived.append((side, outcome.replication)))
    assert arrived == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]
    assert [one.outcomes for one in found] == [replicate(one, 3).outcomes for one in scenarios]


def test_no_replications_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one is needed"):
        replicate_sides([shop()], [])


def test_notebooks_show_tables_and_no_markup_of_a_scenario() -> None:
    named = shop(name="<script>alert(1)</script>")
    from flexsim import simulate

    sides = [replicate(one, 2) for one in (named, shop())]
    for shown in (simulate(named), sides[0], compare(*sides)):
        text = shown._repr_html_()
        assert "<table" in text
        assert "mean_lead_time_h" in text
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


def test_a_summary_has_one_row_a_figure() -> None:
    found = replicate(shop(), 3)
    summary = found.summary()
    assert list(summary.columns) == ["mean", "half_width", "n"]
    one = found.estimate("mean_lead_time_h")
    assert tuple(summary.loc["mean_lead_time_h"]) == (one.mean, one.half_width, one.n)


def test_an_outcome_knows_what_units_of_one_work_centre_and_people_of_one_sheet_cost_together() -> None:
    text = """
flexsim: 1
horizon: 10 h
products: {box: {operations: {glue: {at: bench, run: 1 h, skill: glue}}}}
demand: {shop: {product: box, at: [0 h]}}
work_centres: {bench: {units: 3, team: crew, rate: 2 EUR/h}}
teams: {crew: {}}
workers:
  hand: {count: 2, team: crew, skills: [glue], wage: 30 EUR/h}
  Room 7: {team: crew, skills: [glue], wage: 10 EUR/h}
"""
    found = outcome_of(simulate(loads(text))).resources_eur
    assert found == {"unit bench": 3 * 10 * 2, "worker hand": 2 * 10 * 30, "worker Room 7": 10 * 10}
