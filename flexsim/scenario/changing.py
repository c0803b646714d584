"""Setting values at paths, such as ``products.bike.operations.weld.run``."""

from __future__ import annotations

import re
from typing import Any

from flexsim.scenario.errors import Problem, ScenarioError, cut


def put(data: dict[str, Any], path: str, value: object) -> tuple[Any, str | int]:
    """Set the value at a path; None takes the key out. Give the mapping or list, and the key or position, that was set.

    A name that has dots in it is found too: the longest name that is there is taken. Another file for a list
    (``workers.from``) takes the place of the whole list.

    Raises
    ------
    ScenarioError
        If the path leads nowhere.
    """
    steps = steps_of(path)
    current: Any = data
    while True:
        key, steps = next_key(current, steps, path, value)
        if not steps:
            _set(current, key, value)
            return current, key
        if isinstance(current, dict):
            current[key] = {} if current.get(key) is None else current[key]
        current = current[key]


def steps_of(path: str) -> list[str]:
    """Take a path apart: ``changes[0].run`` is ``changes``, ``0``, ``run``."""
    return re.sub(r"\[(\d+)\]", r".\1", path).split(".")


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
