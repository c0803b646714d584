"""The benchmark shop as an ordinary, good SimPy program, by the book: the baseline of the headline ratio.

Every order is a process, every machine a `PreemptiveResource` that breakdowns pre-empt, the idle workers are a
`FilterStore`, and a foreman gives them their work when all that happens at a moment has happened. (`simpy_shop.py` is
the same shop tuned by hand for speed.) Luck is drawn before the clock starts, so that only the shop is timed. In
brackets stand the rules of the floor that a line obeys.
"""

import simpy

from tests.reference.simpy_shop import CHANGEOVER, N_MACHINES, SKILLS, benchmark_luck

BREAKDOWN, STOPPED, IN_LINE = range(3)
"""Who gets a machine first: what breaks it down, the operation that was on it, the line in order of coming."""


class Machine:
    """A machine that remembers which family it made last (W2)."""

    def __init__(self, env, number):
        self.number = number
        self.unit = simpy.PreemptiveResource(env)
        self.family = None

    def change_over(self, family):
        """Make this family from now on; the ticks that it takes to change over."""
        ticks = 0 if self.family is None else CHANGEOVER[self.family][family]
        self.family = family
        return ticks


class Worker:
    """One who can work at some of the machines."""

    def __init__(self, machines):
        self.machines = machines


class WorkerWanted(simpy.Event):
    """An operation on a machine waits for a worker; the event's value is the worker whom it gets."""

    def __init__(self, env, machine, urgency):
        super().__init__(env)
        self.machine = machine
        self.urgency = urgency

    def suits(self, worker):
        return self.machine.number in worker.machines


class IdiomaticShop:
    """Ten machines, six workers, random routes, changeovers and breakdowns."""

    def __init__(self, orders, failures):
        self.env = simpy.Environment()
        self.orders = orders
        self.n_operations = 0
        self.machines = [Machine(self.env, number) for number in range(N_MACHINES)]
        self.idle = simpy.FilterStore(self.env)  # longest idle first, by name at the start (D5)
        for machines in SKILLS:
            self.idle.put(Worker(machines))
        self.wanted = []
        self.news = self.env.event()
        self.env.process(self.foreman())
        for machine, times in zip(self.machines, failures, strict=True):
            self.env.process(self.break_down(machine, times))

    def run(self):
        """Run until every order is delivered; the tick at which that was."""
        self.env.run(until=self.env.process(self.customers()))
        return self.env.now

    def customers(self):
        """Orders arrive one after the other; over when all are delivered."""
        deliveries = []
        for order in self.orders:
            yield self.env.timeout(order.gap)
            order.arrived = self.env.now
            deliveries.append(self.env.process(self.flow(order)))
        yield self.env.all_of(deliveries)

    def flow(self, order):
        """An order's way through the shop."""
        for number, run in order.route:
            yield from self.operate(order, self.machines[number], run)
            self.n_operations += 1
        order.completed = self.env.now

    def operate(self, order, machine, run):
        """One operation, with its machine and a worker; it goes on where a breakdown has stopped it (S6)."""
        steps = None  # ticks left of the changeover and of the run
        is_done = False
        place, urgency = IN_LINE, (IN_LINE, order.arrived)  # first in system (D5)
        while not is_done:
            with machine.unit.request(priority=place) as unit:
                place = STOPPED
                try:
                    yield unit
                    worker = yield from self.find_worker(machine, urgency)
                except simpy.Interrupt:
                    continue
                steps = steps or [machine.change_over(order.family), run]
                is_done = yield from self.work(steps)
                urgency = (STOPPED, self.env.now)  # what was stopped goes before what is new (D2)
                self.send_back(worker)

    def find_worker(self, machine, urgency):
        """Wait for a worker, unless the machine breaks down before he comes."""
        request = WorkerWanted(self.env, machine, urgency)
        self.wanted.append(request)
        self.call_foreman()
        try:
            return (yield request)
        except simpy.Interrupt:
            if request.triggered:
                self.send_back(request.value)
            else:
                self.wanted.remove(request)
            raise

    def work(self, steps):
        """Do what is left of the steps; whether they are done, or the machine has broken down (S3)."""
        for number, ticks in enumerate(steps):
            if ticks == 0:
                continue
            began = self.env.now
            try:
                yield self.env.timeout(ticks)
            except simpy.Interrupt:
                steps[number] -= int(ticks * ((self.env.now - began) / ticks))
                return False
            steps[number] = 0
        return True

    def send_back(self, worker):
        self.idle.put(worker)
        self.call_foreman()

    def call_foreman(self):
        if not self.news.triggered:
            self.news.succeed()

    def foreman(self):
        """When all that happens at this moment has happened, give the most urgent operations their workers (D2)."""
        while True:
            yield self.news
            while self.env.peek() == self.env.now:
                yield self.env.timeout(0)
            self.news = self.env.event()
            for request in sorted(self.wanted, key=lambda request: request.urgency):
                if self.idle.items:
                    self.give_worker(request)

    def give_worker(self, request):
        """Of the idle workers who suit, the one idle longest, if there is one."""
        worker = self.idle.get(request.suits)
        if worker.triggered:
            self.wanted.remove(request)
            request.succeed(worker.value)
        else:
            worker.cancel()

    def break_down(self, machine, times):
        """A machine breaks down and is repaired, for good; nobody is needed for it (W4)."""
        for up, down in times:
            yield self.env.timeout(up)
            with machine.unit.request(priority=BREAKDOWN) as unit:
                yield unit
                yield self.env.timeout(down)


def idiomatic_shop(n_orders, seed=1, replication=0):
    """The benchmark shop with the luck of its first n orders."""
    return IdiomaticShop(*benchmark_luck(n_orders, seed, replication))
