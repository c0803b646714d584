cimport cython


cdef class Handler:
    cdef readonly long long number
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1


cdef class Caller(Handler):
    cdef object function
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1


@cython.final
cdef class Stack:
    cdef public list items
    cdef public Py_ssize_t n
    cdef Py_ssize_t room
    cpdef int push(self, object item) except -1
    cpdef object pop(self)
    cdef int remove(self, object item) except -1
    cdef int forget(self) except -1
    cpdef list all(self)


@cython.final
cdef class Numbers:
    cdef long long[::1] items
    cdef readonly long long n
    cdef long long room
    cdef int push(self, long long number) except -1
    cdef int grow(self) except -1
    cdef int sort(self) noexcept


cdef class Calendar:
    cdef readonly long long now, fired, moves, n
    cdef long long room
    cdef bint hollow
    cdef long long[::1] cells
    cdef readonly list handlers
    cpdef long long enrol(self, Handler handler) except -1
    cdef int schedule(
        self, long long time, long long stage, long long rank, Handler handler, long long kind, long long subject, long long stamp
    ) except -1
    @cython.final
    cdef int grow(self) except -1
    @cython.final
    cdef bint before(self, long long a, long long b) noexcept
    @cython.final
    cdef bint goes_before(self, long long order, long long what, long long stamp, long long c) noexcept
    @cython.final
    cdef int fill(self) noexcept
    @cython.final
    cdef int sink(self, long long time, long long order, long long what, long long stamp) noexcept
    cdef int step(self) except -1
    cdef long long next_time(self) noexcept
    cdef long long next_stage(self) noexcept
