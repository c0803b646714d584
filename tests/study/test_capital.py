"""Capital of two sides: the same rules, and whether the second one's investment pays."""

from __future__ import annotations

import math

import pytest

from flexsim import compare, replicate
from flexsim.costing import net_present_value_eur
from flexsim.scenario import Scenario
from flexsim.study import Comparison, capital_differences, investment
from flexsim.study.statistics import interval_of_share
from tests.study.test_tornado import by_hand, by_machine

# By hand and by machine as in the tests of the tornado: one day of each is run, 365 make a year. Without capital, by hand
# costs 12 x 68 = 816 EUR a day; by machine the bench and the material, 96 EUR, and the press besides.
SAVED_A_YEAR = 365 * (816 - 96)


def compared(first: Scenario, second: Scenario, n: int = 2) -> Comparison:
    one, other = (replicate(side, n, seed=4) for side in (first, second))
    found = compare(one, other)
    assert isinstance(found, Comparison)
    return found


def test_a_press_that_spares_a_worker_by_hand() -> None:
    found = investment(compared(by_hand(), by_machine()))
    assert found is not None
    assert (found.bought, found.spared) == ((("work_centres.press", 1, 17_520.0),), ())
    assert (found.price_eur, found.years, found.interest) == (17_520, 2, 0)
    assert found.saving_eur.mean == pytest.approx(SAVED_A_YEAR)
    assert found.net_present_value_eur.mean == pytest.approx(2 * SAVED_A_YEAR - 17_520)
    assert found.payback_yr == found.discounted_payback_yr == pytest.approx(17_520 / SAVED_A_YEAR)
    assert (found.loss_share, found.loss_interval[0]) == (0, 0)
    assert found.in_words("The machine") == (
        "The machine takes 17,520 EUR more and saves 262,800 ± 0 EUR a year: it is paid back in 0.1 years. Over 2 years "
        "at 0 % it is worth 508,080 ± 0 EUR, and loses money in 0 % of the replications."
    )


def test_interest_and_a_residual_value_are_those_of_the_definition() -> None:
    press = {"price": "300000 EUR", "life": "2 yr", "residual": "50000 EUR"}
    first = by_hand().with_values({"prices.interest": "12 %/yr", "prices.holding": "0 %/yr"})
    second = by_machine().with_values(
        {"prices.interest": "12 %/yr", "prices.holding": "0 %/yr", "work_centres.press": press}
    )
    found = investment(compared(first, second))
    assert found is not None
    expected = net_present_value_eur(300_000, SAVED_A_YEAR, 2, 12, 50_000)
    assert found.net_present_value_eur.mean == pytest.approx(expected)
    assert found.payback_yr == pytest.approx(300_000 / SAVED_A_YEAR)
    assert found.discounted_payback_yr > found.payback_yr


def test_what_the_first_side_needs_and_the_second_does_not_is_spared() -> None:
    first = by_hand().with_values({"assets": {"jigs": {"price": "100 EUR", "life": "5 yr", "count": 3}}})
    second = by_machine().with_values({"assets": {"jigs": {"price": "100 EUR", "life": "5 yr", "count": 1}}})
    found = investment(compared(first, second))
    assert found is not None
    assert found.spared == (("assets.jigs", 2, 200.0),)
    assert found.price_eur == 17_320
    assert found.saving_eur.mean == pytest.approx(SAVED_A_YEAR)


def test_what_is_bought_may_take_no_more_capital_than_what_is_spared() -> None:
    first = by_hand().with_values({"assets": {"jigs": {"price": "20000 EUR", "life": "5 yr"}}})
    found = investment(compared(first, by_machine()))
    assert found is not None
    assert (found.price_eur, found.payback_yr, found.discounted_payback_yr) == (17_520 - 20_000, 0, 0)
    assert found.in_words("The machine").startswith(
        "The machine takes no more capital and saves 262,800 ± 0 EUR a year"
    )


def test_whoever_buys_nothing_more_invests_nothing() -> None:
    assert investment(compared(by_machine(), by_hand())) is None
    assert investment(compared(by_hand(), by_hand())) is None


def test_a_loss_is_as_probable_as_replications_say() -> None:
    # a second bench is 120 EUR a day, and spares 40 EUR for every order less that is lost: some days three, some not
    first = by_hand().with_values(
        {
            "demand.shop.at": None,
            "demand.shop.every": "exponential(2 h)",
            "demand.shop.lost": "40 EUR",
            "workers.Ann.wage": "1 EUR/h",
            "demand.shop.refuse_above": 1,
            "products.box.operations.glue.run": "60 min",
        }
    )
    second = first.with_values(
        {
            "assets": {"second_bench": {"price": "43800 EUR", "life": "1 yr"}},
            "work_centres.bench.units": 2,
            "work_centres.bench.rate": "1.5 EUR/h",
            "workers.Bob": {"team": "crew", "skills": ["gluing"]},
            "demand.shop.refuse_above": 2,
        }
    )
    pairs = compared(first, second, 24)
    found = investment(pairs)
    assert found is not None
    one, other = pairs.first, pairs.second
    cost = [side.values("cost_to_serve_eur") for side in (one, other)]
    asked = [side.values("n_demanded_pieces") for side in (one, other)]
    worse = sum(cost[1][n] * asked[1][n] > cost[0][n] * asked[0][n] for n in cost[0])
    assert 0 < worse < 24
    assert found.loss_share == worse / 24
    assert found.loss_interval[0] < found.loss_share < found.loss_interval[1]


def test_the_interval_of_a_share_is_exact() -> None:
    # 3 of 10 (Clopper and Pearson): at its ends so many or more, or so few or fewer, have the chance 2.5 %
    low, high = interval_of_share(3, 10)
    more = math.fsum(math.comb(10, k) * low**k * (1 - low) ** (10 - k) for k in range(3, 11))
    fewer = math.fsum(math.comb(10, k) * high**k * (1 - high) ** (10 - k) for k in range(4))
    assert (more, fewer) == pytest.approx((0.025, 0.025))
    assert interval_of_share(0, 10)[0] == 0
    assert interval_of_share(10, 10)[1] == 1
    assert all(map(math.isnan, interval_of_share(0, 0)))


def test_an_investment_needs_a_year_and_one_rate_of_interest() -> None:
    pairs = compared(by_hand(), by_machine())
    endless = Comparison(
        pairs.first.__class__(pairs.first.scenario.with_values({"horizon": None}), 4, pairs.first.outcomes),
        pairs.second,
    )
    with pytest.raises(ValueError, match="without a horizon"):
        investment(endless)
    with pytest.raises(ValueError, match="different interest"):
        investment(compared(by_hand(), by_machine().with_values({"prices.interest": "3 %/yr"})))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"prices.interest": "4 %/yr"},
            "interest on capital is 0 % a year on the first side and 4 % a year on the second",
        ),
        (
            {"prices.holding": "9 %/yr"},
            "interest on inventories is 0 % a year on the first side and 9 % a year on the second",
        ),
        (
            {"work_centres.press": {"rate": "2 EUR/h"}},
            "press has a rate by the hour on the second side and a price on the first",
        ),
        (
            {"work_centres.press.life": "3 yr"},
            "the life in years of work_centres.press is 2 on the first side and 3 on the second",
        ),
        (
            {"assets.jigs.price": "8 EUR"},
            "the price in EUR of assets.jigs is 9 on the first side and 8 on the second",
        ),
    ],
)
def test_capital_that_is_charged_by_other_rules_is_named(values: dict[str, object], said: str) -> None:
    side = by_machine().with_values({"assets": {"jigs": {"price": "9 EUR", "life": "2 yr"}}})
    assert capital_differences(side, side) == ()
    assert said in capital_differences(side, side.with_values(values))


def test_more_of_the_same_is_no_other_rule() -> None:
    side = by_machine()
    assert capital_differences(side, side.with_values({"work_centres.press.units": 3})) == ()
    assert capital_differences(by_hand(), side) == ()
