"""What prices multiply in a run: hours, pieces, days, and how long money is tied up.

The engine knows no money, and neither do these sums: whatever the prices of a scenario, they are the same. So a run of
which they are kept can be priced anew without its record and without running again::

    kept = quantities_of(simulate(scenario, seed=1).costs)      # some thousand numbers, whatever the run recorded
    dearer = scenario.with_values({"workers.Ann.wage": "45 EUR/h"})
    kept.measures(dearer)["cost_to_serve_eur"]                  # what simulate(dearer, seed=1) gives

Costs are linear in all rates by the hour, piece and day; only interest and lives are not, and they enter as rates that
are worked out anew (`flexsim.costing.rates`). What sums and unit costs mean stands once, in `UnitCosts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from flexsim.costing.clipping import numbered_parts, taken
from flexsim.costing.costs import (
    Capacity,
    Costs,
    Sales,
    UnitCosts,
)
from flexsim.costing.entries import (
    CAPITAL,
    FLOOR_SPACE,
    HOLDING,
    LATENESS,
    MARKDOWN,
    OVERTIME,
    SCRAP,
    SET_UP_SCRAP,
    Books,
    days_late,
    kind_of_asset,
    late_per_day,
    lost_value,
    material,
    unused,
    work,
)
from flexsim.costing.inventory import is_tied_up, lots_that_count, remakes, ticks_tied_up, under_way
from flexsim.costing.jobs import NEVER, Ticks
from flexsim.costing.ledger import KINDS, Block
from flexsim.costing.material import PricedPart, pieces_with, priced_parts
from flexsim.costing.rates import Rates, asset_per_hour_eur, rates_for
from flexsim.costing.selling import delivered, lost_orders, offered, pieces_by_part, price_of, sells, substitutes
from flexsim.results import PARTS, TICKS_PER_HOUR, Floats, Integers, Measures, Rows, exact_sum, wide

if TYPE_CHECKING:
    from flexsim.scenario import Scenario


@dataclass(frozen=True)
class TiedUp:
    """What stock and work in progress consist of. Columns: hours of each unit, of each worker, and priced parts.

    Attributes
    ----------
    opening, closing : ndarray
        In work in progress at the edges of the window.
    hours : ndarray
        In work in progress over the window: amount x hours.
    of_a_piece : ndarray
        A row for each item of the stock: what a piece of it consists of, at average actual cost.
    on_hand_before, on_hand, on_hand_h : ndarray
        By item: pieces at the edges of the window, and pieces x hours in it.
    """

    opening: Floats
    closing: Floats
    hours: Floats
    of_a_piece: Floats
    on_hand_before: Integers
    on_hand: Integers
    on_hand_h: Floats


@dataclass(frozen=True)
class Quantities:
    """What the prices of a scenario multiply in the window of a run.

    Attributes
    ----------
    centres, workers, operations, streams, items : tuple of str
        Names: the work centre of every unit, every worker, every operation, demand stream and item of the stock.
    parts : tuple of PricedPart
        What may have a price of material.
    window_h : float
        Hours.
    unit_h, worker_h : ndarray
        Hours of every unit and worker, a row for each kind of cost.
    overtime_h : ndarray
        Of every worker.
    pieces : ndarray
        Pieces with every priced part, a row for each kind of cost.
    set_ups : ndarray
        Of every operation, that throw something away.
    days_late : ndarray
        Of every stream.
    lost, substitutes, sold : ndarray
        Pieces with every priced part, as customers wanted them, a row for each stream: of orders lost, of substitutes
        delivered, and of all orders delivered.
    tied_up : TiedUp
    capacity : tuple of Capacity
        Practical and used hours; what they cost is worked out anew.
    n_good, n_demanded : int
    """

    centres: tuple[str, ...]
    workers: tuple[str, ...]
    operations: tuple[str, ...]
    streams: tuple[str, ...]
    items: tuple[str, ...]
    parts: tuple[PricedPart, ...]
    window_h: float
    unit_h: Floats
    worker_h: Floats
    overtime_h: Floats
    pieces: Floats
    set_ups: Floats
    days_late: Floats
    lost: Floats
    substitutes: Floats
    sold: Floats
    tied_up: TiedUp
    capacity: tuple[Capacity, ...]
    n_good: int
    n_demanded: int

    def measures(self, scenario: Scenario) -> Measures:
        """Give the sums, unit costs and inventories that a run of this scenario would have given.

        Parameters
        ----------
        scenario : Scenario
            May differ in prices from the one that was run, and in nothing else.
        """
        return self.costs(scenario).measures()

    def costs(self, scenario: Scenario) -> UnitCosts:
        """Price the quantities."""
        rates = rates_for(self.centres, self.workers, scenario)
        material_eur = np.array([part.money_eur("material", scenario) for part in self.parts], dtype=np.float64)
        set_up_scrap = np.array([_set_up_scrap(name, scenario) for name in self.operations], dtype=np.float64)
        late = np.array([late_per_day(name, scenario) for name in self.streams], dtype=np.float64)
        revenue = _Revenue(self, scenario, material_eur)
        prices = np.concatenate([rates.unit, rates.wage, material_eur])
        value = np.array([fsum((row * prices).tolist()) for row in self.tied_up.of_a_piece])
        opening, closing, held = self._inventories(prices, value)

        pieces_eur, set_ups_eur = self.pieces * material_eur, self.set_ups * set_up_scrap
        kinds: list[list[float]] = [[] for _ in KINDS]
        for kind in range(len(KINDS)):
            kinds[kind] += (self.unit_h[kind] * rates.capital).tolist()
            kinds[FLOOR_SPACE if kind == CAPITAL else kind] += (self.unit_h[kind] * rates.space).tolist()
            kinds[kind] += (self.worker_h[kind] * rates.wage).tolist()
            kinds[kind] += pieces_eur[kind].tolist()
        kinds[OVERTIME] += (self.overtime_h * rates.premium).tolist()
        kinds[SET_UP_SCRAP] += set_ups_eur.tolist()
        kinds[LATENESS] += (self.days_late * late).tolist()
        kinds[HOLDING] += [held * rates.inventory]
        kinds[MARKDOWN] += (self.tied_up.on_hand * lost_value(self.items, value, scenario)).tolist()
        for asset in scenario.assets.values():
            rate = asset_per_hour_eur(asset, scenario.prices.interest)
            kinds[kind_of_asset(asset)] += [self.window_h * asset.count * rate]
        return UnitCosts(
            by_kind_eur={name: fsum(found) for name, found in zip(KINDS, kinds, strict=True)},
            material_eur=fsum(
                [*(self.pieces * material_eur).ravel().tolist(), *(self.set_ups * set_up_scrap).tolist()]
            ),
            n_good=self.n_good,
            n_demanded=self.n_demanded,
            lost_eur=revenue.lost_eur(),
            discounts_eur=revenue.discounts_eur(),
            sales=revenue.sales([*pieces_eur[SCRAP].tolist(), *set_ups_eur.tolist()]),
            opening_inventory_eur=opening,
            closing_inventory_eur=closing,
            capacity=self._capacity(rates),
        )

    def _inventories(self, prices: Floats, value: Floats) -> tuple[float, float, float]:
        """Value stock and work in progress: at both edges of the window, and euros x hours over it."""
        tied = self.tied_up
        pairs = (tied.opening, tied.on_hand_before), (tied.closing, tied.on_hand), (tied.hours, tied.on_hand_h)
        opening, closing, hours = (
            fsum([*(in_progress * prices).tolist(), *(on_hand * value).tolist()]) for in_progress, on_hand in pairs
        )
        return opening, closing, hours

    def _capacity(self, rates: Rates) -> tuple[Capacity, ...]:
        supplied = (*(rates.unit * self.window_h).tolist(), *(self.worker_h.sum(axis=0) * rates.wage).tolist())
        return tuple(replace(one, supplied_eur=eur) for one, eur in zip(self.capacity, supplied, strict=True))


class _Revenue:
    """Prices pieces that customers wanted: at full prices, less what is taken off, and what is lost with them."""

    def __init__(self, kept: Quantities, scenario: Scenario, material_eur: Floats) -> None:
        self._kept = kept
        self._scenario = scenario
        self._material_eur = material_eur
        self._demand = [scenario.demand.get(name) for name in kept.streams]
        self._sells = sells(scenario)
        added = np.array([part.money_eur("price", scenario) for part in kept.parts], dtype=np.float64)
        is_product = np.array([part.is_product for part in kept.parts], dtype=np.bool_)
        own = [0.0 if stream is None else price_of(stream, scenario) for stream in self._demand]
        self._price_eur = np.where(is_product, np.array(own)[:, None], added)
        self._offered = np.array([offered(name, scenario) for name in kept.streams])

    def lost_eur(self) -> float:
        """Give the contribution of lost orders: as stated, or price less material."""
        is_product, found = [part.is_product for part in self._kept.parts], []
        for stream, pieces, price in zip(self._demand, self._kept.lost, self._price_eur, strict=True):
            if stream is not None and stream.lost is not None:
                found.append(fsum(pieces[is_product].tolist()) * stream.lost)
            elif stream is not None and price_of(stream, self._scenario) > 0:
                found += (pieces * (price - self._material_eur)).tolist()
        return fsum(found)

    def discounts_eur(self) -> float:
        """Give what was taken off the price of substitutes."""
        taken_off = self._kept.substitutes * self._price_eur * self._offered[:, None]
        return fsum(taken_off.ravel().tolist())

    def sales(self, thrown_away: list[float]) -> Sales | None:
        """Give what was sold; None if nothing has a price."""
        if not self._sells:
            return None
        revenue, of_sold = (self._kept.sold * self._price_eur, self._kept.sold * self._material_eur)
        return Sales(fsum(revenue.ravel().tolist()), fsum([*of_sold.ravel().tolist(), *thrown_away]))


def quantities_of(costs: Costs) -> Quantities:
    """Keep what prices multiply in a run that has been priced once."""
    books, window = costs.books, costs.books.window
    names = window.names
    n_units = len(names["units"])
    by_hour = _by_the_hour(books)
    orders, days = days_late(window)
    parts = tuple(priced_parts(names["products"], books.scenario))
    return Quantities(
        centres=tuple(names["work_centres"][code] for code in window.tables["work_centres"]["work_centre"].tolist()),
        workers=tuple(names["workers"]),
        operations=tuple(names["operations"]),
        streams=tuple(names["streams"]),
        items=tuple(names["items"]),
        parts=parts,
        window_h=window.length / TICKS_PER_HOUR,
        unit_h=by_hour.hours[:, :n_units],
        worker_h=by_hour.hours[:, n_units:],
        overtime_h=by_hour.overtime_h,
        pieces=_pieces(books, parts),
        set_ups=by_hour.set_ups,
        days_late=_counted(window.tables["orders"]["stream"][orders], days, len(names["streams"])),
        lost=pieces_by_part(lost_orders(window), parts, window, books.scenario),
        substitutes=pieces_by_part(substitutes(window, books.scenario), parts, window, books.scenario),
        sold=pieces_by_part(delivered(window), parts, window, books.scenario),
        tied_up=_Tied(books, parts).found(),
        capacity=costs.capacity,
        n_good=costs.n_good,
        n_demanded=costs.n_demanded,
    )


def _counted(codes: Integers, amounts: Floats, n: int) -> Floats:
    found = np.zeros(n)
    np.add.at(found, codes, amounts)
    return found


def _set_up_scrap(name: str, scenario: Scenario) -> float:
    product, operation = name.split("/", 1)
    return float(scenario.products[product].operations[operation].set_up_scrap)


# Hours: the rows of the ledger with every rate one


class _ByTheHour:
    """Sums of rows that were made with a rate of one: hours by kind and resource, and set-ups by operation."""

    def __init__(self, n_units: int, n_workers: int, n_operations: int) -> None:
        self.hours = np.zeros((len(KINDS), n_units + n_workers))
        self.overtime_h = np.zeros(n_workers)
        self.set_ups = np.zeros(n_operations)
        self._first_worker = n_units

    def add(self, block: Block) -> None:
        """Add the rows of a block."""
        if isinstance(block.kind, int) and block.kind == SET_UP_SCRAP:
            np.add.at(self.set_ups, block.codes("activity") // 2, block.amount)
        elif isinstance(block.kind, int) and block.kind == OVERTIME:
            np.add.at(self.overtime_h, block.codes("resource") - self._first_worker, block.amount)
        else:
            n = self.hours.shape[1]
            cells = block.codes("kind").astype(np.int64) * n + block.codes("resource")
            self.hours += np.bincount(cells, weights=block.eur, minlength=self.hours.size).reshape(self.hours.shape)


@dataclass(frozen=True)
class _AtOne(Books):
    """The books of a run with a rate of one for every hour of a unit or worker, and every set-up."""

    @property
    def set_up_scrap(self) -> Floats:
        """One for each set-up."""
        return np.ones(len(self.window.names["operations"]))


def _by_the_hour(books: Books) -> _ByTheHour:
    names = books.window.names
    n_units, n_workers = len(names["units"]), len(names["workers"])
    ones = Rates(np.ones(n_units), np.zeros(n_units), np.ones(n_workers), np.ones(n_workers), 0.0)
    at_one = _AtOne(
        books.window, books.scenario, books.jobs, ones, books.scrap, books.opening, books.closing, books.names
    )
    found = _ByTheHour(n_units, n_workers, len(names["operations"]))
    for block in chain(work(at_one), unused(at_one)):
        found.add(block)
    return found


# Pieces


def _pieces(books: Books, parts: Iterable[PricedPart]) -> Floats:
    """Count pieces begun that have a part in their material, by kind of cost."""
    rows = []
    for one in _with_each(books, parts):
        found = np.zeros(len(KINDS))
        for block in material(one):
            np.add.at(found, block.codes("kind"), block.eur)
        rows.append(found)
    return np.array(rows).reshape(-1, len(KINDS)).T


def _with_each(books: Books, parts: Iterable[PricedPart]) -> Iterator[Books]:
    """Give the books with a price of one for one part after the other, and of nothing for all others."""
    jobs, names = books.jobs, books.window.names["products"]
    for part in parts:
        has_it = pieces_with(part, jobs.product, jobs.configuration, names, books.scenario)
        yield replace(books, jobs=replace(jobs, material_eur=has_it.astype(np.float64)))


# Money tied up


class _Tied:
    """Adds up what work in progress and stock consist of."""

    def __init__(self, books: Books, parts: tuple[PricedPart, ...]) -> None:
        self._books = books
        self._parts = parts
        self._n_units = len(books.window.names["units"])
        n_workers, n_items = len(books.window.names["workers"]), len(books.window.names["items"])
        self._first_part = self._n_units + n_workers
        self._n = self._first_part + len(parts)
        self._hours = np.zeros(self._n)
        self._at = {id(edge): np.zeros(self._n) for edge in (books.opening, books.closing)}
        self._of_lots = np.zeros(n_items * self._n)
        self._lots = lots_that_count(books.window, books.jobs)
        self._item = np.full(len(books.jobs.account), -1, dtype=np.int64)
        for item, lots in enumerate(self._lots):
            self._item[lots] = item

    def found(self) -> TiedUp:
        """Go through all that was spent on jobs."""
        books = self._books
        for number, one in enumerate(_with_each(books, self._parts)):
            jobs, column = one.jobs, self._first_part + number
            released = np.flatnonzero((jobs.material_eur > 0) & (jobs.released < NEVER))
            self._spent(released, jobs.released[released], jobs.pieces[released].astype(np.float64), column)
            job, since, pieces = remakes(jobs, books.scrap)
            self._spent(job, since, pieces, column)
        for first, rows, job in numbered_parts(books.window, books.jobs):
            self._operations(first, rows, job)
        for edge in (books.opening, books.closing):
            self._at[id(edge)][: self._n_units] += sum(edge.open.values()) / TICKS_PER_HOUR
        stock, before = books.window.closing["stock"], books.window.opening["stock"]
        return TiedUp(
            opening=self._at[id(books.opening)],
            closing=self._at[id(books.closing)],
            hours=self._hours,
            of_a_piece=self._of_a_piece(),
            on_hand_before=before["on_hand"],
            on_hand=stock["on_hand"],
            on_hand_h=books.window.tables["stock"]["on_hand_ticks"] / TICKS_PER_HOUR,
        )

    def _operations(self, first: int, rows: Rows, job: Ticks) -> None:
        """Add the hours of units and the attention of whoever ended each operation."""
        since = wide(rows, "ended")
        unit_h = (taken(rows, "set_up") + taken(rows, "run")) / TICKS_PER_HOUR
        by_whom = np.flatnonzero(rows["worker"] >= 0)
        worker_h = wide(rows, "attended") / (PARTS * TICKS_PER_HOUR)
        unit, worker = wide(rows, "unit"), wide(rows, "worker") + self._n_units
        self._spent(job, since, unit_h, unit)
        self._spent(job[by_whom], since[by_whom], worker_h[by_whom], worker[by_whom])
        for edge in (self._books.opening, self._books.closing):
            places, share = under_way(edge, first, rows)
            np.add.at(self._at[id(edge)], unit[places], unit_h[places] * share)
            attended = rows["worker"][places] >= 0
            np.add.at(self._at[id(edge)], worker[places[attended]], (worker_h[places] * share)[attended])

    def _spent(self, job: Ticks, since: Ticks, amount: Floats, column: Ticks | int) -> None:
        """Add an amount that was spent on jobs at some time, in a column or in one for each row."""
        books = self._books
        columns = np.broadcast_to(np.asarray(column, dtype=np.int64), amount.shape)
        hours = ticks_tied_up(books.window, books.jobs, job, since) / TICKS_PER_HOUR
        self._add(self._hours, columns, amount * hours)
        for edge in (books.opening, books.closing):
            rows = np.flatnonzero(is_tied_up(edge, books.jobs, job, since))
            self._add(self._at[id(edge)], columns[rows], amount[rows])
        item = self._item[job]
        rows = np.flatnonzero(item >= 0)
        self._add(self._of_lots, item[rows] * self._n + columns[rows], amount[rows])

    @staticmethod
    def _add(sums: Floats, cells: Ticks, amount: Floats) -> None:
        if len(cells):
            sums += np.bincount(cells, weights=amount, minlength=len(sums))

    def _of_a_piece(self) -> Floats:
        """Divide by the good pieces of the lots that count; without any, a piece is its material."""
        found = self._of_lots.reshape(-1, self._n)
        for item, (name, lots) in enumerate(zip(self._books.window.names["items"], self._lots, strict=True)):
            if len(lots):
                found[item] /= exact_sum(self._books.jobs.good[lots])
            else:
                stated, scenario = self._books.scenario.stock[name], self._books.scenario
                has = [part.is_in(stated.product, stated.options, scenario) for part in self._parts]
                found[item, self._first_part :] = has
        return found
