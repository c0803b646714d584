"""``flexsim run``: the figures of a scenario, its tables and its pictures."""

from __future__ import annotations

from pathlib import Path

import click

from flexsim.cli.drawing import check_window, draw
from flexsim.cli.group import main
from flexsim.cli.keeping import write_figures
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
    split_records,
    writable,
)
from flexsim.cli.replicating import Draw, Runs, Side


@main.command()
@click.argument("file", type=FILE)
@NAMED_FILES
@SETTINGS
@SEED
@click.option(
    "--replications", type=click.IntRange(1, MOST_REPLICATIONS), default=1, show_default=True, help="How many runs."
)
@WORKERS
@click.option(
    "--record",
    multiple=True,
    callback=split_records,
    help="Tables of single things: orders,lots,operations,events. "
    "All but events always are; the digest is of what is recorded.",
)
@click.option(
    "--out",
    type=FOLDER,
    help="Folder for the tables of the first replication and the figures of all (Parquet and CSV).",
)
@JSON
@click.option("--pictures", is_flag=True, help="Draw pictures of the first replication as well (needs --out).")
@click.option(
    "--window",
    nargs=2,
    type=float,
    metavar="FROM TO",
    help="Hours since the start that the Gantt chart shows (needs --pictures); else the first week after the warm-up.",
)
def run(
    file: Path,
    data: Path | None,
    settings: tuple[str, ...],
    seed: int,
    replications: int,
    workers: int | None,
    record: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    pictures: bool,
    window: tuple[float, float] | None,
) -> None:
    """Run a scenario and print its figures.

    Ctrl-C prints those of the replications that have finished; with --out they are in its replications.csv.
    """
    from flexsim.insight import figures_in_words
    from flexsim.study import RECORD

    if pictures and out is None:
        raise click.UsageError("--pictures needs a folder: add --out FOLDER")
    if window and not pictures:
        raise click.UsageError("--window is for the Gantt chart: add --pictures")
    scenario = read(file, data, settings)
    check_window(window, scenario)
    side = Side(scenario.name or file.stem, scenario, writable(out) if out else None)
    wanted = (record or RECORD) + (("events",) if pictures else ())
    drawn: Draw | None = (lambda result, folder: draw(result, folder, window)) if pictures else None
    runs = Runs([side], seed, replications, workers, wanted, draw=drawn)
    (found,) = runs.run()
    report = {**found.report(), **runs.note()}
    if out:
        write_figures(found, report, out)
    if as_json:
        print_json(report)
    else:
        click.echo(figures_in_words(found, f"stopped after {runs.how_far()}" if runs.stopped else ""))
        if out:
            runs.say_what_is_in(out)
    runs.leave_if_stopped()
