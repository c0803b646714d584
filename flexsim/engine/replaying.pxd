cimport cython
from flexsim.engine.calendar cimport Calendar, Handler
from flexsim.engine.configurations cimport distribution_of
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Replay


cdef class Records(Replay):
    cdef Floor floor
    cdef list by_time, due, going_on, changed
    cdef long long n_seen
    cdef long long[::1] n_lots, n_set_up, n_run, since, set_up_ticks, run_ticks, n_crowded, n_stretched
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
    cdef int start_run(self) except -1
    cdef int expect_next(self) except -1
    cdef int take_due(self) except -1
    cdef int lot_came(self, Task task) except -1
    cdef int decide(self) except -1
    cdef int start_due(self) except -1
    cdef int expect_the_rest(self) except -1
    cdef int start(self, ScheduleRow row, Task task) except -1
    cdef Choice choice_of(self, ScheduleRow row)
    cdef int begin(self, ScheduleRow row, Task task) except -1
    cdef long long length(self, Task task) except? -1
    cdef int attend(self, ScheduleRow row, Task task) except -1
    cdef int ask(self, ScheduleRow row) except -1
    cdef int end_step(self, Task task) except -1
    cdef int step_over(self, ScheduleRow row) except -1
    cdef int operation_over(self, Task task) except -1
    cdef long long ends(self, Task task) except? -1
    cdef int book(self, long long unit) except -1
    cdef int show_state(self, Unit unit) except -1
