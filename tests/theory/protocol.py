"""How an estimate is held against a formula.

* A true floor fails in one of ten thousand tests (Student's t over independent replications, never over the orders
  within one run).
* The half-width is at most a quarter of the shift that a fault of 2 % in a rate makes, so such a fault cannot pass.
* The seed is made from the test's own name, so nobody picks one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from math import fsum, sqrt

from scipy.special import stdtrit

from flexsim.engine import run
from flexsim.scenario import from_mapping

FALSE_ALARM = 1e-4
RESOLUTION = 0.25
"""Largest half-width, as a share of the shift that the fault makes."""

N_REPLICATIONS = 48
STUDENT = float(stdtrit(N_REPLICATIONS - 1, 1 - FALSE_ALARM / 2))
MOST_LENGTHENINGS = 6
SPARE = 1.3
"""Runs are made this much longer than the last sample's variance asks for, because that is an estimate too."""

MINUTE = 60_000_000


@dataclass(frozen=True)
class Window:
    """The part of a run that counts, in minutes.

    It begins when the floor has settled, and ends so long before the horizon that what came in it is done.
    """

    start: float
    end: float
    horizon: float


@dataclass(frozen=True)
class Experiment:
    """A floor, a figure measured on it, and what theory says.

    Attributes
    ----------
    floor : from a factor on the faulty rate (1: no fault) to a scenario mapping without horizon
    figure : from (a function that runs the floor to a horizon in minutes, a window) to the measured figure
    expected : what theory says, as published
    theory : our own formula of it, from a factor on the faulty rate; it says how far the fault shifts the figure
    fault : the factor, 1.02 or 1 / 1.02
    settles : minutes in which the floor forgets its start (a time constant)
    """

    floor: Callable[[float], dict]
    figure: Callable[[Callable, Window], float]
    expected: float
    theory: Callable[[float], float]
    fault: float
    settles: float

    @property
    def finest(self):
        """The half-width that is good enough."""
        return RESOLUTION * abs(float(self.theory(self.fault) - self.theory(1.0)))

    def window(self, length):
        """A window after eight time constants, and six before the end."""
        start = 8 * self.settles
        return Window(start, start + length, start + length + 6 * self.settles)


@dataclass(frozen=True)
class Estimate:
    """Mean of the replications and half-width of its interval."""

    mean: float
    half_width: float
    length: float

    def agrees_with(self, value):
        return abs(self.mean - value) <= self.half_width


def seed_of(name):
    """A seed from the name of a test."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little")


def estimate(experiment, seed, length, fault=1.0, first=0):
    """Measure the figure in independent replications of a given length, the first numbered as said."""
    window = experiment.window(length)
    runs_of = replications(experiment.floor(fault), seed)
    values = [experiment.figure(runs_of(first + number), window) for number in range(N_REPLICATIONS)]
    mean = fsum(values) / N_REPLICATIONS
    variance = fsum((value - mean) ** 2 for value in values) / (N_REPLICATIONS - 1)
    return Estimate(mean, STUDENT * sqrt(variance / N_REPLICATIONS), length)


def replications(floor, seed):
    """From a replication's number to a function that runs it to a horizon in minutes, with what it is to record."""
    scenario = cache(lambda horizon: from_mapping(floor | {"horizon": f"{horizon!r} min", "run_on": "0 s"}))
    return lambda number: lambda horizon, record: run(scenario(horizon), seed=seed, replication=number, record=record)


def fine_estimate(experiment, seed):
    """Lengthen the runs, each time with new replications, until the interval is fine enough to see the fault."""
    length = 20 * experiment.settles
    for lengthening in range(MOST_LENGTHENINGS):
        found = estimate(experiment, seed, length, first=1000 * lengthening)
        if found.half_width <= experiment.finest:
            return found
        length *= SPARE * (found.half_width / experiment.finest) ** 2
    return found


def check(experiment, name):
    """Hold the floor against theory; the estimate, for the partner with the fault."""
    found = fine_estimate(experiment, seed_of(name))
    assert found.half_width <= experiment.finest
    assert found.agrees_with(experiment.expected), f"{found} is not {experiment.expected}"
    return found


def check_fault_is_seen(experiment, name, length):
    """A floor with the fault must fail, in as many runs of half the length.

    There the half-width is 1.4 quarters of the shift, 2.1 where more arrivals make runs vary more (1.5 times at a load
    of 0.9): the fault stands at least 1.9 quarters, or 3.8 standard errors, outside the interval.
    """
    found = estimate(experiment, seed_of(name), length / 2, fault=experiment.fault, first=500_000)
    assert not found.agrees_with(experiment.expected), (
        f"{found} with a planted fault still passes as {experiment.expected}"
    )
