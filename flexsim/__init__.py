"""Flexsim: a simulator of flexible-manufacturing shop floors."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flexsim.scenario import Scenario, ScenarioError, from_mapping, load, loads
    from flexsim.study import Result, compare, replicate, simulate

__version__ = "0.1.0"

_DOORS = {
    "Result": "flexsim.study",
    "Scenario": "flexsim.scenario",
    "ScenarioError": "flexsim.scenario",
    "compare": "flexsim.study",
    "from_mapping": "flexsim.scenario",
    "load": "flexsim.scenario",
    "loads": "flexsim.scenario",
    "replicate": "flexsim.study",
    "simulate": "flexsim.study",
}
"""Which room's door each name comes from. A room is imported when its first name is used."""

__all__ = [
    "Result",
    "Scenario",
    "ScenarioError",
    "__version__",
    "compare",
    "from_mapping",
    "load",
    "loads",
    "replicate",
    "simulate",
]


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
