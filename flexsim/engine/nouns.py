# cython: infer_types=True
"""The nouns of the shop floor: what the scenario states, what moves, places and people.

Nouns hold fields and the arithmetic of one field; everything that happens to several of them is a mechanism.
"""

from array import array

import cython

from flexsim.engine.calendar import Stack
from flexsim.engine.heaps import Heap, Item

if not cython.compiled:
    from flexsim.engine.kinds import *


class KeyOption:
    """One option that a changeover looks at, and where a configuration keeps its value."""


class Change:
    """What certain option values do to the times of an operation."""


class Choice:
    """An operation at one of its work centres: its times there, its steps, and who they need."""

    def __init__(self):
        if not cython.compiled:
            self.unparted = [0] * 4
            self.present = [0] * 4
            self.following = [-1] * 4


class Operation:
    """An operation of one source of demand (its lanes carry that stream's name)."""

    def __init__(self):
        self.changes = None
        self.key = self.only_key = None
        self.only_if = None
        self.outlook = None
        self.scheduled = None
        self.after = []


class Node:
    """An operation's place in a routing that branches."""


class Route:
    """A routing as it is for certain options: dropped operations have handed their arrows on (O3)."""


class Source:
    """Where orders come from: a demand stream, or a stock item that replenishes itself."""

    def __init__(self):
        self.every = self.due = self.patience = self.discount = self.discount_lane = self.weights = None
        self.makes_others = False
        self.every_lane = self.quantity_lane = self.due_lane = self.patience_lane = self.routing_lane = None
        self.times = self.file = self.matrix = self.item = self.profile = self.tally = None
        self.routes = {}
        self.is_item = self.from_stock = self.partial = self.overtake = self.drops = self.drawn_ahead = False
        self.n_arrived = self.n_ended = self.n_inside = self.n_unbegun = self.n_due = 0
        self.count = self.refuse_above = self.lot_size = self.saturated = -1
        self.drawn_low = self.drawn_high = -1
        self.product = -1
        self.priority = 0
        self.codes_of = [0]
        self.operations = []
        self.option_lanes = []


class Item_:
    """A stock item under a reorder rule (I1), with the orders that wait for it (I2)."""

    def __init__(self):
        self.on_hand = self.on_order = self.owed = self.n_started = 0
        self.received = self.delivered = self.scrapped = self.since = self.integral = 0
        self.waiting = []
        self.in_work = []
        self.touched = False


class Order:
    """What a customer wants, or a replenishment lot of a stock item."""

    def __init__(self):
        self.meetings = self.missing = None
        self.item = None
        self.passed = None
        self.left_finals = None
        self.earlier = self.later = None
        self.path = None
        self.lots = Stack()
        self.begin_anew()

    def begin_anew(self):
        """Nothing has happened to the order yet."""
        self.route = None
        self.n_path = -1
        self.begun = False
        self.good = self.scrapped = self.given = self.state = self.configuration = 0
        self.completed = self.released = self.patience = self.last_good = self.last_piece = -1
        if not cython.compiled:
            self.causes = [0] * 11
        for k in range(11):
            self.causes[k] = 0
        return 0


class Lot:
    """Pieces that travel together; its copies on parallel branches share it (J1).

    A piece is known by its code: piece x 2^16 + generation x 2^8.
    """

    def __init__(self):
        self.tasks = Stack()


class Job(Item):
    """Work that may need people: an operation of a lot on a unit, or a repair."""


class Entry(Item):
    """A task in the line of one work centre, with its key there; what a user's dispatching rule is asked about."""

    def before(self, other):
        o = cython.cast(Entry, other)
        if self.priority != o.priority:
            return self.priority < o.priority
        if self.key != o.key:
            return self.key < o.key
        if self.came != o.came:
            return self.came < o.came
        if self.order_rank != o.order_rank:
            return self.order_rank < o.order_rank
        return self.lot_rank < o.lot_rank


class Task(Job):
    """One operation of one lot (or of one branch's copy of it), from the way there until the lot has left its unit."""

    def __init__(self):
        self.entry = Entry()
        self.entry.task = self
        self.entry.place = -1
        self.place = -1
        self.codes = self.entries = self.qualities = None
        self.drawn = -1
        self.crew = self.kept = None
        self.worker = None
        self.need = self.taken = None
        self.stamp = 0
        if not cython.compiled:
            self.chain_kind = [0] * 4
            self.chain_left = [0] * 4
            self.chain_ticks = [0] * 4
            self.spent = [0] * 4
            self.causes = [0] * 11
            self.marks = [0] * 4
            self.luck = [0.0] * 4

    def before(self, other):
        """On a unit: waiting longest since the last stretch ended, then work centre and unit."""
        o = cython.cast(Task, other)
        if self.since != o.since:
            return self.since < o.since
        return self.unit.rank < o.unit.rank


class Mode:
    """One way in which a unit fails."""

    def __init__(self):
        self.n = 0
        self.left = 0
        self.stamp = 0
        self.down = False
        self.need = None


class Repair(Job):
    """The repair of one failure."""

    def __init__(self, mode: Mode):
        self.mode = mode
        self.crew = self.kept = None
        self.worker = None
        self.need = mode.need
        self.stamp = 0
        self.place = -1
        self.running = False

    def before(self, other):
        """Earliest failure first, then work centre, unit and mode."""
        o = cython.cast(Repair, other)
        if self.failed != o.failed:
            return self.failed < o.failed
        return self.mode.number < o.mode.number


class ScheduleRow:
    """One row of a given schedule (D8)."""

    def __init__(self):
        self.task = None
        self.started = self.crowded = self.stretched = False


class Unit:
    """A machine, robot or bench. Its rank is its place by work centre and number."""

    def __init__(self):
        self.task = None
        self.memory = None
        self.modes = []
        self.operating_modes = []
        self.rows = None
        self.pattern = None
        self.n_down = self.stamp = self.next_row = 0
        self.off_shift = self.listed = self.marked = self.scheduled = self.was_up = self.was_on = self.fails_in_use = False
        self.earlier = self.later = None
        self.state = IDLE
        self.since = self.empty_since = 0
        self.n_operations = self.n_failures = self.changed_over = 0
        self.next_leave = NEVER
        if not cython.compiled:
            self.ticks = [0] * 10

    def enter(self, state, now):
        """Close the books of the present state, for the unit and for the order whose lot is on it, and open the next."""
        if now > self.since:
            self.account(now)
        if state != self.state:
            self.state = state
            if state == WAITING_FOR_WORKER and self.task is not None:  # seldom
                self.task.absent_mark = absent_ticks(self.task.need, now)
        return 0

    def account(self, now):
        """Close the books of the present state."""
        spent: cython.longlong = now - self.since
        self.since = now
        self.ticks[self.state] += spent
        if self.task is None:
            return 0
        task: Task = self.task
        if self.state == RUNNING:
            task.causes[BEING_RUN] += spent
        elif self.state == SETTING_UP:
            task.causes[BEING_SET_UP] += spent
        elif self.state == BLOCKED:
            task.causes[HELD] += spent
        elif self.state == DOWN:
            task.causes[REPAIR] += spent
        elif self.state == OFF_SHIFT:
            task.causes[NOT_ON_SHIFT] += spent
        else:
            self.step_waited(task, now, spent)
        return 0

    def step_waited(self, task, now, spent):
        """A step that waits for a worker waits for a shift while nobody of the team who has the skill is there (X2)."""
        gone: cython.longlong = absent_ticks(task.need, now)
        absent: cython.longlong = gone - task.absent_mark
        task.absent_mark = gone
        task.causes[NOT_ON_SHIFT] += absent
        task.causes[FOR_WORKER] += spent - absent
        return 0


def absent_ticks(need, now):
    """How long nobody with the needed skills has been there, since the start of the run."""
    if need is None:
        return 0
    if need.absent:
        return need.absent_ticks + now - need.absent_since
    return need.absent_ticks


class WorkCentre:
    """Units of one kind, the lines before them and the places for lots."""

    def __init__(self):
        self.units = []
        self.lines = []
        self.outlooks = []
        self.picky = []
        self.held = Stack()
        self.team = self.repairers = self.unmanned = None
        self.bound = False
        self.n_lines = 0
        self.n_waiting = self.n_coming = self.n_empty = self.n_available = self.n_on = self.n_up = 0
        self.touched = False
        self.summary = -1
        self.n_marked = self.n_scheduled = self.n_rows_waiting = 0
        self.first_unit = self.last_unit = None
        self.buffer = -1
        self.worker_waits = self.scraps = self.loses_set_up = False
        self.changeover = NO_CHANGEOVER
        self.matrix = self.per_option = None


class Line(Item):
    """The tasks that wait at a work centre and need the same for their first step (D1)."""

    def __init__(self):
        self.entries = Heap()
        self.need = None
        self.where = 0
        self.n_picky = 0
        self.open = False
        self.place = -1

    def before(self, other):
        """The team's where key, then the work centre's name."""
        o = cython.cast(Line, other)
        if self.where != o.where:
            return self.where < o.where
        return self.centre.number < o.centre.number


class Outlook:
    """Why operations that could go to certain work centres wait there: a clock over causes, read on coming and leaving."""

    def __init__(self):
        self.cause = 2
        self.since = 0
        if not cython.compiled:
            self.ticks = [0] * 4


class Skill:
    """A skill within a team: who has it and how well."""

    def __init__(self):
        self.needs = []
        self.n_present = 0
        if not cython.compiled:
            self.able = [0] * 16

    def make_able(self, seat):
        """A member of the team has this skill."""
        if cython.compiled:
            self.able[seat >> 6] |= cython.cast(u64, 1) << (seat & 63)
        else:
            self.able[seat >> 6] |= 1 << (seat & 63)
        return 0


class Need:
    """What a step needs of a team: skills and parts of attention."""

    def __init__(self):
        self.lines = Heap()
        self.only_line = None
        self.steps = Heap()
        self.outlooks = []
        self.step_place = -1
        self.absent = True
        self.absent_since = self.absent_ticks = 0

    def take_number(self, number):
        """The need's place among those of its team, and its bit in their sets."""
        self.number = number
        self.word = number >> 6
        if cython.compiled:
            self.bit = cython.cast(u64, 1) << (number & 63)
        else:
            self.bit = 1 << (number & 63)
        return 0


class Team:
    """People who choose among the same work centres, by the same rules."""

    def __init__(self):
        if not cython.compiled:
            self.free = [0] * 16
            self.tending = [0] * 16
        self.members = []
        self.needs = []
        self.centres = []
        self.skills = []
        self.open = array("Q", bytes(8))
        self.n_need_words = 1
        self.n_open = 0
        self.open_steps = Stack()
        self.repairs = Heap()
        self.touched = False
        self.n_beside = 0
        self.scheduled = []
        self.picky_centres = []
        self.n_scheduled = self.n_picky_centres = 0


class Pattern:
    """Presence: windows that start and end, and whether an end is a break.

    The first of them are listed one by one, until the last holiday is over; after ``base`` they repeat with the period.
    """

    def __init__(self):
        self.n_first = self.base = 0


class Pool:
    """People of a team who come only when they are called, shift by shift (P4)."""

    def __init__(self):
        self.people = []
        self.lines = []
        self.window = self.begins = self.n_asked_that_day = 0
        self.day = self.minimum = -1


class Worker:
    """A person with skills, a team and hours."""

    def __init__(self):
        self.jobs = [None] * 9  # at most eight are tended at a time, and a repair
        self.n_jobs = 0
        self.kept = []
        self.rows = None
        self.pattern = None
        self.home = self.station = None
        self.finishes = self.relief = self.present = self.leaving = self.on_break = False
        self.scheduled = self.repairing = False
        self.cap = -1
        self.parts_left = FULL
        self.serves = 0
        self.area = -1
        self.idle_since = self.since = self.next_row = self.next_window = self.stamp = self.n_beside = 0
        self.overtime = self.overtime_since = self.present_ticks = self.present_since = self.n_operations = 0
        self.next_leave = NEVER
        self.pool = None
        self.in_shift = False
        self.n_asked = self.n_came = self.n_shifts = self.paid_minimum = self.present_before = 0
        if not cython.compiled:
            self.ticks = [0] * 6

    def sit(self, seat):
        """The worker's place among the members of his team, and its bit in their sets."""
        self.seat = seat
        self.word = seat >> 6
        if cython.compiled:
            self.bit = cython.cast(u64, 1) << (seat & 63)
        else:
            self.bit = 1 << (seat & 63)
        return 0


class DispatchRule:
    """The dispatching key of a work centre, smallest first; the named rules and a user's own are subclasses."""

    def __init__(self):
        self.dynamic = self.user = self.fifo = False

    def key(self, entry, now):
        """The key of an operation in a line."""
        raise NotImplementedError
