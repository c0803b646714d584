from flexsim.engine.calendar cimport Calendar, Stack
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *


cdef class Outlooks:
    cdef Floor floor
    cdef int close_instant(self) except -1
    cdef int see_causes(self, WorkCentre centre) except -1
    cdef int update(self, Outlook outlook) except -1
    cdef long long cause_of(self, Outlook outlook) except -1
    cdef int mark(self, WorkCentre centre) except -1
    cdef int mark_scheduled(self, WorkCentre centre) except -1
    cdef int update_picky(self, WorkCentre centre) except -1
    cdef long long picky_cause(self, Task task) except -1
    cdef bint has_turn(self, ScheduleRow row) except -1
    cdef bint people_there(self, Task task) except -1
    cdef bint skilled_there(self, Outlook outlook) except -1
