"""The capacity table in words, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from flexsim.scenario.capacity_table import Capacity, CentreLoad, TeamLoad

VISIBLE = 0.005
"""Differences of loads that two decimals show."""


THERE_FOOTNOTE = (
    "there: hours of its units on shift; of work that needs people, only while somebody is there who can do it."
)
WORK_FOOTNOTE = "work: set-ups and changeovers are in it."
DOWN_FOOTNOTE = "down: expected repairs; waiting for a technician who is busy is not in it."
TEAM_FOOTNOTE = "people: all who have at least one of these skills; there: hours of their shifts."


def capacity_in_words(found: Capacity) -> str:
    """Write the loads of work centres and teams as two tables, then what will not cope and what they leave out."""
    blocks = []
    if found.work_centres:
        rows = [_centre(row) for row in found.work_centres]
        last = "range of the load" if any(row[-1] for row in rows) else ""
        head = ("hours a week", "units", "work", "set-ups", "there", "down", "load", last)
        blocks.append("\n".join([aligned(head, rows), "", *_centre_footnotes(found.work_centres)]))
    if found.teams:
        head = ("hours a week", "people", "work", "", "there", "", "load", "the set of skills with the largest load")
        blocks.append("\n".join([aligned(head, [_team(row) for row in found.teams]), "", TEAM_FOOTNOTE]))
    blocks += ["\n".join(f"{text}." for text in found.warnings)] if found.warnings else []
    blocks += ["\n".join(f"{text}." for text in found.peaks)] if found.peaks else []
    blocks += ["\n".join(found.notes)] if found.notes else []
    return "\n\n".join(blocks)


def _centre(row: CentreLoad) -> tuple[str, ...]:
    hours = [_hours(time) for time in (row.work_h, row.set_up_h, row.hours_h, row.down_h)]
    said = ""
    if row.saturated_by:
        said = f"without {', '.join(row.saturated_by)}, which never ends"
    elif row.most_load - row.least_load > VISIBLE:
        said = f"{_ratio(row.least_load)} to {_ratio(row.most_load)} by the order of changeovers"
    return (row.work_centre, str(row.units), *hours, _ratio(row.load), said)


def _centre_footnotes(rows: Sequence[CentreLoad]) -> list[str]:
    """Say what the columns are, of those that have anything in them."""
    lines = [WORK_FOOTNOTE] if any(row.set_up_h >= VISIBLE for row in rows) else []
    lines.append(THERE_FOOTNOTE)
    return [*lines, DOWN_FOOTNOTE] if any(row.down_h >= VISIBLE for row in rows) else lines


def _team(row: TeamLoad) -> tuple[str, ...]:
    said = ", ".join(row.skills)
    if row.saturated_by:
        said = f"{said}; without {', '.join(row.saturated_by)}, which never ends".lstrip("; ")
    return (row.team, str(len(row.people)), _hours(row.work_h), "", _hours(row.hours_h), "", _ratio(row.load), said)


def _hours(time: float) -> str:
    return f"{time:,.1f}" if time >= VISIBLE else ""


def _ratio(load: float) -> str:
    return f"{load:,.2f}" if load < math.inf else "no hours"


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align columns: the first and the last to the left, the others to the right."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True)]
        lines.append("  ".join([row[0].ljust(widths[0]), *cells, row[-1]]).rstrip())
    return "\n".join(lines)
