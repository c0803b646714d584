# cython: infer_types=True
"""Units fail and are repaired, each mode of failure by itself (S6, W4)."""

import cython

from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Mode, Repair, Unit, WorkCentre, Worker
from flexsim.engine.ports import Breaking
from flexsim.engine.recorder import Table

if not cython.compiled:
    from flexsim.engine.kinds import *
    from flexsim.engine.paces import factor_ticks, work_left


class Failures(Breaking):
    """Fails units by the clock or by their operating time, and repairs them."""

    def __init__(self, floor: Floor):
        self.floor = floor
        floor.calendar.enrol(self)

    def start_run(self):
        for mode in self.floor.modes:
            self.next_failure(cython.cast(Mode, mode))
        return 0

    def fire(self, kind, subject, stamp):
        mode = cython.cast(Mode, self.floor.modes[subject])
        if kind == 0:
            if stamp == mode.stamp:
                return self.broke_down(mode)
        elif stamp == mode.job.stamp and mode.job.running:
            return self.ended(mode.job)
        return 0

    def next_failure(self, mode):
        """Counted from the end of the mode's last repair, by the clock or by the elapsed time of run steps (W4)."""
        ticks: cython.longlong = mode.every.draw(mode.failure_lane, mode.n, 0)
        if mode.operating:
            mode.left = ticks
            return 0
        now: cython.longlong = self.floor.calendar.now
        mode.stamp += 1
        return self.floor.calendar.schedule(now + ticks, BREAKDOWNS, mode.number, self, 0, mode.number, mode.stamp)

    def run_begins(self, unit, at, ends):
        """A run step will last from ``at`` to ``ends``: does a failure by operating time fall into it?"""
        for found in unit.operating_modes:
            mode = cython.cast(Mode, found)
            if at + mode.left <= ends:
                mode.stamp += 1
                self.floor.calendar.schedule(at + mode.left, BREAKDOWNS, mode.number, self, 0, mode.number, mode.stamp)
        return 0

    def run_stops(self, unit, elapsed):
        for found in unit.operating_modes:
            mode = cython.cast(Mode, found)
            if mode.down:
                continue
            mode.left -= elapsed
            if mode.left > 0:
                mode.stamp += 1
        return 0

    def run_cancelled(self, unit):
        for mode in unit.operating_modes:
            cython.cast(Mode, mode).stamp += 1
        return 0

    def broke_down(self, mode):
        unit: Unit = mode.unit
        now: cython.longlong = self.floor.calendar.now
        mode.down = True
        mode.stamp += 1
        repair = Repair(mode)
        repair.failed = now
        repair.left = mode.repair.draw(mode.repair_lane, mode.n, 0)
        mode.job = repair
        mode.n += 1
        unit.n_down += 1
        unit.n_failures += 1
        self.floor.pausing.unit_stops(unit, True)
        if mode.need is None:
            return self.begin(repair)
        mode.need.team.repairs.push(repair)
        return self.floor.touch_team(mode.need.team)

    def start(self, repair, worker):
        """A technician begins or resumes a repair."""
        if repair.kept is not None:
            worker.kept.remove(repair)
            repair.kept = None
        repair.worker = worker
        worker.repairing = True
        self.floor.attending.attend(worker, repair)
        return self.begin(repair)

    def begin(self, repair):
        now: cython.longlong = self.floor.calendar.now
        mode: Mode = repair.mode
        factor: cython.double = 1.0
        if repair.worker is not None:
            factor = repair.need.skill.factors[repair.worker.seat]
        repair.began = now
        repair.ends = now + factor_ticks(repair.left, factor)
        repair.running = True
        repair.stamp += 1
        return self.floor.calendar.schedule(repair.ends, ENDS, mode.number, self, 1, mode.number, repair.stamp)

    def ended(self, repair):
        mode: Mode = repair.mode
        unit: Unit = mode.unit
        worker: Worker = repair.worker
        self.record(repair)
        repair.running = False
        repair.worker = None
        if worker is not None:
            worker.repairing = False
            self.floor.attending.release(worker, repair)
        mode.down = False
        unit.n_down -= 1
        self.next_failure(mode)
        if unit.n_down == 0:
            self.floor.pausing.unit_back(unit)
        if worker is not None and worker.n_jobs > 0:
            self.floor.pausing.repaired(worker)
        return 0

    def worker_leaves(self, repair, worker, keeps):
        """The technician goes: the repair waits, over a break for him alone (S4)."""
        self.record(repair)
        now: cython.longlong = self.floor.calendar.now
        repair.left = work_left(repair.left, now - repair.began, repair.ends - repair.began)
        repair.running = False
        repair.stamp += 1
        repair.worker = None
        worker.repairing = False
        if keeps:
            repair.kept = [worker]
            worker.kept.append(repair)
        self.floor.attending.release(worker, repair)
        repair.need.team.repairs.push(repair)
        return self.floor.touch_team(repair.need.team)

    def record(self, repair):
        events: Table = self.floor.events
        now: cython.longlong = self.floor.calendar.now
        if not events.on or now == repair.began:
            return 0
        row: cython.longlong = events.next_row()
        events.cells[row] = 4
        for i in range(1, 7):
            events.cells[row + i] = -1
        events.cells[row + 7] = repair.mode.unit.rank
        events.cells[row + 8] = -1 if repair.worker is None else repair.worker.rank
        events.cells[row + 9] = repair.began
        events.cells[row + 10] = now
        return 0
