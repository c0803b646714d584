"""Calling the command line, inside this process and outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from flexsim.cli import main

ROOT = Path(__file__).parents[2]

SHOP = """
flexsim: 1
name: Two benches
products:
  box: {material: 3 EUR, operations: {glue: {at: bench, run: 10 min}}}
demand:
  shop: {product: box, every: exponential(8 min), count: 20}
work_centres:
  bench: {units: 2, rate: 6 EUR/h}
"""
"""Twenty boxes; quick to run."""

STUCK = """
flexsim: 1
name: A circle
products:
  there: {operations: {a: {at: north, run: 10 min}, b: {at: south, run: 10 min, after: a}}}
  back: {operations: {b: {at: south, run: 10 min}, a: {at: north, run: 10 min, after: b}}}
demand:
  there: {product: there, at: [0 min, 0 min]}
  back: {product: back, at: [0 min, 0 min]}
work_centres:
  north: {buffer: 0}
  south: {buffer: 0}
"""
"""Two machines without places between them: at 10 min each is blocked by the other."""


def call(*arguments: str | Path) -> Result:
    """Call the command line in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def call_outside(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call the command line as people do."""
    program = [sys.executable, "-c", "from flexsim.cli import main; main()", *map(str, arguments)]
    return subprocess.run(
        program, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **environment}
    )


def written(folder: Path, text: str = SHOP) -> Path:
    """Write a scenario into a folder."""
    path = folder / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    return path
