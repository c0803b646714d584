# cython: infer_types=True
"""Lots that meet: copies where branches come together, and lots that gather for their order (J1)."""

import cython

from flexsim.engine.calendar import Stack
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Node, Order, Task
from flexsim.engine.ports import Joining

if not cython.compiled:
    from flexsim.engine.kinds import *


class Meetings(Joining):
    """Who waits for whom before an operation, and when they are one."""

    def __init__(self, floor: Floor):
        self.floor = floor

    def came(self, task):
        """A copy has come where it must meet others."""
        task.came = self.floor.calendar.now
        task.where = MEETING
        if task.node.join or task.node.mixed:
            self.wait_to_meet(task)
        return self.floor.meetings.push(task)

    def wait_to_meet(self, task):
        order: Order = task.lot.order
        if order.meetings is None:
            order.meetings = {}
            order.missing = {}
        order.missing[task.node.number] = order.missing.get(task.node.number, 0) - len(task.lot.codes)
        copies = order.meetings.get(task.node.number)
        if copies is None:
            copies = order.meetings[task.node.number] = []
        copies.append(task)
        return 0

    def gone(self, task):
        """A copy that waited to meet others vanishes."""
        order: Order = task.lot.order
        if order.meetings is not None:
            copies = order.meetings.get(task.node.number)
            if copies is not None and task in copies:
                copies.remove(task)
        return 0

    def fewer_come(self, order, bad):
        """Bad pieces have been taken out of an order: who waits for them may be complete without them."""
        if order.passed is not None:
            for passed in order.passed.values():
                passed.difference_update(bad)
        if order.meetings is not None:
            for number, copies in order.meetings.items():
                order.missing[number] = 0
                if copies:
                    self.floor.meetings.push(copies[0])
        return 0

    def settle(self):
        """Unite or gather who has met (T2, stage 2); whether anybody was looked at."""
        meetings: Stack = self.floor.meetings
        joined: cython.longlong = meetings.n
        i: cython.longlong = 0
        while i < meetings.n:
            task = cython.cast(Task, meetings.items[i])
            i += 1
            if task.where != MEETING:
                continue
            if task.node.join:
                self.gather(task.lot.order, task.node)
            elif task.node.mixed:
                self.unite_mixed(task.lot.order, task.node)
            else:
                self.unite(task)
        meetings.n = 0
        return joined > 0

    def unite(self, task):
        """Copies of one lot are united where branches meet, when all of them are there."""
        node: Node = task.node
        copies = []
        for found in task.lot.tasks.all():
            copy = cython.cast(Task, found)
            if copy.node is node and copy.where == MEETING:
                copies.append(copy)
        if len(copies) < node.n_before:
            return 0
        remade: cython.bint = True
        for found in copies:
            remade = remade and cython.cast(Task, found).remade
        return self.merge(copies, self.last_to_come(copies), task.lot, remade)

    def last_to_come(self, copies):
        """The predecessor whose copy came last; of equals the lowest leader, then the operation's name (X2)."""
        last = cython.cast(Task, copies[0])
        for found in copies:
            copy = cython.cast(Task, found)
            if copy.came > last.came:
                last = copy
            elif copy.came == last.came and (copy.lot.codes[0], copy.at) < (last.lot.codes[0], last.at):
                last = copy
        return last

    def merge(self, copies, last, lot, remade):
        """Several copies become one, which takes one place."""
        self.floor.flow.expect(last.operation, 1 - len(copies))
        for found in copies:
            copy = cython.cast(Task, found)
            if copy.lot is not lot:
                copy.lot.tasks.remove(copy)
                if copy.lot.tasks.n == 0:
                    self.floor.flow.lot_ended(copy.lot, True)
                if copy is last:
                    copy.lot = lot
                    lot.tasks.push(copy)
                else:
                    self.floor.recycle(copy)
            elif copy is not last:
                lot.tasks.remove(copy)
                self.floor.recycle(copy)
        last.remade = remade
        last.causes[FOR_UNIT] += self.floor.calendar.now - last.came
        return self.floor.flow.begin_to_wait(last)

    def gather(self, order, node):
        """Gather the order: when no piece of it is still before the join, all that are there become one lot."""
        if order.missing[node.number] > 0:  # so many pieces must still come: it need not be looked at
            return 0
        copies: list = order.meetings[node.number]
        there = None
        sets = {}
        for copy in copies:
            sets.setdefault(copy.at if node.n_before > 0 else 0, set()).update(copy.lot.codes)
        if len(sets) < node.n_before or not sets:
            return 0
        for pieces in sets.values():
            there = set(pieces) if there is None else there & pieces
        if order.passed is None:
            order.passed = {}
        passed = order.passed.setdefault(node.number, set())
        alive: cython.longlong = order.quantity - (order.scrapped if order.source.is_item else 0)
        if not there or len(there) + len(passed) < alive:
            order.missing[node.number] = alive - len(there) - len(passed)
            return 0
        passed |= there
        codes = sorted(there)
        first = cython.cast(Task, copies[0])
        if len(copies) == 1 and first.lot.codes == codes:
            lot = first.lot
        else:
            lot = self.floor.new_lot(order, codes)
            order.lots.push(lot)
        remade: cython.bint = True
        for code in codes:
            remade = remade and (code >> 8) & 255 > 0
        order.meetings[node.number] = []
        return self.merge(copies, self.last_to_come(copies), lot, remade)

    def unite_mixed(self, order, node):
        """Copies of lots are united with the joined lot that holds their pieces, when every predecessor's are there."""
        copies: list = order.meetings[node.number]
        for base in sorted(copies, key=mixed_rank):
            pieces = set(base.lot.codes)
            group = [copy for copy in copies if pieces.issuperset(copy.lot.codes)]
            sets = {}
            for copy in group:
                sets.setdefault(copy.at, set()).update(copy.lot.codes)
            if len(sets) == node.n_before and all(found == pieces for found in sets.values()):
                order.meetings[node.number] = [copy for copy in copies if copy not in group]
                remade: cython.bint = True
                for copy in group:
                    remade = remade and cython.cast(Task, copy).remade
                self.merge(group, self.last_to_come(group), base.lot, remade)
                return self.unite_mixed(order, node)
        return 0


def mixed_rank(copy):
    """Largest lot first, then the lowest leader."""
    return (-len(copy.lot.codes), copy.lot.codes[0], copy.at)
