"""Service against cost: every side, and what was tried on the way to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from flexsim.insight.canvas import heading, legend_below, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLACK, GREY, colours_for
from flexsim.study import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKS = ("o", "s", "D", "^", "v", "P", "X")


@dataclass(frozen=True, slots=True)
class ServiceAndCost:
    """What a side reached, and what it was tried with.

    Attributes
    ----------
    service : Estimate
        Share of demanded units served (floor.md, C5), from 0 to 1.
    cost : Estimate
        Cost to serve, in euros a unit.
    trials : sequence of pairs of float
        Service and cost of each combination tried when the side was sized.
    """

    service: Estimate
    cost: Estimate
    trials: Sequence[tuple[float, float]] = ()


@picture
def service_against_cost(sides: Mapping[str, ServiceAndCost], target: float | None, *, title: str) -> Figure:
    """Draw the service of every side over its cost: right is dearer, up is better.

    Parameters
    ----------
    sides : mapping of str to ServiceAndCost
    target : float or None
        Share to be served; none if service is priced.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = new_figure(8.4, 4.6)
    heading(figure, title)
    axes = figure.add_subplot()
    if not any(isfinite(side.cost.mean) and isfinite(side.service.mean) for side in sides.values()):
        nothing_to_see(axes, "No side has a cost and a service.")
        return figure
    colours = colours_for(list(sides))
    for place, (name, side) in enumerate(sides.items()):
        _side(axes, name, side, colours[name], MARKS[place % len(MARKS)])
    if target is not None:
        axes.axhline(100 * target, color=BLACK, lw=0.9, ls="--", label=f"target {100 * target:g} %")
    axes.set_xlabel("cost to serve (EUR per piece asked for)")
    axes.set_ylabel("pieces served in time (%)")
    if any(side.trials for side in sides.values()):
        axes.plot([], [], "o", color=GREY, alpha=0.6, ms=5, mew=0, label="small: tried when a side was sized")
    axes.grid(lw=0.4, alpha=0.6)
    axes.margins(0.08)
    legend_below(figure, [axes], columns=4)
    return figure


def _side(axes: Axes, name: str, side: ServiceAndCost, colour: str, mark: str) -> None:
    tried = [(cost, 100 * service) for service, cost in side.trials if isfinite(service) and isfinite(cost)]
    if tried:
        axes.plot(*zip(*tried, strict=True), mark, color=colour, alpha=0.35, ms=5, mew=0)
    axes.errorbar(
        [side.cost.mean],
        [100 * side.service.mean],
        xerr=[_finite(side.cost.half_width)],
        yerr=[100 * _finite(side.service.half_width)],
        color=colour,
        marker=mark,
        ms=9,
        capsize=3,
        ls="none",
        label=name,
    )


def _finite(value: float) -> float:
    return value if isfinite(value) else 0.0
