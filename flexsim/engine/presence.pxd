from flexsim.engine.calendar cimport Calendar
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Presence


cdef class Shifts(Presence):
    cdef Floor floor
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
    cdef int start_run(self) except -1
    cdef long long window_at_start(self, Pattern pattern) noexcept
    cdef long long starts(self, Pattern pattern, long long window) noexcept
    cdef long long ends(self, Pattern pattern, long long window) noexcept
    cdef bint ends_in_break(self, Pattern pattern, long long window) noexcept
    cdef int unit_starts(self, Unit unit, long long window) except -1
    cdef int unit_comes(self, Unit unit) except -1
    cdef int unit_leaves(self, Unit unit) except -1
    cdef int worker_starts(self, Worker worker) except -1
    cdef int worker_comes(self, Worker worker) except -1
    cdef int comes_in(self, Worker worker, bint new_shift) except -1
    cdef int worker_leaves(self, Worker worker) except -1
    cdef int worker_goes(self, Worker worker) except -1
    cdef int stop_jobs(self, Worker worker, bint keeps) except -1
    cdef int stays(self, Worker worker) except -1
    cdef int gone(self, Worker worker) except -1
    cdef int forget_kept(self, Worker worker) except -1
    cdef int job_over(self, Worker worker) except -1
    cdef int close_overtime(self, Worker worker) except -1
