"""The shipped experiments in a size that ends: both verdicts of ``flexsim demo``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flexsim.cli.studying import draw_verdict, judge

if TYPE_CHECKING:
    from flexsim.study import Cell, StudyFile

SELECTION, CONFIRMATION, SHORT_RUNS = 2, 4, 3
"""Few of each: enough to see the sign of differences of a per cent."""


@dataclass(frozen=True)
class InShort:
    """How a shipped experiment is cut short.

    Attributes
    ----------
    points : tuple or None
        Of its sweep, those that are run; all unless stated.
    values : mapping
        What is set in all its scenarios: shorter runs.
    note : str
        What that means.
    """

    points: tuple[object, ...] | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    note: str = ""


DEMO_STUDIES: Mapping[str, InShort] = {
    "lot_size_one": InShort((1, 10, 50), {"warm_up": "52 wk", "horizon": "78 wk"}, "half a year instead of a year"),
    "permanent_or_flexible": InShort(),
}
"""Half a year suffices up to lots of 50, which are reordered often enough before it begins."""


def run_studies(workers: int | None, out: Path, seed: int) -> None:
    """Run the experiments, print who is cheaper by how much, and draw them."""
    from flexsim.insight import verdict_in_brief
    from flexsim.shipped import experiment
    from flexsim.study import read_study

    for name, how in DEMO_STUDIES.items():
        study = in_short(replace(read_study(experiment(name)), source=f"experiments/{name}.yaml", seed=seed), how)
        judged = judge(study, workers, out / name)
        draw_verdict(judged.found, out / name)
        click.echo(f"\n{verdict_in_brief(judged.found)}")
        if how.note:
            click.echo(f"\nIn short: {how.note}, points {', '.join(map(str, how.points or ()))}.")
        click.echo(f"\nIn full, and why: flexsim compare {study.source}. Tables and pictures: {out / name}")
        judged.leave_if_stopped()


def in_short(study: StudyFile, how: InShort) -> StudyFile:
    """Give a study with fewer runs, and fewer points of its sweep."""
    kept = tuple(
        replace(one, cells=tuple(_cell_in_short(cell, how) for cell in one.cells))
        for one in study.contests
        if how.points is None or one.point in how.points
    )
    sweep = replace(study.sweep, values=how.points) if study.sweep and how.points else study.sweep
    return replace(
        study, contests=kept, sweep=sweep, selection=SELECTION, confirmation=CONFIRMATION, short_runs=SHORT_RUNS
    )


def _cell_in_short(cell: Cell, how: InShort) -> Cell:
    """Give an alternative with shorter runs."""
    side = cell.alternative
    return (
        replace(cell, alternative=replace(side, scenario=side.scenario.with_values(how.values))) if how.values else cell
    )
