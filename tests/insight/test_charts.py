"""Pictures of time and money: every number drawn is one that was counted, by hand or by the tables."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from flexsim.insight import (
    gantt,
    gantt_week,
    lead_time_by_cause,
    lead_times,
    pictures,
    save,
    unit_cost,
    utilisation,
    work_in_progress,
)
from flexsim.insight.cost_bars import eur_per_piece
from flexsim.insight.gantt_week import week_to_show
from flexsim.insight.lead_time_charts import mean_causes_h, round_width
from flexsim.insight.levels import levels
from flexsim.insight.palette import CAUSES
from flexsim.insight.work_in_progress_chart import bins, unit_of_time
from flexsim.scenario import load, loads
from flexsim.study import RECORDABLE, Result, simulate
from tests.handmade import CAUSES as ALL_CAUSES
from tests.handmade import H, as_result, counts, result, stool_workshop

ROOT = Path(__file__).parents[2]


@cache
def bicycles(name: str) -> Result:
    file = Path(__file__).with_name(f"bicycles_{name}.yaml")
    scenario = load(file).with_values({"horizon": "5 wk", "warm_up": "10 d"})
    return simulate(scenario, record=RECORDABLE)


def legend(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


def bars_of(axes: Axes) -> dict[str, list[float]]:
    return {str(one.get_label()): [bar.get_width() for bar in one] for one in axes.containers}


# work in progress


def test_work_in_progress_is_what_is_released_and_not_completed() -> None:
    found = levels(result())
    # two stools 0-4 h, one 2-5.5 h, three from 6.5 h on
    order = found["made to order"]
    assert list(zip(order.times_h, order.pieces, strict=True)) == [(0, 2), (2, 3), (4, 1), (5.5, 0), (6.5, 3)]
    # one stool waits 1-2 h, three 6-6.5 h, one from 7 h until it is lost at 7.5 h; what is on the shelf does not wait
    waits = found["waiting for release or stock"]
    assert list(zip(waits.times_h, waits.pieces, strict=True)) == [(1, 1), (2, 0), (6, 3), (6.5, 0), (7, 1), (7.5, 0)]
    assert len(found["made for stock"].times_h) == 0


def test_means_of_a_level_are_exact_integrals() -> None:
    order = levels(result())["made to order"]
    # 2 x 2 + 3 x 2 + 1 x 1.5 + 3 x 1.5 = 16 piece-hours in 8 h
    assert order.means(np.array([0.0, 8.0])) == pytest.approx([2.0])
    # 0-3 h: 2 x 2 + 3 = 7; 3-6 h: 3 + 1.5 = 4.5; 6-8 h: 4.5
    assert order.means(np.array([0.0, 3.0, 6.0, 8.0])) == pytest.approx([7 / 3, 1.5, 2.25])
    late = levels(result())["waiting for release or stock"]
    assert late.means(np.array([0.0, 0.5, 1.5])) == pytest.approx([0, 0.5])  # nothing before the first


def test_lots_of_a_replenishment_are_one_and_a_remake_is_no_new_piece() -> None:
    made = counts()
    lots = made.tables["lots"]
    added = np.array(
        [  # stream, ordinal, leader, generation, pieces, released, completed, good, joined, configuration
            (2, 0, 0, 0, 3, 1 * H, 3 * H, 3, 0, 1),
            (2, 0, 3, 0, 2, 1 * H, 4 * H, 1, 0, 1),
            (2, 0, 4, 1, 1, 4 * H, 5 * H, 1, 0, 1),  # one of the two is made anew
            (2, 5, 5, 0, 5, 6 * H, -1, 0, 0, 1),
        ]
    )
    made.tables["lots"] = {
        name: np.append(column, added[:, place]) for place, (name, column) in enumerate(lots.items())
    }
    stock = levels(as_result(made))["made for stock"]
    assert list(zip(stock.times_h, stock.pieces, strict=True)) == [(1, 5), (5, 0), (6, 5)]


def test_piece_hours_on_the_floor_are_the_flow_times_of_the_orders() -> None:
    run = bicycles("to_order")
    orders, end = run.tables.orders, run.window.end / H
    left = orders["completed_h"].fillna(end).clip(upper=end)
    flow = (left - orders["released_h"].fillna(end).clip(upper=end)).sum()  # one bicycle an order
    mean = levels(run)["made to order"].means(np.array([0.0, end]))[0]
    assert mean * end == pytest.approx(flow, rel=1e-9)


def test_stock_is_made_in_whole_lots() -> None:
    found = levels(bicycles("from_stock"))
    assert set(found["made for stock"].pieces % 20) == {0}
    assert found["made for stock"].pieces.max() >= 60
    assert not found["made to order"].pieces.any()


def test_the_mean_after_the_warm_up_is_drawn_and_written() -> None:
    run = bicycles("to_order")
    figure = work_in_progress(run)
    axes = figure.axes[0]
    start, end = run.window.start / H, run.window.end / H
    mean = levels(run)["made to order"].means(np.array([start, end]))[0]
    assert f"mean on the floor after the warm-up: {mean:,.4g} pieces" in legend(figure)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("time since the start (d)", "pieces (mean of each day)")
    assert axes.get_xlim() == (0, 35)


def test_bins_and_units_of_time_suit_the_length_of_a_run() -> None:
    assert [bins(hours)[0] for hours in (8.0, 400.0, 401.0, 9600.0, 9601.0, 1e6)] == [
        "hour",
        "hour",
        "day",
        "day",
        "week",
        "week",
    ]
    name, edges = bins(8.5)
    assert (name, list(edges[-2:])) == ("hour", [8.0, 8.5])
    assert [unit_of_time(hours)[0] for hours in (1.0, 96.0, 97.0, 1440.0, 1441.0)] == ["h", "h", "d", "d", "wk"]


# unit cost


def test_unit_cost_has_one_bar_a_kind_the_largest_first() -> None:
    run = result()
    # 5 good pieces: 2 + 1 + 2. Of 88 EUR for units: 1 h of set-up at 3; 1 h of saw at 3 and 1.5 h of booth at 5 for good
    # work; half an hour of saw for a stool thrown away; the rest, 73, unused. Ann's 140: 3 h idle, 1 h set-up, half an hour
    # for scrap, 1 h for good work and 1.5 h of attention that the record does not trace. Material: 2 white at 10, 3 red at
    # 12; one red thrown away, one made again.
    eur = {
        "idle_units": 73, "idle_labour": 60, "material": 20 + 36, "labour": 20 + 30, "scrap": 1.5 + 10 + 12,
        "set_up": 3 + 20, "remake": 12, "capital": 3 + 7.5,
    }  # fmt: skip
    assert sum(eur.values()) == 88 + 140 + 80
    assert eur_per_piece(run) == pytest.approx({kind: euros / 5 for kind, euros in eur.items()})
    figure = unit_cost(run)
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()][:2] == ["idle units", "idle labour"]
    assert [label.get_text() for label in axes.get_yticklabels()][5] == "set-up"
    assert [bar.get_width() for bar in axes.containers[0]] == pytest.approx([euros / 5 for euros in eur.values()])
    assert [text.get_text() for text in axes.texts][:3] == ["14.60 (24 %)", "12.00 (19 %)", "11.20 (18 %)"]
    assert figure.get_suptitle() == "Stools: unit cost 61.60 EUR"
    assert axes.get_xlabel() == "cost per good piece delivered (EUR)"


def test_a_shop_without_prices_has_no_bars_and_says_so() -> None:
    free = stool_workshop().with_values({
        "workers.Ann.wage": None, "work_centres.saw.rate": None, "work_centres.booth.rate": None,
        "products.stool.material": None, "products.stool.operations.paint.changes": None,
    })  # fmt: skip
    figure = unit_cost(as_result(counts(), free))
    assert [text.get_text() for text in figure.axes[0].texts] == [
        "No good piece was delivered, or nothing had a price."
    ]


# lead times


def test_causes_of_lead_time_are_means_over_delivered_orders() -> None:
    (found,) = mean_causes_h(result()).items()
    # 4 h: 1 set-up, 2.5 run, 0.5 unit; 4.5 h: 1 before release, 3 run, 0.5 worker; at once from the shelf
    name, causes = found
    assert name == "all 3 orders"
    assert {cause: hours for cause, hours in causes.items() if hours} == pytest.approx(
        {"set_up": 1 / 3, "run": 5.5 / 3, "unit": 0.5 / 3, "before_release": 1 / 3, "worker": 0.5 / 3}
    )
    figure = lead_time_by_cause(result())
    (axes,) = figure.axes
    drawn = {label: widths[0] for label, widths in bars_of(axes).items()}
    assert drawn == pytest.approx({
        "run": 5.5 / 3, "set-up": 1 / 3, "waiting for a unit": 0.5 / 3, "waiting for a worker": 0.5 / 3, "before release": 1 / 3,
    })  # fmt: skip
    assert axes.get_xlabel() == "mean lead time (h)"
    assert axes.texts[0].get_text() == "2.83 h"  # (4 + 4.5) / 3


def test_fast_and_slow_orders_are_parts_of_all() -> None:
    run = bicycles("to_order")
    found = {name: sum(causes.values()) for name, causes in mean_causes_h(run).items()}
    every, fast, middle, slow = found.values()
    assert every == pytest.approx(run.measures["mean_lead_time_h"])
    assert fast < middle < slow
    assert 0.25 * fast + 0.5 * middle + 0.25 * slow == pytest.approx(every, rel=0.01)


def test_every_cause_has_a_colour_of_its_own() -> None:
    assert set(CAUSES) == set(ALL_CAUSES)
    assert len(set(CAUSES.values())) == len(CAUSES)


def test_the_distribution_counts_every_order_once() -> None:
    run = bicycles("to_order")
    figure = lead_times(run)
    above, below = figure.axes
    assert sum(bar.get_height() for bar in above.containers[0]) == pytest.approx(100)
    width = above.containers[0][0].get_width()
    assert above.get_ylabel() == f"orders (% per {width:g} h)"
    assert (below.get_ylabel(), below.get_xlabel()) == ("delivered within (% of orders)", "lead time (h)")
    marks = [text.get_text() for text in below.texts]
    assert marks == [
        f"median {run.measures['median_lead_time_h']:,.3g} h",
        f"95th percentile {run.measures['p95_lead_time_h']:,.3g} h",
    ]


def test_orders_still_open_are_in_no_bar_but_in_the_title() -> None:
    assert lead_times(result()).get_suptitle() == "Stools: lead times of 3 delivered orders; 1 still open"


def test_orders_served_at_once_are_a_note_and_no_bar() -> None:
    above, _ = lead_times(result()).axes
    assert sum(bar.get_height() for bar in above.containers[0]) == pytest.approx(200 / 3)
    assert above.texts[0].get_text() == "33.3 % were delivered at once; bars are of the others"


@pytest.mark.parametrize(
    ("least", "width"), [(0.3, 0.5), (1.0, 1.0), (1.9, 2.0), (2.2, 2.5), (26, 50), (0.0, 1.0), (7e-5, 1e-4)]
)
def test_bars_have_round_widths(least: float, width: float) -> None:
    assert round_width(least) == pytest.approx(width)


def test_a_run_that_delivers_nothing_has_pictures_that_say_so() -> None:
    never = counts()
    never.tables["orders"]["state"][:] = 0
    never.tables["orders"]["completed"][:] = -1
    for figure in (lead_time_by_cause(as_result(never)), lead_times(as_result(never))):
        assert [text.get_text() for text in figure.axes[0].texts] == [
            "No order that came after the warm-up was delivered."
        ]


def test_a_run_without_any_order_has_pictures() -> None:
    empty = counts()
    for name in ("orders", "lots", "operations", "events"):
        empty.tables[name] = {key: column[:0] for key, column in empty.tables[name].items()}
    for _, figure in pictures(as_result(empty)):
        assert figure.axes


# the week


def test_a_week_has_a_panel_for_each_day_with_work() -> None:
    run = bicycles("to_order")
    figure = gantt_week(run)
    # the warm-up ends on a Wednesday: the first whole week after it is the third
    assert figure.get_suptitle() == "Bicycle workshop: week 3, from Mon 2026-01-19"
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    first, last = figure.axes[0], figure.axes[-1]
    assert first.get_xlim() == (2 * 168 + 8, 2 * 168 + 17)  # on shift from 8:00 to 16:30
    assert [label.get_text() for label in last.get_xticklabels()] == [str(hour) for hour in range(8, 18)]
    assert last.get_xlabel() == "hour of the day (h)"
    assert legend(figure) == ["off shift", "set-up", "load", "run", "unload"]


def test_bars_of_a_day_are_those_of_the_events() -> None:
    run = bicycles("to_order")
    axes = gantt_week(run).axes[1]
    drawn = sum(
        len(one.get_paths()) for one in axes.collections if one.get_label().lstrip("_") in ("run", "set-up", "set_up")
    )
    events = run.tables.events
    day = events[(events["to_h"] > 2 * 168 + 32) & (events["from_h"] < 2 * 168 + 41)]
    pieces = day[day["kind"].isin(["run", "set_up"])]
    assert drawn == len(pieces)


def test_the_week_shown_is_whole_if_there_is_one() -> None:
    def shown(end_h: int, warm_h: int) -> int:
        made = counts()
        made.end = end_h * H
        run = as_result(made)
        return week_to_show(
            Result(
                run.scenario,
                1,
                0,
                "by hand",
                made,
                replace(run.window, start=warm_h * H, end=made.end),
                run.costs,
                {},
            )
        )

    assert shown(8, 0) == 0
    assert shown(168, 0) == 0  # Sunday's midnight is still the first week's
    assert shown(1000, 168) == 1
    assert shown(1000, 169) == 2
    assert shown(200, 169) == 1  # the rest of a week is better than nothing


def test_a_week_after_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match=r"week 7: the run ended in week 0 \(they count from 0\)"):
        gantt_week(result(), week=7)


def test_a_floor_with_many_units_has_its_week_in_one_panel() -> None:
    many = counts()
    many.names["units"] = ("booth/0", "saw/0", "saw/1", *(f"booth/{n}" for n in range(3, 100)))
    figure = gantt_week(as_result(many))
    assert len(figure.axes) == 1
    assert figure.get_suptitle() == "Stools: week 1 (the first 60 of 100 units)"


def test_work_at_night_is_on_both_days() -> None:
    run = simulate(loads("""
flexsim: 1
products: {box: {operations: {dry: {at: oven, run: 10 h}}}}
demand: {shop: {product: box, at: [20 h]}}
work_centres: {oven: {}}
"""))  # fmt: skip
    figure = gantt_week(run)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Mon", "Tue"]
    assert [sum(len(one.get_paths()) for one in axes.collections) for axes in figure.axes] == [1, 1]


# all of them


def test_every_axis_says_its_unit() -> None:
    for name, figure in pictures(bicycles("from_stock")):
        labels = [axes.get_xlabel() for axes in figure.axes]
        assert any(label.endswith(("(h)", "(d)", "(wk)", "(EUR)", "(%)")) for label in labels), name
        assert figure.get_suptitle().startswith("Bicycles from stock"), name


def test_names_are_text_and_no_formulas(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    run = simulate(loads(r"""
flexsim: 1
name: '$\frac{1$ 日本'
products:
  _x: {operations: {'$a^': {at: '$x^$', run: 1 h, set_up: 5 min}}}
  _y: {operations: {'$a^': {at: '$x^$', run: 1 h, set_up: 5 min}}}
demand: {shop: {product: _x, at: [0 h, 1 h]}, other: {product: _y, at: [0 h, 1 h]}}
work_centres: {'$x^$': {rate: 3 EUR/h}}
"""))  # fmt: skip
    drawn = dict(pictures(run, window_h=(0, 8), by="product"))
    for name, figure in drawn.items():
        assert save(figure, tmp_path / f"{name}.png").stat().st_size > 1000
    assert not recwarn.list
    assert [label.strip() for label in legend(drawn["gantt"])] == ["_x", "_y", "set-up"]


def test_settings_of_the_user_change_no_picture(tmp_path: Path) -> None:
    before = save(unit_cost(result()), tmp_path / "before.png").read_bytes()
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "yellow", "savefig.dpi": 20}):
        assert save(unit_cost(result()), tmp_path / "after.png").read_bytes() == before
        assert matplotlib.rcParams["font.size"] == 30


def test_a_notebook_shows_a_figure_as_the_file_has_it(tmp_path: Path) -> None:
    for draw in (gantt, utilisation, lead_times):
        shown = draw(result())._repr_png_()
        assert shown == save(draw(result()), tmp_path / "one.png").read_bytes()


def test_every_picture_has_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "import sys; from tests.handmade import result; from flexsim.insight import pictures, save\n"
        "for name, figure in pictures(result()):\n"
        "    for kind in ('png', 'svg', 'pdf'): save(figure, f'{sys.argv[1]}/{name}.{kind}')\n"
    )
    for salt in ("1", "2"):
        command = [sys.executable, "-c", program, str(tmp_path / salt)]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": salt})
    names = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(names) == 18
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
