"""``flexsim work-orders``: real work orders as a scenario, beside what was recorded."""

from __future__ import annotations

from pathlib import Path

import click

from flexsim.cli.group import main
from flexsim.cli.options import FOLDER, JSON, print_json
from flexsim.cli.own_files import begin_result, end_result, note_files


@main.command("work-orders")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out", type=FOLDER, default=Path("runs/work_orders"), show_default=True, help="Folder for what is written."
)
@JSON
def work_orders(folder: Path, out: Path, as_json: bool) -> None:
    """Run real work orders: the list sixty_work_orders.csv in FOLDER becomes a scenario.

    The list has one row a step, with the columns order, released_min, part, quantity, step, work_centre, set_up_min,
    run_min. Lead times are those of the simulated shop.
    """
    run_work_orders(folder, out, as_json)


def run_work_orders(folder: Path, out: Path, as_json: bool = False) -> None:
    """Write the scenario, run it, and print lead times beside what was recorded."""
    from flexsim.insight import text_table
    from flexsim.study import Replications, outcome_of, simulate
    from flexsim.twin import import_work_orders

    orders, scenario = import_work_orders(folder, out)
    result = simulate(scenario)
    begin_result(out)
    note_files(result.write(out), out)
    end_result(out)
    if as_json:
        print_json(Replications(scenario, result.seed, (outcome_of(result),)).report())
        return
    lead = dict(zip(result.tables.orders["order"], result.tables.orders["lead_time_h"], strict=True))
    rows = [
        (order.name, order.part, f"{order.quantity:,}", f"{order.work_h:,.1f}", f"{lead[order.name]:,.1f}")
        for order in orders
    ]
    several = "".join(
        f" ({name}: {centre.units})" for name, centre in scenario.work_centres.items() if centre.units > 1
    )
    click.echo(
        f"{len(orders)} work orders of {folder}, one machine a work centre{several}, always on, nobody needed:\n"
    )
    click.echo(text_table(("order", "part", "pieces", "set-up + run (h)", "lead time (h)"), rows))
    mean = result.measures["mean_lead_time_h"]
    click.echo(f"\nMean lead time {mean:,.1f} h; the last is delivered after {result.counts.end / 3.6e9:,.1f} h.")
    click.echo(f"Scenario and tables: {out}")
