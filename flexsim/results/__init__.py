"""One run's results: tables with units in the names of their columns, and figures made from exact sums.

Pandas is imported when the first table is made, never before.
"""

from __future__ import annotations

from flexsim.results.configurations import chosen, substituted, written
from flexsim.results.counts import (
    DELIVERED,
    IN_PROGRESS,
    LOST,
    Counts,
    Floats,
    Integers,
    Rows,
    Snapshot,
    parts,
    wide,
)
from flexsim.results.exact import (
    PARTS,
    TICKS_PER_HOUR,
    TICKS_PER_SECOND,
    column_hours,
    exact_sum,
    hours,
    mean_hours,
    quantile_hours,
    ratio,
)
from flexsim.results.figures import Measures, headline, measures
from flexsim.results.files import FORMATS, write_tables
from flexsim.results.overload import is_overloaded, weekly_orders_inside
from flexsim.results.remarks import notes
from flexsim.results.service import NEVER, latest_acceptable
from flexsim.results.tables import BUSY_UNIT, BUSY_WORKER, MAKERS, Tables
from flexsim.results.timelines import timeline
from flexsim.results.windows import Window, window

TABLE_NAMES = tuple(MAKERS)
"""Every table a run can have."""

__all__ = [
    "BUSY_UNIT",
    "BUSY_WORKER",
    "DELIVERED",
    "FORMATS",
    "IN_PROGRESS",
    "LOST",
    "NEVER",
    "PARTS",
    "TABLE_NAMES",
    "TICKS_PER_HOUR",
    "TICKS_PER_SECOND",
    "Counts",
    "Floats",
    "Integers",
    "Measures",
    "Rows",
    "Snapshot",
    "Tables",
    "Window",
    "chosen",
    "column_hours",
    "exact_sum",
    "headline",
    "hours",
    "is_overloaded",
    "latest_acceptable",
    "mean_hours",
    "measures",
    "notes",
    "parts",
    "quantile_hours",
    "ratio",
    "substituted",
    "timeline",
    "weekly_orders_inside",
    "wide",
    "window",
    "write_tables",
    "written",
]
