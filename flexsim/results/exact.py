"""Sums and means of integer columns without rounding: measures start here (floor.md, T3).

A sum of ticks is exact, whatever the order of the rows; one division at the end rounds once.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np

from flexsim.results.counts import Floats, Integers

TICKS_PER_SECOND = 1_000_000
TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND
PARTS = 840
"""Attention is counted in parts of 840 of a worker, so that 1/2 to 1/8 are whole numbers (floor.md, S2)."""

LOW_HALF = 0xFFFF_FFFF


def exact_sum(column: Integers) -> int:
    """Sum of a column as a Python integer: halves are added apart, so 64 bits never overflow."""
    whole = column.astype(np.int64, copy=False)
    return (int((whole >> 32).sum()) << 32) + int((whole & LOW_HALF).sum())


def ratio(above: int, below: int) -> float:
    """Quotient of two integers, rounded once; not a number where there is nothing to divide by."""
    return float(Fraction(above, below)) if below else float("nan")


def hours(ticks: int) -> float:
    """Ticks as hours, rounded once."""
    return ratio(ticks, TICKS_PER_HOUR)


def mean_hours(ticks: Integers) -> float:
    """Mean of a column of ticks in hours, rounded once."""
    return ratio(exact_sum(ticks), len(ticks) * TICKS_PER_HOUR)


def quantile_hours(ticks: Integers, share: float) -> float:
    """Give the smallest time that at least this share of the column does not exceed, in hours (nearest rank)."""
    if not len(ticks):
        return float("nan")
    place = max(ceil(Fraction(str(share)) * len(ticks)), 1) - 1
    return hours(int(np.partition(ticks, place)[place]))


def column_hours(ticks: Integers, per_hour: int = TICKS_PER_HOUR) -> Floats:
    """Turn a column of durations into hours."""
    found = ticks.astype(np.float64)
    found /= per_hour
    return found


def instant_hours(ticks: Integers) -> Floats:
    """Turn a column of instants into hours since the start; what has not happened (-1) is not a number."""
    found = column_hours(ticks)
    found[ticks < 0] = np.nan
    return found


def span_hours(first: Integers, last: Integers) -> Floats:
    """Hours between two columns of instants; not a number where either has not happened."""
    found = column_hours(last - first)
    found[(first < 0) | (last < 0)] = np.nan
    return found
