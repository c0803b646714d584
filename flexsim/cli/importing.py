"""``flexsim import-log``: a shop's event log as a factory, with all that was done to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flexsim.cli.group import main
from flexsim.cli.options import FILE, FOLDER, JSON, print_json, writable

if TYPE_CHECKING:
    from flexsim.twin import CleanLog, Imported


@main.command("import-log")
@click.argument("log", type=FILE)
@click.option("--columns", type=FILE, help="Which column means what; unless given the shipped map that fits.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the factory, the replay and the cleaned reports.")
@JSON
def import_log(log: Path, columns: Path | None, out: Path, as_json: bool) -> None:
    """Turn the event log of a shop into a factory that can be run.

    LOG is a CSV file, one row a report: which order, activity, machine and worker, when, and what kind. The folder gets
    factory.yaml (released at first report, the engine decides alone), replay.yaml (everything begins when it began),
    their lists, reports.csv (every cleaned report), cleaning.csv and cleaning.json (what was done, with lines).
    """
    from flexsim.twin import import_log as imported_of

    writable(out)
    imported = imported_of(log, out, columns)
    if as_json:
        print_json(report(imported))
        return
    click.echo(in_words(imported))


def report(imported: Imported) -> dict[str, object]:
    """Give what was imported as plain data."""
    log, shop = imported.log, imported.shop
    return {
        "folder": str(imported.folder),
        "columns": log.columns.name,
        "rows": log.n_rows,
        "reports": len(log.reports),
        "orders": len(log.orders),
        "operations": len(shop.operations),
        "resources": len(shop.resources),
        "workers": len(shop.workers),
        "weeks": log.weeks,
        "hours_before": log.ticks_before / 3.6e9,
        "hours_after": log.ticks_after / 3.6e9,
        "cleaning": [
            {"rule": rule.name, "of": rule.of, "count": rule.count, "hours_taken": rule.hours, "said": rule.said}
            for rule in log.rules
        ],
        "assumptions": list(shop.assumptions),
        "too_large": list(imported.too_large),
    }


def in_words(imported: Imported) -> str:
    """Say what was read, what was done to it rule by rule, and what was assumed."""
    log, shop = imported.log, imported.shop
    size = f"{counted(log.n_rows, 'row')}, {counted(log.weeks, 'week')} from Monday {log.monday}"
    head = f"{log.source}: {size}, read as {log.columns.name}"
    contents = (
        f"{counted(len(log.reports), 'report')} of {counted(len(log.orders), 'order')}: "
        f"{counted(len(shop.operations), 'operation')}, {counted(len(shop.resources), 'resource')}, "
        f"{counted(len(shop.workers), 'worker')} with hours, {counted(len(set(shop.resources['team']) - {''}), 'team')}"
    )
    assumed = "\n".join(f"  - {line}" for line in shop.assumptions)
    written = "\n".join([f"Written to {imported.folder}", *in_parts(imported)])
    return f"{head}\n\n{cleaning_table(log)}\n\n{contents}\n\nAssumed:\n{assumed}\n\n{written}"


def in_parts(imported: Imported) -> list[str]:
    """Say what is too large to be run, and what helps; nothing if all can be run."""
    if not imported.too_large:
        return []
    return [
        "",
        *imported.too_large,
        "Cut the log into parts, such as the orders of each year, and import each by itself.",
    ]


def cleaning_table(log: CleanLog) -> str:
    """Lay the rules out under one another; the hours taken lead from those before to those after."""
    rows = [("reported", "", f"{log.ticks_before / 3.6e9:,.2f}", "hours from start to end, as written")]
    rows += [
        (rule.name, f"{rule.count:,}", f"{-rule.hours:,.2f}" if rule.ticks else "", said(rule.said, rule.of))
        for rule in log.rules
        if rule.count
    ]
    rows.append(
        ("cleaned", f"{len(log.reports):,}", f"{log.ticks_after / 3.6e9:,.2f}", "hours of reports with a duration")
    )
    names, counts, hours = (max(len(row[place]) for row in rows) for place in range(3))
    return "\n".join(f"  {name:<{names}}  {count:>{counts}}  {h:>{hours}}  {text}" for name, count, h, text in rows)


def said(text: str, of: str) -> str:
    """Say of a rule what it counts, if that is not reports."""
    return text if of == "reports" else f"{of}: {text}"


def counted(n: int, what: str) -> str:
    """Write a count with its noun."""
    return f"{n:,} {what}{'s' * (n != 1)}"
