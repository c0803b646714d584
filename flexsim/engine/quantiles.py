"""The distributions whose quantile functions are SciPy's; importing this loads SciPy.

Compiled and uncompiled code call the same C functions, so both get the same bits.
"""

from math import inf, log, log1p, pi, sqrt

import cython
from scipy.special import ndtr

from flexsim.engine.distributions import Distribution
from flexsim.engine.errors import EngineError

if cython.compiled:
    from cython.cimports.flexsim.engine.distributions import drawn_ticks
    from cython.cimports.libc.math import exp
    from cython.cimports.scipy.special.cython_special import betaincinv, gammaincinv, ndtri
else:
    from math import exp

    from scipy.special import betaincinv, gammaincinv, ndtri

    from flexsim.engine.distributions import drawn_ticks


class Normal(Distribution):
    """The bell, cut below, above, both or not at all; what is left keeps its shape. A time below zero is zero.

    Far in the upper tail the distribution function is 1 to the last bit, so a bell that is cut above its centre is counted from the top.
    """

    def __init__(self, mean, sd, low, high):
        a = (low - mean) / sd
        b = (high - mean) / sd
        self.mirrored = a > 0.0
        self.below = float(ndtr(-b) if a > 0.0 else ndtr(a))
        self.inside = float(ndtr(-a) - ndtr(-b) if a > 0.0 else ndtr(b) - ndtr(a))
        if not self.inside > 1e-12:
            raise EngineError(f"distribution normal{(mean, sd, low, high)}: its bounds cut off all of it")
        Distribution.__init__(self, "normal", (mean, sd, low, high), cut_mean(mean, sd, a, b, self.inside))
        self.centre = mean
        self.sd = sd
        self.low = low
        self.high = high

    def ticks(self, u: cython.double) -> cython.longlong:
        """Invert the distribution function of the bell at the share of it that lies below."""
        p: cython.double
        x: cython.double
        if self.mirrored:
            x = self.centre - self.sd * ndtri(self.below + (1.0 - u) * self.inside)
        else:
            p = self.below + u * self.inside
            if p >= 1.0:  # rounded up: the bell ends at infinity
                p = 0.9999999999999999
            x = self.centre + self.sd * ndtri(p)
        if x < self.low:
            x = self.low
        if x > self.high:
            x = self.high
        return drawn_ticks(x)


class Lognormal(Distribution):
    """Skewed to the right, never negative; ``cv`` is standard deviation over mean."""

    def __init__(self, mean, cv):
        Distribution.__init__(self, "lognormal", (mean, cv), mean)
        self.sigma = sqrt(log1p(cv * cv))
        self.mu = log(mean) - 0.5 * log1p(cv * cv)

    def ticks(self, u: cython.double) -> cython.longlong:
        """Take the exponential of a normal quantile."""
        return drawn_ticks(exp(self.mu + self.sigma * ndtri(u)))


class Gamma(Distribution):
    """The sum of ``shape`` exponential times of mean ``scale``, also where shape is no whole number."""

    def __init__(self, shape, scale):
        Distribution.__init__(self, "gamma", (shape, scale), shape * scale)
        self.shape = shape
        self.scale = scale

    def ticks(self, u: cython.double) -> cython.longlong:
        """Invert the regularised incomplete gamma function."""
        x: cython.double = self.scale * gammaincinv(self.shape, u)
        if x != x:  # no number
            raise EngineError(f"{self!r} has no quantile at {u!r}")
        return drawn_ticks(x)


class Beta(Distribution):
    """Between two times, of any shape in between."""

    def __init__(self, a, b, low, high):
        Distribution.__init__(self, "beta", (a, b, low, high), low + (high - low) * (a / (a + b)))
        self.a = a
        self.b = b
        self.low = low
        self.span = high - low

    def ticks(self, u: cython.double) -> cython.longlong:
        """Invert the regularised incomplete beta function."""
        x: cython.double = self.low + self.span * betaincinv(self.a, self.b, u)
        if x != x:  # no number
            raise EngineError(f"{self!r} has no quantile at {u!r}")
        return drawn_ticks(x)


def density(z):
    """Give the density of the standard bell, 0 at infinity."""
    return 0.0 if z in (inf, -inf) else exp(-0.5 * z * z) / sqrt(2.0 * pi)


def cut_mean(mean, sd, a, b, inside):
    """Give the mean of a bell between ``a`` and ``b`` standard deviations (Johnson, Kotz and Balakrishnan 1994, section 13.10.1)."""
    return mean + sd * (density(a) - density(b)) / inside


def make(kind: str, parameters: tuple) -> Distribution:
    """Make the distribution of a kind whose parameters have been checked."""
    return {"normal": Normal, "lognormal": Lognormal, "gamma": Gamma, "beta": Beta}[kind](*parameters)
