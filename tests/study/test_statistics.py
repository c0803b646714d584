"""Estimates and paired differences, by hand."""

from __future__ import annotations

import math
import random

import pytest

from flexsim.study import estimate, paired
from flexsim.study.statistics import p_of_no_difference


def test_a_half_width_is_students_t_times_the_standard_error() -> None:
    found = estimate([1.0, 2.0, 3.0, 4.0, 5.0])
    # mean 3, variance 2.5, t(0.975, 4) = 2.776445 (any table of t): 2.776445 x sqrt(2.5 / 5) = 1.963243
    assert found.mean == 3
    assert found.half_width == pytest.approx(1.963243, abs=1e-6)
    assert (found.low, found.high) == (3 - found.half_width, 3 + found.half_width)


def test_one_value_has_no_half_width() -> None:
    found = estimate([7.0])
    assert (found.mean, found.n) == (7, 1)
    assert math.isnan(found.half_width)


def test_values_that_are_not_numbers_are_left_out_and_not_counted() -> None:
    assert estimate([1.0, math.nan, 3.0]).n == 2
    assert math.isnan(estimate([math.nan]).mean)


def test_an_estimate_does_not_depend_on_the_order_of_values() -> None:
    values = [0.1 * n**2 for n in range(100)]
    before = estimate(values)
    random.Random(1).shuffle(values)
    assert estimate(values) == before


def test_pairs_with_the_same_luck_give_a_narrow_difference() -> None:
    luck = [3.0, 9.0, 1.0, 6.0]
    found = paired(dict(enumerate(luck)), {n: value + 2 + 0.1 * (n % 2) for n, value in enumerate(luck)})
    # gaps 2, 2.1, 2, 2.1: mean 2.05
    assert found.difference.mean == pytest.approx(2.05)
    assert found.is_clear
    assert found.difference.half_width < found.first.half_width / 50
    assert found.correlation > 0.99
    assert found.variance_ratio > 1000
    assert found.warning is None


def test_opposite_luck_is_warned_of() -> None:
    found = paired({0: 1.0, 1: 2.0, 2: 3.0}, {0: 3.0, 1: 2.0, 2: 1.0})
    # variances 1 and 1, gaps 2, 0, -2 with variance 4: ratio 2 / 4
    assert found.correlation == pytest.approx(-1)
    assert found.variance_ratio == pytest.approx(0.5)
    assert found.warning is not None
    assert "0.50" in found.warning
    assert not found.is_clear


def test_only_replications_of_both_sides_make_pairs() -> None:
    found = paired({0: 1.0, 1: 2.0, 2: math.nan, 3: 4.0}, {1: 3.0, 2: 3.0, 3: 6.0, 4: 9.0})
    assert found.difference.n == 2
    assert found.difference.mean == 1.5


def test_sides_that_never_differ_have_no_variance_ratio() -> None:
    found = paired({0: 1.0, 1: 1.0}, {0: 1.0, 1: 1.0})
    assert math.isnan(found.variance_ratio)
    assert math.isnan(found.correlation)
    assert found.warning is None


def test_rounding_is_no_difference() -> None:
    # 25 x 1.1 x 1.1 is 30.250000000000004: in every replication the same nothing
    ones = {number: 30.25 * hours for number, hours in enumerate((480.0, 481.0, 499.0))}
    others = {number: 25 * 1.1 * 1.1 * hours for number, hours in enumerate((480.0, 481.0, 499.0))}
    assert any(ones[number] != others[number] for number in ones)
    found = paired(ones, others)
    assert (found.difference.mean, found.difference.half_width) == (0, 0)
    assert math.isnan(found.variance_ratio)
    assert p_of_no_difference(ones, others) == 1


def test_a_small_difference_is_one() -> None:
    found = paired({0: 30.0, 1: 31.0}, {0: 30.000001, 1: 31.000001})
    assert found.difference.mean == pytest.approx(1e-6)
    assert p_of_no_difference({0: 30.0, 1: 31.0}, {0: 30.5, 1: 31.5}) == 0
