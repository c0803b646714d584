cimport cython
from flexsim.engine.bits cimport lowest
from flexsim.engine.calendar cimport Numbers, Stack
from flexsim.engine.floor cimport Floor
from flexsim.engine.heaps cimport Item
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Staffing
from flexsim.engine.rules cimport changeover_ticks, planned_of


cdef class TeamWork(Staffing):
    cdef Floor floor
    cdef list places
    cdef bint bound
    cdef Task fitting
    cdef Choice fitting_choice
    cdef Unit fitting_unit
    cdef ScheduleRow row
    cdef Unit paired_unit
    cdef Worker paired_worker

    cdef int decide_teams(self, Numbers teams) except -1
    cdef int have_decided(self, Numbers teams) except -1
    cdef int has_decided(self, Team team) except -1

    cdef int touch_picky(self, Team team) except -1

    cdef int decide(self) except -1
    cdef int decide_at_large(self) except -1
    cdef int go_on(self) except -1
    cdef int ask_keys(self) except -1
    cdef int rekey(self, Line line) except -1
    cdef int start_unmanned(self) except -1
    cdef int start_unmanned_new(self, WorkCentre centre) except -1
    cdef int decide_team(self, Team team, bint new) except -1
    cdef bint anybody(self, Team team) noexcept
    cdef bint start_repair(self, Team team) except -1
    cdef Worker technician(self, Repair repair)
    cdef bint start_step(self, Team team) except -1
    cdef Task best_step(self, Need need)
    cdef bint step_possible(self, Task task) except -1
    cdef Worker step_worker(self, Task task)
    cdef bint start_new(self, Team team) except -1
    cdef Line best_line(self, Need need)
    cdef Entry startable_entry(self, Line line)
    cdef int start_entry(self, Entry entry) except -1
    cdef Choice best_choice(self, Task task, bint manned)
    cdef bint choice_possible(self, Task task, Choice choice) except -1
    cdef int start_choice(self, Task task, Choice choice) except -1
    cdef Unit best_unit(self, Choice choice, Task task)
    cdef long long best_seat(self, Need need, WorkCentre centre) except -2
    cdef bint pair(self, Task task, Choice choice) except -1
    cdef bint somebody(self, Need need, WorkCentre centre) except -1
    cdef bint free_able(self, Team team, Skill skill) noexcept
    cdef Worker pick(self, Skill skill, long long parts, WorkCentre centre, bint bound)
    cdef long long pick_seat(self, Skill skill, long long parts, WorkCentre centre, bint bound) except -2
    cdef bint suits(self, Worker worker, long long parts, WorkCentre centre, bint bound) except -1
    cdef bint better(self, Worker worker, Worker best, Skill skill) noexcept
    cdef double who_key(self, Worker worker, Skill skill) noexcept
    cdef bint gather(self, Need need, WorkCentre centre, list kept) except -1
    cdef bint fits(self, Task task, Choice choice, Unit unit, Worker worker) except -1
    cdef bint may(self, Worker worker, WorkCentre centre) except -1
    cdef bint has_work(self, Worker worker, WorkCentre centre) except -1
    cdef bint able(self, Worker worker, Need need, WorkCentre centre) except -1
    cdef list row_people(self, Task task, Choice choice, Unit unit, Need need, list kept)
    cdef bint only_beside(self, Worker worker) except -1
    cdef Worker kept_worker(self, Job job)
    cdef bint crew_possible(self, Task task) except -1
    cdef Unit unit_it_would_take(self, Task task, Choice choice)
    cdef bint pair_unit(self, Task task, Choice choice, Worker worker) except -1
    cdef bint pair_crew(self, Task task, Choice choice) except -1
    cdef bint unit_before(self, Choice choice, Order order, Unit one, Unit other) except -1
    cdef bint crew_for(self, Task task, Choice choice, Unit unit, Need need, list kept) except -1
    cdef bint fill(self, list order, long long at, list holders, list places) except -1
    cdef bint is_back(self, Worker worker, Need need, WorkCentre centre) except -1
    cdef list holders_of(self, Skill skill, Need need, WorkCentre centre)
    cdef bint holds(self, Worker worker, Skill skill, Need need, WorkCentre centre) except -1
    cdef bint has_step(self, Worker worker, WorkCentre centre) except -1
    cdef bint has_operation(self, Worker worker, WorkCentre centre) except -1
    cdef bint could_resume(self, Worker worker, Task task) except -1
    cdef bint crew_resumes_with(self, Worker worker, Task task) except -1
    cdef bint in_crew(self, Worker worker, Need need) except -1
    cdef bint could_start(self, Worker worker, Line line) except -1
    cdef bint crew_could_start(self, Line line, list kept) except -1
    cdef bint crew_with(self, Worker worker, Line line) except -1
    cdef bint row_there(self, ScheduleRow row, Need need) except -1
    cdef bint could_if_fitting(self, Task task) except -1


cdef int sort_units(Stack found) except -1
