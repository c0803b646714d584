"""A log beside its simulation, from the command line: what is printed and written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import call
from tests.twin.made_up import rows, write

TABLES = (
    "gap",
    "gap_weekly",
    "hours_by_machine",
    "hours_by_worker",
    "lead_times",
    "lead_times_by_family",
    "lead_times_by_release",
    "load_by_week",
    "orders",
    "work_in_progress",
)
PICTURES = (
    "gap",
    "gap_weekly",
    "hours_by_machine",
    "hours_by_worker",
    "lead_times",
    "load_by_week",
    "work_in_progress",
)


@pytest.fixture(name="log")
def made_up_log(tmp_path: Path) -> Path:
    return write(tmp_path / "production_log" / "Production_Data.csv", rows())


@pytest.fixture(name="folder")
def imported(log: Path, tmp_path: Path) -> Path:
    done = call("import-log", log, "--out", tmp_path / "imported")
    assert done.exit_code == 0, done.output
    return tmp_path / "imported"


def test_both_sides_are_printed_and_written(folder: Path, log: Path, tmp_path: Path) -> None:
    done = call("compare-log", folder, log, "--out", tmp_path / "compared")
    assert done.exit_code == 0, done.output
    for said in ("lead time (h)", "lead time by family (h)", "orders in the shop", "hours by machine", "load by week"):
        assert said in done.stdout
    assert "An import takes them from the log: so far, the record explains itself." in done.stdout
    written = {path.name for path in (tmp_path / "compared").iterdir()}
    tables = {f"{name}.{end}" for name in TABLES for end in ("csv", "parquet")}
    assert written == tables | {f"{name}.png" for name in PICTURES} | {"flexsim_files.csv"}


def test_the_imported_log_is_not_written_over(folder: Path, log: Path) -> None:
    before = (folder / "orders.csv").read_bytes()
    done = call("compare-log", folder, log, "--out", folder / ".." / "imported")
    assert done.exit_code == 2
    assert "holds the imported log, whose orders.csv would be written over" in done.output
    assert (folder / "orders.csv").read_bytes() == before


def test_the_same_as_json(folder: Path, log: Path) -> None:
    found = json.loads(call("compare-log", folder, log, "--json").stdout)
    assert found["lead_times"]["recorded"]["orders"] == found["lead_times"]["simulated"]["orders"] == 14
    assert set(found["hours_by_machine"]["recorded"]) == {"Lathe", "Mill", "Check"}
    recorded, simulated = (found["hours_by_machine"][side] for side in ("recorded", "simulated"))
    assert recorded == {name: pytest.approx(hours) for name, hours in simulated.items()}
    for split in (found, found["in_hours_of_the_week"]):
        gap = split["gap"]["all orders"]
        parts = [value for name, value in gap.items() if name not in ("n", "recorded", "simulated")]
        assert sum(parts) == pytest.approx(gap["recorded"])


def test_what_is_not_explained_is_told_in_the_hours_of_the_log_and_in_those_of_the_week(
    folder: Path, log: Path
) -> None:
    """The more hours people are there, the less off shift explains: dated hours alone would explain the log by itself."""
    said = call("compare-log", folder, log).stdout
    assert said.index("so far, the record explains itself") < said.index("The same in hours of the week")
    assert said.count("recorded lead time (h)") == said.count("not explained, of all orders") == 2
    found = json.loads(call("compare-log", folder, log, "--json").stdout)
    dated, weekly = (split["gap"]["all orders"] for split in (found, found["in_hours_of_the_week"]))
    assert weekly["recorded"] == dated["recorded"]
    assert weekly.get("off_shift", 0) < dated["off_shift"]
    assert weekly["unexplained"] > dated["unexplained"]


def test_a_changed_factory_is_run_as_it_is(folder: Path, log: Path) -> None:
    before = json.loads(call("compare-log", folder, log, "--json").stdout)["lead_times"]["simulated"]["mean_h"]
    centres = (folder / "work_centres.csv").read_text().split("\n")
    head = centres[0].split(",")
    slower = [f"{line},{'move_to' if n == 0 else '30 h'}" for n, line in enumerate(centres) if line]
    (folder / "work_centres.csv").write_text("\n".join(slower) + "\n")
    assert "move_to" not in head
    after = json.loads(call("compare-log", folder, log, "--json").stdout)["lead_times"]["simulated"]["mean_h"]
    assert after > before


@pytest.mark.parametrize("name", ["factory.yaml", "reports.csv"])
def test_half_an_import_is_wrong_input(folder: Path, log: Path, name: str) -> None:
    (folder / name).unlink()
    done = call("compare-log", folder, log)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"this folder lacks {name}, which an import writes" in done.stderr


def test_no_import_and_other_logs_are_wrong_input(folder: Path, log: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no imported log" in (done := call("compare-log", empty, log)).stderr
    assert done.exit_code == 2
    other = write(tmp_path / "other.csv", rows(5))
    assert (
        "have these orders" in (done := call("compare-log", folder, other)).stderr or "has these orders" in done.stderr
    )
    assert done.exit_code == 2
    assert call("compare-log", tmp_path / "nowhere", log).exit_code == 2


def test_the_demo_prints_four_results(log: Path, tmp_path: Path) -> None:
    done = call("demo", "machine-shop", "--data", tmp_path, "--out", tmp_path / "demo")
    assert done.exit_code == 0, done.output
    for number in range(1, 5):
        assert f"Result {number}: " in done.stdout
    assert "sums that differ: 0" in done.stdout
    assert "recorded lead times reproduced: 14 of 14" in done.stdout
    assert "error: median" in done.stdout
    assert (tmp_path / "demo" / "compared" / "splits.png").is_file()
    assert (tmp_path / "demo" / "compared" / "splits.csv").read_text().count("\n") == 21
    assert (tmp_path / "demo" / "imported" / "factory.yaml").is_file()
    assert (
        call("demo", "machine-shop", "--data", log.parent, "--out", tmp_path / "again").stdout.split("Written")[0]
        == (done.stdout.split("Written")[0])
    )


def test_the_demo_without_a_log_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call("demo", "machine-shop", "--data", tmp_path)
    assert done.exit_code == 2
    assert f"{tmp_path} has no Production_Data.csv" in done.stderr
    monkeypatch.delenv("FLEXSIM_DATA", raising=False)
    done = call("demo", "machine-shop")
    assert done.exit_code == 2
    assert "no --data FOLDER" in done.stderr
