"""Presence of people and units: windows of one or several weeks, repeated, and holidays (P1, S4, S5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .oracle_draws import minutes_to_ticks

WEEK = minutes_to_ticks(10_080)
DAY = minutes_to_ticks(1440)
HOUR = minutes_to_ticks(60)
NEVER = float("inf")


@dataclass(frozen=True)
class Window:
    """A window of the pattern, with the day on which its shift begins, both counted from the pattern's start."""

    begin: int
    end: int
    day: int


def calendar_of(scenario: dict, shifts: list | dict | None) -> Calendar:
    """Make the calendar of a pattern; its holidays are the scenario's unless it states its own."""
    if shifts is None:
        return Calendar(None)
    pattern = {"windows": shifts} if isinstance(shifts, list) else shifts
    dates = pattern.get("holidays")
    dates = (scenario.get("holidays") or []) if dates is None else dates
    holidays = {(date.fromisoformat(day) - date.fromisoformat(scenario["start"])).days for day in dates}
    return Calendar(pattern["windows"], pattern.get("weeks", 1), holidays, bool(pattern.get("runs_over")))


class Calendar:
    """The windows in which somebody or something is on shift; no windows given means always."""

    def __init__(
        self,
        shifts: list[list[float]] | None,
        weeks: int = 1,
        holidays: Iterable[int] = (),
        runs_over: bool = False,
    ) -> None:
        self.period = weeks * WEEK
        self.n_days = weeks * 7
        self.holidays = {day for day in holidays if day >= 0}
        self.windows = with_their_days(pattern_windows(shifts or [], self.period, runs_over), self.period)
        self.has_no_gap = shifts is None or any(
            begin <= self.period and end >= 2 * self.period for begin, end in joined(self.repeated(range(3), set()))
        )
        self.is_always_on = self.has_no_gap and (shifts is None or not self.holidays)
        self.known: dict[int, list[tuple[int, float]]] = {}
        self.known_shifts: dict[int, list[tuple[int, float]]] = {}

    def repeated(self, laps: Iterable[int], holidays: set[int]) -> list[tuple[int, int]]:
        """Return the pattern's windows in these repetitions, without those of a holiday (S5)."""
        return [
            (lap * self.period + w.begin, lap * self.period + w.end)
            for lap in laps
            for w in self.windows
            if lap * self.n_days + w.day not in holidays
        ]

    def windows_around(self, now: int) -> list[tuple[int, float]]:
        """Return the windows, in ticks since the start, from two repetitions ago to well after the last holiday."""
        lap = now // self.period
        if lap not in self.known:
            last = max([lap, *(day // self.n_days for day in self.holidays)])
            windows = joined(self.repeated(range(lap - 2, last + 4), self.holidays))
            if self.has_no_gap:
                windows[-1] = (windows[-1][0], NEVER)
            self.known[lap] = windows
        return self.known[lap]

    def is_on(self, now: int) -> bool:
        """A window [from, to) holds now."""
        return self.is_always_on or any(begin <= now < end for begin, end in self.latest_and_next(now))

    def next_change(self, now: int) -> int | None:
        """Return the next tick at which a window begins or ends."""
        if self.is_always_on or not self.windows:
            return None
        return min(
            (tick for window in self.latest_and_next(now) for tick in window if now < tick < NEVER), default=None
        )

    def latest_and_next(self, now: int) -> list[tuple[int, float]]:
        """Return the last window that has begun and the one after it, as far as there are such."""
        windows = self.windows_around(now)
        n_begun = bisect_right(windows, (now, NEVER))
        return windows[max(0, n_begun - 1) : n_begun + 1]

    def leaves_at(self, now: int) -> int | None:
        """Return the end of the present window, None if it never ends."""
        if self.is_always_on:
            return None
        end = next(end for begin, end in self.windows_around(now) if begin <= now < end)
        return None if end == NEVER else end

    def shifts_around(self, now: int) -> list[tuple[int, float]]:
        """Return the shifts: windows from the first to the last before a gap that is no break (P4)."""
        lap = now // self.period
        if lap not in self.known_shifts:
            self.known_shifts[lap] = joined(self.windows_around(now), breaks_shorter_than=HOUR)
        return self.known_shifts[lap]

    def is_break_from(self, now: int) -> bool:
        """The gap that begins now is shorter than an hour."""
        return min(begin for begin, _ in self.windows_around(now) if begin >= now) - now < HOUR

    def is_break_until(self, now: int) -> bool:
        """The gap that ends now is shorter than an hour."""
        return now - max((end for _, end in self.windows_around(now) if end <= now), default=-NEVER) < HOUR


def joined(windows: Iterable[tuple[int, int]], breaks_shorter_than: int = 1) -> list[tuple[int, int]]:
    """Join the windows that touch, over the week's end too (S4), or lie only a break apart."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(windows):
        if found and begin - found[-1][1] < breaks_shorter_than:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


# --- to which day a window belongs (S5) ----------------------------------------------------------------------------


def pattern_windows(shifts: list[list[float]], period: int, runs_over: bool) -> list[tuple[int, int]]:
    """Return the windows of one repetition; one that runs over its end is one window."""
    windows = sorted((minutes_to_ticks(a), minutes_to_ticks(b)) for a, b in shifts)
    if runs_over and len(windows) > 1:
        _, end = windows.pop(0)
        windows[-1] = (windows[-1][0], period + end)
    return windows


def with_their_days(windows: list[tuple[int, int]], period: int) -> list[Window]:
    """A window belongs to the day on which its shift begins; after a break it is of the shift before it."""
    found = []
    shift_begins = None
    for begin, end, comes_after_break in from_a_shift_on(windows, period):
        if not comes_after_break or shift_begins is None or begin - shift_begins >= DAY:
            shift_begins = begin
        found.append(Window(begin, end, shift_begins // DAY))
    return found


def from_a_shift_on(windows: list[tuple[int, int]], period: int) -> list[tuple[int, int, bool]]:
    """Return one repetition beginning with a window that comes after no break, if there is one."""
    before = [end for _, end in windows[-1:] + windows[:-1]]
    ends = [end - period if k == 0 else end for k, end in enumerate(before)]
    after_break = [0 < begin - end < HOUR for (begin, _), end in zip(windows, ends, strict=True)]
    first = after_break.index(False) if False in after_break else 0
    later = [(*window, is_after) for window, is_after in zip(windows, after_break, strict=True)]
    return later[first:] + [(begin + period, end + period, is_after) for begin, end, is_after in later[:first]]
