cimport cython
from flexsim.engine.calendar cimport Stack
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Joining


cdef class Meetings(Joining):
    cdef Floor floor
    cdef int came(self, Task task) except -1
    cdef int wait_to_meet(self, Task task) except -1
    cdef int gone(self, Task task) except -1
    cdef int fewer_come(self, Order order, list bad) except -1
    cdef bint settle(self) except -1
    cdef int unite(self, Task task) except -1
    cdef Task last_to_come(self, list copies)
    cdef int merge(self, list copies, Task last, Lot lot, bint remade) except -1
    cdef int gather(self, Order order, Node node) except -1
    cdef int unite_mixed(self, Order order, Node node) except -1
