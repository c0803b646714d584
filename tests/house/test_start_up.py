"""Starting up: quick, because what is heavy is loaded when it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TRIES = 5

HEAVY = ("matplotlib", "pandas", "scipy", "duckdb", "simpy", "rich")

CHILD = """
import resource, runpy, sys
try:
    {code}
except SystemExit:
    pass
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, *sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""

HELP = "sys.argv = ['flexsim', '--help']; from flexsim.cli import main; main()"

CHECK = "sys.argv = ['flexsim', 'check', 'models/bicycle_workshop.yaml']; from flexsim.cli import main; main()"


def ran(code):
    """Run code in a new process; give its processor time and the modules it has loaded."""
    command = [sys.executable, "-c", CHILD.format(code=code)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, *modules = done.stderr.splitlines()[-1].split()
    return float(seconds), set(modules)


@pytest.mark.parametrize(
    ("code", "limit"), [("import flexsim", 0.15), (HELP, 0.3), (CHECK, 0.6)], ids=["import", "help", "check"]
)
def test_starting_takes_little_processor_time(code, limit):
    """The best of several tries: what else runs on the machine only makes it longer."""
    assert min(ran(code)[0] for _ in range(TRIES)) < limit


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import flexsim", (*HEAVY, "numpy", "pydantic", "yaml", "click", "flexsim.scenario")),
        (CHECK, (*HEAVY, "numpy")),
        (HELP, (*HEAVY, "numpy", "pydantic", "yaml")),
        ("import flexsim.scenario", (*HEAVY, "numpy", "click")),
        ("import flexsim.engine", HEAVY),
        ("import flexsim.study", HEAVY),
    ],
    ids=["flexsim", "check", "help", "scenario", "engine", "study"],
)
def test_what_is_heavy_is_loaded_when_it_is_used(code, absent):
    _, modules = ran(code)
    assert modules.isdisjoint(absent)
