"""What a user writes: scenario files, checked with file and line in every error, and frozen once valid."""

from flexsim.scenario.capacity_table import Capacity, CentreLoad, TeamLoad, capacity
from flexsim.scenario.capacity_words import capacity_in_words
from flexsim.scenario.demand import Item, Order, Profile, Stream, Substitutes
from flexsim.scenario.distributions import Distribution
from flexsim.scenario.errors import Problem, ScenarioError
from flexsim.scenario.floor import ChangeoverFixed, ChangeoverMatrix, ChangeoverPerOption, Failure, WorkCentre
from flexsim.scenario.loading import from_mapping, load, loads
from flexsim.scenario.model import Scenario, ScheduleRow
from flexsim.scenario.paying import CostRatio, Payroll, cost_ratios, payroll, payroll_in_words
from flexsim.scenario.people import Call, Contract, Pool, Shift, Skill, Team, Terms, Worker
from flexsim.scenario.prices import Prices
from flexsim.scenario.products import Alternative, Change, Drawn, Matrix, Operation, Product, Step

__all__ = [
    "Alternative",
    "Call",
    "Capacity",
    "CentreLoad",
    "Change",
    "ChangeoverFixed",
    "ChangeoverMatrix",
    "ChangeoverPerOption",
    "Contract",
    "CostRatio",
    "Distribution",
    "Drawn",
    "Failure",
    "Item",
    "Matrix",
    "Operation",
    "Order",
    "Payroll",
    "Pool",
    "Prices",
    "Problem",
    "Product",
    "Profile",
    "Scenario",
    "ScenarioError",
    "ScheduleRow",
    "Shift",
    "Skill",
    "Step",
    "Stream",
    "Substitutes",
    "Team",
    "TeamLoad",
    "Terms",
    "WorkCentre",
    "Worker",
    "capacity",
    "capacity_in_words",
    "cost_ratios",
    "from_mapping",
    "load",
    "loads",
    "payroll",
    "payroll_in_words",
]
