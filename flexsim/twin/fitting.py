"""One parameter, the time that a lot waits for each move between work centres, fitted on one half of the orders.

The factory is that of the half that is fitted: its machines, units, people, skills and hours. Every lot moves in a
fixed time (floor.md, M1), chosen so that the mean lead time of this half is the recorded one. The other half brings its
releases, routings, work contents and quantities; what happened to it after its release is only compared.

Two things differ from the factory that an import writes, because half of the reports do not show all hours in which
somebody was there. People are there in all hours of the week in which they are ever seen, every week, and machines
whenever somebody is. In the hours of the log itself, cut to one half, this half would already take longer than it did
without any wait, and there would be nothing to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from math import nan
from typing import TYPE_CHECKING

from flexsim import engine
from flexsim.scenario import Problem, Scenario, ScenarioError, from_mapping
from flexsim.study import run_all
from flexsim.twin.cleaning import CleanLog
from flexsim.twin.factory import factory_of
from flexsim.twin.recorded_shop import RecordedShop, operations, recorded_shop
from flexsim.twin.runs import lead_ticks
from flexsim.twin.ticks import HOUR, MINUTE, SECOND, WEEK

if TYPE_CHECKING:
    import pandas as pd

N_SPLITS = 20

FEWEST_ORDERS = 4
"""With two in each half there is something to fit, though little."""

NEAR = 200
"""The search ends when simulated and recorded lead times differ by less than one part in so many."""

MOST_RUNS = 20

FIRST_STEP = 60
"""Minutes that are tried first: what an hour does says how far to go."""


@dataclass(frozen=True)
class Split:
    """One half fitted, the other predicted.

    Attributes
    ----------
    seed : int
        Says who is in which half.
    fit : Fit
        What was found on the half that was fitted.
    fitted_ticks : dict of str to int
        Recorded lead times of the half that was fitted.
    predicted_ticks, recorded_ticks : dict of str to int
        Lead times of the other half, by order.
    own_hours_ticks : dict of str to int
        Lead times of the half that was fitted in its own hours, as an import has them, without any wait.
    """

    seed: int
    fit: Fit
    fitted_ticks: dict[str, int]
    predicted_ticks: dict[str, int]
    recorded_ticks: dict[str, int]
    own_hours_ticks: dict[str, int]

    @property
    def predicted_h(self) -> float:
        """Predicted mean lead time."""
        return _mean_h(self.predicted_ticks)

    @property
    def recorded_h(self) -> float:
        """Recorded mean lead time of the half that was predicted."""
        return _mean_h(self.recorded_ticks)

    @property
    def fitted_h(self) -> float:
        """Recorded mean lead time of the half that was fitted."""
        return _mean_h(self.fitted_ticks)

    @property
    def no_wait_h(self) -> float:
        """Mean lead time of the half that was fitted, in the factory without any wait."""
        return self.fit.without_ticks / len(self.fitted_ticks) / HOUR

    @property
    def own_hours_h(self) -> float:
        """The same in its own hours."""
        return _mean_h(self.own_hours_ticks)

    @property
    def error(self) -> float:
        """Predicted less recorded mean, as a share of the recorded one."""
        return _share(self.predicted_h, self.recorded_h)

    @property
    def error_of_the_mean(self) -> float:
        """The error of taking the mean of the one half for that of the other, without any model."""
        return _share(self.fitted_h, self.recorded_h)


@dataclass(frozen=True)
class Fit:
    """What was found.

    Attributes
    ----------
    wait_min : int
        Minutes that a lot waits for each move.
    lead_ticks, without_ticks : int
        Lead times of all orders together, with this wait and without any.
    runs : int
        Runs of the engine that it took.
    """

    wait_min: int
    lead_ticks: int
    without_ticks: int
    runs: int


def halves(orders: Sequence[str], seed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split orders at random into two halves, the first of which has one less if their number is odd.

    The order of names is shuffled by a hash of seed and name, so a split is the same everywhere.
    """
    shuffled = sorted(orders, key=lambda order: (blake2b(f"{seed}|{order}".encode(), digest_size=16).digest(), order))
    middle = len(shuffled) // 2
    return tuple(sorted(shuffled[:middle])), tuple(sorted(shuffled[middle:]))


def split(log: CleanLog, seed: int) -> Split:
    """Fit the wait on one half of a log's orders, and predict the lead times of the other half.

    Parameters
    ----------
    log : CleanLog
    seed : int
        Keys the split.
    """
    fitted, predicted = (orders_in(log, names) for names in halves(log.orders["order"].tolist(), seed))
    as_seen = recorded_shop(fitted)
    shop = weekly_shop(as_seen)
    own = MovingShop(fitted, shop)
    recorded = recorded_ticks(fitted)
    fit = fit_wait(lambda wait_min: sum(own.lead_ticks(wait_min).values()), sum(recorded.values()))
    found = MovingShop(predicted, with_operations_of(shop, predicted)).lead_ticks(fit.wait_min)
    own_hours = MovingShop(fitted, as_seen).lead_ticks(0)
    return Split(seed, fit, recorded, found, recorded_ticks(predicted), own_hours)


@dataclass(frozen=True)
class SplitJob:
    """One split, to be done in another process."""

    log: CleanLog
    seed: int

    def __str__(self) -> str:
        """Name it for messages."""
        return f"split {self.seed}"

    def done(self) -> Split:
        """Do it."""
        return split(self.log, self.seed)


def splits(log: CleanLog, n_splits: int = N_SPLITS, workers: int = 1) -> list[Split]:
    """Split, fit and predict so many times, in several processes if wanted; the same whatever their number.

    Raises
    ------
    ScenarioError
        The log has too few orders to be split.
    """
    if len(log.orders) < FEWEST_ORDERS:
        said = f"a log of {len(log.orders)} orders is not split: at least {FEWEST_ORDERS} are needed."
        raise ScenarioError(log.source, [Problem((), said)])
    return run_all(SplitJob.done, [SplitJob(log, seed) for seed in range(n_splits)], workers)


def splits_table(splits: Sequence[Split]) -> pd.DataFrame:
    """Give one row a split."""
    import pandas as pd

    rows = [
        {
            "split": one.seed,
            "wait_h": one.fit.wait_min / 60,
            "runs": one.fit.runs,
            "own_hours_h": one.own_hours_h,
            "no_wait_h": one.no_wait_h,
            "fitted_h": one.fitted_h,
            "predicted_h": one.predicted_h,
            "recorded_h": one.recorded_h,
            "error": one.error,
            "error_of_the_mean": one.error_of_the_mean,
        }
        for one in splits
    ]
    return pd.DataFrame(rows).set_index("split")


def orders_in(log: CleanLog, names: Sequence[str]) -> CleanLog:
    """Give the part of a log that some orders are."""
    own = set(names)
    reports, orders = (table[table["order"].isin(own)].reset_index(drop=True) for table in (log.reports, log.orders))
    return replace(log, reports=reports, orders=orders)


def recorded_ticks(log: CleanLog) -> dict[str, int]:
    """Give the recorded lead time of every order: from its arrival to the end of its last report."""
    orders = log.orders
    return dict(zip(orders["order"], (orders["last"] - orders["arrival"]).tolist(), strict=True))


def weekly_shop(shop: RecordedShop) -> RecordedShop:
    """Let people be there in all hours of the week in which they are ever seen, and machines whenever they are."""
    people = {name: own.every_week() for name, own in shop.worker_shifts.items()}
    return replace(shop, worker_shifts=people, resource_shifts={})


def with_operations_of(shop: RecordedShop, log: CleanLog) -> RecordedShop:
    """Give the shop the operations of other orders.

    A machine that it does not have is added as one unit; where it has nobody with the skill, nobody is needed.
    """
    import pandas as pd

    brought = operations(log)
    known = {skill for skills in shop.workers.values() for skill in skills}
    for column in ("set_up_attended", "run_attended"):
        brought[column] &= brought["resource"].isin(known)
    new = sorted(set(brought["resource"]) - set(shop.resources.index))
    row = {"units": 1, "team": "", "tended_set_up": 1, "tended_run": 1}
    added = pd.DataFrame([{**row, "area": name} for name in new], index=pd.Index(new, name="resource"))
    resources = pd.concat([shop.resources, added[shop.resources.columns]]) if new else shop.resources
    return replace(shop, operations=brought, resources=resources)


class MovingShop:
    """A factory in which every move between work centres takes the same time.

    Parameters
    ----------
    log : CleanLog
        Says which orders are released when.
    shop : RecordedShop
        The shop, with the operations of these orders.
    """

    def __init__(self, log: CleanLog, shop: RecordedShop) -> None:
        self._log, self._shop = log, shop

    @cached_property
    def scenario(self) -> Scenario:
        """The factory without any wait, checked once."""
        return from_mapping(factory_of(self._log, self._shop))

    def moving(self, wait_min: int) -> Scenario:
        """Give the factory in which a move takes so many minutes.

        The engine moves a lot to its first work centre too. So every order comes one move earlier, and all of them so
        many whole weeks later that none comes before the start: with a pattern of one week nothing else changes.
        """
        wait_s = wait_min * 60.0
        later_s = -(-wait_min * MINUTE // WEEK) * WEEK / SECOND - wait_s
        scenario = self.scenario
        centres = {name: one.model_copy(update={"move_to": wait_s}) for name, one in scenario.work_centres.items()}
        demand = {
            name: one.model_copy(update={"at": tuple(moment + later_s for moment in one.at or ())})
            for name, one in scenario.demand.items()
        }
        return scenario.model_copy(update={"work_centres": centres, "demand": demand})

    def lead_ticks(self, wait_min: int) -> dict[str, int]:
        """Run it, and give the lead time of every order from its release on: without the move before its first work."""
        scenario = self.moving(wait_min)
        counts = engine.run(scenario, seed=1, replication=0, record=("orders",))
        return {order: lead - wait_min * MINUTE for order, lead in lead_ticks(counts, scenario).items()}


def _share(value: float, of: float) -> float:
    """Give by which share a value is above another; not a number if that is nothing."""
    return value / of - 1 if of else nan


def _mean_h(ticks: dict[str, int]) -> float:
    return sum(ticks.values()) / len(ticks) / HOUR


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
        if slope <= 0 and high * MINUTE > WEEK:  # nothing moves, so nothing waits
            return search.fit()
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
        return Fit(self.best, self._tried[self.best], self._tried[0], len(self._tried))
