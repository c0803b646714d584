"""The engine's files mean the same compiled and as plain Python: run after run has the same digest (T3)."""

import json

import pytest

from benchmarks import shops
from flexsim.engine import COMPILED, run
from flexsim.scenario import from_mapping
from tests.engine.either import ROOT, uncompiled
from tests.laws.cases import called_floor
from tests.reference.floors import scenario_mapping, scenario_of
from tests.reference.test_schedules import SOLUTIONS, schedule_row, shop
from tests.theory.models import experiment

EVERYTHING = ("orders", "lots", "operations", "events")
FLOORS = ROOT / "tests" / "data" / "floors"


def scenarios():
    """Name, scenario, seed and replication of each run."""
    for name, orders in {"shop": 200, "joins": 100, "large": 40}.items():
        yield f"{name} of the benchmarks", shops.BY_NAME[name](orders), 3, 5
    for path in sorted(FLOORS.glob("level[1-7]_????.json")):
        floor = json.loads(path.read_text(encoding="utf-8"))
        yield path.stem, from_mapping(scenario_mapping(floor)), floor["seed"], floor["replication"]
    for number in range(4):
        floor = called_floor(number)
        yield f"people who are called, {number}", scenario_of(floor), floor["seed"], floor["replication"]
    yield "an unreliable line of theory", unreliable_line(), 7, 2**31
    yield "a shelf", from_mapping(SHELF), 11, 0
    yield "a schedule with workers", scheduled("Fattahi6"), 1, 0


def unreliable_line():
    row = ("Two-machine line exponential service + ODF", "mu=1;p=.05;r=.5;N=8", "production_rate", 0.78920125)
    return from_mapping(experiment(*row).floor(1.0) | {"horizon": "300 min"})


def scheduled(name):
    """A floor that carries out an optimal schedule."""
    [rows] = [solution["schedule"] for key, solution in SOLUTIONS.items() if key.endswith(name)]
    by_start = sorted(rows, key=lambda row: row["start"])
    return from_mapping(shop(rows, time=lambda row: 1) | {"schedule": [schedule_row(row) for row in by_start]})


SHELF = {
    "flexsim": 1,
    "horizon": "4 d",
    "warm_up": "1 d",
    "products": {
        "part": {
            "options": {"colour": {"red": 0.7, "blue": 0.3}, "size": {"large": 0.5, "small": 0.5}},
            "operations": {
                "turn": {"at": "lathe", "run": "gamma(shape=2, scale=2 min)", "yield": 0.9},
                "paint": {"at": "booth", "after": "turn", "run": "lognormal(4 min, cv=0.5)", "depends_on": ["colour"]},
            },
        }
    },
    "demand": {
        "buyers": {
            "product": "part",
            "from_stock": True,
            "every": "exponential(12 min)",
            "quantity": {"from": 1, "to": 3},
            "patience": "exponential(3 h)",
        },
        "callers": {"product": "part", "every": "weibull(shape=2, scale=2 h)", "due": "uniform(1 h, 9 h)"},
    },
    "stock": {
        "red": {"product": "part", "options": {"colour": "red"}, "lot_size": 10, "reorder_point": 6},
        "blue": {"product": "part", "options": {"colour": "blue"}, "lot_size": 5, "reorder_point": 2},
    },
    "work_centres": {
        "lathe": {"buffer": 4, "dispatch": "SPT"},
        "booth": {"changeover": {"per_option": {"colour": "7 min"}}, "dispatch": "EDD"},
    },
}
"""Two items made to stock in lots, and the same product made to order; books are read at both ends of a window."""


def digests():
    """The digest of every run, as JSON."""
    return json.dumps(
        {name: run(scenario, seed, number, record=EVERYTHING).digest for name, scenario, seed, number in scenarios()}
    )


@pytest.mark.skipif(not COMPILED, reason="the engine is not compiled")
def test_compiled_and_uncompiled_runs_have_the_same_digests():
    ours = json.loads(digests())
    assert len(ours) >= 20
    assert json.loads(uncompiled(__name__, "digests")) == ours
