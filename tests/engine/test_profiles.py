"""Demand by hours of the week and weeks of the year: renewal in operational time, read from the clock (O1)."""

import math
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexsim.engine import run
from flexsim.engine.profiles import LONGEST, MILLION, WEEK, Profile
from flexsim.scenario import loads
from tests.engine.either import uncompiled
from tests.engine.test_hand_traces import orders, play

HOUR = 3_600_000_000
SHOP = """
flexsim: 1
start: 2026-01-05
horizon: {weeks} wk
run_on: 0 s
products: {{part: {{operations: {{turn: {{at: lathe, run: 1 s}}}}}}}}
demand: {{north: {{product: part, every: "{every}", {rest}}}}}
work_centres: {{lathe: {{}}}}
"""


def arrivals(every, rest, weeks=1, replication=0):
    scenario = loads(SHOP.format(every=every, rest=rest, weeks=weeks))
    return np.sort(run(scenario, 7, replication, record=("orders",)).tables["orders"]["arrived"])


def test_orders_come_twice_as_often_at_factor_two_and_not_at_all_at_factor_zero():
    # Operational time runs at 2 from 8 to 10 o'clock on Mondays, at 1 from 12 to 13. An order comes after every 50 minutes of
    # it, so 25 minutes apart by the clock from 8:00 on: 8:25, 8:50, 9:15, 9:40; at 10:00 40 have passed, the fifth needs 10 more:
    # 12:10; at 13:00 250 + 50 = the sixth, exactly at the end. The seventh is 50 minutes on: next Monday at 8:25.
    found = orders(
        play(
            """
            horizon: 8 d
            products: {part: {operations: {turn: {at: lathe, run: 1 min}}}}
            demand:
              north:
                product: part
                every: 50 min
                profile: {mon: {"08:00-10:00": 2, "12:00-13:00": 1}, otherwise: 0}
            work_centres: {lathe: {}}
            """
        )
    )
    week = 7 * 24 * 60
    expected = [505, 530, 555, 580, 730, 780, week + 505, week + 530, week + 555, week + 580, week + 730, week + 780]
    assert [arrived for arrived, _ in found.values()] == expected


def test_a_season_makes_weeks_of_the_year_busier_or_quieter():
    # Every 3 days; 2 July 2026 is in week 27. Week 27 at factor 1, 28 at 0, 29 at 3: from Monday 29 June on, orders at 3 and 6
    # days; the third needs 9 days of operational time, 7 have passed after week 27, none in 28, 2 left at 3 a day: 16 h into 29.
    factors = [1.0] * 27 + [0.0, 3.0] + [1.0] * 23
    text = SHOP.format(every="3 d", rest=f"season: {factors}", weeks=3).replace("2026-01-05", "2026-06-29")
    found = run(loads(text), record=("orders",)).tables["orders"]["arrived"] // HOUR
    assert sorted(found.tolist()) == [72, 144, *(14 * 24 + 16 + 24 * n for n in range(7))]


@pytest.mark.parametrize(
    "rest", ["profile: {daily: {'00:00-24:00': 1}}", "profile: {otherwise: 1}", f"season: {[1] * 52}"]
)
@pytest.mark.parametrize("every", ["exponential(17 min)", "gamma(shape=2, scale=9 min)", "0.3 h"])
def test_a_constant_profile_is_none_to_the_last_tick(rest, every):
    np.testing.assert_array_equal(arrivals(every, rest), arrivals(every, "priority: 0"))


def test_a_constant_factor_divides_the_times():
    # 4 is a power of two and a factor of all quarter minutes: no rounding at all
    np.testing.assert_array_equal(arrivals("1 min", "profile: {otherwise: 4}"), arrivals("15 s", "priority: 0"))


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FACTORS = [2.5, 1.0, 0.0, 0.4, 3.0, 0.0, 0.1]


def test_counts_by_interval_are_those_of_a_poisson_process():
    """Poisson counts in seven spans a week, against their means; false alarm 1e-4 over all.

    240 weeks at 200 orders a week and factor 1: the smallest mean is 240 x 200 / 7 x 0.1 = 686, so that 5 sd = 19 % of it at
    worst and 3 % where the factor is 3: a profile that is off by an hour (4 % of a day) would show there.
    """
    days = ", ".join(f'{day}: {{"00:00-24:00": {factor}}}' for day, factor in zip(DAYS, FACTORS, strict=True))
    found = arrivals("exponential(3024 s)", f"profile: {{{days}}}", weeks=240)
    counts = np.bincount((found % WEEK) // (24 * HOUR), minlength=7)
    for count, factor in zip(counts.tolist(), FACTORS, strict=True):
        mean = 240 * 200 / 7 * factor
        assert abs(count - mean) <= 4.4 * math.sqrt(mean), (count, mean)  # 7 spans, two sides: 4.4 sd is 8e-5
    by_hour = np.bincount((found[found % WEEK < 24 * HOUR] % WEEK) // HOUR, minlength=24)
    expected = 240 * 200 / 7 * 2.5 / 24
    assert sum((count - expected) ** 2 / expected for count in by_hour.tolist()) < 60.3  # chi-square, 23 degrees, 3e-5


@st.composite
def profiles(draw):
    """Windows of a week with factors, some of them 0, and what a year makes of them."""
    cuts = sorted(draw(st.sets(st.integers(1, WEEK - 1), max_size=5)))
    edges = [0, *cuts, WEEK]
    rates = draw(
        st.lists(
            st.sampled_from([0, 10_000, MILLION // 3, MILLION, 2_500_000]),
            min_size=len(edges) - 1,
            max_size=len(edges) - 1,
        )
    )
    if not any(rates):
        rates[0] = 700_000
    season = draw(st.just([]) | st.lists(st.sampled_from([0, MILLION, 1_234_567]), min_size=52, max_size=52))
    if season and not any(season):
        season[3] = MILLION
    return list(zip(edges, edges[1:], rates, strict=False)), season


def passed(windows, season, until):
    """Operational time up to a tick, as a fraction."""
    total, week = Fraction(0), 0
    while week * WEEK < until:
        weight = Fraction(season[week % 52] if season else MILLION, MILLION)
        for begin, end, rate in windows:
            span = max(min(until - week * WEEK, end) - begin, 0)
            total += span * Fraction(rate, MILLION) * weight
        week += 1
    return total


@settings(deadline=None)
@given(profiles(), st.lists(st.integers(0, 3 * WEEK), min_size=1, max_size=12))
def test_the_cumulated_rate_at_an_arrival_is_the_sum_of_the_gaps(profile, gaps):
    windows, season = profile
    clock, at, total = Profile(windows, season, None), 0, 0
    for gap in gaps:
        total += gap
        tick = clock.after(gap)
        if tick == LONGEST:
            return
        assert tick >= at
        at = tick
        # to the nearest tick
        half = Fraction(1, 2)
        assert passed(windows, season, tick - half) <= total <= passed(windows, season, tick + half)


def test_what_lies_centuries_away_comes_never():
    clock = Profile([(0, WEEK, 1000)], [], None)
    assert clock.after(2**53) == LONGEST
    assert clock.after(1) == LONGEST


def test_a_week_53_is_like_the_52nd_and_the_calendar_ends_somewhere():
    season = [MILLION] * 51 + [2 * MILLION]
    clock = Profile([(0, WEEK, MILLION)], season, date(2026, 12, 21))  # weeks 52, 53, then 1
    assert [clock.weight_of(week) for week in range(3)] == [2 * MILLION, 2 * MILLION, MILLION]
    assert Profile([(0, WEEK, MILLION)], season, date(9999, 12, 20)).weight_of(5) == 2 * MILLION


def of_a_year():
    """Arrivals over a profile and a season, as text."""
    season = [round(1 + 0.5 * math.sin(week / 8), 3) for week in range(52)]
    profile = (
        'profile: {mon-fri: {"08:00-12:00": 1.7, "13:00-17:30": 0.3}, sat: {"22:00-03:00": 0.013}, otherwise: 0.001}'
    )
    return str(arrivals("weibull(shape=2, scale=4 h)", f"{profile}, season: {season}", weeks=60).tolist())


def test_compiled_and_uncompiled_orders_come_at_the_same_ticks():
    assert uncompiled(__name__, "of_a_year") == of_a_year()
