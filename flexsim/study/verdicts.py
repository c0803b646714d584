"""What a study says: whether the sides are comparable, who is cheaper by how much, and why (floor.md, C5, C6, C10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum, isfinite, nan

from flexsim.costing import KINDS
from flexsim.scenario import may_have_price, steps_of
from flexsim.study.capacity_bought import bought
from flexsim.study.capital import Investment, capital_differences, investment
from flexsim.study.comparing import Comparison
from flexsim.study.jobs import Outcome
from flexsim.study.overloading import piles_up
from flexsim.study.premium import Premium, break_even_premium
from flexsim.study.replications import Replications
from flexsim.study.statistics import (
    ROUNDING,
    Adjusted,
    Difference,
    Estimate,
    estimate,
    holm,
    p_of_no_difference,
    paired,
)
from flexsim.study.study_file import Cell, Contest, Service, StudyFile
from flexsim.study.studying import CellRun, StudyRun
from flexsim.study.tornado import Tornado, tornado

HEADLINE = "cost_to_serve_eur"
"""The figure by which sides are compared (floor.md, C6)."""

SERVICE, OVERLOADED = "service_share", "overloaded"

COSTS = (HEADLINE, "activity_cost_eur", "unused_capacity_eur", "unit_cost_eur", "contribution_eur")
LEAD_TIMES = ("mean_lead_time_h", "median_lead_time_h", "p95_lead_time_h")
SERVED = (SERVICE, "served_exactly_share", "served_by_substitute_share", "too_late_share", "lost_share")
LEVELS = ("mean_stock_pieces", "mean_work_in_progress")
FIGURES = (*COSTS, *LEAD_TIMES, *SERVED, *LEVELS)
"""What every verdict compares (floor.md, C10)."""

CLOSE = 0.005
"""A side whose mean service is below the target by no more than half a percentage point, and by no more than its own
half-width, has not been shown to miss it: chance alone would fail every second side that is sized to the point."""

DECIDES_CAPACITY = frozenset({"units", "count", "people", "shifts", "contract", "paid_hours"})
"""Last steps of paths that change how much capacity is paid for."""

PAID_ANYWAY = ("unit ", "worker ", "asset ")
"""Resources that are paid for whether they are used or not."""

BESIDE_THE_LEDGER = {
    "inventory_change": (("opening_inventory_eur", 1.0), ("closing_inventory_eur", -1.0)),
    "lost_contribution": (("lost_contribution_eur", 1.0),),
    "discounts": (("discounts_eur", 1.0),),
}
"""Parts of cost to serve that are no kind of the ledger, and how each is made from figures."""


@dataclass(frozen=True)
class SideVerdict:
    """One side of a comparison: what it chose, and what it reached.

    Attributes
    ----------
    cell : Cell
    run : CellRun
        Its scenario with what it chose, and all that has arrived.
    found : Replications
        Confirmation runs that all sides have.
    service : Estimate
        Share of the pieces asked for that were delivered in time.
    target : float or None
        None where service is priced.
    stopped : str
        Why it cannot be compared at all: the first of its runs that could not go on. Empty if all could.
    """

    cell: Cell
    run: CellRun
    found: Replications
    service: Estimate
    target: float | None
    confidence: float
    stopped: str = ""

    @property
    def name(self) -> str:
        """What the study calls it."""
        return self.cell.alternative.name

    def estimate(self, name: str) -> Estimate:
        """Estimate a figure; one that this side does not have is not a number."""
        if name not in self.found.names:
            return Estimate(nan, nan, 0)
        return self.found.estimate(name, self.confidence)

    @property
    def meets(self) -> bool:
        """Whether it can be compared: it goes on, copes, and has not been shown to miss the target."""
        return not (self.stopped or self.misses_target or self.is_overloaded)

    @property
    def misses_target(self) -> bool:
        """Whether it has been shown to serve less than is asked for."""
        return not self.stopped and not meets(self.service, Service(self.target))

    @property
    def n_overloaded(self) -> int:
        """In how many of the runs that all sides have work piles up on this one."""
        known = self.found.values(OVERLOADED) if OVERLOADED in self.found.names else {}
        return sum(value > 0 for value in known.values())

    @property
    def is_overloaded(self) -> bool:
        """Whether these are so many that its figures are none of a steady state."""
        return piles_up(self.n_overloaded, len(self.found.outcomes))

    @property
    def lacks(self) -> str:
        """What stands in place of its cost where there is none to compare: ``not served``, or ``overloaded``."""
        if self.meets:
            return ""
        return "overloaded" if self.is_overloaded and not self.misses_target else "not served"

    @cached_property
    def capacity_share(self) -> Estimate:
        """Share of all cost that is paid for units and people, whether used or not."""
        return estimate([_capacity_share(outcome) for outcome in self.found.outcomes], self.confidence)


@dataclass(frozen=True)
class PairVerdict:
    """The first side and another one, by pairs of replications.

    Attributes
    ----------
    differences : dict of str to Difference
        Second less first, of all figures that a verdict compares and both sides have.
    p : float
        Of the headline, by itself.
    adjusted : Adjusted
        The same among all pairs of this comparison (Holm).
    at_adjusted : Difference
        The headline with the interval that belongs to it.
    ranges : mapping
        Low and high values of prices, by path, as the study states them.
    """

    first: SideVerdict
    second: SideVerdict
    differences: Mapping[str, Difference]
    p: float
    adjusted: Adjusted
    at_adjusted: Difference
    confidence: float
    ranges: Mapping[str, tuple[object, object]]

    @property
    def headline(self) -> Difference:
        """Cost to serve, second less first."""
        return self.differences[HEADLINE]

    @property
    def is_comparable(self) -> bool:
        """Whether both sides cope, and give the service that is asked for: if not, their difference says nothing."""
        return self.first.meets and self.second.meets

    @property
    def is_clear(self) -> bool:
        """Whether the difference is more than chance, however many pairs were looked at."""
        return self.adjusted.p < 1 - self.confidence

    @property
    def cheaper(self) -> SideVerdict | None:
        """Name the winner: none where a side is not comparable, or the difference is not clear."""
        if not (self.is_comparable and self.is_clear):
            return None
        return self.second if self.headline.difference.mean < 0 else self.first

    @cached_property
    def premium(self) -> Premium:
        """By how much dearer a piece may be sold on one side until both sides tie."""
        return break_even_premium(Comparison(self.first.found, self.second.found, self.confidence))

    @cached_property
    def investment(self) -> Investment | None:
        """Whether what the second side buys and the first does not pays; none if it buys nothing, or knows no year."""
        if any(side.run.scenario.horizon is None for side in (self.first, self.second)):
            return None
        return investment(Comparison(self.first.found, self.second.found, self.confidence))

    @cached_property
    def capital(self) -> tuple[str, ...]:
        """What keeps the capital of both sides from being charged alike, besides interest (floor.md, C8)."""
        return capital_differences(self.first.run.scenario, self.second.run.scenario)

    @cached_property
    def tornado(self) -> Tornado:
        """What the difference hangs on: the most uncertain prices, one at a time."""
        scenarios = [side.run.scenario for side in (self.first, self.second)]
        known = {
            path: ends
            for path, ends in self.ranges.items()
            if any(may_have_price(scenario, path) for scenario in scenarios)
        }
        return tornado(self.first.found, self.second.found, known)

    @cached_property
    def parts(self) -> dict[str, Difference]:
        """Where the difference comes from: kinds of the ledger and what comes beside them, per piece asked for.

        They add up to the difference of the cost to serve.
        """
        ones, others = parts_of(self.first.found), parts_of(self.second.found)
        found = {name: paired(ones[name], others[name], self.confidence) for name in ones}
        return {name: one for name, one in found.items() if one.difference.n and (one.first.mean or one.second.mean)}

    @cached_property
    def resources(self) -> dict[str, Difference]:
        """What each resource costs per piece asked for, on both sides; nothing where a side has none of it."""
        ones, others = resources_of(self.first.found), resources_of(self.second.found)
        names = dict.fromkeys([*ones, *others] if ones and others else [])
        none_of_it = {outcome.replication: 0.0 for outcome in self.first.found.outcomes}
        return {
            name: paired(ones.get(name, none_of_it), others.get(name, none_of_it), self.confidence) for name in names
        }


@dataclass(frozen=True)
class ContestVerdict:
    """What is said of one case at one point of the sweep.

    Attributes
    ----------
    n_pairs : int
        Confirmation runs that all sides have.
    """

    study: StudyFile
    contest: Contest
    sides: tuple[SideVerdict, ...]
    pairs: tuple[PairVerdict, ...]
    n_pairs: int

    @property
    def missing(self) -> tuple[SideVerdict, ...]:
        """Sides that miss the target, are overloaded, or cannot go on."""
        return tuple(side for side in self.sides if not side.meets)

    @property
    def has_fixed_floor(self) -> bool:
        """Whether all sides, or all points of a sweep, have a floor that nobody decides on and that is the same."""
        if any(changes_capacity(path) for side in self.sides for one in side.run.decided for path in one.paths):
            return False
        if self.study.sweep is not None:
            return not any(changes_capacity(path) for path in self.study.sweep.paths)
        floors = [bought(side.run.scenario) for side in self.sides]
        return all(floor == floors[0] for floor in floors)


@dataclass(frozen=True)
class Verdict:
    """What a study says.

    Attributes
    ----------
    as_is : bool
        Whether sizing was skipped.
    contests : tuple of ContestVerdict
        Those of which every side that can go on has at least two confirmation runs.
    n_waiting : int
        Comparisons that were not reached before the study was stopped.
    """

    study: StudyFile
    as_is: bool
    contests: tuple[ContestVerdict, ...]
    n_waiting: int

    @property
    def is_sized(self) -> bool:
        """Whether any side took decisions of its own."""
        return any(side.run.sized is not None for one in self.contests for side in one.sides)


def verdict(run: StudyRun) -> Verdict:
    """Say what can be said by now."""
    found = [_contest(contest, run) for contest in run.study.contests]
    known = tuple(one for one in found if one is not None)
    return Verdict(run.study, run.as_is, known, len(found) - len(known))


def _contest(contest: Contest, run: StudyRun) -> ContestVerdict | None:
    """Compare what all sides have that can go on; none with fewer than two runs."""
    rows = [run.cells.get(cell.key) for cell in contest.cells]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows):
        return None
    able = [set(row.outcomes) for row in known if not row.stopped]
    common = sorted(set.intersection(*able)) if able else []
    if able and len(common) < 2:
        return None
    study = run.study
    sides = tuple(_side(cell, row, common, study) for cell, row in zip(contest.cells, known, strict=True))
    return ContestVerdict(study, contest, sides, _pairs(sides, study), len(common))


def _side(cell: Cell, row: CellRun, common: Sequence[int], study: StudyFile) -> SideVerdict:
    stopped = str(row.stopped[min(row.stopped)]) if row.stopped else ""
    numbers = () if stopped else common
    found = Replications(row.scenario, study.seed, tuple(row.outcomes[number] for number in numbers))
    service = found.estimate(SERVICE, study.confidence)
    return SideVerdict(cell, row, found, service, study.service.target, study.confidence, stopped)


def meets(service: Estimate, asked: Service) -> bool:
    """Tell whether a side has not been shown to miss the target."""
    if asked.target is None:
        return True
    gap = asked.target - service.mean
    return gap <= 0 or (gap <= CLOSE and gap <= service.half_width)


def _pairs(sides: tuple[SideVerdict, ...], study: StudyFile) -> tuple[PairVerdict, ...]:
    """Compare every other side with the first; all of these tests are one family."""
    first, *others = sides
    ones = first.found.values(HEADLINE)
    p_values = [p_of_no_difference(ones, other.found.values(HEADLINE)) for other in others]
    found = []
    for other, p, adjusted in zip(others, p_values, holm(p_values, study.confidence), strict=True):
        names = [name for name in figures_of_verdict(study) if name in first.found.names and name in other.found.names]
        differences = {
            name: paired(first.found.values(name), other.found.values(name), study.confidence) for name in names
        }
        at_adjusted = paired(ones, other.found.values(HEADLINE), adjusted.confidence)
        found.append(PairVerdict(first, other, differences, p, adjusted, at_adjusted, study.confidence, study.prices))
    return tuple(found)


def figures_of_verdict(study: StudyFile) -> tuple[str, ...]:
    """Name the figures that are compared: those of every verdict, and those that the study asks for."""
    return tuple(dict.fromkeys([*FIGURES, *study.measures]))


def parts_of(found: Replications) -> dict[str, dict[int, float]]:
    """Give the parts of the cost to serve by replication: euros per piece asked for."""
    rows: dict[str, dict[int, float]] = {name: {} for name in (*KINDS, *BESIDE_THE_LEDGER)}
    for outcome in found.outcomes:
        figures, asked = outcome.measures, outcome.measures["n_demanded_pieces"]
        for kind in KINDS:
            rows[kind][outcome.replication] = _per(figures[f"{kind}_eur"], asked)
        for name, terms in BESIDE_THE_LEDGER.items():
            euros = fsum(sign * figures.get(term, 0.0) for term, sign in terms)
            rows[name][outcome.replication] = _per(euros, asked)
    return rows


def resources_of(found: Replications) -> dict[str, dict[int, float]]:
    """Give what every resource costs by replication: euros per piece asked for."""
    names = dict.fromkeys(name for outcome in found.outcomes for name in outcome.resources_eur)
    return {
        name: {
            outcome.replication: _per(outcome.resources_eur.get(name, 0.0), outcome.measures["n_demanded_pieces"])
            for outcome in found.outcomes
        }
        for name in names
    }


def _per(euros: float, pieces: float) -> float:
    return euros / pieces if pieces else nan


def _capacity_share(outcome: Outcome) -> float:
    paid = fsum(euros for name, euros in outcome.resources_eur.items() if name.startswith(PAID_ANYWAY))
    total = outcome.measures["total_cost_eur"]
    return paid / total if total > 0 else nan


def changes_capacity(path: str) -> bool:
    """Tell whether what stands at a path says how much capacity is paid for."""
    return not DECIDES_CAPACITY.isdisjoint(steps_of(path))


def largest(found: Mapping[str, Difference], n: int) -> dict[str, Difference]:
    """Give the largest differences, largest first; those that are nothing, but for rounding, are left out."""
    some = [name for name, one in found.items() if _is_something(one)]
    return {name: found[name] for name in sorted(some, key=lambda name: -abs(found[name].difference.mean))[:n]}


def _is_something(one: Difference) -> bool:
    gap = abs(one.difference.mean)
    return isfinite(gap) and gap > ROUNDING * max(abs(one.first.mean), abs(one.second.mean))
