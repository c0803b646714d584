# cython: boundscheck=True, wraparound=True
"""What is drawn in a run: the distributions that its scenario states, and the lanes of their draws (R4)."""

from flexsim.engine.distributions import make
from flexsim.engine.streams import Stream


class Chance:
    """The distributions and lanes of one run.

    Parameters
    ----------
    seed, replication : int
        The two words of every draw's key (R3).
    """

    def __init__(self, seed, replication):
        self.seed = seed
        self.replication = replication
        self.distributions = {}

    def distribution(self, stated):
        """The distribution that is stated, made once for all who state the same; None if there is none."""
        if stated is None:
            return None
        key = (stated.kind, stated.parameters)
        if key not in self.distributions:
            self.distributions[key] = make(stated.kind, stated.parameters)
        return self.distributions[key]

    def lane(self, text):
        """The draws of one purpose, such as ``arrival|custom``."""
        return Stream(self.seed, self.replication, text)
