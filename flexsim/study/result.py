"""A run as a result: its counts, tables, costs and figures, and what they were made from."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flexsim.costing import Costs, Ledger
from flexsim.results import Counts, Measures, Tables, Window, notes, write_tables
from flexsim.scenario import Scenario
from flexsim.study.html import html_of


@dataclass(frozen=True)
class Result:
    """One run: a pure function of scenario, seed, replication and engine.

    Attributes
    ----------
    scenario : Scenario
    seed, replication : int
    engine : str
        Hash of the engine's and the scenario room's source files.
    counts : Counts
        Raw integer columns of the whole run, as the engine counted.
    window : Window
        The same, with sums since the end of the warm-up.
    costs : Costs
        What the run cost since the end of the warm-up, line by line.
    measures : dict of str to float
        The figures of the run by name.
    """

    scenario: Scenario
    seed: int
    replication: int
    engine: str
    counts: Counts
    window: Window
    costs: Costs
    measures: Measures

    @property
    def digest(self) -> str:
        """BLAKE2b over the recorded integer columns and the names."""
        return self.counts.digest

    @property
    def compiled(self) -> bool:
        """Whether the compiled engine made the run."""
        return self.counts.compiled

    @property
    def scenario_hash(self) -> str:
        """Hash of the validated scenario, contents of the files it names included."""
        return self.scenario.hash

    @cached_property
    def tables(self) -> Tables:
        """The tables of the run; each is made when it is first asked for."""
        return Tables(self.window, self.scenario, {"ledger": self.ledger.table})

    @property
    def ledger(self) -> Ledger:
        """Every euro spent in the window, row by row, with its sums."""
        return self.costs.ledger

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What to know before believing the figures: overloaded, orders left behind, stock not warmed up."""
        return notes(self.window, self.scenario)

    def identity(self) -> dict[str, Any]:
        """Give what the run was made from, and its digest."""
        return {
            "scenario": self.scenario.name,
            "hash": self.scenario_hash,
            "seed": self.seed,
            "replication": self.replication,
            "engine": self.engine,
            "compiled": self.compiled,
            "digest": self.digest,
        }

    def write(self, folder: str | Path) -> list[Path]:
        """Write all tables, and ``run.json`` with the figures and what they were made from.

        It also names the customers of the window who were still waiting when the run stopped.

        Returns
        -------
        list of Path
            The files written.
        """
        paths = write_tables(self.tables, folder)
        report = Path(folder, "run.json")
        left = [f"{stream} {ordinal}" for stream, ordinal in self.window.left()]
        said = {"measures": without_nan(self.measures), "notes": list(self.notes), "still_waiting": left}
        text = json.dumps({**self.identity(), **said}, indent=2, sort_keys=True)
        report.write_text(text + "\n", encoding="utf-8")
        return [*paths, report]

    def _repr_html_(self) -> str:
        """Show the figures in a notebook."""
        import pandas as pd

        figures = pd.DataFrame({"value": self.measures}).rename_axis("figure")
        name = self.scenario.name or "Scenario"
        return html_of(figures, f"{name}: seed {self.seed}, replication {self.replication}")


def without_nan(figures: Measures) -> dict[str, float | None]:
    """Put none where a figure is not a number, as JSON wants it."""
    return {name: value if math.isfinite(value) else None for name, value in figures.items()}
