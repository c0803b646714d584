# cython: infer_types=True
"""Lots on the way: release, moves, the ends of operations, departures (O2, O5, M1, B1)."""

import cython

from flexsim.engine.calendar import Calendar, Handler, Numbers, Stack
from flexsim.engine.errors import EngineError, Stall
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Lot, Node, Operation, Order, ScheduleRow, Source, Task, Unit, WorkCentre
from flexsim.engine.ports import Flow
from flexsim.engine.recorder import Table
from flexsim.engine.variety import Tally

if not cython.compiled:
    from flexsim.engine.addresses import entity_of, index_of
    from flexsim.engine.kinds import *
    from flexsim.engine.rules import planned_of


def codes_of(first, pieces):
    """The codes of pieces that nothing has happened to yet: piece x 2^16."""
    return [piece << 16 for piece in range(first, first + pieces)]


class Orders(Flow):
    """What happens to the lots of orders between release and delivery, whenever no unit has them."""

    def __init__(self, floor: Floor):
        self.floor = floor
        floor.calendar.enrol(self)

    def fire(self, kind, subject, stamp):
        floor = self.floor
        if kind == 1:
            task = cython.cast(Task, floor.tasks[subject])
            if stamp == task.stamp:
                floor.n_moving -= 1
                task.causes[MOVING] += floor.calendar.now - task.marked
                self.arrived_at(task)
        elif kind == 3:  # a schedule row may start from now on
            floor.touch(cython.cast(ScheduleRow, floor.rows[subject]).unit.centre)
        return 0

    def start_run(self):
        """Expect what a schedule begins."""
        floor = self.floor
        if floor.replay is not None:
            return floor.replay.start_run()
        for found in floor.rows:
            row = cython.cast(ScheduleRow, found)
            if row.not_before > 0:
                floor.calendar.schedule(row.not_before, AFTER_ARRIVALS, row.number, self, 3, row.number, 0)
        return 0

    # consequences (T2, stage 2)

    def consequences(self):
        floor = self.floor
        ended: Numbers = floor.ended
        if ended.n == 1:
            self.judge(cython.cast(Task, floor.tasks[ended.items[0]]))
            ended.n = 0
        elif ended.n > 1:  # seldom
            self.judge_all(ended)
        busy: cython.bint = floor.leaving.n + floor.meetings.n + floor.arrived.n > 0 or floor.stock is not None
        while busy:
            busy = False
            if floor.leaving.n > 0 and self.departures():  # seldom
                busy = True
            if floor.meetings.n > 0 and floor.joining.settle():  # seldom
                busy = True
            if floor.stock is not None and floor.stock.settle():  # seldom
                busy = True
            while floor.arrived.n > 0:
                busy = True
                self.release(cython.cast(Order, floor.arrived.pop()))
        return 0

    def judge_all(self, ended):
        self.sort_ended(ended)
        for i in range(ended.n):
            self.judge(cython.cast(Task, self.floor.tasks[ended.items[i]]))
        ended.n = 0
        return 0

    def sort_ended(self, ended):
        """By order, first piece the lot had when the operation began, generation, operation (T2)."""
        tasks = self.floor.tasks
        for i in range(1, ended.n):
            task = cython.cast(Task, tasks[ended.items[i]])
            j: cython.longlong = i
            while j > 0 and self.ended_before(task, cython.cast(Task, tasks[ended.items[j - 1]])):
                ended.items[j] = ended.items[j - 1]
                j -= 1
            ended.items[j] = task.slot
        return 0

    def ended_before(self, one, other):
        if one.lot.order.rank != other.lot.order.rank:
            return one.lot.order.rank < other.lot.order.rank
        if one.code != other.code:
            return one.code < other.code
        return one.operation.rank < other.operation.rank

    # operations that have ended

    def judge(self, task):
        """An operation has ended: bad pieces leave the lot (Q1), and what is left of it leaves the unit as soon as it may."""
        if task.scrap_all or task.operation.bad_share > 0:  # seldom
            bad = self.floor.scrapping.bad_pieces(task)
            task.bad = len(bad)
            if self.floor.operations.on:
                self.record_operation(task)
            if bad:
                self.floor.scrapping.scrap(task.lot.order, bad, task)
        elif self.floor.operations.on:
            self.record_operation(task)
        if len(task.lot.codes) == 0:  # seldom
            self.empty_unit(task, task.unit)
            return self.end_task(task)
        task.blocked = True
        task.since = task.ended
        if self.floor.leaving.n == 0 and self.floor.ended.n == 1:
            order: Order = task.lot.order
            if self.may_leave(task, order):
                return self.depart(task, order)
        return self.floor.leaving.push(task)

    def record_operation(self, task):
        table: Table = self.floor.operations
        order: Order = task.lot.order
        row: cython.longlong = table.next_row()
        code: cython.longlong = task.code
        cells = table.cells
        cells[row] = order.source.number
        cells[row + 1] = order.ordinal
        cells[row + 2] = entity_of(order, code) if order.source.is_item else code >> 16
        cells[row + 3] = (code >> 8) & 255
        cells[row + 4] = task.attempt
        cells[row + 5] = task.operation.number
        cells[row + 6] = task.choice.centre.number
        cells[row + 7] = task.unit.rank
        cells[row + 8] = task.last_worker
        cells[row + 9] = len(task.codes)
        cells[row + 10] = task.came
        cells[row + 11] = task.started
        cells[row + 12] = task.run_started
        cells[row + 13] = task.ended
        cells[row + 14] = task.spent[SET_UP]
        cells[row + 15] = task.spent[LOAD]
        cells[row + 16] = task.spent[RUN]
        cells[row + 17] = task.spent[UNLOAD]
        cells[row + 18] = task.attended
        cells[row + 19] = task.bad
        return 0

    # departures (B1)

    def departures(self):
        """Of all lots that may leave, the one finished longest goes first, until none may."""
        left: cython.bint = False
        leaving = self.floor.leaving
        while leaving.n > 0:
            task = cython.cast(Task, leaving.pop())
            if self.may_leave(task, task.lot.order):
                left = True
                self.depart(task, task.lot.order)
            else:
                self.hold(task)
        return left

    def may_leave(self, task, order):
        """Whether there is a place for a copy at every successor, at one of its alternatives (B1)."""
        if order.n_path >= 0:
            if task.at + 1 >= order.n_path:
                return True
            operation = cython.cast(Operation, order.path[task.at + 1])
            return operation.unlimited or self.room_at(operation, task.unit.centre, None)
        own: WorkCentre = task.unit.centre
        successors: list = task.node.successors
        claimed = [] if len(successors) > 1 else None
        for node in successors:
            if not self.room_at(cython.cast(Node, node).operation, own, claimed):
                return False
        return True

    def room_at(self, operation, own, claimed):
        room: cython.bint = False
        for i in range(operation.n_choices):
            centre = cython.cast(Choice, operation.choices[i]).centre
            if centre.buffer < 0:
                room = True
                continue
            coming: cython.longlong = centre.n_coming + (claimed.count(centre) if claimed is not None else 0)
            if coming < centre.buffer + centre.n_empty + (1 if centre is own else 0):
                room = True
        if room and claimed is not None:
            for choice in operation.choices:
                claimed.append(cython.cast(Choice, choice).centre)
        return room

    def hold(self, task):
        """The lot stays on its unit, blocked, until a place becomes free where it wants to go."""
        unit: Unit = task.unit
        if unit.n_down == 0 and not unit.off_shift:
            unit.enter(BLOCKED, self.floor.calendar.now)
        self.floor.n_held += 1
        order: Order = task.lot.order
        following = [order.path[task.at + 1]] if order.n_path >= 0 else [node.operation for node in task.node.successors]
        for operation in following:
            for choice in cython.cast(Operation, operation).choices:
                centre = cython.cast(Choice, choice).centre
                if centre.buffer >= 0:
                    centre.held.push(task)
        return 0

    def place_freed(self, centre):
        """A place has become free: those held for it ask again."""
        held: Stack = centre.held
        for i in range(held.n):
            task = cython.cast(Task, held.items[i])
            if task.blocked and task.place < 0 and task.where == FINISHED:
                self.floor.n_held -= 1
                self.floor.leaving.push(task)
        held.n = 0
        return 0

    def depart(self, task, order):
        """The lot leaves its unit, a copy of it for every successor."""
        unit: Unit = task.unit
        task.blocked = False
        if self.floor.events.on:  # seldom
            self.record_left(task)
        self.empty_unit(task, unit)
        if order.n_path >= 0:
            if task.at + 1 >= order.n_path:
                return self.leaves_the_floor(task)
            task.at += 1
            task.operation = cython.cast(Operation, order.path[task.at])
            if order.source.matrix is not None:  # seldom
                task.attempt = order.path[: task.at].count(task.operation)
                if task.attempt > 255:
                    raise EngineError(f"order {order.source.name} {order.ordinal} comes to {task.operation.name} more than 256 times")
            if task.operation.at_hand:  # nothing moves, meets or is scheduled: it waits there at once
                task.operation.choice.centre.n_coming += 1
                task.came = self.floor.calendar.now
                if task.remade:  # seldom
                    task.came = task.lot.released
                if task.row is not None:  # seldom
                    task.row = None
                return self.floor.waiting.enter_line(task)
            return self.send(task, unit)
        successors: list = task.node.successors
        if len(successors) == 0:
            return self.leaves_the_floor(task)
        rank: cython.longlong = task.operation.rank
        for i in range(1, len(successors)):
            node = cython.cast(Node, successors[i])
            copy = self.floor.new_task(task.lot, node.operation)
            copy.node = node
            copy.at = rank
            copy.remade = task.remade
            for k in range(11):
                copy.causes[k] = task.causes[k]
            task.lot.tasks.push(copy)
            self.send(copy, unit)
        task.node = cython.cast(Node, successors[0])
        task.operation = task.node.operation
        task.at = rank  # where it came from, for the order of copies that meet
        return self.send(task, unit)

    def empty_unit(self, task, unit):
        """The unit is free on departure, not on arrival."""
        now: cython.longlong = self.floor.calendar.now
        unit.enter(DOWN if unit.n_down > 0 else (OFF_SHIFT if unit.off_shift else IDLE), now)
        unit.task = None
        task.unit = None
        unit.empty_since = now
        unit.centre.n_empty += 1
        self.floor.waiting.unit_emptied(unit)
        if unit.centre.held.n > 0:  # seldom
            self.place_freed(unit.centre)
        return 0

    def record_left(self, task):
        events: Table = self.floor.events
        order: Order = task.lot.order
        row: cython.longlong = events.next_row()
        code: cython.longlong = task.lot.codes[0]
        now: cython.longlong = self.floor.calendar.now
        events.cells[row] = 5
        events.cells[row + 1] = order.source.number
        events.cells[row + 2] = order.ordinal
        events.cells[row + 3] = entity_of(order, code) if order.source.is_item else code >> 16
        events.cells[row + 4] = (code >> 8) & 255
        events.cells[row + 5] = task.operation.number
        events.cells[row + 6] = task.attempt
        events.cells[row + 7] = task.unit.rank
        events.cells[row + 8] = -1
        events.cells[row + 9] = now
        events.cells[row + 10] = now
        return 0

    def leaves_the_floor(self, task):
        """A final operation is done: pieces that have left all final operations are good (Q1)."""
        lot: Lot = task.lot
        order: Order = lot.order
        task.where = AT_REST
        if order.route is not None and order.route.n_final > 1:
            for code in lot.codes:
                self.left_final(order, code, task)
        elif order.source.is_item:
            order.good += len(lot.codes)
        else:
            for code in lot.codes:
                self.became_good(order, code, task)
        pieces: cython.longlong = len(lot.codes)
        good: cython.longlong = order.good
        self.end_task(task)
        if order.source.is_item:
            if order.route is None or order.route.n_final <= 1:
                self.floor.stock.received(order.source.item, pieces)
            if order.lots.n == 0:
                order.source.item.in_work.remove(order)
            return 0
        if good == order.quantity and order.state == 0:
            return self.floor.demand.complete(order)
        return 0

    def left_final(self, order, code, task):
        """One of several final operations is left; the piece is good when it has left them all."""
        if order.left_finals is None:
            order.left_finals = {}
        now: cython.longlong = self.floor.calendar.now
        record = order.left_finals.get(code)
        if record is None:
            record = order.left_finals[code] = [0, -1, 0, None]
        record[0] += 1
        rank: cython.longlong = task.operation.rank
        if now > record[1] or (now == record[1] and rank < record[2]):
            record[1] = now
            record[2] = rank
            record[3] = [task.causes[k] for k in range(11)]
        if record[0] == order.route.n_final:
            if order.source.is_item:
                order.good += 1
                self.floor.stock.received(order.source.item, 1)
                return 0
            for k in range(11):
                task.causes[k] = record[3][k]
            self.became_good(order, code, task)
        return 0

    def became_good(self, order, code, task):
        """The causes of an order's lead time are those of the last piece to be good, of equals the lowest (X2)."""
        now: cython.longlong = self.floor.calendar.now
        order.good += 1
        piece: cython.longlong = code >> 16
        if now > order.last_good or piece < order.last_piece:
            order.last_good = now
            order.last_piece = piece
            for k in range(11):
                order.causes[k] = task.causes[k]
        return 0

    def end_task(self, task):
        lot: Lot = task.lot
        lot.tasks.remove(task)
        if lot.tasks.n > 0:
            return self.floor.recycle(task)
        self.lot_ended(lot, False)
        self.floor.recycle(task)
        if lot.order.meetings is None:  # nobody has it in hand
            self.floor.free_lots.push(lot)
        return 0

    def lot_ended(self, lot, joined):
        order: Order = lot.order
        order.lots.remove(lot)
        if order.meetings is not None and order.lots.n == 0:
            order.lots.forget()  # lots that nobody uses again would hold their order, and it them
        return self.record_lot(lot, self.floor.calendar.now, joined)

    def record_lot(self, lot, ended, joined):
        order: Order = lot.order
        table: Table = self.floor.lots
        if not table.on:
            return 0
        row: cython.longlong = table.next_row()
        cells = table.cells
        cells[row] = order.source.number
        cells[row + 1] = order.ordinal
        cells[row + 2] = order.ordinal + (lot.leader >> 16) if order.source.is_item else lot.leader >> 16
        cells[row + 3] = (lot.leader >> 8) & 255
        cells[row + 4] = lot.n_released
        cells[row + 5] = lot.released
        cells[row + 6] = ended
        cells[row + 7] = 0 if joined or ended < 0 else len(lot.codes)
        cells[row + 8] = joined
        cells[row + 9] = order.configuration
        return 0

    # on the way

    def expect(self, operation, copies):
        """Lots waiting at or moving to a work centre count there, at each of an operation's alternatives (B1)."""
        if operation.n_choices == 1 and copies > 0:
            operation.choice.centre.n_coming += copies
            return 0
        for i in range(operation.n_choices):
            centre = cython.cast(Choice, operation.choices[i]).centre
            centre.n_coming += copies
            if copies < 0:
                self.place_freed(centre)
        return 0

    def send(self, task, origin):
        """A lot goes, from a unit or from outside, to its next operation: it has arrived at once unless the move takes time (M1)."""
        self.expect(task.operation, 1)
        if task.operation.choice.centre.move_to == 0 or task.operation.n_choices > 1:
            return self.arrived_at(task)
        centre: WorkCentre = task.operation.choice.centre
        if origin is not None and origin.centre is centre:
            return self.arrived_at(task)
        now: cython.longlong = self.floor.calendar.now
        task.where = ON_THE_MOVE
        task.marked = now
        self.floor.n_moving += 1
        return self.floor.calendar.schedule(
            now + centre.move_to, ARRIVALS, task.lot.order.rank, self, 1, task.slot, task.stamp
        )

    def arrived_at(self, task):
        if task.node is not None and (task.node.n_before > 1 or task.node.join):
            return self.floor.joining.came(task)
        return self.begin_to_wait(task)

    def begin_to_wait(self, task):
        """A remake counts as having come to every line when its order was released (Q1)."""
        task.came = task.lot.released if task.remade else self.floor.calendar.now
        task.row = None
        if task.operation.scheduled is not None:
            self.take_row(task)
            if self.floor.replay is not None:
                return self.floor.replay.lot_came(task)
        return self.floor.waiting.enter_line(task)

    def take_row(self, task):
        order: Order = task.lot.order
        row = task.operation.scheduled.get(order.ordinal)
        if row is not None:
            task.row = row
            row.task = task
            return 0
        for found in task.operation.choices:
            choice = cython.cast(Choice, found)
            if choice.centre.n_scheduled < choice.centre.n_units:
                return 0
        places = ", ".join([cython.cast(Choice, choice).centre.name for choice in task.operation.choices])
        raise Stall(
            f"{task.operation.name} of order {order.ordinal} of {order.source.name} is not in the schedule, "
            f"and the schedule names every unit of {places}"
        )

    # release

    def release(self, order):
        """All lots of an order are released at once (O5, O6)."""
        source: Source = order.source
        now: cython.longlong = self.floor.calendar.now
        order.released = now
        order.causes[BEFORE_RELEASE] = now - order.arrived
        self.count_variety(order)
        if order.n_path == 0 or (order.route is not None and len(order.route.firsts) == 0):
            order.good = order.quantity
            if source.is_item:
                source.item.in_work.remove(order)
                self.floor.stock.received(source.item, order.quantity)
                return 0
            return self.floor.demand.complete(order)
        size: cython.longlong = source.lot_size
        if size < 0 or size >= order.quantity:
            if order.quantity == 1:
                return self.release_lot(order, source.codes_of, None)
            return self.release_lot(order, codes_of(0, order.quantity), None)
        if order.quantity > 65536:
            raise EngineError(f"order {source.name} {order.ordinal}: {order.quantity} pieces, more than 65,536")
        first: cython.longlong = 0
        while first < order.quantity:
            pieces: cython.longlong = min(size, order.quantity - first)
            self.release_lot(order, codes_of(first, pieces), None)
            first += pieces
        return 0

    def count_variety(self, order):
        """Note the configuration that is made now, and by which operations (O2)."""
        tally: Tally = order.source.tally
        place: cython.longlong = tally.place_of(order.configuration)
        if order.n_path >= 0:
            if tally.width == 2:
                tally.cells[place + 1] |= self.bits_of(order)
            else:
                for i in range(order.n_path):
                    tally.mark(place, cython.cast(Operation, order.path[i]).rank)
        elif tally.is_new:
            for node in order.route.nodes:
                tally.mark(place, cython.cast(Node, node).operation.rank)
        return 0

    def bits_of(self, order):
        """The operations of an order's path as bits, by their ranks (up to 32)."""
        bits: cython.longlong = 0
        one: cython.longlong = 1
        for i in range(order.n_path):
            bits |= one << cython.cast(Operation, order.path[i]).rank
        return bits

    def release_lot(self, order, codes, scrapped_by):
        lot = self.floor.new_lot(order, codes)
        order.lots.push(lot)
        if order.n_path >= 0:
            return self.set_out(lot, cython.cast(Operation, order.path[0]), None, scrapped_by)
        for node in order.route.firsts:
            self.set_out(lot, cython.cast(Node, node).operation, cython.cast(Node, node), scrapped_by)
        return 0

    def set_out(self, lot, operation, node, scrapped_by):
        """A lot, or a branch's copy of it, sets out from outside; a remake's causes go on from the scrapping (X2)."""
        task = self.floor.new_task(lot, operation)
        task.node = node
        lot.tasks.push(task)
        if scrapped_by is not None:
            task.remade = True
            for k in range(11):
                task.causes[k] = scrapped_by.causes[k]
        else:
            task.causes[BEFORE_RELEASE] = lot.order.causes[BEFORE_RELEASE]
        return self.send(task, None)

    # planned work

    def slack(self, task, choice, now):
        """Slack per operation: a double quotient of two integers (D4)."""
        order: Order = task.lot.order
        if order.due == NEVER:
            return cython.cast(cython.double, NEVER) if cython.compiled else float(NEVER)
        pieces: cython.longlong = len(task.lot.codes)
        left: cython.longlong = order.due - now - self.planned_work(choice, order, pieces)
        count: cython.longlong = 1
        if order.n_path >= 0:
            for i in range(task.at + 1, order.n_path):
                left -= self.planned_work(cython.cast(Operation, order.path[i]).choice, order, pieces)
                count += 1
        else:
            for found, joined in task.node.following:
                many: cython.longlong = order.quantity if joined else pieces
                left -= self.planned_work(cython.cast(Node, found).operation.choice, order, many)
                count += 1
        return cython.cast(cython.double, left) / cython.cast(cython.double, count) if cython.compiled else left / count

    def planned_work(self, choice, order, pieces):
        return (
            planned_of(choice, SET_UP, order, pieces)
            + planned_of(choice, LOAD, order, pieces)
            + planned_of(choice, RUN, order, pieces)
            + planned_of(choice, UNLOAD, order, pieces)
        )
