# cython: boundscheck=True, wraparound=True
"""What a run hands over: integer columns, what their codes mean, and one digest of it all (T3)."""

import gc
import hashlib
from collections.abc import Mapping

import numpy

from flexsim.engine import books
from flexsim.engine.distributions import to_ticks
from flexsim.engine.kinds import CAUSES, EVENT_KINDS, STEPS, UNIT_STATES, WORKER_STATES
from flexsim.engine.plan import plan_floor
from flexsim.engine.recorder import Table
from flexsim.engine.shop import Shop

ORDERS = ("stream", "ordinal", "product", "configuration", "quantity", "priority", "arrived", "released", "completed",
          "due", "state", "item", "good", "scrapped", *CAUSES)  # fmt: skip
LOTS = ("stream", "ordinal", "leader", "generation", "pieces", "released", "completed", "good", "joined", "configuration")
OPERATIONS = ("stream", "ordinal", "leader", "generation", "attempt", "operation", "work_centre", "unit", "worker", "pieces",
              "came", "started", "run_started", "ended", "set_up", "load", "run", "unload", "attended", "bad")  # fmt: skip
EVENTS = ("kind", "stream", "ordinal", "leader", "generation", "operation", "attempt", "unit", "worker", "from", "to")
WORK_CENTRES = ("unit", "work_centre", *UNIT_STATES, "n_operations", "n_failures", "changed_over")
WORKERS = ("worker", "team", *WORKER_STATES, "overtime", "present", "n_operations")
TEAMS = ("team", *WORKER_STATES, "overtime", "present", "n_operations")
STOCK = ("item", "on_hand", "on_order", "owed", "started", "received", "delivered", "scrapped", "on_hand_ticks")
REPLAY = ("unit", "set_up", "run", "unit_exceeded", "attention_exceeded")
VARIETY = ("operation", "n_keys", "n_configurations")

RECORDS = {"orders": ORDERS, "lots": LOTS, "operations": OPERATIONS, "events": EVENTS}
STANDARD = ("orders", "lots", "operations")


class Columns(Mapping):
    """The columns of a table by name, as int64: made from what was recorded when asked for, and not kept.

    Parameters
    ----------
    table : Table
    """

    def __init__(self, table):
        self._table = table

    def __getitem__(self, name):
        if name not in self._table.columns:
            raise KeyError(name)
        return self._table.column(name)

    def __iter__(self):
        return iter(self._table.columns)

    def __len__(self):
        return len(self._table.columns)

    def parts(self):
        """Give the rows in parts, a dictionary from column to array each, in the narrow types in which they are kept."""
        names = self._table.columns
        for chunk in self._table.chunks:
            yield dict(zip(names, chunk, strict=True))
        rest = self._table.block()
        if rest.shape[1]:
            yield dict(zip(names, rest, strict=True))


class ColumnsSoFar(Columns):
    """The columns of a table as they stood at a moment: the rows written by then, and after them what was unfinished.

    Parameters
    ----------
    table : Table
        Of the whole run.
    n_rows : int
        Rows written by then.
    unfinished : Columns
        Rows of the same columns.
    """

    def __init__(self, table, n_rows, unfinished):
        super().__init__(table)
        self._n_rows = n_rows
        self._unfinished = unfinished

    def __getitem__(self, name):
        return numpy.concatenate((super().__getitem__(name)[: self._n_rows], self._unfinished[name]))

    def parts(self):
        """Give the rows in parts, as those of the whole run."""
        left = self._n_rows
        for rows in super().parts():
            if left > 0:
                yield {name: column[:left] for name, column in rows.items()}
            left -= len(next(iter(rows.values())))
        yield from self._unfinished.parts()


class Snapshot:
    """The counts of a run as they stood at a moment of it: what the same run, stopped there, would have given (X1).

    Attributes
    ----------
    tables : dict of str to Columns
        As in ``Counts``. Stretches of a run-through that was under way are among the events only if they came before another event.
    names : dict of str to tuple of str
    end : int
        The tick of the moment.
    """

    def __init__(self, floor, end):
        self.end = end
        self.names = None
        self.sums = sums_of(floor, end)
        self.recorded = [table for table in (floor.orders, floor.lots, floor.operations, floor.events) if table.on]
        self.lengths = {table.name: len(table) for table in self.recorded}
        self.unfinished = {table.name: Table(table.name, table.columns) for table in self.recorded}

    def keep_unfinished(self, shop):
        """Write down the orders and lots inside, beside the record of the run, which goes on."""
        floor = shop.floor
        orders, lots = floor.orders, floor.lots
        floor.orders, floor.lots = Table("orders", ORDERS, orders.on), Table("lots", LOTS, lots.on)
        shop.record_unfinished()
        self.unfinished |= {"orders": floor.orders, "lots": floor.lots}
        floor.orders, floor.lots = orders, lots
        return self

    @property
    def tables(self):
        """What was recorded by then; the arrays are made column by column when asked for."""
        found = {table.name: self.up_to_here(table) for table in self.recorded}
        return found | {table.name: Columns(table) for table in self.sums}

    def up_to_here(self, table):
        """The rows written by then, and after them those of what was unfinished."""
        return ColumnsSoFar(table, self.lengths[table.name], Columns(self.unfinished[table.name]))


class Counts:
    """The outcome of one run in ticks and pieces.

    Attributes
    ----------
    tables : dict of str to Columns
        Integer columns, ticks of one microsecond; -1 stands for none. Columns of ``workers`` and ``teams`` named after
        states are in ticks x 840. Orders, lots, operations and events are of the whole run; the sums are up to ``end``.
    names : dict of str to tuple of str
        What the integer codes of a column mean.
    end : int
        The tick up to which sums are kept: the horizon, or without one the tick of the last delivery.
    ran_until : int
        The tick at which the run stopped: after the horizon, if customers of the cohort were still waiting then (X1).
    cohort : tuple of int
        The cohort is the customers who arrived from the first of these ticks on and before the second.
    at_warm_up : Snapshot or None
        The counts at the end of the warm-up, None without one.
    exceeded : tuple of int or None
        Of a replay of records, over the whole run: those with which a unit had more than one lot, and those with which
        somebody attended more than he can (D8). By unit, up to ``end``, they stand in the table ``replay``.
    """

    def __init__(self, recorded, sums, names, floor, compiled):
        self._tables = {table.name: table for table in [*recorded, *sums]}
        self.names = names
        self.seed = floor.seed
        self.replication = floor.replication
        self.end = self.ran_until = 0
        self.cohort = (0, 0)
        self.at_warm_up = None
        self._there = None
        self.compiled = compiled
        self.n_operations = floor.n_operations
        self.n_events = floor.calendar.fired
        self.n_heap_moves = floor.calendar.moves
        self.n_candidates = floor.n_candidates
        self.n_orders_inside = floor.n_inside
        self.exceeded = None if floor.replay is None else books.exceeded(floor)
        self._digest = None

    @property
    def tables(self):
        """What was recorded; the arrays are made column by column when asked for."""
        return {name: Columns(table) for name, table in self._tables.items()}

    @property
    def at_end(self):
        """The counts as they stood at ``end``: these, unless the run went on."""
        return self if self._there is None else self._there

    @property
    def digest(self):
        """BLAKE2b over the recorded columns, the sums at both ends of the window, and the names: equal for equal runs (T3)."""
        if self._digest is None:
            found = hashlib.blake2b(digest_size=16)
            for name in sorted(self._tables):
                self._tables[name].digest_into(found)
            for table in [] if self.at_warm_up is None else self.at_warm_up.sums:
                table.digest_into(found)
            for key in sorted(self.names):
                found.update(repr((key, self.names[key])).encode())
            found.update(repr((*self.cohort, self.end, self.ran_until)).encode())
            self._digest = found.hexdigest()
        return self._digest


def run_scenario(scenario, seed, replication, record, rules, after_instant, compiled):
    floor = plan_floor(scenario, seed, replication, rules)
    recorded = [Table(name, columns, name in record) for name, columns in RECORDS.items()]
    floor.orders, floor.lots, floor.operations, floor.events = recorded
    floor.causes_on = "orders" in record
    shop = Shop(floor, after_instant)
    collecting = gc.isenabled()
    gc.disable()  # nothing on the floor refers to itself for long: counting references is enough
    try:
        return run_through(shop, scenario, [table for table in recorded if table.on], compiled)
    finally:
        if collecting:
            gc.enable()


def run_through(shop, scenario, recorded, compiled):
    """Warm up, go on to the horizon, see the cohort out; the sums are read at the first two ends (X1)."""
    floor = shop.floor
    warm_up, horizon, run_on = to_ticks(scenario.warm_up), floor.horizon, to_ticks(scenario.run_on)
    shop.begin()
    before = None
    if warm_up > 0:
        shop.work_until(warm_up)
        before = Snapshot(floor, shop.end).keep_unfinished(shop)
    shop.work_until(horizon)
    there = Snapshot(floor, shop.end)
    cohort = (warm_up, horizon if horizon >= 0 else max(shop.end, warm_up) + 1)
    goes_on = horizon >= 0 and run_on > 0 and shop.await_cohort(*cohort) > 0
    if goes_on:
        there.keep_unfinished(shop)
        shop.see_out(horizon + run_on)
    shop.close_books()
    counts = Counts(recorded, there.sums, names_of(scenario, floor), floor, compiled)
    counts.end, counts.ran_until, counts.cohort, counts.at_warm_up = there.end, shop.end, cohort, before
    if before is not None:
        before.names = counts.names
    if goes_on:
        counts._there = there
        there.names = counts.names
    return counts


def sums_of(floor, now):
    """The sums that every run keeps, as they stand at a moment."""
    units, workers, teams, stock, variety = (
        Table("work_centres", WORK_CENTRES),
        Table("workers", WORKERS),
        Table("teams", TEAMS),
        Table("stock", STOCK),
        Table("variety", VARIETY),
    )
    for row in books.unit_rows(floor, now):
        units.add(*row)
    totals = {team.number: [0] * (len(TEAMS) - 1) for team in floor.teams}
    for row in books.worker_rows(floor, now):
        workers.add(*row)
        totals[row[1]] = [a + b for a, b in zip(totals[row[1]], row[2:], strict=True)]
    for number, row in sorted(totals.items()):
        teams.add(number, *row)
    for row in books.stock_rows(floor, now):
        stock.add(*row)
    for row in books.variety_rows(floor, floor.n_kinds):
        variety.add(*row)
    return [units, workers, teams, stock, variety, *replay_of(floor, now)]


def replay_of(floor, now):
    """What a replay of records counts beside: by unit, ticks of lots in set-up and run, and records that exceeded (D8)."""
    if floor.replay is None:
        return []
    replay = Table("replay", REPLAY)
    for row in books.replay_rows(floor, now):
        replay.add(*row)
    return [replay]


def names_of(scenario, floor):
    products = sorted(scenario.products)
    return {
        "streams": tuple(source.name for source in floor.sources),
        "products": tuple(products),
        "operations": tuple(f"{p}/{o}" for p in products for o in sorted(scenario.products[p].operations)),
        "work_centres": tuple(centre.name for centre in floor.centres),
        "units": tuple(unit.name for unit in floor.units),
        "workers": tuple(worker.name for worker in floor.workers),
        "teams": tuple(team.name for team in floor.teams),
        "items": tuple(item.name for item in floor.items),
        "unit_states": UNIT_STATES,
        "worker_states": WORKER_STATES,
        "steps": STEPS,
        "causes": CAUSES,
        "event_kinds": EVENT_KINDS,
    }
