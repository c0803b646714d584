from flexsim.engine.calendar cimport Calendar, Handler
from flexsim.engine.distributions cimport Distribution
from flexsim.engine.recorder cimport Table
from flexsim.engine.streams cimport Stream


cdef class Holder(Handler):
    cdef Calendar calendar
    cdef readonly long long state, seen
    cdef long long gap(self) noexcept
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
