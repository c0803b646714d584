"""Cells of a log become times, durations and numbers: each different text is read once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flexsim.scenario import MOST_PIECES, Problem
from flexsim.twin.column_map import ColumnMap
from flexsim.twin.complaints import A_HANDFUL
from flexsim.twin.ticks import HOUR, MINUTE, SECOND

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

UNITS = {"h": HOUR, "min": MINUTE, "s": SECOND}
LARGEST = 2**31 - 1
LONGEST_H = 1_000_000
TOO_MANY = f"an order has at most {MOST_PIECES:,} pieces in a scenario: count in boxes, or leave this column out."
AS_DATE = re.compile(r"(1899|1900)[-/](\d\d?)[-/](\d\d?)[ T](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
"""A duration that a spreadsheet has written as a date: days and a clock since 1899-12-30, its day zero."""

CLOCK = re.compile(r"(\d{1,6}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")


class UnreadableCells:
    """Collects cells that cannot be read: a handful of each kind with their lines, the rest counted."""

    def __init__(self, columns: ColumnMap, lines: NDArray[np.int64]) -> None:
        self.columns, self.lines = columns, lines
        self.problems: list[Problem] = []

    def refuse(self, meaning: str, wrong: NDArray[np.bool_], said: str, texts: Any = None) -> None:
        """Note the rows that a mask names."""
        import numpy as np

        places = np.flatnonzero(wrong)
        column = self.columns.columns.get(meaning, meaning)
        for place in places[:A_HANDFUL]:
            found = Problem((column,), said, line=int(self.lines[place]))
            self.problems.append(found if texts is None else replace(found, value=str(texts.iloc[place])))
        if len(places) > A_HANDFUL:
            more = f"... and {len(places) - A_HANDFUL:,} more rows like these."
            self.problems.append(Problem((column,), more))

    def need(self, meaning: str, there: NDArray[np.bool_]) -> None:
        """Note rows in which a cell is empty that must not be."""
        self.refuse(meaning, ~there, "is empty.")


def times_in(column: pd.Series[Any], form: str, cells: UnreadableCells, meaning: str) -> tuple[Any, Any]:
    """Read a column of times: ticks since 1970 (or since the log's own zero), and which cells are not empty."""
    import numpy as np
    import pandas as pd

    texts = column.array.categories
    codes = column.array.codes
    empty = np.array(texts == "", bool)
    if form in UNITS:
        ticks, good = _numbers(texts, UNITS[form])
        said = f"a number of {form} is needed."
    else:
        parsed = pd.to_datetime(pd.Series(texts, dtype=object), format=form, errors="coerce")
        good = parsed.notna().to_numpy()
        in_us = parsed.to_numpy().astype("datetime64[us]").astype(np.int64)
        ticks = np.where(good, in_us, 0)
        said = f'this is no time written as "{form}" says (formats.time of the column map).'
    cells.refuse(meaning, (~good & ~empty)[codes], said, column)
    return np.where(good & ~empty, ticks, 0)[codes], (good & ~empty)[codes]


def _numbers(texts: Any, unit: int) -> tuple[Any, Any]:
    """Read numbers of a unit as ticks, to the nearest."""
    import numpy as np
    import pandas as pd

    numbers = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(dtype=float)
    good = np.isfinite(numbers) & (np.abs(numbers) <= LONGEST_H * HOUR / unit)
    return np.floor(np.where(good, numbers, 0.0) * unit + 0.5).astype(np.int64), good


def durations_in(column: pd.Series[Any], form: str, cells: UnreadableCells) -> tuple[Any, Any]:
    """Read a column of durations: ticks, and which cells are not empty."""
    import numpy as np

    texts = column.array.categories
    codes = column.array.codes
    if form in UNITS:
        ticks, good = _numbers(texts, UNITS[form])
        good &= ticks >= 0
        said = f"a number of {form}, at least 0, is needed."
    else:
        read = [_duration(text) for text in texts]
        ticks = np.array([0 if value is None else value for value in read], np.int64)
        good = np.array([value is not None for value in read], bool)
        said = f'this is no duration written as "{form}".'
    empty = np.array(texts == "", bool)
    cells.refuse("duration", (~good & ~empty)[codes], said, column)
    return np.where(good, ticks, 0)[codes], (good & ~empty)[codes]


def _duration(text: str) -> int | None:
    """Read hours and minutes, or a date that a spreadsheet made of them: ``1899/12/31 01:49:00`` is a day and 1:49."""
    from datetime import date

    days = 0
    if dated := AS_DATE.fullmatch(text):
        year, month, day = (int(part) for part in dated.groups()[:3])
        try:
            days = (date(year, month, day) - date(1899, 12, 30)).days
        except ValueError:
            return None
        clock = dated.groups()[3:]
    elif found := CLOCK.fullmatch(text):
        clock = found.groups()
    else:
        return None
    hours, minutes, seconds = (int(part or 0) for part in clock)
    if minutes > 59 or seconds > 59 or days < 0:
        return None
    return (days * 24 + hours) * HOUR + minutes * MINUTE + seconds * SECOND


def numbers_in(rows: pd.DataFrame, meaning: str, cells: UnreadableCells) -> tuple[Any, Any]:
    """Read a column of whole numbers, at least 0; a log without it has none."""
    import numpy as np
    import pandas as pd

    if meaning not in rows:
        return np.zeros(len(rows), np.int64), np.zeros(len(rows), bool)
    texts, codes = rows[meaning].array.categories, rows[meaning].array.codes
    numbers = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(dtype=float)
    good = np.isfinite(numbers) & (numbers >= 0) & (numbers <= LARGEST) & (numbers == np.floor(numbers))
    empty = np.array(texts == "", bool)
    said = "a whole number, at least 0, is needed."
    cells.refuse(meaning, (~good & ~empty)[codes], said, rows[meaning])
    if meaning == "quantity":
        cells.refuse(meaning, (good & (numbers > MOST_PIECES))[codes], TOO_MANY, rows[meaning])
    return np.where(good, numbers, 0).astype(np.int64)[codes], good[codes]
