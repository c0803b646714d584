"""What a shop did, recorded or simulated, in the same words: lead times, work in progress, hours and loads.

A record is made of *reports*: rows that say who worked on which order, where, from when to when. A log has them, and a
run's stretches are made into them, so that both sides of a comparison are summed by the same few functions. Everything
is counted in whole ticks of a microsecond since Monday 00:00 of the first week.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from flexsim.results import Integers
from flexsim.twin.ticks import DAY, WEEK

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.twin.cleaning import CleanLog

LATER = "later"
"""Name of what lies after the last week that is shown."""

KINDS = ("set_up", "run", "breakdown")
"""Kinds of reports."""


@dataclass(frozen=True)
class Record:
    """What happened to orders, at machines and to people.

    Attributes
    ----------
    reports : pandas.DataFrame
        One row a report, with at least ``order, part, resource, worker, kind, quantity, start, end`` (ticks).
    orders : pandas.DataFrame
        One row an order, sorted by name, with ``order, part, quantity, first, last, lead, covered`` (ticks): when it
        began and ended, how long that took, and how much of it at least one of its reports covers.
    start, end : int
        Ticks between which work in progress and loads are shown.
    """

    reports: pd.DataFrame
    orders: pd.DataFrame
    start: int
    end: int

    @cached_property
    def orders_open(self) -> pd.DataFrame:
        """Work in progress: for each ``day`` the mean number of orders between their first and their last report."""
        import pandas as pd

        spent = self._spread(self.orders["first"], self.orders["last"], DAY)
        return pd.DataFrame({"day": np.arange(len(spent)), "orders": spent / self._lengths(DAY)})

    @cached_property
    def load_by_week(self) -> pd.DataFrame:
        """Ticks of all reports in each ``week``; those after the last week in one more row, ``later``."""
        import pandas as pd

        spent = self._spread(self.reports["start"], self.reports["end"], WEEK)
        later = int((self.reports["end"] - self.reports["start"]).sum()) - int(spent.sum())
        return pd.DataFrame({"week": [*map(str, range(1, len(spent) + 1)), LATER], "ticks": [*spent.tolist(), later]})

    def time_by(self, column: str) -> pd.DataFrame:
        """Ticks by machine (``resource``) or ``worker`` and kind of report, sorted by name."""
        known = self.reports[self.reports[column] != ""]
        spent = (known["end"] - known["start"]).groupby([known[column], known["kind"]]).sum()
        return spent.unstack(fill_value=0).reindex(columns=list(KINDS), fill_value=0).sort_index()

    def _spread(self, starts: pd.Series[int], ends: pd.Series[int], width: int) -> Integers:
        """Spread spans over bins, cut to what is shown."""
        first, last = (_within(column, self.start, self.end) for column in (starts, ends))
        return ticks_in_bins(first, last, width, -(-self.end // width))

    def _lengths(self, width: int) -> Integers:
        """Ticks of each bin in what is shown; a bin before it has one, so that nothing is divided by nothing."""
        whole = ticks_in_bins(np.array([self.start]), np.array([self.end]), width, -(-self.end // width))
        return np.maximum(whole, 1)


def _within(column: pd.Series[int], start: int, end: int) -> Integers:
    return column.clip(start, end).to_numpy(np.int64)


def ticks_in_bins(starts: Integers, ends: Integers, width: int, n_bins: int) -> Integers:
    """Give how many ticks of all spans together lie in each bin of a width, exactly.

    Memory is that of spans and bins, however long the spans are.
    """
    first, last = starts // width, ends // width
    in_one = first == last
    found = np.zeros(n_bins + 2, dtype=np.int64)
    np.add.at(found, first, np.where(in_one, ends, (first + 1) * width) - starts)
    np.add.at(found, last, np.where(in_one, 0, ends - last * width))
    whole = np.zeros(n_bins + 2, dtype=np.int64)
    np.add.at(whole, first + 1, np.where(in_one, 0, 1))
    np.add.at(whole, last, np.where(in_one, 0, -1))
    return (found + np.cumsum(whole) * width)[:n_bins]


def record_of(reports: pd.DataFrame, start: int = 0, end: int | None = None) -> Record:
    """Sum up reports, between the first and the last of them unless another end is given."""
    last = int(reports["end"].max()) if end is None else end
    return Record(reports, orders_of(reports), start, last)


def record_of_log(log: CleanLog) -> Record:
    """Sum up a cleaned log; an order begins when it arrived, if the log says so, else with its first report."""
    record = record_of(log.reports)
    arrivals = record.orders["order"].map(log.orders.set_index("order")["arrival"])
    orders = record.orders.assign(first=arrivals, lead=record.orders["last"] - arrivals)
    return Record(record.reports, orders, record.start, record.end)


def orders_of(reports: pd.DataFrame) -> pd.DataFrame:
    """Give one row an order: its span from first to last report, and the time that its reports cover."""
    by_order = reports.groupby("order", sort=True)
    found = by_order.agg(
        part=("part", "first"), quantity=("quantity", "first"), first=("start", "min"), last=("end", "max")
    )
    found["lead"] = found["last"] - found["first"]
    found["covered"] = covered(reports).reindex(found.index)
    return found.reset_index()


def covered(reports: pd.DataFrame) -> pd.Series[int]:
    """Ticks in which at least one report of an order runs, by order: reports at the same time count once."""
    rows = reports[["order", "start", "end"]].sort_values(["order", "start", "end"], kind="stable")
    before = rows.groupby("order")["end"].cummax().groupby(rows["order"]).shift()
    begun = rows["start"].where(before.isna() | (before < rows["start"]), before).astype(np.int64)
    return (rows["end"] - begun).clip(lower=0).groupby(rows["order"]).sum()
