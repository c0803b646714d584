from flexsim.engine.distributions cimport Distribution
from flexsim.engine.nouns cimport *

cdef long long value_of(KeyOption option, Order order) noexcept
cdef long long key_value(KeyOption option, Order order) noexcept
cdef bint matches(list conditions, Order order) except -1
cdef Distribution distribution_of(Choice choice, long long kind, Order order)
cdef Distribution changed_distribution(Choice choice, long long kind, Order order)
