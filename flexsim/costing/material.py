"""What the material of a piece costs and what customers pay for it, by product and configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from flexsim.results import Floats, Integers, chosen

if TYPE_CHECKING:
    from flexsim.scenario import Operation, Product, Scenario

Flags = npt.NDArray[np.bool_]
Ticks = npt.NDArray[np.int64]

Money = Literal["material", "price"]
"""What a piece costs in material, or what customers pay for it: both are those of the product and of its options."""


def operation_named(name: str, scenario: Scenario) -> Operation:
    """Find an operation by the name that a run has for it: ``PRODUCT/OPERATION``."""
    product, operation = name.split("/", 1)
    return scenario.products[product].operations[operation]


def set_up_scrap_eur(operations: Sequence[str], scenario: Scenario) -> Floats:
    """Give the material that each set-up of some operations throws away."""
    return np.array([operation_named(name, scenario).set_up_scrap for name in operations], dtype=np.float64)


def material_per_piece(product: Product, configuration: Mapping[str, str]) -> float:
    """Material of one piece in euros: the product's own, and what its options add.

    Every change whose condition holds adds its material, once; changes of an operation that the options drop do not.
    """
    return money_per_piece(product, configuration, "material")


def money_per_piece(product: Product, configuration: Mapping[str, str], what: Money) -> float:
    """Give the material or the price of one piece: the product's own, and what its options add."""
    added = [
        getattr(change, what)
        for operation in product.operations.values()
        if has_operation(operation, configuration)
        for change in operation.changes
        if holds(change.condition, configuration)
    ]
    return fsum([getattr(product, what), *added])


def has_operation(operation: Operation, configuration: Mapping[str, str]) -> bool:
    """Whether a piece of this configuration passes through the operation."""
    return holds(operation.only_if, configuration)


def holds(condition: Mapping[str, tuple[str, ...]], configuration: Mapping[str, str]) -> bool:
    """Whether every option named has one of the values named."""
    return all(configuration.get(option) in values for option, values in condition.items())


def money_of(what: Money, products: Integers, codes: Integers, names: Sequence[str], scenario: Scenario) -> Floats:
    """Give the material or the price of one piece for a column of products and their configurations.

    Only options that change it are told apart: there may be as many configurations as orders.
    """
    found = np.zeros(len(products), dtype=np.float64)
    for number, name in enumerate(names):
        rows = np.flatnonzero(products == number)
        if len(rows):
            found[rows] = _of_one_product(what, codes[rows], scenario.products[name])
    return found


def _of_one_product(what: Money, codes: Integers, product: Product) -> Floats:
    matters, kept = options_with(what, product), np.zeros(len(codes), dtype=np.int64)
    radix = 1
    for option in sorted(product.options, reverse=True):
        values = len(product.options[option])
        if option in matters:
            kept += codes // radix % values * radix
        radix *= values
    different, which = np.unique(np.where(codes < 0, -1, kept), return_inverse=True)
    prices = [money_per_piece(product, chosen(product, code), what) for code in different.tolist()]
    return np.array(prices, dtype=np.float64)[which]


def options_with(what: Money, product: Product) -> set[str]:
    """Name the options on which the material or the price of a piece depends."""
    return {
        option
        for operation in product.operations.values()
        for change in operation.changes
        if getattr(change, what)
        for option in (*change.condition, *operation.only_if)
    }


@dataclass(frozen=True)
class PricedPart:
    """Something with material and a price to customers: a product, or one change of one of its operations."""

    product: str
    operation: str | None = None
    change: int | None = None

    @property
    def is_product(self) -> bool:
        """Whether it is the product itself."""
        return self.operation is None

    def money_eur(self, what: Money, scenario: Scenario) -> float:
        """Give what its material costs, or what customers pay for it, for a piece that has it."""
        product = scenario.products[self.product]
        if self.operation is None or self.change is None:
            return float(getattr(product, what))
        return float(getattr(product.operations[self.operation].changes[self.change], what))

    def is_in(self, product: str, configuration: Mapping[str, str], scenario: Scenario) -> bool:
        """Whether a piece of a product in this configuration has it."""
        if product != self.product or self.operation is None or self.change is None:
            return product == self.product
        operation = scenario.products[product].operations[self.operation]
        return has_operation(operation, configuration) and holds(
            operation.changes[self.change].condition, configuration
        )


def priced_parts(names: Sequence[str], scenario: Scenario) -> list[PricedPart]:
    """List everything that may have material and a price."""
    return [
        part
        for name in names
        for part in (
            PricedPart(name),
            *(
                PricedPart(name, key, n)
                for key, operation in scenario.products[name].operations.items()
                for n in range(len(operation.changes))
            ),
        )
    ]


def rows_with_each(
    parts: Sequence[PricedPart], products: Integers, codes: Integers, names: Sequence[str], scenario: Scenario
) -> list[Ticks]:
    """Give, for each part, the rows of a column of products and configurations that have it."""
    of_product = {name: np.flatnonzero(products == number) for number, name in enumerate(names)}
    codes_of = {name: codes[rows] for name, rows in of_product.items()}
    return [of_product[part.product][_has(part, codes_of[part.product], scenario)] for part in parts]


def _has(part: PricedPart, codes: Integers, scenario: Scenario) -> Flags:
    """Tell which configurations of its product have a part."""
    found: Flags = np.ones(len(codes), dtype=np.bool_)
    if len(codes) and part.operation is not None and part.change is not None:
        product = scenario.products[part.product]
        operation = product.operations[part.operation]
        for condition in (operation.only_if, operation.changes[part.change].condition):
            for option, values in condition.items():
                found &= has_value(product, codes, option, values)
    return found


def has_value(product: Product, codes: Integers, option: str, values: Sequence[str]) -> Flags:
    """Tell which configurations have one of these values of an option; -1 is none."""
    radix = 1
    for name in sorted(product.options, reverse=True):
        known = sorted(product.options[name])
        if name == option:
            wanted = [known.index(value) for value in values]
            return np.asarray((codes >= 0) & np.isin(codes // radix % len(known), wanted))
        radix *= len(known)
    return np.zeros(len(codes), dtype=np.bool_)
