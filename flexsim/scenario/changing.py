"""Setting values at paths, such as ``products.bike.operations.weld.run``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from flexsim.scenario.errors import Problem, ScenarioError, cut

EACH = "*"
"""A step of a path that stands for every name in a mapping, or every position in a list: ``stock.*.lot_size``."""

Place = tuple[Any, str | int]
"""A mapping or list, and the key or position in it."""


def put(data: dict[str, Any], path: str, value: object) -> list[Place]:
    """Set the value at a path; None takes the key out. Give the mapping or list, and the key or position, that was set.

    A name that has dots in it is found too: the longest name that is there is taken. Another file for a list
    (``workers.from``) takes the place of the whole list. A path with a step ``*`` is set at several places.

    Raises
    ------
    ScenarioError
        If the path leads nowhere.
    """
    return list(_put(data, steps_of(path), path, value))


def _put(current: Any, steps: list[str], path: str, value: object) -> Iterator[Place]:
    for key, beyond in reversed(next_keys(current, steps, path, value)):  # from the end: taking out moves positions
        if not beyond:
            _set(current, key, deepcopy(value))
            yield current, key
            continue
        if isinstance(current, dict):
            current[key] = {} if current.get(key) is None else current[key]
        yield from _put(current[key], beyond, path, value)


def next_keys(current: Any, steps: list[str], path: str, value: object) -> list[tuple[Any, list[str]]]:
    """Give each key or position that comes next on a path, with the steps behind it: several where it says ``*``."""
    if steps[0] != EACH or not isinstance(current, dict | list) or (isinstance(current, dict) and EACH in current):
        return [next_key(current, steps, path, value)]
    if not current:
        raise ScenarioError("the change", [Problem((path,), f'there is nothing yet that "{EACH}" could mean.', value)])
    return [(key, steps[1:]) for key in (current if isinstance(current, dict) else range(len(current)))]


def steps_of(path: str) -> list[str]:
    """Take a path apart: ``changes[0].run`` is ``changes``, ``0``, ``run``."""
    return re.sub(r"\[(\d+|\*)\]", r".\1", path).split(".")


def _set(container: Any, key: str | int, value: object) -> None:
    """Set or take out one entry."""
    if value is not None:
        if key == "from" and isinstance(value, str):
            container.clear()
        container[key] = value
    elif isinstance(container, dict):
        container.pop(key, None)
    else:
        del container[key]


def next_key(current: Any, steps: list[str], path: str, value: object) -> tuple[Any, list[str]]:
    """Give the key or position that comes next on a path, and the steps behind it."""
    if isinstance(current, list):
        if steps[0].isdecimal() and int(steps[0]) < len(current):
            return int(steps[0]), steps[1:]
        message = f'there is no position "{cut(steps[0])}" in a list of {len(current)}; they count from 0.'
        raise ScenarioError("the change", [Problem((path,), message, value)])
    if not isinstance(current, dict):
        message = f'nothing can be set at "{cut(steps[0])}": what stands before it is a single value.'
        raise ScenarioError("the change", [Problem((path,), message, value)])
    for length in range(len(steps), 0, -1):
        name = ".".join(steps[:length])
        if name in current:
            return name, steps[length:]
    return steps[0], steps[1:]
