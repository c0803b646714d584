"""The mini-fab against the figures of its specification."""

from __future__ import annotations

import pytest

from flexsim.scenario import Scenario, load
from flexsim.shipped import model
from flexsim.study import simulate

WEEK_MIN = 7 * 24 * 60
STARTS = {"Pa": 51, "Pb": 30, "TW": 3}


@pytest.fixture(name="fab", scope="module")
def the_fab() -> Scenario:
    return load(model("minifab"))


def test_steps_and_loading_are_those_of_the_specification(fab: Scenario) -> None:
    for name in STARTS:
        steps = fab.products[name].operations
        assert sum(step.run.time.mean for step in steps.values()) / 60 == 625  # raw process time
        at_me = [steps[f"{name} {step}"] for step in ("S3", "S6")]
        assert sum(step.time.mean for operation in at_me for step in operation.steps.values()) / 60 == 105  # load of Me


def test_three_quarters_of_the_starts_begin(fab: Scenario) -> None:
    for name, lots in STARTS.items():
        every = fab.demand[name].every
        assert every is not None
        assert WEEK_MIN * 60 / every.mean == pytest.approx(0.75 * lots, rel=1e-5)


def test_planned_maintenance_takes_the_hours_of_the_specification(fab: Scenario) -> None:
    a_week = {
        name: WEEK_MIN - sum(end - start for start, end in fab.shifts[name].windows) / 60
        for name in ("Ma", "Mb", "Mc", "Md", "Me")
    }
    assert a_week == {"Ma": 7 * 75, "Mb": 7 * 75, "Mc": 14 * 120, "Md": 14 * 120, "Me": 14 * 30}


def test_set_ups_of_me_are_those_of_the_specification(fab: Scenario) -> None:
    changeover = fab.work_centres["Me"].changeover
    for before, row in changeover.rows.items():  # type: ignore[union-attr]
        for after, time in row.items():
            (product, step), (other, another) = before.split(), after.split()
            minutes = {(True, False): 5, (False, True): 10, (True, True): 12}[product != other, step != another]
            assert time == minutes * 60


def test_at_full_starts_me_works_as_long_as_published(fab: Scenario) -> None:
    """105 minutes for each of 84 lots are 8,820 a week; 420 of maintenance more, and it is taken for 91.67 %."""
    no_chance = {f"work_centres.{name}": None for name in ("Mc.failures", "Md.failures", "Me.changeover")}
    starts = {f"demand.{name}.every": f"{WEEK_MIN / lots} min" for name, lots in STARTS.items()}
    result = simulate(fab.with_values({**no_chance, **starts}), seed=1)
    me = result.tables.work_centres.set_index("unit").loc["Me/0"]
    weeks = (result.window.end - result.window.start) / 3.6e9 / 168
    assert me["run_h"] * 60 / weeks == pytest.approx(8820, abs=2 * 105 / weeks)  # a lot at each end of the window
    assert (me["run_h"] + me["off_shift_h"]) * 60 / weeks / WEEK_MIN == pytest.approx(0.9167, abs=5e-4)


def test_four_lots_a_week_are_lost_at_full_starts(fab: Scenario) -> None:
    """A failure after every 28 hours of running: 84 lots of 80 minutes make 112 hours a week."""
    for name in ("Mc", "Md"):
        centre = fab.work_centres[name]
        assert centre.on_failure == "scrap"
        assert 84 * 80 * 60 / centre.failures["emergency"].every.mean == pytest.approx(4)
