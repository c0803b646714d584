# cython: boundscheck=True, wraparound=True
"""What a run hands over: integer columns, what their codes mean, and one digest of it all (T3)."""

import hashlib

from flexsim.engine import books
from flexsim.engine.recorder import Table
from flexsim.engine.sums import sums_of
from flexsim.engine.tables import LOTS, ORDERS, Columns, ColumnsSoFar


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

    def went_on_from(self, there):
        """The run went on after ``end``, where the counts were these."""
        there.names = self.names
        self._there = there

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
