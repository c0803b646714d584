"""A real shop's records in, a scenario out."""

from __future__ import annotations

from flexsim.twin.cleaning import CleanLog, Rule, clean
from flexsim.twin.column_map import Assume, ColumnMap, read_columns
from flexsim.twin.factory import factory_of
from flexsim.twin.importing import Imported, import_log
from flexsim.twin.raw_log import Log, read_log
from flexsim.twin.recorded_shop import RecordedShop, recorded_shop
from flexsim.twin.replay import replay_of
from flexsim.twin.work_orders import WorkOrder, WorkStep, import_work_orders, read_work_orders, write_scenario

__all__ = [
    "Assume",
    "CleanLog",
    "ColumnMap",
    "Imported",
    "Log",
    "RecordedShop",
    "Rule",
    "WorkOrder",
    "WorkStep",
    "clean",
    "factory_of",
    "import_log",
    "import_work_orders",
    "read_columns",
    "read_log",
    "read_work_orders",
    "recorded_shop",
    "replay_of",
    "write_scenario",
]
