"""Costs: counted hours and pieces times prices, every euro once."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from flexsim.costing import Costs, Line, cost, good_pieces, material_per_piece
from tests.handmade import H, counts, stool_workshop

# The workshop of tests/handmade.py, 8 h:
#   wages     Ann is present for 7 h, overtime among them, at 20 EUR/h               140 EUR
#   machines  two saws at 3 EUR/h and a booth at 5 EUR/h, 8 h each: 11 x 8             88 EUR
#   material  white: 2 pieces at 10 EUR; red: 1 + 1 remade + 3 at 12 EUR; the lost
#             order starts none, the one from the shelf neither                       80 EUR
#   good pieces delivered: 2 + 1 + 2 from the shelf                                     5


def test_every_kind_is_amount_times_price() -> None:
    found = cost(counts(), stool_workshop())
    assert found.by_kind_eur == {"wages": 140, "machines": 88, "material": 80}
    assert found.total_eur == 308


def test_a_good_piece_costs_all_cost_over_good_pieces_delivered() -> None:
    found = cost(counts(), stool_workshop())
    assert good_pieces(counts()) == found.n_good == 5
    assert found.unit_cost_eur == 308 / 5
    figures = found.measures()
    assert math.isclose(sum(figures[f"unit_{kind}_eur"] for kind in found.by_kind_eur), figures["unit_cost_eur"])


def test_every_euro_stands_in_one_line() -> None:
    found = cost(counts(), stool_workshop())
    resources = [(line.kind, line.resource) for line in found.lines]
    assert len(resources) == len(set(resources)) == 6
    assert math.fsum(line.cost_eur for line in found.lines) == found.total_eur
    assert found.table()["cost_eur"].sum() == 308


def test_a_price_changes_the_cost_without_a_new_run() -> None:
    dearer = stool_workshop().with_values({"workers.Ann.wage": "30 EUR/h"})
    assert cost(counts(), dearer).by_kind_eur["wages"] == 210  # 7 h x 30 EUR/h


def test_what_costs_nothing_has_no_line() -> None:
    free = stool_workshop().with_values({"workers.Ann.wage": "0 EUR/h"})
    assert all(line.kind != "wages" for line in cost(counts(), free).lines)


def test_replenishment_lots_cost_material_for_every_piece_started() -> None:
    busy, lots = counts(), counts().tables["lots"]
    # stream 2 is the item: two lots of five white stools at 10 EUR, the second of them in two parts
    rows = np.array([[2, 0, 0, 0, 5, 0, H, 5, 0, 1], [2, 5, 5, 0, 5, H, -1, 0, 0, 1], [2, 5, 7, 0, 3, H, -1, 0, 0, 1]])
    busy.tables["lots"] = {name: np.append(lots[name], rows[:, place]) for place, name in enumerate(lots)}
    assert cost(busy, stool_workshop()).by_kind_eur["material"] == 80 + 100


def test_material_of_an_operation_that_options_drop_is_not_charged() -> None:
    product = (
        stool_workshop().with_values({"products.stool.operations.paint.only_if": {"colour": "white"}}).products["stool"]
    )
    assert material_per_piece(product, {"colour": "red"}) == 10
    assert material_per_piece(stool_workshop().products["stool"], {"colour": "red"}) == 12


def test_a_sum_does_not_depend_on_the_order_of_lines() -> None:
    lines = [Line("wages", str(n), 0.1 * n, "h", 1.1) for n in range(1000)]
    forwards = Costs(tuple(lines), 1).total_eur
    random.Random(1).shuffle(lines)
    assert Costs(tuple(lines), 1).total_eur == forwards


def test_without_good_pieces_there_is_no_unit_cost() -> None:
    assert math.isnan(Costs((), 0).unit_cost_eur)


@pytest.mark.parametrize("name", ["orders", "lots"])
def test_costs_need_orders_and_lots(name: str) -> None:
    few = counts()
    del few.tables[name]
    with pytest.raises(ValueError, match=f"costs need the {name}"):
        cost(few, stool_workshop())
