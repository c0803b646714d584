"""``flexsim check STUDY`` and ``flexsim compare STUDY``: what is printed, written and kept."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.cli.helpers import STUCK, call, call_outside
from tests.cli.test_stopping import PATIENCE_S, comes_true, has_rows, members, running
from tests.study.studies import BENCHES, SHOP, study_in

DECIDES = BENCHES.replace("set: {work_centres.bench.units: 2}", "decide: {work_centres.bench.units: {from: 1, to: 3}}")


def test_check_says_what_is_in_a_study(tmp_path: Path) -> None:
    done = call("check", study_in(tmp_path, DECIDES))
    assert done.exit_code == 0, done.output
    assert "study.yaml is a valid study: Benches" in done.stdout
    assert "    work_centres.bench.units: 1, 2, 3\n" in done.stdout
    report = json.loads(call("check", tmp_path / "study.yaml", "--json").stdout)
    assert report["alternatives"] == 2
    assert report["sides_to_size"] == 1
    assert report["confirmation_runs"] == 8


def test_check_says_what_is_wrong_with_a_study(tmp_path: Path) -> None:
    done = call("check", study_in(tmp_path, DECIDES.replace("from: 1, to: 3", "from: 3, to: 1")))
    assert done.exit_code == 2
    assert (
        "study.yaml has 1 problem\n  line 11  alternatives.two.decide.work_centres.bench.units: the range"
        in done.stderr
    )
    assert "Traceback" not in done.output


def test_options_of_scenarios_are_refused_for_studies_and_the_other_way_round(tmp_path: Path) -> None:
    path = study_in(tmp_path)
    assert "--set and --full are for scenarios" in call("check", path, "--full").stderr
    assert "--set is for scenarios" in call("compare", path, "--set", "a=1").stderr
    done = call("compare", path, tmp_path / "shop.yaml", "--as-is")
    assert "--as-is is for a study" in done.stderr
    assert done.exit_code == 2


def test_one_scenario_is_no_study(tmp_path: Path) -> None:
    study_in(tmp_path)
    done = call("compare", tmp_path / "shop.yaml")
    assert done.exit_code == 2
    assert 'this is no study: a study begins with "flexsim_study: 1".' in done.stderr
    assert "To compare two scenarios as they are, name both." in done.stderr


def test_a_study_given_as_a_scenario_is_told(tmp_path: Path) -> None:
    path = study_in(tmp_path)
    for done in (call("run", path), call("compare", path, tmp_path / "shop.yaml")):
        assert done.exit_code == 2
        assert "this is a study, and a scenario is needed here" in done.stderr


def test_the_verdict_is_printed_and_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("compare", study_in(tmp_path, DECIDES), "--workers", "1", "--out", out)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "Benches: Does a second bench pay?"
    assert "two chose work_centres.bench.units = 1" in done.stdout
    assert (out / "verdict.txt").read_text() == done.stdout.rsplit("\n\nTables:", 1)[0] + "\n"
    names = {path.name for path in out.iterdir()}
    tables = ("sides", "figures", "differences", "tornado", "decisions", "trials", "capacity", "replications")
    assert names == {
        "verdict.txt",
        "figures.json",
        "flexsim_files.csv",
        *(f"{one}.{end}" for one in tables for end in ("csv", "parquet")),
    }
    runs = pd.read_csv(out / "replications.csv")
    assert runs.groupby("alternative")["replication"].apply(list).to_dict() == {
        "one": [0, 1, 2, 3],
        "two": [0, 1, 2, 3],
    }
    trials = duckdb.read_parquet(str(out / "trials.parquet")).df()
    assert list(trials["value"]) == [f"work_centres.bench.units = {n}" for n in (1, 2, 3)]
    report = json.loads((out / "figures.json").read_text())
    (one,) = report["comparisons"]
    assert one["sides"][1]["sized"]["choice"] == {"work_centres.bench.units": 1}
    assert min(one["sides"][1]["sized"]["replications"]) == 2**31
    assert one["differences"][0]["figures"]["cost_to_serve_eur"]["mean"] == 0.0
    assert one["differences"][0]["cheaper"] is None


def test_as_is_says_so_in_the_first_line(tmp_path: Path) -> None:
    done = call("compare", study_in(tmp_path, DECIDES), "--workers", "1", "--as-is")
    assert done.stdout.splitlines()[0].startswith("Compared as they are (--as-is): no side was sized or tuned")
    assert "two: nothing was decided" in done.stdout


def test_seed_and_replications_take_the_place_of_what_the_study_says(tmp_path: Path) -> None:
    done = call("compare", study_in(tmp_path), "--workers", "1", "--seed", "8", "--replications", "2", "--json")
    report = json.loads(done.stdout)
    assert (report["seed"], report["replications"]["confirmation"]) == (8, 2)
    assert report["comparisons"][0]["pairs_of_runs"] == 2


def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    path = study_in(tmp_path, DECIDES)
    outs = [tmp_path / "one", tmp_path / "three"]
    done = [call_outside("compare", path, "--workers", n, "--out", out) for n, out in zip("13", outs, strict=True)]
    assert done[0].returncode == 0, done[0].stderr
    printed = [one.stdout.rsplit("Tables", 1)[0] for one in done]
    assert printed[0] == printed[1]
    for path in sorted(outs[0].iterdir()):
        assert path.read_bytes() == (outs[1] / path.name).read_bytes(), path.name


def test_a_figure_that_one_side_lacks_has_a_dash(tmp_path: Path) -> None:
    table = SHOP.replace("at: bench", "at: table").replace("bench:", "table:")
    text = BENCHES.replace("two: {set: {work_centres.bench.units: 2}}", "two: {scenario: table.yaml}")
    path = study_in(tmp_path, text + "measures: ['utilisation[table]']\n", table=table)
    done = call("compare", path, "--workers", "1")
    assert done.exit_code == 0, done.output
    (row,) = (line for line in done.stdout.splitlines() if line.startswith("utilisation[table]"))
    assert row.split()[1] == "-"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sends signals, and looks into /proc")
def test_ctrl_c_keeps_what_is_done_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = study_in(tmp_path, BENCHES.replace("confirmation: 4", "confirmation: 3000"))
    with running("compare", path, "--workers", "2", "--out", out) as program:
        assert comes_true(has_rows(out / "runs.jsonl", 8))
        os.killpg(program.pid, signal.SIGINT)
        printed, said = program.communicate(timeout=PATIENCE_S)
        assert comes_true(lambda: not members(program.pid))
    assert program.returncode == 130
    assert "Traceback" not in said
    assert "of 6,000 confirmation runs.\n" in said
    assert ", stopped after " in printed
    report = json.loads((out / "figures.json").read_text())
    assert report["stopped"]["of"] == 6000
    assert report["stopped"]["after"] == len(pd.read_csv(out / "replications.csv"))
    assert 4 <= report["comparisons"][0]["pairs_of_runs"] <= report["stopped"]["after"] / 2
    assert not (out / "runs.jsonl").exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sends signals, and looks into /proc")
def test_kill_9_leaves_whole_lines_of_what_is_done(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = study_in(tmp_path, BENCHES.replace("confirmation: 4", "confirmation: 3000"))
    with running("compare", path, "--workers", "2", "--out", out) as program:
        assert comes_true(has_rows(out / "runs.jsonl", 8))
        program.kill()
        program.wait(PATIENCE_S)
        assert comes_true(lambda: not members(program.pid))
    rows = [json.loads(line) for line in (out / "runs.jsonl").read_text().splitlines()]
    assert len(rows) >= 8
    assert {row["alternative"] for row in rows} == {"one", "two"}
    assert all(row["measures"]["cost_to_serve_eur"] > 3 for row in rows)


def test_a_side_that_cannot_go_on_is_named_and_what_is_done_is_kept(tmp_path: Path) -> None:
    # The same customers; on the second side a lot of two blocks the only way for good.
    stuck = STUCK.replace("name: A circle", "name: A circle\nhorizon: 1 d")
    text = BENCHES.replace("two: {set: {work_centres.bench.units: 2}}", "two: {set: {work_centres.north.buffer: 0, work_centres.south.buffer: 0}}")  # fmt: skip
    free = stuck.replace("north: {buffer: 0}", "north: {}").replace("south: {buffer: 0}", "south: {}")
    done = call("compare", study_in(tmp_path, text, free), "--workers", "1", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "two: not comparable: it cannot go on: replication 0: " in done.stdout
    assert len(pd.read_csv(tmp_path / "out" / "replications.csv")) == 4
    none = call("compare", study_in(tmp_path, text.replace("one: {}", "one: {set: {work_centres.north.buffer: 0, work_centres.south.buffer: 0}}"), free), "--workers", "1")  # fmt: skip
    assert none.exit_code == 3
    assert "one: not comparable: it cannot go on: replication 0: " in none.stdout


def test_a_side_that_no_combination_serves_is_not_comparable(tmp_path: Path) -> None:
    text = DECIDES.replace("target: 0.5", "target: 0.999").replace("{from: 1, to: 3}", "{from: 1, to: 1}")
    slow = SHOP.replace("run: exponential(10 min)", "run: exponential(20 min)")
    done = call("compare", study_in(tmp_path, text, slow), "--workers", "1", "--json")
    (one,) = json.loads(done.stdout)["comparisons"]
    assert [side["meets_target"] for side in one["sides"]] == [False, False]
    assert one["comparable"] is one["differences"][0]["comparable"] is False
    assert one["differences"][0]["cheaper"] is None
    assert one["sides"][1]["sized"]["meets"] is False
    assert one["sides"][1]["sized"]["trials"][0]["said"].endswith(" of 99.9 %")


def test_shipped_experiments_are_known_by_their_bare_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "is a valid study: Lot size one" in call("check", "lot_size_one").stdout
    assert call("check", "machine_shop").stdout.startswith(
        "machine_shop is a valid scenario"
    )  # a model has this name too
    assert "is a scenario" not in call("compare", "machine_shop", "--set", "a=1").output
    (tmp_path / "lot_size_one").write_text("x", encoding="utf-8")
    assert call("check", "lot_size_one").exit_code == 2  # a file of this name comes first


def test_runs_of_a_comparison_that_was_not_reached_stay_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flexsim.study as study

    def stop_in_the_second_case(run: study.StudyRun, n: int) -> None:
        tell(run, n)
        if run.n_confirmed == 8 + 3:
            raise KeyboardInterrupt

    tell = study.StudyRun._more
    monkeypatch.setattr(study.StudyRun, "_more", stop_in_the_second_case)
    text = BENCHES + "cases: {level: {}, dear: {set: {work_centres.bench.rate: 7 EUR/h}}}\n"
    out = tmp_path / "out"
    done = call("compare", study_in(tmp_path, text), "--workers", "1", "--out", out)
    assert done.exit_code == 130
    assert "Not reached before the study was stopped: 1 of 2 comparisons." in done.stdout
    assert len(pd.read_csv(out / "replications.csv")) == 8
    rows = [json.loads(line) for line in (out / "runs.jsonl").read_text().splitlines()]
    assert [row["case"] for row in rows[8:]] == ["dear"] * 3
