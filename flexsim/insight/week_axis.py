"""A time axis that reads like a clock: days of the week and their hours, as every run begins on a Monday at 00:00."""

from __future__ import annotations

import datetime as dt
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS_PER_DAY = 24

SHORTEST_H, LONGEST_H = 1 / 6, 336.0
"""Windows of other lengths have hours since the start: beyond two weeks a weekday says little."""

STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880)
"""From label to label, in minutes: the first of these that needs no more labels than there is room for."""

MOST_LABELS = 10


def name_hours(axes: Axes, first_h: float, last_h: float, start: dt.date | None) -> None:
    """Write weekdays and hours of the day along the bottom, and the date of the first day below if there is one.

    Parameters
    ----------
    axes : Axes
    first_h, last_h : float
        The window in hours since the start.
    start : datetime.date or None
        The Monday on which the run begins.
    """
    if SHORTEST_H <= last_h - first_h <= LONGEST_H:
        ticks = minutes_to_label(first_h, last_h)
        axes.set_xticks([minute / 60 for minute in ticks], [weekday_and_hour(minute) for minute in ticks])
        axes.set_xlabel(f"weekday and hour of the day, from {day_in_words(first_h, start)} (h)")
    else:
        since = f", {start:%a %Y-%m-%d} 00:00" if start else ""
        axes.set_xlabel(f"time since the start{since} (h)")
    axes.set_xlim(first_h, last_h)


def minutes_to_label(first_h: float, last_h: float) -> list[int]:
    """Give the minutes since the start, round ones of the clock, that get a label."""
    step = next(step for step in STEPS_MIN if (last_h - first_h) * 60 <= MOST_LABELS * step)
    return [n * step for n in range(ceil(first_h * 60 / step), floor(last_h * 60 / step) + 1)]


def weekday_and_hour(minute: int) -> str:
    """Write a minute since the start as the clock has it: ``Wed 06:00``."""
    day, of_day = divmod(minute, HOURS_PER_DAY * 60)
    return f"{DAYS[day % 7]} {of_day // 60:02d}:{of_day % 60:02d}"


def day_in_words(hour: float, start: dt.date | None) -> str:
    """Name the day of an hour since the start: by its date, or by the number of its week where there are no dates."""
    day = floor(hour / HOURS_PER_DAY)
    date = date_of(day, start)
    return f"{date:%a %Y-%m-%d}" if date else f"{DAYS[day % 7]} of week {day // 7 + 1}"


def date_of(day: int, start: dt.date | None) -> dt.date | None:
    """Give the date of a day since the start, if there are dates and the calendar goes so far."""
    if start is None or not 1 <= start.toordinal() + day <= dt.date.max.toordinal():
        return None
    return start + dt.timedelta(days=day)
