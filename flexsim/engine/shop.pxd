cimport cython
from flexsim.engine.calendar cimport Calendar, Stack
from flexsim.engine.demand cimport Customers
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.outlooks cimport Outlooks
from flexsim.engine.ports cimport Flow, Staffing
from flexsim.engine.recorder cimport Table


cdef extern from *:
    """
    #define FLEXSIM_MOST_ROUNDS 10000
    #define FLEXSIM_MOST_EVENTS 20000000
    #define FLEXSIM_TEN_WEEKS 6048000000000LL
    """
    const long long MOST_ROUNDS "FLEXSIM_MOST_ROUNDS"
    const long long MOST_EVENTS "FLEXSIM_MOST_EVENTS"
    const long long TEN_WEEKS "FLEXSIM_TEN_WEEKS"


cdef class Shop:
    cdef readonly Floor floor
    cdef Outlooks outlooks
    cdef long long checked
    cdef readonly long long end
    cdef object after_instant
    cpdef int begin(self) except -1
    cpdef int work_until(self, long long limit) except -1
    cpdef long long await_cohort(self, long long since, long long before) except? -1
    cpdef int see_out(self, long long limit) except -1
    cpdef int close_books(self) except -1
    cpdef int record_unfinished(self) except -1
    cdef int start(self) except -1
    cdef int instant(self, long long time) except -1
    cdef int work_off(self, long long time) except -1
    cdef int work_off_with_calls(self, long long time) except -1
    cdef bint over(self) except -1
    cdef int check(self) except -1
