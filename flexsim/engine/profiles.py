# cython: boundscheck=True, wraparound=True
"""Demand that is not the same at all hours or in all weeks: from operational time to the clock (O1).

The time to the next order is drawn in *operational time*, which runs at the factor of the hour times that of the week: at
factor 2 customers come twice as often, at factor 0 nobody comes. The clock is read where the cumulated rate reaches it. All of
it is whole numbers, so that nothing drifts: factors are kept in millionths.
"""

from datetime import date

MILLION = 1_000_000
WEEK = 604_800_000_000
#: No arrival is later: 2^53 ticks, as for drawn times.
LONGEST = 2**53


class Profile:
    """The cumulated rate of a stream, and how far along it the last order came.

    Parameters
    ----------
    windows : sequence of tuple of int
        Spans of the week in ticks with their factor in millionths, one after the other from 0 to the end of the week.
    season : sequence of int
        Factors in millionths for the 52 weeks of a year; a 53rd week is like the 52nd. Empty: all weeks are alike.
    start : datetime.date or None
        The Monday on which the run begins; without it the year begins with the run.
    """

    def __init__(self, windows, season, start):
        self.starts = [begin for begin, _, _ in windows]
        self.rates = [rate for _, _, rate in windows]
        self.cumulated = [0]
        for begin, end, rate in windows:
            self.cumulated.append(self.cumulated[-1] + (end - begin) * rate)
        self.season = season
        self.start = start
        self.target = 0  # operational time of the last order, in ticks x 10^12
        self.passed = 0  # operational time before the present week
        self.week = 0
        self.weight = self.weight_of(0)

    def weight_of(self, week):
        """The factor of a week of the run, in millionths."""
        if not self.season:
            return MILLION
        if self.start is None:
            return self.season[week % 52]
        first = self.start.toordinal() + 7 * week
        number = date.fromordinal(first).isocalendar().week if first < date.max.toordinal() else 52
        return self.season[min(number, 52) - 1]

    def after(self, gap):
        """Give the tick of the next order, which comes this many ticks of operational time after the last."""
        self.target += gap * MILLION * MILLION
        while self.target > self.passed + self.cumulated[-1] * self.weight:
            self.passed += self.cumulated[-1] * self.weight
            self.week += 1
            if self.week * WEEK >= LONGEST:
                return LONGEST
            self.weight = self.weight_of(self.week)
        return self.week * WEEK + self.clock(self.target - self.passed)

    def clock(self, need):
        """The first moment of the week at which so much operational time has passed, to the nearest tick (T1)."""
        at = 0
        while self.cumulated[at + 1] * self.weight < need:
            at += 1
        left = need - self.cumulated[at] * self.weight
        rate = self.rates[at] * self.weight
        return self.starts[at] + ((2 * left + rate) // (2 * rate) if left > 0 else 0)
