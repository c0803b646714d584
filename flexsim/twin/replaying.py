"""Whether a replay of records gives the recorded lead times, and how often it asked more than there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.study import Result
    from flexsim.twin.records import Record


@dataclass(frozen=True)
class ReplayCheck:
    """A replay beside the record.

    Attributes
    ----------
    orders : pandas.DataFrame
        A row an order: ``recorded`` and ``replayed`` lead time in ticks; -1 for one that was not delivered.
    reports : int
        Reports that were replayed.
    unit_exceeded, attention_exceeded : int
        Reports at which a unit had more than one lot, or somebody more to attend than he can (floor.md, D8).
    timed, timed_unit_exceeded, timed_attention_exceeded : int
        The same if only reports that have a duration are replayed: of the others several count that fall on one moment.
    """

    orders: pd.DataFrame
    reports: int
    unit_exceeded: int
    attention_exceeded: int
    timed: int
    timed_unit_exceeded: int
    timed_attention_exceeded: int

    @property
    def different(self) -> int:
        """Orders whose lead time differs by a tick or more."""
        return int((self.orders["recorded"] != self.orders["replayed"]).sum())

    @property
    def largest_difference(self) -> int:
        """Ticks by which the worst differs."""
        return int((self.orders["recorded"] - self.orders["replayed"]).abs().max())


def replay_check(recorded: Record, result: Result, timed: Result | None) -> ReplayCheck:
    """Compare a replay with what was recorded, order by order, in ticks.

    Parameters
    ----------
    recorded : Record
        What the log says.
    result : Result
        The replay.
    timed : Result or None
        The replay of the reports that have a duration, if there are any.
    """
    from flexsim.twin.runs import lead_ticks

    replayed = lead_ticks(result.counts, result.scenario)
    orders = recorded.orders[["order", "lead"]].rename(columns={"lead": "recorded"})
    orders["replayed"] = [replayed.get(order, -1) for order in orders["order"]]
    return ReplayCheck(orders, *_exceeded(result), *(_exceeded(timed) if timed else (0, 0, 0)))


def _exceeded(replay: Result) -> tuple[int, int, int]:
    """Count reports, and those that were more than a unit or somebody's attention allows."""
    unit, attention = (int(replay.measures[name]) for name in ("unit_exceeded", "attention_exceeded"))
    return len(replay.scenario.schedule or ()), unit, attention
