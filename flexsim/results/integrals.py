"""Exact integrals over time of how many there are: orders inside, units at work, pieces on a shelf.

All in whole numbers. Partial sums may exceed 64 bits and wrap around; differences between them do not, and are right.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from flexsim.results.counts import Integers

Ticks = npt.NDArray[np.int64]
Spans = tuple[Ticks, Ticks]
"""Beginnings and ends of stretches of time."""


def since(instants: Integers, edges: Ticks, pieces: Integers | None = None) -> Ticks:
    """Integrate a number that goes up by one, or by so many pieces, at every instant.

    Parameters
    ----------
    instants : ndarray
        Ticks, in any order.
    edges : ndarray
        Ticks, ascending.
    pieces : ndarray, optional
        By how much it goes up; 1 unless given.

    Returns
    -------
    ndarray
        Integral over each step between two edges, in ticks.
    """
    order = np.argsort(instants, kind="stable")
    at = instants[order].astype(np.int64)
    up = np.ones(len(at), dtype=np.int64) if pieces is None else pieces[order].astype(np.int64)
    before = np.searchsorted(at, edges, side="right")
    number = np.concatenate([[0], np.cumsum(up)])[before]
    moment = np.concatenate([[0], np.cumsum(up * at)])[before]
    over_time: Ticks = np.diff(number * edges - moment)
    return over_time


def between(spans: Spans, edges: Ticks) -> Ticks:
    """Integrate how many stretches are under way: over each step, ticks times stretches."""
    began, ended = spans
    return since(began, edges) - since(ended, edges)


def union(spans: Spans) -> Spans:
    """Join stretches that overlap or touch."""
    began, ended = spans
    if not len(began):
        return began, ended
    order = np.argsort(began, kind="stable")
    began, ended = began[order], np.maximum.accumulate(ended[order])
    is_first = np.concatenate([[True], began[1:] > ended[:-1]])
    is_last = np.concatenate([is_first[1:], [True]])
    return began[is_first], ended[is_last]


def overlap(one: Spans, other: Spans) -> Spans:
    """Keep what two joined sets of stretches have in common."""
    at = np.concatenate([one[0], other[0], one[1], other[1]])
    up = np.repeat([1, -1], len(at) // 2)
    order = np.lexsort((up, at))
    both = np.flatnonzero(np.cumsum(up[order]) == 2)
    at = at[order]
    return at[both], at[both + 1]


def clipped(spans: Spans, end: int) -> Spans:
    """Cut stretches off at an instant; those that begin later are dropped."""
    began, ended = spans
    kept = began < end
    return began[kept], np.minimum(ended[kept], end)


def length(spans: Spans) -> int:
    """Sum of all stretches in ticks."""
    began, ended = spans
    return int((ended - began).sum())
