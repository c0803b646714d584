cimport cython
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Listing


cdef class Rows(Listing):
    cdef Floor floor
    cdef int decide_with_rows(self) except -1
    cdef bint start_row_before(self, Team team, Line line, Entry entry) except -1
    cdef Entry first_row(self, Team team)
    cdef bint row_possible(self, ScheduleRow row) except -1
    cdef bint row_turn(self, ScheduleRow row) except -1
    cdef bint start_row(self, ScheduleRow row) except -1
    cdef int row_started(self, ScheduleRow row) except -1
    cdef Entry entry_at(self, Task task, WorkCentre centre)
    cdef Choice choice_at(self, Operation operation, WorkCentre centre)
