"""Which values of a scenario are prices: no rule of the floor reads them, so another one needs no new run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flexsim.scenario.changing import EACH, next_keys, steps_of
from flexsim.scenario.errors import Path, ScenarioError
from flexsim.scenario.model import Scenario
from flexsim.scenario.prices import Prices

ANY = "*"

_OF_TERMS = (
    "wage",
    "overtime_wage",
    "gross_wage",
    "loading",
    "paid_per_worked",
    "agency_factor",
    "overtime_premium",
)

UNCERTAIN: tuple[tuple[str, ...], ...] = (
    ("prices", ANY),
    *(("products", ANY, key) for key in ("material", "price")),
    ("products", ANY, "operations", ANY, "set_up_scrap"),
    *(("products", ANY, "operations", ANY, "changes", ANY, key) for key in ("material", "price")),
    *(("demand", ANY, key) for key in ("late", "lost", "price")),
    *(("work_centres", ANY, key) for key in ("rate", "price", "life", "residual", "interest")),
    ("stock", ANY, "fetches"),
    *(("assets", ANY, key) for key in ("price", "life", "residual")),
    *((section, ANY, key) for section in ("workers", "contracts", "pools") for key in _OF_TERMS),
)
"""Where prices stand of which nobody can be quite sure; a star is any name or place."""

PRICES = (*UNCERTAIN, ("work_centres", ANY, "space"))
"""Where whatever stands is read by the ledger and not by the floor."""

_AMOUNT = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class Price:
    """One price, or several that move together, because what makes one wrong makes all of them wrong.

    Attributes
    ----------
    name : str
        What to call it: its path, or what its paths have in common, such as ``wage of the team turners``.
    paths : tuple of str
        Where it stands, as `Scenario.with_values` takes it.
    """

    name: str
    paths: tuple[str, ...]

    def times(self, factor: float, scenario: Scenario) -> dict[str, object]:
        """Give values to set: so many times what stands at the paths that this scenario has."""
        stated = {_joined(path): value for path, value in _stated(scenario)}
        return {path: scaled(stated[path], factor) for path in self.paths if path in stated}


def prices_in(scenario: Scenario) -> tuple[Price, ...]:
    """List the uncertain prices that a scenario states and that are not nothing, in the order of their names.

    The wages of a team's people who have no contract are one price, and so is the material of a product with all that
    its options add.
    """
    together: dict[str, list[str]] = {}
    for path, value in _stated(scenario):
        if _amount(value):
            together.setdefault(_name(path, scenario), []).append(_joined(path))
    return tuple(Price(name, tuple(sorted(paths))) for name, paths in sorted(together.items()))


def may_have_price(scenario: Scenario, path: str) -> bool:
    """Tell whether an uncertain price may stand at a path of a scenario, whether or not one does.

    A path with ``*`` stands for several; at all of them has to be room for a price.
    """
    try:
        meant = paths_meant(scenario, path)
    except ScenarioError:
        return False
    known = set(_places(scenario))
    return all(one in known for one in meant)


def _places(scenario: Scenario) -> Iterator[str]:
    """Give every path of a scenario at which an uncertain price may stand."""
    return (
        _joined((*parent, key))
        for pattern in UNCERTAIN
        for parent, _ in _found({"prices": {}, **scenario._written}, pattern[:-1], ())
        for key in (Prices.model_fields if pattern[-1] == ANY else (pattern[-1],))
    )


def paths_meant(scenario: Scenario, path: str) -> tuple[str, ...]:
    """Give the plain paths that a path stands for in a scenario: several where it says ``*``, else itself.

    Raises
    ------
    ScenarioError
        It leads nowhere, or there is nothing that ``*`` could mean.
    """
    steps = steps_of(path)
    if EACH not in steps:
        return (plain_path(path),)
    return tuple(_joined(one) for one in _meant({"prices": {}, **scenario._written}, steps, path, ()))


def _meant(current: Any, steps: list[str], path: str, passed: Path) -> Iterator[Path]:
    for key, beyond in next_keys(current, steps, path, None):
        if not beyond:
            yield (*passed, key)
            continue
        inside = current.get(key) if isinstance(current, dict) else current[key]
        yield from _meant({} if inside is None else inside, beyond, path, (*passed, key))


def prices_with_stars(scenario: Scenario | None = None) -> frozenset[str]:
    """Give where prices may stand, as paths with ``*`` for names and positions; of a scenario where any does."""
    return frozenset(
        ".".join(pattern)
        for pattern in UNCERTAIN
        if scenario is None or any(True for _ in _found(scenario._written, pattern, ()))
    )


def plain_path(path: str) -> str:
    """Write a path as prices are listed: ``changes[0].material`` as ``changes.0.material``."""
    return ".".join(steps_of(path))


def differs_beyond_prices(one: Scenario, other: Scenario) -> str | None:
    """Name a path, that is no price, at which two scenarios differ; None if they differ in prices only."""
    pairs = _without_prices(one), _without_prices(other)
    return next((".".join(path) for path in _differences(*pairs)), None)


def scaled(value: object, factor: float) -> object:
    """Multiply a number, or the number of a quantity such as ``30 EUR/h``."""
    if isinstance(value, str):
        number, unit = _parts(value)
        return f"{number * factor!r} {unit}".strip()
    return value * factor if isinstance(value, int | float) else value


def _amount(value: object) -> float:
    if isinstance(value, str):
        return _parts(value)[0]
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _parts(text: str) -> tuple[float, str]:
    match = _AMOUNT.fullmatch(text)
    return (float(match[1]), match[2]) if match else (0.0, text)


def _stated(scenario: Scenario) -> Iterator[tuple[Path, object]]:
    """Give every uncertain price that stands in a scenario as it was written."""
    for pattern in UNCERTAIN:
        yield from _found(scenario._written, pattern, ())


def _found(data: Any, pattern: Sequence[str], passed: Path) -> Iterator[tuple[Path, object]]:
    if not pattern:
        yield passed, data
        return
    for key, value in _entries(data):
        if pattern[0] in (ANY, key) and value is not None:
            yield from _found(value, pattern[1:], (*passed, key))


def _entries(data: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(data, Mapping):
        yield from data.items()
    elif isinstance(data, list | tuple):
        yield from enumerate(data)


def _joined(path: Path) -> str:
    return ".".join(map(str, path))


def _name(path: Path, scenario: Scenario) -> str:
    """Say what to call a price; those of one name move together."""
    section, name, key = path[0], path[1], path[-1]
    if section == "workers":
        return f"{_words(key)} of the team {scenario._written['workers'][name]['team']}"
    if section == "products":
        return f"{_words(key)} of {name}"
    return _joined(path)


def _words(key: object) -> str:
    return str(key).replace("_", " ")


def _without_prices(scenario: Scenario) -> Any:
    """Give a scenario as plain data without its prices."""
    plain = json.loads(scenario.canonical())
    for pattern in PRICES:
        _drop(plain, pattern)
    for section in ("prices", "assets"):
        plain.pop(section, None)
    return plain


def _drop(data: Any, pattern: Sequence[str]) -> None:
    if len(pattern) > 1:
        for key, value in _entries(data):
            if pattern[0] in (ANY, key):
                _drop(value, pattern[1:])
    elif isinstance(data, dict):
        for key in list(data):
            if pattern[0] in (ANY, key):
                del data[key]


def _differences(one: Any, other: Any, passed: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give the paths at which plain data differ, as deep as it goes."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from _differences(one.get(key), other.get(key), (*passed, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _differences(a, b, (*passed, str(place)))
    elif one != other:
        yield passed
