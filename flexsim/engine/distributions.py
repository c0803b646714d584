"""How long things take: a distribution turns one uniform number into ticks, by its quantile function.

Parameters and means are in seconds, draws in ticks of one microsecond. Every quantile function increases in the uniform number. The kinds
that need SciPy (normal, lognormal, gamma, beta) live in ``quantiles`` and are loaded when first asked for.
"""

from array import array
from itertools import accumulate
from math import fsum, gamma, inf

import cython

from flexsim.engine.errors import EngineError
from flexsim.engine.streams import Stream

if cython.compiled:
    from cython.cimports.libc.math import ceil, expm1, log, log1p, pow, sqrt
else:
    from math import ceil, expm1, log, log1p, pow, sqrt

#: No drawn time is longer: 2^53 ticks are 285 years, doubles count every tick up to there, and a thousand of them still fit into 64 bits.
LONGEST = 2**53


def to_ticks(seconds: cython.double) -> cython.longlong:
    """Convert seconds to ticks of one microsecond: ``int(seconds * 1,000,000 + 0.5)``.

    Raises
    ------
    EngineError
        If the time is no number, or more than 285 years.
    """
    x: cython.double = seconds * 1000000.0
    if not -9007199254740992.0 < x < 9007199254740992.0:
        raise EngineError(f"a time of {seconds} s: allowed is up to {LONGEST // 10**6} s (285 years)")
    if cython.compiled:
        return cython.cast(cython.longlong, x + 0.5)
    else:  # noqa: RET505
        return int(x + 0.5)


def drawn_ticks(seconds: cython.double) -> cython.longlong:
    """Convert a drawn time to ticks: what is below zero is zero, what is above 285 years is 285 years."""
    x: cython.double = seconds * 1000000.0
    if x < 0.0:
        return 0
    if x < 9007199254740992.0:
        if cython.compiled:
            return cython.cast(cython.longlong, x + 0.5)
        else:  # noqa: RET505
            return int(x + 0.5)
    return 9007199254740992


class Distribution:
    """A length of time that chance decides.

    Attributes
    ----------
    kind : str
        Its name in a scenario, such as ``exponential``.
    parameters : tuple of float
        In seconds where they are times.
    mean_seconds : float
        The mean.
    planned : int
        The mean in ticks: what planners count with.
    constant : bool
        Whether it is always the same and so is never drawn.
    """

    def __init__(self, kind: str, parameters: tuple, mean_seconds):
        self.kind = kind
        self.parameters = parameters
        self.mean_seconds = mean_seconds
        self.planned = drawn_ticks(mean_seconds)
        self.constant = False

    def __repr__(self) -> str:
        return f"{self.kind}{self.parameters}"

    def ticks(self, u: cython.double) -> cython.longlong:
        """Give the time at which the distribution function reaches ``u``."""
        raise EngineError(f"{self!r} has no quantile function")

    def ticks_of(self, u: cython.double) -> cython.longlong:
        """Do the same for a number of a stream: a multiple of 2^-53, between 0 and 1."""
        return self.ticks(u)

    def draw(self, stream: Stream, entity: cython.ulonglong, index: cython.ulonglong) -> cython.longlong:
        """Draw the time at an address of a stream; a constant asks no generator."""
        if self.constant:
            return self.planned
        if (entity | index) >> 32:
            stream.check(entity, index)
        return self.ticks_of(stream.uniform(entity, index))

    def ticks_at(self, u):
        """Do what ``ticks`` does, for callers in Python."""
        return self.ticks(u)

    def draw_at(self, stream: Stream | None, entity, index):
        """Do what ``draw`` does, for callers in Python."""
        if not self.constant:
            stream.check(entity, index)
        return self.draw(stream, entity, index)


class Constant(Distribution):
    """Always the same."""

    def __init__(self, kind: str, parameters: tuple, value):
        Distribution.__init__(self, kind, parameters, value)
        self.constant = True

    def ticks(self, u: cython.double) -> cython.longlong:
        """Give the one value."""
        return self.planned


class Uniform(Distribution):
    """Anything between two times, equally likely."""

    def __init__(self, low, high):
        Distribution.__init__(self, "uniform", (low, high), (low + high) / 2.0)
        self.low = low
        self.span = high - low

    def ticks(self, u: cython.double) -> cython.longlong:
        """Go the share ``u`` of the way from low to high."""
        return drawn_ticks(self.low + self.span * u)


class Triangular(Distribution):
    """Between two times, most likely near a third."""

    def __init__(self, low, mode, high):
        Distribution.__init__(self, "triangular", (low, mode, high), (low + mode + high) / 3.0)
        self.low = low
        self.high = high
        self.span = high - low
        self.rise = mode - low
        self.fall = high - mode
        self.peak = (mode - low) / (high - low)

    def ticks(self, u: cython.double) -> cython.longlong:
        """Invert the parabola below the mode, or the one above it."""
        if u < self.peak:
            return drawn_ticks(self.low + sqrt(u * self.span * self.rise))
        return drawn_ticks(self.high - sqrt((1.0 - u) * self.span * self.fall))


class Exponential(Distribution):
    """Without memory: a moment is as likely to be the last as any other."""

    def __init__(self, mean):
        Distribution.__init__(self, "exponential", (mean,), mean)
        self.minus_mean = -mean

    def ticks(self, u: cython.double) -> cython.longlong:
        """Invert 1 - exp(-t / mean)."""
        return drawn_ticks(self.minus_mean * log1p(-u))

    def ticks_of(self, u: cython.double) -> cython.longlong:
        """Do the same for a number of a stream, quicker: most of a run's draws are these.

        There 1 - u is exact, and ``log(1 - u)``, three times quicker than ``log1p(-u)``, is the same but for its last bits. They move
        a time below 10^12 ticks by less than a thousandth of a tick: only what comes closer than two of them to where it would be
        another tick is asked of ``log1p``.
        """
        x: cython.double = self.minus_mean * log(1.0 - u) * 1000000.0 + 0.5
        if x < 1e12:
            ticks: cython.longlong = cython.cast(cython.longlong, x) if cython.compiled else int(x)
            rest: cython.double = x - ticks
            if 0.002 < rest < 0.998:
                return ticks
        return drawn_ticks(self.minus_mean * log1p(-u))


class Weibull(Distribution):
    """Times to failure that wear in (shape below 1) or out (above)."""

    def __init__(self, shape, scale):
        Distribution.__init__(self, "weibull", (shape, scale), scale * gamma(1.0 + 1.0 / shape))
        self.scale = scale
        self.power = 1.0 / shape

    def ticks(self, u: cython.double) -> cython.longlong:
        """Invert 1 - exp(-(t / scale) ** shape)."""
        return drawn_ticks(self.scale * pow(-log1p(-u), self.power))


class Empirical(Distribution):
    """One of the values that were seen, each with its share, in ascending order."""

    def __init__(self, parameters: tuple):
        values = parameters[0::2]
        shares = parameters[1::2]
        Distribution.__init__(self, "empirical", parameters, fsum(value * share for value, share in zip(values, shares, strict=True)))
        self.last = len(values) - 1
        self.cumulated = array("d", accumulate(shares))
        self.values = array("q", [to_ticks(value) for value in values])

    def ticks(self, u: cython.double) -> cython.longlong:
        """Take the first value whose cumulated share exceeds ``u``, else the last."""
        first: cython.Py_ssize_t = 0
        behind: cython.Py_ssize_t = self.last
        middle: cython.Py_ssize_t
        while first < behind:
            middle = (first + behind) >> 1
            if self.cumulated[middle] > u:
                behind = middle
            else:
                first = middle + 1
        return self.values[first]


class Geometric(Distribution):
    """So many steps as it takes: each is the last with the same probability, whatever came before (at least one)."""

    def __init__(self, p, step):
        Distribution.__init__(self, "geometric", (p, step), step / p)
        self.step = step
        self.log_of_failure = log1p(-p)

    def ticks(self, u: cython.double) -> cython.longlong:
        """Take the first number of steps up to which the cumulated probability is at least ``u``, as SciPy does."""
        n: cython.double = ceil(log1p(-u) / self.log_of_failure)
        if n > 1.0 and -expm1((n - 1.0) * self.log_of_failure) >= u:  # rounded up beyond it
            n -= 1.0
        if n < 1.0:
            n = 1.0
        return drawn_ticks(n * self.step)


class Trace(Distribution):
    """What was recorded, in the order in which it was: nothing is drawn.

    The value belongs to the entity of the address (R4): order n, failure n or piece n of the shelf takes value n, from the
    beginning again after the last; whatever else is drawn for the same entity in this lane is the same value.
    """

    def __init__(self, parameters: tuple):
        Distribution.__init__(self, "trace", parameters, fsum(parameters) / len(parameters))
        self.n = len(parameters)
        self.values = array("q", [to_ticks(value) for value in parameters])

    def draw(self, stream: Stream, entity: cython.ulonglong, index: cython.ulonglong) -> cython.longlong:
        """Look up the value of an entity."""
        if (entity | index) >> 32:
            stream.check(entity, index)
        return self.values[entity % self.n]


def make(kind: str, parameters: tuple) -> Distribution:
    """Make the distribution of a kind.

    Parameters
    ----------
    kind : str
        Its name.
    parameters : tuple of float
        ``constant(value)``, ``uniform(low, high)``, ``triangular(low, mode, high)``, ``exponential(mean)``, ``normal(mean, sd, low, high)``
        with infinite bounds where it is not cut, ``lognormal(mean, cv)``, ``weibull(shape, scale)``, ``gamma(shape, scale)``,
        ``beta(a, b, low, high)``, ``geometric(p, step)``, ``empirical(v1, p1, v2, p2, ...)`` with ascending values,
        ``trace(v1, v2, ...)`` in the order of the record. Times in seconds.

    Returns
    -------
    Distribution
        A constant if the parameters leave nothing to chance.

    Raises
    ------
    EngineError
        If there is no such kind or its parameters cannot be.
    """
    parameters = tuple([float(parameter) for parameter in parameters])
    refusal = why_not(kind, parameters)
    if refusal:
        raise EngineError(f"distribution {kind}{parameters}: {refusal}")
    only = only_value(kind, parameters)
    if only is not None:
        return Constant(kind, parameters, only)
    if kind == "uniform":
        return Uniform(*parameters)
    if kind == "triangular":
        return Triangular(*parameters)
    if kind == "exponential":
        return Exponential(*parameters)
    if kind == "weibull":
        return Weibull(*parameters)
    if kind == "geometric":
        return Geometric(*parameters)
    if kind == "empirical":
        return Empirical(parameters)
    if kind == "trace":
        return Trace(parameters)
    from flexsim.engine import quantiles  # loads SciPy

    return quantiles.make(kind, parameters)


#: How many parameters each kind has; an empirical one has any even number, a trace any.
N_PARAMETERS = {
    "constant": 1,
    "uniform": 2,
    "triangular": 3,
    "exponential": 1,
    "normal": 4,
    "lognormal": 2,
    "weibull": 2,
    "gamma": 2,
    "beta": 4,
    "geometric": 2,
    "empirical": 0,
    "trace": 0,
}
#: No time or shape is larger (30,000 years in seconds), so that nothing overflows before it is cut to 285 years.
LARGEST = 1e12
#: Below this a Weibull time overflows a double.
LEAST_SHAPE = 0.01
#: Below this a geometric number of steps is no longer told from the next by a double.
LEAST_PROBABILITY = 1e-9


def why_not(kind: str, parameters: tuple) -> str:
    """Say what is wrong with the parameters of a kind, or nothing."""
    if kind not in N_PARAMETERS:
        return f"no such kind; known are {', '.join(N_PARAMETERS)}"
    if kind == "empirical":
        return why_not_empirical(parameters)
    if kind == "trace":
        fits = len(parameters) > 0 and all(0.0 <= parameter <= LARGEST for parameter in parameters)
        return "" if fits else f"it needs values from 0 to {LARGEST:g}"
    if len(parameters) != N_PARAMETERS[kind]:
        return f"it has {N_PARAMETERS[kind]} parameters"
    bounded = parameters[:2] if kind == "normal" else parameters
    if not all(0.0 <= parameter <= LARGEST for parameter in bounded):
        return f"parameters must be from 0 to {LARGEST:g}"
    if kind in ("uniform", "triangular") and list(parameters) != sorted(parameters):
        return "values must ascend"
    if kind in ("weibull", "gamma") and parameters[0] < LEAST_SHAPE:
        return f"its shape must be {LEAST_SHAPE} or more"
    if kind == "geometric" and not LEAST_PROBABILITY <= parameters[0] <= 1.0:
        return f"its probability must be from {LEAST_PROBABILITY:g} to 1"
    if kind == "beta" and not (parameters[0] >= LEAST_SHAPE and parameters[1] >= LEAST_SHAPE and parameters[2] <= parameters[3]):
        return f"its shapes must be {LEAST_SHAPE} or more and its bounds must ascend"
    if kind == "normal" and not (parameters[2] < parameters[3] and parameters[2] < inf and parameters[3] > 0.0):
        return "its bounds must ascend, and the upper one must be above 0"
    return ""


def why_not_empirical(parameters: tuple) -> str:
    """Say what is wrong with values and shares, or nothing."""
    values = parameters[0::2]
    shares = parameters[1::2]
    if not values or len(values) != len(shares):
        return "it needs values, each with its share"
    if not all(0.0 <= value <= LARGEST for value in values) or list(values) != sorted(set(values)):
        return f"values must ascend from 0 to {LARGEST:g}"
    if not all(0.0 <= share <= 1.0 for share in shares) or not 0.999 < fsum(shares) < 1.001:
        return "shares must be from 0 to 1 and sum to 1"
    return ""


def only_value(kind: str, parameters: tuple):
    """Give the one value that a distribution can take, or None if there are several."""
    if kind == "constant" or (kind == "exponential" and parameters[0] == 0.0):
        return parameters[0]
    if kind in ("uniform", "triangular") and parameters[0] == max(parameters):
        return parameters[0]
    if kind == "lognormal" and 0.0 in parameters:
        return parameters[0]
    if kind in ("weibull", "gamma") and parameters[1] == 0.0:
        return 0.0
    if kind == "beta" and parameters[2] == parameters[3]:
        return parameters[2]
    if kind == "geometric" and (parameters[0] == 1.0 or parameters[1] == 0.0):
        return parameters[1]
    if kind == "empirical" and len(parameters) == 2:
        return parameters[0]
    if kind == "trace" and min(parameters) == max(parameters):
        return parameters[0]
    if kind == "normal" and parameters[1] == 0.0:
        return min(max(parameters[0], parameters[2]), parameters[3])
    return None
