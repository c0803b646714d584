"""The oracle replays records to the tick and counts what they exceed (D8, ``strict: false``): numbers by hand."""

import random

import pytest

from .oracle import simulate
from .oracle_state import FULL, FloorError, Stall
from .random_floors import random_floor
from .random_replays import MINUTE, replay_floor, with_records_only
from .test_oracle import (
    attention_parts,
    causes,
    centre,
    check_causes,
    check_states,
    completed,
    in_minutes,
    made,
    states,
    stretches,
    times,
    worker,
)


def record(begins, lasts, ordinal=0, operation="turn", at="lathe", unit=0, workers=("Ann",), stream="north"):
    row = {"stream": stream, "ordinal": ordinal, "operation": operation, "work_centre": at, "unit": unit}
    return row | {"workers": list(workers), "not_before": begins, "duration": lasts}


def turning(**more):
    """One operation at the lathe that takes all of somebody's attention."""
    return {"name": "turn", "at": ["lathe"], "run": 7, "skill": "metal", **more}


def replayed(rows, operations=None, centres=None, arrivals=(0, 0, 0), people=None, **more):
    """Replay records of as many orders as there are rows of the first operation."""
    operations = operations or [turning()]
    n_orders = len(rows) // len(operations)
    floor = made(
        {"north": {"at": list(arrivals)[:n_orders]}},
        operations,
        centres or {"lathe": centre(2, "Amber")},
        people or {"Ann": worker("metal"), "Ben": worker()},
        schedule=rows,
    )
    return simulate(floor | {"strict": False, **more})


def exceeded(outcome):
    return outcome["unit_exceeded"], outcome["attention_exceeded"]


def hours(outcome, name):
    return {what: in_minutes(n) for what, n in outcome["workers"][name].items()}


# --- starts and ends -----------------------------------------------------------------------------------------------


def test_two_lots_lie_on_one_unit_and_one_worker_does_both():
    out = replayed([record(0, 10), record(5, 0, 1)], [turning(set_up=2, unload=1)], arrivals=[0, 3])
    # set-up 0 to 2, run to 12, unload to 13; the other: set-up 5 to 7, a run of no time, unload 7 to 8
    assert times(out, step="set_up") == [(0, 2), (5, 7)]
    assert times(out) == [(2, 12)]
    assert times(out, step="unload") == [(7, 8), (12, 13)]
    assert exceeded(out) == (1, 1)  # the second alone: at the first's run and unloading nothing else was there
    # 0 to 2 and 5 to 7 somebody sets up; the rest to 13 something runs
    assert states(out, "lathe/0") == {"run": 9, "set-up": 4}
    assert hours(out, "Ann") == {"busy": 13, "present": 13}
    assert causes(out, "north", 0) == {"set_up": 2, "run": 11}
    assert causes(out, "north", 1) == {"unit": 2, "set_up": 2, "run": 1}  # came at 3, on record at 5


def test_what_ends_as_the_next_begins_exceeds_nothing():
    out = replayed([record(0, 10), record(10, 5, 1), record(15, 5, 2)])
    assert times(out) == [(0, 10), (10, 15), (15, 20)]
    assert exceeded(out) == (0, 0)


def test_of_two_that_begin_together_only_the_second_finds_the_other():
    assert exceeded(replayed([record(0, 10), record(0, 10, 1)])) == (1, 1)
    assert exceeded(replayed([record(0, 10, 1), record(0, 10, 0, unit=1)])) == (0, 1)
    # set up both for 2 min: at 2 the first's run begins before the second's, which again is the one that exceeds
    assert exceeded(replayed([record(0, 10), record(0, 10, 1, unit=1)], [turning(set_up=2)])) == (0, 1)


def test_row_that_is_due_begins_before_the_next_step_of_what_goes_on():
    out = replayed([record(0, 10), record(2, 10, 1)], [turning(set_up=2)])
    # at 2 the second's set-up finds the first on the unit, but Ann between two steps; then the first's run finds the
    # second on the unit and with Ann; at 4 the second's run finds Ann at the first's
    assert exceeded(out) == (2, 2)
    # the same with the second set up by nobody, and run by nobody: Ann attends the first alone
    alone = replayed([record(0, 10), record(2, 10, 1, workers=[])], [turning(set_up=2)])
    assert exceeded(alone) == (2, 0)


def test_attention_adds_up_and_is_exceeded_above_one_worker():
    third = [turning(attention={"run": [1, 3]})]
    rows = [record(0, 90, 0), record(10, 90, 1, unit=1), record(20, 90, 2, unit=0)]
    assert exceeded(replayed(rows, third)) == (1, 0)  # three thirds
    half = [turning(attention={"run": [1, 2]})]
    out = replayed(rows, half)
    assert exceeded(out) == (1, 1)  # three halves at 20
    assert [row[4] for row in stretches(out)] == ["Ann"] * 3
    assert hours(out, "Ann") == {"busy": 110, "present": 110}


def test_step_without_attention_counts_if_its_worker_attends_too_much_elsewhere():
    by_itself = {"name": "bake", "at": ["lathe"], "run": 7, "skill": "metal", "attention": {"run": 0}}
    floor = made(
        {"north": {"at": [0, 0]}, "south": {"at": [0], "product": "cake"}},
        [turning()],
        {"lathe": centre(3, "Amber")},
        {"Ann": worker()},
        schedule=[record(0, 9), record(1, 9, 1, unit=1), record(2, 5, 0, "bake", unit=2, stream="south")],
    )
    floor["products"]["cake"] = {"operations": [by_itself]}
    out = simulate(floor | {"strict": False})
    assert exceeded(out) == (0, 2)
    assert [row[4] for row in stretches(out, "bake")] == [""]  # attended by nobody all the same


def test_neither_skill_factor_changeover_nor_area_is_asked():
    rows = [record(0, 10, 0, unit=0), record(1, 10, 1, unit=1)]
    people = {"Ann": worker(("metal", 2.0))}
    out = replayed(
        rows,
        [turning(set_up=4, key=["product"])],
        {"lathe": centre(2, "Amber", changeover={"fixed": 50})},
        people=people,
    )
    assert times(out, step="set_up") == [(0, 4), (1, 5)]
    assert completed(out) == [14, 15]
    assert exceeded(out) == (0, 2)  # Ann at 1, when the second is set up; at 4, when the first runs


def test_operation_of_no_time_lets_its_successor_begin_at_the_same_tick():
    operations = [
        turning(),
        turning(name="pack", after=["turn"]),
        turning(name="ship", after=["pack"]),
    ]
    rows = [record(5, 0, 0, "ship"), record(5, 0, 0, "pack"), record(5, 0, 0, "turn")]
    out = replayed(rows, operations)
    assert [row[4:] for row in out["left"]] == [[name, 0, 300_000_000] for name in ("pack", "ship", "turn")]
    assert completed(out) == [5]
    assert exceeded(out) == (0, 0)
    assert out["stretches"] == []


def test_branches_meet_and_wait_on_record():
    operations = [
        turning(),
        {"name": "paint", "at": ["booth"], "run": 1},
        {"name": "join", "at": ["bench"], "run": 1, "after": ["turn", "paint"]},
    ]
    rows = [
        record(0, 30),
        record(4, 20, 0, "paint", "booth", workers=[]),
        record(50, 5, 0, "join", "bench", workers=[]),
    ]
    out = replayed(rows, operations, {"lathe": centre(team="Amber"), "booth": centre(), "bench": centre(move_to=8)})
    assert completed(out) == [55]
    # the turned copy came last: run 30, moves 8, waits for its record from 38 to 50, run 5
    assert causes(out, "north") == {"run": 35, "moving": 8, "unit": 12}
    assert states(out, "bench/0") == {"idle": 50, "run": 5}


def test_records_ten_weeks_apart_are_no_stall():
    assert completed(replayed([record(0, 1), record(200_000, 1, 1)])) == [1, 200_001]


# --- what cannot be replayed ---------------------------------------------------------------------------------------

TWO = [turning(), turning(name="pack", at=["bench"], after=["turn"])]
TWO_CENTRES = {"lathe": centre(team="Amber"), "bench": centre(team="Amber", move_to=8)}


@pytest.mark.parametrize(
    ("begins", "why"),
    [
        ((4, 30), "row 1: turn of north 0 cannot start at tick 240000000: its order has not arrived"),
        ((5, 14), "row 2: pack of north 0 cannot start at tick 840000000: an operation before it has not ended"),
        ((5, 15), "row 2: pack of north 0 cannot start at tick 900000000: its lot moves until tick 1380000000"),
        ((5, 22.99), "row 2: pack of north 0 cannot start at tick 1379400000: its lot moves until tick 1380000000"),
    ],
)
def test_row_whose_lot_is_not_there_stops_the_run(begins, why):
    rows = [record(begins[0], 10), record(begins[1], 1, 0, "pack", "bench")]
    with pytest.raises(Stall, match=why):
        replayed(rows, TWO, TWO_CENTRES, arrivals=[5])


def test_row_whose_lot_comes_at_its_very_tick_starts():
    rows = [record(5, 10), record(23, 1, 0, "pack", "bench")]
    assert completed(replayed(rows, TWO, TWO_CENTRES, arrivals=[5])) == [24]


def test_row_that_stalls_at_the_horizon_stops_the_run_one_behind_it_does_not():
    rows = [record(5, 10), record(20, 1, 0, "pack", "bench")]
    with pytest.raises(Stall):
        replayed(rows, TWO, TWO_CENTRES, arrivals=[5], end=20)
    assert in_minutes(replayed(rows, TWO, TWO_CENTRES, arrivals=[5], end=19)["end"]) == 19


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ([record(0, 1), record(5, 1, 3)], {}),  # no such order, and the second is not listed
        ([record(0, 1) | {"duration": None}], {}),
        ([record(0, -1)], {}),
        ([record(0, 1, unit=2)], {}),
        ([record(0, 1, at="bench")], {"centres": {"lathe": centre(team="Amber"), "bench": centre(team="Amber")}}),
        ([record(0, 1)], {"centres": {"lathe": centre(team="Amber", shifts=[[0, 900]])}}),
        ([record(0, 1)], {"centres": {"lathe": centre(team="Amber", buffer=3)}}),
        ([record(0, 1)], {"people": {"Ann": worker("metal", shifts=[[0, 900]])}}),
        ([record(0, 1)], {"people": {"Ann": worker("metal", team="Blue")}}),
        ([record(0, 1)], {"operations": [turning(**{"yield": 0.9})]}),
    ],
)
def test_records_that_contradict_the_floor_are_an_error(rows, more):
    with pytest.raises(FloorError):
        replayed(rows, **more)


# --- laws ----------------------------------------------------------------------------------------------------------


def check_replay_laws(floor):
    """Every operation runs at its record's tick, for its record's duration, on its unit, by its people."""
    outcome = simulate(floor)
    check_causes(outcome)
    check_states(outcome)
    runs = {(*row[:2], row[4]): row for row in outcome["stretches"] if row[6] == "run"}
    begins = {}
    for row in sorted(outcome["stretches"], key=lambda row: row[10]):
        begins.setdefault((*row[:2], row[4]), row[10])
    for row in floor["schedule"]:
        key = (row["stream"], row["ordinal"], row["operation"])
        if run := runs.get(key):
            ticks = int(row["duration"] * 60_000_000 + 0.5)
            assert run[11] - run[10] == ticks
            assert run[7:9] == [row["work_centre"], row["unit"]]
            assert run[9] == (sorted(row["workers"]) if attention_parts(floor, run) and is_skilled(floor, row) else [])
        if key in begins:
            assert begins[key] == int(row["not_before"] * 60_000_000 + 0.5)  # steps of no time take none
    assert 0 <= outcome["unit_exceeded"] <= len(floor["schedule"])
    assert outcome["unit_exceeded"] >= n_that_begin_on_a_lot(outcome)
    assert (outcome["attention_exceeded"] > 0) >= any_above_one_worker(floor, outcome)


def operation_of(floor, row):
    product = floor["products"][floor["streams"][row["stream"]]["product"]]
    return next(op for op in product["operations"] if op["name"] == row["operation"])


def is_skilled(floor, row):
    op = operation_of(floor, row)
    return bool(op.get("skills") or op.get("skill"))


def n_that_begin_on_a_lot(outcome):
    """Rows whose first stretch begins strictly within that of another lot's on the same unit."""
    rows = outcome["stretches"]
    return len(
        {
            (*row[:2], row[4])
            for row in rows
            for other in rows
            if row[7:9] == other[7:9] and row[:6] != other[:6] and other[10] < row[10] < other[11]
        }
    )


def any_above_one_worker(floor, outcome):
    """Somebody's stretches take more than all of his attention at some beginning."""
    skilled = [r for r in outcome["stretches"] if r[9]]
    return any(
        sum(attention_parts(floor, r) for r in skilled if name in r[9] and r[10] <= begin < r[11]) > FULL
        for begin, names in {(r[10], tuple(r[9])) for r in skilled}
        for name in names
    )


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4, 7, 8, 9])
def test_laws_hold_on_random_replays(level):
    n_run = 0
    for seed in range(12):
        try:
            check_replay_laws(replay_floor(seed, level))
            n_run += 1
        except Stall:
            pass
    assert n_run > 6


def recorded(floor, outcome):
    """The records of a run: when each operation began, and how long it ran."""
    rows = {}
    for stretch in sorted(outcome["stretches"], key=lambda row: row[10]):
        stream, ordinal, _, _, operation, _, step, at, unit, people, begin, end = stretch
        row = rows.setdefault(
            (stream, ordinal, operation), record(begin / MINUTE, 0, ordinal, operation, at, unit, people, stream)
        )
        row["duration"] += (end - begin) / MINUTE if step == "run" else 0
    return floor | {"schedule": list(rows.values()), "strict": False}


@pytest.mark.parametrize("seed", range(12))
def test_records_of_a_run_replay_it_and_exceed_nothing(seed):
    """Level 1 has no people, changeovers nor failures: an operation never waits once it has begun."""
    floor = with_records_only(random_floor(seed, 1), random.Random(seed))
    run = simulate(floor)
    replay = simulate(recorded(floor, run))
    assert (replay["unit_exceeded"], replay["attention_exceeded"]) == (0, 0)
    assert {part: replay[part] for part in ("orders", "stretches", "left", "end")} == {
        part: run[part] for part in ("orders", "stretches", "left", "end")
    }
