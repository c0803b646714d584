"""What work is done for: customers' orders, and replenishment lots of the stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flexsim.costing.material import money_of
from flexsim.results import DELIVERED, Floats, Integers, Window, wide

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

NEVER = np.int64(2**62)

NOBODY = -1
"""In place of a job: customers who came after the window."""

Ticks = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Jobs:
    """Orders, as they were recorded, and replenishment lots after them.

    Attributes
    ----------
    n_orders : int
        How many of them are orders of customers.
    account : ndarray
        Who bears their cost: orders by their place among the orders, replenishment lots by the item's account.
    item : ndarray
        Of a replenishment lot: code of the item. -1: an order.
    product, configuration : ndarray
        Codes.
    pieces, good : ndarray
        Wanted, and good so far.
    released, completed : ndarray
        Ticks; `NEVER` if it has not happened.
    material_eur : ndarray
        For one piece.
    lot_size : ndarray
        By stream: pieces of a lot where orders are split, else `NEVER`.
    """

    n_orders: int
    account: Integers
    item: Ticks
    product: Ticks
    configuration: Ticks
    pieces: Ticks
    good: Ticks
    released: Ticks
    completed: Ticks
    material_eur: Floats
    lot_size: Ticks
    _sizes: Ticks
    _first: Ticks
    _step: Ticks
    _places: Ticks

    def of(self, streams: Integers, ordinals: Integers) -> Ticks:
        """Find the jobs of rows of operations or lots; `NOBODY` where the customer came after the window."""
        numbers = ordinals.astype(np.int64) // self._step[streams]
        is_known = numbers < self._sizes[streams]
        found: Ticks = self._places[np.where(is_known, self._first[streams] + numbers, NOBODY)]
        return found


def jobs_of(window: Window, scenario: Scenario) -> Jobs:
    """List what was worked for in a run, and what a piece of it takes in material."""
    streams = window.names["streams"]
    step = np.array([scenario.stock[s].lot_size if s in scenario.stock else 1 for s in streams], dtype=np.int64)
    orders, lots = _orders(window), _replenishments(window, scenario)
    both = {name: np.concatenate([orders[name], lots[name]]) for name in orders}
    n_orders = len(orders["stream"])
    numbers = both["ordinal"] // step[both["stream"]]
    sizes = np.zeros(len(streams), dtype=np.int64)
    np.maximum.at(sizes, both["stream"], numbers + 1)
    first = np.cumsum(sizes) - sizes
    places = np.full(int(sizes.sum()) + 1, NOBODY, dtype=np.int64)  # the last stands for those who are not known
    places[first[both["stream"]] + numbers] = np.arange(len(numbers))
    return Jobs(
        n_orders=n_orders,
        account=np.where(both["item"] < 0, np.arange(len(numbers)), n_orders + both["item"]).astype(np.int32),
        item=both["item"],
        product=both["product"],
        configuration=both["configuration"],
        pieces=both["quantity"],
        good=both["good"],
        released=both["released"],
        completed=both["completed"],
        material_eur=money_of("material", both["product"], both["configuration"], window.names["products"], scenario),
        lot_size=np.array([_lot_size(name, scenario) for name in streams], dtype=np.int64),
        _sizes=sizes,
        _first=first,
        _step=step,
        _places=places,
    )


def _lot_size(stream: str, scenario: Scenario) -> int:
    stated = None if stream in scenario.stock else scenario.demand[stream].lot_size
    return int(NEVER) if stated is None else stated


def _orders(window: Window) -> dict[str, Ticks]:
    """Give orders as jobs; one served from stock is never released, and nothing is made for it."""
    raw = window.tables["orders"]
    made, delivered = raw["item"] < 0, raw["state"] == DELIVERED
    return {
        **{name: wide(raw, name) for name in ("stream", "ordinal", "product", "configuration", "quantity", "good")},
        "item": np.full(len(made), -1, dtype=np.int64),
        "released": np.where(made & (raw["released"] >= 0), wide(raw, "released"), NEVER),
        "completed": np.where(made & delivered, wide(raw, "completed"), NEVER),
    }


def _replenishments(window: Window, scenario: Scenario) -> dict[str, Ticks]:
    """Give replenishment lots as jobs; what was released as one may have ended as several lots."""
    raw, names = window.tables["lots"], window.names
    items, products = list(names["items"]), list(names["products"])
    item_of = np.array([items.index(name) if name in items else -1 for name in names["streams"]], dtype=np.int64)
    product_of = np.array([products.index(scenario.stock[name].product) for name in items], dtype=np.int64)
    size_of = np.array([scenario.stock[name].lot_size for name in items], dtype=np.int64)
    rows = np.flatnonzero(item_of[raw["stream"]] >= 0)
    stream, ordinal = wide(raw, "stream")[rows], wide(raw, "ordinal")[rows]
    key = stream * (np.max(ordinal, initial=0) + 1) + ordinal
    _, firsts, which = np.unique(key, return_index=True, return_inverse=True)
    ended, good = np.zeros(len(firsts), dtype=np.int64), np.zeros(len(firsts), dtype=np.int64)
    np.maximum.at(ended, which, np.where(raw["completed"][rows] < 0, NEVER, raw["completed"][rows]))
    np.add.at(good, which, raw["good"][rows])
    item = item_of[stream[firsts]]
    return {
        "stream": stream[firsts],
        "ordinal": ordinal[firsts],
        "product": product_of[item],
        "configuration": wide(raw, "configuration")[rows][firsts],
        "quantity": size_of[item],
        "good": good,
        "item": item,
        "released": wide(raw, "released")[rows][firsts],
        "completed": ended,
    }
