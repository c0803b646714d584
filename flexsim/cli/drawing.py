"""Pictures as files, beside the tables of the result that they are of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flexsim.cli.own_files import note_files

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flexsim.scenario import Scenario
    from flexsim.study import Result

Window = tuple[float, float]


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
        note_files([path], folder)
        saved.append(path)
    return saved
