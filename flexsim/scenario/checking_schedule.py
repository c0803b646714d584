"""Checks of a given schedule (rule D8)."""

from __future__ import annotations

from flexsim.scenario.checking import Findings
from flexsim.scenario.checking_replay import check_replay
from flexsim.scenario.demand import Item, Stream
from flexsim.scenario.errors import Path
from flexsim.scenario.model import ScheduleRow
from flexsim.scenario.products import Operation, Product


def check_schedule(findings: Findings) -> None:
    """Check every row of the schedule, and what a schedule asks of the products in it."""
    rows, strict = findings.scenario.schedule or (), findings.scenario.strict
    if not findings.is_certain("schedule", "strict"):  # what rows must say depends on it
        return
    seen: dict[tuple[str, int, str], int] = {}
    starts: dict[tuple[str, int], float] = {}
    for position, row in enumerate(rows):
        path: Path = ("schedule", position)
        key = (row.stream, row.ordinal, row.operation)
        if key in seen:
            findings.add(path, f'"{row.operation}" of this order stands in schedule[{seen[key]}] already.')
        seen.setdefault(key, position)
        if strict:
            _check_sorted(findings, path, row, starts)
        _check_work_centre(findings, path, row)
        _check_row(findings, path, row)
    for stream in sorted({row.stream for row in rows}):
        _check_stream(findings, stream)
    if strict:
        _check_order_of_rows(findings, rows, seen)
    else:
        check_replay(findings)


def _product_of(findings: Findings, stream: str) -> Product | None:
    """Give the product that the orders of a stream, or the lots of an item, are of."""
    scenario = findings.scenario
    part: Stream | Item | None = scenario.demand.get(stream) or scenario.stock.get(stream)
    return scenario.products.get(part.product or "") if part is not None else None


def _check_sorted(findings: Findings, path: Path, row: ScheduleRow, starts: dict[tuple[str, int], float]) -> None:
    """Check that on each unit rows come in the order in which they may begin."""
    unit = (row.work_centre, row.unit)
    if row.not_before is None:
        return
    if row.not_before < starts.get(unit, 0.0):
        findings.add((*path, "not_before"), "rows are sorted by start, and an earlier row of this unit begins later.")
    starts[unit] = max(row.not_before, starts.get(unit, 0.0))


def _check_work_centre(findings: Findings, path: Path, row: ScheduleRow) -> None:
    """Check that the unit exists."""
    findings.must_exist((*path, "work_centre"), row.work_centre, "work_centres", "work centre")
    centre = findings.scenario.work_centres.get(row.work_centre)
    if centre is not None and row.unit >= centre.units:
        message = f'"{row.work_centre}" has {centre.units} units, and they count from 0.'
        findings.add((*path, "unit"), message)


def _check_row(findings: Findings, path: Path, row: ScheduleRow) -> None:
    """Check the order, the operation and the workers of a row."""
    known = findings.names("demand") | findings.names("stock")
    if row.stream not in known:
        findings.add((*path, "stream"), f"no stream or item has this name.{findings.nearest(row.stream, known)}")
    product = _product_of(findings, row.stream)
    operation = product.operations.get(row.operation) if product is not None else None
    if product is not None and operation is None and findings.is_whole("products"):
        message = (
            f"the product of this order has no such operation.{findings.nearest(row.operation, product.operations)}"
        )
        findings.add((*path, "operation"), message)
    if operation is not None and row.work_centre in findings.names("work_centres"):
        places = [alternative.work_centre for alternative in operation.at]
        if row.work_centre not in places:
            message = f'"{row.operation}" is not done here.{findings.nearest(row.work_centre, places)}'
            findings.add((*path, "work_centre"), message)
    _check_workers(findings, path, row, operation)


def _check_workers(findings: Findings, path: Path, row: ScheduleRow, operation: Operation | None) -> None:
    """Check that the workers of a row exist and can do the operation."""
    workers = findings.scenario.workers
    place = (*path, "workers")
    for name in sorted(set(row.workers) & findings.scenario.pool_of.keys()):
        findings.add(place, f'"{name}" comes only when called: a schedule names workers, not people of a pool.')
    named = [name for name in row.workers if name not in findings.scenario.pool_of]
    known = [name for name in named if findings.must_exist(place, name, "workers", "worker") and name in workers]
    twice = sorted({name for name in row.workers if row.workers.count(name) > 1})
    if twice:
        findings.add(place, f'"{twice[0]}" is named twice.')
    centre = findings.scenario.work_centres.get(row.work_centre)
    if operation is None or centre is None or len(known) < len(row.workers):
        return
    for name in known:
        if workers[name].team != centre.team:
            findings.add(place, f'"{name}" is not in the team of "{row.work_centre}".')
    if not findings.scenario.strict:  # records are facts: whoever did it could
        return
    held = {skill for name in known for skill in workers[name].skills}
    needed = {skill for step in operation.steps.values() for skill in step.skills}
    for skill in sorted(needed - held):
        findings.add(place, f'"{row.operation}" needs the skill "{skill}", and none of these workers has it.')


def _check_stream(findings: Findings, name: str) -> None:
    """Check that orders in a schedule are one lot each, and that all pieces are good."""
    stream = findings.scenario.demand.get(name)
    if stream is not None and stream.lot_size is not None:
        largest = max((order.quantity for order in stream.orders or ()), default=stream.quantity[1])
        if stream.lot_size < largest:
            findings.add(("demand", name, "lot_size"), "with a schedule an order is one lot: leave it out.")
    product = _product_of(findings, name)
    key = _product_name(findings, name)
    for operation, part in product.operations.items() if product else ():
        if part.yield_share < 1:
            path = ("products", key, "operations", operation, "yield")
            findings.add(path, f'"{name}" is in the schedule, and a schedule knows no scrap: leave the yield out.')


def _product_name(findings: Findings, stream: str) -> str:
    part: Stream | Item | None = findings.scenario.demand.get(stream) or findings.scenario.stock.get(stream)
    return (part.product if part is not None else None) or ""


def _check_order_of_rows(
    findings: Findings, rows: tuple[ScheduleRow, ...], seen: dict[tuple[str, int, str], int]
) -> None:
    """Check that no operation stands before one that it comes after."""
    for position, row in enumerate(rows):
        product = _product_of(findings, row.stream)
        operation = product.operations.get(row.operation) if product is not None else None
        for before in operation.after if operation is not None else ():
            if seen.get((row.stream, row.ordinal, before), -1) > position:
                message = f'"{before}" of this order comes first, but stands in a later row.'
                findings.add(("schedule", position, "operation"), message)
