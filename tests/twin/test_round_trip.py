"""A shop's own log, imported, is the shop again."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexsim import simulate
from flexsim.scenario import Scenario, ScenarioError, load, loads
from flexsim.study import Result
from flexsim.twin import Imported, import_log, log_of

SHOP = Path(__file__).with_name("full_weeks.yaml")
STEPS = {"cut": (30, 210), "drill": (0, 60), "bore": (0, 90), "bake": (0, 240)}


@pytest.fixture(name="run", scope="module")
def run_of_the_shop() -> Result:
    return simulate(load(SHOP), record=("orders", "events"))


@pytest.fixture(name="imported", scope="module")
def imported_again(run: Result, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("own")
    log_of(run).to_csv(folder / "log.csv", index=False)
    return import_log(folder / "log.csv", folder / "twin")


@pytest.fixture(name="again", scope="module")
def factory(imported: Imported) -> Scenario:
    return load(imported.factory)


def windows(scenario: Scenario, who: str) -> tuple[int, tuple[tuple[float, float], ...]]:
    part = scenario.workers[who] if who in scenario.workers else scenario.work_centres[who]
    shift = scenario.shifts[str(part.shifts)]
    return shift.weeks, shift.windows


def test_the_log_needs_no_cleaning(imported: Imported) -> None:
    assert imported.log.ticks_before == imported.log.ticks_after
    # 80 h of Ann, Cid and Bob each, and of both ovens; overlaps are ovens and saws side by side
    assert imported.log.ticks_after == 5 * 80 * 3_600_000_000
    assert {rule.name for rule in imported.log.rules if rule.count} <= {
        "overlaps_on_resource", "overlaps_on_worker", "goes_on"
    }  # fmt: skip


def test_times_and_routings_come_back(imported: Imported) -> None:
    table = imported.shop.operations
    for row in table.itertuples(index=False):
        assert (row.set_up / 6e7, row.run / 6e7) == STEPS[str(row.activity)]
    routes = table.groupby("order")["activity"].agg(tuple)
    by_stream = {str(name).split()[0]: own for name, own in routes.items()}
    assert by_stream == {"frames": ("cut", "drill"), "plates": ("bore",), "batches": ("bake",), "covers": ("cut",)}
    assert len(routes) == 38 + 28 + 40 + 2


def test_units_skills_teams_and_attention_come_back(again: Scenario) -> None:
    assert {name: centre.units for name, centre in again.work_centres.items()} == {
        "saw": 2, "drill press": 1, "oven": 2
    }  # fmt: skip
    assert {name: set(worker.skills) for name, worker in again.workers.items()} == {
        "Ann": {"saw"}, "Cid": {"saw"}, "Bob": {"drill press"}, "Dan": {"oven"}
    }  # fmt: skip
    assert again.workers["Ann"].team == again.workers["Cid"].team == again.work_centres["saw"].team
    assert len(again.teams) == 3
    parts = {
        operation.run.parts
        for product in again.products.values()
        for operation in product.operations.values()
        if operation.at[0].work_centre == "oven"
    }
    assert parts == {840 // 2}


@pytest.mark.parametrize("who", ["Ann", "Bob", "Cid", "Dan", "saw", "drill press", "oven"])
def test_calendars_come_back(again: Scenario, who: str) -> None:
    assert windows(again, who) == windows(load(SHOP), who)


def test_the_factory_has_the_same_lead_times(run: Result, again: Scenario) -> None:
    orders = run.tables.orders
    names = [f"{stream} {ordinal:02d}" for stream, ordinal in zip(orders["stream"], orders["ordinal"], strict=True)]
    once = dict(zip(names, orders["lead_time_h"], strict=True))
    found = simulate(again).tables.orders
    assert dict(zip(found["stream"], found["lead_time_h"], strict=True)) == once


CREW = """
flexsim: 1
name: Crew
products:
  beam: {operations: {lift: {at: crane, run: 1 h, per: lot, skills: [lifting, lifting]}}}
demand: {beams: {product: beam, at: [0 h, 5 h]}}
work_centres: {crane: {team: riggers}}
teams: {riggers: {}}
workers: {Ann: {team: riggers, skills: [lifting]}, Bob: {team: riggers, skills: [lifting]}}
"""


def test_two_workers_on_one_step_are_no_log() -> None:
    run = simulate(loads(CREW), record=("orders", "events"))
    with pytest.raises(
        ScenarioError, match=r"products\.beam\.operations\.lift: several workers do a step of it together"
    ):
        log_of(run)
    alone = simulate(loads(CREW.replace("[lifting, lifting]", "[lifting]")), record=("orders", "events"))
    assert log_of(alone)["worker"].tolist() == ["Ann", "Ann"]


def test_work_for_stock_is_no_log() -> None:
    shelf = CREW.replace("[lifting, lifting]", "[lifting]").replace(
        "{product: beam, at: [0 h, 5 h]}", "{product: beam, from_stock: true, at: [0 h, 5 h]}"
    )
    shelf = f"{shelf}stock: {{shelf: {{product: beam, lot_size: 1, reorder_point: 0, on_hand: 1}}}}"
    with pytest.raises(ScenarioError, match=r"stock\.shelf: work for stock is for no order of a log"):
        log_of(simulate(loads(shelf), record=("orders", "events")))


def test_where_nothing_is_done_there_is_no_log() -> None:
    idle = CREW.replace("at: [0 h, 5 h]", "at: []").replace("[lifting, lifting]", "[lifting]")
    with pytest.raises(ScenarioError, match="nothing was done"):
        log_of(simulate(loads(idle), record=("orders", "events")))


def test_a_run_without_events_is_no_log() -> None:
    with pytest.raises(ScenarioError, match="record both"):
        log_of(simulate(load(SHOP), record=("orders",)))
