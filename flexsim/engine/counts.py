# cython: boundscheck=True, wraparound=True
"""What a run hands over: integer columns, what their codes mean, and one digest of it all (T3)."""

import gc
import hashlib
from collections.abc import Mapping

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


class Counts:
    """The outcome of one run in ticks and pieces.

    Attributes
    ----------
    tables : dict of str to Columns
        Integer columns, ticks of one microsecond; -1 stands for none. Columns of ``workers`` and ``teams`` named after
        states are in ticks x 840.
    names : dict of str to tuple of str
        What the integer codes of a column mean.
    end : int
        The tick at which the run ended.
    """

    def __init__(self, recorded, summaries, names, floor, end, compiled):
        self._tables = {table.name: table for table in [*recorded, *summaries]}
        self._made = None
        self.names = names
        self.seed = floor.seed
        self.replication = floor.replication
        self.end = end
        self.compiled = compiled
        self.n_operations = floor.n_operations
        self.n_events = floor.calendar.fired
        self.n_heap_moves = floor.calendar.moves
        self.n_candidates = floor.n_candidates
        self.n_orders_inside = floor.n_inside
        self._digest = None

    @property
    def tables(self):
        """What was recorded; the arrays are made column by column when asked for."""
        if self._made is None:
            self._made = {name: Columns(table) for name, table in self._tables.items()}
        return self._made

    @property
    def digest(self):
        """BLAKE2b over the recorded integer columns, the sums and the names: equal for equal runs (T3)."""
        if self._digest is None:
            found = hashlib.blake2b(digest_size=16)
            for name in sorted(self._tables):
                self._tables[name].digest_into(found)
            for key in sorted(self.names):
                found.update(repr((key, self.names[key])).encode())
            found.update(str(self.end).encode())
            self._digest = found.hexdigest()
        return self._digest


def run_scenario(scenario, seed, replication, record, rules, after_instant, compiled):
    floor = plan_floor(scenario, seed, replication, rules)
    names = names_of(scenario, floor)
    recorded = [Table(name, columns, name in record) for name, columns in RECORDS.items()]
    floor.orders, floor.lots, floor.operations, floor.events = recorded
    floor.causes_on = "orders" in record
    shop = Shop(floor, after_instant)
    collecting = gc.isenabled()
    gc.disable()  # nothing on the floor refers to itself for long: counting references is enough
    try:
        shop.run()
    finally:
        if collecting:
            gc.enable()
    return Counts([table for table in recorded if table.on], summaries_of(shop), names, floor, shop.end, compiled)


def summaries_of(shop):
    """The sums that every run keeps."""
    units, workers, teams, stock = (
        Table("work_centres", WORK_CENTRES),
        Table("workers", WORKERS),
        Table("teams", TEAMS),
        Table("stock", STOCK),
    )
    for row in shop.unit_rows():
        units.add(*row)
    sums = {team.number: [0] * (len(TEAMS) - 1) for team in shop.floor.teams}
    for row in shop.worker_rows():
        workers.add(*row)
        sums[row[1]] = [a + b for a, b in zip(sums[row[1]], row[2:], strict=True)]
    for number, row in sorted(sums.items()):
        teams.add(number, *row)
    for row in shop.stock_rows():
        stock.add(*row)
    return [units, workers, teams, stock]


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
