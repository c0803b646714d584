from flexsim.engine.calendar cimport Calendar
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.paces cimport factor_ticks, work_left
from flexsim.engine.ports cimport Breaking


cdef class Failures(Breaking):
    cdef Floor floor
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
    cdef int start_run(self) except -1
    cdef int next_failure(self, Mode mode) except -1
    cdef int run_begins(self, Unit unit, long long at, long long ends) except -1
    cdef int run_stops(self, Unit unit, long long elapsed) except -1
    cdef int run_cancelled(self, Unit unit) except -1
    cdef int broke_down(self, Mode mode) except -1
    cdef int start(self, Repair repair, Worker worker) except -1
    cdef int begin(self, Repair repair) except -1
    cdef int record(self, Repair repair) except -1
    cdef int ended(self, Repair repair) except -1
    cdef int worker_leaves(self, Repair repair, Worker worker, bint keeps) except -1
