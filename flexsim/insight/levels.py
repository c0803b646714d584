"""How many pieces were on the floor, and waited for it, at every moment of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flexsim.results import TICKS_PER_HOUR, Floats, Integers
from flexsim.study import Result


@dataclass(frozen=True)
class Level:
    """A number of pieces that changes at moments and is constant between them.

    Attributes
    ----------
    times_h : array
        Moments of change, rising.
    pieces : array
        From each moment on; nothing before the first.
    """

    times_h: Floats
    pieces: Floats

    def means(self, edges_h: Floats) -> Floats:
        """Give the mean over time between every edge and the next, from the exact integral."""
        spans = np.diff(self.times_h, append=self.times_h[-1:])
        integral = np.concatenate([[0.0], np.cumsum(self.pieces * spans)])[: len(self.times_h)]
        places = np.searchsorted(self.times_h, edges_h, side="right") - 1
        until = np.zeros(len(edges_h))
        known = places >= 0
        found = places[known]
        until[known] = integral[found] + self.pieces[found] * (edges_h[known] - self.times_h[found])
        return np.asarray(np.diff(until) / np.diff(edges_h), dtype=np.float64)


def level(came: Integers, went: Integers, pieces: Integers) -> Level:
    """Make a level of things that came and went; -1 as the tick of going means not yet."""
    gone = went >= 0
    ticks = np.concatenate([came, went[gone]])
    steps = np.concatenate([pieces, -pieces[gone]])
    order = np.argsort(ticks, kind="stable")
    moments, first = np.unique(ticks[order], return_index=True)
    after = np.cumsum(steps[order])[np.append(first[1:], len(order)) - 1] if len(order) else steps
    return Level(moments / TICKS_PER_HOUR, after.astype(np.float64))


def levels(result: Result) -> dict[str, Level]:
    """Give work in progress, by what it is for, and orders that wait for it, in pieces.

    Work in progress is what is released and not completed: orders, and the lots that replenish stock. Pieces found bad
    count until the rest of their order or lot is completed.
    """
    orders = result.counts.tables["orders"]
    gone = np.where(orders["state"] == 0, -1, orders["completed"])
    released, pieces = orders["released"], orders["quantity"]
    made = released >= 0
    waits_until = np.where(made, released, gone)
    waits = (waits_until < 0) | (waits_until > orders["arrived"])
    return {
        "made to order": level(released[made], gone[made], pieces[made]),
        "made for stock": level(*replenishments(result)),
        "waiting for release or stock": level(orders["arrived"][waits], waits_until[waits], pieces[waits]),
    }


def replenishments(result: Result) -> tuple[Integers, Integers, Integers]:
    """Give when every replenishment was released and completed, and its pieces: lots of it are taken together."""
    lots, names = result.counts.tables["lots"], result.counts.names
    is_item = np.array([name in result.scenario.stock for name in names["streams"]], dtype=bool)
    own = is_item[lots["stream"]] if len(is_item) else np.zeros(len(lots["stream"]), dtype=bool)
    mine: Mapping[str, Integers] = {name: lots[name][own].astype(np.int64) for name in lots}
    keys = np.stack([mine["stream"], mine["ordinal"]])
    _, place = np.unique(keys, axis=1, return_inverse=True)
    n = int(place.max()) + 1 if len(place) else 0
    released, completed = np.full(n, np.iinfo(np.int64).max), np.full(n, -1)
    pieces, is_open = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool)
    np.minimum.at(released, place, mine["released"])
    np.maximum.at(completed, place, mine["completed"])
    np.logical_or.at(is_open, place, mine["completed"] < 0)
    np.add.at(pieces, place, np.where(mine["generation"] == 0, mine["pieces"], 0))
    return released, np.where(is_open, -1, completed), pieces
