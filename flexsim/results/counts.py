"""What the engine hands over after a run, seen from the rooms above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
"""A raw column: ticks, codes or counts. -1 means none."""

Floats: TypeAlias = npt.NDArray[np.float64]
"""A column of hours, shares or euros."""


Rows: TypeAlias = Mapping[str, Integers]
"""Raw columns of one table by name, whole or a part of its rows."""


def parts(table: Rows) -> Iterator[Rows]:
    """Give the rows of a table in parts, so that what is made of millions of them takes little memory.

    The arrays of a part may be of narrow types: widen them before you compute.
    """
    in_parts = getattr(table, "parts", None)
    yield from in_parts() if in_parts else [table]


def wide(rows: Rows, name: str) -> npt.NDArray[np.int64]:
    """Give a column as 64-bit integers."""
    return rows[name].astype(np.int64, copy=False)


class Snapshot(Protocol):
    """The counts of a run as they stood at a moment of it."""

    @property
    def tables(self) -> Mapping[str, Rows]:
        """Raw columns by table and name: what the run, stopped there, would have given."""

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        """What the integer codes stand for, by kind of name."""

    @property
    def end(self) -> int:
        """Tick of the moment."""


class Counts(Protocol):
    """The counts of one run: integer columns, and the names their codes stand for.

    The engine's own counts are of this form; so is whatever a test makes by hand.
    """

    @property
    def tables(self) -> Mapping[str, Rows]:
        """Raw columns by table and name."""

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        """What the integer codes stand for, by kind of name."""

    @property
    def end(self) -> int:
        """Tick up to which sums are kept: the horizon, or without one that of the last delivery."""

    @property
    def ran_until(self) -> int:
        """Tick at which the run stopped: after the horizon, if customers were still waiting then."""

    @property
    def cohort(self) -> tuple[int, int]:
        """First tick of the customers that figures are of, and the tick before which they came."""

    @property
    def at_warm_up(self) -> Snapshot | None:
        """The run at the end of its warm-up."""

    @property
    def at_end(self) -> Snapshot:
        """The run at ``end``."""

    @property
    def digest(self) -> str:
        """BLAKE2b over everything recorded."""

    @property
    def compiled(self) -> bool:
        """Whether the compiled engine made the run."""

    @property
    def seed(self) -> int:
        """Seed of the run."""

    @property
    def replication(self) -> int:
        """Replication of the run."""

    @property
    def n_events(self) -> int:
        """Events worked off."""

    @property
    def n_operations(self) -> int:
        """Operations of lots completed."""


IN_PROGRESS, DELIVERED, LOST = 0, 1, 2
"""States of an order in the raw table."""

ORDER_STATES = ("in progress", "delivered", "lost")
"""The same in words, in the order of their codes."""
