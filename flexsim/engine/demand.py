# cython: infer_types=True
"""Who orders what: arrivals, what is drawn for an order, saturated streams, patience, and how orders end (O1, O3, R4, I2)."""

from array import array

import cython

from flexsim.engine.calendar import Calendar, Handler
from flexsim.engine.distributions import Distribution
from flexsim.engine.errors import EngineError
from flexsim.engine.floor import Floor
from flexsim.engine.nouns import Choice, Item_, Operation, Order, Source
from flexsim.engine.ports import Demand
from flexsim.engine.recorder import Table
from flexsim.engine.routes import route_of
from flexsim.engine.streams import Stream

if not cython.compiled:
    from flexsim.engine.kinds import *

    u64 = cython.ulonglong


class Customers(Demand):
    """Orders as they come, with everything that is drawn for them, and as they leave: delivered or lost."""

    def __init__(self, floor: Floor):
        self.floor = floor
        self.n_open_sources = 0
        self.patient = {}
        self.taken = array("q", bytes(8 * 16))
        if not cython.compiled:
            self.luck = [0.0] * 4
        floor.calendar.enrol(self)

    def fire(self, kind, subject, stamp):
        floor = self.floor
        if kind == 0:
            return self.arrives(cython.cast(Source, floor.sources[subject]))
        if kind == 2 and stamp in self.patient:
            floor.impatient.push(self.patient.pop(stamp))
        return 0

    # arrivals (O1)

    def start_run(self):
        """The first order of every stream, or as many as a saturated one keeps in hand."""
        for found in self.floor.sources:
            source = cython.cast(Source, found)
            source.drawn_ahead = self.can_draw_ahead(source)
            if source.is_item:
                continue
            self.n_open_sources += 1
            if source.count == 0:
                self.exhausted(source)
            elif source.saturated > 0:
                first: cython.longlong = source.saturated
                if source.count >= 0 and source.count < first:
                    first = source.count
                for _ in range(first):
                    source.n_due += 1
                    self.floor.calendar.schedule(0, ARRIVALS, source.number, self, 0, source.number, 0)
            else:
                self.next_arrival(source)
        return 0

    def can_draw_ahead(self, source):
        """Whether all operations of a random path draw their runs alike, so that the next few can be drawn together."""
        if source.drawn_low < 0:
            return False
        for operation in source.operations:
            for found in cython.cast(Operation, operation).choices:
                choice = cython.cast(Choice, found)
                if not choice.one_draw or choice.run.kind == "trace":
                    return False
        return True

    def next_arrival(self, source):
        """The next order of the stream comes after its drawn gap, or when its list says."""
        n: cython.longlong = source.n_arrived
        time: cython.longlong = self.floor.calendar.now
        if source.count >= 0 and n >= source.count:
            return self.exhausted(source)
        if source.every is not None:
            gap: cython.longlong = source.every.draw(source.every_lane, n, 0)
            time = time + gap if source.profile is None else source.profile.after(gap)
        else:
            time = source.times[n]
        return self.floor.calendar.schedule(time, ARRIVALS, source.number, self, 0, source.number, 0)

    def exhausted(self, source):
        self.n_open_sources -= 1
        return 0

    def arrives(self, source):
        """A customer orders (O1)."""
        floor = self.floor
        if source.saturated > 0:
            source.n_due -= 1
            if source.n_due + source.n_unbegun >= source.saturated:
                return 0
        order = self.new_order(source, source.n_arrived)
        source.n_arrived += 1
        floor.last_arrival = floor.calendar.now
        if source.saturated > 0:
            source.n_unbegun += 1
            if source.count >= 0 and source.n_arrived >= source.count:
                self.exhausted(source)
        else:
            self.next_arrival(source)
        self.comes_inside(order)
        if source.refuse_above >= 0 and source.n_inside > source.refuse_above:
            return self.lost(order)
        if order.item is not None:
            return floor.stock.wanted(order)
        if source.item is not None or (source.from_stock and not source.makes_others):
            return self.lost(order)
        return floor.arrived.push(order)

    def comes_inside(self, order):
        floor = self.floor
        order.source.n_inside += 1
        floor.n_inside += 1
        order.later = floor.first_inside
        if floor.first_inside is not None:
            floor.first_inside.earlier = order
        floor.first_inside = order
        return 0

    def replenish(self, item):
        """Release a lot of the item; what is drawn for the whole lot has the ordinal of its first piece (R4, I1)."""
        source: Source = item.source
        order = self.new_order(source, item.n_started)
        order.quantity = item.lot_size
        item.n_started += item.lot_size
        item.on_order += item.lot_size
        self.draw_options(order, order.ordinal, item.stated)
        self.take_routing(order)
        item.in_work.append(order)
        return self.floor.arrived.push(order)

    # saturated streams (O1)

    def begun(self, order):
        """The first step of any lot of the order has begun: a saturated stream sends the next (O1)."""
        if order.source.saturated > 0:
            self.no_longer_unbegun(order)
        return 0

    def no_longer_unbegun(self, order):
        source: Source = order.source
        source.n_unbegun -= 1
        while source.n_unbegun + source.n_due < source.saturated:
            if source.count >= 0 and source.n_arrived + source.n_due >= source.count:
                return 0
            source.n_due += 1
            self.floor.calendar.schedule(self.floor.calendar.now, ARRIVALS, source.number, self, 0, source.number, 0)
        return 0

    # what is drawn for an order (R4)

    def new_order(self, source, ordinal):
        """An order with everything that is drawn for it (R4)."""
        order = self.floor.new_order()
        now: cython.longlong = self.floor.calendar.now
        if ordinal > 4294967295:
            raise EngineError(f"{source.name}: more than 2^32 orders")
        order.source = source
        order.ordinal = ordinal
        order.rank = (source.number << 33) + ordinal
        order.arrived = now
        order.due = NEVER
        order.priority = source.priority
        order.quantity = source.quantity_low
        order.item = source.item
        if source.quantity_high > source.quantity_low:
            span: cython.double = cython.cast(cython.double, source.quantity_high - source.quantity_low + 1)
            u: cython.double = source.quantity_lane.uniform(ordinal, 0)
            order.quantity += cython.cast(cython.longlong, u * span) if cython.compiled else int(u * span)
        given = None
        if source.due is not None:
            order.due = now + source.due.draw(source.due_lane, ordinal, 0)
        if source.file is not None:
            given = source.file[ordinal]
            self.from_file(order, given)
            given = given[3]
        if source.item is not None:
            order.configuration = -1  # of whatever comes from the shelf
        elif not source.is_item:
            self.draw_options(order, ordinal, given)
            if source.from_stock:
                order.item = self.matching_item(order)
                if order.item is None and source.discount is not None:
                    order.item = self.substitute(order)
                if order.item is None and source.makes_others:
                    self.take_routing(order)
            else:
                self.take_routing(order)
        return order

    def from_file(self, order, row):
        order.quantity = row[0]
        if row[1] is not None:
            order.due = row[1]
        if row[2] is not None:
            order.priority = row[2]
        return 0

    def draw_options(self, order, entity, given):
        """One draw for every option that is not given; the configuration is their values in mixed radix (R4, R6)."""
        source: Source = order.source
        configuration: cython.longlong = 0
        for i in range(len(source.option_lanes)):
            shares: list = source.option_shares[i]
            value: cython.longlong = 0
            if given is not None and given[i] is not None:
                value = given[i]
            else:
                u: cython.double = cython.cast(Stream, source.option_lanes[i]).uniform(entity, 0)
                last: cython.longlong = len(shares) - 1
                while value < last and u >= cython.cast(cython.double, shares[value]):
                    value += 1
            radix: cython.longlong = source.option_radices[i]
            configuration += value * radix
        order.configuration = configuration
        return 0

    # items off the shelf (I2)

    def matching_item(self, order):
        """The item whose stated values all match the customer's configuration (I2)."""
        for found in self.floor.items:
            item = cython.cast(Item_, found)
            if item.source.product == order.source.product and self.matches_item(order, item):
                return item
        return None

    def substitute(self, order):
        """The nearest item, of equals the first by name, if what is offered off its price is enough for the customer (I2)."""
        source: Source = order.source
        if source.discount.draw(source.discount_lane, order.ordinal, 0) > source.offered:
            return None
        nearest = None
        least: cython.longlong = -1
        for found in self.floor.items:
            item = cython.cast(Item_, found)
            if item.source.product == source.product:
                distance: cython.longlong = self.distance(order, item)
                if nearest is None or distance < least:
                    nearest = item
                    least = distance
        return nearest

    def distance(self, order, item):
        """The weights of the stated options of an item that are not what the customer wants."""
        source: Source = order.source
        total: cython.longlong = 0
        for i in range(len(item.stated)):
            radix: cython.longlong = source.option_radices[i]
            count: cython.longlong = source.option_counts[i]
            if item.stated[i] is not None and (order.configuration // radix) % count != item.stated[i]:
                total += cython.cast(cython.longlong, source.weights[i])
        return total

    def matches_item(self, order, item):
        source: Source = order.source
        for i in range(len(item.stated)):
            if item.stated[i] is not None:
                radix: cython.longlong = source.option_radices[i]
                count: cython.longlong = source.option_counts[i]
                if (order.configuration // radix) % count != item.stated[i]:
                    return False
        return True

    # routings (O3)

    def take_routing(self, order):
        """A drawn path of operations, or the routing as these options leave it (O3)."""
        source: Source = order.source
        if source.drawn_low >= 0:
            self.take_random_path(order)
        elif source.matrix is not None:
            order.path = self.matrix_path(order)
            order.n_path = len(order.path)
        else:
            order.route = route_of(source, order)
        return 0

    def candidates(self, order):
        source: Source = order.source
        if not source.drops:
            return source.operations
        return route_of(source, order).candidates

    def take_random_path(self, order):
        """k of the operations in random order: each pick one of those not yet picked, by name (R4, R6)."""
        source: Source = order.source
        lane: Stream = source.routing_lane
        found: list = self.candidates(order)
        m: cython.longlong = len(found)
        span: cython.double = cython.cast(cython.double, source.drawn_high - source.drawn_low + 1)
        lane.four(order.ordinal, 0, self.luck)
        k: cython.longlong = source.drawn_low
        k += cython.cast(cython.longlong, self.luck[0] * span) if cython.compiled else int(self.luck[0] * span)
        if k > m:
            k = m
        if order.path is None or len(order.path) < k:  # seldom: orders are used again
            order.path = [None] * max(k, min(m, source.drawn_high))
        order.n_path = k
        if m > 16:  # seldom
            return self.pick_of_many(order, found)
        path: list = order.path
        left: u64 = 0x76543210  # places not yet picked, four bits each, the lowest first
        left += cython.cast(u64, 0xFEDCBA98) << 32 if cython.compiled else 0xFEDCBA98 << 32
        for i in range(k):
            x: cython.longlong = self.pick(lane, order.ordinal, i, m)
            path[i] = found[(left >> 4 * x) & 15]
            # What is picked goes, what lies above it moves down by its four bits.
            left = (left & ((cython.cast(u64, 1) << 4 * x) - 1)) | ((left >> 4) >> 4 * x) << 4 * x
        return 0

    def pick(self, lane, ordinal, i, m):
        """Which of the operations left the pick i takes: numbers are drawn four at a time, the first has said how many."""
        at: cython.longlong = (i + 1) & 3
        if at == 0:
            lane.four(ordinal, i + 1, self.luck)
        share: cython.double = self.luck[at] * cython.cast(cython.double, m - i) if cython.compiled else self.luck[at] * (m - i)
        return cython.cast(cython.longlong, share) if cython.compiled else int(share)

    def pick_of_many(self, order, found):
        """The same where there are many operations."""
        path: list = order.path
        k: cython.longlong = order.n_path
        lane: Stream = order.source.routing_lane
        m: cython.longlong = len(found)
        if len(self.taken) < k:
            self.taken = array("q", bytes(8 * k))
        taken = self.taken  # places already picked, ascending
        for i in range(k):
            x: cython.longlong = self.pick(lane, order.ordinal, i, m)
            at: cython.longlong = 0
            while at < i and x >= taken[at]:
                x += 1
                at += 1
            for j in range(i, at, -1):
                taken[j] = taken[j - 1]
            taken[at] = x
            path[i] = found[x]
        return 0

    def matrix_path(self, order):
        """From ``start`` along the shares of the matrix to the exit, which is taken last (O3)."""
        source: Source = order.source
        present = {cython.cast(Operation, operation).rank for operation in self.candidates(order)}
        row = source.matrix.first
        path = []
        while True:
            u: cython.double = source.routing_lane.uniform(order.ordinal, len(path) + 1)
            for rank, share in row:
                if u < cython.cast(cython.double, share):
                    break
            else:
                return path
            if rank in present:
                path.append(source.operations[rank])
            else:
                raise EngineError(f"order {source.name} {order.ordinal}: the routing matrix leads to a dropped operation")
            if len(path) > 60_000:
                raise EngineError(f"order {source.name} {order.ordinal}: its random routing has not ended after 60,000 operations")
            row = source.matrix.behind[rank]

    # how orders end

    def will_lose_patience(self, order, until):
        """An order from stock still unserved then is lost (I2)."""
        self.patient[order.rank] = order
        return self.floor.calendar.schedule(until, AFTER_ARRIVALS, order.rank, self, 2, 0, order.rank)

    def complete(self, order):
        order.completed = self.floor.calendar.now
        order.state = 1
        if not order.begun and order.source.saturated > 0:
            self.no_longer_unbegun(order)
        self.left(order)
        if order.item is None and order.meetings is None and order.left_finals is None and order.lots.n == 0:
            self.floor.free_orders.push(order)  # nobody has it in hand
        return 0

    def delivered(self, order):
        """An order from stock is delivered: its whole lead time was for material (X2)."""
        order.completed = self.floor.calendar.now
        order.state = 1
        order.good = order.quantity
        order.causes[FOR_MATERIAL] = order.completed - order.arrived
        self.patient.pop(order.rank, None)
        return self.left(order)

    def lost(self, order):
        order.state = 2
        order.completed = self.floor.calendar.now
        if not order.begun and order.source.saturated > 0:
            self.no_longer_unbegun(order)
        return self.left(order)

    def left(self, order):
        order.source.n_inside -= 1
        order.source.n_ended += 1
        self.floor.n_inside -= 1
        if order.earlier is None:
            self.floor.first_inside = order.later
        else:
            order.earlier.later = order.later
        if order.later is not None:
            order.later.earlier = order.earlier
        order.earlier = None
        order.later = None
        if self.floor.awaited_from <= order.arrived < self.floor.awaited_before:
            self.floor.n_awaited -= 1
        return self.record_order(order)

    def record_order(self, order):
        table: Table = self.floor.orders
        if not table.on:
            return 0
        row: cython.longlong = table.next_row()
        cells = table.cells
        cells[row] = order.source.number
        cells[row + 1] = order.ordinal
        cells[row + 2] = order.source.product
        cells[row + 3] = order.configuration
        cells[row + 4] = order.quantity
        cells[row + 5] = order.priority
        cells[row + 6] = order.arrived
        cells[row + 7] = order.released
        cells[row + 8] = order.completed
        cells[row + 9] = -1 if order.due == NEVER else order.due
        cells[row + 10] = order.state
        cells[row + 11] = -1 if order.item is None else order.item.number
        cells[row + 12] = order.good
        cells[row + 13] = order.scrapped
        for k in range(11):
            cells[row + 14 + k] = order.causes[k]
        return 0
