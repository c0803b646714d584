"""Two job shops in SimPy, tuned by hand for speed: a baseline of the benchmarks and a second opinion on the engine.

*Benchmark shop* (`benchmarks/shop.yaml`): ten machines, six workers, five to ten operations in random order,
changeovers between four families, breakdowns. *Joins shop* (`benchmarks/joins_shop.yaml`): a routing that branches and
meets again, two units a work centre, machines that run unattended between loading and unloading.

One process for each order (or copy of it) and each machine's failures. All luck is drawn before the clock starts, so
that only the shop is timed. The clock counts microseconds; in brackets stand the rules of the floor that a line obeys.
"""

from collections import deque
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np
import simpy

from tests.reference.simpy_luck import TICKS_PER_SECOND, Luck

MINUTE = 60.0
MINUTE_IN_TICKS = 60 * TICKS_PER_SECOND

release = attrgetter("arrived")
release_then_name = attrgetter("arrived", "name")


@dataclass(slots=True)
class Order:
    """What a customer wants, with the luck that belongs to it."""

    ordinal: int
    gap: int  # ticks since the order before
    family: int = 0
    route: list = field(default_factory=list)  # benchmark shop: (machine, run ticks) in sequence
    times: dict = field(default_factory=dict)  # joins shop: operation -> (load, run, unload) in ticks
    missing: dict = field(default_factory=dict)  # joins shop: operation -> copies not there yet
    arrived: int = -1
    completed: int = -1


class Worker:
    """One who works wherever he is skilled."""

    def __init__(self, name, skills):
        self.name = name
        self.skills = skills


class Shop:
    """What both shops share: idle workers, orders that come and go."""

    def __init__(self, orders, skills):
        self.env = simpy.Environment()
        self.orders = orders
        self.n_open = len(orders)
        self.n_operations = 0
        self.all_delivered = self.env.event()
        # The list is in order of becoming idle: longest idle first, by name at the start (D5).
        self.idle = [Worker(f"worker {number}", frozenset(own)) for number, own in enumerate(skills)]

    def run(self):
        """Run until every order is delivered; the tick at which that was."""
        self.env.process(self.customers())
        self.env.run(until=self.all_delivered)
        return self.env.now

    def customers(self):
        """Orders arrive one after the other."""
        for order in self.orders:
            yield self.env.timeout(order.gap)
            order.arrived = self.env.now
            self.env.process(self.flow(order))

    def deliver(self, order):
        order.completed = self.env.now
        self.n_open -= 1
        if self.n_open == 0:
            self.all_delivered.succeed()

    def first_idle(self, skill):
        """The worker who has the skill and has been idle longest, no longer idle; None if there is none."""
        for worker in self.idle:
            if skill in worker.skills:
                self.idle.remove(worker)
                return worker
        return None


# The benchmark shop.

N_MACHINES = 10
SKILLS = ([0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [0, 2, 4, 6, 8], [1, 3, 5, 7, 9], [0, 1, 5, 6, 9], [2, 3, 4, 7, 8])
CHANGEOVER = [
    [minutes * MINUTE_IN_TICKS for minutes in row] for row in ([0, 2, 4, 6], [3, 0, 2, 4], [5, 3, 0, 2], [6, 5, 3, 0])
]


class Machine:
    """One machine, its line and what stopped on it."""

    def __init__(self, number):
        self.number = number
        self.line = deque()  # (order, event that gives it a worker), first come first served
        self.is_up = True
        self.is_empty = True
        self.family = None  # what it made last (W2)
        self.at_work = None  # the process whose work is under way
        self.resumption = None  # event that gives a stopped operation a worker

    @property
    def arrived(self):
        """When the order at the head of the line was released (where: first in system, D5)."""
        return self.line[0][0].arrived


class BenchmarkShop(Shop):
    """Ten machines, six workers, random routes, changeovers and breakdowns."""

    def __init__(self, orders, failures):
        super().__init__(orders, SKILLS)
        self.machines = [Machine(number) for number in range(N_MACHINES)]
        self.startable = set()  # machines that are up and empty, with somebody in line
        self.stopped = []  # machines that hold an interrupted operation, the longest first
        for machine, pairs in zip(self.machines, failures, strict=True):
            self.env.process(self.fail(machine, pairs))

    def flow(self, order):
        """An order's way through the shop."""
        env = self.env
        me = env.active_process
        for number, run in order.route:
            machine = self.machines[number]
            request = env.event()
            self.join_line(machine, order, request)
            self.dispatch()
            worker = yield request
            set_up = 0 if machine.family is None else CHANGEOVER[machine.family][order.family]
            machine.family = order.family
            while True:
                machine.at_work = me
                began = env.now
                try:
                    yield env.timeout(set_up + run)
                    break
                except simpy.Interrupt:
                    set_up, run = left_after(env.now - began, set_up, run)
                machine.resumption = env.event()
                self.stopped.append(machine)
                self.idle.append(worker)
                self.dispatch()
                worker = yield machine.resumption
            self.finish(machine, worker)
        self.deliver(order)
        self.dispatch()

    def join_line(self, machine, order, request):
        machine.line.append((order, request))
        if machine.is_up and machine.is_empty:
            self.startable.add(machine)

    def finish(self, machine, worker):
        """The operation is done; the machine and the worker are free."""
        self.n_operations += 1
        machine.at_work = None
        machine.is_empty = True
        if machine.line and machine.is_up:
            self.startable.add(machine)
        self.idle.append(worker)

    def dispatch(self):
        """Stopped operations first, then the order that came into the shop first (D2)."""
        if not self.idle:
            return
        if self.stopped:
            self.resume()
        if len(self.startable) > 1:
            for machine in sorted(self.startable, key=release):
                self.start(machine)
        elif self.startable:
            self.start(*self.startable)

    def resume(self):
        for machine in list(self.stopped):
            if machine.is_up and (worker := self.first_idle(machine.number)):
                self.stopped.remove(machine)
                machine.resumption.succeed(worker)

    def start(self, machine):
        if worker := self.first_idle(machine.number):
            self.startable.remove(machine)
            machine.is_empty = False
            _, request = machine.line.popleft()
            request.succeed(worker)

    def fail(self, machine, pairs):
        """A machine breaks down and is repaired, for good; nobody is needed for it (W4, S6)."""
        for up, down in pairs:
            yield self.env.timeout(up)
            machine.is_up = False
            self.startable.discard(machine)
            if machine.at_work is not None:
                machine.at_work.interrupt()
                machine.at_work = None
            yield self.env.timeout(down)
            machine.is_up = True
            if machine.line and machine.is_empty:
                self.startable.add(machine)
            self.dispatch()


def left_after(elapsed, set_up, run):
    """What is left of set-up and run when they are interrupted (S3, at factor 1)."""
    if elapsed < set_up:
        return set_up - int(set_up * (elapsed / set_up)), run
    elapsed -= set_up
    return 0, run - int(run * (elapsed / run))


def benchmark_shop(n_orders, seed=1, replication=0):
    """The benchmark shop with the luck of its first n orders."""
    return BenchmarkShop(*benchmark_luck(n_orders, seed, replication))


def benchmark_luck(n_orders, seed, replication):
    """The orders, and for each machine its times to failure and of repair, drawn for longer than the orders take."""
    luck = Luck(seed, replication)
    orders = benchmark_orders(luck, n_orders)
    until = sum(order.gap for order in orders) * 11 // 10 + 60 * 24 * 14 * MINUTE_IN_TICKS
    failures = [
        luck.renewals(f"failure|machine {m}|0|jam", 500 * MINUTE, f"repair|machine {m}|0|jam", 20 * MINUTE, until)
        for m in range(N_MACHINES)
    ]
    return orders, failures


def benchmark_orders(luck, n):
    """Orders with their family and route, all of them drawn (R4)."""
    gaps = luck.exponential("arrival|jobs", 20 * MINUTE, n)
    families = np.minimum(luck.uniforms("option|jobs|family", np.arange(n)) * 4, 3).astype(int).tolist()
    runs = [luck.exponential(f"run|jobs|operation {number}", 10 * MINUTE, n) for number in range(N_MACHINES)]
    picks = luck.uniforms("routing|jobs", np.arange(n)[:, None], np.arange(N_MACHINES + 1)).tolist()
    return [
        Order(
            ordinal,
            gaps[ordinal],
            families[ordinal],
            [(number, runs[number][ordinal]) for number in drawn_route(picks[ordinal])],
        )
        for ordinal in range(n)
    ]


def drawn_route(picks):
    """Five to ten machines in random order: the first pick says how many, the others which of those left (O3, R6)."""
    candidates = list(range(N_MACHINES))
    how_many = 5 + int(picks[0] * 6)
    return [candidates.pop(int(pick * len(candidates))) for pick in picks[1 : how_many + 1]]


# The joins shop. Saw a blank; mill and drill one part, turn and grind the other; assemble both, test the whole.
# Names stand in their order, as ties go by name.
SUCCESSORS = {
    "assemble": ["test"],
    "drill": ["assemble"],
    "grind": ["assemble"],
    "mill": ["drill"],
    "saw": ["mill", "turn"],
    "test": [],
    "turn": ["grind"],
}
TRADES = (
    ["assemble", "drill", "mill", "saw"],
    ["grind", "saw", "test", "turn"],
    ["assemble", "drill", "grind", "mill", "test", "turn"],
)


class WorkCentre:
    """Two equal units, the line before them and the finished work on them."""

    def __init__(self, name):
        self.name = name
        self.n_empty = 2
        self.line = deque()  # (order, event that gives it a worker), first come first served

    @property
    def arrived(self):
        """When the order at the head of the line was released (where: first in system, D5)."""
        return self.line[0][0].arrived


class JoinsShop(Shop):
    """Seven work centres of two units, three workers who load and unload."""

    def __init__(self, orders):
        super().__init__(orders, TRADES)
        self.centres = {name: WorkCentre(name) for name in SUCCESSORS}
        self.startable = set()  # work centres with an empty unit and somebody in line
        self.finished = []  # (work centre, event that gives its unit an unloader), the longest first

    def flow(self, order):
        """The order is released to the saw."""
        yield from self.operate(order, "saw", self.join_line(order, "saw"))

    def operate(self, order, name, request):
        """One operation of a copy of the order after the other, until it meets copies that have not come yet."""
        env = self.env
        while name is not None:
            centre = self.centres[name]
            load, run, unload = order.times[name]
            self.dispatch()
            worker = yield request
            yield env.timeout(load)
            self.idle.append(worker)
            self.dispatch()
            yield env.timeout(run)
            request = env.event()
            self.finished.append((centre, request))
            self.dispatch()
            worker = yield request
            yield env.timeout(unload)
            self.n_operations += 1
            self.idle.append(worker)
            self.leave(centre)
            (name, request), *copies = self.move_on(order, name) or [(None, None)]
            for copy in copies:
                env.process(self.operate(order, *copy))
        self.dispatch()

    def move_on(self, order, name):
        """A copy joins each line that follows, or waits there for the copies it meets (J1)."""
        ready = []
        for successor in SUCCESSORS[name]:
            order.missing[successor] -= 1
            if order.missing[successor] == 0:
                ready.append((successor, self.join_line(order, successor)))
        if not SUCCESSORS[name]:
            self.deliver(order)
        return ready

    def leave(self, centre):
        """The copy leaves its unit, which is empty now."""
        centre.n_empty += 1
        if centre.line:
            self.startable.add(centre)

    def join_line(self, order, name):
        centre = self.centres[name]
        request = self.env.event()
        centre.line.append((order, request))
        if centre.n_empty:
            self.startable.add(centre)
        return request

    def dispatch(self):
        """Finished machines first, then the order that came into the shop first (D2)."""
        if self.idle and self.finished:
            self.unload_what_is_finished()
        while self.idle and self.startable and self.start_one():
            pass

    def unload_what_is_finished(self):
        for finished in list(self.finished):
            centre, request = finished
            if worker := self.first_idle(centre.name):
                self.finished.remove(finished)
                request.succeed(worker)

    def start_one(self):
        """Start the first order that can start; False if none can."""
        for centre in sorted(self.startable, key=release_then_name):
            if worker := self.first_idle(centre.name):
                _, request = centre.line.popleft()
                centre.n_empty -= 1
                if not (centre.n_empty and centre.line):
                    self.startable.remove(centre)
                request.succeed(worker)
                return True
        return False


def joins_shop(n_orders, seed=1, replication=0):
    """The joins shop with the luck of its first n orders."""
    luck = Luck(seed, replication)
    gaps = luck.exponential("arrival|jobs", 12 * MINUTE, n_orders)
    times = {name: joins_times(luck, name, n_orders) for name in SUCCESSORS}
    return JoinsShop(
        [
            Order(ordinal, gap, times={name: its[ordinal] for name, its in times.items()}, missing=n_predecessors())
            for ordinal, gap in enumerate(gaps)
        ]
    )


def joins_times(luck, name, n):
    """Load, run and unload of one operation in ticks, order by order."""
    return list(
        zip(
            luck.uniform(f"load|jobs|{name}", 1 * MINUTE, 3 * MINUTE, n),
            luck.exponential(f"run|jobs|{name}", 15 * MINUTE, n),
            luck.uniform(f"unload|jobs|{name}", 1 * MINUTE, 2 * MINUTE, n),
            strict=True,
        )
    )


def n_predecessors():
    """How many copies each operation waits for."""
    count = dict.fromkeys(SUCCESSORS, 0)
    for successors in SUCCESSORS.values():
        for successor in successors:
            count[successor] += 1
    return count
