"""Records that are replayed, minute by minute by hand (D8 with ``strict: false``)."""

import pytest

from .test_hand_traces import MINUTE, log, orders, play, rows, stall

ONE_LATHE = """
products: {part: {operations: {turn: {at: lathe, run: 99 min}}}}
work_centres: {lathe: {}}
"""

THREE_MACHINES = """
products:
  arm: {operations: {drill: {at: A, run: 1 min, skill: metal, attention: SHARE}}}
  box: {operations: {drill: {at: B, run: 1 min, skill: metal, attention: SHARE}}}
  cap: {operations: {drill: {at: C, run: 1 min, skill: metal, attention: SHARE}}}
demand: {arms: {product: arm, at: [0 min]}, boxes: {product: box, at: [0 min]}, caps: {product: cap, at: [0 min]}}
work_centres: {A: {team: crew}, B: {team: crew}, C: {team: crew}}
teams: {crew: {}}
workers: {Ann: {team: crew, skills: [metal]}}
"""

BIKE = """
products:
  bike:
    operations:
      frame: {at: A, run: 1 min}
      wheels: {at: B, run: 1 min}
      fit: {at: C, after: [frame, wheels], run: 1 min}
demand: {bikes: {product: bike, at: [1 min]}}
work_centres: {A: {}, B: {}, C: {move_to: MOVE}}
"""


def replay(shop, *records, **options):
    """Run a shop with these records: ``stream ordinal operation unit workers start duration``, in minutes."""
    return play(shop, schedule(records), **options)


def schedule(records):
    return "schedule:\n  strict: false\n  rows:\n" + "".join(map(row, records))


def row(record):
    stream, ordinal, operation, unit, workers, start, duration = record.split()
    centre, _, number = unit.partition("/")
    return (
        f"    - {{stream: {stream}, ordinal: {ordinal}, operation: {operation}, work_centre: {centre}, unit: {number}, "
        f"workers: [{'' if workers == '-' else workers.replace('+', ', ')}], "
        f"not_before: {start} min, duration: {duration} min}}\n"
    )


def exceeded(counts):
    return counts.exceeded


def hours_of(counts, table, number):
    return {state: ticks / MINUTE for state, ticks in rows(counts, table)[number].items()}


def attended(counts):
    return [row["attended"] / 840 / MINUTE for row in rows(counts, "operations")]


# --- units -----------------------------------------------------------------------------------------------------------


def test_two_lots_on_one_unit_start_and_end_as_recorded():
    counts = replay(ONE_LATHE + "demand: {north: {product: part, at: [0 min, 3 min]}}\n",
                    "north 0 turn lathe/0 - 1 10", "north 1 turn lathe/0 - 4 10")  # fmt: skip
    assert log(counts) == ["1-11 north0 turn run lathe/0", "4-14 north1 turn run lathe/0"]
    assert orders(counts) == {"north0": (0, 11), "north1": (3, 14)}
    assert exceeded(counts) == (1, 0)  # the second, at its start; the first is asked at its own only
    unit = hours_of(counts, "work_centres", 0)
    assert (unit["run"], unit["idle"]) == (13, 1)  # busy from 1 to 14, though its lots took 10 min each
    assert hours_of(counts, "replay", 0)["run"] == 20
    assert [(row["unit"] / MINUTE, row["run"] / MINUTE) for row in rows(counts, "orders")] == [(1, 10), (1, 10)]


def test_a_lot_that_starts_as_another_ends_exceeds_nothing():
    counts = replay(ONE_LATHE + "demand: {north: {product: part, at: [0 min, 3 min]}}\n",
                    "north 1 turn lathe/0 - 5 10", "north 0 turn lathe/0 - 0 5")  # fmt: skip
    assert exceeded(counts) == (0, 0)


def test_a_unit_is_set_up_as_long_as_any_of_its_lots_is():
    shop = """
    products: {part: {operations: {turn: {at: lathe, set_up: 4 min, run: 1 min}}}}
    demand: {north: {product: part, at: [0 min, 0 min]}}
    work_centres: {lathe: {}}
    """
    counts = replay(shop, "north 0 turn lathe/0 - 0 6", "north 1 turn lathe/0 - 2 1")
    # set-up 0-4 and 2-6, run 4-10 and 6-7; the first is asked again as its run begins beside the second
    assert exceeded(counts) == (2, 0)
    unit = hours_of(counts, "work_centres", 0)
    assert (unit["set_up"], unit["run"], unit["idle"]) == (6, 4, 0)
    of_lots = hours_of(counts, "replay", 0)
    assert (of_lots["set_up"], of_lots["run"]) == (8, 7)


def test_steps_follow_as_the_scenario_states_them_at_factor_1_and_without_changeover():
    shop = """
    products:
      part:
        operations:
          turn: {at: lathe, set_up: 5 min, load: 1 min, run: 99 min, unload: 2 min, skill: metal, depends_on: [operation]}
    demand: {north: {product: part, at: [0 min], quantity: 3}}
    work_centres: {lathe: {team: crew, changeover: {fixed: 9 min}}}
    teams: {crew: {}}
    workers: {Ann: {team: crew, skills: {metal: {time: 2}}}}
    """
    counts = replay(shop, "north 0 turn lathe/0 Ann 2 10")
    assert log(counts) == [
        "2-7 north0 turn set_up lathe/0 Ann",
        "7-8 north0 turn load lathe/0 Ann",
        "8-18 north0 turn run lathe/0 Ann",
        "18-20 north0 turn unload lathe/0 Ann",
    ]
    [done] = rows(counts, "operations")
    assert [done[key] // MINUTE for key in ("came", "started", "run_started", "ended")] == [0, 2, 8, 20]
    assert [done[key] // MINUTE for key in ("set_up", "load", "run", "unload")] == [5, 1, 10, 2]
    assert (done["pieces"], done["worker"], done["attended"]) == (3, 0, 18 * 840 * MINUTE)
    assert rows(counts, "work_centres")[0]["changed_over"] == 0


# --- people ----------------------------------------------------------------------------------------------------------


def test_one_worker_on_three_machines_has_his_time_in_equal_parts():
    counts = replay(THREE_MACHINES.replace("SHARE", "1"),
                    "arms 0 drill A/0 Ann 0 10", "boxes 0 drill B/0 Ann 2 10", "caps 0 drill C/0 Ann 4 10")  # fmt: skip
    assert exceeded(counts) == (0, 2)
    # 0-2 A alone, 2-4 two at a time, 4-10 three, 10-12 two, 12-14 C alone
    assert attended(counts) == [2 + 1 + 2, 1 + 2 + 1, 2 + 1 + 2]
    ann = {state: ticks / 840 for state, ticks in hours_of(counts, "workers", 0).items()}
    assert (ann["run"], ann["idle"]) == (14, 0)


def test_half_the_attention_is_exceeded_by_the_third_machine_only():
    counts = replay(THREE_MACHINES.replace("SHARE", "1/2"),
                    "arms 0 drill A/0 Ann 0 10", "boxes 0 drill B/0 Ann 2 10", "caps 0 drill C/0 Ann 4 10")  # fmt: skip
    assert exceeded(counts) == (0, 1)


def test_rows_of_one_tick_start_in_the_order_of_the_file():
    counts = replay(THREE_MACHINES.replace("SHARE", "1"),
                    "caps 0 drill C/0 Ann 3 5", "arms 0 drill A/0 Ann 3 5", "boxes 0 drill B/0 Ann 0 3")  # fmt: skip
    # B ends at 3 and is no burden; C starts first, so that it is A that asks too much
    assert [row["attention_exceeded"] for row in rows(counts, "replay")] == [1, 0, 0]


def test_rows_of_one_tick_start_before_steps_that_follow():
    shop = """
    products:
      arm: {operations: {drill: {at: A, set_up: 3 min, run: 1 min, skill: metal}}}
      box: {operations: {drill: {at: B, run: 1 min, skill: metal}}}
    demand: {arms: {product: arm, at: [0 min]}, boxes: {product: box, at: [0 min]}}
    work_centres: {A: {team: crew}, B: {team: crew}}
    teams: {crew: {}}
    workers: {Ann: {team: crew, skills: [metal]}}
    """
    counts = replay(shop, "arms 0 drill A/0 Ann 0 5", "boxes 0 drill B/0 Ann 3 5")
    # at 3 the set-up at A has ended; B starts, then the run at A, which is the one too many
    assert [row["attention_exceeded"] for row in rows(counts, "replay")] == [1, 0]


def test_anybody_of_the_team_may_be_on_record_and_twelve_at_once():
    drills = "".join(f"      d{n}: {{at: A, run: 1 min, skill: metal}}\n" for n in range(12))
    shop = (
        f"products:\n  part:\n    operations:\n{drills}"
        + """\
demand: {north: {product: part, at: [0 min]}}
work_centres: {A: {team: crew}}
teams: {crew: {}}
workers: {Ann: {team: crew, skills: [metal]}, Ben: {team: crew, skills: [wood]}}
"""
    )
    counts = play(shop, schedule([f"north 0 d{n} A/0 Ann+Ben 0 12" for n in range(12)]))
    assert exceeded(counts) == (11, 11)  # all but the first; Ben has no skill for it, and nobody asks
    assert attended(counts) == [2] * 12  # a twelfth of the 12 min of each of the two
    assert {row["n_operations"] for row in rows(counts, "workers")} == {12}


# --- lots ------------------------------------------------------------------------------------------------------------


def test_copies_meet_and_a_row_may_start_at_the_tick_at_which_the_last_one_comes():
    counts = replay(BIKE.replace("MOVE", "0 min"),
                    "bikes 0 fit C/0 - 9 3", "bikes 0 frame A/0 - 1 5", "bikes 0 wheels B/0 - 1 8")  # fmt: skip
    assert log(counts) == [
        "1-6 bikes0 frame run A/0",
        "1-9 bikes0 wheels run B/0",
        "9-12 bikes0 fit run C/0",
    ]
    assert orders(counts) == {"bikes0": (1, 12)}


def test_operations_that_take_no_time_follow_each_other_within_an_instant():
    shop = """
    products:
      part:
        operations: {a: {at: A, run: 1 min}, b: {at: A, after: a, run: 1 min}, c: {at: A, after: b, run: 1 min}}
    demand: {north: {product: part, at: [5 min]}}
    work_centres: {A: {}}
    """
    counts = replay(shop, "north 0 c A/0 - 5 0", "north 0 b A/0 - 5 0", "north 0 a A/0 - 5 0")
    assert orders(counts) == {"north0": (5, 5)}
    assert exceeded(counts) == (0, 0)  # each has left before the next starts
    assert [(row["started"], row["ended"]) for row in rows(counts, "operations")] == [(5 * MINUTE, 5 * MINUTE)] * 3


def test_a_gap_of_twelve_weeks_in_the_records_is_no_stall():
    counts = replay(
        "products: {part: {operations: {a: {at: A, run: 1 min}, b: {at: B, after: a, run: 1 min}}}}\n"
        "demand: {north: {product: part, at: [0 min]}}\nwork_centres: {A: {}, B: {move_to: 11 wk}}\n",
        "north 0 a A/0 - 0 1",
        f"north 0 b B/0 - {12 * 7 * 24 * 60} 1",
    )
    assert orders(counts) == {"north0": (0, 12 * 7 * 24 * 60 + 1)}


def test_the_books_are_read_at_both_ends_of_a_window():
    shop = ONE_LATHE + "demand: {north: {product: part, at: [0 min, 3 min]}}\nwarm_up: 3 min\nhorizon: 6 min\n"
    counts = replay(shop, "north 0 turn lathe/0 - 1 10", "north 1 turn lathe/0 - 4 10")
    # up to 3 min the first has had 2, up to 6 min 5, and the second 2; the run stops there
    assert [int(table["replay"]["run"][0]) // MINUTE for table in (counts.at_warm_up.tables, counts.tables)] == [2, 7]
    assert [int(table["work_centres"]["run"][0]) // MINUTE for table in (counts.at_warm_up.tables, counts.tables)] == [
        2,
        5,
    ]


# --- records that contradict each other ------------------------------------------------------------------------------


def test_a_predecessor_that_has_not_ended_is_a_stall_with_all_names():
    why = stall(
        BIKE.replace("MOVE", "0 min"),
        schedule(["bikes 0 frame A/0 - 1 5", "bikes 0 wheels B/0 - 1 8", "bikes 0 fit C/0 - 8 3"]),
    )
    # 8 min are 0.133333 h, and the wheels end at 9 min
    assert "fit of order 0 of bikes is on record at C/0 from 0.133333 h (row 2 of the schedule" in why
    assert "wheels on B/0 has not ended (it does at 0.150000 h)" in why


def test_a_predecessor_that_has_not_started_is_a_stall():
    why = stall(
        BIKE.replace("MOVE", "0 min"),
        schedule(["bikes 0 frame A/0 - 1 5", "bikes 0 wheels B/0 - 30 8", "bikes 0 fit C/0 - 8 3"]),
    )
    assert "wheels has not started (it is on record from 0.500000 h)" in why


def test_a_lot_that_is_still_moving_is_a_stall():
    records = ["bikes 0 frame A/0 - 1 5", "bikes 0 wheels B/0 - 1 8", "bikes 0 fit C/0 - 10 3"]
    assert "its lot is still moving to C" in stall(BIKE.replace("MOVE", "2 min"), schedule(records))


def test_an_order_that_comes_after_its_record_is_a_stall():
    records = ["bikes 0 frame A/0 - 0 5", "bikes 0 wheels B/0 - 1 8", "bikes 0 fit C/0 - 10 3"]
    assert "its order has not arrived" in stall(BIKE.replace("MOVE", "0 min"), schedule(records))


# --- many ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [100, 1000])
def test_every_record_costs_the_same_number_of_events_however_many_there_are(n):
    shop = ONE_LATHE + f"demand: {{north: {{product: part, at: [{', '.join(f'{k} min' for k in range(n))}]}}}}\n"
    counts = play(shop, schedule([f"north {k} turn lathe/0 - {k} {0.5 + k % 7}" for k in range(n)]))
    assert counts.n_events == 3 * n  # its order arrives, it is due, it ends
