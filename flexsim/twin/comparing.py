"""A folder that an import wrote beside the log that it was written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flexsim.scenario import Problem, Scenario, ScenarioError, from_mapping, load
from flexsim.study import RECORDABLE, Result, simulate
from flexsim.twin.beside import Beside
from flexsim.twin.cleaning import CleanLog, clean
from flexsim.twin.column_map import ColumnMap
from flexsim.twin.explaining import Explanation, explanation
from flexsim.twin.fitting import MovingShop, weekly_shop
from flexsim.twin.import_check import ImportCheck, import_check
from flexsim.twin.raw_log import read_log
from flexsim.twin.recorded_shop import recorded_shop
from flexsim.twin.records import Record, record_of_log
from flexsim.twin.replay import replay_of, with_duration
from flexsim.twin.replaying import ReplayCheck, replay_check
from flexsim.twin.runs import all_orders, record_of_run

if TYPE_CHECKING:
    import pandas as pd

FACTORY, REPLAY, REPORTS = "factory.yaml", "replay.yaml", "reports.csv"
FILES = (FACTORY, REPLAY, REPORTS, "orders.csv", "cleaning.json")
"""What every imported folder has; the scenarios say which files they need besides."""

SAME = ("line", "order", "resource", "worker", "kind", "start", "end")
"""Columns by which two reports are the same."""

NAMED = 3
"""So many orders are named in a message."""


@dataclass(frozen=True)
class LogComparison:
    """A log, the factory that an import made from it, and what each says.

    Attributes
    ----------
    folder : Path
        Where the import is.
    log : CleanLog
    factory : Scenario
    """

    folder: Path
    log: CleanLog
    factory: Scenario

    @cached_property
    def recorded(self) -> Record:
        """What the log says."""
        return record_of_log(self.log)

    @cached_property
    def result(self) -> Result:
        """A run of the factory: orders are released at their first report, the engine decides alone."""
        return simulate(self.factory, record=RECORDABLE)

    @cached_property
    def beside(self) -> Beside:
        """The run beside the log."""
        parts = dict(zip(self.recorded.orders["order"], self.recorded.orders["part"], strict=True))
        simulated = record_of_run(self.result, parts, self.recorded.start, self.recorded.end)
        return Beside(self.recorded, simulated)

    @cached_property
    def explanation(self) -> Explanation:
        """What the recorded lead times consist of."""
        return explanation(self.recorded, self.result, self.log)

    @cached_property
    def weekly(self) -> Explanation:
        """The same with the hours of the shop that is fitted: those of the week in which people are ever seen."""
        shop = weekly_shop(recorded_shop(self.log))
        return explanation(self.recorded, simulate(MovingShop(self.log, shop).scenario), self.log)

    @cached_property
    def replay(self) -> Scenario:
        """The replay, as it was written."""
        return load(self.folder / REPLAY)

    @cached_property
    def import_check(self) -> ImportCheck:
        """Whether what was written says what the log says."""
        return import_check(self.log, self.factory, self.replay)

    @cached_property
    def replay_check(self) -> ReplayCheck:
        """Whether the replay gives the recorded lead times."""
        log = with_duration(self.log)
        timed = from_mapping(replay_of(log, recorded_shop(self.log))) if len(log.reports) else None
        return replay_check(self.recorded, simulate(self.replay), simulate(timed) if timed else None)


def compare_log(folder: str | Path, log: str | Path, columns: str | Path | ColumnMap | None = None) -> LogComparison:
    """Read an imported folder and its log.

    The factory may have been changed since; orders and reports must be those of the log.

    Raises
    ------
    ScenarioError
        The folder is no imported log, or one of another log, or the log cannot be read.
    OSError
        A file cannot be read.
    """
    place = Path(folder)
    if missing := [name for name in FILES if not (place / name).is_file()]:
        raise ScenarioError(str(place), [_no_import(missing)])
    cleaned = clean(read_log(log, columns))
    factory = load(place / FACTORY)
    if problems := [*_other_orders(cleaned, factory, place), *_other_reports(cleaned, place)][:1]:
        raise ScenarioError(str(log), problems)
    return LogComparison(place, cleaned, factory)


def _no_import(missing: list[str]) -> Problem:
    if len(missing) == len(FILES):
        return Problem((), "this is no imported log. Write one: flexsim import-log LOG.csv --out FOLDER")
    said = f"this folder lacks {', '.join(missing)}, which an import writes."
    return Problem((), f"{said} Import it again: flexsim import-log LOG.csv --out FOLDER")


def _other_orders(log: CleanLog, factory: Scenario, folder: Path) -> Iterator[Problem]:
    """Say which orders only one of both has."""
    of_log, of_factory = set(log.orders["order"]), set(all_orders(factory))
    for here, there, which in ((of_log, of_factory, "this log"), (of_factory, of_log, str(folder / FACTORY))):
        if only := sorted(here - there):
            named = ", ".join(f'"{order}"' for order in only[:NAMED])
            more = f" and {len(only) - NAMED:,} more" if len(only) > NAMED else ""
            said = f"{named}{more}: only {which} has these orders. The log must be the one that was imported."
            yield Problem((), said)


def _other_reports(log: CleanLog, folder: Path) -> Iterator[Problem]:
    """Say how many reports of the same orders are not those that were imported."""
    imported = _imported_reports(folder / REPORTS)
    own = log.reports[list(SAME)].astype(str)
    if len(own) == len(imported) and (own.to_numpy() == imported.to_numpy()).all():
        return
    both = own.merge(imported, how="outer", on=list(SAME), indicator=True)
    differs = both[both["_merge"] != "both"]
    if len(differs):
        lines = sorted({int(line) for line in differs["line"]})
        more = f", and {len(lines) - 1:,} more" if len(lines) > 1 else ""
        said = f"this report differs from what was imported into {folder}{more}. Import the log again."
        yield Problem((), said, line=lines[0])


def _imported_reports(path: Path) -> pd.DataFrame:
    """Read the cleaned reports of a folder, as texts."""
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table["line"].astype(int)
    except (ValueError, KeyError) as why:  # pandas' own errors are of these kinds
        said = "these are no reports that an import wrote. Import the log again."
        raise ScenarioError(str(path), [Problem((), said)]) from why
    if missing := [name for name in SAME if name not in table]:
        said = f"no column {missing[0]!r}: an import did not write this. Import the log again."
        raise ScenarioError(str(path), [Problem((), said, line=1)])
    return table[list(SAME)]
