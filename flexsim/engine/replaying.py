# cython: infer_types=True
"""Replay of records: every row starts at exactly its time, whoever and whatever is busy (D8 with ``strict: false``).

It decides nothing, so it does not go through dispatch. Units hold as many lots, and people attend as much, as the records
say; how often that is more than they have is counted, and never prevented.
"""

from array import array

import cython

from flexsim.engine.calendar import Calendar, Handler
from flexsim.engine.errors import Stall
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Lot, Node, Operation, Order, ScheduleRow, Task, Unit, WorkCentre, Worker
from flexsim.engine.ports import Replay

if not cython.compiled:
    from flexsim.engine.configurations import distribution_of
    from flexsim.engine.kinds import *


class Records(Replay):
    """Starts rows at their ticks, follows their steps, and counts what was exceeded."""

    def __init__(self, floor: Floor):
        n = len(floor.units)
        self.floor = floor
        self.by_time = sorted(floor.rows, key=when)
        self.due = []
        self.going_on = []
        self.changed = []
        self.n_seen = 0
        self.n_lots = array("q", bytes(8 * n))
        self.n_set_up = array("q", bytes(8 * n))
        self.n_run = array("q", bytes(8 * n))
        self.since = array("q", bytes(8 * n))
        self.set_up_ticks = array("q", bytes(8 * n))
        self.run_ticks = array("q", bytes(8 * n))
        self.n_crowded = array("q", bytes(8 * n))
        self.n_stretched = array("q", bytes(8 * n))
        floor.calendar.enrol(self)

    def fire(self, kind, subject, stamp):
        if kind == 0:
            return self.take_due()
        return self.step_over(cython.cast(ScheduleRow, self.floor.rows[subject]))

    # time

    def start_run(self):
        return self.expect_next()

    def expect_next(self):
        """Expect the next tick at which rows are on record."""
        if self.n_seen == len(self.by_time):
            return 0
        row = cython.cast(ScheduleRow, self.by_time[self.n_seen])
        return self.floor.calendar.schedule(row.not_before, AFTER_ARRIVALS, 0, self, 0, 0, 0)

    def take_due(self):
        """The rows of this tick are due, in the order of the file."""
        now: cython.longlong = self.floor.calendar.now
        while self.n_seen < len(self.by_time):
            row = cython.cast(ScheduleRow, self.by_time[self.n_seen])
            if row.not_before > now:
                break
            self.due.append(row)
            self.n_seen += 1
        return self.expect_next()

    def lot_came(self, task):
        """A lot waits for its row's tick."""
        if task.row is None:
            raise Stall(f"{task.operation.name} of order {task.lot.order.ordinal} of {task.lot.order.source.name} is not on record")
        task.where = IN_LINE
        return 0

    # stage (5)

    def decide(self):
        """The rows that are due start, then steps that follow; what is due and cannot start by the instant's end is a stall."""
        if len(self.due) > 0:
            self.start_due()
        if len(self.going_on) > 0:
            going: list = sorted(self.going_on, key=place_in_file)
            self.going_on = []
            for found in going:
                row = cython.cast(ScheduleRow, found)
                self.begin(row, row.task)
        if len(self.due) > 0:
            self.expect_the_rest()
        for unit in self.changed:
            self.show_state(cython.cast(Unit, unit))
        self.changed = []
        return 0

    def start_due(self):
        left = []
        for found in self.due:
            row = cython.cast(ScheduleRow, found)
            if row.task is not None and row.task.where == IN_LINE:
                self.start(row, row.task)
            else:
                left.append(row)
        self.due = left
        return 0

    def expect_the_rest(self):
        """What is due and has not started can do so only in a further round of this instant."""
        if self.floor.leaving.n == 0 and self.floor.calendar.next_time() > self.floor.calendar.now:
            raise Stall(self.what_is_missing(self.due[0]))
        return 0

    def start(self, row, task):
        """An operation starts as recorded: nobody is asked whether he or the unit is free."""
        floor = self.floor
        now: cython.longlong = floor.calendar.now
        unit: Unit = row.unit
        order: Order = task.lot.order
        choice = self.choice_of(row)
        for found in row.operation.choices:
            cython.cast(Choice, found).centre.n_coming -= 1
        task.causes[FOR_UNIT] += now - task.came
        task.choice = choice
        task.codes = task.lot.codes
        task.code = task.lot.code
        task.n_pieces = len(task.codes)
        task.started = now
        task.run_started = -1
        task.piece = 0
        task.bad = 0
        task.quality = 1.0
        task.qualities = None
        task.attended = 0
        task.last_worker = -1
        task.beside = task.unparted = task.blocked = task.scrap_all = task.redo = False
        for k in range(4):
            task.spent[k] = 0
        task.unit = unit
        task.where = ON_UNIT
        row.started = True
        unit.centre.n_empty -= 1
        self.n_lots[unit.rank] += 1
        if not order.begun:
            order.begun = True
            floor.demand.begun(order)
        task.kind = choice.first
        return self.begin(row, task)

    def choice_of(self, row):
        """The operation at the work centre of the record."""
        for found in row.operation.choices:
            if cython.cast(Choice, found).centre is row.unit.centre:
                return found
        return None

    # steps

    def begin(self, row, task):
        """A step begins; it ends by an event, in the next round if it takes no time (T2)."""
        now: cython.longlong = self.floor.calendar.now
        unit: Unit = row.unit
        self.floor.last_stretch = now
        self.changed.append(unit)
        task.began = now
        task.ends = now + self.length(task)
        if task.kind == RUN:
            task.run_started = now
        self.book(unit.rank)
        if task.kind == SET_UP:
            self.n_set_up[unit.rank] += 1
        else:
            self.n_run[unit.rank] += 1
        self.attend(row, task)
        self.ask(row)
        return self.floor.calendar.schedule(task.ends, ENDS, unit.rank, self, 1, row.number, 0)

    def length(self, task):
        """The run of the whole lot as recorded, other steps as the scenario states them, no changeover."""
        kind: cython.longlong = task.kind
        if kind != SET_UP:
            return self.floor.running.length(task, kind)
        if task.choice.set_up is None and task.operation.changes is None:
            return 0
        return self.floor.running.drawn_set_up(task, distribution_of(task.choice, SET_UP, task.lot.order))

    def attend(self, row, task):
        """Those on record give the step the attention that the scenario states for it."""
        task.need = task.choice.needs[task.kind]
        task.worker = None
        task.crew = None
        if task.need is None or len(row.workers) == 0:
            return 0
        task.worker = cython.cast(Worker, row.workers[0])
        task.last_worker = task.worker.rank
        if len(row.workers) > 1:
            task.crew = row.workers
        for found in row.workers:
            worker = cython.cast(Worker, found)
            while len(worker.jobs) <= worker.n_jobs:  # records may give anybody any number of things to attend
                worker.jobs.append(None)
            self.floor.attending.attend(worker, task)
        return 0

    def ask(self, row):
        """Whether, with this step just begun, the unit holds more than one lot, or anybody on record attends more than he can."""
        unit: cython.longlong = row.unit.rank
        if self.n_lots[unit] > 1 and not row.crowded:
            row.crowded = True
            self.n_crowded[unit] += 1
        if not row.stretched:
            for worker in row.workers:
                if cython.cast(Worker, worker).parts_left < 0:
                    row.stretched = True
            if row.stretched:
                self.n_stretched[unit] += 1
        return 0

    def end_step(self, task):
        """A step ends: it is booked and recorded, and its people are free of it."""
        now: cython.longlong = self.floor.calendar.now
        ticks: cython.longlong = now - task.began
        unit: cython.longlong = task.unit.rank
        task.spent[task.kind] += ticks
        task.causes[BEING_SET_UP if task.kind == SET_UP else BEING_RUN] += ticks
        if self.floor.events.on:
            self.floor.stretch(task, task.kind, task.began, now)
        self.book(unit)
        if task.kind == SET_UP:
            self.n_set_up[unit] -= 1
        else:
            self.n_run[unit] -= 1
        if task.crew is not None:
            for worker in task.crew:
                self.floor.attending.release(cython.cast(Worker, worker), task)
        elif task.worker is not None:
            self.floor.attending.release(task.worker, task)
        return 0

    def step_over(self, row):
        """A step is over: so is the operation, or its next step begins in stage (5)."""
        task: Task = row.task
        following: cython.longlong = task.choice.following[task.kind]
        self.end_step(task)
        self.changed.append(row.unit)
        if following < 0:
            return self.operation_over(task)
        task.kind = following
        self.going_on.append(row)
        return 0

    def operation_over(self, task):
        task.unit.n_operations += 1
        if task.crew is not None:
            for worker in task.crew:
                cython.cast(Worker, worker).n_operations += 1
        elif task.worker is not None:
            task.worker.n_operations += 1
        task.worker = None
        task.crew = None
        task.where = FINISHED
        task.ended = self.floor.calendar.now
        self.n_lots[task.unit.rank] -= 1
        self.floor.n_operations += 1
        return self.floor.ended.push(task.slot)

    # books

    def book(self, unit):
        """Add up how long how many lots of a unit have been set up and run."""
        now: cython.longlong = self.floor.calendar.now
        spent: cython.longlong = now - self.since[unit]
        self.set_up_ticks[unit] += spent * self.n_set_up[unit]
        self.run_ticks[unit] += spent * self.n_run[unit]
        self.since[unit] = now
        return 0

    def show_state(self, unit):
        """A unit's state is the first of set-up, run, idle that applies to any of its lots."""
        state: cython.longlong = IDLE
        if self.n_set_up[unit.rank] > 0:
            state = SETTING_UP
        elif self.n_run[unit.rank] > 0:
            state = RUNNING
        return unit.enter(state, self.floor.calendar.now)

    def rows(self, now):
        """By unit: ticks of its lots in set-up and in run, and how many records exceeded the unit and anybody's attention."""
        found = []
        for unit in range(len(self.n_lots)):
            spent = now - self.since[unit]
            found.append([
                unit,
                self.set_up_ticks[unit] + spent * self.n_set_up[unit],
                self.run_ticks[unit] + spent * self.n_run[unit],
                self.n_crowded[unit],
                self.n_stretched[unit],
            ])  # fmt: skip
        return found

    # records that contradict each other

    def what_is_missing(self, found):
        """Say of a row that is due why its lot is not there."""
        row = cython.cast(ScheduleRow, found)
        ordinal, source, at = self.order_of(row)
        return (
            f"{row.operation.name} of order {ordinal} of {source.name} is on record at {row.unit.name} "
            f"from {at / 3_600_000_000:.6f} h (row {row.number} of the schedule, counted from 0), but {self.why(row, ordinal, source)}"
        )

    def order_of(self, row):
        operation = cython.cast(Operation, row.operation)
        for ordinal, found in operation.scheduled.items():
            if found is row:
                return ordinal, operation.source, row.not_before
        return -1, operation.source, row.not_before

    def why(self, row, ordinal, source):
        """What its lot still does, or waits for."""
        order: Order = self.floor.first_inside
        while order is not None and (order.source is not source or order.ordinal != ordinal):
            order = order.later
        if order is None:
            return "its order has not arrived" if source.n_arrived <= ordinal else "its order is no longer inside"
        said = []
        for lot in order.lots.all():
            for found in cython.cast(Lot, lot).tasks.all():
                said.append(self.whereabouts(cython.cast(Task, found), row))
        return "; ".join(said) or "nothing of its order is on the floor"

    def whereabouts(self, task, row):
        name = task.operation.name
        if task.where == ON_THE_MOVE:
            return f"its lot is still moving to {task.operation.choice.centre.name}"
        if task.where == ON_UNIT:
            return f"{name} on {task.unit.name} has not ended (it does at {self.ends(task) / 3_600_000_000:.6f} h)"
        if task.where == MEETING:
            return f"a part of it waits before {name} for the others"
        return f"{name} has not started (it is on record from {task.row.not_before / 3_600_000_000:.6f} h)"

    def ends(self, task):
        """When an operation that is under way ends, with the steps that follow."""
        at: cython.longlong = task.ends
        under_way: cython.longlong = task.kind
        following: cython.longlong = task.choice.following[under_way]
        while following >= 0:
            task.kind = following
            at += self.length(task)
            following = task.choice.following[following]
        task.kind = under_way
        return at


def when(row):
    """By tick, then as in the file."""
    return (row.not_before, row.number)


def place_in_file(row):
    return row.number
