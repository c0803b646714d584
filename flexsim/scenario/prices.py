"""Prices that belong to no single part of the floor. The engine reads none of them."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from flexsim.scenario.errors import PartError, Problem
from flexsim.scenario.fields import Count, Interest, Money, Part, PriceOfSpace, Years


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


class Asset(Part):
    """What a side needs besides its units: a configurator, tooling, fixtures, a data platform, training (rule C8).

    It is bought once and spread over its life as an annuity, at the interest of the `prices`, whatever the floor does.
    """

    price: Money
    """What one of it was bought for."""
    life: Years
    """Years over which the price is spread, as an annuity."""
    residual: Money = 0.0
    """What one of it still fetches at the end of its life."""
    count: Count = 1
    """So many of it."""
    kind: Literal["capital", "software"] = "capital"
    """The kind of its cost in the ledger: tooling and training are capital, programs and data software."""

    @model_validator(mode="after")
    def residual_is_not_above_price(self) -> Self:
        """Check that it does not fetch more than was paid."""
        if self.residual > self.price:
            raise PartError([Problem(("residual",), "must not be above the price.")])
        return self
