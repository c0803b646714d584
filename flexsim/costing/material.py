"""What the material of a piece costs, by product and configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from flexsim.results import Floats, Integers, chosen

if TYPE_CHECKING:
    from flexsim.scenario import Operation, Product, Scenario

Flags = npt.NDArray[np.bool_]


def material_per_piece(product: Product, configuration: Mapping[str, str]) -> float:
    """Material of one piece in euros: the product's own, and what its options add.

    Every change whose condition holds adds its material, once; changes of an operation that the options drop do not.
    """
    added = [
        change.material
        for operation in product.operations.values()
        if has_operation(operation, configuration)
        for change in operation.changes
        if holds(change.condition, configuration)
    ]
    return fsum([product.material, *added])


def has_operation(operation: Operation, configuration: Mapping[str, str]) -> bool:
    """Whether a piece of this configuration passes through the operation."""
    return holds(operation.only_if, configuration)


def holds(condition: Mapping[str, tuple[str, ...]], configuration: Mapping[str, str]) -> bool:
    """Whether every option named has one of the values named."""
    return all(configuration.get(option) in values for option, values in condition.items())


def prices_of_material(products: Integers, codes: Integers, names: Sequence[str], scenario: Scenario) -> Floats:
    """Price the material of one piece for a column of products and their configurations.

    Only options that change what material costs are told apart: there may be as many configurations as orders.
    """
    found = np.zeros(len(products), dtype=np.float64)
    for number, name in enumerate(names):
        rows = np.flatnonzero(products == number)
        if len(rows):
            found[rows] = _of_one_product(codes[rows], scenario.products[name])
    return found


def _of_one_product(codes: Integers, product: Product) -> Floats:
    matters, kept = options_with_material(product), np.zeros(len(codes), dtype=np.int64)
    radix = 1
    for option in sorted(product.options, reverse=True):
        values = len(product.options[option])
        if option in matters:
            kept += codes // radix % values * radix
        radix *= values
    different, which = np.unique(np.where(codes < 0, -1, kept), return_inverse=True)
    prices = [material_per_piece(product, chosen(product, code)) for code in different.tolist()]
    return np.array(prices, dtype=np.float64)[which]


def options_with_material(product: Product) -> set[str]:
    """Name the options on which the material of a piece depends."""
    return {
        option
        for operation in product.operations.values()
        for change in operation.changes
        if change.material
        for option in (*change.condition, *operation.only_if)
    }


@dataclass(frozen=True)
class PricedPart:
    """Something with a price of material: a product, or one change of one of its operations."""

    product: str
    operation: str | None = None
    change: int | None = None

    def material_eur(self, scenario: Scenario) -> float:
        """Give what its material costs for a piece that has it."""
        product = scenario.products[self.product]
        if self.operation is None or self.change is None:
            return float(product.material)
        return float(product.operations[self.operation].changes[self.change].material)


def priced_parts(names: Sequence[str], scenario: Scenario) -> list[PricedPart]:
    """List everything that may have a price of material."""
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


def pieces_with(
    part: PricedPart, products: Integers, codes: Integers, names: Sequence[str], scenario: Scenario
) -> Flags:
    """Tell which rows of a column of products and configurations have a part in their material."""
    product = scenario.products[part.product]
    found: Flags = products == list(names).index(part.product)
    if part.operation is not None and part.change is not None:
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
