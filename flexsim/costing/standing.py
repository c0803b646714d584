"""What capacity costs in a week whether it is used or not: people who are paid, units and assets that are owned."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from flexsim.costing.rates import HOURS_OF_A_YEAR, asset_per_hour_eur, capital_per_hour_eur
from flexsim.scenario import paid_hours

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

HOURS_OF_A_WEEK = 168


def standing_cost_eur(scenario: Scenario) -> float:
    """Work out what the capacity of a shop costs in a week, before anything is run.

    Wages of all hours paid, without overtime; capital in units, the floor that they stand on, and assets.
    """
    wages = [scenario.terms_of(name).wage * hours for name, hours in paid_hours(scenario).items()]
    prices = scenario.prices
    floor = prices.floor_space / HOURS_OF_A_YEAR
    units = [
        HOURS_OF_A_WEEK * centre.units * (capital_per_hour_eur(centre, prices.interest) + centre.space * floor)
        for centre in scenario.work_centres.values()
    ]
    assets = [
        HOURS_OF_A_WEEK * asset.count * asset_per_hour_eur(asset, prices.interest) for asset in scenario.assets.values()
    ]
    return fsum([*wages, *units, *assets])
