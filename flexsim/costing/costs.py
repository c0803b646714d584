"""What a run cost: counted ticks and pieces times the prices of the scenario (floor.md, C1).

The engine knows no money, so a wage, a rate or a material price can change without a new run. Every euro stands in
one line, and a line has one kind: wages, machines or material.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING

from flexsim.costing.material import material_per_piece
from flexsim.results import DELIVERED, TICKS_PER_HOUR, Measures, Snapshot, chosen, exact_sum, ratio, written

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.scenario import Scenario

KINDS = ("wages", "machines", "material")
"""What money goes for, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the costs: so much of something at a price.

    Attributes
    ----------
    kind : {"wages", "machines", "material"}
    resource : str
        Worker, unit, or product with its configuration.
    amount : float
        Hours or pieces, as ``unit`` says.
    unit : {"h", "piece"}
    price_eur : float
        Per unit.
    """

    kind: str
    resource: str
    amount: float
    unit: str
    price_eur: float

    @property
    def cost_eur(self) -> float:
        """Amount times price."""
        return self.amount * self.price_eur


@dataclass(frozen=True)
class Costs:
    """All that a run cost, or a part of it, and the good pieces that customers got for it."""

    lines: tuple[Line, ...]
    n_good: int = field(default=0)

    @cached_property
    def by_kind_eur(self) -> dict[str, float]:
        """Sum of every kind in euros."""
        return {kind: fsum(line.cost_eur for line in self.lines if line.kind == kind) for kind in KINDS}

    @cached_property
    def total_eur(self) -> float:
        """Sum of all lines in euros."""
        return fsum(line.cost_eur for line in self.lines)

    @property
    def unit_cost_eur(self) -> float:
        """All cost over the good pieces delivered (floor.md, C6, third figure); not a number if there were none."""
        return self.per_good_piece(self.total_eur)

    def per_good_piece(self, euros: float) -> float:
        """Spread a sum over the good pieces delivered."""
        return euros / self.n_good if self.n_good else float("nan")

    def measures(self) -> Measures:
        """Give the sums and the cost of a good piece as figures by name."""
        kinds = self.by_kind_eur
        return {
            "total_cost_eur": self.total_eur,
            **{f"{kind}_eur": euros for kind, euros in kinds.items()},
            "unit_cost_eur": self.unit_cost_eur,
            **{f"unit_{kind}_eur": self.per_good_piece(euros) for kind, euros in kinds.items()},
        }

    def since(self, before: Costs) -> Costs:
        """Give what was spent, and the good pieces delivered, since an earlier moment of the same run."""
        spent = {(line.kind, line.resource): line.amount for line in before.lines}
        lines = (replace(line, amount=line.amount - spent.get((line.kind, line.resource), 0.0)) for line in self.lines)
        return Costs(tuple(line for line in lines if line.amount), self.n_good - before.n_good)

    def table(self) -> pd.DataFrame:
        """Give one row a line, with ``cost_eur``."""
        import pandas as pd

        columns = ("kind", "resource", "amount", "unit", "price_eur", "cost_eur")
        return pd.DataFrame({name: [getattr(line, name) for line in self.lines] for name in columns}, columns=columns)


def cost(counts: Snapshot, scenario: Scenario) -> Costs:
    """Price a run.

    Parameters
    ----------
    counts : Snapshot
        What the engine counted; orders and lots must have been recorded.
    scenario : Scenario
        Where the prices stand.

    Raises
    ------
    ValueError
        Orders or lots were not recorded.
    """
    if missing := [name for name in ("orders", "lots") if name not in counts.tables]:
        raise ValueError(f"costs need the {missing[0]} of a run: record them")
    lines = (*wages(counts, scenario), *machine_hours(counts, scenario), *material(counts, scenario))
    return Costs(tuple(line for line in lines if line.price_eur), good_pieces(counts))


def good_pieces(counts: Snapshot) -> int:
    """Count the pieces that customers got."""
    orders = counts.tables["orders"]
    return exact_sum(orders["quantity"][orders["state"] == DELIVERED])


def wages(counts: Snapshot, scenario: Scenario) -> Iterator[Line]:
    """Pay every worker for the hours he was present, overtime among them, whether he had work or not."""
    raw, names = counts.tables["workers"], counts.names["workers"]
    for code, present in zip(raw["worker"].tolist(), raw["present"].tolist(), strict=True):
        yield Line("wages", names[code], ratio(present, TICKS_PER_HOUR), "h", scenario.workers[names[code]].wage)


def machine_hours(counts: Snapshot, scenario: Scenario) -> Iterator[Line]:
    """Charge every unit for every hour of the run, used or not."""
    raw, names = counts.tables["work_centres"], counts.names
    for unit, centre in zip(raw["unit"].tolist(), raw["work_centre"].tolist(), strict=True):
        rate = scenario.work_centres[names["work_centres"][centre]].rate
        yield Line("machines", names["units"][unit], ratio(counts.end, TICKS_PER_HOUR), "h", rate)


def material(counts: Snapshot, scenario: Scenario) -> Iterator[Line]:
    """Charge the material of every piece started: to order, for the shelf, and once more for every remake."""
    for (product, configuration), pieces in sorted(pieces_started(counts, scenario).items()):
        price = material_per_piece(scenario.products[product], dict(configuration))
        name = f"{product} {written(dict(configuration))}".strip()
        yield Line("material", name, float(pieces), "piece", price)


Made = tuple[str, tuple[tuple[str, str], ...]]
"""Product, and its configuration as sorted pairs."""


def pieces_started(counts: Snapshot, scenario: Scenario) -> Counter[Made]:
    """Count the pieces begun by product and configuration."""
    return started_to_order(counts, scenario) + started_for_stock(counts, scenario)


def started_to_order(counts: Snapshot, scenario: Scenario) -> Counter[Made]:
    """Count the pieces of orders released to the floor, remakes included; orders served from the shelf start none."""
    raw, names = counts.tables["orders"], counts.names
    started: Counter[tuple[int, int]] = Counter()
    made = (raw["item"] < 0) & (raw["released"] >= 0)
    columns = (raw["product"][made], raw["configuration"][made], (raw["quantity"] + raw["scrapped"])[made])
    for product, code, pieces in zip(*(column.tolist() for column in columns), strict=True):
        started[product, code] += pieces
    return Counter({_made(names["products"][product], code, scenario): n for (product, code), n in started.items()})


def _made(product: str, code: int, scenario: Scenario) -> Made:
    return product, tuple(chosen(scenario.products[product], code).items())


def started_for_stock(counts: Snapshot, scenario: Scenario) -> Counter[Made]:
    """Count the pieces started for every item of the stock, lot by lot: what an item leaves open is drawn for each."""
    raw, names = counts.tables["lots"], counts.names["streams"]
    columns = (raw[name].tolist() for name in ("stream", "ordinal", "configuration"))
    lots = {(names[stream], ordinal, code) for stream, ordinal, code in zip(*columns, strict=True)}
    started: Counter[Made] = Counter()
    for stream, _, code in sorted(lots):
        if stream in scenario.stock:
            item = scenario.stock[stream]
            started[_made(item.product, code, scenario)] += item.lot_size
    return started
