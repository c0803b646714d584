"""Checks of shift patterns: hours that lie in the run, and people who are there when their work centre is.

Shift patterns and contracts that nobody has are named here too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import ceil, inf, lcm
from typing import Any

from flexsim.scenario.checking import Findings
from flexsim.scenario.checking_products import can_be_filled
from flexsim.scenario.errors import Path, joined
from flexsim.scenario.people import DAYS, WEEK, Worker
from flexsim.scenario.quantities import write_time

DAY_H = 24

MOST_WEEKS_TOGETHER = 520
"""Patterns of several lengths are laid beside each other for at most so many weeks."""

Windows = tuple[tuple[float, float], ...]


def check_shifts(findings: Findings) -> None:
    """Check the hours of every pattern, and that the people of each work centre can meet it."""
    scenario = findings.scenario
    end = scenario.horizon if scenario.horizon is not None and findings.is_whole("horizon") else inf
    for name, shift in scenario.shifts.items():
        starts = [start for start, _ in shift.windows]
        if not findings.is_certain("shifts", name):
            continue
        if not starts:
            findings.add(("shifts", name), 'it has no hours: nobody would ever be there. Write "mon: 08:00-16:00".')
        elif min(starts) >= end:
            said = f"its first shift begins on {_clock(min(starts))}, and the run ends after {write_time(end)}"
            findings.add(("shifts", name), f"{said}: nobody would ever be there.")
    if findings.staff_is_certain and findings.is_whole("shifts", "products"):
        together = lcm(*(shift.weeks for shift in scenario.shifts.values()))
        _Presence(findings, min(end, min(together, MOST_WEEKS_TOGETHER) * WEEK)).check()


def _clock(time: float) -> str:
    """Write a time of the pattern as its day and its hour, and the week if it is a later one."""
    week, minutes = int(time // WEEK), int(time % WEEK // 60)
    of_week = f" of week {week + 1}" if week else ""
    return f"{DAYS[minutes // 60 // DAY_H]} {minutes // 60 % DAY_H:02d}:{minutes % 60:02d}{of_week}"


def what_nobody_has(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Name the shift patterns of a file that neither a worker nor a work centre has, and contracts without workers."""
    for name in _unused(data, "shifts", "shifts", ("workers", "work_centres")):
        message = 'nobody has this shift pattern, and no work centre. Leave it out, or write "shifts: NAME" there.'
        yield ("shifts", name), message.replace("NAME", name)
    for name in _unused(data, "contracts", "contract", ("workers",)):
        message = 'nobody has this contract. Leave it out, or write "contract: NAME" at a worker.'
        yield ("contracts", name), message.replace("NAME", name)


def _unused(data: Mapping[str, Any], section: str, key: str, users: Sequence[str]) -> set[str]:
    """Give the names of a section that no part has under this key.

    A name that should be there and is not makes another one unused: then only the first is told.
    """
    named = data.get(section)
    if not isinstance(named, Mapping):
        return set()
    had = {str(part[key]) for user in users for part in _parts(data.get(user)) if part.get(key) is not None}
    return named.keys() - had if had <= named.keys() else set()


def _parts(section: object) -> list[Mapping[str, Any]]:
    values = section.values() if isinstance(section, Mapping) else ()
    return [part for part in values if isinstance(part, Mapping)]


class _Presence:
    """Who is there when, until all patterns begin anew together."""

    def __init__(self, findings: Findings, end: float) -> None:
        self.findings = findings
        self.end = end
        self.teams: dict[str, list[Worker]] = {}
        for worker in findings.scenario.workers.values():
            self.teams.setdefault(worker.team, []).append(worker)
        self.known: dict[tuple[str, tuple[str, ...], str | None], bool] = {}
        self.windows: dict[str, Windows] = {}

    def check(self) -> None:
        """Check that every step that needs people can begin some time."""
        told: set[tuple[str, tuple[str, ...]]] = set()
        centres = self.findings.scenario.work_centres
        for centre, operations in self.findings.operations_at.items():
            if centre not in centres or centres[centre].team not in self.findings.scenario.teams:
                continue
            team, hours = str(centres[centre].team), centres[centre].shifts
            for product, key, operation in operations:
                for crew in sorted({step.skills for step in operation.steps.values() if step.skills}):
                    if (centre, crew) in told or self.can_meet(team, crew, hours):
                        continue
                    told.add((centre, crew))
                    path: Path = ("work_centres", centre, "shifts")
                    if hours is None:
                        path = ("products", product, "operations", key, "skills")
                    self.findings.add(path, _never(team, crew, hours))

    def can_meet(self, team: str, crew: tuple[str, ...], hours: str | None) -> bool:
        """Tell whether these skills, a worker each, are ever there at once in these hours."""
        case = (team, crew, hours)
        if case not in self.known:
            self.known[case] = self._can_meet(*case)
        return self.known[case]

    def _can_meet(self, team: str, crew: tuple[str, ...], hours: str | None) -> bool:
        workers = [worker for worker in self.teams.get(team, []) if not worker.skills.keys().isdisjoint(crew)]
        if not can_be_filled(crew, [set(worker.skills) for worker in workers]):
            return True  # whoever is missing is told elsewhere
        patterns = sorted({worker.shifts for worker in workers if worker.shifts is not None})
        if not {hours, *patterns} - {None} <= self.findings.scenario.shifts.keys():
            return True
        on = self._windows(hours)
        edges = sorted({edge for name in patterns for edge in _edges(self._windows(name))} | _edges(on))
        for edge in edges:
            there = {None, *(name for name in patterns if _is_in(edge, self._windows(name)))}
            present = [set(worker.skills) for worker in workers if worker.shifts in there]
            if _is_in(edge, on) and can_be_filled(crew, present):
                return True
        return False

    def _windows(self, name: str | None) -> Windows:
        """Give the hours of a pattern, as far as they lie in the run; without one it is always."""
        if name is None:
            return ((0.0, self.end),)
        if name not in self.windows:
            shift = self.findings.scenario.shifts[name]
            turns = range(ceil(self.end / (shift.weeks * WEEK)))
            laid = ((n * shift.weeks * WEEK, start, stop) for n in turns for start, stop in shift.windows)
            self.windows[name] = tuple(
                (begin + start, min(begin + stop, self.end)) for begin, start, stop in laid if begin + start < self.end
            )
        return self.windows[name]


def _edges(windows: Windows) -> set[float]:
    """Give the moments at which something begins."""
    return {start for start, _ in windows}


def _is_in(time: float, windows: Windows) -> bool:
    place = bisect_right(windows, (time, inf)) - 1
    return place >= 0 and time < windows[place][1]


def _never(team: str, crew: tuple[str, ...], hours: str | None) -> str:
    """Say that people never meet."""
    if len(crew) == 1:
        return f'nobody in the team "{team}" who has the skill "{crew[0]}" is ever there in these hours.'
    skills = joined([f'"{skill}"' for skill in crew], "and")
    when = " in these hours" if hours is not None else ""
    return f'in the team "{team}" {skills}, a worker each, are never there at the same time{when}.'
