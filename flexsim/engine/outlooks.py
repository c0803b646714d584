# cython: infer_types=True
"""Why things wait, by the state after each instant's last dispatch (W1, X2).

All operations that could go to the same work centres wait for the same reason, so the reason has a clock and the
operations read it when they come and when they leave; no waiting order is touched.
"""

import cython

from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Line, Need, Outlook, ScheduleRow, Skill, Task, Unit, WorkCentre

if not cython.compiled:
    from flexsim.engine.kinds import *


class Outlooks:
    """Closes each instant: units that wait for a worker, and the causes in lines."""

    def __init__(self, floor: Floor):
        self.floor = floor

    def close_instant(self):
        floor = self.floor
        touched = floor.touched_centres
        for i in range(touched.n):
            centre = cython.cast(WorkCentre, floor.centres[touched.items[i]])
            centre.touched = False
            if floor.causes_on:
                self.see_causes(centre)
            if centre.n_scheduled > 0:  # seldom
                self.mark_scheduled(centre)
            elif centre.n_marked > 0 or (centre.n_waiting > 0 and centre.n_available > 0):
                self.mark(centre)
        touched.n = 0
        return 0

    def see_causes(self, centre):
        """Note what operations wait for; while none waits it changes nothing, and is seen when the next one comes."""
        if centre.n_waiting == 0:
            centre.summary = -1
            return 0
        summary: cython.longlong = 0
        if centre.n_available > 0:
            summary = 4
        if centre.n_on > 0:
            summary += 2
        if centre.n_up > 0:
            summary += 1
        if summary != centre.summary:
            centre.summary = summary
            for i in range(len(centre.outlooks)):
                self.update(cython.cast(Outlook, centre.outlooks[i]))
        if len(centre.picky) > 0:
            self.update_picky(centre)
        return 0

    def update(self, outlook):
        cause: cython.longlong = self.cause_of(outlook)
        if cause != outlook.cause:
            now: cython.longlong = self.floor.calendar.now
            outlook.ticks[outlook.cause] += now - outlook.since
            outlook.since = now
            outlook.cause = cause
        return 0

    def cause_of(self, outlook):
        """0 worker, 1 off shift, 2 unit, 3 repair (X2)."""
        on: cython.bint = False
        up: cython.bint = False
        for found in outlook.centres:
            centre = cython.cast(WorkCentre, found)
            if centre.n_available > 0:
                return 0 if self.skilled_there(outlook) else 1
            on = on or centre.n_on > 0
            up = up or centre.n_up > 0
        if on:
            return 2
        return 1 if up else 3

    def skilled_there(self, outlook):
        for need in outlook.skills:
            if need is None or not cython.cast(Need, need).absent:
                return True
        return False

    def mark(self, centre):
        """As many empty units as operations wait for a worker, lowest numbers first, are *waiting for worker* (W1)."""
        now: cython.longlong = self.floor.calendar.now
        waiting: cython.longlong = centre.n_waiting - centre.n_rows_waiting
        centre.n_marked = 0
        for i in range(centre.n_units):
            unit = cython.cast(Unit, centre.units[i])
            if not unit.listed:
                continue
            if centre.n_marked < waiting:
                centre.n_marked += 1
                if unit.state != WAITING_FOR_WORKER:
                    unit.enter(WAITING_FOR_WORKER, now)
            elif unit.state == WAITING_FOR_WORKER:
                unit.enter(IDLE, now)
        return 0

    def mark_scheduled(self, centre):
        """The same where a schedule names units: a row counts when it is its turn, the units are all that are empty."""
        if self.floor.replay is not None:  # whose turn it is, its record says
            return 0
        now: cython.longlong = self.floor.calendar.now
        waiting: cython.longlong = centre.n_waiting - centre.n_rows_waiting if centre.n_available > 0 else 0
        for found in centre.units:
            unit = cython.cast(Unit, found)
            if unit.scheduled and unit.task is None and unit.was_on and unit.next_row < len(unit.rows):
                if self.floor.listing.row_turn(cython.cast(ScheduleRow, unit.rows[unit.next_row])):
                    waiting += 1
        for found in centre.units:
            unit = cython.cast(Unit, found)
            if unit.task is not None or not unit.was_on:
                continue
            waits: cython.bint = waiting > 0
            waiting -= 1
            if waits != (unit.state == WAITING_FOR_WORKER):
                unit.enter(WAITING_FOR_WORKER if waits else IDLE, now)
        return 0

    def update_picky(self, centre):
        now: cython.longlong = self.floor.calendar.now
        for found in centre.picky:
            task = cython.cast(Task, found)
            cause: cython.longlong = self.picky_cause(task)
            if cause != task.cause:
                if task.cause >= 0:
                    task.causes[task.cause] += now - task.marked
                task.marked = now
                task.cause = cause
        return 0

    def picky_cause(self, task):
        """The same for an operation that must fit before a shift's end, or whose turn a schedule says."""
        empty: cython.bint = False
        on: cython.bint = False
        up: cython.bint = False
        for choice in task.operation.choices:
            for found in cython.cast(Choice, choice).centre.units:
                unit = cython.cast(Unit, found)
                up = up or unit.was_up
                on = on or unit.was_on
                empty = empty or unit.listed or (task.row is not None and unit.was_on and unit.task is None)
        if empty:
            if task.row is not None and not self.has_turn(task.row):
                return FOR_UNIT
            if not self.people_there(task) or self.floor.staffing.could_if_fitting(task):
                return NOT_ON_SHIFT
            return FOR_WORKER
        if on:
            return FOR_UNIT
        return NOT_ON_SHIFT if up else REPAIR

    def has_turn(self, row):
        """Whether it is a row's turn and its own unit could take it."""
        return row.unit.task is None and row.unit.was_on and self.floor.listing.row_turn(row)

    def people_there(self, task):
        for choice in task.operation.choices:
            need: Need = cython.cast(Choice, choice).line.need
            if need is None or not need.absent:
                return True
        return False
