cimport cython


cdef class Item:
    cdef public long long place
    cdef bint before(self, Item other) noexcept


@cython.final
cdef class Heap:
    cdef readonly list items
    cdef readonly long long n
    cdef long long room
    cdef int push(self, Item item) except -1
    cdef Item first(self)
    cdef Item pop(self)
    cdef int remove(self, Item item) except -1
    cdef int moved(self, Item item) except -1
    cdef int rise(self, Item item, long long place) except -1
    cdef int sink(self, Item item, long long place) except -1
