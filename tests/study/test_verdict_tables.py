"""The tables of a verdict: the same columns of the same types whatever is in them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from flexsim.results import write_tables
from flexsim.study import StudyRun, read_study, tables, verdict
from flexsim.study.verdict_tables import COLUMNS
from tests.study.studies import BENCHES, CLOCKWORK, study_in

FULL = BENCHES.replace("one: {}", "one: {decide: {work_centres.bench.units: [1, 2]}}")
ALONE = BENCHES.replace("  two: {set: {work_centres.bench.units: 2}}\n", "")

NO_ROWS = {"differences", "tornado", "decisions", "trials"}
"""Where one side is compared with none and has nothing to decide."""


def tables_of(folder: Path, text: str) -> dict[str, pd.DataFrame]:
    run = StudyRun(read_study(study_in(folder, text, CLOCKWORK)))
    run.run()
    return tables(verdict(run))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return tables_of(tmp_path_factory.mktemp("full"), FULL)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return tables_of(tmp_path_factory.mktemp("empty"), ALONE)


def test_a_table_without_rows_has_the_columns_of_a_full_one(
    full: dict[str, pd.DataFrame], empty: dict[str, pd.DataFrame]
) -> None:
    assert {name for name, table in full.items() if table.empty} == set()
    assert {name for name, table in empty.items() if table.empty} == NO_ROWS
    for name, table in full.items():
        assert list(table.dtypes.items()) == list(empty[name].dtypes.items()), name


def test_every_table_has_the_columns_that_are_written_down(full: dict[str, pd.DataFrame]) -> None:
    for name, table in full.items():
        if name != "replications":
            assert tuple(table) == COLUMNS[name]
    assert tuple(full["replications"])[:4] == COLUMNS["replications"]
    assert "cost_to_serve_eur" in full["replications"]


def test_files_of_both_are_read_as_one(
    full: dict[str, pd.DataFrame], empty: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    for found, folder in ((full, "full"), (empty, "empty")):
        write_tables(found, tmp_path / folder)
    for name in NO_ROWS:
        head = [(tmp_path / folder / f"{name}.csv").read_text().split("\n")[0] for folder in ("full", "empty")]
        assert head[0] == head[1]
        types = [
            duckdb.sql(f"DESCRIBE SELECT * FROM '{tmp_path / folder / name}.parquet'").fetchall()
            for folder in ("full", "empty")
        ]
        assert types[0] == types[1]
