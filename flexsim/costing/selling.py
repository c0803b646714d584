"""What customers pay, what is taken off it, and what lost orders would have contributed."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from flexsim.costing.cells import Cells
from flexsim.costing.material import Money, PricedPart, money_of, money_per_piece, rows_with_each
from flexsim.results import DELIVERED, LOST, Floats, Integers, Window, substituted

if TYPE_CHECKING:
    from flexsim.scenario import Scenario, Stream


def sells(scenario: Scenario) -> bool:
    """Whether anything has a price to customers."""
    return any(price_of(stream, scenario) for stream in scenario.demand.values()) or any(
        change.price
        for product in scenario.products.values()
        for operation in product.operations.values()
        for change in operation.changes
    )


def price_of(stream: Stream, scenario: Scenario) -> float:
    """Give what the customers of a stream pay for a piece, options aside."""
    product = scenario.stock[stream.item].product if stream.item is not None else stream.product
    return float(scenario.products[str(product)].price if stream.price is None else stream.price)


def has_price(stream: str, scenario: Scenario) -> bool:
    """Whether customers of a stream pay anything for a piece, options aside."""
    return stream in scenario.demand and price_of(scenario.demand[stream], scenario) > 0


def delivered(window: Window) -> Integers:
    """Give the rows of orders that were delivered in the window."""
    orders = window.tables["orders"]
    return np.flatnonzero((orders["state"] == DELIVERED) & window.holds(orders["completed"]))


def lost_orders(window: Window) -> Integers:
    """Give the rows of orders that were lost in the window."""
    orders = window.tables["orders"]
    return np.flatnonzero(window.holds(orders["completed"]) & (orders["state"] == LOST))


def substitutes(window: Window, scenario: Scenario) -> Integers:
    """Give the rows of orders that were delivered in the window as substitutes."""
    rows = delivered(window)
    if not any(stream.substitutes for stream in scenario.demand.values()):
        return rows[:0]
    return rows[np.array(substituted(window.tables["orders"], window.names, scenario), dtype=np.bool_)[rows]]


def offered(stream: str, scenario: Scenario) -> float:
    """Give what the customers of a stream are offered off the price of a substitute, as a part of it."""
    demand = None if stream in scenario.stock else scenario.demand[stream]
    return 0.0 if demand is None or demand.substitutes is None else float(demand.substitutes.offered)


def of_orders(what: Money, window: Window, scenario: Scenario) -> Floats:
    """Give the material of a piece, or what is paid for one, as every customer wanted it."""
    orders, names = window.tables["orders"], window.names
    found = money_of(what, orders["product"], orders["configuration"], names["products"], scenario)
    for code, name in enumerate(names["streams"]):
        stream = scenario.demand.get(name)
        if stream is None:
            continue
        rows = orders["stream"] == code
        if stream.item is not None:  # what is wanted is the item, and no options are drawn
            item = scenario.stock[stream.item]
            found[rows] = money_per_piece(scenario.products[item.product], item.options, what)
        if what == "price":
            found[rows] += price_of(stream, scenario) - _of_product(stream, scenario)
    return found


def _of_product(stream: Stream, scenario: Scenario) -> float:
    product = scenario.stock[stream.item].product if stream.item is not None else stream.product
    return float(scenario.products[str(product)].price)


def lost_contributions_eur(window: Window, scenario: Scenario) -> Floats:
    """Give what a piece of every order would have contributed, if the order were lost.

    It is what its stream states (`lost`). Unless stated it is the price less the material, as the customer wanted it:
    wages and machines are paid all the same. Without a price nobody knows, and it is nothing.
    """
    streams = window.names["streams"]
    known = [scenario.demand[name].lost if name in scenario.demand else 0.0 for name in streams]
    of_stream = window.tables["orders"]["stream"]
    found = np.array([0.0 if one is None else one for one in known])[of_stream]
    if any(priced := [has_price(name, scenario) for name in streams]):
        unknown = np.array([one is None and sold for one, sold in zip(known, priced, strict=True)])[of_stream]
        both = of_orders("price", window, scenario), of_orders("material", window, scenario)
        found[unknown] = (both[0] - both[1])[unknown]
    return found


def pieces_by_part(rows: Integers, parts: Sequence[PricedPart], window: Window, scenario: Scenario) -> Cells:
    """Count the pieces of orders that have each priced part as the customer wanted it: a row for each stream."""
    orders, names = window.tables["orders"], window.names
    stream, quantity = orders["stream"][rows], orders["quantity"][rows].astype(np.float64)
    items = {n: scenario.demand[name].item for n, name in enumerate(names["streams"]) if name in scenario.demand}
    drawn = np.flatnonzero(np.array([items.get(n) is None for n in range(len(names["streams"]))])[stream])
    columns = orders["product"][rows[drawn]], orders["configuration"][rows[drawn]]
    found: list[tuple[int, int, float]] = []
    for place, has_it in enumerate(rows_with_each(parts, *columns, names["products"], scenario)):
        if len(has_it):
            pieces = np.bincount(stream[drawn[has_it]], weights=quantity[drawn[has_it]])
            found += [(number, place, float(pieces[number])) for number in np.flatnonzero(pieces).tolist()]
    asked = np.bincount(stream, weights=quantity, minlength=len(names["streams"]))
    for number, name in items.items():
        if name is not None and asked[number]:  # an item is wanted as it is, and no options are drawn
            item = scenario.stock[name]
            has = (place for place, part in enumerate(parts) if part.is_in(item.product, item.options, scenario))
            found += [(number, place, float(asked[number])) for place in has]
    return Cells.of(found, len(names["streams"]))


def times(rows: Integers, rate: Floats, window: Window) -> float:
    """Add up a rate for each piece over some orders."""
    return fsum((window.tables["orders"]["quantity"][rows] * rate[rows]).tolist())
