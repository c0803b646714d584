"""A log as it was written: its rows with their lines, every cell still a text."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from flexsim.scenario import Problem, ScenarioError
from flexsim.twin.column_map import ColumnMap, normalised, read_columns, shipped_maps
from flexsim.twin.complaints import nearest_column, of_each_kind

if TYPE_CHECKING:
    import pandas as pd

ROWS_AT_ONCE = 50_000
"""Rows whose cells are texts of their own at a time; after that equal texts are kept once."""

LONGEST_HEADER = 100_000
MOST_ROWS = 5_000_000
DELIMITERS = ",;\t"
JOINT = "\x1f"
"""Unit separator of ASCII: stands between cells when rows are compared as a whole."""


@dataclass(frozen=True)
class Log:
    """A log as it was written.

    Parameters
    ----------
    source : str
        Path of the file.
    columns : ColumnMap
        Which column means what.
    rows : pandas.DataFrame
        One row a report: ``line`` of the file, one column of texts (categories) for each meaning that the map names,
        and ``whole``, a number that is equal where all cells of two rows are, mapped or not.
    cut_off : tuple of int
        Line of the last row, if the file breaks off within it; it is not among the rows.
    several_lines : tuple of int
        First lines of rows that go over several, as cells in quotation marks can.
    """

    source: str
    columns: ColumnMap
    rows: pd.DataFrame
    cut_off: tuple[int, ...] = ()
    several_lines: tuple[int, ...] = ()


def read_log(path: str | Path, columns: str | Path | ColumnMap | None = None) -> Log:
    """Read the reports of a log, a CSV file in UTF-8 with commas, semicolons or tabs.

    Parameters
    ----------
    path : path
        The log.
    columns : path or ColumnMap, optional
        Which column means what; unless given the shipped map whose columns are all there.

    Raises
    ------
    ScenarioError
        The file cannot be read or is no log, a column is missing, or rows are broken, each with its line.
    """
    source = str(path)
    given = read_columns(columns) if isinstance(columns, str | Path) else columns
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return _read(source, file, given)
    except UnicodeDecodeError:
        said = "this is not text in UTF-8. Export the log as CSV in UTF-8 (a workbook cannot be read)."
        raise ScenarioError(source, [Problem((), said)]) from None
    except OSError as why:
        raise ScenarioError(source, [Problem((), f"the log cannot be read: {why.strerror or why}.")]) from None


def _read(source: str, file: TextIO, given: ColumnMap | None) -> Log:
    """Read header and rows."""
    first = file.readline(LONGEST_HEADER)
    if "\0" in first:
        raise ScenarioError(source, [Problem((), "this is no text but a binary file.", line=1)])
    if not first.strip():
        raise ScenarioError(source, [Problem((), "the file is empty. Its first line names the columns.")])
    delimiter = max(DELIMITERS, key=first.count)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    header = _header(source, reader)
    columns = _chosen(source, header, given)
    rows = _Rows(source, columns, header)
    rows.take(reader)
    return rows.log()


def _header(source: str, reader: Any) -> list[str]:
    """Read the names of the columns, blanks normalised."""
    try:
        header = [normalised(cell) for cell in next(reader)]
    except csv.Error as why:
        raise ScenarioError(source, [Problem((), f"this is not CSV: {why}.", line=1)]) from None
    for name, count in Counter(header).items():
        if name and count > 1:
            raise ScenarioError(source, [Problem((name,), "two columns have this name.", line=1)])
    return header


def _chosen(source: str, header: Sequence[str], given: ColumnMap | None) -> ColumnMap:
    """Give the map that was asked for, or the shipped one that fits, if the log has its columns."""
    shipped = [] if given else shipped_maps()
    candidates = [given] if given else sorted(shipped, key=lambda columns: len(columns.missing_in(header)))
    best = candidates[0]
    missing = best.missing_in(header)
    if not missing:
        return best
    problems = [
        Problem((meaning,), f"the log has no such column. {nearest_column(column, header)}", column, line=1)
        for meaning, column in missing
    ]
    if given is None:
        names = ", ".join(f'"{columns.name}"' for columns in shipped)
        said = (
            f"No shipped column map fits ({names}); the nearest was tried. Name yours with --columns, as when the "
            "log was imported, or write one: docs/real_log.md says how."
        )
        problems.append(Problem((), said))
    raise ScenarioError(source, problems)


class _Rows:
    """Takes rows in portions, so that only one portion is there with texts of its own."""

    def __init__(self, source: str, columns: ColumnMap, header: list[str]) -> None:
        self.source, self.columns, self.header = source, columns, header
        self.places = {meaning: header.index(column) for meaning, column in columns.columns.items()}
        self.codes: dict[str, dict[str, int]] = {meaning: {} for meaning in self.places}
        self.portions: list[dict[str, Any]] = []
        self.short: list[tuple[int, int]] = []
        self.broken: list[Problem] = []
        self.several: list[int] = []
        self.n_rows, self.last_line = 0, 0

    def take(self, reader: Any) -> None:
        """Take all rows, as far as they can be read."""
        rows = self._numbered(reader)
        while portion := list(islice(rows, ROWS_AT_ONCE)):
            self.n_rows += len(portion)
            if self.n_rows > MOST_ROWS:
                raise ScenarioError(self.source, [Problem((), f"a log has at most {MOST_ROWS:,} rows.")])
            self._portion(portion)

    def _numbered(self, reader: Any) -> Iterator[tuple[int, list[str]]]:
        """Give every row that has a cell for each column, with the line on which it begins."""
        width, line = len(self.header), reader.line_num + 1
        try:
            for cells in reader:
                if len(cells) == width:
                    if reader.line_num > line:
                        self.several.append(line)
                    yield line, cells
                elif cells:
                    self.short.append((line, len(cells)))
                self.last_line, line = line, reader.line_num + 1
        except csv.Error as why:
            self.last_line = line
            if "unexpected end of data" not in str(why):
                self.broken.append(Problem((), f"this is not CSV: {why}.", line=line))
            elif reader.line_num > line:
                said = "a quotation mark is opened in this row, and never closed: it takes all rows that follow."
                self.broken.append(Problem((), said, line=line))
            else:
                self.short.append((line, 0))

    def _portion(self, portion: list[tuple[int, list[str]]]) -> None:
        """Keep what the map names of some rows, each text once, and a number for the whole of each."""
        import numpy as np
        import pandas as pd

        lines = np.fromiter((line for line, _ in portion), np.int64, len(portion))
        whole = pd.util.hash_array(np.array([JOINT.join(cells) for _, cells in portion], dtype=object))
        kept: dict[str, Any] = {"line": lines, "whole": whole}
        for meaning, place in self.places.items():
            known = self.codes[meaning]
            codes = (known.setdefault(cells[place], len(known)) for _, cells in portion)
            kept[meaning] = np.fromiter(codes, np.int32, len(portion))
        self.portions.append(kept)

    def log(self) -> Log:
        """Put the portions together; refuse broken rows, but for a last one within which the file breaks off."""
        import numpy as np
        import pandas as pd

        width = len(self.header)
        cut_off = tuple(line for line, count in self.short if line == self.last_line and count < width)
        said = "this row has {} cells, the first line names {} columns."
        broken = [
            Problem((), said.format(count, width), line=line) for line, count in self.short if line not in cut_off
        ]
        if problems := [*of_each_kind(broken), *self.broken]:
            raise ScenarioError(self.source, problems)
        if not self.portions:
            raise ScenarioError(self.source, [Problem((), "the log has no reports: nothing follows its first line.")])
        frame: dict[str, Any] = {
            name: np.concatenate([portion.pop(name) for portion in self.portions]) for name in ("line", "whole")
        }
        for meaning, known in self.codes.items():
            codes = np.concatenate([portion.pop(meaning) for portion in self.portions])
            texts = pd.Index([normalised(text) for text in known], dtype=object)
            unique = texts.unique()
            frame[meaning] = pd.Categorical.from_codes(unique.get_indexer(texts)[codes], unique)
        return Log(self.source, self.columns, pd.DataFrame(frame), cut_off, tuple(self.several))
