"""The factory of a log: released at first report, the engine decides alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flexsim.twin.cleaning import CleanLog
from flexsim.twin.presence import Pattern
from flexsim.twin.recorded_shop import STEPS, RecordedShop, recorded_shop, rows_of, time_text
from flexsim.twin.ticks import WEEK

if TYPE_CHECKING:
    import pandas as pd


def factory_of(log: CleanLog, shop: RecordedShop | None = None) -> dict[str, Any]:
    """Give the scenario of a log as a file would have it, with all lists in it."""
    shop = shop or recorded_shop(log)
    return {
        **head_of(log),
        "products": products_of(product_table(shop)),
        "demand": {row.pop("stream"): row for row in order_rows(log)},
        "work_centres": {row.pop("work_centre"): row for row in centre_rows(shop)},
        **teams_of(shop),
        "workers": {row.pop("worker"): row for row in worker_rows(shop)},
        "shifts": {name: written(pattern) for name, pattern in shifts_of(shop).items()},
    }


def head_of(log: CleanLog) -> dict[str, Any]:
    """Give version, name and first day."""
    return {"flexsim": 1, "name": f"Factory of {log.columns.name}", "start": log.monday.isoformat()}


def teams_of(shop: RecordedShop) -> dict[str, Any]:
    """Give the teams that have somebody."""
    names = sorted({team for team in shop.resources["team"] if team})
    return {"teams": {name: {} for name in names}} if names else {}


def nested(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row of a list as a mapping: dots lead into a part."""
    found: dict[str, Any] = {}
    for column, value in row.items():
        *path, last = column.split(".")
        part = found
        for step in path:
            part = part.setdefault(step, {})
        part[last] = 0 if path == ["attention"] and value == "0" else value
    return found


def products_of(table: pd.DataFrame) -> dict[str, Any]:
    """Give a list of operations as products."""
    products: dict[str, Any] = {}
    for cells in table.to_dict("records"):
        row = {str(column): cell for column, cell in cells.items() if cell != ""}
        product, operation = row.pop("product"), row.pop("operation")
        products.setdefault(product, {"operations": {}})["operations"][operation] = nested(row)
    return products


def product_table(shop: RecordedShop) -> pd.DataFrame:
    """Give one row an operation, in columns as a list of products has them; an empty cell says nothing."""
    import numpy as np
    import pandas as pd

    table = shop.operations
    names, at = table["operation"].to_numpy(), table["resource"].to_numpy()
    follows = (table["step"] > 1).to_numpy()
    has_set_up = (table["set_up"] > 0).to_numpy()
    attended = {step: table[f"{step}_attended"].to_numpy() for step in STEPS}
    somebody = attended["set_up"] | attended["run"]
    found = pd.DataFrame(
        {
            "product": table["order"],
            "operation": names,
            "at": at,
            "after": np.where(follows, np.roll(names, 1), ""),
            "set_up": np.where(has_set_up, time_texts(table["set_up"]), ""),
            "run": time_texts(table["run"] + table["breakdown"]),
            "per": "lot",
            "skill": np.where(somebody, at, ""),
        }
    )
    for step, there in (("set_up", has_set_up), ("run", True)):
        share = np.where(attended[step], shares(shop, step, at), "0")
        found[f"attention.{step}"] = np.where(somebody & there & (share != "1"), share, "")
    return found


def shares(shop: RecordedShop, step: str, at: Any) -> Any:
    """Write the part of a worker that a step takes at each resource."""
    import numpy as np

    parts = ["1" if n == 1 else f"1/{n}" for n in shop.resources[f"tended_{step}"]]
    return np.array(parts, dtype=object)[shop.resources.index.get_indexer(at)]


def time_texts(ticks: Any) -> Any:
    """Write many times, each different one once."""
    import numpy as np

    different, places = np.unique(np.asarray(ticks), return_inverse=True)
    return np.array([time_text(int(value)) for value in different], dtype=object)[places]


def order_rows(log: CleanLog) -> list[dict[str, Any]]:
    """Give one row an order, by arrival: a stream of its own, as it is of a product of its own."""
    by_arrival = log.orders.sort_values(["arrival", "order"])
    return [
        {"stream": row.order, "product": row.order, "at": [time_text(row.arrival)], "quantity": row.quantity}
        for row in rows_of(by_arrival)
    ]


def centre_rows(shop: RecordedShop, with_shifts: bool = True) -> list[dict[str, Any]]:
    """Give one row a work centre."""
    found = []
    for name, row in shop.by_name().items():
        cells: dict[str, Any] = {"work_centre": name, "units": int(row.units)}
        if row.team:
            cells["team"] = row.team
        if row.area != name:
            cells["area"] = row.area
        if with_shifts and name in shop.resource_shifts:
            cells["shifts"] = hours_at(name)
        found.append(cells)
    return found


def worker_rows(shop: RecordedShop) -> list[dict[str, Any]]:
    """Give one row a worker who has hours."""
    return [
        {"worker": name, "team": shop.teams[name], "skills": list(skills), "shifts": hours_of(name)}
        for name, skills in shop.workers.items()
    ]


def hours_of(worker: str) -> str:
    """Name the hours of a worker; he may have the name of a resource."""
    return f"hours of {worker}"


def hours_at(resource: str) -> str:
    """Name the hours of a resource."""
    return f"hours at {resource}"


def shifts_of(shop: RecordedShop) -> dict[str, Pattern]:
    """Give the patterns by their names in the scenario."""
    people = {hours_of(name): pattern for name, pattern in shop.worker_shifts.items()}
    return people | {hours_at(name): pattern for name, pattern in shop.resource_shifts.items()}


def written(pattern: Pattern) -> dict[str, Any]:
    """Write a pattern as a scenario does."""
    windows = [[time_text(start), time_text(end)] for start, end in pattern.windows]
    whole = pattern.weeks * WEEK
    runs_over = len(windows) > 1 and pattern.windows[0][0] == 0 and pattern.windows[-1][1] == whole
    return {"weeks": pattern.weeks, "windows": windows, **({"runs_over": True} if runs_over else {})}


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Give rows as a table; a semicolon after every time, and between names, as lists in CSV have them."""
    import pandas as pd

    found = pd.DataFrame(rows)
    for column, after in (("at", ";"), ("skills", ""), ("workers", "")):
        if column in found and any(isinstance(cell, list) for cell in found[column]):
            found[column] = [";".join(cell) + after if isinstance(cell, list) else cell for cell in found[column]]
    return found
