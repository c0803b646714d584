"""Whatever ends a study, no process is left and nothing that was finished is lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from flexsim import loads
from flexsim.cli.replicating import Runs, Side
from flexsim.study import RECORD
from tests.cli.helpers import ROOT, SHOP, written

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sends signals, and looks into /proc")

PATIENCE_S = 60.0
MANY = "2000"
Program = subprocess.Popen[str]


@contextmanager
def running(*arguments: str | Path) -> Iterator[Program]:
    """Run a command in a session of its own, as from a terminal, and leave nothing of it behind."""
    command = [sys.executable, "-c", "from flexsim.cli import main; main()", *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    ) as program:
        try:
            yield program
        finally:
            for pid in members(program.pid):
                os.kill(pid, signal.SIGKILL)


def members(session: int) -> list[int]:
    """List the processes of a session that live (a zombie does not)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, own, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(own) == session and state != "Z":
            found.append(int(folder.name))
    return found


def seconds_worked(pid: int) -> float:
    """Say how long a process has had a processor."""
    user, system = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def comes_true(condition: Callable[[], bool]) -> bool:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def has_rows(path: Path, n: int) -> Callable[[], bool]:
    """Say whether a file has a head and so many rows."""
    return lambda: path.exists() and path.read_bytes().count(b"\n") > n


def many_runs(out: Path, *more: str) -> list[str | Path]:
    command = ["run", "models/bicycle_workshop.yaml", "--replications", MANY, "--workers", "2", "--record", "orders"]
    return [*command, "--out", out, *more]


@pytest.mark.parametrize(
    ("sent", "to_all", "code"),
    [
        (signal.SIGINT, True, 130),
        (signal.SIGINT, False, 130),
        (signal.SIGTERM, True, 143),
        (signal.SIGTERM, False, 143),
    ],
    ids=["ctrl-c", "interrupt of the parent", "terminate all", "terminate the parent"],
)
def test_a_stopped_study_prints_and_writes_what_is_finished(
    tmp_path: Path, sent: signal.Signals, to_all: bool, code: int
) -> None:
    out = tmp_path / "out"
    with running(*many_runs(out)) as program:
        assert comes_true(has_rows(out / "replications.csv", 4))
        (os.killpg if to_all else os.kill)(program.pid, sent)
        printed, said = program.communicate(timeout=PATIENCE_S)
        assert comes_true(lambda: not members(program.pid))
    assert program.returncode == code
    stopped = re.search(r"Stopped after (\d+) of 2000 replications\.\n$", said)
    assert stopped, said
    assert "Traceback" not in said
    n = int(stopped[1])
    assert 4 <= n < 2000
    assert f"{n} replications, seed 1, stopped after {n} of 2000 replications" in printed
    assert "mean_lead_time_h" in printed
    assert len(pd.read_csv(out / "replications.csv")) == n
    report = json.loads((out / "figures.json").read_text())
    assert report["stopped"] == {"after": n, "of": 2000}
    assert report["measures"]["n_orders"]["n"] == n


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stopped_study_has_its_figures_in_json(tmp_path: Path, workers: str) -> None:
    with running(*many_runs(tmp_path, "--json", "--workers", workers)) as program:
        assert comes_true(has_rows(tmp_path / "replications.csv", 4))
        os.killpg(program.pid, signal.SIGINT)
        printed, _ = program.communicate(timeout=PATIENCE_S)
    report = json.loads(printed)
    assert report["stopped"]["of"] == 2000
    assert report["measures"]["mean_lead_time_h"]["n"] == report["stopped"]["after"] == report["replications"]


def test_kill_9_leaves_no_process_and_whole_rows_of_what_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "replications.csv"
    with running(*many_runs(tmp_path)) as program:
        assert comes_true(has_rows(path, 6))
        assert len(members(program.pid)) >= 3
        program.kill()
        program.wait(PATIENCE_S)
        assert comes_true(lambda: not members(program.pid))
    assert path.read_text().endswith("\n")
    kept = pd.read_csv(path)
    assert len(kept) >= 6
    assert kept["replication"].is_unique
    assert kept["mean_lead_time_h"].between(10, 100).all()  # about 33 h
    assert (tmp_path / "orders.parquet").exists()  # tables of the first replication were there before


def test_rows_that_were_kept_are_those_of_a_study_that_ends(tmp_path: Path) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    with running(*many_runs(out)) as program:
        assert comes_true(has_rows(out / "replications.csv", 3))
        program.kill()
    with running(*many_runs(whole)[:3], "5", *many_runs(whole)[4:]) as program:
        program.communicate(timeout=PATIENCE_S)
    lines = set((out / "replications.csv").read_text().splitlines())
    assert len(lines & set((whole / "replications.csv").read_text().splitlines())) >= 3  # to the last digit


def test_figures_of_an_earlier_study_stay_until_there_are_new_ones(tmp_path: Path) -> None:
    from flexsim.cli.keeping import Rows
    from flexsim.study import replicate

    (tmp_path / "replications.csv").write_text("earlier\n")
    rows = Rows(tmp_path)
    assert (tmp_path / "replications.csv").read_text() == "earlier\n"
    found = replicate(loads(SHOP), 3)
    for outcome in found.outcomes:
        rows.add(outcome)
    back = pd.read_csv(tmp_path / "replications.csv")
    pd.testing.assert_frame_equal(back, found.table(), check_exact=True)


@pytest.mark.parametrize("seconds", [0.5, 0.8, 1.2])
def test_ctrl_c_while_processes_start_is_no_traceback(seconds: float) -> None:
    with running("run", "models/bicycle_workshop.yaml", "--replications", MANY, "--workers", "2") as program:
        time.sleep(seconds)
        os.killpg(program.pid, signal.SIGINT)
        _, said = program.communicate(timeout=PATIENCE_S)
        assert comes_true(lambda: not members(program.pid))
    assert "Traceback" not in said.partition("Stopped")[2]
    assert program.returncode in (130, 1, -signal.SIGINT)


def test_ctrl_c_before_anything_is_finished_says_so_and_prints_nothing(tmp_path: Path) -> None:
    """One run of 12 million operations, which takes many seconds."""
    shop = SHOP.replace("count: 20", "count: 12000000").replace("units: 2", "units: 4")
    with running("run", written(tmp_path, shop), "--record", "orders") as program:
        assert comes_true(lambda: seconds_worked(program.pid) > 3.0)  # loading takes one of them
        started = time.monotonic()
        os.killpg(program.pid, signal.SIGINT)
        printed, said = program.communicate(timeout=PATIENCE_S)
    assert time.monotonic() - started < 10
    assert (program.returncode, printed, said) == (130, "", "Stopped after 0 of 1 replications.\n")


def test_a_run_that_is_stopped_while_its_first_tables_are_written_does_not_claim_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    runs = Runs([Side("one", loads(SHOP), tmp_path)], 1, 3, 1, RECORD, draw=stop)
    (found,) = runs.run()
    runs.say_what_is_in(tmp_path)
    assert len(found.outcomes) == 1
    printed, said = capsys.readouterr()
    assert said == "Stopped after 1 of 3 replications.\n"
    assert printed == (f"\nFigures: {tmp_path}; it was stopped before all of the first replication was written\n")


def test_a_stopped_comparison_has_whole_pairs(tmp_path: Path) -> None:
    files = ("models/bicycle_workshop.yaml", "models/bicycle_mass.yaml")
    with running("compare", *files, "--replications", MANY, "--workers", "2", "--out", tmp_path) as program:
        assert comes_true(has_rows(tmp_path / "bicycle_mass" / "replications.csv", 3))
        os.killpg(program.pid, signal.SIGINT)
        printed, said = program.communicate(timeout=PATIENCE_S)
    assert program.returncode == 130
    stopped = re.search(r"Stopped after (\d+) of 2000 pairs of replications\.", said)
    assert stopped, said
    assert f"{stopped[1]} pairs of replications, seed 1, stopped after {stopped[1]} of 2000 pairs" in printed
    report = json.loads((tmp_path / "figures.json").read_text())
    assert report["pairs"] == int(stopped[1]) >= 1
    sizes = [side["replications"] for side in report["sides"]]
    assert (
        max(sizes) - min(sizes) <= 2
    )  # the sides go side by side: what is under way is all that can be without a partner


def test_a_run_that_cannot_go_on_says_where_those_before_it_are(tmp_path: Path) -> None:
    """The two orders block each other only if they come close together, so some replications end and some do not."""
    shop = tmp_path / "sometimes.yaml"
    shop.write_text(SOMETIMES_STUCK)
    out = tmp_path / "out"
    command = ["run", shop, "--replications", "200", "--workers", "1", "--out", out]
    with running(*command) as program:
        _, said = program.communicate(timeout=PATIENCE_S)
    assert program.returncode == 3, said
    found = re.search(r"(\d+) replications had finished; their figures: (\S+)\n", said)
    assert found, said
    assert len(pd.read_csv(found[2])) == int(found[1]) >= 1


SOMETIMES_STUCK = """
flexsim: 1
name: A circle now and then
products:
  there: {operations: {a: {at: north, run: 10 min}, b: {at: south, run: 10 min, after: a}}}
  back: {operations: {b: {at: south, run: 10 min}, a: {at: north, run: 10 min, after: b}}}
demand:
  there: {product: there, every: exponential(10 h), count: 1}
  back: {product: back, every: exponential(10 h), count: 1}
work_centres:
  north: {buffer: 0}
  south: {buffer: 0}
"""
"""One order each way: they block each other if they come within ten minutes, about once in sixty replications."""
