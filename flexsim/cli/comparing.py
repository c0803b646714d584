"""``flexsim compare``: two scenarios side by side, as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flexsim.cli.group import main
from flexsim.cli.keeping import write_figures, write_report
from flexsim.cli.options import (
    FILE,
    FOLDER,
    JSON,
    MOST_REPLICATIONS,
    NAMED_FILES,
    SEED,
    SETTINGS,
    WORKERS,
    print_json,
    read,
    writable,
)
from flexsim.cli.replicating import Side, Study


@main.command()
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
@NAMED_FILES
@SETTINGS
@SEED
@click.option(
    "--replications",
    type=click.IntRange(2, MOST_REPLICATIONS),
    default=10,
    show_default=True,
    help="How many pairs of runs.",
)
@WORKERS
@click.option(
    "--out",
    type=FOLDER,
    help="Folder for the comparison and, in one folder a side, tables of the first replication and figures of all.",
)
@JSON
def compare(
    first: Path,
    second: Path,
    data: Path | None,
    settings: tuple[str, ...],
    seed: int,
    replications: int,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare two scenarios as they are, by pairs of replications with common random numbers.

    --data and --set are for both of them.
    Differences are second less first, with Student-t intervals of the pairs. Ctrl-C prints what the pairs that have
    finished say.
    """
    from flexsim.insight import comparison_report
    from flexsim.study import FEW, RECORD
    from flexsim.study import compare as compared

    names = side_names(first, second)
    scenarios = [read(file, data, settings) for file in (first, second)]
    sides = [
        Side(name, scenario, writable(out / name) if out else None)
        for name, scenario in zip(names, scenarios, strict=True)
    ]
    study = Study(sides, seed, replications, workers, FEW, record_first=RECORD)
    one, other = study.run()
    found = compared(one, other)
    report: dict[str, Any] = {**found.report(), **study.note()}
    if out:
        for side, replicated in zip(sides, (found.first, found.second), strict=True):
            write_figures(replicated, replicated.report(), out / side.name)
        write_comparison(found.table(), report, out)
    if as_json:
        print_json(report)
    else:
        click.echo(comparison_report(names, found, f"stopped after {study.how_far()}" if study.stopped else ""))
        if out:
            click.echo(f"\nTables: {out}")
    study.leave_if_stopped()


def side_names(first: Path, second: Path) -> tuple[str, str]:
    """Name the sides by their files; files of one name are numbered."""
    one, other = first.stem, second.stem
    return (one, other) if one != other else (f"{one}_1", f"{other}_2")


def write_comparison(table: Any, report: dict[str, Any], out: Path) -> None:
    """Write the table of differences as Parquet and CSV, and the report as JSON."""
    from flexsim.results import write_tables

    write_tables({"comparison": table.reset_index()}, out)
    write_report(report, out)
