"""What customers are expected to want: how many orders, pieces and lots, and which options."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flexsim.scenario.averaging import Arrivals, Period
from flexsim.scenario.demand import Stream
from flexsim.scenario.model import Scenario
from flexsim.scenario.products import Change, Operation
from flexsim.scenario.shares import Shares, is_met, share_met
from flexsim.scenario.shelves import MOST_KINDS, Kind, Quantities, Unmatched, mean_of, served_from_shelf


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
    quantities: Quantities
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
        By stream, what becomes of the orders that no item of the stock matches.
    """

    wishes: tuple[Wish, ...]
    pieces_per_h: Mapping[str, float]
    saturated: tuple[Wish, ...]
    unmatched: Mapping[str, Unmatched]


def demand_of(scenario: Scenario, kinds: Mapping[str, Sequence[Kind]]) -> Demand:
    """Work out what is wanted of a shop, from its shelves and to order, if these orders come."""
    made: list[Wish] = []
    saturated: list[Wish] = []
    pieces: dict[str, float] = {}
    unmatched: dict[str, Unmatched] = {}
    from_items: dict[str, float] = defaultdict(float)
    for name, stream in sorted(scenario.demand.items()):
        pieces[name] = math.fsum(per_h * mean_of(quantities) for per_h, quantities, _ in kinds[name])
        if stream.saturated is not None:
            wish = _to_order(name, stream, (1.0, _quantities(stream), _options(scenario, stream.product)))
            saturated.append(wish)
        elif stream.item is not None:
            from_items[stream.item] += pieces[name]
        elif stream.from_stock:
            served = served_from_shelf(stream, kinds[name], scenario.stock)
            made += [_to_order(name, stream, kind) for kind in served.to_order]
            for item, per_h in sorted(served.taken.items()):
                from_items[item] += per_h
            if served.unmatched.share > 1e-12:
                unmatched[name] = served.unmatched
        else:
            made += [_to_order(name, stream, kind) for kind in kinds[name]]
    for name, stock in sorted(scenario.stock.items()):
        options = _options(scenario, stock.product)
        stated = {option: {value: 1.0} for option, value in stock.options.items()}
        lots = ((stock.lot_size, 1.0),)
        per_lot_h = from_items[name] / stock.lot_size
        made.append(Wish(name, stock.product, per_lot_h, lots, None, True, {**options, **stated}))
    return Demand(tuple(wish for wish in made if wish.per_h > 0), pieces, tuple(saturated), unmatched)


def _to_order(name: str, stream: Stream, kind: Kind) -> Wish:
    per_h, quantities, shares = kind
    return Wish(name, str(stream.product), per_h, quantities, stream.lot_size, False, shares)


def _options(scenario: Scenario, product: str | None) -> Shares:
    return scenario.products[product].options if product in scenario.products else {}


def kinds_of(scenario: Scenario, stream: Stream, period: Period | None, last: float) -> list[Kind]:
    """Give the orders of a stream by their rates in a part of the run: one kind, or those that a file tells apart.

    Without a part: by the rate in the long run, stated orders by those until `last`, the last that any stream states.
    """
    if stream.every is None:
        return list(_stated_kinds(scenario, stream, period, last))
    arrivals = Arrivals(stream, scenario.start)
    per_s = arrivals.in_the_long_run if period is None else arrivals.within(period) / period.length
    return [(3600 * per_s, _quantities(stream), _options(scenario, stream.product))] if math.isfinite(per_s) else []


def last_stated(scenario: Scenario) -> float:
    """Moment of the last order that any stream states."""
    streams = scenario.demand.values()
    times = (time for stream in streams for time in (*(stream.at or ()), *(o.arrival for o in stream.orders or ())))
    return max(times, default=0.0)


def _stated_kinds(scenario: Scenario, stream: Stream, period: Period | None, last: float) -> Iterator[Kind]:
    """Give the orders that come at stated moments."""
    options = _options(scenario, stream.product)
    part = period or Period(0.0, last)
    hours = part.length / 3600
    if not hours:
        return

    def is_in(time: float) -> bool:
        return period is None or period.begin <= time < period.end

    if stream.at is not None:
        yield sum(map(is_in, stream.at)) / hours, _quantities(stream), options
    wanted = [order for order in stream.orders or () if is_in(order.arrival)]
    found = Counter((tuple(sorted(order.options.items())), order.quantity) for order in wanted)
    stated = {kind for kind, _ in found}
    if len(stated) > MOST_KINDS:
        yield len(wanted) / hours, _weighted(Counter(order.quantity for order in wanted)), _mixed(found, options)
        return
    for kind in sorted(stated):
        sizes = Counter({quantity: n for (other, quantity), n in found.items() if other == kind})
        given = {option: {value: 1.0} for option, value in kind}
        yield sum(sizes.values()) / hours, _weighted(sizes), {**options, **given}


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


def _quantities(stream: Stream) -> Quantities:
    first, last = stream.quantity
    return tuple((quantity, 1 / (last - first + 1)) for quantity in range(first, last + 1))


def _weighted(sizes: Counter[int]) -> Quantities:
    total = sum(sizes.values())
    return tuple((size, count / total) for size, count in sorted(sizes.items()))


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
