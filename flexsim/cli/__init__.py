"""The command line: thin, and quick to answer because rooms are imported when a command needs them."""

from __future__ import annotations

from flexsim.cli import checking, comparing, demo, importing, running, starting, work_orders
from flexsim.cli.group import main

__all__ = ["checking", "comparing", "demo", "importing", "main", "running", "starting", "work_orders"]
