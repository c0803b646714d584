"""The program is there at once: what it does not need it does not import."""

import sys

import pytest

from benchmarks.measuring import cpu_seconds

LAZY = {"pandas", "matplotlib", "scipy.stats", "simpy", "duckdb", "distributed", "starlette"}
"""Slow to import, so imported only by what needs them."""

NAME_THE_LAZY = f"import sys; print(*sorted({LAZY!r} & set(sys.modules)))"


@pytest.mark.parametrize(
    ("what", "arguments", "limit"),
    [
        ("import flexsim", ["-c", "import flexsim"], 0.15),
        ("flexsim --help", ["-c", "from flexsim.cli import main; main()", "--help"], 0.3),
    ],
)
def test_start_up_time(figure, what, arguments, limit):
    seconds = min(cpu_seconds([sys.executable, *arguments])[0] for _ in range(7))
    figure(what, f"{seconds:.3f} s of CPU (limit {limit} s, {'kept' if seconds < limit else 'MISSED'})")


def test_importing_flexsim_leaves_slow_libraries_alone():
    assert cpu_seconds([sys.executable, "-c", f"import flexsim; {NAME_THE_LAZY}"])[1].split() == []


def test_help_leaves_slow_libraries_alone():
    ask_at_exit = f"import atexit; atexit.register(lambda: exec({NAME_THE_LAZY!r}))"
    ask = f"{ask_at_exit}; from flexsim.cli import main; main(['--help'])"
    _, printed = cpu_seconds([sys.executable, "-c", ask])
    assert printed.splitlines()[-1] == ""
