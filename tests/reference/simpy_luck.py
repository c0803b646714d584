"""The luck of the SimPy shops, drawn before their clock starts.

Written a second time on purpose, from the rules alone: generator R3, addresses R4, quantiles R6, ticks T1. Everything
is vectorised over the orders but the logarithm, which is the C library's own (`math.log1p`): NumPy's may differ in the
last bit.
"""

from hashlib import blake2b
from math import log1p

import numpy as np

TICKS_PER_SECOND = 1_000_000
WORD = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


def philox(counter, key):
    """Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011): the four words that answer each counter.

    Parameters
    ----------
    counter : four arrays of uint64, each holding a 32-bit word c0 .. c3
    key : two 32-bit words
    """
    c0, c1, c2, c3 = (np.asarray(word, dtype=np.uint64) for word in counter)
    k0, k1 = key
    for _ in range(10):
        product_0 = c0 * np.uint64(0xD2511F53)
        product_1 = c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (
            (product_1 >> HALF) ^ c1 ^ np.uint64(k0),
            product_1 & WORD,
            (product_0 >> HALF) ^ c3 ^ np.uint64(k1),
            product_0 & WORD,
        )
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


class Luck:
    """Every draw of one replication, by its address (R1, R4)."""

    def __init__(self, seed, replication):
        self.key = (seed, replication)

    def uniforms(self, lane, entities, indices=0):
        """One uniform in (0, 1) for each (entity, index) of a lane (R3)."""
        entities, indices = np.broadcast_arrays(
            np.asarray(entities, dtype=np.uint64), np.asarray(indices, dtype=np.uint64)
        )
        number = int.from_bytes(blake2b(lane.encode(), digest_size=8).digest(), "little")
        low, high = np.uint64(number & 0xFFFFFFFF), np.uint64(number >> 32)
        r0, r1, _, _ = philox(
            (indices, entities, np.broadcast_to(low, entities.shape), np.broadcast_to(high, entities.shape)), self.key
        )
        return ((((r1 << HALF) | r0) >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52

    def exponential(self, lane, mean, n):
        """Ticks of an exponential time, its mean in seconds, for the entities 0 .. n - 1."""
        return [ticks(-mean * log1p(-u)) for u in self.uniforms(lane, np.arange(n)).tolist()]

    def uniform(self, lane, low, high, n):
        """Ticks of a time drawn evenly between two bounds in seconds, for the entities 0 .. n - 1."""
        return [ticks(low + (high - low) * u) for u in self.uniforms(lane, np.arange(n)).tolist()]

    def renewals(self, up_lane, up_mean, down_lane, down_mean, until):
        """Pairs (time to failure, repair time) until their sum exceeds a tick."""
        n = 64 + int(1.3 * until / TICKS_PER_SECOND / (up_mean + down_mean))
        pairs = list(zip(self.exponential(up_lane, up_mean, n), self.exponential(down_lane, down_mean, n), strict=True))
        if sum(map(sum, pairs)) <= until:
            raise ValueError(f"{n} failures are too few to last until tick {until}")
        return pairs


def ticks(seconds):
    """T1: seconds as a whole number of microseconds."""
    return int(seconds * TICKS_PER_SECOND + 0.5)
