# cython: boundscheck=True, wraparound=True
"""From a scenario to a floor at rest: nouns, each kind in a module of its own, and mechanisms. Made once for a run, not hot."""

from array import array

from flexsim.engine.attention import Attention
from flexsim.engine.breaking import Failures
from flexsim.engine.calling import Calls
from flexsim.engine.demand import Customers
from flexsim.engine.distributions import to_ticks
from flexsim.engine.draws import Chance
from flexsim.engine.floor import Floor
from flexsim.engine.flow import Orders
from flexsim.engine.joining import Meetings
from flexsim.engine.listing import Rows
from flexsim.engine.nouns import Choice, Outlook, Team
from flexsim.engine.operations import WorkPlans
from flexsim.engine.options import Numbering
from flexsim.engine.patterns import Hours
from flexsim.engine.pausing import Pauses
from flexsim.engine.people import Staff
from flexsim.engine.pools import plan_pools, see_lines
from flexsim.engine.presence import Shifts
from flexsim.engine.products import Catalogue
from flexsim.engine.replaying import Records
from flexsim.engine.running import Stretches
from flexsim.engine.schedules import plan_schedule
from flexsim.engine.scrapping import Rejects
from flexsim.engine.sources import Origins
from flexsim.engine.staffing import TeamWork
from flexsim.engine.stock import Shelves
from flexsim.engine.waiting import Lines
from flexsim.engine.work_centres import Places, plan_failures


def plan_floor(scenario, seed, replication, rules):
    """A floor at rest, with everything on it that the scenario states, numbered in the order of the names."""
    floor = bare_floor(scenario, seed, replication)
    chance = Chance(seed, replication)
    hours = Hours(scenario)
    numbering = Numbering(scenario.products)
    staff = Staff(scenario, floor, hours)
    places = Places(scenario, floor, numbering, staff, hours, dict(rules or {}))
    plan_pools(scenario, floor, staff, hours, chance)
    plans = WorkPlans(scenario.products, numbering, chance, staff, places)
    catalogue = Catalogue(scenario.products, numbering, chance, plans)
    origins = Origins(scenario, floor, numbering, chance, catalogue)
    plan_failures(scenario, floor, staff, chance)
    if scenario.schedule is not None:
        plan_schedule(scenario, floor, staff, places, origins)
    floor.n_kinds = len(plans.code)
    add_mechanisms(scenario, floor)
    finish(floor)
    see_lines(scenario, floor)
    return floor


def bare_floor(scenario, seed, replication):
    """A floor with nothing on it, and the mechanisms that every floor has."""
    floor = Floor()
    floor.seed = seed
    floor.replication = replication
    floor.horizon = -1 if scenario.horizon is None else to_ticks(scenario.horizon)
    floor.running = Stretches(floor)
    floor.pausing = Pauses(floor)
    floor.breaking = Failures(floor)
    floor.presence = Shifts(floor)
    floor.demand = Customers(floor)
    floor.flow = Orders(floor)
    floor.joining = Meetings(floor)
    floor.scrapping = Rejects(floor)
    floor.waiting = Lines(floor)
    floor.attending = Attention(floor)
    floor.staffing = TeamWork(floor)
    return floor


def add_mechanisms(scenario, floor):
    """Add those that only some floors need, once everything is there."""
    if floor.pools:
        floor.calling = Calls(floor)
    if floor.items:
        floor.stock = Shelves(floor)
    if scenario.schedule is not None:
        floor.listing = Rows(floor)
        if not scenario.strict:
            floor.replay = Records(floor)


# what needs everything else


def finish(floor):
    operations = [operation for source in floor.sources for operation in source.operations]
    for operation in operations:
        operation.at_hand = is_at_hand(operation)
    give_outlooks(operation for operation in operations if not operation.picky)
    picky = {choice.centre for operation in operations if operation.picky for choice in operation.choices}
    for team in floor.teams:
        finish_team(team, picky)
    floor.n_dynamic = len(floor.dynamic_centres)
    floor.n_scheduled = len(floor.scheduled_units)
    floor.scheduled_units.sort(key=rank)
    spare_looks(floor)


def spare_looks(floor):
    """Note what the floor does not have, so that no instant looks for it."""
    choices = [choice for source in floor.sources for operation in source.operations for choice in operation.choices]
    given = floor.n_scheduled > 0 or floor.replay is not None
    ruled = floor.n_dynamic > 0 or any(centre.rule.user for centre in floor.centres)
    floor.plain = not (given or ruled or any(map(has_step_without_people, choices)))
    floor.all_seen = given or floor.has_unmanned
    floor.even_paced = not any(need.crew or any(factor != 1.0 for factor in need.skill.factors) for need in floor.needs)
    for worker in floor.workers:
        for need in worker.team.needs[:64]:
            if not need.simple or need.skill in worker.skills:
                worker.serves |= need.bit


def has_step_without_people(choice: Choice):
    return any(choice.present[kind] and choice.needs[kind] is None for kind in range(4))


def is_at_hand(operation):
    """Whether a lot on a drawn path waits for an operation as soon as it has left the one before."""
    return operation.n_choices == 1 and operation.choice.centre.move_to == 0 and operation.scheduled is None


def give_outlooks(operations):
    """One outlook for all operations that could go to the same lines."""
    outlooks = {}
    for operation in operations:
        lines = tuple(choice.line for choice in operation.choices)
        if lines not in outlooks:
            outlooks[lines] = make_outlook(lines)
        operation.outlook = outlooks[lines]


def make_outlook(lines):
    outlook = Outlook()
    outlook.centres = [line.centre for line in lines]
    outlook.skills = [line.need for line in lines]
    for centre in outlook.centres:
        centre.outlooks.append(outlook)
    return outlook


def finish_team(team: Team, picky):
    """A team's words of bits, one bit for each need, and which of its work centres hold operations that may not start."""
    team.n_need_words = max(1, (len(team.needs) + 63) // 64)
    team.open = array("Q", bytes(8 * team.n_need_words))
    for centre in team.centres:
        centre.bound = not team.roams
    team.picky_centres = [centre for centre in team.centres if centre in picky]
    team.n_scheduled = len(team.scheduled)
    team.n_picky_centres = len(team.picky_centres)


def rank(unit):
    return unit.rank
