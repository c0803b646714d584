"""What a study says: who is cheaper by how much, why, and when nobody can be named (C5, C6, C10)."""

from __future__ import annotations

import json
from dataclasses import replace
from math import fsum, nan
from pathlib import Path

import pytest

from flexsim.insight import study_pictures, verdict_in_words
from flexsim.study import (
    ContestVerdict,
    Estimate,
    PairVerdict,
    Service,
    StudyRun,
    Verdict,
    holm,
    largest,
    paired,
    read_study,
    report,
    tables,
    verdict,
)
from flexsim.study.statistics import p_of_no_difference
from flexsim.study.verdicts import BESIDE_THE_LEDGER, meets
from tests.cli.helpers import ROOT, STUCK
from tests.study.studies import BENCHES, CLOCKWORK, SHOP, study_in


def judged(folder: Path, text: str = BENCHES, shop: str = SHOP, as_is: bool = True, workers: int = 1) -> Verdict:
    run = StudyRun(read_study(study_in(folder, text, shop)), as_is=as_is, workers=workers)
    run.run()
    return verdict(run)


def only(found: Verdict) -> tuple[ContestVerdict, PairVerdict]:
    (contest,) = found.contests
    (pair,) = contest.pairs
    return contest, pair


def against(change: str) -> str:
    return BENCHES.replace("work_centres.bench.units: 2", change)


N_BOXES, N_BEGUN = 671, 672
"""Of the clockwork: one every 15 min, the first at 15 min; the 672nd comes when the week ends: its material is spent, and
work in progress."""


def test_the_same_scenario_on_both_sides_differs_by_exactly_nothing(tmp_path: Path) -> None:
    contest, pair = only(judged(tmp_path, against("work_centres.bench.units: 1")))
    assert contest.sides[0].found.outcomes == contest.sides[1].found.outcomes
    for found in (*pair.differences.values(), *pair.parts.values(), *pair.resources.values()):
        assert found.difference.mean == 0.0 or found.difference.n == 0
    assert pair.headline.difference == Estimate(0.0, 0.0, 4)
    assert (pair.p, pair.cheaper) == (1.0, None)
    assert largest(pair.parts, 9) == largest(pair.resources, 9) == {}


def test_a_side_made_1_per_cent_dearer_in_one_price_is_found_and_its_line_is_named(tmp_path: Path) -> None:
    # 168 h at 0.06 EUR/h more, whether the bench is used or not: 10.08 EUR over 671 boxes. Nothing is in progress at the
    # ends. 671 boxes take 10 min each: of every euro more, 671 / 6 h of 168 h are the boxes', the rest is idle.
    contest, pair = only(judged(tmp_path, against("work_centres.bench.rate: 6.06 EUR/h"), CLOCKWORK))
    assert pair.headline.difference.mean == pytest.approx(10.08 / N_BOXES, rel=1e-9)
    assert pair.headline.difference.half_width == pytest.approx(0, abs=1e-12)
    assert pair.cheaper is contest.sides[0]
    (line,) = largest(pair.resources, 9)
    assert line == "unit bench"
    assert pair.resources[line].difference.mean == pytest.approx(10.08 / N_BOXES)
    kinds = largest(pair.parts, 9)
    assert set(kinds) == {"capital", "idle_units"}
    used = N_BOXES / 6 * 0.06 / N_BOXES
    assert kinds["capital"].difference.mean == pytest.approx(used)
    assert kinds["idle_units"].difference.mean == pytest.approx(10.08 / N_BOXES - used)


def test_it_is_found_as_well_where_chance_moves_both_sides_by_more(tmp_path: Path) -> None:
    _, pair = only(judged(tmp_path, against("work_centres.bench.rate: 6.06 EUR/h")))
    spread = pair.headline.first.half_width
    assert spread > 5 * pair.headline.difference.mean > 0
    assert pair.headline.is_clear
    assert pair.cheaper is pair.first
    assert next(iter(largest(pair.resources, 1))) == "unit bench"


def test_the_parts_of_a_difference_add_up_to_it(tmp_path: Path) -> None:
    _, pair = only(judged(tmp_path))
    assert fsum(one.difference.mean for one in pair.parts.values()) == pytest.approx(pair.headline.difference.mean)
    assert fsum(one.first.mean for one in pair.parts.values()) == pytest.approx(pair.headline.first.mean)


def test_kinds_and_resources_of_shops_with_stock_add_up_too() -> None:
    run = StudyRun(replace(read_study(ROOT / "docs" / "stools" / "study.yaml"), confirmation=2), as_is=True)
    run.run()
    _, pair = only(verdict(run))
    gap = pair.headline.difference.mean
    assert fsum(one.difference.mean for one in pair.parts.values()) == pytest.approx(gap)
    beside = fsum(one.difference.mean for name, one in pair.parts.items() if name in BESIDE_THE_LEDGER)
    assert fsum(one.difference.mean for one in pair.resources.values()) + beside == pytest.approx(gap)
    assert beside != 0


def test_people_by_contract_stand_beside_each_other_where_there_are_any(tmp_path: Path) -> None:
    run = StudyRun(read_study(study_in(tmp_path)), as_is=True)
    run.run()
    hours = {"paid_h[agency]": 90.0, "idle_h[agency]": 10.0, "work_share[agency]": 0.25, "calls[pool]": 7.0}
    row = run.cells[None, None, "two"]
    row.outcomes = {n: replace(one, measures={**one.measures, **hours}) for n, one in row.outcomes.items()}
    lines = verdict_in_words(verdict(run)).splitlines()
    rows = {line.split("  ")[0]: line.split() for line in lines}
    assert rows["people by contract"][-2:] == ["one", "two"]
    assert rows["agency: hours paid"][3:] == ["-", "90.00", "±", "0.00"]
    assert rows["agency: share of all work"][-3:] == ["0.25", "±", "0.00"]
    assert rows["pool: calls"][2:] == ["-", "7.00", "±", "0.00"]
    assert "people by contract" not in verdict_in_words(judged(tmp_path))


def test_a_side_that_misses_the_target_is_not_comparable_and_nobody_wins(tmp_path: Path) -> None:
    late = CLOCKWORK.replace("due: 2 h", "due: 12 min")  # a box takes 10 min, and 14 min on a slow bench
    text = BENCHES.replace("target: 0.5", "target: 0.95").replace(
        "work_centres.bench.units: 2", "products.box.operations.glue.run: 14 min"
    )
    found = judged(tmp_path, text, late)
    contest, pair = only(found)
    assert [side.meets for side in contest.sides] == [True, False]
    assert pair.cheaper is None
    assert not pair.is_comparable
    words = verdict_in_words(found)
    assert "two: not comparable: 0.0 % ± 0.0 of 95 %\nNo winner is named." in words
    assert "cheaper" not in words
    for text_of_a_finding in ("where it comes from", "all prices as they are", "difference", "Break-even"):
        assert text_of_a_finding not in words
    (told,) = report(found)["comparisons"][0]["differences"]
    assert [told[name] for name in ("comparable", "cheaper", "p", "holm", "break_even_premium", "tornado")] == [
        False, None, None, None, None, None,
    ]  # fmt: skip
    assert tables(found)["tornado"].empty
    assert not tables(found)["differences"]["comparable"].any()
    priced = judged(tmp_path, text.replace("{target: 0.95}", "{priced: true}"), late)
    assert only(priced)[0].missing == ()


def test_where_one_of_three_sides_misses_the_target_the_others_are_compared_all_the_same(tmp_path: Path) -> None:
    late = CLOCKWORK.replace("due: 2 h", "due: 12 min")
    text = (
        BENCHES.replace("target: 0.5", "target: 0.95") + "  slow: {set: {products.box.operations.glue.run: 14 min}}\n"
    )
    words = verdict_in_words(judged(tmp_path, text, late))
    assert "slow: not comparable: 0.0 % ± 0.0 of 95 %\none is cheaper than two by 1.50" in words
    assert "slow against one" not in words
    assert "slow less one" not in words
    assert "two less one" in words
    no_first = text.replace("one: {}", "one: {set: {products.box.operations.glue.run: 14 min}}")
    words = verdict_in_words(judged(tmp_path, no_first, late))
    assert "No winner is named." in words
    assert "cheaper" not in words


def test_a_side_that_cannot_go_on_leaves_the_others_theirs(tmp_path: Path) -> None:
    # The same customers; on the last side a lot of two blocks the only way for good.
    free = STUCK.replace("name: A circle", "name: A circle\nhorizon: 1 d").replace(": {buffer: 0}", ": {}")
    sides = "two: {set: {work_centres.north.units: 2}}\n  stuck: {set: {work_centres.north.buffer: 0, work_centres.south.buffer: 0}}"  # fmt: skip
    text = BENCHES.replace("two: {set: {work_centres.bench.units: 2}}", sides).replace(
        "{target: 0.5}", "{priced: true}"
    )
    one, two, found = (judged(tmp_path, text, free, workers=workers) for workers in (1, 2, 1))
    assert report(one) == report(two)
    words = verdict_in_words(found)
    assert "stuck: not comparable: it cannot go on: replication 0: " in words
    assert "two against one: no difference at all" in words
    (told,) = report(found)["comparisons"]
    assert [bool(side["stopped"]) for side in told["sides"]] == [False, False, True]
    assert told["pairs_of_runs"] == 4
    json.dumps(report(found), allow_nan=False)
    assert set(tables(found)["differences"]["second"]) == {"two"}
    assert {name for name, _ in study_pictures(found)} >= {"cost_by_kind", "service"}


def test_a_side_within_its_half_width_of_the_target_is_noted_in_a_sweep_too(tmp_path: Path) -> None:
    swept = BENCHES + "sweep: {set: [work_centres.bench.rate], values: [6 EUR/h, 7 EUR/h], alternatives: [one]}\n"
    shop = SHOP.replace("due: 2 h", "due: 30 min")
    service = judged(tmp_path, swept, shop).contests[0].sides[0].service
    target = f"{service.mean + min(service.half_width, 0.005) / 2:.6f}"
    words = verdict_in_words(judged(tmp_path, swept.replace("target: 0.5", f"target: {target}"), shop))
    assert words.count("which these runs cannot tell from the target") == 2


def with_overloads(run: StudyRun, n_overloaded: int) -> Verdict:
    """Judge a study that has run as if work had piled up in some of the four runs of its second side."""
    for key in [key for key in run.cells if key[2] == "two"]:
        row = run.cells[key]
        row.outcomes = {
            n: replace(one, measures={**one.measures, "overloaded": float(n < n_overloaded)})
            for n, one in row.outcomes.items()
        }
    return verdict(run)


@pytest.mark.parametrize("service", ["{target: 0.5}", "{priced: true}"])
def test_a_side_with_which_work_piles_up_in_half_of_the_runs_is_not_comparable(tmp_path: Path, service: str) -> None:
    run = StudyRun(read_study(study_in(tmp_path, BENCHES.replace("{target: 0.5}", service))), as_is=True)
    run.run()
    found = with_overloads(run, 1)
    assert only(found)[1].is_comparable
    assert "two: Note: overloaded. Work piles up in 1 of 4 replications" in verdict_in_words(found)
    found = with_overloads(run, 2)
    words = verdict_in_words(found)
    assert "two: not comparable: overloaded in 2 of 4 runs: work piles up" in words
    assert "No winner is named." in words
    assert "cheaper" not in words
    told = report(found)["comparisons"][0]
    assert (told["comparable"], told["differences"][0]["cheaper"]) == (False, None)
    assert [(side["meets_target"], side["overloaded"]) for side in told["sides"]] == [(True, False), (True, True)]
    assert list(tables(found)["sides"]["overloaded"]) == [False, True]


def test_an_overloaded_point_of_a_sweep_has_no_cost_to_compare(tmp_path: Path) -> None:
    swept = BENCHES + "sweep: {name: rate, set: [work_centres.bench.rate], values: [6 EUR/h, 7 EUR/h]}\n"
    run = StudyRun(read_study(study_in(tmp_path, swept)), as_is=True)
    run.run()
    found = with_overloads(run, 3)
    words = verdict_in_words(found)
    rows = [line for line in words.splitlines() if line.startswith(("6 EUR/h", "7 EUR/h"))]
    assert all("  overloaded  " in row and row.endswith("not comparable") for row in rows)
    assert "rate 7 EUR/h: two: not comparable: overloaded in 3 of 4 runs: work piles up" in words
    assert "Not served" not in words
    curves = {name: figure for name, figure in study_pictures(found) if name.startswith("cost_over")}
    told = {name: [line.get_label() for line in figure.axes[0].lines] for name, figure in curves.items()}
    assert ["overloaded" in labels for labels in told.values()] == [False, True]
    assert not any("not served" in labels for labels in told.values())


@pytest.mark.parametrize(
    ("mean", "half_width", "expected"),
    [
        (0.95, 0.0, True),
        (0.949, 0.002, True),  # within its half-width
        (0.949, 0.0005, False),
        (0.944, 0.2, False),  # so wide an interval shows nothing, and more than half a point is missing
        (0.912, 0.008, False),
        (nan, nan, False),
    ],
)
def test_a_side_meets_the_target_unless_it_is_shown_to_miss_it(mean: float, half_width: float, expected: bool) -> None:
    assert meets(Estimate(mean, half_width, 30), Service(0.95)) is expected


def test_a_priced_service_cannot_be_missed() -> None:
    assert meets(Estimate(0.1, 0.0, 30), Service(None))


def test_share_of_capacity_in_all_cost_is_what_is_paid_used_or_not(tmp_path: Path) -> None:
    found = judged(tmp_path, shop=CLOCKWORK)
    contest, _ = only(found)
    one, two = (168 * 6 * benches for benches in (1, 2))
    assert contest.sides[0].capacity_share.mean == pytest.approx(one / (one + 3 * N_BEGUN))
    assert contest.sides[1].capacity_share.mean == pytest.approx(two / (two + 3 * N_BEGUN))
    assert "No decision changes capacity" not in verdict_in_words(found)  # the alternatives differ in it
    words = verdict_in_words(judged(tmp_path, against("work_centres.bench.rate: 12 EUR/h"), CLOCKWORK))
    assert "No decision changes capacity here: wages and machines are paid whether they are used or not" in words
    assert "(33.3 % ± 0.0 of one's cost, 50.0 % ± 0.0 of two's cost)" in words


def test_where_capacity_is_decided_cost_is_not_said_to_be_flat(tmp_path: Path) -> None:
    text = against("work_centres.bench.units: 1").replace(
        "one: {}", "one: {decide: {work_centres.bench.units: [1, 2]}}"
    )
    words = verdict_in_words(judged(tmp_path, text, as_is=False))
    assert "No decision changes capacity" not in words
    assert "one chose work_centres.bench.units = 1" in words
    assert "No decision changes capacity" in verdict_in_words(judged(tmp_path, text, as_is=True))


def test_on_a_fixed_floor_cost_to_serve_is_flat_over_lot_sizes_and_activity_cost_is_not(tmp_path: Path) -> None:
    # Orders of six boxes every 90 min, in lots of 1, 2, 3 or 6, each with a set-up of 2 min. The bench is paid for all
    # 168 h anyway: 3 EUR of material and 1008 EUR over all boxes, whatever the lots.
    shop = CLOCKWORK.replace("run: 10 min", "set_up: 2 min, run: 10 min").replace("every: 15 min", "every: 90 min, quantity: 6")  # fmt: skip
    text = BENCHES.replace("  two: {set: {work_centres.bench.units: 2}}\n", "")
    text += "sweep: {name: lot size, set: demand.shop.lot_size, values: [1, 2, 3, 6]}\n"
    found = judged(tmp_path, text, shop)
    n = 6 * 111  # orders come at 90, 180, ... 9,990 min; the 112th as the week ends: its material
    to_serve = [one.sides[0].estimate("cost_to_serve_eur").mean for one in found.contests]
    activity = [one.sides[0].estimate("activity_cost_eur").mean for one in found.contests]
    assert to_serve == pytest.approx([3 + 1008 / n] * 4, rel=1e-9)
    assert activity == pytest.approx([3 * (n + 6) / n + (10 + 2 / lot) / 60 * 6 for lot in (1, 2, 3, 6)], rel=1e-9)
    words = verdict_in_words(found)
    assert "lot size" in words
    assert "So lot sizes and set-ups hardly move the cost to serve" in words


def test_points_that_no_decision_serves_are_not_served(tmp_path: Path) -> None:
    text = BENCHES.replace("target: 0.5", "target: 0.95").replace("one: {}", "one: {decide: {work_centres.bench.rate: [6 EUR/h, 7 EUR/h]}}")  # fmt: skip
    text += "sweep: {name: gap, set: demand.shop.every, values: [15 min, 9 min]}\n"
    found = judged(tmp_path, text, CLOCKWORK, as_is=False)
    rows = [line.split() for line in verdict_in_words(found).splitlines() if line.startswith(("15 min", "9 min"))]
    assert "served" not in rows[0]
    assert rows[1].count("served") == 1  # one bench of 10 min cannot, two can
    assert "comparable" in rows[1]


def test_holm_by_hand() -> None:
    # 0.01 x 3; 0.03 x 2; 0.04 x 1, which must not be less than the one before it.
    found = holm([0.01, 0.04, 0.03], 0.95)
    assert [one.p for one in found] == pytest.approx([0.03, 0.06, 0.06])
    assert [one.confidence for one in found] == pytest.approx([1 - 0.05 / 3, 0.95, 1 - 0.05 / 2])
    assert [one.p for one in holm([0.5, 0.9])] == [1.0, 1.0]
    assert [one.p for one in holm([nan, 0.01])] == [1.0, 0.02]
    assert holm([]) == []


def test_one_test_is_not_adjusted() -> None:
    (one,) = holm([0.04], 0.9)
    assert (one.p, one.confidence) == (0.04, 0.9)


def test_p_is_that_of_the_paired_t_test() -> None:
    from scipy.stats import ttest_rel

    first, second = {0: 1.0, 1: 2.0, 2: 4.0, 3: 3.0}, {0: 1.5, 1: 2.1, 2: 4.9, 3: 3.2}
    expected = ttest_rel(list(second.values()), list(first.values())).pvalue
    assert p_of_no_difference(first, second) == pytest.approx(expected)
    assert p_of_no_difference(first, first) == 1
    assert p_of_no_difference(first, {n: value + 1 for n, value in first.items()}) == 0


def test_a_difference_is_clear_if_and_only_if_its_interval_leaves_out_nothing() -> None:
    first = {0: 1.0, 1: 2.0, 2: 4.0, 3: 3.0}
    for shift in (0.05, 0.2, 0.3, 0.5, 1.0):
        second = {n: value + shift + 0.2 * (-1) ** n for n, value in first.items()}
        assert paired(first, second).is_clear == (p_of_no_difference(first, second) < 0.05)


def test_several_alternatives_are_each_compared_with_the_first_under_holm(tmp_path: Path) -> None:
    text = BENCHES + "  dear: {set: {work_centres.bench.rate: 9 EUR/h}}\n  alike: {}\n"
    found = judged(tmp_path, text)
    (contest,) = found.contests
    assert [(pair.first.name, pair.second.name) for pair in contest.pairs] == [("one", "two"), ("one", "dear"), ("one", "alike")]  # fmt: skip
    by_hand = holm([pair.p for pair in contest.pairs])
    assert [pair.adjusted for pair in contest.pairs] == by_hand
    two, dear, alike = contest.pairs
    assert (alike.adjusted.p, alike.cheaper) == (1.0, None)
    assert two.cheaper is dear.cheaper is contest.sides[0]
    # two and dear tie for the clearest or not; whichever comes first has the interval of a third of 5 %
    assert {round(pair.adjusted.confidence, 6) for pair in contest.pairs} == {0.983333, 0.975, 0.95}
    assert two.at_adjusted.difference.half_width > two.headline.difference.half_width
    words = verdict_in_words(found)
    assert "after Holm's correction" in words
    assert "Holm's interval" in words


def test_the_break_even_premium_is_the_difference_where_all_pieces_bear_it(tmp_path: Path) -> None:
    _, pair = only(judged(tmp_path, against("work_centres.bench.rate: 6.06 EUR/h"), CLOCKWORK))
    assert pair.premium.eur == pytest.approx(10.08 / N_BOXES)
    assert pair.premium.charged_by == "second"


def test_stated_prices_move_in_their_range_and_others_by_a_fifth(tmp_path: Path) -> None:
    text = BENCHES + "prices: {work_centres.bench.rate: {low: 3 EUR/h, high: 12 EUR/h}}\n"
    _, pair = only(judged(tmp_path, text, CLOCKWORK))
    rate, material = pair.tornado.bars
    # a second bench: 168 h at the rate over 671 boxes
    assert rate.difference == pytest.approx((168 * 3 / N_BOXES, 168 * 12 / N_BOXES))
    assert material.range == "-20 % to +20 %"
    assert material.difference == pytest.approx((168 * 6 / N_BOXES,) * 2)
    assert material.first == pytest.approx((2.4 + 1008 / N_BOXES, 3.6 + 1008 / N_BOXES))


def test_cases_are_told_one_by_one_and_what_is_left_out_comes_first(tmp_path: Path) -> None:
    text = BENCHES.replace("question:", "leaves_out: absence and learning.\nquestion:")
    text += "cases: {level: {}, busy: {set: {demand.shop.every: exponential(12 min)}}}\n"
    found = judged(tmp_path, text, as_is=False)
    lines = verdict_in_words(found).splitlines()
    assert lines[0] == "Leaves out: absence and learning."
    assert lines[1] == "Benches: Does a second bench pay?"
    assert lines.index("Case level") < lines.index("Case busy")
    as_is = verdict_in_words(judged(tmp_path, text)).splitlines()[0]
    assert as_is.startswith("Compared as they are (--as-is): no side was sized")
    assert as_is.endswith("Leaves out: absence and learning.")


def test_a_warm_up_that_is_too_short_for_the_stock_is_told(tmp_path: Path) -> None:
    # 96 boxes a day in lots of 400: in two days 192 have been sold, and one lot at most has been begun.
    shop = SHOP.replace("due: 2 h", "item: boxes").replace("product: box, every", "every").replace("horizon: 1 wk", "horizon: 1 wk\nwarm_up: 2 d")  # fmt: skip
    shop += "stock: {boxes: {product: box, lot_size: 400, reorder_point: 50}}\n"
    words = verdict_in_words(judged(tmp_path, BENCHES, shop))
    said = "the warm-up is too short for the stock. In 4 of 4 runs up to 1 items were reordered fewer than three times"
    assert f"one: {said}" in words
    assert "too short" not in verdict_in_words(judged(tmp_path, BENCHES, shop.replace("lot_size: 400", "lot_size: 20")))
