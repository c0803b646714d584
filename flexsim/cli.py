"""The command line: thin, and quick to answer because rooms are imported when a command needs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from flexsim.scenario import Scenario
    from flexsim.study import Replications, Result

OTHER_ERROR, INPUT_ERROR, ENGINE_ERROR, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: a folder that cannot be written and the like; wrong input; a run that the engine stopped; Ctrl-C."""

LARGEST_KEY = 2**32 - 1
"""Of seeds and replications (floor.md, R3)."""

MOST_WORKERS = 256
WEEK_H, TWO_DAYS_H = 168.0, 48.0
DATA_VARIABLE = "FLEXSIM_DATA"

FILE = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
KEY = click.IntRange(0, LARGEST_KEY)
WORKERS = click.option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), help="Parallel processes; all cores unless given."
)


NAMED_FILES = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="One more folder in which files may lie that the scenario names; else they lie beside it.",
)


class Commands(click.Group):
    """Commands whose expected errors end in a message and an exit code, not in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate its errors."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except KeyboardInterrupt:
            leave("Stopped.", INTERRUPTED)
        except Exception as why:
            stop(why)


def stop(why: Exception) -> NoReturn:
    """End with a message for errors that people can do something about; let our own faults through."""
    from flexsim.engine import EngineError
    from flexsim.scenario import ScenarioError
    from flexsim.study import JobLostError

    if isinstance(why, ScenarioError):
        leave(str(why), INPUT_ERROR)
    if isinstance(why, EngineError):
        leave("\n".join(["The run was stopped.", str(why), *getattr(why, "__notes__", [])]), ENGINE_ERROR)
    if isinstance(why, BrokenPipeError):  # the reader has left, as `head` does: not our error
        raise why
    if isinstance(why, OSError) and why.filename:
        leave(f"{why.filename}: {why.strerror}", OTHER_ERROR)
    if isinstance(why, JobLostError | OSError):
        leave(str(why), OTHER_ERROR)
    raise why


def leave(message: str, code: int) -> NoReturn:
    """Print a message to standard error and exit."""
    click.echo(message, err=True)
    raise click.exceptions.Exit(code)


def print_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    """Print the version, the engine's hash and whether it is compiled."""
    if not wanted or ctx.resilient_parsing:
        return
    from flexsim import __version__, engine
    from flexsim.insight import how

    click.echo(f"flexsim {__version__}, engine {engine.ENGINE}, {how(engine.COMPILED)}")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version, help="Version and engine."
)
def main() -> None:
    """Simulate flexible-manufacturing shop floors."""


@main.command()
@click.argument("file", type=FILE)
@NAMED_FILES
@click.option("--json", "as_json", is_flag=True, help="Print contents and loads as JSON.")
def check(file: Path, data: Path | None, as_json: bool) -> None:
    """Say what is wrong with a scenario, or what is in it and whether it can cope.

    The load of a work centre or a team is its work over its hours; above 1 it will not cope, however long it runs.
    """
    import json

    from flexsim.scenario import capacity, capacity_in_words

    scenario = read(file, data)
    found = capacity(scenario)
    if as_json:
        report = {"file": str(file), "name": scenario.name, "hash": scenario.hash, "contents": contents(scenario)}
        click.echo(json.dumps({**report, "capacity": found.as_dict()}, indent=2))
        return
    click.echo(f"{file} is a valid scenario: {scenario.name or 'without a name'}")
    for what, count in contents(scenario).items():
        click.echo(f"  {what:<16}{count:>6,}")
    click.echo(f"  hash {scenario.hash}\n\n{capacity_in_words(found)}")


def contents(scenario: Scenario) -> dict[str, int]:
    """Count what a scenario has."""
    return {
        "products": len(scenario.products),
        "operations": sum(len(product.operations) for product in scenario.products.values()),
        "demand streams": len(scenario.demand),
        "stock items": len(scenario.stock),
        "work centres": len(scenario.work_centres),
        "units": sum(centre.units for centre in scenario.work_centres.values()),
        "teams": len(scenario.teams),
        "workers": len(scenario.workers),
    }


def read(file: Path, data: Path | None = None) -> Scenario:
    """Load a scenario."""
    from flexsim.scenario import load

    return load(file, data=data)


def split_records(ctx: click.Context, option: click.Parameter, texts: Sequence[str]) -> tuple[str, ...]:
    """Read ``--record orders,events`` and ``--record orders --record events`` alike."""
    from flexsim.study import RECORDABLE

    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name not in RECORDABLE]:
        raise click.BadParameter(f"{unknown[0]!r} cannot be recorded; known: {', '.join(RECORDABLE)}", ctx, option)
    return tuple(dict.fromkeys(names))


@main.command()
@click.argument("file", type=FILE)
@NAMED_FILES
@click.option("--seed", type=KEY, default=1, show_default=True, help="Keys all chance.")
@click.option("--replications", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help="How many runs.")
@WORKERS
@click.option(
    "--record",
    multiple=True,
    callback=split_records,
    help="Tables of single things: orders,lots,operations,events. "
    "Orders and lots always are; the digest is of what is recorded.",
)
@click.option("--out", type=FOLDER, help="Folder for the tables of the first replication (Parquet and CSV).")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--pictures", is_flag=True, help="Draw a Gantt chart and utilisation as well (needs --out).")
@click.option(
    "--window",
    nargs=2,
    type=float,
    metavar="FROM TO",
    help="Hours since the start that the Gantt chart shows (needs --pictures); else two days after the warm-up.",
)
def run(
    file: Path,
    data: Path | None,
    seed: int,
    replications: int,
    workers: int | None,
    record: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    pictures: bool,
    window: tuple[float, float] | None,
) -> None:
    """Run a scenario and print its figures."""
    import json

    from flexsim.insight import figures_in_words
    from flexsim.study import RECORD, simulate

    if pictures and out is None:
        raise click.UsageError("--pictures needs a folder: add --out FOLDER")
    if window and not pictures:
        raise click.UsageError("--window is for the Gantt chart: add --pictures")
    scenario = read(file, data)
    check_window(window, scenario)
    folder = writable(out) if out else None
    wanted = (record or RECORD) + (("events",) if pictures else ())
    first = simulate(scenario, seed, record=wanted) if folder else None
    found = run_all(scenario, seed, replications, workers, wanted, first)
    if folder and first:
        write_all(first, found, folder)
        if pictures:
            draw(first, folder, window)
    if as_json:
        click.echo(json.dumps(found.report(), indent=2))
        return
    click.echo(figures_in_words(found))
    if folder:
        click.echo(f"\nTables{' and pictures' if pictures else ''}: {folder}")


def check_window(window: tuple[float, float] | None, scenario: Scenario) -> None:
    """Refuse a window in which there is nothing to see."""
    if window is None:
        return
    if not 0 <= window[0] < window[1]:
        raise click.BadParameter(f"{window[0]} to {window[1]} h is empty", param_hint="--window")
    if scenario.horizon is not None and window[0] >= scenario.horizon / 3600:
        message = f"{window[0]} to {window[1]} h is after the end of the run at {scenario.horizon / 3600:g} h"
        raise click.BadParameter(message, param_hint="--window")


def writable(folder: Path) -> Path:
    """Make a folder and see that it can be written to, before anything is computed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        leave(f"{folder}: a file is in the way of this folder", OTHER_ERROR)
    if not os.access(folder, os.W_OK | os.X_OK):
        leave(f"{folder}: this folder cannot be written to", OTHER_ERROR)
    return folder


def run_all(
    scenario: Scenario,
    seed: int,
    replications: int,
    workers: int | None,
    record: tuple[str, ...],
    first: Result | None = None,
) -> Replications:
    """Run all replications in parallel, without the first if its result is there already."""
    from flexsim.study import Replications, cores, outcome_of, replicate

    known = [outcome_of(first)] if first else []
    missing = replications - len(known)
    if not missing:
        return Replications(scenario, seed, tuple(known))
    n_done = len(known)

    def tell(done: int, of: int) -> None:
        nonlocal n_done
        n_done = len(known) + done
        if replications > 1 and sys.stderr.isatty():
            show_progress(n_done, replications)

    try:
        others = replicate(
            scenario, missing, seed, workers=workers or cores(), record=record, first=len(known), when_done=tell
        )
    except KeyboardInterrupt:
        message = f"Stopped after {n_done} of {replications} replications. Their figures are not kept."
        leave(f"\n{message}" if sys.stderr.isatty() else message, INTERRUPTED)
    return Replications(scenario, seed, (*known, *others.outcomes))


def show_progress(done: int, of: int) -> None:
    """Show how far the replications are, on one line of a terminal."""
    click.echo(f"\r{done} of {of} replications" + ("\n" if done == of else ""), nl=False, err=True)


def write_all(first: Result, found: Replications, folder: Path) -> None:
    """Write the tables of the first replication, and the figures of all."""
    first.write(folder)
    if len(found.outcomes) > 1:
        found.table().to_csv(folder / "replications.csv", index=False, lineterminator="\n")


def draw(result: Result, folder: Path, window: tuple[float, float] | None, by: str = "step") -> None:
    """Draw the Gantt chart of some hours, two days after the warm-up unless told, and the utilisation."""
    from flexsim.insight import gantt, save, utilisation
    from flexsim.results import TICKS_PER_HOUR

    start, end = result.window.start / TICKS_PER_HOUR, result.window.end / TICKS_PER_HOUR
    first, last = window or (start, min(start + TWO_DAYS_H, end) if start < end else start + TWO_DAYS_H)
    save(gantt(result, by=by, first_h=first, last_h=last), folder / "gantt.png")
    save(utilisation(result), folder / "utilisation.png")


@main.command("work-orders")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out", type=FOLDER, default=Path("runs/work_orders"), show_default=True, help="Folder for what is written."
)
def work_orders(folder: Path, out: Path) -> None:
    """Run real work orders: the list sixty_work_orders.csv in FOLDER becomes a scenario.

    The list has one row a step, with the columns order, released_min, part, quantity, step, work_centre, set_up_min,
    run_min. Lead times are those of the simulated shop.
    """
    run_work_orders(folder, out)


def run_work_orders(folder: Path, out: Path) -> None:
    """Write the scenario, run it, and print lead times beside what was recorded."""
    from flexsim.insight import text_table
    from flexsim.study import simulate
    from flexsim.twin import import_work_orders

    orders, scenario = import_work_orders(folder, out)
    result = simulate(scenario)
    result.write(out)
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
@click.option("--seed", type=KEY, default=1, show_default=True, help="Keys all chance.")
@WORKERS
def demo(data: Path | None, out: Path, replications: int, seed: int, workers: int | None) -> None:
    """Serve the same customers twice, one by one to order and from stock; then run real work orders."""
    from flexsim.scenario import load
    from flexsim.shipped import model
    from flexsim.study import FEW, RECORDABLE, simulate

    writable(out)
    from_stock = load(model("bicycle_from_stock"))
    sides = {"to_order": from_stock.with_values(TO_ORDER), "from_stock": from_stock}
    firsts = {name: simulate(side, seed, record=RECORDABLE) for name, side in sides.items()}
    found = {name: run_all(side, seed, replications, workers, FEW, firsts[name]) for name, side in sides.items()}
    print_comparison(*found.values())
    for name, first in firsts.items():
        write_all(first, found[name], writable(out / name))
        draw(first, out / name, DEMO_SHIFT_H, by="configuration")
    click.echo("\nTables and pictures (gantt.png, utilisation.png) of each side's first replication:")
    click.echo(f"{out}/to_order, {out}/from_stock")
    real_orders(data, out / "work_orders")


DEMO_SHIFT_H = (728.0, 736.5)
"""What the demo's Gantt charts show: the first Wednesday after the warm-up, from 08:00 to 16:30."""


def print_comparison(one: Replications, other: Replications) -> None:
    """Print both sides and their paired difference."""
    from flexsim.insight import comparison_in_words

    weeks = (one.scenario.horizon or 0) / 3600 / WEEK_H
    click.echo(
        f"The bicycle workshop serves the same customers twice, {weeks:.0f} weeks, {len(one.outcomes)} replications, "
        f"seed {one.seed}:\nevery bicycle to its customer's order, or from stock, six configurations in lots of 20.\n"
    )
    click.echo(comparison_in_words(("to order", one), ("from stock", other), DEMO_FIGURES))


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
