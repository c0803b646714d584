"""Who accepts a discount: the share of customers who want no more off than is offered."""

from __future__ import annotations

import math
from collections.abc import Callable

from flexsim.scenario.distributions import Distribution


def share_not_above(distribution: Distribution, limit: float) -> float:
    """Give the probability that a drawn value is not above a limit: the distribution function (rule R2)."""
    return min(max(_SHARES[distribution.kind](limit, *distribution.parameters), 0.0), 1.0)


def _triangular(x: float, low: float, mode: float, high: float) -> float:
    if not low <= x < high:
        return float(x >= high)
    if x < mode:
        return (x - low) ** 2 / ((high - low) * (mode - low))
    return 1 - (high - x) ** 2 / ((high - low) * (high - mode))


def _normal(x: float, mean: float, sd: float, low: float, high: float) -> float:
    below, above = _phi((low - mean) / sd), _phi((high - mean) / sd)
    if not low <= x < high or above <= below:
        return float(x >= high)
    return (_phi((x - mean) / sd) - below) / (above - below)


def _phi(z: float) -> float:
    return math.erfc(-z / math.sqrt(2)) / 2


def _lognormal(x: float, mean: float, cv: float) -> float:
    variance = math.log1p(cv * cv)
    return _phi((math.log(x / mean) + variance / 2) / math.sqrt(variance)) if x > 0 else 0.0


def _gamma(x: float, shape: float, scale: float) -> float:
    from scipy.special import gammainc

    return float(gammainc(shape, max(x, 0.0) / scale))


def _beta(x: float, a: float, b: float, low: float, high: float) -> float:
    from scipy.special import betainc

    return float(betainc(a, b, min(max((x - low) / (high - low), 0.0), 1.0)))


def _geometric(x: float, p: float, step: float) -> float:
    return 1 - (1 - p) ** math.floor(x / step * (1 + 1e-12))


def _empirical(x: float, *pairs: float) -> float:
    return math.fsum(share for value, share in zip(pairs[::2], pairs[1::2], strict=True) if value <= x)


_SHARES: dict[str, Callable[..., float]] = {
    "constant": lambda x, value: float(value <= x),
    "uniform": lambda x, low, high: (x - low) / (high - low),
    "triangular": _triangular,
    "exponential": lambda x, mean: -math.expm1(-x / mean),
    "normal": _normal,
    "lognormal": _lognormal,
    "weibull": lambda x, shape, scale: -math.expm1(-((max(x, 0.0) / scale) ** shape)),
    "gamma": _gamma,
    "beta": _beta,
    "geometric": _geometric,
    "empirical": _empirical,
    "trace": lambda x, *values: sum(value <= x for value in values) / len(values),
}
