"""Who was there, week by week, against what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLACK, RED, colours_for
from flexsim.results import TICKS_PER_HOUR, Floats, timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flexsim.study import Result

HOURS_OF_A_WEEK = 168.0


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
    axes.locator_params(axis="x", integer=True)
    axes.set_xlabel("week since the start")
    axes.set_ylabel("hours a week")
    legend_below(figure, [axes], columns=4)
    return figure


@picture
def staffing(result: Result, *, title: str | None = None) -> Figure:
    """Draw who was there in each week of the window of a run, by pool, against the work that customers asked for.

    Work asked for is the pieces ordered in a week times the hours of attention that a good piece took on average, scrap
    and repairs with it.

    Parameters
    ----------
    result : Result
        With events recorded: without them nobody knows who was there.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        Events were not recorded.
    """
    if "events" not in result.tables:
        raise ValueError("staffing over time needs events: record them")
    weeks = weekly(result)
    names = [name for name in weeks if name not in ("week", "asked for", "at work")]
    return staffing_over_time(
        weeks["week"].tolist(),
        {name: weeks[name].tolist() for name in names},
        weeks["asked for"].tolist(),
        weeks["at work"].tolist(),
        title=title or f"{result.scenario.name or 'Run'}: staffing over time",
    )


def weekly(result: Result) -> dict[str, Floats]:
    """Give hours by week of the window: everybody of the teams, each pool, at work, and asked for."""
    table = timeline(result.window, result.scenario, HOURS_OF_A_WEEK)
    start_h, end_h = result.window.start / TICKS_PER_HOUR, result.window.end / TICKS_PER_HOUR
    whole = (table["from_h"] >= start_h - 1e-9) & (table["to_h"] - table["from_h"] > HOURS_OF_A_WEEK - 1e-9)
    first_h = np.asarray(table["from_h"])[whole]

    def summed(what: str) -> Floats:
        own = [np.asarray(column)[whole] for name, column in table.items() if name.startswith(f"{what}[")]
        return np.asarray(np.sum(own, axis=0) * HOURS_OF_A_WEEK if own else np.zeros(len(first_h)))

    pools = {
        name: np.asarray(table[f"called[{name}]"])[whole] * HOURS_OF_A_WEEK
        for name in result.scenario.pools
        if f"called[{name}]" in table
    }
    own = summed("present") - np.sum(list(pools.values()), axis=0) if pools else summed("present")
    at_work = summed("attending")
    return {
        "week": first_h / HOURS_OF_A_WEEK,
        **({"own staff": own} if own.any() or not pools else {}),
        **pools,
        "at work": at_work,
        "asked for": _asked_for(result, first_h, float(at_work.sum()), end_h),
    }


def _asked_for(result: Result, first_h: Floats, attended_h: float, end_h: float) -> Floats:
    """Give the hours of work in the orders of each week."""
    orders = result.window.tables["orders"]
    edges = np.append(first_h, first_h[-1] + HOURS_OF_A_WEEK) if len(first_h) else np.array([0.0, end_h])
    pieces, _ = np.histogram(orders["arrived"] / TICKS_PER_HOUR, bins=edges, weights=orders["quantity"])
    made = result.costs.n_good
    return np.asarray(pieces[: len(first_h)] * (attended_h / made if made else 0.0))
