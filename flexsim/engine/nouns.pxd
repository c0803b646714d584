from flexsim.engine.calendar cimport Stack
from flexsim.engine.distributions cimport Distribution
from flexsim.engine.heaps cimport Heap, Item
from flexsim.engine.kinds cimport *
from flexsim.engine.streams cimport Stream
from flexsim.engine.variety cimport Tally

ctypedef unsigned long long u64


# what the scenario states: compiled when the plan is made, never changed by a run

cdef class KeyOption:
    cdef public long long slot, radix, count, constant
    cdef public long long[::1] ids
    cdef public bint drawn


cdef class Change:
    cdef public list conditions
    cdef public list distributions


cdef class Choice:
    cdef public WorkCentre centre
    cdef public Line line
    cdef public Distribution set_up, run
    cdef public int first
    cdef public bint one_draw
    cdef int present[4]
    cdef int unparted[4]
    cdef int following[4]
    cdef public Operation operation
    cdef public long long index
    cdef public list distributions, needs


cdef class Operation:
    cdef public Choice choice
    cdef public long long rank
    cdef public int n_choices
    cdef public bint unlimited, at_hand, piecewise, picky, paced, uninterruptible
    cdef public double bad_share
    cdef public KeyOption only_key
    cdef public list key, changes
    cdef public Stream run_lane
    cdef public Outlook outlook
    cdef public dict scheduled
    cdef public bint per_piece, adds, join
    cdef public long long number, varies
    cdef public str name
    cdef public Source source
    cdef public list choices, only_if, lanes, after
    cdef public Stream yield_lane


cdef class Node:
    cdef public Operation operation
    cdef public long long number, n_before
    cdef public list successors, following
    cdef public bint mixed, join


cdef class Route:
    cdef public list nodes, firsts, candidates
    cdef public long long n_final


cdef class Source:
    cdef public long long number, count, priority, lot_size, quantity_low, quantity_high, refuse_above, saturated
    cdef public str name
    cdef public object product_name
    cdef public long long product
    cdef public Distribution every, due, patience, discount
    cdef public Stream every_lane, quantity_lane, due_lane, patience_lane, routing_lane, discount_lane
    cdef public long long offered
    cdef public list weights
    cdef public bint makes_others
    cdef public list times, file, option_lanes, option_shares, option_radices, option_counts, operations
    cdef public Item_ item
    cdef public bint is_item, from_stock, partial, overtake
    cdef public long long drawn_low, drawn_high
    cdef public object matrix, profile
    cdef public dict routes
    cdef public bint drops, drawn_ahead
    cdef public list codes_of
    cdef public Tally tally
    # what a run changes
    cdef public long long n_arrived, n_ended, n_inside, n_unbegun, n_due


cdef class Item_:
    cdef public long long number, lot_size, reorder_point, on_hand, on_order, owed, n_started
    cdef public long long received, delivered, scrapped, since, integral, initial
    cdef public str name
    cdef public Source source
    cdef public list stated
    cdef public list waiting, in_work
    cdef public bint touched


# orders in motion

cdef class Order:
    cdef readonly Source source
    cdef readonly long long ordinal, rank, arrived, released, due, priority, quantity, configuration
    cdef readonly long long good, scrapped, given, completed, state, patience, last_good, last_piece, n_path
    cdef public Route route
    cdef public list path
    cdef public Stack lots
    cdef public dict meetings, missing, passed, left_finals
    cdef public Item_ item
    cdef public bint begun
    cdef Order earlier, later
    cdef long long causes[11]
    cdef int begin_anew(self) except -1


cdef class Lot:
    cdef readonly Order order
    cdef public list codes
    cdef public Stack tasks
    cdef readonly long long released, n_released, leader, code


cdef class Job(Item):
    cdef public Need need, taken
    cdef public Worker worker
    cdef public list crew, kept
    cdef public long long left, since, began, ends, stamp
    cdef public bint running, listed


cdef class Entry(Item):
    cdef readonly Task task
    cdef readonly Choice choice
    cdef readonly double key
    cdef readonly long long priority, came, released, order_rank, lot_rank


cdef class Task(Job):
    cdef readonly Lot lot
    cdef readonly Operation operation
    cdef readonly Choice choice
    cdef readonly Unit unit
    cdef readonly Entry entry
    cdef readonly Node node
    cdef public ScheduleRow row
    cdef public list codes, qualities, entries
    cdef readonly int where, attempt, kind, piece, last_worker
    cdef public bint beside, unparted, blocked, scrap_all, redo, remade, begun
    cdef readonly long long slot, at, came, started, run_started, ended, code, n_pieces
    cdef readonly long long set_up_length, drawn, changeover, bad, attended
    cdef readonly double quality
    cdef int n_chained
    cdef int chain_kind[4]
    cdef long long chain_ticks[4]
    cdef long long chain_left[4]
    cdef long long spent[4]
    cdef long long causes[11]
    cdef long long marks[4]
    cdef readonly long long saved_kind, saved_left, absent_mark, marked, cause
    cdef double luck[4]
    cdef long long luck_from


cdef class Mode:
    cdef public long long number, n, left, stamp, rank
    cdef public str name
    cdef public Unit unit
    cdef public bint operating, down
    cdef public Distribution every, repair
    cdef public Stream failure_lane, repair_lane
    cdef public Need need
    cdef public Team team
    cdef public Repair job


cdef class Repair(Job):
    cdef readonly Mode mode
    cdef readonly long long failed


cdef class ScheduleRow:
    cdef public long long number, not_before, duration
    cdef public Unit unit
    cdef public list workers
    cdef public Operation operation
    cdef public Task task
    cdef public bint started, crowded, stretched


# places and people

cdef class Unit:
    cdef public WorkCentre centre
    cdef readonly Task task
    cdef readonly long long rank, since, empty_since, n_operations
    cdef public long long n_down, stamp
    cdef readonly int state
    cdef public bint off_shift, listed, scheduled, was_up, was_on, fails_in_use
    cdef readonly long long changed_over
    cdef long long ticks[10]
    cdef public long long[::1] memory
    cdef readonly long long number, n_failures
    cdef public str name
    cdef public list modes, operating_modes, rows
    cdef public Pattern pattern
    cdef public long long next_leave, next_row, window
    cdef public bint marked
    cdef Unit earlier, later
    cdef int enter(self, long long state, long long now) except -1
    cdef int account(self, long long now) except -1
    cdef int step_waited(self, Task task, long long now, long long spent) except -1


cdef class WorkCentre:
    cdef readonly int n_waiting, n_available, n_empty, n_lines
    cdef public int n_units, n_marked, n_scheduled, n_rows_waiting
    cdef public bint touched, bound
    cdef Unit first_unit
    cdef readonly long long n_coming
    cdef public long long number
    cdef public Team team
    cdef public DispatchRule rule
    cdef public list lines, units, outlooks, picky
    cdef readonly Stack held
    cdef public long long buffer, changeover, matrix_slot, matrix_size
    cdef readonly int n_on, n_up
    cdef public int summary
    cdef public bint worker_waits, scraps, loses_set_up
    cdef public long long[::1] matrix
    cdef public long long[::1] per_option
    cdef public long long fixed, move_to, area
    cdef public str name
    cdef public Team repairers
    cdef public Line unmanned
    cdef Unit last_unit


cdef class Line(Item):
    cdef public WorkCentre centre
    cdef public Need need
    cdef readonly Heap entries
    cdef readonly long long where, n_picky
    cdef readonly bint open


cdef class Outlook:
    cdef public list centres, skills
    cdef readonly long long cause, since
    cdef long long ticks[4]


cdef class Skill:
    cdef public Team team
    cdef public double[::1] factors
    cdef u64 able[16]
    cdef public double[::1] qualities
    cdef public long long number, n_present
    cdef public str name
    cdef public list needs
    cpdef int make_able(self, long long seat) except -1


cdef class Need:
    cdef public Team team
    cdef public Skill skill
    cdef public Line only_line
    cdef readonly Heap lines
    cdef public bint crew, simple
    cdef public u64 bit
    cdef public long long word, number, parts, step_place
    cdef readonly Heap steps
    cdef public list skills, outlooks
    cdef readonly long long absent_since, absent_ticks
    cdef readonly bint absent
    cpdef int take_number(self, long long number) except -1


cdef class Team:
    cdef readonly bint touched
    cdef public bint roams
    cdef public int n_words, n_need_words, n_open, n_beside, n_scheduled, n_picky_centres
    cdef public long long number, when, where, who
    cdef public list members, needs
    cdef readonly Stack open_steps
    cdef readonly Heap repairs
    cdef u64[::1] open
    cdef u64 free[16]
    cdef u64 tending[16]
    cdef public str name
    cdef public list centres, skills, scheduled, picky_centres


cdef class Pattern:
    cdef public list starts, ends, breaks, first_starts, first_ends, first_breaks
    cdef public long long n, n_first, base, period


cdef class Pool:
    cdef public long long number, above, notice, minimum, window, begins, day, n_asked_that_day
    cdef public str name
    cdef public Team team
    cdef public list people, lines
    cdef public Pattern pattern
    cdef public Stream lane
    cdef public double comes
    cdef public bint sure, goes_when_idle


cdef class Worker:
    cdef public Team team
    cdef public WorkCentre station
    cdef public list jobs
    cdef readonly long long rank, seat, word
    cdef u64 bit
    cdef public u64 serves
    cdef public long long parts_left, idle_since, since, n_jobs, n_beside
    cdef public bint present, leaving, scheduled, finishes, relief, on_break, repairing
    cdef readonly long long n_operations
    cdef long long ticks[6]
    cdef public str name
    cdef public list skills, kept, rows
    cdef public Pattern pattern
    cdef public WorkCentre home
    cdef public long long cap, area, next_leave, next_row, n_skills, next_window, stamp
    cdef readonly long long overtime, overtime_since, present_ticks, present_since
    cdef public Pool pool
    cdef public bint in_shift
    cdef readonly long long n_asked, n_came, n_shifts, paid_minimum, present_before
    cpdef int sit(self, long long seat) except -1


cdef class DispatchRule:
    cdef public bint dynamic, user, fifo
    cdef double key(self, Entry entry, long long now) except? -1


cdef long long absent_ticks(Need need, long long now) noexcept
