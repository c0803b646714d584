"""Big lists in CSV files: ``workers: {from: workers.csv}``, one row for each named part, one column for each key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from flexsim.scenario.demand import Item, Stream
from flexsim.scenario.errors import Path, Problem, ScenarioError, nearest
from flexsim.scenario.fields import Part
from flexsim.scenario.floor import WorkCentre
from flexsim.scenario.folders import Folders
from flexsim.scenario.merging import FROM, Side, merge
from flexsim.scenario.named_files import RowError, rows_of, said
from flexsim.scenario.people import DAYS, Contract, Shift, Team, Worker
from flexsim.scenario.products import Operation
from flexsim.scenario.reading import Document, resolve

DEEPEST_COLUMN = 5
"""Dots of a column: ``changeover.matrix.red.blue`` has three."""

CLOSE = 0.75
"""How alike a column must be to a key to be taken for a slip: "wagee" is, "welding" is not."""


class UnreadableError(ValueError):
    """A list cannot be read as a whole."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(len(problems))


@dataclass(frozen=True)
class Table:
    """How the rows of a CSV file become named parts.

    Parameters
    ----------
    names : tuple of str
        The columns that name a part: one, or product and operation.
    part : type
        What a row describes; its keys are the other columns.
    has_skills : bool
        Whether every other column is a skill.
    """

    names: tuple[str, ...]
    part: type[Part]
    has_skills: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that columns may stand for."""
        return self.part.file_keys()

    def path(self, row_names: list[str]) -> tuple[str, ...]:
        """Give the steps from the list to the part that a row describes."""
        return (row_names[0], "operations", row_names[1]) if len(row_names) == 2 else (row_names[0],)


TABLES = {
    "products": Table(("product", "operation"), Operation),
    "demand": Table(("stream",), Stream),
    "stock": Table(("item",), Item),
    "work_centres": Table(("work_centre",), WorkCentre),
    "teams": Table(("team",), Team),
    "workers": Table(("worker",), Worker, has_skills=True),
    "contracts": Table(("contract",), Contract),
    "shifts": Table(("shift",), Shift),
}
"""By section of a scenario. The operations of one product may have a file of their own."""

OPERATIONS = Table(("operation",), Operation)


def places(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any], Table]]:
    """Give every mapping that may name a file, the routings first: they say which skills there are."""
    for section, table in TABLES.items():
        if isinstance(data.get(section), dict):
            yield (section,), data, table
        products = data.get("products") if section == "products" else None
        for name, product in products.items() if isinstance(products, dict) else ():
            if isinstance(product, dict) and isinstance(product.get("operations"), dict):
                yield ("products", name, "operations"), product, OPERATIONS


def names_of_files(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """Give every place where a file is named: its path, the mapping and the key."""
    for path, holder, _ in places(data):
        part = holder[str(path[-1])]
        if isinstance(part.get(FROM), str):
            yield (*path, FROM), part, FROM
    demand = data.get("demand")
    streams = demand.items() if isinstance(demand, dict) else ()
    lists: list[tuple[Path, Any, str]] = [(("demand", name, "orders"), stream, "orders") for name, stream in streams]
    schedule: list[tuple[Path, Any, str]] = [
        (("schedule",), data, "schedule"),
        (("schedule", "rows"), data.get("schedule"), "rows"),
    ]
    for path, part, key in [*lists, *schedule]:
        if not isinstance(part, dict):
            continue
        if isinstance(part.get(key), str):
            yield path, part, key
        elif isinstance(part.get(key), dict) and isinstance(part[key].get(FROM), str):
            yield (*path, FROM), part[key], FROM


def fill_in_lists(document: Document, folder: Folders | None) -> list[Problem]:
    """Put the rows of named files where their names stand, and say what is wrong with them.

    What a scenario says of a part itself comes before what its row says.

    Raises
    ------
    ScenarioError
        If a file or a column cannot be read: without all of its names, little could be said of the rest.
    """
    problems: list[Problem] = []
    unreadable: list[Problem] = []
    for path, holder, table in places(document.data):
        part, key = holder[str(path[-1])], str(path[-1])
        if FROM in part and not isinstance(part[FROM], dict):  # a mapping is a part that has this name
            try:
                holder[key] = _with_rows(document, folder, part, path, table, problems)
            except UnreadableError as why:
                unreadable += why.problems
    if unreadable:
        raise ScenarioError(document.source, [*problems, *unreadable])
    for path, _, key in list(names_of_files(document.data)):
        if key == FROM:  # orders and schedules, which are lists without names
            _name_alone(document, path[:-1])
    return problems


def _name_alone(document: Document, path: Path) -> None:
    """Write ``orders: {from: orders.csv}`` as ``orders: orders.csv``."""
    holder = document.data
    for step in path[:-1]:
        holder = holder[step]
    if len(holder[path[-1]]) == 1:
        document.kept.append(holder[path[-1]])
        holder[path[-1]] = holder[path[-1]][FROM]


def _with_rows(
    document: Document,
    folder: Folders | None,
    part: dict[str, Any],
    path: Path,
    table: Table,
    problems: list[Problem],
) -> dict[str, Any]:
    """Give a mapping with the rows of the file that it names."""
    name = part[FROM]
    stated = {key: value for key, value in part.items() if key != FROM}
    document.lines[id(stated)] = document.lines.get(id(part), {})
    document.origins[id(stated)] = document.origins.get(id(part), {})
    document.texts[id(stated)] = document.texts.get(id(part), {})
    document.kept.append(part)
    file = document.origin_of(part, FROM, None)
    try:
        if not isinstance(name, str):
            raise ValueError(f"the name of one CSV file is needed, such as {path[-1]}.csv.")
        rows, lines = rows_of(name, folder)
    except RowError as why:
        raise UnreadableError([Problem(path, str(why), line=why.line, file=name)]) from None
    except (ValueError, OSError) as why:
        line = document.line_of(part, FROM)
        raise UnreadableError([Problem((*path, FROM), said(why), name, line, file)]) from None
    found = _Rows(document, name, table, path, _skills_in(document.data) if table.has_skills else set())
    found.take(rows, lines)
    problems += found.problems
    if not stated:
        return found.parts
    return merge(document, Side(found.parts, name), Side(stated, file), path, problems)


class _Rows:
    """The named parts that the rows of a file describe."""

    def __init__(self, document: Document, file: str, table: Table, path: Path, skills: set[str]) -> None:
        self.document, self.file, self.table, self.path = document, file, table, path
        self.known_skills = skills
        self.parts: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.nameless: list[Problem] = []
        self.cells: dict[str, Any] = {}
        self._note(self.parts)

    def _note(self, part: dict[str, Any]) -> dict[str | int, int]:
        """Note that a mapping comes from this file; give the lines of its keys, to be filled."""
        self.document.files[id(part)] = self.file
        return self.document.lines.setdefault(id(part), {})

    def take(self, rows: list[dict[str, Any]], lines: list[int]) -> None:
        """Take all rows."""
        header = tuple(dict.fromkeys(column for row in rows for column in row))
        self.document.columns[self.file] = header
        steps = {column: self._steps(column, header) for column in header}
        for column in self.table.names:
            if rows and column not in header and not self.problems:
                self._wrong_column(column, "this column is missing, or empty.")
        if self.problems:
            raise UnreadableError(self.problems)
        for row, line in zip(rows, lines, strict=True):
            self._row(row, line, steps)
        if self.nameless:
            raise UnreadableError([*self.problems, *self.nameless])

    def _steps(self, column: str, header: tuple[str, ...]) -> tuple[str, ...]:
        """Give the keys that a column stands for; dots lead into a part."""
        table = self.table
        if column in table.names:
            return ()
        first, *rest = column.split(".")
        if len(rest) > DEEPEST_COLUMN:
            self._wrong_column(column, f"more than {DEEPEST_COLUMN} dots lead nowhere.")
            return ()
        if table.has_skills and first == "skills" and len(rest) == 1:
            return ("skills", rest[0], "time")
        if first in table.keys or (table.part is Shift and first.partition("-")[0] in DAYS):
            return (first, *rest)
        if not table.has_skills:
            self._wrong_column(column, f"no key has this name.{nearest(first, (*table.names, *table.keys))}")
            return ()
        skill, dot, factor = column.rpartition(".")
        if dot and factor in ("time", "quality") and skill in header:
            return ("skills", skill, factor)
        close = get_close_matches(column.lower(), table.keys, n=1, cutoff=CLOSE)
        if close and column not in self.known_skills:
            self._wrong_column(column, f'no key and no skill has this name. Nearest: "{close[0]}".')
        return ("skills", column, "time")

    def _wrong_column(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.path, message, line=1, file=self.file, column=column))

    def _row(self, row: dict[str, Any], line: int, steps: dict[str, tuple[str, ...]]) -> None:
        """Take one row."""
        names = [str(row.get(column, "")) for column in self.table.names]
        missing = next((column for column, name in zip(self.table.names, names, strict=True) if not name), None)
        if missing:
            message = f'"{missing}" is missing.'
            self.nameless.append(Problem(self.path, message, line=line, file=self.file, column=missing))
            return
        place = self.table.path(names)
        holder = self.parts
        for step in place[:-1]:
            self.document.lines[id(holder)].setdefault(step, line)
            if step not in holder:
                holder[step] = {}
                self._note(holder[step])
            holder = holder[step]
        known = self.document.lines[id(holder)]
        if place[-1] in holder:
            message = f"another row has this name already, on line {known[place[-1]]}."
            self.nameless.append(Problem((*self.path, *place), message, line=line, file=self.file))
            return
        known[place[-1]] = line
        holder[str(place[-1])] = self._part(row, line, steps, (*self.path, *place))

    def _part(self, row: dict[str, Any], line: int, steps: dict[str, tuple[str, ...]], path: Path) -> dict[str, Any]:
        """Give what one row says of its part."""
        part: dict[str, Any] = {"skills": {}} if self.table.has_skills else {}
        for column, text in row.items():
            keys = steps[column]
            if len(keys) == 1:
                part[keys[0]] = self._named_skills(text) if self._is_skills(keys) else self._value(text)
            elif keys:
                value = resolve(str(text)) if self._is_skills(keys) else self._value(text)
                self._put(part, keys, value, line, path, column)
        return part

    def _is_skills(self, keys: tuple[str, ...]) -> bool:
        return self.table.has_skills and keys[0] == "skills"

    def _named_skills(self, text: str) -> dict[str, Any]:
        """Read the column "skills" of a worker: names of skills at the standard's pace."""
        return {name.strip(): {} for name in str(text).split(";")}

    def _put(
        self, part: dict[str, Any], keys: tuple[str, ...], value: object, line: int, path: Path, column: str
    ) -> None:
        """Put a value below several keys."""
        if self._is_skills(keys) and (isinstance(value, bool) or not isinstance(value, int | float)):
            close = nearest(column, (*self.table.names, *self.table.keys))
            message = "a column that is no key is a skill: its cells are factors on time, such as 0.95, or empty."
            message += close if "Nearest" in close else ""
            self.problems.append(Problem((*path, *keys[:2]), message, value, line, self.file, column))
            part.setdefault("skills", {}).setdefault(keys[1], {})
            return
        for key in keys[:-1]:
            part = part.setdefault(key, {})
            if not isinstance(part, dict):
                message = f'there is a column "{key}" already, which says all of it.'
                self.problems.append(Problem(path, message, line=line, file=self.file, column=column))
                return
        part[keys[-1]] = value

    def _value(self, text: Any) -> Any:
        """Read a cell; entries of a list are separated by semicolons."""
        if not isinstance(text, str):
            return text
        if ";" in text:
            return [self._entry(entry.strip()) for entry in text.split(";") if entry.strip()]
        if text not in self.cells:
            self.cells[text] = self._entry(text)
        return self.cells[text]

    def _entry(self, text: str) -> Any:
        """Read a number or a truth value where it would be written in just this way, else a text."""
        value = resolve(text)
        if isinstance(value, bool):
            return value if text in ("true", "false") else text
        return value if isinstance(value, int | float) and str(value) == text else text


def _skills_in(data: Any) -> set[str]:
    """List the skills that the parts of a scenario name, outside the list of workers."""
    found: set[str] = set()
    waiting = [data.get("products"), data.get("work_centres")]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            for key, value in part.items():
                if key == "skill":
                    found.add(str(value))
                elif key == "skills":
                    found.update(map(str, value if isinstance(value, list) else [value]))
                else:
                    waiting.append(value)
        elif isinstance(part, list):
            waiting += part
    return found
