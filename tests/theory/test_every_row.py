"""All known answers, from a table that is not part of the project.

FLEXSIM_DATA names the folder that holds theory/targets.csv, with columns model, params, metric, value.
"""

import csv
import os
from pathlib import Path

import pytest

from flexsim.engine import COMPILED
from tests.theory.models import INPUTS, LEFT_OUT, MODELS, experiment
from tests.theory.protocol import check

DATA = os.environ.get("FLEXSIM_DATA")
TARGETS = Path(DATA or ".") / "theory" / "targets.csv"
needs_data = pytest.mark.skipif(DATA is None, reason="FLEXSIM_DATA names no folder with theory/targets.csv")


def rows():
    """The rows as (model, parameters, figure, value); figures without what is explained in brackets."""
    if DATA is None:
        return []
    with TARGETS.open(newline="") as file:
        return [
            (row["model"], row["params"], row["metric"].partition(" (")[0], float(row["value"]))
            for row in csv.DictReader(file)
        ]


def expressible():
    return [row for row in rows() if row[0].startswith(tuple(MODELS)) and row[2] not in INPUTS]


def name_of(row):
    return " ".join(map(str, row[:3])) if row else "no data"


@pytest.mark.verify
@needs_data
@pytest.mark.skipif(not COMPILED, reason="the engine is not compiled, and this takes millions of operations")
@pytest.mark.parametrize("row", expressible() or [None], ids=name_of)
def test_floor_agrees_with_theory(request, row):
    check(experiment(*row), request.node.name)


@needs_data
@pytest.mark.parametrize("row", expressible() or [None], ids=name_of)
def test_our_formula_gives_the_known_answer(row):
    assert experiment(*row).theory(1.0) == pytest.approx(row[3], rel=1e-4)


@needs_data
def test_a_row_that_is_not_held_is_left_out_by_name():
    held, left_out = tuple(MODELS), tuple(LEFT_OUT)
    assert [row for row in rows() if not row[0].startswith(held + left_out)] == []
