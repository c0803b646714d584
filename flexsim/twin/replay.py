"""The replay of a log: every report is an operation that begins when it began and takes as long as it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flexsim.twin.cleaning import CleanLog
from flexsim.twin.factory import centre_rows, head_of, nested, order_rows
from flexsim.twin.recorded_shop import RecordedShop, recorded_shop, rows_of, skills_seen, time_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def replay_of(log: CleanLog, shop: RecordedShop | None = None) -> dict[str, Any]:
    """Give the replay of a log as a file would have it, with all lists in it (floor.md, D8, ``strict: false``)."""
    shop = shop or recorded_shop(log)
    products: dict[str, Any] = {}
    for row in report_rows(log, shop):
        product, operation = row.pop("product"), row.pop("operation")
        products.setdefault(product, {"operations": {}})["operations"][operation] = nested(row)
    teams = sorted(set(shop.teams.values()))
    return {
        **head_of(log),
        "name": f"Replay of {log.columns.name}",
        "products": products,
        "demand": {row.pop("stream"): row for row in order_rows(log)},
        "work_centres": {row.pop("work_centre"): row for row in centre_rows(shop, with_shifts=False)},
        **({"teams": {name: {} for name in teams}} if teams else {}),
        "workers": {row.pop("worker"): row for row in everybody(log, shop)},
        "schedule": {"rows": schedule_rows(log, shop), "strict": False},
    }


def operation_names(log: CleanLog) -> list[str]:
    """Name every report after its line in the log."""
    return [f"line {line}" for line in log.reports["line"].tolist()]


def report_rows(log: CleanLog, shop: RecordedShop) -> list[dict[str, Any]]:
    """Give one row a report, as products have them: after the report of its order that ended last before it."""
    reports, names = log.reports, operation_names(log)
    tended = shop.by_name()
    found = []
    for row, name, before in zip(rows_of(reports), names, ended_before(log).tolist(), strict=True):
        ticks = row.end - row.start
        cells: dict[str, Any] = {"product": row.order, "operation": name, "at": row.resource}
        if before >= 0:
            cells["after"] = names[before]
        is_set_up = row.kind == "set_up" and row.timed
        if is_set_up:
            cells["set_up"] = time_text(ticks)
        cells |= {"run": "0 s" if is_set_up else time_text(ticks), "per": "lot"}
        if row.worker:
            cells["skill"] = row.resource
            own = tended[row.resource]
            n = own.tended_set_up if is_set_up else own.tended_run
            cells["attention"] = "1" if n == 1 else f"1/{n}"
        found.append(cells)
    return found


def ended_before(log: CleanLog) -> NDArray[np.int64]:
    """Give for every report the one of its order, earlier in sequence, that ended last before it began; else -1.

    So overlapping reports are branches, and the order is finished when the last of them has ended.
    """
    import numpy as np
    import pandas as pd

    reports = log.reports
    order = pd.factorize(reports["order"])[0].astype(np.int64)
    start, end = reports["start"].to_numpy(), reports["end"].to_numpy()
    n = np.arange(len(reports))
    by_end = np.lexsort((n, end, order))
    width = int(end.max()) + 1
    place = order[by_end] * width + end[by_end]
    at = np.searchsorted(place, order * width + start, side="right") - 1
    found = np.full(len(reports), -1, np.int64)
    waiting = np.flatnonzero(at >= 0)
    while len(waiting):  # an event ends when it starts: it cannot come after itself or a later one of its tick
        candidate = by_end[at[waiting]]
        same = order[candidate] == order[waiting]
        good = same & (candidate < waiting)
        found[waiting[good]] = candidate[good]
        at[waiting] -= 1
        waiting = waiting[same & ~good & (at[waiting] >= 0)]
    return found


def units_used(log: CleanLog, shop: RecordedShop) -> NDArray[np.int64]:
    """Give every report a unit of its resource: the one free longest, or, if none is, the first that will be."""
    import heapq

    import numpy as np

    reports = log.reports
    resources, units = reports["resource"].tolist(), shop.resources["units"].to_dict()
    ends = reports["end"].tolist()
    free = {name: [(0, unit) for unit in range(count)] for name, count in units.items()}
    found = np.zeros(len(reports), np.int64)
    for place in np.lexsort((reports["line"], reports["start"])).tolist():
        heap = free[resources[place]]
        until, unit = heap[0]
        found[place] = unit
        heapq.heapreplace(heap, (max(until, ends[place]), unit))
    return found


def schedule_rows(log: CleanLog, shop: RecordedShop) -> list[dict[str, Any]]:
    """Give one row a report, by start: who did it where, when it began, and how long it ran."""
    import numpy as np

    reports, names = log.reports, operation_names(log)
    units = units_used(log, shop).tolist()
    cells = list(rows_of(reports))
    found = []
    for place in np.lexsort((reports["line"], reports["start"])).tolist():
        row = cells[place]
        is_set_up = row.kind == "set_up" and row.timed
        found.append(
            {
                "stream": row.order,
                "ordinal": 0,
                "operation": names[place],
                "work_centre": row.resource,
                "unit": units[place],
                **({"workers": [row.worker]} if row.worker else {}),
                "not_before": time_text(row.start),
                "duration": "0 s" if is_set_up else time_text(row.end - row.start),
            }
        )
    return found


def everybody(log: CleanLog, shop: RecordedShop) -> list[dict[str, Any]]:
    """Give one row a worker on record, without hours: whoever is on record was there."""
    skills = skills_seen(log)
    return [{"worker": name, "team": shop.teams[name], "skills": list(own)} for name, own in sorted(skills.items())]
