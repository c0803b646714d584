"""The log of a real machine shop (D. Levy, DOI 10.4121/uuid:68726926-5ac5-4fab-b873-ee76ea412399), which is not shipped.

What is compared with is read here by the csv module alone.
"""

from __future__ import annotations

import csv
import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from flexsim import simulate
from flexsim.scenario import load
from flexsim.twin import Imported, import_log, read_work_orders

DATA = os.environ.get("FLEXSIM_DATA")
FOLDER = Path(DATA or ".", "production_log")
MIN = 60_000_000

pytestmark = pytest.mark.skipif(
    DATA is None,
    reason="the production log may not be handed on: set FLEXSIM_DATA to the folder above production_log/",
)


@pytest.fixture(name="imported", scope="module")
def imported_log(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_log(FOLDER / "Production_Data.csv", tmp_path_factory.mktemp("shop"))


@pytest.fixture(name="rows", scope="module")
def different_rows() -> list[dict[str, str]]:
    with (FOLDER / "Production_Data.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        return [dict(zip(header, row, strict=True)) for row in dict.fromkeys(tuple(row) for row in reader)]


def minutes(span: str) -> int:
    """HHH:MM; the one span that is a date, 1899/12/31 01:49:00, is a day and 1:49."""
    day, _, clock = span.rpartition(" ")
    hours, minute = clock.split(":")[:2]
    return (24 * 60 if day else 0) + 60 * int(hours) + int(minute)


def test_every_trap_is_found_as_often_as_it_is_there(imported: Imported) -> None:
    counts = {rule.name: rule.count for rule in imported.log.rules}
    assert (imported.log.n_rows, len(imported.log.reports), len(imported.log.orders)) == (4543, 4521, 225)
    assert counts["duplicates"] == 22
    assert counts["made_up_end"] == 662 - 20  # 20 of the 22 duplicates have a span of 000:00 too
    assert counts["breakdowns"] == 53
    assert counts["rework"] == 32
    # 43 stated durations are not what the end says: 7 of a day and more, 25 whose end another report has, 8 with an
    # end equal to the start; the rest are 2 that share two of these, and one night on which the clock went forward.
    differing = ("day_in_duration", "ends_exchanged", "end_not_written", "end_differs")
    assert [counts[name] for name in differing] == [7, 25, 8, 3]
    assert imported.log.rule("day_in_duration").lines.tolist() == [278, 597, 766, 929, 937, 2792, 4103]


def test_hours_quantities_and_set_ups_are_those_of_the_log(imported: Imported, rows: list[dict[str, str]]) -> None:
    reports = imported.log.reports
    taken = (reports["end"] - reports["start"]) // MIN
    for column, name in (("Resource", "resource"), ("Worker ID", "worker"), ("Case ID", "order")):
        wanted: Counter[str] = Counter()
        for row in rows:
            wanted[row[column]] += minutes(row["Span"])
        assert taken.groupby(reports[name]).sum().to_dict() == wanted
    wanted_by_kind: Counter[str] = Counter()
    for row in rows:
        wanted_by_kind[{"S": "set_up", "D": "run", "B": "breakdown"}[row["Report Type"]]] += minutes(row["Span"])
    assert taken.groupby(reports["kind"]).sum().to_dict() == wanted_by_kind
    operations = imported.shop.operations
    assert {kind: int(operations[kind].sum()) // MIN for kind in wanted_by_kind} == wanted_by_kind
    pieces = {row["Case ID"]: int(row["Work Order  Qty"]) for row in rows}
    assert dict(zip(imported.log.orders["order"], imported.log.orders["quantity"], strict=True)) == pieces
    before = sum(rule.ticks for rule in imported.log.rules) + imported.log.ticks_after
    assert imported.log.ticks_before == before


def test_sixty_work_orders_that_somebody_else_has_cleaned_are_the_same(imported: Imported) -> None:
    """Theirs leave out breakdowns and what has no duration, and have duplicates twice.

    Reports of an order that begin at the same minute stand in another order there.
    """
    twice = minutes_of_duplicates()
    reports, operations = imported.log.reports, imported.shop.operations
    equal = 0
    for order in read_work_orders(FOLDER):
        own = operations[(operations["order"] == order.name) & (operations["set_up"] + operations["run"] > 0)]
        ours = [(row.resource, row.set_up // MIN, row.run // MIN) for row in own.itertuples(index=False)]
        theirs = [(step.work_centre, int(step.set_up_min), int(step.run_min)) for step in order.steps]
        wanted = by_place(theirs)
        for place, (set_up, run) in by_place(ours).items():
            assert wanted.pop(place) == (set_up, run + twice[order.name, place])
        assert not wanted
        together = reports.loc[reports["order"] == order.name, "start"].duplicated().any()
        assert ours == theirs or together or any(name == order.name for name, _ in twice)
        equal += ours == theirs
    assert equal == 55


def minutes_of_duplicates() -> Counter[tuple[str, str]]:
    """Minutes that rows equal to an earlier one would add, by order and machine."""
    found: Counter[tuple[str, str]] = Counter()
    with (FOLDER / "Production_Data.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = Counter(tuple(row) for row in csv.reader(file))
    for row, count in rows.items():
        if count > 1 and (again := (count - 1) * minutes(row[5])):
            found[row[0], row[2]] += again
    return found


def by_place(steps: list[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """Sum set-up and run by machine."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for place, set_up, run in steps:
        found[place] = (found[place][0] + set_up, found[place][1] + run)
    return dict(found)


def test_the_factory_runs_and_the_replay_has_every_recorded_lead_time_to_the_tick(imported: Imported) -> None:
    factory = simulate(load(imported.factory)).tables.orders
    assert (len(factory), set(factory["state"])) == (225, {"delivered"})
    orders = simulate(load(imported.replay)).tables.orders
    recorded = imported.log.orders.set_index("order").loc[orders["stream"]]
    ticks = orders["lead_time_h"].mul(60 * MIN).round().astype("int64")
    assert ticks.tolist() == (recorded["last"] - recorded["first"]).tolist()


def test_people_are_there_at_every_hour_at_which_they_are_seen(imported: Imported) -> None:
    reports, shop = imported.log.reports, imported.shop
    for row in reports[reports["timed"]].itertuples(index=False):
        for seen in (shop.worker_shifts[str(row.worker)], shop.resource_shifts[str(row.resource)]):
            assert any(start <= row.start and row.end <= end for start, end in seen.windows)
