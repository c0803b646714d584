"""A run written by hand: eight hours of a stool workshop, every figure small enough to check by eye.

The saw (two units) cuts, the booth (one unit) paints. Ann saws. Stools are red or white; red paint costs 2 EUR more.

- Order 0, two white stools: comes at 0 h, released at once, delivered at 4 h; due at 3 h, so 1 h late.
- Order 1, one red stool: comes at 1 h, released at 2 h, one is scrapped and made anew, delivered at 5.5 h; due at 8 h.
- Order 2, three red stools: comes at 6 h, released at 6.5 h, still in progress at 8 h.
- Order 3, one white stool: comes at 7 h and is lost at 7.5 h.
- Order 4, two stools from the shelf (item ``white_stool``): comes and goes at 2 h.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flexsim.costing import cost
from flexsim.results import Integers, measures, window
from flexsim.scenario import Scenario, from_mapping
from flexsim.study import Result

H = 3_600_000_000
"""Ticks of an hour."""

CAUSES = (
    "before_release",
    "moving",
    "repair",
    "off_shift",
    "blocked",
    "set_up",
    "run",
    "worker",
    "tool",
    "unit",
    "material",
)
UNIT_STATES = (
    "down",
    "maintained",
    "off_shift",
    "blocked",
    "programming",
    "set_up",
    "run",
    "waiting_for_worker",
    "waiting_for_tool",
    "idle",
)
WORKER_STATES = ("off", "idle", "set_up", "run", "repair", "waiting_beside")


@dataclass
class HandMadeCounts:
    """Counts as the engine gives them, without an engine."""

    tables: dict[str, dict[str, Integers]]
    names: dict[str, tuple[str, ...]]
    end: int = 8 * H
    digest: str = "0123456789abcdef0123456789abcdef"
    compiled: bool = False
    seed: int = 1
    replication: int = 0
    n_events: int = 12
    n_operations: int = 3
    cohort: tuple[int, int] = (0, 8 * H)
    ran_until: int = 8 * H
    at_warm_up: None = None

    @property
    def at_end(self) -> HandMadeCounts:
        """The run stops at its horizon."""
        return self


def columns(names: str, *rows: tuple[int, ...]) -> dict[str, Integers]:
    """Write a table as rows."""
    cells = np.array(rows, dtype=np.int64).reshape(len(rows), len(names.split()))
    return {name: cells[:, place].copy() for place, name in enumerate(names.split())}


def stool_workshop() -> Scenario:
    """Give the scenario behind the counts."""
    return from_mapping(
        {
            "flexsim": 1,
            "name": "Stools",
            "horizon": "8 h",
            "products": {
                "stool": {
                    "options": {"colour": {"red": 0.5, "white": 0.5}},
                    "material": "10 EUR",
                    "operations": {
                        "cut": {"at": "saw", "run": "30 min", "skill": "sawing"},
                        "paint": {
                            "at": "booth",
                            "after": "cut",
                            "run": "15 min",
                            "changes": [{"if": {"colour": "red"}, "run": "20 min", "material": "2 EUR"}],
                        },
                    },
                }
            },
            "demand": {
                "shelf": {"item": "white_stool", "at": ["2 h"], "quantity": 2},
                "shop": {"product": "stool", "at": ["0 h", "1 h", "6 h", "7 h"]},
            },
            "stock": {
                "white_stool": {"product": "stool", "options": {"colour": "white"}, "lot_size": 5, "reorder_point": 1}
            },
            "work_centres": {
                "saw": {"units": 2, "team": "crew", "rate": "3 EUR/h"},
                "booth": {"rate": "5 EUR/h"},
            },
            "teams": {"crew": {}},
            "workers": {"Ann": {"team": "crew", "skills": ["sawing"], "wage": "20 EUR/h"}},
        }
    )


def counts() -> HandMadeCounts:
    """Give the counts of the story above."""
    tables = {
        "orders": _orders(),
        "lots": _lots(),
        "operations": _operations(),
        "events": _events(),
        "work_centres": _units(),
        "workers": _workers("worker team"),
        "teams": _teams(),
        "stock": _stock(),
    }
    names: dict[str, tuple[str, ...]] = {
        "streams": ("shelf", "shop", "white_stool"),
        "items": ("white_stool",),
        "products": ("stool",),
        "operations": ("stool/cut", "stool/paint"),
        "work_centres": ("booth", "saw"),
        "units": ("booth/0", "saw/0", "saw/1"),
        "workers": ("Ann",),
        "teams": ("crew",),
        "unit_states": UNIT_STATES,
        "worker_states": WORKER_STATES,
        "steps": ("set_up", "load", "run", "unload"),
        "causes": CAUSES,
        "event_kinds": ("set_up", "load", "run", "unload", "repair", "left"),
    }
    return HandMadeCounts(tables, names)


ORDER_COLUMNS = (
    "stream ordinal product configuration quantity priority arrived released completed due state item good scrapped "
)


def _orders() -> dict[str, Integers]:
    # Configurations: red is 0, white is 1 (values in the order of their names). Causes in the order of CAUSES.
    return columns(
        ORDER_COLUMNS + " ".join(CAUSES),
        # 4 h of lead time: 1 h set-up, 2.5 h run, 0.5 h waiting for the unit
        (1, 0, 0, 1, 2, 0, 0, 0, 4 * H, 3 * H, 1, -1, 2, 0, 0, 0, 0, 0, 0, H, 5 * H // 2, 0, 0, H // 2, 0),
        # 4.5 h: 1 h before release, 3 h run, 0.5 h waiting for Ann
        (1, 1, 0, 0, 1, 0, H, 2 * H, 11 * H // 2, 8 * H, 1, -1, 1, 1, H, 0, 0, 0, 0, 0, 3 * H, H // 2, 0, 0, 0),
        (1, 2, 0, 0, 3, 0, 6 * H, 13 * H // 2, -1, -1, 0, -1, 0, 0, *[0] * 11),
        (1, 3, 0, 1, 1, 0, 7 * H, -1, 15 * H // 2, -1, 2, -1, 0, 0, *[0] * 11),
        (0, 0, 0, -1, 2, 0, 2 * H, -1, 2 * H, -1, 1, 0, 2, 0, *[0] * 11),
    )


def _lots() -> dict[str, Integers]:
    return columns(
        "stream ordinal leader generation pieces released completed good joined configuration",
        (1, 0, 0, 0, 2, 0, 4 * H, 2, 0, 1),
        (1, 1, 0, 0, 1, 2 * H, 4 * H, 0, 0, 0),
        (1, 1, 0, 1, 1, 4 * H, 11 * H // 2, 1, 0, 0),
        (1, 2, 0, 0, 3, 13 * H // 2, -1, 0, 0, 0),
    )


def _operations() -> dict[str, Integers]:
    names = (
        "stream ordinal leader generation attempt operation work_centre unit worker pieces came started run_started "
        "ended set_up load run unload attended bad"
    )
    return columns(
        names,
        (1, 0, 0, 0, 0, 0, 1, 1, 0, 2, 0, 0, H, 2 * H, H, 0, H, 0, 840 * 2 * H, 0),
        (1, 1, 0, 0, 0, 0, 1, 2, 0, 1, 2 * H, 5 * H // 2, 5 * H // 2, 3 * H, 0, 0, H // 2, 0, 420 * H, 1),
        (1, 0, 0, 0, 0, 1, 0, 0, -1, 2, 2 * H, 5 * H // 2, 5 * H // 2, 4 * H, 0, 0, 3 * H // 2, 0, 0, 0),
    )


def _events() -> dict[str, Integers]:
    return columns(
        "kind stream ordinal leader generation operation attempt unit worker from to",
        (0, 1, 0, 0, 0, 0, 0, 1, 0, 0, H),
        (2, 1, 0, 0, 0, 0, 0, 1, 0, H, 2 * H),
        (5, 1, 0, 0, 0, 0, 0, 1, -1, 2 * H, 2 * H),
        (2, 1, 1, 0, 0, 0, 0, 2, 0, 5 * H // 2, 3 * H),
        (2, 1, 0, 0, 0, 1, 0, 0, -1, 5 * H // 2, 4 * H),
    )


def _units() -> dict[str, Integers]:
    # in the order of UNIT_STATES, 8 h each
    head = "unit work_centre " + " ".join(UNIT_STATES) + " n_operations n_failures changed_over"
    return columns(
        head,
        (0, 0, H, 0, 2 * H, 0, 0, 0, 3 * H, 0, 0, 2 * H, 2, 1, 1),
        (1, 1, 0, 0, 0, 0, 0, H, 3 * H, H, 0, 3 * H, 2, 0, 0),
        (2, 1, 0, 0, 0, 0, 0, 0, H, 0, 0, 7 * H, 1, 0, 0),
    )


def _workers(keys: str) -> dict[str, Integers]:
    # Ann: 1 h off, 3 h idle, 1 h set-up, 3 h run; present 7 h, half an hour of it overtime
    head = f"{keys} " + " ".join(WORKER_STATES) + " overtime present n_operations"
    spent = [840 * hours * H for hours in (1, 3, 1, 3, 0, 0)]
    return columns(head, (*[0] * len(keys.split()), *spent, H // 2, 7 * H, 3))


def _teams() -> dict[str, Integers]:
    return _workers("team")


def _stock() -> dict[str, Integers]:
    # six on the shelf for 2 h, then four for 6 h: 36 piece-hours; no lot yet
    return columns(
        "item on_hand on_order owed started received delivered scrapped on_hand_ticks",
        (0, 4, 0, 0, 0, 0, 2, 0, 36 * H),
    )


def result() -> Result:
    """Give the story as a result, as a study would."""
    return as_result(counts())


def as_result(made: HandMadeCounts, scenario: Scenario | None = None) -> Result:
    """Make a result of counts."""
    scenario = scenario or stool_workshop()
    part = window(made)
    costs = cost(window(counts()), scenario)
    return Result(scenario, 1, 0, "by hand", made, part, costs, {**measures(part, scenario), **costs.measures()})
