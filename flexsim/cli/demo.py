"""``flexsim demo``: the same customers served to order and from stock, then real work orders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flexsim.cli.drawing import draw
from flexsim.cli.group import main
from flexsim.cli.keeping import write_figures
from flexsim.cli.options import FOLDER, JSON, SEED, WORKERS, print_json, writable
from flexsim.cli.replicating import Side, Study
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
    "unit_wages_eur": "  wages (EUR)",
    "unit_machines_eur": "  machine hours (EUR)",
    "unit_material_eur": "  material (EUR)",
    "utilisation[robot]": "utilisation of the robot",
    "utilisation[paint_booth]": "utilisation of the paint booth",
    "utilisation[truing_stand]": "utilisation of the truing stand",
    "utilisation[bench]": "utilisation of the benches",
    "team_utilisation[frame_shop]": "utilisation of the frame shop's people",
    "team_utilisation[assemblers]": "utilisation of the assemblers",
}
"""Figures of the demo, with what people call them."""

TO_ORDER: Mapping[str, object] = {"name": "Bicycles to order", "demand.customers.from_stock": None, "stock": None}
"""What turns the workshop that serves from stock into the one that builds to order: the same customers otherwise."""


DEMO_SHIFT_H = (728.0, 736.5)
"""What the demo's Gantt charts show: the first Wednesday after the warm-up, from 08:00 to 16:30."""


@main.command()
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
def demo(data: Path | None, out: Path, replications: int, seed: int, workers: int | None, as_json: bool) -> None:
    """Serve the same customers twice, one by one to order and from stock; then run real work orders."""
    from flexsim.scenario import load
    from flexsim.shipped import model
    from flexsim.study import FEW, RECORDABLE, compare

    from_stock = load(model("bicycle_from_stock"))
    sides = [
        Side("to_order", from_stock.with_values(TO_ORDER), writable(out / "to_order")),
        Side("from_stock", from_stock, writable(out / "from_stock")),
    ]
    study = Study(sides, seed, replications, workers, FEW, record_first=RECORDABLE, draw=draw_shift)
    one, other = study.run()
    found = compare(one, other)
    for side, replicated in zip(sides, (found.first, found.second), strict=True):
        write_figures(replicated, replicated.report(), out / side.name)
    if as_json:
        print_json({**found.report(), **study.note()})
        study.leave_if_stopped()
        return
    print_comparison(found)
    click.echo("\nTables and pictures (gantt.png, unit_cost.png, ...) of each side's first replication:")
    click.echo(f"{out}/to_order, {out}/from_stock")
    study.leave_if_stopped()
    real_orders(data, out / "work_orders")


def draw_shift(result: Result, folder: Path) -> None:
    """Draw the pictures of a side, with a Gantt chart of one shift, bicycle by bicycle."""
    draw(result, folder, DEMO_SHIFT_H, by="configuration")


def print_comparison(found: Comparison) -> None:
    """Print both sides and their paired difference."""
    from flexsim.insight import comparison_in_words

    weeks = (found.first.scenario.horizon or 0) / 3600 / WEEK_H
    click.echo(
        f"The bicycle workshop serves the same customers twice, {weeks:.0f} weeks, {found.n_pairs} replications, "
        f"seed {found.first.seed}:\nevery bicycle to its customer's order, or from stock, six configurations in lots "
        "of 20.\nBoth sides are compared as they are, with the same machines and people.\n"
    )
    click.echo(comparison_in_words(("to order", "from stock"), found, DEMO_FIGURES))


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
