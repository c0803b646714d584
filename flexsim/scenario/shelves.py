"""Which orders a shelf serves: those that match, those that take a substitute; and what becomes of the others."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as every_combination

from flexsim.scenario.demand import Item, Stream
from flexsim.scenario.discounts import share_not_above
from flexsim.scenario.errors import joined
from flexsim.scenario.shares import MOST_COMBINATIONS, Shares, narrowed

MOST_KINDS = 200
"""Of orders that are looked at one by one; beyond, each option goes by its own shares."""

MOST_COMPARISONS = 2_000_000
"""Of wishes with items; beyond, whoever finds nothing is as all others are."""

Quantities = tuple[tuple[int, float], ...]
"""Pieces of an order, with their shares."""

Kind = tuple[float, Quantities, Shares]
"""Orders an hour, their quantities, their options."""

Values = Mapping[str, tuple[str, ...]]
"""By option that an item states, the value of a wish, or all values together that no item has."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What becomes of those who find no item with their options: parts of all that the stream's customers want.

    Parameters
    ----------
    substituted, made_to_order, lost : float
        Parts that take another item, are made for the customer, and are lost.
    is_rough : bool
        Whether they were too many to be looked at one by one.
    """

    substituted: float
    made_to_order: float
    lost: float
    is_rough: bool = False

    @property
    def share(self) -> float:
        """All of them."""
        return math.fsum((self.substituted, self.made_to_order, self.lost))

    def __str__(self) -> str:
        """Say what becomes of them."""
        if not self.substituted and not self.made_to_order:
            return "they are in no load"
        parts = {"take another one": self.substituted, "are made to order": self.made_to_order}
        said = [f"{share:.1%} {what}" for what, share in parts.items() if share]
        said += [f"{self.lost:.1%} are lost and in no load"] if self.lost else []
        return joined(said, "and") + (", roughly, as they differ in many ways" if self.is_rough else "")


@dataclass(frozen=True, slots=True)
class Served:
    """Pieces an hour taken of each item, what is made to order, and what became of those who found nothing."""

    taken: Mapping[str, float]
    to_order: tuple[Kind, ...]
    unmatched: Unmatched


def mean_of(quantities: Iterable[tuple[int, float]]) -> float:
    """Give the expected pieces of an order."""
    return math.fsum(quantity * share for quantity, share in quantities)


def served_from_shelf(stream: Stream, kinds: Sequence[Kind], stock: Mapping[str, Item]) -> Served:
    """Work out who takes which item of the stock (rule I2)."""
    items = {name: item for name, item in sorted(stock.items()) if item.product == stream.product}
    accepts = 0.0
    if stream.substitutes is not None and items:
        accepts = share_not_above(stream.substitutes.discount, stream.substitutes.offered)
    sizes = [math.prod(map(len, _told_apart(items, shares).values())) for _, _, shares in kinds]
    is_rough = sum(sizes) > MOST_COMBINATIONS or sum(sizes) * len(items) > MOST_COMPARISONS
    taken: dict[str, list[float]] = defaultdict(list)
    left: list[Kind] = []
    substituted: list[float] = []
    for kind in kinds:
        matched, others = _roughly(items, kind) if is_rough else _one_by_one(items, kind)
        for name, pieces_h in matched:
            taken[name].append(pieces_h)
        for (per_h, quantities, shares), values in others:
            if accepts:
                pieces_h = per_h * accepts * mean_of(quantities)
                substituted.append(pieces_h)
                for name, part in _substitutes(stream, items, values, matched):
                    taken[name].append(pieces_h * part)
            if accepts < 1:
                left.append((per_h * (1 - accepts), quantities, shares))
    all_h = math.fsum(per_h * mean_of(quantities) for per_h, quantities, _ in kinds)
    left_h = math.fsum(per_h * mean_of(quantities) for per_h, quantities, _ in left)
    found = {name: math.fsum(listed) for name, listed in taken.items()}
    made_h = left_h if stream.no_match == "made_to_order" else 0.0
    other, made, lost = (
        pieces / all_h if all_h else 0.0 for pieces in (math.fsum(substituted), made_h, left_h - made_h)
    )
    return Served(found, tuple(_few(left)) if made_h else (), Unmatched(other, made, lost, is_rough))


Others = list[tuple[Kind, Values | None]]
"""Orders that match no item, with their values as far as items tell them apart; None if that is not known."""


def _told_apart(items: Mapping[str, Item], shares: Shares) -> dict[str, list[tuple[str, ...]]]:
    """Give the values of each option that items state: one by one, and together those that no item has."""
    stated: dict[str, set[str]] = defaultdict(set)
    for item in items.values():
        for option, value in item.options.items():
            stated[option].add(value)
    found = {}
    for option, values in sorted(stated.items()):
        wanted = [value for value, share in sorted(shares[option].items()) if share > 0]
        rest = tuple(value for value in wanted if value not in values)
        found[option] = [(value,) for value in wanted if value in values] + ([rest] if rest else [])
    return found


def _one_by_one(items: Mapping[str, Item], kind: Kind) -> tuple[list[tuple[str, float]], Others]:
    """Look at every combination of values that items tell apart."""
    per_h, quantities, shares = kind
    values_of = _told_apart(items, shares)
    matched: dict[str, list[float]] = defaultdict(list)
    others: Others = []
    for picked in every_combination(*values_of.values()):
        values = dict(zip(values_of, picked, strict=True))
        share = math.prod(math.fsum(shares[option][value] for value in some) for option, some in values.items())
        name = next((name for name, item in items.items() if _distance(item, values, {}) == 0), None)
        if name is not None:
            matched[name].append(per_h * share * mean_of(quantities))
        else:
            others.append(((per_h * share, quantities, narrowed(values, shares)), values))
    return [(name, math.fsum(listed)) for name, listed in sorted(matched.items())], others


def _roughly(items: Mapping[str, Item], kind: Kind) -> tuple[list[tuple[str, float]], Others]:
    """Give what matches exactly, and the others as if they wanted what all want."""
    per_h, quantities, shares = kind
    likely = {
        name: math.prod(shares[option].get(value, 0.0) for option, value in item.options.items())
        for name, item in items.items()
    }
    rest = max(1 - math.fsum(likely.values()), 0.0)
    matched = [(name, per_h * share * mean_of(quantities)) for name, share in likely.items()]
    return matched, [((per_h * rest, quantities, shares), None)] if rest > 1e-12 else []


def _substitutes(
    stream: Stream, items: Mapping[str, Item], values: Values | None, matched: Sequence[tuple[str, float]]
) -> Iterator[tuple[str, float]]:
    """Give the nearest item, of equals the first by name; where wishes are not known, items as they are taken."""
    if values is not None:
        weights = stream.substitutes.weights if stream.substitutes is not None else {}
        yield min(items, key=lambda name: (_distance(items[name], values, weights), name)), 1.0
        return
    total = math.fsum(pieces for _, pieces in matched)
    for name, pieces in matched:
        yield name, pieces / total if total else 1 / len(matched)


def _distance(item: Item, values: Values, weights: Mapping[str, int]) -> int:
    """Sum the weights of an item's stated options that are not as wanted."""
    return sum(weights.get(option, 1) for option, value in item.options.items() if values[option] != (value,))


def _few(kinds: list[Kind]) -> list[Kind]:
    """Put orders together where their kinds are many: every option by its own shares."""
    if len(kinds) <= MOST_KINDS:
        return kinds
    total = math.fsum(per_h for per_h, _, _ in kinds)
    sizes: dict[int, float] = defaultdict(float)
    mixed: dict[str, dict[str, float]] = {option: dict.fromkeys(values, 0.0) for option, values in kinds[0][2].items()}
    for per_h, quantities, shares in kinds:
        for quantity, share in quantities:
            sizes[quantity] += share * per_h / total
        for option, listed in shares.items():
            for value, share in listed.items():
                mixed[option][value] = mixed[option].get(value, 0.0) + share * per_h / total
    return [(total, tuple(sorted(sizes.items())), mixed)]
