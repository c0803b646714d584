"""A verdict for programs: JSON, and tables with one row a figure, a difference or a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flexsim.study.capacity_bought import bought
from flexsim.study.capital import Investment
from flexsim.study.result import without_nan
from flexsim.study.statistics import Difference, Estimate
from flexsim.study.verdicts import ContestVerdict, PairVerdict, SideVerdict, Verdict

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

_PLACE = ("case", "point")
_SIDE = (*_PLACE, "alternative")
_PAIR = (*_PLACE, "first", "second")

COLUMNS = {
    "sides": (
        *(*_SIDE, "n", "service_share", "service_half_width", "meets_target", "overloaded", "cost_to_serve_eur"),
        *("cost_to_serve_half_width", "activity_cost_eur", "less_first_eur", "less_first_half_width", "holm_p"),
    ),
    "figures": (*_SIDE, "figure", "mean", "half_width", "n"),
    "differences": (
        *(*_PAIR, "kind", "figure", "first_mean", "second_mean", "mean", "half_width", "correlation"),
        *("variance_ratio", "n", "comparable"),
    ),
    "tornado": (
        *(*_PAIR, "price", "range", "swing", "difference_low", "difference_high", "first_low", "first_high"),
        *("second_low", "second_high", "turns"),
    ),
    "decisions": (*_SIDE, "decision", "value"),
    "trials": (*_SIDE, "trial", "value", "service_share", "cost_to_serve_eur", "meets", "why", "said"),
    "capacity": (*_SIDE, "resource", "what", "number", "utilisation", "utilisation_half_width"),
    "replications": (*_SIDE, "replication"),
}
"""Of every table, also where it has no rows: with one alternative, a sweep, or nothing to decide. Replications have one
more for every figure."""

TEXTS = frozenset(
    {*_SIDE, *_PAIR, "kind", "figure", "resource", "what", "price", "range", "decision", "value", "why", "said"}
)
FLAGS = frozenset({"meets_target", "overloaded", "comparable", "turns", "meets"})
COUNTS = frozenset({"n", "trial", "number", "replication"})
"""Columns that hold something else than figures."""


def report(found: Verdict) -> dict[str, Any]:
    """Give everything as JSON can hold it."""
    study = found.study
    return {
        "study": study.name,
        "question": study.question,
        "leaves_out": study.leaves_out,
        "compared": "each side sized" if found.is_sized else "as they are",
        "service": {"target": study.service.target, "priced": study.service.priced},
        "seed": study.seed,
        "replications": {"selection": study.selection, "confirmation": study.confirmation},
        "confidence": study.confidence,
        "comparisons": [_comparison(one) for one in found.contests],
        "not_reached": found.n_waiting,
    }


def _comparison(one: ContestVerdict) -> dict[str, Any]:
    return {
        "case": one.contest.case,
        "point": one.contest.point,
        "pairs_of_runs": one.n_pairs,
        "comparable": not one.missing,
        "sides": [_side(side) for side in one.sides],
        "differences": [_pair(pair, one.study.sweep is not None) for pair in one.pairs],
    }


def _side(side: SideVerdict) -> dict[str, Any]:
    first = next(iter(side.found.outcomes), None)
    return {
        "alternative": side.name,
        "scenario": side.run.scenario.name,
        "hash": side.run.scenario.hash,
        "engine": first.engine if first else None,
        "digest": side.found.digest if first else None,
        "stopped": side.stopped or None,
        "service": _estimate(side.service),
        "meets_target": not side.stopped and not side.misses_target,
        "overloaded": side.is_overloaded,
        "sized": _sized(side),
        "capacity": [
            {"resource": b.resource, "what": b.what, "number": b.number} for b in bought(side.run.scenario)
        ],
        "capacity_share_of_cost": _estimate(side.capacity_share),
        "measures": {name: _estimate(side.estimate(name)) for name in side.found.names},
    }  # fmt: skip


def _sized(side: SideVerdict) -> dict[str, Any] | None:
    """Give what a side chose, and every combination that was tried for it."""
    sized = side.run.sized
    if sized is None:
        return None
    trials = [
        {
            "choice": dict(trial.choice),
            "service": _estimate(trial.service),
            "cost_to_serve_eur": _estimate(trial.cost_eur),
            "meets": trial.meets,
            "why": trial.why,
            "said": trial.said,
        }
        for trial in sized.trials
    ]
    return {
        "choice": dict(sized.choice),
        "meets": sized.meets,
        "combinations": sized.n_combinations,
        "short_runs": sized.short_runs,
        "replications": [number for _, number in sized.seeds],
        "why": sized.why,
        "trials": trials,
    }


def _pair(pair: PairVerdict, is_swept: bool) -> dict[str, Any]:
    """Give what is said of a pair; where a side misses the target no test of a difference that says nothing.

    At the points of a sweep there is no tornado, which takes as long as some runs.
    """
    tested = _tested(pair, is_swept) if pair.is_comparable else dict.fromkeys(TESTED)
    return {
        "first": pair.first.name,
        "second": pair.second.name,
        "comparable": pair.is_comparable,
        **tested,
        "capital_not_charged_alike": list(pair.capital),
        "figures": {name: _difference(one) for name, one in pair.differences.items()},
        "cost_to_serve_by_kind": {name: _difference(one) for name, one in pair.parts.items()},
        "cost_by_resource": {name: _difference(one) for name, one in pair.resources.items()},
    }


TESTED = ("cheaper", "p", "holm", "break_even_premium", "investment", "tornado")
"""What is said of a pair only where both sides give the service that is asked for."""


def _tested(pair: PairVerdict, is_swept: bool) -> dict[str, Any]:
    """Give who is cheaper, how sure that is, and what it hangs on."""
    return {
        "cheaper": pair.cheaper.name if pair.cheaper else None,
        "p": _known(pair.p),
        "holm": {
            "p": _known(pair.adjusted.p),
            "confidence": pair.adjusted.confidence,
            **_estimate(pair.at_adjusted.difference),
        },
        "break_even_premium": {
            **without_nan({"eur": pair.premium.second_eur, "low": pair.premium.low, "high": pair.premium.high}),
            "per": pair.premium.per,
        },
        "investment": _investment(pair.investment),
        "tornado": None if is_swept else pair.tornado.report(),
    }


def _investment(found: Investment | None) -> dict[str, Any] | None:
    """Give what the second side buys more, and whether it pays."""
    if found is None:
        return None
    figures = {
        "price_eur": found.price_eur,
        "payback_yr": found.payback_yr,
        "discounted_payback_yr": found.discounted_payback_yr,
        "loss_share": found.loss_share,
        "loss_share_low": found.loss_interval[0],
        "loss_share_high": found.loss_interval[1],
        "years": found.years,
        "interest_per_cent": found.interest,
    }
    return {
        "bought": [list(one) for one in found.bought],
        "spared": [list(one) for one in found.spared],
        "saving_a_year_eur": _estimate(found.saving_eur),
        "net_present_value_eur": _estimate(found.net_present_value_eur),
        **without_nan(figures),
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {**without_nan({"mean": found.mean, "half_width": found.half_width}), "n": found.n}


def _known(value: float) -> float | None:
    return without_nan({"value": value})["value"]


def _difference(found: Difference) -> dict[str, Any]:
    return {**without_nan(difference_row(found)), "n": found.difference.n}


def difference_row(found: Difference) -> dict[str, float]:
    """Give a paired difference as columns."""
    return {
        "first_mean": found.first.mean,
        "second_mean": found.second.mean,
        "mean": found.difference.mean,
        "half_width": found.difference.half_width,
        "correlation": found.correlation,
        "variance_ratio": found.variance_ratio,
    }


def tables(found: Verdict) -> dict[str, pd.DataFrame]:
    """Give the tables of a verdict.

    Returns
    -------
    dict of str to DataFrame
        ``sides`` (one row a side of every comparison), ``figures`` (every figure of every side), ``differences``
        (figures, kinds of cost and resources of every pair), ``tornado``,
        ``decisions`` and ``trials``, ``capacity``, and ``replications`` (every run).
    """
    rows = {
        "sides": _sides,
        "figures": _figures,
        "differences": _differences,
        "tornado": _bars,
        "decisions": _decisions,
        "trials": _trials,
        "capacity": _capacity,
        "replications": _replications,
    }
    return {name: _frame(list(rows_of(found)), COLUMNS[name]) for name, rows_of in rows.items()}


def _frame(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    """Make a table whose columns and their types do not depend on what is in it."""
    import pandas as pd

    names = dict.fromkeys([*columns, *(name for row in rows for name in row)])
    return pd.DataFrame(rows, columns=list(names)).astype({name: _type_of(name, name in columns) for name in names})


def _type_of(column: str, is_ours: bool) -> str:
    """Tell what a column holds; a figure of a run may be called like one of ours."""
    if not is_ours:
        return "float64"
    return "str" if column in TEXTS else "bool" if column in FLAGS else "int64" if column in COUNTS else "float64"


def _where(one: ContestVerdict) -> Row:
    contest = one.contest
    return {"case": contest.case or "", "point": "" if contest.point is None else str(contest.point)}


def _sides(found: Verdict) -> Iterator[Row]:
    for one in found.contests:
        by_name = {pair.second.name: pair for pair in one.pairs}
        for side in one.sides:
            pair = by_name.get(side.name)
            yield {
                **_where(one),
                "alternative": side.name,
                "n": one.n_pairs,
                "service_share": side.service.mean,
                "service_half_width": side.service.half_width,
                "meets_target": not side.stopped and not side.misses_target,
                "overloaded": side.is_overloaded,
                **_headline(side, pair),
            }


def _headline(side: SideVerdict, pair: PairVerdict | None) -> Row:
    """Give the cost to serve, and how it differs from that of the first side."""
    own = side.estimate("cost_to_serve_eur")
    gap = pair.headline.difference if pair and pair.is_comparable else None
    return {
        "cost_to_serve_eur": own.mean,
        "cost_to_serve_half_width": own.half_width,
        "activity_cost_eur": side.estimate("activity_cost_eur").mean,
        "less_first_eur": gap.mean if gap else float("nan"),
        "less_first_half_width": gap.half_width if gap else float("nan"),
        "holm_p": pair.adjusted.p if pair and pair.is_comparable else float("nan"),
    }


def _figures(found: Verdict) -> Iterator[Row]:
    for one in found.contests:
        for side in one.sides:
            for name in side.found.names:
                own = side.estimate(name)
                yield {
                    **_where(one),
                    "alternative": side.name,
                    "figure": name,
                    "mean": own.mean,
                    "half_width": own.half_width,
                    "n": own.n,
                }


def _differences(found: Verdict) -> Iterator[Row]:
    for one in found.contests:
        for pair in one.pairs:
            kinds: dict[str, Mapping[str, Difference]] = {
                "figure": pair.differences,
                "cost to serve by kind": pair.parts,
                "cost by resource": pair.resources,
            }
            for kind, rows in kinds.items():
                for name, gap in rows.items():
                    who = {**_where(one), "first": pair.first.name, "second": pair.second.name}
                    row = {"kind": kind, "figure": name, **difference_row(gap), "n": gap.difference.n}
                    yield {**who, **row, "comparable": pair.is_comparable}


def _bars(found: Verdict) -> Iterator[Row]:
    for one in found.contests if found.study.sweep is None else ():
        for pair in one.pairs:
            if not pair.is_comparable:
                continue
            who = {**_where(one), "first": pair.first.name, "second": pair.second.name}
            for row in pair.tornado.table().reset_index().to_dict("records"):
                yield {**who, **{str(name): value for name, value in row.items()}}


def _decisions(found: Verdict) -> Iterator[Row]:
    for one in found.contests:
        for side in one.sides:
            for name, value in side.run.sized.choice.items() if side.run.sized else ():
                yield {**_where(one), "alternative": side.name, "decision": name, "value": str(value)}


def _trials(found: Verdict) -> Iterator[Row]:
    for one in found.contests:
        for side in one.sides:
            for number, trial in enumerate(side.run.sized.trials if side.run.sized else (), start=1):
                yield {
                    **_where(one),
                    "alternative": side.name,
                    "trial": number,
                    "value": ", ".join(f"{name} = {value}" for name, value in trial.choice.items()),
                    "service_share": trial.service.mean,
                    "cost_to_serve_eur": trial.cost_eur.mean,
                    "meets": trial.meets,
                    "why": trial.why,
                    "said": trial.said,
                }


def _capacity(found: Verdict) -> Iterator[Row]:
    for one in found.contests:
        for side in one.sides:
            for own in bought(side.run.scenario):
                used = side.estimate(own.utilisation)
                yield {
                    **_where(one),
                    "alternative": side.name,
                    "resource": own.resource,
                    "what": own.what,
                    "number": own.number,
                    "utilisation": used.mean,
                    "utilisation_half_width": used.half_width,
                }


def _replications(found: Verdict) -> Iterator[Row]:
    """Give every confirmation run once, also those of an alternative that is not swept."""
    told = set()
    for one in found.contests:
        for side in one.sides:
            if side.cell.key in told:
                continue
            told.add(side.cell.key)
            point = "" if side.cell.point is None else str(side.cell.point)
            for outcome in side.run.replications(found.study.seed).outcomes:
                who = {"case": side.cell.case or "", "point": point, "alternative": side.name}
                yield {**who, "replication": outcome.replication, **outcome.measures}
