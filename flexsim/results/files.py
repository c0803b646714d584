"""Writing tables to a folder: Parquet for machines, CSV for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("parquet", "csv")


def write_tables(
    tables: Mapping[str, pd.DataFrame], folder: str | Path, formats: Iterable[str] = FORMATS
) -> list[Path]:
    """Write every table as a file of its name, whole or not at all.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        What to write.
    folder : str or Path
        Where to; it is made if need be.
    formats : iterable of {"parquet", "csv"}
        As what.

    Returns
    -------
    list of Path
        The files written, in order.

    Raises
    ------
    ValueError
        A format that is not known.
    OSError
        The folder cannot be made or written to.
    """
    formats = tuple(formats)
    if unknown := [name for name in formats if name not in FORMATS]:
        raise ValueError(f"unknown format {unknown[0]!r}; known: {', '.join(FORMATS)}")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables.items():
        for kind in formats:
            path, part = target / f"{name}.{kind}", target / f"{name}.{kind}.part"
            try:
                (_write_parquet if kind == "parquet" else _write_csv)(table, part)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            part.replace(path)
            written.append(path)
    return written


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n")


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write one Parquet file through DuckDB, which needs no further library and no extension."""
    import duckdb

    text = str(path).replace("'", "''")
    with duckdb.connect(":memory:") as base:
        base.register("one_table", table)
        try:
            base.execute(f"COPY (SELECT {_typed_columns(table)} FROM one_table) TO '{text}' (FORMAT parquet)")
        except RuntimeError as why:  # how DuckDB passes Ctrl-C on
            if "interrupt" in str(why).lower():
                raise KeyboardInterrupt from why
            raise


def _typed_columns(table: pd.DataFrame) -> str:
    """Name the columns with the type of texts where they are texts: an empty column would be taken for integers."""
    quoted = {str(name).replace('"', '""'): kind for name, kind in table.dtypes.items()}
    return ", ".join(
        f'CAST("{name}" AS VARCHAR) AS "{name}"' if kind == "str" else f'"{name}"' for name, kind in quoted.items()
    )
