"""A ledger worked out by hand, line by line: the shop of `tests/costing/two_stools.py`."""

from __future__ import annotations

import math

import pytest

from flexsim import simulate
from flexsim.study import Result
from tests.costing.two_stools import SEED, two_stools
from tests.handmade import H


@pytest.fixture(name="result", scope="module")
def run_of_two_stools() -> Result:
    return simulate(two_stools(), SEED)


SAW, LATHE, ANN = "saw/0", "lathe/0", "Ann"
CUT, SET_UP, TURN = "stool/cut", "set-up of stool/cut", "peg/turn"
FIRST, SECOND, PEG, SHELF, IDLE = "stools 0", "stools 1", "pegs 0", "peg_on_shelf", "idle"
BEGUN, GIVEN, KEPT, MADE, LATE = (
    "starting pieces", "delivering from stock", "holding stock", "holding work in progress", "being late"
)  # fmt: skip
WORK = "work in progress"

LINES = {
    # kind, activity, resource, account: amount x rate
    # first stool, thrown away: half an hour of set-up, an hour of run, and its material
    ("scrap", SET_UP, SAW, FIRST): (0.5, 6),
    ("scrap", CUT, SAW, FIRST): (1, 6),
    ("scrap", SET_UP, ANN, FIRST): (0.5, 24),
    ("scrap", CUT, ANN, FIRST): (1, 24),
    ("scrap", BEGUN, "stool", FIRST): (1, 10),
    # and made again
    ("remake", SET_UP, SAW, FIRST): (0.5, 6),
    ("remake", CUT, SAW, FIRST): (1, 6),
    ("remake", SET_UP, ANN, FIRST): (0.5, 24),
    ("remake", CUT, ANN, FIRST): (1, 24),
    ("remake", BEGUN, "stool", FIRST): (1, 10),
    ("set_up_scrap", SET_UP, "stool", FIRST): (2, 0.25),
    # second stool
    ("set_up", SET_UP, SAW, SECOND): (0.5, 6),
    ("capital", CUT, SAW, SECOND): (1, 6),
    ("set_up", SET_UP, ANN, SECOND): (0.5, 24),
    ("labour", CUT, ANN, SECOND): (1, 24),
    ("material", BEGUN, "stool", SECOND): (1, 10),
    ("set_up_scrap", SET_UP, "stool", SECOND): (1, 0.25),
    ("lateness", LATE, "stools", SECOND): (0.5 / 24, 48),
    # four pegs: an hour of the lathe at 17,520 EUR / 8,760 h, and 8.76 m2 x 100 EUR / 8,760 h of floor
    ("capital", TURN, LATHE, SHELF): (1, 2),
    ("floor_space", TURN, LATHE, SHELF): (1, 0.1),
    ("material", BEGUN, "peg", SHELF): (4, 3),
    # one of them sold at what a peg has cost: (2 + 0.1 + 12) / 4
    ("material", GIVEN, SHELF, PEG): (1, 3.525),
    ("material", GIVEN, SHELF, SHELF): (-1, 3.525),
    # nobody's hours: ten less 4.5 of the saw and of Ann, ten less 1 of the lathe
    ("idle_units", "idle", SAW, IDLE): (5.5, 6),
    ("idle_units", "idle", LATHE, IDLE): (9, 2.1),
    ("idle_labour", "idle", ANN, IDLE): (5.5, 24),
    # money tied up: material 10 for 3 h, first try 45 and new material 10 for 1.5 h; 10 for 4 h; 12 for an hour;
    # on the shelf two pegs for 2 h, one for 1 h, five for 7 h: 40 peg-hours at 3.525
    ("holding", MADE, WORK, FIRST): (30 + 67.5 + 15 + 0.25 * 1.5, 0.0001),
    ("holding", MADE, WORK, SECOND): (40, 0.0001),
    ("holding", MADE, WORK, SHELF): (12, 0.0001),
    ("holding", KEPT, SHELF, SHELF): (40 * 3.525, 0.0001),
}


def test_every_line_is_the_one_worked_out_by_hand(result: Result) -> None:
    keys = ["kind", "activity", "resource", "account"]
    found = result.ledger.table().groupby(keys)["cost_eur"].sum().to_dict()
    assert set(found) == set(LINES)
    for key, (amount, rate) in LINES.items():
        assert math.isclose(found[key], amount * rate, rel_tol=1e-12), key


def test_the_sums_are_those_of_the_lines(result: Result) -> None:
    # scrap 9 + 36 + 10, remake the same, set-ups 3 + 12, material 10 + 12, Ann 24, saw 6 and lathe 2
    expected = {
        "material": 22, "labour": 24, "flexible_labour": 0, "capital": 8, "floor_space": 0.1, "set_up": 15, "set_up_scrap": 0.75, "scrap": 55,
        "remake": 55, "idle_labour": 132, "idle_units": 51.9, "overtime": 0, "maintenance": 0, "holding": 0.0305875,
        "lateness": 1, "software": 0, "markdown": 0,
    }  # fmt: skip
    assert result.ledger.by_kind_eur == pytest.approx(expected, rel=1e-12)
    assert result.ledger.total_eur == pytest.approx(364.7805875, rel=1e-12)
    assert result.ledger.by_account_eur == pytest.approx(
        {FIRST: 110.5112875, SECOND: 56.254, PEG: 3.525, SHELF: 10.5903, IDLE: 183.9}, rel=1e-12
    )
    # ten hours of each, three stools and four pegs begun, three set-ups
    assert result.ledger.by_resource_eur == pytest.approx(
        {SAW: 60, LATHE: 21, ANN: 240, "stool": 30.75, "peg": 12, "stools": 1, SHELF: 0.0141, WORK: 0.0164875},
        rel=1e-12,
    )
    assert sum(result.ledger.by_account_type_eur.values()) == pytest.approx(result.ledger.total_eur, rel=1e-12)


def test_unit_costs_have_names(result: Result) -> None:
    found = result.measures
    # two pegs on the shelf at the start, five at the end; nothing in progress at either
    assert found["opening_inventory_eur"] == pytest.approx(2 * 3.525)
    assert found["closing_inventory_eur"] == pytest.approx(5 * 3.525)
    assert found["n_demanded_pieces"] == found["n_good_pieces"] == 3
    assert found["unit_cost_eur"] == pytest.approx(364.7805875 / 3)
    assert found["cost_to_serve_eur"] == pytest.approx((364.7805875 - 3 * 3.525) / 3)
    # all three are there for ten hours: used 4.5 h of the saw and of Ann, 1 h of the lathe; and all material
    assert found["activity_cost_eur"] == pytest.approx((27 + 108 + 2.1 + 30.75 + 12) / 3)
    assert found["unused_capacity_eur"] == pytest.approx((33 + 132 + 18.9) / 3)
    assert found["unused_capacity_eur[saw]"] == pytest.approx(33 / 3)
    assert found["unused_capacity_eur[crew]"] == pytest.approx(132 / 3)
    assert result.costs.unused_eur == pytest.approx({SAW: 33, LATHE: 18.9, ANN: 132})


def test_a_window_is_charged_what_lies_in_it(result: Result) -> None:
    # From 1 h: half an hour of the first try and its set-up are over, Ann and the saw have half an hour of its run left.
    part = simulate(two_stools().replace(warm_up="1 h"), SEED)
    table = part.ledger.table()
    tried = table[(table["kind"] == "scrap") & (table["resource"] == ANN)]
    assert (tried["activity"].tolist(), tried["amount"].tolist()) == ([CUT], [0.5])
    assert part.ledger.by_resource_eur[ANN] == pytest.approx(9 * 24)
    assert (
        "stool"
        not in table.loc[table["activity"] == BEGUN, "resource"].loc[lambda at: table["kind"] == "material"].to_list()
    )
    # work in progress at 1 h: two stools' material, half an hour of set-up and half an hour of run at 30 an hour
    assert part.measures["opening_inventory_eur"] == pytest.approx(2 * 3.525 + 20 + 30)


def test_what_is_under_way_at_the_end_has_an_account() -> None:
    # stopped at 4 h: the second stool has had half an hour of set-up and half an hour of run, which no record tells yet
    stopped = simulate(two_stools().replace(horizon="4 h", run_on="0 h"), SEED).ledger
    assert stopped.by_account_eur["under way"] == pytest.approx(6)
    assert stopped.by_account_eur["not traced"] == pytest.approx(24)
    assert stopped.by_resource_eur[ANN] == pytest.approx(4 * 24)


def test_what_is_under_way_at_the_end_is_the_orders_where_the_run_goes_on() -> None:
    # the record of 4.5 h tells whose it was; the half hour from 4 to 4.5 h is paid by nobody, for it is not of the window
    shop = two_stools().replace(horizon="4 h")
    gone_on, stopped = simulate(shop, SEED), simulate(shop.replace(run_on="0 h"), SEED)
    assert (gone_on.window.end, gone_on.window.until) == (4 * H, 4.5 * H)
    accounts, before = gone_on.ledger.by_account_eur, stopped.ledger.by_account_eur
    assert accounts.keys().isdisjoint({"under way", "not traced"})
    assert accounts[SECOND] == pytest.approx(before.get(SECOND, 0.0) + 6 + 24)
    assert gone_on.ledger.total_eur == pytest.approx(stopped.ledger.total_eur)


def test_overtime_and_paid_hours_are_paid_at_their_price() -> None:
    # Ann is there until 2.5 h, and stays half an hour until the remake is cut. A week pays 67.2 h: ten hours pay 4.
    shop = two_stools().with_values(
        {
            "shifts": {"morning": {"mon": ["00:00-02:30"]}},
            "workers.Ann.shifts": "morning",
            "workers.Ann.on_shift_end": "finish",
            "workers.Ann.overtime_wage": "36 EUR/h",
            "workers.Ann.paid_hours": "67.2 h",
        }
    )
    ledger = simulate(shop, SEED).ledger
    assert ledger.by_kind_eur["overtime"] == pytest.approx(0.5 * (36 - 24))
    assert ledger.by_account_eur["paid, not present"] == pytest.approx((4 - 2.5) * 24)
    assert ledger.by_resource_eur[ANN] == pytest.approx(2.5 * 24 + 0.5 * 36 + 1.5 * 24)


def test_lost_orders_cost_their_contribution_to_serve_and_nothing_in_the_ledger() -> None:
    # one that comes while one is inside is lost: the second stool
    shop = two_stools().with_values({"demand.stools.refuse_above": 1, "demand.stools.lost": "50 EUR"})
    costs = simulate(shop, SEED).costs
    assert costs.lost_eur == 50
    assert SECOND not in costs.ledger.by_account_eur
    change = costs.closing_inventory_eur - costs.opening_inventory_eur
    assert costs.cost_to_serve_eur == pytest.approx((costs.total_eur - change + 50) / 3)
