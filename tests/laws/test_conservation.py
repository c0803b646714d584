"""Nothing gets lost and nothing is counted twice: orders, pieces, the time of people and units, the causes of lead time."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.reference.random_floors import floors

from .cases import CASES, case, case_of, ends

IN_PROGRESS, DELIVERED, LOST = range(3)


def every_order_is_delivered_lost_or_in_progress(case):
    orders = case.rows("orders")
    states = Counter(order["state"] for order in orders)
    assert set(states) <= {IN_PROGRESS, DELIVERED, LOST}
    assert states[IN_PROGRESS] == case.counts.n_orders_inside
    for order in orders:
        assert (order["completed"] < 0) == (order["state"] == IN_PROGRESS)
        assert order["state"] == IN_PROGRESS or order["arrived"] <= order["completed"] <= case.counts.ran_until


def the_orders_of_a_stream_are_numbered_without_a_gap_in_order_of_arrival(case):
    for stream in range(len(case.names("streams"))):
        orders = sorted((o["ordinal"], o["arrived"]) for o in case.rows("orders") if o["stream"] == stream)
        assert [ordinal for ordinal, _ in orders] == list(range(len(orders)))
        assert [arrived for _, arrived in orders] == sorted(arrived for _, arrived in orders)


def a_delivered_order_has_all_its_pieces(case):
    for order in case.rows("orders"):
        if order["state"] == DELIVERED and order["item"] < 0:
            assert order["good"] == order["quantity"]
            assert order["arrived"] <= order["released"] <= order["completed"]


def causes_sum_exactly_to_the_lead_time(case):
    for order in case.rows("orders"):
        if order["state"] == DELIVERED:
            causes = [order[cause] for cause in case.names("causes")]
            assert min(causes) >= 0
            assert sum(causes) == order["completed"] - order["arrived"]


def the_time_of_a_unit_is_the_sum_of_its_states(case):
    for unit in case.rows("work_centres"):
        states = [unit[state] for state in case.names("unit_states")]
        assert min(states) >= 0
        assert sum(states) == case.counts.end


def the_paid_time_of_a_worker_is_the_sum_of_his_states(case):
    for worker in case.rows("workers"):
        states = {state: worker[state] for state in case.names("worker_states")}
        assert min(states.values()) >= 0
        assert sum(states.values()) == 840 * case.counts.end
        assert sum(states.values()) - states["off"] == 840 * worker["present"]
        assert 0 <= worker["overtime"] <= worker["present"]


def a_team_is_the_sum_of_its_members(case):
    for team in case.rows("teams"):
        members = [worker for worker in case.rows("workers") if worker["team"] == team["team"]]
        for column in team.keys() - {"team"}:
            assert team[column] == sum(member[column] for member in members)


def units_and_workers_were_busy_as_long_as_their_operations_took(case):
    # the members of a crew have a row each for the same stretch
    stretches = {
        (row["unit"], row["from"], row["to"])
        for row in case.rows("events")
        if case.names("event_kinds")[row["kind"]] in case.names("steps")
    }
    busy = Counter()
    for unit, begin, end in stretches:
        busy[unit] += end - begin
    # what is under way at the end is not yet written down
    under_way = {unit["unit"]: unit["set_up"] + unit["run"] - busy[unit["unit"]] for unit in case.rows("work_centres")}
    assert all(0 <= ticks <= case.counts.end for ticks in under_way.values())
    if not case.rows("stock") and not case.counts.n_orders_inside:
        assert not any(under_way.values())


def stock_is_what_came_less_what_went(case):
    for item in case.rows("stock"):
        stated = case.scenario.stock[case.names("items")[item["item"]]]
        begun = stated.on_hand if stated.on_hand is not None else stated.lot_size + stated.reorder_point
        assert item["on_hand"] == begun + item["received"] - item["delivered"] >= 0
        assert item["started"] == item["received"] + item["on_order"] + item["scrapped"]
        assert item["started"] % stated.lot_size == 0
        assert item["on_hand"] + item["on_order"] - item["owed"] > stated.reorder_point


LAWS = [
    every_order_is_delivered_lost_or_in_progress,
    the_orders_of_a_stream_are_numbered_without_a_gap_in_order_of_arrival,
    a_delivered_order_has_all_its_pieces,
    causes_sum_exactly_to_the_lead_time,
    the_time_of_a_unit_is_the_sum_of_its_states,
    the_paid_time_of_a_worker_is_the_sum_of_his_states,
    a_team_is_the_sum_of_its_members,
    units_and_workers_were_busy_as_long_as_their_operations_took,
    stock_is_what_came_less_what_went,
]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_law(law, name):
    law(case(name))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(floors())
def test_laws_hold_on_whatever_floor_hypothesis_finds(floor):
    assume(ends(floor))
    found = case_of(floor)
    for law in LAWS:
        law(found)
