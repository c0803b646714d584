cimport cython
from flexsim.engine.addresses cimport entity_of, index_of
from flexsim.engine.calendar cimport Calendar, Stack
from flexsim.engine.configurations cimport distribution_of
from flexsim.engine.distributions cimport Distribution
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.paces cimport factor_ticks, work_left
from flexsim.engine.ports cimport Running
from flexsim.engine.rules cimport change_over
from flexsim.engine.streams cimport Stream


cdef class Stretches(Running):
    cdef Floor floor
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
    cdef int start(self, Task task, Choice choice, Unit unit, Worker worker, list crew) except -1
    cdef int draw_ahead(self, Task task, Choice choice) except -1
    cdef double luck_of(self, Task task, Order order) except? -1
    cdef int draw_four(self, Task task, Order order) except -1
    cdef int take_unit(self, Task task, Unit unit) except -1
    cdef long long set_up_length(self, Task task) except? -1
    cdef int resume(self, Task task, Worker worker, list crew) except -1
    cdef int take_people(self, Task task, Worker worker, list crew) except -1
    cdef int stationed(self, Worker worker, WorkCentre centre) except -1
    cdef int begin(self, Task task, Choice choice, Unit unit) except -1
    cdef bint has_own_pace(self, Task task) except -1
    cdef int announce(self, Task task) except -1
    cdef double pace(self, Task task) except? -1
    cdef int no_longer_coming(self, Operation operation, WorkCentre taken) except -1
    cdef long long drawn_set_up(self, Task task, Distribution distribution) except? -1
    cdef int book_through(self, Task task, Unit unit) except -1
    cdef double crew_factor(self, list crew, Need need, bint adds) except? -1
    cdef long long length(self, Task task, long long kind) except? -1
    cdef long long run_length(self, Task task, Distribution distribution) except? -1
    cdef long long next_kind(self, Task task, long long kind) except -2
    cdef int book_segment(self, Task task, Unit unit, long long kind, long long began, long long ended, bint record) except -1
    cdef int book_stretch(self, Task task, Unit unit, long long kind, long long ticks, long long ended) except -1
    cdef int book_to(self, Task task, long long now) except -1
    cdef int stop(self, Task task) except -1
    cdef int step_ended(self, Task task, long long kind) except -1
    cdef int judge_quality(self, Task task) except -1
    cdef int operation_over(self, Task task) except -1
    cdef bint unparted(self, Task task, long long kind, long long following) except -1
    cdef int free_people(self, Task task) except -1
    cdef int wait_for_step(self, Task task) except -1
    cdef int cut(self, Task task, long long last, long long ends) except -1
    cdef list forget_kept(self, Job job)
    cdef list people(self, Task task)
    cdef int book_worker(self, Task task, Worker worker, long long kind, long long ticks, long long ended) except -1
