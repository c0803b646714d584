cdef class Tally:
    cdef readonly long long width, n, room
    cdef readonly bint is_new
    cdef long long[::1] cells
    cdef long long place_of(self, long long configuration) except -1
    cdef int mark(self, long long place, long long rank) noexcept
