"""One parameter, the time that a lot waits for each move between work centres, fitted on some orders.

The factory moves every lot in a fixed time (floor.md, M1), and the time is chosen so that the mean lead time of the
orders of the factory is the recorded one. Nothing else is tuned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import lcm

from flexsim.results import TICKS_PER_SECOND
from flexsim.scenario import Scenario
from flexsim.study import Result, simulate
from flexsim.twin.runs import orders_of_run

MINUTE = 60 * TICKS_PER_SECOND
WEEK_S = 168 * 3600

NEAR = 1000
"""The search ends when simulated and recorded lead times differ by less than one part in so many."""

MOST_RUNS = 25

FIRST_STEP = 60
"""Minutes that are tried first: what an hour does says how far to go."""


@dataclass(frozen=True)
class Fit:
    """What was found.

    Attributes
    ----------
    wait_min : int
        Minutes that a lot waits for each move.
    lead_ticks : int
        Lead times of all orders together, with this wait.
    runs : int
        Runs of the engine that it took.
    """

    wait_min: int
    lead_ticks: int
    runs: int


def halves(orders: Sequence[str], seed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split orders at random into two halves, the first of which has one less if their number is odd.

    The order of names is shuffled by a hash of seed and name, so a split is the same everywhere.
    """
    shuffled = sorted(orders, key=lambda order: (blake2b(f"{seed}|{order}".encode(), digest_size=16).digest(), order))
    middle = len(shuffled) // 2
    return tuple(sorted(shuffled[:middle])), tuple(sorted(shuffled[middle:]))


def fit_wait(lead_at: Callable[[int], int], target: int) -> Fit:
    """Find the wait in whole minutes at which all orders together take as long as recorded.

    Lead times grow with the wait, so it lies between one that is too short and one that is too long; the next try is
    where the straight line between them meets the target (false position, Illinois rule).

    Parameters
    ----------
    lead_at : callable
        From a wait in minutes to the lead times of all orders together, in ticks: one run.
    target : int
        The same as recorded.

    Returns
    -------
    Fit
        With no wait if orders take as long as recorded without any.
    """
    search = _Search(lead_at, target)
    low, high = 0, FIRST_STEP
    if search.above(low) >= 0:
        return search.fit()
    while search.above(high) < 0 and not search.ended:
        slope = (search.above(high) - search.above(low)) / (high - low)
        low, high = high, high + _step(-search.above(high), slope, high)
    below, above = float(search.above(low)), float(search.above(high))
    while high - low > 1 and not search.ended:
        between = min(max(low + round((high - low) * below / (below - above)), low + 1), high - 1)
        found = search.above(between)
        if found < 0:
            low, below, above = between, float(found), above / 2
        else:
            high, above, below = between, float(found), below / 2
    return search.fit()


def _step(missing: int, slope: float, last: int) -> int:
    """Go a little beyond where the line meets the target, at most ten times as far as before."""
    if slope <= 0:
        return 2 * last
    return max(min(int(1.02 * missing / slope) + 1, 10 * last), 1)


class _Search:
    """Remembers what was tried."""

    def __init__(self, lead_at: Callable[[int], int], target: int) -> None:
        self._lead_at, self._target = lead_at, target
        self._tried: dict[int, int] = {}

    def above(self, wait_min: int) -> int:
        """Give by how many ticks lead times are above the target."""
        if wait_min not in self._tried:
            self._tried[wait_min] = self._lead_at(wait_min)
        return self._tried[wait_min] - self._target

    @property
    def best(self) -> int:
        """The wait tried that comes nearest; of equal ones the shortest."""
        return min(self._tried, key=lambda wait: (abs(self.above(wait)), wait))

    @property
    def ended(self) -> bool:
        """Whether the best is near enough, or too many were tried."""
        return abs(self.above(self.best)) * NEAR < self._target or len(self._tried) >= MOST_RUNS

    def fit(self) -> Fit:
        """Give the best."""
        return Fit(self.best, self._tried[self.best], len(self._tried))
