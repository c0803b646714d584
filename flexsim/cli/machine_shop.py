"""``flexsim demo machine-shop``: a real shop's log in, a factory out, and four results about how far to trust it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flexsim.cli.compare_log import by_machine, by_release, by_week, gap, work_in_progress, write
from flexsim.cli.demo import DATA_VARIABLE, demo, places
from flexsim.cli.drawing import save_pictures
from flexsim.cli.group import INPUT_ERROR, leave
from flexsim.cli.options import FOLDER, WORKERS, writable
from flexsim.cli.own_files import note_files

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.twin import LogComparison, Split

LOG = "Production_Data.csv"

WANTED = 0.15
"""Median absolute error that one parameter is to reach."""

WEEKLY = (
    "The same with the hours of result 4 (people are there in all hours of the week in which they are ever seen,\n"
    "machines whenever somebody is):"
)

TITLE = "The machine shop"


@demo.command("machine-shop")
@click.option(
    "--data",
    type=FOLDER,
    envvar=DATA_VARIABLE,
    help=f"Folder with {LOG}, or with production_log/{LOG} in it; else ${DATA_VARIABLE}.",
)
@click.option(
    "--out", type=FOLDER, default=Path("demo/machine_shop"), show_default=True, help="Folder for what is written."
)
@WORKERS
@click.pass_context
def machine_shop(ctx: click.Context, data: Path | None, out: Path, workers: int | None) -> None:
    """Import a real machine shop's log, and print four results: import, replay, untuned run, one parameter."""
    from flexsim.study import cores
    from flexsim.twin import compare_log, import_log, splits

    above = ctx.parent.params.get("data") if ctx.parent else None  # `flexsim demo --data FOLDER machine-shop`
    log = found_log(data or above)
    imported = import_log(log, writable(out / "imported"))
    found = compare_log(imported.folder, log)
    click.echo(first_result(found))
    click.echo(second_result(found))
    click.echo(third_result(found))
    write(found, writable(out / "compared"))
    done = splits(found.log, workers=workers or cores())
    click.echo(fourth_result(done))
    write_splits(done, out / "compared")
    click.echo(f"Written to {out}: imported (the factory and the replay), compared (tables and pictures)")


def found_log(data: Path | None) -> Path:
    """Find the log, or say where it was looked for."""
    found = next((place / LOG for place in places(data) if (place / LOG).is_file()), None)
    if found is None:
        where = (
            f"{data} has no {LOG}, nor production_log/{LOG}" if data else f"no --data FOLDER, and no {DATA_VARIABLE}"
        )
        leave(f"The log of the machine shop was not found: {where}. It is not shipped.", INPUT_ERROR)
    return found


def first_result(found: LogComparison) -> str:
    """Say whether the import kept everything."""
    from flexsim.insight import sums_in_words

    check = found.import_check
    totals = {str(side): {str(name): int(one) for name, one in check.totals[side].items()} for side in check.totals}
    before, taken = check.ticks_before / 3.6e9, check.ticks_taken / 3.6e9
    lines = [
        "Result 1: the import",
        f"{found.log.n_rows:,} rows with {before:,.2f} h from start to end; the cleaning took {taken:,.2f} h of them",
        "",
        sums_in_words(totals),
        "",
        f"hours by machine: {equal(check.by_machine)}",
        f"hours by worker: {equal(check.by_worker)}",
        f"set-up is {100 * check.set_up_share:.2f} % of the hours",
        f"sums that differ: {check.differences}",
    ]
    return "\n".join([*lines, ""])


def equal(table: object) -> str:
    """Say how many rows of sums are the same on every side."""
    import pandas as pd

    assert isinstance(table, pd.DataFrame)
    same = int(table.eq(table["log"], axis=0).all(axis=1).sum())
    others = " and ".join(str(name) for name in table.columns[1:])
    return f"{same} of {len(table)} the same in log, {others}, to the microsecond"


def second_result(found: LogComparison) -> str:
    """Say whether the replay gives the recorded lead times."""
    check = found.replay_check
    n = len(check.orders)
    lines = [
        "Result 2: replay with recorded starts",
        f"recorded lead times reproduced: {n - check.different} of {n}, largest difference "
        f"{check.largest_difference / 6e7:,.0f} min",
        f"reports at which a unit held more than one lot: {check.unit_exceeded:,} of {check.reports:,}, "
        f"of those with a duration {check.timed_unit_exceeded:,} of {check.timed:,}",
        f"reports at which somebody attended more than he can: {check.attention_exceeded:,} of {check.reports:,}, "
        f"of those with a duration {check.timed_attention_exceeded:,} of {check.timed:,}",
    ]
    return "\n".join([*lines, ""])


def third_result(found: LogComparison) -> str:
    """Say how the untuned factory compares."""
    from flexsim.insight import lead_times_in_words

    parts = [
        "Result 3: released at first report, untuned",
        lead_times_in_words(found.beside.lead_times),
        "",
        by_release(found),
        "",
        work_in_progress(found),
        "",
        gap(found.explanation),
        "",
        WEEKLY,
        gap(found.weekly),
        "",
        by_machine(found),
        "",
        by_week(found),
    ]
    return "\n".join([*parts, ""])


def fourth_result(splits: list[Split]) -> str:
    """Say how well one parameter, fitted on one half, predicts the other."""
    from flexsim.insight import splits_in_words
    from flexsim.twin import splits_table

    table = splits_table(splits)
    lines = [
        "Result 4: one parameter, fitted on a random half of the orders, predicts the other half",
        splits_in_words(table),
        "",
        f"the fitted half without any wait, mean lead time (h): {from_to(table['no_wait_h'])}",
        f"the same in its own hours, as in result 3 (h): {from_to(table['own_hours_h'])}",
        f"recorded (h): {from_to(table['fitted_h'])}",
        f"error: {errors(table['error'])} (wanted: a median of at most {100 * WANTED:.0f} %)",
        f"without a model, one half's mean for the other's: {errors(table['error_of_the_mean'])}",
    ]
    return "\n".join([*lines, ""])


def from_to(found: pd.Series[float]) -> str:
    """Say between which figures all lie."""
    return f"{float(found.min()):,.1f} to {float(found.max()):,.1f}"


def errors(found: pd.Series[float]) -> str:
    """Say how large errors are: half of them at most, the largest, and their mean with its sign."""
    size = found.abs()
    return (
        f"median {100 * float(size.median()):.1f} %, largest {100 * float(size.max()):.1f} %, "
        f"mean with its sign {100 * float(found.mean()):+.1f} %"
    )


def write_splits(splits: list[Split], out: Path) -> None:
    """Write every split as a table and a picture."""
    from flexsim.insight import predictions_beside
    from flexsim.results import write_tables
    from flexsim.twin import splits_table

    table = splits_table(splits)
    note_files(write_tables({"splits": table.reset_index()}, out), out)
    save_pictures([("splits", predictions_beside(table, title=TITLE))], out)
