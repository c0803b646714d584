"""What a verdict hangs on: one price after the other at the ends of its range (floor.md, C10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from flexsim.scenario import Price, Scenario, ScenarioError, may_have_price, paths_meant, plain_path, prices_in
from flexsim.study.premium import COST
from flexsim.study.replications import Replications
from flexsim.study.repricing import figures_at
from flexsim.study.statistics import mean_of

if TYPE_CHECKING:
    import pandas as pd

USUAL_RANGE = 0.2
"""Up and down, as a part of the price, where a study states no range: what quotations of one thing differ by."""

MOST_BARS = 10

Ends = tuple[float, float]
"""At the low and at the high end of a range."""

Ranges = Mapping[str, tuple[object, object]]
"""Low and high value by path, as a scenario has them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a price does to a figure of both sides, in the mean over the replications, all other prices as they are.

    Attributes
    ----------
    name : str
        Of the price.
    paths : tuple of str
        Where it stands; on both sides it moves at once.
    low, high : str
        Ends of its range in words: ``30 EUR/h``, or ``-20 %``.
    first, second : tuple of float
        The figure of each side at the low and at the high end.
    """

    name: str
    paths: tuple[str, ...]
    low: str
    high: str
    first: Ends
    second: Ends

    @property
    def range(self) -> str:
        """Both ends of its range in words."""
        return f"{self.low} to {self.high}"

    @property
    def difference(self) -> Ends:
        """Second less first at both ends."""
        return (self.second[0] - self.first[0], self.second[1] - self.first[1])

    @property
    def swing(self) -> float:
        """By how much the difference moves from one end to the other."""
        return abs(self.difference[1] - self.difference[0])

    @property
    def turns(self) -> bool:
        """Whether another side is the cheaper one at one end than at the other."""
        return self.difference[0] * self.difference[1] < 0


@dataclass(frozen=True)
class Tornado:
    """Bars in the order of their swing, the longest first.

    Attributes
    ----------
    figure : str
        What they are of.
    first, second : float
        Means of both sides at the prices as they are.
    bars : tuple of Bar
    left_out : tuple of (str, str)
        Prices whose range a scenario does not allow, and why.
    """

    figure: str
    first: float
    second: float
    bars: tuple[Bar, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def difference(self) -> float:
        """Second less first at the prices as they are."""
        return self.second - self.first

    def table(self) -> pd.DataFrame:
        """Give one row a bar: its range, swing, and the difference and both sides at the two ends."""
        import pandas as pd

        rows = {bar.name: _row(bar) for bar in self.bars}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("price")

    def report(self) -> dict[str, Any]:
        """Give everything as JSON can hold it."""
        bars = [{"price": bar.name, "paths": list(bar.paths), **_row(bar)} for bar in self.bars]
        left_out = [{"price": name, "why": why} for name, why in self.left_out]
        return {"figure": self.figure, "first": self.first, "second": self.second, "bars": bars, "left_out": left_out}


def _row(bar: Bar) -> dict[str, Any]:
    sides = {"difference": bar.difference, "first": bar.first, "second": bar.second}
    found = {f"{side}_{end}": pair[place] for side, pair in sides.items() for place, end in enumerate(("low", "high"))}
    return {"range": bar.range, "swing": bar.swing, **found, "turns": bar.turns}


@dataclass(frozen=True)
class _Move:
    """A price with its two ends, as values to set in a scenario; none where the scenario has no such price."""

    price: Price
    low: str
    high: str
    ends: Callable[[Scenario], tuple[dict[str, object], dict[str, object]] | None]


def tornado(
    first: Replications, second: Replications, ranges: Ranges | None = None, most: int = MOST_BARS, figure: str = COST
) -> Tornado:
    """Move one price after the other, on both sides at once, and order prices by what they do to the difference.

    No run is made again: both sides were replicated with ``repriceable=True``::

        sides = replicate_sides([one_off, mass], range(30), seed=1, repriceable=True)
        found = tornado(*sides, ranges={"contracts.full.wage": ("30 EUR/h", "45 EUR/h")})
        found.table()

    Parameters
    ----------
    first, second : Replications
        Under one seed; replications that both have are used.
    ranges : mapping, optional
        Low and high value by path, as a study file states them; all prices that a path with ``*`` stands for move
        at once. Where none is stated a price moves by a fifth of itself, down and up: on each side of its own.
    most : int
        How many bars to keep: those with the largest swing.
    figure : str
        Whose difference to look at; a figure of costs.

    Raises
    ------
    ValueError
        Something in `ranges` is no price.
    """
    common = {one.replication for one in first.outcomes} & {one.replication for one in second.outcomes}
    sides = [_only(side, common) for side in (first, second)]
    bars: list[Bar] = []
    left_out: list[tuple[str, str]] = []
    base = [_mean_at(side, side.scenario, figure) for side in sides]
    for move in _moves([side.scenario for side in sides], ranges or {}):
        try:
            ends = [_at_both_ends(side, move, figure, mean) for side, mean in zip(sides, base, strict=True)]
        except ScenarioError as why:
            left_out.append((move.price.name, why.problems[0].message))
            continue
        bars.append(Bar(move.price.name, move.price.paths, move.low, move.high, *ends))
    longest = sorted(bars, key=lambda bar: (-bar.swing, bar.name))
    return Tornado(figure, base[0], base[1], tuple(longest[:most]), tuple(left_out))


def _only(side: Replications, numbers: set[int]) -> Replications:
    kept = tuple(one for one in side.outcomes if one.replication in numbers)
    return Replications(side.scenario, side.seed, kept)


def _mean_at(side: Replications, scenario: Scenario, figure: str) -> float:
    """Give the mean of a figure at the prices of a scenario."""
    found = [figures_at(one, scenario) for one in side.outcomes]
    if found and figure not in found[0]:
        raise ValueError(f"{figure} is no figure of costs: prices do not move it")
    return mean_of([one[figure] for one in found if isfinite(one[figure])])


def _at_both_ends(side: Replications, move: _Move, figure: str, as_it_is: float) -> Ends:
    """Give the mean of a figure at both ends of a price; as it is where the side has no such price."""
    ends = move.ends(side.scenario)
    if ends is None:
        return as_it_is, as_it_is
    low, high = (_mean_at(side, side.scenario.with_values(values), figure) for values in ends)
    return low, high


def _moves(scenarios: Sequence[Scenario], ranges: Ranges) -> list[_Move]:
    """List every price of either side with its range: first those stated, then all others."""
    stated = {plain_path(path): ends for path, ends in ranges.items()}
    moved = {path: _paths(path, scenarios) for path in stated}
    for path, paths in moved.items():
        if not paths:
            raise ValueError(f"{path} is no price of either side")
    taken = {one for paths in moved.values() for one in paths}
    names: dict[str, set[str]] = {}
    for scenario in scenarios:
        for price in prices_in(scenario):
            names.setdefault(price.name, set()).update(path for path in price.paths if path not in taken)
    others = [Price(name, tuple(sorted(paths))) for name, paths in sorted(names.items()) if paths]
    return [*(_stated(Price(path, moved[path]), *ends) for path, ends in stated.items()), *map(_usual, others)]


def _paths(path: str, scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Give the prices that a path stands for on either side."""
    sides = [scenario for scenario in scenarios if may_have_price(scenario, path)]
    return tuple(sorted({one for scenario in sides for one in paths_meant(scenario, path)}))


def _stated(price: Price, low: object, high: object) -> _Move:
    def ends(scenario: Scenario) -> tuple[dict[str, object], dict[str, object]] | None:
        return ({price.name: low}, {price.name: high}) if may_have_price(scenario, price.name) else None

    return _Move(price, f"{low}", f"{high}", ends)


def _usual(price: Price) -> _Move:
    def ends(scenario: Scenario) -> tuple[dict[str, object], dict[str, object]] | None:
        low, high = (price.times(1 + sign * USUAL_RANGE, scenario) for sign in (-1, 1))
        return (low, high) if low else None

    return _Move(price, f"-{100 * USUAL_RANGE:g} %", f"+{100 * USUAL_RANGE:g} %", ends)
