"""Loops around one primitive each, compiled, so that what is measured is the primitive and not the calling of it from Python."""

import cython

from flexsim.engine.calendar import Calendar, Handler
from flexsim.engine.distributions import Distribution
from flexsim.engine.recorder import Table
from flexsim.engine.streams import Stream


class Holder(Handler):
    """Keeps the number of events in a calendar the same: whoever leaves is entered again, up to two million ticks later."""

    def __init__(self, calendar: Calendar, n_events):
        self.calendar = calendar
        self.state = 1
        self.seen = 0
        calendar.enrol(self)
        for subject in range(n_events):
            calendar.enter(self.gap(), 1, subject, self, 0, subject, 0)

    def gap(self) -> cython.longlong:
        """Give the next gap (the "minimal standard" generator of Park and Miller 1988)."""
        self.state = (self.state * 16807) % 2147483647
        return self.state >> 10

    def fire(self, kind: cython.longlong, subject: cython.longlong, stamp: cython.longlong) -> cython.int:
        """Enter the event that left again."""
        self.seen = (self.seen * 31 + subject) & 1073741823
        self.calendar.schedule(self.calendar.now + self.gap(), 1, subject, self, 0, subject, 0)
        return 0


def hold(calendar: Calendar, n_times: cython.longlong):
    """Fire events: with a `Holder`, each is one pop and one push."""
    i: cython.longlong
    for i in range(n_times):  # noqa: B007
        calendar.step()


def uniforms(stream: Stream, n_draws: cython.longlong):
    """Add up draws."""
    i: cython.longlong
    total: cython.double = 0.0
    for i in range(n_draws):
        total += stream.uniform(i, 3)
    return total


def draws(distribution: Distribution, stream: Stream, n_draws: cython.longlong):
    """Add up drawn ticks."""
    i: cython.longlong
    total: cython.longlong = 0
    for i in range(n_draws):
        total += distribution.draw(stream, i, 3)
    return total


def rows(table: Table, n_rows: cython.longlong):
    """Write rows of twenty columns."""
    i: cython.longlong
    p: cython.longlong
    for i in range(n_rows):
        if table.on:
            p = table.next_row()
            table.cells[p] = i
            table.cells[p + 1] = i & 127
            table.cells[p + 2] = i & 32767
            table.cells[p + 3] = i << 20
            table.cells[p + 4] = 4
            table.cells[p + 5] = 5
            table.cells[p + 6] = 6
            table.cells[p + 7] = 7
            table.cells[p + 8] = 8
            table.cells[p + 9] = 9
            table.cells[p + 10] = 10
            table.cells[p + 11] = 11
            table.cells[p + 12] = 12
            table.cells[p + 13] = 13
            table.cells[p + 14] = 14
            table.cells[p + 15] = 15
            table.cells[p + 16] = 16
            table.cells[p + 17] = 17
            table.cells[p + 18] = 18
            table.cells[p + 19] = -i
