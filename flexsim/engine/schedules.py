# cython: boundscheck=True, wraparound=True
"""Given schedules: which row is to be carried out by which unit and by whom, for which lot (D8)."""

from flexsim.engine.distributions import to_ticks
from flexsim.engine.nouns import ScheduleRow


def plan_schedule(scenario, floor, staff, places, origins):
    """Rows in the order of the file, each also with its unit, its people and its operation."""
    for stated in scenario.schedule:
        row = make_row(stated, staff, places, origins)
        row.number = len(floor.rows)
        floor.rows.append(row)
        list_lot(row, stated.ordinal, scenario.strict)
        list_unit(row, floor)
        list_workers(row)
    for source in floor.sources:
        for operation in source.operations:
            if not scenario.strict or is_bound(operation):
                look_for_rows(operation)


def make_row(stated, staff, places, origins):
    row = ScheduleRow()
    row.not_before = -1 if stated.not_before is None else to_ticks(stated.not_before)
    row.duration = -1 if stated.duration is None else to_ticks(stated.duration)
    row.unit = places.centres[stated.work_centre].units[stated.unit]
    row.workers = [staff.workers[name] for name in stated.workers]
    operations = origins.sources[stated.stream].operations
    row.operation = next(operation for operation in operations if operation.name == stated.operation)
    return row


def list_lot(row, ordinal, strict):
    """The lot of the order with this ordinal; as it is planned, it may have to wait though a unit is free."""
    look_for_rows(row.operation)
    row.operation.scheduled[ordinal] = row
    row.operation.picky = row.operation.picky or strict


def list_unit(row, floor):
    unit = row.unit
    if not unit.scheduled:
        unit.rows = []
        unit.scheduled = True
        unit.centre.n_scheduled += 1
        floor.scheduled_units.append(unit)
    unit.rows.append(row)


def list_workers(row):
    for worker in row.workers:
        if not worker.scheduled:
            worker.rows = []
            worker.scheduled = True
            worker.team.scheduled.append(worker)
        worker.rows.append(row)


def is_bound(operation):
    """Whether an operation can go only to units that the schedule names: what is done there must be in it."""
    return all(choice.centre.n_scheduled == choice.centre.n_units for choice in operation.choices)


def look_for_rows(operation):
    """Lots of the operation are to look for their row when they begin to wait."""
    if operation.scheduled is None:
        operation.scheduled = {}
