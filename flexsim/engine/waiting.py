# cython: infer_types=True
"""What waits where, and for which units: lines, and steps on units (D1, D7).

Work centres keep their waiting operations in lines; a line is open while it has an operation and its work centre a unit.
"""

import cython

from flexsim.engine.calendar import Stack
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Entry, Line, Need, Operation, Unit, WorkCentre
from flexsim.engine.ports import Waiting

if not cython.compiled:
    from flexsim.engine.kinds import *

    u64 = cython.ulonglong


class Lines(Waiting):
    """Lines, open lines by need, units that can be had, and steps that wait on units."""

    def __init__(self, floor: Floor):
        self.floor = floor

    # in line

    def enter_line(self, task):
        """The operation begins to wait, in a line of each of its work centres (D7)."""
        task.where = IN_LINE
        self.stand(task, task.entry, task.operation.choice)
        if task.operation.n_choices > 1:  # seldom
            self.stand_elsewhere(task)
        if task.operation.picky:  # seldom
            task.cause = -1
            task.marked = self.floor.calendar.now
            for choice in task.operation.choices:
                cython.cast(Choice, choice).centre.picky.append(task)
        elif self.floor.causes_on and task.operation.outlook is not None:
            self.begin_to_look(task, task.operation.outlook)
        return 0

    def stand_elsewhere(self, task):
        operation: Operation = task.operation
        task.entries = []
        for i in range(1, operation.n_choices):
            entry = cython.cast(Entry, self.floor.free_entries.pop()) if self.floor.free_entries.n > 0 else Entry()
            entry.task = task
            task.entries.append(entry)
            self.stand(task, entry, cython.cast(Choice, operation.choices[i]))
        return 0

    def begin_to_look(self, task, outlook):
        """Note the causes' clocks when the waiting begins."""
        for k in range(4):
            task.marks[k] = outlook.ticks[k]
        task.marks[outlook.cause] += self.floor.calendar.now - outlook.since
        return 0

    def end_looking(self, task, outlook):
        task.marks[outlook.cause] -= self.floor.calendar.now - outlook.since
        task.causes[FOR_WORKER] += outlook.ticks[0] - task.marks[0]
        task.causes[NOT_ON_SHIFT] += outlook.ticks[1] - task.marks[1]
        task.causes[FOR_UNIT] += outlook.ticks[2] - task.marks[2]
        task.causes[REPAIR] += outlook.ticks[3] - task.marks[3]
        return 0

    def stand(self, task, entry, choice):
        line: Line = choice.line
        centre: WorkCentre = choice.centre
        entry.choice = choice
        entry.priority = task.lot.order.priority
        entry.came = task.came
        entry.released = task.lot.released
        entry.order_rank = task.lot.order.rank
        entry.lot_rank = (task.lot.code << 16) + task.operation.rank
        if centre.rule.fifo:
            entry.key = cython.cast(cython.double, task.came) if cython.compiled else float(task.came)
        else:
            self.give_key(entry, centre.rule)
        line.entries.push(entry)
        if task.operation.picky:  # seldom
            line.n_picky += 1
            if task.row is not None:
                centre.n_rows_waiting += 1
        centre.n_waiting += 1
        if centre.n_available > 0:
            if not line.open:
                self.open_line(line)
                if centre.n_lines > 1:  # seldom
                    self.place_lines(centre)
            else:
                self.place_lines(centre)
        if line.need is not None:
            self.floor.touch_team(line.need.team)
        return self.floor.touch(centre)

    def give_key(self, entry, rule):
        """The key by the work centre's rule; a user's own is asked for when the instant comes to it (D4)."""
        if rule.user:
            entry.key = 0.0
            if not rule.dynamic:
                self.floor.unkeyed.push(entry)
        else:
            entry.key = rule.key(entry, self.floor.calendar.now)
        return 0

    def leave_lines(self, task):
        """The operation no longer waits: it starts, or its lot is gone; the unit it takes, or who calls, touches its work centre."""
        if task.operation.picky:  # seldom
            self.book_picky(task, self.floor.calendar.now)
            for choice in task.operation.choices:
                cython.cast(Choice, choice).centre.picky.remove(task)
        elif self.floor.causes_on and task.operation.outlook is not None:
            self.end_looking(task, task.operation.outlook)
        self.leave(task.entry)
        if task.entries is not None:  # seldom
            self.floor.touch(task.entry.choice.centre)
            self.leave_elsewhere(task)
        task.where = AT_REST
        return 0

    def leave_elsewhere(self, task):
        for found in task.entries:
            entry = cython.cast(Entry, found)
            self.leave(entry)
            self.floor.touch(entry.choice.centre)
            self.floor.free_entries.push(entry)
        task.entries = None
        return 0

    def book_picky(self, task, now):
        if task.cause >= 0:
            task.causes[task.cause] += now - task.marked
        task.marked = now
        return 0

    def leave(self, entry):
        line: Line = entry.choice.line
        centre: WorkCentre = line.centre
        line.entries.remove(entry)
        centre.n_waiting -= 1
        if entry.task.operation.picky:  # seldom
            line.n_picky -= 1
            if entry.task.row is not None:
                centre.n_rows_waiting -= 1
        if line.open and line.entries.n == 0:
            self.close_line(line)
        if centre.bound and line.need is not None:  # seldom
            self.floor.touch_team(centre.team)
            if centre.team.number != self.floor.deciding:
                self.floor.look_again = True
        if centre.n_available > 0 and centre.n_waiting > 0:
            self.place_lines(centre)
        return 0

    def open_line(self, line):
        line.open = True
        need: Need = line.need
        if need is None:  # seldom
            return 0
        line.where = self.where_key(line)
        if need.only_line is None:
            need.lines.push(line)
            if need.lines.n > 1:
                return self.floor.touch_team(need.team)
        self.flip_need(need)
        need.team.n_open += 1
        return self.floor.touch_team(need.team)

    def close_line(self, line):
        line.open = False
        need: Need = line.need
        if need is None:  # seldom
            return 0
        if need.only_line is None:
            need.lines.remove(line)
            if need.lines.n > 0:
                return 0
        self.flip_need(need)
        need.team.n_open -= 1
        return 0

    def flip_need(self, need):
        """Among the team's needs, those with open lines are a set of bits."""
        need.team.open[need.word] ^= need.bit
        return 0

    def where_key(self, line):
        """The team's where key of a line, smallest first (D5)."""
        where: cython.longlong = line.need.team.where
        if where == LONGEST_QUEUE:
            return -line.centre.n_waiting
        head = cython.cast(Entry, line.entries.items[0])
        if where == FIRST_IN_SYSTEM:
            return head.released
        return head.task.lot.order.due

    def place_line(self, line):
        if line.open and line.need is not None:
            key: cython.longlong = self.where_key(line)
            if key != line.where:
                line.where = key
                if line.need.only_line is None:
                    line.need.lines.moved(line)
        return 0

    def place_lines(self, centre):
        """Where keys follow what waits at the work centre."""
        if centre.n_available > 0:
            for i in range(centre.n_lines):
                self.place_line(cython.cast(Line, centre.lines[i]))
        return 0

    # units

    def unit_changed(self, unit):
        """A unit was emptied or taken, broke down or came up, went off shift or came on: list it where it can be had."""
        centre: WorkCentre = unit.centre
        up: cython.bint = unit.n_down == 0
        on: cython.bint = up and not unit.off_shift
        if up != unit.was_up:
            centre.n_up += 1 if up else -1
            unit.was_up = up
        if on != unit.was_on:
            centre.n_on += 1 if on else -1
            unit.was_on = on
        available: cython.bint = on and unit.task is None and not unit.scheduled
        if available and not unit.listed:
            self.list_unit(unit)
        elif unit.listed and not available:
            self.unlist_unit(unit)
        if centre.bound:
            self.floor.touch_team(centre.team)
        return self.floor.touch(centre)

    def unit_taken(self, unit):
        """The same for a unit that a lot has come onto."""
        if unit.listed:
            if unit.centre.n_units == 1 and unit.centre.n_waiting == 0:
                unit.listed = False
                unit.centre.first_unit = None
                unit.centre.n_available = 0
            else:
                self.unlist_unit(unit)
        if unit.centre.bound:  # seldom
            self.floor.touch_team(unit.centre.team)
        return self.floor.touch(unit.centre)

    def unit_emptied(self, unit):
        """The same for a unit that its lot has left."""
        if unit.was_on and not unit.scheduled:
            if unit.centre.n_units == 1 and unit.centre.n_waiting == 0:
                unit.listed = True
                unit.centre.first_unit = unit
                unit.centre.n_available = 1
            else:
                self.list_unit(unit)
        if unit.centre.bound:  # seldom
            self.floor.touch_team(unit.centre.team)
        return self.floor.touch(unit.centre)

    def list_unit(self, unit):
        """Among the units to be had, in the order longest empty, lowest number (D2 e)."""
        centre: WorkCentre = unit.centre
        if centre.n_units == 1:
            centre.first_unit = unit
        else:
            self.put_in_list(unit)
        unit.listed = True
        centre.n_available += 1
        if centre.n_waiting > 0:
            if centre.n_available == 1:
                self.open_lines(centre)
            elif centre.team is not None:
                self.floor.touch_team(centre.team)
        return 0

    def open_lines(self, centre):
        for i in range(centre.n_lines):
            line = cython.cast(Line, centre.lines[i])
            if line.entries.n > 0:
                self.open_line(line)
        return 0

    def put_in_list(self, unit):
        centre: WorkCentre = unit.centre
        before: Unit = centre.last_unit
        while before is not None and (
            before.empty_since > unit.empty_since
            or (before.empty_since == unit.empty_since and before.number > unit.number)
        ):
            before = before.earlier
        after: Unit = centre.first_unit if before is None else before.later
        unit.earlier = before
        unit.later = after
        if before is None:
            centre.first_unit = unit
        else:
            before.later = unit
        if after is None:
            centre.last_unit = unit
        else:
            after.earlier = unit
        return 0

    def take_out_of_list(self, unit):
        centre: WorkCentre = unit.centre
        if unit.earlier is None:
            centre.first_unit = unit.later
        else:
            unit.earlier.later = unit.later
        if unit.later is None:
            centre.last_unit = unit.earlier
        else:
            unit.later.earlier = unit.earlier
        unit.earlier = None
        unit.later = None
        return 0

    def unlist_unit(self, unit):
        centre: WorkCentre = unit.centre
        if centre.n_units == 1:
            centre.first_unit = None
        else:
            self.take_out_of_list(unit)
        unit.listed = False
        centre.n_available -= 1
        if centre.n_available == 0 and centre.n_waiting > 0:
            for i in range(centre.n_lines):
                line = cython.cast(Line, centre.lines[i])
                if line.open:
                    self.close_line(line)
        return 0

    # steps that wait on units

    def step_waits(self, task):
        """A step on a unit that is up and on shift waits for its people."""
        need: Need = task.need
        task.listed = True
        need.steps.push(task)
        if need.steps.n == 1:
            need.step_place = need.team.open_steps.n
            need.team.open_steps.push(need)
        return self.floor.touch_team(need.team)

    def step_taken(self, task):
        need: Need = task.need
        task.listed = False
        need.steps.remove(task)
        if need.steps.n == 0:
            open_steps: Stack = need.team.open_steps
            last = cython.cast(Need, open_steps.pop())
            open_steps.items[need.step_place] = last
            last.step_place = need.step_place
            need.step_place = -1
        return 0
