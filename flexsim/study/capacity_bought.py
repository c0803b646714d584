"""What a side has bought: units by work centre, and people by team (floor.md, C10)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flexsim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Bought:
    """Capacity of one resource.

    Attributes
    ----------
    resource : str
        Work centre, team or pool.
    what : str
        ``units``, ``people``, or ``people to be called``.
    number : int
    utilisation : str
        The figure that says how much of it was used; none for people who are called: they count in their team's.
    """

    resource: str
    what: str
    number: int
    utilisation: str


def bought(scenario: Scenario) -> tuple[Bought, ...]:
    """List what a scenario pays for, work centres first, and who can be called last."""
    centres = [
        Bought(name, "units", centre.units, f"utilisation[{name}]") for name, centre in scenario.work_centres.items()
    ]
    heads = Counter(worker.team for worker in scenario.workers.values())
    teams = [Bought(name, "people", heads[name], f"team_utilisation[{name}]") for name in scenario.teams]
    pools = [Bought(name, "people to be called", pool.people, "") for name, pool in scenario.pools.items()]
    return (*centres, *teams, *pools)


def lot_sizes(scenario: Scenario) -> dict[str, int]:
    """Give the lot sizes that a scenario states: of items of the stock, and of streams made to order in lots."""
    items = {f"stock.{name}.lot_size": item.lot_size for name, item in scenario.stock.items()}
    streams = {
        f"demand.{name}.lot_size": stream.lot_size
        for name, stream in scenario.demand.items()
        if stream.lot_size is not None
    }
    return items | streams
