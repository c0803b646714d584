"""Parts of the ledger by themselves: capital, material, pieces of a lot, and runs that lack something."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from flexsim import simulate
from flexsim.costing import annuity_eur, cost, good_pieces, material_per_piece, quantities_of
from flexsim.results import window
from flexsim.scenario import loads
from tests.handmade import counts, stool_workshop

# The workshop of tests/handmade.py, 8 h:
#   Ann is present for 7 h, half an hour of it overtime, at 20 EUR/h                  140 EUR
#   two saws at 3 EUR/h and a booth at 5 EUR/h, 8 h each: 11 x 8                       88 EUR
#   material: 2 white at 10 EUR; red: 1 + 1 remade + 3 at 12 EUR; the lost order starts
#   none, the one from the shelf neither                                               80 EUR
#   good pieces delivered: 2 + 1 + 2 from the shelf                                     5


def test_hours_are_paid_and_material_too() -> None:
    found = cost(window(counts()), stool_workshop())
    assert found.ledger.by_resource_type_eur == pytest.approx(
        {"unit": 88, "worker": 140, "material": 80, "stock": 0, "customers": 0, "asset": 0}
    )
    assert found.total_eur == pytest.approx(308)


def test_a_good_piece_costs_all_cost_over_good_pieces_delivered() -> None:
    found = cost(window(counts()), stool_workshop())
    assert good_pieces(window(counts())) == found.n_good == 5
    assert found.unit_cost_eur == pytest.approx(308 / 5)
    figures = found.measures()
    kinds = [figures[f"unit_{kind}_eur"] for kind in found.by_kind_eur]
    assert math.isclose(math.fsum(kinds), figures["unit_cost_eur"])


def test_a_price_changes_the_cost_without_a_new_run() -> None:
    dearer = stool_workshop().with_values({"workers.Ann.wage": "30 EUR/h"})
    assert cost(window(counts()), dearer).ledger.by_resource_eur["Ann"] == pytest.approx(210)  # 7 h x 30 EUR/h


def test_what_costs_nothing_has_no_line() -> None:
    free = stool_workshop().with_values({"workers.Ann.wage": "0 EUR/h"})
    table = cost(window(counts()), free).ledger.table()
    assert len(table) and not (table["resource"] == "Ann").any()
    assert (table["cost_eur"] != 0).all()


def test_a_run_that_costs_nothing_has_an_empty_ledger() -> None:
    free = {"workers.Ann.wage": None, "work_centres.saw.rate": None, "work_centres.booth.rate": None}
    worthless = {"products.stool.material": None, "products.stool.operations.paint.changes": None}
    found = cost(window(counts()), stool_workshop().with_values({**free, **worthless}))
    assert found.total_eur == 0
    assert len(found.ledger.table()) == 0
    assert "cost_eur" in found.ledger.table()


def test_material_of_an_operation_that_options_drop_is_not_charged() -> None:
    product = (
        stool_workshop().with_values({"products.stool.operations.paint.only_if": {"colour": "white"}}).products["stool"]
    )
    assert material_per_piece(product, {"colour": "red"}) == 10
    assert material_per_piece(stool_workshop().products["stool"], {"colour": "red"}) == 12


def test_without_good_pieces_there_is_no_unit_cost() -> None:
    found = cost(window(counts()), stool_workshop())
    none = replace(found, n_good=0, n_demanded=0)
    assert math.isnan(none.unit_cost_eur) and math.isnan(none.cost_to_serve_eur) and math.isnan(none.activity_cost_eur)


@pytest.mark.parametrize("name", ["orders", "lots", "operations"])
def test_costs_need_orders_lots_and_operations(name: str) -> None:
    few = counts()
    del few.tables[name]
    with pytest.raises(ValueError, match=f"costs need the {name}"):
        cost(window(few), stool_workshop())


def test_the_annuity_is_worth_what_was_paid() -> None:
    yearly = annuity_eur(100_000, 10_000, 8, 6)
    # payments at the end of each of eight years, and what is left at the end of the last, discounted at 6 %
    worth = math.fsum(yearly / 1.06**year for year in range(1, 9)) + 10_000 / 1.06**8
    assert worth == pytest.approx(100_000)
    assert annuity_eur(100_000, 10_000, 8, 0) == 90_000 / 8
    assert annuity_eur(100_000, 10_000, 8, 1e-9) == pytest.approx(90_000 / 8, rel=1e-6)


LOT = """
flexsim: 1
products:
  cup:
    material: 2 EUR
    operations:
      throw: {at: wheel, run: 6 min}
      glaze: {at: booth, after: throw, run: 3 min, yield: 0.5}
demand:
  cups: {product: cup, at: [0 h], quantity: 10}
work_centres:
  wheel: {rate: 10 EUR/h}
  booth: {rate: 20 EUR/h}
"""


def test_a_bad_piece_of_a_lot_has_cost_its_share_of_what_the_lot_went_through() -> None:
    # Ten cups: an hour on the wheel, half an hour in the booth, so a cup costs 1 + 1 + 2 EUR. Each bad one costs that.
    result = simulate(loads(LOT), seed=4)
    table, lots = result.ledger.table(), result.counts.tables["lots"]
    generations = dict(zip(lots["generation"].tolist(), lots["pieces"].tolist(), strict=True))
    n_bad = sum(pieces for generation, pieces in generations.items() if generation > 0)
    assert len(generations) > 2  # some were bad a second time
    kinds = table.groupby("kind")["cost_eur"].sum()
    assert kinds["scrap"] == pytest.approx(4 * n_bad)
    # what was good at the first try stays with its nature: material 2, capital 2
    good_at_first = 10 - generations[1]
    assert kinds["material"] == pytest.approx(2 * good_at_first)
    assert kinds["capital"] == pytest.approx(2 * good_at_first)
    assert kinds["remake"] == pytest.approx(4 * (10 - good_at_first))


def test_lots_of_a_split_order_bear_their_own_bad_pieces() -> None:
    # in lots of one, a bad cup is a whole lot: its own six minutes on the wheel and three in the booth
    result = simulate(loads(LOT).with_values({"demand.cups.lot_size": 1}), seed=4)
    lots = result.counts.tables["lots"]
    n_bad = int((lots["generation"] > 0).sum())
    assert result.ledger.by_kind_eur["scrap"] == pytest.approx(4 * n_bad)


def test_replenishment_lots_cost_material_for_every_piece_started() -> None:
    shop = loads(LOT).with_values(
        {"demand.cups.product": None, "demand.cups.item": "shelf", "horizon": "8 h",
         "stock": {"shelf": {"product": "cup", "lot_size": 5, "reorder_point": 1}}}
    )  # fmt: skip
    result = simulate(shop, seed=4)
    started = int(result.counts.tables["stock"]["started"][0])
    assert started >= 10
    assert result.ledger.by_resource_type_eur["material"] == pytest.approx(2 * started)


def test_what_set_ups_throw_away_is_in_the_value_of_what_they_made() -> None:
    text = """
    flexsim: 1
    horizon: 10 h
    run_on: 0 s
    prices: {holding: 87.6 %/yr}
    products: {peg: {material: 3 EUR, operations: {turn: {at: lathe, set_up: 1 h, run: 15 min, set_up_scrap: 2 EUR}}}}
    demand: {pegs: {item: shelf, at: [1 h]}}
    stock: {shelf: {product: peg, lot_size: 4, reorder_point: 1, on_hand: 2}}
    work_centres: {lathe: {}}
    """
    # one is bought at 1 h, so four are made by 3 h: 12 EUR of material and 2 EUR thrown away, 3.50 EUR each
    found = simulate(loads(text))
    assert found.measures["closing_inventory_eur"] == pytest.approx(5 * 3.5)
    assert found.measures["opening_inventory_eur"] == pytest.approx(2 * 3.5)
    assert found.ledger.by_account_eur["shelf"] == pytest.approx(14 - 3.5 + found.measures["holding_eur"])
    held = 12 * 2 + 3.5 * (2 * 1 + 1 * 2 + 5 * 7)  # of it the lot of four, at its material, for two hours
    assert found.measures["holding_eur"] == pytest.approx(held * 0.0001)
    assert quantities_of(found.costs).measures(found.scenario) == pytest.approx(found.costs.measures())
