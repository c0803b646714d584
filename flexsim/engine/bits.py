"""Sets of up to 64 members as the bits of one integer."""

import cython


def lowest(x: cython.ulonglong) -> cython.int:
    """Say which member of a set that is not empty is the lowest."""
    if cython.compiled:
        return flexsim_lowest(x)  # type: ignore[name-defined]  # noqa: F821
    else:  # noqa: RET505
        return (x & -x).bit_length() - 1


def count(x: cython.ulonglong) -> cython.int:
    """Say how many members a set has."""
    if cython.compiled:
        return flexsim_count(x)  # type: ignore[name-defined]  # noqa: F821
    else:  # noqa: RET505
        return x.bit_count()
