"""What the commands print and write."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pandas as pd
import pytest

from flexsim import __version__
from flexsim.shipped import model
from tests.cli.helpers import SHOP, call, call_outside, written


def test_help_names_every_command_and_imports_no_room() -> None:
    done = call("--help")
    for command in ("new", "check", "run", "compare", "work-orders", "demo"):
        assert command in done.stdout
    program = "import sys; from flexsim.cli import main; print({m.split('.')[1] for m in sys.modules if '.' in m and m.startswith('flexsim')})"
    import subprocess
    import sys

    listed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert listed.stdout.strip() == "{'cli'}"


def test_version_names_the_engine_and_whether_it_is_compiled() -> None:
    done = call("--version")
    assert done.exit_code == 0
    assert re.fullmatch(rf"flexsim {__version__}, engine [0-9a-f]{{16,}}, (not )?compiled.*\n", done.stdout)


def test_check_counts_what_a_scenario_has(tmp_path: Path) -> None:
    done = call("check", written(tmp_path))
    assert done.exit_code == 0
    assert "is a valid scenario: Two benches" in done.stdout
    assert re.search(r"work centres +1\n +units +2\n", done.stdout)
    assert re.search(r"hash [0-9a-f]{32}\n", done.stdout)


def test_check_says_what_will_not_cope_and_is_no_error(tmp_path: Path) -> None:
    """A box needs 10 min of one bench and comes every 8 min: 210 of 168 hours a week."""
    path = written(tmp_path, SHOP.replace("units: 2, ", ""))
    done = call("check", path)
    assert done.exit_code == 0
    assert re.search(r"\nbench +1 +210\.0 +168\.0 +1\.25\n", done.stdout)
    assert "bench will not cope: 210.0 h of work a week in 168.0 h." in done.stdout
    report = json.loads(call("check", path, "--json").stdout)
    assert report["contents"]["units"] == 1
    assert re.fullmatch("[0-9a-f]{32}", report["hash"])
    assert not report["capacity"]["copes"]
    (bench,) = report["capacity"]["work_centres"]
    assert (bench["work_centre"], bench["work_h"], bench["hours_h"], bench["load"]) == ("bench", 210, 168, 1.25)
    assert bench["verdict"] == "will not cope"
    assert "only those with one of them there" in " ".join(call("check", "--help").stdout.split())


def test_a_file_that_a_scenario_names_may_lie_in_the_folder_of_data(tmp_path: Path) -> None:
    """Beside the scenario first; no name leads out of that folder either."""
    path = written(tmp_path, SHOP.replace("every: exponential(8 min), count: 20", "orders: orders.csv"))
    data, secret = tmp_path / "data", tmp_path / "secret.csv"
    data.mkdir()
    secret.write_text("order,arrival\nA,soon\n")
    for command in ("check", "run"):
        assert f"there is no such file beside the scenario or in {data}" in call(command, path, "--data", data).stderr
        (data / "orders.csv").write_text("order,arrival\nA,3 min\n")
        assert call(command, path, "--data", data).exit_code == 0
        assert call(command, path).exit_code == 2
        (data / "orders.csv").unlink()
        (data / "orders.csv").symlink_to(secret)
        done = call(command, path, "--data", data)
        assert done.exit_code == 2
        assert "links are not followed" in done.stderr
        assert "soon" not in done.stderr
        (data / "orders.csv").unlink()
    done = call("check", path, "--data", tmp_path / "nowhere")
    assert done.exit_code == 2
    assert "the folder for its data is not there" in done.stderr


def test_run_prints_figures_with_their_half_widths(tmp_path: Path) -> None:
    done = call("run", written(tmp_path), "--replications", "3", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert "Two benches: 3 replications, seed 1" in done.stdout
    assert re.search(r"mean_lead_time_h +0\.\d+ ± 0\.\d+\n", done.stdout)
    assert re.search(r"n_delivered +20\.00 ± 0\.00\n", done.stdout)


def test_json_is_machine_readable_and_says_what_it_was_made_from(tmp_path: Path) -> None:
    report = json.loads(call("run", written(tmp_path), "--json", "--replications", "2", "--workers", "1").stdout)
    assert set(report) == {"scenario", "hash", "seed", "digest", "engine", "compiled", "replications", "measures"}
    assert report["replications"] == 2
    assert (report["scenario"], report["seed"]) == ("Two benches", 1)
    lead = report["measures"]["mean_lead_time_h"]
    assert lead["n"] == 2
    assert 1 / 6 <= lead["mean"] < 1  # ten minutes at least
    assert lead["half_width"] > 0
    assert report["measures"]["late_share"] == {"mean": None, "half_width": None, "n": 0}  # no due dates


def test_one_replication_has_no_half_width_in_json(tmp_path: Path) -> None:
    report = json.loads(call("run", written(tmp_path), "--json").stdout)
    assert report["measures"]["unit_cost_eur"]["half_width"] is None
    assert report["measures"]["unit_cost_eur"]["n"] == 1


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path)
    one = call_outside("run", path, "--json", "--replications", "4", "--workers", "1")
    two = call_outside("run", path, "--json", "--replications", "4", "--workers", "2")
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout


def test_another_seed_is_another_run(tmp_path: Path) -> None:
    path = written(tmp_path)
    digests = {json.loads(call("run", path, "--json", "--seed", seed).stdout)["digest"] for seed in ("1", "2", "1")}
    assert len(digests) == 2


def test_out_writes_tables_costs_and_pictures(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    done = call("run", written(tmp_path), "--replications", "2", "--workers", "1", "--out", out, "--pictures")
    assert done.exit_code == 0, done.output
    names = {path.name for path in out.iterdir()}
    for table in ("orders", "lots", "operations", "work_centres", "workers", "teams", "stock", "events", "ledger"):
        assert {f"{table}.parquet", f"{table}.csv"} <= names, table
    assert {"run.json", "figures.json", "replications.csv", "replications.parquet"} <= names
    for picture in ("gantt", "utilisation", "work_in_progress", "unit_cost", "lead_time_by_cause", "lead_times"):
        assert (out / f"{picture}.png").stat().st_size > 5000, picture
    assert not list(out.glob("*.part"))
    assert len(pd.read_csv(out / "orders.csv")) == 20
    ledger = pd.read_csv(out / "ledger.csv")
    run = json.loads((out / "run.json").read_text())
    assert math.isclose(ledger["cost_eur"].sum(), run["measures"]["total_cost_eur"], rel_tol=1e-9)
    assert len(pd.read_csv(out / "replications.csv")) == 2


def test_the_figures_in_a_folder_are_those_that_json_prints(tmp_path: Path) -> None:
    path, out = written(tmp_path), tmp_path / "out"
    printed = call("run", path, "--replications", "3", "--workers", "1", "--json", "--out", out).stdout
    assert json.loads((out / "figures.json").read_text()) == json.loads(printed)
    without = call("run", path, "--replications", "3", "--workers", "1", "--json").stdout
    assert without == printed  # whether the tables of the first replication are kept changes no figure
    rows = pd.read_csv(out / "replications.csv")
    assert list(rows["replication"]) == [0, 1, 2]
    assert rows["mean_lead_time_h"].mean() == pytest.approx(json.loads(printed)["measures"]["mean_lead_time_h"]["mean"])


def test_the_same_run_gives_the_same_pictures_in_another_process(tmp_path: Path) -> None:
    path = written(tmp_path)
    for name, salt in (("one", "1"), ("two", "2")):
        done = call_outside("run", path, "--out", tmp_path / name, "--pictures", PYTHONHASHSEED=salt)
        assert done.returncode == 0, done.stderr
    pictures = sorted(file.name for file in (tmp_path / "one").glob("*.png"))
    assert len(pictures) == 6
    for name in pictures:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_check_in_json_says_what_is_in_a_scenario(tmp_path: Path) -> None:
    report = json.loads(call("check", written(tmp_path), "--json").stdout)
    assert report["scenario"] == "Two benches"
    assert report["contents"]["units"] == 2
    assert re.fullmatch("[0-9a-f]{32}", report["hash"])


def test_check_prints_each_contract_with_its_people_hours_and_price() -> None:
    done = call("check", model("bicycle_workshop"))
    # eight people by day, 38.75 hours a week, and four on late shifts, 33 hours a week
    (line,) = (line.split() for line in done.stdout.splitlines() if line.startswith("full "))
    assert line == ["full", "12", f"{8 * 38.75 + 4 * 33:.1f}", "39.80", "39.80", "hours", "present"]
    (row,) = json.loads(call("check", model("bicycle_workshop"), "--json").stdout)["contracts"]
    assert row == {
        "contract": "full",
        "people": 12,
        "paid_h": 8 * 38.75 + 4 * 33,
        "guaranteed_h": None,
        "wage_eur": 39.8,
        "overtime_wage_eur": 39.8,
    }


def test_check_says_nothing_of_contracts_where_there_are_none(tmp_path: Path) -> None:
    assert "contracts" not in call("check", written(tmp_path)).stdout
    assert json.loads(call("check", written(tmp_path), "--json").stdout)["contracts"] == []


def test_record_takes_commas_and_repeats_alike(tmp_path: Path) -> None:
    path = written(tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    call("run", path, "--out", one, "--record", "lots,orders")
    call("run", path, "--out", two, "--record", "lots", "--record", "orders")
    assert sorted(file.name for file in one.iterdir()) == sorted(file.name for file in two.iterdir())
    assert not (one / "events.csv").exists()
    call("run", path, "--out", one, "--record", "lots,events")
    assert (one / "events.csv").exists()


OVERLOADED = """
flexsim: 1
horizon: 1 wk
run_on: 0 s
products:
  box: {operations: {glue: {at: bench, run: 10 min}}}
demand:
  shop: {product: box, every: 5 min}
work_centres:
  bench: {}
"""

LATE = OVERLOADED.replace("bench: {}", "bench: {shifts: late}") + 'shifts:\n  late: {mon: ["20:00-20:05"]}\n'


def test_lead_times_of_an_overloaded_shop_come_with_a_note(tmp_path: Path) -> None:
    done = call("run", written(tmp_path, OVERLOADED))
    assert "% of the orders were open at the end" in done.stdout
    assert "Note" not in call("run", written(tmp_path)).stdout


def test_a_run_that_delivers_nothing_says_where_to_look(tmp_path: Path) -> None:
    done = call("run", written(tmp_path, LATE))
    assert done.exit_code == 0, done.output
    assert "no order was delivered" in done.stdout


def test_values_are_set_beside_the_file(tmp_path: Path) -> None:
    path = written(tmp_path)
    plain, several = (
        call("check", path),
        call("check", path, "--set", "work_centres.bench.units=4", "--set", "name=Four"),
    )
    assert re.search(r"units +2\n", plain.stdout)
    assert re.search(r"units +4\n", several.stdout)
    assert "is a valid scenario: Four" in several.stdout
    slow = json.loads(call("run", path, "--json", "--set", "products.box.operations.glue.run=20 min").stdout)
    quick = json.loads(call("run", path, "--json").stdout)
    assert slow["hash"] != quick["hash"]
    assert slow["measures"]["mean_lead_time_h"]["mean"] > 2 * quick["measures"]["mean_lead_time_h"]["mean"]


def test_check_prints_the_whole_scenario_with_every_default(tmp_path: Path) -> None:
    path = written(tmp_path)
    full = call("check", "--full", path)
    assert full.exit_code == 0
    assert "dispatch: FIFO" in full.stdout
    again = tmp_path / "full.yaml"
    again.write_text(full.stdout, encoding="utf-8")
    hashes = [json.loads(call("check", one, "--json").stdout)["hash"] for one in (path, again)]
    assert hashes[0] == hashes[1]
    assert call("check", "--full", again).stdout == full.stdout


def test_schema_prints_what_editors_read() -> None:
    printed = json.loads(call("schema").stdout)
    assert printed["title"] == "flexsim scenario"
    assert set(printed["properties"]) >= {"flexsim", "extends", "products", "workers"}


def test_a_shipped_model_is_read_by_its_name_unless_a_file_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "is a valid scenario: Bicycle workshop" in call("check", "bicycle_workshop").stdout
    (tmp_path / "bicycle_workshop").write_text("no scenario", encoding="utf-8")
    assert call("check", "bicycle_workshop").exit_code == 2
    assert call("check", "bicycle_workshp").exit_code == 2


REPLAY = """\
flexsim: 1
products: {part: {operations: {turn: {at: lathe, run: 9 min}}}}
demand: {north: {product: part, at: [0 min, 0 min]}}
work_centres: {lathe: {}}
schedule: {rows: records.csv, strict: false}
"""


def test_a_replay_says_that_it_claims_nothing_about_capacity(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(REPLAY)
    head = "stream,ordinal,operation,work_centre,unit,not_before,duration\n"
    (tmp_path / "records.csv").write_text(head + "north,0,turn,lathe,0,0 min,9 min\nnorth,1,turn,lathe,0,5 min,9 min\n")
    printed = " ".join(call("run", tmp_path / "shop.yaml").stdout.split())
    assert "2 records were replayed, and nothing is claimed about capacity: with 1 of them their unit held" in printed
    (tmp_path / "records.csv").write_text(head + "north,0,turn,lathe,0,0 min,9 min\n")
    done = call("check", tmp_path / "shop.yaml")
    assert done.exit_code != 0
    assert 'line 5  schedule: "turn" of order 1 of "north" has no row.' in done.output
