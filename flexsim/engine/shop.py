# cython: infer_types=True
"""The loop over instants and rounds (T2), and what a run leaves behind."""

import cython

from flexsim.engine.calendar import Calendar, Stack
from flexsim.engine.demand import Customers
from flexsim.engine.errors import Stall
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import (
    Choice,
    Item_,
    Lot,
    Node,
    Operation,
    Order,
    Source,
    Task,
    Team,
    Unit,
    WorkCentre,
    Worker,
)
from flexsim.engine.outlooks import Outlooks
from flexsim.engine.ports import Flow, Staffing
from flexsim.engine.recorder import Table

if not cython.compiled:
    from flexsim.engine.kinds import *

    MOST_ROUNDS = 10_000
    MOST_EVENTS = 20_000_000
    TEN_WEEKS = 6_048_000_000_000


class Shop:
    """A floor in motion."""

    def __init__(self, floor: Floor, after_instant=None):
        self.floor = floor
        self.outlooks = Outlooks(floor)
        self.checked = -1
        self.end = 0
        self.after_instant = after_instant

    def start(self):
        """Everything that is so before the first instant."""
        floor = self.floor
        for found in floor.units:
            unit = cython.cast(Unit, found)
            unit.centre.n_empty += 1
        floor.presence.start_run()
        if floor.calling is not None:
            floor.calling.start_run()
        for found in floor.units:
            floor.waiting.unit_changed(cython.cast(Unit, found))
        floor.breaking.start_run()
        floor.flow.start_run()
        floor.demand.start_run()
        if floor.stock is not None:
            floor.stock.start_run()
        return 0

    def begin(self):
        """The first instant."""
        self.start()
        return self.instant(0)

    def work_until(self, limit):
        """Work off every instant up to a tick (-1: all), or until every order of every stream is delivered or lost."""
        floor = self.floor
        calendar: Calendar = floor.calendar
        while not self.over():
            time: cython.longlong = calendar.next_time()
            if limit >= 0 and time > limit:  # seldom
                break
            if time >= NEVER:  # seldom
                if floor.horizon >= 0:
                    break
                raise Stall("nothing can go on: " + self.what_waits())
            self.instant(time)
        self.end = limit if floor.horizon >= 0 or (limit >= 0 and not self.over()) else calendar.now
        return 0

    def await_cohort(self, since, before):
        """Count the customers inside who came in a span of time; from now on those who leave are taken off (X1)."""
        floor = self.floor
        floor.awaited_from = since
        floor.awaited_before = before
        order: Order = floor.first_inside
        while order is not None:
            if since <= order.arrived < before:
                floor.n_awaited += 1
            order = order.later
        return floor.n_awaited

    def see_out(self, limit):
        """Go on, demand still coming, until nobody is awaited any more, or to a limit (X1)."""
        floor = self.floor
        calendar: Calendar = floor.calendar
        while floor.n_awaited > 0:
            time: cython.longlong = calendar.next_time()
            if time > limit:
                break
            self.instant(time)
        if floor.n_awaited > 0:
            self.end = limit
        elif calendar.now > self.end:
            self.end = calendar.now
        return 0

    def over(self):
        floor = self.floor
        if floor.horizon >= 0:
            return floor.calendar.now >= floor.horizon
        return floor.n_inside == 0 and cython.cast(Customers, floor.demand).n_open_sources == 0

    def instant(self, time):
        """One instant: rounds until nothing is left, then see what waits, and whether anything can ever go on."""
        floor = self.floor
        if floor.calling is None:
            self.work_off(time)
        else:
            self.work_off_with_calls(time)
        self.outlooks.close_instant()
        if self.after_instant is not None:  # seldom
            self.after_instant(self)
        if floor.n_held > 0 or floor.calendar.now - floor.last_stretch > TEN_WEEKS:  # seldom
            self.check()
        return 0

    def work_off(self, time):
        """Rounds of state changes, consequences and dispatch until nothing is left."""
        floor = self.floor
        calendar: Calendar = floor.calendar
        flow: Flow = floor.flow
        staffing: Staffing = floor.staffing
        rounds: cython.longlong = 0
        events: cython.longlong = 0
        while True:
            while calendar.next_time() == time:
                calendar.step()
                events += 1
                if events > MOST_EVENTS:  # seldom
                    raise Stall(f"more than {MOST_EVENTS:,} events at {self.hours()}: " + self.what_waits())
            flow.consequences()
            staffing.decide()
            if floor.leaving.n == 0 and calendar.next_time() > time:
                break
            rounds += 1
            if rounds > MOST_ROUNDS:  # seldom
                raise Stall(f"more than {MOST_ROUNDS:,} rounds at {self.hours()}: " + self.what_waits())
        return 0

    def work_off_with_calls(self, time):
        """The same where people can be called: reviews after the consequences, and whoever is idle goes home (P4)."""
        floor = self.floor
        calendar: Calendar = floor.calendar
        rounds: cython.longlong = 0
        fired: cython.longlong = calendar.fired
        while True:
            while calendar.next_time() == time:
                calendar.step()
                if calendar.fired - fired > MOST_EVENTS:  # seldom
                    raise Stall(f"more than {MOST_EVENTS:,} events at {self.hours()}: " + self.what_waits())
            floor.flow.consequences()
            floor.calling.review()
            floor.staffing.decide()
            if floor.leaving.n == 0 and calendar.next_time() > time and not floor.calling.send_home():
                break
            rounds += 1
            if rounds > MOST_ROUNDS:  # seldom
                raise Stall(f"more than {MOST_ROUNDS:,} rounds at {self.hours()}: " + self.what_waits())
        return 0

    # runs that cannot go on

    def check(self):
        """Stop a run in which lots hold each other up for good, or in which nothing has begun for ten weeks (B1)."""
        floor = self.floor
        now: cython.longlong = floor.calendar.now
        quiet: cython.longlong = now - max(floor.last_stretch, floor.last_arrival)
        if quiet > TEN_WEEKS and floor.n_inside > 0 and floor.horizon < 0 and floor.replay is None:
            raise Stall(f"no work has begun for ten weeks at {self.hours()}: " + self.what_waits())
        if floor.n_held == 0:
            return 0
        if now - floor.last_stretch > TEN_WEEKS:
            raise Stall(f"lots are blocked and no work has begun for ten weeks at {self.hours()}: " + self.what_waits())
        if floor.n_running == 0 and floor.n_moving == 0 and self.checked != floor.last_stretch:
            self.checked = floor.last_stretch
            stuck = self.stuck()
            if stuck:
                raise Stall(f"lots block each other in a circle at {self.hours()}: " + "; ".join(map(self.describe, stuck)))
        return 0

    def stuck(self):
        """Of the blocked lots, those that wait for places held by each other only."""
        held = [unit for unit in self.floor.units if cython.cast(Unit, unit).task is not None]
        held = [unit for unit in held if cython.cast(Unit, unit).task.where == FINISHED]
        while True:
            units = set(held)
            left = [unit for unit in held if self.can_never_leave(cython.cast(Unit, unit), units)]
            if len(left) == len(held):
                return held
            held = left

    def can_never_leave(self, unit, held):
        for operation in self.next_operations(unit.task):
            if all(self.is_full_for_good(cython.cast(Choice, choice).centre, held) for choice in operation.choices):
                return True
        return False

    def is_full_for_good(self, centre, held):
        """Whether held lots have all its units, and nothing that waits there could go anywhere else."""
        if centre.buffer < 0 or not all(unit in held for unit in centre.units):
            return False
        waiting = [entry for line in centre.lines for entry in line.entries.items[: line.entries.n]]
        return all(unit in held for entry in waiting for choice in entry.task.operation.choices for unit in choice.centre.units)

    def next_operations(self, task):
        order: Order = task.lot.order
        if order.n_path >= 0:
            return order.path[task.at + 1 : min(task.at + 2, order.n_path)]
        return [cython.cast(Node, node).operation for node in task.node.successors]

    def describe(self, found):
        unit = cython.cast(Unit, found)
        order: Order = unit.task.lot.order
        to = [cython.cast(Choice, c).centre.name for o in self.next_operations(unit.task) for c in cython.cast(Operation, o).choices]
        return f"{unit.name} holds order {order.ordinal} of {order.source.name}, done with {unit.task.operation.name} and waiting for a place at {', '.join(to)}"

    def hours(self):
        return f"{self.floor.calendar.now / 3_600_000_000:.6f} h"

    def what_waits(self):
        """The first few orders inside and where their lots are."""
        lines = []
        order: Order = self.floor.first_inside
        while order is not None and len(lines) < 5:
            lines.append(self.whereabouts(order))
            order = order.later
        return "; ".join(lines) or "no order is inside"

    def whereabouts(self, order):
        places = []
        for lot in order.lots.all():
            for found in cython.cast(Lot, lot).tasks.all():
                task = cython.cast(Task, found)
                where = ("waits", "moves to", "waits for the rest of its order before", "waits in line for", "is in", "is held after")
                places.append(f"{where[task.where]} {task.operation.name}")
        return f"order {order.ordinal} of {order.source.name} " + (" and ".join(places) or "waits for stock")

    # the end

    def close_books(self):
        """Close every clock at the end of the run; stretches under way are booked, not recorded."""
        floor = self.floor
        floor.closing = True
        floor.calendar.now = self.end
        for found in floor.units:
            unit = cython.cast(Unit, found)
            if unit.task is not None and unit.task.running:
                floor.running.book_to(unit.task, self.end)
        return self.record_unfinished()

    def record_unfinished(self):
        """Orders and lots still inside at the end, in the order of their names."""
        floor = self.floor
        inside = []
        order: Order = floor.first_inside
        while order is not None:
            inside.append((order.rank, order))
            order = order.later
        for _, found in sorted(inside, key=first_of):
            floor.demand.record_order(cython.cast(Order, found))
        for found in floor.items:
            for replenishment in cython.cast(Item_, found).in_work:
                inside.append((cython.cast(Order, replenishment).rank, replenishment))
        for _, found in sorted(inside, key=first_of):
            for lot in cython.cast(Order, found).lots.all():
                floor.flow.record_lot(cython.cast(Lot, lot), -1, False)
        return 0


def first_of(pair):
    return pair[0]
