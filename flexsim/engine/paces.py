# cython: infer_types=True
"""How long work lasts at a time factor, and what is left of it when it is interrupted (S3)."""

import cython


def factor_ticks(left, factor):
    """How long ``left`` standard ticks last at a time factor: at least one tick if there is anything left (S3)."""
    if factor == 1.0:
        return left
    lasts: cython.longlong = cython.cast(cython.longlong, left * factor + 0.5) if cython.compiled else int(left * factor + 0.5)
    if lasts < 1 and left > 0:
        return 1
    return lasts


def work_left(left, elapsed, lasts):
    """What is left of ``left`` standard ticks when they were interrupted after ``elapsed`` of ``lasts`` ticks (S3)."""
    if lasts == 0:
        return left
    share: cython.double = cython.cast(cython.double, elapsed) / cython.cast(cython.double, lasts) if cython.compiled else elapsed / lasts
    return left - (cython.cast(cython.longlong, left * share) if cython.compiled else int(left * share))
