"""A small shop that is right, and how to make it wrong in one place."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from flexsim.scenario import ScenarioError, from_mapping, loads
from flexsim.scenario.changing import put
from flexsim.scenario.reading import read_yaml

TEXT = """\
flexsim: 1
horizon: 4 wk
products:
  bike:
    options:
      frame: {city: 0.6, sport: 0.4}
      colour: {red: 0.5, blue: 0.5}
    operations:
      weld:
        at: robot
        set_up: 5 min
        load: 1 min
        run: exponential(10 min)
        skill: welding
        attention: {load: 1/3, run: 0}
        changes:
          - if: {frame: sport}
            run: 12 min
      paint:
        at: booth
        after: weld
        run: 3 min
        skill: painting
        depends_on: [colour]
demand:
  custom: {product: bike, every: exponential(20 min)}
  shop: {item: red_bike, at: [0 min, 12 min]}
stock:
  red_bike: {product: bike, options: {colour: red}, lot_size: 20, reorder_point: 5}
work_centres:
  robot: {team: makers, shifts: day, failures: {jam: {every: 500 min, repair: 20 min, skill: welding}}}
  booth: {team: makers, units: 2}
teams:
  makers:
workers:
  Ann: {team: makers, skills: [welding, painting], shifts: day, home: robot, wage: 30 EUR/h}
  Bob: {team: makers, skills: {painting: {time: 1.2}}}
shifts:
  day: {mon-fri: ["08:00-12:00", "12:30-16:30"]}
"""


def shop(**changes: Any) -> dict[str, Any]:
    """Give the shop as plain data, with values at dotted paths (dots as double underscores) changed."""
    return changed({path.replace("__", "."): value for path, value in changes.items()})


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """Give the shop as plain data, with values at paths changed; None takes a key out."""
    data = copy.deepcopy(read_yaml(TEXT, "the shop").data)
    for path, value in changes.items():
        put(data, path, value)
    return data


def problems_of(changes: dict[str, Any]) -> list[str]:
    """Give the problems of the shop with these changes, without lines."""
    with pytest.raises(ScenarioError) as caught:
        from_mapping(changed(changes))
    return [str(problem) for problem in caught.value.problems]


def problems_in(text: str) -> list[str]:
    """Give the problems in a text, with lines."""
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    return [str(problem) for problem in caught.value.problems]


def as_text(data: dict[str, Any]) -> str:
    """Write plain data as YAML, in the order it has."""
    return yaml.safe_dump(data, sort_keys=False)
