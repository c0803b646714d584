"""Mistakes end in a message that says what to do, and in an exit code, never in a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.helpers import SHOP, STUCK, call, call_outside, written


def test_a_wrong_scenario_is_answered_with_its_line_and_exit_code_2(tmp_path: Path) -> None:
    path = written(tmp_path, "flexsim: 1\nproducts:\n  box: {operations: {glue: {at: bench, run: 10}}}\ndemand: {}\n")
    for command in ("check", "run"):
        done = call(command, path)
        assert done.exit_code == 2
        assert "line 3" in done.stderr
        assert "a time needs a unit" in done.stderr
        assert "Traceback" not in done.output


def test_a_run_that_cannot_go_on_is_named_with_seed_and_replication_and_exit_code_3(tmp_path: Path) -> None:
    done = call_outside("run", written(tmp_path, STUCK), "--seed", "7")
    assert done.returncode == 3
    assert "A circle" in done.stderr
    assert "seed 7" in done.stderr
    assert "replication 0" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = call("run", tmp_path / "none.yaml")
    assert done.exit_code == 2
    assert "none.yaml" in done.stderr
    assert "there is no such file" in done.stderr


def test_a_file_that_is_no_text_or_no_scenario_is_wrong_input(tmp_path: Path) -> None:
    for name, content in (("picture.yaml", b"\x89PNG\xff\xfe"), ("notes.txt", b"hello"), ("list.yaml", b"- 1\n- 2\n")):
        path = tmp_path / name
        path.write_bytes(content)
        done = call("check", path)
        assert done.exit_code == 2, (name, done.output, done.exception)
        assert name in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--replications", "0"], "0 is not in the range"),
        (["--seed", "-1"], "-1 is not in the range"),
        (["--seed", str(2**32)], "is not in the range"),
        (["--workers", "100000"], "is not in the range"),
        (["--record", "everything"], "'everything' cannot be recorded; known: orders, lots, operations, events"),
        (["--pictures"], "add --out FOLDER"),
        (["--window", "5", "6"], "add --pictures"),
        (["--window", "5", "3", "--pictures", "--out", "unused"], "5.0 to 3.0 h is empty"),
        (["--colour"], "No such option"),
    ],
)
def test_absurd_options_are_answered_with_what_is_allowed(tmp_path: Path, options: list[str], said: str) -> None:
    done = call("run", written(tmp_path), *options)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_folder_that_cannot_be_made_is_named_before_anything_is_run(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    for out in (tmp_path / "taken", tmp_path / "taken" / "below"):
        done = call("run", written(tmp_path), "--out", out)
        assert done.exit_code in (1, 2)
        assert "taken" in done.stderr
        assert done.stdout == ""
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    done = call("run", written(tmp_path), "--out", locked)
    assert done.exit_code == 1
    assert "cannot be written to" in done.stderr


def test_a_folder_without_a_list_of_work_orders_is_named(tmp_path: Path) -> None:
    done = call("work-orders", tmp_path, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "sixty_work_orders.csv" in done.stderr


def test_rows_of_work_orders_that_cannot_be_read_are_listed(tmp_path: Path) -> None:
    (tmp_path / "sixty_work_orders.csv").write_text(
        "order,released_min,part,quantity,step,work_centre,set_up_min,run_min\n"
        "A,0,Cap,5,1,Mill,10,soon\n"
        "A,0,Cap,none,2,Mill,10,20\n"
    )
    done = call("work-orders", tmp_path, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert 'line 2  run_min = "soon"' in done.stderr
    assert 'line 3  quantity = "none"' in done.stderr


def test_a_window_after_the_end_of_the_run_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, SHOP.replace("flexsim: 1", "flexsim: 1\nhorizon: 5 h"))
    done = call("run", path, "--out", tmp_path / "out", "--pictures", "--window", "5", "6")
    assert done.exit_code == 2
    assert "5.0 to 6.0 h is after the end of the run at 5 h" in done.stderr


def test_a_wrong_setting_is_named_with_its_path(tmp_path: Path) -> None:
    for command in ("check", "run"):
        done = call(command, written(tmp_path), "--set", "work_centres.bnch.units=4")
        assert done.exit_code == 2
        assert '--set work_centres.bnch.units = 4: there is no "bnch" here. Nearest: "bench".' in done.stderr
        assert "Traceback" not in done.output


def test_check_prints_one_thing_at_a_time(tmp_path: Path) -> None:
    done = call("check", written(tmp_path), "--full", "--json")
    assert done.exit_code == 2
    assert "leave one of them out" in done.stderr
