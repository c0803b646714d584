"""Orders of a log, and which of them are open at its ends: begun before it, or going on after it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from flexsim.twin.column_map import Assume

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.twin.cleaning import Rule


def orders_of(frame: pd.DataFrame, assume: Assume) -> tuple[pd.DataFrame, list[Rule]]:
    """Give the orders of sorted reports, and what was told of them.

    An order is open at the beginning if its first report lies in the first part of the log and is not of an activity
    with which orders further inside begin; open at the end likewise.
    """
    from flexsim.twin.cleaning import Rule

    groups = frame.groupby("order", observed=True, sort=False)
    orders = groups.agg(
        part=("part", "first"),
        quantity=("quantity", "first"),
        arrival=("arrival", "min"),
        first=("start", "min"),
        last=("end", "max"),
        reports=("line", "size"),
        line=("line", "min"),
    ).reset_index()
    first_activity = groups["activity"].first().to_numpy()
    last_activity = groups["activity"].last().to_numpy()
    begin, end = int(orders["first"].min()), int(orders["last"].max())
    edge = int((end - begin) * assume.edge)
    early = (orders["first"] < begin + edge).to_numpy()
    late = (orders["last"] > end - edge).to_numpy()
    usual_first = _usual(first_activity, ~early, assume.usual)
    usual_last = _usual(last_activity, ~late, assume.usual)
    orders["begun_before"] = early & ~usual_first
    orders["goes_on"] = late & ~usual_last
    unfinished = ~late & ~usual_last
    lines = orders["line"].to_numpy()
    share = f"{assume.edge * 100:.0f} % of the log"
    told = [
        ("begun_before", f"first report in the first {share}, of no usual first activity: begun before the log",
         orders["begun_before"]),
        ("goes_on", f"last report in the last {share}, of no usual last activity: goes on after the log",
         orders["goes_on"]),
        ("without_end", "last report of no usual last activity, and not near the end of the log: taken as finished",
         unfinished),
    ]  # fmt: skip
    rules = [Rule(name, said, lines[found], of="orders") for name, said, found in told]
    for name in ("order", "part"):
        orders[name] = orders[name].astype(object)
    return orders.drop(columns="line"), rules


def _usual(activity: Any, inside: Any, share: float) -> Any:
    """Say which orders have an activity there that a share of the orders inside the log has; all, if none is inside."""
    import numpy as np

    if not inside.any():
        return np.ones(len(activity), bool)
    counts = Counter(activity[inside].tolist())
    usual = [name for name, count in counts.items() if count >= share * int(inside.sum())]
    return np.isin(activity.astype(str), [str(name) for name in usual])
