"""Spans of time, many at once: how many are open, what they cover together. Ticks are whole numbers: sums are exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Ticks = NDArray[np.int64]


class Levels(NamedTuple):
    """How many spans of a key are open, from one moment to the next."""

    key: Ticks
    begin: Ticks
    end: Ticks
    level: Ticks


def levels(key: Ticks, start: Ticks, end: Ticks) -> Levels:
    """Say for every stretch between two ends of spans how many of its key are open; at least one.

    Spans without length count nowhere.
    """
    import numpy as np

    long = end > start
    key, start, end = key[long], start[long], end[long]
    keys, moments = np.concatenate([key, key]), np.concatenate([start, end])
    steps = np.concatenate([np.ones_like(start), -np.ones_like(end)])
    order = np.lexsort((moments, keys))
    keys, moments, level = keys[order], moments[order], np.cumsum(steps[order])
    lasts = (keys[:-1] == keys[1:]) & (moments[:-1] < moments[1:]) & (level[:-1] > 0)
    return Levels(keys[:-1][lasts], moments[:-1][lasts], moments[1:][lasts], level[:-1][lasts])


def ticks_above(found: Levels, most: int, key: Ticks, start: Ticks, end: Ticks) -> Ticks:
    """Say how long each span lies where more than ``most`` of its key are open."""
    import numpy as np

    above = found.level > most
    keys, begins, ends = found.key[above], found.begin[above], found.end[above]
    if not len(keys):
        return np.zeros(len(key), np.int64)
    moments, ranks = np.unique(np.concatenate([begins, start, end]), return_inverse=True)
    lines = np.unique(np.concatenate([keys, key]), return_inverse=True)[1]
    n, width = len(keys), len(moments)
    place = lines[:n] * width + ranks[:n]  # of ranks, not of ticks: keys times ticks would not fit into 64 bits
    summed = np.concatenate([[0], np.cumsum(ends - begins)])

    def until(moment: Ticks, rank: Ticks) -> Ticks:
        """Length before a moment; stretches of keys before this one are in both sums and cancel out."""
        found = np.searchsorted(place, lines[n:] * width + rank, side="right")
        last = np.maximum(found - 1, 0)
        too_long = np.where((found > 0) & (keys[last] == key), np.maximum(ends[last] - moment, 0), 0)
        result: Ticks = summed[found] - too_long
        return result

    return until(end, ranks[n + len(key) :]) - until(start, ranks[n : n + len(key)])


def covered(key: Ticks, start: Ticks, end: Ticks, gap: int = 0) -> pd.DataFrame:
    """Unite the spans of each key that overlap, touch, or have a gap of less than ``gap`` between them.

    Returns
    -------
    pandas.DataFrame
        Columns key, start, end, in this order.
    """
    import numpy as np
    import pandas as pd

    order = np.lexsort((end, start, key))
    frame = pd.DataFrame({"key": key[order], "start": start[order], "end": end[order]})
    reached = frame.groupby("key")["end"].cummax().to_numpy()
    begins = np.ones(len(frame), bool)
    distance = frame["start"].to_numpy()[1:] - reached[:-1]
    same = frame["key"].to_numpy()[1:] == frame["key"].to_numpy()[:-1]
    begins[1:] = ~(same & ((distance <= 0) | (distance < gap)))
    blocks = frame.assign(block=np.cumsum(begins)).groupby("block", sort=True)
    return blocks.agg(key=("key", "first"), start=("start", "first"), end=("end", "max")).reset_index(drop=True)


def overlaps_an_earlier(key: Ticks, start: Ticks, end: Ticks) -> NDArray[np.bool_]:
    """Say which spans begin while an earlier one of their key is open; those without length neither do nor count."""
    import numpy as np
    import pandas as pd

    found = np.zeros(len(key), bool)
    long = np.flatnonzero(end > start)
    order = long[np.lexsort((end[long], start[long], key[long]))]
    if len(order) < 2:
        return found
    reached = pd.Series(end[order]).groupby(key[order]).cummax().to_numpy()
    same = key[order][1:] == key[order][:-1]
    found[order[1:]] = same & (start[order][1:] < reached[:-1])
    return found
