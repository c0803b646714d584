"""Chance by R1 to R6: every draw is a pure function of its address."""

from __future__ import annotations

import math
from functools import cache
from hashlib import blake2b

from scipy.special import gammaincinv, ndtr, ndtri

TICKS_PER_SECOND = 1_000_000
WORD = 0xFFFFFFFF


def ticks(seconds: float) -> int:
    """Round seconds to whole ticks (T1)."""
    return int(seconds * TICKS_PER_SECOND + 0.5)


def minutes_to_ticks(minutes: float) -> int:
    """Read a number of minutes as seconds and make ticks of it (T1)."""
    return ticks(minutes * 60)


def philox(counter: tuple[int, ...], key: tuple[int, int]) -> tuple[int, ...]:
    """Philox 4x32-10 (R3; Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3")."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        left, right = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (right >> 32) ^ c1 ^ k0, right & WORD, (left >> 32) ^ c3 ^ k1, left & WORD
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return c0, c1, c2, c3


@cache
def lane_words(text: str) -> tuple[int, int]:
    """Return the low and the high half of the lane (R3)."""
    lane = int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest(), "little")
    return lane & WORD, lane >> 32


class Luck:
    """The draws of one run, addressed by lane text, entity and index (R3, R4)."""

    def __init__(self, seed: int, replication: int) -> None:
        self.key = (checked_word(seed), checked_word(replication))

    def uniform(self, lane: str, entity: int, index: int = 0) -> float:
        """Return the uniform number at this address, 0 < u < 1 (R3)."""
        c2, c3 = lane_words(lane)
        r0, r1, _, _ = philox((checked_word(index), checked_word(entity), c2, c3), self.key)
        return (((r1 * 2**32 + r0) >> 12) + 0.5) / 2**52

    def time(self, dist: float | dict, lane: str, entity: int, index: int = 0) -> int:
        """Return a drawn time in ticks; a constant is not drawn (R4)."""
        if is_constant(dist):
            return constant_ticks(dist)
        if dist["kind"] == "trace":
            return ticks(seconds_of(dist, dist["values"][entity % len(dist["values"])]))
        return max(0, ticks(quantile(dist, self.uniform(lane, entity, index))))

    def choice(self, shares: dict[str, float], lane: str, entity: int, index: int = 0) -> str:
        """Choose among named values in the order of their names, else the last (R6)."""
        return chosen(shares, self.uniform(lane, entity, index)) or max(shares)


def checked_word(number: int) -> int:
    """Return a 32-bit word; overflow is an error (R3)."""
    if not 0 <= number <= WORD:
        raise ValueError(f"{number} does not fit in 32 bits")
    return number


def chosen(shares: dict[str, float], u: float) -> str | None:
    """Return the first name whose cumulated share exceeds u, None past the last (R6)."""
    cumulated = 0.0
    for name in sorted(shares):
        cumulated += shares[name]
        if cumulated > u:
            return name
    return None


def is_constant(dist: float | dict) -> bool:
    """Tell a plain number, and a distribution of only one value, from one that varies."""
    if not isinstance(dist, dict):
        return True
    return len(set(dist.get("values", ()))) == 1 or (dist["kind"] == "geometric" and dist["p"] == 1)


def constant_ticks(dist: float | dict) -> int:
    """Return the ticks of what does not vary."""
    if not isinstance(dist, dict):
        return minutes_to_ticks(dist)
    return ticks(seconds_of(dist, dist["values"][0] if dist["kind"] == "trace" else dist["step"]))


def plain_number(dist: float | dict) -> dict:
    """Return the distribution of a number without a unit, read as seconds: its ticks are millionths."""
    return {**(dist if isinstance(dist, dict) else {"kind": "trace", "values": [dist]}), "unit_s": 1}


def seconds_of(dist: dict, number: float) -> float:
    """Return a number of this distribution times the seconds of its unit, minutes unless stated (T1)."""
    return number * dist.get("unit_s", 60)


def in_seconds(dist: dict, *names: str) -> list[float]:
    """Return these parameters of a distribution, in seconds (T1)."""
    return [seconds_of(dist, dist[name]) for name in names]


def quantile(dist: dict, u: float) -> float:
    """Return the u-quantile in seconds (R6)."""
    return QUANTILES[dist["kind"]](dist, u)


def exponential_quantile(dist: dict, u: float) -> float:
    (mean,) = in_seconds(dist, "mean")
    return -mean * math.log1p(-u)


def uniform_quantile(dist: dict, u: float) -> float:
    low, high = in_seconds(dist, "low", "high")
    return low + (high - low) * u


def triangular_quantile(dist: dict, u: float) -> float:
    low, mode, high = in_seconds(dist, "low", "mode", "high")
    if u < (mode - low) / (high - low):
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - mode))


def weibull_quantile(dist: dict, u: float) -> float:
    (scale,) = in_seconds(dist, "scale")
    return scale * (-math.log1p(-u)) ** (1 / dist["shape"])


def gamma_quantile(dist: dict, u: float) -> float:
    (scale,) = in_seconds(dist, "scale")
    return scale * float(gammaincinv(dist["shape"], u))


def lognormal_quantile(dist: dict, u: float) -> float:
    (mean,) = in_seconds(dist, "mean")
    variance = math.log1p(dist["cv"] * dist["cv"])
    return math.exp(math.log(mean) - variance / 2 + math.sqrt(variance) * float(ndtri(u)))


def normal_quantile(dist: dict, u: float) -> float:
    mean, sd = in_seconds(dist, "mean", "sd")
    below, above = normal_shares(dist)
    return mean + sd * float(ndtri(below + (above - below) * u))


def normal_shares(dist: dict) -> tuple[float, float]:
    """Return F(low) and F(high) of the uncut normal; 0 and 1 where it is not cut."""
    mean, sd = in_seconds(dist, "mean", "sd")
    below = 0.0 if dist.get("low") is None else float(ndtr((seconds_of(dist, dist["low"]) - mean) / sd))
    above = 1.0 if dist.get("high") is None else float(ndtr((seconds_of(dist, dist["high"]) - mean) / sd))
    return below, above


def geometric_quantile(dist: dict, u: float) -> float:
    """The fewest steps n with 1 - (1 - p)^n >= u, as SciPy finds them (R6)."""
    (step,) = in_seconds(dist, "step")
    log_miss = math.log1p(-dist["p"])
    n = math.ceil(math.log1p(-u) / log_miss)
    if n > 1 and -math.expm1((n - 1) * log_miss) >= u:
        n -= 1
    return max(1, n) * step


QUANTILES = {
    "exponential": exponential_quantile,
    "uniform": uniform_quantile,
    "triangular": triangular_quantile,
    "weibull": weibull_quantile,
    "gamma": gamma_quantile,
    "lognormal": lognormal_quantile,
    "normal": normal_quantile,
    "geometric": geometric_quantile,
}


def planned_ticks(dist: float | dict) -> int:
    """Return the planned time: ticks(mean) of one draw (D4)."""
    if is_constant(dist):
        return constant_ticks(dist)
    return max(0, ticks(mean_seconds(dist)))


def mean_seconds(dist: dict) -> float:
    """Return the mean of a distribution in seconds (R6)."""
    kind = dist["kind"]
    if kind in ("exponential", "lognormal"):
        return in_seconds(dist, "mean")[0]
    if kind == "uniform":
        low, high = in_seconds(dist, "low", "high")
        return (low + high) / 2
    if kind == "triangular":
        low, mode, high = in_seconds(dist, "low", "mode", "high")
        return (low + mode + high) / 3
    if kind == "weibull":
        return in_seconds(dist, "scale")[0] * math.gamma(1 + 1 / dist["shape"])
    if kind == "gamma":
        return dist["shape"] * in_seconds(dist, "scale")[0]
    if kind == "geometric":
        return in_seconds(dist, "step")[0] / dist["p"]
    if kind == "trace":
        return math.fsum(seconds_of(dist, value) for value in dist["values"]) / len(dist["values"])
    return cut_normal_mean(dist)


def cut_normal_mean(dist: dict) -> float:
    """Return the mean of a normal cut below, above or both."""
    mean, sd = in_seconds(dist, "mean", "sd")
    below, above = normal_shares(dist)
    density = [
        0.0 if cut is None else math.exp(-(((seconds_of(dist, cut) - mean) / sd) ** 2) / 2) / math.sqrt(2 * math.pi)
        for cut in (dist.get("low"), dist.get("high"))
    ]
    return mean + sd * (density[0] - density[1]) / (above - below)
