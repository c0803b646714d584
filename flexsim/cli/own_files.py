"""Which files of a folder a result has written there, so that the next one there takes away what it leaves of them.

Whatever lies beside the tables of a result is read as its own: tables of another kind and pictures of the one before it
too. So ``flexsim_files.csv`` lists all that is written, with digests of what was in it. A file goes only if it is
listed and unchanged, and only once the new result is whole: whatever ends the program before, both are there and
listed.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import NamedTuple

LISTED = "flexsim_files.csv"
"""Names the files of the result that a folder holds."""

HEAD = ["file", "blake2b", "result"]

THIS, BEFORE = "this", "one before"
"""Whose a file is: both stand in the list while a result is being written."""


class OwnFile(NamedTuple):
    """A file that a result wrote: a digest of what was in it, and which result."""

    digest: str
    result: str = THIS


def begin_result(folder: Path) -> None:
    """Note that another result is written into a folder: what is listed there is of the one before."""
    if known := listed_files(folder):
        _write({name: one._replace(result=BEFORE) for name, one in known.items()}, folder)


def note_files(paths: Iterable[Path], folder: Path) -> None:
    """List files that have been written into a folder as those of the present result."""
    _write(listed_files(folder) | {path.name: OwnFile(digest_of(path)) for path in paths}, folder)


def end_result(folder: Path) -> None:
    """Take away what the result before has left, now that the present one is whole.

    A file that somebody has changed since, or has put there, stays, and is listed no longer.
    """
    known = listed_files(folder)
    for name, one in known.items():
        path = folder / name
        is_left = one.result == BEFORE and path.is_file() and not path.is_symlink()
        if is_left and digest_of(path) == one.digest:
            path.unlink()
    _write({name: one for name, one in known.items() if one.result == THIS}, folder)


def listed_files(folder: Path) -> dict[str, OwnFile]:
    """Give the files that a folder lists; none if it has no list, or one that is not ours."""
    try:
        rows = list(csv.reader((folder / LISTED).read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    if rows[:1] != [HEAD]:
        return {}
    return {row[0]: OwnFile(*row[1:]) for row in rows[1:] if len(row) == len(HEAD) and Path(row[0]).name == row[0]}


def digest_of(path: Path) -> str:
    """Give a digest of what is in a file."""
    with path.open("rb") as file:
        return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()


def _write(known: dict[str, OwnFile], folder: Path) -> None:
    path, part = folder / LISTED, folder / f"{LISTED}.part"
    with part.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *((name, *one) for name, one in sorted(known.items()))])
    os.replace(part, path)
