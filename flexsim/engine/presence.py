# cython: infer_types=True
"""Shifts and breaks of workers and units (S4)."""

import cython

from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Job, Need, Pattern, Repair, Task, Unit, Worker
from flexsim.engine.ports import Presence

if not cython.compiled:
    from flexsim.engine.kinds import *


class Shifts(Presence):
    """Lets workers and units come and go by their patterns; windows that touch were made one when the plan was."""

    def __init__(self, floor: Floor):
        self.floor = floor
        floor.calendar.enrol(self)

    def start_run(self):
        for unit in self.floor.units:
            if cython.cast(Unit, unit).pattern is not None:
                self.unit_starts(cython.cast(Unit, unit), self.window_at_start(cython.cast(Unit, unit).pattern))
        for found in self.floor.workers:
            worker = cython.cast(Worker, found)
            if worker.pool is None:  # people of a pool come when they are called
                self.worker_starts(worker)
        return 0

    def fire(self, kind, subject, stamp):
        if kind == UNIT_LEAVES:
            return self.unit_leaves(cython.cast(Unit, self.floor.units[subject]))
        if kind == UNIT_COMES:
            return self.unit_comes(cython.cast(Unit, self.floor.units[subject]))
        worker = cython.cast(Worker, self.floor.workers[subject])
        if kind == WORKER_LEAVES:
            if worker.next_leave != self.floor.calendar.now:  # he was called, and went before the end of the shift
                return 0
            return self.worker_leaves(worker)
        if kind == WORKER_COMES:
            return self.worker_comes(worker)
        if worker.leaving and stamp == worker.stamp:  # the cap of his overtime is reached
            self.stop_jobs(worker, False)
        return 0

    # windows, counted from 0: those listed one by one, then those of every period

    def window_at_start(self, pattern):
        """The window at time 0 or the next one: -1 if one runs over from the period before."""
        if pattern.n_first == 0 and pattern.n > 0 and pattern.ends[pattern.n - 1] > pattern.period:
            return -1
        return 0

    def starts(self, pattern, window):
        if window < 0:
            return 0
        if window < pattern.n_first:
            return pattern.first_starts[window]
        if pattern.n == 0:
            return NEVER
        window -= pattern.n_first
        times: cython.longlong = window // pattern.n
        start: cython.longlong = pattern.starts[window - times * pattern.n]
        return start + pattern.base + times * pattern.period

    def ends(self, pattern, window):
        if window < 0:
            return cython.cast(cython.longlong, pattern.ends[pattern.n - 1]) - pattern.period
        if window < pattern.n_first:
            return pattern.first_ends[window]
        window -= pattern.n_first
        times: cython.longlong = window // pattern.n
        end: cython.longlong = pattern.ends[window - times * pattern.n]
        return end + pattern.base + times * pattern.period

    def ends_in_break(self, pattern, window):
        if window < 0:
            return pattern.breaks[pattern.n - 1]
        if window < pattern.n_first:
            return pattern.first_breaks[window]
        return pattern.breaks[(window - pattern.n_first) % pattern.n]

    # units

    def unit_starts(self, unit, window):
        unit.window = window
        if self.starts(unit.pattern, window) == 0:
            unit.off_shift = False
            unit.next_leave = self.ends(unit.pattern, window)
            return self.floor.calendar.schedule(unit.next_leave, UNIT_LEAVES, unit.rank, self, UNIT_LEAVES, unit.rank, 0)
        unit.off_shift = True
        unit.state = OFF_SHIFT
        return self.floor.calendar.schedule(
            self.starts(unit.pattern, window), UNIT_COMES, unit.rank, self, UNIT_COMES, unit.rank, 0
        )

    def unit_comes(self, unit):
        unit.off_shift = False
        unit.next_leave = self.ends(unit.pattern, unit.window)
        self.floor.calendar.schedule(unit.next_leave, UNIT_LEAVES, unit.rank, self, UNIT_LEAVES, unit.rank, 0)
        return self.floor.pausing.unit_back(unit)

    def unit_leaves(self, unit):
        unit.off_shift = True
        unit.window += 1
        self.floor.calendar.schedule(
            self.starts(unit.pattern, unit.window), UNIT_COMES, unit.rank, self, UNIT_COMES, unit.rank, 0
        )
        return self.floor.pausing.unit_stops(unit, False)

    # workers

    def worker_starts(self, worker):
        """Whoever is present at time 0 starts a shift then (D6)."""
        if worker.pattern is None:
            return self.comes_in(worker, True)
        worker.next_window = self.window_at_start(worker.pattern)
        start: cython.longlong = self.starts(worker.pattern, worker.next_window)
        if start == 0:
            return self.worker_comes(worker)
        return self.floor.calendar.schedule(start, WORKER_COMES, worker.rank, self, WORKER_COMES, worker.rank, 0)

    def worker_comes(self, worker):
        worker.next_leave = self.ends(worker.pattern, worker.next_window)
        self.floor.calendar.schedule(worker.next_leave, WORKER_LEAVES, worker.rank, self, WORKER_LEAVES, worker.rank, 0)
        new_shift: cython.bint = not worker.on_break
        worker.on_break = False
        if worker.leaving:  # still at work after his last shift
            self.close_overtime(worker)
        return self.comes_in(worker, new_shift)

    def comes_in(self, worker, new_shift):
        now: cython.longlong = self.floor.calendar.now
        attending = self.floor.attending
        attending.book(worker)
        worker.present = True
        worker.present_since = now
        if worker.n_jobs == 0:
            worker.idle_since = now
        if new_shift:
            if worker.team.when == AT_SHIFT_START:
                worker.station = None
            elif worker.home is not None:
                worker.station = worker.home
        attending.presence_changed(worker)
        return attending.offer(worker)

    def worker_leaves(self, worker):
        """The end of a shift, or the beginning of a break."""
        pauses: cython.bint = self.ends_in_break(worker.pattern, worker.next_window)
        worker.next_window += 1
        if pauses or worker.pool is None:
            self.floor.calendar.schedule(
                self.starts(worker.pattern, worker.next_window), WORKER_COMES, worker.rank, self, WORKER_COMES, worker.rank, 0
            )
        worker.next_leave = NEVER
        worker.on_break = pauses
        if not pauses:
            self.forget_kept(worker)
            if worker.finishes and self.stays(worker):
                return 0
        self.stop_jobs(worker, pauses and not worker.relief)
        self.gone(worker)
        if worker.pool is not None and not pauses:
            self.floor.calling.shift_over(worker)
        return 0

    def worker_goes(self, worker):
        """Somebody who was called and has nothing to do goes home: the end of his shift (P4)."""
        worker.next_leave = NEVER
        self.forget_kept(worker)
        self.gone(worker)
        return self.floor.calling.shift_over(worker)

    def forget_kept(self, worker):
        """What was kept over his breaks is open to all when his shift ends."""
        for job in worker.kept:
            cython.cast(Job, job).kept = None
            self.floor.touch_team(cython.cast(Need, cython.cast(Job, job).need).team)
        worker.kept = []
        return 0

    def stop_jobs(self, worker, keeps):
        for job in worker.jobs[: worker.n_jobs]:
            if isinstance(job, Repair):
                self.floor.breaking.worker_leaves(cython.cast(Repair, job), worker, keeps)
            elif job in worker.jobs[: worker.n_jobs]:
                self.floor.pausing.worker_leaves(cython.cast(Task, job), worker, keeps)
        return 0

    def stays(self, worker):
        """Whether a worker who finishes what he attends has something under way; he stays for that alone (S4)."""
        for job in worker.jobs[: worker.n_jobs]:
            if isinstance(job, Repair):
                continue
            task = cython.cast(Task, job)
            if not task.running or not self.floor.pausing.worker_stays(task):
                self.floor.pausing.worker_leaves(task, worker, False)
        if worker.n_jobs == 0 or worker.cap == 0:
            return False
        self.gone(worker)
        worker.leaving = True
        worker.overtime_since = self.floor.calendar.now
        worker.stamp += 1
        if worker.cap > 0:
            self.floor.calendar.schedule(
                worker.overtime_since + worker.cap, WORKER_LEAVES, worker.rank, self, AFTER_ARRIVALS, worker.rank, worker.stamp
            )
        return True

    def gone(self, worker):
        attending = self.floor.attending
        attending.book(worker)
        attending.withdraw(worker)
        worker.present_ticks += self.floor.calendar.now - worker.present_since
        worker.present = False
        if worker.pool is not None:
            self.floor.was_there(worker, worker.present_since)
        return attending.presence_changed(worker)

    def job_over(self, worker):
        """The last step that a worker stayed for has ended: he goes."""
        self.close_overtime(worker)
        return 0

    def close_overtime(self, worker):
        spent: cython.longlong = self.floor.calendar.now - worker.overtime_since
        worker.overtime += spent
        worker.present_ticks += spent
        worker.leaving = False
        if worker.pool is not None:
            self.floor.was_there(worker, worker.overtime_since)
            return self.floor.calling.shift_over(worker)
        return 0
