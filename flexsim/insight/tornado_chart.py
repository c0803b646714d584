"""Which uncertain price moves the difference between two sides, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLUE, ORANGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST_SHARE = 0.005
"""Prices that move the difference by less than this part of what the widest does are left out."""


@dataclass(frozen=True, slots=True)
class Swing:
    """What one price does to the difference in cost to serve.

    Attributes
    ----------
    price : str
        Its path in the scenario.
    low, high : str
        Ends of its range, as written.
    at_low, at_high : float
        The difference in euros a unit with the price there, everything else as it is.
    """

    price: str
    low: str
    high: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the difference moves."""
        return abs(self.at_high - self.at_low)


@picture
def tornado(swings: Sequence[Swing], base: float, *, title: str, sides: tuple[str, str]) -> Figure:
    """Draw the difference of the second side to the first over the range of each price, the widest on top.

    Parameters
    ----------
    swings : sequence of Swing
        In any order.
    base : float
        The difference with all prices as they are, in euros a unit.
    title : str
    sides : tuple of str
        Names of the two.

    Returns
    -------
    matplotlib.figure.Figure
    """
    widest = max((swing.width for swing in swings), default=0.0)
    moving = [swing for swing in swings if swing.width > LEAST_SHARE * widest]
    shown = sorted(moving, key=lambda swing: (-swing.width, swing.price))
    figure = new_figure(8.4, 1.7 + 0.38 * max(len(shown), 2))
    heading(figure, title)
    axes = figure.add_subplot()
    if not shown:
        nothing_to_see(axes, "No price moves the difference.")
        return figure
    _bars(axes, shown, base)
    axes.set_yticks(range(len(shown)), [swing.price for swing in shown])
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.axvline(base, color="black", lw=1.0)
    axes.axvline(0, color="black", lw=0.8, ls=":")
    axes.margins(x=0.16)
    axes.tick_params(axis="y", length=0)
    first, second = sides
    axes.set_xlabel(f"cost to serve, {second} less {first} (EUR per piece asked for)\nleft of 0 {second} is cheaper")
    legend_below(figure, [axes])
    return figure


def _bars(axes: Axes, shown: Sequence[Swing], base: float) -> None:
    rows = range(len(shown))
    for name, colour in (("low", BLUE), ("high", ORANGE)):
        ends = [swing.at_low if name == "low" else swing.at_high for swing in shown]
        widths = [end - base for end in ends]
        axes.barh(rows, widths, left=base, height=0.7, color=colour, label=f"at the {name} end of its range")
        for row, swing, end in zip(rows, shown, ends, strict=True):
            is_left = end < base or (end == base and name == "low")
            axes.annotate(
                getattr(swing, name),
                (end, row),
                xytext=(-4 if is_left else 4, 0),
                textcoords="offset points",
                ha="right" if is_left else "left",
                va="center",
                fontsize=8,
            )
