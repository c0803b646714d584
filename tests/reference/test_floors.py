"""The engine gives the agreed outcome of the sixteen floors, row for row."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.either import ROOT, uncompiled

from .floors import simulate
from .test_duel import in_a_circle

FOLDER = Path(__file__).parents[1] / "data" / "floors"
SIXTEEN = sorted(path.stem for path in FOLDER.glob("level*.out.json"))
NAMES = [name.removesuffix(".out") for name in SIXTEEN]
PARTS = ("orders", "stretches", "left", "units", "workers", "end", "stock")


def floor(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def agreed(name):
    return json.loads((FOLDER / f"{name}.out.json").read_text(encoding="utf-8"))


def found(name):
    return json.loads(json.dumps(simulate(floor(name))))


def found_in_all():
    """The outcomes of all sixteen, for a process of its own."""
    return json.dumps([simulate(floor(name)) for name in NAMES], sort_keys=True)


def test_there_are_sixteen_floors():
    assert len(NAMES) == 16


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", NAMES)
def test_engine_gives_the_agreed_rows(name, part):
    assert found(name)[part] == agreed(name)[part]


@pytest.mark.parametrize("name", NAMES)
def test_outcome_has_the_agreed_parts_and_the_causes_of_lateness(name):
    assert set(agreed(name)) == set(PARTS)
    assert set(found(name)) == {*PARTS, "causes", "lost"}


def test_uncompiled_engine_gives_the_same_outcomes():
    assert uncompiled("tests.reference.test_floors", "found_in_all") == found_in_all()


def command(*arguments):
    """Run the converter as a command."""
    return subprocess.run(
        [sys.executable, "-m", "tests.reference.floors", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_converter_is_a_command():
    done = command(FOLDER / f"{NAMES[-1]}.json")
    assert (done.returncode, done.stderr) == (0, "")
    outcome = json.loads(done.stdout)
    assert {part: outcome[part] for part in PARTS} == agreed(NAMES[-1])


def test_command_says_on_which_floor_the_run_stalled(tmp_path):
    path = tmp_path / "stuck.json"
    path.write_text(json.dumps(in_a_circle()), encoding="utf-8")
    done = command(path)
    assert done.returncode == 1
    assert "stuck.json" in done.stderr
    assert done.stdout == ""


def test_floor_with_a_skill_that_nobody_has_runs_to_its_end():
    floor = json.loads((FOLDER / "level2_2002.json").read_text(encoding="utf-8"))
    del floor["workers"]["Eli"]["skills"]["paint"]  # nobody else has it: the second operation waits for ever
    floor["end"] = 4000
    found = simulate(floor)
    assert found["end"] == 4000 * 60_000_000
    assert all(completed is None for *_, completed in found["orders"])
