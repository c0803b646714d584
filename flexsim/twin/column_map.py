"""Which column of a log means what: a small file of names, formats and assumptions, checked as any other input."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from flexsim.scenario import Problem, ScenarioError
from flexsim.twin.ticks import DAY, HOUR, MINUTE

SHIPPED = Path(__file__).resolve().parent / "columns"
"""Folder of the maps that come with flexsim; one is taken when all its columns are in a log."""

LARGEST_MAP = 100_000
"""Bytes of a map."""

LONGEST_NAME = 100
ABSENT = object()
KINDS = ("set_up", "run", "breakdown")
NEEDED = ("order", "resource", "start", "end")
OPTIONAL = ("activity", "duration", "worker", "quantity", "completed", "part", "arrival")
CLOCKS = ("h", "min", "s")
DURATIONS = ("h:mm", "h:mm:ss", *CLOCKS)
OPERATIONS = ("resource", "activity")
TIME_FORMAT, DURATION_FORMAT = "%Y-%m-%d %H:%M:%S", "h:mm"


@dataclass(frozen=True, slots=True)
class Assume:
    """What a log does not say and the factory needs.

    Parameters
    ----------
    operation : str
        What one operation is: consecutive reports of an order on one ``resource``, or of one ``activity`` there.
    exceptions : float
        Share of the reported hours in which more may be open at once than the units, or the attention, allow.
    closed_gap_workers, closed_gap_resources : int
        Ticks: a shorter time without a report counts as presence.
    edge : float
        Share of the log at either end in which an order may have begun before it, or go on after it.
    usual : float
        Share of the orders inside the log that begin (or end) with an activity, from which on it is a usual first
        (or last) one.
    """

    operation: str = "resource"
    exceptions: float = 0.05
    closed_gap_workers: int = 4 * HOUR
    closed_gap_resources: int = DAY
    edge: float = 0.25
    usual: float = 0.02


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Names of a log's columns, blanks in them normalised, and how their cells are written.

    Parameters
    ----------
    name : str
        What the map is for.
    columns : mapping of str to str
        Column by meaning: order, resource, start, end, and any of activity, duration, worker, quantity, completed,
        part, arrival, kind, rework.
    kinds : mapping of str to tuple of str
        Cells of the column ``kind`` by what they mean: set_up, run, breakdown; without it every report is a run.
    rework : tuple of str
        Cells of the column ``rework`` that mark one.
    time, duration : str
        A format of ``strptime``, or the unit of a number counted from a Monday 00:00; ``h:mm`` or a unit.
    assume : Assume
        What the factory needs besides.
    """

    name: str
    columns: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rework: tuple[str, ...] = ()
    time: str = TIME_FORMAT
    duration: str = DURATION_FORMAT
    assume: Assume = Assume()

    @property
    def is_dated(self) -> bool:
        """Whether times are dates, not numbers."""
        return "%" in self.time

    def missing_in(self, header: Sequence[str]) -> list[tuple[str, str]]:
        """Give the columns that a log does not have, each with what it would mean."""
        return [(meaning, column) for meaning, column in self.columns.items() if column not in header]


def normalised(name: str) -> str:
    """Write one blank where a name has several, and none at its ends."""
    return " ".join(name.split())


def shipped_maps() -> list[ColumnMap]:
    """Read the maps that come with flexsim."""
    return [read_columns(path) for path in sorted(SHIPPED.glob("*.yaml"))]


def read_columns(path: str | Path) -> ColumnMap:
    """Read a column map from a YAML file.

    Raises
    ------
    ScenarioError
        The file cannot be read, is no YAML, or says something that a map cannot say.
    """
    import yaml

    path = Path(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_MAP + 1)
    except OSError as why:
        raise ScenarioError(str(path), [Problem((), f"the map cannot be read: {why.strerror or why}.")]) from None
    if len(content) > LARGEST_MAP:
        raise ScenarioError(str(path), [Problem((), f"a column map has at most {LARGEST_MAP:,} bytes.")])
    try:
        text = content.decode("utf-8-sig")
        has_aliases = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text))
        found = None if has_aliases else yaml.safe_load(text)
    except UnicodeDecodeError:
        raise ScenarioError(str(path), [Problem((), "this is not text in UTF-8.")]) from None
    except (yaml.YAMLError, RecursionError, ValueError) as why:
        mark = getattr(why, "problem_mark", None)
        said = getattr(why, "problem", None) or "it cannot be read"
        problem = Problem((), f"this is not YAML: {said}.", line=mark.line + 1 if mark else None)
        raise ScenarioError(str(path), [problem]) from None
    if has_aliases:
        raise ScenarioError(str(path), [Problem((), "a map says everything where it stands, without aliases (*).")])
    return columns_of(found, str(path))


def columns_of(data: object, source: str = "the column map") -> ColumnMap:
    """Check what a map says.

    Raises
    ------
    ScenarioError
        All that is wrong with it.
    """
    reader = _Reader()
    found = reader.map(data)
    if reader.problems or found is None:
        raise ScenarioError(source, reader.problems)
    return found


def _unreadable(form: str) -> str:
    """Say why times cannot be read by a format; nothing if they can."""
    import pandas as pd

    try:
        pd.to_datetime(["-"], format=form, errors="coerce")
    except (ValueError, re.error) as why:
        return str(why).rstrip(".")
    return ""


class _Reader:
    """Reads a map and notes what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, path: tuple[str, ...], message: str, value: object = ABSENT) -> None:
        """Note a problem."""
        self.problems.append(Problem(path, message, value) if value is not ABSENT else Problem(path, message))

    def map(self, data: object) -> ColumnMap | None:
        """Read the whole."""
        if not isinstance(data, dict):
            self.wrong((), 'a column map has lines such as "order: Case ID".')
            return None
        allowed = ("flexsim_columns", "name", *NEEDED, *OPTIONAL, "kind", "rework", "formats", "assume")
        self.known((), data, allowed)
        if data.get("flexsim_columns") != 1:
            self.wrong(("flexsim_columns",), 'the version of the format is needed: "flexsim_columns: 1".')
        columns = {meaning: self.column((meaning,), data[meaning]) for meaning in OPTIONAL if meaning in data}
        for meaning in NEEDED:
            if meaning in data:
                columns[meaning] = self.column((meaning,), data[meaning])
            else:
                self.wrong((meaning,), "the name of this column must be stated.")
        kinds = self.kinds(data.get("kind"), columns)
        rework = self.rework(data.get("rework"), columns)
        time, duration = self.formats(data.get("formats", {}))
        assume = self.assume(data.get("assume", {}))
        name = self.name(data.get("name", "column map"))
        return ColumnMap(name, columns, kinds, rework, time, duration, assume)

    def name(self, name: object) -> str:
        """Read what the map is for; it becomes part of the names of scenarios."""
        if not isinstance(name, str) or not name.isprintable() or not 0 < len(name.strip()) <= LONGEST_NAME:
            self.wrong(("name",), f"a text of one line, at most {LONGEST_NAME} characters, is needed.", name)
            return ""
        return name

    def known(self, path: tuple[str, ...], data: Mapping[Any, Any], allowed: Sequence[str]) -> None:
        """Note keys that a map does not have."""
        for key in data:
            if key not in allowed:
                close = get_close_matches(str(key), allowed, n=1)
                hint = f'Nearest: "{close[0]}".' if close else f"Known: {', '.join(allowed)}."
                self.wrong((*path, str(key)), f"no key has this name. {hint}")

    def column(self, path: tuple[str, ...], name: object) -> str:
        """Read the name of a column."""
        if not isinstance(name, str) or not name.strip():
            self.wrong(path, "the name of a column is needed.", name)
            return ""
        return normalised(name)

    def values(self, path: tuple[str, ...], data: object) -> tuple[str, ...]:
        """Read the cells that mean something."""
        cells = data if isinstance(data, list) else [data]
        if not cells or not all(isinstance(cell, str | int) and not isinstance(cell, bool) for cell in cells):
            self.wrong(path, 'a cell or a list of cells is needed, such as ["S"].', data)
            return ()
        return tuple(str(cell).strip() for cell in cells)

    def kinds(self, data: object, columns: dict[str, str]) -> dict[str, tuple[str, ...]]:
        """Read which cells are which kind of report."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.wrong(("kind",), "kinds are written {column: Report Type, set_up: [S], run: [D], breakdown: [B]}.")
            return {}
        self.known(("kind",), data, ("column", *KINDS))
        columns["kind"] = self.column(("kind", "column"), data.get("column"))
        kinds = {kind: self.values(("kind", kind), data[kind]) for kind in KINDS if kind in data}
        cells = [cell for values in kinds.values() for cell in values]
        for cell in sorted({cell for cell in cells if cells.count(cell) > 1}):
            self.wrong(("kind",), "one cell cannot mean two kinds.", cell)
        return kinds

    def rework(self, data: object, columns: dict[str, str]) -> tuple[str, ...]:
        """Read which cells mark rework."""
        if data is None:
            return ()
        if not isinstance(data, dict):
            self.wrong(("rework",), "rework is written {column: Rework, values: [Y]}.")
            return ()
        self.known(("rework",), data, ("column", "values"))
        columns["rework"] = self.column(("rework", "column"), data.get("column"))
        return self.values(("rework", "values"), data.get("values"))

    def formats(self, data: object) -> tuple[str, str]:
        """Read how times and durations are written."""
        if not isinstance(data, dict):
            self.wrong(("formats",), 'formats are written {time: "%Y-%m-%d %H:%M", duration: "h:mm"}.')
            return TIME_FORMAT, DURATION_FORMAT
        self.known(("formats",), data, ("time", "duration"))
        time, duration = data.get("time", TIME_FORMAT), data.get("duration", DURATION_FORMAT)
        if not isinstance(time, str) or ("%" not in time and time not in CLOCKS):
            self.wrong(("formats", "time"), 'a format such as "%d.%m.%Y %H:%M", or h, min or s, is needed.', time)
        elif "%" in time and (why := _unreadable(time)):
            self.wrong(("formats", "time"), f"this is no format of times: {why}.", time)
        if "%z" in str(time) or "%Z" in str(time):
            self.wrong(("formats", "time"), "times of one log are on one clock: time zones are not read.", time)
        if duration not in DURATIONS:
            self.wrong(("formats", "duration"), f"known are {', '.join(DURATIONS)}.", duration)
        return str(time), str(duration)

    def assume(self, data: object) -> Assume:
        """Read what the factory assumes."""
        if not isinstance(data, dict):
            self.wrong(("assume",), "assumptions are written {closed_gap_workers: 4 h}.")
            return Assume()
        names = tuple(Assume.__dataclass_fields__)
        self.known(("assume",), data, names)
        found: dict[str, Any] = {}
        for name in names:
            if name not in data:
                continue
            if name == "operation":
                if data[name] not in OPERATIONS:
                    self.wrong(("assume", name), "known are resource, activity.", data[name])
                found[name] = data[name]
            elif name.startswith("closed_gap"):
                found[name] = self.time(("assume", name), data[name])
            else:
                found[name] = self.share(("assume", name), data[name])
        return Assume(**found)

    def time(self, path: tuple[str, ...], value: object) -> int:
        """Read a time with its unit, in ticks."""
        number, _, unit = str(value).partition(" ")
        ticks = {"min": MINUTE, "h": HOUR, "d": DAY}.get(unit.strip())
        if ticks is None or not number.isdecimal() or len(number) > 6:
            self.wrong(path, 'a whole number of min, h or d is needed, such as "4 h".', value)
            return 0
        return int(number) * ticks

    def share(self, path: tuple[str, ...], value: object) -> float:
        """Read a share."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
            self.wrong(path, "a share from 0 to below 1 is needed.", value)
            return 0.0
        return float(value)
