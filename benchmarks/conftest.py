"""What all benchmarks share: the compiled engine or none, and a summary of ratios at the end.

A benchmark fails on a wrong answer, a counted instruction or a byte too many; never on the time a shared machine took.
"""

import os
import platform

import pytest

from flexsim.engine import COMPILED

FIGURES = pytest.StashKey[list]()


def pytest_configure(config):
    if not COMPILED and os.environ.get("FLEXSIM_ENGINE") != "python":
        raise pytest.UsageError(
            "the engine is not compiled, so its benchmarks would say nothing. Build it with `pip install -e .`, "
            "or choose the uncompiled one with FLEXSIM_ENGINE=python (much smaller runs)."
        )
    config.stash[FIGURES] = []


@pytest.fixture
def figure(request):
    """Note a figure for the summary: what was measured, and its value in words."""
    return lambda what, value: request.config.stash[FIGURES].append((what, value))


@pytest.fixture
def size():
    """Scale of a run: whole with the compiled engine, a hundredth with the uncompiled one."""
    return lambda n: n if COMPILED else max(n // 100, 10)


def pytest_terminal_summary(terminalreporter, config):
    figures = config.stash.get(FIGURES, [])
    if not figures:
        return
    terminalreporter.section("flexsim")
    terminalreporter.line(
        f"engine: {'compiled' if COMPILED else 'not compiled'}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )
    width = max(len(what) for what, _ in figures)
    for what, value in figures:
        terminalreporter.line(f"{what:<{width}}  {value}")
