from flexsim.engine.addresses cimport entity_of
from flexsim.engine.calendar cimport Calendar, Numbers, Stack
from flexsim.engine.heaps cimport Heap
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport *
from flexsim.engine.recorder cimport Table


cdef class Floor:
    cdef public Calendar calendar
    cdef public list scheduled_units, dynamic_centres
    cdef public long long n_dynamic, n_scheduled
    cdef public list sources, items, centres, units, workers, teams, modes, tasks, needs, rows, pools
    cdef readonly Stack free_tasks, free_entries, free_orders, free_lots
    cdef public Demand demand
    cdef public Flow flow
    cdef public Joining joining
    cdef public Scrapping scrapping
    cdef public Stock stock
    cdef public Running running
    cdef public Pausing pausing
    cdef public Breaking breaking
    cdef public Presence presence
    cdef public Waiting waiting
    cdef public Attending attending
    cdef public Staffing staffing
    cdef public Listing listing
    cdef public Calling calling
    cdef public Replay replay
    cdef public Table orders, lots, operations, events
    cdef public bint causes_on, all_seen, plain, even_paced
    cdef public long long seed, replication, horizon, n_kinds
    cdef public object scenario
    # the agenda of an instant
    cdef readonly Numbers ended, touched_centres, touched_teams
    cdef readonly Stack going_on, unmanned, unkeyed, arrived, meetings, impatient
    cdef readonly Heap leaving
    cdef public long long n_running, n_moving, n_held, n_operations, n_candidates, last_stretch, last_arrival, n_inside
    cdef public long long awaited_from, awaited_before, n_awaited
    cdef public bint closing, has_unmanned
    cdef long long deciding
    cdef bint look_again
    cdef Order first_inside
    cdef Order new_order(self)
    cdef Lot new_lot(self, Order order, list codes)
    cdef Task new_task(self, Lot lot, Operation operation)
    cdef int recycle(self, Task task) except -1
    cdef int touch(self, WorkCentre centre) except -1
    cdef int touch_team(self, Team team) except -1
    cdef int was_there(self, Worker worker, long long since) except -1
    cdef int stretch(self, Task task, long long kind, long long began, long long ended) except -1
    cdef int stretch_row(self, Task task, long long kind, long long worker, long long began, long long ended) except -1
