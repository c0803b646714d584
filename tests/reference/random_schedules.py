"""Random floors with a given schedule (D8), made from what the oracle does on them without one."""

import random

from .oracle import simulate
from .oracle_state import Stall
from .random_floors import random_floor

MINUTE = 60_000_000


def scheduled_floor(seed, level):
    """A random floor of this level with a schedule; None if it comes to no end without one, or nothing is left to list.

    The schedule lists what the oracle started on some or all units, in that order, each operation by the people who had
    it; a unit at which somebody worked who was called is left to dispatch, as he cannot be named. Some rows change
    places, some get a time before which they must not start, some a duration.
    """
    floor = without_what_schedules_exclude(random_floor(seed, level))
    try:
        outcome = simulate(floor)
    except (Stall, OverflowError):
        return None
    rows = changed(rows_of(floor, outcome), floor, random.Random(f"schedule/{seed}/{level}"))
    return floor | {"schedule": rows} if rows else None


def without_what_schedules_exclude(floor):
    """One lot an order, no yield below 1, nothing scrapped, each operation at most once (D8)."""
    for stream in floor["streams"].values():
        stream.pop("lot_size", None)
    for product in floor["products"].values():
        product.pop("matrix", None)
        for operation in product["operations"]:
            operation.pop("yield", None)
    for centre in floor["work_centres"].values():
        centre.pop("on_failure", None)
    return floor | {"end": None}


def rows_of(floor, outcome):
    """The operations of the orders made to order, in the order of their beginning."""
    rows = {}
    for stretch in sorted(outcome["stretches"], key=lambda row: (row[10], row)):
        stream, ordinal, _, _, operation, _, _, centre, unit, people, begin, _ = stretch
        if is_made_to_order(floor["streams"].get(stream, {})):
            row = {"stream": stream, "ordinal": ordinal, "operation": operation, "work_centre": centre, "unit": unit}
            begun = rows.setdefault((stream, ordinal, operation), (begin, row | {"workers": []}))
            begun[1]["workers"] += [name for name in people if name not in begun[1]["workers"]]
    return list(rows.values())


def is_made_to_order(stream):
    return "product" in stream and not stream.get("from_stock")


def changed(rows, floor, rng):
    """Leave out the rows of some units, exchange a few neighbours, state some times."""
    called = {unit_of(row) for _, row in rows if not set(row["workers"]) <= set(floor.get("workers", {}))}
    units = sorted({unit_of(row) for _, row in rows} - called)
    kept = units if rng.random() < 0.5 else [unit for unit in units if rng.random() < 0.6]
    rows = [(begin, row) for begin, row in rows if unit_of(row) in kept]
    for begin, row in rows:
        if rng.random() < 0.2:
            row["not_before"] = begin // MINUTE
        if rng.random() < 0.15 and is_one_run(floor, row):
            row["duration"] = rng.choice([0, 3, 12.5])
    for place in range(len(rows) - 1):
        if rng.random() < 0.08 and may_change_places(rows[place][1], rows[place + 1][1]):
            rows[place : place + 2] = rows[place + 1], rows[place]
    return [row for _, row in rows]


def unit_of(row):
    return row["work_centre"], row["unit"]


def is_one_run(floor, row):
    operations = floor["products"][floor["streams"][row["stream"]]["product"]]["operations"]
    return all(op.get("loading") != "piece" for op in operations if op["name"] == row["operation"])


def may_change_places(row, other):
    is_same_order = (row["stream"], row["ordinal"]) == (other["stream"], other["ordinal"])
    return not (is_same_order or "not_before" in row or "not_before" in other)
