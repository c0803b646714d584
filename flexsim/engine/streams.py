"""Keyed chance: every uniform number is a function of its address and of nothing else.

The generator is Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): ten rounds
that scramble a counter of four 32-bit words under a key of two. There is no state: to draw again is to get the same number again.
"""

from hashlib import blake2b

import cython

from flexsim.engine.errors import EngineError


class Stream:
    """The draws of one purpose: ``uniform(entity, index)`` is the same number whoever asks for it, and whenever.

    Parameters
    ----------
    seed, replication : int
        The two words of the key, each from 0 to 2^32 - 1.
    lane_text : str
        What is drawn for whom, such as ``arrival|custom``. The first eight bytes of its BLAKE2b are the upper half of the counter.

    Raises
    ------
    EngineError
        If a word of the key does not fit into 32 bits.
    """

    def __init__(self, seed, replication, lane_text: str):
        for name, word in (("seed", seed), ("replication", replication)):
            if not 0 <= word < 2**32:
                raise EngineError(f"{name} = {word}: allowed are 0 to {2**32 - 1}")
        self.seed = seed
        self.replication = replication
        self.lane_text = lane_text
        self.lane = int.from_bytes(blake2b(lane_text.encode(), digest_size=8).digest(), "little")

    def uniform(self, entity: cython.ulonglong, index: cython.ulonglong) -> cython.double:
        """Draw the number at an address, between 0 and 1 and never either; both parts of the address are below 2^32."""
        # Locals, because a C compiler sees constants in them, and because a literal above 2^31 is a Python object in an expression.
        low: cython.ulonglong = 0xFFFFFFFF
        upper: cython.ulonglong
        factor0: cython.ulonglong = 0xD2511F53
        factor1: cython.ulonglong = 0xCD9E8D57
        step0: cython.ulonglong = 0x9E3779B9
        step1: cython.ulonglong = 0xBB67AE85
        c0: cython.uint = index & low
        c1: cython.uint = entity & low
        c2: cython.uint = self.lane & low
        c3: cython.uint = self.lane >> 32
        k0: cython.uint = self.seed
        k1: cython.uint = self.replication
        product0: cython.ulonglong
        product1: cython.ulonglong
        bits: cython.longlong
        i: cython.int
        for i in range(10):  # noqa: B007
            product0 = factor0 * c0
            product1 = factor1 * c2
            c0 = (product1 >> 32) ^ c1 ^ k0
            c1 = product1 & low
            c2 = (product0 >> 32) ^ c3 ^ k1
            c3 = product0 & low
            k0 = (k0 + step0) & low
            k1 = (k1 + step1) & low
        upper = c1
        bits = ((upper << 32) | c0) >> 12
        return (bits + 0.5) * (1.0 / 4503599627370496.0)

    def four(self, entity: cython.ulonglong, index: cython.ulonglong, numbers: cython.p_double):
        """Draw the numbers at an address and at the three indices behind it, in the time of one.

        Parameters
        ----------
        entity, index : int
            The first address; all four are below 2^32.
        numbers : array of double
            Where they go.
        """
        k: cython.int
        lanes: cython.ulonglong[4]
        if not cython.compiled or not flexsim_can_side_by_side:  # noqa: F821
            for k in range(4):
                numbers[k] = self.uniform(entity, index + k)
            return 0
        for k in range(4):
            lanes[k] = self.lane  # noqa: F821
        flexsim_side_by_side(index, 1, entity, lanes, self.seed, self.replication, numbers)  # type: ignore[name-defined]  # noqa: F821
        return 0

    def abreast(self, second, third, fourth, entity: cython.ulonglong, index: cython.ulonglong, numbers: cython.p_double):
        """Draw the numbers at one address of this and three other streams of a run, in the time of one."""
        lanes: cython.ulonglong[4]
        if not cython.compiled or not flexsim_can_side_by_side:  # noqa: F821
            numbers[0] = self.uniform(entity, index)
            numbers[1] = second.uniform(entity, index)
            numbers[2] = third.uniform(entity, index)
            numbers[3] = fourth.uniform(entity, index)
            return 0
        lanes[0] = self.lane  # noqa: F821
        lanes[1] = second.lane  # noqa: F821
        lanes[2] = third.lane  # noqa: F821
        lanes[3] = fourth.lane  # noqa: F821
        flexsim_side_by_side(index, 0, entity, lanes, self.seed, self.replication, numbers)  # type: ignore[name-defined]  # noqa: F821
        return 0

    def draw(self, entity, index):
        """Draw the number at an address from Python, which may be wrong about it."""
        self.check(entity, index)
        return self.uniform(entity, index)

    def draw_four(self, entity, index, others=()):
        """Draw from Python the numbers at an address and at the three indices behind it, or at one address of four streams.

        Parameters
        ----------
        others : tuple of Stream
            None, or three of the same seed and replication.

        Returns
        -------
        list of float
            Four of them.
        """
        numbers: cython.double[4]
        self.check(entity, index)
        self.check(entity, index if others else index + 3)
        if not cython.compiled:
            numbers = [0.0] * 4
        if others:
            second, third, fourth = others
            self.abreast(second, third, fourth, entity, index, numbers)
        else:
            self.four(entity, index, numbers)
        return [numbers[k] for k in range(4)]

    def check(self, entity, index):
        """Refuse an address of which a part does not fit into 32 bits.

        Raises
        ------
        EngineError
        """
        if not (0 <= entity < 2**32 and 0 <= index < 2**32):
            raise EngineError(f"draw {self.lane_text!r} at ({entity}, {index}): both must be from 0 to {2**32 - 1}")
