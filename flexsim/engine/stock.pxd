from flexsim.engine.calendar cimport Stack
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Stock


cdef class Shelves(Stock):
    cdef Floor floor
    cdef Stack touched
    cdef bint changed
    cdef int touch(self, Item_ item) except -1
    cdef int count(self, Item_ item, long long pieces) except -1
    cdef int wanted(self, Order order) except -1
    cdef int received(self, Item_ item, long long pieces) except -1
    cdef int scrapped(self, Item_ item, long long pieces) except -1
    cdef bint settle(self) except -1
    cdef int allocate(self, Item_ item) except -1
    cdef int reorder(self, Item_ item) except -1
    cdef int start_run(self) except -1
    cdef int impatient(self, Order order) except -1
    cdef int give(self, Item_ item, Order order, long long pieces) except -1
