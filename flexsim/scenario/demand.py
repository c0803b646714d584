"""What customers want: streams of orders, and the stock that serves some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from flexsim.scenario.errors import PartError, Problem
from flexsim.scenario.fields import (
    Count,
    Money,
    Name,
    Named,
    OrderSize,
    Part,
    Pieces,
    RateADay,
    Time,
    Times,
    Truth,
    Whole,
)

SOURCES = ("every", "at", "orders", "saturated")
"""Where the orders of a stream come from: exactly one of these."""


class Order(Part):
    """One order of a file of orders; arrival and due date in seconds from the start of the run."""

    name: Name = Field(alias="order")
    arrival: Time
    quantity: OrderSize = 1
    due: Time | None = None
    priority: Whole | None = None
    options: Named[Name] = Field(default_factory=dict)
    product: Name | None = None
    item: Name | None = None


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


Quantity = Annotated[tuple[OrderSize, OrderSize], BeforeValidator(read_quantity_range), AfterValidator(rising)]


def in_order(times: tuple[float, ...] | None) -> tuple[float, ...] | None:
    """Sort arrival times."""
    return None if times is None else tuple(sorted(times))


class Stream(Part):
    """A stream of orders for one product or one item of the stock."""

    product: Name | None = None
    item: Name | None = None
    from_stock: Truth = False
    every: Times | None = None
    at: Annotated[tuple[Time, ...] | None, AfterValidator(in_order)] = None
    orders: Annotated[tuple[Order, ...] | None, AfterValidator(by_arrival)] = None
    saturated: Pieces | None = None
    count: Count | None = None
    quantity: Quantity = (1, 1)
    lot_size: Pieces | None = None
    due: Times | None = None
    priority: Whole = 0
    refuse_above: Pieces | None = None
    patience: Times | None = None
    partial: Truth = False
    overtake: Truth = False
    late: RateADay = Field(default=0.0, description="What an order costs for every day after its due date.")
    lost: Money = Field(default=0.0, description="Contribution that a piece would have made, if its order is lost.")
    stream: Name

    @property
    def is_served_from_stock(self) -> bool:
        """Whether its orders are delivered from the shelf."""
        return self.item is not None or self.from_stock


class Item(Part):
    """An item of the stock, replenished in lots (rule I1)."""

    product: Name
    options: Named[Name] = Field(default_factory=dict)
    lot_size: Pieces
    reorder_point: Whole
    on_hand: Count
    priority: Whole = 0
    stream: Name

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
