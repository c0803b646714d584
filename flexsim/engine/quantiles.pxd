from flexsim.engine.distributions cimport Distribution


cdef class Normal(Distribution):
    cdef double centre, sd, low, high, below, inside
    cdef bint mirrored
    cdef long long ticks(self, double u) except? -1


cdef class Lognormal(Distribution):
    cdef double mu, sigma
    cdef long long ticks(self, double u) except? -1


cdef class Gamma(Distribution):
    cdef double shape, scale
    cdef long long ticks(self, double u) except? -1


cdef class Beta(Distribution):
    cdef double a, b, low, span
    cdef long long ticks(self, double u) except? -1
