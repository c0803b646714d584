from flexsim.engine.streams cimport Stream

ctypedef unsigned long long u64

cpdef long long to_ticks(double seconds) except? -1
cdef long long drawn_ticks(double seconds) noexcept


cdef class Distribution:
    cdef readonly str kind
    cdef readonly tuple parameters
    cdef readonly double mean_seconds
    cdef readonly long long planned
    cdef readonly bint constant
    cdef long long ticks(self, double u) except? -1
    cdef long long ticks_of(self, double u) except? -1
    cdef long long draw(self, Stream stream, u64 entity, u64 index) except? -1


cdef class Constant(Distribution):
    cdef long long ticks(self, double u) except? -1


cdef class Uniform(Distribution):
    cdef double low, span
    cdef long long ticks(self, double u) except? -1


cdef class Triangular(Distribution):
    cdef double low, high, span, rise, fall, peak
    cdef long long ticks(self, double u) except? -1


cdef class Exponential(Distribution):
    cdef double minus_mean
    cdef long long ticks(self, double u) except? -1
    cdef long long ticks_of(self, double u) except? -1


cdef class Weibull(Distribution):
    cdef double scale, power
    cdef long long ticks(self, double u) except? -1


cdef class Empirical(Distribution):
    cdef Py_ssize_t last
    cdef double[::1] cumulated
    cdef long long[::1] values
    cdef long long ticks(self, double u) except? -1


cdef class Geometric(Distribution):
    cdef double step, log_of_failure
    cdef long long ticks(self, double u) except? -1


cdef class Trace(Distribution):
    cdef u64 n
    cdef long long[::1] values
    cdef long long draw(self, Stream stream, u64 entity, u64 index) except? -1
