"""A run of a shop beside the reports that it was made from: numbers derived by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from flexsim.scenario import Scenario, from_mapping
from flexsim.study import RECORDABLE, Result, simulate
from flexsim.twin.beside import Beside
from flexsim.twin.records import record_of
from flexsim.twin.runs import causes_of, record_of_run

H = 3_600_000_000

# Recorded: A is turned 0 to 3 h (1 h of it set-up) and milled 20 to 22 h; B is turned 5 to 7 h.
REPORTS = [
    (2, "A", "Cap", "Lathe", "Ann", "set_up", 0, 1, 4),
    (3, "A", "Cap", "Lathe", "Ann", "run", 1, 3, 4),
    (4, "A", "Cap", "Mill", "Ann", "run", 20, 22, 4),
    (5, "B", "Lid", "Lathe", "Ann", "run", 2, 7, 1),
]
COLUMNS = ("line", "order", "part", "resource", "worker", "kind", "start", "end", "quantity")
PARTS = {"A": "Cap", "B": "Lid"}


def shop() -> Scenario:
    """Simulated: A is turned 0 to 3 h and milled 3 to 5 h; B comes at 2 h, waits an hour for the lathe, is there at 8."""
    operations = {
        "A": {
            "turn": {"at": "Lathe", "set_up": "1 h", "run": "2 h", "per": "lot", "skill": "s"},
            "mill": {"at": "Mill", "after": "turn", "run": "2 h", "per": "lot", "skill": "m"},
        },
        "B": {"turn": {"at": "Lathe", "run": "5 h", "per": "lot", "skill": "s"}},
    }
    orders = {
        "A": {"order": "A", "arrival": "0 h", "quantity": 4},
        "B": {"order": "B", "arrival": "2 h", "quantity": 1},
    }
    return from_mapping(
        {
            "flexsim": 1,
            "products": {name: {"operations": own} for name, own in operations.items()},
            "demand": {name: {"product": name, "orders": [orders[name]]} for name in operations},
            "work_centres": {"Lathe": {"team": "crew"}, "Mill": {"team": "crew"}},
            "teams": {"crew": {}},
            "workers": {"Ann": {"team": "crew", "skills": ["s"]}, "Bob": {"team": "crew", "skills": ["m"]}},
        }
    )


@pytest.fixture(name="run", scope="module")
def one_run() -> Result:
    return simulate(shop(), record=RECORDABLE)


@pytest.fixture(name="both", scope="module")
def both_sides(run: Result) -> Beside:
    rows = [(*row[:6], row[6] * H, row[7] * H, row[8]) for row in REPORTS]
    recorded = record_of(pd.DataFrame(rows, columns=COLUMNS))
    return Beside(recorded, record_of_run(run, PARTS, recorded.start, recorded.end))


def test_stretches_of_a_run_are_reports(both: Beside) -> None:
    columns = ["order", "part", "resource", "worker", "kind"]
    reports = both.simulated.reports.sort_values(["order", "start"])
    assert reports[columns].to_numpy().tolist() == [
        ["A", "Cap", "Lathe", "Ann", "set_up"],
        ["A", "Cap", "Lathe", "Ann", "run"],
        ["A", "Cap", "Mill", "Bob", "run"],
        ["B", "Lid", "Lathe", "Ann", "run"],
    ]
    assert (reports["start"] // H).tolist() == [0, 1, 3, 3]
    assert (reports["end"] // H).tolist() == [1, 3, 5, 8]


def test_lead_times_of_both_sides(both: Beside) -> None:
    # recorded 22 and 5, simulated 5 and 6
    assert both.lead_times.loc["recorded"].to_dict() == {
        "orders": 2, "mean_h": 13.5, "q25_h": 5, "median_h": 5, "q75_h": 22,
    }  # fmt: skip
    assert both.lead_times.loc["simulated"].to_dict() == {
        "orders": 2, "mean_h": 5.5, "q25_h": 5, "median_h": 5, "q75_h": 6,
    }  # fmt: skip
    assert both.by_family["recorded_mean_h"].to_dict() == {"Cap": 22, "Lid": 5}
    assert both.by_family["simulated_mean_h"].to_dict() == {"Cap": 5, "Lid": 6}
    # the log lasts 22 h: A comes at 0, B at 2, both in its first third
    assert both.by_release["orders"].tolist() == [2, 0, 0]
    assert both.by_release["recorded_mean_h"].tolist()[0] == 13.5
    assert both.largest_families(1)["recorded_mean_h"].to_dict() == {"Cap": 22, "other families": 5}


def test_work_in_progress_of_both_sides(both: Beside) -> None:
    # 22 h of the log: recorded 22 + 5 h, simulated 5 + 6 h of orders
    assert both.mean_open_orders("recorded") == pytest.approx(27 / 22)
    assert both.mean_open_orders("simulated") == pytest.approx(11 / 22)
    assert both.open_orders.to_numpy().tolist() == [[27 / 22, 11 / 22]]


def test_hours_and_loads_of_both_sides(both: Beside) -> None:
    assert both.hours_by_machine.loc["Lathe"].tolist() == [1, 7, 1, 7]
    assert both.hours_by_machine.loc["Mill"].tolist() == [0, 2, 0, 2]
    assert both.hours_by_worker["recorded"].loc["Ann"].tolist() == [1, 9]
    assert both.hours_by_worker["simulated"].sum(axis=1).to_dict() == {"Ann": 8, "Bob": 2}
    assert both.load_by_week.to_numpy().tolist() == [[10, 10], [0, 0]]


def test_causes_of_a_run_sum_to_its_lead_times(run: Result) -> None:
    causes = causes_of(run) // H
    assert causes.sum(axis=1).to_dict() == {"A": 5, "B": 6}
    assert causes.loc["B", ["unit", "run"]].tolist() == [1, 5]


def test_tables_name_their_units(both: Beside) -> None:
    tables = both.tables()
    assert list(tables["hours_by_machine"].columns) == [
        "resource", "recorded_set_up_h", "recorded_run_h", "simulated_set_up_h", "simulated_run_h",
    ]  # fmt: skip
    assert tables["orders"].set_index("order").loc["A", ["recorded_lead_h", "simulated_lead_h"]].tolist() == [22, 5]
    assert tables["orders"].set_index("order").loc["A", "recorded_covered_h"] == 5
