# cython: infer_types=True
"""The sums of a floor as they stand at a moment, read without touching anything, so that the run can go on (X1).

What is under way is split at the moment as if it had been booked there: states of units and people, presence and overtime,
pieces on the shelf. A run that is stopped at the moment has the same sums.
"""

import cython
import numpy

from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Item_, Job, Operation, Repair, Source, Task, Unit, Worker
from flexsim.engine.variety import keys_of

if not cython.compiled:
    from flexsim.engine.kinds import *


def unit_rows(floor: Floor, now):
    """Ticks by state, operations, failures and changeovers of every unit, in the order of their ranks."""
    return [unit_row(unit, now) for unit in floor.units]


def worker_rows(floor: Floor, now):
    """Ticks by state in parts of 840, overtime, presence and operations of every worker, in the order of their names."""
    return [worker_row(worker, now) for worker in floor.workers]


def called_rows(floor: Floor, now):
    """Of everybody who can be called: calls, shifts, what the minimum adds, presence and overtime, by name."""
    return [called_row(worker, now) for worker in floor.workers if cython.cast(Worker, worker).pool is not None]


def stock_rows(floor: Floor, now):
    """What is on the shelf and what moved, and the integral of the pieces on hand, of every item."""
    return [stock_row(item, now) for item in floor.items]


def variety_rows(floor: Floor, n_operations):
    """Distinct keys, of the options that it looks at, and distinct configurations of every operation (O2)."""
    made = [[] for _ in range(n_operations)]
    keys = [[] for _ in range(n_operations)]
    for found in floor.sources:
        source = cython.cast(Source, found)
        for each in source.operations or ():
            operation = cython.cast(Operation, each)
            configurations = source.tally.made_by(operation.rank)
            made[operation.number].append(configurations)
            keys[operation.number].append(keys_of(configurations, radices(operation)))
    return [[number, n_distinct(keys[number]), n_distinct(made[number])] for number in range(n_operations)]


def radices(operation: Operation):
    """Where a configuration keeps the values that an operation looks at."""
    return [(option.radix, option.count) for option in operation.key or () if option.drawn]


def replay_rows(floor: Floor, now):
    """What the lots of every unit took, whether or not it had the time, and what exceeded it and its people (D8)."""
    return floor.replay.rows(now)


def exceeded(floor: Floor):
    """How many records exceeded a unit's one lot, and somebody's attention, so far."""
    rows = replay_rows(floor, floor.calendar.now)
    return sum(row[3] for row in rows), sum(row[4] for row in rows)


def n_distinct(arrays):
    return len(numpy.unique(numpy.concatenate(arrays))) if arrays else 0


def unit_row(unit: Unit, now: cython.longlong):
    ticks = [unit.ticks[k] for k in range(N_UNIT_STATES)]
    if unit.task is not None and unit.task.running:
        for kind, spent in stretches(unit.task, now):
            ticks[SETTING_UP if kind == SET_UP else RUNNING] += spent
    else:
        ticks[unit.state] += now - unit.since
    return [unit.rank, unit.centre.number, *ticks, unit.n_operations, unit.n_failures, unit.changed_over]


def stretches(task: Task, now: cython.longlong):
    """The steps of a run-through up to now: of each its kind and the ticks spent on it."""
    found = []
    at: cython.longlong = task.began
    for i in range(task.n_chained):
        ends: cython.longlong = at + task.chain_ticks[i]
        if i == task.n_chained - 1 or ends > now:
            ends = now
        found.append((task.chain_kind[i], ends - at))
        at = ends
        if at == now:
            break
    return found


def worker_row(worker: Worker, now: cython.longlong):
    ticks = [worker.ticks[k] for k in range(N_WORKER_STATES)]
    for state, parts in attention(worker, now):
        ticks[state] += parts
    overtime: cython.longlong = worker.overtime
    present: cython.longlong = worker.present_ticks
    if worker.leaving:
        overtime += now - worker.overtime_since
        present += now - worker.overtime_since
    elif worker.present:
        present += now - worker.present_since
    return [worker.rank, worker.team.number, *ticks, overtime, present, worker.n_operations]


def called_row(worker: Worker, now: cython.longlong):
    *_, overtime, present, _ = worker_row(worker, now)
    return [
        worker.rank, worker.pool.number, worker.n_asked, worker.n_came, worker.n_shifts, worker.paid_minimum, present, overtime,
    ]  # fmt: skip


def attention(worker: Worker, now: cython.longlong):
    """What a worker has done since his books were last closed: states and ticks x 840, in equal parts to what he tends (S2)."""
    spent: cython.longlong = (now - worker.since) * FULL
    n: cython.longlong = worker.n_jobs
    if n == 0:
        return [(FREE if worker.present else AWAY, spent)]
    if n == 1 and not isinstance(worker.jobs[0], Repair):
        only = cython.cast(Task, worker.jobs[0])
        if only.running and only.taken.parts == FULL:
            return [(AT_SET_UP if kind == SET_UP else AT_RUN, FULL * part) for kind, part in stretches(only, now)]
    share: cython.longlong = spent // n
    return [(state_of(worker.jobs[i]), share if i > 0 else spent - share * (n - 1)) for i in range(n)]


def state_of(job):
    """The state of a worker who attends a job."""
    if isinstance(job, Repair):
        return AT_REPAIR
    task = cython.cast(Task, job)
    if task.beside:
        return BESIDE
    return AT_SET_UP if task.kind == SET_UP else AT_RUN


def stock_row(item: Item_, now: cython.longlong):
    integral = item.integral + item.on_hand * (now - item.since)
    return [
        item.number, item.on_hand, item.on_order, item.owed, item.n_started,
        item.received, item.delivered, item.scrapped, integral,
    ]  # fmt: skip
