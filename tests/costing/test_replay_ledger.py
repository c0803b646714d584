"""The ledger where lots on record have a unit at the same time: every hour of the unit is still paid once (C1, D8)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from flexsim import simulate
from flexsim.scenario import Scenario, loads
from flexsim.study import Result
from tests.costing.test_ledger_laws import COLD, GONE_ON, LAWS, WHOLE, Edges, Priced, priced_run
from tests.laws.cases import ends
from tests.reference.duel import seed_from
from tests.reference.floors import scenario_of
from tests.reference.random_replays import replay_floor

SHOP = """\
flexsim: 1
products: {part: {operations: {turn: {at: lathe, run: 9 h, skill: metal}}}}
demand: {north: {product: part, at: [0 h, 0 h]}}
work_centres: {lathe: {team: crew, rate: 6 EUR/h}}
teams: {crew: }
workers: {Ann: {team: crew, skills: [metal], wage: 24 EUR/h}}
schedule:
  strict: false
  rows:
    - {stream: north, ordinal: 0, operation: turn, work_centre: lathe, unit: 0, workers: Ann, not_before: 0 h, duration: 2 h}
    - {stream: north, ordinal: 1, operation: turn, work_centre: lathe, unit: 0, workers: Ann, not_before: 1 h, duration: 2 h}
"""


def lines(result: Result) -> dict[tuple[str, str, str], float]:
    table = result.ledger.table()
    found = table.groupby(["kind", "resource", "account"])["cost_eur"].sum()
    return {key: round(euros, 9) for key, euros in found.items() if euros}


def test_hours_of_two_lots_at_once_are_borne_by_both_and_taken_off_once() -> None:
    result = simulate(loads(SHOP))
    # the lathe runs from 0 to 3 h, its lots 2 h each; Ann has 1 h for one, 1 h in halves for both, 1 h for the other
    assert lines(result) == {
        ("capital", "lathe/0", "north 0"): 12,
        ("capital", "lathe/0", "north 1"): 12,
        ("capital", "lathe/0", "recorded at once"): -6,
        ("labour", "Ann", "north 0"): 36,
        ("labour", "Ann", "north 1"): 36,
    }
    assert result.costs.total_eur == pytest.approx(3 * 6 + 3 * 24)
    assert result.measures["unit_exceeded"] == 1
    assert result.measures["attention_exceeded"] == 1
    assert result.measures["utilisation[lathe]"] == 1
    assert result.notes == (
        "The run replays 2 records and makes no claim about capacity: with 1 of them their unit held more than one lot, "
        "with 1 somebody attended more than he can.",
    )
    assert result.tables["work_centres"]["unit_exceeded"].tolist() == [1]


def test_a_window_has_of_each_record_what_lies_in_it() -> None:
    window = {"warm_up": "0.5 h", "horizon": "1.5 h", "demand.north.at": ["0 h", "1 h"]}
    result = simulate(loads(SHOP).with_values(window))  # the second comes in the window: the run goes on to its end
    lathe = {key[2]: euros for key, euros in lines(result).items() if key[1] == "lathe/0"}
    # 0.5 to 1.5 h of the first, 1 to 1.5 h of the second
    assert lathe == {"north 0": 6, "north 1": 3, "recorded at once": -3}


def test_a_record_that_has_not_ended_with_the_run_is_under_way() -> None:
    result = simulate(loads(SHOP).with_values({"horizon": "2.5 h", "run_on": "0 h"}))
    lathe = {key[2]: euros for key, euros in lines(result).items() if key[1] == "lathe/0"}
    assert lathe == {"north 0": 12, "under way": 9, "recorded at once": -6}


def test_a_plan_has_no_such_account() -> None:
    plan = SHOP.replace("strict: false", "strict: true").replace("not_before: 0 h, ", "")
    assert "recorded at once" not in simulate(loads(plan)).ledger.by_account_eur


@cache
def replayed(name: str) -> tuple[Scenario, int, int]:
    """Give the first random floor by this name whose records come to an end."""
    level = int(name.split()[1].rstrip(","))
    floors = (replay_floor(seed_from("replays", name, attempt), level) for attempt in range(100))
    floor = next(floor for floor in floors if floor["end"] is None and ends(floor))
    return scenario_of(floor), floor["seed"], floor["replication"]


@cache
def case(name: str, edges: Edges) -> Priced:
    return priced_run(*replayed(name), edges)


@pytest.mark.parametrize("edges", [WHOLE, COLD, GONE_ON])
@pytest.mark.parametrize("name", [f"level {level}, {number}" for level in (1, 3, 5, 7) for number in range(3)])
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_law(law: Callable[[Priced], None], name: str, edges: Edges) -> None:
    law(case(name, edges))
