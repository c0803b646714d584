"""Run a piece of the engine uncompiled, beside the compiled one of this process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def uncompiled(module: str, function: str) -> str:
    """Call a function of a module without arguments in a fresh process that runs the engine's files as plain Python.

    Parameters
    ----------
    module, function : str
        Where it is; it must return a string of ASCII.

    Returns
    -------
    str
        What it returned.
    """
    check = "from flexsim.engine import calendar; assert calendar.__file__.endswith('.py')"
    return python(f"{check}; import {module}; print({module}.{function}())", FLEXSIM_ENGINE="python")


def python(program: str, **environment: str) -> str:
    """Run a program in a fresh process and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
