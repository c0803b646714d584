"""What a user writes: scenario files, checked with file and line in every error, and frozen once valid."""

from flexsim.scenario.demand import Item, Order, Stream
from flexsim.scenario.distributions import Distribution
from flexsim.scenario.errors import Problem, ScenarioError
from flexsim.scenario.floor import ChangeoverFixed, ChangeoverMatrix, ChangeoverPerOption, Failure, WorkCentre
from flexsim.scenario.loading import from_mapping, load, loads
from flexsim.scenario.model import Scenario, ScheduleRow
from flexsim.scenario.people import Shift, Skill, Team, Worker
from flexsim.scenario.prices import Prices
from flexsim.scenario.products import Alternative, Change, Drawn, Matrix, Operation, Product, Step

__all__ = [
    "Alternative",
    "Change",
    "ChangeoverFixed",
    "ChangeoverMatrix",
    "ChangeoverPerOption",
    "Distribution",
    "Drawn",
    "Failure",
    "Item",
    "Matrix",
    "Operation",
    "Order",
    "Prices",
    "Problem",
    "Product",
    "Scenario",
    "ScenarioError",
    "ScheduleRow",
    "Shift",
    "Skill",
    "Step",
    "Stream",
    "Team",
    "WorkCentre",
    "Worker",
    "from_mapping",
    "load",
    "loads",
]
