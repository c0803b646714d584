"""One scenario file builds on another: ``extends: other.yaml``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from flexsim.scenario.errors import Problem, ScenarioError, joined
from flexsim.scenario.folders import Folders
from flexsim.scenario.lists import names_of_files
from flexsim.scenario.merging import Side, merge
from flexsim.scenario.model import version_problem
from flexsim.scenario.named_files import content_of, said
from flexsim.scenario.reading import LARGEST_TEXT, READERS, Document, decoded
from flexsim.scenario.traces import name_traces_from

LONGEST_CHAIN = 10
"""Files that build on each other; more than three or four nobody can follow."""


def with_base(document: Document, folder: Folders | None, file: str | None) -> Document:
    """Give a scenario together with the file it builds on, and so on; its own keys come first.

    Parameters
    ----------
    document : Document
        What the scenario's own file says.
    folder : Folders or None
        In which the other files lie, or in folders below.
    file : str or None
        The name of the scenario's own file, if it is one.

    Raises
    ------
    ScenarioError
        If a file is not there, lies elsewhere, cannot be read or builds on itself.
    """
    _check_version(document, None, document.source)
    if "extends" not in document.data:
        return document
    document = document.with_lines()
    data: dict[str, Any] = {key: value for key, value in document.data.items() if key != "extends"}
    document.lines[id(data)] = document.lines.get(id(document.data), {})
    document.texts[id(data)] = document.texts.get(id(document.data), {})
    document.kept.append(document.data)
    upper, naming, named = data, _Naming(None, document.data, document.line_of(document.data, "extends")), [file]
    problems: list[Problem] = []
    while "extends" in naming.data:
        base, naming = _base(document, folder, naming, named)
        upper = merge(document, Side(base, naming.file), Side(upper, None), (), problems)
    if problems:
        raise ScenarioError(document.source, problems)
    document.data, document.reread = upper, None
    return document


class _Naming:
    """A file that may name another one: what it says, its name from the scenario's folder, the line of the name."""

    def __init__(self, file: str | None, data: dict[str, Any], line: int | None) -> None:
        self.file, self.data, self.line = file, data, line

    def problem(self, message: str) -> Problem:
        """Say what is wrong with the name."""
        return Problem(("extends",), message, self.data["extends"], self.line, self.file)


def _base(
    document: Document, folder: Folders | None, naming: _Naming, named: list[str | None]
) -> tuple[dict[str, Any], _Naming]:
    """Read the next file of the chain; give what it says, and itself as one that may name another."""
    try:
        name = _name(naming)
        _check_chain(name, named)
        base = _read(name, folder)
    except ScenarioError as why:
        found = [replace(problem, file=name) for problem in why.problems]
        raise ScenarioError(document.source, found, why.has_more) from None
    except (ValueError, OSError) as why:
        raise ScenarioError(document.source, [naming.problem(said(why))]) from None
    named.append(name)
    _check_version(base, name, document.source)
    _name_from_the_top(base.data, PurePosixPath(name).parent)
    document.lines.update(base.lines)
    document.texts.update(base.texts)
    document.kept.append(base.data)
    document.problems += [replace(problem, file=name) for problem in base.problems]
    data = {key: value for key, value in base.data.items() if key != "extends"}
    document.lines[id(data)] = base.lines.get(id(base.data), {})
    document.texts[id(data)] = base.texts.get(id(base.data), {})
    return data, _Naming(name, base.data, base.line_of(base.data, "extends"))


def _name(naming: _Naming) -> str:
    """Give the name of the next file, from the scenario's folder."""
    name = naming.data["extends"]
    if not isinstance(name, str) or not name:
        raise ValueError('the name of one scenario file is needed, such as "extends: base.yaml".')
    return (PurePosixPath(naming.file or "").parent / name).as_posix()


def _check_chain(name: str, named: list[str | None]) -> None:
    """Refuse files that build on each other in a circle, or too many of them."""
    if name in named:
        circle = [file for file in named[named.index(name) :] if file]
        through = f" {joined(circle, 'and')} build on each other." if len(circle) > 1 else ""
        raise ValueError(f"the file would build on itself.{through}")
    if len(named) > LONGEST_CHAIN:
        raise ValueError(f"more than {LONGEST_CHAIN} files build on each other.")


def _read(name: str, folder: Folders | None) -> Document:
    """Read one file of the chain."""
    content = content_of(name, folder)
    reader = READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        raise ValueError("the name of a scenario ends with .yaml, .json or .toml.")
    if len(content) > LARGEST_TEXT:
        raise ValueError(f"the file is larger than {LARGEST_TEXT // 1_000_000} MB.")
    base = reader(decoded(content), name)
    if not isinstance(base.data, dict):
        raise ValueError("this file is no mapping of keys to values.")
    return base.with_lines()


def _check_version(document: Document, file: str | None, source: str) -> None:
    """Refuse a version of the format that this program does not know, before anything else."""
    message = version_problem(document.data)
    if message:
        document = document.with_lines()
        line = document.line_of(document.data, "flexsim")
        raise ScenarioError(source, [Problem(("flexsim",), message, document.data["flexsim"], line, file)])


def _name_from_the_top(data: dict[str, Any], folder: PurePosixPath) -> None:
    """Write the names of files in a file of a folder below as seen from the scenario's own folder."""
    changed: set[int] = set()
    if folder == PurePosixPath():
        return
    for _, part, key in names_of_files(data):
        if id(part) not in changed:
            part[key] = (folder / part[key]).as_posix()
            changed.add(id(part))
    name_traces_from(folder, data)
