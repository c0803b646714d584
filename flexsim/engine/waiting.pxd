cimport cython
from flexsim.engine.calendar cimport Stack
from flexsim.engine.floor cimport Floor
from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport *
from flexsim.engine.ports cimport Waiting


cdef class Lines(Waiting):
    cdef Floor floor
    cdef int enter_line(self, Task task) except -1
    cdef int stand_elsewhere(self, Task task) except -1
    cdef int begin_to_look(self, Task task, Outlook outlook) except -1
    cdef int end_looking(self, Task task, Outlook outlook) except -1
    cdef int stand(self, Task task, Entry entry, Choice choice) except -1
    cdef int give_key(self, Entry entry, DispatchRule rule) except -1
    cdef int leave_lines(self, Task task) except -1
    cdef int book_picky(self, Task task, long long now) except -1
    cdef int leave(self, Entry entry) except -1
    cdef int leave_elsewhere(self, Task task) except -1
    cdef int open_line(self, Line line) except -1
    cdef int close_line(self, Line line) except -1
    cdef int flip_need(self, Need need) except -1
    cdef long long where_key(self, Line line) except? -1
    cdef int place_line(self, Line line) except -1
    cdef int place_lines(self, WorkCentre centre) except -1
    cdef int unit_changed(self, Unit unit) except -1
    cdef int unit_taken(self, Unit unit) except -1
    cdef int unit_emptied(self, Unit unit) except -1
    cdef int list_unit(self, Unit unit) except -1
    cdef int open_lines(self, WorkCentre centre) except -1
    cdef int put_in_list(self, Unit unit) except -1
    cdef int take_out_of_list(self, Unit unit) except -1
    cdef int unlist_unit(self, Unit unit) except -1
    cdef int step_waits(self, Task task) except -1
    cdef int step_taken(self, Task task) except -1
