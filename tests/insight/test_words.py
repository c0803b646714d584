"""Figures in words."""

from __future__ import annotations

from math import nan

import pytest

from flexsim.insight import difference, number, text_table, with_half_width
from flexsim.study import Estimate, paired


@pytest.mark.parametrize(
    ("mean", "half_width", "text"),
    [
        (41.234, 1.29, "41.2 ± 1.3"),  # two digits of the half-width
        (1234567.0, 4321.0, "1,234,567 ± 4,321"),
        (0.81234, 0.0123, "0.812 ± 0.012"),
        (5.0, 0.0, "5.00 ± 0.00"),
        (5.25, nan, "5.250"),
        (nan, nan, "-"),
    ],
)
def test_an_estimate_is_written_as_exactly_as_it_is_known(mean: float, half_width: float, text: str) -> None:
    assert with_half_width(Estimate(mean, half_width, 10)) == text


def test_a_difference_that_may_be_zero_says_so() -> None:
    assert difference(paired({0: 1.0, 1: 2.0}, {0: 3.0, 1: 4.1})).endswith("2.05 ± 0.64")  # t(0.975, 1) x 0.05
    assert difference(paired({0: 1.0, 1: 2.0}, {0: 2.0, 1: 1.0})).endswith("(not clear)")
    assert difference(paired({0: 1.0, 1: 2.0}, {0: 1.0, 1: 2.0})) == "none"


@pytest.mark.parametrize(
    ("value", "text"),
    [(2080.0, "2,080"), (0.0, "0"), (12.3456, "12.35"), (0.012345, "0.0123"), (123456.7, "123,457"), (nan, "-")],
)
def test_a_figure_has_about_four_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_a_table_aligns_names_left_and_figures_right() -> None:
    assert text_table(("what", "h"), [("run", "12.5"), ("set-up", "3")]).splitlines() == [
        "what       h",
        "------  ----",
        "run     12.5",
        "set-up     3",
    ]
