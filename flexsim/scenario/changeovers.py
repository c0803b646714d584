"""What changing over is expected to take where nobody sorts the work: keys as if drawn one after another."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flexsim.scenario.floor import ChangeoverFixed, ChangeoverMatrix, ChangeoverPerOption

MOST_PAIRS = 100
"""Kinds of lots that are compared pair by pair; of more, option by option."""

Changeover = ChangeoverFixed | ChangeoverMatrix | ChangeoverPerOption


@dataclass(frozen=True, slots=True)
class Kind:
    """Lots of one operation at a work centre: how many, and with which values of the options it looks at.

    Parameters
    ----------
    lots : float
        In any unit that all kinds share.
    shares : mapping
        By option that the operation lists, ``product`` and ``operation`` among them: the share of each value.
    """

    lots: float
    shares: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Expected:
    """Seconds of changeover for a lot: as expected, and if it came after the worst of all others."""

    mean: float
    most: float


def expected_changeovers(changeover: Changeover | None, kinds: Sequence[Kind]) -> list[Expected]:
    """Give the expected changeover of each kind of lots.

    The assumption: before a lot came any other, by their shares, whatever the kind of this one. It is exact where
    nobody sorts and options are drawn for every lot; dispatch by family, orders of several lots and the choice of the
    unit with the least changeover make it less. Where operations list different options, each option is taken by
    itself.
    """
    if changeover is None:
        return [Expected(0.0, 0.0) for _ in kinds]
    groups: dict[tuple[Any, ...], list[Kind]] = defaultdict(list)
    for kind in kinds:
        groups[_mix(kind)].append(kind)
    different = [Kind(math.fsum(kind.lots for kind in group), group[0].shares) for group in groups.values()]
    before = _before(different)
    known = {_mix(kind): _expected(changeover, kind, different, before) for kind in different}
    return [known[_mix(kind)] for kind in kinds]


def _mix(kind: Kind) -> tuple[Any, ...]:
    """Give what makes kinds of lots alike: their options and the shares of values."""
    return tuple((option, tuple(sorted(values.items()))) for option, values in sorted(kind.shares.items()))


def _before(kinds: Sequence[Kind]) -> dict[str, dict[str, float]]:
    """Give, by option, the share of each value among the lots whose operations list it: what a unit remembers."""
    found: dict[str, dict[str, float]] = {}
    for option in sorted({option for kind in kinds for option in kind.shares}):
        listing = [kind for kind in kinds if option in kind.shares and kind.lots > 0]
        total = math.fsum(kind.lots for kind in listing)
        values = sorted({value for kind in listing for value in kind.shares[option]})
        found[option] = {
            value: math.fsum(kind.lots * kind.shares[option].get(value, 0.0) for kind in listing) / total
            for value in values
        }
    return found


def _expected(
    changeover: Changeover, kind: Kind, kinds: Sequence[Kind], before: Mapping[str, Mapping[str, float]]
) -> Expected:
    """Give the expected changeover of one kind of lots."""
    varied = [option for option in kind.shares if sum(share > 0 for share in before[option].values()) > 1]
    if isinstance(changeover, ChangeoverFixed):
        most = changeover.time if varied else 0.0
        return Expected(changeover.time * (1 - _all_equal(kind, kinds, before)), most)
    if isinstance(changeover, ChangeoverPerOption):
        times = {option: changeover.times.get(option, 0.0) for option in varied}
        mean = math.fsum(time * (1 - _equal(kind, before, option)) for option, time in times.items())
        return Expected(mean, math.fsum(times.values()))
    if changeover.option not in kind.shares:
        return Expected(0.0, 0.0)
    rows, last = changeover.rows, before[changeover.option]
    pairs = [
        (share, likely, rows.get(value, {}).get(wanted, 0.0) if value != wanted else 0.0, wanted)
        for wanted, share in kind.shares[changeover.option].items()
        for value, likely in last.items()
        if likely > 0
    ]
    mean = math.fsum(share * likely * time for share, likely, time, _ in pairs)
    worst = {
        wanted: share * max(time for _, _, time, other in pairs if other == wanted) for share, _, _, wanted in pairs
    }
    return Expected(mean, math.fsum(worst.values()))


def _equal(kind: Kind, before: Mapping[str, Mapping[str, float]], option: str) -> float:
    """Give how likely one option has the value that it had before."""
    return math.fsum(share * before[option].get(value, 0.0) for value, share in kind.shares[option].items())


def _all_equal(kind: Kind, kinds: Sequence[Kind], before: Mapping[str, Mapping[str, float]]) -> float:
    """Give how likely no listed option differs."""
    listing = [other for other in kinds if other.shares]
    if len(listing) > MOST_PAIRS or any(other.shares.keys() != kind.shares.keys() for other in listing):
        return math.prod(_equal(kind, before, option) for option in kind.shares)
    total = math.fsum(other.lots for other in listing)
    return math.fsum(other.lots * _same(kind, other) for other in listing) / total if total else 1.0


def _same(kind: Kind, other: Kind) -> float:
    """Give how likely two lots of these kinds agree in all options."""
    return math.prod(
        math.fsum(share * other.shares[option].get(value, 0.0) for value, share in values.items())
        for option, values in kind.shares.items()
    )
