"""What a run cost, and what that makes for a piece: unit costs by name (floor.md, C6).

The engine knows no money, so a wage, a rate or a material price can change without a new run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from flexsim.costing.books import Books, books_of
from flexsim.costing.entries import entries, scrapped_material_eur
from flexsim.costing.ledger import Ledger
from flexsim.costing.selling import (
    delivered,
    lost_contributions_eur,
    lost_orders,
    of_orders,
    offered,
    sells,
    substitutes,
    times,
)
from flexsim.results import (
    BUSY_UNIT,
    PARTS,
    TICKS_PER_HOUR,
    Floats,
    Measures,
    Rows,
    Window,
    exact_sum,
)

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

USED_BY_WORKERS = ("set_up", "run", "repair")
"""States of a worker whose time is used: for orders, or for maintenance."""

NEEDED = ("orders", "lots", "operations")
"""Tables that a ledger is made from."""


@dataclass(frozen=True)
class Capacity:
    """What the capacity of a resource cost in the window, and how much of it was used.

    Attributes
    ----------
    name : str
        Unit or worker.
    group : str
        Work centre or team.
    supplied_eur : float
        What it cost, used or not.
    practical_h : float
        Hours on shift, or present.
    used_h : float
        Of these.
    """

    name: str
    group: str
    supplied_eur: float
    practical_h: float
    used_h: float

    @property
    def used_eur(self) -> float:
        """Hours used at the capacity rate: what the capacity costs, over its practical hours."""
        return self.supplied_eur * self.used_h / self.practical_h if self.practical_h > 0 else 0.0

    @property
    def unused_eur(self) -> float:
        """What is left of its cost; less than nothing where more hours were worked than were on shift."""
        return self.supplied_eur - self.used_eur


@dataclass(frozen=True)
class Sales:
    """What customers paid for in the window, at full prices.

    Attributes
    ----------
    revenue_eur : float
    material_eur : float
        Of what they got, as they wanted it, and what was thrown away in scrap and set-ups.
    """

    revenue_eur: float
    material_eur: float


@dataclass(frozen=True, kw_only=True)
class UnitCosts:
    """What the window of a run cost in sums, and the pieces it has to pay for.

    Attributes
    ----------
    by_kind_eur : dict of str to float
        Sum of every kind of cost.
    material_eur : float
        Material of every piece begun, thrown away or not, and of set-ups.
    n_good : int
        Good pieces delivered in the window.
    n_demanded : int
        Pieces that the customers of the window asked for.
    lost_eur : float
        Contribution of pieces whose orders were lost in the window.
    discounts_eur : float
        What was taken off the price of pieces delivered in the window as substitutes.
    sales : Sales or None
        What was sold in the window; None if nothing has a price.
    opening_inventory_eur, closing_inventory_eur : float
        Stock and work in progress at average actual cost, at the start and at the end of the window.
    capacity : tuple of Capacity
        By unit and by worker.
    """

    by_kind_eur: dict[str, float]
    material_eur: float
    n_good: int
    n_demanded: int
    lost_eur: float
    discounts_eur: float
    sales: Sales | None
    opening_inventory_eur: float
    closing_inventory_eur: float
    capacity: tuple[Capacity, ...]

    @cached_property
    def total_eur(self) -> float:
        """Every euro of the ledger."""
        return fsum(self.by_kind_eur.values())

    @property
    def unit_cost_eur(self) -> float:
        """All cost over the good pieces delivered; not a number if there were none."""
        return per(self.total_eur, self.n_good)

    @property
    def cost_to_serve_eur(self) -> float:
        """All cost, less what it added to inventories, lost contribution and discounts, for a piece asked for.

        Lateness is a kind of the ledger, so it is in all cost already.
        """
        change = self.closing_inventory_eur - self.opening_inventory_eur
        return per(fsum([self.total_eur, -change, self.lost_eur, self.discounts_eur]), self.n_demanded)

    @property
    def contribution_eur(self) -> float:
        """What is left of the revenue for people, machines and space, for a piece that was asked for.

        Taken off are the material of what was sold, material thrown away, overtime, lateness and discounts: what the
        shop would not have spent without these orders. Not a number if nothing has a price.
        """
        if self.sales is None:
            return float("nan")
        kinds = self.by_kind_eur
        spent = (self.sales.material_eur, kinds["overtime"], kinds["lateness"], self.discounts_eur)
        return per(fsum([self.sales.revenue_eur, *(-euros for euros in spent)]), self.n_demanded)

    @cached_property
    def unused_eur(self) -> dict[str, float]:
        """Cost of the capacity that was not used, by unit and by worker."""
        return {one.name: one.unused_eur for one in self.capacity}

    @property
    def activity_cost_eur(self) -> float:
        """Material and the time used at capacity rates, for a good piece: what it costs if nothing is idle."""
        used = fsum(one.used_eur for one in self.capacity)
        return per(fsum([used, self.material_eur, self.by_kind_eur["overtime"]]), self.n_good)

    def measures(self) -> Measures:
        """Give sums, unit costs and inventories as figures by name."""
        kinds = self.by_kind_eur
        groups: dict[str, list[float]] = {}
        for one in self.capacity:
            groups.setdefault(one.group, []).append(one.unused_eur)
        unused = fsum(one.unused_eur for one in self.capacity)
        return {
            "total_cost_eur": self.total_eur,
            **{f"{kind}_eur": euros for kind, euros in kinds.items()},
            "opening_inventory_eur": self.opening_inventory_eur,
            "closing_inventory_eur": self.closing_inventory_eur,
            "lost_contribution_eur": self.lost_eur,
            "discounts_eur": self.discounts_eur,
            **self._of_sales(),
            "n_demanded_pieces": float(self.n_demanded),
            "n_good_pieces": float(self.n_good),
            "cost_to_serve_eur": self.cost_to_serve_eur,
            "activity_cost_eur": self.activity_cost_eur,
            "unused_capacity_eur": per(unused, self.n_good),
            **{f"unused_capacity_eur[{name}]": per(fsum(parts), self.n_good) for name, parts in groups.items()},
            "unit_cost_eur": self.unit_cost_eur,
            **{f"unit_{kind}_eur": per(euros, self.n_good) for kind, euros in kinds.items()},
        }

    def _of_sales(self) -> Measures:
        """Give figures of sales, if anything has a price."""
        if self.sales is None:
            return {}
        return {"revenue_eur": self.sales.revenue_eur, "contribution_eur": self.contribution_eur}


@dataclass(frozen=True, kw_only=True)
class Costs(UnitCosts):
    """What the window of a run cost, line by line.

    Attributes
    ----------
    ledger : Ledger
    books : Books
        What the lines are made from.
    """

    ledger: Ledger
    books: Books = field(repr=False, compare=False)


def per(euros: float, pieces: int) -> float:
    """Spread a sum over pieces; not a number if there are none."""
    return euros / pieces if pieces else float("nan")


def cost(window: Window, scenario: Scenario) -> Costs:
    """Price what was counted in the window of a run.

    Parameters
    ----------
    window : Window
        What the engine counted; orders, lots and operations must have been recorded.
    scenario : Scenario
        Where the prices stand.

    Raises
    ------
    ValueError
        Orders, lots or operations were not recorded.
    """
    if missing := [name for name in NEEDED if name not in window.tables]:
        raise ValueError(f"costs need the {missing[0]} of a run: record them")
    books = books_of(window, scenario)
    orders = window.tables["orders"]
    lost = times(lost_orders(window), lost_contributions_eur(window, scenario), window)
    ledger = Ledger(books.names, lambda: entries(books))
    return Costs(
        ledger=ledger,
        books=books,
        by_kind_eur=ledger.by_kind_eur,
        material_eur=ledger.by_resource_type_eur["material"],
        n_good=good_pieces(window),
        n_demanded=exact_sum(orders["quantity"][window.in_cohort(orders)]),
        lost_eur=lost,
        discounts_eur=discounts_eur(window, scenario),
        sales=sales_of(books, ledger),
        opening_inventory_eur=books.inventory.opening_eur,
        closing_inventory_eur=books.inventory.closing_eur,
        capacity=(*_units(books), *_workers(books, ledger)),
    )


def sales_of(books: Books, ledger: Ledger) -> Sales | None:
    """Give what was sold in the window; None if nothing has a price."""
    window, scenario = books.window, books.scenario
    if not sells(scenario):
        return None
    rows = delivered(window)
    revenue, of_sold = (times(rows, of_orders(what, window, scenario), window) for what in ("price", "material"))
    return Sales(revenue, fsum([of_sold, scrapped_material_eur(books), ledger.by_kind_eur["set_up_scrap"]]))


def discounts_eur(window: Window, scenario: Scenario) -> float:
    """Add up what was taken off the price of the pieces delivered in the window as substitutes."""
    rate = np.array([offered(name, scenario) for name in window.names["streams"]])
    if not rate.any() or not sells(scenario):
        return 0.0
    price = of_orders("price", window, scenario) * rate[window.tables["orders"]["stream"]]
    return times(substitutes(window, scenario), price, window)


def good_pieces(window: Window) -> int:
    """Count the pieces that customers got in the window."""
    return exact_sum(window.tables["orders"]["quantity"][delivered(window)])


def _units(books: Books) -> list[Capacity]:
    """Give the capacity of every unit: its hours on shift are its practical hours."""
    raw, names, hours = books.window.tables["work_centres"], books.window.names, books.window.length / TICKS_PER_HOUR
    on_shift = hours - raw["off_shift"] / TICKS_PER_HOUR
    used = _hours(raw, BUSY_UNIT)
    columns = raw["unit"].tolist(), raw["work_centre"].tolist(), books.rates.unit, on_shift, used
    return [
        Capacity(
            names["units"][unit], names["work_centres"][centre], float(hours * rate), float(practical), float(busy)
        )
        for unit, centre, rate, practical, busy in zip(*columns, strict=True)
    ]


def _hours(raw: Rows, states: tuple[str, ...]) -> Floats:
    ticks = np.sum([raw[state] for state in states if state in raw], axis=0)
    return np.asarray(ticks / TICKS_PER_HOUR, dtype=np.float64)


def _workers(books: Books, ledger: Ledger) -> list[Capacity]:
    """Give the capacity of every worker: his hours present are his practical hours."""
    raw, names = books.window.tables["workers"], books.window.names
    used = _hours(raw, USED_BY_WORKERS) / PARTS
    paid = ledger.resources_eur[len(names["units"]) :][: len(names["workers"])]
    premium = raw["overtime"] / TICKS_PER_HOUR * books.rates.premium
    columns = raw["worker"].tolist(), raw["team"].tolist(), paid - premium, raw["present"] / TICKS_PER_HOUR, used
    return [
        Capacity(names["workers"][worker], names["teams"][team], float(supplied), float(practical), float(busy))
        for worker, team, supplied, practical, busy in zip(*columns, strict=True)
    ]
