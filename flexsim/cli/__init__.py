"""The command line: thin, and quick to answer because rooms are imported when a command needs them."""

from __future__ import annotations

from flexsim.cli import checking, comparing, running, starting, work_orders
from flexsim.cli.demo import TO_ORDER
from flexsim.cli.group import main

__all__ = ["TO_ORDER", "checking", "comparing", "main", "running", "starting", "work_orders"]
