# cython: boundscheck=True, wraparound=True
"""From the shifts of a scenario to windows in ticks: those that touch are one (S4), none begins on a holiday (S5)."""

from flexsim.engine.distributions import to_ticks
from flexsim.engine.nouns import Pattern

DAY_TICKS = 86_400_000_000
WEEK_OF_TICKS = 7 * DAY_TICKS
ENDLESS = 1 << 62


class Hours:
    """The shift patterns of a scenario, each made when somebody is on it."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.made = {}

    def pattern(self, name):
        """The hours of a shift pattern, None if it is always on."""
        if name is None:
            return None
        if name not in self.made:
            self.made[name] = make_pattern(self.scenario.shifts[name], self.scenario.holidays_of(name))
        return self.made[name]


def always():
    """One shift that never ends."""
    pattern: Pattern = Pattern()
    pattern.n, pattern.n_first, pattern.period = 0, 1, WEEK_OF_TICKS
    pattern.starts = pattern.ends = pattern.breaks = []
    pattern.first_starts, pattern.first_ends, pattern.first_breaks = [0], [ENDLESS], [False]
    return pattern


def make_pattern(shift, holidays):
    """The hours of a shift pattern, None if it is always on.

    Parameters
    ----------
    shift : flexsim.scenario.Shift
    holidays : collection of int
        Days, counted from the first of the run, on which no shift begins.
    """
    period = shift.weeks * WEEK_OF_TICKS
    shortest = to_ticks(shift.break_below)
    cut = [(to_ticks(begin), to_ticks(end)) for begin, end in shift.windows]
    windows = joined([window for window in cut if window[0] < window[1]])
    always = windows == [(0, period)]
    if not always and len(windows) > 1 and windows[0][0] == 0 and windows[-1][1] == period:
        windows[-1] = (windows[-1][0], period + windows.pop(0)[1])
    holidays = {day for day in holidays if day >= 0}
    if always and not holidays:
        return None
    pattern: Pattern = Pattern()
    pattern.period = period
    pattern.n = 0 if always else len(windows)
    pattern.starts = [begin for begin, _ in windows[: pattern.n]]
    pattern.ends = [end for _, end in windows[: pattern.n]]
    behind = [*pattern.starts[1:], *(begin + period for begin in pattern.starts[:1])]
    pattern.breaks = [after - end < shortest for end, after in zip(pattern.ends, behind, strict=True)]
    pattern.first_starts, pattern.first_ends, pattern.first_breaks = [], [], []
    if holidays and windows:
        begin_with(pattern, shift, holidays, shortest)
    pattern.n_first = len(pattern.first_starts)
    return pattern


def joined(windows):
    """Windows in the order of time; those that touch are one."""
    found = []
    for begin, end in sorted(windows):
        if found and found[-1][1] == begin:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def begin_with(pattern: Pattern, shift, holidays, shortest):
    """List the windows one by one until the last holiday is over; from then on the pattern repeats."""
    n = max(holidays) * DAY_TICKS // pattern.period + 2
    windows = [(to_ticks(begin), to_ticks(end), day) for begin, end, day in shift.whole_windows]
    found = [(0, end - pattern.period) for _, end, _ in windows if end > pattern.period]
    for k in range(n + 1):
        for begin, end, day in windows:
            if k * pattern.period // DAY_TICKS + day not in holidays:
                found.append((k * pattern.period + begin, k * pattern.period + end))
    pattern.base = n * pattern.period
    found = joined(found)
    for i, (begin, end) in enumerate(found):
        if begin >= pattern.base:
            break
        goes_on = pattern.n == 0 and end > pattern.base
        pattern.first_starts.append(begin)
        pattern.first_ends.append(ENDLESS if goes_on else end)
        pattern.first_breaks.append(not goes_on and found[i + 1][0] - end < shortest)
