"""Tables on disk: the same columns back."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from flexsim.results import Tables, files, window, write_tables
from tests.handmade import counts, stool_workshop


def test_tables_come_back_from_parquet_and_csv(tmp_path: Path) -> None:
    tables = Tables(window(counts()), stool_workshop())
    folder = tmp_path / "it's a folder"  # a quote in a path must not end the statement that writes
    paths = write_tables(tables, folder)
    assert len(paths) == 2 * len(tables) == 18
    for name in tables:
        path = str(folder / f"{name}.parquet")
        back = duckdb.read_parquet(path)
        texts = [column for column, kind in tables[name].dtypes.items() if kind == "str"]
        assert [column for column, kind in zip(back.columns, back.types, strict=True) if kind == "VARCHAR"] == texts
        pd.testing.assert_frame_equal(back.df().astype(tables[name].dtypes.to_dict()), tables[name])
        text = pd.read_csv(folder / f"{name}.csv")
        assert list(text.columns) == list(tables[name].columns)
        assert len(text) == len(tables[name])


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_tables(Tables(window(counts())), tmp_path / folder)
    for name in Tables(window(counts())):
        for kind in ("csv", "parquet"):
            one, two = (tmp_path / folder / f"{name}.{kind}" for folder in ("one", "two"))
            assert one.read_bytes() == two.read_bytes()


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown format 'xlsx'; known: parquet, csv"):
        write_tables(Tables(window(counts())), tmp_path / "new", ["csv", "xlsx"])
    assert not (tmp_path / "new").exists()


def test_a_table_that_cannot_be_written_leaves_the_one_before_it(tmp_path: Path) -> None:
    class Broken(pd.DataFrame):
        def to_csv(self, path: Path, **options: object) -> None:  # type: ignore[override]
            Path(path).write_text("half a ta")
            raise OSError("no space left")

    write_tables({"orders": pd.DataFrame({"a": [1]})}, tmp_path, ["csv"])
    with pytest.raises(OSError, match="no space left"):
        write_tables({"orders": Broken({"a": [2]})}, tmp_path, ["csv"])
    assert (tmp_path / "orders.csv").read_text() == "a\n1\n"


@pytest.mark.parametrize("name", ["_write_parquet", "_write_csv"])
def test_what_is_interrupted_leaves_no_part_behind(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(table: object, path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(files, name, interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write_tables({"orders": pd.DataFrame({"a": [1]})}, tmp_path)
    assert not list(tmp_path.glob("*.part"))


def test_an_interrupted_query_is_an_interrupt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Base:
        def __enter__(self) -> Base:
            return self

        def __exit__(self, *why: object) -> None:
            pass

        def register(self, name: str, table: object) -> None:
            pass

        def execute(self, query: str) -> None:
            raise RuntimeError("Query interrupted")

    monkeypatch.setattr("duckdb.connect", lambda name: Base())
    with pytest.raises(KeyboardInterrupt):
        files.write_tables({"orders": pd.DataFrame({"a": [1]})}, tmp_path)
