"""All pictures of a study: curves of a sweep, cost by kind, service against cost, what a difference hangs on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flexsim.insight.curve_chart import CurvePoint, cost_over
from flexsim.insight.kinds_chart import costs_side_by_side
from flexsim.insight.service_chart import ServiceAndCost, service_against_cost
from flexsim.insight.tornado_chart import tornado
from flexsim.study import HEADLINE, ContestVerdict, Difference, PairVerdict, SideVerdict, Verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Named = tuple[str, "Figure"]
"""A picture and the name of its file, without its ending."""


def study_pictures(found: Verdict) -> Iterator[Named]:
    """Draw a study, case by case.

    Parameters
    ----------
    found : Verdict

    Yields
    ------
    tuple of str and Figure
        ``cost_over_...`` of each alternative that is swept; ``cost_by_kind``, ``service`` and ``tornado_...`` of each
        comparison, of a sweep only where its cheapest point lies; with the case behind the name.
    """
    for case in dict.fromkeys(one.contest.case for one in found.contests):
        own = [one for one in found.contests if one.contest.case == case]
        if found.study.sweep:
            for name in found.study.sweep.alternatives:
                yield f"cost_over_{slug(found.study.sweep.name)}_{slug(name)}{_behind(case)}", _curve(own, name)
        yield from _comparison(cheapest(own))


def slug(text: str) -> str:
    """Write a name so that it can be part of the name of a file."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "x"


def cheapest(found: Sequence[ContestVerdict]) -> ContestVerdict:
    """Give the comparison to show of a sweep: where the swept alternatives that are served cost least."""

    def cost(one: ContestVerdict) -> float:
        sweep = one.study.sweep
        swept = [side for side in one.sides if side.meets and (not sweep or side.name in sweep.alternatives)]
        return min((side.estimate(HEADLINE).mean for side in swept), default=float("inf"))

    return min(found, key=cost)


def _behind(case: str | None) -> str:
    return f"_{slug(case)}" if case else ""


def _title(one: ContestVerdict, what: str) -> str:
    """Write what is shown, in which case and at which point."""
    sweep = one.study.sweep
    point = f"{sweep.name} {one.contest.point}" if sweep and one.contest.point is not None else ""
    return ", ".join(text for text in (f"{one.study.name or 'Study'}: {what}", one.contest.case or "", point) if text)


def _curve(found: Sequence[ContestVerdict], name: str) -> Figure:
    sweep = found[0].study.sweep
    assert sweep is not None
    points = [_point(one, name) for one in found]
    beside = {
        side.name: side.estimate(HEADLINE)
        for side in found[0].sides
        if side.name not in sweep.alternatives and side.meets
    }
    title = f"{found[0].study.name or 'Study'}: {name}, cost over {sweep.name}"
    case = found[0].contest.case
    return cost_over(points, sweep.name, title=f"{title}, {case}" if case else title, beside=beside)


def _point(one: ContestVerdict, name: str) -> CurvePoint:
    side = next(side for side in one.sides if side.name == name)
    value, sweep = one.contest.point, one.study.sweep
    assert sweep is not None
    costs = side.estimate("activity_cost_eur"), side.estimate(HEADLINE)
    if isinstance(value, int | float):
        return CurvePoint(float(value), *costs, side.lacks)
    return CurvePoint(float(sweep.values.index(value)), *costs, side.lacks, str(value))


def _comparison(one: ContestVerdict) -> Iterator[Named]:
    behind = _behind(one.contest.case)
    if one.pairs:
        first = one.pairs[0].first
        kinds = {_judged(first): {kind: gap.first.mean for kind, gap in _all_parts(one.pairs).items()}}
        for pair in one.pairs:
            if not pair.parts:  # a side that cannot go on
                continue
            kinds[_judged(pair.second)] = {kind: gap.second.mean for kind, gap in pair.parts.items()}
        yield f"cost_by_kind{behind}", costs_side_by_side(kinds, title=_title(one, "cost to serve by kind"))
    sides = {side.name: _service_and_cost(side) for side in one.sides if not side.stopped}
    target = one.study.service.target
    yield f"service{behind}", service_against_cost(sides, target, title=_title(one, "service against cost"))
    for pair in one.pairs:
        if pair.is_comparable:
            yield f"tornado_{slug(pair.second.name)}{behind}", _tornado(one, pair)


def _judged(side: SideVerdict) -> str:
    """Name a side, and say so where it is not comparable: what it costs is then the cost of something else."""
    if side.meets:
        return side.name
    return f"{side.name} ({'target missed' if side.misses_target else 'overloaded'})"


def _all_parts(pairs: Sequence[PairVerdict]) -> dict[str, Difference]:
    """Give every kind that any pair has: the first side has the same in all of them."""
    return {kind: gap for pair in pairs for kind, gap in pair.parts.items()}


def _service_and_cost(side: SideVerdict) -> ServiceAndCost:
    trials = side.run.sized.trials if side.run.sized else ()
    tried = [(trial.service.mean, trial.cost_eur.mean) for trial in trials]
    return ServiceAndCost(side.service, side.estimate(HEADLINE), tried)


def _tornado(one: ContestVerdict, pair: PairVerdict) -> Figure:
    title = _title(one, f"{pair.second.name} less {pair.first.name}, price by price")
    return tornado(pair.tornado, title=title, sides=(pair.first.name, pair.second.name))
