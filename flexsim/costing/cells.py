"""A table that is nothing nearly everywhere: only the cells that are something are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flexsim.results import Floats

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Cells of a table.

    Attributes
    ----------
    row, column : ndarray
        Where each stands.
    amount : ndarray
        What stands there.
    n_rows : int
        Of the table.
    """

    row: Places
    column: Places
    amount: Floats
    n_rows: int

    @classmethod
    def of(cls, found: Sequence[tuple[int, int, float]], n_rows: int) -> Cells:
        """Make cells of (row, column, amount)."""
        row, column, amount = zip(*found, strict=True) if found else ((), (), ())
        return cls(
            np.array(row, dtype=np.int64), np.array(column, dtype=np.int64), np.array(amount, dtype=np.float64), n_rows
        )

    @classmethod
    def of_table(cls, table: Floats) -> Cells:
        """Keep what is something of a table."""
        row, column = np.nonzero(table)
        return cls(row, column, table[row, column], len(table))

    def by_row(self, values: Floats) -> Floats:
        """Add up every row, its cells times a value for each column."""
        found = np.zeros(self.n_rows)
        np.add.at(found, self.row, self.amount * values[self.column])
        return found
