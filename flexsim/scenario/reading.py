"""Texts to plain data: YAML 1.2 core, JSON and TOML, with the line of every key and value."""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from flexsim.scenario.errors import AsWritten, Path, Problem, ScenarioError, cut

LARGEST_TEXT = 8_000_000
"""Bytes of a scenario file; 5,000 operations take about 1,000,000. Long lists of orders belong in a CSV file.

JSON that is no file, such as a canonical scenario with a million orders in it, may be longer.
"""

DEEPEST = 40
"""Levels of nesting; a scenario needs about 10."""

MOST_VALUES = 400_000
"""Keys and values of a YAML file, those that aliases repeat counted each time; 5,000 operations have about 100,000."""


@dataclass
class Document:
    """Plain data, where it comes from, and on which lines its values stand."""

    data: Any
    source: str = "the scenario"
    lines: dict[int, dict[str | int, int]] = field(default_factory=dict)
    """By identity of each mapping or list: the line of each key or position."""
    files: dict[int, str] = field(default_factory=dict)
    """By identity of each list that comes from another file: the name of the file."""
    texts: dict[int, dict[str | int, str]] = field(default_factory=dict)
    """By identity of each mapping or list: how values are written that the program would write otherwise."""
    origins: dict[int, dict[str | int, str | None]] = field(default_factory=dict)
    """By identity of each mapping that was put together: the file of each key, None for the scenario's own."""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By name of each CSV file with named parts: its columns."""
    taken_out: set[Path] = field(default_factory=set)
    """What one file takes out of another's list, which may stand in a CSV file too."""
    kept: list[Any] = field(default_factory=list)
    """What was taken apart: as long as it is kept, nothing else has its identity."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with the writing, where it is plain what is meant and so the rest can be looked at."""
    reread: Callable[[], Document] | None = None
    """Reads the text again and notes lines, where that is only worth while when something is wrong."""

    def line_of(self, container: object, step: str | int) -> int | None:
        """Look up on which line a key, or an entry of a list, stands."""
        return self.lines.get(id(container), {}).get(step)

    def origin_of(self, container: object, step: str | int, file: str | None) -> str | None:
        """Look up in which file a key of a mapping stands that stands in this file."""
        return self.origins.get(id(container), {}).get(step, self.files.get(id(container), file))

    def as_written(self, container: object, step: str | int, value: object) -> object:
        """Give a value in the words of the file."""
        text = self.texts.get(id(container), {}).get(step)
        return value if text is None else AsWritten(text)

    def with_lines(self) -> Document:
        """Give the same document with lines, where they were not noted when it was read."""
        return self if self.reread is None or self.files else self.reread()


def read_yaml(text: str, source: str) -> Document:
    """Read YAML by the core schema of YAML 1.2: ``no`` is a text, ``12:30`` is a text, ``010`` is 10."""
    builder = _Builder(source)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as why:
        line = why.problem_mark.line + 1 if why.problem_mark else None
        problem = Problem((), f"this is not YAML: {_said(why)}", line=line)
        raise ScenarioError(source, [*builder.problems, problem]) from None
    except yaml.reader.ReaderError as why:
        raise ScenarioError(source, [_unreadable(text, why)]) from None
    except yaml.YAMLError as why:
        raise ScenarioError(source, [Problem((), f"this is not YAML: {why}")]) from None
    if builder.problems:
        raise ScenarioError(source, builder.problems)
    return Document(builder.root, source, builder.lines, texts=builder.texts, problems=builder.unquoted)


def _said(why: yaml.MarkedYAMLError) -> str:
    """Give the parser's words."""
    if why.problem == "found character that cannot start any token" and why.problem_mark:
        return "no value begins like this. Indent with spaces, not tabs; texts that begin with @, ` or % need quotes."
    began = f" that begins on line {why.context_mark.line + 1}" if why.context_mark else ""
    said = f"{why.problem}, {why.context}{began}." if why.context else f"{why.problem}."
    is_on_one_line = why.context_mark and why.problem_mark and why.context_mark.line == why.problem_mark.line
    if why.problem == "did not find expected ',' or '}'" and is_on_one_line:
        return f"{said} A value inside braces that has a comma or a colon in it needs quotes."
    return said


def _unreadable(text: str, why: yaml.reader.ReaderError) -> Problem:
    """Say which character does not belong into a text, and on which line."""
    code = int(why.character)
    line = text.count("\n", 0, max(text.find(chr(code)), 0)) + 1
    return Problem((), f"this is not YAML: character 0x{code:02x} stands in no text.", line=line)


class _Builder:
    """Builds data from the parser's events without recursion, and notes lines."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root: Any = None
        self.lines: dict[int, dict[str | int, int]] = {}
        self.texts: dict[int, dict[str | int, str]] = {}
        self.problems: list[Problem] = []
        self.unquoted: list[Problem] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.open: list[_Open] = []
        self.n_documents = 0
        self.n_values = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._begin(event, {})
        elif kind is yaml.SequenceStartEvent:
            self._begin(event, [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._end()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._document(event)

    def _document(self, event: Any) -> None:
        self.n_documents += 1
        if self.n_documents > 1:
            self._stop(event, 'a second document begins here ("---"). One file holds one scenario.')

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if self.open and self.open[-1].pending is not None:
            if not event.value and not event.style and event.tag is None and event.anchor is None:
                self.open[-1].rejoin()
                return
            self._take_pending()
        if event.tag is not None and not event.tag.startswith("tag:yaml.org,2002:str"):
            self._stop(event, f'tags such as "{cut(event.tag)}" have no meaning here. Leave it out.')
        awaits_key = bool(self.open) and self.open[-1].awaits_key
        if awaits_key and not event.style and not event.anchor and self.open[-1].is_cut_off(event):
            self.open[-1].pending, self.open[-1].awaits_key = (event.value, line), False
            return
        value = event.value if awaits_key or event.style or event.tag else resolve(event.value)
        if self.open and value is not event.value and _as_json(value) != event.value:
            top = self.open[-1]
            self.texts.setdefault(id(top.container), {})[top.step] = event.value or "null"
        self._place(value, line, 1, event.anchor, plain=not event.style)
        if type(value) is int and not awaits_key and self.open:
            self.open[-1].note_number(event)

    def _begin(self, event: Any, container: Any) -> None:
        if event.tag is not None:
            self._stop(event, f'tags such as "{cut(event.tag)}" have no meaning here. Leave it out.')
        self._take_pending()
        if len(self.open) >= DEEPEST:
            self._stop(event, f"more than {DEEPEST} levels of nesting.")
        if self.open and self.open[-1].awaits_key:
            self._stop(event, "a key is a name, not a list or a mapping.")
        opened = _Open(
            container, event.start_mark.line + 1, event.anchor, self.n_values, is_flow=bool(event.flow_style)
        )
        self.lines[id(container)] = opened.lines
        self.open.append(opened)

    def _end(self) -> None:
        for key in self.open[-1].rejoined:
            top, message = self.open[-1], "inside braces a comma ends the value. Write it in quotes, as here."
            self.unquoted.append(Problem((*self._path(), key), message, top.container[key], line=top.lines[key]))
        for key, (text, meant) in self.open[-1].decimals.items():
            message = f'decimals have a point: write "{meant}".'
            path = (*self._path(), key)
            self.unquoted.append(Problem(path, message, AsWritten(text), line=self.open[-1].lines[key]))
        opened = self.open.pop()
        self._place(opened.container, opened.line, 1, opened.anchor)
        if opened.anchor:
            self.anchors[opened.anchor] = (opened.container, self.n_values - opened.n_before)

    def _take_pending(self) -> None:
        """Take what followed an unclosed parenthesis as a key after all: it has a value."""
        if self.open and self.open[-1].pending is not None:
            (key, line), self.open[-1].pending = self.open[-1].pending, None
            self._key(self.open[-1], key, line, plain=True)

    def _alias(self, event: Any) -> None:
        self._take_pending()
        if event.anchor not in self.anchors:
            self._stop(event, f'the anchor "&{cut(event.anchor)}" is not complete before this alias.')
        value, size = self.anchors[event.anchor]
        self._place(value, event.start_mark.line + 1, size, None)

    def _place(self, value: Any, line: int, size: int, anchor: str | None, *, plain: bool = False) -> None:
        """Put a value where it belongs: as the root, an entry of a list, a key, or what a key holds."""
        self.n_values += size
        if self.n_values > MOST_VALUES:
            raise ScenarioError(self.source, [Problem((), f"more than {MOST_VALUES:,} values.", line=line)])
        if anchor and not isinstance(value, dict | list):
            self.anchors[anchor] = (value, 1)
        if not self.open:
            self.root = value
            return
        top = self.open[-1]
        if isinstance(top.container, list):
            top.lines[len(top.container)] = line
            top.container.append(value)
        elif top.awaits_key and top.is_unclosed and plain:
            top.pending, top.awaits_key = (str(value), line), False
        elif top.awaits_key:
            self._key(top, value, line, plain=plain)
        else:
            if not top.is_repeated:
                top.container[top.key] = value
            top.is_unclosed = top.is_flow and plain and not top.is_repeated and _is_unclosed(value)
            top.awaits_key = True

    def _key(self, top: _Open, key: Any, line: int, *, plain: bool) -> None:
        """Note a key; one that is there already is a problem, and its value is not taken."""
        top.key, top.awaits_key = str(key), False
        top.is_repeated = top.key in top.container
        if top.is_repeated:
            message = f"this key is there already, on line {top.lines[top.key]}. Leave one of them out."
            self.problems.append(Problem((*self._path(), top.key), message, line=line))
        elif top.key == "<<" and plain:
            message = 'merge keys ("<<") do not belong to YAML 1.2. Write the keys out.'
            self.problems.append(Problem((*self._path(), top.key), message, line=line))
            top.is_repeated = True
        else:
            top.lines[top.key] = line

    def _path(self) -> Path:
        """Give the path to the container that is being filled."""
        return tuple(opened.step for opened in self.open[:-1])

    def _stop(self, event: Any, message: str) -> None:
        """Give up here, with what was found so far."""
        problem = Problem((), message, line=event.start_mark.line + 1)
        raise ScenarioError(self.source, [*self.problems, problem])


def _as_json(value: object) -> str:
    """Write a single value that is no text as a message would."""
    return repr(value).lower() if isinstance(value, bool) else "null" if value is None else repr(value)


def _is_unclosed(value: object) -> bool:
    """Tell whether a value breaks off inside parentheses: ``uniform(5 min`` of ``{run: uniform(5 min, 9 min)}``."""
    return isinstance(value, str) and value.count("(") > value.count(")")


class _Open:
    """A mapping or list that is being filled.

    In a mapping in braces a value ends at a comma, also inside parentheses and in a number. What follows there without
    a value of its own is `pending`, and belongs to the value before it.
    """

    __slots__ = (
        "anchor",
        "awaits_key",
        "container",
        "decimals",
        "is_flow",
        "is_repeated",
        "is_unclosed",
        "key",
        "line",
        "lines",
        "n_before",
        "number",
        "pending",
        "rejoined",
    )

    def __init__(self, container: Any, line: int, anchor: str | None, n_before: int, *, is_flow: bool = False) -> None:
        self.container = container
        self.line = line
        self.anchor = anchor
        self.n_before = n_before
        self.lines: dict[str | int, int] = {}
        self.key = ""
        self.awaits_key = isinstance(container, dict)
        self.is_repeated = False
        self.is_flow = is_flow
        self.is_unclosed = False
        self.pending: tuple[str, int] | None = None
        self.rejoined: dict[str, None] = {}
        self.number: tuple[str, int] | None = None
        self.decimals: dict[str, tuple[str, str]] = {}

    def note_number(self, event: Any) -> None:
        """Note a whole number in braces, and where it ends: a decimal comma may be what ended it."""
        if self.is_flow and isinstance(self.container, dict) and not event.style and not self.is_repeated:
            self.number = event.value, event.end_mark.index

    def is_cut_off(self, event: Any) -> bool:
        """Tell whether digits follow a whole number, with nothing between but a comma: ``{oak: 0,4}``."""
        follows = self.number is not None and event.start_mark.index == self.number[1] + 1
        return follows and _DECIMALS.fullmatch(event.value) is not None

    def rejoin(self) -> None:
        """Put what was cut off at a comma back to the value to which it belongs."""
        assert self.pending is not None
        if self.number is not None and not isinstance(self.container[self.key], str):
            whole, decimals = self.number[0], self.pending[0]
            self.container[self.key] = resolve(f"{whole}.{decimals}")
            self.decimals[self.key] = f"{whole},{decimals}", f"{whole}.{decimals}"
            self.pending, self.awaits_key = None, True
            return
        self.container[self.key] += f", {self.pending[0]}"
        self.is_unclosed = _is_unclosed(self.container[self.key])
        self.rejoined[self.key] = None
        self.pending, self.awaits_key = None, True

    @property
    def step(self) -> str | int:
        """The key or position that is being filled."""
        return len(self.container) if isinstance(self.container, list) else self.key


_DECIMALS = re.compile(r"[0-9]{1,20}( .*)?", re.ASCII)
"""What a decimal comma in braces cuts off: digits, with a unit behind them or none."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_OTHER_BASE = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}", re.ASCII)
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}


def resolve(text: str) -> Any:
    """Give the value of a plain scalar by the core schema (YAML 1.2.2, section 10.3.2)."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return int(text, 0) if _OTHER_BASE.fullmatch(text) else text


def read_json(text: str, source: str) -> Document:
    """Read JSON; keys that occur twice are refused."""
    problems: list[Problem] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                problems.append(Problem((key,), "this key is there twice. Leave one of them out."))
            found[key] = value
        return found

    try:
        data = json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as why:
        raise ScenarioError(source, [Problem((), f"this is not JSON: {why.msg}.", line=why.lineno)]) from None
    except RecursionError:
        raise ScenarioError(source, [_too_deep()]) from None
    except ValueError as why:  # an integer of thousands of digits
        raise ScenarioError(source, [Problem((), f"this is not JSON: {why}.")]) from None
    if problems:
        _read_for_its_problems(text, source)
        raise ScenarioError(source, problems)
    _forget_schema(data)
    document = Document(copied(data, source), source)
    document.reread = lambda: _json_with_lines(text, document)
    return document


def _forget_schema(data: Any) -> None:
    """Leave out the key by which a JSON file names its schema to editors."""
    if isinstance(data, dict):
        data.pop("$schema", None)


def _read_for_its_problems(text: str, source: str) -> None:
    """Tell keys that are there twice with their paths and lines, where JSON can be read as YAML."""
    try:
        read_yaml(text[:LARGEST_TEXT], source)
    except ScenarioError as why:
        if all(problem.path for problem in why.problems):
            raise


def _json_with_lines(text: str, document: Document) -> Document:
    """Find the lines of a JSON document: nearly all JSON is YAML."""
    try:
        found = read_yaml(text[:LARGEST_TEXT], document.source)
    except ScenarioError:
        return document
    _forget_schema(found.data)
    return found if found.data == document.data else document


def read_json_or_yaml(text: str, source: str) -> Document:
    """Read a text that may be either: what begins with a brace and is JSON, is read as JSON."""
    is_long = len(text) > LARGEST_TEXT
    if text[:100].lstrip().startswith("{"):
        try:
            return read_json(text, source)
        except ScenarioError:
            if is_long:
                raise
    if is_long:
        raise ScenarioError(source, [Problem((), f"the text is longer than {LARGEST_TEXT // 1_000_000} MB.")])
    return read_yaml(text, source)


def read_toml(text: str, source: str) -> Document:
    """Read TOML."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        line = re.search(r"\(at line (\d+), column \d+\)", str(why))
        message = f"this is not TOML: {why}."
        raise ScenarioError(source, [Problem((), message, line=int(line[1]) if line else None)]) from None
    except RecursionError:
        raise ScenarioError(source, [_too_deep()]) from None
    except ValueError as why:
        raise ScenarioError(source, [Problem((), f"this is not TOML: {why}.")]) from None
    document = Document(copied(data, source), source)
    document.reread = lambda: _toml_with_lines(text, document)
    return document


def _toml_with_lines(text: str, document: Document) -> Document:
    """Find the lines of headers and keys of a TOML document; inside a value that runs over lines there are none."""
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        try:
            if words.startswith("["):
                table = _toml_path(words)
                _note(document, table, number)
            elif "=" in words:
                _note(document, [*table, *_toml_path(f"{words.partition('=')[0]} = 0")], number)
        except tomllib.TOMLDecodeError:
            continue
    return document


def _toml_path(line: str) -> list[str]:
    """Take the dotted name of a header or a key apart."""
    path: list[str] = []
    found: Any = tomllib.loads(line)
    while isinstance(found, dict | list) and found:
        if isinstance(found, dict):
            path += list(found)
            found = found[path[-1]]
        else:
            found = found[-1]
    return path


def _note(document: Document, path: list[str], line: int) -> None:
    """Note the line of a path, and of the parts of it that have none yet."""
    current: Any = document.data
    for step in path:
        if isinstance(current, list):
            current = current[-1] if current else None
        if not isinstance(current, dict) or step not in current:
            return
        document.lines.setdefault(id(current), {}).setdefault(step, line)
        current = current[step]


READERS = {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json, ".toml": read_toml}
"""By ending of the file."""


def decoded(content: bytes) -> str:
    """Decode a file; it is UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) or _has_wide_signs(content):
        raise ValueError("the file is in UTF-16 or UTF-32. Save it as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = content.count(b"\n", 0, why.start) + 1
        byte = content[why.start]
        raise ValueError(f"the file is not UTF-8 (line {line}, byte 0x{byte:02x}). Save it as UTF-8.") from None


def _has_wide_signs(content: bytes) -> bool:
    """Tell whether the file begins as a text does of which each sign takes two or four bytes."""
    return 2 <= content[:4].count(0) < min(4, len(content))


def copied(data: Any, source: str, depth: int = 0) -> Any:
    """Copy mappings and lists, keep the values; keys become texts."""
    if depth > DEEPEST:
        raise ScenarioError(source, [_too_deep()])
    if isinstance(data, Mapping):
        return {str(key): copied(value, source, depth + 1) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [copied(value, source, depth + 1) for value in data]
    return data


def _too_deep() -> Problem:
    return Problem((), f"more than {DEEPEST} levels of nesting.")
