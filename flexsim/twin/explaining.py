"""What recorded lead times consist of: covered by reports, waiting that the model explains, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flexsim.twin.ticks import HOUR

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.study import Result
    from flexsim.twin.cleaning import CleanLog
    from flexsim.twin.records import Record

WORK = ("set_up", "run")
"""Causes of a simulated lead time that are no waiting."""

GROUPS = {
    "all orders": "all",
    "whole in the log": "whole",
    "begun before the log": "begun_before",
    "go on after the log": "goes_on",
}
"""Groups of orders in words, and the columns that say who is in them; those in both of the last two count in both."""


@dataclass(frozen=True)
class Explanation:
    """The gap between recorded and simulated lead times, order by order.

    Attributes
    ----------
    orders : pandas.DataFrame
        A row an order, ticks: ``recorded`` lead time; ``covered``, every cause of waiting of the run, ``unexplained``,
        which sum to it; ``simulated`` lead time; ``begun_before``, ``goes_on``, ``whole``, ``all``.
    causes : tuple of str
        The causes of waiting that occur.
    """

    orders: pd.DataFrame
    causes: tuple[str, ...]

    @cached_property
    def means_h(self) -> pd.DataFrame:
        """Mean hours by part, a row a group of orders; ``n`` is how many it has. Empty groups are left out."""
        import pandas as pd

        parts = ["recorded", "covered", *self.causes, "unexplained", "simulated"]
        rows = {}
        for name, column in GROUPS.items():
            own = self.orders[self.orders[column]]
            if len(own):
                sums = own[parts].sum()
                rows[name] = {"n": len(own)} | {part: int(sums[part]) / len(own) / HOUR for part in parts}
        return pd.DataFrame(rows).T

    @property
    def over_explained(self) -> int:
        """Orders that wait longer in the model than they did."""
        return int((self.orders["unexplained"] < 0).sum())

    @property
    def waited_besides_h(self) -> float:
        """Mean over all orders of what they waited and do not wait in the model; who waits longer there adds 0."""
        return int(self.orders["unexplained"].clip(lower=0).sum()) / len(self.orders) / HOUR

    @property
    def waits_beyond_h(self) -> float:
        """Mean over all orders of what they wait longer in the model than they did: the other part of the rest."""
        return -int(self.orders["unexplained"].clip(upper=0).sum()) / len(self.orders) / HOUR


def explanation(recorded: Record, result: Result, log: CleanLog) -> Explanation:
    """Split every recorded lead time.

    Parameters
    ----------
    recorded : Record
        What the log says.
    result : Result
        A run in which its orders are released at their first report.
    log : CleanLog
        Tells which orders its ends have cut.

    Returns
    -------
    Explanation
        *Covered* is the time in which at least one report of the order runs, *explained* what the same order waits in
        the model, by cause (floor.md, X2), *unexplained* the rest, below nothing where the model waits longer.
    """
    from flexsim.twin.runs import causes_of

    causes = causes_of(result)
    waiting = causes.drop(columns=list(WORK))
    waiting = waiting.loc[:, waiting.any()]
    found = recorded.orders.set_index("order")[["lead", "covered"]].rename(columns={"lead": "recorded"})
    found = found.join(waiting, how="inner")
    found["unexplained"] = found["recorded"] - found["covered"] - waiting.sum(axis=1)
    found["simulated"] = causes.sum(axis=1)
    open_at = log.orders.set_index("order")[["begun_before", "goes_on"]]
    found = found.join(open_at)
    found["whole"] = ~(found["begun_before"] | found["goes_on"])
    return Explanation(found.assign(all=True).reset_index(), tuple(waiting.columns))
