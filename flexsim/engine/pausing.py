# cython: infer_types=True
"""Pauses: steps that stop with their unit or their people, and that go on, or must fit before somebody leaves (S4, S6)."""

import cython

from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Need, Order, Repair, Skill, Task, Unit, WorkCentre, Worker
from flexsim.engine.ports import Pausing

if not cython.compiled:
    from flexsim.engine.kinds import *
    from flexsim.engine.paces import factor_ticks
    from flexsim.engine.rules import changeover_ticks, planned_of


class Pauses(Pausing):
    """Stops what cannot go on, and lets it go on as soon as it can."""

    def __init__(self, floor: Floor):
        self.floor = floor

    # going on

    def go_on(self):
        """Unparted next steps go on first thing in stage (5), if their people and unit are still there (S1)."""
        floor = self.floor
        going = floor.going_on
        n: cython.longlong = going.n
        for i in range(n):
            task = cython.cast(Task, going.items[i])
            if not task.unparted:
                continue
            task.unparted = False
            goes_on: cython.bint = self.can_go_on(task)
            task.beside = self.end_beside(task)
            if goes_on and self.keep_people(task):
                if task.taken.team.when == WHEN_QUEUE_EMPTY:
                    for worker in self.floor.running.people(task):
                        cython.cast(Worker, worker).station = task.unit.centre
                self.floor.running.begin(task, task.choice, task.unit)
            else:
                self.floor.running.free_people(task)
                self.floor.running.wait_for_step(task)
        going.n = 0
        return 0

    def can_go_on(self, task):
        unit: Unit = task.unit
        if unit.n_down > 0 or unit.off_shift:
            return False
        return not task.operation.uninterruptible or self.fits(task, task.choice, unit, task.worker, task.crew)

    def keep_people(self, task):
        """Whether those who attended can do the next step too, which after a lost set-up may need others (S6)."""
        need = cython.cast(Need, task.choice.needs[task.kind])
        task.need = need
        if need is task.taken:
            return True
        people: list = self.floor.running.people(task)
        if need is None or len(need.skills) != len(people):
            return False
        for i in range(len(people)):
            if not self.can_keep(cython.cast(Worker, people[i]), task, need, cython.cast(Skill, need.skills[i])):
                return False
        for worker in people:
            self.floor.attending.release(cython.cast(Worker, worker), task)
        for worker in people:
            self.floor.attending.attend(cython.cast(Worker, worker), task)
        return True

    def can_keep(self, worker, task, need, skill):
        """Whether someone who attended a step has the skill and the attention for what is to be done instead."""
        if need.parts > worker.parts_left + task.taken.parts or (need.parts == FULL and worker.n_jobs > 1):
            return False
        return skill.able[worker.seat >> 6] >> (worker.seat & 63) & 1

    # units that stop

    def unit_stops(self, unit, broken):
        """A unit breaks down or goes off shift: the step on it stops; what becomes of its people is S6 or S4."""
        task: Task = unit.task
        was_running: cython.bint = False
        if task is not None:
            if task.running:
                self.floor.running.book_to(task, self.floor.calendar.now)
                self.floor.running.stop(task)
                was_running = True
            self.not_waiting(task)
            if broken:
                self.broken_down(task, was_running)
            elif task.where == ON_UNIT:
                task.unparted = False
                self.no_longer_beside(task)
                self.floor.running.free_people(task)
        unit.enter(DOWN if unit.n_down > 0 else OFF_SHIFT, self.floor.calendar.now)
        if task is not None and task.where == ON_UNIT:
            task.need = task.choice.needs[task.kind]
        return self.floor.waiting.unit_changed(unit)

    def not_waiting(self, task):
        if task.listed:
            if task.need is None:
                task.listed = False
            else:
                self.floor.waiting.step_taken(task)
        return 0

    def broken_down(self, task, was_running):
        centre: WorkCentre = task.unit.centre
        if task.where != ON_UNIT:
            return 0
        if centre.scraps and was_running and task.begun and task.kind == RUN:
            task.scrap_all = True
            task.where = FINISHED
            task.ended = self.floor.calendar.now
            task.unparted = False
            self.floor.running.free_people(task)
            return self.floor.ended.push(task.slot)
        if not centre.worker_waits or self.somebody_leaves(task):
            self.no_longer_beside(task)
            self.floor.running.free_people(task)
        elif task.worker is not None and not task.beside:
            self.stand_beside(task)
        task.unparted = False
        if centre.loses_set_up:
            self.lose_set_up(task)
        return 0

    def somebody_leaves(self, task):
        """Whether one of the people is in overtime: what he stays for is interrupted, so he goes (S4)."""
        for worker in self.floor.running.people(task):
            if cython.cast(Worker, worker).leaving:
                return True
        return False

    def stand_beside(self, task):
        """The worker waits beside the broken unit and counts as attending (S6)."""
        for found in self.floor.running.people(task):
            worker = cython.cast(Worker, found)
            self.floor.attending.book(worker)
            worker.n_beside += 1
            self.floor.attending.withdraw(worker)
        task.beside = True
        task.taken.team.n_beside += 1
        return self.floor.touch_team(task.taken.team)

    def end_beside(self, task):
        if task.beside:
            for found in self.floor.running.people(task):
                worker = cython.cast(Worker, found)
                self.floor.attending.book(worker)
                worker.n_beside -= 1
                self.floor.attending.offer(worker)
            task.taken.team.n_beside -= 1
        return False

    def no_longer_beside(self, task):
        task.beside = self.end_beside(task)
        return 0

    def lose_set_up(self, task):
        """The whole set-up step is to be done again; then the stopped step goes on with what is left (S6)."""
        if not task.choice.present[SET_UP]:
            return 0
        if task.kind != SET_UP:
            task.saved_kind = task.kind
            task.saved_left = task.left
            task.redo = True
            task.kind = SET_UP
        task.left = task.set_up_length
        return 0

    def unit_back(self, unit):
        """A unit is up and on shift again: its step goes on before anything new."""
        now: cython.longlong = self.floor.calendar.now
        self.floor.waiting.unit_changed(unit)
        if unit.n_down > 0 or unit.off_shift:
            return unit.enter(DOWN if unit.n_down > 0 else OFF_SHIFT, now)
        task: Task = unit.task
        if task is None:
            return unit.enter(IDLE, now)
        if task.where == FINISHED:
            return unit.enter(BLOCKED, now)
        if task.beside:
            unit.enter(WAITING_FOR_WORKER, now)
            if not self.somebody_repairs(task):
                task.unparted = True
                self.floor.going_on.push(task)
            return 0
        return self.floor.running.wait_for_step(task)

    def somebody_repairs(self, task):
        for worker in self.floor.running.people(task):
            if cython.cast(Worker, worker).repairing:
                return True
        return False

    def repaired(self, worker):
        """A technician who waited beside other units has ended a repair: their steps can go on (S6)."""
        for job in worker.jobs[: worker.n_jobs]:
            if isinstance(job, Repair):
                continue
            task = cython.cast(Task, job)
            if task.beside and not task.unparted and task.unit.n_down == 0 and not task.unit.off_shift:
                if not self.somebody_repairs(task):
                    task.unparted = True
                    self.floor.going_on.push(task)
        return 0

    # people who leave

    def worker_leaves(self, task, worker, keeps):
        """A worker goes: his step stops, the others of its crew are free; over a break his place is kept (S4)."""
        if task.running:
            self.floor.running.book_to(task, self.floor.calendar.now)
            self.floor.running.stop(task)
        task.unparted = False
        self.no_longer_beside(task)
        if keeps:
            self.keep_for(task, worker)
        self.floor.running.free_people(task)
        return self.floor.running.wait_for_step(task)

    def keep_for(self, task, worker):
        places = [None] * (len(task.crew) if task.crew is not None else 1)
        if task.crew is None:
            places[0] = worker
        else:
            for i in range(len(places)):
                if task.crew[i] is worker:
                    places[i] = worker
        task.kept = places
        worker.kept.append(task)
        return 0

    def worker_stays(self, task):
        """A worker stays after his shift until the step under way ends, not the next one; whether there is one (S4)."""
        at: cython.longlong = task.began
        i: cython.longlong = 0
        now: cython.longlong = self.floor.calendar.now
        while i < task.n_chained - 1 and now - at >= task.chain_ticks[i]:
            at += task.chain_ticks[i]
            i += 1
        if now == at and i > 0:  # the step before has ended at this very tick
            return False
        at += task.chain_ticks[i]
        if i < task.n_chained - 1:
            self.floor.running.cut(task, i, at)
        return True

    # what fits

    def planned_left(self, task, choice, unit):
        """The planned time left of the next step: planned ticks less standard ticks done, at least 0 (S4)."""
        order: Order = task.lot.order
        pieces: cython.longlong = len(task.lot.codes)
        if task.unit is None:
            planned: cython.longlong = planned_of(choice, choice.first, order, 1 if task.operation.piecewise else pieces)
            if choice.first == SET_UP:
                planned += changeover_ticks(choice.centre, task.operation, order, unit)
            elif choice.first == RUN and task.row is not None and task.row.duration >= 0:
                planned = task.row.duration
            return planned
        return self.planned_on_unit(task)

    def planned_on_unit(self, task):
        kind: cython.longlong = task.kind
        pieces: cython.longlong = 1 if task.operation.piecewise else len(task.codes)
        planned: cython.longlong = planned_of(task.choice, kind, task.lot.order, pieces)
        if kind == SET_UP:
            planned += task.changeover
        elif kind == RUN and task.row is not None and task.row.duration >= 0:
            planned = task.row.duration
        left: cython.longlong = planned - (self.floor.running.length(task, kind) - task.left)
        return left if left > 0 else 0

    def fits(self, task, choice, unit, worker, crew):
        """Whether the planned time left of the next step, at their factor, ends before anybody or the unit leaves (S4)."""
        kind: cython.longlong = choice.first if task.unit is None else task.kind
        need = cython.cast(Need, choice.needs[kind])
        ends: cython.longlong = self.planned_left(task, choice, unit)
        if need is not None and need.parts == FULL and not (kind == RUN and task.operation.paced):
            if crew is not None:  # seldom
                ends = factor_ticks(ends, self.floor.running.crew_factor(crew, need, task.operation.adds))
            elif worker is not None:
                ends = factor_ticks(ends, need.skill.factors[worker.seat])
        ends += self.floor.calendar.now
        if crew is not None:  # seldom
            for one in crew:
                if ends > cython.cast(Worker, one).next_leave:
                    return False
        elif worker is not None and ends > worker.next_leave:
            return False
        return ends <= unit.next_leave
