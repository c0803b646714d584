"""The oracle calls people by the backlog (P4): numbers by hand, and laws on random floors."""

from collections import defaultdict

import pytest

from .oracle import simulate
from .oracle_calendar import calendar_of
from .oracle_draws import Luck, minutes_to_ticks
from .oracle_state import FloorError, Stall
from .random_floors import random_calls, random_floor
from .test_oracle import (
    causes,
    centre,
    check_causes,
    check_states,
    check_units,
    check_workers,
    in_minutes,
    made,
    reversed_mappings,
    stretches,
    worker,
)

LATE = [[480, 960]]  # Monday, once a week


def pool(*skills, people=1, shifts=None, above=60, **rule):
    """A pool with skills as a worker has them; nobody else is in the team unless stated."""
    return worker(*(skills or ["metal"]), people=people, shifts=shifts or LATE, above=above, comes=1, notice=0) | rule


def turning(run=60, **more):
    return {"name": "turn", "at": ["lathe"], "run": run, "skill": "metal", **more}


def calling(streams, operations=None, workers=None, team=None, centres=None, end=None, seed=1, **pools):
    floor = made(
        streams,
        operations or [turning()],
        centres or {"lathe": centre(4, "Amber")},
        workers,
        end=end,
        seed=seed,
    )
    return floor | {"workers": workers or {}, "teams": {"Amber": team or {}}, "pools": pools}


def called(*arguments, **options):
    return simulate(calling(*arguments, **options))


def present(outcome, name):
    return in_minutes(outcome["workers"][name]["present"])


def who_did(outcome):
    """Who did what from when to when."""
    return [row[4:] for row in stretches(outcome)]


# --- the call ------------------------------------------------------------------------------------------------------


def test_as_many_come_after_their_notice_as_the_backlog_wants():
    out = called({"north": {"at": [0, 100, 240]}}, temps=pool(people=5, notice=240, above=90))
    # at 240 three hours wait, the third arrival among them: 180 // 90 = 2 are called, and there at 480
    assert out["pools"] == [["temps", 2, 2]]
    assert who_did(out) == [("temps 1", 480, 540), ("temps 2", 480, 540), ("temps 1", 540, 600)]
    assert [present(out, f"temps {k}") for k in range(1, 6)] == [120, 120, 0, 0, 0]
    assert causes(out, "north") == {"off_shift": 480, "run": 60}


@pytest.mark.parametrize(("run", "n_called"), [(59.5, 1), (60, 2)])
def test_backlog_counts_whole_multiples_of_what_is_above(run, n_called):
    out = called({"north": {"at": [0, 0]}}, [turning(run)], temps=pool(people=5, above=60, notice=10))
    assert out["pools"] == [["temps", n_called, n_called]]


def test_backlog_is_what_waits_in_the_teams_lines_for_a_skill_of_the_pool():
    operations = [
        turning(10, set_up=2, at=["lathe", "mill"], times={"lathe": {"run": 7}, "mill": {"run": 70}}),  # 2 + 3 x 7
        {"name": "paint", "at": ["lathe"], "run": 1000, "skill": "paint"},  # not their skill
        {"name": "bake", "at": ["lathe"], "run": 1000, "skill": "metal", "attention": {"run": 0}},  # nobody's
        {"name": "weld", "at": ["bench"], "run": 1000, "skill": "metal"},  # of another team
        {"name": "press", "at": ["away"], "run": 1000, "skill": "metal"},  # still moving
        {"name": "hone", "at": ["lathe"], "run": 5, "skills": ["paint", "metal"], "per": "lot"},  # a crew's: 5
        turning(1000, name="pack", after=["turn"]),  # does not wait yet
    ]
    centres = {
        "lathe": centre(2, "Amber"),
        "mill": centre(2, "Amber"),
        "bench": centre(2, "Blue"),
        "away": centre(2, "Amber", move_to=500),
    }
    floor = calling({"north": {"at": [0], "quantity": 3}}, operations, centres=centres, end=460)
    floor["teams"]["Blue"] = {}
    for above, n_called in ((28, 1), (28.1, 0), (14, 2), (9.4, 2), (9.3, 3)):
        temps = pool(people=9, above=above, notice=30, shifts=[[480, 960]])
        assert simulate(floor | {"pools": {"temps": temps}})["pools"] == [["temps", n_called, n_called]]


def test_what_is_being_done_is_no_backlog():
    out = called(
        {"north": {"at": [0, 400]}},
        [turning(500)],
        {"Ann": worker("metal")},
        temps=pool(people=5, above=100, notice=30),
        centres={"lathe": centre(2, "Amber")},
    )
    assert out["pools"] == [["temps", 5, 5]]  # the second alone, 500 // 100; the first is on its unit
    # the shift ends with 20 min of it left, which Ann does
    assert who_did(out) == [("Ann", 0, 500), ("temps 1", 480, 960), ("Ann", 960, 980)]


def test_called_without_notice_they_come_in_the_same_instant():
    out = called({"north": {"at": [480]}}, temps=pool(people=2, above=30))
    # the order arrives, then 60 // 30 = 2 are called, then they come
    assert who_did(out) == [("temps 1", 480, 540)]
    assert out["pools"] == [["temps", 2, 2]]
    assert [present(out, f"temps {k}") for k in (1, 2)] == [60, 60]


def test_shift_that_runs_at_time_0_is_called_for_only_without_notice():
    shifts = [[0, 100], [9000, 10_080]]
    assert who_did(called({"north": {"at": [0]}}, temps=pool(shifts=shifts))) == [("temps 1", 0, 60)]
    out = called({"north": {"at": [0]}}, temps=pool(shifts=shifts, notice=1))
    assert who_did(out) == [("temps 1", 9000, 9060)]
    on_a_break = [[30, 100], [9000, 10_050]]  # since 10,050 of the week before, a break until 30
    out = called({"north": {"at": [0]}}, temps=pool(shifts=on_a_break))
    assert who_did(out) == [("temps 1", 30, 90)]


def test_people_are_asked_in_the_order_of_their_numbers():
    out = called({"north": {"at": [0] * 3}}, temps=pool(people=12, notice=5))
    assert sorted(name for name, rows in out["workers"].items() if rows["busy"]) == ["temps 1", "temps 2", "temps 3"]


def test_pools_see_the_same_backlog_whatever_another_has_called():
    out = called({"north": {"at": [0, 0]}}, zig=pool(people=3, notice=9), ada=pool(people=3, notice=9, above=120))
    assert out["pools"] == [["ada", 1, 1], ["zig", 2, 2]]


def luck_where(first, second, third):
    """A seed at which of the first three asked on Monday those say yes, at one half."""
    for seed in range(1000):
        says = [Luck(seed, 0).uniform("call|temps", 0, k) < 0.5 for k in range(3)]
        if says == [first, second, third]:
            return seed
    raise AssertionError


def test_who_does_not_come_is_followed_by_the_next_and_counted_through_the_day():
    two_shifts = [[480, 600], [700, 960]]
    seed = luck_where(False, True, False)
    out = called(
        {"north": {"at": [0, 0]}},
        [turning(120)],
        temps=pool(people=2, above=120, comes=0.5, notice=10, shifts=two_shifts),
        seed=seed,
        end=960,
    )
    # at 470 two are wanted: the first does not come, the second does. At 690 one order waits: the third asked that day
    # is number 1 again, and does not come; then k = 3 decides on number 2, who went home at 600
    fourth = Luck(seed, 0).uniform("call|temps", 0, 3) < 0.5
    assert out["pools"] == [["temps", 4, 1 + fourth]]
    assert who_did(out)[0] == ("temps 2", 480, 600)
    assert len(who_did(out)) == 1 + fourth


def test_draws_of_another_day_have_another_address():
    tuesday = [[1440 + 480, 1440 + 960]]
    for seed in range(20):
        comes = Luck(seed, 0).uniform("call|temps", 1, 0) < 0.5
        floor = calling({"north": {"at": [0]}}, temps=pool(comes=0.5, notice=1440, shifts=tuesday), seed=seed, end=1000)
        assert simulate(floor)["pools"] == [["temps", 1, comes]]  # called on Monday, for Tuesday


def test_nobody_is_called_on_a_holiday():
    shifts = [[480, 960], [1920, 2400]]
    floor = calling({"north": {"at": [0]}}, temps=pool(shifts=shifts, notice=60))
    out = simulate(floor | {"start": "2024-01-01", "holidays": ["2024-01-01"]})
    assert who_did(out) == [("temps 1", 1920, 1980)]
    assert out["pools"] == [["temps", 1, 1]]


# --- going ---------------------------------------------------------------------------------------------------------


def test_idle_people_go_at_their_minimum():
    rule = {"goes_when_idle": True, "minimum": 90, "notice": 10}
    out = called({"north": {"at": [0, 575]}}, temps=pool(**rule), end=960)
    assert (who_did(out), present(out, "temps 1")) == ([("temps 1", 480, 540)], 90)  # gone at 570
    out = called({"north": {"at": [0, 570]}}, temps=pool(**rule), end=960)  # what comes at 570 he takes
    assert (who_did(out)[1:], present(out, "temps 1")) == ([("temps 1", 570, 630)], 150)


def test_whoever_is_busy_at_his_minimum_goes_when_he_becomes_idle():
    rule = {"goes_when_idle": True, "minimum": 50, "notice": 10}
    out = called({"north": {"at": [0, 540, 601]}}, temps=pool(**rule), end=960)
    assert (who_did(out), present(out, "temps 1")) == ([("temps 1", 480, 540), ("temps 1", 540, 600)], 120)


def test_without_a_minimum_or_the_rule_they_stay_the_whole_shift():
    for rule in ({"goes_when_idle": True}, {"minimum": 50}, {}):
        assert present(called({"north": {"at": [0]}}, temps=pool(**rule), end=2000), "temps 1") == 480


def test_minimum_longer_than_the_shift_ends_with_it():
    rule = {"goes_when_idle": True, "minimum": 600}
    assert present(called({"north": {"at": [0]}}, temps=pool(**rule), end=2000), "temps 1") == 480


def test_minimum_that_ends_on_a_break_is_looked_at_after_it():
    shifts = [[480, 520], [550, 960]]
    rule = {"goes_when_idle": True, "minimum": 60, "shifts": shifts}
    out = called({"north": {"at": [0]}}, [turning(30)], temps=pool(above=30, **rule), end=960)
    assert present(out, "temps 1") == 40  # at 540 on his break; idle at 550
    out = called({"north": {"at": [0]}}, [turning(50)], temps=pool(above=30, **rule), end=960)
    # 10 min were kept for him
    assert (who_did(out)[1:], present(out, "temps 1")) == ([("temps 1", 550, 560)], 50)


def test_minimum_is_paid_for_each_shift_when_it_is_over():
    shifts = [[480, 520], [550, 960], [1200, 1300]]
    rule = {"goes_when_idle": True, "minimum": 120, "notice": 10, "shifts": shifts}
    floor = calling({"north": {"at": [0, 1000]}}, temps=pool(**rule), end=2000) | {"warm_up": 600}
    out = simulate(floor)
    # 120 min after he came, 30 of them a break, he goes: 30 more are paid; the second shift is shorter than its minimum
    assert (out["stays"], present(out, "temps 1")) == ([["temps", 2, (30 + 20) * 60_000_000]], 90 + 100)
    assert out["at_warm_up"]["stays"] == [["temps", 1, 30 * 60_000_000]]
    out = simulate(floor | {"warm_up": 599})  # what is paid when he goes is of the time in which he does
    assert out["at_warm_up"]["stays"] == [["temps", 1, 0]]
    floor["pools"]["temps"] |= {"minimum": 50, "on_shift_end": "finish", "shifts": [[480, 520]]}
    out = simulate(floor)
    assert (who_did(out), out["stays"]) == ([("temps 1", 480, 540)], [["temps", 1, 0]])  # overtime is part of it
    floor["pools"]["temps"] |= {"minimum": 50, "on_shift_end": "pause"}
    assert simulate(floor)["stays"] == [["temps", 1, 10 * 60_000_000]]


def test_what_was_kept_for_him_is_open_to_all_when_he_is_released():
    hours_of_lathe = [[0, 540], [600, 1440]]
    floor = calling(
        {"north": {"at": [0]}},
        [turning(50)],
        {"Ben": worker("metal", shifts=[[560, 900]])},
        temps=pool(shifts=[[480, 520], [550, 960]], goes_when_idle=True, minimum=30, above=30),
        centres={"lathe": centre(1, "Amber", shifts=hours_of_lathe)},
    )
    # kept for him over his break, but at 550 the lathe is off shift: he goes, and Ben takes over when it is on again
    assert who_did(simulate(floor)) == [("temps 1", 480, 520), ("Ben", 600, 610)]
    floor["pools"]["temps"]["goes_when_idle"] = False
    assert who_did(simulate(floor)) == [("temps 1", 480, 520), ("temps 1", 600, 610)]


def test_released_early_he_can_be_called_for_the_next_shift():
    shifts = [[480, 720], [780, 960]]
    rule = {"goes_when_idle": True, "minimum": 0, "notice": 30, "shifts": shifts}
    out = called({"north": {"at": [0, 560]}}, temps=pool(**rule))
    assert who_did(out) == [("temps 1", 480, 540), ("temps 1", 780, 840)]
    assert (out["pools"], present(out, "temps 1")) == ([["temps", 2, 2]], 120)


def test_whoever_works_overtime_is_not_asked():
    rule = {"shifts": [[100, 160], [280, 340]], "notice": 60, "on_shift_end": "finish"}
    floor = calling({"north": {"at": [0, 200]}}, [turning(150)], temps=pool(**rule), end=340)
    # called at 40, he works from 100 and, as overtime, from 160 to 250; at 220 another hour or two wait
    out = simulate(floor)
    assert (out["pools"], who_did(out), present(out, "temps 1")) == ([["temps", 1, 1]], [("temps 1", 100, 250)], 150)
    floor["pools"]["temps"]["overtime_cap"] = 50  # home at 210, asked at 220
    out = simulate(floor)
    assert (out["pools"], who_did(out)) == ([["temps", 2, 2]], [("temps 1", 100, 210), ("temps 1", 280, 320)])


def test_called_for_the_next_shift_beforehand_he_goes_on_from_overtime():
    rule = {"shifts": [[100, 160], [280, 400]], "notice": 150, "on_shift_end": "finish"}
    floor = calling({"north": {"at": [0, 0]}}, [turning(150)], temps=pool(**rule), end=400)
    assert simulate(floor)["pools"] == [["temps", 1, 1]]  # for the second shift; 100 is before any notice
    floor["pools"]["temps"]["notice"] = 100  # calls at 0 and 180, when he is in overtime
    assert simulate(floor)["pools"] == [["temps", 1, 1]]


def test_arrival_is_a_shift_start():
    """At shift start his first work is his station until the shift ends (D6)."""
    operations = [turning(), turning(name="mill", at=["mill"])]
    out = called(
        {"north": {"at": [0, 0]}},
        operations,
        team={"when": "at_shift_start"},
        temps=pool(shifts=[[480, 720], [1920, 2160]], notice=10, above=400),
        centres={"lathe": centre(1, "Amber"), "mill": centre(1, "Amber")},
        end=3000,
    )
    assert out["pools"] == [["temps", 0, 0]]  # 240 min wait
    floor = calling(
        {"north": {"at": [0, 0]}},
        operations,
        team={"when": "at_shift_start"},
        temps=pool(shifts=[[480, 720], [1920, 2160]], notice=10, above=100),
        centres={"lathe": centre(1, "Amber"), "mill": centre(1, "Amber")},
    )
    rows = [(row[3], *row[5:]) for row in stretches(simulate(floor))]
    assert rows == [("lathe/0", 480, 540), ("lathe/0", 540, 600), ("mill/0", 1920, 1980), ("mill/0", 1980, 2040)]


def test_pool_without_hours_or_with_somebody_elses_name_is_an_error():
    for floor in (
        calling({"north": {"at": [0]}}, temps=pool() | {"shifts": None}),
        calling({"north": {"at": [0]}}, workers={"temps 1": worker("metal")}, temps=pool()),
    ):
        with pytest.raises(FloorError):
            simulate(floor)


# --- laws ----------------------------------------------------------------------------------------------------------


def shifts_of(rule, floor, until):
    """The shifts of a pool that begin, or are under way, within the run."""
    calendar = calendar_of(floor, rule["shifts"])
    found = set()
    for lap in range(0, until + 2 * calendar.period, calendar.period):
        found |= set(calendar.shifts_around(lap))
    return sorted(shift for shift in found if shift[1] > 0 and shift[0] <= until)


def check_pools(floor, outcome):
    """Nobody works outside a shift for which he could have been called, nor is anybody asked too often."""
    rows = {name: (asked, came) for name, asked, came in outcome["pools"]}
    assert list(rows) == sorted(floor["pools"])
    work = defaultdict(list)
    for stretch in outcome["stretches"]:
        for name in stretch[9]:
            work[name].append((stretch[10], stretch[11]))
    for name, rule in floor["pools"].items():
        asked, came = rows[name]
        notice = minutes_to_ticks(rule["notice"])
        until = outcome.get("ran_until", outcome["end"])
        shifts = [s for s in shifts_of(rule, floor, until + notice) if max(s[0], 0) >= notice]
        calls = [s for s in shifts if max(0, s[0] - notice) <= outcome["end"]]
        assert 0 <= came <= asked <= len(calls) * rule["people"]
        if rule["comes"] in (0, 1):
            assert came == asked * rule["comes"]
        people = [f"{name} {k + 1}" for k in range(rule["people"])]
        worked = sum(len({shift_of(begin, shifts) for begin, _ in work[who]}) for who in people)
        if "ran_until" not in outcome:
            assert worked <= came
        longest = sum(min(end, outcome["end"]) - max(begin, 0) for begin, end in calls if begin < outcome["end"])
        for who in people:
            hours = outcome["workers"][who]
            assert 0 <= hours["busy"] <= hours["present"]
            if rule.get("on_shift_end") != "finish":
                assert hours["present"] <= longest
                assert all(end <= shift_of(begin, shifts)[1] for begin, end in work[who])
            if not came:
                assert hours == {"busy": 0, "present": 0} or "ran_until" in outcome


def shift_of(begin, shifts):
    """The shift in which a stretch begins; there must be one (overtime starts nothing)."""
    return next(shift for shift in shifts if shift[0] <= begin < shift[1])


@pytest.mark.parametrize("chunk", range(4))
def test_laws_hold_on_random_floors_with_pools(chunk):
    for seed in range(chunk, 60, 4):
        floor = random_floor(seed, 10)
        try:
            outcome = simulate(floor)
        except (Stall, OverflowError):
            continue
        check_causes(outcome)
        check_states(outcome)
        check_units(outcome)
        check_workers(floor, outcome)
        check_pools(floor, outcome)


@pytest.mark.parametrize("seed", range(6))
def test_pool_of_which_nobody_comes_changes_nothing(seed):
    floor = {key: part for key, part in random_calls(seed).items() if key != "warm_up"}
    alone = simulate({key: part for key, part in floor.items() if key != "pools"})
    for rule in floor["pools"].values():
        rule["comes"] = 0
    with_pools = simulate(floor)
    assert all(asked >= came == 0 for _, asked, came in with_pools.pop("pools"))
    assert with_pools.pop("stays") == [[name, 0, 0] for name in sorted(floor["pools"])]
    with_pools["workers"] = {name: hours for name, hours in with_pools["workers"].items() if name in floor["workers"]}
    assert with_pools == alone


@pytest.mark.parametrize("seed", range(3))
def test_order_of_keys_in_a_file_changes_nothing(seed):
    assert simulate(reversed_mappings(random_calls(seed))) == simulate(random_calls(seed))
