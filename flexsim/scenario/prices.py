"""Prices that belong to no single part of the floor. The engine reads none of them."""

from __future__ import annotations

from pydantic import Field

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

    interest: Interest = Field(default=0.0, description="On the capital in units that have a price.")
    holding: Interest | None = Field(
        default=None, description="On the value of stock and of work in progress; unless stated, the interest."
    )
    floor_space: PriceOfSpace = Field(default=0.0, description="For every square metre that a unit takes up.")

    @property
    def of_inventory(self) -> float:
        """Per cent a year on the value of stock and work in progress."""
        return self.interest if self.holding is None else self.holding
