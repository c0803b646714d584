"""``flexsim compare``: the sides of a study, or two scenarios as they are."""

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
    LARGEST_KEY,
    MOST_REPLICATIONS,
    NAMED_FILES,
    SETTINGS,
    WORKERS,
    print_json,
    read,
    shipped_study,
    writable,
)
from flexsim.cli.own_files import begin_result, end_result, note_files
from flexsim.cli.replicating import Runs, Side
from flexsim.cli.studying import compare_study


@main.command()
@click.argument("first", type=FILE, metavar="STUDY|FIRST")
@click.argument("second", type=FILE, required=False, metavar="[SECOND]")
@NAMED_FILES
@SETTINGS
@click.option("--seed", type=click.IntRange(0, LARGEST_KEY), help="Keys all chance; 1, or what the study says.")
@click.option(
    "--replications",
    type=click.IntRange(2, MOST_REPLICATIONS),
    help="How many pairs of runs; 10, or what the study says.",
)
@click.option("--as-is", is_flag=True, help="Of a study: compare its sides as they are, without sizing them first.")
@WORKERS
@click.option(
    "--out",
    type=FOLDER,
    help="Folder for the verdict of a study and its tables; of two scenarios for the comparison and, in one folder a "
    "side, tables of the first replication and figures of all.",
)
@click.option("--pictures", is_flag=True, help="Of a study: draw it as well (needs --out).")
@JSON
def compare(
    first: Path,
    second: Path | None,
    data: Path | None,
    settings: tuple[str, ...],
    seed: int | None,
    replications: int | None,
    as_is: bool,
    workers: int | None,
    out: Path | None,
    pictures: bool,
    as_json: bool,
) -> None:
    """Compare the sides of a study, each sized for the same service; or two scenarios as they are.

    A STUDY names its alternatives, what each may decide for itself, the service that customers are to get, and seeds.
    Of it --seed and --replications take the place of what it says.

    With a SECOND file both are scenarios, compared by pairs of replications with common random numbers; --data and
    --set are for both of them. Differences are second less first, with Student-t intervals of the pairs.

    Ctrl-C prints what the runs that have finished say.
    """
    if pictures and out is None:
        raise click.UsageError("--pictures needs a folder: add --out FOLDER")
    if second is None:
        if settings:
            raise click.UsageError("--set is for scenarios: a study says itself what is set in its scenarios")
        compare_study(shipped_study(first), data, seed, replications, as_is, workers, out, pictures, as_json)
        return
    if pictures:
        raise click.UsageError("--pictures is for a study; of a scenario: flexsim run FILE --out FOLDER --pictures")
    if as_is:
        raise click.UsageError("--as-is is for a study: two scenarios are always compared as they are")
    compare_scenarios(
        (first, second), data, settings, 1 if seed is None else seed, replications or 10, workers, out, as_json
    )


def compare_scenarios(
    files: tuple[Path, Path],
    data: Path | None,
    settings: tuple[str, ...],
    seed: int,
    replications: int,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare two scenarios as they are."""
    from flexsim.insight import comparison_report
    from flexsim.study import FEW, RECORD
    from flexsim.study import compare as compared

    names = side_names(*files)
    scenarios = [read(file, data, settings) for file in files]
    sides = [
        Side(name, scenario, writable(out / name) if out else None)
        for name, scenario in zip(names, scenarios, strict=True)
    ]
    runs = Runs(sides, seed, replications, workers, FEW, record_first=RECORD)
    one, other = runs.run()
    found = compared(one, other)
    report: dict[str, Any] = {**found.report(), **runs.note()}
    if out:
        for side, replicated in zip(sides, (found.first, found.second), strict=True):
            write_figures(replicated, replicated.report(), out / side.name)
        write_comparison(found.table(), report, out)
    if as_json:
        print_json(report)
    else:
        click.echo(comparison_report(names, found, f"stopped after {runs.how_far()}" if runs.stopped else ""))
        if out:
            runs.say_what_is_in(out)
    runs.leave_if_stopped()


def side_names(first: Path, second: Path) -> tuple[str, str]:
    """Name the sides by their files; files of one name are numbered."""
    one, other = first.stem, second.stem
    return (one, other) if one != other else (f"{one}_1", f"{other}_2")


def write_comparison(table: Any, report: dict[str, Any], out: Path) -> None:
    """Write the table of differences as Parquet and CSV, and the report as JSON."""
    from flexsim.results import write_tables

    begin_result(out)
    note_files(write_tables({"comparison": table.reset_index()}, out), out)
    write_report(report, out)
    end_result(out)
