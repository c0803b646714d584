"""Presence of people and units: windows of a week, repeated every week (S4)."""

from __future__ import annotations

from .oracle_draws import minutes_to_ticks

WEEK = minutes_to_ticks(10_080)
HOUR = minutes_to_ticks(60)


class Calendar:
    """The windows in which somebody or something is on shift; no windows given means always."""

    def __init__(self, shifts: list[list[float]] | None) -> None:
        windows = None if shifts is None else joined_windows(shifts)
        self.is_always_on = windows == [(0, WEEK)]
        self.windows = None if self.is_always_on else windows
        if windows is None:
            self.is_always_on = True

    def windows_around(self, now: int) -> list[tuple[int, int]]:
        """Return the windows, in ticks since the start, of the weeks around now."""
        this_week = now // WEEK
        return [
            (week * WEEK + begin, week * WEEK + end)
            for week in range(this_week - 2, this_week + 3)
            for begin, end in self.windows
        ]

    def is_on(self, now: int) -> bool:
        """A window [from, to) holds now."""
        return self.is_always_on or any(begin <= now < end for begin, end in self.windows_around(now))

    def next_change(self, now: int) -> int | None:
        """Return the next tick at which a window begins or ends."""
        if self.is_always_on or not self.windows:
            return None
        return min(tick for window in self.windows_around(now) for tick in window if tick > now)

    def leaves_at(self, now: int) -> int | None:
        """Return the end of the present window, None if it never ends."""
        if self.is_always_on:
            return None
        return next(end for begin, end in self.windows_around(now) if begin <= now < end)

    def is_break_from(self, now: int) -> bool:
        """The gap that begins now is shorter than an hour."""
        return min(begin for begin, _ in self.windows_around(now) if begin >= now) - now < HOUR

    def is_break_until(self, now: int) -> bool:
        """The gap that ends now is shorter than an hour."""
        return now - max(end for _, end in self.windows_around(now) if end <= now) < HOUR


def joined_windows(shifts: list[list[float]]) -> list[tuple[int, int]]:
    """Join the windows that touch, over the week's end too (S4)."""
    windows: list[tuple[int, int]] = []
    for begin, end in sorted((minutes_to_ticks(a), minutes_to_ticks(b)) for a, b in shifts):
        if windows and windows[-1][1] == begin:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((begin, end))
    if len(windows) > 1 and windows[0][0] == 0 and windows[-1][1] == WEEK:
        windows[-1] = (windows[-1][0], WEEK + windows.pop(0)[1])
    return windows
