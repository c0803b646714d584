"""Units of time in ticks: logs are read into those of a run."""

from __future__ import annotations

from flexsim.results import TICKS_PER_SECOND

SECOND = TICKS_PER_SECOND
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
