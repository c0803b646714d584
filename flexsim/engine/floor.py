# cython: infer_types=True
"""The nouns of the shop floor: what stands there, what moves, and what the mechanisms may ask of each other.

Nouns hold fields and the arithmetic of one field; everything that happens to several of them is a mechanism
(``demand``, ``flow``, ``running``, ``breaking``, ``presence``, ``staffing``, ``stock``), which is a subclass of one of
the ports declared here. So the modules form a tree: mechanisms know the nouns and the ports, never each other.
"""

from array import array

import cython

from flexsim.engine.calendar import Calendar, Handler, Numbers, Stack
from flexsim.engine.distributions import Distribution

if not cython.compiled:
    from flexsim.engine.kinds import *


def factor_ticks(left, factor):
    """How long ``left`` standard ticks last at a time factor: at least one tick if there is anything left (S3)."""
    if factor == 1.0:
        return left
    lasts: cython.longlong = cython.cast(cython.longlong, left * factor + 0.5) if cython.compiled else int(left * factor + 0.5)
    if lasts < 1 and left > 0:
        return 1
    return lasts


def work_left(left, elapsed, lasts):
    """What is left of ``left`` standard ticks when they were interrupted after ``elapsed`` of ``lasts`` ticks (S3)."""
    if lasts == 0:
        return left
    share: cython.double = cython.cast(cython.double, elapsed) / cython.cast(cython.double, lasts) if cython.compiled else elapsed / lasts
    return left - (cython.cast(cython.longlong, left * share) if cython.compiled else int(left * share))


def value_of(option, order):
    """The value that an order's configuration has for an option that a changeover looks at (W2); -1 if it has none."""
    if option.drawn:
        return (order.configuration // option.radix) % option.count
    return option.constant


def key_value(option, order):
    """The same value, as the whole floor numbers it (products may share an option's name)."""
    if option.drawn:
        if order.configuration < option.count and option.radix == 1:  # it is the whole configuration: no division
            return option.ids[order.configuration]
        return option.ids[(order.configuration // option.radix) % option.count]
    return option.constant


def distribution_of(choice, kind, order):
    """The time of a step at this work centre: the last matching change by options, else the alternative's own (O2, O3)."""
    if choice.operation.changes is not None:
        return changed_distribution(choice, kind, order)
    return cython.cast(Distribution, choice.distributions[kind])


def changed_distribution(choice, kind, order):
    operation: Operation = choice.operation
    for i in range(len(operation.changes) - 1, -1, -1):
        change = cython.cast(Change, operation.changes[i])
        found = change.distributions[kind]
        if found is not None and matches(change.conditions, order):
            return found
    return choice.distributions[kind]


def matches(conditions, order):
    """Whether a configuration has one of the stated values of every option named (``only_if``, ``if``)."""
    for option, values in conditions:
        if value_of(option, order) not in values:
            return False
    return True


def entity_of(order, code):
    """The entity of a draw about a piece: the order, or for stock the ordinal of the item's pieces ever started (R4)."""
    if order.source.is_item:
        return order.ordinal + (code >> 16)
    return order.ordinal


def index_of(order, code, attempt):
    """The index P of a draw about a piece: piece x 2^16 + generation x 2^8 + attempt (R4)."""
    if order.source.is_item:
        return attempt
    return code + attempt


class Item:
    """Something that stands in a heap and knows who goes before whom."""

    def before(self, other):
        return False


class Heap:
    """A binary heap of things that know their own place in it, so that any of them can leave or move."""

    def __init__(self):
        self.items = []
        self.n = 0
        self.room = 0

    def first(self):
        return self.items[0]

    def push(self, item):
        if self.n == self.room:  # seldom
            self.items.append(None)
            self.room += 1
        self.n += 1
        if self.n > 1:
            return self.rise(item, self.n - 1)
        item.place = 0
        self.items[0] = item
        return 0

    def pop(self):
        top = cython.cast(Item, self.items[0])
        self.remove(top)
        return top

    def remove(self, item):
        place: cython.longlong = item.place
        self.n -= 1
        item.place = -1
        if place != self.n:  # what stood last takes its place; what is left behind the last is nobody's business
            last = cython.cast(Item, self.items[self.n])
            last.place = place
            self.items[place] = last
            self.moved(last)
        return 0

    def moved(self, item):
        """The key of an item has changed: put it where it belongs."""
        place: cython.longlong = item.place
        if place > 0 and item.before(cython.cast(Item, self.items[(place - 1) >> 1])):
            return self.rise(item, place)
        return self.sink(item, place)

    def rise(self, item, place):
        parent: cython.longlong
        while place > 0:
            parent = (place - 1) >> 1
            above = cython.cast(Item, self.items[parent])
            if not item.before(above):
                break
            above.place = place
            self.items[place] = above
            place = parent
        item.place = place
        self.items[place] = item
        return 0

    def sink(self, item, place):
        child: cython.longlong = 2 * place + 1
        while child < self.n:
            below = cython.cast(Item, self.items[child])
            if child + 1 < self.n:
                right = cython.cast(Item, self.items[child + 1])
                if right.before(below):
                    below = right
                    child += 1
            if not below.before(item):
                break
            below.place = place
            self.items[place] = below
            place = child
            child = 2 * place + 1
        item.place = place
        self.items[place] = item
        return 0


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


# The ports: what mechanisms may ask of each other.


class Demand(Handler):
    """Orders as they come and as they leave."""

    def start_run(self):
        """Expect the first arrivals."""
        raise NotImplementedError

    def begun(self, order):
        """An order's first step has begun."""
        raise NotImplementedError

    def replenish(self, item):
        """Order a replenishment lot of an item."""
        raise NotImplementedError

    def will_lose_patience(self, order, until):
        """A customer waits no longer than this."""
        raise NotImplementedError

    def complete(self, order):
        """An order that was made is complete."""
        raise NotImplementedError

    def delivered(self, order):
        """An order from stock has been delivered."""
        raise NotImplementedError

    def lost(self, order):
        """A customer has gone without."""
        raise NotImplementedError

    def record_order(self, order):
        """Write an order's row."""
        raise NotImplementedError


class Flow(Handler):
    """Lots on the way."""

    def start_run(self):
        """Expect what a schedule begins."""
        raise NotImplementedError

    def consequences(self):
        """Stage (2): scrap, departures, joins, stock, release."""
        raise NotImplementedError

    def place_freed(self, centre):
        """A place has become free at a work centre."""
        raise NotImplementedError

    def slack(self, task, choice, now):
        """Slack per operation of a waiting task."""
        raise NotImplementedError

    def record_lot(self, lot, ended, joined):
        """Write a lot's row."""
        raise NotImplementedError


class Stock:
    """Stock items and who waits for them."""

    def wanted(self, order):
        """A customer asks for an item."""
        raise NotImplementedError

    def received(self, item, pieces):
        """Pieces have come in."""
        raise NotImplementedError

    def scrapped(self, item, pieces):
        """Pieces of a replenishment lot were found bad."""
        raise NotImplementedError

    def settle(self):
        """Allocate and reorder; whether anything was looked at."""
        raise NotImplementedError

    def start_run(self):
        """Look at every position."""
        raise NotImplementedError

    def impatient(self, order):
        """A customer has lost patience."""
        raise NotImplementedError


class Running(Handler):
    """Steps on units."""

    def start(self, task, choice, unit, worker, crew):
        """Start an operation on a unit."""
        raise NotImplementedError

    def resume(self, task, worker, crew):
        """Go on with a waiting step."""
        raise NotImplementedError

    def go_on(self):
        """Go on with unparted steps."""
        raise NotImplementedError

    def unit_stops(self, unit, broken):
        """A unit breaks down or goes off shift."""
        raise NotImplementedError

    def unit_back(self, unit):
        """A unit is up and on shift again."""
        raise NotImplementedError

    def worker_leaves(self, task, worker, keeps):
        """A worker goes from what he attends."""
        raise NotImplementedError

    def worker_stays(self, task):
        """A worker stays until the step under way ends; whether there is one."""
        raise NotImplementedError

    def repaired(self, worker):
        """A technician has ended a repair."""
        raise NotImplementedError

    def book_to(self, task, now):
        """Book a run-through up to a time."""
        raise NotImplementedError

    def length(self, task, kind):
        """Standard ticks of a step."""
        raise NotImplementedError

    def drawn_set_up(self, task, distribution):
        """Ticks of a set-up without a changeover."""
        raise NotImplementedError

    def planned_left(self, task, choice, unit):
        """Planned time left of the next step."""
        raise NotImplementedError

    def fits(self, task, choice, unit, worker, crew):
        """Whether the next step ends before anybody or the unit leaves."""
        raise NotImplementedError


class Breaking(Handler):
    """Failures and repairs."""

    def run_begins(self, unit, at, ends):
        """A run step will last from one tick to another."""
        raise NotImplementedError

    def run_stops(self, unit, elapsed):
        """A run step has stopped."""
        raise NotImplementedError

    def run_cancelled(self, unit):
        """A run step that was announced does not come."""
        raise NotImplementedError

    def start(self, repair, worker):
        """A technician begins a repair."""
        raise NotImplementedError

    def worker_leaves(self, repair, worker, keeps):
        """The technician goes."""
        raise NotImplementedError

    def start_run(self):
        """Draw the first failures."""
        raise NotImplementedError


class Presence(Handler):
    """Shifts and breaks."""

    def job_over(self, worker):
        """The last step that a worker stayed for has ended."""
        raise NotImplementedError

    def start_run(self):
        """Who is there at time 0."""
        raise NotImplementedError

    def window_at_start(self, pattern):
        """The window at time 0 or the next one."""
        raise NotImplementedError

    def starts(self, pattern, window):
        """When a window starts."""
        raise NotImplementedError

    def ends(self, pattern, window):
        """When a window ends."""
        raise NotImplementedError

    def ends_in_break(self, pattern, window):
        """Whether a break follows a window."""
        raise NotImplementedError

    def worker_comes(self, worker):
        """A window of a worker begins."""
        raise NotImplementedError

    def worker_goes(self, worker):
        """Somebody who was called goes before the end of the shift."""
        raise NotImplementedError


class Calling(Handler):
    """People who are called."""

    def start_run(self):
        """Expect the first reviews."""
        raise NotImplementedError

    def review(self):
        """Stage (4): call whom the waiting work needs."""
        raise NotImplementedError

    def send_home(self):
        """Let those go who have nothing to do."""
        raise NotImplementedError

    def shift_over(self, worker):
        """Somebody who was called has gone."""
        raise NotImplementedError


class Waiting:
    """Lines, and steps that wait on units."""

    def enter_line(self, task):
        """An operation begins to wait."""
        raise NotImplementedError

    def leave_lines(self, task):
        """It no longer waits."""
        raise NotImplementedError

    def unit_changed(self, unit):
        """A unit has become available, or no longer is."""
        raise NotImplementedError

    def unit_taken(self, unit):
        """A lot has come onto a unit."""
        raise NotImplementedError

    def unit_emptied(self, unit):
        """The lot on a unit has left."""
        raise NotImplementedError

    def step_waits(self, task):
        """A step waits on its unit."""
        raise NotImplementedError

    def step_taken(self, task):
        """It no longer waits."""
        raise NotImplementedError

    def where_key(self, line):
        """The team's where key of a line."""
        raise NotImplementedError

    def place_line(self, line):
        """The head of a line may have changed."""
        raise NotImplementedError

    def place_lines(self, centre):
        """What waits at a work centre has changed."""
        raise NotImplementedError


class Attending:
    """People and what they attend."""

    def attend(self, worker, job):
        """A worker gives a job his attention."""
        raise NotImplementedError

    def release(self, worker, job):
        """His attention is free again."""
        raise NotImplementedError

    def offer(self, worker):
        """Show a worker to his team."""
        raise NotImplementedError

    def book(self, worker):
        """Close a worker's books."""
        raise NotImplementedError

    def withdraw(self, worker):
        """Hide a worker from his team."""
        raise NotImplementedError

    def presence_changed(self, worker):
        """A worker has come or gone."""
        raise NotImplementedError


class Staffing:
    """The choice of who does what."""

    def decide(self):
        """Stage (5): dispatch."""
        raise NotImplementedError

    def start_unmanned(self):
        """Start what needs no worker."""
        raise NotImplementedError

    def decide_team(self, team, new):
        """Start what a team can start."""
        raise NotImplementedError

    def start_new(self, team):
        """Start a team's first new operation."""
        raise NotImplementedError

    def startable_entry(self, line):
        """The first in a line that could start."""
        raise NotImplementedError

    def row_people(self, task, choice, unit, need, kept):
        """Those whom a schedule names for a step, if they can."""
        raise NotImplementedError

    def could_if_fitting(self, task):
        """Whether an operation only does not fit before a shift's end."""
        raise NotImplementedError


class Listing:
    """Given schedules (D8)."""

    def decide_with_rows(self):
        """Stage (5) where a schedule lists some of what waits."""
        raise NotImplementedError

    def start_row_before(self, team, line, entry):
        """Start a row that goes before what is not listed."""
        raise NotImplementedError

    def row_turn(self, row):
        """Whether it is a row's turn."""
        raise NotImplementedError


class Replay(Handler):
    """Records that are replayed (D8)."""

    def start_run(self):
        """Expect the first rows."""
        raise NotImplementedError

    def lot_came(self, task):
        """A lot waits for its row."""
        raise NotImplementedError

    def decide(self):
        """Stage (5): start what is on record."""
        raise NotImplementedError


class Floor:
    """Everything on the floor, and the agenda of the present instant."""

    def __init__(self):
        self.calendar = Calendar()
        self.sources, self.items, self.centres, self.units, self.workers, self.teams = [], [], [], [], [], []
        self.scheduled_units, self.dynamic_centres = [], []
        self.n_dynamic = self.n_scheduled = 0
        self.modes, self.tasks, self.needs, self.rows = [], [], [], []
        self.pools = []
        self.calling = None
        self.free_tasks, self.free_entries, self.free_orders, self.free_lots = Stack(), Stack(), Stack(), Stack()
        self.ended, self.touched_centres, self.touched_teams = Numbers(), Numbers(), Numbers()
        self.going_on, self.unmanned, self.unkeyed, self.arrived = Stack(), Stack(), Stack(), Stack()
        self.meetings, self.impatient = Stack(), Stack()
        self.leaving = Heap()
        self.n_running = self.n_moving = self.n_held = self.n_operations = self.n_candidates = 0
        self.last_stretch = self.last_arrival = self.n_inside = 0
        self.awaited_from = self.awaited_before = self.n_awaited = 0
        self.horizon = -1
        self.closing = self.has_unmanned = self.look_again = False
        self.deciding = -1
        self.first_inside = None
        self.stock = None
        self.listing = None
        self.replay = None
        self.causes_on = self.all_seen = True
        self.plain = self.even_paced = False

    def new_order(self):
        """An order to which nothing has happened yet, from the pool if there is one."""
        if self.free_orders.n == 0:
            return Order()
        order = cython.cast(Order, self.free_orders.pop())
        order.begin_anew()
        return order

    def new_lot(self, order, codes):
        """The lot of some pieces of an order, from the pool if there is one."""
        lot = cython.cast(Lot, self.free_lots.pop()) if self.free_lots.n > 0 else Lot()
        lot.order = order
        lot.codes = codes
        lot.released = order.released
        lot.n_released = len(codes)
        lot.leader = lot.code = codes[0]
        return lot

    def new_task(self, lot, operation):
        """A task for one operation of a lot, from the pool if there is one."""
        task: Task
        if self.free_tasks.n > 0:
            task = cython.cast(Task, self.free_tasks.pop())
        else:
            task = Task()
            task.slot = len(self.tasks)
            self.tasks.append(task)
        task.lot = lot
        task.operation = operation
        task.node = None
        task.choice = None
        task.unit = None
        task.row = None
        task.attempt = 0
        task.at = 0
        task.luck_from = -4  # nothing is drawn ahead
        task.remade = task.blocked = task.listed = task.running = False
        task.where = AT_REST
        for i in range(11):
            task.causes[i] = 0
        return task

    def recycle(self, task):
        task.stamp += 1
        task.lot = None
        task.unit = None
        task.where = AT_REST
        return self.free_tasks.push(task)

    def touch(self, centre):
        """Something at this work centre has changed in this instant, which its end must look at: causes, or units that wait."""
        if centre.touched:
            return 0
        if self.all_seen or centre.n_marked > 0 or (centre.n_waiting > 0 and centre.n_available > 0):
            centre.touched = True
            self.touched_centres.push(centre.number)
        return 0

    def touch_team(self, team):
        """Something in this instant concerns this team."""
        if not team.touched:
            team.touched = True
            self.touched_teams.push(team.number)
        return 0

    def stretch(self, task, kind, began, ended):
        """Record an unbroken part of a step, a row for each worker who attended it."""
        if self.events.on and ended > began:
            if task.crew is not None:
                for worker in task.crew:
                    self.stretch_row(task, kind, cython.cast(Worker, worker).rank, began, ended)
            elif task.worker is not None:
                self.stretch_row(task, kind, task.worker.rank, began, ended)
            else:
                self.stretch_row(task, kind, -1, began, ended)
        return 0

    def stretch_row(self, task, kind, worker, began, ended):
        order: Order = task.lot.order
        events: Table = self.events
        row: cython.longlong = events.next_row()
        code: cython.longlong = task.codes[0]
        events.cells[row] = kind
        events.cells[row + 1] = order.source.number
        events.cells[row + 2] = order.ordinal
        events.cells[row + 3] = entity_of(order, code) if order.source.is_item else code >> 16
        events.cells[row + 4] = (code >> 8) & 255
        events.cells[row + 5] = task.operation.number
        events.cells[row + 6] = task.attempt
        events.cells[row + 7] = task.unit.rank
        events.cells[row + 8] = worker
        events.cells[row + 9] = began
        events.cells[row + 10] = ended
        return 0

    def was_there(self, worker, since):
        """Record that somebody who was called has been there since a tick."""
        events: Table = self.events
        if not events.on or self.calendar.now == since:
            return 0
        row: cython.longlong = events.next_row()
        events.cells[row] = 6
        for i in range(1, 8):
            events.cells[row + i] = -1
        events.cells[row + 8] = worker.rank
        events.cells[row + 9] = since
        events.cells[row + 10] = self.calendar.now
        return 0
