"""A run in the words of a log: every stretch of work as a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from flexsim.results import DELIVERED, LOST, Counts, Integers
from flexsim.twin.records import Record, covered

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.scenario import Scenario
    from flexsim.study import Result

KIND_OF_STEP = {"set_up": "set_up", "load": "run", "run": "run", "unload": "run"}
"""What a report would call the steps of an operation."""


def record_of_run(result: Result, parts: Mapping[str, str], start: int, end: int) -> Record:
    """Give what a run did in the words of a log.

    Parameters
    ----------
    result : Result
        A run with its events recorded, of orders that were given by name.
    parts : mapping of str to str
        The part that each order makes.
    start, end : int
        Ticks between which work in progress and loads are shown.
    """
    reports = reports_of_run(result, parts)
    return Record(reports, orders_of_run(result, parts, reports), start, end)


def reports_of_run(result: Result, parts: Mapping[str, str]) -> pd.DataFrame:
    """Give one row a stretch of set-up or run, with the columns of a cleaned log that a run has."""
    import pandas as pd

    events, names = result.counts.tables["events"], result.counts.names
    kinds = [KIND_OF_STEP.get(name, "") for name in names["event_kinds"]]
    own = np.isin(events["kind"], [code for code, kind in enumerate(kinds) if kind])
    column = {name: events[name][own] for name in events}
    centres = _work_centre_of_unit(result)
    orders = order_names(result.counts, result.scenario, column["stream"], column["ordinal"])
    return pd.DataFrame(
        {
            "order": orders,
            "part": [parts.get(order, "") for order in orders],
            "resource": [centres[unit] for unit in column["unit"].tolist()],
            "worker": [names["workers"][code] if code >= 0 else "" for code in column["worker"].tolist()],
            "kind": [kinds[code] for code in column["kind"].tolist()],
            "start": column["from"],
            "end": column["to"],
        }
    )


def orders_of_run(result: Result, parts: Mapping[str, str], reports: pd.DataFrame) -> pd.DataFrame:
    """Give one row an order, by name: from its arrival to its delivery, in ticks.

    One that was not delivered counts with its age when the run stopped, as a lower bound (floor.md, X1).
    """
    import pandas as pd

    raw = result.counts.tables["orders"]
    inside = raw["state"] != LOST
    column = {name: raw[name][inside] for name in ("stream", "ordinal", "quantity", "arrived")}
    ended = np.where(raw["state"] == DELIVERED, raw["completed"], result.counts.ran_until)[inside]
    names = order_names(result.counts, result.scenario, column["stream"], column["ordinal"])
    found = pd.DataFrame(
        {
            "order": names,
            "part": [parts.get(order, "") for order in names],
            "quantity": column["quantity"],
            "first": column["arrived"],
            "last": ended,
            "lead": ended - column["arrived"],
        }
    )
    found["covered"] = found["order"].map(covered(reports)).fillna(0).astype(np.int64)
    return found.sort_values("order", ignore_index=True)


def causes_of(result: Result) -> pd.DataFrame:
    """Give the ticks of every delivered order by cause (floor.md, X2), indexed by order; they sum to its lead time."""
    import pandas as pd

    raw, causes = result.counts.tables["orders"], result.counts.names["causes"]
    done = raw["state"] == DELIVERED
    names = order_names(result.counts, result.scenario, raw["stream"][done], raw["ordinal"][done])
    return pd.DataFrame({cause: raw[cause][done] for cause in causes}, index=pd.Index(names, name="order")).sort_index()


def lead_ticks(counts: Counts, scenario: Scenario) -> dict[str, int]:
    """Give the lead time of every delivered order by its name."""
    raw = counts.tables["orders"]
    done = raw["state"] == DELIVERED
    names = order_names(counts, scenario, raw["stream"][done], raw["ordinal"][done])
    return dict(zip(names, (raw["completed"] - raw["arrived"])[done].tolist(), strict=True))


def order_names(counts: Counts, scenario: Scenario, streams: Integers, ordinals: Integers) -> list[str]:
    """Give the names of orders: as the scenario lists them, else that of the stream of which each is the only one."""
    named = [_names_in(scenario, stream) for stream in counts.names["streams"]]
    return [named[stream][ordinal] for stream, ordinal in zip(streams.tolist(), ordinals.tolist(), strict=True)]


def all_orders(scenario: Scenario) -> list[str]:
    """Give the names of all orders of a scenario."""
    return [order for stream in scenario.demand for order in _names_in(scenario, stream)]


def _names_in(scenario: Scenario, stream: str) -> list[str]:
    """Give the names of a stream's orders in the order of their ordinals."""
    demand = scenario.demand.get(stream)
    if demand is None or demand.orders is None:
        return [stream]
    return [order.name for order in demand.orders]


def _work_centre_of_unit(result: Result) -> dict[int, str]:
    table, names = result.counts.tables["work_centres"], result.counts.names["work_centres"]
    pairs = zip(table["unit"].tolist(), table["work_centre"].tolist(), strict=True)
    return {unit: names[centre] for unit, centre in pairs}
