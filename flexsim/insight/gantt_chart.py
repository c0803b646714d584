"""The Gantt chart of a run: one row a unit, weekdays and hours along the bottom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from flexsim.insight.bars import bars_within, off_shift
from flexsim.insight.canvas import heading, legend_below, new_figure, picture
from flexsim.insight.palette import DARK, GREY, OTHERS, PALE, STEPS, colours_for, in_words
from flexsim.insight.week_axis import name_hours
from flexsim.study import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS = 60
"""Units beyond these are left out, and the title says so."""

INCHES_PER_ROW = 0.34

LETTERS_PER_LINE = 125
LETTERS_OF_A_PATCH = 9
"""Room in the legend, measured in letters: of a whole line, and of the patch of colour beside each label."""


@picture
def gantt(
    result: Result, *, by: str = "step", first_h: float = 0.0, last_h: float | None = None, title: str | None = None
) -> Figure:
    """Draw what every unit did.

    Parameters
    ----------
    result : Result
        A run with operations recorded, or better with events: then pauses show.
    by : {"step", "product", "operation", "stream", "configuration"}
        What the colours tell. Set-up and repair keep a colour of their own.
    first_h, last_h : float
        Window in hours since the start; to the end of the run unless given.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure
    """
    last_h = result.counts.end / 3.6e9 if last_h is None else last_h
    if not last_h > first_h:
        raise ValueError(f"a window from {first_h} h to {last_h} h is empty")
    found, groups = bars_within(result, by, first_h, last_h)
    colours = colours_of(groups, by)
    units = list(result.counts.names["units"])[:MOST_ROWS]
    figure = new_figure(10, 1.5 + INCHES_PER_ROW * len(units))
    axes = figure.add_subplot()
    shade_off_shift(axes, result, units, first_h, last_h)
    draw_bars(axes, found, units, colours)
    _name_units(axes, units)
    name_hours(axes, first_h, last_h, result.scenario.start)
    heading(figure, _title(result, title, len(units)))
    legend_below(figure, [axes], columns_of([axes]))
    return figure


def columns_of(panels: Iterable[Axes]) -> int:
    """Give as many columns to the legend as the longest label leaves room for."""
    labels = (label for axes in panels for label in axes.get_legend_handles_labels()[1])
    longest = max(map(len, labels), default=1)
    return max(LETTERS_PER_LINE // (longest + LETTERS_OF_A_PATCH), 1)


def _title(result: Result, title: str | None, shown: int) -> str:
    text = title or result.scenario.name or "What every unit did"
    n_units = len(result.counts.names["units"])
    return text if shown == n_units else f"{text} (the first {shown} of {n_units} units)"


def shade_off_shift(axes: Axes, result: Result, units: list[str], first_h: float, last_h: float) -> None:
    """Shade the hours in which a unit is off shift or has a break."""
    label = "off shift"
    for row, unit in enumerate(units):
        spans = list(off_shift(result, unit.rpartition("/")[0], first_h, last_h))
        if spans:
            axes.broken_barh(spans, (row - 0.5, 1.0), facecolor=PALE, edgecolor="none", label=label)
            label = "_off shift"


def draw_bars(axes: Axes, found: pd.DataFrame, units: list[str], colours: dict[str, str]) -> None:
    """Draw every bar in the row of its unit and the colour of its group."""
    for group, colour in colours.items():
        rows = found[found["group"] == group]
        label = in_words(group) if group in STEPS else visible(group)
        for row, unit in enumerate(units):
            own = rows[rows["unit"] == unit]
            if len(own):
                spans = list(zip(own["from_h"], own["to_h"] - own["from_h"], strict=True))
                axes.broken_barh(spans, (row - 0.36, 0.72), facecolor=colour, edgecolor="white", lw=0.3, label=label)
                label = f"_{group}"


def visible(name: str) -> str:
    """Write a name so that a legend shows it: matplotlib leaves out what begins with an underscore."""
    return f" {name}" if name.startswith("_") else name


def colours_of(groups: Collection[str], by: str) -> dict[str, str]:
    """Give groups their colours, the same in every window of a run; set-up is dark beside products."""
    present = set(groups)
    if by == "step":
        return {step: colour for step, colour in STEPS.items() if step in present}
    named = sorted(present - {"set_up", "repair", OTHERS})
    fixed = {OTHERS: GREY, "set_up": DARK, "repair": STEPS["repair"]}
    return colours_for(named) | {name: colour for name, colour in fixed.items() if name in present}


def _name_units(axes: Axes, units: list[str]) -> None:
    axes.set_yticks(range(len(units)), units)
    axes.set_ylim(len(units) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
