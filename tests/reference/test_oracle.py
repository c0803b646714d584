"""The oracle reproduces the sixteen agreed floors, the six hand traces of the rules, and keeps their laws."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from scipy.stats import geom

from . import oracle
from .oracle import simulate
from .oracle_demand import clock_at
from .oracle_draws import Luck, minutes_to_ticks, philox, planned_ticks, quantile
from .oracle_state import FULL, FloorError, Stall
from .random_floors import floors, random_floor

FLOORS = Path(__file__).parents[1] / "data" / "floors"
SIXTEEN = sorted(path for path in FLOORS.glob("level*.json") if not path.name.endswith(".out.json"))


# --- the sixteen ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SIXTEEN, ids=lambda path: path.stem)
def test_agreed_floor_comes_out_row_for_row(path):
    agreed = json.loads(path.with_suffix(".out.json").read_text())
    found = json.loads(json.dumps(simulate(json.loads(path.read_text()))))
    assert {part: found[part] for part in agreed} == agreed


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_its_published_answers(counter, key, answer):
    """Random123's known-answer file kat_vectors, Philox 4x32-10."""
    assert philox(counter, key) == answer


# --- small floors by hand ------------------------------------------------------------------------------------------


def centre(units=1, team=None, **rule):
    return {"units": units, "team": team, "dispatch": "FIFO", **rule}


def worker(*skills, team="Amber", **rule):
    """A worker with skills: names, or (name, time factor)."""
    pairs = [(skill, 1.0) if isinstance(skill, str) else skill for skill in skills]
    return {"skills": {name: {"time": time, "quality": 1.0} for name, time in pairs}, "team": team, **rule}


def made(streams, operations, centres, workers=None, team=None, end=None, items=None, schedule=None, seed=1):
    """Put a floor of one product together."""
    product = operations if isinstance(operations, dict) else {"operations": operations}
    floor = {
        "seed": seed,
        "replication": 0,
        "end": end,
        "work_centres": centres,
        "products": {"part": product},
        "streams": {
            name: {"quantity": 1, **({} if "item" in rule else {"product": "part"}), **rule}
            for name, rule in streams.items()
        },
    }
    if workers:
        floor |= {"workers": workers, "teams": {"Amber": team or {}}}
    if items:
        floor["items"] = {name: {"product": "part", **rule} for name, rule in items.items()}
    if schedule:
        floor["schedule"] = schedule
    return floor


def in_minutes(ticks):
    return None if ticks is None else ticks / minutes_to_ticks(1)


def stretches(outcome, operation=None, step="run"):
    """Return (stream, ordinal, leader, work centre/unit, workers, from, to), earliest first."""
    rows = [
        (r[0], r[1], r[2], f"{r[7]}/{r[8]}", "+".join(r[9]), in_minutes(r[10]), in_minutes(r[11]))
        for r in outcome["stretches"]
        if r[6] == step and operation in (None, r[4])
    ]
    return sorted(rows, key=lambda row: (row[5], row))


def times(outcome, operation=None, step="run"):
    return [row[5:] for row in stretches(outcome, operation, step)]


def completed(outcome):
    return [in_minutes(order[3]) for order in outcome["orders"]]


def causes(outcome, stream, ordinal=0):
    return {
        cause: in_minutes(n)
        for s, o, found in outcome["causes"]
        if (s, o) == (stream, ordinal)
        for cause, n in found.items()
    }


def states(outcome, unit):
    return {state: in_minutes(n) for state, n in outcome["units"][unit].items()}


DAY, NIGHT = [[480, 960], [1920, 2400]], [[960, 1440]]


def shift_end_floor(**people):
    """Trace 1: a step of 60 min from 15:30 on Monday; an order with an earlier due date comes at 20:00."""
    return made(
        {"north": {"at": [930], "due": 5000}, "south": {"at": [1200], "due": 100}},
        [{"name": "turn", "at": ["lathe"], "run": 60, "skill": "metal"}],
        {"lathe": centre(team="Amber", dispatch="EDD")},
        people,
    )


def test_trace_1_paused_step_is_resumed_next_morning_before_anything_new():
    out = simulate(shift_end_floor(Ann=worker("metal", shifts=DAY)))
    # 30 of 60 min done by 16:00; the rest 08:00 to 08:30 on Tuesday (1920 to 1950), only then the urgent order
    assert times(out) == [(930, 960), (1920, 1950), (1950, 2010)]
    assert causes(out, "north") == {"run": 60, "off_shift": 960}


def test_trace_1_night_worker_resumes_at_once_at_his_own_factor():
    out = simulate(shift_end_floor(Ann=worker("metal", shifts=DAY), Ben=worker(("metal", 1.25), shifts=NIGHT)))
    assert times(out)[:2] == [(930, 960), (960, 997.5)]  # 30 min x 1.25


def test_trace_1_finish_works_overtime():
    out = simulate(shift_end_floor(Ann=worker("metal", shifts=DAY, on_shift_end="finish")))
    assert times(out)[0] == (930, 990)
    # present: Monday 480 + 30 overtime, Tuesday from 08:00 to 09:00, when the second order is complete
    assert in_minutes(out["workers"]["Ann"]["present"]) == 480 + 30 + 60


def test_overtime_ends_at_its_cap():
    out = simulate(shift_end_floor(Ann=worker("metal", shifts=DAY, on_shift_end="finish", overtime_cap=10)))
    assert times(out)[:2] == [(930, 970), (1920, 1940)]  # 16:10; 20 min are left


def test_trace_2_one_worker_tends_two_machines_piece_by_piece():
    out = simulate(
        made(
            {"north": {"at": [0, 0], "quantity": 3}},
            [
                {
                    "name": "turn",
                    "at": ["lathe"],
                    "load": 2,
                    "run": 10,
                    "unload": 1,
                    "loading": "piece",
                    "attention": {"run": 0},
                    "skill": "metal",
                }
            ],
            {"lathe": centre(2, "Amber")},
            {"Ann": worker("metal")},
        )
    )
    left = defaultdict(list)
    for row in stretches(out, step="unload"):
        left[row[3]].append(row[6])
    assert left == {"lathe/0": [13, 26, 39], "lathe/1": [16, 29, 42]}
    assert times(out, step="load")[:3] == [(0, 2), (2, 4), (13, 15)]
    assert times(out, step="unload")[:2] == [(12, 13), (15, 16)]  # M2 stands finished from 14 to 15
    assert causes(out, "north", 1) == {"worker": 2 + 1, "run": 39}


def test_trace_3_lot_is_blocked_by_lots_on_their_way():
    out = simulate(
        made(
            {"north": {"at": [0] * 6}},
            [{"name": "cut", "at": ["A"], "run": 10}, {"name": "weld", "at": ["B"], "run": 30, "after": ["cut"]}],
            {"A": centre(), "B": centre(buffer=1, move_to=25)},
        )
    )
    assert times(out, "cut")[:4] == [(0, 10), (10, 20), (20, 30), (65, 75)]
    assert times(out, "weld")[:3] == [(35, 65), (65, 95), (95, 125)]
    # p3: in line 20, cut 10, blocked 30 to 65, moves to 90, in line to 95, weld 30
    assert causes(out, "north", 2) == {"unit": 20 + 5, "run": 10 + 30, "blocked": 35, "moving": 25}


def stock_floor(customers, **item):
    """An item made in one operation of 18 min a lot."""
    return made(
        {name: {"item": "nut", **rule} for name, rule in customers.items()},
        [{"name": "press", "at": ["A"], "run": 18, "per": "lot"}],
        {"A": centre()},
        items={"nut": item},
    )


def test_trace_4_reorder_at_the_position_and_allocation_in_order_of_arrival():
    out = simulate(stock_floor({"one": {"at": [1, 2, 4]}, "five": {"at": [3], "quantity": 5}}, Q=10, r=4, on_hand=6))
    assert [row[2:] for row in out["orders"]] == [
        [minutes_to_ticks(a), minutes_to_ticks(b)] for a, b in [(3, 20), (1, 1), (2, 2), (4, 20)]
    ]
    assert out["stock"] == {"nut": 8}  # 4 + 10 - 5 - 1
    assert times(out) == [(2, 20)]
    assert causes(out, "five") == {"material": 17}
    assert causes(out, "one", 2) == {"material": 16}


def where_who_floor(where):
    """Trace 5: an older lot at W1, three at W2; a and b come at 10:00."""
    floor = made(
        {"old": {"at": [500]}, "new": {"at": [510, 520, 530], "product": "other"}},
        [{"name": "cut", "at": ["W1"], "run": 100, "skill": "one"}],
        {"W1": centre(team="Amber"), "W2": centre(team="Amber")},
        {
            "a": worker(("one", 0.8), ("two", 1.0), shifts=[[600, 1400]]),
            "b": worker(("one", 1.0), ("two", 1.1), shifts=[[600, 1400]]),
        },
        {"when": "after_each_operation", "where": where, "who": "most_proficient"},
    )
    floor["products"]["other"] = {"operations": [{"name": "cut", "at": ["W2"], "run": 100, "skill": "two"}]}
    return floor


@pytest.mark.parametrize(("where", "at_w1", "at_w2"), [("longest_queue", "b", "a"), ("first_in_system", "a", "b")])
def test_trace_5_where_and_who(where, at_w1, at_w2):
    first = stretches(simulate(where_who_floor(where)))[:2]
    assert {(row[3], row[4], row[5]) for row in first} == {("W1/0", at_w1, 600), ("W2/0", at_w2, 600)}


def remake_floor(**streams):
    """Trace 6: with seed 1 the piece in the middle is bad after b, and its remake good."""
    return made(
        {"north": {"at": [0], "quantity": 3}, **streams},
        [{"name": "a", "at": ["A"], "run": 10}, {"name": "b", "at": ["B"], "run": 5, "after": ["a"], "yield": 0.7}],
        {"A": centre(), "B": centre()},
        seed=1,
    )


def test_trace_6_remake_is_released_with_the_scrap():
    out = simulate(remake_floor())
    assert times(out, "a") == [(0, 30), (45, 55)]
    assert times(out, "b") == [(30, 45), (55, 60)]
    assert [(r[2], r[3], r[4]) for r in out["left"]] == [(0, 0, "a"), (0, 0, "b"), (1, 1, "a"), (1, 1, "b")]
    assert completed(out) == [60]
    assert causes(out, "north") == {"run": 60}  # back through the operation that scrapped the piece


def test_trace_6_remake_passes_a_lot_that_needs_a_skill_nobody_has():
    floor = remake_floor(east={"at": [0], "product": "other", "priority": -1})
    floor["products"]["other"] = {"operations": [{"name": "a", "at": ["A"], "run": 10, "skill": "magic"}]}
    floor["work_centres"]["A"]["team"] = "Amber"
    out = simulate(floor | {"workers": {"Ann": worker("metal")}, "teams": {"Amber": {}}, "end": 100})
    assert completed(out) == [None, 60]
    assert states(out, "A/0") == {"run": 40, "waiting for worker": 60}


# --- places (B1) ---------------------------------------------------------------------------------------------------


def test_own_unit_is_a_place_for_a_lot_that_stays_at_its_work_centre():
    out = simulate(
        made(
            {"north": {"at": [0]}},
            [{"name": "cut", "at": ["A"], "run": 10}, {"name": "weld", "at": ["A"], "run": 5, "after": ["cut"]}],
            {"A": centre(buffer=0)},
        )
    )
    assert completed(out) == [15]


def test_lot_leaves_for_all_its_successors_in_one_go():
    out = simulate(
        made(
            {"north": {"at": [0, 0]}},
            [
                {"name": "cut", "at": ["A"], "run": 10},
                {"name": "coat", "at": ["B"], "run": 30, "after": ["cut"]},
                {"name": "drill", "at": ["C"], "run": 12, "after": ["cut"]},
            ],
            {"A": centre(), "B": centre(buffer=0), "C": centre(buffer=0)},
        )
    )
    # the second is cut at 20; at 22 there is a place at C, but B takes it only at 40
    assert times(out, "coat") == [(10, 40), (40, 70)]
    assert times(out, "drill") == [(10, 22), (40, 52)]
    assert causes(out, "north", 1) == {"unit": 10, "run": 40, "blocked": 20}


# --- orders (O1, O3, J1) -------------------------------------------------------------------------------------------


def test_saturated_stream_sends_the_next_order_when_one_has_begun():
    out = simulate(
        made({"north": {"saturated": 2, "count": 5}}, [{"name": "cut", "at": ["A"], "run": 10}], {"A": centre()})
    )
    # two come at 0, the first begins, so a third comes at 0; then one with each beginning at 10 and 20
    assert [in_minutes(row[2]) for row in out["orders"]] == [0, 0, 0, 10, 20]
    assert completed(out) == [10, 20, 30, 40, 50]


def test_order_above_the_limit_is_refused():
    out = simulate(
        made(
            {"north": {"at": [0, 1, 2, 10, 11], "refuse_above": 2}},
            [{"name": "cut", "at": ["A"], "run": 10}],
            {"A": centre()},
        )
    )
    # at 10 the first order leaves only in the consequences, after the arrivals: the fourth is refused too
    assert completed(out) == [10, 20, None, None, 30]
    assert [(row[1], in_minutes(row[2])) for row in out["lost"]] == [(2, 2), (3, 10)]


def test_join_waits_for_the_last_lot_and_its_way_is_the_cause():
    out = simulate(
        made(
            {"north": {"at": [0], "quantity": 2, "lot_size": 1}},
            [
                {"name": "cut", "at": ["A"], "run": 10},
                {"name": "weld", "at": ["B"], "run": 7, "per": "lot", "after": ["cut"], "join": True},
            ],
            {"A": centre(), "B": centre()},
        )
    )
    assert times(out, "weld") == [(20, 27)]
    assert causes(out, "north") == {"unit": 10, "run": 17}  # the second lot waited for A


def test_branches_are_united_and_the_later_copy_is_the_cause():
    out = simulate(
        made(
            {"north": {"at": [0]}},
            [
                {"name": "cut", "at": ["A"], "run": 10},
                {"name": "cast", "at": ["B"], "run": 30},
                {"name": "weld", "at": ["C"], "run": 5, "after": ["cut", "cast"]},
            ],
            {"A": centre(), "B": centre(), "C": centre(move_to=4)},
        )
    )
    assert times(out, "weld") == [(34, 39)]
    assert causes(out, "north") == {"run": 35, "moving": 4}


def test_matrix_counts_attempts():
    floor = made(
        {"north": {"at": [0]}},
        {
            "operations": [{"name": "cut", "at": ["A"], "run": 10}, {"name": "weld", "at": ["B"], "run": 5}],
            "matrix": {"start": {"cut": 1.0}, "cut": {"weld": 1.0}, "weld": {"cut": 0.5}},
        },
        {"A": centre(), "B": centre()},
    )
    ways = {
        tuple((row[4], row[5]) for row in sorted(simulate(floor | {"seed": seed})["left"], key=lambda r: r[-1]))
        for seed in range(20)
    }
    once = (("cut", 0), ("weld", 0))
    assert once in ways
    assert (*once, ("cut", 1), ("weld", 1)) in ways


def test_own_times_of_an_alternative_and_changes_by_options():
    operation = {
        "name": "cut",
        "at": ["A", "B"],
        "run": 10,
        "times": {"B": {"run": 8}},
        "changes": [{"if": {"colour": ["red"]}, "run": 6}],
    }
    for red, ends in ((0.0, [8, 10]), (1.0, [6, 6])):
        out = simulate(
            made(
                {"north": {"at": [0, 0]}},
                {"operations": [operation], "options": {"colour": {"black": 1 - red, "red": red}}},
                {"A": centre(), "B": centre()},
            )
        )
        assert completed(out) == ends  # the best alternative first (D7); a change wins over both


# --- stock (I2) ----------------------------------------------------------------------------------------------------


def test_impatient_order_is_lost_unless_it_is_served_in_that_instant():
    out = simulate(stock_floor({"north": {"at": [0, 0, 5], "patience": 18}}, Q=1, r=0, on_hand=0))
    # at 0 the position is -2: three lots are released, which come at 18, 36 and 54; the one on hand at 18 goes to
    # the first order, the second is lost in that instant, the third at 5 + 18
    assert completed(out) == [18, None, None]
    assert [in_minutes(row[2]) for row in out["lost"]] == [18, 23]


def test_partial_and_overtaking_orders():
    customers = {"big": {"at": [0], "quantity": 4}, "small": {"at": [1]}}
    # on hand 2; position -2 at 0, then 0 at 1: lots of 3 are released at 0 and 1 and come at 18 and 36.
    # Only a small order that may overtake gets one of the two on hand; a partial big one leaves it none.
    for big, small, expected in (
        ({}, {}, [18, 18]),
        ({}, {"overtake": True}, [18, 1]),
        ({"partial": True}, {"overtake": True}, [18, 18]),
    ):
        out = simulate(
            stock_floor({"big": customers["big"] | big, "small": customers["small"] | small}, Q=3, r=0, on_hand=2)
        )
        assert completed(out) == expected


def test_customer_takes_the_item_that_matches_or_is_lost():
    floor = made(
        {"north": {"at": [0], "from_stock": True}},
        {"operations": [{"name": "press", "at": ["A"], "run": 18}], "options": {"colour": {"black": 0.5, "red": 0.5}}},
        {"A": centre()},
        items={"red one": {"Q": 1, "r": 0, "options": {"colour": "red"}}},
    )
    outcomes = {tuple(completed(simulate(floor | {"seed": seed}))) for seed in range(12)}
    assert outcomes == {(0,), (None,)}


# --- crews (S1) ----------------------------------------------------------------------------------------------------


def crew_floor(speeds="slowest", ann=None, **others):
    """A step of 40 min by one with each skill."""
    return made(
        {"north": {"at": [0]}},
        [{"name": "lift", "at": ["A"], "run": 40, "skills": ["metal", "paint"], "speeds": speeds}],
        {"A": centre(team="Amber"), "B": centre(team="Amber")},
        {"Ann": worker("metal", **(ann or {})), "Ben": worker(("paint", 1.25)), **others},
    )


def test_crew_goes_at_the_pace_of_its_slowest():
    assert stretches(simulate(crew_floor())) == [("north", 0, 0, "A/0", "Ann+Ben", 0, 50)]


def test_speeds_of_a_crew_add_up():
    # 1 / (1/1 + 1/1.25) = 1/1.8; 40 min / 1.8 = 1,333,333,333.3 ticks
    (row,) = simulate(crew_floor("add"))["stretches"]
    assert row[-1] == 1_333_333_333


def test_crew_stops_for_a_break_and_the_others_are_free():
    floor = crew_floor(ann={"shifts": [[0, 30], [50, 900]]})
    floor["streams"]["south"] = {"product": "other", "quantity": 1, "at": [10]}
    floor["products"]["other"] = {"operations": [{"name": "coat", "at": ["B"], "run": 24, "skill": "paint"}]}
    out = simulate(floor)
    # after 30 of 50 min 40 - 24 = 16 are left; Ben coats from 30 to 60 (24 x 1.25), Ann is back at 50;
    # at 60 they go on for 16 x 1.25 = 20 min
    assert times(out, "lift") == [(0, 30), (60, 80)]
    assert times(out, "coat") == [(30, 60)]
    # 20 min nobody with metal is present, then Ann waits for Ben
    assert causes(out, "north") == {"run": 50, "off_shift": 20, "worker": 10}


def test_scarcest_skill_of_a_crew_is_filled_first():
    floor = crew_floor()
    floor["workers"] = {"Ann": worker("metal", ("paint", 0.5)), "Ben": worker(("metal", 1.25))}
    assert stretches(simulate(floor)) == [("north", 0, 0, "A/0", "Ann+Ben", 0, 50)]


# --- presence and people (S1, S4, S6, D6) --------------------------------------------------------------------------


@pytest.mark.parametrize(("relief", "expected"), [(False, [(0, 60), (80, 120)]), (True, [(0, 60), (60, 100)])])
def test_step_is_kept_over_a_break_unless_relieved(relief, expected):
    out = simulate(
        made(
            {"north": {"at": [0]}},
            [{"name": "cut", "at": ["A"], "run": 100, "skill": "metal"}],
            {"A": centre(team="Amber")},
            {"Ann": worker("metal", shifts=[[0, 60], [80, 400]], relief=relief), "Ben": worker("metal")},
            {"who": "most_proficient"},
        )
    )
    assert times(out) == expected


def test_uninterruptible_step_waits_for_a_window_in_which_it_fits():
    out = simulate(
        made(
            {"north": {"at": [0]}},
            [{"name": "cut", "at": ["A"], "run": 40, "skill": "metal", "uninterruptible": True}],
            {"A": centre(team="Amber")},
            {"Ann": worker("metal", shifts=[[0, 30], [45, 85], [1000, 1100]])},
        )
    )
    assert times(out) == [(45, 85)]  # ends just in time
    assert causes(out, "north") == {"off_shift": 45, "run": 40}


def test_team_stays_at_its_station_as_long_as_there_is_work():
    floor = made(
        {"east": {"at": [0, 5]}, "north": {"at": [0, 0, 0], "product": "other"}},
        [{"name": "cut", "at": ["A"], "run": 10, "skill": "metal"}],
        {"A": centre(team="Amber"), "B": centre(team="Amber")},
        {"Ann": worker("metal", home="A")},
        {"when": "when_queue_empty", "where": "longest_queue"},
    )
    floor["products"]["other"] = {"operations": [{"name": "weld", "at": ["B"], "run": 10, "skill": "metal"}]}
    assert [row[3] for row in stretches(simulate(floor))] == ["A/0", "A/0", "B/0", "B/0", "B/0"]


def test_worker_waits_beside_the_broken_unit_and_counts_as_attending():
    floor = made(
        {"north": {"at": [0]}, "south": {"at": [5], "product": "other"}},
        [{"name": "cut", "at": ["A"], "run": 20, "skill": "metal"}],
        {
            "A": centre(
                team="Amber",
                worker_waits=True,
                failures={"jam": {"clock": "time", "every": 15, "repair": 4, "skill": None}},
            ),
            "B": centre(team="Amber"),
        },
        {"Ann": worker("metal")},
    )
    floor["products"]["other"] = {"operations": [{"name": "weld", "at": ["B"], "run": 1, "skill": "metal"}]}
    waits = simulate(floor)
    assert times(waits, "cut") == [(0, 15), (19, 24)]
    assert times(waits, "weld") == [(24, 25)]
    assert in_minutes(waits["workers"]["Ann"]["busy"]) == 25
    floor["work_centres"]["A"]["worker_waits"] = False
    assert times(simulate(floor), "weld") == [(15, 16)]


def test_set_up_is_lost_with_a_breakdown():
    out = simulate(
        made(
            {"north": {"at": [0]}},
            [{"name": "cut", "at": ["A"], "set_up": 5, "run": 20}],
            {
                "A": centre(
                    set_up_lost=True, failures={"jam": {"clock": "time", "every": 15, "repair": 4, "skill": None}}
                )
            },
        )
    )
    assert times(out, step="set_up") == [(0, 5), (19, 24)]
    assert times(out) == [(5, 15), (24, 34)]  # the next breakdown, at 19 + 15, comes as the step has ended
    assert causes(out, "north") == {"set_up": 10, "run": 20, "repair": 4}


def test_breakdown_scraps_the_lot_on_the_unit():
    out = simulate(
        made(
            {"north": {"at": [10], "quantity": 2}},
            [{"name": "cut", "at": ["A"], "set_up": 5, "run": 10}],
            {
                "A": centre(
                    on_failure="scrap", failures={"jam": {"clock": "time", "every": 30, "repair": 4, "skill": None}}
                )
            },
        )
    )
    # set up at 15, 15 of 20 min run when it jams at 30; the remake waits for the repair, set up at 39, done at 59
    assert times(out) == [(15, 30), (39, 59)]
    assert [(row[2], row[3]) for row in out["left"]] == [(0, 1)]
    assert causes(out, "north") == {"set_up": 10, "run": 35, "repair": 4}
    assert states(out, "A/0") == {"idle": 10, "set-up": 10, "run": 35, "down": 4}


def test_repairs_go_to_the_team_named():
    floor = made(
        {"north": {"at": [0]}},
        [{"name": "cut", "at": ["A"], "run": 20, "skill": "metal"}],
        {
            "A": centre(
                team="Amber",
                repaired_by="Blue",
                failures={"jam": {"clock": "operating", "every": 12, "repair": 4, "skill": "repair"}},
            )
        },
        {"Ann": worker("metal", "repair"), "Ben": worker(("repair", 1.5), team="Blue", shifts=[[20, 500]])},
    )
    floor["teams"]["Blue"] = {}
    out = simulate(floor)
    assert times(out) == [(0, 12), (26, 34)]  # Ben comes at 20 and takes 4 x 1.5 min
    assert in_minutes(out["workers"]["Ben"]["busy"]) == 6


def test_waiting_for_a_worker_who_is_busy_or_absent():
    floor = made(
        {"north": {"at": [0, 0, 0]}},
        [{"name": "cut", "at": ["A"], "run": 10, "skill": "metal"}],
        {"A": centre(2, "Amber")},
        {"Ann": worker("metal", shifts=[[6, 16], [2000, 2100]])},
    )
    out = simulate(floor)
    # off shift to 6, the second waits for Ann to 16, then nobody is there until 2000
    assert causes(out, "north", 0) == {"off_shift": 6, "run": 10}
    assert causes(out, "north", 1) == {"off_shift": 6 + 1984, "worker": 10, "run": 10}
    # the second goes on A/1, empty since the beginning; A/0 waits for Ann until she is back at 2010
    assert states(out, "A/0") == {"waiting for worker": 6 + 1994, "run": 20}
    assert states(out, "A/1") == {"waiting for worker": 2000, "run": 10, "idle": 10}


# --- schedules (D8) ------------------------------------------------------------------------------------------------


def row(ordinal, unit, workers, operation="turn", **more):
    return {
        "stream": "north",
        "ordinal": ordinal,
        "operation": operation,
        "work_centre": "lathe",
        "unit": unit,
        "workers": workers,
        **more,
    }


def scheduled(*rows, n_orders=3, more_operations=(), centres=None, **people):
    return made(
        {"north": {"at": [0] * n_orders}},
        [{"name": "turn", "at": ["lathe"], "run": 10, "skill": "metal"}, *more_operations],
        {"lathe": centre(2, "Amber")} | (centres or {}),
        {"Ann": worker("metal"), "Ben": worker(("metal", 1.5)), **people},
        schedule=list(rows),
    )


def test_rows_start_in_the_order_of_their_unit_and_workers():
    out = simulate(scheduled(row(2, 0, ["Ann"]), row(0, 0, ["Ben"], not_before=5), row(1, 1, ["Ann"], duration=7)))
    assert stretches(out) == [
        ("north", 2, 0, "lathe/0", "Ann", 0, 10),
        ("north", 0, 0, "lathe/0", "Ben", 10, 25),  # 10 x 1.5
        ("north", 1, 0, "lathe/1", "Ann", 10, 17),
    ]  # the duration listed
    # order 1 has an empty unit, it is its turn, Ann is busy; order 0 has the empty lathe/1 beside it, which is not its
    assert causes(out, "north", 1) == {"worker": 10, "run": 7}
    assert causes(out, "north", 0) == {"unit": 10, "run": 15}


def test_row_waits_for_an_earlier_row_with_its_worker_and_for_its_not_before():
    out = simulate(scheduled(row(0, 0, ["Ann"], not_before=30), row(1, 1, ["Ann"]), row(2, 1, ["Ben"])))
    assert [r[5:] for r in stretches(out)] == [(30, 40), (40, 50), (50, 65)]
    assert causes(out, "north", 0) == {"unit": 30, "run": 10}
    # what is not its turn does not make a unit wait for a worker
    assert states(out, "lathe/1") == {"idle": 30, "waiting for worker": 10, "run": 25}


def test_listed_duration_is_not_stretched_by_proficiency():
    assert times(simulate(scheduled(row(0, 0, ["Ben"], duration=7), n_orders=1))) == [(0, 7)]


def test_operations_not_listed_go_by_the_rules_to_the_others():
    out = simulate(scheduled(row(1, 0, ["Ann"])))
    assert stretches(out) == [
        ("north", 0, 0, "lathe/1", "Ben", 0, 15),
        ("north", 1, 0, "lathe/0", "Ann", 0, 10),
        ("north", 2, 0, "lathe/1", "Ben", 15, 30),
    ]


def test_operation_not_listed_without_a_unit_left_is_an_error():
    with pytest.raises(FloorError, match="not in the schedule"):
        simulate(scheduled(row(0, 0, ["Ann"]), row(1, 1, ["Ben"])))


def test_schedule_that_can_never_go_on_is_a_stall():
    weld = {"name": "weld", "at": ["lathe"], "run": 10, "skill": "metal", "after": ["turn"]}
    with pytest.raises(Stall):
        simulate(scheduled(row(0, 0, ["Ann"], "weld"), row(0, 0, ["Ann"]), n_orders=1, more_operations=[weld]))


def test_schedule_listing_an_operation_twice_is_an_error():
    with pytest.raises(FloorError, match="twice"):
        simulate(scheduled(row(0, 0, ["Ann"]), row(0, 1, ["Ben"])))


# --- stalls --------------------------------------------------------------------------------------------------------


def test_lots_that_block_each_other_stop_the_run():
    floor = made(
        {"north": {"at": [0]}, "south": {"at": [0], "product": "other"}},
        [{"name": "cut", "at": ["A"], "run": 10}, {"name": "weld", "at": ["B"], "run": 10, "after": ["cut"]}],
        {"A": centre(buffer=0), "B": centre(buffer=0)},
    )
    floor["products"]["other"] = {
        "operations": [
            {"name": "weld", "at": ["B"], "run": 10},
            {"name": "cut", "at": ["A"], "run": 10, "after": ["weld"]},
        ]
    }
    with pytest.raises(Stall, match="circle"):
        simulate(floor)


@pytest.mark.parametrize("skill", [None, "paint"])
def test_ten_weeks_without_work_are_a_stall_only_if_somebody_waits(skill):
    """A season of eleven weeks without demand; the shop has shifts, so there are instants in between."""
    weeks = [0, 11 * 10_080]
    floor = made(
        {"north": {"at": [500 + at for at in weeks]}},
        [{"name": "turn", "at": ["A"], "run": 1, "skill": skill}],
        {"A": centre(team="Amber", shifts=DAY)},
        {"Ann": worker("metal", shifts=DAY)},
    )
    if skill:
        with pytest.raises(Stall, match="ten weeks"):
            simulate(floor)  # nobody can paint
    else:
        assert times(simulate(floor)) == [(500 + at, 501 + at) for at in weeks]


def test_too_many_rounds_in_one_instant_are_a_stall(monkeypatch):
    """Ten thousand by the rule; here three hundred, as the oracle is slow."""
    monkeypatch.setattr(oracle, "MOST_ROUNDS", 300)
    floor = made({"north": {"saturated": 1, "count": 1000}}, [{"name": "cut", "at": ["A"], "run": 0}], {"A": centre()})
    with pytest.raises(Stall, match="rounds"):
        simulate(floor)


# --- demand over the week and the year (O1) ------------------------------------------------------------------------


def pressed(rule, **more):
    """A floor of one operation of a minute, with this demand and these keys at the top."""
    return made({"north": rule}, [{"name": "press", "at": ["A"], "run": 1}], {"A": centre(9)}) | more


def arrivals(outcome):
    return [in_minutes(row[2]) for row in outcome["orders"]]


def test_profile_stretches_gaps_where_less_is_ordered():
    profile = {"windows": [[0, 120, 1], [120, 240, 0.5]], "otherwise": 0}
    out = simulate(pressed({"every": 60, "count": 4, "profile": profile}))
    # 60 and 120 at factor 1; the third needs 60 / 0.5 and is reached exactly when ordering stops; the week has
    # 120 + 60 operational minutes, so the fourth, at 240 of them, comes an hour into the next
    assert arrivals(out) == [60, 120, 240, 10_080 + 60]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (None, 15),  # week 0 of the run takes the first factor
        ("2018-12-31", 15),  # a Monday of week 1
        ("2020-12-21", 60),  # week 52
        ("2020-12-28", 60),  # week 53 is as 52
        ("2020-06-29", 30),
    ],
)
def test_season_goes_by_the_number_of_the_week(start, expected):
    season = [2, *[1] * 50, 0.5]
    more = {"start": start} if start else {}
    assert arrivals(simulate(pressed({"every": 30, "count": 1, "season": season}, **more))) == [expected]


def test_arrival_is_rounded_once_to_the_nearest_tick_halves_up():
    twice = {"profile": {"windows": [[0, 10_080, 2]]}}
    assert [clock_at(operational, twice, None) for operational in (0, 1, 2, 3)] == [0, 1, 1, 2]  # 0, 0.5, 1, 1.5


def test_demand_that_never_comes_again_stops_at_the_last_tick():
    assert clock_at(1, {"profile": {"windows": [[0, 60, 0]]}}, None) is None


# --- holidays and patterns of several weeks (P1, S5) ---------------------------------------------------------------

NIGHT_WITH_BREAK = [[1320, 1560], [1590, 1800]]  # Monday 22:00 to 02:00 and 02:30 to 06:00
SUNDAY_NIGHT = [[0, 360], [9960, 10_080]]  # Sunday 22:00 to Monday 06:00
EVERY_DAY = [[day * 1440, (day + 1) * 1440] for day in range(7)]


def on_a_unit(shifts, at, run):
    """When one long step runs on a unit with these hours, started on Monday 1 January 2024."""
    floor = made({"north": {"at": [at]}}, [{"name": "turn", "at": ["A"], "run": run}], {"A": centre(shifts=shifts)})
    return times(simulate(floor | {"start": "2024-01-01"}))


def test_night_shift_belongs_to_the_day_on_which_it_starts_with_its_part_after_the_break():
    on_tuesday = on_a_unit({"windows": NIGHT_WITH_BREAK, "holidays": ["2024-01-02"]}, 1320, 300)
    assert on_tuesday == [(1320, 1560), (1590, 1650)]
    on_monday = on_a_unit({"windows": NIGHT_WITH_BREAK, "holidays": ["2024-01-01"]}, 1320, 100)
    assert on_monday == [(11_400, 11_500)]  # the next Monday night


def test_always_on_pattern_is_off_from_midnight_to_midnight_of_a_holiday():
    assert on_a_unit({"windows": EVERY_DAY, "holidays": ["2024-01-02"]}, 1400, 100) == [(1400, 1440), (2880, 2940)]


def test_holidays_of_the_scenario_hold_for_patterns_without_their_own():
    floor = made(
        {"north": {"at": [0]}, "south": {"at": [0]}},
        [{"name": "turn", "at": ["A", "B"], "run": 10}],
        {"A": centre(shifts=EVERY_DAY), "B": centre(shifts={"windows": EVERY_DAY, "holidays": []})},
    )
    floor |= {"start": "2024-01-01", "holidays": ["2024-01-01", "2023-12-31"]}
    assert [(row[3], *row[5:]) for row in stretches(simulate(floor))] == [("B/0", 0, 10), ("B/0", 10, 20)]


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        ([], [("Ann", 1400, 1410), ("Ann", 1440, 1490)]),  # a break of half an hour: the step is kept for her
        (["2024-01-02"], [("Ann", 1400, 1410), ("Ben", 1420, 1470)]),  # her day has ended: Ben goes on
    ],
)
def test_gap_before_a_holiday_is_no_break(holidays, expected):
    hours = {"windows": [[0, 1410], [1440, 2880]], "holidays": holidays}  # 24 h after the first: a shift of its own
    floor = made(
        {"north": {"at": [1400]}},
        [{"name": "turn", "at": ["A"], "run": 60, "skill": "metal"}],
        {"A": centre(team="Amber")},
        {"Ann": worker("metal", shifts=hours), "Ben": worker("metal", shifts=[[1420, 3000]])},
    )
    assert [row[4:] for row in stretches(simulate(floor | {"start": "2024-01-01"}))] == expected


def test_pattern_of_two_weeks_comes_back_after_two_weeks():
    hours = {"windows": [[480, 960], [10_680, 10_780]], "weeks": 2}
    assert on_a_unit(hours, 480, 700) == [(480, 960), (10_680, 10_780), (20_640, 20_760)]  # 480 + 100 + 120


@pytest.mark.parametrize(
    ("runs_over", "expected"),
    [
        (True, [(9960, 10_260)]),  # all of it is Sunday's
        (False, [(9960, 10_080), (20_040, 20_220)]),  # the part after midnight is Monday's; 180 min a week later
    ],
)
def test_window_that_runs_over_the_week_is_of_the_day_on_which_it_begins(runs_over, expected):
    hours = {"windows": SUNDAY_NIGHT, "holidays": ["2024-01-08"], "runs_over": runs_over}
    assert on_a_unit(hours, 9960, 300) == expected


def test_what_runs_over_from_before_the_start_is_there_on_a_holiday_too():
    hours = {"windows": SUNDAY_NIGHT, "holidays": ["2024-01-01"], "runs_over": True}
    assert on_a_unit(hours, 0, 100) == [(0, 100)]


# --- window, cohort, run-on (X1) -----------------------------------------------------------------------------------


def run_on_floor(**more):
    """Orders at 0, 50 and 100 of an hour each on one unit, which is never idle until 180."""
    floor = made({"north": {"at": [0, 50, 100]}}, [{"name": "turn", "at": ["A"], "run": 60}], {"A": centre()})
    return simulate(floor | {"warm_up": 10, "end": 70, **more})


def test_run_goes_on_until_the_cohort_is_delivered_and_its_books_are_of_the_end():
    out = run_on_floor(run_on=100)
    # the cohort of [10, 70) is the order of 50, delivered at 120; the one of 100 is in the run, not in the cohort
    assert (in_minutes(out["ran_until"]), out["still_waiting"]) == (120, [])
    assert completed(out) == [60, 120, None]
    assert (in_minutes(out["end"]), states(out, "A/0")) == (70, {"run": 70})
    assert {state: in_minutes(n) for state, n in out["at_warm_up"]["units"]["A/0"].items()} == {"run": 10}
    assert times(out) == [(0, 60), (60, 120)]


def test_run_stops_at_its_limit_and_names_who_waits():
    out = run_on_floor(run_on=30)
    assert (in_minutes(out["ran_until"]), out["still_waiting"]) == (100, [["north", 1]])
    assert len(out["orders"]) == 3  # whoever comes at the last tick has come


def test_run_without_a_cohort_stops_at_its_end():
    out = run_on_floor(warm_up=60, run_on=30)
    assert (in_minutes(out["ran_until"]), out["still_waiting"]) == (70, [])


def test_books_of_a_warm_up_that_the_run_does_not_reach_are_those_of_its_end():
    out = run_on_floor(warm_up=500, end=None)
    assert out["at_warm_up"]["units"] == out["units"] == {"A/0": {"run": minutes_to_ticks(180)}}


# --- what variety costs (O2) ---------------------------------------------------------------------------------------


def test_distinct_keys_are_counted_by_the_options_that_an_operation_lists():
    operations = [
        {"name": "cut", "at": ["A"], "run": 1, "key": ["size"]},
        {"name": "dye", "at": ["A"], "run": 1, "key": ["colour", "product"]},
        {"name": "pack", "at": ["A"], "run": 1},
        {"name": "shrink", "at": ["A"], "run": 1, "only_if": {"size": ["small"]}},
    ]
    floor = made(
        {"north": {"at": [9], "item": "red one"}},
        {"operations": operations, "options": {"colour": {"black": 0.5, "red": 0.5}, "size": {"large": 1.0}}},
        {"A": centre()},
        items={
            f"{colour} one": {"Q": 1, "r": 1, "on_hand": 0, "options": {"colour": colour}}
            for colour in ("red", "black")
        },
    )
    # two lots of either colour at time 0; who is served from stock counts for nothing
    expected = {"cut": [1, 2], "dye": [2, 2], "pack": [1, 2], "shrink": [0, 0]}
    assert simulate(floor | {"variety": True})["variety"] == {f"part/{name}": n for name, n in expected.items()}


# --- two more distributions (R2, R6) -------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.01, 0.25, 0.5, 0.9])
def test_geometric_counts_steps_as_scipy_does(p):
    dist = {"kind": "geometric", "p": p, "step": 2}
    for u in [k / 64 for k in range(1, 64)]:
        assert quantile(dist, u) == geom.ppf(u, p) * 120
    assert planned_ticks(dist) == int(120_000_000 / p + 0.5)


def test_geometric_of_certain_success_is_one_step():
    out = simulate(pressed({"every": {"kind": "geometric", "p": 1, "step": 7}, "count": 3}))
    assert arrivals(out) == [7, 14, 21]


def test_trace_gives_every_order_its_own_value_for_all_its_pieces():
    floor = made(
        {"north": {"every": {"kind": "trace", "values": [5, 0, 7]}, "count": 4, "quantity": 2}},
        [{"name": "press", "at": ["A"], "run": {"kind": "trace", "values": [10, 20, 30]}}],
        {"A": centre(4)},
    )
    out = simulate(floor)
    assert arrivals(out) == [5, 5, 12, 17]
    assert times(out) == [(5, 25), (5, 45), (12, 72), (17, 37)]  # two pieces each


def test_trace_gives_every_piece_for_stock_its_own_value():
    floor = stock_floor({"north": {"at": [1]}}, Q=2, r=3, on_hand=0)
    floor["products"]["part"]["operations"][0] |= {"per": "piece", "run": {"kind": "trace", "values": [10, 20, 40]}}
    # two lots of two at 0, one more at 1: pieces 0 and 1 take 10 + 20, 2 and 3 take 40 + 10, 4 and 5 20 + 40;
    # the run stops when the customer has his piece
    assert times(simulate(floor | {"end": 200})) == [(0, 30), (30, 80), (80, 140)]


# --- substitutes (I2) ----------------------------------------------------------------------------------------------


def wish_floor(**rule):
    """Somebody wants a small white one; on the shelf are large red ones and black ones of any size."""
    options = {"colour": {"black": 0.0, "red": 0.0, "white": 1.0}, "size": {"large": 0.0, "small": 1.0}}
    floor = made(
        {"north": {"at": [0], "from_stock": True, **rule}},
        {"operations": [{"name": "press", "at": ["A"], "run": 18}], "options": options},
        {"A": centre()},
        items={
            "first": {"Q": 1, "r": 0, "on_hand": 5, "options": {"colour": "red", "size": "large"}},
            "second": {"Q": 1, "r": 0, "on_hand": 5, "options": {"colour": "black"}},
        },
    )
    return simulate(floor)


@pytest.mark.parametrize(
    ("weights", "taken"),
    [
        (None, "second"),  # one stated option differs, of the first two
        ({"size": 0}, "first"),  # one each: by name
        ({"colour": 2, "size": 1}, "second"),  # 2 against 3
    ],
)
def test_nearest_item_has_the_least_weight_of_stated_options_that_differ(weights, taken):
    out = wish_floor(substitutes={"weights": weights} if weights else {})
    assert out["stock"] == {name: 4 if name == taken else 5 for name in ("first", "second")}
    assert completed(out) == [0]


@pytest.mark.parametrize(
    ("wanted", "offered", "is_taken"),
    [(0.1, 0.1, True), (0.1, 0.05, False), ({"kind": "trace", "values": [-1, 5]}, 0, True), (0, 0, True)],
)
def test_substitute_is_taken_for_the_discount_that_the_customer_wants(wanted, offered, is_taken):
    out = wish_floor(substitutes={"discount": wanted, "offered": offered})
    assert (completed(out) == [0]) == is_taken
    assert [row[2] for row in out["lost"]] == ([] if is_taken else [0])


def test_drawn_discount_has_its_own_lane():
    luck = Luck(1, 0)
    wanted = 0.3 * luck.uniform("discount|north", 0)
    dist = {"kind": "uniform", "low": 0, "high": 0.3}
    for offered, expected in ((wanted + 0.0001, [0]), (wanted - 0.0001, [None])):
        assert completed(wish_floor(substitutes={"discount": dist, "offered": offered})) == expected


def test_wish_outside_the_catalogue_is_made_to_order_without_patience():
    out = wish_floor(quantity=3, lot_size=2, no_match="made_to_order", patience=1)
    # lots of 2 and 1, one after the other: 36 + 18 min, nobody's patience
    assert times(out) == [(0, 36), (36, 54)]
    assert completed(out) == [54]
    assert out["stock"] == {"first": 5, "second": 5}


# --- laws on random floors -----------------------------------------------------------------------------------------


def attention_parts(floor, stretch):
    """Return the parts of attention that a stretch takes of each of its workers."""
    stream = floor["streams"].get(stretch[0], {})
    name = stream.get("product") or floor["items"][stream.get("item", stretch[0])]["product"]
    (op,) = [op for op in floor["products"][name]["operations"] if op["name"] == stretch[4]]
    attention = (op.get("attention") or {}).get(stretch[6], 1)
    return FULL * attention[0] // attention[1] if isinstance(attention, list) else FULL * attention


def check_causes(outcome):
    """The causes of an order's lead time sum to it (X2)."""
    lead_times = {(s, o): done - arrived for s, o, arrived, done in outcome["orders"] if done is not None}
    assert {(s, o): sum(found.values()) for s, o, found in outcome["causes"]} == lead_times


def check_states(outcome):
    """A unit is in exactly one state at any time (W1)."""
    assert all(sum(unit.values()) == outcome["end"] for unit in outcome["units"].values())


def check_units(outcome):
    """A unit is never without the lot it has begun until that has left it (S1), and has one lot at a time."""
    by_unit = defaultdict(list)
    for stretch in outcome["stretches"]:
        by_unit[stretch[7], stretch[8]].append((stretch[10], stretch[11], tuple(stretch[:6])))
    for rows in by_unit.values():
        rows.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(rows))
        changes = sum(a[2] != b[2] for a, b in pairwise(rows))
        assert changes + 1 == len({lot for _, _, lot in rows})


def check_workers(floor, outcome):
    """No worker gives more than 840 parts, nor tends in two areas, nor works without the skill (S2)."""
    areas = {name: rule.get("area") or ("own", name) for name, rule in floor["work_centres"].items()}
    by_worker = defaultdict(list)
    for stretch in outcome["stretches"]:
        for name in stretch[9]:
            by_worker[name].append((stretch[10], stretch[11], attention_parts(floor, stretch), areas[stretch[7]]))
    for rows in by_worker.values():
        for begin, _, _, _ in rows:
            running = [r for r in rows if r[0] <= begin < r[1]]
            assert sum(r[2] for r in running) <= FULL
            assert len({r[3] for r in running}) == 1


def check_laws(floor):
    try:
        outcome = simulate(floor)
    except Stall:
        return
    check_causes(outcome)
    check_states(outcome)
    check_units(outcome)
    check_workers(floor, outcome)
    assert all(row[3] is None for row in outcome["orders"] if row[:2] in [lost[:2] for lost in outcome["lost"]])


@pytest.mark.parametrize("level", range(10))
def test_laws_hold_on_random_floors(level):
    for seed in range(8):
        check_laws(random_floor(seed, level))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(floor=floors())
def test_laws_hold_on_any_floor(floor):
    check_laws(floor)


def reversed_mappings(value):
    """The same floor with the keys of every mapping the other way round."""
    if isinstance(value, dict):
        return {key: reversed_mappings(value[key]) for key in reversed(value)}
    return [reversed_mappings(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("level", [3, 6, 8, 9])
def test_order_of_keys_in_a_file_changes_nothing(level):
    for seed in (3, 4, 5):
        floor = random_floor(seed, level)
        assert simulate(reversed_mappings(floor)) == simulate(floor)
