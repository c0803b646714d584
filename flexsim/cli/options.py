"""Options that several commands have, and what they need to read and write."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flexsim.cli.group import OTHER_ERROR, leave

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

LARGEST_KEY = 2**32 - 1
"""Of seeds and replications (floor.md, R3)."""

MOST_WORKERS = 256
MOST_REPLICATIONS = 1_000_000

FILE = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
SEED = click.option(
    "--seed", type=click.IntRange(0, LARGEST_KEY), default=1, show_default=True, help="Keys all chance."
)
WORKERS = click.option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), help="Parallel processes; all cores unless given."
)
SETTINGS = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="PATH=VALUE",
    help="Another value than in the file, such as work_centres.bench.units=4; may be repeated.",
)
NAMED_FILES = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="One more folder in which files may lie that the scenario names; else they lie beside it.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")


def read(file: Path, data: Path | None = None, settings: Sequence[str] = ()) -> Scenario:
    """Load a scenario, with other values than in its file where they are given.

    A bare name may be a shipped model's.
    """
    from flexsim.scenario import load

    return load(shipped(file), data=data, settings=settings)


def shipped(file: Path) -> Path:
    """Give the file of a shipped model if that is what is named, such as ``bicycle_workshop``."""
    from flexsim.shipped import model, models

    return model(file.name) if is_bare_name(file) and file.name in models() else file


def shipped_study(file: Path) -> Path:
    """Give the file of a shipped experiment if that is what is named, such as ``lot_size_one``."""
    from flexsim.shipped import experiment, experiments

    return experiment(file.name) if is_bare_name(file) and file.name in experiments() else file


def is_bare_name(file: Path) -> bool:
    """Tell whether this is a name without folder and ending, and no file has it."""
    return file.name == str(file) and not file.suffix and not os.path.lexists(file)


def writable(folder: Path) -> Path:
    """Make a folder and see that it can be written to, before anything is computed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        leave(f"{folder}: a file is in the way of this folder", OTHER_ERROR)
    if not os.access(folder, os.W_OK | os.X_OK):
        leave(f"{folder}: this folder cannot be written to", OTHER_ERROR)
    return folder


def split_records(ctx: click.Context, option: click.Parameter, texts: Sequence[str]) -> tuple[str, ...]:
    """Read ``--record orders,events`` and ``--record orders --record events`` alike."""
    from flexsim.study import RECORDABLE

    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name not in RECORDABLE]:
        raise click.BadParameter(f"{unknown[0]!r} cannot be recorded; known: {', '.join(RECORDABLE)}", ctx, option)
    return tuple(dict.fromkeys(names))


def print_json(report: Mapping[str, Any]) -> None:
    """Print a report for machines."""
    click.echo(json.dumps(report, indent=2, allow_nan=False))
