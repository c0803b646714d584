"""The shipped models: each is a shop that copes, keeps its books, and stands on a page."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

import pytest

from flexsim.scenario import load, loads
from flexsim.shipped import folder, model, models
from flexsim.study import Result, simulate

ROOT = Path(__file__).parents[2]

BUSIEST = 0.9
"""Utilisation above which a shop with chance in it begins to choke."""


@functools.cache
def whole_run(name: str) -> Result:
    """Run a model as it is shipped."""
    return simulate(load(model(name)), seed=1)


def test_there_are_four() -> None:
    assert models() == ["bicycle_mass", "bicycle_workshop", "machine_shop", "minifab"]


@pytest.mark.parametrize("name", models())
def test_nothing_and_nobody_is_overloaded(name: str) -> None:
    busy = {key: value for key, value in whole_run(name).measures.items() if "utilisation[" in key}
    assert max(busy.values()) < BUSIEST, busy


@pytest.mark.parametrize("name", models())
def test_work_does_not_pile_up(name: str) -> None:
    """Little's law: as many orders are inside at the end as come in during a mean lead time, give or take chance."""
    result = whole_run(name)
    figures, weeks = result.measures, (result.window.end - result.window.start) / 3.6e9 / 168
    inside = figures["n_orders"] / weeks * figures["mean_lead_time_h"] / 168
    assert result.tables.orders["state"].eq("in progress").sum() < 2.5 * inside + 5


@pytest.mark.parametrize("name", models())
def test_orders_pieces_and_hours_are_conserved(name: str) -> None:
    result = whole_run(name)
    orders, units, stock = result.tables.orders, result.tables.work_centres, result.tables.stock
    assert len(orders) == sum(orders["state"].eq(state).sum() for state in ("delivered", "lost", "in progress"))
    assert orders.loc[orders["state"] == "delivered", "completed_h"].notna().all()
    window_h = (result.window.end - result.window.start) / 3.6e9
    hours = units[[column for column in units if column.endswith("_h")]]
    assert hours.sum(axis=1).to_list() == pytest.approx([window_h] * len(units))
    before = simulate(
        result.scenario.replace(warm_up=None, horizon=f"{result.scenario.warm_up} s"), seed=1
    ).tables.stock
    moved = before["on_hand"] + stock["received"] - stock["delivered"]
    assert moved.to_list() == stock["on_hand"].to_list()


@pytest.mark.parametrize("name", models())
def test_a_model_has_a_story(name: str) -> None:
    page = (ROOT / "docs" / "models" / f"{name}.md").read_text(encoding="utf-8")
    assert f"models/{name}.yaml" in page
    assert f"docs/models/{name}.md" in model(name).read_text(encoding="utf-8")


def test_a_model_that_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="without submarines"):
        folder("submarines")


def test_models_come_with_what_is_built(tmp_path: Path) -> None:
    """A wheel holds what `build_py` lays out; from there the models are found and loaded, without the checkout."""
    layout = [sys.executable, "setup.py", "--quiet", "build_py", "--build-lib", str(tmp_path)]
    subprocess.run(layout, cwd=ROOT, check=True, capture_output=True)
    program = "from flexsim.shipped import *; from flexsim.scenario import load; print([load(model(n)).hash for n in models()])"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert found.stdout.strip() == str([load(model(name)).hash for name in models()])
    assert not list((tmp_path / "flexsim" / "shipped").rglob("*.pyc"))


@pytest.mark.parametrize("name", models())
def test_a_model_written_down_with_or_without_defaults_is_the_same_model(name: str) -> None:
    scenario = load(model(name))
    for full in (False, True):
        again = loads(scenario.dump(full=full))
        assert again == scenario
        assert again.hash == scenario.hash
