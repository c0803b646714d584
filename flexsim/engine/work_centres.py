# cython: boundscheck=True, wraparound=True
"""Work centres with their units: changeovers, dispatching rules, lines of what waits, and failures."""

from array import array

import cython

from flexsim.engine.distributions import to_ticks
from flexsim.engine.nouns import Line, Mode, Unit, WorkCentre
from flexsim.engine.rules import (
    EarliestDueDate,
    FirstInFirstOut,
    ShortestProcessingTime,
    SlackPerOperation,
    UserRule,
)

if not cython.compiled:
    from flexsim.engine.kinds import *


class Places:
    """Everywhere that something can be done.

    Parameters
    ----------
    scenario : flexsim.scenario.Scenario
    floor : Floor
        It is given the work centres and their units.
    numbering : Numbering
    staff : Staff
    hours : Hours
    rules : dict of str to DispatchRule
        A user's own, by work centre.

    Attributes
    ----------
    centres : dict of str to WorkCentre
    """

    def __init__(self, scenario, floor, numbering, staff, hours, rules):
        self.floor = floor
        self.numbering = numbering
        self.staff = staff
        self.hours = hours
        self.rules = rules
        self.centres = {}
        self.areas = {}
        self.lined = set()
        for name, stated in sorted(scenario.work_centres.items()):
            self.make_centre(name, stated)
        for name, stated in scenario.workers.items():
            if stated.home is not None:
                staff.workers[name].home = self.centres[stated.home]

    def make_centre(self, name, stated):
        teams = self.staff.teams
        centre = WorkCentre()
        centre.number = len(self.floor.centres)
        centre.name = name
        centre.team = teams[stated.team] if stated.team is not None else None
        centre.repairers = teams[stated.repaired_by] if stated.repaired_by is not None else centre.team
        centre.area = self.area(name, stated.area)
        centre.buffer = -1 if stated.buffer is None else stated.buffer
        centre.move_to = to_ticks(stated.move_to)
        centre.worker_waits = stated.worker_waits
        centre.scraps = stated.on_failure == "scrap"
        centre.loses_set_up = stated.set_up_lost
        centre.rule = self.rule(name, stated.dispatch)
        if stated.changeover is not None:
            self.plan_changeover(centre, stated.changeover)
        centre.n_units = stated.units
        for number in range(stated.units):
            self.make_unit(centre, stated, number)
        if centre.team is not None:
            centre.team.centres.append(centre)
        if centre.rule.dynamic:
            self.floor.dynamic_centres.append(centre)
        self.centres[name] = centre
        self.floor.centres.append(centre)

    def area(self, centre, name):
        """The number of an area; a work centre for which none is stated is one of its own."""
        area = ("own", centre) if name is None else ("area", name)
        return self.areas.setdefault(area, len(self.areas))

    def make_unit(self, centre, stated, number):
        unit: Unit = Unit()
        unit.rank = len(self.floor.units)
        unit.number = number
        unit.name = f"{centre.name}/{number}"
        unit.centre = centre
        unit.pattern = self.hours.pattern(stated.shifts)
        if centre.changeover != NO_CHANGEOVER:
            unit.memory = self.first_memory(stated.initial)
        centre.units.append(unit)
        self.floor.units.append(unit)

    def first_memory(self, initial):
        """The values for which a unit is set up at the start of the run, by option; -1 where it has none."""
        memory = array("q", [-1] * len(self.numbering.slot))
        for option, value in initial.items():
            memory[self.numbering.slot[option]] = self.numbering.ids[option][value]
        return memory

    def rule(self, centre, name):
        if centre in self.rules:
            return UserRule(self.rules[centre])
        if name == "SPT":
            return ShortestProcessingTime()
        if name == "EDD":
            return EarliestDueDate()
        if name == "slack":
            return SlackPerOperation(self.floor.flow)
        return FirstInFirstOut()

    # changeovers (W2)

    def plan_changeover(self, centre, stated):
        kind = type(stated).__name__
        if kind == "ChangeoverFixed":
            centre.changeover = FIXED
            centre.fixed = to_ticks(stated.time)
        elif kind == "ChangeoverMatrix":
            centre.changeover = MATRIX
            centre.matrix = self.matrix(stated)
            centre.matrix_size = len(self.numbering.ids[stated.option])
            centre.matrix_slot = self.numbering.slot[stated.option]
        else:
            centre.changeover = PER_OPTION
            centre.per_option = self.times_per_option(stated.times)

    def matrix(self, stated):
        """Ticks from every value of an option to every other, row by row."""
        ids = self.numbering.ids[stated.option]
        ticks = array("q", bytes(8 * len(ids) ** 2))
        for before, row in stated.rows.items():
            for after, seconds in row.items():
                if before in ids and after in ids and before != after:
                    ticks[ids[before] * len(ids) + ids[after]] = to_ticks(seconds)
        return ticks

    def times_per_option(self, stated):
        ticks = array("q", bytes(8 * len(self.numbering.slot)))
        for option, seconds in stated.items():
            ticks[self.numbering.slot[option]] = to_ticks(seconds)
        return ticks

    # lines (D1)

    def line(self, centre, need):
        """The line of a work centre for what needs the same, made once."""
        for line in centre.lines:
            if line.need is need:
                return line
        return self.make_line(centre, need)

    def make_line(self, centre: WorkCentre, need):
        line = Line()
        line.centre = centre
        line.need = need
        centre.lines.append(line)
        centre.n_lines = len(centre.lines)
        if need is None:
            centre.unmanned = line
            self.floor.has_unmanned = True
            return line
        if centre not in need.outlooks:
            need.outlooks.append(centre)
        need.only_line = line if need not in self.lined else None
        self.lined.add(need)
        return line


def plan_failures(scenario, floor, staff, chance):
    """Every way in which each of the units fails, in the order of their ranks and then of the names (W4)."""
    for unit in floor.units:
        stated = scenario.work_centres[unit.centre.name].failures
        for rank, name in enumerate(sorted(stated)):
            mode = make_mode(unit, name, stated[name], staff, chance)
            mode.number = len(floor.modes)
            mode.rank = rank
            floor.modes.append(mode)


def make_mode(unit, name, stated, staff, chance):
    whose = f"{unit.centre.name}|{unit.number}|{name}"
    mode = Mode()
    mode.name = name
    mode.unit = unit
    mode.operating = stated.clock == "operating"
    mode.every = chance.distribution(stated.every)
    mode.repair = chance.distribution(stated.repair)
    mode.failure_lane = chance.lane(f"failure|{whose}")
    mode.repair_lane = chance.lane(f"repair|{whose}")
    if stated.skill is not None:
        mode.need = staff.need(unit.centre.repairers, (stated.skill,), FULL)
        mode.team = unit.centre.repairers
    unit.modes.append(mode)
    if mode.operating:
        unit.operating_modes.append(mode)
        unit.fails_in_use = True
    return mode
