"""What a reader of a run's figures must be told, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flexsim.results.overload import is_overloaded, weekly_orders_inside
from flexsim.results.replayed import replay_measures
from flexsim.results.tables import EXCEEDED
from flexsim.results.windows import Window

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

MOST_NAMED = 10

FEWEST_REORDERS = 3
"""Of every item before a warm-up of stock is over (floor.md, C9)."""


def notes(window: Window, scenario: Scenario) -> tuple[str, ...]:
    """Say whether the run replays records, is overloaded, whom it left behind, and whether its stock was warmed up."""
    return tuple(_notes(window, scenario))


def _notes(window: Window, scenario: Scenario) -> Iterator[str]:
    if found := replay_measures(window):
        unit, attention = (int(found[name]) for name in EXCEEDED)
        yield (
            f"The run replays {len(scenario.schedule or ()):,} records and makes no claim about capacity: "
            f"with {unit:,} of them their unit held more than one lot, with {attention:,} somebody attended more than "
            "he can."
        )
    if is_overloaded(window):
        levels = weekly_orders_inside(window)
        yield (
            f"Overloaded: work piles up, from {levels[0]:,.1f} orders inside in the first week of the window to "
            f"{levels[-1]:,.1f} in the last. There is no steady state, and no mean lead time."
        )
    if left := [f"{stream} {ordinal}" for stream, ordinal in window.left()]:
        yield (
            "Not delivered when the run was stopped, so late, with their age as the lower bound of their lead time: "
            f"{some_of(left)}."
        )
    if cold := too_few_reorders(window, scenario):
        yield (
            f"The warm-up is too short for the stock: reordered fewer than three times before its end: {some_of(cold)}."
        )


def some_of(names: list[str]) -> str:
    """List names, and say how many more there are than anybody wants to read."""
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def too_few_reorders(window: Window, scenario: Scenario) -> list[str]:
    """Name the items that were reordered too few times before the end of the warm-up, and how often (floor.md, C9)."""
    started = window.opening["stock"]["started"].tolist()
    items = [(name, scenario.stock[name].lot_size) for name in window.names["items"]]
    lots = [(name, pieces // size) for (name, size), pieces in zip(items, started, strict=True)]
    return [f"{name} ({n})" for name, n in lots if window.start and n < FEWEST_REORDERS]
