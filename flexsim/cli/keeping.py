"""What is finished is kept: every replication's figures go into a file as they arrive, so that no ending loses them."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexsim.cli.own_files import end_result, note_files

if TYPE_CHECKING:
    from flexsim.study import Outcome, Replications

NAME = "replications"
"""Of the files with one row a replication, one column a figure."""


class Rows:
    """``replications.csv`` while a study runs: in the order of arrival, each row in one piece.

    A row is handed to the operating system in one call, so even ``kill -9`` leaves whole rows. The rows of an earlier
    study stay until the first of this one is there.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{NAME}.csv"
        self.head: list[str] = []

    def add(self, outcome: Outcome) -> None:
        """Write the figures of a replication."""
        row = {"replication": outcome.replication, **outcome.measures}
        text, how = "", os.O_APPEND
        if not self.head:
            self.head = list(row)
            text, how = _line(self.head), os.O_CREAT | os.O_TRUNC
        text += _line([_cell(row.get(name)) for name in self.head])
        handle = os.open(self.path, os.O_WRONLY | how, 0o666)
        try:
            os.write(handle, text.encode())
        finally:
            os.close(handle)


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


def _cell(value: float | None) -> str:
    """Write a figure so that it reads back to the last bit; what is not a number is empty."""
    return "" if value is None or value != value else repr(value)


def write_figures(found: Replications, report: dict[str, Any], folder: Path) -> None:
    """Write the figures of all replications, sorted, as Parquet and CSV, and the report: then the result is whole."""
    from flexsim.results import write_tables

    note_files(write_tables({NAME: found.table()}, folder), folder)
    write_report(report, folder)
    end_result(folder)


def write_report(report: dict[str, Any], folder: Path) -> None:
    """Write what ``--json`` prints as ``figures.json``."""
    path, part = folder / "figures.json", folder / "figures.json.part"
    part.write_text(json.dumps(report, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    os.replace(part, path)
    note_files([path], folder)
