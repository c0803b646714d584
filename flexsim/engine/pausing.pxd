cimport cython
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.paces cimport factor_ticks
from flexsim.engine.ports cimport Pausing
from flexsim.engine.rules cimport changeover_ticks, planned_of


cdef class Pauses(Pausing):
    cdef Floor floor
    cdef int go_on(self) except -1
    cdef bint can_go_on(self, Task task) except -1
    cdef bint keep_people(self, Task task) except -1
    cdef bint can_keep(self, Worker worker, Task task, Need need, Skill skill) except -1
    cdef int unit_stops(self, Unit unit, bint broken) except -1
    cdef int not_waiting(self, Task task) except -1
    cdef int broken_down(self, Task task, bint was_running) except -1
    cdef bint somebody_leaves(self, Task task) except -1
    cdef int stand_beside(self, Task task) except -1
    cdef bint end_beside(self, Task task) except -1
    cdef int no_longer_beside(self, Task task) except -1
    cdef int lose_set_up(self, Task task) except -1
    cdef int unit_back(self, Unit unit) except -1
    cdef bint somebody_repairs(self, Task task) except -1
    cdef int repaired(self, Worker worker) except -1
    cdef int worker_leaves(self, Task task, Worker worker, bint keeps) except -1
    cdef int keep_for(self, Task task, Worker worker) except -1
    cdef bint worker_stays(self, Task task) except -1
    cdef long long planned_left(self, Task task, Choice choice, Unit unit) except? -1
    cdef long long planned_on_unit(self, Task task) except? -1
    cdef bint fits(self, Task task, Choice choice, Unit unit, Worker worker, list crew) except -1
