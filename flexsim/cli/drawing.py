"""Pictures as files, beside the tables of the result that they are of.

A folder lists the pictures that a result drew into it, with digests of what was in them. So the next result there takes
them away, as they would be read as its own, and nothing else.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flexsim.scenario import Scenario
    from flexsim.study import Result

Window = tuple[float, float]

LISTED = "pictures.csv"
"""Names the pictures of the result that a folder holds."""

HEAD = ["picture", "blake2b"]


def check_window(window: Window | None, scenario: Scenario) -> None:
    """Refuse a window in which there is nothing to see."""
    if window is None:
        return
    if not 0 <= window[0] < window[1]:
        raise click.BadParameter(f"{window[0]} to {window[1]} h is empty", param_hint="--window")
    if scenario.horizon is not None and window[0] >= scenario.horizon / 3600:
        message = f"{window[0]} to {window[1]} h is after the end of the run at {scenario.horizon / 3600:g} h"
        raise click.BadParameter(message, param_hint="--window")


def draw(result: Result, folder: Path, window: Window | None = None, by: str = "step") -> list[Path]:
    """Draw every picture of a run into a folder; the Gantt chart shows a window of hours, or else a week."""
    from flexsim.insight import pictures

    return save_pictures(pictures(result, window_h=window, by=by), folder)


def save_pictures(figures: Iterable[tuple[str, Figure]], folder: Path) -> list[Path]:
    """Save figures by their names as PNG, and list them as pictures of what the folder holds."""
    from flexsim.insight import save

    saved = []
    for name, figure in figures:
        path = save(figure, folder / f"{name}.png")
        known = {**listed_pictures(folder), path.name: digest_of(path)}
        with (folder / LISTED).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEAD, *known.items()])
        saved.append(path)
    return saved


def clear_pictures(folder: Path) -> None:
    """Take away the pictures of the result that a folder held, before another one is written into it.

    A picture that somebody has changed since, or has put there, stays.
    """
    listed = listed_pictures(folder)
    for name, digest in listed.items():
        path = folder / name
        if path.is_file() and not path.is_symlink() and digest_of(path) == digest:
            path.unlink()
    if listed:
        (folder / LISTED).unlink()


def listed_pictures(folder: Path) -> dict[str, str]:
    """Give the pictures that a folder lists, with their digests; none if it has no list, or one that is not ours."""
    try:
        rows = list(csv.reader((folder / LISTED).read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    if rows[:1] != [HEAD]:
        return {}
    return {row[0]: row[1] for row in rows[1:] if len(row) == len(HEAD) and Path(row[0]).name == row[0]}


def digest_of(path: Path) -> str:
    """Give a digest of what is in a file."""
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
