"""Simulated beside recorded: lead times, work in progress, hours by machine, load by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from flexsim.results import Floats, column_hours, mean_hours, quantile_hours
from flexsim.twin.records import Record
from flexsim.twin.ticks import HOUR

if TYPE_CHECKING:
    import pandas as pd

QUARTILES = {"q25_h": 0.25, "median_h": 0.5, "q75_h": 0.75}

OTHERS = "other families"
THIRDS = ("first third", "second third", "last third")


@dataclass(frozen=True)
class Beside:
    """A run beside the log from which its shop was made.

    Attributes
    ----------
    recorded, simulated : Record
        What happened, by the log and by the run.
    """

    recorded: Record
    simulated: Record

    @property
    def sides(self) -> Mapping[str, Record]:
        """Both, by name."""
        return {"recorded": self.recorded, "simulated": self.simulated}

    @cached_property
    def lead_times(self) -> pd.DataFrame:
        """Lead times in hours, one row a side: ``orders, mean_h, q25_h, median_h, q75_h``."""
        import pandas as pd

        return pd.DataFrame({side: spread_of(record.orders["lead"]) for side, record in self.sides.items()}).T

    @cached_property
    def by_family(self) -> pd.DataFrame:
        """Lead times of each family in hours: ``orders``, and mean and median of both sides, most orders first."""
        import pandas as pd

        rows = {}
        for part, recorded in self.recorded.orders.groupby("part"):
            simulated = self.simulated.orders[self.simulated.orders["part"] == part]
            rows[part] = _family(recorded["lead"], simulated["lead"])
        found = pd.DataFrame(rows).T
        return found.sort_values("orders", ascending=False, kind="stable").rename_axis("part")

    @cached_property
    def by_release(self) -> pd.DataFrame:
        """The same of the orders that were released in each third of the log: late ones are cut by its end."""
        import pandas as pd

        recorded, simulated = (record.orders for record in self.sides.values())
        third = (recorded["first"] - self.recorded.start) * 3 // max(self.recorded.end - self.recorded.start, 1)
        rows = {}
        for number, name in enumerate(THIRDS):
            orders = recorded.loc[third.clip(0, 2) == number, "order"]
            own = (side.loc[side["order"].isin(orders), "lead"] for side in (recorded, simulated))
            rows[f"{name} of the log"] = _family(*own)
        return pd.DataFrame(rows).T.rename_axis("released")

    def largest_families(self, n: int) -> pd.DataFrame:
        """Give the families with the most orders, and all others as one row."""
        largest = self.by_family.head(n)
        is_other = [~record.orders["part"].isin(largest.index) for record in self.sides.values()]
        rest = [record.orders.loc[rows, "lead"] for record, rows in zip(self.sides.values(), is_other, strict=True)]
        if not len(rest[0]):
            return largest
        import pandas as pd

        return pd.concat([largest, pd.DataFrame({OTHERS: _family(*rest)}).T])

    @cached_property
    def open_orders(self) -> pd.DataFrame:
        """Mean number of orders in the shop, a row a day, a column a side."""
        import pandas as pd

        return pd.DataFrame({side: record.orders_open["orders"] for side, record in self.sides.items()})

    def mean_open_orders(self, side: str) -> float:
        """Mean number of orders in the shop between the ends of the log."""
        record = self.sides[side]
        first, last = (np.clip(record.orders[name], record.start, record.end) for name in ("first", "last"))
        return int((last - first).sum()) / (record.end - record.start)

    def left_at_end(self, side: str) -> int:
        """Count orders that are in the shop when the log ends."""
        record = self.sides[side]
        return int(((record.orders["first"] < record.end) & (record.orders["last"] > record.end)).sum())

    @cached_property
    def hours_by_machine(self) -> pd.DataFrame:
        """Hours by machine: columns ``(side, kind)``."""
        return self._hours_by("resource")

    @cached_property
    def hours_by_worker(self) -> pd.DataFrame:
        """Hours by worker: columns ``(side, kind)``; what one does at several machines at once counts at each."""
        return self._hours_by("worker")

    def _hours_by(self, column: str) -> pd.DataFrame:
        import pandas as pd

        spent = {side: _as_the_factory_has_it(record.time_by(column)) for side, record in self.sides.items()}
        return pd.concat(spent, axis=1).fillna(0).sort_index() / HOUR

    def of_side(self, side: str, by: str = "resource") -> pd.DataFrame:
        """Give the hours by machine (or by ``worker``) of one side: ``set_up`` and ``run``."""
        table = self.hours_by_machine if by == "resource" else self.hours_by_worker
        return table.loc[:, [side]].droplevel(0, axis=1)

    @cached_property
    def load_by_week(self) -> pd.DataFrame:
        """Hours of work, a row a week, a column a side; what was done after the log is the last row."""
        import pandas as pd

        weeks = {side: record.load_by_week.set_index("week")["ticks"] for side, record in self.sides.items()}
        return pd.DataFrame(weeks) / HOUR

    def lead_h(self) -> dict[str, Floats]:
        """Give the lead times of all orders in hours, by side."""
        return {side: column_hours(record.orders["lead"].to_numpy()) for side, record in self.sides.items()}

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give everything as tables that can be written, by name."""
        hours = {"hours_by_machine": self.hours_by_machine, "hours_by_worker": self.hours_by_worker}
        flat = {name: _flat(table) for name, table in hours.items()}
        days = self.open_orders.rename(columns="{}_orders".format).rename_axis("day").reset_index()
        weeks = self.load_by_week.rename(columns="{}_h".format).reset_index()
        orders = self.orders()
        return {
            "lead_times": self.lead_times.rename_axis("side").reset_index(),
            "lead_times_by_family": self.by_family.reset_index(),
            "lead_times_by_release": self.by_release.reset_index(),
            "orders": orders,
            "work_in_progress": days,
            "load_by_week": weeks,
            **flat,
        }

    def orders(self) -> pd.DataFrame:
        """Give one row an order, with the lead time and the time covered by reports of both sides, in hours."""
        keep = ["order", "part", "quantity"]
        recorded = _in_hours(self.recorded.orders, "recorded")
        simulated = _in_hours(self.simulated.orders, "simulated").drop(columns=keep[1:])
        return recorded.merge(simulated, on="order", how="left")


def spread_of(lead: pd.Series[int]) -> dict[str, float]:
    """Give number, mean and quartiles of lead times, in hours."""
    ticks = lead.to_numpy(np.int64)
    quartiles = {name: quantile_hours(ticks, share) for name, share in QUARTILES.items()}
    return {"orders": float(len(ticks)), "mean_h": mean_hours(ticks), **quartiles}


def _family(recorded: pd.Series[int], simulated: pd.Series[int]) -> dict[str, float]:
    sides = {"recorded": spread_of(recorded), "simulated": spread_of(simulated)}
    figures = {f"{side}_{name}": found[name] for name in ("mean_h", "median_h") for side, found in sides.items()}
    return {"orders": float(len(recorded)), **figures}


def _as_the_factory_has_it(spent: pd.DataFrame) -> pd.DataFrame:
    """Count breakdowns as run: the machine is taken, and the factory knows them as run."""
    return spent[["set_up"]].assign(run=spent["run"] + spent["breakdown"])


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    named = table.copy()
    named.columns = ["_".join([*column, "h"]) for column in table.columns]
    return named.reset_index()


def _in_hours(orders: pd.DataFrame, side: str) -> pd.DataFrame:
    """Put the columns of ticks into hours, named after a side."""
    found = orders[["order", "part", "quantity"]].copy()
    for name in ("first", "last", "lead", "covered"):
        found[f"{side}_{name}_h"] = orders[name] / HOUR
    return found
