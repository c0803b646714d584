"""The books of a run: all that the rows of its ledger are made from, and the names that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from flexsim.costing.clipping import Edge, edge_of
from flexsim.costing.inventory import Inventory
from flexsim.costing.jobs import Jobs, jobs_of
from flexsim.costing.ledger import KINDS, Accounts, Names, Resources
from flexsim.costing.material import set_up_scrap_eur
from flexsim.costing.rates import Rates, rates_of
from flexsim.costing.scrap import Scrap, scrap_of
from flexsim.results import Floats, Integers, Rows, Window

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

UNIT_STATES = {
    "down": "down",
    "maintained": "maintained",
    "off_shift": "off shift",
    "blocked": "blocked",
    "programming": "programming",
    "waiting_for_worker": "waiting for worker",
    "waiting_for_tool": "waiting for tool",
    "idle": "idle",
}
"""States in which a unit works for nobody, and the account that bears them."""

UNUSED = (*UNIT_STATES.values(), "under way", "not traced", "repair", "overtime", "paid, not present")
"""Named accounts: what nobody's order and no stock bears."""

RECORDED_AT_ONCE = "recorded at once"
"""Account of a replay only: sets off the hours that lots on record had of a unit beyond those that it had itself."""

OTHERS = (
    "starting pieces",
    "delivering from stock",
    "holding work in progress",
    "holding stock",
    "being late",
    "owning assets",
    "marking down stock",
)
"""Activities beside operations, their set-ups, and what is on unused accounts."""

MATERIAL, LABOUR, FLEXIBLE_LABOUR, CAPITAL, FLOOR_SPACE, SET_UP, SET_UP_SCRAP, SCRAP, REMAKE = range(9)
IDLE_LABOUR, IDLE_UNITS, OVERTIME, MAINTENANCE, HOLDING, LATENESS, SOFTWARE, MARKDOWN = range(9, len(KINDS))


@dataclass(frozen=True)
class Books:
    """All that the rows of a ledger are made from."""

    window: Window
    scenario: Scenario
    jobs: Jobs
    rates: Rates
    scrap: Scrap
    opening: Edge
    closing: Edge
    names: Names

    @cached_property
    def inventory(self) -> Inventory:
        """What stock and work in progress are worth."""
        return Inventory(self.window, self.scenario, self.jobs, self.rates, self.scrap, self.opening, self.closing)

    @cached_property
    def set_up_scrap(self) -> Floats:
        """Material that each set-up of an operation throws away."""
        return set_up_scrap_eur(self.window.names["operations"], self.scenario)

    @cached_property
    def labour(self) -> Integers:
        """The kind of the attention that everybody gives to runs: that of permanent or of flexible staff."""
        flexible = [self.scenario.terms_of(name).is_flexible for name in self.window.names["workers"]]
        return np.where(np.array(flexible, dtype=np.bool_), FLEXIBLE_LABOUR, LABOUR)

    def unused(self, name: str) -> tuple[int, int]:
        """Give activity and account of what nobody uses."""
        return self.names.activities.index(name), self.names.accounts.of_unused(name)

    def other(self, name: str) -> int:
        """Give the code of an activity that is no operation."""
        return self.names.activities.index(name, 2 * len(self.window.names["operations"]))

    def resource(self, name: str, kind: str) -> int:
        """Give the code of a resource."""
        pairs = zip(self.names.resources.names, self.names.resources.types, strict=True)
        return next(code for code, pair in enumerate(pairs) if pair == (name, kind))


def books_of(window: Window, scenario: Scenario) -> Books:
    """Open the books of a run."""
    jobs = jobs_of(window, scenario)
    return Books(
        window=window,
        scenario=scenario,
        jobs=jobs,
        rates=rates_of(window, scenario),
        scrap=scrap_of(window, jobs),
        opening=edge_of(window, jobs, window.start or -1, _time_of_lots(window.opening)),
        closing=edge_of(window, jobs, window.end, _time_of_lots(window.closing)),
        names=names_of(window, scenario),
    )


def _time_of_lots(sums: Mapping[str, Rows]) -> Rows:
    """Give what lots had taken of each unit: its own time, but in a replay, where it may hold several, theirs."""
    return sums.get("replay", sums["work_centres"])


def names_of(window: Window, scenario: Scenario) -> Names:
    """Give the names behind the codes of a run's ledger."""
    names, orders = window.names, window.tables["orders"]
    unused = (*UNUSED, RECORDED_AT_ONCE) if "replay" in window.tables else UNUSED
    steps = [text for name in names["operations"] for text in (f"set-up of {name}", name)]
    typed = [
        *((name, "unit") for name in names["units"]),
        *((name, "worker") for name in names["workers"]),
        *((name, "material") for name in names["products"]),
        *((name, "stock") for name in names["items"]),
        *((name, "customers") for name in names["streams"]),
        ("work in progress", "stock"),
        *((name, "asset") for name in scenario.assets),
    ]
    return Names(
        activities=(*steps, *unused, *OTHERS),
        resources=Resources(*zip(*typed, strict=True)),
        accounts=Accounts(
            names["streams"], orders["stream"], orders["ordinal"], names["items"], unused, tuple(scenario.assets)
        ),
    )
