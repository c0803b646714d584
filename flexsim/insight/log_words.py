"""A log and what was made from it in words: plain tables in, text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flexsim.insight.palette import CAUSES_IN_WORDS, in_words
from flexsim.insight.words import text_table
from flexsim.results import TICKS_PER_HOUR

if TYPE_CHECKING:
    import pandas as pd


GAP_PARTS = {
    "n": "orders",
    "recorded": "recorded lead time (h)",
    "covered": "  covered by reports",
    "unexplained": "  not explained",
    "simulated": "simulated lead time (h)",
}


def lead_times_in_words(table: pd.DataFrame) -> str:
    """Lay out lead times, a row a side: ``orders, mean_h, q25_h, median_h, q75_h``."""
    head = ("lead time (h)", "orders", "mean", "first quartile", "median", "third quartile")
    return text_table(head, _rows(table, ("orders", "mean_h", "q25_h", "median_h", "q75_h")))


def groups_in_words(table: pd.DataFrame, what: str) -> str:
    """Lay out lead times by groups of orders, recorded and simulated."""
    head = (what, "orders", "mean recorded", "simulated", "median recorded", "simulated")
    columns = ("orders", "recorded_mean_h", "simulated_mean_h", "recorded_median_h", "simulated_median_h")
    return text_table(head, _rows(table, columns))


def _rows(table: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Write a number of orders without, hours with a decimal."""
    forms = [",.0f" if name == "orders" else ",.1f" for name in columns]
    values = zip(table.index, table[list(columns)].to_numpy(), strict=True)
    return [
        (str(name) or "-", *(_or_dash(value, form) for value, form in zip(row, forms, strict=True)))
        for name, row in values
    ]


def _or_dash(value: float, form: str) -> str:
    """Write a figure, or a dash for one that does not exist."""
    return "-" if value != value else f"{value:{form}}"


def beside_in_words(table: pd.DataFrame, what: str) -> str:
    """Lay out hours of two sides: one row an entry, and their sums."""
    rows = zip([*table.index, "all"], [*table.to_numpy(), table.sum().to_numpy()], strict=True)
    cells = [(str(name), *(f"{value:,.2f}" for value in row)) for name, row in rows]
    return text_table((what, *map(str, table.columns)), cells)


def gap_in_words(means_h: pd.DataFrame) -> str:
    """Lay out what recorded lead times consist of, a column a group of orders."""
    rows = []
    for part in means_h.columns:
        label = GAP_PARTS.get(part, f"  {CAUSES_IN_WORDS.get(part, in_words(part))}")
        form = ",.0f" if part == "n" else ",.1f"
        rows.append((label, *(f"{value:{form}}" for value in means_h[part])))
    return text_table(("mean of", *map(str, means_h.index)), rows)


def splits_in_words(splits: pd.DataFrame) -> str:
    """Lay out every split: the wait that was fitted, what it predicts, what was recorded, and the error."""
    head = ("split", "wait a move (h)", "runs", "fitted half (h)", "predicted (h)", "recorded (h)", "error", "no model")
    hours, shares = ("fitted_h", "predicted_h", "recorded_h"), ("error", "error_of_the_mean")
    rows = [
        (
            str(split),
            f"{row['wait_h']:.1f}",
            f"{row['runs']:.0f}",
            *(f"{row[name]:,.1f}" for name in hours),
            *(f"{100 * row[name]:+.1f} %" for name in shares),
        )
        for split, row in splits.iterrows()
    ]
    return text_table(head, rows)


def sums_in_words(totals: Mapping[str, Mapping[str, int]]) -> str:
    """Lay out sums of a log beside those of what was written from it; -1 where one does not have it."""
    labels = {"set_up": "set-up (h)", "work": "set-up, run and breakdown (h)"}
    sides = list(totals)
    rows = []
    for figure in totals[sides[0]]:
        is_time = figure in labels
        cells = (_sum(totals[side][figure], is_time) for side in sides)
        rows.append((labels.get(figure, figure), *cells))
    return text_table(("sum", *sides), rows)


def _sum(value: int, is_time: bool) -> str:
    if value < 0:
        return "-"
    return f"{value / TICKS_PER_HOUR:,.2f}" if is_time else f"{value:,}"
