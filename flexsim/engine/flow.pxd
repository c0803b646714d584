cimport cython
from flexsim.engine.addresses cimport entity_of
from flexsim.engine.calendar cimport Calendar, Handler, Numbers, Stack
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Flow
from flexsim.engine.recorder cimport Table
from flexsim.engine.rules cimport planned_of
from flexsim.engine.variety cimport Tally


cdef class Orders(Flow):
    cdef Floor floor
    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
    cdef int start_run(self) except -1

    cdef int consequences(self) except -1
    cdef int judge_all(self, Numbers ended) except -1
    cdef int sort_ended(self, Numbers ended) except -1
    cdef bint ended_before(self, Task one, Task other) noexcept
    cdef int judge(self, Task task) except -1
    cdef int empty_unit(self, Task task, Unit unit) except -1
    cdef int record_operation(self, Task task) except -1

    cdef bint departures(self) except -1
    cdef bint may_leave(self, Task task, Order order) except -1
    cdef bint room_at(self, Operation operation, WorkCentre own, list claimed) except -1
    cdef int hold(self, Task task) except -1
    cdef int place_freed(self, WorkCentre centre) except -1
    cdef int depart(self, Task task, Order order) except -1
    cdef int record_left(self, Task task) except -1
    cdef int leaves_the_floor(self, Task task) except -1
    cdef int became_good(self, Order order, long long code, Task task) except -1
    cdef int left_final(self, Order order, long long code, Task task) except -1
    cdef int end_task(self, Task task) except -1
    cdef int lot_ended(self, Lot lot, bint joined) except -1
    cdef int record_lot(self, Lot lot, long long ended, bint joined) except -1

    cdef int send(self, Task task, Unit origin) except -1
    cdef int arrived_at(self, Task task) except -1
    cdef int begin_to_wait(self, Task task) except -1
    cdef int expect(self, Operation operation, long long copies) except -1

    cdef int release(self, Order order) except -1
    cdef int count_variety(self, Order order) except -1
    cdef long long bits_of(self, Order order) except -1
    cdef int release_lot(self, Order order, list codes, Task scrapped_by) except -1
    cdef int set_out(self, Lot lot, Operation operation, Node node, Task scrapped_by) except -1

    cdef double slack(self, Task task, Choice choice, long long now) except? -1
    cdef long long planned_work(self, Choice choice, Order order, long long pieces) except? -1
    cdef int take_row(self, Task task) except -1
