cimport cython
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Attending


cdef class Attention(Attending):
    cdef Floor floor
    cdef int book(self, Worker worker) except -1
    cdef int attend(self, Worker worker, Job job) except -1
    cdef int release(self, Worker worker, Job job) except -1
    cdef int drop(self, Worker worker, Job job) except -1
    cdef int offer(self, Worker worker) except -1
    cdef int withdraw(self, Worker worker) except -1
    cdef int presence_changed(self, Worker worker) except -1
    cdef int need_changed(self, Need need) except -1
