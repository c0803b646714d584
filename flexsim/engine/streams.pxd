cimport cython

ctypedef unsigned long long u64


@cython.final
cdef class Stream:
    cdef readonly u64 seed, replication
    cdef readonly str lane_text
    cdef public u64 lane_low, lane_high
    cdef double uniform(self, u64 entity, u64 index) noexcept
    cpdef double draw(self, object entity, object index)
