# cython: infer_types=True
"""Who does what where: the choice of rule D2.

A team looks only at the heads of its open lines and at its free members, never at all of them.
"""

import cython

from flexsim.engine.calendar import Numbers, Stack
from flexsim.engine.floor import Floor
from flexsim.engine.heaps import Item
from flexsim.engine.nouns import (
    Choice,
    DispatchRule,
    Entry,
    Line,
    Need,
    Operation,
    Order,
    Repair,
    Skill,
    Task,
    Team,
    Unit,
    WorkCentre,
    Worker,
)
from flexsim.engine.ports import Staffing

if not cython.compiled:
    from flexsim.engine.bits import lowest
    from flexsim.engine.kinds import *
    from flexsim.engine.rules import changeover_ticks, planned_of

    u64 = cython.ulonglong


def sort_units(found):
    """Put tasks on units into the order of their units (few of them: insertion)."""
    items = found.items
    for i in range(1, found.n):
        task = items[i]
        rank: cython.longlong = cython.cast(Task, task).unit.rank
        j: cython.longlong = i
        while j > 0 and cython.cast(Task, items[j - 1]).unit.rank > rank:
            items[j] = items[j - 1]
            j -= 1
        items[j] = task
    return 0


def who_then_name(candidate):
    return candidate[:2]


class TeamWork(Staffing):
    """The choice among what waits and who is free."""

    def __init__(self, floor: Floor):
        self.floor = floor
        self.places = []
        self.paired_unit = None
        self.paired_worker = None
        self.bound = True
        self.fitting = None
        self.fitting_choice = None
        self.fitting_unit = None
        self.row = None

    # the choice

    def decide(self):
        """Stage (5): keys, unparted next steps, then dispatch until nothing is startable."""
        floor = self.floor
        if not floor.plain:  # seldom
            return self.decide_at_large()
        if floor.going_on.n > 0:  # seldom
            self.go_on()
        if floor.touched_teams.n > 0:
            self.decide_teams(floor.touched_teams)
        return 0

    def decide_at_large(self):
        """The same where keys are asked for, a schedule is given, or something needs no worker."""
        floor = self.floor
        if floor.unkeyed.n > 0 or floor.n_dynamic > 0:
            self.ask_keys()
        if floor.going_on.n > 0:
            self.go_on()
        if floor.n_scheduled > 0:
            floor.listing.decide_with_rows()
            return self.have_decided(floor.touched_teams)
        if floor.has_unmanned or floor.unmanned.n > 0:
            self.start_unmanned()
        return self.decide_teams(floor.touched_teams)

    def go_on(self):
        sort_units(self.floor.going_on)
        return self.floor.pausing.go_on()

    def decide_teams(self, teams):
        """Repairs and waiting steps of all teams go before new operations of any (D2 a)."""
        floor = self.floor
        if teams.n == 1:
            team = cython.cast(Team, floor.teams[teams.items[0]])
            floor.look_again = False
            self.decide_team(team, True)
            if teams.n == 1 and not floor.look_again:
                teams.n = 0
                return self.has_decided(team)
        floor.look_again = teams.n > 0
        while floor.look_again:  # what one team took may have bound somebody of another to his station
            floor.look_again = False
            teams.sort()
            for i in range(teams.n):
                self.decide_team(cython.cast(Team, floor.teams[teams.items[i]]), False)
            for i in range(teams.n):
                self.decide_team(cython.cast(Team, floor.teams[teams.items[i]]), True)
        return self.have_decided(teams)

    def have_decided(self, teams):
        for i in range(teams.n):
            self.has_decided(cython.cast(Team, self.floor.teams[teams.items[i]]))
        teams.n = 0
        return 0

    def has_decided(self, team):
        team.touched = False
        if team.n_picky_centres > 0:  # seldom
            self.touch_picky(team)
        return 0

    def touch_picky(self, team):
        for centre in team.picky_centres:
            self.floor.touch(cython.cast(WorkCentre, centre))
        return 0

    def ask_keys(self):
        """Ask user rules for the keys of operations that have begun to wait, dynamic rules for all that wait (D4)."""
        floor = self.floor
        now: cython.longlong = floor.calendar.now
        for i in range(floor.unkeyed.n):
            entry = cython.cast(Entry, floor.unkeyed.items[i])
            if entry.place >= 0 and entry.task.where == IN_LINE:
                entry.key = entry.choice.centre.rule.key(entry, now)
                entry.choice.line.entries.moved(entry)
                self.floor.waiting.place_line(entry.choice.line)
        floor.unkeyed.n = 0
        for found in floor.dynamic_centres:
            centre = cython.cast(WorkCentre, found)
            if centre.n_waiting > 0 and (centre.rule.user or centre.n_available > 0 or centre.n_scheduled > 0):
                for line in centre.lines:
                    self.rekey(cython.cast(Line, line))
                self.floor.waiting.place_lines(centre)
        return 0

    def rekey(self, line):
        now: cython.longlong = self.floor.calendar.now
        rule: DispatchRule = line.centre.rule
        entries = line.entries
        for i in range(entries.n):
            entry = cython.cast(Entry, entries.items[i])
            entry.key = rule.key(entry, now)
        for i in range(entries.n // 2 - 1, -1, -1):
            entries.sink(cython.cast(Item, entries.items[i]), i)
        return 0

    def start_unmanned(self):
        """What needs no worker goes first: steps on units, then new operations, by work centre (D2 a)."""
        floor = self.floor
        waiting: Stack = floor.unmanned
        if waiting.n > 0:
            if waiting.n > 1:
                sort_units(waiting)
            n: cython.longlong = waiting.n
            kept: cython.longlong = 0
            for i in range(n):
                task = cython.cast(Task, waiting.items[i])
                if not task.listed or task.need is not None or task.running:
                    continue
                task.listed = False
                if task.unit.n_down > 0 or task.unit.off_shift:
                    continue
                if task.operation.uninterruptible and not self.fits(task, task.choice, task.unit, None):
                    task.listed = True
                    waiting.items[kept] = task
                    kept += 1
                    continue
                floor.running.resume(task, None, None)
            waiting.n = kept
        if not floor.has_unmanned:
            return 0
        touched: Numbers = floor.touched_centres
        touched.sort()
        at: cython.longlong = 0
        while at < touched.n:  # a start may touch the other work centres of an operation with alternatives
            centre = cython.cast(WorkCentre, floor.centres[touched.items[at]])
            if centre.unmanned is not None and centre.unmanned.open:
                self.start_unmanned_new(centre)
            at += 1
        return 0

    def start_unmanned_new(self, centre):
        line: Line = centre.unmanned
        while line.open:
            entry = self.startable_entry(line)
            if entry is None:
                break
            self.start_choice(entry.task, self.best_choice(entry.task, False))
        return 0

    def decide_team(self, team, new):
        """Start what a team can start, first by D2, until nothing is startable; new operations only if asked to."""
        if self.floor.look_again or not self.anybody(team):  # seldom
            return 0
        self.floor.deciding = team.number
        while not self.floor.look_again:
            if team.repairs.n > 0 and self.start_repair(team):  # seldom
                continue
            if team.open_steps.n > 0 and self.start_step(team):  # seldom
                continue
            if new and team.n_open > 0 and self.start_new(team) and self.anybody(team):
                continue
            break
        return 0

    def anybody(self, team):
        """Whether anyone of the team may have attention left."""
        if team.free[0]:
            return True
        return team.n_words > 1 or team.tending[0] or team.n_beside > 0 or team.n_scheduled > 0

    # repairs

    def start_repair(self, team):
        """Start the repair of the earliest failure for which there is a technician."""
        best: Repair = None
        technician: Worker = None
        for i in range(team.repairs.n):
            repair = cython.cast(Repair, team.repairs.items[i])
            if best is None or repair.before(best):
                worker = self.technician(repair)
                if worker is not None:
                    best = repair
                    technician = worker
        if best is None:  # seldom
            return False
        team.repairs.remove(best)
        self.floor.breaking.start(best, technician)
        return True

    def technician(self, repair):
        """The best technician who is free, or waits beside this very unit and tends nothing that runs (S6)."""
        skill: Skill = repair.need.skill
        if repair.kept is not None:
            return self.kept_worker(repair)
        team: Team = repair.need.team
        best: Worker = self.pick(skill, FULL, None, False)
        for found in team.scheduled:
            worker = cython.cast(Worker, found)
            if (
                worker.present
                and not worker.leaving
                and worker.parts_left == FULL
                and skill.able[worker.seat >> 6] >> (worker.seat & 63) & 1
                and self.better(worker, best, skill)
            ):
                best = worker
        task: Task = repair.mode.unit.task
        if team.n_beside > 0 and task is not None and task.beside:
            for found in task.crew if task.crew is not None else [task.worker]:
                worker = cython.cast(Worker, found)
                if (
                    worker.team is team
                    and self.only_beside(worker)
                    and not worker.leaving
                    and skill.able[worker.seat >> 6] >> (worker.seat & 63) & 1
                    and self.better(worker, best, skill)
                ):
                    best = worker
        return best

    def only_beside(self, worker):
        for job in worker.jobs[: worker.n_jobs]:
            if isinstance(job, Repair) or not cython.cast(Task, job).beside:
                return False
        return True

    def kept_worker(self, job):
        """The worker for whom an interrupted job is kept over his break, if he is there and free for it (S4)."""
        worker = cython.cast(Worker, job.kept[0])
        if worker.present and not worker.leaving and worker.n_beside == 0 and worker.parts_left >= job.need.parts:
            if job.need.parts == FULL or worker.n_jobs == 0 or worker.area == cython.cast(Task, job).unit.centre.area:
                return worker
        return None

    # waiting steps

    def start_step(self, team):
        """Resume the step that has waited longest since its last stretch, of those that can go on."""
        best: Task = None
        for i in range(team.open_steps.n):
            need = cython.cast(Need, team.open_steps.items[i])
            task = self.best_step(need)
            if task is not None and (best is None or task.before(best)):
                best = task
        if best is None:  # seldom
            return False
        worker: Worker = None
        crew = None
        if best.need.crew:
            self.step_possible(best)
            crew = list(self.places)
            worker = cython.cast(Worker, crew[0])
        else:
            worker = self.step_worker(best)
        self.floor.waiting.step_taken(best)
        self.floor.running.resume(best, worker, crew)
        return True

    def best_step(self, need):
        top = cython.cast(Task, need.steps.items[0])
        self.floor.n_candidates += 1
        if need.team.roams and not need.crew and need.parts == FULL and top.kept is None and not top.operation.picky:
            if self.free_able(need.team, need.skill):
                return top
            if not need.team.scheduled and need.team.n_beside == 0 and need.steps.n == 1:
                return None
        best: Task = None
        for i in range(need.steps.n):
            task = cython.cast(Task, need.steps.items[i])
            if (best is None or task.before(best)) and self.step_possible(task):
                best = task
        return best

    def step_possible(self, task):
        if task.need.crew:
            return self.crew_possible(task)
        return self.step_worker(task) is not None

    def crew_possible(self, task):
        if task.row is not None:
            return self.row_people(task, task.choice, task.unit, task.need, task.kept) is not None
        return self.crew_for(task, task.choice, task.unit, task.need, task.kept)

    def crew_for(self, task, choice, unit, need, kept):
        """A crew for this step on this unit, with whom it fits before anybody leaves if it must not be interrupted."""
        if task.operation.uninterruptible:
            self.fitting = task
            self.fitting_choice = choice
            self.fitting_unit = unit
        found: cython.bint = self.gather(need, choice.centre, kept)
        self.fitting = None
        return found

    def step_worker(self, task):
        """Who would go on with this step: whom it is kept for, whom the schedule names, or the best by the who rule."""
        worker: Worker = None
        need: Need = task.need
        if task.row is not None and task.kept is None:
            people: list = self.row_people(task, task.choice, task.unit, need, None)
            if people is not None:
                worker = cython.cast(Worker, people[0])
            return worker
        if task.kept is not None:
            worker = self.kept_worker(task)
            if worker is not None and task.operation.uninterruptible and not self.fits(task, task.choice, task.unit, worker):
                worker = None
            return worker
        if not task.operation.uninterruptible:
            return self.pick(need.skill, need.parts, task.unit.centre, True)
        team: Team = need.team
        for found in team.members:
            one = cython.cast(Worker, found)
            if (
                self.able(one, need, task.unit.centre)
                and self.may(one, task.unit.centre)
                and self.better(one, worker, need.skill)
                and self.fits(task, task.choice, task.unit, one)
            ):
                worker = one
        return worker

    # new operations

    def start_new(self, team):
        """Start the first new operation by the team's where key, the work centre and the key in the line (D2 b, c)."""
        best: Line = None
        chosen: Entry = None
        free: u64 = team.free[0]
        for i in range(team.n_need_words):
            bits: u64 = team.open[i]
            if i == 0 and team.n_words == 1 and free & (free - 1) == 0 and free != 0:
                bits &= cython.cast(Worker, team.members[lowest(free)]).serves
            while bits:
                need = cython.cast(Need, team.needs[64 * i + lowest(bits)])
                bits &= bits - 1
                if need.simple and free & need.skill.able[0] == 0:
                    self.floor.n_candidates += 1
                    continue
                line: Line = need.only_line
                if line is None:
                    line = cython.cast(Line, need.lines.items[0])
                self.floor.n_candidates += 1
                if not need.simple or line.n_picky > 0:  # seldom
                    line = self.best_line(need)
                    if line is None:
                        continue
                if best is None or line.before(best):
                    best = line
                    chosen = None
                elif not best.before(line):  # the same work centre, other needs: the first by (c)
                    if chosen is None:
                        chosen = self.startable_entry(best)
                    entry = self.startable_entry(line)
                    if entry.before(chosen):
                        best = line
                        chosen = entry
        if self.floor.n_scheduled > 0 and self.floor.listing.start_row_before(team, best, chosen):  # seldom
            return True
        if best is None:  # seldom
            return False
        if chosen is None:
            if best.n_picky > 0:  # seldom
                chosen = self.startable_entry(best)
            else:
                chosen = cython.cast(Entry, best.entries.items[0])
        self.start_entry(chosen)
        return True

    def best_line(self, need):
        """The first of the open lines with this need that holds something startable."""
        top = need.only_line if need.only_line is not None else cython.cast(Line, need.lines.items[0])
        self.floor.n_candidates += 1
        if need.team.roams and need.parts == FULL and not need.crew:
            if not self.free_able(need.team, need.skill):
                return None
            if top.n_picky == 0:
                return top
        if need.only_line is not None:
            return top if self.startable_entry(top) is not None else None
        best: Line = None
        for i in range(need.lines.n):
            line = cython.cast(Line, need.lines.items[i])
            self.floor.n_candidates += 1
            if (best is None or line.before(best)) and self.startable_entry(line) is not None:
                best = line
        return best

    def startable_entry(self, line):
        """The first by (c) of a line's operations that could start now, or None."""
        if not line.open:
            return None
        top = cython.cast(Entry, line.entries.items[0])
        if line.n_picky == 0:
            if line.need is None or self.somebody(line.need, line.centre):
                return top
            return None
        best: Entry = None
        for i in range(line.entries.n):
            entry = cython.cast(Entry, line.entries.items[i])
            if (best is None or entry.before(best)) and self.choice_possible(entry.task, entry.choice):
                best = entry
        return best

    def start_entry(self, entry):
        task: Task = entry.task
        choice: Choice = entry.choice
        if task.operation.n_choices > 1:  # seldom
            choice = self.best_choice(task, True)
        need: Need = choice.line.need
        if need.crew or task.operation.uninterruptible:  # seldom
            return self.start_choice(task, choice)
        worker = cython.cast(Worker, need.team.members[self.best_seat(need, choice.centre)])
        unit: Unit = choice.centre.first_unit
        if choice.centre.n_available > 1:  # seldom
            unit = self.best_unit(choice, task)
        return self.floor.running.start(task, choice, unit, worker, None)

    def best_seat(self, need, centre):
        """The seat in the team of whom a need gets."""
        if need.simple:
            able: u64 = need.team.free[0] & need.skill.able[0]
            if able & (able - 1) == 0 and able != 0:
                return lowest(able)
        return self.pick_seat(need.skill, need.parts, centre, True)

    def best_choice(self, task, manned):
        """Of the work centres that could start the operation now, the quickest by plan, then as listed (D7)."""
        operation: Operation = task.operation
        if operation.n_choices == 1:
            return operation.choice
        order: Order = task.lot.order
        pieces: cython.longlong = len(task.lot.codes)
        best: Choice = None
        least: cython.longlong = 0
        for i in range(operation.n_choices):
            choice = cython.cast(Choice, operation.choices[i])
            if (choice.line.need is not None) != manned or not choice.line.open or not self.choice_possible(task, choice):
                continue
            unit: Unit = self.unit_it_would_take(task, choice)
            planned: cython.longlong = (
                planned_of(choice, SET_UP, order, pieces)
                + planned_of(choice, RUN, order, pieces)
                + changeover_ticks(choice.centre, operation, order, unit)
            )
            if best is None or planned < least:
                best = choice
                least = planned
        return best

    def unit_it_would_take(self, task, choice):
        if task.operation.uninterruptible and self.pair(task, choice):
            return self.paired_unit
        return self.best_unit(choice, task)

    def choice_possible(self, task, choice):
        """Whether an operation could start at this work centre now (D1)."""
        if task.row is not None or choice.centre.n_available == 0:
            return False
        need: Need = choice.line.need
        if task.operation.uninterruptible:
            return self.pair(task, choice)
        return need is None or self.somebody(need, choice.centre)

    def start_choice(self, task, choice):
        """Take unit and people, all at once (D1, D2 d to f)."""
        need: Need = choice.line.need
        worker: Worker = None
        unit: Unit = None
        crew = None
        if task.operation.uninterruptible:
            self.pair(task, choice)
            unit = self.paired_unit
            worker = self.paired_worker
            if need is not None and need.crew:
                crew = list(self.places)
        else:
            unit = self.best_unit(choice, task)
            if need is not None:
                if need.crew:
                    self.gather(need, choice.centre, None)
                    crew = list(self.places)
                    worker = cython.cast(Worker, crew[0])
                else:
                    worker = self.pick(need.skill, need.parts, choice.centre, True)
        return self.floor.running.start(task, choice, unit, worker, crew)

    def best_unit(self, choice, task):
        """Least changeover, longest empty, lowest number (D2 e)."""
        if choice.centre.n_available == 1 or choice.centre.changeover == NO_CHANGEOVER or choice.operation.key is None:
            return choice.centre.first_unit
        centre: WorkCentre = choice.centre
        order: Order = task.lot.order
        best: Unit = centre.first_unit
        least: cython.longlong = changeover_ticks(centre, choice.operation, order, best)
        unit: Unit = best.later
        while unit is not None:
            ticks: cython.longlong = changeover_ticks(centre, choice.operation, order, unit)
            if ticks < least:
                best = unit
                least = ticks
            unit = unit.later
        return best

    def pair(self, task, choice):
        """For an operation that must not be interrupted: the best worker and unit with whom it fits, by D2 d to f."""
        need: Need = choice.line.need
        centre: WorkCentre = choice.centre
        self.paired_unit = None
        self.paired_worker = None
        if need is None:
            return self.pair_unit(task, choice, None)
        if need.crew:
            return self.pair_crew(task, choice)
        found: Unit = None
        best: Worker = None
        for one in need.team.members:
            worker = cython.cast(Worker, one)
            if not self.able(worker, need, centre) or not self.may(worker, centre) or not self.pair_unit(task, choice, worker):
                continue
            if best is not None and self.who_key(worker, need.skill) == self.who_key(best, need.skill):
                if self.unit_before(choice, task.lot.order, self.paired_unit, found):
                    best = worker
                    found = self.paired_unit
            elif self.better(worker, best, need.skill):
                best = worker
                found = self.paired_unit
        self.paired_unit = found
        self.paired_worker = best
        return best is not None

    def pair_unit(self, task, choice, worker):
        """The best unit on which the operation fits before this worker or the unit leaves."""
        order: Order = task.lot.order
        best: Unit = None
        unit: Unit = choice.centre.first_unit
        while unit is not None:
            if (best is None or self.unit_before(choice, order, unit, best)) and self.fits(task, choice, unit, worker):
                best = unit
            unit = unit.later
        self.paired_unit = best
        return best is not None

    def pair_crew(self, task, choice):
        best: Unit = None
        crew: list = None
        unit: Unit = choice.centre.first_unit
        while unit is not None:
            if (best is None or self.unit_before(choice, task.lot.order, unit, best)) and self.crew_for(
                task, choice, unit, choice.line.need, None
            ):
                best = unit
                crew = self.places
            unit = unit.later
        if best is None:  # seldom
            return False
        self.places = crew
        self.paired_unit = best
        self.paired_worker = cython.cast(Worker, crew[0])
        return True

    def unit_before(self, choice, order, one, other):
        """Whether a unit goes before another by D2 (e)."""
        a: cython.longlong = changeover_ticks(choice.centre, choice.operation, order, one)
        b: cython.longlong = changeover_ticks(choice.centre, choice.operation, order, other)
        if a != b:
            return a < b
        if one.empty_since != other.empty_since:
            return one.empty_since < other.empty_since
        return one.number < other.number

    def could_if_fitting(self, task):
        """Whether an operation that must not be interrupted waits only because it does not fit before somebody leaves."""
        for found in task.operation.choices:
            choice = cython.cast(Choice, found)
            need: Need = choice.line.need
            if task.row is not None:
                if choice.centre is task.row.unit.centre and (need is None or self.row_there(task.row, need)):
                    return task.operation.uninterruptible
                continue
            if choice.centre.n_available == 0:
                continue
            if need is None or (need.crew and self.gather(need, choice.centre, None)):
                return True
            if not need.crew and self.pick_seat(need.skill, need.parts, choice.centre, True) >= 0:
                return True
        return False

    # who

    def somebody(self, need, centre):
        """Whether there is a worker, or a crew, for this need at this work centre now."""
        if need.crew:
            return self.gather(need, centre, None)
        if need.team.roams and need.parts == FULL:
            return self.free_able(need.team, need.skill)
        return self.pick_seat(need.skill, need.parts, centre, True) >= 0

    def free_able(self, team, skill):
        for i in range(team.n_words):
            if team.free[i] & skill.able[i]:
                return True
        return False

    def pick(self, skill, parts, centre, bound):
        """The same as a worker, or None."""
        seat: cython.longlong = self.pick_seat(skill, parts, centre, bound)
        return None if seat < 0 else cython.cast(Worker, skill.team.members[seat])

    def pick_seat(self, skill, parts, centre, bound):
        """The first by the who rule, then by name, of those who have the skill, the attention and leave to come (D2 d, f); -1: none."""
        team: Team = skill.team
        best: Worker = None
        simple: cython.bint = parts == FULL and (team.roams or not bound)
        for i in range(team.n_words):
            bits: u64 = team.free[i] & skill.able[i]
            if parts < FULL:
                bits |= team.tending[i] & skill.able[i]
            elif simple and best is None and team.n_words == 1 and bits & (bits - 1) == 0 and bits != 0:
                return lowest(bits)
            while bits:
                worker = cython.cast(Worker, team.members[64 * i + lowest(bits)])
                bits &= bits - 1
                self.floor.n_candidates += 1
                if (simple or self.suits(worker, parts, centre, bound)) and self.better(worker, best, skill):
                    best = worker
        return -1 if best is None else best.seat

    def suits(self, worker, parts, centre, bound):
        if worker.parts_left < parts:
            return False
        if worker.n_jobs > 0 and (parts == FULL or worker.area != centre.area):
            return False
        return not bound or self.may(worker, centre)

    def able(self, worker, need, centre):
        """Whether one worker alone could meet a need now, whatever *when* says."""
        if need.team is not worker.team:
            return False
        if not worker.present or worker.leaving or worker.scheduled or worker.n_beside > 0:
            return False
        if not need.skill.able[worker.seat >> 6] >> (worker.seat & 63) & 1:
            return False
        return self.suits(worker, need.parts, centre, False)

    def better(self, worker, best, skill):
        """Whether a worker goes before another by the who rule and his name."""
        if best is None:  # seldom
            return True
        a: cython.double = self.who_key(worker, skill)
        b: cython.double = self.who_key(best, skill)
        if a != b:
            return a < b
        return worker.seat < best.seat

    def who_key(self, worker, skill):
        """The team's who key, smallest first (D5)."""
        who: cython.longlong = skill.team.who
        if who == MOST_PROFICIENT:
            return skill.factors[worker.seat]
        if who == LEAST_FLEXIBLE:
            return worker.n_skills
        if worker.n_jobs > 0:  # who tends anything counts as free since now
            return self.floor.calendar.now
        return worker.idle_since

    def gather(self, need, centre, kept):
        """Fill a crew, the skill with the fewest free holders first; kept places are for whom they are kept (D2, S4).

        Each place goes to the best by the who rule who leaves a holder for every other place.
        """
        n: cython.longlong = len(need.skills)
        places: list = [None] * n
        if kept is not None:
            for i in range(n):
                if kept[i] is not None:
                    worker = cython.cast(Worker, kept[i])
                    if not self.is_back(worker, need, centre):
                        return False
                    places[i] = worker
        holders: list = [None] * n
        open_ = []
        for i in range(n):
            if places[i] is None:
                holders[i] = self.holders_of(cython.cast(Skill, need.skills[i]), need, centre)
                open_.append((len(holders[i]), i))
        if not self.fill([i for _, i in sorted(open_)], 0, holders, places):
            return False
        self.places = places
        return True

    def fill(self, order, at, holders, places):
        if at == len(order):
            if self.fitting is None:
                return True
            alone: Worker = places[0] if len(places) == 1 else None
            return self.floor.pausing.fits(
                self.fitting, self.fitting_choice, self.fitting_unit, alone, places if alone is None else None
            )
        place: cython.longlong = order[at]
        for worker in holders[place]:
            if worker not in places:
                places[place] = worker
                if self.fill(order, at + 1, holders, places):
                    return True
                places[place] = None
        return False

    def is_back(self, worker, need, centre):
        """Whether someone for whom a place is kept could take it."""
        if not worker.present or worker.leaving or worker.n_beside > 0:
            return False
        return self.suits(worker, need.parts, centre, False)

    def holds(self, worker, skill, need, centre):
        if not worker.present or worker.leaving or worker.n_beside > 0:
            return False
        if worker.scheduled if self.row is None else worker not in self.row.workers:
            return False
        if not skill.able[worker.seat >> 6] >> (worker.seat & 63) & 1:
            return False
        return self.suits(worker, need.parts, centre, self.bound and self.row is None)

    def holders_of(self, skill, need, centre):
        """Who could take a place now, best first by the who rule and the name."""
        found = []
        for one in skill.team.members:
            worker = cython.cast(Worker, one)
            if self.holds(worker, skill, need, centre):
                found.append((self.who_key(worker, skill), worker.seat, worker))
        found.sort(key=who_then_name)
        return [worker for _, _, worker in found]

    def row_people(self, task, choice, unit, need, kept):
        """Those whom the schedule names, in their places as those of any crew, whatever *when* says; None if they cannot (D8)."""
        self.row = task.row
        found: cython.bint = self.crew_for(task, choice, unit, need, kept)
        self.row = None
        return self.places if found else None

    def row_there(self, row, need):
        """Whether those whom the schedule names are there and free, whether or not it fits."""
        self.row = row
        found: cython.bint = self.gather(need, row.unit.centre, None)
        self.row = None
        return found

    def fits(self, task, choice, unit, worker):
        """Whether the next step ends, by plan, before the worker or the unit leaves (S4)."""
        return self.floor.pausing.fits(task, choice, unit, worker, None)

    # when

    def may(self, worker, centre):
        """Whether the team's *when* lets a worker go to this work centre now (D6)."""
        when: cython.longlong = worker.team.when
        if when == AFTER_EACH_OPERATION or worker.station is None or worker.station is centre:
            return True
        if when == AT_SHIFT_START:
            return False
        return not self.has_work(worker, worker.station)

    def has_work(self, worker, centre):
        """Whether there is something at a work centre that this worker could start, even if another would get it."""
        bound: cython.bint = self.bound
        fitting: Task = self.fitting  # this question may be part of another, about a crew that must fit
        fitting_choice: Choice = self.fitting_choice
        fitting_unit: Unit = self.fitting_unit
        self.bound = False  # the others of a crew are not asked where they would rather be
        self.fitting = None
        found: cython.bint = self.has_step(worker, centre) or self.has_operation(worker, centre)
        self.bound = bound
        self.fitting = fitting
        self.fitting_choice = fitting_choice
        self.fitting_unit = fitting_unit
        return found

    def has_step(self, worker, centre):
        for found in centre.units:
            unit = cython.cast(Unit, found)
            if unit.task is not None and unit.task.listed and unit.task.need is not None:
                if self.could_resume(worker, unit.task):
                    return True
        return False

    def has_operation(self, worker, centre):
        for line in centre.lines:
            if self.could_start(worker, cython.cast(Line, line)):
                return True
        return False

    def could_resume(self, worker, task):
        if task.row is not None:
            return False
        if task.need.crew:
            return self.in_crew(worker, task.need) and self.crew_resumes_with(worker, task)
        if task.kept is not None and task.kept[0] is not worker:
            return False
        if not self.able(worker, task.need, task.unit.centre):
            return False
        return not task.operation.uninterruptible or self.fits(task, task.choice, task.unit, worker)

    def crew_resumes_with(self, worker, task):
        """Whether a crew that includes this worker could go on with a waiting step."""
        for i in range(len(task.need.skills)):
            kept: list = [None] * len(task.need.skills) if task.kept is None else list(task.kept)
            if kept[i] is not worker and (kept[i] is not None or worker in kept):
                continue  # the place is another's, or his own is another
            if cython.cast(Skill, task.need.skills[i]).able[worker.seat >> 6] >> (worker.seat & 63) & 1:
                kept[i] = worker
                if self.crew_for(task, task.choice, task.unit, task.need, kept):
                    return True
        return False

    def in_crew(self, worker, need):
        if need.team is not worker.team:
            return False
        for skill in need.skills:
            if cython.cast(Skill, skill).able[worker.seat >> 6] >> (worker.seat & 63) & 1:
                return True
        return False

    def could_start(self, worker, line):
        if not line.open or line.need is None:
            return False
        if line.need.crew:
            return self.in_crew(worker, line.need) and self.crew_with(worker, line)
        if not self.able(worker, line.need, line.centre):
            return False
        if line.n_picky == 0:
            return True
        for i in range(line.entries.n):
            entry = cython.cast(Entry, line.entries.items[i])
            if entry.task.row is not None:
                continue
            if not entry.task.operation.uninterruptible or self.pair_unit(entry.task, entry.choice, worker):
                return True
        return False

    def crew_with(self, worker, line):
        """Whether a crew that includes this worker could start something of a line."""
        for i in range(len(line.need.skills)):
            if worker.parts_left < line.need.parts or worker.n_beside > 0:
                return False
            if cython.cast(Skill, line.need.skills[i]).able[worker.seat >> 6] >> (worker.seat & 63) & 1:
                kept: list = [None] * len(line.need.skills)
                kept[i] = worker
                if self.crew_could_start(line, kept):
                    return True
        return False

    def crew_could_start(self, line, kept):
        if line.n_picky == 0:
            return self.gather(line.need, line.centre, kept)
        for i in range(line.entries.n):
            entry = cython.cast(Entry, line.entries.items[i])
            unit: Unit = line.centre.first_unit
            while unit is not None and entry.task.row is None:
                if self.crew_for(entry.task, entry.choice, unit, line.need, kept):
                    return True
                unit = unit.later
        return False
