"""What variety costs: the distinct configurations that were made, and by which operations (O2)."""

from array import array

import cython
import numpy

BITS = 32
"""Operations in one word beside a configuration."""


class Tally:
    """The configurations that a source has released, each once, with a bit for every operation it is made by.

    A table with open addressing, at most two thirds full: a configuration takes its number and a word for each 32
    operations, 16 bytes for most products. No list of variants is ever built.
    """

    def __init__(self, n_operations):
        self.width = 1 + max(1, (n_operations + BITS - 1) // BITS)
        self.n = 0
        self.room = 8
        self.is_new = False
        self.cells = array("q", [-1] * (self.room * self.width))

    def __len__(self):
        return self.n

    def place_of(self, configuration: cython.longlong) -> cython.longlong:
        """Give the place of a configuration; ``is_new`` says whether it was made just now."""
        low: cython.ulonglong = 0xFFFFFFFF
        spread: cython.ulonglong = 0x9E3779B1
        folded: cython.ulonglong = (configuration ^ (configuration >> 32)) & low
        mask: cython.longlong = self.room - 1
        slot: cython.longlong = ((folded * spread) >> 13) & mask
        while self.cells[slot * self.width] >= 0:
            if self.cells[slot * self.width] == configuration:
                self.is_new = False
                return slot * self.width
            slot = (slot + 1) & mask
        if 3 * (self.n + 1) > 2 * self.room:
            self.grow()
            return self.place_of(configuration)
        place: cython.longlong = slot * self.width
        k: cython.longlong
        self.cells[place] = configuration
        for k in range(1, self.width):
            self.cells[place + k] = 0
        self.n += 1
        self.is_new = True
        return place

    def mark(self, place: cython.longlong, rank: cython.longlong) -> cython.int:
        """Note that a configuration is made by the operation of this rank."""
        bit: cython.longlong = 1
        self.cells[place + 1 + (rank >> 5)] |= bit << (rank & 31)
        return 0

    def grow(self):
        """Double the room."""
        old, room = self.cells, self.room
        self.room = 2 * room
        self.cells = array("q", [-1] * (self.room * self.width))
        self.n = 0
        for slot in range(room):
            if old[slot * self.width] >= 0:
                place = self.place_of(old[slot * self.width])
                for k in range(1, self.width):
                    self.cells[place + k] = old[slot * self.width + k]

    def count(self, configuration, ranks):
        """Do what the floor does when it releases something, for callers in Python."""
        place = self.place_of(configuration)
        for rank in ranks:
            self.mark(place, rank)

    def made_by(self, rank):
        """Give the configurations that an operation has to do with, as an array."""
        rows = numpy.asarray(self.cells).reshape(self.room, self.width)
        return rows[(rows[:, 0] >= 0) & (rows[:, 1 + (rank >> 5)] >> (rank & 31) & 1 == 1), 0]


def keys_of(configurations, radices):
    """Give the part of configurations that an operation looks at, as numbers.

    Parameters
    ----------
    configurations : numpy.ndarray
    radices : sequence of tuple of int
        Where a configuration keeps the value of an option, and how many values it has.
    """
    keys = numpy.zeros(len(configurations), dtype=numpy.int64)
    for radix, count in radices:
        keys = keys * count + configurations // radix % count
    return keys
