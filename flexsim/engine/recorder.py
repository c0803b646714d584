"""What a run writes down: tables of whole numbers, written row by row, kept column by column."""

from array import array
from hashlib import blake2b

import numpy

#: Rows of a chunk: a full one of twenty columns is 1.3 MB, what a processor's second cache holds.
CHUNK_ROWS = 8192
#: Rows of the first chunk before it grows: a short run pays for what it writes.
FIRST_ROWS = 64
#: The sink that keeps what it gets.
KEEP = "keep"


class Table:
    """Rows of 64-bit integers in one chunk; a full chunk is handed to a sink, narrowed, and the chunk is written anew.

    The engine writes ``if table.on: p = table.next_row(); table.cells[p] = a; table.cells[p + 1] = b ...``, every column.

    Parameters
    ----------
    name : str
    columns : sequence of str
    on : bool
        Whether the engine writes into it.
    sink : {"keep"}, callable or None
        ``"keep"`` keeps the chunks for ``columns_of``; a callable is called with the table and a dictionary from column to array (the
        smallest of int8, int16, int32 and int64 that holds the chunk's values), and keeps the memory of a long run small; None
        forgets. The digest is the same for all of them.
    """

    def __init__(self, name: str, columns, on=True, sink=KEEP):
        self.name = name
        self.columns = tuple(columns)
        self.on = on
        self.sink = sink
        self.chunks = []
        self.width = len(self.columns)
        self.room = FIRST_ROWS * self.width
        self.most = CHUNK_ROWS * self.width
        self.at = 0
        self.gone = 0
        self.store = array("q", bytes(8 * self.room))
        self.cells = self.store
        self.hashes = [blake2b() for _ in self.columns]
        self.hashed = 0

    def __len__(self) -> int:
        return self.gone + self.at // self.width

    def next_row(self):
        """Give the place in ``cells`` where the next row begins."""
        if self.at == self.room:
            self.make_room()
        self.at += self.width
        return self.at - self.width

    def make_room(self):
        """Grow the chunk, or hand it on if it has its full size."""
        if self.room == self.most:
            return self.hand_on()
        self.store = self.store * 2
        self.cells = self.store
        self.room *= 2
        return 0

    def block(self):
        """Give the rows that are in the chunk as a copy with a line for each column."""
        rows = numpy.frombuffer(self.store, dtype=numpy.int64)[: self.at].reshape(-1, self.width)
        return numpy.array(rows.T, order="C")

    def hand_on(self):
        """Hand what is in the chunk to the sink and begin it again."""
        if self.at == 0:
            return 0
        block = self.block()
        narrow = [narrowed(column) for column in block]
        self.gone += self.at // self.width
        self.at = 0
        if self.sink == KEEP:
            self.chunks.append(narrow)
            return 0
        self.hash(self.hashes, block)
        if self.sink is not None:
            self.sink(self, dict(zip(self.columns, narrow, strict=True)))
        return 0

    def flush(self):
        """Hand the last rows to a sink that is a file, at the end of a run."""
        if self.sink != KEEP:
            self.hand_on()

    def columns_of(self):
        """Give the columns as int64, whatever was kept: sums and products of narrow integers would overflow without a word.

        Returns
        -------
        dict of str to numpy.ndarray
        """
        return {column: self.column(column) for column in self.columns}

    def column(self, name: str):
        """Give one column as int64."""
        place = self.columns.index(name)
        parts = [chunk[place] for chunk in self.chunks]
        parts.append(self.block()[place])
        return numpy.concatenate(parts, dtype=numpy.int64)

    def hash(self, hashes, block):
        """Feed a block's columns to their hashes, as 64-bit little-endian integers."""
        for hash_, column in zip(hashes, block, strict=True):
            hash_.update(numpy.ascontiguousarray(column, dtype="<i8"))

    def digest_into(self, digest):
        """Feed the table to a hash: its name and columns, its number of rows, and the BLAKE2b of each column's values.

        A column's hash is that of its values as 64-bit little-endian integers one after the other, so that neither chunks nor narrowing
        nor the sink show in it. It can be taken at any time, and again.
        """
        for chunk in self.chunks[self.hashed :]:
            self.hash(self.hashes, chunk)
        self.hashed = len(self.chunks)
        hashes = [hash_.copy() for hash_ in self.hashes]
        self.hash(hashes, self.block())
        digest.update(repr((self.name, self.columns, len(self))).encode())
        for hash_ in hashes:
            digest.update(hash_.digest())

    def add(self, *values):
        """Write a row from Python."""
        if len(values) != self.width:
            raise ValueError(f"table {self.name} has {self.width} columns, got {len(values)} values")
        if self.on:
            p = self.next_row()
            for i, value in enumerate(values):
                self.cells[p + i] = value


def narrowed(column):
    """Copy a column to the smallest integer type that holds it."""
    low = column.min()
    high = column.max()
    for kind in (numpy.int8, numpy.int16, numpy.int32):
        limits = numpy.iinfo(kind)
        if limits.min <= low and high <= limits.max:
            return column.astype(kind)
    return column.copy()
