"""Net present value and payback: by the definition, year by year, and as the annuity says."""

from __future__ import annotations

import math

import pytest

from flexsim.costing import annuity_eur, net_present_value_eur, owned, payback_yr, present_value_of_a_year
from tests.costing.two_stools import two_stools


def test_savings_are_worth_what_each_year_of_them_is_worth() -> None:
    # 100,000 EUR that save 30,000 EUR a year for five years and fetch 8,000 EUR then, at 10 %
    years = [30_000 / 1.1**year for year in range(1, 6)]
    expected = math.fsum([-100_000, *years, 8_000 / 1.1**5])
    assert net_present_value_eur(100_000, 30_000, 5, 10, 8_000) == pytest.approx(expected)
    assert expected == pytest.approx(18_691, abs=1)
    assert net_present_value_eur(100_000, 30_000, 5, 0) == pytest.approx(50_000)


@pytest.mark.parametrize(("life", "interest", "residual"), [(8, 6, 10_000), (3, 0, 0), (12.5, 11, 500)])
def test_what_saves_its_annuity_is_worth_nothing_more(life: float, interest: float, residual: float) -> None:
    saving = annuity_eur(90_000, residual, life, interest)
    assert net_present_value_eur(90_000, saving, life, interest, residual) == pytest.approx(0, abs=1e-6)


def test_payback_is_when_savings_are_worth_the_price() -> None:
    assert payback_yr(100_000, 30_000) == pytest.approx(10 / 3)
    years = payback_yr(100_000, 30_000, 10)
    assert years == pytest.approx(4.254, abs=1e-3)
    assert 30_000 * present_value_of_a_year(years, 10) == pytest.approx(100_000)
    assert payback_yr(100_000, 30_000, 1e-9) == pytest.approx(10 / 3)


def test_what_never_pays_is_never_paid_back() -> None:
    assert payback_yr(100, 0) == payback_yr(100, -5) == math.inf
    assert payback_yr(100, 10, 10) == math.inf  # 10 % of the price a year only pays the interest
    assert payback_yr(0, -5) == payback_yr(-3, 4) == 0


def test_bought_is_what_has_a_price() -> None:
    shop = two_stools().with_values(
        {"prices.interest": "5 %/yr", "work_centres.lathe.units": 2, "work_centres.lathe.interest": "7 %/yr",
         "assets.jigs": {"price": "90 EUR", "life": "3 yr", "residual": "9 EUR", "count": 4}}
    )  # fmt: skip
    lathe, jigs = owned(shop)  # the saw has a rate by the hour
    assert (lathe.name, lathe.count, lathe.paid_eur, lathe.interest) == ("work_centres.lathe", 2, 35_040, 7)
    assert (jigs.name, jigs.paid_eur, jigs.interest) == ("assets.jigs", 360, 5)
    assert jigs.annuity_eur == pytest.approx(4 * annuity_eur(90, 9, 3, 5))
