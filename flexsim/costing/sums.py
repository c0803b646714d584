"""Adding up by code, in the order of the rows."""

from __future__ import annotations

import numpy as np

from flexsim.results import Floats, Integers


def add_up(sums: Floats, codes: Integers, values: Floats) -> None:
    """Add values to the sums of their codes, one row after the other: the same bits on every machine.

    Codes of neighbouring rows lie close together, as the record does; only what lies between them is touched.
    """
    if len(codes):
        low = int(np.min(codes))
        found = np.bincount(codes - low, weights=values)
        sums[low : low + len(found)] += found
