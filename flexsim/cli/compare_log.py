"""``flexsim compare-log``: a factory that was made from a log beside what really happened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flexsim.cli.drawing import save_pictures
from flexsim.cli.group import main
from flexsim.cli.options import FILE, FOLDER, JSON, print_json, writable
from flexsim.cli.own_files import begin_result, end_result, note_files

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from flexsim.twin import Explanation, LogComparison

OFF_SHIFT = (
    "Off shift is by the hours of factory.yaml. An import takes them from the log: so far, the record explains itself."
)

WEEKLY = (
    "The same in hours of the week, by the log alone: people are there in all in which they are ever seen, machines\n"
    "whenever somebody is. So the record explains itself no longer:"
)
"""Heads the other split: the first has nobody there when the log has no report of him, this one hardly a night."""

MOST_FAMILIES = 10
"""Families that are printed by name; all are in ``lead_times_by_family.csv``."""

TITLE = "Simulated beside recorded"


@main.command("compare-log")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("log", type=FILE)
@click.option("--columns", type=FILE, help="Which column means what; unless given the shipped map that fits.")
@click.option("--out", type=FOLDER, help="Folder for tables and pictures.")
@JSON
def compare_log(folder: Path, log: Path, columns: Path | None, out: Path | None, as_json: bool) -> None:
    """Run the factory of an imported log, and print it beside what was recorded.

    FOLDER is what `flexsim import-log` wrote, LOG the log that it was written from. Orders are released at their first
    report and the engine decides alone; factory.yaml may have been changed. Printed are lead times, also by family,
    work in progress, hours by machine and load by week, and what the recorded lead times consist of: in the hours of
    factory.yaml, which an import dates as the log has them, and in hours that are the same every week.
    """
    from flexsim.twin import compare_log as compared

    place = writable(out) if out else None
    if place and place.samefile(folder):
        raise click.BadParameter(
            f"{out} holds the imported log, whose orders.csv would be written over", param_hint="--out"
        )
    found = compared(folder, log, columns)
    if place:
        write(found, place)
    if as_json:
        print_json(report(found))
        return
    click.echo(f"{log} beside {folder}/factory.yaml: released at first report, the engine decides alone.\n")
    click.echo(in_words(found))
    if place:
        click.echo(f"\nTables and pictures: {place}")


def in_words(found: LogComparison) -> str:
    """Say what was recorded and what was simulated, figure by figure."""
    from flexsim.insight import groups_in_words, lead_times_in_words

    beside = found.beside
    parts = [
        lead_times_in_words(beside.lead_times),
        groups_in_words(beside.largest_families(MOST_FAMILIES), "lead time by family (h)"),
        by_release(found),
        work_in_progress(found),
        by_machine(found),
        by_week(found),
        f"{gap(found.explanation)}\n{OFF_SHIFT}",
        f"{WEEKLY}\n{gap(found.weekly)}",
        *found.result.notes,
    ]
    return "\n\n".join(parts)


def by_release(found: LogComparison) -> str:
    """Say how long orders took by when they were released."""
    from flexsim.insight import groups_in_words

    return groups_in_words(found.beside.by_release, "lead time by release (h)")


def by_machine(found: LogComparison) -> str:
    """Say how long every machine was used, set-up and run together."""
    from flexsim.insight import beside_in_words

    return beside_in_words(found.beside.hours_by_machine.T.groupby(level=0).sum().T, "hours by machine (h)")


def by_week(found: LogComparison) -> str:
    """Say how much work was done in every week."""
    from flexsim.insight import beside_in_words

    return beside_in_words(found.beside.load_by_week, "load by week (h)")


def work_in_progress(found: LogComparison) -> str:
    """Say how many orders were in the shop, on average and when the log ends."""
    sides = found.beside.sides
    levels = ", ".join(f"{side} {found.beside.mean_open_orders(side):,.1f}" for side in sides)
    left = ", ".join(f"{side} {found.beside.left_at_end(side):,}" for side in sides)
    goes_on = int(found.log.orders["goes_on"].sum())
    return (
        f"orders in the shop, mean over the log: {levels}\norders in the shop when the log ends: {left}\n"
        f"(recorded ones end with their last report, though {goes_on:,} seem to go on)"
    )


def gap(explained: Explanation) -> str:
    """Say what recorded lead times consist of."""
    from flexsim.insight import gap_in_words

    note = (
        f"not explained, of all orders: {explained.waited_besides_h:,.1f} h that orders waited and do not wait in the "
        f"model, less {explained.waits_beyond_h:,.1f} h\nby which {explained.over_explained:,} of them wait longer in "
        "the model than they did"
    )
    return f"{gap_in_words(explained.means_h)}\n{note}"


def write(found: LogComparison, out: Path) -> None:
    """Write tables and pictures."""
    from flexsim.results import write_tables

    begin_result(out)
    gaps = {"gap": _with_units(found.explanation), "gap_weekly": _with_units(found.weekly)}
    note_files(write_tables({**found.beside.tables(), **gaps}, out), out)
    save_pictures(pictures(found), out)
    end_result(out)


def _with_units(explained: Explanation) -> pd.DataFrame:
    """Give what lead times consist of as a table that can be written."""
    means = explained.means_h.rename(columns="{}_h".format).rename(columns={"n_h": "n"})
    return means.rename_axis("orders").reset_index()


def pictures(found: LogComparison) -> Iterator[tuple[str, Figure]]:
    """Draw both sides."""
    from flexsim.insight import hours_beside, lead_times_beside, open_orders_beside, weeks_beside

    beside = found.beside
    weeks = beside.load_by_week.iloc[:-1]
    hours = {side: beside.of_side(side) for side in beside.sides}
    yield "lead_times", lead_times_beside(beside.lead_h(), title=TITLE)
    yield "work_in_progress", open_orders_beside(beside.open_orders, title=TITLE)
    yield "hours_by_machine", hours_beside(hours, title=TITLE)
    people = {side: beside.of_side(side, "worker") for side in beside.sides}
    yield "hours_by_worker", hours_beside(people, title=TITLE, what="worker")
    yield "load_by_week", weeks_beside(weeks, title=TITLE)
    yield "gap", _gap_picture(found.explanation, TITLE)
    yield "gap_weekly", _gap_picture(found.weekly, f"{TITLE}, in hours of the week")


def _gap_picture(explained: Explanation, title: str) -> Figure:
    from flexsim.insight import gap_of_lead_times

    means = explained.means_h
    labels = [f"{name} ({n:,.0f})" for name, n in zip(means.index, means["n"], strict=True)]
    parts = means[["covered", *explained.causes, "unexplained"]]
    return gap_of_lead_times(parts.set_axis(labels, axis=0), title=title)


def report(found: LogComparison) -> dict[str, Any]:
    """Give the same as plain data."""
    beside = found.beside
    return {
        "folder": str(found.folder),
        "log": found.log.source,
        "lead_times": _plain(beside.lead_times),
        "lead_times_by_family": _plain(beside.by_family),
        "orders_in_the_shop_when_the_log_ends": {side: beside.left_at_end(side) for side in beside.sides},
        "lead_times_by_release": _plain(beside.by_release),
        "mean_orders_open": {side: beside.mean_open_orders(side) for side in beside.sides},
        "orders_open_by_day": {side: beside.open_orders[side].tolist() for side in beside.sides},
        "hours_by_machine": {side: _plain(beside.of_side(side)) for side in beside.sides},
        "hours_by_worker": {side: _plain(beside.of_side(side, "worker")) for side in beside.sides},
        "load_by_week_h": _plain(beside.load_by_week),
        **_gap_report(found.explanation),
        "in_hours_of_the_week": _gap_report(found.weekly),
        "notes": list(found.result.notes),
    }


def _gap_report(explained: Explanation) -> dict[str, Any]:
    return {
        "gap": _plain(explained.means_h),
        "orders_explained_beyond": explained.over_explained,
        "waited_besides_h": explained.waited_besides_h,
        "waits_beyond_h": explained.waits_beyond_h,
    }


def _plain(table: Any) -> dict[str, dict[str, float | None]]:
    """Give a table as a mapping of rows; what is not a number as none."""
    from flexsim.study import without_nan

    columns = [str(name) for name in table.columns]
    rows = zip(table.index, table.to_numpy(), strict=True)
    return {str(name): without_nan(dict(zip(columns, map(float, row), strict=True))) for name, row in rows}
