"""Two days of a permanent turner and two people who are called, their ledger and their hours worked out by hand."""

from __future__ import annotations

from math import isnan

import pytest

from flexsim.costing import cost, staff_measures
from flexsim.scenario import Scenario, loads
from flexsim.study import Result, simulate

TEXT = """
flexsim: 1
horizon: 2 d
run_on: 0 s
products: {part: {operations: {turn: {at: lathe, run: 1 h, skill: turning}}}}
demand: {n: {product: part, at: [0 h, 0 h, 0 h, 12 h, 12 h, 12 h]}}
work_centres: {lathe: {team: crew, units: 4}}
teams: {crew: {}}
workers: {Ann: {team: crew, skills: [turning], shifts: day, on_shift_end: finish, contract: full}}
pools:
  temp:
    {team: crew, skills: [turning], people: 2, shifts: late, contract: agency, call: {above: 1 h}, minimum: 3 h,
     goes_when_idle: true}
contracts:
  full: {gross_wage: 20 EUR/h, loading: 1.25, paid_per_worked: 1.2, overtime_premium: 0.25}
  agency: {gross_wage: 20 EUR/h, agency_factor: 2.1}
shifts:
  day: {daily: ["08:00-10:30"]}
  late: {daily: ["16:00-18:00", "18:30-24:00"]}
"""
# An hour of Ann costs 20 x 1.25 x 1.2 = 30 EUR, of overtime 37.50 EUR; an hour of the agency 20 x 2.1 = 42 EUR.
#
# Monday: Ann turns from 8 to 11, half an hour of it overtime. At 16:00 three hours wait: both come. temp 1 turns two
# hours, temp 2 one; then nothing waits. They may go three hours after they came, at 19:00, and do. The break is not
# paid, so they were there for two and a half hours and are paid for three. Tuesday: Ann is there, and nothing waits.


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(loads(TEXT))


def test_a_called_person_is_paid_from_coming_to_going_and_at_least_the_minimum(result: Result) -> None:
    assert result.ledger.by_resource_eur == pytest.approx({"Ann": 5.5 * 30 + 0.5 * 7.5, "temp 1": 126, "temp 2": 126})


def test_the_lines_of_the_ledger(result: Result) -> None:
    table = result.tables.ledger
    found = {
        (row.resource, row.kind, row.account): (row.amount, row.rate_eur)
        for row in table[["resource", "kind", "account", "amount", "rate_eur"]].itertuples()
    }
    expected = {
        ("Ann", "labour", "n 0"): (1, 30),
        ("Ann", "labour", "n 1"): (1, 30),
        ("Ann", "labour", "n 2"): (1, 30),
        ("Ann", "idle_labour", "idle"): (2.5, 30),
        ("Ann", "overtime", "overtime"): (0.5, 7.5),
        ("temp 1", "flexible_labour", "n 3"): (1, 42),
        ("temp 1", "flexible_labour", "n 5"): (1, 42),
        ("temp 1", "idle_labour", "idle"): (0.5, 42),
        ("temp 1", "idle_labour", "paid, not present"): (0.5, 42),
        ("temp 2", "flexible_labour", "n 4"): (1, 42),
        ("temp 2", "idle_labour", "idle"): (1.5, 42),
        ("temp 2", "idle_labour", "paid, not present"): (0.5, 42),
    }
    assert found.keys() == expected.keys()
    for line, amounts in expected.items():
        assert found[line] == pytest.approx(amounts)
    rules = table[table["account"] == "paid, not present"]["rule"]
    assert set(rules) == {"minimum of a shift less hours present"}
    kinds = {kind: euros for kind, euros in result.ledger.by_kind_eur.items() if euros}
    assert kinds == pytest.approx({"labour": 90, "flexible_labour": 126, "idle_labour": 201, "overtime": 3.75})


def test_unit_costs_of_people_who_are_called(result: Result) -> None:
    # used at capacity rates: Ann 3 of 5.5 hours that cost 165; temp 1 two and temp 2 one of 2.5 that cost 126 each
    used = 165 * 3 / 5.5 + 126 * 2 / 2.5 + 126 * 1 / 2.5
    assert result.measures["activity_cost_eur"] == pytest.approx((used + 3.75) / 6)
    assert result.measures["unused_capacity_eur"] == pytest.approx((165 + 126 + 126 - used) / 6)
    assert result.measures["unit_cost_eur"] == pytest.approx(420.75 / 6)
    assert result.costs.total_eur == pytest.approx(420.75)


def test_hours_by_contract(result: Result) -> None:
    expected = {
        "paid_h": (6, 5.5), "present_h": (5, 5.5), "attending_h": (3, 3), "idle_h": (2, 2.5),
        "overtime_h": (0, 0.5), "work_share": (0.5, 0.5),
    }  # fmt: skip
    for name, (agency, full) in expected.items():
        assert result.measures[f"{name}[agency]"] == pytest.approx(agency)
        assert result.measures[f"{name}[full]"] == pytest.approx(full)
    assert (result.measures["calls[temp]"], result.measures["calls_unanswered[temp]"]) == (2, 0)
    (row,) = result.tables.pools.to_dict("records")
    assert row == {
        "pool": "temp", "team": "crew", "asked": 2, "came": 2, "shifts_worked": 2,
        "paid_minimum_h": 1.0, "present_h": 5.0, "overtime_h": 0.0,
    }  # fmt: skip


def test_a_contract_week_is_paid_beside_the_minimum_of_others() -> None:
    """Two days are 2/7 of a week of 35 hours: Ann is paid for ten hours, of which five are regular presence."""
    week = TEXT.replace("overtime_premium: 0.25", "overtime_premium: 0.25, paid_hours: 35 h")
    found = simulate(loads(week))
    assert found.ledger.by_resource_eur["Ann"] == pytest.approx(10 * 30 + 0.5 * 37.5)
    assert found.measures["paid_h[full]"] == pytest.approx(10.5)
    assert found.measures["paid_h[agency]"] == pytest.approx(6)


def test_the_window_cuts_what_the_minimum_pays_where_people_go() -> None:
    """Called people go at 19:00 on Monday: a window that ends before, or begins after, pays no minimum of theirs."""
    before = simulate(loads(TEXT.replace("horizon: 2 d", "horizon: 18.75 h")))
    assert before.measures["paid_h[agency]"] == pytest.approx(2 * 2.25)
    after = simulate(loads(TEXT.replace("horizon: 2 d", "warm_up: 20 h\nhorizon: 44 h")))
    assert after.measures["paid_h[agency]"] == 0
    within = simulate(loads(TEXT.replace("horizon: 2 d", "warm_up: 16 h\nhorizon: 40 h")))
    assert within.measures["paid_h[agency]"] == pytest.approx(6)
    assert within.measures["calls[temp]"] == 0  # they were called at 16:00, at which the window begins
    assert within.tables.pools["shifts_worked"].tolist() == [0]


def own_terms() -> Scenario:
    pool, _ = "contract: agency, ", TEXT.index("contract: agency, ")
    text = TEXT.replace(pool, "wage: 42 EUR/h, ").replace("  agency: {gross_wage: 20 EUR/h, agency_factor: 2.1}\n", "")
    return loads(text)


def test_a_pool_with_terms_of_its_own_is_flexible_staff(result: Result) -> None:
    found = simulate(own_terms())
    assert found.digest == result.digest
    assert found.ledger.by_kind_eur == pytest.approx(result.ledger.by_kind_eur)
    assert found.measures["paid_h[own terms]"] == pytest.approx(6)


PROFICIENCY = """
flexsim: 1
horizon: 10 h
run_on: 0 s
products:
  part:
    operations:
      turn: {at: lathe, run: 1 h, skill: turning}
      check: {at: table, after: turn, run: 30 min, skill: checking, yield: 0.5, machine_paced: true}
demand: {n: {item: shelf, at: [0 h]}}
stock: {shelf: {product: part, lot_size: 4, reorder_point: 4, on_hand: 4}}
work_centres: {lathe: {team: turners}, table: {team: checkers}}
teams: {turners: {}, checkers: {}}
contracts:
  full: {wage: 30 EUR/h}
  agency: {gross_wage: 20 EUR/h, agency_factor: 2.1}
workers:
  Ann: {team: turners, skills: {turning: {time: 1.25}}, contract: full}
  Bob: {team: checkers, skills: {checking: {time: 3, quality: 2}}, contract: agency}
"""
# Ann turns a lot of four from 0 h to 5 h; Bob checks it until 7 h, at the pace of the table, and finds all four bad; the
# next lot is begun at 5 h and turned at 10 h.


def test_time_factor_and_share_of_bad_pieces_by_contract() -> None:
    found = simulate(loads(PROFICIENCY)).measures
    assert found["time_factor[full]"] == pytest.approx(1.25)
    assert isnan(found["time_factor[agency]"])  # the table sets his pace
    assert found["defect_share[agency]"] == 1
    assert isnan(found["defect_share[full]"])  # nothing is found where she works


def test_the_time_factor_of_several_is_the_time_they_took_over_the_standard() -> None:
    text = PROFICIENCY.replace("lathe: {team: turners}", "lathe: {team: turners, units: 2}").replace(
        "demand: {n: {item: shelf, at: [0 h]}}", "demand: {n: {product: part, at: [0 h, 0 h]}}"
    )
    text = text.replace("stock: {shelf: {product: part, lot_size: 4, reorder_point: 4, on_hand: 4}}\n", "")
    more = text.replace(
        "workers:\n", "workers:\n  Cid: {team: turners, skills: {turning: {time: 0.75}}, contract: full}\n"
    )
    found = simulate(loads(more.replace("yield: 0.5, ", "")))
    # each turns one piece: 75 and 45 minutes for two hours of standard time
    assert found.measures["time_factor[full]"] == pytest.approx(2 / 2)
    once = more.replace("time: 1.25", "time: 2").replace("time: 0.75", "time: 0.5")
    found = simulate(loads(once.replace("yield: 0.5, ", "").replace("at: [0 h, 0 h]", "at: [0 h, 0 h, 0.1 h]")))
    # Cid turns two pieces in half an hour each, the longer one takes two hours
    assert found.measures["time_factor[full]"] == pytest.approx((2 + 0.5 + 0.5) / 3)


def test_without_contracts_and_pools_there_are_no_figures_by_contract() -> None:
    text = TEXT[: TEXT.index("pools:")] + TEXT[TEXT.index("shifts:\n") :].replace(
        '  late: {daily: ["16:00-18:00", "18:30-24:00"]}\n', ""
    )
    scenario = loads(text.replace(", contract: full", ", wage: 30 EUR/h"))
    found = simulate(scenario)
    assert staff_measures(found.window, scenario) == {}
    assert not [name for name in found.measures if "paid_h[" in name or name.startswith("calls")]
    assert "pools" not in found.tables


def test_prices_of_people_who_are_called_change_no_run(result: Result) -> None:
    dearer = loads(TEXT.replace("agency_factor: 2.1", "agency_factor: 2.2"))
    found = cost(result.window, dearer)
    assert found.total_eur == pytest.approx(420.75 + 6 * 2)
    assert simulate(dearer).digest == result.digest


def test_the_timeline_knows_when_people_who_were_called_were_there() -> None:
    hours = simulate(loads(TEXT), record=("events",)).tables.timeline
    present = hours["present[crew]"].tolist()
    # Ann from 8 to 11, hers of the last half hour is overtime; two from 16 to 18 and from 18:30 to 19
    assert present[8:11] == [1, 1, 1]
    assert present[16:20] == [2, 2, 1, 0]
    assert hours["called[temp]"].tolist()[15:20] == [0, 2, 2, 1, 0]
    assert hours["idle[crew]"].tolist()[16:19] == [0, 1, 1]
