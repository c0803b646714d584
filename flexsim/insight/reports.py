"""What the command line prints of replications: their figures, and two sides beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from flexsim.costing import KINDS
from flexsim.insight.palette import in_words
from flexsim.insight.words import difference, text_table, with_half_width
from flexsim.results import headline
from flexsim.study import CONFIDENCE, Comparison, Replications

WITH_HALF_WIDTH = f"mean ± half-width ({100 * CONFIDENCE:.0f} %)"

MANY_OPEN = 0.1
"""Share of orders not delivered from which lead times of the others say too little, so that a note is due."""

MOST_DIFFERENCES = 6
"""Differences between the customers of two sides that are shown."""

Names = tuple[str, str]
"""What to call the sides of a comparison."""


def how(compiled: bool) -> str:
    """Say which engine runs."""
    return "compiled" if compiled else "not compiled (about 100 times slower)"


def figures_in_words(found: Replications, stopped: str = "") -> str:
    """Write the figures that people ask for first, under a line that says what they were made from.

    Parameters
    ----------
    found : Replications
    stopped : str
        What to say in the first line of a study that did not get to its end.
    """
    n = len(found.outcomes)
    rows = [(name, with_half_width(found.estimate(name))) for name in headline(found.names)]
    notes = [f"\n{note}" for note in [replayed(found), overloaded(found) or open_orders(found)] if note]
    return "\n".join(
        [
            f"{found.scenario.name or 'Scenario'}: {n} replication{'s' * (n > 1)}, seed {found.seed}"
            f"{f', {stopped}' if stopped else ''}",
            made_from(found),
            "",
            text_table(("figure", WITH_HALF_WIDTH if n > 1 else "value"), rows),
            *notes,
        ]
    )


def made_from(found: Replications) -> str:
    """Say what figures were made from."""
    first = found.outcomes[0]
    return f"scenario {first.scenario_hash}, engine {first.engine}, {how(first.compiled)}, digest {found.digest}"


def replayed(found: Replications) -> str | None:
    """Say so when records were replayed, and how often they were more than the floor could have done."""
    if found.scenario.strict:
        return None
    unit, attention = (f"{found.estimate(name).mean:,.10g}" for name in ("unit_exceeded", "attention_exceeded"))
    return (
        f"Note: {len(found.scenario.schedule or ()):,} records were replayed, and nothing is claimed about capacity: "
        f"with {unit} of them their unit\nheld more than one lot, with {attention} somebody attended more than he can."
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
    """Say so when many customers were still waiting when the run stopped: of their lead times only the age is known."""
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
        f"Note: {100 * open_ / orders:.0f} % of the orders were open at the end. They count with their age then: where "
        "work piles up,\nor the run is short, lead times and lateness look better than they are."
    )


def comparison_in_words(names: Names, found: Comparison, figures: Mapping[str, str]) -> str:
    """Write two sides and their paired difference, with a warning where pairs do not help.

    Parameters
    ----------
    names : tuple of str
        What to call the sides.
    found : Comparison
    figures : mapping of str to str
        Names of figures, and what people call them.
    """
    rows = []
    for name, label in figures.items():
        pair = found.differences[name]
        sides = (with_half_width(pair.first), with_half_width(pair.second))
        rows.append((label, *sides, difference(pair), short(pair.correlation), short(pair.variance_ratio)))
    head = (WITH_HALF_WIDTH, *names, "difference", "correlation", "variance ratio")
    return "\n".join([text_table(head, rows), *warnings(found, figures)])


def largest_costs(found: Comparison, n: int) -> dict[str, str]:
    """Give the kinds of cost for which most of a good piece's money goes on either side.

    Parameters
    ----------
    found : Comparison
    n : int
        How many of each side; those of both come once.

    Returns
    -------
    dict of str to str
        Names of figures and kinds in words, in the order of the ledger.
    """
    shown: set[str] = set()
    for side in (found.first, found.second):
        euros = {kind: side.estimate(f"unit_{kind}_eur").mean for kind in KINDS}
        spent = [kind for kind in KINDS if abs(euros[kind]) > 0]
        shown |= set(sorted(spent, key=lambda kind: -abs(euros[kind]))[:n])
    return {f"unit_{kind}_eur": in_words(kind) for kind in KINDS if kind in shown}


def short(value: float) -> str:
    """Write a correlation or a ratio: two decimals say enough."""
    return f"{value:,.2f}" if isfinite(value) else "-"


def warnings(found: Comparison, figures: Mapping[str, str]) -> list[str]:
    """Name the figures whose differences are known less well for being paired (floor.md, R5)."""
    pairs = {label.strip(): found.differences[name] for name, label in figures.items()}
    lines = [f"{label}: {pair.warning}" for label, pair in pairs.items() if pair.warning]
    return ["", *lines, "Their half-widths hold all the same."] if lines else []


def comparison_report(names: Names, found: Comparison, stopped: str = "") -> str:
    """Write a comparison of two scenarios as they are: what was compared, whose customers, and the figures.

    Parameters
    ----------
    names : tuple of str
        What to call the sides.
    found : Comparison
    stopped : str
        What to say in the first line of a study that did not get to its end.
    """
    sides = (found.first, found.second)
    head = f"{names[0]} and {names[1]}, compared as they are: {found.n_pairs} pairs of replications, seed "
    lines = [f"{head}{found.first.seed}{f', {stopped}' if stopped else ''}"]
    lines += ["Neither side was sized or tuned for its way of working, so this is no verdict on which way is better."]
    lines += customers_in_words(found)
    for name, side in zip(names, sides, strict=True):
        lines += [f"{name}: {side.scenario.name or 'without a name'}, {made_from(side)}"]
    shown = {name: name for name in headline(found.names)}
    lines += ["", comparison_in_words(names, found, shown)]
    return "\n".join([*lines, *notes_by_side(names, found)])


def customers_in_words(found: Comparison) -> list[str]:
    """Say whether both sides face the same customers."""
    shared = found.customers
    if shared.verdict == "same":
        return ["Customers: the same on both sides, at the same moments with the same wishes."]
    if shared.verdict == "none":
        first = "Customers: NONE IN COMMON. The sides have other demand streams and share no luck of customers:"
    else:
        first = "Customers: NOT THE SAME on both sides (first side's value and second's):"
    more = len(shared.differences) - MOST_DIFFERENCES
    shown = [f"  {text}" for text in shared.differences[:MOST_DIFFERENCES]]
    return [first, *shown, *([f"  and {more} more"] if more > 0 else [])]


def notes_by_side(names: Names, found: Comparison) -> list[str]:
    """Give the figures that one side only has no row for, and say where work piles up or orders are open at the end."""
    notes = []
    for name, side in zip(names, (found.first, found.second), strict=True):
        alone = [figure for figure in headline(side.names) if figure not in found.names]
        if alone:
            values = ", ".join(f"{figure} {with_half_width(side.estimate(figure))}" for figure in alone)
            notes.append(f"\nOnly {name} has: {values}")
        if note := overloaded(side) or open_orders(side):
            notes.append(f"\n{name}: {note}")
    return notes
