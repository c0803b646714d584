# cython: infer_types=True
"""The floor: everything that is on it, the agenda of the present instant, and the record of what happens."""

import cython

from flexsim.engine.calendar import Calendar, Numbers, Stack
from flexsim.engine.heaps import Heap
from flexsim.engine.nouns import Lot, Operation, Order, Task, Worker
from flexsim.engine.recorder import Table

if not cython.compiled:
    from flexsim.engine.addresses import entity_of
    from flexsim.engine.kinds import *


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
