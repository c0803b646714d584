"""Whether an investment pays: net present value and payback (floor.md, C3).

Amounts come at the ends of years and are discounted at a rate of interest in per cent a year, as the annuities of the
ledger are (`annuity_eur`), so both say the same: an investment whose yearly saving is its annuity is worth exactly 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log1p
from typing import TYPE_CHECKING

from flexsim.costing.rates import annuity_eur

if TYPE_CHECKING:
    from flexsim.scenario import Scenario


def present_value_of_a_year(years: float, interest: float) -> float:
    """Give what one euro at the end of each year is worth today.

    Parameters
    ----------
    years : float
        How many years. Of a part of a year comes so much as makes the series that of the annuity.
    interest : float
        Per cent a year.

    Returns
    -------
    float
        (1 - (1 + i)^-n) / i, the present worth of a uniform series; without interest n.
    """
    i = interest / 100
    return years if i == 0 else float((1 - (1 + i) ** -years) / i)


def net_present_value_eur(
    price_eur: float, saving_eur: float, life_yr: float, interest: float, residual_eur: float = 0.0
) -> float:
    """Give what an investment is worth today.

    Parameters
    ----------
    price_eur : float
        Paid at the start.
    saving_eur : float
        What it saves a year, without any cost of its own capital.
    life_yr, interest : float
        Years, and per cent a year.
    residual_eur : float
        Fetched at the end of the life.

    Returns
    -------
    float
        -price + saving x present value of a year + residual / (1 + i)^n.
    """
    later = float((1 + interest / 100) ** -life_yr)
    return saving_eur * present_value_of_a_year(life_yr, interest) + residual_eur * later - price_eur


def payback_yr(price_eur: float, saving_eur: float, interest: float = 0.0) -> float:
    """Give the years after which savings have paid what was invested.

    Parameters
    ----------
    price_eur, saving_eur : float
        Paid at the start, and saved a year.
    interest : float
        Per cent a year; without it the simple payback, price / saving.

    Returns
    -------
    float
        The n at which the savings of n years are worth the price: -ln(1 - i price / saving) / ln(1 + i). Infinite if
        they never are; 0 where nothing was paid.
    """
    if price_eur <= 0:
        return 0.0
    if saving_eur <= 0:
        return inf
    i = interest / 100
    if i == 0:
        return price_eur / saving_eur
    spent = i * price_eur / saving_eur
    return -log1p(-spent) / log1p(i) if spent < 1 else inf


@dataclass(frozen=True, slots=True)
class Owned:
    """Something that was bought and is spread over its life: equal units of a work centre, or an asset.

    Attributes
    ----------
    name : str
        Its path: ``work_centres.robot``, ``assets.jigs``.
    count : int
    price_eur, residual_eur : float
        Of one.
    life_yr : float
    interest : float
        Per cent a year.
    """

    name: str
    count: int
    price_eur: float
    residual_eur: float
    life_yr: float
    interest: float

    @property
    def paid_eur(self) -> float:
        """Price of all of them."""
        return self.count * self.price_eur

    @property
    def annuity_eur(self) -> float:
        """What the ledger charges for all of them in a year of 8,760 hours."""
        return self.count * annuity_eur(self.price_eur, self.residual_eur, self.life_yr, self.interest)


def owned(scenario: Scenario) -> tuple[Owned, ...]:
    """List what a scenario has bought: units that have a price, and assets. A rate by the hour is rent."""
    interest = scenario.prices.interest
    units = [
        Owned(
            f"work_centres.{name}",
            centre.units,
            centre.price,
            centre.residual,
            centre.life,
            interest if centre.interest is None else centre.interest,
        )
        for name, centre in scenario.work_centres.items()
        if centre.price is not None and centre.life is not None
    ]
    assets = [
        Owned(f"assets.{name}", asset.count, asset.price, asset.residual, asset.life, interest)
        for name, asset in scenario.assets.items()
    ]
    return (*units, *assets)
