"""``flexsim demo``: the same customers served to order and from stock, two studies, then real work orders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flexsim.cli.demo_studies import run_studies
from flexsim.cli.drawing import draw
from flexsim.cli.group import main
from flexsim.cli.keeping import write_figures
from flexsim.cli.options import FOLDER, JSON, SEED, WORKERS, print_json, writable
from flexsim.cli.replicating import Runs, Side
from flexsim.cli.work_orders import run_work_orders

if TYPE_CHECKING:
    from flexsim.study import Comparison, Result

WEEK_H = 168.0
DATA_VARIABLE = "FLEXSIM_DATA"

DEMO_FIGURES: Mapping[str, str] = {
    "n_orders": "customers after the warm-up",
    "mean_lead_time_h": "lead time, mean (h)",
    "median_lead_time_h": "lead time, median (h)",
    "p95_lead_time_h": "lead time, 95th percentile (h)",
    "late_share": "share delivered late",
    "unit_cost_eur": "unit cost, by good bicycle (EUR)",
    "cost_to_serve_eur": "cost to serve, by bicycle asked for (EUR)",
    "utilisation[robot]": "utilisation of the welding robots",
    "utilisation[test_stand]": "utilisation of the test stand",
}
"""Figures of the demo that both sides have, with what people call them."""

LINES_A_SIDE = 7
"""Kinds of cost of each side that the demo shows."""

DEMO_SIDES: Mapping[str, str] = {"to_order": "bicycle_workshop", "from_stock": "bicycle_mass"}
"""The sides of the demo, and their shipped models: the same customers, with the same wishes at the same moments."""

DEMO_DAY_H = (55.0, 72.0)
"""What the demo's Gantt charts show, in hours after the warm-up: Wednesday from 07:00 to midnight."""


@main.group(invoke_without_command=True)
@click.option(
    "--data",
    type=FOLDER,
    envvar=DATA_VARIABLE,
    help=f"Folder with production_log/sixty_work_orders.csv; else ${DATA_VARIABLE}.",
)
@click.option("--out", type=FOLDER, default=Path("demo"), show_default=True, help="Folder for tables and pictures.")
@click.option(
    "--replications", type=click.IntRange(2, 10_000), default=10, show_default=True, help="How many runs a side."
)
@SEED
@WORKERS
@JSON
@click.pass_context
def demo(
    ctx: click.Context,
    data: Path | None,
    out: Path,
    replications: int,
    seed: int,
    workers: int | None,
    as_json: bool,
) -> None:
    """Serve the same customers to order and from stock; then two studies in short; then real work orders."""
    if ctx.invoked_subcommand is not None:
        return
    from flexsim.scenario import load
    from flexsim.shipped import model
    from flexsim.study import FEW, RECORDABLE, compare

    sides = [Side(name, load(model(shipped)), writable(out / name)) for name, shipped in DEMO_SIDES.items()]
    runs = Runs(sides, seed, replications, workers, FEW, record_first=RECORDABLE, draw=draw_day)
    one, other = runs.run()
    found = compare(one, other)
    for side, replicated in zip(sides, (found.first, found.second), strict=True):
        write_figures(replicated, replicated.report(), out / side.name)
    if as_json:
        print_json({**found.report(), **runs.note()})
        runs.leave_if_stopped()
        return
    print_comparison(found)
    click.echo("\nTables and pictures (gantt.png, unit_cost.png, ...) of each side's first replication:")
    click.echo(f"{out}/to_order, {out}/from_stock")
    runs.leave_if_stopped()
    run_studies(workers, out, seed)
    real_orders(data, out / "work_orders")


def draw_day(result: Result, folder: Path) -> None:
    """Draw the pictures of a side, with a Gantt chart of one day."""
    warm_up_h = result.scenario.warm_up / 3600
    draw(result, folder, (warm_up_h + DEMO_DAY_H[0], warm_up_h + DEMO_DAY_H[1]))


def print_comparison(found: Comparison) -> None:
    """Print both sides and their paired difference."""
    from flexsim.insight import comparison_in_words

    scenario = found.first.scenario
    weeks = ((scenario.horizon or 0) - scenario.warm_up) / 3600 / WEEK_H
    click.echo(
        f"The same customers are served twice, {weeks:.0f} weeks, {found.n_pairs} replications, seed "
        f"{found.first.seed}: by a workshop that\nbuilds every bicycle to its customer's order, and by a line "
        "that makes all 36 of them for stock, in large lots.\nBoth sides are compared as they are: neither is sized "
        "to the same service.\nWhich side is cheaper is no finding: it hangs on assumptions about the line's machines, "
        "the number of people\nand the cost of keeping bicycles, and docs/models/bicycle_mass.md shows how its sign "
        "changes with them.\n"
    )
    click.echo(comparison_in_words(("to order", "from stock"), found, figures_to_show(found)))


def figures_to_show(found: Comparison) -> dict[str, str]:
    """Give the figures of the demo, with the largest lines of both ledgers under the unit cost."""
    from flexsim.insight import largest_costs

    shown = {}
    for name, label in DEMO_FIGURES.items():
        shown[name] = label
        if name == "unit_cost_eur":
            shown |= {line: f"  {kind} (EUR)" for line, kind in largest_costs(found, LINES_A_SIDE).items()}
    return shown


def real_orders(data: Path | None, out: Path) -> None:
    """Run the real work orders if their folder is there, else say so."""
    click.echo()
    folder = next((place for place in places(data) if (place / "sixty_work_orders.csv").is_file()), None)
    if folder is None:
        where = f"in {data}" if data else f"(no --data FOLDER, and {DATA_VARIABLE} is not set)"
        click.echo(f"The sixty real work orders are left out: sixty_work_orders.csv was not found {where}.")
        return
    run_work_orders(folder, out)


def places(data: Path | None) -> list[Path]:
    """Give the folders in which the list of work orders may lie."""
    return [data / "production_log", data] if data else []
