"""What combinations that nobody has run would bring, and the chance that they serve enough, by all that was tried."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flexsim.study.forecasting import Forecaster, Known
from flexsim.study.ground import Floats, Places
from flexsim.study.learning import corrected, steps_of
from flexsim.study.trials import Trials

COLLAPSE = 0.3
"""Share served at which, where nobody leaves, work piles up rather than that customers are served late."""

STEADY = 0.92
"""Loads up to which a line does not pile up, whatever is forecast of its waiting."""

ROUGHLY = 0.15
"""Chance that one step from a combination that meets meets too where loads are steady: forecasts of waiting are rough.

Work that came overnight or on a Sunday waits for the shift, not for others: more people hardly change it.
"""

Mask = npt.NDArray[np.bool_]


class Expected(NamedTuple):
    """What each of several combinations would bring, and how far that may be off: one standard deviation."""

    service: Floats
    service_doubt: Floats
    cost: Floats
    cost_doubt: Floats


class Expectation:
    """Forecasts from the best that was run, corrected by all others."""

    def __init__(self, trials: Trials) -> None:
        self.trials = trials
        self.ground, self.service, self.tried = trials.ground, trials.service, trials.tried
        self.forecasters: dict[tuple[tuple[int, ...], bool], Forecaster] = {}

    def reference(self) -> Known:
        """Give the run from which to forecast: the best reached that copes and shows something."""
        best = self.trials.best()
        assert best is not None
        shows = [places for places in self.tried if self.tried[places].known.run.evidence]
        copes = [places for places in shows if not self.tried[places].known.run.overloaded]
        ranked = sorted(copes or shows, key=lambda places: (*self.trials.rank(self.tried[places]), places))
        return self.tried[ranked[0] if ranked else best].known

    def may_cope(self, places: Places) -> bool:
        """Tell whether some have loads that are above 1 only if changeovers are as many as expected."""
        with_all, without = (self.ground.loads(places, least=least)[:, self.ground.touched] for least in (False, True))
        return bool(((with_all > 1) & (without <= 1)).any())

    def service_and_cost(
        self, reference: Known, places: Places, *, least: bool
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Give service and cost of each, and how far they may be off: forecasts, corrected by what was run."""
        known = [one.known for one in self.tried.values() if not one.known.run.failed]
        tried = np.array([one.places for one in known], dtype=np.int64).reshape(len(known), places.shape[1])
        service, cost = self._forecast(reference, np.vstack([tried, places]), least=least)
        now = 0.0 if reference.run.failed else reference.run.mean_service
        doubts = (
            0.02 + 0.5 * np.abs(np.nan_to_num(service) - now),
            self._doubt(reference, np.vstack([tried, places]), cost),
        )
        given = [one.run.mean_service for one in known], [one.run.mean_cost_eur for one in known]
        noises = np.array([one.run.error for one in known]), np.zeros(len(known))
        steps, n, found = steps_of(self.ground.sizes), len(known), list[Floats]()
        for trend, doubt, seen, noise in zip((service, cost), doubts, given, noises, strict=True):
            error = np.nan_to_num(np.array(seen) - trend[:n])
            more, left = corrected(steps, tried, error, noise, places, np.nan_to_num(doubt[:n]), doubt[n:])
            found += [trend[n:] + more, left]
        return Expected(*found)

    def chance(self, reference: Known, places: Places, service: Floats, doubt: Floats, *, least: bool) -> Floats:
        """Give the chance that each meets: by its forecast, its loads, and what is known of those that are worse."""
        chance = np.ones(len(places))
        if self.service.target is not None:
            error = 0.0 if reference.run.failed else reference.run.error
            chance *= normal((service - error - self.service.target) / (0.005 + doubt))
        elif not self._customers_leave:
            chance *= normal((service - COLLAPSE) / (0.05 + doubt))
        ground = self.ground
        if ground.touched.any():
            highest = ground.loads(places, least=least)[:, ground.touched].max(axis=1)
            width = 0.3 if self.service.target is None and self._customers_leave else 0.03
            chance *= normal((self._bearable() + 0.02 - highest) / width)
            near = self._next_to_one_that_meets(places) & (highest <= STEADY)
            chance[near] = np.maximum(chance[near], ROUGHLY)
        for tried in self.tried.values():
            if not tried.trial.meets:
                chance[self._no_better(places, tried.known.places)] *= 0.01
        return chance

    def _forecast(self, reference: Known, places: Places, *, least: bool) -> tuple[Floats, Floats]:
        if not reference.run.evidence:
            return self._guess(reference, places)
        key = (reference.places, least)
        if key not in self.forecasters:
            kept = {known: one for known, one in self.forecasters.items() if known[0] == reference.places}
            self.forecasters = {**kept, key: Forecaster(self.ground, reference, least=least)}
        return self.forecasters[key].forecast(places)

    def _guess(self, reference: Known, places: Places) -> tuple[Floats, Floats]:
        """Forecast from figures alone: service as the highest load, cost as that of the capacity."""
        ground, here = self.ground, np.array([reference.places], dtype=np.int64)
        service = 0.0 if reference.run.failed else reference.run.mean_service
        cost = 0.0 if reference.run.failed else reference.run.mean_cost_eur
        if ground.touched.any():
            highest = ground.loads(np.vstack([here, places]))[:, ground.touched].max(axis=1)
            service = np.clip(service + highest[0] - highest[1:], 0.0, 1.0)
        euros = ground.standing_eur(np.vstack([here, places]))
        scale = abs(cost) / euros[0] if euros[0] > 0 else 0.0
        return np.broadcast_to(service, len(places)).astype(np.float64), cost + (euros[1:] - euros[0]) * scale

    def _doubt(self, reference: Known, places: Places, cost: Floats) -> Floats:
        """Give how far a cost forecast may be off: hardly, unless decisions matter in a way that nobody knows."""
        moved = np.zeros(len(places))
        for number in self.ground.unknown:
            moved += places[:, number] != reference.places[number]
        return np.asarray(np.abs(cost) * (0.002 + 0.005 * np.minimum(moved, 2)) + 1e-9, dtype=np.float64)

    def _next_to_one_that_meets(self, places: Places) -> Mask:
        """Tell which are one step of one decision from a combination that meets."""
        found = np.zeros(len(places), dtype=np.bool_)
        for tried in self.tried.values():
            if tried.trial.meets:
                found |= np.abs(places - np.array(tried.known.places)).sum(axis=1) == 1
        return found

    @cached_property
    def _customers_leave(self) -> bool:
        """Tell whether customers are lost where there is too much work, so that it need not pile up."""
        demand = self.ground.scenario.demand.values()
        return any(stream.patience is not None or stream.refuse_above is not None for stream in demand)

    def _bearable(self) -> float:
        """Give the highest load with which a shop coped: 1, or more where the estimate is too high."""
        seen = [1.0]
        for places, tried in self.tried.items():
            if not tried.known.run.overloaded and not tried.known.run.failed and self.ground.touched.any():
                seen.append(float(self.ground.loads(np.array([places]))[0, self.ground.touched].max()))
        return max(seen)

    def _no_better(self, places: Places, failed: tuple[int, ...]) -> Mask:
        """Tell which have no more of anything than one that failed, and differ in nothing else."""
        found = np.ones(len(places), dtype=np.bool_)
        for number, sign in enumerate(self.ground.relief):
            steps = places[:, number] - failed[number]
            found &= steps * sign <= 0 if sign else steps == 0
        return found


def normal(z: Floats) -> Floats:
    """Give the probability that a standard normal is below; of what is not a number nothing."""
    from scipy.special import ndtr

    return np.asarray(ndtr(np.where(np.isfinite(z), z, -40.0)), dtype=np.float64)
