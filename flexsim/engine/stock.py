# cython: infer_types=True
"""Stock: receipts, allocation to waiting orders, and the (Q, r) reorder rule (I1, I2)."""

import cython

from flexsim.engine.calendar import Stack
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Item_, Order, Source
from flexsim.engine.ports import Stock

if not cython.compiled:
    from flexsim.engine.kinds import *


def item_number(item: Item_):
    return item.number


def waiting_rank(order: Order):
    """Priority class, then arrival, then the order's own rank (I2)."""
    return (order.priority, order.arrived, order.rank)


class Shelves(Stock):
    """The items of a floor and the orders that wait for them."""

    def __init__(self, floor: Floor):
        self.floor = floor
        self.touched = Stack()

    def start_run(self):
        """The position is looked at when the run starts."""
        for item in self.floor.items:
            self.touch(cython.cast(Item_, item))
        return 0

    def touch(self, item):
        if not item.touched:
            item.touched = True
            self.touched.push(item)
        return 0

    def count(self, item, pieces):
        """Change what is on hand, and keep its integral over time."""
        now: cython.longlong = self.floor.calendar.now
        item.integral += item.on_hand * (now - item.since)
        item.since = now
        item.on_hand += pieces
        return 0

    def wanted(self, order):
        """A customer asks for the item: he waits behind those of his class who came before."""
        item: Item_ = order.item
        source: Source = order.source
        item.owed += order.quantity
        item.waiting.append(order)
        item.waiting.sort(key=waiting_rank)
        if source.patience is not None:
            now: cython.longlong = self.floor.calendar.now
            until: cython.longlong = now + source.patience.draw(source.patience_lane, order.ordinal, 0)
            self.floor.demand.will_lose_patience(order, until)
        return self.touch(item)

    def received(self, item, pieces):
        """A replenishment lot has come in."""
        self.count(item, pieces)
        item.on_order -= pieces
        item.received += pieces
        return self.touch(item)

    def scrapped(self, item, pieces):
        """What is missing of a replenishment lot shows in the position."""
        item.on_order -= pieces
        item.scrapped += pieces
        return self.touch(item)

    def impatient(self, order):
        """Looked at after this instant's allocation: who is still unserved is lost."""
        item: Item_ = order.item
        if order.state != 0:
            return 0
        item.waiting.remove(order)
        item.owed -= order.quantity - order.given
        self.floor.demand.lost(order)
        return self.touch(item)

    def settle(self):
        """Allocation to waiting orders, then reorder points."""
        floor = self.floor
        if self.touched.n == 0 and floor.impatient.n == 0:
            return False
        touched = sorted(self.touched.items[: self.touched.n], key=item_number)
        for item in touched:
            self.allocate(cython.cast(Item_, item))
        while floor.impatient.n > 0:
            self.impatient(cython.cast(Order, floor.impatient.pop()))
        touched = sorted(self.touched.items[: self.touched.n], key=item_number)
        self.touched.n = 0
        for found in touched:
            item = cython.cast(Item_, found)
            item.touched = False
            self.allocate(item)
            self.reorder(item)
        return True

    def allocate(self, item):
        """Complete orders only, and later ones do not overtake, unless their own stream says otherwise (I2)."""
        i: cython.longlong = 0
        somebody_waits: cython.bint = False
        while i < len(item.waiting):
            order = cython.cast(Order, item.waiting[i])
            if somebody_waits and not order.source.overtake:
                i += 1
                continue
            open_: cython.longlong = order.quantity - order.given
            if item.on_hand >= open_:
                item.waiting.pop(i)
                self.give(item, order, open_)
                self.floor.demand.delivered(order)
                continue
            if order.source.partial and item.on_hand > 0:
                self.give(item, order, item.on_hand)
            somebody_waits = True
            i += 1
        return 0

    def give(self, item, order, pieces):
        self.count(item, -pieces)
        item.owed -= pieces
        item.delivered += pieces
        order.given += pieces
        return 0

    def reorder(self, item):
        """(Q, r): lots of Q while the position is at or below r (I1)."""
        while item.on_hand + item.on_order - item.owed <= item.reorder_point:
            self.floor.demand.replenish(item)
        return 0
