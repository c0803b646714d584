"""The rows of the ledger: who is charged for what, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flexsim.costing.books import (
    CAPITAL,
    FLOOR_SPACE,
    HOLDING,
    IDLE_LABOUR,
    IDLE_UNITS,
    LATENESS,
    MAINTENANCE,
    MARKDOWN,
    MATERIAL,
    OVERTIME,
    RECORDED_AT_ONCE,
    REMAKE,
    SCRAP,
    SET_UP,
    SET_UP_SCRAP,
    SOFTWARE,
    UNIT_STATES,
    Books,
)
from flexsim.costing.clipping import Spent, numbered_parts, spent_between
from flexsim.costing.inventory import is_set_up
from flexsim.costing.jobs import Ticks
from flexsim.costing.ledger import Block
from flexsim.costing.material import operation_named
from flexsim.costing.rates import asset_per_hour_eur
from flexsim.costing.staff import paid_not_present_h
from flexsim.results import DELIVERED, LOST, PARTS, TICKS_PER_HOUR, Floats, Integers, Rows, Window, wide

if TYPE_CHECKING:
    from flexsim.scenario import Asset, Scenario

TICKS_PER_DAY = 24 * TICKS_PER_HOUR


def entries(books: Books) -> Iterator[Block]:
    """Make every row of the ledger, what is used first."""
    yield from work(books)
    yield from material(books)
    yield from unused(books)
    yield from deliveries(books)
    yield from holding(books)
    yield from lateness(books)
    yield from markdown(books)
    yield from owning(books)


# Work: hours of units and of people


def work(books: Books) -> Iterator[Block]:
    """Charge the time of units and the attention of people to what they worked for, operation by operation."""
    attention = Attention(books)
    for first, rows, job in numbered_parts(books.window, books.jobs):
        spent = spent_between(books.opening, books.closing, first, rows)
        thrown = books.scrap.within(first, len(job))
        part = Part(rows, job, books.jobs.account[job], rows["generation"] > 0, thrown)
        for step, ticks in enumerate((spent.set_up, spent.run)):
            hours = "time on the unit"
            for nature, rate in ((CAPITAL, books.rates.capital), (FLOOR_SPACE, books.rates.space)):
                if rate.any():
                    yield from part.blocks(step, nature, rows["unit"], ticks, TICKS_PER_HOUR, rate[rows["unit"]], hours)
        yield from attention.blocks(part, spent)
        yield from set_up_scrap(books, part)
    yield from attention.not_traced()


@dataclass(frozen=True)
class Part:
    """Operations with whom they were for, and the share of them that was thrown away."""

    rows: Rows
    job: Ticks
    account: Integers
    is_remake: npt.NDArray[np.bool_]
    thrown: tuple[Ticks, Floats]

    def blocks(
        self, step: int, nature: Integers | int, resource: Integers, ticks: Ticks, per: int, rate: Floats, rule: str
    ) -> Iterator[Block]:
        """Charge ticks: what was thrown away as scrap, the rest by its reason.

        Parameters
        ----------
        step : {0, 1}
            Set-up or run.
        nature : ndarray or int
            Kind of the time if there is no other reason for it.
        resource : ndarray
            Codes.
        ticks : ndarray
            Whole numbers.
        per : int
            Ticks of an hour.
        rate : ndarray
            Euros an hour, by row.
        rule : str
        """
        activity = wide(self.rows, "operation") * 2 + step
        places, share = self.thrown
        lost = (ticks[places] * share + 0.5).astype(np.int64)
        kept = ticks
        if len(places):
            kept = ticks.copy()
            kept[places] -= lost
        kind = np.where(self.is_remake, REMAKE, nature if step else SET_UP)
        yield Block(kind, activity, resource, self.account, kept / per, "h", rate, rule)
        if len(places):
            account = self.account[places]
            lost_h = lost / per
            yield Block(SCRAP, activity[places], resource[places], account, lost_h, "h", rate[places], rule)


class Attention:
    """Charges what people attended; the record names who ended an operation, and how much it was attended in all."""

    def __init__(self, books: Books) -> None:
        names = books.window.names
        self.books = books
        self.first = len(names["units"])
        self.traced = np.zeros(len(names["workers"]), dtype=np.int64)
        self.full_set_up = np.array([_set_up_parts(name, books.scenario) for name in names["operations"]])

    def blocks(self, part: Part, spent: Spent) -> Iterator[Block]:
        """Charge the attention that operations had to whoever ended them."""
        rows = np.flatnonzero((part.rows["worker"] >= 0) & (spent.attended > 0))
        if not len(rows):
            return
        worker, attended = part.rows["worker"][rows].astype(np.int64), spent.attended[rows]
        np.add.at(self.traced, worker, attended)
        wage = self.books.rates.wage[worker]
        set_up = np.minimum(attended, self._of_set_up(part.rows, spent, rows, attended))
        some = _selected(part, rows)
        for step, ticks in enumerate((set_up, attended - set_up)):
            nature, resource = self.books.labour[worker], self.first + worker
            yield from some.blocks(step, nature, resource, ticks, PARTS * TICKS_PER_HOUR, wage, "attention")

    def _of_set_up(self, rows: Rows, spent: Spent, places: Ticks, attended: Ticks) -> Ticks:
        """Tell the attention of set-ups: all of each place in the crew if full, else in proportion to time."""
        full = self.full_set_up[rows["operation"][places]]
        set_up, run = spent.set_up[places], spent.run[places]
        shared = attended * (set_up / np.maximum(set_up + run, 1))
        return np.where(full < 0, shared.astype(np.int64), full * set_up)

    def not_traced(self) -> Iterator[Block]:
        """Charge what else people attended: handed over to whoever ended the operation, or under way at an edge.

        Hours may be negative: whoever ended an operation is charged for the part of those before him as well. Over a
        team they sum to what was under way.
        """
        raw = self.books.window.tables["workers"]
        worked = raw["set_up"] + raw["run"] + raw["waiting_beside"]
        activity, account = self.books.unused("not traced")
        workers = np.arange(len(worked))
        hours = (worked - self.traced) / (PARTS * TICKS_PER_HOUR)
        wage, rule = self.books.rates.wage, "attention that the record does not trace"
        yield Block(self.books.labour, activity, self.first + workers, account, hours, "h", wage, rule)


def _selected(part: Part, rows: Ticks) -> Part:
    """Keep some operations of a part."""
    places, share = part.thrown
    at = np.searchsorted(rows, places)
    found = (at < len(rows)) & (rows[np.minimum(at, len(rows) - 1)] == places)
    table = {"operation": part.rows["operation"][rows]}
    return Part(table, part.job[rows], part.account[rows], part.is_remake[rows], (at[found], share[found]))


def _set_up_parts(name: str, scenario: Scenario) -> int:
    """Parts of attention that a set-up has for certain; -1 if people share theirs."""
    operation = operation_named(name, scenario)
    step = operation.set_up or operation.changeover_step
    return step.parts * len(step.skills) if step.parts in (0, PARTS) else -1


# Material


def set_up_scrap(books: Books, part: Part) -> Iterator[Block]:
    """Charge what every set-up or changeover throws away, when its operation ends."""
    price, operation = books.set_up_scrap, part.rows["operation"]
    if not price.any():
        return
    here = books.window.holds(part.rows["ended"]) & is_set_up(part.rows) & (price[operation] > 0)
    rows = np.flatnonzero(here)
    if len(rows):
        activity = operation[rows].astype(np.int64) * 2
        resource = _material_of(books, books.jobs.product[part.job[rows]])
        rate, account = price[operation[rows]], part.account[rows]
        yield Block(SET_UP_SCRAP, activity, resource, account, np.ones(len(rows)), "set-up", rate, "each set-up")


def _material_of(books: Books, product: Integers) -> Integers:
    return len(books.window.names["units"]) + len(books.window.names["workers"]) + product


def material(books: Books) -> Iterator[Block]:
    """Charge the material of every piece begun: with its release, and once more with every remake."""
    jobs, activity = books.jobs, books.other("starting pieces")
    for kind, job, pieces, rule in pieces_begun(books):
        some = np.flatnonzero((jobs.material_eur[job] > 0) & (pieces > 0))
        if len(some):
            of = job[some]
            resource, account = _material_of(books, jobs.product[of]), jobs.account[of]
            yield Block(kind, activity, resource, account, pieces[some], "piece", jobs.material_eur[of], rule)


def pieces_begun(books: Books) -> Iterator[tuple[int, Ticks, Floats, str]]:
    """Give pieces begun in the window: the kind of their material, their jobs, how many of each, and why."""
    jobs, scrap = books.jobs, books.scrap
    lost_first = np.zeros(len(jobs.account), dtype=np.int64)
    lost = np.zeros(len(jobs.account), dtype=np.int64)
    np.add.at(lost_first, scrap.job[scrap.generation == 0], scrap.bad[scrap.generation == 0])
    np.add.at(lost, scrap.job, scrap.bad)
    lost_first = np.where(jobs.item < 0, np.minimum(lost_first, jobs.pieces), lost)

    begun = np.flatnonzero(books.window.holds(jobs.released))
    for kind, number in ((MATERIAL, jobs.pieces - lost_first), (SCRAP, lost_first)):
        yield kind, begun, number[begun].astype(np.float64), "each piece released"

    here = books.window.holds(scrap.found) & (jobs.item[scrap.job] < 0)
    job, pieces = scrap.job[here], scrap.bad[here].astype(np.float64)
    again = (lost[job] - lost_first[job]) / np.maximum(lost[job], 1)
    for kind, amount in ((REMAKE, pieces * (1 - again)), (SCRAP, pieces * again)):
        yield kind, job, amount, "each piece made again"


def scrapped_material_eur(books: Books) -> float:
    """Add up the material of pieces that were thrown away."""
    blocks = (block for block in material(books) if isinstance(block.kind, int) and block.kind == SCRAP)
    return fsum(euros for block in blocks for euros in block.eur.tolist())


# What nobody used


def unused(books: Books) -> Iterator[Block]:
    """Charge what is paid by the hour and was spent on no operation."""
    yield from unused_units(books)
    yield from recorded_at_once(books)
    yield from unused_people(books)


def unused_units(books: Books) -> Iterator[Block]:
    """Charge the hours in which a unit worked for nobody to the account that says why."""
    raw, rates = books.window.tables["work_centres"], books.rates
    hours = {account: wide(raw, state) for state, account in UNIT_STATES.items() if state in raw}
    set_up, run = (books.closing.open[step] - books.opening.open[step] for step in ("set_up", "run"))
    hours["under way"] = set_up + run
    for name, ticks in hours.items():
        activity, account = books.unused(name)
        if ticks.any():
            for rate in (rates.capital, rates.space):
                yield Block(
                    IDLE_UNITS, activity, np.arange(len(ticks)), account, ticks / TICKS_PER_HOUR, "h", rate, "calendar"
                )


def recorded_at_once(books: Books) -> Iterator[Block]:
    """Take off what a replay has charged beyond the hours of a unit, where several lots are on record at once (D8)."""
    if "replay" not in books.window.tables:
        return
    of_lots, own = books.window.tables["replay"], books.window.tables["work_centres"]
    set_up, run = (wide(own, state) - wide(of_lots, state) for state in ("set_up", "run"))
    hours, rule = (set_up + run) / TICKS_PER_HOUR, "hours of a unit less those of its lots"
    activity, account = books.unused(RECORDED_AT_ONCE)
    if hours.any():
        for kind, rate in ((CAPITAL, books.rates.capital), (FLOOR_SPACE, books.rates.space)):
            yield Block(kind, activity, np.arange(len(hours)), account, hours, "h", rate, rule)


def unused_people(books: Books) -> Iterator[Block]:
    """Charge paid hours that no order had: idle, repairing, paid and not there; and what more overtime costs."""
    raw, rates, names = books.window.tables["workers"], books.rates, books.window.names
    resource = len(names["units"]) + np.arange(len(names["workers"]))
    attention = PARTS * TICKS_PER_HOUR
    absent_h, short_h = paid_not_present_h(books.window, books.scenario)
    for kind, name, hours, rate, rule in (
        (IDLE_LABOUR, "idle", raw["idle"] / attention, rates.wage, "hours present"),
        (MAINTENANCE, "repair", raw["repair"] / attention, rates.wage, "hours present"),
        (IDLE_LABOUR, "paid, not present", absent_h, rates.wage, "paid hours less hours present"),
        (IDLE_LABOUR, "paid, not present", short_h, rates.wage, "minimum of a shift less hours present"),
        (OVERTIME, "overtime", raw["overtime"] / TICKS_PER_HOUR, rates.premium, "overtime wage less wage"),
    ):
        activity, account = books.unused(name)
        if hours.any():
            yield Block(kind, activity, resource, account, hours, "h", rate, rule)


# Stock: what it gives to orders, what it ties up; and lateness


def deliveries(books: Books) -> Iterator[Block]:
    """Move the cost of what orders got from the shelf from the item to the order, at the item's average cost."""
    raw = books.window.tables["orders"]
    given = books.window.holds(raw["completed"]) & (raw["state"] == DELIVERED) & (raw["item"] >= 0)
    rows = np.flatnonzero(given)
    if not len(rows):
        return
    item, pieces = raw["item"][rows], raw["quantity"][rows].astype(np.float64)
    value = books.inventory.value_eur[item]
    resource = books.resource(books.window.names["items"][0], "stock") + item
    activity, rule = books.other("delivering from stock"), "average cost of the item"
    for account, amount in ((rows, pieces), (books.names.accounts.of_item(item), -pieces)):
        yield Block(MATERIAL, activity, resource, account, amount, "piece", value, rule)


def holding(books: Books) -> Iterator[Block]:
    """Charge interest on what stock and work in progress are worth, for as long as they are there."""
    rate, inventory = books.rates.inventory, books.inventory
    if not rate:
        return
    value = inventory.work_in_progress_eur_h
    accounts = np.flatnonzero(value)
    resource = books.resource("work in progress", "stock")
    activity = books.other("holding work in progress")
    yield Block(HOLDING, activity, resource, accounts, value[accounts], "EUR h", rate, "value x time")
    items = np.arange(len(books.window.names["items"]))
    first = books.resource(books.window.names["items"][0], "stock") if len(items) else 0
    account = books.names.accounts.of_item(items)
    activity = books.other("holding stock")
    yield Block(HOLDING, activity, first + items, account, inventory.stock_eur_h, "EUR h", rate, "value x time")


def lateness(books: Books) -> Iterator[Block]:
    """Charge every day in the window that an order was late, delivered or not."""
    streams = books.window.names["streams"]
    orders, days = days_late(books.window)
    stream = books.window.tables["orders"]["stream"][orders]
    rate = np.array([late_per_day(name, books.scenario) for name in streams])[stream]
    some = np.flatnonzero(rate > 0)
    if len(some):
        resource, activity = books.resource(streams[0], "customers"), books.other("being late")
        yield Block(LATENESS, activity, resource + stream[some], orders[some], days[some], "d", rate[some], "days late")


def days_late(window: Window) -> tuple[Integers, Floats]:
    """Give the orders that were late in the window, and how many days of it."""
    raw = window.tables["orders"]
    over = np.where((raw["state"] == DELIVERED) | (raw["state"] == LOST), raw["completed"], window.end)
    ticks = np.minimum(over, window.end) - np.maximum(raw["due"], window.start)
    rows = np.flatnonzero((raw["due"] >= 0) & (raw["state"] != LOST) & (ticks > 0))
    return rows, ticks[rows] / TICKS_PER_DAY


def late_per_day(stream: str, scenario: Scenario) -> float:
    """Give what an order of a stream costs for every day after its due date."""
    return 0.0 if stream in scenario.stock else float(scenario.demand[stream].late)


def markdown(books: Books) -> Iterator[Block]:
    """Charge what is left on the shelf with what it has cost more than it would fetch (floor.md, C9)."""
    names = books.window.names["items"]
    on_hand, value = books.window.closing["stock"]["on_hand"], books.inventory.value_eur
    lost = lost_value(names, value, books.scenario)
    items = np.flatnonzero((lost > 0) & (on_hand > 0))
    if len(items):
        resource, account = books.resource(names[0], "stock") + items, books.names.accounts.of_item(items)
        activity, pieces, rule = books.other("marking down stock"), on_hand[items].astype(np.float64), "pieces left"
        yield Block(MARKDOWN, activity, resource, account, pieces, "piece", lost[items], rule)


def lost_value(items: Sequence[str], value_eur: Floats, scenario: Scenario) -> Floats:
    """Give what a piece of each item has cost more than it would fetch; nothing where that is not stated."""
    fetches = [scenario.stock[name].fetches for name in items]
    found: Floats = np.maximum(value_eur - np.array([np.inf if one is None else one for one in fetches]), 0.0)
    return found


def owning(books: Books) -> Iterator[Block]:
    """Charge assets that are no units for every hour of the window, each to an account of its own."""
    hours, interest = books.window.length / TICKS_PER_HOUR, books.scenario.prices.interest
    for number, (name, asset) in enumerate(books.scenario.assets.items()):
        yield Block(
            kind_of_asset(asset),
            books.other("owning assets"),
            books.resource(name, "asset"),
            books.names.accounts.first_asset + number,
            np.array([hours * asset.count]),
            "h",
            asset_per_hour_eur(asset, interest),
            "calendar",
        )


def kind_of_asset(asset: Asset) -> int:
    """Give the kind of what an asset costs."""
    return SOFTWARE if asset.kind == "software" else CAPITAL
