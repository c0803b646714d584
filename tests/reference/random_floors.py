"""Random floors in the exchange format, levels 0 to 10, each made by two numbers: seed and level."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import note, strategies

OPERATIONS = ["burr", "coat", "drill", "fold", "glue", "hone"]
CENTRES = ["bench", "kiln", "lathe", "oven"]
PRODUCTS = ["arm", "box", "cap"]
STREAMS = ["east", "north", "south"]
SKILLS = ["assembly", "metal", "paint"]
NAMES = ["Ann", "Ben", "Cas", "Dee", "Eli"]
TEAMS = ["Amber", "Blue"]
POOLS = ["Agency", "Dee", "temps"]  # by name before, among and behind the workers
OPTIONS = {"colour": ["black", "red", "white"], "size": ["large", "small"]}
EXTENSIONS = [
    "crews",
    "times",
    "changes",
    "matrix",
    "saturated",
    "refuse_above",
    "patience",
    "from_stock",
    "partial",
    "scrap",
    "set_up_lost",
    "repaired_by",
    "relief",
    "overtime_cap",
    "distributions",
]
YEARLY = [
    "profile",
    "season",
    "holidays",
    "weeks",
    "runs_over",
    "window",
    "variety",
    "geometric",
    "trace",
    "substitutes",
]
MONDAYS = ["2018-12-31", "2024-01-01", "2024-12-23", "2025-06-30", "2026-12-28"]  # weeks 1, 1, 52, 27, 53
MOST_STRETCHES = 450
WEEK = 10_080  # minutes


def random_floor(seed: int, level: int) -> dict:
    """Return the random floor of this seed and level (0 one machine ... 7 everything, 8 the extensions too, 9 the year too,
    10 people who are called too)."""
    return FloorMaker(random.Random(f"{seed}/{level}"), level).floor()


def random_hours(seed: int) -> dict:
    """Return a floor of long steps under odd hours, holidays and profiles, where nothing else hides a shift's end."""
    maker = FloorMaker(random.Random(f"hours/{seed}"), 9)
    maker.year = {"holidays", "weeks", "runs_over", "profile", "season"}
    maker.start = maker.rng.choice(MONDAYS)
    return maker.floor_of_hours()


def random_calls(seed: int) -> dict:
    """Return a floor of long steps and short shifts of people who are called, everything in tens of minutes."""
    maker = FloorMaker(random.Random(f"calls/{seed}"), 10)
    maker.is_whole = True
    return maker.floor_of_calls()


@strategies.composite
def floors(draw: strategies.DrawFn, levels: range = range(10)) -> dict:
    """A Hypothesis strategy of floors; a failure notes the two numbers that make it again."""
    seed = draw(strategies.integers(0, 2**32 - 1))
    level = draw(strategies.sampled_from(list(levels)))
    note(f"random_floor({seed}, {level})")
    return random_floor(seed, level)


class FloorMaker:
    """Makes one floor; ``has`` says which features it mixes."""

    def __init__(self, rng: random.Random, level: int) -> None:
        self.rng, self.level = rng, level
        self.is_whole = rng.random() < 0.5  # whole minutes and ties on purpose, or drawn times
        self.levels = {n for n in range(1, min(level, 7) + 1) if n in (1, level) or level >= 7 or rng.random() < 0.6}
        if level >= 7:
            self.levels -= {n for n in range(2, 7) if rng.random() < 0.15}
        self.extensions = set(rng.sample(EXTENSIONS, rng.randint(2, 6))) if level >= 8 else set()
        if {"crews", "relief", "overtime_cap", "repaired_by"} & self.extensions:
            self.levels |= {2, 5}
        if {"patience", "from_stock", "partial"} & self.extensions:
            self.levels |= {3, 6}
        if {"scrap", "set_up_lost", "repaired_by"} & self.extensions:
            self.levels |= {4}
        if "changes" in self.extensions:
            self.levels |= {3}
        self.year = set(rng.sample(YEARLY, rng.randint(3, 8))) if level >= 9 else set()
        if {"holidays", "weeks", "runs_over"} & self.year:
            self.levels |= {2, 5}
        if "substitutes" in self.year:
            self.extensions |= {"from_stock"}
            self.levels |= {3, 6}
        if level >= 10:
            self.levels |= {2, 5}

    # --- small draws ---

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def number(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)

    def fixed(self, low: float, high: float) -> float:
        """Return a constant number of minutes."""
        return self.number(int(low), int(high)) if self.is_whole else round(self.rng.uniform(low, high), 2)

    def time(self, low: float, high: float) -> float | dict:
        """Return a time: whole minutes, or often a distribution."""
        if self.year and self.chance(0.3) and (kinds := self.recorded_or_counted(low, high)):
            return self.rng.choice(kinds)
        if self.is_whole or self.chance(0.25):
            return self.fixed(low, high)
        x = round(self.rng.uniform(low, high), 2)
        kinds = [
            {"kind": "exponential", "mean": x},
            {"kind": "uniform", "low": round(x / 2, 3), "high": round(3 * x / 2, 3)},
            {"kind": "triangular", "low": round(x / 2, 3), "mode": round(0.9 * x, 3), "high": round(1.6 * x, 3)},
            {"kind": "weibull", "shape": self.rng.choice([1.5, 2.0, 3.0]), "scale": x},
        ]
        if "distributions" in self.extensions:
            kinds += [
                {"kind": "gamma", "shape": self.rng.choice([0.5, 2.0, 3.5]), "scale": round(x / 2, 3)},
                {"kind": "lognormal", "mean": x, "cv": self.rng.choice([0.3, 1.0])},
                {"kind": "normal", "mean": x, "sd": round(x / 3, 3), "low": 0},
                {"kind": "normal", "mean": x, "sd": round(x / 4, 3), "low": round(x / 2, 3), "high": round(1.5 * x, 3)},
            ]
        return self.rng.choice(kinds)

    def recorded_or_counted(self, low: float, high: float) -> list[dict]:
        """Return a trace, at times of equal values, and a number of steps, at times always one."""
        kinds = []
        if "trace" in self.year:
            values = [self.fixed(low, high) for _ in range(self.number(1, 5))]
            kinds += [{"kind": "trace", "values": values if self.chance(0.9) else [values[0]] * len(values)}]
        if "geometric" in self.year:
            p = self.rng.choice([0.3, 0.5, 0.75, 0.9, 1])
            step = (low + high) / 2 * p
            kinds += [{"kind": "geometric", "p": p, "step": max(1, int(step)) if self.is_whole else step + 0.01}]
        return kinds

    def some(self, names: list[str], low: int, high: int) -> list[str]:
        """Return between low and high of the names."""
        return self.rng.sample(names, min(len(names), self.number(low, high)))

    # --- the whole ---

    def floor(self) -> dict:
        """Make centres, people, products and streams, and put them together."""
        self.start = self.rng.choice(MONDAYS) if self.year else None
        self.skills = self.some(SKILLS, 1, 3)
        self.teams = self.some(TEAMS, 1, self.rng.choice([1, 1, 2])) if 2 in self.levels else []
        self.centres = {name: self.centre() for name in self.some(CENTRES, *((1, 1) if self.level == 0 else (1, 4)))}
        if 6 in self.levels and self.chance(0.5):
            self.give_moves()
        self.line = (
            self.some(list(self.centres), 2, 4)
            if 6 in self.levels and len(self.centres) > 1 and self.chance(0.45)
            else []
        )
        self.products = {name: self.product() for name in self.some(PRODUCTS, 1, 2 if self.level else 1)}
        self.items = self.stock() if 6 in self.levels and ("from_stock" in self.extensions or self.chance(0.6)) else {}
        self.streams = {name: self.stream() for name in self.some(STREAMS, 1, 3)}
        self.use_extensions_of_streams()
        if "substitutes" in self.year:
            self.use_substitutes()
        self.workers = self.people()
        if 4 in self.levels:
            self.give_failures()
        self.fill_skills()
        self.plan_arrivals()
        if self.year:
            self.plan_the_year()
        if 6 in self.levels and (self.line or self.chance(0.3)):
            self.give_buffers()
        floor = {
            "seed": self.number(0, 2**32 - 1),
            "replication": self.rng.choice([0, 1, 7]),
            "end": self.horizon(),
            "streams": self.streams,
            "products": self.products,
            "work_centres": self.centres,
        }
        if self.year:
            floor |= self.dates_and_window()
        if self.items:
            floor["items"] = self.items
        if self.teams:
            floor |= {"workers": self.workers, "teams": {team: self.team(team) for team in self.teams}}
        if self.level >= 10:
            floor["pools"] = {name: self.pool() for name in self.some(POOLS, 1, 3)}
            if self.chance(0.35):
                self.leave_a_skill_to_pools(floor)
        return floor

    def horizon(self) -> float | None:
        """Run to completion, or stop somewhere on the way."""
        last = max((stream.get("at") or [200])[-1] for stream in self.streams.values())
        return self.fixed(last // 2 + 10, 2 * last + 300) if self.level >= 4 and self.chance(0.2) else None

    def dates_and_window(self) -> dict:
        """Start, holidays, warm-up, horizon, run-on and what is asked for (level 9)."""
        found: dict = {}
        if self.needs_start() or self.chance(0.5):
            found["start"] = self.start
        if "holidays" in self.year and self.chance(0.8):
            found["holidays"] = self.holidays()
        if "window" in self.year:
            last = max(self.last_arrival(stream) for stream in self.streams.values())
            found["end"] = self.fixed(last // 4 + 30, last + 500)
            if self.chance(0.8):
                found["run_on"] = self.fixed(*self.rng.choice([(1, 300), (300, 3000), (10_000, 30_000)]))
        if "window" in self.year and self.chance(0.8):
            found["warm_up"] = self.fixed(1, found["end"] - 1)
            if self.chance(0.15):
                found["end"] = found.pop("run_on", None) and None
        if "variety" in self.year:
            found["variety"] = True
        return found

    def last_arrival(self, stream: dict) -> int:
        """Return about when the last order of a stream comes, in minutes."""
        if "at" in stream:
            return int(stream["at"][-1])
        return int(self.typical(stream["every"]) * stream["count"]) if "every" in stream else 400

    def needs_start(self) -> bool:
        """Some pattern or the floor has holidays."""
        return "holidays" in self.year

    def holidays(self) -> list[str]:
        """Return dates, most of them in the first two weeks, some outside the run."""
        days = self.some(list(range(12)), 1, 4) + self.some([-1, 13, 14, 20, 400], 0, 1)
        if "runs_over" in self.year:
            days += [day for day in (0, 7) if day not in days and self.chance(0.5)]
        return [(date.fromisoformat(self.start) + timedelta(days=day)).isoformat() for day in days]

    def team(self, name: str) -> dict:
        """Return a team's rules; with stations for a whole shift a floor without shifts would stall."""
        is_on_shifts = all(self.workers[m].get("shifts") for m in self.members(name))
        n_centres = sum(rule["team"] == name for rule in self.centres.values())
        when = ["after_each_operation", "when_queue_empty"] + ["at_shift_start"] * (is_on_shifts or n_centres < 2)
        return {
            "when": self.rng.choice(when),
            "where": self.rng.choice(["longest_queue", "first_in_system", "earliest_due"]),
            "who": self.rng.choice(["most_proficient", "least_flexible", "longest_idle"]),
        }

    # --- work centres ---

    def centre(self) -> dict:
        """Make a work centre without failures, moves and buffer."""
        rule = {
            "units": 1 if self.level == 0 else self.number(1, 3),
            "team": None,
            "dispatch": self.rng.choice(["FIFO", "FIFO", "SPT", "EDD", "SLACK"]) if self.level else "FIFO",
        }
        if self.teams and self.chance(0.85):
            rule["team"] = self.rng.choice(self.teams)
        if self.level >= 10:
            rule["team"] = rule["team"] or self.rng.choice(self.teams)
        if 3 in self.levels and self.chance(0.6):
            rule["changeover"] = self.changeover()
        if 5 in self.levels and self.chance(0.25):
            rule["shifts"] = self.pattern(self.long_shifts) if self.year else self.long_shifts()
        if self.teams and self.chance(0.4):
            rule["area"] = self.rng.choice(["north", "south"])
        return rule

    def changeover(self) -> dict:
        kind = self.rng.choice(["fixed", "matrix", "per_option"])
        if kind == "fixed":
            return {"fixed": self.fixed(1, 8)}
        if kind == "per_option":
            return {"per_option": {option: self.fixed(1, 8) for option in self.some(list(OPTIONS), 1, 2)}}
        option = self.rng.choice(list(OPTIONS))
        values = OPTIONS[option]
        return {"option": option, "matrix": {a: {b: 0 if a == b else self.fixed(1, 8) for b in values} for a in values}}

    def give_moves(self) -> None:
        """Half of the work centres lie away."""
        for rule in self.centres.values():
            if self.chance(0.6):
                rule["move_to"] = self.fixed(1, 15)

    def give_buffers(self) -> None:
        """Give buffers; where routings come back or meet they make circles, so there they are rare and not small."""
        if self.comes_back() and self.chance(0.8):
            return
        for name, rule in self.centres.items():
            here = [op for p in self.products.values() for op in p["operations"] if name in op["at"]]
            is_meeting = any(op.get("join") or len(op.get("after") or []) > 1 for op in here)
            if not is_meeting and self.chance(0.8):
                rule["buffer"] = self.number(1, 6) if self.comes_back() else self.number(0, 2)
            elif self.chance(0.25):
                rule["buffer"] = self.number(4, 8)

    def comes_back(self) -> bool:
        """A lot may come back to a work centre."""
        arrows = {name: set() for name in self.centres}
        for product in self.products.values():
            ops = {op["name"]: op for op in product["operations"]}
            pairs = [(ops[before], op) for op in ops.values() for before in op.get("after") or []]
            if "drawn" in product or "matrix" in product:
                pairs = [
                    (before, op)
                    for before in ops.values()
                    for op in ops.values()
                    if before is not op or "matrix" in product
                ]
            for before, op in pairs:
                for centre in before["at"]:
                    arrows[centre] |= set(op["at"])
        for _ in self.centres:
            arrows = {a: to | {c for b in to for c in arrows[b]} for a, to in arrows.items()}
        return any(a in to for a, to in arrows.items())

    def give_failures(self) -> None:
        """Failure modes, by time or operating time, with or without a technician."""
        for rule in self.centres.values():
            if not self.chance(0.5):
                continue
            rule["failures"] = {
                mode: {
                    "clock": self.rng.choice(["operating", "time"]),
                    "every": self.time(80, 250),
                    "repair": self.time(4, 18),
                    "skill": "repair" if rule["team"] and self.chance(0.5) else None,
                }
                for mode in self.some(["jam", "power"], 1, 2)
            }
            rule["worker_waits"] = self.chance(0.4)
            if "scrap" in self.extensions and self.chance(0.6):
                rule["on_failure"] = "scrap"
            if "set_up_lost" in self.extensions and self.chance(0.7):
                rule["set_up_lost"] = True
            if "repaired_by" in self.extensions:
                rule["repaired_by"] = self.rng.choice(self.teams)
                for failure in rule["failures"].values():
                    failure["skill"] = "repair"

    # --- products ---

    def product(self) -> dict:
        """Make a product: a graph, a drawn routing or a transition matrix."""
        self.has_options = 3 in self.levels and self.chance(0.85)
        names = self.some(OPERATIONS, 1, 1 if self.level == 0 else 4)
        names = self.some(OPERATIONS, 2, len(self.line)) if self.line else names
        product = {"operations": [self.operation(name, self.line[k : k + 1]) for k, name in enumerate(names)]}
        if self.has_options:
            product["options"] = {option: self.shares(values) for option, values in OPTIONS.items()}
        kind = self.rng.random()
        if self.line:
            self.draw_arrows(product["operations"], joins=0.05)
        elif "matrix" in self.extensions and kind < 0.5:
            product["matrix"] = self.matrix(names)
            for op in product["operations"]:
                op.pop("only_if", None)
        elif kind < 0.15 and self.level:
            low = self.number(1, len(names))
            product["drawn"] = {"from": low, "to": self.number(low, len(names))}
        elif self.level:
            self.draw_arrows(product["operations"])
        return product

    def shares(self, values: list[str]) -> dict[str, float]:
        """Return shares in exact binary fractions."""
        cuts = sorted(self.rng.sample([1, 2, 3, 4, 5, 6, 7], len(values) - 1))
        return {value: (b - a) / 8 for value, a, b in zip(values, [0, *cuts], [*cuts, 8], strict=True)}

    def matrix(self, names: list[str]) -> dict:
        """Return a transition matrix with returns whose exit takes at least three eighths."""
        rows = {"start": {self.rng.choice(names): 1.0}}
        for name in names:
            to = self.some(names, 1, 2)
            rows[name] = {other: self.number(1, 5 // len(to)) / 8 for other in to}
        return rows

    def draw_arrows(self, operations: list[dict], joins: float = 0.2) -> None:
        """Each operation comes after some earlier ones, most often after the one before it; some gather the order."""
        for k, op in enumerate(operations[1:], start=1):
            earlier = [other["name"] for other in operations[:k]]
            op["after"] = [earlier[-1]] if self.chance(0.6) else self.some(earlier, 0, 2)
            if self.chance(joins):
                op["join"] = True

    def operation(self, name: str, at: list[str]) -> dict:
        """Make an operation with times, steps, attention, options, yield."""
        is_placed, at = bool(at), at or self.some(list(self.centres), 1, 1)
        near = [c for c, rule in self.centres.items() if "move_to" not in rule]
        if len(near) > 1 and not is_placed and self.level and self.chance(0.3):
            at = self.some(near, 2, 3)
        op: dict = {"name": name, "at": at, "run": self.time(2, 20)}
        op |= (
            {}
            if self.level == 0
            else {
                "per": self.rng.choice(["piece", "piece", "lot"]),
                "varies": self.rng.choice(["piece", "piece", "lot", "order"]),
            }
        )
        if self.level and self.chance(0.4):
            op["set_up"] = self.time(1, 10)
        if self.teams and all(self.centres[c]["team"] for c in at) and self.chance(0.85):
            op["skill"] = self.rng.choice(self.skills)
            self.give_steps_and_attention(op)
            self.give_crew(op)
        if self.has_options:
            self.give_options(op)
        if 4 in self.levels and self.chance(0.3):
            op["yield"] = self.rng.choice([0.7, 0.85, 0.9])
        if 5 in self.levels and self.chance(0.4) and (op.get("per") == "lot" or self.typical(op["run"]) <= 10):
            op["uninterruptible"] = True
        if "times" in self.extensions and self.chance(0.6):
            op["times"] = {
                c: {kind: self.time(2, 15) for kind in self.stated_steps(op) if self.chance(0.6)} for c in at
            }
        return op

    def stated_steps(self, op: dict) -> list[str]:
        return [kind for kind in ("set_up", "load", "run", "unload") if kind in op]

    def give_steps_and_attention(self, op: dict) -> None:
        """Give it loading and unloading by lot or piece, and attention full, none or a part."""
        if self.chance(0.4):
            op |= {"load": self.time(1, 3), "unload": self.time(1, 3)}
            if op["per"] == "piece" and self.chance(0.5):
                op["loading"] = "piece"
        if self.chance(0.5):
            op["attention"] = {"run": self.rng.choice([0, 0, [1, 2], [1, 3], [1, 8]])}
            if "set_up" in op and self.chance(0.2):
                op["attention"]["set_up"] = self.rng.choice([0, [1, 2]])
        if self.chance(0.2):
            op["machine_paced"] = True

    def give_crew(self, op: dict) -> None:
        """Some operations need two workers (extension)."""
        if "crews" in self.extensions and self.chance(0.5):
            op["skills"] = [op.pop("skill"), self.rng.choice(self.skills)]
            op["speeds"] = self.rng.choice(["slowest", "add"])

    def give_options(self, op: dict) -> None:
        """Options drop it, change its times, and make it pay changeovers."""
        if self.chance(0.2):
            option = self.rng.choice(list(OPTIONS))
            op["only_if"] = {option: self.some(OPTIONS[option], 1, 1)}
        if self.chance(0.6):
            op["key"] = self.rng.choice([["colour"], ["size"], ["colour", "size"]])
        if "changes" in self.extensions and self.chance(0.6):
            op["changes"] = [self.change(op) for _ in range(self.number(1, 2))]

    def change(self, op: dict) -> dict:
        option = self.rng.choice(list(OPTIONS))
        return {
            "if": {option: self.some(OPTIONS[option], 1, 2)},
            **{kind: self.time(2, 12) for kind in self.some(self.stated_steps(op), 1, 2)},
        }

    # --- stock and streams ---

    def stock(self) -> dict:
        """Make one or two items under (Q, r)."""
        items = {}
        for name in self.some(list(self.products), 1, 1 if "from_stock" in self.extensions else 2):
            variants = [{}]
            if "from_stock" in self.extensions and "options" in self.products[name]:
                option = self.rng.choice(list(OPTIONS))
                variants = [{option: value} for value in OPTIONS[option]]
                variants = variants if self.chance(0.7) else variants[:-1]
                if "substitutes" in self.year:
                    variants = self.catalogue()
            for k, stated in enumerate(variants):
                item = {"product": name, "Q": self.number(2, 5), "r": self.number(0, 3)}
                if stated:
                    item["options"] = stated
                if self.chance(0.3):
                    item["on_hand"] = self.number(0, 4)
                items[f"stock {name}" + (f" {k}" if k else "")] = item
        return items

    def catalogue(self) -> list[dict]:
        """Return some items of a few values each, no two of which meet the same wish."""
        option, other = self.rng.sample(list(OPTIONS), 2)
        values = self.some(OPTIONS[option], 1, len(OPTIONS[option]))
        if self.chance(0.4):
            return [{option: value} for value in values[: len(OPTIONS[option]) - 1]]
        return [{option: value, other: self.rng.choice(OPTIONS[other])} for value in values]

    def stream(self) -> dict:
        """Make a stream, made to order or served from stock."""
        stream: dict = {"quantity": self.number(1, 5) if self.level and self.chance(0.7) else 1}
        if self.items and self.chance(0.5):
            item = self.rng.choice(sorted(self.items))
            if "from_stock" in self.extensions:
                stream |= {"product": self.items[item]["product"], "from_stock": True}
            else:
                stream["item"] = item
        else:
            stream["product"] = self.rng.choice(sorted(self.products))
            if stream["quantity"] > 1 and self.chance(0.4):
                stream["lot_size"] = self.number(1, stream["quantity"])
        if self.chance(0.6):
            stream["due"] = self.fixed(20, 500)
        if self.chance(0.4):
            stream["priority"] = self.number(0, 1)
        return stream

    def use_extensions_of_streams(self) -> None:
        """Saturated, refuse_above, patience, partial and overtake."""
        for stream in self.streams.values():
            is_from_stock = "item" in stream or "from_stock" in stream
            if is_from_stock and "patience" in self.extensions and self.chance(0.7):
                stream["patience"] = self.time(0, 120)
            if is_from_stock and "partial" in self.extensions:
                stream |= {key: True for key in ("partial", "overtake") if self.chance(0.6)}
            if not is_from_stock and "saturated" in self.extensions and self.chance(0.6):
                stream["saturated"] = self.number(1, 3)
            elif "refuse_above" in self.extensions and self.chance(0.6):
                stream["refuse_above"] = self.number(1, 4)

    def use_substitutes(self) -> None:
        """Wishes outside the catalogue: a substitute at a discount, made to order, or lost (level 9)."""
        for stream in self.streams.values():
            if "from_stock" not in stream:
                continue
            if self.chance(0.8):
                stream["substitutes"] = self.substitutes()
                options = self.products[stream["product"]].get("options") or {}
                weights = stream["substitutes"].pop("weights", {})
                if known := {option: weight for option, weight in weights.items() if option in options}:
                    stream["substitutes"]["weights"] = known
            if self.chance(0.6):
                stream["no_match"] = self.rng.choice(["made_to_order", "made_to_order", "lost"])
            if stream["quantity"] > 1 and stream.get("no_match") == "made_to_order" and self.chance(0.4):
                stream["lot_size"] = self.number(1, stream["quantity"])

    def substitutes(self) -> dict:
        """Discounts in plain numbers, ties with the offer on purpose."""
        wanted = [
            0.1,
            0.25,
            {"kind": "uniform", "low": 0, "high": 0.3},
            {"kind": "normal", "mean": 0.1, "sd": 0.1},
            {"kind": "exponential", "mean": 0.12},
            {"kind": "trace", "values": [0, 0.1, 0.2, 0.1]},
            {"kind": "geometric", "p": 0.5, "step": 0.05},
        ]
        found: dict = {"discount": self.rng.choice(wanted)} if self.chance(0.85) else {}
        if self.chance(0.85):
            found["offered"] = self.rng.choice([0, 0.1, 0.1, 0.25])
        if self.chance(0.6):
            found["weights"] = {option: self.number(0, 3) for option in self.some(list(OPTIONS), 1, 2)}
        return found

    def plan_the_year(self) -> None:
        """Demand by hours and weeks, recorded or counted gaps, and given arrivals that come later (level 9)."""
        for stream in self.streams.values():
            is_spread = {"profile", "season"} & self.year and self.chance(0.8)
            if stream.get("saturated"):
                continue
            if "at" in stream and not is_spread:
                later = self.rng.choice([0, 0, 1440, 7000, 9900, 20_000])
                stream["at"] = [at + later for at in stream["at"]]
                continue
            if "at" in stream:
                gap = max(2, int(stream["at"][-1] / stream.pop("count", len(stream["at"]))))
                stream["count"] = len(stream.pop("at"))
                stream["every"] = gap
            if kinds := self.recorded_or_counted(0, 2 * self.typical(stream["every"])):
                stream["every"] = self.rng.choice([stream["every"], *kinds])
            if is_spread and "profile" in self.year:
                stream["profile"] = self.profile()
            if is_spread and "season" in self.year:
                stream["season"] = [self.rng.choice([0.25, 0.5, 1, 1, 1.3333333, 2, 0]) for _ in range(52)]

    def profile(self) -> dict:
        """Factors of hours of the week, now and then nothing for days."""
        cuts = sorted(self.some(list(range(0, 10_081, 60)), 4, 9))
        pairs = [[a, b] for a, b in pairwise(cuts) if self.chance(0.6)] or [[0, 10_080]]
        found: dict = {"windows": [[a, b, self.rng.choice([0.1, 0.5, 1, 2.5, 1.2345678])] for a, b in pairs]}
        if self.chance(0.7):
            found["otherwise"] = self.rng.choice([0, 0.3, 1, 0.001])
        return found

    def plan_arrivals(self) -> None:
        """Arrivals about as fast as the busiest work centre can follow, ties on purpose in whole minutes."""
        gap = max(4, round(self.work_of_the_busiest() * self.rng.uniform(0.4, 1.3)))
        gap = min(gap, 400)
        if self.level >= 10:
            gap = max(2, gap // self.rng.choice([1, 2, 3, 5]))
        for stream in self.streams.values():
            count = min(self.number(3, 16), self.most_orders(stream))
            if stream.get("saturated"):
                stream["count"] = count
            elif self.is_whole or self.chance(0.2):
                step = 0
                stream["at"] = [
                    step := step + (0 if k == 0 else self.rng.choice([0, 0, gap // 2, gap, gap, 2 * gap]))
                    for k in range(count)
                ]
            else:
                stream["every"] = self.rng.choice(
                    [
                        float(gap),
                        {"kind": "exponential", "mean": float(gap)},
                        {"kind": "uniform", "low": 0, "high": 2.0 * gap},
                    ]
                )
                stream["count"] = count

    def typical(self, time: float | dict) -> float:
        """Return a rough size of a time in minutes."""
        if not isinstance(time, dict):
            return time
        if time["kind"] == "trace":
            return sum(time["values"]) / len(time["values"])
        if time["kind"] == "geometric":
            return time["step"] / time["p"]
        return time.get("mean") or time.get("mode") or time.get("high") or time["scale"]

    def work_of_the_busiest(self) -> float:
        """Return rough minutes of an order of every stream at the busiest work centre."""
        load = dict.fromkeys(self.centres, 0.0)
        for stream in self.streams.values():
            for op in self.operations_of(stream):
                n = stream["quantity"] if op.get("per", "piece") == "piece" else 1
                for centre in op["at"]:
                    load[centre] += (self.typical(op["run"]) * n + 4) / len(op["at"]) / self.centres[centre]["units"]
        return max(load.values())

    def operations_of(self, stream: dict) -> list[dict]:
        product = stream.get("product") or self.items[stream["item"]]["product"]
        return self.products[product]["operations"]

    def most_orders(self, stream: dict) -> int:
        """Return how many orders keep the run short."""
        n_stretches = 0
        for op in self.operations_of(stream):
            by_piece = stream["quantity"] if op.get("loading") == "piece" else 1
            n_stretches += 1 + 3 * by_piece
        n_lots = -(-stream["quantity"] // (stream.get("lot_size") or stream["quantity"]))
        return max(2, MOST_STRETCHES // len(self.streams) // (n_stretches * n_lots))

    # --- people ---

    def people(self) -> dict:
        """Make the workers of the teams, each team with at least one."""
        if not self.teams:
            return {}
        names = self.some(NAMES, max(len(self.teams), 3 if "crews" in self.extensions else self.number(1, 3)), 5)
        if self.level >= 10:
            names = names[: max(len(self.teams), self.rng.choice([1, 1, 2, 5]))]  # the others are called
        return {
            name: self.worker(self.teams[k] if k < len(self.teams) else self.rng.choice(self.teams))
            for k, name in enumerate(names)
        }

    def worker(self, team: str) -> dict:
        skills = self.some(self.skills, self.rng.choice([0, 1, 1]), 3)
        worker = {"skills": {skill: self.proficiency() for skill in skills}, "team": team}
        if self.chance(0.5):
            worker["home"] = self.rng.choice(list(self.centres))
        if 5 in self.levels and self.chance(0.7):
            worker["shifts"] = self.pattern(self.shifts) if self.year else self.shifts()
            if self.chance(0.4):
                worker["on_shift_end"] = "finish"
                if "overtime_cap" in self.extensions:
                    worker["overtime_cap"] = self.number(0, 20)
            if "relief" in self.extensions and self.chance(0.6):
                worker["relief"] = True
        return worker

    def pool(self) -> dict:
        """People who are called: soon or long before, by much or little work, surely or not (level 10)."""
        minutes = [15, 30, 60, 120]
        at_work = [rule["team"] for rule in self.centres.values() if rule["team"]]
        pool: dict = {
            "team": self.rng.choice(at_work or self.teams),
            "skills": {skill: self.proficiency() for skill in self.some([*self.skills, "repair"], 2, 4)},
            "people": self.rng.choice([1, 1, 2, 2, 3, 3, 4, 4, self.rng.choice([0, 11, 2, 2])]),
            "shifts": self.hours_of_a_pool(),
            "above": self.rng.choice([1, 3, 8, 8, *minutes]) if self.is_whole else self.fixed(1, 25),
            "comes": self.rng.choice([1, 1, 1, 0.9, 0.7, 0.5, 0.25, 0 if self.chance(0.3) else 1]),
        }
        pool["notice"] = self.notice(pool["shifts"])
        if self.chance(0.7):
            pool["minimum"] = self.rng.choice([0, *minutes, 500, self.fixed(1, 200)])
        if self.chance(0.6):
            pool["goes_when_idle"] = True
        if self.chance(0.4):
            pool["on_shift_end"] = "finish"
            if self.chance(0.5):
                pool["overtime_cap"] = self.number(0, 30)
        if self.chance(0.4):
            pool["relief"] = True
        return pool

    def floor_of_calls(self) -> dict:
        """Two work centres, one of them with hours; hardly anybody is there who is not called."""
        skills, last = SKILLS[:2], self.rng.choice([1500, 3000, 6000])
        self.start, self.year, self.teams, self.skills, self.streams = MONDAYS[1], set(), ["Amber"], skills, {}
        names = CENTRES[:2]
        operations = [
            {
                "name": name,
                "at": self.rng.choice([[name], [name], names]),
                "run": self.rng.choice([10, 30, 50, 100, 100, 150]),
                "skill": self.rng.choice(skills),
                "attention": {"run": self.rng.choice([1, 1, 1, [1, 2]])},
            }
            for name in names
        ]
        if self.chance(0.4):
            operations[1]["after"] = [names[0]]
        if self.chance(0.4):
            operations[0]["set_up"] = self.rng.choice([0, 10, 20])
        hours = self.calling_hours(last, [10, 20, 30, 60, 90])
        floor = {
            "seed": self.number(0, 2**32 - 1),
            "replication": 0,
            "end": last + self.rng.choice([0, 5, 3000]),
            "start": self.start,
            "holidays": ["2024-01-02"] if self.chance(0.3) else [],
            "streams": {
                name: {"product": "part", "quantity": 1, "at": self.tens(last), "priority": k}
                for k, name in enumerate(self.some(STREAMS, 1, 2))
            },
            "products": {"part": {"operations": operations}},
            "work_centres": {
                names[0]: {"units": self.number(1, 3), "team": "Amber", "dispatch": "FIFO"},
                names[1]: {"units": self.number(1, 2), "team": "Amber", "dispatch": "SPT", "shifts": hours},
            },
            "teams": {"Amber": self.team_of_calls()},
            "workers": {"Ann": self.worker_with(self.calling_hours(last, [300, 700]), "pause")}
            if self.chance(0.4)
            else {},
            "pools": {name: self.pool_of_calls(last) for name in self.some(POOLS, 1, 2)},
        }
        return floor | ({"warm_up": 10 * self.number(1, last // 20)} if self.chance(0.4) else {})

    def team_of_calls(self) -> dict:
        rules = {"where": ["longest_queue", "first_in_system"], "who": ["most_proficient", "longest_idle"]}
        rules["when"] = ["after_each_operation", "after_each_operation", "when_queue_empty", "at_shift_start"]
        return {rule: self.rng.choice(choices) for rule, choices in rules.items()}

    def tens(self, last: int) -> list[int]:
        """Arrivals at tens of minutes, several at once."""
        return sorted(10 * self.number(0, last // 12) for _ in range(self.number(5, 20)))

    def calling_hours(self, last: int, gaps: list[int]) -> list[list[int]]:
        """Short windows with these gaps, until some time after the last of them a long one."""
        begin, windows = self.rng.choice([0, 0, 10, 60, 100]), []
        while begin < last:
            length = 10 * self.number(1, 20)
            windows.append([begin, begin + length])
            begin += length + self.rng.choice(gaps)
        return windows

    def pool_of_calls(self, last: int) -> dict:
        """Notice and minimum as long as a step, so that calls and releases meet overtime, breaks and each other."""
        return {
            "team": "Amber",
            "skills": {skill: self.proficiency() for skill in self.some(SKILLS[:2], 1, 2)},
            "people": self.rng.choice([1, 1, 2, 3]),
            "shifts": self.calling_hours(last, [10, 20, 30, 60, 60, 90, 120]),
            "above": self.rng.choice([10, 30, 50, 100]),
            "notice": self.rng.choice([0, 0, 10, 20, 50, 60, 200, 500]),
            "comes": self.rng.choice([1, 1, 1, 0.7, 0.4]),
            "minimum": self.rng.choice([None, 0, 10, 30, 60, 100]),
            "goes_when_idle": self.chance(0.6),
            "on_shift_end": self.rng.choice(["pause", "finish", "finish"]),
            "overtime_cap": self.rng.choice([None, None, 10, 60, 90]),
            "relief": self.chance(0.3),
        }

    def notice(self, shifts: list | dict) -> float:
        """None, some hours, or such that the call for a shift is made in the instant of an arrival."""
        given = [at for stream in self.streams.values() for at in stream.get("at", [])]
        begins = (shifts if isinstance(shifts, list) else shifts["windows"])[self.rng.choice([0, -1])][0]
        ties = [begins - at for at in given if begins > at]
        return self.rng.choice(
            ties if ties and self.chance(0.4) else [0, 0, 0, 0, 10, 30, 60, 240, 1440, self.fixed(1, 200)]
        )

    def hours_of_a_pool(self) -> list | dict:
        """Hours as workers have them, or several shifts a day with breaks; there is always a gap that is no break."""
        while self.chance(0.25):
            found = self.pattern(self.shifts)
            windows, weeks = (found, 1) if isinstance(found, list) else (found["windows"], found.get("weeks", 1))
            again = [*windows[1:], [windows[0][0] + weeks * WEEK, 0]]
            if any(begin - end >= 60 for (_, end), (begin, _) in zip(windows, again, strict=True)):
                return found
        begin, windows = self.rng.choice([0, 0, 5, 20, 60]), []
        last = self.rng.choice([2000, 5000, WEEK - 500])
        while begin < last:
            length = self.rng.choice([20, 30, 60, 100, 240])
            windows.append([begin, begin + length])
            begin += length + self.rng.choice([0, 5, 20, 59, 60, 60, 61, 70])
        return windows

    def leave_a_skill_to_pools(self, floor: dict) -> None:
        """Nobody else of the team has it, so that some work waits until somebody is called."""
        pool = self.rng.choice(list(floor["pools"].values()))
        skill = self.rng.choice(list(pool["skills"]))
        for name in self.members(pool["team"]):
            floor["workers"][name]["skills"].pop(skill, None)
        if floor["end"] is None:
            floor["end"] = self.number(500, 9000)
            floor.pop("warm_up", None)

    def proficiency(self) -> dict:
        return {
            "time": self.rng.choice([0.8, 0.9, 1.0, 1.0, 1.0, 1.1, 1.25]),
            "quality": self.rng.choice([0.5, 1.0, 1.0, 1.5]),
        }

    def shifts(self) -> list[list[int]]:
        """Shifts on some days of the week, with a break, at times touching or over the week's end."""
        begin, length, rest = self.rng.choice([0, 360, 480, 840, 1320]), self.number(240, 540), self.number(5, 59)
        windows = []
        for day in sorted(self.some([0, 1, 2, 3, 4, 5, 6], 3, 6)):
            a, b = day * 1440 + begin, day * 1440 + begin + length
            middle = (a + b) // 2
            windows += [[a, b]] if self.chance(0.3) else [[a, middle], [middle + rest, b]]
        return cut_at_the_week(windows)

    def long_shifts(self) -> list[list[int]]:
        """Long hours of the units on most days, so that they meet the workers."""
        begin, end = self.rng.choice([(0, 1200), (240, 1300), (360, 1440), (480, 1500)])
        rest = [[begin, end]] if self.chance(0.6) else [[begin, begin + 400], [begin + 430, end]]
        return cut_at_the_week([[day * 1440 + a, day * 1440 + b] for day in range(self.number(5, 7)) for a, b in rest])

    def pattern(self, one_week: Callable[[], list[list[int]]]) -> list | dict:
        """A pattern of one or several weeks, with holidays of its own or the floor's, at times always on (level 9)."""
        n_weeks = self.number(2, 3) if "weeks" in self.year and self.chance(0.6) else 1
        windows = [[a + k * WEEK, b + k * WEEK] for k in range(n_weeks) for a, b in one_week()]
        if self.chance(0.1):
            windows = [[day * 1440, (day + 1) * 1440] for day in range(7 * n_weeks)]
        elif self.chance(0.3):
            windows = self.odd_hours(n_weeks * WEEK)
        found: dict = {"windows": windows}
        if n_weeks > 1:
            found["weeks"] = n_weeks
        if "holidays" in self.year and self.chance(0.4):
            found["holidays"] = self.holidays() if self.chance(0.7) else []
        meets = len(windows) > 1 and windows[0][0] == 0 and windows[-1][1] == n_weeks * WEEK
        if meets and "runs_over" in self.year and self.chance(0.7):
            found["runs_over"] = True
        return windows if list(found) == ["windows"] else found

    def floor_of_hours(self) -> dict:
        """Two units and two workers with hours of their own, each under long steps; a second worker takes over."""
        floor: dict = {
            "seed": self.number(0, 2**32 - 1),
            "replication": 0,
            "end": self.number(10_000, 45_000),
            "start": self.start,
            "holidays": self.holidays(),
            **{part: {} for part in ("streams", "products", "work_centres", "workers")},
            "teams": {"Amber": {}},
        }
        for k, name in enumerate(CENTRES):
            pattern, skill = (
                self.pattern(self.rng.choice([self.shifts, self.long_shifts])),
                SKILLS[0] if k < 2 else None,
            )
            op = {"name": "drill", "at": [name], "run": self.number(500, 9000), "skill": skill}
            stream = {"product": name, "quantity": 1, "count": 5, "every": self.rng.choice([1.0, 333.0, 4001.5])}
            if self.chance(0.7):
                stream["profile"] = self.profile()
            floor["products"][name] = {"operations": [op]}
            floor["streams"][name] = stream
            floor["work_centres"][name] = {"units": 1, "dispatch": "FIFO", "team": "Amber" if skill else None}
            if skill:
                floor["workers"][NAMES[k]] = self.worker_with(pattern, self.rng.choice(["pause", "finish"]))
            else:
                floor["work_centres"][name]["shifts"] = pattern
        floor["workers"][NAMES[2]] = self.worker_with([[600, 1500], [7000, 7100]], "pause")
        return floor

    def worker_with(self, shifts: list | dict, at_the_end: str) -> dict:
        skills = {SKILLS[0]: {"time": self.rng.choice([1.0, 1.25]), "quality": 1.0}}
        return {"team": "Amber", "skills": skills, "shifts": shifts, "on_shift_end": at_the_end}

    def odd_hours(self, end: int) -> list[list[int]]:
        """Long and short windows that touch, or lie apart by breaks and longer, at times all by breaks."""
        gaps = self.rng.choice([[0, 20, 59, 60, 400], [0, 30, 900], [10, 59], [0]])
        at, windows = self.rng.choice([0, 0, 5, 360]), []
        while at < end:
            length = self.rng.choice([150, 400, 600, 1380, 1440, 2000])
            windows.append([at, min(at + length, end)])
            at += length + self.rng.choice(gaps)
        return windows

    def fill_skills(self) -> None:
        """See that every team has the skills that its work centres and repairs need."""
        for product in self.products.values():
            for op in product["operations"]:
                for centre in op["at"]:
                    skills = op.get("skills") or ([op["skill"]] if op.get("skill") else [])
                    for skill in sorted(set(skills)):
                        self.see_that_some_have(skill, self.centres[centre]["team"], skills.count(skill))
                    if len(skills) > 1:
                        self.see_that_they_meet(self.centres[centre]["team"], skills)
        for rule in self.centres.values():
            for failure in (rule.get("failures") or {}).values():
                if failure["skill"]:
                    self.see_that_some_have(failure["skill"], rule.get("repaired_by") or rule["team"], 1)

    def members(self, team: str) -> list[str]:
        return [name for name, worker in self.workers.items() if worker["team"] == team]

    def see_that_some_have(self, skill: str, team: str, n: int) -> None:
        """Hire or train until n members have the skill."""
        while sum(skill in self.workers[m]["skills"] for m in self.members(team)) < n:
            untrained = [m for m in self.members(team) if skill not in self.workers[m]["skills"]]
            if not untrained:
                self.workers[f"Flo{len(self.workers)}"] = {"skills": {}, "team": team}
            else:
                self.workers[self.rng.choice(untrained)]["skills"][skill] = self.proficiency()

    def see_that_they_meet(self, team: str, skills: list[str]) -> None:
        """A crew needs as many people as places, present together: two of the team always, with all its skills."""
        while len(self.members(team)) < len(skills):
            self.workers[f"Flo{len(self.workers)}"] = {"skills": {}, "team": team}
        for name in self.members(team)[: len(skills)]:
            worker = self.workers[name]
            if self.chance(0.5):
                worker.pop("shifts", None)
            else:
                worker["shifts"] = [[d * 1440 + 480, d * 1440 + 960] for d in range(5)]
            for skill in skills:
                worker["skills"].setdefault(skill, self.proficiency())


def cut_at_the_week(windows: list[list[int]]) -> list[list[int]]:
    """Cut windows that run over the week's end or into the next one."""
    week = WEEK
    cut: list[list[int]] = []
    for a, b in windows:
        cut += [[a, b]] if b <= week else [[a, week], [0, b - week]] if a < week else [[a - week, b - week]]
    merged: list[list[int]] = []
    for a, b in sorted(cut):
        if merged and a < merged[-1][1]:
            merged[-1][1] = max(b, merged[-1][1])
        else:
            merged.append([a, b])
    return merged
