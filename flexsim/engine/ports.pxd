from flexsim.engine.calendar cimport Handler
from flexsim.engine.distributions cimport Distribution
from flexsim.engine.nouns cimport *


cdef class Demand(Handler):
    cdef int start_run(self) except -1
    cdef int begun(self, Order order) except -1
    cdef int replenish(self, Item_ item) except -1
    cdef int will_lose_patience(self, Order order, long long until) except -1
    cdef int complete(self, Order order) except -1
    cdef int delivered(self, Order order) except -1
    cdef int lost(self, Order order) except -1
    cdef int record_order(self, Order order) except -1


cdef class Flow(Handler):
    cdef int start_run(self) except -1
    cdef int consequences(self) except -1
    cdef int place_freed(self, WorkCentre centre) except -1
    cdef double slack(self, Task task, Choice choice, long long now) except? -1
    cdef int empty_unit(self, Task task, Unit unit) except -1
    cdef int expect(self, Operation operation, long long copies) except -1
    cdef int begin_to_wait(self, Task task) except -1
    cdef int release_lot(self, Order order, list codes, Task scrapped_by) except -1
    cdef int end_task(self, Task task) except -1
    cdef int lot_ended(self, Lot lot, bint joined) except -1
    cdef int record_lot(self, Lot lot, long long ended, bint joined) except -1


cdef class Joining:
    cdef int came(self, Task task) except -1
    cdef int gone(self, Task task) except -1
    cdef int fewer_come(self, Order order, list bad) except -1
    cdef bint settle(self) except -1


cdef class Scrapping:
    cdef list bad_pieces(self, Task task)
    cdef int scrap(self, Order order, list bad, Task task) except -1


cdef class Stock:
    cdef int wanted(self, Order order) except -1
    cdef int received(self, Item_ item, long long pieces) except -1
    cdef int scrapped(self, Item_ item, long long pieces) except -1
    cdef bint settle(self) except -1
    cdef int start_run(self) except -1
    cdef int impatient(self, Order order) except -1


cdef class Running(Handler):
    cdef int start(self, Task task, Choice choice, Unit unit, Worker worker, list crew) except -1
    cdef int resume(self, Task task, Worker worker, list crew) except -1
    cdef int book_to(self, Task task, long long now) except -1
    cdef long long length(self, Task task, long long kind) except? -1
    cdef long long drawn_set_up(self, Task task, Distribution distribution) except? -1
    cdef int stop(self, Task task) except -1
    cdef int begin(self, Task task, Choice choice, Unit unit) except -1
    cdef int free_people(self, Task task) except -1
    cdef int wait_for_step(self, Task task) except -1
    cdef list people(self, Task task)
    cdef int cut(self, Task task, long long last, long long ends) except -1
    cdef double crew_factor(self, list crew, Need need, bint adds) except? -1


cdef class Pausing:
    cdef int go_on(self) except -1
    cdef int unit_stops(self, Unit unit, bint broken) except -1
    cdef int unit_back(self, Unit unit) except -1
    cdef int worker_leaves(self, Task task, Worker worker, bint keeps) except -1
    cdef bint worker_stays(self, Task task) except -1
    cdef int repaired(self, Worker worker) except -1
    cdef long long planned_left(self, Task task, Choice choice, Unit unit) except? -1
    cdef bint fits(self, Task task, Choice choice, Unit unit, Worker worker, list crew) except -1


cdef class Breaking(Handler):
    cdef int run_begins(self, Unit unit, long long at, long long ends) except -1
    cdef int run_stops(self, Unit unit, long long elapsed) except -1
    cdef int run_cancelled(self, Unit unit) except -1
    cdef int start(self, Repair repair, Worker worker) except -1
    cdef int worker_leaves(self, Repair repair, Worker worker, bint keeps) except -1
    cdef int start_run(self) except -1


cdef class Presence(Handler):
    cdef int job_over(self, Worker worker) except -1
    cdef int start_run(self) except -1
    cdef long long window_at_start(self, Pattern pattern) noexcept
    cdef long long starts(self, Pattern pattern, long long window) noexcept
    cdef long long ends(self, Pattern pattern, long long window) noexcept
    cdef bint ends_in_break(self, Pattern pattern, long long window) noexcept
    cdef int worker_comes(self, Worker worker) except -1
    cdef int worker_goes(self, Worker worker) except -1


cdef class Calling(Handler):
    cdef int start_run(self) except -1
    cdef int review(self) except -1
    cdef bint send_home(self) except -1
    cdef int shift_over(self, Worker worker) except -1


cdef class Waiting:
    cdef int enter_line(self, Task task) except -1
    cdef int leave_lines(self, Task task) except -1
    cdef int unit_changed(self, Unit unit) except -1
    cdef int unit_taken(self, Unit unit) except -1
    cdef int unit_emptied(self, Unit unit) except -1
    cdef int step_waits(self, Task task) except -1
    cdef int step_taken(self, Task task) except -1
    cdef long long where_key(self, Line line) except? -1
    cdef int place_line(self, Line line) except -1
    cdef int place_lines(self, WorkCentre centre) except -1


cdef class Attending:
    cdef int attend(self, Worker worker, Job job) except -1
    cdef int release(self, Worker worker, Job job) except -1
    cdef int offer(self, Worker worker) except -1
    cdef int book(self, Worker worker) except -1
    cdef int withdraw(self, Worker worker) except -1
    cdef int presence_changed(self, Worker worker) except -1


cdef class Staffing:
    cdef int decide(self) except -1
    cdef int start_unmanned(self) except -1
    cdef int decide_team(self, Team team, bint new) except -1
    cdef bint start_new(self, Team team) except -1
    cdef Entry startable_entry(self, Line line)
    cdef list row_people(self, Task task, Choice choice, Unit unit, Need need, list kept)
    cdef bint could_if_fitting(self, Task task) except -1


cdef class Listing:
    cdef int decide_with_rows(self) except -1
    cdef bint start_row_before(self, Team team, Line line, Entry entry) except -1
    cdef bint row_turn(self, ScheduleRow row) except -1


cdef class Replay(Handler):
    cdef int start_run(self) except -1
    cdef int lot_came(self, Task task) except -1
    cdef int decide(self) except -1
