"""What is known of a side's combinations before any is run: their loads, and what their capacity costs.

Every value of every decision is looked at by itself, the others at their last; effects of several are multiplied
(loads) or added (costs). So a grid of thousands is known from a few dozen capacity tables. The load of a team is that
of its scarcest skills, which one decision at a time does not tell: decisions on its people are looked at together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import inf, prod

import numpy as np
import numpy.typing as npt

from flexsim.costing import standing_cost_eur
from flexsim.scenario import Scenario, ScenarioError, capacity
from flexsim.study.decisions import Decision
from flexsim.study.evidence import Evidence

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
"""One combination: the place of each decision's value. Several: one row each."""

LEAST_LOAD, MOST_LOAD = 1e-4, 9.0

SLOWER = 0.05
"""Rise of a load that one more of a team may bring and still help: slower people lengthen the mean time."""

LEAST_SEEN, MOST_SEEN = 0.3, 1.5
"""Hours seen over hours expected that are believed."""

MOST_TOGETHER, MOST_BETWEEN = 250, 200_000
"""Combinations of the decisions on one team that are looked at, and that are filled in between them."""

MOST_COMBINATIONS = 20_000
"""So many are looked at one by one; of more, those near to what was tried."""


@dataclass(frozen=True)
class Shop:
    """One scenario before it is run: by resource its load, that without changeovers, its servers; cost of a week."""

    loads: dict[tuple[str, str], tuple[float, float, int]]
    standing_eur: float


def shop_of(scenario: Scenario) -> Shop:
    """Work out the loads of work centres and teams, and what the capacity costs."""
    table = capacity(scenario)
    loads = {("work centre", one.work_centre): (one.load, one.least_load, one.units) for one in table.work_centres}
    loads |= {("people", one.team): (one.load, one.least_load, len(one.people)) for one in table.teams}
    return Shop(loads, standing_cost_eur(scenario))


@dataclass(frozen=True)
class Together:
    """Effects of several decisions on the load of one team.

    Attributes
    ----------
    column : int
        Of the team.
    numbers : tuple of int
        The decisions: one axis of the tables each.
    log_loads, extra_servers : ndarray
        Effects of all of them together.
    """

    column: int
    numbers: tuple[int, ...]
    log_loads: Floats
    extra_servers: Floats

    def correction(self, table: Floats, apart: Sequence[Floats], places: Places) -> Floats:
        """Give what the effect together is more than the sum of the effects apart."""
        joint = table[tuple(places[:, number] for number in self.numbers)]
        single = [apart[number][places[:, number], self.column] for number in self.numbers]
        return np.asarray(joint - sum(single), dtype=np.float64)


class Ground:
    """Loads and capacity costs of all combinations of some decisions.

    Attributes
    ----------
    resources : tuple of (str, str)
        ``("work centre", name)`` and ``("people", team)``.
    log_loads : list of ndarray
        By decision: effect of each value on the logarithm of each load, and behind them of each without changeovers.
    extra_servers : list of ndarray
        Likewise on the number of units or people.
    extra_eur : list of ndarray
        By decision: effect of each value on the cost of the capacity in a week.
    call_decisions : list of int
        Those on people who are called: how often they will be, and so what they cost, nobody knows before a run.
    """

    def __init__(self, scenario: Scenario, decisions: Sequence[Decision]) -> None:
        self.scenario, self.decisions = scenario, tuple(decisions)
        self.seen = np.ones(1)
        self.rich = self._richest()
        base = shop_of(self.rich)
        self.resources, self.base_eur = tuple(base.loads), base.standing_eur
        self.base_loads, self.base_servers = self._row(base)
        self.log_loads: list[Floats] = []
        self.extra_servers: list[Floats] = []
        self.extra_eur: list[Floats] = []
        self.shelf_decisions: list[int] = []
        self.call_decisions: list[int] = []
        self.people_decisions: dict[str, list[int]] = {}
        for number, decision in enumerate(self.decisions):
            self._look_at(number, decision, base)
        self.together = [
            one for team, numbers in self.people_decisions.items() for one in self._together(team, numbers)
        ]

    def _richest(self) -> Scenario:
        """Give the side with the last value of every decision, from which loads are not cut off; or as it is stated."""
        values: dict[str, object] = {}
        for decision in self.decisions:
            values |= decision.settings(decision.values[-1])
        try:
            return self.scenario.with_values(values) if values else self.scenario
        except ScenarioError:
            return self.scenario

    def _look_at(self, number: int, decision: Decision, base: Shop) -> None:
        shape = (len(decision.values), 2 * len(self.resources))
        loads, servers, euros = np.zeros(shape), np.zeros(shape), np.zeros(shape[0])
        for place, value in enumerate(decision.values):
            try:
                scenario = self.rich.with_values(decision.settings(value))
            except ScenarioError:
                continue  # perhaps it goes with other values of the others: then it is tried, and told if not
            if scenario.stock != self.rich.stock and number not in self.shelf_decisions:
                self.shelf_decisions.append(number)
            if scenario.pools != self.rich.pools and number not in self.call_decisions:
                self.call_decisions.append(number)
            self._note_people(number, scenario)
            shop = shop_of(scenario)
            own_loads, own_servers = self._row(shop)
            loads[place] = np.log(own_loads) - np.log(self.base_loads)
            servers[place] = own_servers - self.base_servers
            euros[place] = shop.standing_eur - base.standing_eur
        self.log_loads.append(loads)
        self.extra_servers.append(servers)
        self.extra_eur.append(euros)

    def _note_people(self, number: int, scenario: Scenario) -> None:
        """Note the teams whose people a decision changes."""
        for team in scenario.teams:
            own = self.people_decisions.setdefault(team, [])
            if number not in own and _people(scenario, team) != _people(self.rich, team):
                own.append(number)

    def _together(self, team: str, numbers: list[int]) -> Iterator[Together]:
        """Look at combinations of the decisions on the people of a team: all, or of long ranges some."""
        sizes = tuple(len(self.decisions[number].values) for number in numbers)
        resource = ("people", team)
        if len(numbers) < 2 or prod(sizes) > MOST_BETWEEN or resource not in self.resources:
            return
        first = self.resources.index(resource)
        columns = (first, first + len(self.resources))
        looked_at = [thinned(size, prod(sizes)) for size in sizes]
        shape = tuple(len(places) for places in looked_at)
        loads, servers = np.zeros((2, *shape)), np.zeros((2, *shape))
        for cell in product(*(range(n) for n in shape)):
            values: dict[str, object] = {}
            for number, places, own in zip(numbers, looked_at, cell, strict=True):
                values |= self.decisions[number].settings(self.decisions[number].values[places[own]])
            try:
                own_loads, own_servers = self._row(shop_of(self.rich.with_values(values)))
            except ScenarioError:
                continue
            for half, column in enumerate(columns):
                loads[half][cell] = np.log(own_loads[column]) - np.log(self.base_loads[column])
                servers[half][cell] = own_servers[column] - self.base_servers[column]
        for half, column in enumerate(columns):
            tables = (filled(table[half], looked_at, sizes) for table in (loads, servers))
            yield Together(column, tuple(numbers), *tables)

    def _row(self, shop: Shop) -> tuple[Floats, Floats]:
        """Give loads, loads without changeovers behind them, and servers of both."""
        rows = [shop.loads.get(resource, (inf, inf, 1)) for resource in self.resources]
        loads = np.clip([row[0] for row in rows] + [row[1] for row in rows], LEAST_LOAD, MOST_LOAD)
        return loads, np.array([row[2] for row in rows] * 2, dtype=np.float64)

    @property
    def sizes(self) -> list[int]:
        """How many values each decision has."""
        return [len(decision.values) for decision in self.decisions]

    @property
    def n_combinations(self) -> int:
        """How many combinations there are."""
        return prod(self.sizes)

    def all_combinations(self) -> Places:
        """Give every combination, in the order of the values of the first decision, then the second, and so on."""
        rows = list(product(*(range(size) for size in self.sizes)))
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.sizes))

    def near(self, places: Sequence[Sequence[int]]) -> Places:
        """Give the combinations that differ from some in one decision, or in two by a step or two."""
        found = {tuple(one) for one in places}
        for one in places:
            for first, size in enumerate(self.sizes):
                found |= {_moved(one, {first: place}) for place in range(size)}
                for second in range(first):
                    for steps in product((-2, -1, 1, 2), repeat=2):
                        moved = {first: one[first] + steps[0], second: one[second] + steps[1]}
                        if all(0 <= place < self.sizes[number] for number, place in moved.items()):
                            found.add(_moved(one, moved))
        return np.array(sorted(found), dtype=np.int64)

    def loads(self, places: Places, *, least: bool = False) -> Floats:
        """Give the load of every resource in every combination: with changeovers as they were seen, or with none."""
        effect = self._effect(self.log_loads, places)
        for one in self.together:
            effect[:, one.column] += one.correction(one.log_loads, self.log_loads, places)
        both, n = self.base_loads * np.exp(effect), len(self.resources)
        loads = both[:, n:] if least else np.maximum(both[:, :n] * self.seen, both[:, n:])
        return np.asarray(np.clip(loads, LEAST_LOAD, MOST_LOAD), dtype=np.float64)

    def learn(self, scenario: Scenario, evidence: Sequence[Evidence]) -> None:
        """Correct all loads by what was seen of changeovers: dispatch may sort them, several units share them out.

        For an hour of running the run had so many of changing over, and the capacity table expected so many.
        """
        table = capacity(scenario)
        seen: dict[str, tuple[float, float]] = {}
        for place, name in enumerate(evidence[0].centres):
            row = next(row for row in table.work_centres if row.work_centre == name)
            run = sum(float(one.run_h[place]) for one in evidence)
            set_up = sum(float(one.set_up_h[place]) for one in evidence)
            expected = row.work_h - row.set_up_h
            seen[name] = (row.work_h, expected * (1 + set_up / run) if run > 0 else row.work_h)
        found = {("work centre", name): _ratio([pair]) for name, pair in seen.items()}
        for team in table.teams:
            own = _centres_of(scenario, team.team, set(team.skills))
            found["people", team.team] = _ratio([seen[name] for name in own])
        self.seen = np.array([found.get(resource, 1.0) for resource in self.resources])

    def servers(self, places: Places) -> Floats:
        """Give the number of units or people of every resource in every combination."""
        more = self._effect(self.extra_servers, places)
        for one in self.together:
            more[:, one.column] += one.correction(one.extra_servers, self.extra_servers, places)
        found = np.maximum(self.base_servers + more, 1.0)
        return np.asarray(found[:, : len(self.resources)], dtype=np.float64)

    def _effect(self, tables: Sequence[Floats], places: Places) -> Floats:
        found = np.zeros((len(places), 2 * len(self.resources)))
        for number, table in enumerate(tables):
            found += table[places[:, number]]
        return found

    def standing_eur(self, places: Places) -> Floats:
        """Give what the capacity of every combination costs in a week."""
        found = np.full(len(places), self.base_eur)
        for number, table in enumerate(self.extra_eur):
            found += table[places[:, number]]
        return found

    @cached_property
    def touched(self) -> npt.NDArray[np.bool_]:
        """Tell which resources the decisions have an effect on."""
        found = np.zeros(2 * len(self.resources), dtype=np.bool_)
        for loads in self.log_loads:
            found |= np.ptp(loads, axis=0) > 1e-9
        for one in self.together:
            found[one.column] |= bool(np.ptp(one.log_loads) > 1e-9)
        return found[: len(self.resources)]

    @cached_property
    def relief(self) -> list[int]:
        """Tell of each decision whether a later value can only help (1), only hurt (-1), or neither is certain (0)."""
        return [self._relief(number) for number in range(len(self.decisions))]

    def _relief(self, number: int) -> int:
        decision, loads, euros = self.decisions[number], self.log_loads[number], self.extra_eur[number]
        if all(path.endswith(".reorder_point") for path in decision.paths):
            return _direction([float(value) for value in decision.values if isinstance(value, int)])
        steps, dearer = np.diff(loads, axis=0), np.diff(euros)
        for sign in (1, -1):
            helps = bool((sign * steps <= SLOWER).all() and (sign * dearer >= -1e-9).all())
            if helps and (np.any(steps) or np.any(dearer)):
                return sign
        return 0

    @cached_property
    def unknown(self) -> list[int]:
        """Name the decisions of which nothing is known before a run but that they may matter."""
        return [
            number
            for number in range(len(self.decisions))
            if not np.any(np.ptp(self.log_loads[number], axis=0) > 1e-9)
            and np.ptp(self.extra_eur[number]) <= 1e-9
            and number not in self.shelf_decisions
        ]


def thinned(size: int, n_combinations: int) -> list[int]:
    """Choose the values of a decision that are looked at: all, or of a long range some, most of them at its start."""
    if n_combinations <= MOST_TOGETHER or size <= 2:
        return list(range(size))
    kept = max(2.0, size * (MOST_TOGETHER / n_combinations) ** (1 / 2))
    return sorted({round(place) - 1 for place in np.geomspace(1, size, int(kept)).tolist()})


def filled(table: Floats, looked_at: Sequence[Sequence[int]], sizes: Sequence[int]) -> Floats:
    """Fill in what lies between the values that were looked at, in a straight line along each decision."""
    for axis, (places, size) in enumerate(zip(looked_at, sizes, strict=True)):
        if len(places) < size:
            table = np.apply_along_axis(_between, axis, table, places, size)
    return table


def _between(line: Floats, places: Sequence[int], size: int) -> Floats:
    return np.interp(np.arange(size), places, line)


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """Give hours seen over hours expected, within reason."""
    expected, seen = (sum(column) for column in zip(*pairs, strict=True)) if pairs else (0.0, 0.0)
    return min(max(seen / expected, LEAST_SEEN), MOST_SEEN) if expected > 0 else 1.0


def _centres_of(scenario: Scenario, team: str, skills: set[str]) -> list[str]:
    """Name the work centres of a team where somebody with one of these skills is needed."""
    found = set()
    for made in scenario.products.values():
        for operation in made.operations.values():
            if any(skills & set(step.skills) for step in operation.steps.values()):
                found |= {place.work_centre for place in operation.at}
    return sorted(name for name in found if scenario.work_centres[name].team == team)


def _people(scenario: Scenario, team: str) -> dict[str, object]:
    return {name: worker for name, worker in scenario.everybody.items() if worker.team == team}


def _moved(one: Sequence[int], to: dict[int, int]) -> tuple[int, ...]:
    return tuple(to.get(number, place) for number, place in enumerate(one))


def _direction(values: list[float]) -> int:
    steps = np.diff(values)
    return 1 if (steps > 0).all() else -1 if (steps < 0).all() else 0
