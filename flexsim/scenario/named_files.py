"""Files that a scenario names: orders and schedules in CSV, read into the scenario's own data."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from flexsim.scenario.errors import Path, Problem, cut, nearest
from flexsim.scenario.folders import Folders
from flexsim.scenario.reading import Document, decoded, resolve

LARGEST_FILE = 64_000_000
"""Bytes of a CSV file: about a million orders."""

MOST_ROWS = 1_000_001
"""Lines of a CSV file: the names of its columns and a million orders."""

MOST_COLUMNS = 1_000

FIRST_LINE = 100_000
"""Characters in which the names of columns end, or are no names."""

ORDER_COLUMNS = ("order", "arrival", "product", "item", "quantity", "due", "priority")

SCHEDULE_COLUMNS = ("stream", "ordinal", "operation", "work_centre", "unit", "workers", "not_before", "duration")

WHOLE = frozenset({"quantity", "priority", "ordinal", "unit"})

Row = dict[str, Any]


def fill_in(document: Document, folder: Folders | None) -> list[Problem]:
    """Put the contents of the named files where their names stand, and say what is wrong with them."""
    problems: list[Problem] = []
    data = document.data
    if isinstance(data.get("schedule"), str):
        _fill(document, folder, data, ("schedule",), _schedule_row, problems)
    elif isinstance(data.get("schedule"), dict) and isinstance(data["schedule"].get("rows"), str):
        _fill(document, folder, data["schedule"], ("schedule", "rows"), _schedule_row, problems)
    demand = data.get("demand")
    for name, stream in demand.items() if isinstance(demand, dict) else ():
        if isinstance(stream, dict) and isinstance(stream.get("orders"), str):
            _fill(document, folder, stream, ("demand", name, "orders"), _order_row, problems)
    return problems


def _fill(
    document: Document,
    folder: Folders | None,
    part: dict[str, Any],
    path: Path,
    read_row: Callable[[Row], Row],
    problems: list[Problem],
) -> None:
    """Replace one name of a file by the rows in it; if that fails, by no rows at all."""
    key, name = str(path[-1]), part[str(path[-1])]
    try:
        text = decoded(_content(name, folder))
        rows, lines = _rows(text, None if key == "orders" else SCHEDULE_COLUMNS)
    except RowError as why:
        problems.append(Problem(path, str(why), line=why.line, file=name))
        rows, lines = [], []
    except (ValueError, OSError) as why:
        problems.append(Problem(path, said(why), name, document.line_of(part, key)))
        rows, lines = [], []
    part[key] = [read_row(row) for row in rows]
    document.files[id(part[key])] = name
    document.lines[id(part[key])] = dict(enumerate(lines))


def _content(name: str, folder: Folders | None) -> bytes:
    """Read a file from the scenario's folders; it may not lie anywhere else."""
    if folder is None:
        raise ValueError("a scenario that is not in a folder cannot name files.")
    return folder.content(name, LARGEST_FILE)


def said(why: ValueError | OSError) -> str:
    """Say why a file cannot be read."""
    return f"the file cannot be read: {why.strerror or why}." if isinstance(why, OSError) else str(why)


def content_of(name: str, folder: Folders | None) -> bytes:
    """Read any file that a scenario names."""
    return _content(name, folder)


def rows_of(name: str, folder: Folders | None) -> tuple[list[Row], list[int]]:
    """Read the rows of a CSV file that a scenario names, by its columns whatever they are, and their lines."""
    return _rows(decoded(_content(name, folder)), None)


class RowError(ValueError):
    """A file of rows that cannot be read from this line on."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def _rows(text: str, allowed: tuple[str, ...] | None) -> tuple[list[Row], list[int]]:
    """Read rows of cells by the names of their columns; empty cells count as not there."""
    first = text[:FIRST_LINE].partition("\n")[0]
    semicolons = ";" in first and "," not in first
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if semicolons else ",", strict=True)
    rows, numbers = [], []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, allowed)
        for cells in reader:
            if reader.line_num > MOST_ROWS:
                raise RowError(reader.line_num, f"the file has more than {MOST_ROWS:,} lines.")
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                message = f"this row has {len(cells)} cells, the first line has {len(header)}."
                raise RowError(reader.line_num, message)
            named = zip(header, cells, strict=True)
            rows.append({column: _cell(column, cell.strip()) for column, cell in named if cell.strip()})
            numbers.append(reader.line_num)
    except csv.Error as why:
        raise RowError(reader.line_num, f"this is not CSV: {why}.") from None
    return rows, numbers


def _check_header(header: list[str], allowed: tuple[str, ...] | None) -> None:
    """Check the names of the columns."""
    if not header or not any(header):
        raise RowError(1, "the file is empty. Its first line names the columns.")
    if len(header) > MOST_COLUMNS:
        raise RowError(1, f"{len(header):,} columns are more than the {MOST_COLUMNS:,} that a file may have.")
    for column in header:
        if header.count(column) > 1:
            raise RowError(1, f'the column "{cut(column)}" is there twice.')
        if not column:
            raise RowError(1, "a column has no name.")
        if allowed is not None and column not in allowed:
            raise RowError(1, f'unknown column "{cut(column)}".{nearest(column, allowed)}')


def _cell(column: str, text: str) -> object:
    """Read a cell: whole numbers where they belong, else a text."""
    number = resolve(text) if column in WHOLE else text
    return number if isinstance(number, int) and not isinstance(number, bool) else text


def _order_row(row: Row) -> Row:
    """Take the columns that are no data of every order as its options."""
    order = {column: cell for column, cell in row.items() if column in ORDER_COLUMNS}
    options = {column: cell for column, cell in row.items() if column not in ORDER_COLUMNS}
    return {**order, "options": options} if options else order


def _schedule_row(row: Row) -> Row:
    """Take the names of several workers apart."""
    workers = str(row.get("workers", "")).split(";")
    return {**row, "workers": [name.strip() for name in workers if name.strip()]}
