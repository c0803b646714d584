"""The command line: thin, and quick to answer because rooms are imported when a command needs them."""

from __future__ import annotations

from flexsim.cli import checking, compare_log, comparing, demo, importing, machine_shop, running, starting, work_orders
from flexsim.cli.group import main

__all__ = [
    "checking",
    "compare_log",
    "comparing",
    "demo",
    "importing",
    "machine_shop",
    "main",
    "running",
    "starting",
    "work_orders",
]
