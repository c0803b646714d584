"""What a piece costs over the lot size: material + (set-up / Q + run) x rates, at every lot size, to half a tick a draw.

Nothing is drawn here, so there is nothing to estimate: the activity cost of a run is the formula, but for times that are
rounded to ticks.
"""

import csv
import re
from math import fsum

import pytest

from flexsim import simulate
from flexsim.scenario import from_mapping
from tests.theory.test_every_row import DATA, TARGETS, needs_data

TICK_H = 1e-6 / 3600

MODEL = "Unit cost vs lot size"

KNOWN = {"material": 12.0, "setup": 2.0, "run": 0.25, "labour": 45.0, "machine": 55.0}
"""Euros a piece, hours of a lot and of a piece, euros an hour: what a published row leaves out is as in the others."""


def shop(lot_size, set_up_h, run_h, material_eur, labour_eur, machine_eur):
    """Give a shop that makes two lots in 500 h, by one worker at one machine, and has nothing else to do."""
    return from_mapping(
        {
            "flexsim": 1,
            "horizon": "500 h",
            "products": {
                "part": {
                    "material": f"{material_eur!r} EUR",
                    "operations": {
                        "turn": {"at": "lathe", "set_up": f"{set_up_h!r} h", "run": f"{run_h!r} h", "skill": "turning"}
                    },
                }
            },
            "demand": {"parts": {"product": "part", "at": ["1 h"], "quantity": 2 * lot_size, "lot_size": lot_size}},
            "work_centres": {"lathe": {"team": "crew", "rate": f"{machine_eur!r} EUR/h"}},
            "teams": {"crew": {}},
            "workers": {"Ann": {"team": "crew", "skills": ["turning"], "wage": f"{labour_eur!r} EUR/h"}},
        }
    )


def activity_cost(lot_size, **numbers):
    inputs = [numbers[name] for name in ("setup", "run", "material", "labour", "machine")]
    return simulate(shop(lot_size, *inputs)).measures["activity_cost_eur"]


def formula(lot_size, setup, run, material, labour, machine):
    return fsum([material, (setup / lot_size + run) * (labour + machine)])


@pytest.mark.parametrize("lot_size", range(1, 101))
def test_activity_cost_is_material_and_the_time_of_a_piece_at_its_rates(lot_size):
    # 1.3 / 3 h and 0.7 / 3 h are no whole numbers of ticks
    numbers = {"setup": 1.3 / 3, "run": 0.7 / 3, "material": 12.35, "labour": 39.8, "machine": 21.7}
    half_a_tick_a_draw = 0.5 * TICK_H * (1 / lot_size + 1) * (39.8 + 21.7)
    expected = formula(lot_size, **numbers)
    assert abs(activity_cost(lot_size, **numbers) - expected) <= half_a_tick_a_draw + 1e-12 * expected
    assert half_a_tick_a_draw < 2e-8  # a hundred-millionth of a euro, so that nothing else can hide in it


def test_on_a_fixed_floor_only_the_teaching_curve_depends_on_the_lot_size():
    # wages and the machine are paid for 500 h whatever is done: all cost of a piece differs by its number only
    small, large = (simulate(shop(lot_size, 2.0, 0.25, 12.0, 45.0, 55.0)) for lot_size in (1, 100))
    for result, pieces in ((small, 2), (large, 200)):
        assert result.measures["total_cost_eur"] == pytest.approx(500 * 100 + 12 * pieces)
        used = result.measures["activity_cost_eur"] + result.measures["unused_capacity_eur"]
        assert used == pytest.approx(result.measures["unit_cost_eur"])


def published():
    """The rows of the table as (inputs, lot size, cost of a piece)."""
    if DATA is None:
        return []
    with TARGETS.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["model"].startswith(MODEL)]
    return [(inputs_of(row["params"]), float(row["value"])) for row in rows]


def inputs_of(params):
    """Read ``material=12;setup=2h;run=.25h;labour=45/h;machine=55/h;Q=1``."""
    stated = dict(entry.split("=") for entry in params.split(";"))
    return {name: float(re.match(r"[\d.]+", text)[0]) for name, text in stated.items()}


@needs_data
@pytest.mark.parametrize(("inputs", "expected"), published() or [(None, None)], ids=str)
def test_published_costs_of_a_piece_come_out(inputs, expected):
    lot_size = int(inputs.pop("Q"))
    numbers = {**KNOWN, **inputs}
    assert activity_cost(lot_size, **numbers) == pytest.approx(expected, rel=1e-12)
    assert formula(lot_size, **numbers) == pytest.approx(expected, rel=1e-12)


@needs_data
def test_there_are_published_costs():
    assert len(published()) == 6
