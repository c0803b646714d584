"""Reading the code of a configuration: which option values a customer chose.

The engine writes a configuration as one number, mixed radix over the product's options: options in the order of
their names, values in the order of theirs, the first option the most significant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flexsim.results.counts import Integers

if TYPE_CHECKING:
    from flexsim.scenario import Product, Scenario


def chosen(product: Product, code: int) -> dict[str, str]:
    """Option values behind a code; none where the product has no options or the code is none (-1)."""
    if code < 0:
        return {}
    values: dict[str, str] = {}
    for option in sorted(product.options, reverse=True):
        names = sorted(product.options[option])
        code, digit = divmod(code, len(names))
        values[option] = names[digit]
    return dict(sorted(values.items()))


def written(values: Mapping[str, str]) -> str:
    """Write a configuration as people read it: ``colour=red frame=city``."""
    return " ".join(f"{option}={value}" for option, value in sorted(values.items()))


def order_configurations(
    orders: Mapping[str, Integers], names: Mapping[str, Sequence[str]], scenario: Scenario
) -> list[str]:
    """Write the configuration of every order; one served from a named item has the item's."""
    known: dict[tuple[int, int, int], str] = {}
    texts = []
    for key in zip(orders["product"].tolist(), orders["configuration"].tolist(), orders["item"].tolist(), strict=True):
        if key not in known:
            known[key] = _one(key, names, scenario)
        texts.append(known[key])
    return texts


def substituted(orders: Mapping[str, Integers], names: Mapping[str, Sequence[str]], scenario: Scenario) -> list[bool]:
    """Tell for each order whether it is served by an item that is not what the customer wanted (floor.md, I2)."""
    if not scenario.stock:
        return [False] * len(orders["product"])
    known: dict[tuple[int, int, int], bool] = {}
    for key in zip(orders["product"].tolist(), orders["configuration"].tolist(), orders["item"].tolist(), strict=True):
        if key not in known:
            known[key] = _is_another(key, names, scenario)
    keys = zip(orders["product"].tolist(), orders["configuration"].tolist(), orders["item"].tolist(), strict=True)
    return [known[key] for key in keys]


def _is_another(key: tuple[int, int, int], names: Mapping[str, Sequence[str]], scenario: Scenario) -> bool:
    product, code, item = key
    if code < 0 or item < 0:
        return False
    wanted = chosen(scenario.products[names["products"][product]], code)
    return any(wanted.get(option) != value for option, value in scenario.stock[names["items"][item]].options.items())


def _one(key: tuple[int, int, int], names: Mapping[str, Sequence[str]], scenario: Scenario) -> str:
    product, code, item = key
    if code < 0 and item >= 0:
        return written(scenario.stock[names["items"][item]].options)
    return written(chosen(scenario.products[names["products"][product]], code)) if product >= 0 else ""


def lot_configurations(streams: Iterable[str], codes: Integers, scenario: Scenario) -> dict[str, list[str]]:
    """Give product and configuration of every lot, whether it is for an order or for an item of the stock."""
    made = list(zip(streams, codes.tolist(), strict=True))
    products = {stream: product_of(stream, scenario) for stream in dict.fromkeys(stream for stream, _ in made)}
    known = {pair: written(chosen(scenario.products[products[pair[0]]], pair[1])) for pair in dict.fromkeys(made)}
    return {"product": [products[stream] for stream, _ in made], "configuration": [known[pair] for pair in made]}


def product_of(stream: str, scenario: Scenario) -> str:
    """Name the product of a demand stream or an item."""
    part = scenario.stock[stream] if stream in scenario.stock else scenario.demand[stream]
    return str(part.product)
