"""How problems of a log are told: a handful of each kind, the rest counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from flexsim.scenario import Problem

A_HANDFUL = 5
MOST_NAMES = 20


def of_each_kind(problems: Iterable[Problem]) -> list[Problem]:
    """Keep a handful of the problems, and count the rest."""
    problems = list(problems)
    if len(problems) <= A_HANDFUL:
        return problems
    return [*problems[:A_HANDFUL], Problem((), f"... and {len(problems) - A_HANDFUL:,} more rows like these.")]


def nearest_column(name: str, header: Sequence[str]) -> str:
    """Say which column may have been meant."""
    small = {column.lower(): column for column in header if column}
    if close := get_close_matches(name.lower(), small, n=1):
        return f'Nearest: "{small[close[0]]}".'
    more = f", ... ({len(header)} in all)" if len(header) > MOST_NAMES else ""
    return f"Its columns: {', '.join(list(header)[:MOST_NAMES])}{more}."
