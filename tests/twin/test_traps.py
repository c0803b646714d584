"""A small log made up by us, with every trap of real ones in it; what becomes of it is derived by hand.

Minutes from start to end as the 21 whole rows say them: 30 + 120 + 120 + 60 + 75 + 20 + 40 + 60 (A), 120 + 30 + 90 + 0 +
40 + 0 (B), 120 + 60 (C), 240 (D), 60 + 60 + 0 - 60 (E) = 1285. A duration that is stated counts: line 12 took a day and
1:30, not 1:30.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from flexsim import simulate
from flexsim.scenario import from_mapping, load
from flexsim.twin import CleanLog, clean, factory_of, import_log, read_columns, read_log, recorded_shop, replay_of

HERE = Path(__file__).parent
LOG, COLUMNS = HERE / "traps.csv", HERE / "traps_columns.yaml"
MIN = 60_000_000
H = 60 * MIN
MONDAY = 7 * 24  # hours to the Monday of the second week, in which A and B begin


@pytest.fixture(name="log", scope="module")
def cleaned() -> CleanLog:
    return clean(read_log(LOG, COLUMNS))


def found(log: CleanLog) -> dict[str, tuple[list[int], int]]:
    """Lines and minutes of every rule that found something."""
    return {rule.name: (rule.lines.tolist(), rule.ticks // MIN) for rule in log.rules if rule.count}


def test_every_trap_is_told_with_its_lines_and_the_minutes_that_it_took(log: CleanLog) -> None:
    assert found(log) == {
        "duplicates": ([4], 120),
        "cut_off": ([23], 0),
        "no_end": ([21], 0),
        "made_up_end": ([6, 9, 17], 75 + 60 + 60),
        "no_duration": ([15], 0),
        "end_before_start": ([22], -60),
        "day_in_duration": ([12], 90 - 25 * 60 - 30),
        "ends_exchanged": ([7, 8], 0),  # 20 - 40 and 40 - 20
        "end_not_written": ([13], -60),
        "end_differs": ([14], 40 - 30),
        "names": ([19, 20, 21, 22], 0),
        "no_worker": ([16], 0),
        "quantity_differs": ([19], 0),
        "goes_back": ([20], 0),
        "overlaps_on_resource": ([10], 0),
        "overlaps_on_worker": ([10], 0),
        "breakdowns": ([11], 0),
        "rework": ([19], 0),
        "begun_before": ([16], 0),
        "goes_on": ([18], 0),
        "without_end": ([19], 0),
    }


def test_time_before_less_what_the_rules_took_is_time_after(log: CleanLog) -> None:
    taken = 120 + 195 - 60 - 1440 + 0 - 60 + 10
    assert log.ticks_before == 1285 * MIN
    assert log.ticks_after == (1285 - taken) * MIN == 2520 * MIN
    assert log.ticks_after == log.ticks_before - sum(rule.ticks for rule in log.rules)
    assert log.ticks_after == int((log.reports["end"] - log.reports["start"]).sum())
    assert log.n_rows == len(log.reports) + 1 == 21  # the duplicate; the row that is cut off was never one


def test_reports_count_ticks_from_monday_and_keep_events_without_duration(log: CleanLog) -> None:
    assert (str(log.monday), log.weeks) == ("2024-01-01", 4)
    reports = log.reports.set_index("line")
    assert list(reports.index[:7]) == [2, 3, 5, 6, 7, 8, 9]  # A, by start and line
    assert reports.loc[2, "start"] == (MONDAY + 8) * H
    assert reports.loc[12, "end"] - reports.loc[12, "start"] == (25 * 60 + 30) * MIN
    assert set(reports.index[~reports["timed"]]) == {6, 9, 15, 17, 21, 22}
    assert (reports["end"] == reports["start"])[~reports["timed"]].all()
    assert set(reports.loc[[19, 20, 21, 22], "order"]) == {"E-1"}
    assert set(reports.loc[[19, 20, 21, 22], "quantity"]) == {9}
    assert reports["kind"].value_counts().to_dict() == {"run": 18, "set_up": 1, "breakdown": 1}


def test_consecutive_reports_on_one_machine_are_one_operation(log: CleanLog) -> None:
    table = recorded_shop(log).operations
    rows = [
        (order, name, at, *(ticks // MIN for ticks in times))
        for order, name, at, *times in table[
            ["order", "operation", "resource", "set_up", "run", "breakdown"]
        ].itertuples(index=False)
    ]
    assert rows == [
        ("A", "1 Turn", "Lathe", 30, 120, 0),
        ("A", "2 Inspect", "Bench", 0, 60, 0),
        ("A", "3 Mark", "Laser", 0, 0, 0),
        ("A", "4 Inspect", "Bench", 0, 40, 0),
        ("A", "5 Grind", "Mill", 0, 20, 0),
        ("A", "6 Pack", "Packing", 0, 0, 0),
        ("B", "1 Turn", "Lathe", 0, 120, 30),
        ("B", "2 Bake", "Oven", 0, 1530, 0),
        ("B", "3 Inspect", "Bench", 0, 90, 0),
        ("B", "4 Pack", "Packing", 0, 0, 0),
        ("C", "1 Inspect", "Bench", 0, 120, 0),
        ("C", "2 Pack", "Packing", 0, 0, 0),
        ("D", "1 Turn", "Lathe", 0, 240, 0),
        ("E-1", "1 Turn", "Lathe", 0, 60, 0),
        ("E-1", "2 Grind", "Mill", 0, 60, 0),
    ]


def test_who_shares_machines_is_a_team_and_people_are_there_when_they_are_seen(log: CleanLog) -> None:
    shop = recorded_shop(log)
    assert shop.workers == {"W1": ("Lathe", "Mill"), "W2": ("Bench",), "W4": ("Oven",)}
    assert shop.without_hours == ("W3",)  # laser and packing: no report has a duration
    same = {name: shop.resources.loc[name, "team"] for name in shop.resources.index}
    assert same["Lathe"] == same["Mill"] == shop.teams["W1"]
    assert same["Laser"] == same["Packing"] == shop.teams["W3"]
    assert len(set(same.values())) == 4
    seen = {name: (shop.worker_shifts | shop.resource_shifts)[name] for name in ("W1", "W2", "Lathe")}
    hours = {name: [(start / H, end / H) for start, end in pattern.windows] for name, pattern in seen.items()}
    # Gaps below 4 h are closed: 12:20 to 13:00 of W1, 9:00 to 9:30 of W2. Day 13 of the log is Sunday the 14th.
    assert hours["W2"] == [(MONDAY + 10, MONDAY + 11), (MONDAY + 31, MONDAY + 31 + 2 / 3), (MONDAY + 56, MONDAY + 58)]
    assert hours["W1"] == [
        (MONDAY + 8, MONDAY + 13.5),
        (MONDAY + 31, MONDAY + 31 + 1 / 3),
        (13 * 24 + 22, 13 * 24 + 23),
        (14 * 24 + 8, 14 * 24 + 9),
        (25 * 24 + 8, 25 * 24 + 12),
    ]
    assert hours["Lathe"] == [hours["W1"][0], hours["W1"][2], hours["W1"][4]]
    assert "Packing" not in shop.resource_shifts


def test_a_short_overlap_is_a_slip_and_a_long_one_a_second_unit(log: CleanLog, tmp_path: Path) -> None:
    # The lathe has two orders for 10 of the 590 min in which it has any: 1.7 %. W1 has two for 2 x 10 of 570 min: 3.5 %.
    assert recorded_shop(log).resources["units"].to_dict() == dict.fromkeys(
        ("Bench", "Lathe", "Laser", "Mill", "Oven", "Packing"), 1
    )
    assert recorded_shop(log).resources.loc["Lathe", "tended_run"] == 1
    exact = tmp_path / "columns.yaml"
    exact.write_text(COLUMNS.read_text().replace("usual: 0.4", "usual: 0.4, exceptions: 0"))
    shop = recorded_shop(clean(read_log(LOG, exact)))
    assert shop.resources["units"].to_dict() == {"Bench": 1, "Lathe": 2, "Laser": 1, "Mill": 1, "Oven": 1, "Packing": 1}
    assert shop.resources["tended_run"].to_dict() == {
        "Bench": 1, "Lathe": 2, "Laser": 1, "Mill": 1, "Oven": 1, "Packing": 1
    }  # fmt: skip
    assert shop.resources["tended_set_up"].max() == 1  # nobody does anything else during the set-up


def test_the_folder_says_all_of_it_and_both_scenarios_run(log: CleanLog, tmp_path: Path) -> None:
    imported = import_log(LOG, tmp_path, COLUMNS)
    table = pd.read_csv(tmp_path / "cleaning.csv").set_index("rule")
    told = json.loads((tmp_path / "cleaning.json").read_text())
    assert table.loc["made_up_end", "hours_taken"] == 3.25
    assert {rule["rule"]: rule["lines"] for rule in told["rules"]}["made_up_end"] == [6, 9, 17]
    assert len(pd.read_csv(tmp_path / "reports.csv")) == 20
    factory, replay = load(imported.factory), load(imported.replay)
    assert factory.hash == from_mapping(factory_of(log)).hash
    assert replay.hash == from_mapping(replay_of(log)).hash
    assert set(simulate(factory).tables.orders["state"]) == {"delivered"}
    said = imported.factory.read_text()
    assert all(line in said for line in imported.shop.assumptions)


def test_the_replay_has_the_recorded_lead_times(log: CleanLog) -> None:
    orders = simulate(from_mapping(replay_of(log))).tables.orders.set_index("stream")
    assert orders["lead_time_h"].mul(60).round(6).to_dict() == {
        "A": 25 * 60,  # Monday 8:00 to the event on Tuesday 9:00
        "B": 48 * 60 + 40,  # 10:20 to the event two days later at 11:00
        "C": 16 * 60,
        "D": 4 * 60,
        "E-1": 11 * 60,
    }


def test_the_map_reads_back_as_it_is_written() -> None:
    columns = read_columns(COLUMNS)
    assert columns.columns["order"] == "Order No"
    assert columns.kinds == {"set_up": ("S",), "run": ("D",), "breakdown": ("B",)}


def test_what_is_missing_or_contradicts_itself_is_told(tmp_path: Path) -> None:
    """A name for a report without one, a second part, an order without pieces, and a column of hours."""
    columns, log = tmp_path / "columns.yaml", tmp_path / "log.csv"
    columns.write_text(
        "flexsim_columns: 1\norder: o\nactivity: a\nresource: r\nstart: s\nend: e\npart: p\nquantity: q\n"
        "formats: {time: h}\n"
    )
    log.write_text(
        "o,a,r,s,e,p,q\nA,,M,8,9.5,Cap,3\nA,mill,M,10,11,Lid,3\nB,mill,M,176,177,Cap,0\nB,mill,M,178,178,Cap,\n"
    )
    imported = import_log(log, tmp_path / "twin", columns)
    assert found(imported.log) == {
        "no_duration": ([5], 0),
        "no_activity": ([2], 0),
        "no_quantity": ([4, 5], 0),
        "part_differs": ([3], 0),
        "begun_before": ([2], 0),  # A begins with M, as B further inside does not
    }
    reports = imported.log.reports
    assert reports["activity"].tolist() == ["M", "mill", "mill", "mill"]
    assert reports["part"].tolist() == ["Cap"] * 4
    assert reports["quantity"].tolist() == [3, 3, 1, 1]
    assert (reports["end"] - reports["start"]).tolist() == [90 * MIN, 60 * MIN, 60 * MIN, 0]
    assert imported.log.weeks == 2
    assert set(simulate(load(imported.factory)).tables.orders["lead_time_h"]) == {2.5, 1.0}


def test_attention_is_of_the_orders_in_hand_at_once(tmp_path: Path) -> None:
    """Ann has three machines for 4 h, then sets up and runs a fourth alone; Bob goes on with its order."""
    columns, log = tmp_path / "columns.yaml", tmp_path / "log.csv"
    columns.write_text(
        "flexsim_columns: 1\norder: o\nresource: r\nstart: s\nend: e\nworker: w\n"
        "kind: {column: k, set_up: S, run: D}\nformats: {time: h}\n"
    )
    rows = [
        "A,M1,8,12,Ann,D",
        "B,M2,8,12,Ann,D",
        "C,M3,8,12,Ann,D",
        "D,M4,13,14,Ann,S",
        "D,M4,14,15,Ann,D",
        "D,M5,16,17,Bob,D",
    ]
    log.write_text("\n".join(["o,r,s,e,w,k", *rows]))
    shop = recorded_shop(clean(read_log(log, columns)))
    assert shop.resources["tended_run"].to_dict() == {"M1": 3, "M2": 3, "M3": 3, "M4": 1, "M5": 1}
    assert shop.resources["area"].to_dict() == {
        **dict.fromkeys(("M1", "M2", "M3"), "around M1"),
        "M4": "M4",
        "M5": "M5",
    }
    assert set(shop.resources["tended_set_up"]) == {1}
    assert shop.teams["Ann"] != shop.teams["Bob"]
    run = simulate(from_mapping(factory_of(clean(read_log(log, columns)))))
    assert run.tables.orders.set_index("stream")["lead_time_h"].to_dict() == {"A": 4, "B": 4, "C": 4, "D": 4}


def test_a_worker_may_have_the_name_of_a_machine(tmp_path: Path) -> None:
    """Ann is there 8 to 9 at the machine that is called Bob, Bob 8 to 10 and 13 to 14 at the saw."""
    columns, log = tmp_path / "columns.yaml", tmp_path / "log.csv"
    columns.write_text(
        "flexsim_columns: 1\norder: o\nresource: r\nstart: s\nend: e\nworker: w\nformats: {time: h}\n"
        "assume: {closed_gap_workers: 0 h, closed_gap_resources: 0 h}\n"
    )
    log.write_text("o,r,s,e,w\nA,Bob,8,9,Ann\nB,saw,8,10,Bob\nC,saw,13,14,Bob\n")
    factory = load(import_log(log, tmp_path / "twin", columns).factory)
    windows = {
        name: [(start / 3600, end / 3600) for start, end in factory.shifts[str(part.shifts)].windows]
        for name, part in [("machine Bob", factory.work_centres["Bob"]), ("Bob", factory.workers["Bob"])]
    }
    assert windows == {"machine Bob": [(8, 9)], "Bob": [(8, 10), (13, 14)]}
