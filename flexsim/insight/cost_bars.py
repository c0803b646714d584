"""What a good piece cost, by kind of cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flexsim.insight.canvas import heading, new_figure, nothing_to_see, picture
from flexsim.insight.palette import BLUE, in_words
from flexsim.study import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCHES_PER_BAR = 0.36

LEAST_SHARE = 1e-9
"""Kinds that are less of the total are left out."""


@picture
def unit_cost(result: Result, *, title: str | None = None) -> Figure:
    """Draw the cost of a good piece delivered after the warm-up: one bar a kind of cost, the largest first.

    Parameters
    ----------
    result : Result
        Any run of a scenario with prices.
    title : str, optional
        Name of the scenario unless given.

    Returns
    -------
    matplotlib.figure.Figure
    """
    kinds = eur_per_piece(result)
    figure = new_figure(8, 1.3 + INCHES_PER_BAR * max(len(kinds), 3))
    name = title or result.scenario.name or "Run"
    axes = figure.add_subplot()
    if not kinds:
        heading(figure, f"{name}: unit cost")
        nothing_to_see(axes, "No good piece was delivered, or nothing had a price.")
        return figure
    total = result.costs.unit_cost_eur
    heading(figure, f"{name}: unit cost {euros(total)} EUR")
    places = range(len(kinds))
    axes.barh(places, list(kinds.values()), height=0.7, color=BLUE)
    for place, value in zip(places, kinds.values(), strict=True):
        share = f" ({100 * value / total:.0f} %)" if total else ""
        axes.annotate(
            f"{euros(value)}{share}", (max(value, 0.0), place), xytext=(4, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(places, [in_words(kind) for kind in kinds])
    axes.set_ylim(len(kinds) - 0.5, -0.5)
    axes.margins(x=0.18)
    axes.axvline(0, color="black", lw=0.8)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("cost per good piece delivered (EUR)")
    return figure


def eur_per_piece(result: Result) -> dict[str, float]:
    """Give the euros of a good piece by kind of cost, the largest first: the only thing asked of the costs."""
    costs = result.costs
    if not costs.n_good:
        return {}
    total = costs.total_eur
    kinds = {kind: euro for kind, euro in costs.by_kind_eur.items() if abs(euro) > LEAST_SHARE * abs(total)}
    return {kind: euro / costs.n_good for kind, euro in sorted(kinds.items(), key=lambda one: (-one[1], one[0]))}


def euros(value: float) -> str:
    """Write an amount of money: cents only where they matter."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"
