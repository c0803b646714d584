"""A real shop's records in, a scenario out."""

from __future__ import annotations

from flexsim.twin.beside import Beside
from flexsim.twin.cleaning import CleanLog, Rule, clean
from flexsim.twin.column_map import Assume, ColumnMap, read_columns
from flexsim.twin.comparing import LogComparison, compare_log
from flexsim.twin.explaining import Explanation
from flexsim.twin.factory import factory_of
from flexsim.twin.fitting import Fit, Split, split, splits, splits_table
from flexsim.twin.import_check import ImportCheck
from flexsim.twin.importing import Imported, import_log
from flexsim.twin.own_log import log_of
from flexsim.twin.raw_log import Log, read_log
from flexsim.twin.recorded_shop import RecordedShop, recorded_shop
from flexsim.twin.records import Record
from flexsim.twin.replay import replay_of
from flexsim.twin.replaying import ReplayCheck
from flexsim.twin.work_orders import WorkOrder, WorkStep, import_work_orders, read_work_orders

__all__ = [
    "Assume",
    "Beside",
    "CleanLog",
    "ColumnMap",
    "Explanation",
    "Fit",
    "ImportCheck",
    "Imported",
    "Log",
    "LogComparison",
    "Record",
    "RecordedShop",
    "ReplayCheck",
    "Rule",
    "Split",
    "WorkOrder",
    "WorkStep",
    "clean",
    "compare_log",
    "factory_of",
    "import_log",
    "import_work_orders",
    "log_of",
    "read_columns",
    "read_log",
    "read_work_orders",
    "recorded_shop",
    "replay_of",
    "split",
    "splits",
    "splits_table",
]
