"""Estimates from replications: means with Student t half-widths, and paired differences.

The replications are the sample, never the orders within one run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite, nan, sqrt

CONFIDENCE = 0.95

ROUNDING = 1e-9
"""Part of an amount: sums of the same euros in another order differ by less."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over replications and how far it may be off.

    Attributes
    ----------
    mean : float
    half_width : float
        Of the confidence interval; not a number with fewer than two values.
    n : int
        Values: replications in which the figure exists.
    """

    mean: float
    half_width: float
    n: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half_width


def per_cent(share: float) -> str:
    """Write a share: ``95.0 %``."""
    return f"{100 * share:.1f} %"


def mean_of(values: Sequence[float]) -> float:
    """Mean, independent of the order of the values."""
    return fsum(values) / len(values) if values else nan


def variance_of(values: Sequence[float]) -> float:
    """Sample variance; not a number with fewer than two values."""
    if len(values) < 2:
        return nan
    centre = mean_of(values)
    return fsum((value - centre) ** 2 for value in values) / (len(values) - 1)


def student_quantile(degrees: int, confidence: float = CONFIDENCE) -> float:
    """Give Student's t at which a symmetric interval of this confidence ends."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + confidence) / 2))


def estimate(values: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """Estimate a mean from one value a replication; those that are not a number are left out and not counted."""
    known = [value for value in values if isfinite(value)]
    if len(known) < 2:
        return Estimate(mean_of(known), nan, len(known))
    half_width = student_quantile(len(known) - 1, confidence) * sqrt(variance_of(known) / len(known))
    return Estimate(mean_of(known), half_width, len(known))


def interval_of_share(found: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Give the exact interval of a probability (Clopper and Pearson 1934), of which `found` of `n` cases are known."""
    from scipy.special import betaincinv

    if not n:
        return nan, nan
    tail = (1 - confidence) / 2
    low = float(betaincinv(found, n - found + 1, tail)) if found else 0.0
    high = float(betaincinv(found + 1, n - found, 1 - tail)) if found < n else 1.0
    return low, high


def gap_of(first: float, second: float) -> float:
    """Give second less first: exactly nothing where they differ by no more than rounding.

    The same euros added up in another order, or a wage that is stated as a product of others, differ in the last bits,
    and alike in all replications: taken for a difference they would look as sure as nothing else.
    """
    gap = second - first
    return 0.0 if abs(gap) <= ROUNDING * max(abs(first), abs(second)) else gap


@dataclass(frozen=True, slots=True)
class Difference:
    """Second less first, by pairs with common random numbers (floor.md, R5).

    Attributes
    ----------
    first, second : Estimate
        Each side by itself.
    difference : Estimate
        Of the pairs: its half-width is that of the comparison.
    correlation : float
        Between the sides over the replications.
    variance_ratio : float
        Variance of the difference if the sides were independent, over what it is. Above 1, common random numbers help.
    """

    first: Estimate
    second: Estimate
    difference: Estimate
    correlation: float
    variance_ratio: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return abs(self.difference.mean) > self.difference.half_width

    @property
    def warning(self) -> str | None:
        """Say so when common random numbers make the comparison worse, not better."""
        if not round(self.variance_ratio, 2) < 1:  # as it is written, and a hair below says nothing
            return None
        return f"common random numbers do not help here (variance ratio {self.variance_ratio:.2f}, below 1)"


def paired(first: Mapping[int, float], second: Mapping[int, float], confidence: float = CONFIDENCE) -> Difference:
    """Compare two sides, replication by replication.

    Parameters
    ----------
    first, second : mapping of int to float
        Value by replication. Replications that only one side has, or whose value is not a number, are left out.
    """
    common = sorted(number for number in first if number in second)
    pairs = [(first[number], second[number]) for number in common]
    pairs = [(a, b) for a, b in pairs if isfinite(a) and isfinite(b)]
    ones, others = [a for a, _ in pairs], [b for _, b in pairs]
    gaps = [gap_of(a, b) for a, b in pairs]
    apart, together = variance_of(ones) + variance_of(others), variance_of(gaps)
    return Difference(
        estimate(ones, confidence),
        estimate(others, confidence),
        estimate(gaps, confidence),
        correlation(ones, others),
        apart / together if together > 0 else nan,
    )


def correlation(ones: Sequence[float], others: Sequence[float]) -> float:
    """Give the sample correlation; not a number where one side does not vary."""
    spread = sqrt(variance_of(ones) * variance_of(others)) if len(ones) > 1 else 0.0
    if not spread > 0:
        return nan
    middle, other_middle = mean_of(ones), mean_of(others)
    products = [(a - middle) * (b - other_middle) for a, b in zip(ones, others, strict=True)]
    return fsum(products) / (len(products) - 1) / spread


def p_of_no_difference(first: Mapping[int, float], second: Mapping[int, float]) -> float:
    """Give the probability of a mean difference at least this large if there were none (paired t test, both sides).

    Parameters
    ----------
    first, second : mapping of int to float
        Value by replication; pairs as in `paired`.

    Returns
    -------
    float
        1 where all pairs are equal, 0 where all differ by the same; not a number with fewer than two pairs.
    """
    from scipy.special import stdtr

    gaps = [gap_of(first[number], second[number]) for number in sorted(first) if number in second]
    gaps = [gap for gap in gaps if isfinite(gap)]
    if len(gaps) < 2:
        return nan
    centre, spread = mean_of(gaps), variance_of(gaps)
    if not spread > 0:
        return float(centre == 0)
    return float(2 * stdtr(len(gaps) - 1, -abs(centre) / sqrt(spread / len(gaps))))


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What is left of one test among several (Holm 1979).

    Attributes
    ----------
    p : float
        Adjusted: below 1 - confidence, the difference is clear although so many were looked at.
    confidence : float
        Of the interval that belongs to it: 1 - (1 - confidence) / (how many tests are at least as unclear).
    """

    p: float
    confidence: float


def holm(p_values: Sequence[float], confidence: float = CONFIDENCE) -> list[Adjusted]:
    """Adjust several tests so that the probability of one false alarm or more among them stays what it is for one.

    Sorted from the clearest on, the i-th of k values is multiplied by k - i + 1, and none is less than the one before
    it (Holm, A simple sequentially rejective multiple test procedure, 1979). What is not a number counts as 1.
    """
    n, largest = len(p_values), 0.0
    found: dict[int, Adjusted] = {}
    ordered = sorted(range(n), key=lambda place: (p_values[place] if isfinite(p_values[place]) else 1.0, place))
    for rank, place in enumerate(ordered):
        left = n - rank
        own = p_values[place] if isfinite(p_values[place]) else 1.0
        largest = max(largest, min(1.0, own * left))
        found[place] = Adjusted(largest, 1 - (1 - confidence) / left)
    return [found[place] for place in range(n)]
