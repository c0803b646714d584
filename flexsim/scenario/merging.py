"""Merging what two files say, so that every value still knows its file and line."""

from __future__ import annotations

from typing import Any, NamedTuple

from flexsim.scenario.errors import Path, Problem, nearest
from flexsim.scenario.reading import Document

FROM = "from"
"""The key beside the names of a list that says in which file more of them stand."""


class Side(NamedTuple):
    """One of two mappings, the file in which it stands (None: the scenario's own), and the line there."""

    data: dict[str, Any]
    file: str | None
    line: int | None = None


def merge(document: Document, under: Side, over: Side, path: Path, problems: list[Problem]) -> dict[str, Any]:
    """Put one mapping over another: mappings merge key by key, null takes a key out, all else replaces.

    Parameters
    ----------
    document : Document
        Holds the lines and files of both; those of what is put together are added.
    under, over : Side
        The mapping that gives way, and the one that comes first.
    path : tuple
        Where both belong.
    problems : list of Problem
        Gains one for every null that takes out nothing.
    """
    merged: dict[str, Any] = {}
    origins: dict[str | int, str | None] = {}
    lines: dict[str | int, int] = {}
    texts = dict(document.texts.get(id(under.data), {}))

    def take(key: str, value: Any, found: Side) -> None:
        merged[key], origins[key] = value, found.file
        if found.line is not None:
            lines[key] = found.line

    for key, value in under.data.items():
        take(key, value, _side(document, under, key))
    for key in over.data:
        texts.pop(key, None)
    texts |= document.texts.get(id(over.data), {})
    for key, value in over.data.items():
        found = _side(document, over, key)
        if value is None and isinstance(merged.get(FROM), str) and key != FROM:  # it may stand in that file as well
            document.taken_out |= {(*path, key)} if key in merged else set()
            take(key, None, found)
        elif value is None:
            problems += _taken_out(document, merged, key, (*path, key), found)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            lower = Side(merged[key], origins[key], lines.get(key))
            take(key, merge(document, lower, found, (*path, key), problems), found)
        else:
            take(key, value, found)
    document.origins[id(merged)], document.lines[id(merged)], document.texts[id(merged)] = origins, lines, texts
    document.kept += [under.data, over.data]
    return merged


def _side(document: Document, outer: Side, key: str) -> Side:
    """Give the value of a key with its file and line; what has no line of its own stands on that of its part."""
    file = document.origin_of(outer.data, key, outer.file)
    line = document.line_of(outer.data, key)
    return Side(outer.data[key], file, line if line or file != outer.file else outer.line)


def _taken_out(document: Document, merged: dict[str, Any], key: str, path: Path, found: Side) -> list[Problem]:
    """Take a key out; where there is none, a name is probably misspelt."""
    if key in merged or path in document.taken_out:
        merged.pop(key, None)
        return []
    close = nearest(key, merged)
    message = f'there is no "{key}" to be taken out. For one that has only defaults write "{key}: {{}}".{close}'
    return [Problem(path, message, line=found.line, file=found.file)]


def unaliased(document: Document) -> Document:
    """Give the same document without anything that stands in two places, so that one can be changed alone."""
    copy = Document(None, document.source, files=dict(document.files), columns=document.columns)
    copy.kept = [document]
    copy.data = _copied(document.data, document, copy)
    return copy


def _copied(data: Any, document: Document, copy: Document) -> Any:
    """Copy mappings and lists with what is known about them."""
    if isinstance(data, dict):
        new: Any = {key: _copied(value, document, copy) for key, value in data.items()}
    elif isinstance(data, list):
        new = [_copied(value, document, copy) for value in data]
    else:
        return data
    if id(data) in document.lines:
        copy.lines[id(new)] = dict(document.lines[id(data)])
    if id(data) in document.texts:
        copy.texts[id(new)] = dict(document.texts[id(data)])
    if id(data) in document.origins:
        copy.origins[id(new)] = dict(document.origins[id(data)])
    if id(data) in document.files:
        copy.files[id(new)] = document.files[id(data)]
    return new
