"""Whether a shop can cope: the load of every work centre and every team, before anything is run."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flexsim.scenario.averaging import WEEK_H, Calendar, measured, week_of
from flexsim.scenario.balancing import balanced, least_largest_load
from flexsim.scenario.busy_weeks import BusyWeek, begin_of, weeks_to_look_at
from flexsim.scenario.changeovers import Kind, expected_changeovers
from flexsim.scenario.floor import WorkCentre
from flexsim.scenario.model import Scenario
from flexsim.scenario.people import Worker
from flexsim.scenario.products import ATTENTION, STEPS, Alternative, Drawn, Matrix, Operation, Product, Step, times_of
from flexsim.scenario.shares import combinations, is_met, narrowed, share_met
from flexsim.scenario.visits import Lots, Visits, good_share, visits
from flexsim.scenario.wishes import (
    Demand,
    Wish,
    changes_of,
    demand_of,
    kinds_of,
    last_stated,
    mean_time,
    mean_time_apart,
)

FULL = 1 + 1e-9
"""A load above it is too much; the rest is rounding."""


@dataclass(frozen=True, slots=True)
class CentreLoad:
    """What a work centre is asked for, and what it has, in hours a week.

    Parameters
    ----------
    work_centre : str
        Its name.
    units : int
        Its units.
    work_h : float
        All steps of its operations, set-ups and changeovers among them, at the pace of those who do them.
    set_up_h : float
        Of it set-ups and changeovers.
    hours_h : float
        Hours of its shifts, of all units; of work that needs people only while somebody who can do it is there.
    down_h : float
        Expected downtime in these hours, if it were always busy.
    load : float
        Work over hours less downtime.
    least_load, most_load : float
        If there were no changeovers, and if every lot came after the one from which changing takes longest.
    saturated_by : tuple of str
        Streams that send work as fast as it is taken: with them it is always busy, and `load` is of the others.
    busiest : BusyWeek or None
        The week of the window with the largest load, if demand has a season.
    """

    work_centre: str
    units: int
    work_h: float
    set_up_h: float
    hours_h: float
    down_h: float
    load: float
    least_load: float
    most_load: float
    saturated_by: tuple[str, ...] = ()
    busiest: BusyWeek | None = None


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """The set of skills that is asked most of a team, in hours a week.

    Parameters
    ----------
    team : str
        Its name.
    skills : tuple of str
        The set of skills: the work that needs one of them can only be done by `people`.
    people : tuple of str
        All who have at least one of these skills.
    work_h : float
        Hours of this work at their own pace, shared out as well as can be.
    hours_h : float
        Hours of their shifts.
    load : float
        Work over hours.
    all_work_h, all_hours_h : float
        The same of the whole team, at the standard's pace.
    least_load : float
        The load if there were no changeovers, of whichever skills then.
    saturated_by : tuple of str
        Streams that send work as fast as it is taken.
    busiest : BusyWeek or None
        The week of the window with the largest load, of whichever skills then, if demand has a season.
    """

    team: str
    skills: tuple[str, ...]
    people: tuple[str, ...]
    work_h: float
    hours_h: float
    load: float
    all_work_h: float
    all_hours_h: float
    least_load: float
    saturated_by: tuple[str, ...] = ()
    busiest: BusyWeek | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """The loads of a shop, and what they do not say."""

    work_centres: tuple[CentreLoad, ...]
    teams: tuple[TeamLoad, ...]
    pieces_per_week: Mapping[str, float]
    notes: tuple[str, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Name what will not cope, or may not, the largest load first."""
        found = [(-row.load, _centre_warning(row)) for row in self.work_centres if _verdict(row)]
        found += [(-row.load, _team_warning(row)) for row in self.teams if _verdict(row)]
        return tuple(text for _, text in sorted(found))

    @property
    def peaks(self) -> tuple[str, ...]:
        """Name what copes on the whole but not with its busiest week, the largest load first."""
        rows = [(row.work_centre, row) for row in self.work_centres] + [(row.team, row) for row in self.teams]
        found = [
            (-row.busiest.load, f"{name} copes on the whole, but not with {_peak(row.busiest)}")
            for name, row in rows
            if row.busiest is not None and row.load <= FULL < row.busiest.load
        ]
        return tuple(text for _, text in sorted(found))

    @property
    def copes(self) -> bool:
        """Whether no load is above 1."""
        return not self.warnings

    def as_dict(self) -> dict[str, Any]:
        """Give plain data, for JSON: an infinite load is None, and so is the verdict on a load that is not above 1."""
        return {
            "work_centres": [{**_finite(asdict(row)), "verdict": _verdict(row)} for row in self.work_centres],
            "teams": [{**_finite(asdict(row)), "verdict": _verdict(row)} for row in self.teams],
            "pieces_per_week": dict(self.pieces_per_week),
            "copes": self.copes,
            "warnings": list(self.warnings),
            "peaks": list(self.peaks),
            "notes": list(self.notes),
        }


def _finite(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: None if value == math.inf else value for key, value in row.items()}


def _verdict(row: CentreLoad | TeamLoad) -> str | None:
    """Say of a load above 1 whether even the best order of changeovers leaves it there."""
    if row.load <= FULL:
        return None
    return "will not cope" if row.least_load > FULL else "may not cope"


def _hope(row: CentreLoad | TeamLoad) -> str:
    """Say what load is left where changeovers alone are too much."""
    return f"; without changeovers its load is {row.least_load:,.2f}" if row.least_load <= FULL else ""


def _centre_warning(row: CentreLoad) -> str:
    said = f"{row.work_centre} {_verdict(row)}: {row.work_h:,.1f} h of work a week"
    if row.load == math.inf:
        return f"{said}, and no hours for it"
    down = f", {row.down_h:,.1f} h of them down" if row.down_h >= 0.05 else ""
    return f"{said} in {row.hours_h:,.1f} h{down}{_hope(row)}"


def _peak(week: BusyWeek) -> str:
    return f"{week}: load {week.load:,.2f}, {week.work_h:,.1f} h of work in {week.hours_h:,.1f} h"


def _team_warning(row: TeamLoad) -> str:
    count = len(row.people)
    who = "1 person has" if count == 1 else f"{count} people have"
    skills = f"{', '.join(row.skills)} ({who} {'it' if len(row.skills) == 1 else 'at least one of them'})"
    work = f"{row.work_h:,.1f} h of work a week in {row.hours_h:,.1f} h"
    return f"{row.team} {_verdict(row)} with {skills}: {work}{_hope(row)}"


def capacity(scenario: Scenario) -> Capacity:
    """Work out the load of every work centre and team from expected values.

    Work and hours are means over the window from the end of the warm-up to the horizon, with its seasons, holidays and
    weeks that differ; without a horizon over the year, and without holidays. Work is what customers order in it, in the
    quantities, lots and options that they are expected to want, along routings by their expected visits, with what
    scrap makes again; a shelf is replenished for those who match it and those who take a substitute. Work with several
    work centres is shared out so that the largest load is least. Times are means of their distributions times the time
    factor of those who have the skill (mean over their hours; of a crew the largest); a team's own load takes each
    person's factor, and shares work out as well as can be. Not in it: waiting (blocked, without a worker, for a
    technician), breaks that cut work short, overtime, orders refused or given up, what failures scrap.
    """
    period = measured(scenario)
    last = last_stated(scenario)
    kinds = {name: kinds_of(scenario, stream, period, last) for name, stream in scenario.demand.items()}
    table = _Shop(scenario, demand_of(scenario, kinds), Calendar(scenario, period)).capacity()
    weeks = []
    for week in weeks_to_look_at(scenario, period):
        own = {
            name: kinds_of(scenario, one, week_of(week), last) for name, one in scenario.demand.items() if one.season
        }
        calendar = Calendar(scenario, week_of(week))
        weeks.append((week, _Shop(scenario, demand_of(scenario, {**kinds, **own}), calendar).capacity()))
    return replace(
        table,
        work_centres=tuple(
            replace(row, busiest=_busiest(scenario, [(week, other.work_centres[n]) for week, other in weeks]))
            for n, row in enumerate(table.work_centres)
        ),
        teams=tuple(
            replace(row, busiest=_busiest(scenario, [(week, other.teams[n]) for week, other in weeks]))
            for n, row in enumerate(table.teams)
        ),
    )


def _busiest(scenario: Scenario, rows: Sequence[tuple[int, CentreLoad | TeamLoad]]) -> BusyWeek | None:
    """Give the week with the largest load; those in which nobody is there at all are holidays."""
    found = [(row.load, -week, row) for week, row in rows if row.load < math.inf]
    if not found:
        return None
    load, week, row = max(found, key=lambda one: one[:2])
    return BusyWeek(1 - week, begin_of(scenario, -week), row.work_h, row.hours_h, load)


@dataclass(slots=True)
class _Job:
    """One operation of one wish: lots and pieces in a week, and seconds of each step in a week by alternative."""

    wish: Wish
    name: str
    operation: Operation
    lots: float
    seconds: list[dict[str, float]]


_TeamWork = dict[tuple[str, bool], list[float]]
"""Hours of a team in a week, by skill and whether they are at the pace of whoever does them."""


@dataclass(slots=True)
class _Asked:
    """What is asked of one work centre in a week, in hours, except changeovers."""

    work: float = 0.0
    set_up: float = 0.0
    run: float = 0.0
    attended: float = 0.0
    skills: set[str] = field(default_factory=set)
    kinds: list[tuple[Kind, Operation]] = field(default_factory=list)


class _Shop:
    """Adds up what is asked of a shop."""

    def __init__(self, scenario: Scenario, demand: Demand, calendar: Calendar) -> None:
        self.scenario = scenario
        self.demand = demand
        self.calendar = calendar
        self.asked: dict[str, _Asked] = {name: _Asked() for name in scenario.work_centres}
        self.team_work: dict[str, _TeamWork] = defaultdict(lambda: defaultdict(list))
        self.team_changes: dict[str, _TeamWork] = defaultdict(lambda: defaultdict(list))
        self.members: dict[str, list[tuple[str, Worker]]] = defaultdict(list)
        for name, worker in scenario.everybody.items():
            self.members[worker.team].append((name, worker))
        self.paces: dict[tuple[str, str], float] = {}
        self.notes: list[str] = []
        self.saturated_centres: dict[str, set[str]] = defaultdict(set)
        self.saturated_teams: dict[str, set[str]] = defaultdict(set)

    def capacity(self) -> Capacity:
        """Give all loads."""
        jobs = [job for wish in self.demand.wishes for job in self.jobs(wish)]
        for job, shares in zip(jobs, self.shared_out(jobs), strict=True):
            for number, alternative in enumerate(job.operation.at):
                share = shares.get(alternative.work_centre, 0.0)
                if share > 0:
                    self.ask(job, alternative.work_centre, job.seconds[number], share)
        for wish in self.demand.saturated:
            self.note_saturated(wish)
        centres = tuple(self.centre_load(name) for name in self.scenario.work_centres)
        teams = tuple(self.team_load(name) for name in self.scenario.teams if self.members[name])
        pieces = {name: per_h * WEEK_H for name, per_h in self.demand.pieces_per_h.items()}
        self.note_limits()
        return Capacity(centres, teams, pieces, tuple(self.notes))

    # demand to work

    def jobs(self, wish: Wish) -> Iterator[_Job]:
        """Give the operations of a wish that are done at all."""
        product = self.scenario.products[wish.product]
        ways = _Ways(product, wish)
        per_week = wish.per_h * WEEK_H / ways.good
        for name, operation in product.operations.items():
            lots, seconds = 0.0, [dict.fromkeys(STEPS, 0.0) for _ in operation.at]
            for visit, share, times in ways.of(name):
                lots += share * visit.lots
                for alternative, total in zip(times, seconds, strict=True):
                    for step, time in alternative.items():
                        total[step] += share * time * (visit.lots if _is_per_lot(operation, step) else visit.pieces)
            if lots > 0:
                found = [{step: time * per_week for step, time in total.items()} for total in seconds]
                yield _Job(wish, name, operation, lots * per_week, found)

    def shared_out(self, jobs: Sequence[_Job]) -> list[Mapping[str, float]]:
        """Share operations out over their work centres so that the largest load is least, then the next largest."""
        fixed: dict[str, list[float]] = defaultdict(list)
        free: list[Mapping[str, float]] = []
        for job in jobs:
            needs = {
                alternative.work_centre: self.unit_hours(job, alternative.work_centre, seconds)
                for alternative, seconds in zip(job.operation.at, job.seconds, strict=True)
            }
            if len(needs) > 1:
                free.append(needs)
            else:
                for centre, hours in needs.items():
                    fixed[centre].append(hours)
        shares: list[Mapping[str, float]] = []
        if free:
            up = {name: self.hours_of(name)[0] - self.hours_of(name)[1] for name in self.scenario.work_centres}
            shares = balanced([*free, *({centre: math.fsum(listed)} for centre, listed in sorted(fixed.items()))], up)
        following = iter(shares)
        return [next(following) if len(job.operation.at) > 1 else {_only(job): 1.0} for job in jobs]

    def unit_hours(self, job: _Job, centre: str, seconds: Mapping[str, float]) -> float:
        """Give the hours of a unit that an operation takes in a week, with the repairs that its run brings about."""
        total = math.fsum(self.unit_time(job.operation, centre, step, time) for step, time in seconds.items())
        run = self.unit_time(job.operation, centre, "run", seconds["run"])
        return (total + run * self.repairs_per_run(centre)) / 3600

    def unit_time(self, operation: Operation, centre: str, step: str, seconds: float) -> float:
        """Give how long a step holds the unit: at the pace of those who do it."""
        return seconds * self.pace_of_step(centre, operation, step)

    def ask(self, job: _Job, centre: str, seconds: Mapping[str, float], share: float) -> None:
        """Add what one operation asks of a work centre and its team."""
        asked = self.asked[centre]
        for step in job.operation.steps:
            hours = self.unit_time(job.operation, centre, step, share * seconds[step]) / 3600
            asked.work += hours
            asked.set_up += hours if step == "set_up" else 0.0
            asked.run += hours if step == "run" else 0.0
            self.ask_people(asked, centre, job.operation, step, share * seconds[step] / 3600)
        if self.scenario.work_centres[centre].changeover is not None:
            shares = narrowed(job.operation.only_if, job.wish.shares)
            own = {"product": {job.wish.product: 1.0}, "operation": {job.name: 1.0}}
            listed = {option: {**shares, **own}[option] for option in job.operation.depends_on}
            asked.kinds.append((Kind(share * job.lots, listed), job.operation))

    def ask_people(
        self, asked: _Asked, centre: str, operation: Operation, step: str, hours: float, *, is_change: bool = False
    ) -> None:
        """Add what a step, or a changeover, asks of people, hours at the standard's pace."""
        who = _step(operation, step)
        team = self.scenario.work_centres[centre].team
        if not who.skills or not who.parts or team is None:
            return
        asked.attended += self.unit_time(operation, centre, step, hours)
        asked.skills.update(who.skills)
        is_paced = _is_paced(operation, step)
        if len(who.skills) > 1:  # a crew goes at one pace, whoever is in it
            hours, is_paced = self.unit_time(operation, centre, step, hours), False
        for skill in who.skills:
            self.team_work[team][skill, is_paced].append(hours * who.parts / ATTENTION)
            if is_change:
                self.team_changes[team][skill, is_paced].append(hours * who.parts / ATTENTION)

    # pace and hours

    def pace_of_step(self, centre: str, operation: Operation, step: str) -> float:
        """Give the time factor of a step: of those of the team who have its skills."""
        who = _step(operation, step)
        team = self.scenario.work_centres[centre].team
        if not who.skills or team is None or not _is_paced(operation, step):
            return 1.0
        paces = [self.pace(team, skill) for skill in who.skills]
        return 1 / math.fsum(1 / pace for pace in paces) if operation.speeds == "add" else max(paces)

    def pace(self, team: str, skill: str) -> float:
        """Give the mean time factor of those in a team who have a skill, by their hours."""
        if (team, skill) not in self.paces:
            able = [
                (self.calendar.week_h(worker.shifts), worker)
                for _, worker in self.members[team]
                if skill in worker.skills
            ]
            hours = math.fsum(time for time, _ in able)
            weighted = math.fsum(time * worker.skills[skill].time for time, worker in able)
            self.paces[team, skill] = weighted / hours if hours else 1.0
        return self.paces[team, skill]

    def hours_of(self, name: str) -> tuple[float, float]:
        """Give the hours of all units of a work centre in a week, and how long failures by the clock stop them."""
        centre = self.scenario.work_centres[name]
        hours = self.calendar.week_h(centre.shifts)
        up = 1.0
        for mode in centre.failures.values():
            if mode.clock == "time":
                up *= 1 - self.down_share(
                    centre, mode.every.mean / 3600, self.repair_h(centre, mode), mode.skill, hours
                )
        return centre.units * hours, centre.units * hours * (1 - up)

    def repair_h(self, centre: WorkCentre, mode: Any) -> float:
        """Give how long a repair takes, at the pace of those who can do it."""
        team = centre.repaired_by or centre.team
        pace = self.pace(team, mode.skill) if mode.skill and team else 1.0
        return float(mode.repair.mean) / 3600 * pace

    def down_share(self, centre: WorkCentre, every_h: float, repair_h: float, skill: str | None, hours: float) -> float:
        """Give the share of a unit's hours in which a failure by the clock stops it.

        Without technicians repairs go on day and night: repair / (time to failure + repair). With them what fails off
        shift is repaired on shift, so each failure costs its repair once.
        """
        team = centre.repaired_by or centre.team
        there = WEEK_H
        if skill is not None and team is not None:
            there = self.able_h(team, skill)
        if not there or not hours:
            return 1.0
        lasts = repair_h * WEEK_H / there
        if skill is None or hours >= there:
            return lasts / (every_h + lasts) if every_h + lasts > 0 else 1.0
        return min(WEEK_H / (every_h + lasts) * repair_h / hours, 1.0) if every_h + lasts > 0 else 1.0

    def repairs_per_run(self, name: str) -> float:
        """Give the hours of repair for each hour of run: failures by operating time."""
        centre = self.scenario.work_centres[name]
        modes = [mode for mode in centre.failures.values() if mode.clock == "operating"]
        return math.fsum(
            self.repair_h(centre, mode) * 3600 / mode.every.mean if mode.every.mean else math.inf for mode in modes
        )

    # loads

    def centre_load(self, name: str) -> CentreLoad:
        """Give the load of one work centre."""
        centre, asked = self.scenario.work_centres[name], self.asked[name]
        mean_h, most_h = self.change_over(name)
        hours, down = self.hours_of(name)
        repaired = asked.run * self.repairs_per_run(name) / asked.work if asked.run else 0.0
        up = (hours - down) / (1 + repaired)
        self.ask_technicians(name, hours, down, asked.run)
        share_up = up / hours if hours else 0.0
        load, binding = _load(asked.work, up), hours
        there = centre.units * self.somebody_h(centre, asked.skills)
        attended = _load(asked.attended, there * share_up)
        if attended > load * FULL:
            load, binding = attended, there
        scale = asked.attended if binding is not hours else asked.work
        change = load / scale if scale and load < math.inf else 0.0
        return CentreLoad(
            name,
            centre.units,
            scale,
            asked.set_up,
            binding,
            binding * (1 - share_up) if hours else 0.0,
            load,
            load - change * mean_h,
            load + change * (most_h - mean_h),
            tuple(sorted(self.saturated_centres[name])),
        )

    def change_over(self, name: str) -> tuple[float, float]:
        """Add the expected changeovers of a work centre; give their hours, and those of the worst order of lots."""
        asked = self.asked[name]
        mean_h, most_h = [], []
        found = expected_changeovers(self.scenario.work_centres[name].changeover, [kind for kind, _ in asked.kinds])
        for (kind, operation), expected in zip(asked.kinds, found, strict=True):
            hours = kind.lots * expected.mean / 3600
            if operation.depends_on:
                held = self.unit_time(operation, name, "set_up", hours)
                mean_h.append(held)
                most_h.append(self.unit_time(operation, name, "set_up", kind.lots * expected.most / 3600))
                self.ask_people(asked, name, operation, "set_up", hours, is_change=True)
        total = math.fsum(mean_h)
        asked.work += total
        asked.set_up += total
        return total, math.fsum(most_h)

    def ask_technicians(self, name: str, hours: float, down: float, run: float) -> None:
        """Add the repairs of a work centre to the work of those who do them."""
        centre = self.scenario.work_centres[name]
        team = centre.repaired_by or centre.team
        for mode in centre.failures.values():
            if mode.skill is None or team is None:
                continue
            repair = mode.repair.mean / 3600
            if mode.clock == "operating":
                failures = run * 3600 / mode.every.mean if run and mode.every.mean else 0.0
            else:
                there = self.able_h(team, mode.skill)
                lasts = self.repair_h(centre, mode) * WEEK_H / there if there else math.inf
                cycle = mode.every.mean / 3600 + lasts
                failures = centre.units * WEEK_H / cycle if cycle else 0.0
            self.team_work[team][mode.skill, True].append(failures * repair)

    def somebody_h(self, centre: WorkCentre, skills: set[str]) -> float:
        """Give the hours of a work centre in which somebody is there who has one of these skills."""
        able = [w for _, w in self.members[centre.team or ""] if not w.skills.keys().isdisjoint(skills)]
        return self.calendar.common_h(frozenset(worker.shifts for worker in able), centre.shifts)

    def able_h(self, team: str, skill: str) -> float:
        """Give the hours in which somebody of a team is there who has a skill."""
        able = [worker.shifts for _, worker in self.members[team] if skill in worker.skills]
        return self.calendar.somebody_h(frozenset(able))

    def needs(self, job: tuple[str, bool], asked: float, people: Sequence[str]) -> Mapping[str, float]:
        """Give how long a job takes each of these people who can do it."""
        skill, is_paced = job
        able = [(one, self.scenario.everybody[one].skills) for one in people]
        return {one: asked * (skills[skill].time if is_paced else 1) for one, skills in able if skill in skills}

    def team_load(self, name: str) -> TeamLoad:
        """Give the largest load of any set of skills of a team."""
        work = {job: math.fsum(hours) for job, hours in sorted(self.team_work[name].items())}
        groups: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for person, worker in self.members[name]:
            paces = tuple(sorted((skill, level.time) for skill, level in worker.skills.items()))
            groups[worker.shifts or "", worker.shifts is None, paces].append(person)
        hours = {
            people[0]: len(people) * self.calendar.week_h(self.scenario.everybody[people[0]].shifts)
            for people in groups.values()
        }
        alike = [people[0] for people in groups.values()]
        balance = least_largest_load([self.needs(job, asked, alike) for job, asked in work.items()], hours)
        least_load, changes = balance.load, self.team_changes[name]
        if changes:
            fixed = {job: math.fsum(self.team_work[name][job] + [-time for time in changes[job]]) for job in work}
            least_load = least_largest_load([self.needs(job, left, alike) for job, left in fixed.items()], hours).load
        jobs = list(work)
        people = sorted(one for group in groups.values() if group[0] in balance.places for one in group)
        hours_h = math.fsum(hours[one] for one in sorted(balance.places))
        work_h = balance.load * hours_h if balance.load < math.inf else math.fsum(work[jobs[n]] for n in balance.jobs)
        return TeamLoad(
            name,
            tuple(sorted({jobs[n][0] for n in balance.jobs})),
            tuple(people),
            work_h,
            hours_h,
            balance.load,
            math.fsum(work.values()),
            math.fsum(hours.values()),
            least_load,
            tuple(sorted(self.saturated_teams[name])),
        )

    # what loads do not say

    def note_saturated(self, wish: Wish) -> None:
        """Note where a stream goes that sends work as fast as it is taken."""
        product = self.scenario.products[wish.product]
        for name, operation in product.operations.items():
            if not any(visit.lots > 0 for visit, _, _ in _Ways(product, wish).of(name)):
                continue
            for alternative in operation.at:
                self.saturated_centres[alternative.work_centre].add(wish.source)
                team = self.scenario.work_centres[alternative.work_centre].team
                if team is not None and any(step.skills for step in operation.steps.values()):
                    self.saturated_teams[team].add(wish.source)

    def note_limits(self) -> None:
        """Say what is not in the loads."""
        for wish in self.demand.saturated:
            self.notes.append(f"{wish.source} sends orders as fast as they are taken: they are in no load.")
        for name, unmatched in sorted(self.demand.unmatched.items()):
            self.notes.append(f"{unmatched.share:.1%} of the orders of {name} match no item of the stock: {unmatched}.")
        for name, stream in sorted(self.scenario.demand.items()):
            if stream.saturated is None and not self.demand.pieces_per_h[name]:
                self.notes.append(f"{name} has no orders {self.when()}, or all at its start: they are in no load.")
        if not self.scenario.strict:
            self.notes.append("Records are replayed: each starts at its time, whatever the load is.")
        for name, pool in self.scenario.pools.items():
            if not pool.people:
                continue
            most = pool.people * self.calendar.week_h(pool.shifts)
            said = f"as if all {pool.people} came to every shift, {most:,.1f} h a week at most"
            self.notes.append(f"{name} are called: they are in the loads {said}.")
        if any(row.changeover is not None for row in self.scenario.work_centres.values()):
            self.notes.append("Changeovers as if lots came in random order; dispatch and families make them fewer.")

    def when(self) -> str:
        """Say of which part of the run the loads are."""
        return "between the warm-up and the horizon" if self.scenario.warm_up else "within the run"


def _only(job: _Job) -> str:
    return job.operation.at[0].work_centre


def _step(operation: Operation, name: str) -> Step:
    """Give a step with its workers; a changeover is done by those of the set-up."""
    step: Step | None = getattr(operation, name)
    return step if step is not None else operation.changeover_step


def _is_paced(operation: Operation, step: str) -> bool:
    """Tell whether a step goes at the pace of whoever does it (rule P1)."""
    return _step(operation, step).parts == ATTENTION and not (operation.machine_paced and step == "run")


def _is_per_lot(operation: Operation, step: str) -> bool:
    """Tell whether a step is done once for a lot, not for every piece."""
    if step in ("load", "unload"):
        return operation.loading == "lot"
    return step == "set_up" or operation.per == "lot"


def _load(work: float, hours: float) -> float:
    return work / hours if hours > 1e-12 else math.inf if work > 0 else 0.0


Times = list[dict[str, float]]
"""For every alternative, the seconds of each step."""


class _Ways:
    """The ways in which the orders of a wish go through the shop, as far as options tell them apart."""

    def __init__(self, product: Product, wish: Wish) -> None:
        self.product, self.wish = product, wish
        is_drawn = isinstance(product.routing, Drawn | Matrix)
        self.telling = {
            name: operation.only_if
            for name, operation in product.operations.items()
            if operation.only_if and (is_drawn or operation.join or operation.yield_share < 1)
        }
        self.known: dict[frozenset[str], dict[str, Visits]] = {}
        self.good = self._good() if wish.is_stock else 1.0

    def _good(self) -> float:
        """Give the expected share of good pieces of a replenishment lot."""
        found = combinations(self.telling.values(), self.wish.shares)
        if found is None:
            return good_share(self.product, frozenset(self.product.operations))
        return math.fsum(share * good_share(self.product, self._present(values)) for values, share in found)

    def _present(self, values: Mapping[str, str]) -> frozenset[str]:
        """Give the operations that are done, as far as it matters to others."""
        told = self.telling
        return frozenset(n for n in self.product.operations if n not in told or is_met(told[n], values))

    def _visits(self, present: frozenset[str]) -> dict[str, Visits]:
        if present not in self.known:
            lots = Lots(self.wish.quantities, self.wish.lot_size)
            self.known[present] = visits(self.product, present, lots, is_stock=self.wish.is_stock)
        return self.known[present]

    def of(self, name: str) -> Iterator[tuple[Visits, float, Times]]:
        """Give the visits to an operation and the times of its steps, each with the share of orders it is for."""
        operation, shares = self.product.operations[name], self.wish.shares
        conditions = [operation.only_if, *(change.condition for change in changes_of(operation))]
        found = combinations([*conditions, *self.telling.values()], shares)
        if found is None:
            kept = narrowed(operation.only_if, shares)
            every = frozenset(self.product.operations)
            yield (
                self._visits(every)[name],
                share_met(operation.only_if, shares),
                [
                    {s: mean_time_apart(operation, s, own, kept) for s, own in _own(operation, place).items()}
                    for place in operation.at
                ],
            )
            return
        for values, share in found:
            if is_met(operation.only_if, values):
                times = [
                    {s: mean_time(operation, s, own, values) for s, own in _own(operation, place).items()}
                    for place in operation.at
                ]
                yield self._visits(self._present(values))[name], share, times


def _own(operation: Operation, place: Alternative) -> dict[str, float]:
    """Give the expected seconds of each step at one work centre, unless options change them."""
    stated = times_of(place)
    return {name: stated.get(name, step.time).mean for name, step in operation.steps.items()}
