"""The ports: what mechanisms may ask of each other.

Every mechanism (``demand``, ``flow``, ``running``, ``breaking``, ...) is a subclass of one of them. So the modules form
a tree: mechanisms know the nouns and the ports, never each other.
"""

from flexsim.engine.calendar import Handler


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

    def empty_unit(self, task, unit):
        """A lot has left its unit."""
        raise NotImplementedError

    def expect(self, operation, copies):
        """So many more copies of lots come to an operation."""
        raise NotImplementedError

    def begin_to_wait(self, task):
        """A lot has come to its next operation, and met whom it had to."""
        raise NotImplementedError

    def release_lot(self, order, codes, scrapped_by):
        """Some pieces of an order set out."""
        raise NotImplementedError

    def end_task(self, task):
        """A lot, or a branch's copy of it, is no longer on the floor."""
        raise NotImplementedError

    def lot_ended(self, lot, joined):
        """The last copy of a lot is gone."""
        raise NotImplementedError

    def record_lot(self, lot, ended, joined):
        """Write a lot's row."""
        raise NotImplementedError


class Joining:
    """Lots that meet."""

    def came(self, task):
        """A copy has come where it must meet others."""
        raise NotImplementedError

    def gone(self, task):
        """A copy that waited to meet others vanishes."""
        raise NotImplementedError

    def fewer_come(self, order, bad):
        """Pieces of an order are no longer to be waited for."""
        raise NotImplementedError

    def settle(self):
        """Unite who has met; whether anybody was looked at."""
        raise NotImplementedError


class Scrapping:
    """Pieces that are bad."""

    def bad_pieces(self, task):
        """The pieces that an operation has spoilt."""
        raise NotImplementedError

    def scrap(self, order, bad, task):
        """Bad pieces leave their lots and are made again."""
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

    def book_to(self, task, now):
        """Book a run-through up to a time."""
        raise NotImplementedError

    def length(self, task, kind):
        """Standard ticks of a step."""
        raise NotImplementedError

    def drawn_set_up(self, task, distribution):
        """Ticks of a set-up without a changeover."""
        raise NotImplementedError

    def stop(self, task):
        """A run-through that was booked is over."""
        raise NotImplementedError

    def begin(self, task, choice, unit):
        """Begin a run-through with the next step."""
        raise NotImplementedError

    def free_people(self, task):
        """Nobody attends a task any more."""
        raise NotImplementedError

    def wait_for_step(self, task):
        """The next step waits on its unit."""
        raise NotImplementedError

    def people(self, task):
        """Who attends a task."""
        raise NotImplementedError

    def cut(self, task, last, ends):
        """Let a run-through end with an earlier step."""
        raise NotImplementedError

    def crew_factor(self, crew, need, adds):
        """The time factor of a crew."""
        raise NotImplementedError


class Pausing:
    """Steps that stop and go on."""

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
