"""What customers want: streams of orders, and the stock that serves some of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from math import fsum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from flexsim.scenario.distributions import Distribution
from flexsim.scenario.errors import MOST_EXAMINED, PartError, Problem
from flexsim.scenario.fields import (
    Count,
    DemandFactor,
    Discount,
    Discounts,
    Kind,
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
    factor_of_demand,
    validated_with,
)
from flexsim.scenario.people import DAY, DAYS, WEEK, clock_span, day_numbers
from flexsim.scenario.quantities import read_number

NOTHING = Distribution("constant", (0.0,))

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


Span = tuple[float, float, float]
"""A part of the week: from, to (seconds from Monday 00:00), factor."""


def one_after_the_other(windows: tuple[Span, ...]) -> tuple[Span, ...]:
    """Sort spans of the week and refuse those that overlap."""
    ordered = tuple(sorted(windows))
    for begin, end, _ in ordered:
        if not 0 <= begin < end <= WEEK:
            raise ValueError("a span of hours begins before it ends, inside one week.")
    for earlier, later in pairwise(ordered):
        if later[0] < earlier[1]:
            raise ValueError(f"two spans of hours overlap on {DAYS[int(later[0] // DAY)]}.")
    return ordered


class Profile(Part):
    """How demand changes over the week: factors on its rate by hours (rule O1).

    At factor 2 orders come twice as often as `every` says, at factor 0 none come. `otherwise` is the factor of all
    hours that are not named.
    """

    windows: Annotated[tuple[tuple[Time, Time, DemandFactor], ...], AfterValidator(one_after_the_other), Kind("spans")]
    """Spans of the week with their factors, in place of days: `[[8 h, 16 h, 1.5]]`."""
    otherwise: DemandFactor | None = None
    """Factor of all hours that are not named."""

    @model_validator(mode="wrap")
    @classmethod
    def days_to_windows(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read days with hours and factors as spans of the week."""
        if not isinstance(value, Mapping) or "windows" in value:
            return handler(value)
        problems: list[Problem] = []
        days = {key: hours for key, hours in value.items() if key not in cls.model_fields}
        rest = {key: entry for key, entry in value.items() if key in cls.model_fields}
        return validated_with(handler, {**rest, "windows": _spans(days, problems)}, problems)

    @model_validator(mode="after")
    def says_what_all_hours_are_like(self) -> Self:
        """Check that no hour is left open, and that demand comes at some."""
        if self.otherwise is None and fsum(end - begin for begin, end, _ in self.windows) < WEEK:
            raise ValueError('what are the other hours like? Write "otherwise: 0" (nobody orders) or "otherwise: 1".')
        if not self.mean:
            raise ValueError("nobody would ever order: one factor must be above 0.")
        return self

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """List the keys that a file may state, for messages."""
        return (*DAYS, "mon-fri", "daily", *super().file_keys())

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The whole week, one span after the other."""
        found: list[Span] = []
        at = 0.0
        for begin, end, factor in self.windows:
            found += [(at, begin, self.otherwise or 0.0)] if at < begin else []
            found.append((begin, end, factor))
            at = end
        return (*found, (at, WEEK, self.otherwise or 0.0)) if at < WEEK else tuple(found)

    @property
    def mean(self) -> float:
        """Mean factor of the week."""
        return fsum((end - begin) * factor for begin, end, factor in self.spans) / WEEK


def _spans(days: Mapping[str, Any], problems: list[Problem]) -> list[tuple[str, str, Any]]:
    """Give the spans of all days, and note what is wrong with them."""
    spans: list[tuple[str, str, Any]] = []
    for key, hours in days.items():
        try:
            numbers = day_numbers(key)
            if not isinstance(hours, Mapping):
                raise ValueError('a day has hours with their factors: {"08:00-12:00": 1.5, "12:00-18:00": 1}.')
        except ValueError as why:
            problems.append(Problem((key,), str(why)))
            continue
        for text, stated in hours.items():
            try:
                begin, end = clock_span(text)
                factor = factor_of_demand(read_number(stated))
            except ValueError as why:
                problems.append(Problem((key, str(text)), str(why)))
                continue
            for day in numbers:
                spans += _in_week(day * int(DAY) + begin, day * int(DAY) + end, factor)
    return spans


def _in_week(begin: int, end: int, factor: float) -> list[tuple[str, str, Any]]:
    """Let what runs past Sunday's end begin the week."""
    week = int(WEEK)
    if end <= week:
        return [(f"{begin} s", f"{end} s", factor)]
    return [(f"{begin} s", f"{week} s", factor), ("0 s", f"{end - week} s", factor)]


def of_a_year(factors: tuple[float, ...] | None) -> tuple[float, ...] | None:
    """Check the factors of the weeks of a year."""
    if factors is None:
        return None
    if len(factors) != 52:
        raise ValueError(f"a season has a factor for each of the 52 weeks of a year, not {len(factors)}.")
    if not any(factors):
        raise ValueError("nobody would ever order: one factor must be above 0.")
    return factors


class Substitutes(Part):
    """Who finds nothing that matches takes the nearest item, if what is offered off its price is enough (rule I2).

    `discount` is what each customer wants off, drawn; `offered` what he gets, both parts of the price. Nearest is the
    item with the fewest options that differ, each counted as often as `weights` says (once unless stated).
    """

    discount: Discounts = NOTHING
    """What each customer wants off the price, as a part of it."""
    offered: Discount = 0.0
    """What is offered off the price, as a part of it."""
    weights: Named[Count] = Field(default_factory=dict)
    """How much each option counts that differs; once unless stated."""


class Stream(Part):
    """A stream of orders for one product or one item of the stock."""

    product: Name | None = None
    """The product that these customers order."""
    item: Name | None = None
    """The item of the stock that these customers order; their options are not drawn."""
    from_stock: Truth = False
    """Whether orders are served by the item of the stock that has the options drawn."""
    substitutes: Substitutes | None = None
    """What customers take who find no item with their options; unless stated nothing."""
    no_match: Literal["lost", "made_to_order"] = "lost"
    """What becomes of an order that no item serves."""
    every: Times | None = None
    """Time between orders, the first one counted from the start."""
    profile: Profile | None = None
    """How demand changes over the week; unless stated it is the same at all hours."""
    season: Annotated[tuple[DemandFactor, ...] | None, AfterValidator(of_a_year)] = None
    """Factors on the rate of demand for each of the 52 weeks of a year."""
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
    latest: Time | None = None
    """Latest acceptable delivery, from arrival: what comes later was not served; unless stated the due date."""
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
    late: RateADay = 0.0
    """What an order costs for every day after its due date."""
    lost: Money | None = None
    """Contribution that a piece would have made, if its order is lost; unless stated its price less its material."""
    price: Money | None = None
    """What these customers pay for a piece, options aside; unless stated the price of the product."""
    stream: Name
    """Name by which its random numbers are addressed; unless stated its own."""

    @property
    def is_served_from_stock(self) -> bool:
        """Whether its orders are delivered from the shelf."""
        return self.item is not None or self.from_stock

    @property
    def most_of_rate(self) -> float:
        """Mean factor of the busiest week on the rate that `every` states."""
        return (self.profile.mean if self.profile else 1.0) * max(self.season or (1.0,))


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
    fetches: Money | None = None
    """What a piece on the shelf would fetch at the end, marked down; unless stated at least what it has cost."""
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
