"""What the command line prints of replications: their figures, and two sides beside each other."""

from __future__ import annotations

from collections.abc import Mapping

from flexsim.insight.words import difference, text_table, with_half_width
from flexsim.results import headline
from flexsim.study import CONFIDENCE, Replications, compare

WITH_HALF_WIDTH = f"mean ± half-width ({100 * CONFIDENCE:.0f} %)"

MANY_OPEN = 0.1
"""Share of orders not delivered from which lead times of the others say too little, so that a note is due."""

Side = tuple[str, Replications]
"""A side of a comparison, and what to call it."""


def how(compiled: bool) -> str:
    """Say which engine runs."""
    return "compiled" if compiled else "not compiled (about 100 times slower)"


def figures_in_words(found: Replications) -> str:
    """Write the figures that people ask for first, under a line that says what they were made from."""
    first, n = found.outcomes[0], len(found.outcomes)
    rows = [(name, with_half_width(found.estimate(name))) for name in headline(found.names)]
    notes = [f"\n{note}" for note in [overloaded(found) or open_orders(found)] if note]
    return "\n".join(
        [
            f"{found.scenario.name or 'Scenario'}: {n} replication{'s' * (n > 1)}, seed {found.seed}",
            f"scenario {first.scenario_hash}, engine {first.engine}, {how(first.compiled)}, digest {found.digest}",
            "",
            text_table(("figure", WITH_HALF_WIDTH if n > 1 else "value"), rows),
            *notes,
        ]
    )


def overloaded(found: Replications) -> str | None:
    """Say so when work piles up: there is no steady state whose means could be printed."""
    values = found.values("overloaded").values() if "overloaded" in found.names else ()
    n_piled_up = sum(1 for value in values if value)
    if not n_piled_up:
        return None
    where = "" if len(found.outcomes) == 1 else f" in {n_piled_up} of {len(found.outcomes)} replications"
    return f"Note: overloaded. Work piles up{where}: there is no steady state, and no mean lead time of one."


def open_orders(found: Replications) -> str | None:
    """Say so when many orders are still open at the end: lead times are of delivered ones only."""
    if not {"n_orders", "n_in_progress", "n_delivered"} <= set(found.names):
        return None
    orders, open_, delivered = (found.estimate(name).mean for name in ("n_orders", "n_in_progress", "n_delivered"))
    if not open_ > MANY_OPEN * orders:
        return None
    if not delivered:
        return (
            "Note: no order was delivered. Are people and machines there at the same hours, and is the run long enough?"
        )
    return (
        f"Note: {100 * open_ / orders:.0f} % of the orders were open at the end. Lead times and lateness are of those "
        "delivered:\nwhere work piles up, or the run is short, they look better than they are."
    )


def comparison_in_words(one: Side, other: Side, figures: Mapping[str, str]) -> str:
    """Write two sides and their paired difference, with a warning where pairs do not help.

    Parameters
    ----------
    one, other : tuple of str and Replications
        The name of a side, and its runs.
    figures : mapping of str to str
        Names of figures, and what people call them.
    """
    pairs = {label: compare(one[1], other[1], name) for name, label in figures.items()}
    rows = [
        (label, with_half_width(pair.first), with_half_width(pair.second), difference(pair))
        for label, pair in pairs.items()
    ]
    warnings = [f"{label.strip()}: {pair.warning}" for label, pair in pairs.items() if pair.warning]
    if warnings:
        warnings = ["", *warnings, "Their half-widths hold all the same."]
    return "\n".join([text_table((WITH_HALF_WIDTH, one[0], other[0], "difference"), rows), *warnings])
