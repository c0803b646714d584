"""``flexsim check``: what is wrong with a scenario, or what is in it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flexsim.cli.group import main
from flexsim.cli.options import FILE, JSON, NAMED_FILES, SETTINGS, print_json, read, shipped, shipped_study
from flexsim.cli.studying import check_study, names_study

if TYPE_CHECKING:
    from flexsim.scenario import Scenario


@main.command()
@click.argument("file", type=FILE)
@NAMED_FILES
@SETTINGS
@click.option("--full", is_flag=True, help="Print the whole scenario as YAML, with every default written out.")
@JSON
def check(file: Path, data: Path | None, settings: tuple[str, ...], full: bool, as_json: bool) -> None:
    """Say what is wrong with a scenario or a study, or what is in it and whether it can cope.

    The load of a work centre or a team is its expected work over its hours. Of a work centre these are the hours of its
    units on shift, or, where people who can do its work are there for less, only those with one of them there; less
    expected repairs. Of a team they are the hours of the shifts of all who have one of the skills that are asked most.
    Above 1 it will not cope, however long it runs; if it is above 1 only because of changeovers, it may not.
    """
    from flexsim.scenario import capacity, capacity_in_words, cost_ratios, payroll, payroll_in_words

    if full and as_json:
        raise click.UsageError("--full prints YAML and --json prints JSON: leave one of them out")
    study = file if shipped(file) != file else shipped_study(file)  # a model and an experiment may have one name
    if names_study(study):
        if settings or full:
            raise click.UsageError("--set and --full are for scenarios, and this is a study")
        check_study(study, data, as_json)
        return
    scenario = read(file, data, settings)
    if full:
        click.echo(scenario.dump(full=True), nl=False)
        return
    found, paid = capacity(scenario), payroll(scenario)
    if as_json:
        report = {"file": str(file), "scenario": scenario.name, "hash": scenario.hash, "contents": contents(scenario)}
        ratios = [asdict(one) | {"is_usual": one.is_usual} for one in cost_ratios(paid)]
        contracts = {"contracts": [asdict(row) for row in paid], "cost_ratios": ratios}
        print_json({**report, **contracts, "capacity": found.as_dict()})
        return
    click.echo(f"{file} is a valid scenario: {scenario.name or 'without a name'}")
    for what, count in contents(scenario).items():
        click.echo(f"  {what:<16}{count:>6,}")
    blocks = [f"  hash {scenario.hash}", *([payroll_in_words(paid)] if paid else []), capacity_in_words(found)]
    click.echo("\n\n".join(blocks))


@main.command()
@click.option("--study", is_flag=True, help="That of a study.")
def schema(study: bool) -> None:
    """Print the JSON Schema by which editors complete and explain the keys of a scenario."""
    from flexsim.shipped import SCHEMA, STUDY_SCHEMA, folder

    path = folder("experiments") / STUDY_SCHEMA if study else folder("models") / SCHEMA
    click.echo(path.read_text(encoding="utf-8"), nl=False)


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
        **({"people of pools": len(scenario.pool_of)} if scenario.pools else {}),
    }
