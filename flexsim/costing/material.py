"""What the material of a piece costs, by product and configuration."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flexsim.scenario import Operation, Product


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
