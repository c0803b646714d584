"""Work that can be done at several places, shared out so that the largest load is least."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOTHING = 1e-12
"""What rounding leaves of zero, in numbers that are brought near 1."""

MOST_ENTRIES = 20_000
"""Of a tableau that is worked off here; for larger ones SciPy is imported, which takes longer than their answer."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Loads after sharing out.

    Parameters
    ----------
    load : float
        The largest load that no sharing avoids; infinite where there are no hours for some work.
    jobs : frozenset of int
        The work that causes it: all of it can only be done at `places`.
    places : frozenset of str
        The places that have this load.
    shares : tuple of mapping
        For every job, the share of it that each place does.
    """

    load: float
    jobs: frozenset[int]
    places: frozenset[str]
    shares: tuple[Mapping[str, float], ...]


def least_largest_load(needs: Sequence[Mapping[str, float]], hours: Mapping[str, float]) -> Balance:
    """Share work out over places so that the largest load is least.

    A linear programme: minimise r such that the shares of every job sum to 1 and no place has more than r times its
    hours of work. By its dual, where every place takes equally long, r is the largest work of any set of jobs over
    the hours of all places that can do one of them.

    Parameters
    ----------
    needs : sequence of mapping
        For every job, how many hours it takes at each place that can do all or a part of it.
    hours : mapping
        How many hours each place has.
    """
    idle: dict[str, float] = {}
    shares: list[Mapping[str, float]] = [idle for _ in needs]
    asked = [number for number, need in enumerate(needs) if need and min(need.values()) > 0]
    for number, need in enumerate(needs):
        if need and number not in set(asked):
            shares[number] = {min(need, key=lambda place: (need[place], place)): 1.0}
    options = {n: {place: time for place, time in needs[n].items() if hours[place] > 0} for n in asked}
    hopeless = [n for n in asked if not options[n]]
    if hopeless:
        places = frozenset(place for n in hopeless for place in needs[n])
        return Balance(math.inf, frozenset(hopeless), places, tuple(shares))
    if not asked:
        return Balance(0.0, frozenset(), frozenset(), tuple(shares))
    places_used = sorted({place for n in asked for place in options[n]})
    rows = len(asked) + len(places_used)
    columns = sum(map(len, options.values())) + len(places_used) + 2
    solve = _by_simplex if rows * columns <= MOST_ENTRIES else _by_scipy
    load, prices, parts = solve([options[n] for n in asked], hours, places_used)
    dear = frozenset(place for place in places_used if prices[place] > 1e-9 * max(prices.values()))
    for n, part in zip(asked, parts, strict=True):
        shares[n] = part
    jobs = frozenset(n for n in asked if options[n].keys() <= dear)
    return Balance(load, jobs, dear, tuple(shares))


Solution = tuple[float, dict[str, float], list[dict[str, float]]]


def _by_simplex(needs: Sequence[Mapping[str, float]], hours: Mapping[str, float], places: Sequence[str]) -> Solution:
    """Solve by the simplex method: the steepest column (Dantzig), where steps gain nothing the first one (Bland 1977).

    The latter cannot go round in circles.

    Row i of the tableau is job i, then come the places. Columns: one for each job at each place, the load, one slack
    for each place, the right-hand side. The first basis gives every job to its first place.
    """
    pairs = [(job, place) for job, need in enumerate(needs) for place in sorted(need)]
    n_jobs, n_pairs = len(needs), len(pairs)
    row_of = {place: n_jobs + number for number, place in enumerate(places)}
    load_column, width = n_pairs, n_pairs + len(places) + 2
    table = [[0.0] * width for _ in range(n_jobs + len(places))]
    for column, (job, place) in enumerate(pairs):
        table[job][column] = 1.0
        table[row_of[place]][column] = needs[job][place] / hours[place]
    for number, place in enumerate(places):
        table[row_of[place]][load_column] = -1.0
        table[row_of[place]][load_column + 1 + number] = 1.0
    first: dict[int, int] = {}
    for column, (job, _) in enumerate(pairs):
        first.setdefault(job, column)
    basis = [-1] * len(table)
    for job, column in first.items():
        table[job][-1] = 1.0
        _pivot(table, basis, job, column)
    for number, place in enumerate(places):
        basis[row_of[place]] = load_column + 1 + number
    worst = min(range(n_jobs, len(table)), key=lambda row: (table[row][-1], row))
    _pivot(table, basis, worst, load_column)
    row = worst
    gained = True
    while gains := [c for c in range(width - 1) if table[row][c] > NOTHING and c != load_column]:
        before = table[row][-1]
        entering = max(gains, key=lambda c: (table[row][c], -c)) if gained else gains[0]
        _pivot(table, basis, _leaving(table, basis, entering), entering)
        row = basis.index(load_column)
        gained = table[row][-1] < before - NOTHING * before
    cost = table[row]
    prices = {place: -cost[load_column + 1 + number] for number, place in enumerate(places)}
    value = {column: table[row][-1] for row, column in enumerate(basis)}
    parts: list[dict[str, float]] = [{} for _ in needs]
    for column, (job, place) in enumerate(pairs):
        if value.get(column, 0.0) > NOTHING:
            parts[job][place] = value[column]
    return value[load_column], prices, parts


def _leaving(table: list[list[float]], basis: list[int], entering: int) -> int:
    """Find the row that limits a column; of equal ones the first by column."""
    limits = [(row[-1] / row[entering], basis[n], n) for n, row in enumerate(table) if row[entering] > NOTHING]
    least = min(limits)[0]
    return min((column, n) for limit, column, n in limits if limit <= least + NOTHING)[1]


def _pivot(table: list[list[float]], basis: list[int], row: int, column: int) -> None:
    """Bring a column into the basis."""
    pivot = table[row][column]
    line = table[row] = [entry / pivot for entry in table[row]]
    steps = [(n, entry) for n, entry in enumerate(line) if entry]
    for number, other in enumerate(table):
        factor = other[column]
        if number != row and factor:
            for n, entry in steps:
                other[n] -= factor * entry
            other[column] = 0.0
    basis[row] = column


def _by_scipy(needs: Sequence[Mapping[str, float]], hours: Mapping[str, float], places: Sequence[str]) -> Solution:
    """Solve a large one by HiGHS (Huangfu & Hall 2018)."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    pairs = [(job, place) for job, need in enumerate(needs) for place in sorted(need)]
    row_of = {place: number for number, place in enumerate(places)}
    columns = np.arange(len(pairs))
    whole = coo_array((np.ones(len(pairs)), ([job for job, _ in pairs], columns)), (len(needs), len(pairs) + 1))
    times = [needs[job][place] / hours[place] for job, place in pairs] + [-1.0] * len(places)
    at = ([row_of[place] for _, place in pairs] + list(range(len(places))), [*columns, *[len(pairs)] * len(places)])
    solve: Any = linprog  # its stubs know no sparse matrices
    found = solve(
        [0.0] * len(pairs) + [1.0],
        A_ub=coo_array((times, at), (len(places), len(pairs) + 1)).tocsr(),
        b_ub=np.zeros(len(places)),
        A_eq=whole.tocsr(),
        b_eq=np.ones(len(needs)),
        method="highs-ds",
    )
    parts: list[dict[str, float]] = [{} for _ in needs]
    for (job, place), share in zip(pairs, found.x, strict=False):
        if share > NOTHING:
            parts[job][place] = float(share)
    prices = {place: -float(price) for place, price in zip(places, found.ineqlin.marginals, strict=True)}
    return float(found.x[-1]), prices, parts


def balanced(needs: Sequence[Mapping[str, float]], hours: Mapping[str, float]) -> list[Mapping[str, float]]:
    """Share work out so that the largest load is least, then the largest of the other places, and so on."""
    shares: list[Mapping[str, float]] = [{} for _ in needs]
    left, open_places = list(range(len(needs))), dict(hours)
    while left:
        balance = least_largest_load([_at(needs[n], open_places) for n in left], open_places)
        done = {left[n] for n in balance.jobs} if balance.jobs else set(left)
        for position, number in enumerate(left):
            if number in done:
                shares[number] = balance.shares[position] or _anywhere(needs[number])
        left = [number for number in left if number not in done]
        open_places = {place: time for place, time in open_places.items() if place not in balance.places}
    return shares


def _at(need: Mapping[str, float], places: Mapping[str, float]) -> Mapping[str, float]:
    return {place: time for place, time in need.items() if place in places}


def _anywhere(need: Mapping[str, float]) -> Mapping[str, float]:
    """Share work equally where nobody has hours for it."""
    return dict.fromkeys(need, 1 / len(need)) if need else {}
