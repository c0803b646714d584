"""Runs on which every law must hold: random floors of all levels, and the shipped models."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property

from flexsim.engine import EngineError, run
from flexsim.scenario import Scenario, from_mapping, load
from flexsim.shipped import folder, model
from tests.reference.duel import seed_from
from tests.reference.floors import scenario_mapping
from tests.reference.random_floors import random_floor

RECORDS = ("orders", "lots", "operations", "events")
FLOORS = [f"level {level}, floor {number}" for level in range(9) for number in range(3)]
CALLED = 10
"""The level of random floors that have pools."""
MODELS = sorted(path.stem for path in folder("models").glob("*.yaml"))
CASES = [*FLOORS, *MODELS]


@dataclass(frozen=True)
class Case:
    """A scenario with the two numbers of its luck, and what comes out of it."""

    scenario: Scenario
    seed: int
    replication: int = 0

    def run(self, **options):
        return run(self.scenario, **{"seed": self.seed, "replication": self.replication, "record": RECORDS} | options)

    @cached_property
    def counts(self):
        return self.run()

    def rows(self, table):
        """A table of the outcome, a dictionary for each row."""
        columns = self.counts.tables[table]
        return [
            dict(zip(columns, row, strict=True)) for row in zip(*(c.tolist() for c in columns.values()), strict=True)
        ]

    def names(self, kind):
        return self.counts.names[kind]


def case_of(floor):
    """A floor of the exchange format as a case; it stops at its horizon, where sums and rows are of the same time."""
    mapping = scenario_mapping(floor)
    if mapping.get("horizon") is not None:
        mapping["run_on"] = "0 s"
    return Case(from_mapping(mapping), floor["seed"], floor["replication"])


@cache
def case(name):
    """The case of this name; the seed comes from it."""
    if name in MODELS:
        return Case(load(model(name)).replace(horizon="4 wk", warm_up="0 h", run_on="0 h"), seed_from(name))
    return case_of(floor_of(name))


@cache
def floor_of(name):
    """The first random floor by this name that comes to an end."""
    level = int(name.split()[1].rstrip(","))
    seeds = (seed_from("laws", name, attempt) for attempt in range(100))
    return next(floor for seed in seeds if ends(floor := random_floor(seed, level)))


def called_floor(number):
    """A random floor with people who are called; the seed comes from its number. A pool of nobody has one person."""
    floor = random_floor(seed_from("people who are called", number), CALLED)
    for pool in floor.get("pools", {}).values():  # a skill that nobody has is refused before any law holds
        pool["people"] = max(pool["people"], 1)
    return floor


def ends(floor):
    try:
        case_of(floor).run(record=())
    except EngineError:
        return False
    return True


def digests(counts):
    """A digest of each table, so that a difference can be named."""
    return {
        table: hashlib.blake2b(
            b"".join(name.encode() + column.tobytes() for name, column in sorted(columns.items()))
        ).hexdigest()
        for table, columns in counts.tables.items()
    }


def ticks(seconds):
    return int(seconds * 1_000_000 + 0.5)
