"""Figures of a run: exact sums, one division."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexsim.results import exact_sum, hours, mean_hours, measures, quantile_hours, window
from tests.handmade import H, counts


def test_lead_times_are_of_all_who_were_not_lost() -> None:
    found = measures(window(counts()))
    assert (found["n_orders"], found["n_delivered"], found["n_lost"], found["n_in_progress"]) == (5, 3, 1, 1)
    # 4 h, 4.5 h, 0 h from the shelf; order 2 has come at 6 h and waits when the run stops at 8 h: 2 h at least
    assert found["mean_lead_time_h"] == 10.5 / 4
    assert (found["median_lead_time_h"], found["p95_lead_time_h"]) == (2, 4.5)


def test_late_share_is_of_orders_with_a_due_date() -> None:
    found = measures(window(counts()))
    assert (found["late_share"], found["mean_tardiness_h"]) == (1 / 2, 1 / 2)  # one of two, by an hour


def test_who_still_waits_when_the_run_stops_is_late_and_named() -> None:
    made = counts()
    made.tables["orders"]["due"][2] = 7 * H  # of the order that has come at 6 h
    made.ran_until = 9 * H
    part = window(made)
    found = measures(part)
    assert part.left() == [("shop", 2)]
    assert (found["late_share"], found["mean_tardiness_h"]) == (2 / 3, 1)  # of three with a due date: 1 h, 0 h, 2 h
    assert found["mean_lead_time_h"] == 11.5 / 4  # its age is 3 h now
    made.tables["orders"]["due"][2] = 20 * H  # late all the same: nobody knows when it will come
    assert measures(window(made))["late_share"] == 2 / 3


def test_customers_after_the_horizon_are_in_no_figure_and_deliveries_after_it_in_no_throughput() -> None:
    made = counts()
    made.end, made.ran_until, made.cohort = 5 * H, 8 * H, (0, 5 * H)
    part = window(made)
    found = measures(part)
    assert len(part.tables["orders"]["arrived"]) == found["n_orders"] == 3  # those of 0 h, 1 h and 2 h
    assert found["mean_lead_time_h"] == 8.5 / 3  # 4 h, 0 h, and 4.5 h although delivered at 5.5 h
    assert found["throughput_per_h"] == 4 / 5  # two stools at 4 h, two from the shelf


def test_the_cohort_arrives_after_the_warm_up() -> None:
    found = measures(replace(window(counts()), start=H))
    assert (found["n_orders"], found["n_delivered"]) == (4, 2)
    assert found["mean_lead_time_h"] == 6.5 / 3  # 4.5 h, 0 h, and 2 h so far
    assert found["throughput_per_h"] == 5 / 7  # 2 + 1 + 2 pieces delivered from 1 h to 8 h


def test_flow_time_is_of_lots_completed() -> None:
    found = measures(window(counts()))
    assert (found["n_lots"], found["mean_flow_time_h"]) == (2, 2.75)  # 4 h, and the remake's 1.5 h; one was all scrap


def test_levels_are_means_over_the_window() -> None:
    found = measures(window(counts()))
    assert found["mean_work_in_progress"] == (4 + 3.5 + 1.5) / 8  # 0 to 4 h, 2 to 5.5 h, from 6.5 h on
    assert found["mean_stock_pieces"] == 36 / 8


def test_utilisation_is_of_all_units_of_a_work_centre_together() -> None:
    found = measures(window(counts()))
    assert found["utilisation[booth]"] == 3 / 6
    assert found["utilisation[saw]"] == 5 / 16
    assert found["team_utilisation[crew]"] == 4 / 7


def test_a_run_that_delivered_nothing_has_no_lead_time() -> None:
    found = measures(replace(window(counts()), start=7 * H))  # one customer has come, and was lost
    assert found["n_delivered"] == 0
    assert math.isnan(found["mean_lead_time_h"])
    assert math.isnan(found["p95_lead_time_h"])
    assert math.isnan(found["late_share"])


def test_figures_of_tables_that_were_not_recorded_are_left_out() -> None:
    few = counts()
    del few.tables["lots"]
    assert "mean_flow_time_h" not in measures(window(few))


@given(st.lists(st.integers(-(2**62), 2**62), max_size=50))
def test_a_sum_is_exact_beyond_64_bits(values: list[int]) -> None:
    assert exact_sum(np.array(values, dtype=np.int64)) == sum(values)


def test_a_mean_is_rounded_once() -> None:
    ticks = np.array([H, H, 2 * H], dtype=np.int64)
    assert mean_hours(ticks) == 4 / 3
    big = np.full(3, 2**61, dtype=np.int64)  # the sum needs 63 bits, five of them more than 64
    assert mean_hours(np.repeat(big, 5)) == hours(2**61)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.25, 1), (0.26, 2), (0.5, 2), (0.95, 4), (1.0, 4)])
def test_a_quantile_is_the_nearest_rank(share: float, expected: float) -> None:
    assert quantile_hours(np.array([3, 1, 4, 2], dtype=np.int64) * H, share) == expected
