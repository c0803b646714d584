"""An imported folder beside its log: what was kept, what the replay gives, what is explained; and what is refused."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from flexsim.scenario import ScenarioError
from flexsim.twin import Explanation, LogComparison, compare_log, import_log
from tests.twin.made_up import Row, rows, write

H = 3_600_000_000

LOG = Path(os.environ.get("FLEXSIM_DATA", ""), "production_log", "Production_Data.csv")
REASON = "FLEXSIM_DATA names no folder with production_log/Production_Data.csv"

# A is set up and turned 8 to 11 by Ann, milled 34 to 36 (the next day at 10) by Ann. B is turned 9 to 10 by Bob, while A
# is on the only lathe, and milled 10 to 12 by him. C is turned by Ann from 10, while she still turns A.
SHOP: list[Row] = [
    ("A", "Lathe", "Ann", "S", 8, 9, 4, "Cap"),
    ("A", "Lathe", "Ann", "D", 9, 11, 4, "Cap"),
    ("A", "Mill", "Ann", "D", 34, 36, 4, "Cap"),
    ("B", "Lathe", "Bob", "D", 9, 10, 2, "Lid"),
    ("B", "Mill", "Bob", "D", 10, 12, 2, "Lid"),
    ("B", "Mill", "Bob", "B", 12, 13, 2, "Lid"),
]


def compared(folder: Path, reports: list[Row]) -> LogComparison:
    log = write(folder / "log.csv", reports)
    return compare_log(import_log(log, folder / "imported").folder, log)


def test_the_import_keeps_hours_pieces_and_operations(tmp_path: Path) -> None:
    check = compared(tmp_path, SHOP).import_check
    hours = check.by_machine // H
    assert hours.loc["Lathe"].to_dict() == {"log": 4, "factory": 4, "replay": 4}
    assert hours.loc["Mill"].to_dict() == {"log": 5, "factory": 5, "replay": 5}
    assert (check.by_worker["replay"] // H).to_dict() == {"Ann": 5, "Bob": 4}
    assert check.totals["log"].to_dict() == {
        "reports": 6, "operations": 4, "orders": 2, "pieces": 6, "set_up": H, "work": 9 * H,
    }  # fmt: skip
    assert check.set_up_share == pytest.approx(1 / 9)
    assert check.differences == 0


def test_a_minute_that_is_lost_is_a_difference(tmp_path: Path) -> None:
    found = compared(tmp_path, SHOP)
    products = found.folder / "products.csv"
    text = products.read_text()
    assert text.count(",120 min,") == 2  # A's run at the lathe and at the mill
    products.write_text(text.replace(",120 min,", ",119 min,", 1))
    check = compare_log(found.folder, tmp_path / "log.csv").import_check
    assert check.differences == 2  # the lathe's hours, and all hours; replay and log still agree
    assert check.by_machine.loc["Lathe", "factory"] == 4 * H - H // 60


def test_the_replay_gives_every_recorded_lead_time(tmp_path: Path) -> None:
    check = compared(tmp_path, SHOP).replay_check
    assert (check.orders.set_index("order")["replayed"] // H).to_dict() == {"A": 28, "B": 4}
    assert (check.different, check.largest_difference, check.reports) == (0, 0, 6)


def test_events_at_one_moment_are_counted_apart_from_reports_that_take_time(tmp_path: Path) -> None:
    packed: list[Row] = [(name, "Pack", "Dot", "D", 40, 40, 1, "Cap") for name in ("C", "E")]
    check = compared(tmp_path, [*SHOP, *packed]).replay_check
    # The second of both finds the packing place, and Dot, taken by the first; the lathe has two units for A and B.
    assert (check.reports, check.unit_exceeded, check.attention_exceeded) == (8, 1, 1)
    assert (check.timed, check.timed_unit_exceeded, check.timed_attention_exceeded) == (6, 0, 0)
    only = compared(tmp_path / "events", packed).replay_check
    assert (only.unit_exceeded, only.timed, only.timed_unit_exceeded) == (1, 0, 0)


def test_who_goes_on_after_a_set_up_has_the_same_unit(tmp_path: Path) -> None:
    # Two lathes. A is set up on the first until 9, C runs on the second until 9. B comes at 9, when A goes on.
    reports: list[Row] = [
        ("A", "Lathe", "Ann", "S", 8, 9, 1, "Cap"),
        ("C", "Lathe", "Bob", "D", 8.25, 9, 1, "Cap"),
        ("B", "Lathe", "Bob", "D", 9, 11, 1, "Cap"),
        ("A", "Lathe", "Ann", "D", 9, 10, 1, "Cap"),
    ]
    check = compared(tmp_path, reports).replay_check
    assert (check.different, check.unit_exceeded, check.attention_exceeded) == (0, 0, 0)


def test_a_recorded_lead_time_is_covered_explained_or_neither(tmp_path: Path) -> None:
    found = compared(tmp_path, SHOP)
    orders = found.explanation.orders.set_index("order")
    assert (orders["recorded"] // H).to_dict() == {"A": 28, "B": 4}
    assert (orders["covered"] // H).to_dict() == {"A": 5, "B": 4}
    parts = orders[["covered", *found.explanation.causes, "unexplained"]].sum(axis=1)
    assert parts.tolist() == orders["recorded"].tolist()
    means = found.explanation.means_h
    assert means.loc["all orders", ["n", "recorded", "covered"]].tolist() == [2, 16, 4.5]


def test_what_is_not_explained_is_told_in_both_directions() -> None:
    # A waited 3 h that the model does not have, B 1 h less than in the model, C just as long: means over three orders.
    orders = pd.DataFrame({"order": ["A", "B", "C"], "unexplained": [3 * H, -H, 0]})
    found = Explanation(orders, ())
    assert (found.waited_besides_h, found.waits_beyond_h, found.over_explained) == (1, pytest.approx(1 / 3), 1)


@pytest.mark.parametrize("name", ["factory.yaml", "replay.yaml", "reports.csv", "orders.csv", "cleaning.json"])
def test_a_folder_with_a_file_missing_is_refused(tmp_path: Path, name: str) -> None:
    found = compared(tmp_path, SHOP)
    (found.folder / name).unlink()
    with pytest.raises(
        ScenarioError, match=f"this folder lacks {name}, which an import writes. Import it again: flexsim"
    ):
        compare_log(found.folder, tmp_path / "log.csv")


def test_a_folder_that_is_no_import_is_refused(tmp_path: Path) -> None:
    log = write(tmp_path / "log.csv", SHOP)
    with pytest.raises(ScenarioError, match=r"this is no imported log\. Write one: flexsim import-log LOG\.csv"):
        compare_log(tmp_path, log)


def test_a_list_that_the_factory_names_and_is_not_there_is_told(tmp_path: Path) -> None:
    found = compared(tmp_path, SHOP)
    (found.folder / "work_centres.csv").unlink()
    with pytest.raises(ScenarioError, match=r"work_centres\.csv"):
        compare_log(found.folder, tmp_path / "log.csv")


def test_a_log_of_other_orders_is_refused_by_their_names(tmp_path: Path) -> None:
    found = compared(tmp_path, SHOP)
    other = write(tmp_path / "other.csv", [("Z", *row[1:]) if row[0] == "B" else row for row in SHOP])
    with pytest.raises(ScenarioError, match=r'"Z": only this log has these orders\. The log must be the one'):
        compare_log(found.folder, other)
    fewer = write(tmp_path / "fewer.csv", [row for row in SHOP if row[0] == "A"])
    with pytest.raises(ScenarioError, match=r'"B": only .*factory\.yaml has these orders'):
        compare_log(found.folder, fewer)


def test_a_log_that_has_changed_since_is_refused_with_the_line(tmp_path: Path) -> None:
    found = compared(tmp_path, SHOP)
    changed = write(tmp_path / "changed.csv", [*SHOP[:4], ("B", "Mill", "Bob", "D", 10, 11, 2, "Lid"), SHOP[5]])
    with pytest.raises(ScenarioError, match="line 6  this report differs from what was imported into"):
        compare_log(found.folder, changed)


@pytest.mark.parametrize("text", ["", "nothing,like\nit,is\n", 'line,"order\n', "line,order\nx,A\n", "\0\0"])
def test_reports_that_no_import_wrote_are_refused(tmp_path: Path, text: str) -> None:
    found = compared(tmp_path, SHOP)
    (found.folder / "reports.csv").write_text(text)
    with pytest.raises(ScenarioError, match=r"reports\.csv"):
        compare_log(found.folder, tmp_path / "log.csv")


# the real log, with sums of its own


def independent_sums() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Sum minutes of the raw file by machine, by worker, and by kind: duplicates once, the stated span counts."""
    machines: Counter[str] = Counter()
    workers: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    with LOG.open(encoding="utf-8", newline="") as file:
        distinct = dict.fromkeys(tuple(row) for row in csv.reader(file))
    quantities = {}
    for cells in list(distinct)[1:]:
        if cells[5] == "1899/12/31 01:49:00":  # a spreadsheet's day one and 1:49
            minutes = 25 * 60 + 49
        else:
            hours, _, rest = cells[5].partition(":")
            minutes = 60 * int(hours) + int(rest)
        machines[" ".join(cells[2].split())] += minutes
        workers[cells[8]] += minutes
        totals["S" if cells[9] == "S" else "other"] += minutes
        totals["reports"] += 1
        quantities[cells[0]] = int(cells[6])
    totals["pieces"] = sum(quantities.values())
    return machines, workers, totals


@pytest.mark.skipif(not LOG.is_file(), reason=REASON)
def test_the_real_import_equals_sums_of_the_raw_log(tmp_path: Path) -> None:
    check = compare_log(import_log(LOG, tmp_path / "imported").folder, LOG).import_check
    machines, workers, totals = independent_sums()
    ticks = {"machines": check.by_machine, "workers": check.by_worker}
    for side in ("log", "factory", "replay"):
        assert ticks["machines"][side].to_dict() == {name: minutes * H // 60 for name, minutes in machines.items()}
    for side in ("log", "replay"):
        assert ticks["workers"][side].to_dict() == {name: minutes * H // 60 for name, minutes in workers.items()}
    assert check.totals.loc["set_up"].tolist() == [totals["S"] * H // 60] * 3
    assert check.totals.loc["work"].tolist() == [(totals["S"] + totals["other"]) * H // 60] * 3
    assert check.totals.loc["pieces"].tolist() == [totals["pieces"]] * 3
    assert check.totals.loc["orders"].tolist() == [225] * 3
    assert check.totals.loc["reports", ["log", "replay"]].tolist() == [totals["reports"]] * 2
    assert check.differences == 0


def test_the_made_up_log_is_kept_too(tmp_path: Path) -> None:
    found = compared(tmp_path, rows())
    assert found.import_check.differences == 0
    assert found.replay_check.different == 0
