"""Recorded work orders as a scenario."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flexsim.scenario import ScenarioError
from flexsim.study import simulate
from flexsim.twin import import_work_orders, read_work_orders

HEAD = "order,released_min,part,quantity,step,work_centre,set_up_min,run_min\n"

# A comes at 0: mill 10 + 20 min, then drill 30 min. B comes at 5: mill 15 min, which is busy until 30, then
# drill, busy until 60, 40 min. C comes at 5 and is checked for 7 min.
LISTED = """\
A,0,Cap,5,1,Mill,10,20
A,0,Cap,5,2,Drill,0,30
B,5,Lid,2,1,Mill,0,15
B,5,Lid,2,2,Drill,0,40
C,5,Lid,2,1,Quality Check 1,0,7
"""


@pytest.fixture(name="folder")
def folder_with_list(tmp_path: Path) -> Path:
    (tmp_path / "sixty_work_orders.csv").write_text(HEAD + LISTED)
    return tmp_path


def test_orders_keep_their_steps_and_minutes(folder: Path) -> None:
    first, second, third = read_work_orders(folder)
    assert (first.name, first.part, first.quantity, len(first.steps)) == ("A", "Cap", 5, 2)
    assert (first.work_h, second.work_h, third.work_h) == (1, 55 / 60, 7 / 60)


def test_every_order_is_a_product_with_its_steps_in_sequence(folder: Path, tmp_path: Path) -> None:
    _, scenario = import_work_orders(folder, tmp_path / "out")
    operations = scenario.products["A"].operations
    assert list(operations) == ["1", "2"]
    assert operations["1"].set_up is not None
    assert (operations["1"].set_up.time.mean, operations["1"].run.time.mean) == (600, 1200)
    assert operations["2"].after == ("1",)
    assert operations["2"].set_up is None
    assert {operation.per for operation in operations.values()} == {"lot"}
    assert scenario.work_centres["Mill"].units == 1
    assert scenario.work_centres["Quality Check 1"].units == 2
    assert not scenario.workers


def test_lead_times_are_those_of_the_trace(folder: Path, tmp_path: Path) -> None:
    _, scenario = import_work_orders(folder, tmp_path / "out")
    orders = simulate(scenario).tables.orders.set_index("order")
    assert orders["lead_time_h"].mul(60).round(9).to_dict() == {"A": 60, "B": 95, "C": 7}  # B: 100 - 5
    assert orders["quantity"].to_dict() == {"A": 5, "B": 2, "C": 2}


def test_a_list_with_a_column_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sixty_work_orders.csv").write_text("order,part\nA,Cap\n")
    with pytest.raises(ScenarioError, match="no column 'released_min'"):
        read_work_orders(tmp_path)


@pytest.mark.skipif("FLEXSIM_DATA" not in os.environ, reason="FLEXSIM_DATA names no folder with the production log")
def test_sixty_real_orders_take_at_least_their_recorded_work(tmp_path: Path) -> None:
    orders, scenario = import_work_orders(Path(os.environ["FLEXSIM_DATA"], "production_log"), tmp_path)
    assert (len(orders), sum(len(order.steps) for order in orders)) == (60, 631)
    table = simulate(scenario).tables.orders
    assert set(table["state"]) == {"delivered"}
    lead = dict(zip(table["order"], table["lead_time_h"], strict=True))
    for order in orders:
        assert lead[order.name] >= order.work_h - 1e-9
