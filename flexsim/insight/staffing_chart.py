"""Who was there, week by week, against what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLACK, RED, colours_for

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@picture
def staffing_over_time(
    weeks: Sequence[float],
    present_h: Mapping[str, Sequence[float]],
    asked_h: Sequence[float],
    attending_h: Sequence[float] | None = None,
    *,
    title: str,
) -> Figure:
    """Draw the hours present in each week by contract, stacked, and the hours of work that customers asked for.

    Parameters
    ----------
    weeks : sequence of float
        Beginning of each week, in weeks since the start.
    present_h : mapping of str to sequence of float
        For each contract hours present in each week.
    asked_h : sequence of float
        Hours of people's work in the orders that came in each week.
    attending_h : sequence of float, optional
        Hours in which somebody was at work.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(9, 4.4)
    heading(figure, title)
    axes = figure.add_subplot()
    if not len(weeks) or not present_h:
        nothing_to_see(axes, "Nobody was there.")
        return figure
    edges = np.append(np.asarray(weeks, dtype=np.float64), weeks[-1] + 1.0)
    x = np.repeat(edges, 2)[1:-1]
    base = np.zeros(len(weeks))
    colours = colours_for(list(present_h))
    for name, hours in present_h.items():
        top = base + np.asarray(hours, dtype=np.float64)
        axes.fill_between(
            x,
            np.repeat(base, 2),
            np.repeat(top, 2),
            facecolor=colours[name],
            alpha=0.75,
            lw=0,
            label=f"{name}, present",
        )
        base = top
    if attending_h is not None:
        axes.plot(x, np.repeat(np.asarray(attending_h), 2), color=BLACK, lw=1.0, label="at work")
    axes.plot(x, np.repeat(np.asarray(asked_h), 2), color=RED, lw=1.4, ls="--", label="asked for")
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(bottom=0)
    axes.set_xlabel("week since the start")
    axes.set_ylabel("hours a week")
    legend_below(figure, [axes], columns=4)
    return figure
