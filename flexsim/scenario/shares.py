"""Shares of option values: which configurations meet a condition, and how many there are to be told apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import product as every_combination

MOST_COMBINATIONS = 20_000
"""Of groups of option values that are looked at one by one; beyond, options are taken apart."""

Shares = Mapping[str, Mapping[str, float]]
"""By option, the share of each value."""

Conditions = Mapping[str, tuple[str, ...]]
"""By option, the values of which one is wanted."""


def is_met(condition: Conditions, values: Mapping[str, str]) -> bool:
    """Tell whether a configuration has one of the stated values of every option that a condition names."""
    return all(values[option] in allowed for option, allowed in condition.items())


def share_met(condition: Conditions, shares: Shares) -> float:
    """Give the share of configurations that meet a condition: options are drawn one by one."""
    return math.prod(
        math.fsum(share for value, share in shares[option].items() if value in allowed)
        for option, allowed in condition.items()
    )


def narrowed(condition: Conditions, shares: Shares) -> Shares:
    """Give the shares of option values among the configurations that meet a condition."""
    found: dict[str, Mapping[str, float]] = dict(shares)
    for option, allowed in condition.items():
        kept = {value: share for value, share in shares[option].items() if value in allowed}
        total = math.fsum(kept.values())
        found[option] = {value: share / total for value, share in kept.items()} if total else kept
    return found


def combinations(conditions: Iterable[Conditions], shares: Shares) -> list[tuple[dict[str, str], float]] | None:
    """List configurations with their shares, as far as these conditions can tell them apart.

    Returns
    -------
    list or None
        One value of every option that a condition names, standing for all that are treated alike; None if they are
        too many.
    """
    named: dict[str, list[tuple[str, ...]]] = {}
    for condition in conditions:
        for option, allowed in condition.items():
            named.setdefault(option, []).append(allowed)
    groups: dict[str, dict[str, float]] = {}
    for option, lists in sorted(named.items()):
        alike: dict[tuple[bool, ...], str] = {}
        for value, share in shares[option].items():
            if share > 0:
                like = alike.setdefault(tuple(value in allowed for allowed in lists), value)
                group = groups.setdefault(option, {})
                group[like] = group.get(like, 0.0) + share
    if math.prod(len(group) for group in groups.values()) > MOST_COMBINATIONS:
        return None
    return [
        (dict(zip(groups, (value for value, _ in picked), strict=True)), math.prod(share for _, share in picked))
        for picked in every_combination(*(group.items() for group in groups.values()))
    ]
