from flexsim.engine.calendar cimport Calendar, Numbers
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Calling
from flexsim.engine.rules cimport planned_of


cdef enum:
    TO_REVIEW = 0
    TO_COME = 1
    MAY_GO = 2
    TO_GO = 3


cdef class Calls(Calling):
    cdef Floor floor
    cdef Numbers due
    cdef list may_go
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
    cdef int start_run(self) except -1
    cdef int expect_first(self, Pool pool) except -1
    cdef bint is_on_break_at_start(self, Pool pool) except -1
    cdef int expect_next(self, Pool pool) except -1
    cdef long long after_shift(self, Pool pool) except? -1
    cdef int expect(self, Pool pool) except -1
    cdef int review(self) except -1
    cdef int ask(self, Pool pool) except -1
    cdef int call(self, Pool pool, Worker worker) except -1
    cdef long long backlog(self, Pool pool) except? -1
    cdef bint counts_here(self, Pool pool, Entry entry) except -1
    cdef int comes(self, Worker worker, long long stamp) except -1
    cdef int shift_over(self, Worker worker) except -1
    cdef bint send_home(self) except -1
