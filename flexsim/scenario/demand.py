"""What customers want: streams of orders, and the stock that serves some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from flexsim.scenario.errors import MOST_EXAMINED, PartError, Problem
from flexsim.scenario.fields import Count, Kind, Name, Named, OrderSize, Part, Pieces, Time, Times, Truth, Whole

SOURCES = ("every", "at", "orders", "saturated")
"""Where the orders of a stream come from: exactly one of these."""


class Order(Part):
    """One order of a stream, in full.

    Arrival and due date are seconds from the start of the run.
    """

    name: Name = Field(alias="order")
    """Name of the order."""
    arrival: Time
    """When the customer orders, from the start of the run."""
    quantity: OrderSize = 1
    """Pieces."""
    due: Time | None = None
    """When it is promised, from the start of the run."""
    priority: Whole | None = None
    """Priority class: lower numbers go first everywhere; unless stated that of the stream."""
    options: Named[Name] = Field(default_factory=dict)
    """The options that the customer chose; those not stated are drawn."""
    product: Name | None = None
    """What is ordered; unless stated the product of the stream."""
    item: Name | None = None
    """The item of the stock that is ordered; unless stated that of the stream."""


def by_arrival(orders: tuple[Order, ...] | None) -> tuple[Order, ...] | None:
    """Sort orders by arrival, then name: that is how they are numbered (rule O1)."""
    if orders is None:
        return None
    seen: set[str] = set()
    for order in orders:
        if order.name in seen:
            raise PartError([Problem((order.name,), "two orders have this name.")])
        seen.add(order.name)
    return tuple(sorted(orders, key=lambda order: (order.arrival, order.name)))


def some_first(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    """Look at the first of many orders before the others: where most are wrong, a million need not be told."""
    if isinstance(value, list) and len(value) > MOST_EXAMINED:
        try:
            handler(value[:MOST_EXAMINED])
        except ValidationError as why:
            if why.error_count() >= MOST_EXAMINED:
                raise
    return handler(value)


def read_quantity_range(value: object) -> object:
    """Read a whole number, or ``{from: a, to: b}``."""
    if isinstance(value, Mapping) and set(value) == {"from", "to"}:
        return (value["from"], value["to"])
    if isinstance(value, int) and not isinstance(value, bool):
        return (value, value)
    raise ValueError('a quantity is a whole number, or a range: "{from: 1, to: 5}".')


def rising(pair: tuple[int, int]) -> tuple[int, int]:
    """Check a range."""
    if pair[0] > pair[1]:
        raise ValueError('"from" must not be above "to".')
    return pair


Quantity = Annotated[
    tuple[OrderSize, OrderSize], BeforeValidator(read_quantity_range), AfterValidator(rising), Kind("quantity or range")
]


def in_order(times: tuple[float, ...] | None) -> tuple[float, ...] | None:
    """Sort arrival times."""
    return None if times is None else tuple(sorted(times))


class Stream(Part):
    """A stream of orders for one product or one item of the stock."""

    product: Name | None = None
    """The product that these customers order."""
    item: Name | None = None
    """The item of the stock that these customers order; their options are not drawn."""
    from_stock: Truth = False
    """Whether orders are served by the item of the stock that has the options drawn."""
    every: Times | None = None
    """Time between orders, the first one counted from the start."""
    at: Annotated[tuple[Time, ...] | None, AfterValidator(in_order)] = None
    """Moments of arrival, from the start of the run: one order each."""
    orders: Annotated[tuple[Order, ...] | None, AfterValidator(by_arrival), WrapValidator(some_first)] = None
    """Orders in full, or a CSV file of them: one row an order."""
    saturated: Pieces | None = None
    """So many orders always wait to begin: the next arrives when one has begun."""
    count: Count | None = None
    """At most so many orders arrive."""
    quantity: Quantity = (1, 1)
    """Pieces of an order, or the range from which they are drawn."""
    lot_size: Pieces | None = None
    """Pieces that are released together; unless stated an order is one lot."""
    due: Times | None = None
    """Time allowed from arrival to the due date; unless stated nothing is promised."""
    priority: Whole = 0
    """Priority class: lower numbers go first everywhere, before any dispatching rule."""
    refuse_above: Pieces | None = None
    """An order that would be one more than so many of the stream inside is lost."""
    patience: Times | None = None
    """How long an order waits for stock before it is lost; unless stated for ever."""
    partial: Truth = False
    """Whether an order that waits takes what is on the shelf, even if it is not all."""
    overtake: Truth = False
    """Whether a later order may be served before one that waits for more than there is."""
    stream: Name
    """Name by which its random numbers are addressed; unless stated its own."""

    @property
    def is_served_from_stock(self) -> bool:
        """Whether its orders are delivered from the shelf."""
        return self.item is not None or self.from_stock


class Item(Part):
    """An item of the stock, replenished in lots (rule I1)."""

    product: Name
    """The product that is kept."""
    options: Named[Name] = Field(default_factory=dict)
    """Options with which it is kept; those not stated are drawn for each lot."""
    lot_size: Pieces
    """Pieces of a replenishment lot: Q of (Q, r)."""
    reorder_point: Whole
    """A lot is released while the position is at or below it: r of (Q, r)."""
    on_hand: Count
    """Pieces on the shelf at the start; unless stated lot size + reorder point."""
    priority: Whole = 0
    """Priority class of its replenishment lots: lower numbers go first everywhere."""
    stream: Name
    """Name by which its random numbers are addressed; unless stated its own."""

    @model_validator(mode="before")
    @classmethod
    def on_hand_at_start(cls, value: Any) -> Any:
        """Fill in what is on the shelf at the start unless stated: lot size + reorder point."""
        if isinstance(value, Mapping) and value.get("on_hand") is None:
            lot, point = value.get("lot_size"), value.get("reorder_point")
            if isinstance(lot, int) and isinstance(point, int):
                return {**value, "on_hand": max(lot + point, 0)}
            return {**value, "on_hand": 0}
        return value

    @model_validator(mode="after")
    def reorders_in_time(self) -> Self:
        """Check that reordering can begin."""
        if self.reorder_point < -self.lot_size:
            raise ValueError("the reorder point is below minus the lot size: orders would wait for ever.")
        return self
