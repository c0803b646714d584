"""The Gantt chart of one week: a panel for each day with work, one row a unit, hours of the day along the bottom."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from flexsim.insight.bars import HOURS_PER_WEEK, bars_within, off_shift
from flexsim.insight.canvas import heading, legend_below, new_figure, picture
from flexsim.insight.gantt_chart import colours_of, columns_of, draw_bars, gantt, shade_off_shift
from flexsim.insight.week_axis import DAYS, HOURS_PER_DAY, date_of
from flexsim.results import TICKS_PER_HOUR
from flexsim.study import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_ROWS = 84
"""Rows of all days together; a floor with more units has its week in one panel."""

INCHES_PER_ROW, INCHES_PER_DAY = 0.19, 0.32


@picture
def gantt_week(result: Result, *, by: str = "step", week: int | None = None, title: str | None = None) -> Figure:
    """Draw what every unit did in one week.

    Parameters
    ----------
    result : Result
        A run with operations recorded, or better with events: then pauses show.
    by : {"step", "product", "operation", "stream", "configuration"}
        What the colours tell.
    week : int, optional
        Counted from 0; the first whole week after the warm-up unless given, or the last one begun.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        The run was over before this week.
    """
    week = week_to_show(result) if week is None else week
    first_h, last_h = week * HOURS_PER_WEEK, (week + 1) * HOURS_PER_WEEK
    end_h = result.counts.end / TICKS_PER_HOUR
    if not 0 <= first_h <= end_h:
        raise ValueError(f"week {week}: the run ended in week {int(end_h // HOURS_PER_WEEK)} (they count from 0)")
    text = f"{title or result.scenario.name or 'What every unit did'}: {week_in_words(result, week)}"
    found, groups = bars_within(result, by, first_h, last_h)
    units = list(result.counts.names["units"])
    days = [day for day in range(7) if has_work(result, found, units, first_h + day * HOURS_PER_DAY)]
    if not days or len(days) * len(units) > MOST_ROWS:
        return gantt(result, by=by, first_h=first_h, last_h=min(last_h, max(end_h, first_h + 1)), title=text)
    return _panels(result, found, colours_of(groups, by), units, [first_h + day * HOURS_PER_DAY for day in days], text)


def week_to_show(result: Result) -> int:
    """Choose the first whole week after the warm-up, or the last one that had begun by the end."""
    start, end = result.window.start, max(result.counts.end - 1, 0)
    ticks = HOURS_PER_WEEK * TICKS_PER_HOUR
    return int(min(-(-start // ticks), end // ticks))


def week_in_words(result: Result, week: int) -> str:
    """Name a week: by its number, and by the date of its Monday where the scenario has dates."""
    monday = date_of(7 * week, result.scenario.start)
    return f"week {week + 1}, from {monday:%a %Y-%m-%d}" if monday else f"week {week + 1}"


def has_work(result: Result, found: pd.DataFrame, units: list[str], from_h: float) -> bool:
    """Say whether anything happens on a day, or anybody could work on it."""
    to_h = from_h + HOURS_PER_DAY
    if ((found["to_h"] > from_h) & (found["from_h"] < to_h)).any():
        return True
    centres = {unit.rpartition("/")[0] for unit in units}
    off = (sum(length for _, length in off_shift(result, name, from_h, to_h)) for name in centres)
    return any(length < HOURS_PER_DAY for length in off) and from_h < result.counts.end / TICKS_PER_HOUR


def _panels(
    result: Result, found: pd.DataFrame, colours: dict[str, str], units: list[str], days: list[float], title: str
) -> Figure:
    edges = hours_of_the_day(result, found, units, days)
    height = 1.1 + len(days) * (INCHES_PER_DAY + INCHES_PER_ROW * len(units))
    figure = new_figure(10, height)
    panels = list(figure.subplots(len(days), 1, squeeze=False)[:, 0])
    for axes, day in zip(panels, days, strict=True):
        first, last = day + edges[0], day + edges[1]
        own = found[(found["to_h"] > first) & (found["from_h"] < last)]
        shade_off_shift(axes, result, units, first, last)
        draw_bars(axes, own, units, colours)
        _name_axes(axes, units, day, edges, is_last=axes is panels[-1])
    heading(figure, title)
    legend_below(figure, panels, columns_of(panels))
    return figure


def hours_of_the_day(result: Result, found: pd.DataFrame, units: list[str], days: list[float]) -> tuple[int, int]:
    """Give the hours between which something happens or could happen on any of these days: nights need no room."""
    edges = []
    for day in days:
        end = day + HOURS_PER_DAY
        own = found[(found["to_h"] > day) & (found["from_h"] < end)]
        edges += [max(own["from_h"].min() - day, 0), min(own["to_h"].max() - day, 24)] if len(own) else []
        for name in {unit.rpartition("/")[0] for unit in units}:
            spans = list(off_shift(result, name, day, end))
            night_ends = spans[0][1] if spans and spans[0][0] == day else 0.0
            evening_begins = spans[-1][0] - day if spans and sum(spans[-1]) >= end else 24.0
            edges += [night_ends, evening_begins] if night_ends < HOURS_PER_DAY else []
    return floor(min(edges)), ceil(max(edges))


def _name_axes(axes: Axes, units: list[str], day: float, edges: tuple[int, int], is_last: bool) -> None:
    step = 1 if edges[1] - edges[0] <= 14 else 2
    hours = range(edges[0], edges[1] + 1, step)
    axes.set_xticks([day + hour for hour in hours], [f"{hour}" for hour in hours] if is_last else [])
    axes.set_yticks(range(len(units)), units)
    axes.set_ylim(len(units) - 0.5, -0.5)
    axes.set_xlim(day + edges[0], day + edges[1])
    axes.tick_params(axis="y", length=0, labelsize=8)
    axes.spines["left"].set_visible(False)
    axes.set_title(DAYS[int(day % HOURS_PER_WEEK) // HOURS_PER_DAY], loc="left", fontsize=9.5, pad=3)
    if is_last:
        axes.set_xlabel("hour of the day (h)")
