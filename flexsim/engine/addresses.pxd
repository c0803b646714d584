from flexsim.engine.nouns cimport Order

cdef long long entity_of(Order order, long long code) noexcept
cdef long long index_of(Order order, long long code, long long attempt) noexcept
