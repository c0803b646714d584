"""What short runs teach about forecasts: where one was wrong, those near by are likely wrong in the same way."""

from __future__ import annotations

import numpy as np

from flexsim.study.ground import Floats, Places

REACH = 1.5
"""Steps over which an error is shared: half of one step's is left after about two."""

LONGEST_RANGE = 4.0
"""Steps that the whole range of a decision counts at most: one of a hundred lot sizes is no step."""


def corrected(
    steps: Floats, tried: Places, error: Floats, noise: Floats, places: Places, doubt_tried: Floats, doubt: Floats
) -> tuple[Floats, Floats]:
    """Correct forecasts by the errors of those that were run; kriging, with the forecast as its trend.

    Parameters
    ----------
    steps : ndarray
        By decision: how much one step counts.
    tried, places : ndarray
        Combinations that were run, and those that are forecast.
    error, noise : ndarray
        By combination that was run: what it gave less what was forecast, and the standard error of that.
    doubt_tried, doubt : ndarray
        How far a forecast may be off, of both kinds, before anything is known.

    Returns
    -------
    tuple of ndarray
        What to add to each forecast, and how far it may still be off: the more, the larger the errors were for the
        doubts.
    """
    ours = doubt_tried[:, None] * doubt_tried[None, :] * _likeness(steps, tried, tried)
    ours += np.diag(noise**2 + 1e-12)
    both = doubt[:, None] * doubt_tried[None, :] * _likeness(steps, places, tried)
    weights = np.linalg.solve(ours, both.T)
    left = np.sqrt(np.maximum(doubt**2 - (both * weights.T).sum(axis=1), 0.0))
    surprise = error @ np.linalg.solve(ours, error) / max(len(error), 1)
    return np.asarray(weights.T @ error, dtype=np.float64), left * max(1.0, float(surprise) ** 0.5)


def _likeness(steps: Floats, ones: Places, others: Places) -> Floats:
    apart = ((ones[:, None, :] - others[None, :, :]) * steps) ** 2
    found: Floats = np.exp(-apart.sum(axis=2) / (2 * REACH**2))
    return found


def steps_of(sizes: list[int]) -> Floats:
    """Say how much a step of each decision counts."""
    return np.array([min(1.0, LONGEST_RANGE / max(size - 1, 1)) for size in sizes], dtype=np.float64)
