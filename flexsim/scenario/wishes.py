"""What customers are expected to want: how many orders, pieces and lots, and which options."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product as every_combination

from flexsim.scenario.demand import Stream
from flexsim.scenario.model import Scenario
from flexsim.scenario.products import Change, Operation

MOST_COMBINATIONS = 20_000
"""Of groups of option values that are looked at one by one; beyond, options are taken apart."""

MOST_KINDS = 200
"""Of orders in a file that are looked at one by one; beyond, each option goes by its own shares."""

Shares = Mapping[str, Mapping[str, float]]
"""By option, the share of each value."""

Conditions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wish:
    """Orders of one kind that are made: so many an hour, of so many pieces, with options by these shares.

    Parameters
    ----------
    source : str
        The stream or item they belong to.
    product : str
        What is made.
    per_h : float
        Orders an hour, or replenishment lots of one good piece each, before scrap.
    quantities : tuple of (int, float)
        Pieces of an order, with their shares.
    lot_size : int or None
        Pieces that are released together; None: all of an order.
    is_stock : bool
        Whether it replenishes stock: what is scrapped is not made again at once.
    shares : mapping
        Of the values of every option.
    """

    source: str
    product: str
    per_h: float
    quantities: tuple[tuple[int, float], ...]
    lot_size: int | None
    is_stock: bool
    shares: Shares


@dataclass(frozen=True, slots=True)
class Demand:
    """What is wanted of a shop.

    Parameters
    ----------
    wishes : tuple of Wish
        What has a rate.
    pieces_per_h : mapping
        By stream, pieces that its customers want in an hour.
    saturated : tuple of Wish
        What is sent as fast as the floor takes it, with rate 1.
    unmatched : mapping
        By stream, the share of orders that no item of the stock matches.
    """

    wishes: tuple[Wish, ...]
    pieces_per_h: Mapping[str, float]
    saturated: tuple[Wish, ...]
    unmatched: Mapping[str, float]


Kind = tuple[float, tuple[tuple[int, float], ...], Shares]
"""Orders an hour, their quantities, their options."""


def demand_of(scenario: Scenario) -> Demand:
    """Work out what is wanted of a shop, from its shelves and to order."""
    made: list[Wish] = []
    saturated: list[Wish] = []
    pieces: dict[str, float] = {}
    unmatched: dict[str, float] = {}
    from_items: dict[str, float] = defaultdict(float)
    for name, stream in sorted(scenario.demand.items()):
        kinds = list(_kinds(scenario, stream))
        pieces[name] = math.fsum(per_h * _mean(quantities) for per_h, quantities, _ in kinds)
        if stream.saturated is not None:
            wish = _to_order(name, stream, (1.0, _quantities(stream), _options(scenario, stream.product)))
            saturated.append(wish)
        elif stream.item is not None:
            from_items[stream.item] += pieces[name]
        elif stream.from_stock:
            matched = dict(_from_shelf(scenario, stream, kinds))
            for item, per_h in matched.items():
                from_items[item] += per_h
            if pieces[name] > 0:
                unmatched[name] = max(1 - math.fsum(matched.values()) / pieces[name], 0.0)
        else:
            made += [_to_order(name, stream, kind) for kind in kinds]
    for name, stock in sorted(scenario.stock.items()):
        options = _options(scenario, stock.product)
        stated = {option: {value: 1.0} for option, value in stock.options.items()}
        lots = ((stock.lot_size, 1.0),)
        per_lot_h = from_items[name] / stock.lot_size
        made.append(Wish(name, stock.product, per_lot_h, lots, None, True, {**options, **stated}))
    unmatched = {name: share for name, share in unmatched.items() if share > 1e-12}
    return Demand(tuple(wish for wish in made if wish.per_h > 0), pieces, tuple(saturated), unmatched)


def _to_order(name: str, stream: Stream, kind: Kind) -> Wish:
    per_h, quantities, shares = kind
    return Wish(name, str(stream.product), per_h, quantities, stream.lot_size, False, shares)


def _options(scenario: Scenario, product: str | None) -> Shares:
    return scenario.products[product].options if product in scenario.products else {}


def _kinds(scenario: Scenario, stream: Stream) -> Iterator[Kind]:
    """Give the orders of a stream by their rates: kinds that a file tells apart, or one that is drawn."""
    options = _options(scenario, stream.product)
    horizon_h = None if scenario.horizon is None else scenario.horizon / 3600
    if stream.every is not None:
        per_h = 3600 / stream.every.mean if stream.every.mean > 0 else math.inf
        if stream.count is not None:  # all of them within the run; or, without an end, at the pace at which they come
            per_h = min(per_h, stream.count / horizon_h) if horizon_h else per_h
        if math.isfinite(per_h):
            yield per_h, _quantities(stream), options
        return
    arrivals = list(stream.at or ()) + [order.arrival for order in stream.orders or ()]
    until_h = horizon_h or max(arrivals, default=0.0) / 3600
    if not until_h:
        return
    if stream.at is not None:
        yield (
            sum(time < until_h * 3600 or horizon_h is None for time in stream.at) / until_h,
            _quantities(stream),
            options,
        )
    wanted = [order for order in stream.orders or () if order.arrival < until_h * 3600 or horizon_h is None]
    found = Counter((tuple(sorted(order.options.items())), order.quantity) for order in wanted)
    stated = {kind for kind, _ in found}
    if len(stated) > MOST_KINDS:
        yield len(wanted) / until_h, _weighted(Counter(order.quantity for order in wanted)), _mixed(found, options)
        return
    for kind in sorted(stated):
        sizes = Counter({quantity: n for (other, quantity), n in found.items() if other == kind})
        given = {option: {value: 1.0} for option, value in kind}
        yield sum(sizes.values()) / until_h, _weighted(sizes), {**options, **given}


def _mixed(found: Counter[tuple[tuple[tuple[str, str], ...], int]], options: Shares) -> Shares:
    """Give every option the shares that it has over all orders of a file."""
    mixed: dict[str, dict[str, float]] = {option: dict.fromkeys(values, 0.0) for option, values in options.items()}
    total = sum(found.values())
    for (kind, _), count in sorted(found.items()):
        given = dict(kind)
        for option, values in options.items():
            for value, share in ({given[option]: 1.0} if option in given else values).items():
                mixed[option][value] += share * count / total
    return mixed


def _quantities(stream: Stream) -> tuple[tuple[int, float], ...]:
    first, last = stream.quantity
    return tuple((quantity, 1 / (last - first + 1)) for quantity in range(first, last + 1))


def _weighted(sizes: Counter[int]) -> tuple[tuple[int, float], ...]:
    total = sum(sizes.values())
    return tuple((size, count / total) for size, count in sorted(sizes.items()))


def _mean(quantities: Iterable[tuple[int, float]]) -> float:
    return math.fsum(quantity * share for quantity, share in quantities)


def _from_shelf(scenario: Scenario, stream: Stream, kinds: Iterable[Kind]) -> Iterator[tuple[str, float]]:
    """Give the pieces an hour that a stream takes of each item that matches its wishes."""
    kinds = list(kinds)
    for name, item in sorted(scenario.stock.items()):
        if item.product == stream.product:
            taken = [
                per_h
                * _mean(sizes)
                * math.prod(shares[option].get(value, 0.0) for option, value in item.options.items())
                for per_h, sizes, shares in kinds
            ]
            yield name, math.fsum(taken)


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


def mean_time(operation: Operation, step: str, own: float, values: Mapping[str, str]) -> float:
    """Give the expected time of a step in seconds: the last change that is met, else the place's own (rule O2)."""
    for change in reversed(operation.changes):
        time = getattr(change, step)
        if time is not None and is_met(change.condition, values):
            return float(time.mean)
    return own


def mean_time_apart(operation: Operation, step: str, own: float, shares: Shares) -> float:
    """Give about the same without looking at combinations: as if changes were met one independently of another."""
    left, total = 1.0, 0.0
    for change in reversed(operation.changes):
        time = getattr(change, step)
        if time is not None:
            met = share_met(change.condition, shares)
            total += left * met * time.mean
            left *= 1 - met
    return total + left * own


def changes_of(operation: Operation) -> list[Change]:
    """List the changes of an operation's times."""
    return [change for change in operation.changes if any(getattr(change, step) for step in operation.steps)]
