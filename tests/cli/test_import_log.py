"""``flexsim import-log``: what it prints, and what it answers to files that are no logs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import ROOT, call

TRAPS, COLUMNS = ROOT / "tests/twin/traps.csv", ROOT / "tests/twin/traps_columns.yaml"
LINES = TRAPS.read_text().splitlines()
HEADER, GOOD = LINES[0], LINES[1]

MAP = """
flexsim_columns: 1
order: o
resource: r
start: s
end: e
formats: {time: "%Y-%m-%d %H:%M"}
"""


def refused(folder: Path, content: bytes | str, *said: str, columns: Path = COLUMNS) -> str:
    """Import something that is no log, and give the answer."""
    path = folder / "log.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    done = call("import-log", path, "--columns", columns, "--out", folder / "twin")
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    for words in said:
        assert words in done.stderr
    return done.stderr


def test_the_cleaning_is_printed_rule_by_rule_and_sums(tmp_path: Path) -> None:
    done = call("import-log", TRAPS, "--columns", COLUMNS, "--out", tmp_path)
    assert done.exit_code == 0, done.output
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["reported", "21.42"] in [line[:2] for line in lines]  # 1285 min
    assert ["made_up_end", "3", "-3.25"] in [line[:3] for line in lines]
    assert ["cleaned", "20", "42.00"] in [line[:3] for line in lines]  # 2520 min
    assert "Not in the factory: W3" in done.stdout


def test_json_says_the_same(tmp_path: Path) -> None:
    done = call("import-log", TRAPS, "--columns", COLUMNS, "--out", tmp_path, "--json")
    report = json.loads(done.stdout)
    taken = sum(rule["hours_taken"] for rule in report["cleaning"])
    assert (report["hours_before"], report["hours_after"]) == (1285 / 60, 42)
    assert report["hours_before"] - taken == pytest.approx(42)


def test_half_a_file_is_read_to_where_it_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "half.csv"
    path.write_text("\n".join(LINES[:9]) + "\nB,Turn,La")
    done = call("import-log", path, "--columns", COLUMNS, "--out", tmp_path / "twin")
    assert done.exit_code == 0
    assert "the file breaks off within its last row: left out" in done.stdout
    path.write_text("\n".join(LINES[:9]) + '\nB,Turn,"La')
    assert "cut_off" in call("import-log", path, "--columns", COLUMNS, "--out", tmp_path / "twin").stdout


def test_a_quotation_mark_that_takes_other_rows_is_told(tmp_path: Path) -> None:
    swallows = GOOD.replace("Lathe", '"Lathe')
    refused(
        tmp_path, "\n".join([HEADER, swallows, GOOD, GOOD]), "line 2  a quotation mark is opened in this row, and nev"
    )
    path = tmp_path / "joined.csv"
    path.write_text("\n".join([HEADER, GOOD, GOOD.replace("Lathe", '"Lathe\n1"'), GOOD.replace("A,", "B,", 1)]))
    done = call("import-log", path, "--columns", COLUMNS, "--out", tmp_path / "twin", "--json")
    rules = {rule["rule"]: rule["count"] for rule in json.loads(done.stdout)["cleaning"]}
    assert rules["several_lines"] == 1
    told = json.loads((tmp_path / "twin" / "cleaning.json").read_text())["rules"]
    assert {rule["rule"]: rule["lines"] for rule in told}["several_lines"] == [3]


def test_what_is_too_large_to_be_run_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call("import-log", TRAPS, "--columns", COLUMNS, "--out", tmp_path)
    assert "in one piece" not in done.stdout
    # The factory has 15 operations, the replay 20 reports; with the names of the columns 16 and 21 lines.
    monkeypatch.setattr("flexsim.twin.importing.MOST_ROWS", 16)
    monkeypatch.setattr("flexsim.twin.importing.LARGEST_TEXT", (tmp_path / "factory.yaml").stat().st_size - 1)
    done = call("import-log", TRAPS, "--columns", COLUMNS, "--out", tmp_path)
    assert [line.split(":")[1].split()[0] for line in done.stdout.splitlines() if "in one piece" in line] == [
        "factory.yaml", "replay_products.csv", "replay_schedule.csv"
    ]  # fmt: skip
    assert "replay_schedule.csv has 21 lines, and at most 16 are read." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Cut the log into parts")
    done = call("import-log", TRAPS, "--columns", COLUMNS, "--out", tmp_path, "--json")
    assert len(json.loads(done.stdout)["too_large"]) == 3


def test_files_that_are_no_logs(tmp_path: Path) -> None:
    refused(tmp_path, b"", "the file is empty")
    refused(tmp_path, HEADER + "\n", "the log has no reports")
    refused(tmp_path, bytes(range(128, 256)) * 50, "not text in UTF-8")
    refused(tmp_path, b"PK\x03\x04\x00\x00", "a binary file")
    done = call("import-log", tmp_path / "none.csv", "--out", tmp_path / "twin")
    assert (done.exit_code, "No such file" in done.stderr) == (2, True)
    done = call("import-log", tmp_path, "--out", tmp_path / "twin")
    assert (done.exit_code, "Is a directory" in done.stderr) == (2, True)


def test_other_columns_are_named_with_the_nearest(tmp_path: Path) -> None:
    said = refused(tmp_path, HEADER.replace("Person", "Persons").replace("Took", "x") + "\n" + GOOD)
    assert 'line 1  worker = "Person": the log has no such column. Nearest: "Persons".' in said
    assert 'line 1  duration = "Took": the log has no such column. Its columns: Order No, Operation' in said
    path = tmp_path / "log.csv"
    done = call("import-log", path, "--out", tmp_path / "twin")
    assert done.exit_code == 2
    assert "No shipped column map fits" in done.stderr


def test_cells_that_cannot_be_read_are_named_by_line_a_handful_of_each_kind(tmp_path: Path) -> None:
    wrong = [line.replace("2024/01/", "2024/13/") for line in LINES[1:9]]
    said = refused(tmp_path, "\n".join([HEADER, *wrong, GOOD.replace("000:30", "half")]))
    assert 'line 2  Begin = "2024/13/08 08:00": this is no time written as "%Y/%m/%d %H:%M" says' in said
    assert said.count(" Begin = ") == 5
    assert "Begin: ... and 3 more rows like these." in said
    assert 'line 10  Took = "half": this is no duration written as "h:mm".' in said
    refused(
        tmp_path, "\n".join([HEADER, GOOD, GOOD.replace(",S,", ",X,")]), 'line 3  Type = "X"', 'Known: "S", "D", "B"'
    )
    refused(tmp_path, "\n".join([HEADER, GOOD, GOOD.replace("A,", ",", 1)]), "line 3  Order No: is empty.")
    refused(tmp_path, "\n".join([HEADER, GOOD, GOOD.replace(",10,", ",-1,")]), 'line 3  Pieces = "-1"')


def test_broken_rows_are_named_by_line(tmp_path: Path) -> None:
    said = "line 3  this row has 3 cells, the first line names 12 columns."
    refused(tmp_path, "\n".join([HEADER, GOOD, "a,b,c", GOOD]), said)
    refused(tmp_path, "\n".join([HEADER, GOOD, 'A,"Turn"x,b']), "line 3  this is not CSV")
    refused(tmp_path, "\n".join([HEADER, GOOD, f"{GOOD},,"]), "line 3  this row has 14 cells")
    more = GOOD.replace("A,", "B,", 1)
    for wrong in (GOOD.replace("2024", "1924"), GOOD.replace("2024", "9999"), GOOD.replace("000:30", "999999:00")):
        refused(tmp_path, "\n".join([HEADER, GOOD, wrong, more]), "line 3  the log is longer than 100 years")


def test_an_order_of_more_pieces_than_a_scenario_can_have_is_refused(tmp_path: Path) -> None:
    rows = [GOOD.replace(",10,", f",{pieces},") for pieces in (65_536, 65_537)]
    said = refused(tmp_path, "\n".join([HEADER, *rows]), 'line 3  Pieces = "65537": an order has at most 65,536 pieces')
    assert "line 2" not in said


def test_names_that_would_become_the_same_are_refused(tmp_path: Path) -> None:
    rows = [GOOD.replace("A,", "A|1,", 1), GOOD.replace("A,", "A/1,", 1)]
    refused(tmp_path, "\n".join([HEADER, *rows]), 'line 3  Order No: "A|1" and "A/1" would both become "A-1"')
    rows = [GOOD, GOOD.replace("Lathe", "L" * 201)]
    refused(tmp_path, "\n".join([HEADER, *rows]), 'line 3  Machine = "LLL', "a name has at most 200 characters")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("order: a\n b: c: d", "this is not YAML"),
        ('!!python/object/apply:os.system ["true"]', "this is not YAML"),
        ("a: &a [1]\norder: *a", "without aliases"),
        ("- 1", "a column map has lines such as"),
        (MAP.replace("resource", "resourc"), 'resourc: no key has this name. Nearest: "resource".'),
        (MAP.replace("1", "2", 1), "the version of the format is needed"),
        (MAP.replace("order: o", "order: [o]"), "the name of a column is needed"),
        (MAP + "kind: {column: k, run: [D], set_up: [D]}", "one cell cannot mean two kinds"),
        (MAP + "assume: {exceptions: 1.5}", "a share from 0 to below 1"),
        (MAP + "assume: {closed_gap_workers: 4}", 'a whole number of min, h or d is needed, such as "4 h"'),
        (MAP.replace('"%Y-%m-%d %H:%M"', '"%Y %z"'), "time zones are not read"),
        (MAP.replace('time: "%Y-%m-%d %H:%M"', "time: days"), "a format such as"),
        (MAP.replace("%Y-%m", "%Q-%m"), "this is no format of times: 'Q' is a bad directive"),
        (MAP.replace("%Y-%m", "%Y-%Y"), "this is no format of times: redefinition of group name"),
        (MAP.replace("%H:%M", "%H:%"), "this is no format of times: stray %"),
        (MAP.replace("%Y-%m-%d", "%U"), "this is no format of times: Cannot use"),
        (MAP + 'name: "two\\nlines"', "a text of one line, at most 100 characters, is needed"),
        (MAP + f"name: {'x' * 101}", "a text of one line, at most 100 characters, is needed"),
    ],
)
def test_wrong_maps(tmp_path: Path, text: str, said: str) -> None:
    columns = tmp_path / "columns.yaml"
    columns.write_text(text)
    refused(tmp_path, "o,r,s,e\n", said, columns=columns)


def test_a_log_of_four_columns_is_enough(tmp_path: Path) -> None:
    columns, log = tmp_path / "columns.yaml", tmp_path / "log.csv"
    columns.write_text(MAP)
    log.write_text("o;r;s;e\nA;M;2024-01-01 08:00;2024-01-01 09:30\nA;N;2024-01-01 10:00;\n")
    done = call("import-log", log, "--columns", columns, "--out", tmp_path / "twin")
    assert done.exit_code == 0, done.output
    assert "2 reports of 1 order: 2 operations, 2 resources, 0 workers with hours, 0 teams" in done.stdout
    done = call("run", tmp_path / "twin/factory.yaml", "--json")
    assert json.loads(done.stdout)["measures"]["mean_lead_time_h"]["mean"] == 1.5
