"""Recorded times from a file: ``trace(gaps.csv)`` anywhere a time may vary (rule R2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from flexsim.scenario.errors import Path, Problem
from flexsim.scenario.named_files import _content, _RowError, _rows
from flexsim.scenario.quantities import read_number, read_time, write_time
from flexsim.scenario.reading import Document, decoded

COLUMNS = {"value": "", "value_s": " s", "value_min": " min", "value_h": " h", "value_d": " d"}
"""The one column that a file of recorded times has, and the unit of its numbers."""

_NAMED = re.compile(r"trace\(\s*([^,()]+\.csv)\s*\)")


def fill_in_traces(document: Document, folder: FilePath | None) -> list[Problem]:
    """Put recorded values where files of them are named, and say what is wrong with them."""
    problems: list[Problem] = []
    for part, key, path, name in list(_named(document.data, ())):
        values = ["1 d"]  # a value that nothing else is wrong with
        try:
            values = _values(name, folder)
        except _RowError as why:
            problems.append(Problem(path, str(why), line=why.line, file=name))
        except (ValueError, OSError) as why:
            problems.append(Problem(path, str(why), name, document.line_of(part, key)))
        part[key] = {"distribution": "trace", "values": values}
    return problems


def _named(part: Any, path: Path) -> Iterator[tuple[Any, Any, Path, str]]:
    """Find every place at which a file of recorded times is named."""
    if isinstance(part, dict):
        entries: Any = part.items()
    elif isinstance(part, list):
        entries = enumerate(part)
    else:
        return
    for key, value in entries:
        found = _NAMED.fullmatch(value.strip()) if isinstance(value, str) and "trace" in value else None
        if found is not None:
            yield part, key, (*path, key), found[1].strip()
        else:
            yield from _named(value, (*path, key))


def _values(name: str, folder: FilePath | None) -> list[str]:
    """Read the times in a file, in the order in which they stand there."""
    rows, lines = _rows(decoded(_content(name, folder)), tuple(COLUMNS))
    if not rows:
        raise _RowError(1, "there are no values in this file.")
    columns = {column for row in rows for column in row}
    if len(columns) != 1:
        raise _RowError(1, f"recorded times stand in one column: {', '.join(COLUMNS)}.")
    [column] = columns
    values = []
    for row, line in zip(rows, lines, strict=True):
        try:
            values.append(_value(row[column], COLUMNS[column]))
        except ValueError as why:
            raise _RowError(line, f'{column} = "{row[column]}": {why}') from None
    return values


def _value(cell: str, unit: str) -> str:
    """Check a cell and give it with its unit."""
    if not unit:
        return write_time(read_time(cell))
    read_number(cell)
    return write_time(read_time(f"{cell}{unit}"))
