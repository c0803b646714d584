"""Pictures of studies: what is drawn is what was given, and what was not served is marked and has no cost."""

from __future__ import annotations

from math import nan
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from flexsim.insight import (
    CurvePoint,
    ServiceAndCost,
    cost_over,
    costs_side_by_side,
    save,
    service_against_cost,
    staffing,
    staffing_over_time,
    study_pictures,
    tornado,
)
from flexsim.insight.kinds_chart import MOST_KINDS, kinds_to_show
from flexsim.insight.staffing_chart import weekly
from flexsim.scenario import loads
from flexsim.study import RECORDABLE, Bar, Estimate, StudyRun, Tornado, read_study, simulate, verdict
from tests.study.studies import study_in


def estimated(mean: float, half_width: float = 2.0) -> Estimate:
    return Estimate(mean, half_width, 10)


def legend(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


CURVE = [
    CurvePoint(10, estimated(480), estimated(570)),
    CurvePoint(1, estimated(999), estimated(999), "not served"),
    CurvePoint(100, estimated(470), estimated(590, nan)),
]


def test_a_curve_goes_by_what_was_swept_and_leaves_out_what_was_not_served() -> None:
    axes = cost_over(CURVE, "lot size", title="Curve").axes[0]
    activity, to_serve = axes.containers
    assert activity.lines[0].get_xydata().tolist() == [[10, 480], [100, 470]]
    assert to_serve.lines[0].get_xydata().tolist() == [[10, 570], [100, 590]]
    crosses = next(line for line in axes.lines if line.get_label() == "not served")
    assert list(crosses.get_xdata()) == [1]
    assert axes.get_xscale() == "log"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "10", "100"]


def test_an_alternative_without_the_choice_is_a_line_across() -> None:
    figure = cost_over(CURVE, "lot size", title="Curve", beside={"one_off": estimated(580)})
    across = next(line for line in figure.axes[0].lines if line.get_label() == "one_off: cost to serve")
    assert set(across.get_ydata()) == {580}
    assert "not served" in legend(figure)


def test_a_curve_of_nothing_but_unserved_points_has_no_cost() -> None:
    figure = cost_over(CURVE[1:2], "lot size", title="Curve")
    assert legend(figure) == ["not served"]


def test_the_largest_kind_of_any_side_comes_first_and_dust_is_left_out() -> None:
    sides = {"a": {"labour": 70.0, "holding": 1.0, "dust": 1e-6}, "b": {"labour": 60.0, "holding": 90.0}}
    assert kinds_to_show(sides) == ["holding", "labour"]
    many = {"a": {f"kind_{number:02}": float(number) for number in range(1, 30)}}
    assert kinds_to_show(many)[0] == "kind_29"
    assert len(kinds_to_show(many)) == MOST_KINDS


def test_every_side_has_a_bar_for_every_kind() -> None:
    axes = costs_side_by_side({"a": {"labour": 70.0}, "b": {"labour": 60.0, "holding": -5.0}}, title="Kinds").axes[0]
    widths = [[bar.get_width() for bar in bars] for bars in axes.containers]
    assert widths == [[70.0, 0.0], [60.0, -5.0]]
    legend_of_axes = axes.get_legend()
    assert legend_of_axes is not None
    assert [text.get_text() for text in legend_of_axes.get_texts()] == ["a: 70.00 EUR", "b: 55.00 EUR"]


def test_the_widest_swing_is_on_top_and_bars_begin_at_the_difference_as_it_is() -> None:
    bars = (
        Bar("b", (), "1 %/yr", "9 %/yr", (0, 8), (5, -3)),
        Bar("a", (), "1 EUR", "2 EUR", (6, 5), (2, 3)),
        Bar("c", (), "1 EUR", "2 EUR", (5, 5), (2, 2)),
    )
    axes = tornado(Tornado("cost_to_serve_eur", 5, 2, bars), title="Tornado", sides=("one", "other")).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b", "a"]  # c moves nothing
    low, high = ([(bar.get_x(), bar.get_width()) for bar in bars] for bars in axes.containers)
    assert [sum(bar) for bar in low] == [5, -4]
    assert [sum(bar) for bar in high] == [-11, -2]
    assert {start for start, _ in low + high} == {-3}


def test_service_is_drawn_in_per_cent_with_its_trials_and_the_target() -> None:
    side = ServiceAndCost(estimated(0.96, 0.01), estimated(500), [(0.9, 480.0), (nan, 470.0)])
    figure = service_against_cost({"one": side}, 0.95, title="Service")
    axes = figure.axes[0]
    assert axes.containers[0].lines[0].get_xydata().tolist() == [[500, 96]]
    drawn = [line.get_xydata().tolist() for line in axes.lines]
    assert [[480, 90]] in drawn
    assert legend(figure) == ["target 95 %", "small: tried when a side was sized", "one"]


def test_staffing_is_stacked_by_contract() -> None:
    figure = staffing_over_time([0, 1], {"full": [100, 100], "agency": [0, 40]}, [90, 150], [90, 140], title="Staff")
    tops = [max(y for _, y in one.get_paths()[0].vertices) for one in figure.axes[0].collections]
    assert tops == [100, 140]
    assert legend(figure) == ["full, present", "agency, present", "at work", "asked for"]


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        (cost_over([], "lot size", title=""), "Nothing was swept."),
        (costs_side_by_side({"a": {}}, title=""), "Nothing had a price."),
        (tornado(Tornado("cost_to_serve_eur", 0, 0, ()), title="", sides=("a", "b")), "No price moves the difference."),
        (service_against_cost({}, 0.95, title=""), "No side has a cost and a service."),
        (staffing_over_time([], {}, [], title=""), "Nobody was there."),
    ],
)
def test_a_picture_of_nothing_says_so(figure: Figure, why: str) -> None:
    assert [text.get_text() for text in figure.axes[0].texts] == [why]


def test_the_same_picture_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        save(cost_over(CURVE, "lot size", title="Curve", beside={"x": estimated(580)}), tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


CALLS = """
flexsim: 1
horizon: 2 wk
products: {stool: {operations: {build: {at: bench, run: 1 h, skill: building}}}}
demand: {customers: {product: stool, at: [0 h, 0 h, 0 h, 0 h, 0 h, 0 h, 0 h, 0 h, 0 h, 0 h, 176 h]}}
work_centres: {bench: {units: 2, team: crew}}
teams: {crew: {}}
workers: {Ann: {team: crew, skills: [building], shifts: day}}
pools:
  Temps: {team: crew, skills: [building], people: 1, shifts: day, call: {above: 4 h, notice: 1 h}, wage: 30 EUR/h}
shifts: {day: {mon: "08:00-12:00"}}
"""


def test_a_week_is_who_was_there_and_what_was_asked_for() -> None:
    result = simulate(loads(CALLS), record=RECORDABLE)
    weeks = weekly(result)
    # ten stools wait when Temps is called at 7:00 for the first Monday, and both work four hours; eight are built. On the
    # second Monday two are left and one more has come at 8:00: at 7:00 that is 2 h of work, not 4, so nobody is called.
    assert weeks["week"].tolist() == [0, 1]
    assert weeks["own staff"].tolist() == pytest.approx([4, 4])
    assert weeks["Temps"].tolist() == pytest.approx([4, 0])
    assert weeks["at work"].tolist() == pytest.approx([8, 3])
    assert weeks["asked for"].tolist() == pytest.approx([10, 1])  # one hour for each of eleven pieces


def test_staffing_needs_the_events_of_a_run() -> None:
    with pytest.raises(ValueError, match="events"):
        staffing(simulate(loads(CALLS)))


STUDY = """
flexsim_study: 1
name: Stools
scenario: shop.yaml
alternatives:
  one: {}
  other: {set: {work_centres.bench.rate: 5 EUR/h}, decide: {work_centres.bench.units: [1, 2]}}
cases: {as found: {}, "Twice, as dear": {set: {workers.Ann.wage: 40 EUR/h}}}
replications: {selection: 2, confirmation: 2}
"""

SHOP = """
flexsim: 1
horizon: 3 wk
products: {stool: {material: 3 EUR, operations: {build: {at: bench, set_up: 10 min, run: exponential(1 h), skill: building}}}}
demand: {customers: {product: stool, every: exponential(6 h)}}
work_centres: {bench: {units: 2, team: crew, rate: 2 EUR/h}}
teams: {crew: {}}
workers: {Ann: {team: crew, skills: [building], wage: 20 EUR/h}}
"""


def pictures_of(folder: Path, text: str) -> dict[str, Figure]:
    run = StudyRun(read_study(study_in(folder, text, SHOP)))
    run.run()
    return dict(study_pictures(verdict(run)))


def test_a_study_is_drawn_case_by_case(tmp_path: Path) -> None:
    drawn = pictures_of(tmp_path, STUDY)
    assert list(drawn) == [
        "cost_by_kind_as_found",
        "service_as_found",
        "tornado_other_as_found",
        "cost_by_kind_twice_as_dear",
        "service_twice_as_dear",
        "tornado_other_twice_as_dear",
    ]
    kinds = drawn["cost_by_kind_as_found"].axes[0]
    named = [label.get_text() for label in kinds.get_yticklabels()]
    material = [bars[named.index("material")].get_width() for bars in kinds.containers]
    assert material == pytest.approx([3, 3], abs=0.5)  # but for what is not begun when the window ends


def test_of_a_sweep_the_curve_and_its_cheapest_point_are_drawn(tmp_path: Path) -> None:
    text = STUDY.partition("cases:")[0] + (
        "sweep: {name: wage of Ann, set: [workers.Ann.wage], values: [40 EUR/h, 20 EUR/h]}\n"
        "replications: {selection: 2, confirmation: 2}\n"
    )
    drawn = pictures_of(tmp_path, text)
    assert [name for name in drawn if name.startswith("cost_over")] == [
        "cost_over_wage_of_ann_one",
        "cost_over_wage_of_ann_other",
    ]
    labels = drawn["cost_over_wage_of_ann_one"].axes[0].get_xticklabels()
    assert [label.get_text() for label in labels] == ["40 EUR/h", "20 EUR/h"]
    title = drawn["cost_by_kind"].get_suptitle()
    assert title == "Stools: cost to serve by kind, wage of Ann 20 EUR/h"
