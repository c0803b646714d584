"""Replay of records: rows start at exactly their ticks; capacity is not asked, but how often it was exceeded (D8)."""

from __future__ import annotations

from .oracle_routing import operation_steps
from .oracle_state import FULL, Floor, FloorError, Lot, Stall, Unit, Work, WorkCentre
from .oracle_steps import attend, lasting, take_listed_duration

# --- stage 5 of a replay -------------------------------------------------------------------------------------------


def replay(floor: Floor) -> None:
    """The rows that are due, then the next steps of what goes on, both in the order of the file."""
    going_on = sorted((work for work in floor.works if work.waits), key=lambda work: work.row["place"])
    for row in floor.rows:
        if not row["has_started"] and row["opens"] == floor.now and (lot := lot_in_line(floor, row)):
            begin_row(floor, row, lot)
    for work in going_on:
        start_recorded_step(floor, work)


def lot_in_line(floor: Floor, row: dict) -> Lot | None:
    """Return the row's lot if it waits for its operation."""
    return next(
        (lot for lot in lots_of(floor, row) if lot.state == "waiting" and lot.node.name == row["operation"]), None
    )


def lots_of(floor: Floor, row: dict) -> list[Lot]:
    """Return the copies of the row's order that are about."""
    return [lot for lot in floor.lots if lot.order.key == (row["stream"], row["ordinal"])]


def begin_row(floor: Floor, row: dict, lot: Lot) -> None:
    """The lot goes on the recorded unit, whatever lies there already."""
    unit = recorded_unit(floor, row)
    # nothing ever enters the unit's memory, so that no changeover is among its steps
    work = Work(unit=unit, lot=lot, steps=operation_steps(floor, lot, unit), key=lot.key, row=row)
    take_listed_duration(work, row)
    row["has_started"], lot.state = True, "on unit"
    unit.holds.append(work)
    start_recorded_step(floor, work)


def start_recorded_step(floor: Floor, work: Work) -> None:
    """The step starts with the recorded people, at factor 1, and what is exceeded now is noted on the row."""
    step, named = work.step, [floor.workers[name] for name in work.row["workers"]]
    work.crew = named if step.parts else []
    work.began, work.lasts = floor.now, lasting(step.left, 1.0)
    attend(floor, work, work.crew, "runs", step.parts)
    work.lot.order.has_begun = True
    floor.last_sign = floor.last_stretch = floor.now
    work.row["exceeds_unit"] |= len(work.unit.holds) > 1
    work.row["exceeds_attention"] |= any(sum(a.parts for a in worker.attends) > FULL for worker in named)


def recorded_unit(floor: Floor, row: dict) -> Unit:
    """Return the unit that the row names."""
    return floor.work_centres[row["work_centre"]].units[row["unit"]]


# --- a row that cannot start ---------------------------------------------------------------------------------------


def complain_if_late(floor: Floor) -> None:
    """A row that has not started by the end of its instant stops the run."""
    for row in floor.rows:
        if not row["has_started"] and row["opens"] == floor.now:
            what = f"row {row['place'] + 1}: {row['operation']} of {row['stream']} {row['ordinal']}"
            raise Stall(f"{what} cannot start at tick {floor.now}: {what_it_waits_for(floor, row)}")


def what_it_waits_for(floor: Floor, row: dict) -> str:
    """Say why the row's lot is not there."""
    stream = floor.streams[row["stream"]]
    if row["ordinal"] >= len(stream.orders):
        return "its order has not arrived"
    for lot in lots_of(floor, row):
        if lot.node.name == row["operation"] and lot.state == "moving":
            return f"its lot moves until tick {lot.arrives}"
    return "an operation before it has not ended"


# --- what the scenario may say -------------------------------------------------------------------------------------


def check_records(floor: Floor) -> None:
    """Every operation of given orders made to order, once, on what knows neither hours nor failures nor places."""
    listed = {(row["stream"], row["ordinal"], row["operation"]) for row in floor.rows}
    for stream in floor.streams.values():
        if "at" not in stream.rule or "product" not in stream.rule or stream.is_from_stock:
            raise FloorError(f"{stream.name}: only orders that are given and made to order are replayed")
        names = [op["name"] for op in floor.products[stream.rule["product"]]["operations"]]
        expected = {(stream.name, ordinal, name) for ordinal in range(stream.n_expected) for name in names}
        if missing := expected - listed:
            raise FloorError(f"the records lack {min(missing)}")
        listed -= expected
    if listed:
        raise FloorError(f"no order has the operation {min(listed)}")
    if floor.items:
        raise FloorError("what is made for stock cannot be replayed")
    for centre in floor.work_centres.values():
        if centre.rule.get("failures") or centre.rule.get("buffer") is not None:
            raise FloorError(f"{centre.name}: records know neither failures nor places")
    for row in floor.rows:
        check_row(floor, row)


def check_row(floor: Floor, row: dict) -> None:
    """A start, a duration, a unit at which the operation can be done, people of its team, none of them with hours."""
    centre = floor.work_centres[row["work_centre"]]
    people = [floor.workers[name] for name in row["workers"]]
    if row.get("not_before") is None or row.get("duration") is None or row["duration"] < 0:
        raise FloorError(f"row {row['place'] + 1} needs a start and a duration")
    if row["work_centre"] not in operation_of(floor, row)["at"] or not 0 <= row["unit"] < len(centre.units):
        raise FloorError(f"row {row['place'] + 1}: {row['operation']} is not done there")
    if any(worker.team != centre.team for worker in people):
        raise FloorError(f"row {row['place'] + 1}: somebody is of another team")
    if has_hours(centre) or any(worker.rule.get("shifts") is not None for worker in people):
        raise FloorError(f"row {row['place'] + 1}: whoever is on record was there, and has no shifts")


def has_hours(centre: WorkCentre) -> bool:
    return centre.rule.get("shifts") is not None


def operation_of(floor: Floor, row: dict) -> dict:
    """Return what the scenario says of the row's operation."""
    product = floor.products[floor.streams[row["stream"]].rule["product"]]
    return next(op for op in product["operations"] if op["name"] == row["operation"])
