"""Recorded times from a file: ``trace(gaps.csv)`` anywhere a time may vary (rule R2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from flexsim.scenario.errors import Path, Problem
from flexsim.scenario.folders import Folders
from flexsim.scenario.named_files import RowError, _content, _rows, said
from flexsim.scenario.quantities import read_number, read_time, write_time
from flexsim.scenario.reading import Document, decoded

COLUMNS = {"value": "", "value_s": " s", "value_min": " min", "value_h": " h", "value_d": " d"}
"""The one column that a file of recorded times has, and the unit of its numbers."""

_NAMED = re.compile(r"trace\(\s*([^,()]+\.csv)\s*\)")


def fill_in_traces(document: Document, folder: Folders | None) -> list[Problem]:
    """Put recorded values where files of them are named, and say what is wrong with them."""
    problems: list[Problem] = []
    for part, key, path, name in list(_named(document.data, ())):
        values = ["1 d"]  # a value that nothing else is wrong with
        try:
            values = _values(name, folder)
        except RowError as why:
            problems.append(Problem(path, str(why), line=why.line, file=name))
        except (ValueError, OSError) as why:
            problems.append(Problem(path, said(why), name, document.line_of(part, key)))
        part[key] = {"distribution": "trace", "values": values}
    return problems


def _named(data: Any, path: Path) -> Iterator[tuple[Any, Any, Path, str]]:
    """Find every place at which a file of recorded times is named."""
    waiting = [(data, path)]
    while waiting:
        part, path = waiting.pop()
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            if isinstance(value, dict | list):
                waiting.append((value, (*path, key)))
            elif isinstance(value, str) and "trace" in value:
                found = _NAMED.fullmatch(value.strip())
                if found is not None:
                    yield part, key, (*path, key), found[1].strip()


def _values(name: str, folder: Folders | None) -> list[str]:
    """Read the times in a file, in the order in which they stand there."""
    rows, lines = _rows(decoded(_content(name, folder)), tuple(COLUMNS))
    if not rows:
        raise RowError(1, "there are no values in this file.")
    columns = {column for row in rows for column in row}
    if len(columns) != 1:
        raise RowError(1, f"recorded times stand in one column: {', '.join(COLUMNS)}.")
    [column] = columns
    values = []
    for row, line in zip(rows, lines, strict=True):
        try:
            values.append(_value(row[column], COLUMNS[column]))
        except ValueError as why:
            raise RowError(line, f'{column} = "{row[column]}": {why}') from None
    return values


def _value(cell: str, unit: str) -> str:
    """Check a cell and give it with its unit."""
    if not unit:
        return write_time(read_time(cell))
    read_number(cell)
    return write_time(read_time(f"{cell}{unit}"))


def name_traces_from(folder: PurePath, data: Any) -> None:
    """Write the names of files of recorded times as seen from the folder above."""
    for part, key, _, name in list(_named(data, ())):
        part[key] = f"trace({(folder / name).as_posix()})"
