"""Work in progress over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flexsim.insight.bars import HOURS_PER_WEEK
from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.levels import Level, levels
from flexsim.insight.palette import BLUE, GREEN, LIGHT
from flexsim.results import TICKS_PER_HOUR, Floats
from flexsim.study import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"made to order": BLUE, "made for stock": GREEN, "waiting for release or stock": LIGHT}

BINS_H = {"hour": 1.0, "day": 24.0, "week": 168.0}
"""Widths over which the level is averaged."""

MOST_BINS = 400

AXES = {"h": (1.0, 96.0), "d": (24.0, 1440.0)}
"""Units of a time axis, in hours, and the hours from which the next larger unit, at last weeks, reads better."""


@picture
def work_in_progress(result: Result, *, title: str | None = None) -> Figure:
    """Draw the pieces on the floor over time: what is released and not completed, to order and for stock.

    Levels are means over hours, days or weeks, from exact integrals.

    Parameters
    ----------
    result : Result
        Any run: orders and lots are always recorded.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(9, 4)
    heading(figure, f"{title or result.scenario.name or 'Run'}: work in progress")
    axes = figure.add_subplot()
    end_h = result.window.end / TICKS_PER_HOUR
    found = {name: one for name, one in levels(result).items() if len(one.times_h) and one.pieces.any()}
    if not found or not end_h > 0:
        nothing_to_see(axes, "Nothing was released.")
        return figure
    bin_name, edges = bins(end_h)
    unit, per_unit = unit_of_time(end_h)
    _stack(axes, found, edges, per_unit, bin_name)
    _mark_window(axes, result, found, per_unit)
    axes.set_xlim(0, end_h / per_unit)
    axes.set_ylim(bottom=0)
    axes.set_xlabel(f"time since the start ({unit})")
    axes.set_ylabel(f"pieces (mean of each {bin_name})")
    legend_below(figure, [axes])
    return figure


def bins(end_h: float) -> tuple[str, Floats]:
    """Choose the finest bins that are not too many."""
    name = next((name for name, width in BINS_H.items() if end_h / width <= MOST_BINS), "week")
    edges = np.append(np.arange(0.0, end_h, BINS_H[name]), end_h)
    return name, edges


def unit_of_time(end_h: float) -> tuple[str, float]:
    """Choose the unit of the time axis."""
    fitting = ((unit, hours) for unit, (hours, most_h) in AXES.items() if end_h <= most_h)
    return next(fitting, ("wk", HOURS_PER_WEEK))


def _stack(axes: Axes, found: dict[str, Level], edges: Floats, per_unit: float, bin_name: str) -> None:
    base = np.zeros(len(edges) - 1)
    x = np.repeat(edges, 2)[1:-1] / per_unit
    for name, one in found.items():
        if len(one.pieces) == 0:  # an entry of the legend that nobody could find
            continue
        top = base + one.means(edges)
        axes.fill_between(
            x, np.repeat(base, 2), np.repeat(top, 2), facecolor=COLOURS[name], edgecolor="none", label=name
        )
        base = top


def _mark_window(axes: Axes, result: Result, found: dict[str, Level], per_unit: float) -> None:
    """Shade the warm-up, and draw the mean work in progress after it."""
    start, end = result.window.start / TICKS_PER_HOUR, result.window.end / TICKS_PER_HOUR
    if start > 0:
        axes.axvspan(0, min(start, end) / per_unit, facecolor="white", alpha=0.55, edgecolor="none", zorder=3)
        axes.axvline(start / per_unit, color="black", lw=0.8, ls=":", zorder=4)
        axes.text(
            start / per_unit,
            1.0,
            "warm-up ",
            ha="right",
            va="bottom",
            fontsize=8.5,
            transform=axes.get_xaxis_transform(),
        )
    if end > start:
        mean = sum(
            float(one.means(np.array([start, end]))[0]) for name, one in found.items() if name.startswith("made")
        )
        label = f"mean on the floor after the warm-up: {mean:,.4g} pieces" if start > 0 else f"mean: {mean:,.4g} pieces"
        axes.hlines(mean, start / per_unit, end / per_unit, color="black", lw=1.2, ls="--", label=label, zorder=4)
