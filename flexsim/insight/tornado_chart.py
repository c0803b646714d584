"""Which uncertain price moves the difference between two sides, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLUE, ORANGE
from flexsim.study import Bar, Tornado

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST_SHARE = 0.005
"""Prices that move the difference by less than this part of what the widest does are left out."""


@picture
def tornado(found: Tornado, *, title: str, sides: tuple[str, str]) -> Figure:
    """Draw the difference of the second side to the first over the range of each price, the widest on top.

    Parameters
    ----------
    found : Tornado
        Of a figure in euros a unit.
    title : str
    sides : tuple of str
        Names of the two.

    Returns
    -------
    matplotlib.figure.Figure
    """
    widest = max((bar.swing for bar in found.bars), default=0.0)
    shown = [bar for bar in found.bars if bar.swing > LEAST_SHARE * widest]
    figure = new_figure(8.4, 1.7 + 0.38 * max(len(shown), 2))
    heading(figure, title)
    axes = figure.add_subplot()
    if not shown:
        nothing_to_see(axes, "No price moves the difference.")
        return figure
    _bars(axes, shown, found.difference)
    axes.set_yticks(range(len(shown)), [bar.name for bar in shown])
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.axvline(found.difference, color="black", lw=1.0)
    axes.axvline(0, color="black", lw=0.8, ls=":")
    axes.margins(x=0.16)
    axes.tick_params(axis="y", length=0)
    first, second = sides
    axes.set_xlabel(f"cost to serve, {second} less {first} (EUR per piece asked for)\nleft of 0 {second} is cheaper")
    legend_below(figure, [axes])
    return figure


def _bars(axes: Axes, shown: Sequence[Bar], base: float) -> None:
    rows = range(len(shown))
    for place, (name, colour) in enumerate((("low", BLUE), ("high", ORANGE))):
        ends = [bar.difference[place] for bar in shown]
        widths = [end - base for end in ends]
        axes.barh(rows, widths, left=base, height=0.7, color=colour, label=f"at the {name} end of its range")
        for row, bar, end in zip(rows, shown, ends, strict=True):
            is_left = end < base or (end == base and name == "low")
            axes.annotate(
                bar.low if name == "low" else bar.high,
                (end, row),
                xytext=(-4 if is_left else 4, 0),
                textcoords="offset points",
                ha="right" if is_left else "left",
                va="center",
                fontsize=8,
            )
