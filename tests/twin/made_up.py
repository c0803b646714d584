"""A made-up log of fourteen orders, with the columns of the real one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

HEAD = (
    "Case ID,Activity,Resource,Start Timestamp,Complete Timestamp,Span,Work Order  Qty,Part Desc.,Worker ID,"
    "Report Type,Qty Completed,Qty Rejected,Qty for MRB,Rework"
)

MONDAY = dt.datetime(2012, 1, 2)

ROUTES = (("Lathe", "Mill", "Check"), ("Lathe", "Check"), ("Mill", "Lathe", "Mill", "Check"))

PEOPLE = {"Lathe": ("Ann", "Cid"), "Mill": ("Bob", "Ann"), "Check": ("Dot",)}

Row = tuple[str, str, str, str, float, float, int, str]
"""Order, resource, worker, kind (S, D or B), start and end in hours since Monday 00:00, quantity, part."""


def rows(n: int = 14) -> list[Row]:
    """Give the reports of some orders: one comes a day, waits a day or more between machines, all work is by day."""
    found: list[Row] = []
    for order in range(n):
        day = order
        for step, machine in enumerate(ROUTES[order % 3]):
            start = 24 * day + 8 + (order + 2 * step) % 6
            people = PEOPLE[machine]
            worker = people[(order + step) % len(people)]
            head, tail = (f"Case {order + 1}", machine, worker), (order % 4 + 1, "Cap" if order % 3 else "Lid")
            if step == 0:
                found.append((*head, "S", start, start + 1, *tail))
                start += 1
            found.append((*head, "D", start, start + 1 + (order + step) % 3, *tail))
            day += 1 + order * step % 3
    return found


def text(reports: Iterable[Row]) -> str:
    """Write reports as the file has them."""
    return "\n".join([HEAD, *(_line(report) for report in reports)]) + "\n"


def _line(report: Row) -> str:
    order, machine, worker, kind, start, end, quantity, part = report
    begun, ended = (MONDAY + dt.timedelta(hours=hour) for hour in (start, end))
    minutes = round(60 * (end - start))
    span = f"{minutes // 60:03d}:{minutes % 60:02d}"
    times = ",".join(f"{moment:%Y/%m/%d %H:%M:%S}.000" for moment in (begun, ended))
    return f"{order},{machine},{machine},{times},{span},{quantity},{part},{worker},{kind},0,0,0,"


def write(path: Path, reports: Sequence[Row]) -> Path:
    """Write a log."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(reports), encoding="utf-8")
    return path
