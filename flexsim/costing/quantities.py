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

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from flexsim.costing.books import (
    CAPITAL,
    FLOOR_SPACE,
    HOLDING,
    LATENESS,
    MARKDOWN,
    OVERTIME,
    SCRAP,
    SET_UP_SCRAP,
    Books,
)
from flexsim.costing.cells import Cells
from flexsim.costing.clipping import numbered_parts, taken
from flexsim.costing.costs import Capacity, Costs, Sales, UnitCosts
from flexsim.costing.entries import days_late, kind_of_asset, late_per_day, lost_value, pieces_begun, unused, work
from flexsim.costing.inventory import is_set_up, is_tied_up, lots_that_count, remakes, ticks_tied_up, under_way
from flexsim.costing.jobs import NEVER, Ticks
from flexsim.costing.ledger import KINDS, Block
from flexsim.costing.material import PricedPart, priced_parts, rows_with_each, set_up_scrap_eur
from flexsim.costing.rates import Rates, asset_per_hour_eur, rates_for
from flexsim.costing.selling import delivered, lost_orders, offered, pieces_by_part, price_of, sells, substitutes
from flexsim.results import PARTS, TICKS_PER_HOUR, Floats, Integers, Measures, Rows, exact_sum, wide

if TYPE_CHECKING:
    from flexsim.scenario import Scenario


@dataclass(frozen=True)
class TiedUp:
    """What stock and work in progress consist of.

    Columns: hours of each unit, of each worker, pieces with each priced part, and set-ups of each operation.

    Attributes
    ----------
    opening, closing : ndarray
        In work in progress at the edges of the window.
    hours : ndarray
        In work in progress over the window: amount x hours.
    of_a_piece : Cells
        A row for each item of the stock: what a piece of it consists of, at average actual cost.
    on_hand_before, on_hand, on_hand_h : ndarray
        By item: pieces at the edges of the window, and pieces x hours in it.
    """

    opening: Floats
    closing: Floats
    hours: Floats
    of_a_piece: Cells
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
    lost, substitutes, sold : Cells
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
    lost: Cells
    substitutes: Cells
    sold: Cells
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
        set_up_scrap = set_up_scrap_eur(self.operations, scenario)
        late = np.array([late_per_day(name, scenario) for name in self.streams], dtype=np.float64)
        revenue = _Revenue(self, scenario, material_eur)
        prices = np.concatenate([rates.unit, rates.wage, material_eur, set_up_scrap])
        value = self.tied_up.of_a_piece.by_row(prices)
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
        self._material_eur = material_eur
        self._demand = [scenario.demand.get(name) for name in kept.streams]
        self._sells = sells(scenario)
        self._added = np.array([part.money_eur("price", scenario) for part in kept.parts], dtype=np.float64)
        self._is_product = np.array([part.is_product for part in kept.parts], dtype=np.bool_)
        own = [0.0 if stream is None else price_of(stream, scenario) for stream in self._demand]
        self._own = np.array(own, dtype=np.float64)
        self._offered = np.array([offered(name, scenario) for name in kept.streams])

    def _price_eur(self, pieces: Cells) -> Floats:
        """Give what is paid for the part of each cell: by its stream for a product, besides for an option."""
        return np.where(self._is_product[pieces.column], self._own[pieces.row], self._added[pieces.column])

    def lost_eur(self) -> float:
        """Give the contribution of lost orders: as stated, or price less material."""
        pieces = self._kept.lost
        stated = [0.0 if one is None else one.lost for one in self._demand]
        is_stated = np.array([one is not None for one in stated], dtype=np.bool_)[pieces.row]
        as_stated = np.array([0.0 if one is None else one for one in stated])[pieces.row]
        left = (self._price_eur(pieces) - self._material_eur[pieces.column]) * (self._own > 0)[pieces.row]
        each = np.where(is_stated, as_stated * self._is_product[pieces.column], left)
        return fsum((pieces.amount * each).tolist())

    def discounts_eur(self) -> float:
        """Give what was taken off the price of substitutes."""
        pieces = self._kept.substitutes
        return fsum((pieces.amount * self._price_eur(pieces) * self._offered[pieces.row]).tolist())

    def sales(self, thrown_away: list[float]) -> Sales | None:
        """Give what was sold; None if nothing has a price."""
        if not self._sells:
            return None
        pieces = self._kept.sold
        of_sold = (pieces.amount * self._material_eur[pieces.column]).tolist()
        return Sales(fsum((pieces.amount * self._price_eur(pieces)).tolist()), fsum([*of_sold, *thrown_away]))


def quantities_of(costs: Costs) -> Quantities:
    """Keep what prices multiply in a run that has been priced once."""
    books, window = costs.books, costs.books.window
    names = window.names
    n_units = len(names["units"])
    by_hour = _by_the_hour(books)
    orders, days = days_late(window)
    parts = tuple(priced_parts(names["products"], books.scenario))
    jobs_with = rows_with_each(parts, books.jobs.product, books.jobs.configuration, names["products"], books.scenario)
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
        pieces=_pieces(books, jobs_with),
        set_ups=by_hour.set_ups,
        days_late=_counted(window.tables["orders"]["stream"][orders], days, len(names["streams"])),
        lost=pieces_by_part(lost_orders(window), parts, window, books.scenario),
        substitutes=pieces_by_part(substitutes(window, books.scenario), parts, window, books.scenario),
        sold=pieces_by_part(delivered(window), parts, window, books.scenario),
        tied_up=_Tied(books, parts, jobs_with).found(),
        capacity=costs.capacity,
        n_good=costs.n_good,
        n_demanded=costs.n_demanded,
    )


def _counted(codes: Integers, amounts: Floats, n: int) -> Floats:
    found = np.zeros(n)
    np.add.at(found, codes, amounts)
    return found


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


def _pieces(books: Books, jobs_with: Sequence[Ticks]) -> Floats:
    """Count pieces begun that have a part in their material, by kind of cost."""
    found = np.zeros((len(KINDS), len(jobs_with)))
    for kind, job, pieces, _ in pieces_begun(books):
        of_job = np.bincount(job, weights=pieces, minlength=len(books.jobs.account))
        found[kind] += [float(of_job[jobs].sum()) for jobs in jobs_with]
    return found


# Money tied up


class _Tied:
    """Adds up what work in progress and stock consist of."""

    def __init__(self, books: Books, parts: tuple[PricedPart, ...], jobs_with: Sequence[Ticks]) -> None:
        self._books = books
        self._parts = parts
        self._jobs_with = jobs_with
        self._n_units = len(books.window.names["units"])
        n_workers, n_items = len(books.window.names["workers"]), len(books.window.names["items"])
        self._first_part = self._n_units + n_workers
        self._first_set_up = self._first_part + len(parts)
        n = self._first_set_up + len(books.window.names["operations"])
        self._hours = np.zeros(n)
        self._at = {id(edge): np.zeros(n) for edge in (books.opening, books.closing)}
        self._of_lots = np.zeros((n_items, n))
        self._lots = lots_that_count(books.window, books.jobs)
        self._item = np.full(len(books.jobs.account), -1, dtype=np.int64)
        for item, lots in enumerate(self._lots):
            self._item[lots] = item

    def found(self) -> TiedUp:
        """Go through all that was spent on jobs."""
        books, jobs = self._books, self._books.jobs
        released = np.flatnonzero(jobs.released < NEVER)
        self._material(released, jobs.released[released], jobs.pieces[released].astype(np.float64))
        at_one = replace(jobs, material_eur=np.ones(len(jobs.account)))
        self._material(*remakes(at_one, books.scrap))
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

    def _material(self, job: Ticks, since: Ticks, pieces: Floats) -> None:
        """Add the pieces that were begun for jobs, to each part that they have."""
        books, n_jobs = self._books, len(self._books.jobs.account)
        hours = ticks_tied_up(books.window, books.jobs, job, since) / TICKS_PER_HOUR
        sums = [(self._hours, np.bincount(job, weights=pieces * hours, minlength=n_jobs))]
        for edge in (books.opening, books.closing):
            there = is_tied_up(edge, books.jobs, job, since)
            sums.append((self._at[id(edge)], np.bincount(job, weights=pieces * there, minlength=n_jobs)))
        begun = np.bincount(job, weights=pieces, minlength=n_jobs)
        for column, jobs in enumerate(self._jobs_with, self._first_part):
            for found, of_job in sums:
                found[column] += of_job[jobs].sum()
            lots = jobs[self._item[jobs] >= 0]
            np.add.at(self._of_lots[:, column], self._item[lots], begun[lots])

    def _operations(self, first: int, rows: Rows, job: Ticks) -> None:
        """Add the hours of units, the attention of whoever ended each operation, and set-ups."""
        since = wide(rows, "ended")
        unit_h = (taken(rows, "set_up") + taken(rows, "run")) / TICKS_PER_HOUR
        by_whom = np.flatnonzero(rows["worker"] >= 0)
        worker_h = wide(rows, "attended") / (PARTS * TICKS_PER_HOUR)
        unit, worker = wide(rows, "unit"), wide(rows, "worker") + self._n_units
        self._spent(job, since, unit_h, unit)
        self._spent(job[by_whom], since[by_whom], worker_h[by_whom], worker[by_whom])
        again = np.flatnonzero(is_set_up(rows))
        set_up = wide(rows, "operation")[again] + self._first_set_up
        self._spent(job[again], since[again], np.ones(len(again)), set_up)
        for edge in (self._books.opening, self._books.closing):
            places, share = under_way(edge, first, rows)
            np.add.at(self._at[id(edge)], unit[places], unit_h[places] * share)
            attended = rows["worker"][places] >= 0
            np.add.at(self._at[id(edge)], worker[places[attended]], (worker_h[places] * share)[attended])

    def _spent(self, job: Ticks, since: Ticks, amount: Floats, column: Ticks) -> None:
        """Add an amount that was spent on jobs at some time, row by row."""
        books = self._books
        hours = ticks_tied_up(books.window, books.jobs, job, since) / TICKS_PER_HOUR
        np.add.at(self._hours, column, amount * hours)
        for edge in (books.opening, books.closing):
            rows = np.flatnonzero(is_tied_up(edge, books.jobs, job, since))
            np.add.at(self._at[id(edge)], column[rows], amount[rows])
        rows = np.flatnonzero(self._item[job] >= 0)
        cells = self._item[job[rows]] * self._of_lots.shape[1] + column[rows]
        np.add.at(self._of_lots.reshape(-1), cells, amount[rows])

    def _of_a_piece(self) -> Cells:
        """Divide by the good pieces of the lots that count; without any, a piece is its material."""
        found, scenario = self._of_lots, self._books.scenario
        for item, (name, lots) in enumerate(zip(self._books.window.names["items"], self._lots, strict=True)):
            if len(lots):
                found[item] /= exact_sum(self._books.jobs.good[lots])
            else:
                stated = scenario.stock[name]
                has = [part.is_in(stated.product, stated.options, scenario) for part in self._parts]
                found[item, self._first_part : self._first_set_up] = has
        return Cells.of_table(found)
