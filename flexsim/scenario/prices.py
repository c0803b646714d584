"""Prices that belong to no single part of the floor. The engine reads none of them."""

from __future__ import annotations

from flexsim.scenario.fields import Interest, Part, PriceOfSpace


class Prices(Part):
    """What capital and floor space cost, the same for the whole floor (rule C8).

    Attributes
    ----------
    interest : float
        Per cent a year on the capital in units that have a price.
    holding : float or None
        Per cent a year on the value of stock and work in progress; unless stated, the interest.
    floor_space : float
        Euros a year for a square metre.
    """

    interest: Interest = 0.0
    """Interest on the capital in units that have a price."""
    holding: Interest | None = None
    """Interest on the value of stock and of work in progress; unless stated the interest."""
    floor_space: PriceOfSpace = 0.0
    """Cost of every square metre that a unit takes up."""

    @property
    def of_inventory(self) -> float:
        """Per cent a year on the value of stock and work in progress."""
        return self.interest if self.holding is None else self.holding
