"""Simulated beside recorded: what a log says, and what the shop made from it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.lead_time_charts import round_width
from flexsim.insight.palette import BLUE, CAUSES, CAUSES_IN_WORDS, DARK, GREEN, GREY, LIGHT, ORANGE, RED, in_words
from flexsim.insight.work_in_progress_chart import unit_of_time
from flexsim.results import Floats

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIDES = {"recorded": DARK, "simulated": BLUE, "fitted": ORANGE}
"""Colours of what is beside each other."""

SET_UP_SHADES = {"recorded": GREY, "simulated": "#7FB8D8", "fitted": "#F4D08C"}
"""Lighter ones of the same, for set-up."""

GAP = {"covered": GREEN, **CAUSES, "unexplained": RED}
"""Parts of a recorded lead time: what reports cover, what the model explains, and the rest."""

GAP_IN_WORDS = {"covered": "covered by reports", "unexplained": "not explained", **CAUSES_IN_WORDS}

INCHES_PER_BAR = 0.42

MOST_BARS = 50
"""Names of one picture; more cannot be read."""

MOST_WEEKS_NAMED = 26


@picture
def lead_times_beside(lead_h: Mapping[str, Floats], *, title: str) -> Figure:
    """Draw for each side the share of the orders that were there within a time, with its mean.

    Parameters
    ----------
    lead_h : mapping of str to array
        Lead times in hours by side.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(9, 4.2)
    heading(figure, f"{title}: lead times")
    axes = figure.add_subplot()
    if not any(len(values) for values in lead_h.values()):
        nothing_to_see(axes, "There are no orders.")
        return figure
    longest = max(float(values.max()) for values in lead_h.values() if len(values))
    unit, per_unit = unit_of_time(longest)
    for side, values in lead_h.items():
        sorted_values = np.sort(values) / per_unit
        shares = 100 * np.arange(1, len(values) + 1) / len(values)
        mean = float(sorted_values.mean())
        label = f"{side} (mean {mean:,.3g} {unit})"
        axes.step([0.0, *sorted_values], [0.0, *shares], where="post", color=SIDES[side], lw=1.8, label=label)
        axes.plot([mean], [100 * float((sorted_values <= mean).mean())], "o", color=SIDES[side], ms=5)
    axes.set_xlim(0, longest / per_unit)
    axes.set_ylim(0, 101)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.grid(axis="y", color=GREY, lw=0.3)
    axes.set_xlabel(f"lead time ({unit}); the dot is the mean")
    axes.set_ylabel("orders within this time (%)")
    legend_below(figure, [axes])
    return figure


@picture
def open_orders_beside(days: pd.DataFrame, *, title: str) -> Figure:
    """Draw the orders in the shop over time, day by day.

    Parameters
    ----------
    days : pandas.DataFrame
        A row a day, a column of mean numbers of orders for each side.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(9, 4)
    heading(figure, f"{title}: work in progress")
    axes = figure.add_subplot()
    edges = np.arange(len(days) + 1) / 7
    for side in days.columns:
        values = days[side].to_numpy(dtype=float)
        axes.stairs(values, edges, baseline=None, color=SIDES[side], lw=1.8, label=side)
    axes.set_xlim(0, edges[-1])
    axes.set_ylim(bottom=0)
    axes.set_xlabel("time since the first Monday of the log (wk)")
    axes.set_ylabel("orders in the shop (mean of each day)")
    legend_below(figure, [axes])
    return figure


@picture
def hours_beside(hours: Mapping[str, pd.DataFrame], *, title: str, what: str = "machine") -> Figure:
    """Draw hours by machine, set-up and run, one bar a side.

    Parameters
    ----------
    hours : mapping of str to pandas.DataFrame
        For each side a table with the columns ``set_up`` and ``run`` in hours and a row a machine.
    title, what : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    ranked = most_hours_first(hours)
    names = ranked[:MOST_BARS]
    figure = new_figure(9, 1.6 + INCHES_PER_BAR * len(names))
    heading(figure, f"{title}: hours by {what}")
    axes = figure.add_subplot()
    height = 0.8 / len(hours)
    for place, (side, table) in enumerate(hours.items()):
        shown = table.reindex(names).fillna(0.0)
        at = np.arange(len(names)) - 0.4 + height * (place + 0.5)
        run, set_up = shown["run"].to_numpy(), shown["set_up"].to_numpy()
        axes.barh(at, run, height=height * 0.92, color=SIDES[side], label=f"{side}: run")
        axes.barh(at, set_up, left=run, height=height * 0.92, color=SET_UP_SHADES[side], label=f"{side}: set-up")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    rest = f", the {len(names)} with the most of {len(ranked):,}" if len(names) < len(ranked) else ""
    axes.set_xlabel(f"hours reported (h){rest}")
    legend_below(figure, [axes])
    return figure


def most_hours_first(hours: Mapping[str, pd.DataFrame]) -> list[str]:
    """Sort the names by the hours of all sides together."""
    totals: dict[str, float] = {}
    for table in hours.values():
        for name, own in table.sum(axis=1).items():
            totals[str(name)] = totals.get(str(name), 0.0) + float(own)
    return sorted(totals, key=lambda name: (-totals[name], name))


@picture
def weeks_beside(weeks: pd.DataFrame, *, title: str) -> Figure:
    """Draw the hours of work of each week, one bar a side.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Indexed by week, a column of hours for each side.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(9, 3.8)
    heading(figure, f"{title}: load by week")
    axes = figure.add_subplot()
    width = 0.8 / len(weeks.columns)
    places = np.arange(len(weeks))
    for place, side in enumerate(weeks.columns):
        at = places - 0.4 + width * (place + 0.5)
        axes.bar(at, weeks[side].to_numpy(dtype=float), width=width * 0.94, color=SIDES[side], label=side)
    every = -(-len(weeks) // MOST_WEEKS_NAMED)
    axes.set_xticks(places[::every], [str(week) for week in weeks.index[::every]])
    axes.set_xlabel("week of the log")
    axes.set_ylabel("work (h)")
    legend_below(figure, [axes])
    return figure


@picture
def gap_of_lead_times(parts_h: pd.DataFrame, *, title: str) -> Figure:
    """Draw what a recorded lead time consists of: covered by reports, explained by the model, not explained.

    A part below nothing (the model lets orders wait longer than they did) is drawn to the left.

    Parameters
    ----------
    parts_h : pandas.DataFrame
        A row a group of orders, with its mean hours by part: ``covered``, causes of waiting, ``unexplained``.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    unit, per_unit = unit_of_time(float(parts_h.clip(lower=0).sum(axis=1).max()))
    figure = new_figure(9, 2.0 + INCHES_PER_BAR * len(parts_h))
    heading(figure, f"{title}: what recorded lead times consist of")
    axes = figure.add_subplot()
    ends = np.zeros(len(parts_h))
    places = range(len(parts_h))
    for part, colour in GAP.items():
        if part not in parts_h or not parts_h[part].any():
            continue
        widths = parts_h[part].to_numpy(dtype=float) / per_unit
        label = GAP_IN_WORDS.get(part, in_words(part))
        axes.barh(places, widths, left=np.where(widths < 0, 0.0, ends), height=0.72, color=colour, label=label)
        ends += np.maximum(widths, 0.0)
    for place, (end, total) in enumerate(zip(ends, parts_h.sum(axis=1) / per_unit, strict=True)):
        axes.annotate(f"{total:,.3g} {unit}", (end, place), xytext=(4, 0), textcoords="offset points", va="center")
    axes.set_yticks(places, [str(name) for name in parts_h.index])
    axes.set_ylim(len(parts_h) - 0.5, -0.5)
    axes.set_xlim(min(0.0, 1.1 * float(parts_h.min().min()) / per_unit), max(float(ends.max()) * 1.1, 1e-9))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"mean recorded lead time ({unit})")
    legend_below(figure, [axes], columns=5)
    return figure


@picture
def predictions_beside(splits: pd.DataFrame, *, title: str) -> Figure:
    """Draw for each split the predicted and the recorded mean lead time of the half that was not fitted.

    Parameters
    ----------
    splits : pandas.DataFrame
        Indexed by split, with ``predicted_h``, ``recorded_h`` and ``error`` (share of the recorded one).
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(9, 4.6)
    heading(figure, f"{title}: one parameter, fitted on one half, predicts the other")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
    places = np.arange(len(splits))
    longest = float(splits[["predicted_h", "recorded_h"]].to_numpy().max())
    unit, per_unit = unit_of_time(longest)
    for side, column in (("recorded", "recorded_h"), ("fitted", "predicted_h")):
        label = "recorded mean of the half that was not fitted" if side == "recorded" else "predicted"
        values = splits[column].to_numpy(dtype=float) / per_unit
        above.plot(places, values, "o" if side == "recorded" else "D", color=SIDES[side], ms=6, label=label)
    above.set_ylim(0, 1.1 * longest / per_unit)
    above.set_ylabel(f"mean lead time ({unit})")
    _errors(below, places.astype(float), 100 * splits["error"].to_numpy(dtype=float))
    below.set_xticks(places, [str(name) for name in splits.index])
    below.set_xlabel("split")
    legend_below(figure, [above, below])
    return figure


def _errors(axes: Axes, places: Floats, errors: Floats) -> None:
    axes.bar(places, errors, width=0.6, color=GREY)
    axes.axhspan(-15, 15, color=LIGHT, alpha=0.5, zorder=0, label="within 15 %")
    axes.axhline(0, color="black", lw=0.8)
    most = round_width(max(float(np.abs(errors).max()), 15.0) * 1.05)
    axes.set_ylim(-most, most)
    axes.set_ylabel("error (%)")
