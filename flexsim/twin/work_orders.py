"""Real work orders in, a scenario out: a list of recorded steps becomes a shop that can be run.

The list has one row a step: ``order, released_min, part, quantity, step, work_centre, set_up_min, run_min``. What it
does not say is assumed as plainly as can be: nobody is needed, everything is always on, a work centre is one unit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flexsim.scenario import Problem, Scenario, ScenarioError, load

FILE = "sixty_work_orders.csv"
"""Name of the list in the folder of a production log."""

COLUMNS = ("order", "released_min", "part", "quantity", "step", "work_centre", "set_up_min", "run_min")

UNITS = {"Quality Check 1": 2}
"""Work centres that are known to be more than one unit; how many is not recorded, two is the least."""

SCENARIO_FILE = "work_orders.yaml"


@dataclass(frozen=True, slots=True)
class WorkStep:
    """One recorded step of an order; minutes as written in the list."""

    number: int
    work_centre: str
    set_up_min: str
    run_min: str

    @property
    def work_min(self) -> float:
        """Set-up and run together."""
        return float(self.set_up_min) + float(self.run_min)


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """One order of the list, its steps in sequence."""

    name: str
    released_min: str
    part: str
    quantity: int
    steps: tuple[WorkStep, ...]

    @property
    def work_h(self) -> float:
        """Recorded set-up and run of all steps: the least lead time it can have."""
        return sum(step.work_min for step in self.steps) / 60


def read_work_orders(folder: str | Path) -> tuple[WorkOrder, ...]:
    """Read the list in a folder.

    Raises
    ------
    FileNotFoundError
        The folder has no such list.
    ScenarioError
        Rows that cannot be read, each with its line.
    """
    path = Path(folder, FILE)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
            problem = Problem((), f"no column {missing[0]!r}; needed: {', '.join(COLUMNS)}", line=1)
            raise ScenarioError(str(path), [problem])
        rows = [(reader.line_num, row) for row in reader]
    if problems := [problem for line, row in rows for problem in _problems(line, row)]:
        raise ScenarioError(str(path), problems)
    grouped: dict[str, list[Mapping[str, str]]] = {}
    for _, row in rows:
        grouped.setdefault(row["order"], []).append(row)
    return tuple(_order(own) for own in grouped.values())


def _problems(line: int, row: Mapping[str, str | None]) -> list[Problem]:
    """Say which cells of a row cannot be read."""
    found = []
    for name in COLUMNS:
        text = row[name]
        if not text:
            found.append(Problem((name,), "is empty", line=line))
        elif name.endswith("_min") and not _is_time(text):
            found.append(Problem((name,), "minutes are a number, at least 0", text, line=line))
        elif name in ("quantity", "step") and not (text.isdecimal() and int(text)):
            found.append(Problem((name,), "a whole number, at least 1, is needed", text, line=line))
    return found


def _is_time(text: str) -> bool:
    try:
        return 0 <= float(text) < float("inf")
    except ValueError:
        return False


def _order(rows: Sequence[Mapping[str, str]]) -> WorkOrder:
    first = rows[0]
    steps = [WorkStep(int(row["step"]), row["work_centre"], row["set_up_min"], row["run_min"]) for row in rows]
    in_sequence = tuple(sorted(steps, key=lambda step: step.number))
    return WorkOrder(first["order"], first["released_min"], first["part"], int(first["quantity"]), in_sequence)


def scenario_of(orders: Iterable[WorkOrder]) -> dict[str, Any]:
    """Give the scenario as a file would have it: one product and one stream an order, operations named by step."""
    orders = tuple(orders)
    centres = sorted({step.work_centre for order in orders for step in order.steps})
    return {
        "flexsim": 1,
        "name": "Sixty work orders",
        "start": "2012-01-02",
        "products": {order.name: {"operations": _operations(order)} for order in orders},
        "demand": {order.name: _demand(order) for order in orders},
        "work_centres": {centre: {"units": UNITS.get(centre, 1)} for centre in centres},
    }


def _operations(order: WorkOrder) -> dict[str, Any]:
    """Give the operations one after another; recorded times are of the whole lot."""
    operations: dict[str, Any] = {}
    before: str | None = None
    for step in order.steps:
        operations[str(step.number)] = {
            "at": step.work_centre,
            **({"after": before} if before else {}),
            **({"set_up": f"{step.set_up_min} min"} if float(step.set_up_min) else {}),
            "run": f"{step.run_min} min",
            "per": "lot",
        }
        before = str(step.number)
    return operations


def _demand(order: WorkOrder) -> dict[str, Any]:
    """Give the one order of a stream, which comes when it was released, as one lot."""
    arrival = f"{order.released_min} min"
    return {"product": order.name, "orders": [{"order": order.name, "arrival": arrival, "quantity": order.quantity}]}


def write_scenario(orders: Iterable[WorkOrder], folder: str | Path) -> Path:
    """Write the scenario into a folder, and give its path."""
    import yaml

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    path = target / SCENARIO_FILE
    path.write_text(yaml.safe_dump(scenario_of(orders), sort_keys=False, width=120), encoding="utf-8")
    return path


def import_work_orders(folder: str | Path, out: str | Path) -> tuple[tuple[WorkOrder, ...], Scenario]:
    """Turn the list in one folder into a scenario in another, and load it.

    Returns
    -------
    tuple of WorkOrder, Scenario
        What was recorded, and the shop that can be run.
    """
    orders = read_work_orders(folder)
    return orders, load(write_scenario(orders, out))
