"""What the command line prints of a study: the verdict, and what it rests on (floor.md, C10)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from flexsim.insight.palette import in_words
from flexsim.insight.reports import overloaded, short
from flexsim.insight.words import difference, number, text_table, with_half_width
from flexsim.study import (
    FRESH,
    ContestVerdict,
    Difference,
    Estimate,
    PairVerdict,
    SideVerdict,
    Verdict,
    bought,
    figures_of_verdict,
    largest,
    lot_sizes,
)

MOST_PARTS = 6
"""Kinds of cost and resources that are shown of a difference; the files have all."""

SMALLEST_SWING = 1e-6
"""Part of the cost to serve: prices that move the difference by less are not shown."""

MOST_LOT_SIZES = 6
"""Lot sizes of a side that are listed one by one."""

PIECE = "piece asked for"

OF_STAFF = {
    "paid_h": "hours paid",
    "present_h": "hours present",
    "attending_h": "hours attending",
    "idle_h": "hours idle",
    "overtime_h": "hours of overtime",
    "work_share": "share of all work",
    "time_factor": "time factor",
    "defect_share": "share of bad pieces",
    "calls": "calls",
    "calls_unanswered": "calls unanswered",
}
"""Figures of a contract, or of a pool of people who are called (floor.md, C10)."""

AS_IS = "Compared as they are (--as-is): no side was sized or tuned, so this is no verdict on which way is better."


def verdict_in_words(found: Verdict, stopped: str = "") -> str:
    """Write the verdict of a study.

    Parameters
    ----------
    found : Verdict
    stopped : str
        What to say of a study that did not get to its end.
    """
    study = found.study
    lines = [*_first_lines(found), _made_from(found, stopped), _customers(found)]
    for case in dict.fromkeys(one.contest.case for one in found.contests):
        own = [one for one in found.contests if one.contest.case == case]
        lines += ["", *_title(case)]
        lines += _swept(own) if study.sweep else _whole(own[0])
    if found.n_waiting:
        n = len(study.contests)
        lines += ["", f"Not reached before the study was stopped: {found.n_waiting} of {n} comparisons."]
    return "\n".join(lines)


BRIEF = ("cost_to_serve_eur", "service_share", "mean_lead_time_h")
"""Figures of a verdict in brief."""


def verdict_in_brief(found: Verdict) -> str:
    """Write who is cheaper by how much in every case, with cost, service and lead time; nothing of why."""
    lines = [*_first_lines(found), _made_from(found, ""), _customers(found)]
    for case in dict.fromkeys(one.contest.case for one in found.contests):
        own = [one for one in found.contests if one.contest.case == case]
        lines += ["", *_title(case)]
        lines += _swept(own) if found.study.sweep else _in_brief(own[0])
    return "\n".join(lines)


def _in_brief(found: ContestVerdict) -> list[str]:
    said = [line for line in conclusions(found) if not line.startswith(("Break-even", "Investment"))]
    head = ("mean ± half-width", *(side.name for side in found.sides))
    rows = [(name, *(with_half_width(side.estimate(name)) for side in found.sides)) for name in BRIEF]
    if any(side.run.sized for side in found.sides):
        rows.append(("chosen", *(_short_choice(side) for side in found.sides)))
    return [*said, *_close(found), "", text_table(head, rows)]


def _first_lines(found: Verdict) -> list[str]:
    """Say first what the answer leaves out, then what was asked."""
    study = found.study
    left_out = f"Leaves out: {study.leaves_out.rstrip('.')}." if study.leaves_out else ""
    first = " ".join(text for text in (AS_IS if found.as_is else "", left_out) if text)
    asked = ": ".join(text for text in (study.name, study.question) if text)
    return [line for line in (first, asked) if line]


def _made_from(found: Verdict, stopped: str) -> str:
    study = found.study
    last = study.confirmation - 1
    chosen = "" if found.as_is else "; nothing is left to any side to decide"
    if found.is_sized:
        chosen = f"; sides sized on {study.selection} others each"
    if found.is_sized and not study.service.priced:
        chosen += f", and what they chose proved on {FRESH * study.selection} more"
    text = f"{study.source}: seed {study.seed}, {study.confirmation} runs a side (replications 0 to {last}){chosen}"
    return f"{text}, {stopped}" if stopped else text


def _customers(found: Verdict) -> str:
    asked = found.study.service
    service = "lost, late and substituted pieces cost what the scenarios state"
    if asked.target is not None:
        service = f"{_per_cent(asked.target)} of the pieces asked for delivered in time"
    return f"Customers: the same on all sides, at the same moments with the same wishes. Service: {service}."


def _title(case: str | None) -> list[str]:
    return [] if case is None else [f"Case {case}", "=" * (len(case) + 5)]


# One comparison in full


def _whole(found: ContestVerdict) -> list[str]:
    """Write everything about one comparison."""
    lines = [*conclusions(found), "", figures_table(found), *_notes(found)]
    for pair in found.pairs:
        lines += _reasons(pair, len(found.pairs) > 1) if pair.is_comparable else []
    return [*lines, "", *_choices(found), "", capacity_table(found), *_staff(found), *_flatness(found)]


def conclusions(found: ContestVerdict) -> list[str]:
    """Write one sentence a pair: who is cheaper by how much, or why nobody can be named."""
    several = len(found.pairs) > 1
    lines = [_missed(side) for side in found.missing]
    pairs = [pair for pair in found.pairs if pair.is_comparable]
    if lines and not pairs:
        return [*lines, *(["No winner is named."] if found.pairs else [])]
    if not pairs:
        side = found.sides[0]
        cost = with_half_width(side.estimate("cost_to_serve_eur"))
        return [f"{side.name}: {cost} EUR per {PIECE}. One alternative: there is nothing to compare it with."]
    for pair in pairs:
        lines.append(_sentence(pair, several))
        if pair.headline.difference.mean or pair.headline.difference.half_width:
            lines.append(f"Break-even premium: {pair.premium.in_words(pair.first.name, pair.second.name)}")
        if pair.investment:
            lines.append(f"Investment: {pair.investment.in_words(pair.second.name)}")
    return lines


def _missed(side: SideVerdict) -> str:
    return f"{side.name}: not comparable: {_reason(side)}"


def _reason(side: SideVerdict) -> str:
    """Say why a side is not comparable."""
    if side.stopped:
        return f"it cannot go on: {side.stopped}"
    if side.misses_target:
        return _service(side)
    n, of = side.n_overloaded, len(side.found.outcomes)
    return f"overloaded in {n} of {of} runs: work piles up, and its figures are of no steady state"


def _service(side: SideVerdict) -> str:
    """Write what a side reached of the target: ``91.2 % ± 0.8 of 95 %``."""
    target = side.target
    of = "" if target is None else f" of {_per_cent(target)}"
    return f"{_share(side.service)}{of}"


def _share(found: Estimate) -> str:
    if not isfinite(found.mean):
        return "-"
    half_width = f" ± {100 * found.half_width:.1f}" if isfinite(found.half_width) else ""
    return f"{100 * found.mean:.1f} %{half_width}"


def _per_cent(share: float) -> str:
    return f"{100 * share:.4g} %"


def _sentence(pair: PairVerdict, several: bool) -> str:
    """Say who is cheaper, by how much per piece asked for."""
    names = f"{pair.second.name} against {pair.first.name}: "
    gap = pair.headline.difference
    if gap.mean == 0 and gap.half_width == 0:
        return f"{names}no difference at all: every pair of runs costs the same."
    if pair.cheaper is None:
        by = with_half_width(gap)
        return f"{names}no difference that {gap.n} pairs of runs can tell: {by} EUR per {PIECE}."
    other = pair.first if pair.cheaper is pair.second else pair.second
    sign = -1 if pair.cheaper is pair.second else 1
    size = with_half_width(Estimate(sign * gap.mean, gap.half_width, gap.n))
    base = other.estimate("cost_to_serve_eur").mean
    relative = f" ({100 * abs(gap.mean) / base:.2g} %)" if base > 0 else ""
    adjusted = f", p {_p(pair.adjusted.p)} after Holm's correction" if several else ""
    return f"{pair.cheaper.name} is cheaper than {other.name} by {size} EUR per {PIECE}{relative}{adjusted}."


def _p(value: float) -> str:
    return "below 0.0001" if value < 0.0001 else f"{value:.4f}"


def figures_table(found: ContestVerdict) -> str:
    """Put the figures of all sides beside each other; two that both serve enough with their difference."""
    known_names = {name for side in found.sides for name in side.found.names}
    names = [name for name in figures_of_verdict(found.study) if name in known_names]
    head = [f"mean ± half-width ({100 * found.study.confidence:g} %)", *(side.name for side in found.sides)]
    pair = found.pairs[0] if len(found.pairs) == 1 and found.pairs[0].is_comparable else None
    if pair:
        head += ["difference", "correlation", "variance ratio"]
    rows = []
    for name in names:
        row = [name, *(with_half_width(side.estimate(name)) for side in found.sides)]
        if pair:
            known = pair.differences.get(name)
            row += ["-"] * 3 if known is None else [
                difference(known), short(known.correlation), short(known.variance_ratio)
            ]  # fmt: skip
        rows.append(row)
    tables = [text_table(head, rows)]
    pairs = [pair for pair in found.pairs if pair.is_comparable]
    if pairs and len(found.pairs) > 1:
        tables += ["", pairs_table(pairs)]
    return "\n".join(tables)


def pairs_table(pairs: Sequence[PairVerdict]) -> str:
    """Write every pair's cost to serve, with Holm's correction for having looked at all of them."""
    head = (
        "cost_to_serve_eur",
        "difference",
        "Holm's interval",
        "at",
        "p",
        "Holm's p",
        "correlation",
        "variance ratio",
    )
    rows = [
        (
            f"{pair.second.name} less {pair.first.name}",
            with_half_width(pair.headline.difference),
            _interval(pair.at_adjusted.difference),
            f"{100 * pair.adjusted.confidence:.4g} %",
            _p(pair.p),
            _p(pair.adjusted.p),
            short(pair.headline.correlation),
            short(pair.headline.variance_ratio),
        )
        for pair in pairs
    ]
    return text_table(head, rows)


def _interval(found: Estimate) -> str:
    return f"{number(found.low)} to {number(found.high)}"


def _notes(found: ContestVerdict) -> list[str]:
    """Warn where pairs do not help, where work piles up, and where the target lies within the half-width."""
    lines = []
    for pair in (one for one in found.pairs if one.is_comparable):
        warned = [f"{name}: {one.warning}" for name, one in pair.differences.items() if one.warning]
        if warned:
            more = len(warned) - MOST_PARTS
            lines += [f"{pair.second.name} against {pair.first.name}:", *(f"  {one}" for one in warned[:MOST_PARTS])]
            lines += [f"  and {more} more"] if more > 0 else []
            lines += ["  Their half-widths hold all the same."]
    for pair in found.pairs:
        lines += [
            f"Capital of {pair.first.name} (first side) and {pair.second.name} is not charged alike: {one}."
            for one in pair.capital
        ]
    for side in found.sides:
        if note := overloaded(side.found):
            lines.append(f"{side.name}: {note}")
        if note := _cold(side):
            lines.append(f"{side.name}: {note}")
    lines += _close(found)
    return ["", *lines] if lines else []


def _close(found: ContestVerdict) -> list[str]:
    """Name the sides that are below the target by so little that they have not been shown to miss it."""
    return [
        f"{side.name}: {_service(side)}, which these runs cannot tell from the target."
        for side in found.sides
        if side.target is not None and side.meets and side.service.mean < side.target
    ]


def _cold(side: SideVerdict) -> str:
    """Say so where the warm-up is too short for the stock (floor.md, C9)."""
    if "n_items_not_warmed_up" not in side.found.names:
        return ""
    cold = [number for number in side.found.values("n_items_not_warmed_up").values() if number]
    if not cold:
        return ""
    return (
        f"the warm-up is too short for the stock. In {len(cold)} of {len(side.found.outcomes)} runs up to "
        f"{max(cold):,.0f} items were reordered fewer than three times before its end."
    )


def _reasons(pair: PairVerdict, several: bool) -> list[str]:
    """Say where a difference comes from: kinds of cost, then resources."""
    parts, resources = largest(pair.parts, MOST_PARTS), largest(pair.resources, MOST_PARTS)
    if not parts and not resources:
        return []
    head = (pair.first.name, pair.second.name, "difference")
    title = f"where it comes from, EUR per {PIECE}"
    if several:
        title = f"{pair.second.name} against {pair.first.name}: {title}"
    rows = [(in_words(name), *_three(one)) for name, one in parts.items()]
    rows += [(name, *_three(one)) for name, one in resources.items()]
    return ["", text_table((title, *head), rows), *_tornado(pair)]


def _tornado(pair: PairVerdict) -> list[str]:
    """Show what the difference hangs on: prices one at a time, on both sides at once."""
    found = pair.tornado
    bars = [bar for bar in found.bars if bar.swing > SMALLEST_SWING * abs(found.first)]
    if not bars:
        return []
    head = (f"{pair.second.name} less {pair.first.name}, EUR per {PIECE}, at", "range", "low", "high", "")
    rows = [("all prices as they are", "", number(found.difference), number(found.difference), "")]
    rows += [
        (bar.name, bar.range, number(bar.difference[0]), number(bar.difference[1]), "turns" if bar.turns else "")
        for bar in bars
    ]
    left_out = [f"Left out: {name}, which cannot stand at an end of its range: {why}" for name, why in found.left_out]
    return ["", text_table(head, rows), *left_out]


def _three(one: Difference) -> tuple[str, str, str]:
    return with_half_width(one.first), with_half_width(one.second), difference(one)


def _choices(found: ContestVerdict) -> list[str]:
    """Say what every side chose, or that nothing was left to it, and its lot sizes."""
    return [line for side in found.sides for line in _choice(side)]


def _choice(side: SideVerdict) -> list[str]:
    sized = side.run.sized
    if sized is None:
        return [f"{side.name}: nothing was decided{_lots(side)}"]
    chosen = ", ".join(f"{name} = {value}" for name, value in sized.choice.items())
    return [f"{side.name} chose {chosen}{_lots(side)}", f"  {sized.why}"]


def _lots(side: SideVerdict) -> str:
    """List the lot sizes, or their range if there are many."""
    sizes = lot_sizes(side.run.scenario)
    if not sizes:
        return ""
    if len(sizes) <= MOST_LOT_SIZES:
        return "; " + ", ".join(f"{path} = {size}" for path, size in sizes.items())
    return f"; {len(sizes)} lot sizes from {min(sizes.values()):,} to {max(sizes.values()):,}"


def capacity_table(found: ContestVerdict) -> str:
    """Put what every side has bought beside each other, with its utilisation."""
    by_side = [{(one.resource, one.what): one for one in bought(side.run.scenario)} for side in found.sides]
    rows = []
    for key in dict.fromkeys(key for own in by_side for key in own):
        row = [f"{key[0]} ({key[1]})"]
        for side, own in zip(found.sides, by_side, strict=True):
            one = own.get(key)
            row += ["-", "-"] if one is None else [str(one.number), _share(side.estimate(one.utilisation))]
        rows.append(row)
    head = ["capacity bought", *(text for side in found.sides for text in (side.name, "utilised"))]
    return text_table(head, rows)


def _staff(found: ContestVerdict) -> list[str]:
    """Put the hours of people by contract, and the calls of pools, beside each other, where there are contracts."""
    names = dict.fromkeys(name for side in found.sides for name in side.found.names)
    rows = []
    for what in dict.fromkeys(_inside(name) for name in names if name.startswith(("paid_h[", "calls["))):
        for figure, words in OF_STAFF.items():
            name = f"{figure}[{what}]"
            if name in names:
                rows.append((f"{what}: {words}", *(with_half_width(side.estimate(name)) for side in found.sides)))
    return ["", text_table(("people by contract", *(side.name for side in found.sides)), rows)] if rows else []


def _inside(name: str) -> str:
    """Give what a figure is of: ``agency`` of ``paid_h[agency]``."""
    return name.partition("[")[2].removesuffix("]")


def _flatness(found: ContestVerdict) -> list[str]:
    """Say why cost to serve hardly moves on a floor whose capacity nobody decides on."""
    if not found.has_fixed_floor:
        return []
    shares = ", ".join(f"{_share(side.capacity_share)} of {side.name}'s cost" for side in found.sides)
    return [
        "",
        f"No decision changes capacity here: wages and machines are paid whether they are used or not ({shares}).",
        "So lot sizes and set-ups hardly move the cost to serve as long as customers are served: what they take shows",
        "in activity_cost_eur, and what they leave idle in unused_capacity_eur.",
    ]


# A sweep


def _swept(found: Sequence[ContestVerdict]) -> list[str]:
    """Write one row a point of the sweep, and why, where cost hardly moves."""
    study = found[0].study
    assert study.sweep is not None
    names = [side.name for side in found[0].sides]
    head = [study.sweep.name]
    for name in names:
        head += [f"{name}: service", "cost to serve", "activity cost", "chosen"]
    head += [f"{name} less {names[0]}" for name in names[1:]]
    rows = []
    for one in found:
        row = [str(one.contest.point)]
        for side in one.sides:
            costs = [with_half_width(side.estimate(name)) for name in ("cost_to_serve_eur", "activity_cost_eur")]
            row += [_share(side.service), side.lacks or costs[0], costs[1], _short_choice(side)]
        for pair in one.pairs:
            row.append(difference(pair.headline) if pair.is_comparable else "not comparable")
        rows.append(row)
    note = []
    if any(side.misses_target for one in found for side in one.sides) and study.service.target:
        note = ["", f"Not served: less than {_per_cent(study.service.target)} in time, with all that may be decided."]
    for one in found:
        note += [f"{study.sweep.name} {one.contest.point}: {line}" for line in _close(one)]
    told = [side for one in found for side in one.sides if not side.meets and not side.misses_target]
    for side in {side.cell.key: side for side in told}.values():
        point = "" if side.cell.point is None else f"{study.sweep.name} {side.cell.point}: "
        note.append(f"{point}{_missed(side)}")
    decided = [f"{side.name} chose: {', '.join(side.run.sized.choice)}" for side in found[0].sides if side.run.sized]
    return [*decided, *([""] if decided else []), text_table(head, rows), *note, *_flatness(found[0])]


def _short_choice(side: SideVerdict) -> str:
    sized = side.run.sized
    return "-" if sized is None else " ".join(str(value) for value in sized.choice.values())
