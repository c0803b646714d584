"""Pages that show what commands and examples print: run them, and compare or, if asked to, write anew what they print.

A page has blocks of two kinds. A ``console`` block begins with ``$`` and a command; below it stand lines of what the
command prints, those worth showing. A ``python`` block is an example; the ``text`` block after it is all it prints.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.cli.helpers import call

ROOT = Path(__file__).parents[2]

BLOCK = re.compile(r"```(console|python|text|yaml)\n(.*?)```", re.DOTALL)

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")


def blocks(page: str) -> list[tuple[str, str]]:
    """Give the blocks of a page: their kinds and their texts."""
    return BLOCK.findall(page)


def commands(page: str) -> Iterator[tuple[str, list[str]]]:
    """Give every command of a page, and the lines that it is said to print."""
    for kind, text in blocks(page):
        if kind == "console":
            first, *lines = text.strip("\n").split("\n")
            yield first.removeprefix("$ "), lines


def examples(page: str) -> Iterator[tuple[str, str]]:
    """Give every example of a page, and what it is said to print."""
    found = blocks(page)
    for (kind, example), (after, printed) in pairwise(found):
        if kind == "python" and after == "text":
            yield example, printed


def printed_by(command: str) -> str:
    """Give what a command of flexsim prints."""
    program, *arguments = shlex.split(command)
    assert program == "flexsim", command
    done = call(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def printed_by_examples(page: str) -> list[str]:
    """Give what each example of a page prints; a later one may use the names of those before it."""
    names: dict[str, object] = {"__name__": "page"}
    printed = []
    for example, _ in examples(page):
        caught = io.StringIO()
        with contextlib.redirect_stdout(caught):
            exec(compile(example, "page", "exec"), names)
        printed.append("\n".join(line.rstrip() for line in caught.getvalue().split("\n")))
    return printed


def same_line(line: str, printed: str) -> str:
    """Give the printed line that begins with the same words as a line of the page."""
    words = re.split(r" {2,}|:", line.strip())[0]
    of_same = (one for one in printed.split("\n") if re.split(r" {2,}|:", one.strip())[0] == words)
    return next(of_same, line)


def written_anew(page: str) -> str:
    """Give the page with what its commands and examples print today."""
    for command, lines in commands(page):
        if command.startswith("flexsim"):
            printed = printed_by(command)
            old = "\n".join([f"$ {command}", *lines])
            page = page.replace(old, "\n".join([f"$ {command}", *(same_line(line, printed) for line in lines)]))
    for (example, old), new in zip(list(examples(page)), printed_by_examples(page), strict=True):
        page = page.replace(f"{example}```\n\n```text\n{old}", f"{example}```\n\n```text\n{new}")
    return page


def numbers(text: str) -> set[str]:
    """Give the numbers in a text as they are written, without the commas of thousands."""
    return {number.replace(",", "").rstrip(".") for number in NUMBER.findall(text)}


def prose(page: str) -> str:
    """Give a page without its blocks and the targets of its links."""
    return re.sub(r"\]\([^)]*\)|`[^`]*`", "", BLOCK.sub("", page))
