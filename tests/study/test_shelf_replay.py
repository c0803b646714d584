"""A shelf served once more on paper: by rule (Q, r), first come first served."""

from __future__ import annotations

import numpy as np
import pytest

from flexsim import simulate
from flexsim.scenario import loads
from flexsim.study.evidence import Shelf, evidence_of
from flexsim.study.shelf_replay import Replay

NO_END = float("inf")


def shelf(*orders: tuple[float, int], allowed: float = NO_END, patience: float = NO_END) -> Shelf:
    at, pieces = (np.array(column, dtype=np.float64) for column in zip(*orders, strict=True))
    same = np.ones(len(orders))
    return Shelf(at, pieces, allowed * same, patience * same, 9 * same, 1.0, np.array([18.0]), 0.0)


# (Q, r) = (10, 4), six on the shelf. One piece at 1; one at 2: the position is 4, and a lot comes at 20. Five at 3 wait for
# it, and one at 4 behind them: lead times 17 and 16.
ORDERS = ((1.0, 1), (2.0, 1), (3.0, 5), (4.0, 1))


def replay(own: Shelf) -> Replay:
    return Replay(own, 10, 4, 6, [18.0])


@pytest.mark.parametrize(("allowed", "pieces"), [(NO_END, 8), (17, 8), (16, 3), (15.9, 2)])
def test_who_waits_for_the_lot_is_served_if_it_is_soon_enough(allowed: float, pieces: int) -> None:
    assert replay(shelf(*ORDERS, allowed=allowed)).run().pieces == pieces


def test_what_is_left_is_on_the_shelf() -> None:
    one = replay(shelf(*ORDERS))
    found = one.run()
    assert (one.there, one.position) == (8, 8)
    assert found.on_hand_h == 5 * 1 + 4 * 2  # from the first order to the last


def test_who_loses_patience_is_lost_and_owed_nothing() -> None:
    found = replay(shelf(*ORDERS, patience=16.5)).run()
    assert (found.pieces, found.lost, found.lost_eur) == (3, 5, 45)  # the five at 3 h leave; the one at 4 h is served


SHOP = """
flexsim: 1
horizon: 20 wk
warm_up: 4 wk
products:
  peg: {operations: {turn: {at: lathe, set_up: 1 h, run: 15 min}}}
demand:
  shop: {item: peg, every: exponential(30 min), quantity: {from: 1, to: 2}, latest: 5 h}
stock:
  peg: {product: peg, lot_size: 40, reorder_point: 20}
work_centres: {lathe: {}}
"""


def test_it_serves_as_many_as_the_shop_did() -> None:
    result = simulate(loads(SHOP), seed=3)
    own = evidence_of(result).shelves["peg"]
    found = Replay(own, 40, 20, 40, own.flow_h.tolist()).run()
    asked = result.measures["n_demanded_pieces"]
    assert own.weight * found.pieces / asked == pytest.approx(result.measures["service_share"], abs=0.01)
    assert 0.5 < result.measures["service_share"] < 0.999  # neither all nor none
