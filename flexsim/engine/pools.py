# cython: boundscheck=True, wraparound=True
"""People who come only when they are called, and the work that they are called for (P4)."""

from flexsim.engine.distributions import to_ticks
from flexsim.engine.nouns import Pool
from flexsim.engine.patterns import always


def plan_pools(scenario, floor, staff, hours, chance):
    """Pools in the order of their names, with the people of each in the order of their numbers."""
    for name, stated in sorted(scenario.pools.items()):
        pool = Pool()
        pool.number = len(floor.pools)
        pool.name = name
        pool.team = staff.teams[stated.team]
        pool.above = to_ticks(stated.call.above)
        pool.notice = to_ticks(stated.call.notice)
        pool.comes = stated.call.comes
        pool.sure = stated.call.comes >= 1
        pool.lane = chance.lane(f"call|{name}")
        pool.minimum = -1 if stated.minimum is None else to_ticks(stated.minimum)
        pool.goes_when_idle = stated.goes_when_idle
        pool.pattern = hours.pattern(stated.shifts) or always()
        for one in stated.members(name):
            enter_pool(pool, staff.workers[one])
        floor.pools.append(pool)


def enter_pool(pool, worker):
    worker.pool = pool
    worker.pattern = pool.pattern
    pool.people.append(worker)


def see_lines(scenario, floor):
    """Show every pool the lines of its team in which work waits for its skills."""
    for pool in floor.pools:
        skills = set(scenario.pools[pool.name].skills)
        for centre in pool.team.centres:
            pool.lines.extend(line for line in centre.lines if is_for(line.need, skills))


def is_for(need, skills):
    """Whether somebody with one of these skills could help."""
    return need is not None and any(skill.name in skills for skill in need.skills)
