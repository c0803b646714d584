# cython: infer_types=True
"""Given schedules: a row starts when it is its turn on its unit and with its people, among what is not listed (D8, D2)."""

import cython

from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Entry, Line, Need, ScheduleRow, Task, Team, Unit, WorkCentre, Worker
from flexsim.engine.ports import Listing, Staffing

if not cython.compiled:
    from flexsim.engine.kinds import *


class Rows(Listing):
    """Whose turn it is, and what starts before what is not listed."""

    def __init__(self, floor: Floor):
        self.floor = floor

    def decide_with_rows(self):
        """Where a schedule lists some of what waits: one start after the other, listed or not, by D2 (D8)."""
        floor = self.floor
        if floor.replay is not None:
            return floor.replay.decide()
        staffing: Staffing = floor.staffing
        started: cython.bint = True
        while started:  # a row that has started may let another have its turn
            staffing.start_unmanned()
            while self.start_row_before(None, None, None):
                pass
            floor.look_again = False
            for team in floor.teams:
                staffing.decide_team(cython.cast(Team, team), False)
            started = False
            for team in floor.teams:
                if not started:
                    started = staffing.start_new(cython.cast(Team, team))
        for centre in floor.centres:  # whose turn it is may have changed anywhere
            if len(cython.cast(WorkCentre, centre).picky) > 0:
                floor.touch(cython.cast(WorkCentre, centre))
        return 0

    def start_row_before(self, team, line, entry):
        """Start a team's first row that can start, or one that needs nobody, unless what is not listed goes before it."""
        listed: Entry = self.first_row(team)
        if listed is None:
            return False
        if line is not None:
            if line.before(listed.choice.line):
                return False
            if not listed.choice.line.before(line):  # the same work centre: the first by (c)
                if (self.floor.staffing.startable_entry(line) if entry is None else entry).before(listed):
                    return False
        return self.start_row(listed.task.row)

    def first_row(self, team):
        """Where the first by D2 of a team's rows waits that can start now; of those that need nobody, if no team is given."""
        best: Entry = None
        for found in self.floor.scheduled_units:
            unit = cython.cast(Unit, found)
            if unit.next_row == len(unit.rows) or unit.task is not None or not unit.was_on:
                continue
            row = cython.cast(ScheduleRow, unit.rows[unit.next_row])
            need: Need = self.choice_at(row.operation, unit.centre).line.need
            if (None if need is None else need.team) is not team or not self.row_possible(row):
                continue
            entry: Entry = self.entry_at(row.task, unit.centre)
            line: Line = entry.choice.line
            if need is not None and not line.open:
                line.where = self.floor.waiting.where_key(line)
            if (
                best is None
                or line.before(best.choice.line)
                or (not best.choice.line.before(line) and entry.before(best))
            ):
                best = entry
        return best

    def row_possible(self, row):
        """Whether it is a row's turn and its people are there and free (D8)."""
        if not self.row_turn(row):
            return False
        choice = self.choice_at(row.operation, row.unit.centre)
        need: Need = choice.line.need
        if need is not None:
            return self.floor.staffing.row_people(row.task, choice, row.unit, need, None) is not None
        return not row.operation.uninterruptible or self.floor.pausing.fits(row.task, choice, row.unit, None, None)

    def row_turn(self, row):
        """Whether a row's operation waits and every earlier row that names its unit or workers has started."""
        task: Task = row.task
        if task is None or task.where != IN_LINE or row.not_before > self.floor.calendar.now:
            return False
        if row.unit.rows[row.unit.next_row] is not row:
            return False
        for found in row.workers:
            worker = cython.cast(Worker, found)
            if cython.cast(ScheduleRow, worker.rows[worker.next_row]) is not row:
                return False
        return True

    def start_row(self, row):
        choice = self.choice_at(row.operation, row.unit.centre)
        need: Need = choice.line.need
        worker: Worker = None
        crew = None
        if need is not None:
            people: list = self.floor.staffing.row_people(row.task, choice, row.unit, need, None)
            worker = cython.cast(Worker, people[0])
            crew = list(people) if need.crew else None
        self.row_started(row)
        self.floor.running.start(row.task, choice, row.unit, worker, crew)
        return True

    def row_started(self, row):
        row.started = True
        row.unit.next_row += 1
        for worker in row.workers:
            cython.cast(Worker, worker).next_row += 1
        return 0

    # what a row names

    def entry_at(self, task, centre):
        """Where an operation stands in a line of this work centre."""
        if task.entry.choice.centre is centre:
            return task.entry
        for found in task.entries:
            if cython.cast(Entry, found).choice.centre is centre:
                return found
        return None

    def choice_at(self, operation, centre):
        for choice in operation.choices:
            if cython.cast(Choice, choice).centre is centre:
                return choice
        return None
