"""Whether work piles up, and who is left behind when a run that went on for its customers is stopped."""

from __future__ import annotations

import math

import pytest

from flexsim import simulate
from flexsim.results import Window, is_overloaded, measures, notes, weekly_orders_inside, window
from flexsim.results.overload import line_through
from flexsim.scenario import Scenario, loads
from tests.handmade import H, counts, stool_workshop
from tests.reference.duel import seed_from


def queue(every: str, weeks: int = 26) -> Scenario:
    """One machine that takes an hour, and orders."""
    return loads(
        f"""
flexsim: 1
horizon: {weeks} wk
products: {{part: {{operations: {{a: {{at: A, run: exponential(1 h)}}}}}}}}
demand: {{parts: {{product: part, every: {every}}}}}
work_centres: {{A: {{}}}}
"""
    )


def test_more_orders_than_a_machine_can_make_are_an_overload() -> None:
    # an order in 50 minutes, an hour each: of 201.6 orders a week 33.6 stay, so the line rises by 33.6 a week
    steady = queue("50 min").with_values({"products.part.operations.a.run": "1 h"})
    result = simulate(steady)
    levels = weekly_orders_inside(result.window)
    assert len(levels) == 26
    slope, error = line_through(levels)
    assert slope == pytest.approx(33.6, rel=1e-3) and error < 0.01
    assert result.measures["overloaded"] == 1
    for name in ("mean_lead_time_h", "median_lead_time_h", "p95_lead_time_h", "mean_tardiness_h", "late_share",
                 "mean_flow_time_h"):  # fmt: skip
        assert math.isnan(result.measures[name]), name
    assert result.measures["throughput_per_h"] == pytest.approx(1, rel=1e-3)
    assert (
        result.notes[0].startswith("Overloaded: work piles up, from 17.")
        and "There is no steady state" in result.notes[0]
    )


def test_a_shop_that_just_copes_is_none() -> None:
    result = simulate(queue("60 min").with_values({"products.part.operations.a.run": "1 h"}))
    assert result.measures["overloaded"] == 0
    assert result.measures["mean_lead_time_h"] == pytest.approx(1)
    assert result.notes == ()


def test_the_slope_and_its_error_are_those_of_the_textbook() -> None:
    # 1, 2, 2, 5: slope (-1.5 x 1 - 0.5 x 2 + 0.5 x 2 + 1.5 x 5) / 5 = 1.2, rest 0.7^2 + 0.5^2 ... by hand:
    # fitted 0.7, 1.9, 3.1, 4.3; residuals 0.3, 0.1, -1.1, 0.7; their squares sum to 1.8, over 2 degrees and 5
    slope, error = line_through([1, 2, 2, 5])
    assert slope == pytest.approx(1.2)
    assert error == pytest.approx(math.sqrt(1.8 / 2 / 5))


def test_a_busy_queue_is_seldom_taken_for_an_overload_and_an_overload_seldom_missed() -> None:
    # Weeks of a queue at 80 % are correlated, so the slope alone would raise more than one false alarm in a thousand;
    # that the queue has to grow by what a mean flow brings makes up for it: at most 3 in 60 are allowed here. At 110 %
    # it grows by 16.8 a week, and at most 3 in 60 may be missed.
    seed = seed_from("overload")
    alarms = {
        every: sum(is_overloaded(simulate(queue(every), seed, number).window) for number in range(60))
        for every in ("exponential(75 min)", "exponential(54.55 min)")
    }
    assert alarms["exponential(75 min)"] <= 3
    assert alarms["exponential(54.55 min)"] >= 57


def test_two_weeks_are_too_few_to_tell() -> None:
    assert not is_overloaded(simulate(queue("20 min", weeks=2)).window)


def test_only_the_window_is_looked_at() -> None:
    # customers stop after the warm-up: what had piled up goes down
    emptying = queue("50 min").with_values({"demand.parts.count": 806, "warm_up": "4 wk"})
    assert simulate(emptying).measures["overloaded"] == 0


# Orders that were left


def gone_on(stop_h: int) -> Window:
    """The workshop by hand, of which the run went on from 8 h to a later hour; order 2 is due at 12 h."""
    later = counts()
    later.ran_until = stop_h * H
    later.tables["orders"]["due"][2] = 12 * H
    return window(later)


def test_orders_left_behind_count_as_late_with_their_age() -> None:
    part = gone_on(20)
    assert (part.end, part.until) == (8 * H, 20 * H)
    assert part.left() == [("shop", 2)]
    found = measures(part)
    # 4 h, 4.5 h and 0 h, and order 2, which came at 6 h: 14 h so far
    assert found["mean_lead_time_h"] == (4 + 4.5 + 0 + 14) / 4
    assert found["n_in_progress"] == 1
    # due were order 0 (late by 1 h), order 1 (in time) and order 2 (8 h late by now)
    assert found["late_share"] == pytest.approx(2 / 3)
    assert found["mean_tardiness_h"] == (1 + 0 + 8) / 3
    (said,) = notes(part, stool_workshop())
    assert said.startswith("Not delivered when the run was stopped, so late") and said.endswith(": shop 2.")


def test_an_order_that_is_left_is_late_even_before_it_is_due() -> None:
    found = measures(gone_on(10))
    assert found["late_share"] == pytest.approx(2 / 3)
    assert found["mean_tardiness_h"] == 1 / 3


def test_sums_are_of_the_window_when_the_run_goes_on() -> None:
    part = gone_on(20)
    assert measures(part)["utilisation[booth]"] == 3 / 6
    assert part.length == 8 * H


def test_a_run_whose_customers_were_all_served_says_nothing() -> None:
    served = counts()
    for column, value in {"completed": 15 * H, "state": 1}.items():
        served.tables["orders"][column][2] = value
    served.ran_until = 15 * H
    assert window(served).left() == []
    assert notes(window(served), stool_workshop()) == ()


def test_customers_after_the_window_are_not_of_its_cohort() -> None:
    later = counts()
    later.ran_until = 20 * H
    for column, value in {"arrived": 9 * H, "completed": 10 * H, "state": 1}.items():
        later.tables["orders"][column][3] = value
    part = window(later)
    assert measures(part)["n_orders"] == 4  # not the order at 9 h
    assert part.tables["orders"]["arrived"].tolist() == [0, H, 6 * H, 2 * H]
    assert dict(part.tables["orders"]).keys() == later.tables["orders"].keys()


def test_stock_that_was_not_warmed_up_is_named() -> None:
    from flexsim.scenario import load
    from flexsim.shipped import model

    result = simulate(load(model("bicycle_mass")).replace(horizon="3 wk", warm_up="1 wk"))
    (said,) = [note for note in result.notes if note.startswith("The warm-up is too short")]
    assert "diamond_black_plain (0)" in said and said.endswith(" and 26 more.")  # of 36
    assert result.tables.stock["n_reorders_in_warm_up"].min() < 3
