"""How long customers waited, and why."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

import numpy as np

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLUE, CAUSES, CAUSES_IN_WORDS, DARK, GREY, ORANGE, in_words
from flexsim.insight.work_in_progress_chart import unit_of_time
from flexsim.results import DELIVERED, IN_PROGRESS, TICKS_PER_HOUR, Floats, Integers
from flexsim.study import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PARTS_OF_ORDERS = {"fastest quarter": (0.0, 0.25), "middle half": (0.25, 0.75), "slowest quarter": (0.75, 1.0)}
"""Shares of the delivered orders by lead time, between which causes are shown."""

FEWEST = 8
"""Orders from which parts of them are shown."""

N_BARS = 40
"""Bars of a distribution, about."""

NOTHING = "No order that came after the warm-up was delivered."


@picture
def lead_time_by_cause(result: Result, *, title: str | None = None) -> Figure:
    """Draw the mean lead time by cause (floor.md, X2): of all orders of the cohort, and of the fast and slow ones.

    Parameters
    ----------
    result : Result
        Any run.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure
    """
    means = mean_causes_h(result)
    figure = new_figure(9, 1.8 + 0.42 * max(len(means), 2))
    heading(figure, f"{title or result.scenario.name or 'Run'}: lead time by cause")
    axes = figure.add_subplot()
    if not means:
        nothing_to_see(axes, NOTHING)
        return figure
    totals = {name: float(sum(causes.values())) for name, causes in means.items()}
    unit, per_unit = unit_of_time(max(totals.values()))
    left = dict.fromkeys(means, 0.0)
    for cause, colour in CAUSES.items():
        widths = [means[name].get(cause, 0.0) / per_unit for name in means]
        if any(widths):
            label = CAUSES_IN_WORDS.get(cause, in_words(cause))
            axes.barh(range(len(means)), widths, left=list(left.values()), height=0.72, color=colour, label=label)
            left = {name: start + width for (name, start), width in zip(left.items(), widths, strict=True)}
    for place, total in enumerate(left.values()):
        axes.annotate(f"{total:,.3g} {unit}", (total, place), xytext=(4, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(means)), list(means))
    axes.set_ylim(len(means) - 0.5, -0.5)
    axes.set_xlim(0, max(max(left.values()) * 1.1, 1e-9))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"mean lead time ({unit})")
    axes.set_ylabel("orders by lead time")
    legend_below(figure, [axes], columns=5)
    return figure


def mean_causes_h(result: Result) -> dict[str, dict[str, float]]:
    """Give mean hours by cause, of all delivered orders of the cohort and of parts of them."""
    orders, own = result.window.tables["orders"], cohort(result, DELIVERED)
    lead = (orders["completed"] - orders["arrived"])[own]
    if not len(lead):
        return {}
    places = np.argsort(lead, kind="stable")
    causes = {cause: orders[cause][own][places] for cause in result.counts.names["causes"] if cause in orders}
    parts = {f"all {len(lead):,} orders": (0.0, 1.0), **(PARTS_OF_ORDERS if len(lead) >= FEWEST else {})}
    return {name: _means(causes, round(a * len(lead)), round(b * len(lead))) for name, (a, b) in parts.items()}


def _means(causes: dict[str, Integers], first: int, last: int) -> dict[str, float]:
    return {cause: float(ticks[first:last].mean()) / TICKS_PER_HOUR for cause, ticks in causes.items()}


def cohort(result: Result, state: int) -> Integers:
    """Give the places of the orders in a state, of those that came in the window after the warm-up."""
    orders = result.window.tables["orders"]
    return np.flatnonzero(result.window.in_cohort(orders) & (orders["state"] == state))


@picture
def lead_times(result: Result, *, title: str | None = None) -> Figure:
    """Draw the distribution of lead times of the cohort, and the share of orders delivered within a time.

    Parameters
    ----------
    result : Result
        Any run.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure
    """
    orders, own = result.window.tables["orders"], cohort(result, DELIVERED)
    hours = np.sort((orders["completed"] - orders["arrived"])[own] / TICKS_PER_HOUR)
    figure = new_figure(8, 5)
    n_open = len(cohort(result, IN_PROGRESS))
    still = f"; {n_open:,} still open" if n_open else ""
    heading(figure, f"{title or result.scenario.name or 'Run'}: lead times of {len(hours):,} delivered orders{still}")
    if not len(hours):
        nothing_to_see(figure.add_subplot(), NOTHING)
        return figure
    unit, per_unit = unit_of_time(float(hours[-1]))
    above, below = figure.subplots(2, 1, sharex=True)
    width = _histogram(above, hours / per_unit)
    _within(below, hours / per_unit, unit)
    above.set_ylabel(f"orders (% per {width:g} {unit})")
    below.set_ylabel("delivered within (% of orders)")
    below.set_xlabel(f"lead time ({unit})")
    below.set_xlim(left=0)
    return figure


def _histogram(axes: Axes, values: Floats) -> float:
    """Draw shares in bars of a round width, which is given back; orders served at once are a note, not a bar."""
    width = round_width(float(values[-1]) / N_BARS)
    waited = values[values > 0]
    edges = np.arange(0, int(values[-1] // width) + 2) * width
    counts = np.histogram(waited, edges)[0]
    axes.bar(edges[:-1], 100 * counts / len(values), width=width, align="edge", color=BLUE, edgecolor="white", lw=0.4)
    if len(waited) < len(values):
        share = 100 * (len(values) - len(waited)) / len(values)
        note = f"{share:.3g} % were delivered at once; bars are of the others"
        axes.text(1.0, 1.02, note, ha="right", va="bottom", transform=axes.transAxes)
    return width


def round_width(least: float) -> float:
    """Give the smallest of 1, 2, 2.5 and 5 times a power of ten that is not below."""
    if not least > 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(float(f"{step * power:.3g}") for step in (1, 2, 2.5, 5, 10) if step * power >= least)


def _within(axes: Axes, values: Floats, unit: str) -> None:
    """Draw the share delivered within a time, and mark half and nineteen in twenty."""
    shares = 100 * np.arange(1, len(values) + 1) / len(values)
    axes.step([0.0, *values], [0.0, *shares], where="post", color=BLUE, lw=1.6)
    for share, colour, name in ((50, ORANGE, "median"), (95, DARK, "95th percentile")):
        value = float(values[max(ceil(share * len(values) / 100), 1) - 1])
        axes.plot([0, value, value], [share, share, 0], color=colour, lw=1.0, ls="--")
        axes.annotate(
            f"{name} {value:,.3g} {unit}",
            (value, share),
            xytext=(5, -4),
            textcoords="offset points",
            va="top",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )
    axes.set_ylim(0, 102)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.grid(axis="y", color=GREY, lw=0.3)
