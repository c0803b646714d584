"""What units and workers spend their time on: stacked bars by state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flexsim.insight.canvas import heading, legend_below, new_figure, picture
from flexsim.insight.palette import UNIT_STATES, WORKER_STATES, in_words
from flexsim.study import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_BARS = 40
"""Bars of one panel; more cannot be read."""

INCHES_PER_BAR = 0.3


@picture
def utilisation(result: Result, *, title: str | None = None) -> Figure:
    """Draw the shares of the states: of work centres while on shift, and of workers while present.

    Parameters
    ----------
    result : Result
        Any run: states are always counted.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure
    """
    units = shares(result.tables.work_centres, "work_centre", UNIT_STATES)
    people = shares(result.tables.workers, "worker", WORKER_STATES)
    panels = [(units, UNIT_STATES, "work centre", "share of the time on shift (%)")]
    if len(people):
        panels.append((people, WORKER_STATES, "worker", "share of the time present (%)"))
    heights = [len(shown) + 2.0 for shown, *_ in panels]
    figure = new_figure(9, 1.2 + INCHES_PER_BAR * sum(heights))
    grid = figure.add_gridspec(len(panels), height_ratios=heights)
    drawn = [figure.add_subplot(grid[place]) for place in range(len(panels))]
    for axes, (shown, colours, what, label) in zip(drawn, panels, strict=True):
        _stack(axes, shown, colours, what, label)
    heading(figure, f"{title or result.scenario.name or 'Run'}: what time is spent on")
    legend_below(figure, drawn)
    return figure


def shares(table: pd.DataFrame, name: str, states: Mapping[str, str]) -> pd.DataFrame:
    """Give percent of the time by state, rows of one name together, without the hours off."""
    hours = table.set_index(name)[[f"{state}_h" for state in states if f"{state}_h" in table]]
    hours = hours.groupby(level=0, sort=False).sum().rename(columns=lambda column: str(column).removesuffix("_h"))
    used = hours.loc[:, hours.sum() > 0]
    return used.div(used.sum(axis=1), axis=0).mul(100).fillna(0.0).head(MOST_BARS)


def _stack(axes: Axes, shown: pd.DataFrame, colours: Mapping[str, str], what: str, label: str) -> None:
    left = [0.0] * len(shown)
    places = range(len(shown))
    for state in shown.columns:
        widths = shown[state].tolist()
        axes.barh(places, widths, left=left, height=0.75, color=colours[state], label=in_words(state))
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(places, list(shown.index))
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xlabel(label)
    axes.set_ylabel(what)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
