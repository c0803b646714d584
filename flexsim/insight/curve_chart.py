"""Cost over what a study sweeps, such as the lot size: two curves, their intervals, and points that have no cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLUE, GROUPS, ORANGE, RED
from flexsim.study import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CURVES = {"activity cost": ORANGE, "cost to serve": BLUE}
MARKS = ("o", "s", "D", "^", "v", "P", "X")
"""One for each alternative, so that nobody needs its colour."""

WIDE_SPREAD = 8.0
"""From this ratio of the largest to the least value on, the axis is logarithmic: lot sizes 1 to 100, say."""

ROOM = 0.12

LACKING = {"not served": "x", "overloaded": "+"}
"""Marks of points that have no cost, by why they have none."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point of a sweep.

    Attributes
    ----------
    value : float
        What was swept, such as the lot size.
    activity, to_serve : Estimate
        `activity_cost_eur` and `cost_to_serve_eur` (floor.md, C6).
    lacks : str
        Why no cost is shown: ``not served`` where no choice in the range met the service target (C5), ``overloaded``
        where work piled up (X1); empty where it is shown.
    label : str
        Where what was swept is no number: its text, and `value` is its place.
    """

    value: float
    activity: Estimate
    to_serve: Estimate
    lacks: str = ""
    label: str = ""

    @property
    def text(self) -> str:
        """What stands below it on the axis."""
        return self.label or f"{self.value:g}"


@picture
def cost_over(
    points: Sequence[CurvePoint],
    swept: str,
    *,
    title: str,
    beside: Mapping[str, Estimate] | None = None,
) -> Figure:
    """Draw activity cost and cost to serve over what was swept.

    Parameters
    ----------
    points : sequence of CurvePoint
        In any order.
    swept : str
        Name of the axis, such as "lot size".
    title : str
    beside : mapping of str to Estimate, optional
        Cost to serve of alternatives that have no such choice, by name: lines across.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(8.4, 4.6)
    heading(figure, title)
    axes = figure.add_subplot()
    known = sorted(points, key=lambda point: point.value)
    if not known:
        nothing_to_see(axes, "Nothing was swept.")
        return figure
    _curves(axes, [point for point in known if not point.lacks])
    for place, (name, cost) in enumerate((beside or {}).items()):
        _line_across(axes, name, cost, GROUPS[2 + place % (len(GROUPS) - 2)])
    for lacks, mark in LACKING.items():
        _without_cost(axes, [point.value for point in known if point.lacks == lacks], lacks, mark)
    _axis(axes, known, swept)
    legend_below(figure, [axes], columns=3)
    return figure


def _curves(axes: Axes, served: Sequence[CurvePoint]) -> None:
    for (name, colour), mark in zip(CURVES.items(), MARKS, strict=False):
        costs = [point.activity if name == "activity cost" else point.to_serve for point in served]
        spread = [cost.half_width if isfinite(cost.half_width) else 0.0 for cost in costs]
        if served:
            axes.errorbar(
                [point.value for point in served],
                [cost.mean for cost in costs],
                yerr=spread,
                color=colour,
                marker=mark,
                capsize=3,
                label=name,
            )


def _line_across(axes: Axes, name: str, cost: Estimate, colour: str) -> None:
    axes.axhline(cost.mean, color=colour, ls="--", lw=1.4, label=f"{name}: cost to serve")
    if isfinite(cost.half_width):
        axes.axhspan(cost.low, cost.high, color=colour, alpha=0.15, lw=0)


def _without_cost(axes: Axes, values: Sequence[float], lacks: str, mark: str) -> None:
    """Mark, at the lower edge, where there is no cost to show."""
    if not values:
        return
    edge = axes.get_xaxis_transform()
    axes.plot(values, [0.04] * len(values), mark, color=RED, ms=9, mew=2, transform=edge, label=lacks)
    for value in values:
        axes.axvline(value, color=RED, lw=0.8, ls=":")


def _axis(axes: Axes, points: Sequence[CurvePoint], swept: str) -> None:
    from matplotlib.ticker import NullLocator

    values = [point.value for point in points]
    if min(values) > 0 and max(values) / min(values) >= WIDE_SPREAD:
        axes.set_xscale("log")
    axes.set_xticks(values, [point.text for point in points])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.margins(y=ROOM)
    axes.set_xlabel(swept)
    axes.set_ylabel("EUR a piece")
    axes.grid(axis="y", lw=0.4, alpha=0.6)
