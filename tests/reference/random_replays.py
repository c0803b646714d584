"""Random records to be replayed (D8, ``strict: false``): taken from what the oracle does on a floor, or out of the air."""

import random

from .oracle import simulate
from .oracle_draws import minutes_to_ticks
from .oracle_routing import drawn_configuration, operation_steps
from .oracle_state import Floor, FloorError, Lot, Node, Order, Stall
from .random_floors import random_floor
from .random_schedules import rows_of

MINUTE = 60_000_000
NOT_OF_RECORDS = {
    "streams": [
        *["item", "from_stock", "no_match", "substitutes", "patience", "partial", "overtake"],
        *["every", "count", "profile", "season", "saturated", "refuse_above", "lot_size"],
    ],
    "products": ["drawn", "matrix"],
    "operations": ["only_if", "yield"],
    "work_centres": ["shifts", "buffer", "failures", "worker_waits", "on_failure", "set_up_lost", "repaired_by"],
    "workers": ["shifts", "on_shift_end", "overtime_cap", "relief"],
}


def replay_floor(seed, level):
    """A random floor of this level with records of all its operations.

    Records of one half come from a run of the oracle, moved about; of the other they are made up. Starts that the lot
    cannot keep are put off until it is there, so that many are at its very tick; on one floor in six one comes too soon.
    """
    rng = random.Random(f"replay/{seed}/{level}")
    floor = with_records_only(random_floor(seed, level), rng)
    if rng.random() < 0.5:
        make_steps_meet(floor, rng)
    wanted = starts_of_a_run(floor, rng) if rng.random() < 0.5 else {}
    rows = RecordMaker(floor, wanted, rng).rows()
    if rng.random() < 1 / 6:
        too_soon = rng.choice(rows)
        too_soon["not_before"] = max(0, too_soon["not_before"] - rng.choice([1, 5, 60, 1 / 4]))
    rng.shuffle(rows)
    rows.sort(key=lambda row: row["not_before"])
    return floor | {"schedule": rows, "strict": False} | window(rows, rng)


def window(rows, rng):
    """Most records are replayed to their end, some are looked at through a window."""
    last = int(rows[-1]["not_before"]) + 100
    if rng.random() < 0.85:
        return {"end": None}
    end = rng.randint(1, last)
    return {"end": end, "warm_up": rng.randint(0, end - 1), "run_on": rng.choice([0, 50, last])}


def with_records_only(floor, rng):
    """Given orders made to order, without all that records know nothing of."""
    for stream in floor["streams"].values():
        if "item" in stream:
            stream["product"] = floor["items"][stream["item"]]["product"]
        if "at" not in stream:
            stream["at"] = sorted(rng.choice([0, 7, 60, rng.randint(0, 300)]) for _ in range(rng.randint(1, 6)))
    operations = [op for product in floor["products"].values() for op in product["operations"]]
    for part, keys in NOT_OF_RECORDS.items():
        for rule in operations if part == "operations" else floor.get(part, {}).values():
            for key in keys:
                rule.pop(key, None)
    for op in operations:
        op.pop("loading", None)
    for part in ("items", "pools", "warm_up", "run_on", "end"):
        floor.pop(part, None)
    return floor | {"end": None}


def make_steps_meet(floor, rng):
    """Short steps of whole minutes, so that many end in the instant in which others begin."""
    for product in floor["products"].values():
        for op in product["operations"]:
            op.pop("times", None)
            op.pop("changes", None)
            op |= {kind: rng.choice([0, 1, 1, 2, 5]) for kind in ("set_up", "load", "unload") if rng.random() < 0.6}
            if op.get("skill") or op.get("skills"):
                stated = [kind for kind in ("set_up", "load", "run", "unload") if kind in op]
                op["attention"] = {kind: rng.choice([1, 1, [1, 2], [1, 3], 0]) for kind in stated}


def starts_of_a_run(floor, rng):
    """When, where and by whom each operation was begun in a run of the oracle, moved about; nothing if it stalled."""
    try:
        outcome = simulate(floor)
    except (Stall, OverflowError, FloorError):
        return {}
    moves = [0, 0, 0, -3, 2, 10, -60, 1440] if rng.random() < 0.7 else [0]
    return {
        (row["stream"], row["ordinal"], row["operation"]): (max(0, begin // MINUTE + rng.choice(moves)), row)
        for begin, row in rows_of(floor, outcome)
    }


class RecordMaker:
    """Makes one row for each operation, none before its lot is there."""

    def __init__(self, floor, wanted, rng):
        self.stated, self.wanted, self.rng = floor, wanted, rng
        self.floor = Floor(floor)
        self.is_whole = rng.random() < 0.7
        self.is_crowded = rng.random() < 0.5

    def rows(self):
        return [row for name in self.stated["streams"] for row in self.rows_of_stream(name)]

    def rows_of_stream(self, name):
        rule = self.stated["streams"][name]
        for ordinal, at in enumerate(rule["at"]):
            order = Order(name, ordinal, minutes_to_ticks(at), rule["quantity"], product=rule["product"])
            order.config = drawn_configuration(self.floor, name, ordinal, order.product)
            yield from self.rows_of_order(order)

    def rows_of_order(self, order):
        """An operation comes after those before it, which stand before it in the list."""
        left = {}  # operation: when its lot has left, and where
        for op in self.stated["products"][order.product]["operations"]:
            earliest, row = self.wanted.get((*order.key, op["name"]), (0, None))
            row = row or self.made_up(order, op)
            came_from = [left[name] for name in op.get("after") or []] or [(order.arrived, None)]
            move = self.floor.work_centres[row["work_centre"]].move_to
            there = max(done + (0 if centre == row["work_centre"] else move) for done, centre in came_from)
            begin = max(there, minutes_to_ticks(earliest)) + minutes_to_ticks(self.gap())
            duration = self.rng.choice([0, self.number(1, 5), self.number(1, 20), self.number(20, 200)])
            left[op["name"]] = begin + minutes_to_ticks(duration) + self.other_steps(order, op, row), row["work_centre"]
            yield row | {"not_before": begin / MINUTE, "duration": duration}

    def gap(self):
        return self.rng.choice([0, 0, 0, self.number(1, 5), self.number(1, 100)])

    def number(self, low, high):
        return self.rng.randint(low, high) if self.is_whole else round(self.rng.uniform(low, high), 3)

    def made_up(self, order, op):
        """Any unit at which it can be done and anybody of the team, often the same ones."""
        name = self.rng.choice(op["at"])
        centre = self.stated["work_centres"][name]
        team = [who for who, rule in self.stated.get("workers", {}).items() if rule["team"] == centre["team"]]
        people = self.rng.sample(team, min(len(team), self.rng.choice([0, 1, 1, 1, 2, 3])))
        if self.is_crowded:
            people = sorted(team)[:1]
        unit = 0 if self.is_crowded else self.rng.randrange(centre["units"])
        row = {"stream": order.stream, "ordinal": order.ordinal, "operation": op["name"]}
        return row | {"work_centre": name, "unit": unit, "workers": people}

    def other_steps(self, order, op, row):
        """The ticks of its set-up, loading and unloading."""
        lot = Lot(order, [(piece, 0) for piece in range(order.quantity)], Node(op))
        unit = self.floor.work_centres[row["work_centre"]].units[row["unit"]]
        return sum(step.whole for step in operation_steps(self.floor, lot, unit) if step.kind != "run")
