"""Checks of a replay of records: a schedule with ``strict: false`` (rule D8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flexsim.scenario.checking import Findings
from flexsim.scenario.demand import Stream
from flexsim.scenario.errors import Path
from flexsim.scenario.model import ScheduleRow
from flexsim.scenario.products import Operation, Product

GIVEN = "records know every order: state their arrivals with `at`, or the orders in full."
MADE_TO_ORDER = "records are of what is made to order: leave the stock out."

Known = Mapping[str, str | None]
"""The options of an order with their values, None where a value is drawn."""


def check_replay(findings: Findings) -> None:
    """Check that records say all that a run would otherwise have to decide, and that nothing else decides anything."""
    rows = findings.scenario.schedule or ()
    for position, row in enumerate(rows):
        for key in ("not_before", "duration"):
            if getattr(row, key) is None:
                findings.add(("schedule", position), f'"{key}" is missing: a record says when, and for how long.')
    _check_demand(findings)
    _check_floor(findings)
    _check_hours(findings, rows)
    for name in findings.scenario.pools:
        findings.add(("pools", name), "where records are replayed nobody is called: whoever was there is on record.")
    if findings.is_whole("schedule", "demand", "products"):
        _check_completeness(findings, rows)


def _check_demand(findings: Findings) -> None:
    """Check that it is known who orders what, and that all of it is made to order."""
    for name in findings.scenario.stock:
        findings.add(("stock", name), MADE_TO_ORDER)
    for name, stream in findings.scenario.demand.items():
        for key in ("every", "saturated"):
            if getattr(stream, key) is not None:
                findings.add(("demand", name, key), GIVEN)
        if stream.is_served_from_stock:
            findings.add(("demand", name, "item" if stream.item is not None else "from_stock"), MADE_TO_ORDER)
        for key in ("refuse_above", "patience"):
            if getattr(stream, key) is not None:
                findings.add(("demand", name, key), "an order on record was taken and made: leave this out.")
        product = findings.scenario.products.get(stream.product or "")
        if product is not None:
            _check_product(findings, stream.product or "", product)


def _check_product(findings: Findings, name: str, product: Product) -> None:
    """Check that nothing of how a product is made is left to chance, and that a lot has one run."""
    path: Path = ("products", name)
    if product.routing is not None:
        findings.add((*path, "routing"), "records follow a routing that is given, by `after`, not one that is drawn.")
    for key, operation in product.operations.items():
        if operation.loading == "piece":
            message = "a record states one run of the whole lot: write `loading: lot`."
            findings.add((*path, "operations", key, "loading"), message)


def _check_floor(findings: Findings) -> None:
    """Check that no work centre fails, or keeps a lot that has ended."""
    for name, centre in findings.scenario.work_centres.items():
        if centre.failures:
            message = "in a replay nothing fails: what happened is in the records."
            findings.add(("work_centres", name, "failures"), message)
        if centre.buffer is not None:
            message = "in a replay a lot leaves when the record ends: leave the buffer out."
            findings.add(("work_centres", name, "buffer"), message)


def _check_hours(findings: Findings, rows: tuple[ScheduleRow, ...]) -> None:
    """Check that no unit or worker on record has a shift: whoever is on record was there."""
    message = "records are facts: who is on record was there, whatever the shift. Leave it out."
    for name in sorted({row.work_centre for row in rows} & set(findings.scenario.work_centres)):
        if findings.scenario.work_centres[name].shifts is not None:
            findings.add(("work_centres", name, "shifts"), message)
    for name in sorted({name for row in rows for name in row.workers} & set(findings.scenario.workers)):
        if findings.scenario.workers[name].shifts is not None:
            findings.add(("workers", name, "shifts"), message)


def _check_completeness(findings: Findings, rows: tuple[ScheduleRow, ...]) -> None:
    """Check that every operation of every order has a row, and no other order or operation has one."""
    if not rows:
        findings.add(("schedule",), "it has no rows: records state every operation of every order.")
        return
    listed = {(row.stream, row.ordinal, row.operation): position for position, row in enumerate(rows)}
    for name, stream in findings.scenario.demand.items():
        product = findings.scenario.products.get(stream.product or "")
        if product is not None and _is_given(stream):
            _check_stream(findings, name, stream, product, listed)
    for (name, _, key), position in listed.items():
        known = findings.scenario.demand.get(name)
        product = findings.scenario.products.get(known.product or "") if known is not None else None
        if known is not None and _is_given(known) and product is not None and key in product.operations:
            n = _number_of_orders(known)
            message = f'"{name}" has {n:,} order{"s" * (n != 1)}, and they count from 0.'
            findings.add(("schedule", position, "ordinal"), message)


def _check_stream(
    findings: Findings, name: str, stream: Stream, product: Product, listed: dict[tuple[str, int, str], int]
) -> None:
    """Check the records of one stream, and take those that are right, or told of, off the list."""
    missing: dict[str, list[int]] = {}
    drawn: dict[str, int] = {}
    for ordinal, known in enumerate(_orders_of(stream, product)):
        for key, operation in product.operations.items():
            position = listed.pop((name, ordinal, key), None)
            done = _is_done(operation, known)
            if done is None:
                drawn.setdefault(key, ordinal)
            elif done and position is None:
                missing.setdefault(key, []).append(ordinal)
            elif position is not None and not done:
                message = f'with its options order {ordinal} of "{name}" has no "{key}".'
                findings.add(("schedule", position, "operation"), message)
    for key, ordinal in drawn.items():
        message = f'whether order {ordinal} of "{name}" has this operation is drawn: state the options of the order.'
        findings.add(("products", stream.product or "", "operations", key, "only_if"), message)
    for key, ordinals in missing.items():
        more = f", and of {len(ordinals) - 1:,} more" if len(ordinals) > 1 else ""
        findings.add(("schedule",), f'"{key}" of order {ordinals[0]} of "{name}" has no row{more}.')


def _is_given(stream: Stream) -> bool:
    """Tell whether it is known which orders come; where they are drawn, that is told and nothing of their rows."""
    return stream.at is not None or stream.orders is not None


def _number_of_orders(stream: Stream) -> int:
    """Give the number of orders of a stream that lists them."""
    n = len(stream.at or stream.orders or ())
    return n if stream.count is None else min(n, stream.count)


def _orders_of(stream: Stream, product: Product) -> Iterator[Known]:
    """Give the options of every order as far as they are certain."""
    certain: Known = {
        option: next(iter(shares)) if len(shares) == 1 else None for option, shares in product.options.items()
    }
    for ordinal in range(_number_of_orders(stream)):
        own = stream.orders[ordinal].options if stream.orders is not None else {}
        yield {**certain, **own} if own else certain


def _is_done(operation: Operation, known: Known) -> bool | None:
    """Tell whether an order with these options has an operation; None if that is drawn."""
    open_ = False
    for option, values in operation.only_if.items():
        value = known.get(option)
        if value is None:
            open_ = True
        elif value not in values:
            return False
    return None if open_ else True
