# cython: infer_types=True
"""Whom people give their attention, and who is there to give it (S2, P1)."""

import cython

from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Job, Need, Repair, Skill, Task, Team, WorkCentre
from flexsim.engine.ports import Attending

if not cython.compiled:
    from flexsim.engine.kinds import *


class Attention(Attending):
    """Who attends what, whom a team could send, and which skills are there."""

    def __init__(self, floor: Floor):
        self.floor = floor

    def book(self, worker):
        """Close the books of a worker up to now, in equal parts to what he attends (S2)."""
        now: cython.longlong = self.floor.calendar.now
        spent: cython.longlong = now - worker.since
        n: cython.longlong = worker.n_jobs
        if spent == 0:
            return 0
        if n == 1 and cython.cast(Job, worker.jobs[0]).running and cython.cast(Job, worker.jobs[0]).taken.parts == FULL:
            if not isinstance(worker.jobs[0], Repair):
                return 0  # its stretches are booked one by one when they end
        worker.since = now
        spent *= FULL
        if n == 0:
            worker.ticks[FREE if worker.present else AWAY] += spent
            return 0
        share: cython.longlong = spent // n
        for i in range(n):
            part: cython.longlong = share if i > 0 else spent - share * (n - 1)
            if isinstance(worker.jobs[i], Repair):
                worker.ticks[AT_REPAIR] += part
                continue
            task = cython.cast(Task, worker.jobs[i])
            task.attended += part
            if task.beside:
                worker.ticks[BESIDE] += part
            elif task.kind == SET_UP:
                worker.ticks[AT_SET_UP] += part
            else:
                worker.ticks[AT_RUN] += part
        return 0

    def attend(self, worker, job):
        """A worker gives a job its part of his attention (S2)."""
        if worker.since != self.floor.calendar.now:
            self.book(worker)
        worker.jobs[worker.n_jobs] = job
        worker.n_jobs += 1
        job.taken = job.need
        worker.parts_left -= job.need.parts
        if job.need.parts < FULL:  # seldom
            worker.area = cython.cast(Task, job).unit.centre.area
        if worker.present:
            self.withdraw(worker)
            if worker.parts_left > 0:  # seldom
                self.offer(worker)
        return 0

    def release(self, worker, job):
        """A worker's attention is free again."""
        if worker.since != self.floor.calendar.now:
            self.book(worker)
        if worker.n_jobs == 1:
            worker.n_jobs = 0
        else:
            self.drop(worker, job)
        worker.parts_left += job.taken.parts
        if worker.n_jobs == 0:
            worker.idle_since = self.floor.calendar.now
        if worker.leaving:  # seldom
            if worker.n_jobs == 0:
                self.floor.presence.job_over(worker)
            return 0
        return self.offer(worker)

    def drop(self, worker, job):
        worker.n_jobs -= 1
        at: cython.longlong = worker.n_jobs
        while worker.jobs[at] is not job:
            at -= 1
        while at < worker.n_jobs:
            worker.jobs[at] = worker.jobs[at + 1]
            at += 1
        worker.jobs[worker.n_jobs] = None
        return 0

    def offer(self, worker):
        """Show a present worker with attention left to his team."""
        if not worker.present:  # seldom
            return 0
        team: Team = worker.team
        if worker.n_beside > 0 or worker.scheduled:  # seldom
            return self.floor.touch_team(team)
        if worker.parts_left == FULL:
            team.tending[worker.word] &= ~worker.bit
            team.free[worker.word] |= worker.bit
        elif worker.parts_left > 0:
            team.tending[worker.word] |= worker.bit
        return self.floor.touch_team(team)

    def withdraw(self, worker):
        team: Team = worker.team
        team.free[worker.word] &= ~worker.bit
        team.tending[worker.word] &= ~worker.bit
        return 0

    def presence_changed(self, worker):
        """A worker has come or gone: his skills are there or not."""
        self.floor.touch_team(worker.team)
        for found in worker.skills:
            skill = cython.cast(Skill, found)
            skill.n_present += 1 if worker.present else -1
            if skill.n_present == (1 if worker.present else 0):
                for need in skill.needs:
                    self.need_changed(cython.cast(Need, need))
        return 0

    def need_changed(self, need):
        now: cython.longlong = self.floor.calendar.now
        absent: cython.bint = False
        for found in need.skills:
            if cython.cast(Skill, found).n_present == 0:
                absent = True
        if absent == need.absent:
            return 0
        if need.absent:
            need.absent_ticks += now - need.absent_since
        need.absent = absent
        need.absent_since = now
        for centre in need.outlooks:
            cython.cast(WorkCentre, centre).summary = -1
            self.floor.touch(cython.cast(WorkCentre, centre))
        return 0
