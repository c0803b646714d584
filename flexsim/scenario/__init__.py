"""What a user writes: scenario files, checked with file and line in every error, and frozen once valid."""

from flexsim.scenario.averaging import united
from flexsim.scenario.capacity_table import Capacity, CentreLoad, TeamLoad, capacity
from flexsim.scenario.capacity_words import capacity_in_words
from flexsim.scenario.changing import EACH, steps_of
from flexsim.scenario.demand import Item, Order, Profile, Stream, Substitutes
from flexsim.scenario.distributions import Distribution
from flexsim.scenario.errors import Problem, ScenarioError, joined, listed, nearest, written
from flexsim.scenario.fields import MOST_PIECES, Kind, Name, Named, Part, Truth, names_as_keys, read_names
from flexsim.scenario.floor import ChangeoverFixed, ChangeoverMatrix, ChangeoverPerOption, Failure, WorkCentre
from flexsim.scenario.folders import Folders
from flexsim.scenario.keys import InWords, Key, Schema, first_words, sentences_in, with_explanation
from flexsim.scenario.loading import from_mapping, is_study, load, loads, read_document, validated
from flexsim.scenario.model import Scenario, ScheduleRow
from flexsim.scenario.named_files import LARGEST_FILE, MOST_ROWS
from flexsim.scenario.paying import CostRatio, Payroll, cost_ratios, payroll, payroll_in_words
from flexsim.scenario.people import Call, Contract, Pool, Shift, Skill, Team, Terms, Worker
from flexsim.scenario.prices import Asset, Prices
from flexsim.scenario.pricing import (
    Price,
    differs_beyond_prices,
    may_have_price,
    paths_meant,
    plain_path,
    prices_in,
    prices_with_stars,
)
from flexsim.scenario.products import Alternative, Change, Drawn, Matrix, Operation, Product, Step
from flexsim.scenario.quantities import read_number
from flexsim.scenario.reading import LARGEST_TEXT, Document
from flexsim.scenario.settings import SETTING, Setting
from flexsim.scenario.standing import paid_hours
from flexsim.scenario.translating import placed

__all__ = [
    "EACH",
    "LARGEST_FILE",
    "LARGEST_TEXT",
    "MOST_PIECES",
    "MOST_ROWS",
    "SETTING",
    "Alternative",
    "Asset",
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
    "Document",
    "Drawn",
    "Failure",
    "Folders",
    "InWords",
    "Item",
    "Key",
    "Kind",
    "Matrix",
    "Name",
    "Named",
    "Operation",
    "Order",
    "Part",
    "Payroll",
    "Pool",
    "Price",
    "Prices",
    "Problem",
    "Product",
    "Profile",
    "Scenario",
    "ScenarioError",
    "ScheduleRow",
    "Schema",
    "Setting",
    "Shift",
    "Skill",
    "Step",
    "Stream",
    "Substitutes",
    "Team",
    "TeamLoad",
    "Terms",
    "Truth",
    "WorkCentre",
    "Worker",
    "capacity",
    "capacity_in_words",
    "cost_ratios",
    "differs_beyond_prices",
    "first_words",
    "from_mapping",
    "is_study",
    "joined",
    "listed",
    "load",
    "loads",
    "may_have_price",
    "names_as_keys",
    "nearest",
    "paid_hours",
    "paths_meant",
    "payroll",
    "payroll_in_words",
    "placed",
    "plain_path",
    "prices_in",
    "prices_with_stars",
    "read_document",
    "read_names",
    "read_number",
    "sentences_in",
    "steps_of",
    "united",
    "validated",
    "with_explanation",
    "written",
]
