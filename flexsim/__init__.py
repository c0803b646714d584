"""Flexsim: a simulator of flexible-manufacturing shop floors."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flexsim.scenario import Scenario, ScenarioError, from_mapping, load, loads

__version__ = "0.1.0"

_DOORS = {
    "Scenario": "flexsim.scenario",
    "ScenarioError": "flexsim.scenario",
    "from_mapping": "flexsim.scenario",
    "load": "flexsim.scenario",
    "loads": "flexsim.scenario",
}
"""Which room's door each name comes from. A room is imported when its first name is used."""

__all__ = ["Scenario", "ScenarioError", "__version__", "from_mapping", "load", "loads"]


def __getattr__(name: str) -> object:
    """Fetch a name from its room when it is first used."""
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_DOORS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Names of the package, those not yet fetched included."""
    return sorted({*globals(), *_DOORS})
