"""The break-even premium: by hand, as what it is said to do, and with the coverage that its interval states."""

from __future__ import annotations

from math import inf, isnan, sqrt

import numpy as np
import pytest
from scipy.stats import binom

from flexsim import compare, replicate
from flexsim.scenario import Scenario, loads
from flexsim.study import break_even_premium, estimate, premium_of, repriced
from tests.reference.duel import seed_from

SHOP = """
flexsim: 1
products:
  box:
    material: 2 EUR
    operations: {glue: {at: bench, run: exponential(10 min)}}
demand:
  shop: {product: box, every: exponential(20 min), count: 12}
work_centres: {bench: {rate: 6 EUR/h}}
"""


def shop(**changes: object) -> Scenario:
    return loads(SHOP).with_values({key.replace("__", "."): value for key, value in changes.items()})


def test_by_hand_with_as_many_pieces_everywhere_it_is_the_paired_interval() -> None:
    # gaps 10, 14, 18 over 4 pieces each: 2.5, 3.5, 4.5; mean 3.5, half-width t(2) x 1 / sqrt(3), t(2) = 4.30265
    found = premium_of([10, 14, 18], [4, 4, 4])
    assert found.second_eur == 3.5
    assert (found.low, found.high) == pytest.approx((3.5 - 4.302653 / sqrt(3), 3.5 + 4.302653 / sqrt(3)))
    expected = estimate([2.5, 3.5, 4.5])
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.charged_by == "second"


def test_at_the_ends_of_its_interval_a_tie_is_just_not_rejected() -> None:
    gaps, pieces = [10.0, 14.0, 21.0, 9.0], [4.0, 6.0, 5.0, 3.0]
    found = premium_of(gaps, pieces)
    assert found.second_eur == 54 / 18
    for end in (found.low, found.high):
        left = estimate([gap - end * piece for gap, piece in zip(gaps, pieces, strict=True)])
        assert abs(left.mean) == pytest.approx(left.half_width)


def test_four_euros_more_of_material_are_a_premium_of_four_euros() -> None:
    # twelve orders of one box, all delivered: the second side pays 4 EUR more for each piece asked for, to the cent
    first, second = (replicate(scenario, 4, seed=8) for scenario in (shop(), shop(products__box__material="6 EUR")))
    found = break_even_premium(compare(first, second))
    assert (found.second_eur, found.low, found.high) == pytest.approx((4, 4, 4))
    assert (found.charged_by, found.n) == ("second", 4)
    other = break_even_premium(compare(second, first))
    assert (other.second_eur, other.eur, other.charged_by) == (pytest.approx(-4), pytest.approx(4), "first")
    assert other.interval == pytest.approx((4, 4))
    said = "The sides tie if one-off charges 4.00 EUR a piece (4.00 to 4.00) more than mass."
    assert found.in_words("mass", "one-off") == other.in_words("one-off", "mass") == said


def test_whoever_charges_the_premium_ties() -> None:
    # pieces delivered, fewer than asked for: the premium times those is what the dearer side is short of
    first = replicate(shop(horizon="4 h", run_on="0 h"), 6, seed=3, repriceable=True)
    second = repriced(first, shop(horizon="4 h", run_on="0 h", work_centres__bench__rate="11 EUR/h"))
    found = break_even_premium(compare(first, second), "n_good_pieces")
    delivered = sum(second.values("n_good_pieces").values())
    asked = second.values("n_demanded_pieces")
    short = sum(
        (one - first.values("cost_to_serve_eur")[n]) * asked[n] for n, one in second.values("cost_to_serve_eur").items()
    )
    assert delivered < sum(asked.values())
    assert found.second_eur * delivered == pytest.approx(short)


def test_a_side_against_itself_ties_as_it_is() -> None:
    side = replicate(shop(), 3, seed=8)
    found = break_even_premium(compare(side, side))
    assert (found.second_eur, found.low, found.high, found.charged_by) == (0, 0, 0, None)
    assert "may tie as they are" in found.in_words("a", "b")


def test_without_pieces_there_is_no_premium() -> None:
    assert isnan(premium_of([], []).second_eur)
    assert isnan(premium_of([1, 2], [0, 0]).second_eur)
    assert "no premium" in premium_of([1, 2], [0, 0]).in_words("a", "b")
    assert isnan(premium_of([1.0], [2.0]).low)


def test_pieces_that_may_as_well_be_none_leave_it_without_bounds() -> None:
    found = premium_of([3.0, 4.0, 5.0], [0.0, 0.0, 1.0])
    assert (found.low, found.high, found.charged_by) == (-inf, inf, None)


N_STUDIES, N_PAIRS, FALSE_ALARM = 20_000, 8, 1e-4


def share_covered(as_if_pieces_were_certain: bool, name: str) -> tuple[int, tuple[int, int]]:
    """Count the studies whose interval holds the true premium, and between which counts chance leaves them.

    Pieces vary by a fifth, and what a side costs more goes with them: 3 EUR for each of 100 pieces in the mean.
    """
    rng = np.random.default_rng(seed_from(name))
    pieces = rng.normal(100, 20, (N_STUDIES, N_PAIRS))
    gaps = 3 * pieces + rng.normal(0, 30, pieces.shape)
    covered = 0
    for gap, piece in zip(gaps, pieces, strict=True):
        if as_if_pieces_were_certain:
            found = premium_of(gap.tolist(), [float(piece.mean())] * N_PAIRS)
        else:
            found = premium_of(gap.tolist(), piece.tolist())
        covered += found.low <= 3 <= found.high
    bounds = binom.interval(1 - FALSE_ALARM, N_STUDIES, 0.95)
    return covered, (int(bounds[0]), int(bounds[1]))


def test_its_interval_covers_as_often_as_it_says(request: pytest.FixtureRequest) -> None:
    # exact where D - p U is normal: 95 % of 20,000 studies of eight pairs, give or take what chance does once in 10,000
    covered, (low, high) = share_covered(False, request.node.name)
    assert low <= covered <= high
    assert (high - low) / N_STUDIES < 0.013


def test_an_interval_that_takes_the_pieces_for_certain_is_found_out(request: pytest.FixtureRequest) -> None:
    covered, (low, high) = share_covered(True, request.node.name)
    assert not low <= covered <= high
