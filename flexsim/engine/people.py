# cython: boundscheck=True, wraparound=True
"""Teams, workers, their skills, and what steps need of them."""

from array import array
from collections import Counter

import cython

from flexsim.engine.distributions import to_ticks
from flexsim.engine.errors import EngineError
from flexsim.engine.nouns import Need, Skill, Team, Worker

if not cython.compiled:
    from flexsim.engine.kinds import *

WHEN = {
    "after_each_operation": AFTER_EACH_OPERATION,
    "when_queue_empty": WHEN_QUEUE_EMPTY,
    "at_shift_start": AT_SHIFT_START,
}
WHERE = {"longest_queue": LONGEST_QUEUE, "first_in_system": FIRST_IN_SYSTEM, "earliest_due": EARLIEST_DUE}
WHO = {"most_proficient": MOST_PROFICIENT, "least_flexible": LEAST_FLEXIBLE, "longest_idle": LONGEST_IDLE}
LARGEST_TEAM = 1024
"""The members of a team are bits of sixteen words."""


class Staff:
    """Everybody who is ever there.

    Parameters
    ----------
    scenario : flexsim.scenario.Scenario
    floor : Floor
        It is given the teams, the workers and, as steps ask for them, the needs.
    hours : Hours

    Attributes
    ----------
    teams : dict of str to Team
    workers : dict of str to Worker
    """

    def __init__(self, scenario, floor, hours):
        self.everybody = scenario.everybody
        self.floor = floor
        self.teams = {}
        self.workers = {}
        self.skills = {}
        self.needs = {}
        n_members = Counter(worker.team for worker in self.everybody.values())
        for name, stated in sorted(scenario.teams.items()):
            self.make_team(name, stated, n_members[name])
        for name, stated in sorted(self.everybody.items()):
            self.make_worker(name, stated, hours)
        for name in scenario.teams:
            self.make_skills(self.teams[name])

    def make_team(self, name, stated, n_members):
        if n_members > LARGEST_TEAM:
            raise EngineError(f"team {name} has {n_members} members; {LARGEST_TEAM:,} are the most")
        team = Team()
        team.number = len(self.floor.teams)
        team.name = name
        team.n_words = max(1, (n_members + 63) // 64)
        team.when = WHEN[stated.when]
        team.where = WHERE[stated.where]
        team.who = WHO[stated.who]
        team.roams = stated.when == "after_each_operation"
        self.teams[name] = team
        self.floor.teams.append(team)

    def make_worker(self, name, stated, hours):
        worker: Worker = Worker()
        worker.rank = len(self.floor.workers)
        worker.name = name
        worker.team = self.teams[stated.team]
        worker.sit(len(worker.team.members))
        worker.n_skills = len(stated.skills)
        worker.finishes = stated.on_shift_end == "finish"
        worker.relief = stated.relief
        worker.cap = -1 if stated.overtime_cap is None else to_ticks(stated.overtime_cap)
        worker.pattern = hours.pattern(stated.shifts)
        worker.skills = []
        worker.team.members.append(worker)
        self.workers[name] = worker
        self.floor.workers.append(worker)

    def make_skills(self, team):
        """Every skill that somebody of a team has."""
        for worker in team.members:
            for name in self.everybody[worker.name].skills:
                self.skill(team, name)

    def skill(self, team, name):
        """A skill within a team, made once."""
        key = (team.name, name)
        if key not in self.skills:
            self.skills[key] = self.make_skill(team, name)
        return self.skills[key]

    def make_skill(self, team, name):
        skill = Skill()
        skill.name = name
        skill.team = team
        factors = array("d", [1.0] * max(1, len(team.members)))
        qualities = array("d", [1.0] * max(1, len(team.members)))
        for worker in team.members:
            level = self.everybody[worker.name].skills.get(name)
            if level is not None:
                skill.make_able(worker.seat)
                factors[worker.seat] = level.time
                qualities[worker.seat] = level.quality
                worker.skills.append(skill)
        skill.factors = factors
        skill.qualities = qualities
        team.skills.append(skill)
        return skill

    def need(self, team, names, parts):
        """What a step needs of a team, made once; None if it needs nobody."""
        if not names or parts == 0:
            return None
        if team is None:
            raise EngineError(f"a work centre without a team has an operation that needs {', '.join(names)}")
        key = (team.name, tuple(sorted(names)), parts)
        if key not in self.needs:
            self.needs[key] = self.make_need(team, sorted(names), parts)
        return self.needs[key]

    def make_need(self, team, names, parts):
        need = Need()
        need.team = team
        need.take_number(len(team.needs))
        need.parts = parts
        need.skills = [self.skill(team, name) for name in names]
        need.skill = need.skills[0]
        need.crew = len(names) > 1
        need.simple = team.roams and not need.crew and parts == FULL and team.n_words == 1
        for skill in need.skills:
            if need not in skill.needs:
                skill.needs.append(need)
        team.needs.append(need)
        self.floor.needs.append(need)
        return need
