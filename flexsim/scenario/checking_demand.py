"""Checks of demand and stock: who orders what, from where, and for how long."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from flexsim.scenario.checking import Findings
from flexsim.scenario.demand import SOURCES, Item, Order, Stream
from flexsim.scenario.errors import MOST_PROBLEMS, Path

MOST_DAYS = 50 * 365
"""Between the start of a run and a holiday."""

MOST_ORDERS = 10_000_000
"""Of one stream before the horizon, as expected; all of them are kept in memory."""


def check_demand(findings: Findings) -> None:
    """Check every stream of orders and every item of the stock."""
    if not findings.names("demand"):
        findings.add(("demand",), "at least one stream of orders is needed.")
    _check_time(findings)
    _check_lane_names(findings)
    for name, stream in findings.scenario.demand.items():
        path = ("demand", name)
        if findings.is_certain(*path):
            _check_source(findings, path, stream)
            _check_wish(findings, path, stream)
            _check_stock_keys(findings, path, stream)
        for order in stream.orders or ():
            if len(findings.found) < MOST_PROBLEMS:
                _check_order(findings, path, stream, order)
    for name, item in findings.scenario.stock.items():
        _check_item(findings, ("stock", name), item)


def _check_time(findings: Findings) -> None:
    """Check that something is left to be measured after the warm-up."""
    scenario = findings.scenario
    if scenario.horizon is not None and scenario.warm_up >= scenario.horizon:
        findings.add(("warm_up",), "the warm-up must end before the horizon.")
    _check_dates(findings, ("holidays",), scenario.holidays)
    for name, shift in scenario.shifts.items():
        _check_dates(findings, ("shifts", name, "holidays"), shift.holidays or ())
    if scenario.horizon is None and "run_on" in scenario.model_fields_set and ("horizon",) not in findings.left_out:
        findings.add(("run_on",), 'a run goes on after its "horizon", and this scenario has none.')


def _check_dates(findings: Findings, path: Path, dates: tuple[dt.date, ...]) -> None:
    """Check that holidays are days of the run, and of this age: every shift up to the last of them is listed."""
    start = findings.scenario.start
    if start is None:
        if dates and ("start",) not in findings.left_out:
            said = 'dates need a run that has one: say on which Monday it begins, such as "start: 2026-01-05".'
            findings.add(path, said)
        return
    for date in dates:
        if (date - start).days > MOST_DAYS:
            findings.add(path, f"{date} is more than {MOST_DAYS // 365} years after the start. Is the year right?")


def _check_lane_names(findings: Findings) -> None:
    """Check that streams and items have different names: their random numbers go by name (rule R3)."""
    scenario = findings.scenario
    for name in sorted(findings.names("demand") & findings.names("stock")):
        findings.add(("stock", name), f'a stream of orders has the name "{name}" already.')
    owners: dict[str, Path] = {}
    parts: list[tuple[Path, Stream | Item]] = [(("demand", name), part) for name, part in scenario.demand.items()]
    parts += [(("stock", name), part) for name, part in scenario.stock.items()]
    for path, part in parts:
        other = owners.setdefault(part.stream, path)
        if other is not path and other[1] != path[1]:
            changed, kept = (other, path) if part.stream == path[1] else (path, other)
            message = f'"{kept[1]}" draws from the random numbers of this name. Choose another one.'
            findings.add((*changed, "stream"), message)


def _check_source(findings: Findings, path: Path, stream: Stream) -> None:
    """Check that orders come from one source, and end some time."""
    stated = [source for source in SOURCES if getattr(stream, source) is not None]
    if len(stated) != 1:
        said = f" It has {' and '.join(stated)}." if stated else ""
        findings.add(path, f"a stream has exactly one of every, at, orders, saturated.{said}")
        return
    source = stated[0]
    if stream.count is not None and source not in ("every", "saturated"):
        findings.add((*path, "count"), f'the orders are counted by "{source}" already: leave "count" out.')
    for key in ("profile", "season"):
        if getattr(stream, key) is not None and source != "every":
            findings.add((*path, key), f'this is for orders that come "every" so often; these come by "{source}".')
    is_endless = source in ("every", "saturated") and stream.count is None
    if is_endless and findings.scenario.horizon is None and ("horizon",) not in findings.left_out:
        findings.add((*path, source), 'these orders never end: write a "count" here, or a "horizon" at the top.')
    if is_endless and stream.every is not None and stream.every.mean <= 0:
        findings.add((*path, "every"), "orders would come without end at one moment. The time between must be above 0.")
    elif is_endless and stream.every is not None and findings.scenario.horizon is not None:
        expected = findings.scenario.horizon / stream.every.mean * stream.most_of_rate
        if expected > MOST_ORDERS:
            said = f"about {expected:,.0f} orders would come before the horizon"
            findings.add((*path, "every"), f"{said}; at most {MOST_ORDERS:,} can be run. Is the unit right?")


def _check_wish(findings: Findings, path: Path, stream: Stream) -> None:
    """Check what the customers of a stream want."""
    if (stream.product is None) == (stream.item is None):
        message = 'a stream wants either a "product" or an "item" of the stock.'
        findings.add(path if stream.product is None else (*path, "item"), message)
        return
    findings.must_exist((*path, "item"), stream.item, "stock", "item")
    if stream.item is not None and stream.from_stock:
        findings.add((*path, "from_stock"), 'an item is from stock anyway: leave "from_stock" out.')
    if findings.must_exist((*path, "product"), stream.product, "products", "product") and stream.from_stock:
        _check_catalogue(findings, path, str(stream.product))


def _check_catalogue(findings: Findings, path: Path, product: str) -> None:
    """Check that every wish is matched by one item at most (rule I2)."""
    items = {name: item for name, item in findings.scenario.stock.items() if item.product == product}
    if not items and findings.is_whole("stock"):
        findings.add((*path, "from_stock"), f'no item of the stock is of the product "{product}".')
    for (name, item), (other, another) in combinations(items.items(), 2) if findings.is_whole("stock") else ():
        shared = item.options.keys() & another.options.keys()
        if all(item.options[option] == another.options[option] for option in shared):
            message = f'an order could be served by both "{name}" and "{other}". State options by which they differ.'
            findings.add(("stock", other), message)


def _check_stock_keys(findings: Findings, path: Path, stream: Stream) -> None:
    """Check that keys of orders from stock stand there only, and keys of orders that are made there only."""
    if not stream.from_stock:
        for key in ("substitutes", "no_match"):
            if getattr(stream, key) != type(stream).model_fields[key].default:
                findings.add((*path, key), 'this is for orders that look for an item: it needs "from_stock: true".')
    elif stream.substitutes is not None and stream.product in findings.scenario.products:
        wanted = dict.fromkeys(stream.substitutes.weights, ())
        findings.options_must_exist((*path, "substitutes", "weights"), wanted, stream.product)
    if stream.is_served_from_stock:
        for key in ("lot_size", "saturated"):
            if key == "lot_size" and stream.no_match == "made_to_order":
                continue
            if getattr(stream, key) is not None:
                findings.add((*path, key), "this is for orders that are made; these are served from stock.")
        return
    for key in ("patience", "partial", "overtake"):
        if getattr(stream, key):
            findings.add((*path, key), "this is for orders served from stock; these are made to order.")


def _check_order(findings: Findings, path: Path, stream: Stream, order: Order) -> None:
    """Check one order of a file against its stream."""
    place = (*path, "orders", order.name)
    for key in ("product", "item"):
        own, wanted = getattr(order, key), getattr(stream, key)
        if own is not None and own != wanted:
            known = f'"{wanted}"' if wanted else f"no {key}"
            findings.add((*place, key), f"the stream is for {known}: give other orders a stream of their own.")
    if stream.item is not None and order.options:
        findings.add((*place, "options"), "orders for an item state no options.")
    elif stream.product in findings.scenario.products:
        stated = {option: (value,) for option, value in order.options.items()}
        findings.options_must_exist((*place, "options"), stated, str(stream.product))


def _check_item(findings: Findings, path: Path, item: Item) -> None:
    """Check one item of the stock."""
    if item.product in findings.scenario.products:
        stated = {option: (value,) for option, value in item.options.items()}
        findings.options_must_exist((*path, "options"), stated, item.product)
    else:
        known = findings.names("products")
        if item.product not in known:
            findings.add((*path, "product"), f"no product has this name.{findings.nearest(item.product, known)}")
