# cython: infer_types=True
"""How the work of an operation goes on: steps, stretches and ends (S1 to S3).

Consecutive steps that the same people do without parting are one *run-through*: one event at its end. Whatever comes
between (a breakdown, a shift's end, the horizon) splits it arithmetically, as if each step had been an event of its own.
"""

import cython

from flexsim.engine.calendar import Handler
from flexsim.engine.distributions import Distribution
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Need, Operation, Order, Skill, Task, Unit, Worker
from flexsim.engine.ports import Running
from flexsim.engine.streams import Stream

if not cython.compiled:
    from flexsim.engine.addresses import entity_of, index_of
    from flexsim.engine.configurations import distribution_of
    from flexsim.engine.kinds import *
    from flexsim.engine.paces import factor_ticks, work_left
    from flexsim.engine.rules import change_over


class Stretches(Running):
    """Starts, stops and ends the steps of operations on units."""

    def __init__(self, floor: Floor):
        self.floor = floor
        floor.calendar.enrol(self)

    def fire(self, kind, subject, stamp):
        """A run-through has ended."""
        unit = cython.cast(Unit, self.floor.units[subject])
        if stamp != unit.stamp:  # seldom
            return 0
        task: Task = unit.task
        self.book_through(task, unit)
        self.stop(task)
        return self.step_ended(task, task.kind)

    # starting

    def start(self, task, choice, unit, worker, crew):
        """An operation starts: it leaves its lines, takes the unit and, for its first step, people."""
        self.draw_ahead(task, choice)
        self.floor.waiting.leave_lines(task)
        choice.centre.n_coming -= 1
        if task.operation.n_choices > 1:  # seldom
            self.no_longer_coming(task.operation, choice.centre)
        task.choice = choice
        if task.codes is not task.lot.codes:
            task.codes = task.lot.codes
        task.code = task.lot.code
        task.n_pieces = len(task.codes)
        task.started = self.floor.calendar.now
        task.run_started = -1
        task.piece = 0
        task.bad = 0
        task.quality = 1.0
        if task.qualities is not None:  # seldom
            task.qualities = None
        task.attended = 0
        task.last_worker = -1
        task.beside = task.unparted = task.blocked = task.scrap_all = task.redo = False
        for k in range(4):
            task.spent[k] = 0
        self.take_unit(task, unit)
        if not task.lot.order.begun:  # seldom
            task.lot.order.begun = True
            self.floor.demand.begun(task.lot.order)
        task.kind = choice.first
        task.need = choice.line.need
        if choice.present[SET_UP]:
            task.set_up_length = self.set_up_length(task)
            task.left = task.set_up_length
        elif task.kind == RUN and task.drawn >= 0:
            task.left = task.drawn
        else:
            task.left = self.length(task, task.kind)
        self.take_people(task, worker, crew)
        return self.begin(task, choice, unit)

    def draw_ahead(self, task, choice):
        """Draw the run of one piece before all else: the number is the same whenever it is drawn, and needs its time to come."""
        task.drawn = -1
        if choice.one_draw and task.row is None and len(task.lot.codes) == 1:
            order: Order = task.lot.order
            if order.source.drawn_ahead:
                task.drawn = choice.run.ticks_of(self.luck_of(task, order))
            else:
                task.drawn = choice.run.draw(task.operation.run_lane, order.ordinal, task.lot.code + task.attempt)
        return 0

    def luck_of(self, task, order):
        """The number of an operation of a random path, drawn together with those of the next three."""
        place: cython.longlong = task.at - task.luck_from
        if place > 3:
            self.draw_four(task, order)
            place = 0
        return task.luck[place]

    def draw_four(self, task, order):
        last: cython.longlong = order.n_path - 1
        at: cython.longlong = task.at
        lane: Stream = task.operation.run_lane
        if (order.ordinal | task.lot.code) >> 32:  # seldom
            lane.check(order.ordinal, task.lot.code)
        task.luck_from = at
        return lane.abreast(
            cython.cast(Operation, order.path[min(at + 1, last)]).run_lane,
            cython.cast(Operation, order.path[min(at + 2, last)]).run_lane,
            cython.cast(Operation, order.path[min(at + 3, last)]).run_lane,
            order.ordinal,
            task.lot.code,
            task.luck,
        )

    def no_longer_coming(self, operation, taken):
        """It does not come to its other work centres."""
        for choice in operation.choices:
            centre = cython.cast(Choice, choice).centre
            if centre is not taken:
                centre.n_coming -= 1
                self.floor.flow.place_freed(centre)
        return 0

    def take_unit(self, task, unit):
        if unit.since != self.floor.calendar.now:
            unit.account(self.floor.calendar.now)  # as empty: what begins gives it another state
        unit.task = task
        task.unit = unit
        task.where = ON_UNIT
        unit.centre.n_empty -= 1
        return self.floor.waiting.unit_taken(unit)

    def set_up_length(self, task):
        """Set-up and changeover are one step, the sum of their ticks (S1); the unit now makes this configuration (W2)."""
        ticks: cython.longlong = 0
        task.changeover = 0
        if task.choice.set_up is not None or task.operation.changes is not None:
            ticks = self.drawn_set_up(task, distribution_of(task.choice, SET_UP, task.lot.order))
        if task.choice.centre.changeover != NO_CHANGEOVER and task.operation.key is not None:
            task.changeover = change_over(task.choice.centre, task.operation, task.lot.order, task.unit)
        return ticks + task.changeover

    def drawn_set_up(self, task, distribution):
        if distribution is None:
            return 0
        order: Order = task.lot.order
        lane = cython.cast(Stream, task.operation.lanes[SET_UP])
        return distribution.draw(lane, entity_of(order, task.code), index_of(order, task.code, task.attempt))

    def resume(self, task, worker, crew):
        """A waiting step goes on."""
        task.kept = self.forget_kept(task)
        task.need = task.choice.needs[task.kind]
        self.take_people(task, worker, crew)
        return self.begin(task, task.choice, task.unit)

    def forget_kept(self, job):
        if job.kept is not None:
            for worker in job.kept:
                if worker is not None:
                    cython.cast(Worker, worker).kept.remove(job)
        return None

    def take_people(self, task, worker, crew):
        if worker is None:  # seldom
            return 0
        task.worker = worker
        task.last_worker = worker.rank
        if crew is None:
            self.stationed(worker, task.unit.centre)
            return self.floor.attending.attend(worker, task)
        task.crew = crew
        for found in crew:
            self.stationed(cython.cast(Worker, found), task.unit.centre)
            self.floor.attending.attend(cython.cast(Worker, found), task)
        return 0

    def stationed(self, worker, centre):
        """A worker's station is where his last stretch began, or for *at shift start* where his first of the shift did (D6)."""
        if worker.team.when == AFTER_EACH_OPERATION:  # nobody asks
            return 0
        if worker.team.when != AT_SHIFT_START or worker.station is None:
            worker.station = centre
        return 0

    def begin(self, task, choice, unit):
        """Begin a run-through: this step and those that follow it without parting."""
        now: cython.longlong = self.floor.calendar.now
        kind: cython.longlong = task.kind
        left: cython.longlong = task.left
        ends: cython.longlong = now
        n: cython.longlong = 0
        pace: cython.double = 1.0 if self.floor.even_paced else self.pace(task)
        while True:
            ticks: cython.longlong = left
            if pace != 1.0 and not (kind == RUN and self.has_own_pace(task)):
                ticks = factor_ticks(left, pace)
            task.chain_kind[n] = kind
            task.chain_left[n] = left
            task.chain_ticks[n] = ticks
            ends += ticks
            n += 1
            if not choice.unparted[kind] or task.redo:
                break
            kind = choice.following[kind]
            if kind == RUN and task.drawn >= 0:
                left = task.drawn
            else:
                left = self.length(task, kind)
        task.n_chained = n
        task.began = now
        task.ends = ends
        task.running = True
        self.floor.n_running += 1
        self.floor.last_stretch = now
        unit.stamp += 1
        self.floor.calendar.schedule(ends, ENDS, unit.rank, self, 0, unit.rank, unit.stamp)
        unit.enter(SETTING_UP if task.kind == SET_UP else RUNNING, now)
        if unit.fails_in_use:  # seldom
            self.announce(task)
        return 0

    def has_own_pace(self, task):
        """Whether the run takes as long as it takes: by a machine's own pace, or by the schedule (P1, D8)."""
        return task.operation.paced or (task.row is not None and task.row.duration >= 0)

    def announce(self, task):
        """Tell the failures that count operating time when the run of this run-through begins and ends (W4)."""
        at: cython.longlong = task.began
        for i in range(task.n_chained):
            if task.chain_kind[i] == RUN:
                self.floor.breaking.run_begins(task.unit, at, at + task.chain_ticks[i])
            at += task.chain_ticks[i]
        return 0

    def pace(self, task):
        """The time factor of a step that takes its people's full attention; a machine's own run goes at its own pace (P1, S1)."""
        if task.worker is None or task.need is None or task.need.parts < FULL:  # seldom
            return 1.0
        if task.crew is not None:  # seldom
            return self.crew_factor(task.crew, task.need, task.operation.adds)
        return task.need.skill.factors[task.worker.seat]

    def crew_factor(self, crew, need, adds):
        """A crew goes at the pace of its slowest, or, if speeds add, at the sum of their paces in the order of names."""
        slowest: cython.double = 0.0
        pace: cython.double = 0.0
        by_name = sorted((cython.cast(Worker, crew[i]).rank, i) for i in range(len(crew)))
        for _, i in by_name:
            worker = cython.cast(Worker, crew[i])
            f: cython.double = cython.cast(Skill, need.skills[i]).factors[worker.seat]
            pace += 1.0 / f
            if f > slowest:
                slowest = f
        return 1.0 / pace if adds else slowest

    def length(self, task, kind):
        """The standard ticks of a step, drawn for what it happens to (R4, S3)."""
        if kind == RUN:
            if task.row is not None and task.row.duration >= 0:
                return task.row.duration
            return self.run_length(task, distribution_of(task.choice, RUN, task.lot.order))
        if kind == SET_UP:
            return task.set_up_length
        order: Order = task.lot.order
        distribution: Distribution = distribution_of(task.choice, kind, order)
        code: cython.longlong = task.codes[task.piece if task.operation.piecewise else 0]
        return distribution.draw(
            cython.cast(Stream, task.operation.lanes[kind]), entity_of(order, code), index_of(order, code, task.attempt)
        )

    def run_length(self, task, distribution):
        """A run by piece, by one draw for the lot, or by one draw for the order (R4)."""
        operation: Operation = task.operation
        order: Order = task.lot.order
        pieces: cython.longlong = 1 if operation.piecewise or not operation.per_piece else len(task.codes)
        if distribution.constant:
            return distribution.planned * pieces
        lane: Stream = operation.run_lane
        code: cython.longlong = task.code
        if operation.piecewise and operation.varies == BY_PIECE:
            code = task.codes[task.piece]
        if operation.varies == BY_ORDER:
            return distribution.draw(lane, order.ordinal, 0) * pieces
        if operation.varies == BY_LOT or pieces == 1:
            return distribution.draw(lane, entity_of(order, code), index_of(order, code, task.attempt)) * pieces
        total: cython.longlong = 0
        for i in range(pieces):
            code = task.codes[i]
            total += distribution.draw(lane, entity_of(order, code), index_of(order, code, task.attempt))
        return total

    # the order of steps

    def next_kind(self, task, kind):
        """The step that follows, for the lot or for its next piece (S1), or the one that a lost set-up held up (S6)."""
        if task.redo and kind == SET_UP:  # seldom
            return task.saved_kind
        following: cython.longlong = task.choice.following[kind]
        if following < 0 and task.operation.piecewise and task.piece + 1 < len(task.codes):  # seldom
            task.piece += 1
            return LOAD if task.choice.present[LOAD] else RUN
        return following

    # booking

    def book_segment(self, task, unit, kind, began, ended, record):
        """Book one stretch, and tell the record, and the failures that count operating time."""
        ticks: cython.longlong = ended - began
        self.book_stretch(task, unit, kind, ticks, ended)
        if ticks > 0 and record and self.floor.events.on:  # seldom
            self.floor.stretch(task, kind, began, ended)
        if kind == RUN and unit.fails_in_use:  # seldom
            self.floor.breaking.run_stops(unit, ticks)
        return 0

    def book_stretch(self, task, unit, kind, ticks, ended):
        """Book one stretch to the unit's state, the people's and the order's causes."""
        if kind == RUN and task.run_started < 0:
            task.run_started = ended - ticks
        if ticks == 0:
            return 0
        task.spent[kind] += ticks
        if kind == SET_UP:
            unit.ticks[SETTING_UP] += ticks
            task.causes[BEING_SET_UP] += ticks
        else:
            unit.ticks[RUNNING] += ticks
            task.causes[BEING_RUN] += ticks
        unit.since = ended
        if task.worker is not None and task.taken.parts == FULL:
            if task.crew is None:
                self.book_worker(task, task.worker, kind, ticks, ended)
            else:
                for worker in task.crew:
                    self.book_worker(task, cython.cast(Worker, worker), kind, ticks, ended)
        return 0

    def book_worker(self, task, worker, kind, ticks, ended):
        worker.ticks[AT_SET_UP if kind == SET_UP else AT_RUN] += ticks * FULL
        worker.since = ended
        task.attended += ticks * FULL
        return 0

    def book_to(self, task, now):
        """Book a run-through up to now, step by step; what is left of the step under way stays with the task."""
        at: cython.longlong = task.began
        last: cython.longlong = task.n_chained - 1
        i: cython.longlong = 0
        while i < last and now - at >= task.chain_ticks[i]:
            self.book_segment(task, task.unit, task.chain_kind[i], at, at + task.chain_ticks[i], True)
            if task.chain_kind[i] == RUN and task.operation.bad_share > 0:
                self.judge_quality(task)
            at += task.chain_ticks[i]
            i += 1
        task.begun = now > at or i == 0
        if task.begun or task.chain_ticks[i] == 0:
            self.book_segment(task, task.unit, task.chain_kind[i], at, now, not self.floor.closing)
        elif task.unit.fails_in_use:
            self.floor.breaking.run_cancelled(task.unit)
        if task.unit.fails_in_use:
            for k in range(i + 1, task.n_chained):
                if task.chain_kind[k] == RUN:
                    self.floor.breaking.run_cancelled(task.unit)
        task.kind = task.chain_kind[i]
        task.left = work_left(task.chain_left[i], now - at, task.chain_ticks[i])
        return 0

    def book_through(self, task, unit):
        """Book a run-through that has come to its end."""
        at: cython.longlong = task.began
        i: cython.longlong = 0
        told: cython.bint = unit.fails_in_use or self.floor.events.on
        while True:
            at += task.chain_ticks[i]
            if told:  # seldom
                self.book_segment(task, unit, task.chain_kind[i], at - task.chain_ticks[i], at, True)
            else:
                self.book_stretch(task, unit, task.chain_kind[i], task.chain_ticks[i], at)
            i += 1
            if i == task.n_chained:
                break
            if task.chain_kind[i - 1] == RUN and task.operation.bad_share > 0:  # seldom
                self.judge_quality(task)
        task.begun = True
        task.kind = task.chain_kind[i - 1]
        return 0

    def stop(self, task):
        task.running = False
        task.since = self.floor.calendar.now
        task.unit.stamp += 1
        self.floor.n_running -= 1
        return 0

    def cut(self, task, last, ends):
        """Let a run-through end with an earlier step than it was begun for."""
        unit: Unit = task.unit
        if unit.fails_in_use:  # seldom
            for i in range(last + 1, task.n_chained):
                if task.chain_kind[i] == RUN:
                    self.floor.breaking.run_cancelled(unit)
        task.n_chained = last + 1
        task.ends = ends
        unit.stamp += 1
        return self.floor.calendar.schedule(ends, ENDS, unit.rank, self, 0, unit.rank, unit.stamp)

    # ending

    def step_ended(self, task, kind):
        """A step is done: the operation is, or its next step goes on without parting, or waits for people."""
        if kind == RUN and task.operation.bad_share > 0:  # seldom
            self.judge_quality(task)
        following: cython.longlong = self.next_kind(task, kind)
        if following < 0:
            return self.operation_over(task)
        parted: cython.bint = not self.unparted(task, kind, following)
        if parted:
            self.free_people(task)
        task.kind = following
        if task.redo and kind == SET_UP:  # seldom
            task.redo = False
            task.left = task.saved_left
        else:
            task.left = self.length(task, following)
        if parted:
            return self.wait_for_step(task)
        task.unparted = True
        return self.floor.going_on.push(task)

    def judge_quality(self, task):
        """The quality of the run is that of the worker in attendance at its end; of a crew, the poorest (P1, Q1)."""
        quality: cython.double = 1.0
        if task.crew is not None:  # seldom
            quality = 0.0
            for i in range(len(task.crew)):
                q: cython.double = cython.cast(Skill, task.need.skills[i]).qualities[cython.cast(Worker, task.crew[i]).seat]
                quality = q if q > quality else quality
        elif task.worker is not None:
            quality = task.need.skill.qualities[task.worker.seat]
        task.quality = quality
        if task.operation.piecewise:
            if task.qualities is None:
                task.qualities = []
            task.qualities.append(quality)
        return 0

    def operation_over(self, task):
        task.unit.n_operations += 1
        if task.crew is not None:  # seldom
            for worker in task.crew:
                cython.cast(Worker, worker).n_operations += 1
        elif task.worker is not None:
            task.worker.n_operations += 1
        self.free_people(task)
        task.where = FINISHED
        task.ended = self.floor.calendar.now
        self.floor.n_operations += 1
        return self.floor.ended.push(task.slot)

    def unparted(self, task, kind, following):
        """Whether the same people go on: the same skill and full attention (S1)."""
        need = cython.cast(Need, task.choice.needs[kind])
        if task.worker is None or need is None or need.parts < FULL or task.choice.needs[following] is not need:
            return False
        for worker in self.people(task):
            if cython.cast(Worker, worker).leaving:
                return False
        return True

    def free_people(self, task):
        worker: Worker = task.worker
        if worker is None:  # seldom
            return 0
        task.worker = None
        if task.crew is None:
            return self.floor.attending.release(worker, task)
        crew = task.crew
        task.crew = None
        for found in crew:
            self.floor.attending.release(cython.cast(Worker, found), task)
        return 0

    def people(self, task):
        if task.crew is not None:  # seldom
            return task.crew
        if task.worker is not None:
            return [task.worker]
        return []

    # waiting

    def wait_for_step(self, task):
        """The next step waits on its unit until dispatch gives it people, or at once if it needs none."""
        unit: Unit = task.unit
        task.need = task.choice.needs[task.kind]
        if unit.n_down > 0 or unit.off_shift:
            return unit.enter(DOWN if unit.n_down > 0 else OFF_SHIFT, self.floor.calendar.now)
        unit.enter(WAITING_FOR_WORKER, self.floor.calendar.now)
        if task.listed:
            return 0
        if task.need is None:
            task.listed = True
            return self.floor.unmanned.push(task)
        return self.floor.waiting.step_waits(task)
