"""In how many of its runs work may pile up before a side is said to have no steady state (floor.md, X1)."""

from __future__ import annotations

HALF = 0.5
"""Share of the runs. With 2 % more work than it can do, a single machine is found out in about half of its runs of half
a year. A shop that copes, but whose work comes in waves of months, is taken for an overload in 3 of 30 runs (quartered
lots in `experiments/machine_shop.yaml`, with all the people there may be): three of six are then chance in 2 %. The
search has only a few runs and refuses by a single one: at worst it chooses what is dearer."""


def piles_up(n_overloaded: int, n_runs: int) -> bool:
    """Tell whether work piles up in so many runs that none of their means is one of a steady state."""
    return n_overloaded > 0 and n_overloaded >= HALF * n_runs


def in_so_many(n_overloaded: int, n_runs: int) -> str:
    """Say in how many runs it does: ``overloaded in 6 of 12 replications``."""
    return f"overloaded in {n_overloaded} of {n_runs} replications"
