# cython: infer_types=True
"""People who are called: who is asked for a shift, who comes, and who goes home when there is nothing to do (P4)."""

import cython

from flexsim.engine.calendar import Numbers
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Entry, Line, Pattern, Pool, Worker
from flexsim.engine.ports import Calling

if not cython.compiled:
    from flexsim.engine.kinds import *
    from flexsim.engine.rules import planned_of

    TO_REVIEW, TO_COME, MAY_GO, TO_GO = range(4)


class Calls(Calling):
    """Calls people shift by shift, from the work that waits for their skills."""

    def __init__(self, floor: Floor):
        self.floor = floor
        self.due = Numbers()
        self.may_go = []
        floor.calendar.enrol(self)

    def start_run(self):
        for found in self.floor.pools:
            pool = cython.cast(Pool, found)
            if len(pool.people) > 0:
                self.expect_first(pool)
        return 0

    def fire(self, kind, subject, stamp):
        if kind == TO_REVIEW:
            return self.due.push(subject)
        worker = cython.cast(Worker, self.floor.workers[subject])
        if kind == TO_COME:
            return self.comes(worker, stamp)
        if kind == MAY_GO:
            if worker.in_shift and stamp == worker.n_shifts:
                self.may_go.append(worker)
            return 0
        return self.floor.presence.worker_goes(worker)

    # shifts: windows from the first to the last before a gap that is no break

    def expect_first(self, pool):
        """The review of the first shift for which there is notice enough; one that runs at time 0 is called for then."""
        pool.window = self.floor.presence.window_at_start(pool.pattern)
        pool.begins = self.floor.presence.starts(pool.pattern, pool.window)
        if self.is_on_break_at_start(pool):
            pool.begins = 0
        if pool.begins < pool.notice:
            return self.expect_next(pool)
        return self.expect(pool)

    def is_on_break_at_start(self, pool):
        """Whether time 0 lies in a break of a shift."""
        pattern: Pattern = pool.pattern
        if pattern.n == 0 or not pattern.breaks[pattern.n - 1]:
            return False
        return pool.begins == pattern.starts[0]

    def expect_next(self, pool):
        """The review of the next shift for which there is notice enough."""
        while True:
            pool.window = self.after_shift(pool)
            if pool.window < 0:
                return 0
            pool.begins = self.floor.presence.starts(pool.pattern, pool.window)
            if pool.begins >= pool.notice:
                return self.expect(pool)

    def after_shift(self, pool):
        """The first window after the present shift; -1 if it goes on for ever."""
        window: cython.longlong = pool.window
        most: cython.longlong = window + pool.pattern.n_first + pool.pattern.n + 1
        while window <= most:
            if self.floor.presence.ends(pool.pattern, window) >= NEVER:
                return -1
            if not self.floor.presence.ends_in_break(pool.pattern, window):
                return window + 1
            window += 1
        return -1

    def expect(self, pool):
        if pool.begins >= NEVER:
            return 0
        return self.floor.calendar.schedule(pool.begins - pool.notice, REVIEWS, pool.number, self, TO_REVIEW, pool.number, 0)

    # reviews

    def review(self):
        """Stage (4): pools whose next shift is due, in the order of their names."""
        if self.due.n == 0:
            return 0
        self.due.sort()
        for i in range(self.due.n):
            pool = cython.cast(Pool, self.floor.pools[self.due.items[i]])
            self.ask(pool)
            self.expect_next(pool)
        self.due.n = 0
        return 0

    def ask(self, pool):
        """Ask one after the other until as many come as are wanted."""
        wanted: cython.longlong = self.backlog(pool) // pool.above
        day: cython.longlong = pool.begins // DAY_TICKS
        if day != pool.day:
            pool.day = day
            pool.n_asked_that_day = 0
        for found in pool.people:
            if wanted <= 0:
                break
            worker = cython.cast(Worker, found)
            if worker.leaving:
                continue
            worker.n_asked += 1
            comes: cython.bint = pool.sure or pool.lane.uniform(day, pool.n_asked_that_day) < pool.comes
            pool.n_asked_that_day += 1
            if comes:
                wanted -= 1
                worker.n_came += 1
                self.call(pool, worker)
        return 0

    def call(self, pool, worker):
        start: cython.longlong = self.floor.presence.starts(pool.pattern, pool.window)
        return self.floor.calendar.schedule(start, WORKER_COMES, worker.rank, self, TO_COME, worker.rank, pool.window + 1)

    def backlog(self, pool):
        """Planned work that waits in line for one of the pool's skills, each operation once (D4)."""
        total: cython.longlong = 0
        for found in pool.lines:
            line = cython.cast(Line, found)
            for i in range(line.entries.n):
                entry = cython.cast(Entry, line.entries.items[i])
                if self.counts_here(pool, entry):
                    pieces: cython.longlong = len(entry.task.lot.codes)
                    total += planned_of(entry.choice, SET_UP, entry.task.lot.order, pieces)
                    total += planned_of(entry.choice, RUN, entry.task.lot.order, pieces)
        return total

    def counts_here(self, pool, entry):
        """Whether this is the first listed of the work centres at which the operation waits for the pool's skills."""
        if entry.task.operation.n_choices == 1:
            return True
        for found in entry.task.operation.choices:
            choice = cython.cast(Choice, found)
            if choice.line in pool.lines:
                return choice is entry.choice
        return False

    # coming and going

    def comes(self, worker, stamp):
        """Whoever was called for a shift begins it."""
        now: cython.longlong = self.floor.calendar.now
        worker.next_window = stamp - 1
        self.floor.presence.worker_comes(worker)
        worker.in_shift = True
        worker.n_shifts += 1
        worker.present_before = worker.present_ticks
        pool: Pool = worker.pool
        if pool.goes_when_idle and pool.minimum >= 0:
            self.floor.calendar.schedule(
                now + pool.minimum, AFTER_ARRIVALS, worker.rank, self, MAY_GO, worker.rank, worker.n_shifts
            )
        return 0

    def shift_over(self, worker):
        """Somebody who was called has gone: he is paid at least the minimum."""
        pool: Pool = worker.pool
        short: cython.longlong = pool.minimum - (worker.present_ticks - worker.present_before)
        if short > 0:
            worker.paid_minimum += short
        worker.in_shift = False
        if worker in self.may_go:
            self.may_go.remove(worker)
        return 0

    def send_home(self):
        """After an instant's last dispatch: whoever may go and attends nothing goes; whether anybody does."""
        anybody: cython.bint = False
        for found in self.may_go:
            worker = cython.cast(Worker, found)
            if worker.present and worker.n_jobs == 0:
                self.floor.calendar.schedule(
                    self.floor.calendar.now, WORKER_LEAVES, worker.rank, self, TO_GO, worker.rank, 0
                )
                anybody = True
        return anybody
