cimport cython
from flexsim.engine.addresses cimport entity_of, index_of
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Scrapping


cdef class Rejects(Scrapping):
    cdef Floor floor
    cdef list bad_pieces(self, Task task)
    cdef int scrap(self, Order order, list bad, Task task) except -1
    cdef int remake(self, Order order, list bad, Task task) except -1
    cdef int take_out(self, Lot lot, list bad) except -1
    cdef int leader_changed(self, Task task) except -1
    cdef int gone(self, Task task) except -1
