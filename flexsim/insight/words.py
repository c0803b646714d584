"""Figures in words: estimates with their half-widths, and tables of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10

from flexsim.study import Difference, Estimate

MOST_DECIMALS = 4


def with_half_width(found: Estimate) -> str:
    """Write an estimate with two digits of its half-width: ``41.2 ± 1.3``."""
    if not isfinite(found.mean):
        return "-"
    if not isfinite(found.half_width):
        return number(found.mean)
    decimals = decimals_for(found.half_width)
    return f"{found.mean:,.{decimals}f} ± {found.half_width:,.{decimals}f}"


def decimals_for(half_width: float) -> int:
    """Decimals that show two digits of a half-width."""
    if half_width <= 0:
        return 2
    return min(max(1 - floor(log10(half_width)), 0), MOST_DECIMALS)


def number(value: float) -> str:
    """Write a figure with about four digits; whole ones without decimals."""
    if not isfinite(value):
        return "-"
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.{min(max(3 - floor(log10(abs(value))), 0), MOST_DECIMALS)}f}"


def difference(found: Difference) -> str:
    """Write a paired difference; one whose interval holds zero says so."""
    if found.difference.mean == found.difference.half_width == 0:
        return "none"
    text = with_half_width(found.difference)
    return text if found.is_clear else f"{text} (not clear)"


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align columns: the first to the left, the others to the right."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = [_line(row, widths) for row in (head, ["-" * width for width in widths], *rows)]
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, *figures = (str(cell) for cell in row)
    cells = [name.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))]
    return "  ".join(cells).rstrip()
