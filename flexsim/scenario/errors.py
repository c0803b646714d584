"""What is wrong with a scenario: every problem with its place, its value and what is allowed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache

Path = tuple[str | int, ...]
"""Steps from the top of a scenario to a value: keys, and positions in lists."""

LONGEST_VALUE = 80
"""Longer values are cut in messages: the line number says where the rest stands."""

MOST_KNOWN = 12
"""At most this many allowed names are listed in a message; the nearest one comes first."""

MOST_PROBLEMS = 100
"""At most this many problems are written out; the rest is counted."""


MOST_EXAMINED = 10_000
"""At most this many problems are put into words: a file of garbage can have a million."""


class Nothing(Enum):
    """Stands for a value that is not there, so none is printed."""

    ABSENT = "absent"


ABSENT = Nothing.ABSENT


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, its value, and what would be right."""

    path: Path
    message: str
    value: object = ABSENT
    line: int | None = None
    file: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        """Give the problem as one line: place, path, value, message."""
        value = "" if self.value is ABSENT else f" = {shown(self.value)}"
        where = f"{written(self.path)}{value}"
        return printable(f"{self.place}{where}: {self.message}" if where else f"{self.place}{self.message}")

    @property
    def place(self) -> str:
        """File, line and column, as far as they are known."""
        file = f"{self.file} " if self.file else ""
        line = f"line {self.line}" if self.line is not None else ""
        column = f", column {shown(self.column)}" if self.column is not None else ""
        return f"{file}{line}{column}  " if line else file


class ScenarioError(ValueError):
    """A scenario is wrong. The text lists every problem that was found.

    Attributes
    ----------
    source : str
        The file, or what stands for it.
    problems : tuple of Problem
        All that is wrong, in the order of the file.
    has_more : bool
        Whether there are more, which nobody looked at.
    """

    def __init__(self, source: str, problems: Iterable[Problem], has_more: bool = False) -> None:
        self.source = source
        self.problems = tuple(problems)
        self.has_more = has_more
        super().__init__(source, self.problems, has_more)

    def __str__(self) -> str:
        """Give all problems, one a line."""
        count = len(self.problems)
        head = f"{self.source} has {'more than ' * self.has_more}{count} problem{'s' * (count != 1)}"
        lines = [f"  {problem}" for problem in self.problems[:MOST_PROBLEMS]]
        if count > MOST_PROBLEMS:
            lines.append(f"  ... and {count - MOST_PROBLEMS} more")
        return "\n".join([head, *lines])


class PartError(ValueError):
    """Several problems inside one part of a scenario, each with its path from there.

    Attributes
    ----------
    problems : tuple of Problem
        What we found.
    rest : ValueError or None
        What pydantic found besides.
    """

    def __init__(self, problems: Sequence[Problem], rest: ValueError | None = None) -> None:
        self.problems = tuple(problems)
        self.rest = rest
        super().__init__("; ".join(problem.message for problem in problems))


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A value in the words of the file, where the program would write it differently: ``.inf``, ``1e3``."""

    text: str


def shown(value: object) -> str:
    """Write a value as the file does, cut to a readable length."""
    if isinstance(value, AsWritten):
        return cut(value.text)
    return cut(json.dumps(value, ensure_ascii=False, default=str))


def cut(text: str) -> str:
    """Cut a text of the scenario to what a message may repeat of it."""
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."


def printable(text: str) -> str:
    """Write signs that a terminal would obey, or could not show, as their codes."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def written(path: Path) -> str:
    """Write a path with dots and, for lists, positions in brackets."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{cut(step)}" if text else cut(step)
    return text


def listed(names: Iterable[str]) -> str:
    """List names for a message, the first few of many."""
    names = list(names)
    rest = f", ... ({len(names)} in all)" if len(names) > MOST_KNOWN else ""
    return ", ".join(names[:MOST_KNOWN]) + rest


def joined(names: Sequence[str], word: str = "or") -> str:
    """Write names as a sentence does: with commas, and a word before the last."""
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def nearest(name: str, known: Iterable[str]) -> str:
    """Say what could have been meant: the nearest known name, else what is known."""
    return _nearest(name, tuple(sorted(known)))


@lru_cache(maxsize=1000)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """Look for a name spelled alike; one mistake made a hundred times is looked up once."""
    by_small_letters = {candidate.lower(): candidate for candidate in known}
    close = get_close_matches(name.lower(), by_small_letters, n=1)
    if close:
        return f' Nearest: "{by_small_letters[close[0]]}".'
    return f" Known: {listed(known)}." if known else " None is known."
