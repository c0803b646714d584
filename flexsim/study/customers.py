"""Whether two scenarios face the same customers (floor.md, C4).

Customers are who comes, when, wanting what, and how long they wait. How they are served is the floor's business.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flexsim.scenario import Scenario

Plain = Mapping[str, Any]

SERVING = frozenset({"from_stock", "lot_size", "priority", "refuse_above", "partial", "overtake", "stream"})
"""Keys of a demand stream that say how it is served; all others say who the customers are."""

WINDOW = ("start", "horizon", "warm_up")
"""What says which of its customers a run counts."""

LONGEST_VALUE = 60
"""Letters of a value that are shown: a list of orders would fill pages."""


@dataclass(frozen=True, slots=True)
class SharedCustomers:
    """Which demand streams two scenarios share, and what keeps others apart.

    Attributes
    ----------
    same : tuple of str
        Streams whose customers come at the same moments with the same wishes on both sides.
    alike : tuple of str
        Streams that both sides have, whose customers share their luck but differ in when they come or what they want.
    differences : tuple of str
        One sentence each: a stream that only one side has, or a value that differs.
    """

    same: tuple[str, ...]
    alike: tuple[str, ...]
    differences: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Give ``same``, ``partly``, or ``none``: no stream of one side is one of the other's."""
        if not self.differences:
            return "same"
        return "partly" if self.same or self.alike else "none"


def shared_customers(first: Scenario, second: Scenario) -> SharedCustomers:
    """Find out which customers two scenarios share, whatever their floors look like.

    Streams are matched by the name that keys their luck (floor.md, R4).
    """
    ones, others = _by_luck(first), _by_luck(second)
    same, alike = [], []
    differences = list(_differences(_window(first), _window(second)))
    for luck in sorted({*ones, *others}):
        if luck not in ones or luck not in others:
            side = "first" if luck in ones else "second"
            differences.append(f"demand.{luck} is on the {side} side only")
        elif found := list(_differences(ones[luck], others[luck])):
            alike.append(luck)
            differences += found
        else:
            same.append(luck)
    return SharedCustomers(tuple(same), tuple(alike), tuple(differences))


def _window(scenario: Scenario) -> dict[str, Any]:
    plain = json.loads(scenario.canonical())
    return {key: plain.get(key) for key in WINDOW}


def _by_luck(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """Give what the customers of every stream want, by the name that keys their luck."""
    plain = json.loads(scenario.canonical())
    return {
        stream.stream: _wishes(plain["demand"][name], plain, f"demand.{stream.stream}")
        for name, stream in scenario.demand.items()
    }


def _wishes(stream: Plain, plain: Plain, path: str) -> dict[str, Any]:
    """Give what customers want, by the path where it stands."""
    wanted = {f"{path}.{key}": value for key, value in stream.items() if key not in SERVING}
    item = plain.get("stock", {}).get(stream.get("item"))
    product = item["product"] if item else stream.get("product")
    if item:
        wanted |= {f"stock.{stream['item']}.{key}": item.get(key) for key in ("product", "options")}
    options = plain["products"].get(product, {}).get("options", {}) if not item else {}
    return wanted | {f"products.{product}.options.{name}": shares for name, shares in options.items()}


def _differences(one: Plain, other: Plain) -> Iterator[str]:
    for path in sorted({*one, *other}):
        if one.get(path) != other.get(path):
            yield f"{path} is {_short(one.get(path))} and {_short(other.get(path))}"


def _short(value: object) -> str:
    if value is None:
        return "not set"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."
