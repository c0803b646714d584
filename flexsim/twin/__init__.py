"""A real shop's records in, a scenario out."""

from __future__ import annotations

from flexsim.twin.work_orders import WorkOrder, WorkStep, import_work_orders, read_work_orders, write_scenario

__all__ = ["WorkOrder", "WorkStep", "import_work_orders", "read_work_orders", "write_scenario"]
