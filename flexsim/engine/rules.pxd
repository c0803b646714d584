from flexsim.engine.configurations cimport distribution_of, key_value
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Flow

cdef long long changeover_ticks(WorkCentre centre, Operation operation, Order order, Unit unit) except -1
cdef long long change_over(WorkCentre centre, Operation operation, Order order, Unit unit) except -1
cdef long long change_one(WorkCentre centre, KeyOption option, Order order, Unit unit) except -1
cdef long long planned_of(Choice choice, long long kind, Order order, long long pieces) except -1


cdef class FirstInFirstOut(DispatchRule):
    cdef double key(self, Entry entry, long long now) except? -1

cdef class ShortestProcessingTime(DispatchRule):
    cdef double key(self, Entry entry, long long now) except? -1

cdef class EarliestDueDate(DispatchRule):
    cdef double key(self, Entry entry, long long now) except? -1

cdef class SlackPerOperation(DispatchRule):
    cdef Flow flow
    cdef double key(self, Entry entry, long long now) except? -1

cdef class UserRule(DispatchRule):
    cdef object rule
    cdef object ask
    cdef double key(self, Entry entry, long long now) except? -1
