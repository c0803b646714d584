cdef class Table:
    cdef readonly str name
    cdef readonly tuple columns
    cdef readonly bint on
    cdef readonly list chunks
    cdef long long width, room, most, at, gone
    cdef long long[::1] cells
    cdef object store, sink
    cdef list hashes
    cdef Py_ssize_t hashed
    cdef long long next_row(self) except -1
    cdef int make_room(self) except -1
    cdef int hand_on(self) except -1
