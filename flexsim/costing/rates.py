"""What an hour costs: prices of the scenario as euros an hour, by unit and by worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from flexsim.results import Floats, Window

if TYPE_CHECKING:
    from flexsim.scenario import Scenario, WorkCentre

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
    prices = scenario.prices
    centres = [scenario.work_centres[name] for name in window.names["work_centres"]]
    capital = np.array([capital_per_hour_eur(centre, prices.interest) for centre in centres], dtype=np.float64)
    space = np.array([centre.space * prices.floor_space / HOURS_OF_A_YEAR for centre in centres], dtype=np.float64)
    at = window.tables["work_centres"]["work_centre"]
    terms = [scenario.terms_of(name) for name in window.names["workers"]]
    wage = np.array([term.wage for term in terms], dtype=np.float64)
    after = [term.overtime_wage for term in terms]
    inventory = prices.of_inventory / 100 / HOURS_OF_A_YEAR
    return Rates(capital[at], space[at], wage, np.array(after, dtype=np.float64) - wage, inventory)
