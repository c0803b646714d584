# cython: infer_types=True
"""Pieces that are bad: they leave every lot that has them, and are made again (Q1)."""

import cython

from flexsim.engine.errors import EngineError
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Entry, Lot, Operation, Order, Task
from flexsim.engine.ports import Scrapping

if not cython.compiled:
    from flexsim.engine.addresses import entity_of, index_of
    from flexsim.engine.kinds import *


class Rejects(Scrapping):
    """Which pieces are bad, and what becomes of their lots and order."""

    def __init__(self, floor: Floor):
        self.floor = floor

    def bad_pieces(self, task):
        """The pieces of a lot that an operation has spoilt: all of them if its unit broke down and scraps what is in it."""
        if task.scrap_all:  # seldom
            return list(task.lot.codes)
        operation: Operation = task.operation
        order: Order = task.lot.order
        bad = []
        for found in task.lot.codes:
            code: cython.longlong = found
            quality: cython.double = task.quality
            if task.qualities is not None:
                quality = task.qualities[task.codes.index(found)]
            u: cython.double = operation.yield_lane.uniform(entity_of(order, code), index_of(order, code, task.attempt))
            if u < operation.bad_share * quality:
                bad.append(found)
        return bad

    def scrap(self, order, bad, task):
        """Take bad pieces out of every lot and copy that holds them, and make them again (to order) or not (to stock)."""
        order.scrapped += len(bad)
        if order.left_finals is not None:
            for code in bad:
                order.left_finals.pop(code, None)
        for lot in order.lots.all():
            self.take_out(cython.cast(Lot, lot), bad)
        self.floor.joining.fewer_come(order, bad)
        if order.source.is_item:
            self.floor.stock.scrapped(order.source.item, len(bad))
            if order.lots.n == 0 and order in order.source.item.in_work:
                order.source.item.in_work.remove(order)
            return 0
        return self.remake(order, bad, task)

    def remake(self, order, bad, task):
        """One new lot of the pieces found bad together, next generation (Q1)."""
        again = []
        for code in bad:
            if (code >> 8) & 255 == 255:
                raise EngineError(
                    f"order {order.source.name} {order.ordinal}: piece {code >> 16} was found bad 256 times; "
                    f"operation {task.operation.name} seems unable to make a good one"
                )
            again.append(code + 256)
        return self.floor.flow.release_lot(order, again, task)

    def take_out(self, lot, bad):
        left = [code for code in lot.codes if code not in bad]
        if len(left) == len(lot.codes):
            return 0
        changed: cython.bint = len(left) > 0 and left[0] != lot.codes[0]
        lot.codes = left
        if left:
            lot.code = left[0]
        for task in lot.tasks.all():
            if len(left) == 0:
                self.gone(cython.cast(Task, task))
            elif changed and cython.cast(Task, task).where == IN_LINE:
                self.leader_changed(cython.cast(Task, task))
        return 0

    def leader_changed(self, task):
        code: cython.longlong = task.lot.code
        for found in [task.entry] + (task.entries or []):
            entry = cython.cast(Entry, found)
            entry.lot_rank = (code << 16) + task.operation.rank
            entry.choice.line.entries.moved(entry)
        return 0

    def gone(self, task):
        """Nothing is left of a copy's lot: it vanishes where it waits, moves or is held; on a unit when its operation ends."""
        if task.where == ON_UNIT:
            return 0
        if task.where == FINISHED:
            if task.blocked:
                task.blocked = False
                if task.place >= 0:
                    self.floor.leaving.remove(task)
                elif task.unit.state == BLOCKED:
                    self.floor.n_held -= 1
                self.floor.flow.empty_unit(task, task.unit)
                return self.floor.flow.end_task(task)
            return 0
        if task.where == ON_THE_MOVE:
            self.floor.n_moving -= 1
        elif task.where == IN_LINE:
            self.floor.waiting.leave_lines(task)
            self.floor.touch(task.entry.choice.centre)
        elif task.where == MEETING:
            self.floor.joining.gone(task)
        self.floor.flow.expect(task.operation, -1)
        return self.floor.flow.end_task(task)
