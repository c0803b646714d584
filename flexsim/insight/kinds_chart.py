"""What a unit costs on every side, by kind of cost, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flexsim.insight.canvas import heading, new_figure, nothing_to_see, picture
from flexsim.insight.cost_bars import euros
from flexsim.insight.palette import colours_for, in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_KINDS = 12
LEAST_SHARE = 1e-6
"""Kinds that are less of the dearest side are left out."""

BAR = 0.8
INCHES_A_BAR = 0.2


@picture
def costs_side_by_side(sides: Mapping[str, Mapping[str, float]], *, title: str) -> Figure:
    """Draw the cost of a unit by kind, one bar a side, the largest kind first.

    Parameters
    ----------
    sides : mapping of str to mapping of str to float
        For each side the euros a unit by kind of cost, as in `unit_labour_eur`.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    kinds = kinds_to_show(sides)
    figure = new_figure(8.4, 1.6 + INCHES_A_BAR * max(len(kinds), 2) * max(len(sides), 2))
    heading(figure, title)
    axes = figure.add_subplot()
    if not kinds:
        nothing_to_see(axes, "Nothing had a price.")
        return figure
    _bars(axes, sides, kinds)
    axes.set_yticks(range(len(kinds)), [in_words(kind) for kind in kinds])
    axes.set_ylim(len(kinds) - 0.5, -0.5)
    axes.margins(x=0.12)
    axes.axvline(0, color="black", lw=0.8)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("EUR per piece asked for")
    axes.legend(loc="lower right")
    return figure


def kinds_to_show(sides: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Give the kinds that cost something on any side, the largest of any side first."""
    largest: dict[str, float] = {}
    for costs in sides.values():
        for kind, euro in costs.items():
            largest[kind] = max(largest.get(kind, 0.0), abs(euro))
    least = LEAST_SHARE * max(largest.values(), default=0.0)
    shown = sorted((kind for kind, euro in largest.items() if euro > least), key=lambda kind: (-largest[kind], kind))
    return shown[:MOST_KINDS]


def _bars(axes: Axes, sides: Mapping[str, Mapping[str, float]], kinds: list[str]) -> None:
    colours = colours_for(list(sides))
    height = BAR / len(sides)
    for place, (side, costs) in enumerate(sides.items()):
        rows = [row - BAR / 2 + (place + 0.5) * height for row in range(len(kinds))]
        values = [costs.get(kind, 0.0) for kind in kinds]
        label = f"{side}: {euros(sum(costs.values()))} EUR"
        axes.barh(rows, values, height=height * 0.92, color=colours[side], label=label)
        for row, value in zip(rows, values, strict=True):
            axes.annotate(
                euros(value), (max(value, 0.0), row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8
            )
