# cython: boundscheck=True, wraparound=True
"""The tables of a run: their columns, what the integer codes in them mean, and how what was recorded is read."""

from collections.abc import Mapping

import numpy

from flexsim.engine.kinds import CAUSES, EVENT_KINDS, STEPS, UNIT_STATES, WORKER_STATES

ORDERS = ("stream", "ordinal", "product", "configuration", "quantity", "priority", "arrived", "released", "completed",
          "due", "state", "item", "good", "scrapped", *CAUSES)  # fmt: skip
LOTS = ("stream", "ordinal", "leader", "generation", "pieces", "released", "completed", "good", "joined", "configuration")
OPERATIONS = ("stream", "ordinal", "leader", "generation", "attempt", "operation", "work_centre", "unit", "worker", "pieces",
              "came", "started", "run_started", "ended", "set_up", "load", "run", "unload", "attended", "bad")  # fmt: skip
EVENTS = ("kind", "stream", "ordinal", "leader", "generation", "operation", "attempt", "unit", "worker", "from", "to")
WORK_CENTRES = ("unit", "work_centre", *UNIT_STATES, "n_operations", "n_failures", "changed_over")
WORKERS = ("worker", "team", *WORKER_STATES, "overtime", "present", "n_operations")
TEAMS = ("team", *WORKER_STATES, "overtime", "present", "n_operations")
CALLED = ("worker", "pool", "asked", "came", "shifts_worked", "paid_minimum", "present", "overtime")
POOLS = ("pool", "team", *CALLED[2:])
STOCK = ("item", "on_hand", "on_order", "owed", "started", "received", "delivered", "scrapped", "on_hand_ticks")
REPLAY = ("unit", "set_up", "run", "unit_exceeded", "attention_exceeded")
VARIETY = ("operation", "n_keys", "n_configurations")

RECORDS = {"orders": ORDERS, "lots": LOTS, "operations": OPERATIONS, "events": EVENTS}


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


def names_of(scenario, floor):
    """What the integer codes of a column mean."""
    products = sorted(scenario.products)
    return {
        "streams": tuple(source.name for source in floor.sources),
        "products": tuple(products),
        "operations": tuple(f"{p}/{o}" for p in products for o in sorted(scenario.products[p].operations)),
        "work_centres": tuple(centre.name for centre in floor.centres),
        "units": tuple(unit.name for unit in floor.units),
        "workers": tuple(worker.name for worker in floor.workers),
        "teams": tuple(team.name for team in floor.teams),
        **({"pools": tuple(pool.name for pool in floor.pools)} if floor.pools else {}),
        "items": tuple(item.name for item in floor.items),
        "unit_states": UNIT_STATES,
        "worker_states": WORKER_STATES,
        "steps": STEPS,
        "causes": CAUSES,
        "event_kinds": EVENT_KINDS,
    }
