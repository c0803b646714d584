# cython: boundscheck=True, wraparound=True
"""The sums that every run keeps, as they stand at a moment: the books of its floor as tables."""

from flexsim.engine import books
from flexsim.engine.recorder import Table
from flexsim.engine.tables import CALLED, POOLS, REPLAY, STOCK, TEAMS, VARIETY, WORK_CENTRES, WORKERS


def sums_of(floor, now):
    """Of every run: units, people one by one and by team, items and variety; of some: who was called, what was replayed."""
    workers = books.worker_rows(floor, now)
    teams = totals(workers, floor.teams, len(TEAMS) - 1)
    return [
        table("work_centres", WORK_CENTRES, books.unit_rows(floor, now)),
        table("workers", WORKERS, workers),
        table("teams", TEAMS, [[team.number, *teams[team.number]] for team in floor.teams]),
        table("stock", STOCK, books.stock_rows(floor, now)),
        table("variety", VARIETY, books.variety_rows(floor, floor.n_kinds)),
        *sums_of_pools(floor, now),
        *sums_of_replay(floor, now),
    ]


def sums_of_pools(floor, now):
    """Calls, shifts and hours of people who can be called, one by one and by pool."""
    if not floor.pools:
        return []
    called = books.called_rows(floor, now)
    pools = totals(called, floor.pools, len(POOLS) - 2)
    rows = [[pool.number, pool.team.number, *pools[pool.number]] for pool in floor.pools]
    return [table("called", CALLED, called), table("pools", POOLS, rows)]


def sums_of_replay(floor, now):
    """What a replay of records counts beside: by unit, ticks of lots in set-up and run, and records that exceeded (D8)."""
    if floor.replay is None:
        return []
    return [table("replay", REPLAY, books.replay_rows(floor, now))]


def table(name, columns, rows):
    found = Table(name, columns)
    for row in rows:
        found.add(*row)
    return found


def totals(rows, groups, width):
    """By the number of a group, which is the second column of its members' rows, the sums of the columns behind it."""
    found = {group.number: [0] * width for group in groups}
    for row in rows:
        found[row[1]] = [a + b for a, b in zip(found[row[1]], row[2:], strict=True)]
    return found
