"""A log is imported: a folder with the factory, the replay, every cleaned report, and what was done to the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexsim.scenario import LARGEST_FILE, LARGEST_TEXT, MOST_ROWS
from flexsim.twin.cleaning import CleanLog, clean
from flexsim.twin.column_map import ColumnMap
from flexsim.twin.factory import (
    centre_rows,
    frame,
    head_of,
    order_rows,
    product_table,
    shifts_of,
    teams_of,
    worker_rows,
    written,
)
from flexsim.twin.raw_log import read_log
from flexsim.twin.recorded_shop import RecordedShop, recorded_shop
from flexsim.twin.replay import everybody, report_table, schedule_table

if TYPE_CHECKING:
    import pandas as pd

FACTORY_LISTS = ("products.csv", "orders.csv", "work_centres.csv", "workers.csv")
REPLAY_LISTS = (
    "replay_products.csv",
    "orders.csv",
    "replay_work_centres.csv",
    "replay_workers.csv",
    "replay_schedule.csv",
)
"""Lists that the scenarios name, those of workers if there are any."""

FIRST_LINES = 20
"""So many lines of each rule stand in ``cleaning.csv``; all are in ``cleaning.json``."""


@dataclass(frozen=True)
class Imported:
    """What an import gave.

    Parameters
    ----------
    folder : Path
        Where it is written.
    log : CleanLog
        The cleaned log.
    shop : RecordedShop
        The shop behind it.
    """

    folder: Path
    log: CleanLog
    shop: RecordedShop

    @property
    def factory(self) -> Path:
        """The scenario file of the factory."""
        return self.folder / "factory.yaml"

    @property
    def replay(self) -> Path:
        """The scenario file of the replay."""
        return self.folder / "replay.yaml"

    @cached_property
    def too_large(self) -> tuple[str, ...]:
        """Which scenario cannot be read in one piece, and why, in sentences; nothing if both can."""
        return (*_too_large(self.factory, FACTORY_LISTS), *_too_large(self.replay, REPLAY_LISTS))


def import_log(path: str | Path, out: str | Path, columns: str | Path | ColumnMap | None = None) -> Imported:
    """Turn a log into a folder: ``factory.yaml``, ``replay.yaml``, their lists, ``reports.csv``, ``cleaning.csv``.

    Raises
    ------
    ScenarioError
        The log or the column map cannot be used, with lines.
    OSError
        The folder cannot be written.
    """
    log = clean(read_log(path, columns))
    shop = recorded_shop(log)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    write_cleaning(log, folder)
    write_factory(log, shop, folder)
    write_replay(log, shop, folder)
    return Imported(folder, log, shop)


def _too_large(scenario: Path, lists: Sequence[str]) -> Iterator[str]:
    """Say which files of a scenario are larger than such a file may be."""
    said = f"{scenario.name} cannot be run in one piece:"
    files = [scenario, *(file for name in lists if (file := scenario.with_name(name)).is_file())]
    for file in files:
        size, most = file.stat().st_size, LARGEST_TEXT if file == scenario else LARGEST_FILE
        if size > most:
            yield f"{said} {file.name} has {size / 1e6:,.1f} MB, and at most {most // 1_000_000} MB are read."
        elif file != scenario and (n_lines := _lines(file)) > MOST_ROWS:
            yield f"{said} {file.name} has {n_lines:,} lines, and at most {MOST_ROWS:,} are read."


def _lines(file: Path) -> int:
    """Count the lines of a file."""
    with file.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))


def write_cleaning(log: CleanLog, folder: Path) -> None:
    """Write the reports, and what was done to them."""
    import pandas as pd

    _write(log.reports, folder / "reports.csv")
    _write(log.orders, folder / "work_orders.csv")
    rows = [
        {
            "rule": rule.name,
            "of": rule.of,
            "count": rule.count,
            "hours_taken": round(rule.hours, 6),
            "first_lines": " ".join(map(str, rule.lines[:FIRST_LINES].tolist())),
            "said": rule.said,
        }
        for rule in log.rules
    ]
    _write(pd.DataFrame(rows), folder / "cleaning.csv")
    told = {
        "log": Path(log.source).name,
        "columns": log.columns.name,
        "rows": log.n_rows,
        "reports": len(log.reports),
        "ticks_before": log.ticks_before,
        "ticks_after": log.ticks_after,
        "rules": [
            {"rule": rule.name, "said": rule.said, "of": rule.of, "count": rule.count, "ticks_taken": rule.ticks,
             "lines": rule.lines.tolist()}
            for rule in log.rules
        ],
    }  # fmt: skip
    (folder / "cleaning.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def write_factory(log: CleanLog, shop: RecordedShop, folder: Path) -> None:
    """Write the factory and its lists."""
    _write(product_table(shop), folder / "products.csv")
    _write(frame(order_rows(log)), folder / "orders.csv")
    _write(frame(centre_rows(shop)), folder / "work_centres.csv")
    scenario: dict[str, Any] = {
        **head_of(log),
        "products": {"from": "products.csv"},
        "demand": {"from": "orders.csv"},
        "work_centres": {"from": "work_centres.csv"},
        **teams_of(shop),
    }
    if shop.workers:
        _write(frame(worker_rows(shop)), folder / "workers.csv")
        scenario["workers"] = {"from": "workers.csv"}
    if shifts := shifts_of(shop):
        scenario["shifts"] = {name: written(pattern) for name, pattern in shifts.items()}
    _write_yaml(scenario, folder / "factory.yaml", shop.assumptions)


def write_replay(log: CleanLog, shop: RecordedShop, folder: Path) -> None:
    """Write the replay and its lists."""
    _write(report_table(log, shop), folder / "replay_products.csv")
    _write(frame(centre_rows(shop, with_shifts=False)), folder / "replay_work_centres.csv")
    _write(schedule_table(log, shop), folder / "replay_schedule.csv")
    teams = sorted(set(shop.teams.values()))
    scenario: dict[str, Any] = {
        **head_of(log),
        "name": f"Replay of {log.columns.name}",
        "products": {"from": "replay_products.csv"},
        "demand": {"from": "orders.csv"},
        "work_centres": {"from": "replay_work_centres.csv"},
        **({"teams": {name: {} for name in teams}} if teams else {}),
    }
    if people := everybody(log, shop):
        _write(frame(people), folder / "replay_workers.csv")
        scenario["workers"] = {"from": "replay_workers.csv"}
    scenario["schedule"] = {"rows": "replay_schedule.csv", "strict": False}
    said = (
        "Every report is an operation that begins when it began and takes as long as it took (strict: false).",
        "Reports of an order that overlap in time are branches; it is finished when the last has ended.",
        "Attention and units are as in the factory; they are counted where records exceed them, not enforced.",
    )
    _write_yaml(scenario, folder / "replay.yaml", said)


def _write(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n")


def _write_yaml(scenario: dict[str, Any], path: Path, comments: tuple[str, ...]) -> None:
    import yaml

    head = "".join(f"# {line}\n" for line in comments)
    text = yaml.safe_dump(scenario, sort_keys=False, width=120, allow_unicode=True)
    path.write_text(f"{head}{text}", encoding="utf-8")
