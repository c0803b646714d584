"""What an hour costs: prices of the scenario as euros an hour, by unit and by worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from flexsim.results import Floats, Window

if TYPE_CHECKING:
    from flexsim.scenario import Asset, Scenario, WorkCentre

HOURS_OF_A_YEAR = 365 * 24
"""A year of capital, floor space and interest has 8,760 hours, leap year or not."""


def annuity_eur(price_eur: float, residual_eur: float, life_yr: float, interest: float) -> float:
    """Spread a price over its life in equal amounts a year.

    Parameters
    ----------
    price_eur : float
        Paid at the start.
    residual_eur : float
        Fetched at the end of the life.
    life_yr : float
        Years.
    interest : float
        Per cent a year.

    Returns
    -------
    float
        (price - residual / (1 + i)^n) x i / (1 - (1 + i)^-n), the capital recovery of engineering economics; without
        interest (price - residual) / n.
    """
    i = interest / 100
    if i == 0:
        return (price_eur - residual_eur) / life_yr
    later = (1 + i) ** -life_yr
    return float((price_eur - residual_eur * later) * i / (1 - later))


def capital_per_hour_eur(centre: WorkCentre, interest: float) -> float:
    """Capital in one unit for an hour of the calendar: its rate, or the annuity of its price."""
    if centre.price is None or centre.life is None:
        return float(centre.rate)
    own = interest if centre.interest is None else centre.interest
    return annuity_eur(centre.price, centre.residual, centre.life, own) / HOURS_OF_A_YEAR


def asset_per_hour_eur(asset: Asset, interest: float) -> float:
    """Capital in one of an asset for an hour of the calendar."""
    return annuity_eur(asset.price, asset.residual, asset.life, interest) / HOURS_OF_A_YEAR


@dataclass(frozen=True)
class Rates:
    """Euros an hour.

    Attributes
    ----------
    capital, space : ndarray
        By unit, for every hour of the calendar.
    wage, premium : ndarray
        By worker, for every hour present, and for an hour of overtime on top of it (less than 0 if it is cheaper).
    inventory : float
        For every euro that is tied up in stock or work in progress.
    """

    capital: Floats
    space: Floats
    wage: Floats
    premium: Floats
    inventory: float

    @property
    def unit(self) -> Floats:
        """Capital and floor space of a unit."""
        return self.capital + self.space


def rates_of(window: Window, scenario: Scenario) -> Rates:
    """Take the prices of every unit and worker of a run from its scenario."""
    centres = [window.names["work_centres"][code] for code in window.tables["work_centres"]["work_centre"].tolist()]
    return rates_for(centres, window.names["workers"], scenario)


def rates_for(centres: Sequence[str], workers: Sequence[str], scenario: Scenario) -> Rates:
    """Take prices from a scenario, for the work centre of every unit, and for every worker."""
    prices = scenario.prices
    of_a_unit = {name: capital_per_hour_eur(scenario.work_centres[name], prices.interest) for name in set(centres)}
    capital = np.array([of_a_unit[name] for name in centres], dtype=np.float64)
    area = np.array([scenario.work_centres[name].space for name in centres], dtype=np.float64)
    terms = [scenario.terms_of(name) for name in workers]
    wage = np.array([term.wage for term in terms], dtype=np.float64)
    after = np.array([term.overtime_wage for term in terms], dtype=np.float64)
    inventory = prices.of_inventory / 100 / HOURS_OF_A_YEAR
    return Rates(capital, area * prices.floor_space / HOURS_OF_A_YEAR, wage, after - wage, inventory)
