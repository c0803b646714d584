"""The replay of a log: every report is an operation that begins when it began and takes as long as it took."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flexsim.twin.cleaning import CleanLog
from flexsim.twin.factory import centre_rows, head_of, order_rows, products_of, shares, time_texts
from flexsim.twin.recorded_shop import RecordedShop, recorded_shop, skills_seen

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def replay_of(log: CleanLog, shop: RecordedShop | None = None) -> dict[str, Any]:
    """Give the replay of a log as a file would have it, with all lists in it (floor.md, D8, ``strict: false``)."""
    shop = shop or recorded_shop(log)
    teams = sorted(set(shop.teams.values()))
    return {
        **head_of(log),
        "name": f"Replay of {log.columns.name}",
        "products": products_of(report_table(log, shop)),
        "demand": {row.pop("stream"): row for row in order_rows(log)},
        "work_centres": {row.pop("work_centre"): row for row in centre_rows(shop, with_shifts=False)},
        **({"teams": {name: {} for name in teams}} if teams else {}),
        "workers": {row.pop("worker"): row for row in everybody(log, shop)},
        "schedule": {"rows": schedule_rows(log, shop), "strict": False},
    }


def operation_names(log: CleanLog) -> Any:
    """Name every report after its line in the log."""
    import numpy as np

    return np.array([f"line {line}" for line in log.reports["line"].tolist()], dtype=object)


def report_table(log: CleanLog, shop: RecordedShop) -> pd.DataFrame:
    """Give one row a report, as a list of products has them: after the one of its order that ended last before it.

    A report of a set-up is a set-up, and its run takes no time.
    """
    import numpy as np
    import pandas as pd

    reports, names = log.reports, operation_names(log)
    before, at = ended_before(log), reports["resource"].to_numpy()
    is_set_up, somebody = _is_set_up(log), (reports["worker"] != "").to_numpy()
    ticks = (reports["end"] - reports["start"]).to_numpy()
    share = np.where(is_set_up, shares(shop, "set_up", at), shares(shop, "run", at))
    return pd.DataFrame(
        {
            "product": reports["order"],
            "operation": names,
            "at": at,
            "after": np.where(before >= 0, names[before], ""),
            "set_up": np.where(is_set_up, time_texts(ticks), ""),
            "run": time_texts(np.where(is_set_up, 0, ticks)),
            "per": "lot",
            "skill": np.where(somebody, at, ""),
            "attention": np.where(somebody & (share != "1"), share, ""),
        }
    )


def _is_set_up(log: CleanLog) -> Any:
    return (log.reports["kind"] == "set_up").to_numpy() & log.reports["timed"].to_numpy()


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
    moments, ranks = np.unique(np.concatenate([start, end]), return_inverse=True)
    begun, ended, width = ranks[: len(n)], ranks[len(n) :], len(moments)
    at = np.searchsorted((order * width + ended)[by_end], order * width + begun, side="right") - 1
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
    """Give every report a unit of its resource: the one free longest, or, if none is, the first that will be.

    A report that goes on where the one before it of its order has just ended has the same unit.
    """
    import heapq

    import numpy as np

    reports = log.reports
    resources, units = reports["resource"].tolist(), shop.resources["units"].to_dict()
    ends = reports["end"].tolist()
    goes_on = _goes_on(reports)
    free = {name: [(0, unit) for unit in range(count)] for name, count in units.items()}
    found = np.zeros(len(reports), np.int64)
    for place in np.lexsort((reports["line"], ~goes_on, reports["start"])).tolist():
        heap = free[resources[place]]
        same = (ends[place - 1], int(found[place - 1]))
        until, unit = same if goes_on[place] and same in heap else heap[0]
        found[place] = unit
        heap.remove((until, unit))
        heapq.heapify(heap)
        heapq.heappush(heap, (max(until, ends[place]), unit))
    return found


def _goes_on(reports: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which reports begin when the one before them ends, of the same order at the same resource."""
    before = reports.shift()
    same = (reports["order"] == before["order"]) & (reports["resource"] == before["resource"])
    found: NDArray[np.bool_] = (same & (reports["start"] == before["end"])).to_numpy(bool)
    return found


def with_duration(log: CleanLog) -> CleanLog:
    """Give the log without the reports that have no duration, and without orders that have no other."""
    reports = log.reports[log.reports["timed"]].reset_index(drop=True)
    orders = log.orders[log.orders["order"].isin(reports["order"])].reset_index(drop=True)
    return replace(log, reports=reports, orders=orders)


def schedule_table(log: CleanLog, shop: RecordedShop) -> pd.DataFrame:
    """Give one row a report, by start: who did it where, when it began, and how long it ran."""
    import numpy as np
    import pandas as pd

    reports = log.reports
    ticks = np.where(_is_set_up(log), 0, reports["end"] - reports["start"])
    table = pd.DataFrame(
        {
            "stream": reports["order"],
            "ordinal": 0,
            "operation": operation_names(log),
            "work_centre": reports["resource"],
            "unit": units_used(log, shop),
            "workers": reports["worker"],
            "not_before": time_texts(reports["start"]),
            "duration": time_texts(ticks),
        }
    )
    return table.iloc[np.lexsort((reports["line"], reports["start"]))]


def schedule_rows(log: CleanLog, shop: RecordedShop) -> list[dict[str, Any]]:
    """Give the schedule as a scenario has it in itself."""
    rows = []
    for cells in schedule_table(log, shop).to_dict("records"):
        row = {str(column): cell for column, cell in cells.items() if cell != ""}
        rows.append({**row, "workers": [row["workers"]]} if "workers" in row else row)
    return rows


def everybody(log: CleanLog, shop: RecordedShop) -> list[dict[str, Any]]:
    """Give one row a worker on record, without hours: whoever is on record was there."""
    skills = skills_seen(log)
    return [{"worker": name, "team": shop.teams[name], "skills": list(own)} for name, own in sorted(skills.items())]
