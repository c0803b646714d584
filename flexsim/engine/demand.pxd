cimport cython
from flexsim.engine.calendar cimport Calendar, Handler
from flexsim.engine.distributions cimport Distribution
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Demand
from flexsim.engine.recorder cimport Table
from flexsim.engine.streams cimport Stream


cdef class Customers(Demand):
    cdef Floor floor
    cdef public long long n_open_sources
    cdef dict patient
    cdef long long[::1] taken
    cdef double luck[4]

    cdef int fire(self, long long kind, long long subject, long long stamp) except -1
    cdef int start_run(self) except -1
    cdef bint can_draw_ahead(self, Source source) except -1
    cdef int next_arrival(self, Source source) except -1
    cdef int exhausted(self, Source source) except -1
    cdef int arrives(self, Source source) except -1
    cdef int comes_inside(self, Order order) except -1
    cdef int replenish(self, Item_ item) except -1

    cdef int begun(self, Order order) except -1
    cdef int no_longer_unbegun(self, Order order) except -1

    cdef Order new_order(self, Source source, long long ordinal)
    cdef int from_file(self, Order order, object row) except -1
    cdef int draw_options(self, Order order, long long entity, list given) except -1

    cdef Item_ matching_item(self, Order order)
    cdef Item_ substitute(self, Order order)
    cdef long long distance(self, Order order, Item_ item) except -1
    cdef bint matches_item(self, Order order, Item_ item) except -1

    cdef int take_routing(self, Order order) except -1
    cdef list candidates(self, Order order)
    cdef int take_random_path(self, Order order) except -1
    cdef long long pick(self, Stream lane, long long ordinal, long long i, long long m) noexcept
    cdef int pick_of_many(self, Order order, list found) except -1
    cdef list matrix_path(self, Order order)

    cdef int will_lose_patience(self, Order order, long long until) except -1
    cdef int complete(self, Order order) except -1
    cdef int delivered(self, Order order) except -1
    cdef int lost(self, Order order) except -1
    cdef int left(self, Order order) except -1
    cdef int record_order(self, Order order) except -1
