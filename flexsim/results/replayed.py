"""What a replay of records counts beside: records that no shop could have had as they stand (rule D8)."""

from __future__ import annotations

from flexsim.results.exact import exact_sum
from flexsim.results.tables import EXCEEDED
from flexsim.results.windows import Window


def replay_measures(counts: Window) -> dict[str, float]:
    """Of a replay: records with which a unit held more than one lot, or somebody attended more than he can."""
    raw = counts.tables.get("replay")
    return {} if raw is None else {name: float(exact_sum(raw[name])) for name in EXCEEDED}
