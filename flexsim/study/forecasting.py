"""What a combination would bring, from one that was run: waiting in lines by queueing, shelves by serving them again.

A forecast chooses what to run next, nothing else: what a study says of a combination is what its runs gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flexsim.scenario import ScenarioError
from flexsim.study.ground import Floats, Ground, Places
from flexsim.study.shelf_replay import Replay, Served
from flexsim.study.short_runs import ShortRun

NEARLY_FULL = 0.98
"""The load from which waiting no longer follows a steady state: it only has to be worse and worse."""

MOST_SHELVES = 100
"""Combinations of lot sizes and reorder points that are served again on paper for one forecast."""

CHUNK = 2000
"""Combinations that are forecast at a time."""

SOME_FLOW_H = 24.0
"""Flow time of a lot where none was seen."""


def wait_in_line(load: Floats, servers: Floats) -> Floats:
    """Give the mean wait in line, in mean service times, up to a factor for variability.

    Sakasegawa (1977): rho^(sqrt(2 (c + 1)) - 1) / (c (1 - rho)). Near and above a load of 1, where a line grows for as
    long as the run lasts, it goes on rising.
    """
    below = np.minimum(load, NEARLY_FULL)
    found = below ** (np.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - below))
    return np.asarray(found * np.exp(25 * np.maximum(load - NEARLY_FULL, 0)), dtype=np.float64)


@dataclass(frozen=True)
class Known:
    """A combination that was run."""

    places: tuple[int, ...]
    run: ShortRun


class Forecaster:
    """Forecasts combinations from one that was run.

    Parameters
    ----------
    ground : Ground
    known : Known
        The run, with evidence.
    least : bool
        Whether to hope that there will be no changeovers.
    """

    def __init__(self, ground: Ground, known: Known, *, least: bool = False) -> None:
        self.ground, self.run, self.least = ground, known.run, least
        self.here = np.array([known.places], dtype=np.int64)
        self.evidence = known.run.evidence
        first = self.evidence[0]
        self.units = [_place(ground, ("work centre", name)) for name in first.centres]
        self.people = [_place(ground, ("people", name)) for name in first.teams]
        self.team_of = first.team_of
        self.wait_here = wait_in_line(ground.loads(self.here, least=least), ground.servers(self.here))
        self.demanded = sum(one.demanded for one in self.evidence)
        self.weeks = sum(one.weeks for one in self.evidence)
        self.operation_h = np.mean([one.operation_h for one in self.evidence], axis=0)
        self.work_h = np.mean([one.work_h for one in self.evidence], axis=0)
        self.in_line_h = np.mean([one.centre_wait_h for one in self.evidence], axis=0)
        self._stocks: dict[tuple[int, ...], dict[str, tuple[int, int]] | None] = {}
        self.stock_here = self._stock(tuple(self.here[0, ground.shelf_decisions].tolist()))
        self._shelves: dict[tuple[object, ...], tuple[float, float]] = {}

    def forecast(self, places: Places) -> tuple[Floats, Floats]:
        """Give the share served and the cost to serve of some combinations; not a number where it cannot tell.

        Whatever the model says of the combination that was run, the difference from what it gave is added to all.
        """
        both = [np.concatenate(parts) for parts in zip(*self._chunks(np.vstack([self.here, places])), strict=True)]
        (served, euros), standing = both, self.ground.standing_eur(np.vstack([self.here, places])) * self.weeks
        service = self.run.mean_service + (served - served[0])[1:] / self.demanded
        more = (euros + standing - euros[0] - standing[0])[1:] / self.demanded
        return np.clip(service, 0.0, 1.0), self.run.mean_cost_eur + more

    def _chunks(self, places: Places) -> Sequence[tuple[Floats, Floats]]:
        wait = wait_in_line(self.ground.loads(places, least=self.least), self.ground.servers(places))
        ratio = wait / np.maximum(self.wait_here, 1e-9)
        kept = self._shelves_to_serve(places)
        found = []
        for first in range(0, len(places), CHUNK):
            part = slice(first, first + CHUNK)
            made, late = self._made(ratio[part], wait[part])
            shelf, eur = self._from_stock(places[part], ratio[part], kept)
            found.append((made + shelf, late + eur))
        return found

    # Made to order

    def _made(self, ratio: Floats, wait: Floats) -> tuple[Floats, Floats]:
        """Give the pieces made to order that would be in time, and what lateness would cost."""
        served, late = np.zeros(len(ratio)), np.zeros(len(ratio))
        for one in self.evidence:
            waits = one.waits
            if not len(waits.pieces):
                continue
            part = (one.made - one.lost) / max(waits.pieces.sum(), 1.0)
            more = np.zeros((len(waits.pieces), len(ratio)))
            for columns, resources in ((waits.for_unit, self.units), (waits.for_people, self.people)):
                for column, resource in enumerate(resources):
                    if resource >= 0 and self.ground.touched[resource]:
                        more += columns[:, column : column + 1] * (ratio[:, resource] - 1)[None, :]
                        more += self._at_least(resource, wait)[None, :]
            lead = waits.lead_h[:, None] + waits.stretch[:, None] * more
            served += part * (waits.pieces[:, None] * (lead <= waits.allowed_h[:, None] + 1e-9)).sum(axis=0)
            if waits.late_eur.any():
                tardy = np.maximum(lead - waits.promised_h[:, None], 0.0)
                late += part * (waits.late_eur[:, None] * tardy).sum(axis=0)
        return served, late

    def _at_least(self, resource: int, wait: Floats) -> Floats:
        """Give what waiting queueing theory alone adds for everybody: lines that were empty can fill."""
        hours = self._service_h(resource)
        added: Floats = 0.5 * hours * np.maximum(wait[:, resource] - self.wait_here[0, resource], 0.0)
        return added

    def _service_h(self, resource: int) -> float:
        if resource in self.units:
            return float(self.work_h[self.units.index(resource)])
        own = [
            hours
            for hours, team in zip(self.work_h.tolist(), self.team_of, strict=True)
            if team >= 0 and self.people[team] == resource
        ]
        return float(np.mean(own)) if own else 0.0

    # From stock

    def _shelves_to_serve(self, places: Places) -> frozenset[tuple[int, ...]] | None:
        """Choose the lot sizes and reorder points to be served again: those nearest to what was run."""
        own = self.ground.shelf_decisions
        keys = sorted(
            {tuple(row) for row in places[:, own].tolist()},
            key=lambda key: (sum(abs(a - b) for a, b in zip(key, self.here[0, own].tolist(), strict=True)), key),
        )
        return frozenset(keys[:MOST_SHELVES])

    def _from_stock(
        self, places: Places, ratio: Floats, kept: frozenset[tuple[int, ...]] | None
    ) -> tuple[Floats, Floats]:
        """Give the pieces that shelves would deliver in time, and what lost customers and stock would cost."""
        served, euros = np.zeros(len(places)), np.zeros(len(places))
        if not self.evidence[0].shelves:
            return served, euros
        own = self.ground.shelf_decisions
        slower = self._slower(ratio)
        for row, (key, factor) in enumerate(zip(places[:, own].tolist(), slower.tolist(), strict=True)):
            if kept is not None and tuple(key) not in kept:
                served[row] = euros[row] = np.nan
            else:
                served[row], euros[row] = self._served_by(tuple(key), factor)
        return served, euros

    def _slower(self, ratio: Floats) -> Floats:
        """Tell how much longer lots would wait in lines, to the nearest fifth of a doubling."""
        total = float(self.in_line_h.sum())
        if total <= 0:
            return np.ones(len(ratio))
        found = np.zeros(len(ratio))
        for centre, hours in enumerate(self.in_line_h.tolist()):
            team = self.team_of[centre]
            resources = [self.units[centre], self.people[team] if team >= 0 else -1]
            factors = [ratio[:, one] if one >= 0 else np.ones(len(ratio)) for one in resources]
            found += hours / total * factors[0] * factors[1]
        return np.asarray(np.exp2(np.round(np.log2(np.clip(found, 1 / 64, 64)) * 5) / 5), dtype=np.float64)

    def _served_by(self, key: tuple[int, ...], slower: float) -> tuple[float, float]:
        if (key, slower) not in self._shelves:
            self._shelves[key, slower] = self._serve(key, slower)
        return self._shelves[key, slower]

    def _serve(self, key: tuple[int, ...], slower: float) -> tuple[float, float]:
        """Serve the shelves of one replication again; it stands for all."""
        one = self.evidence[0]
        now, then = self.stock_here, self._stock(key)
        if now is None or then is None:
            return float("nan"), float("nan")
        pieces = euros = 0.0
        waiting = self.in_line_h.sum() / max(self.in_line_h.sum() + self.operation_h.sum(), 1e-9)
        for name, shelf in one.shelves.items():
            lot, point = then[name]
            size = lot / now[name][0]
            factor = size * (waiting * slower + 1 - waiting)
            flow = [hours * factor for hours in shelf.flow_h.tolist()] or [SOME_FLOW_H]
            found: Served = Replay(shelf, lot, point, max(point + lot // 2, 0), flow).run()
            pieces += shelf.weight * found.pieces
            euros += shelf.weight * (found.lost_eur + shelf.holding_eur * found.on_hand_h)
        return pieces * len(self.evidence), euros * len(self.evidence)

    def _stock(self, key: tuple[int, ...]) -> dict[str, tuple[int, int]] | None:
        """Give lot size and reorder point of every item; a scenario is made once for each key."""
        if key not in self._stocks:
            self._stocks[key] = self._stock_at(key)
        return self._stocks[key]

    def _stock_at(self, key: tuple[int, ...]) -> dict[str, tuple[int, int]] | None:
        values: dict[str, object] = {}
        for number, place in zip(self.ground.shelf_decisions, key, strict=True):
            values |= self.ground.decisions[number].settings(self.ground.decisions[number].values[place])
        try:
            stock = self.ground.scenario.with_values(values).stock if values else self.ground.scenario.stock
        except ScenarioError:
            return None
        return {name: (item.lot_size, item.reorder_point) for name, item in stock.items()}


def _place(ground: Ground, resource: tuple[str, str]) -> int:
    return ground.resources.index(resource) if resource in ground.resources else -1


def bottleneck(ground: Ground, known: Known) -> tuple[str, str] | None:
    """Name the resource for which those who were not served in time waited longest; else for which all did."""
    evidence = known.run.evidence
    if not evidence:
        return None
    names = [("work centre", name) for name in evidence[0].centres] + [("people", name) for name in evidence[0].teams]
    total = np.zeros(len(names))
    for one in evidence:
        waits = one.waits
        both = np.hstack([waits.for_unit, waits.for_people])
        failed = waits.lead_h > waits.allowed_h
        total += both[failed].sum(axis=0) if failed.any() else both.sum(axis=0)
    return names[int(total.argmax())] if total.any() else None
