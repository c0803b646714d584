"""Small floors whose log is written by hand: what the rules say, minute by minute (exact tests).

A log's line reads ``from-to order operation step unit people``, in minutes. The week starts on Monday at 00:00.
"""

import re
from textwrap import dedent

import pytest

from flexsim.engine import DispatchRule, RuleError, Stall, run
from flexsim.scenario import loads

MINUTE = 60_000_000
RECORD = ("orders", "lots", "operations", "events")


def play(*parts, **options):
    """Run a scenario whose text comes in parts; it stops at its horizon, if it has one, unless it says otherwise."""
    text = "".join(dedent(part) for part in parts)
    stop = "run_on: 0 s\n" if "horizon:" in text and "run_on:" not in text else ""
    return run(loads(f"flexsim: 1\n{stop}{text}"), record=RECORD, **options)


def rows(counts, table):
    columns = counts.tables[table]
    return [dict(zip(columns, map(int, row), strict=True)) for row in zip(*columns.values(), strict=True)]


def span(row):
    return f"{row['from'] / MINUTE:.10g}-{row['to'] / MINUTE:.10g}"


def log(counts, *steps):
    """Every stretch of these steps (all, if none is named), a crew's as one line, in order of time."""
    names, crews = counts.names, {}
    for row in rows(counts, "events"):
        step = names["event_kinds"][row["kind"]]
        if step in ("left", "present") or (steps and step not in steps):
            continue
        what = "" if step == "repair" else f" {order(names, row)} {names['operations'][row['operation']].split('/')[1]}"
        line = f"{span(row)}{what} {step} {names['units'][row['unit']]}"
        people = crews.setdefault((row["from"], row["to"], line), [])
        people += [names["workers"][row["worker"]]] if row["worker"] >= 0 else []
    return [" ".join([line, "+".join(sorted(people))]).strip() for (_, _, line), people in sorted(crews.items())]


def order(names, row):
    remake = f"'{row['generation']}" if row["generation"] else ""
    return f"{names['streams'][row['stream']]}{row['ordinal']}{remake}"


def orders(counts):
    """When each order came and what became of it: delivered at, lost at, or None if it is still inside."""
    found = {}
    for row in rows(counts, "orders"):
        ended = row["completed"] / MINUTE
        found[f"{counts.names['streams'][row['stream']]}{row['ordinal']}"] = (
            row["arrived"] / MINUTE,
            [None, ended, f"lost at {ended:g}"][row["state"]],
        )
    return found


def minutes(counts, table, name, column):
    """One cell of the sums of units or workers, in minutes; a worker's states are kept in parts of 840."""
    key, place = ("units", "unit") if table == "work_centres" else ("workers", "worker")
    [row] = [row for row in rows(counts, table) if counts.names[key][row[place]] == name]
    return row[column] / MINUTE / (840 if place == "worker" and column in counts.names["worker_states"] else 1)


def stall(*parts, **options):
    with pytest.raises(Stall) as raised:
        play(*parts, **options)
    return str(raised.value)


# --- the six hand traces ---------------------------------------------------------------------------------------------

SHIFT_END = """
    products: {part: {operations: {turn: {at: lathe, run: 60 min, skill: turning}}}}
    demand:
      north: {product: part, at: [930 min], due: 5000 min}
      south: {product: part, at: [1200 min], due: 60 min}
    work_centres: {lathe: {team: crew, dispatch: EDD}}
    teams: {crew: {}}
    shifts: {day: {daily: ["08:00-16:00"]}, night: {daily: ["16:00-24:00"]}}
"""
ANN_BY_DAY = "workers:\n  Ann: {team: crew, skills: [turning], shifts: day}\n"


def test_step_paused_at_shift_end_is_resumed_next_morning_before_an_earlier_due_date():
    # 15:30 to 16:00 is half of it; 08:00 on Tuesday is minute 1920; the order of 20:00 is due first but comes second
    assert log(play(SHIFT_END, ANN_BY_DAY)) == [
        "930-960 north0 turn run lathe/0 Ann",
        "1920-1950 north0 turn run lathe/0 Ann",
        "1950-2010 south0 turn run lathe/0 Ann",
    ]


def test_night_worker_takes_over_at_once_and_needs_his_own_time_for_what_is_left():
    night = "  Ben: {team: crew, skills: {turning: {time: 1.25}}, shifts: night}\n"
    # 30 min left x 1.25 = 37.5 min; the order of 20:00 takes him 75 min
    assert log(play(SHIFT_END, ANN_BY_DAY + night)) == [
        "930-960 north0 turn run lathe/0 Ann",
        "960-997.5 north0 turn run lathe/0 Ben",
        "1200-1275 south0 turn run lathe/0 Ben",
    ]


def test_worker_who_finishes_works_overtime_and_starts_nothing_new():
    counts = play(SHIFT_END, "workers: {Ann: {team: crew, skills: [turning], shifts: day, on_shift_end: finish}}")
    assert log(counts) == ["930-990 north0 turn run lathe/0 Ann", "1920-1980 south0 turn run lathe/0 Ann"]
    assert minutes(counts, "workers", "Ann", "overtime") == 30


def test_overtime_ends_at_its_cap():
    ann = "workers: {Ann: {team: crew, skills: [turning], shifts: day, on_shift_end: finish, overtime_cap: 10 min}}"
    counts = play(SHIFT_END, ann)
    # 30 + 10 min are done by 16:10, 20 are left
    assert log(counts)[:2] == ["930-970 north0 turn run lathe/0 Ann", "1920-1940 north0 turn run lathe/0 Ann"]
    assert minutes(counts, "workers", "Ann", "overtime") == 10


def test_one_worker_tends_two_machines_piece_by_piece():
    counts = play("""
        products:
          part:
            operations:
              mill: {at: M, load: 2 min, run: 10 min, unload: 1 min, loading: piece, skill: milling, attention: {run: 0}}
        demand: {north: {product: part, at: [0 min, 0 min], quantity: 3}}
        work_centres: {M: {units: 2, team: crew}}
        teams: {crew: {}}
        workers: {Ann: {team: crew, skills: [milling]}}
    """)
    # a piece takes 13 min on M/0 without a wait; M/1 is loaded second and waits for her a minute, from 14 to 15
    assert log(counts) == [
        "0-2 north0 mill load M/0 Ann",
        "2-4 north1 mill load M/1 Ann",
        "2-12 north0 mill run M/0",
        "4-14 north1 mill run M/1",
        "12-13 north0 mill unload M/0 Ann",
        "13-15 north0 mill load M/0 Ann",
        "15-16 north1 mill unload M/1 Ann",
        "15-25 north0 mill run M/0",
        "16-18 north1 mill load M/1 Ann",
        "18-28 north1 mill run M/1",
        "25-26 north0 mill unload M/0 Ann",
        "26-28 north0 mill load M/0 Ann",
        "28-29 north1 mill unload M/1 Ann",
        "28-38 north0 mill run M/0",
        "29-31 north1 mill load M/1 Ann",
        "31-41 north1 mill run M/1",
        "38-39 north0 mill unload M/0 Ann",
        "41-42 north1 mill unload M/1 Ann",
    ]


def test_lots_on_their_way_take_the_places_of_the_buffer():
    counts = play("""
        horizon: 70 min
        products: {part: {operations: {cut: {at: A, run: 10 min}, weld: {at: B, run: 30 min, after: cut}}}}
        demand: {north: {product: part, saturated: 1}}
        work_centres: {A: {}, B: {buffer: 1, move_to: 25 min}}
    """)
    # the first leaves A at 10, the second at 20; the third is done at 30: two are on their way to one unit and one place
    assert log(counts) == [
        "0-10 north0 cut run A/0",
        "10-20 north1 cut run A/0",
        "20-30 north2 cut run A/0",
        "35-65 north0 weld run B/0",
    ]
    assert minutes(counts, "work_centres", "A/0", "blocked") == 35  # 30 to 65
    assert minutes(counts, "work_centres", "A/0", "run") == 35  # three of 10, and the fourth from 65 to 70
    assert minutes(counts, "work_centres", "B/0", "run") == 35  # 35 to 65, and the second from 65 to 70


PRESS = """
    products: {nut: {operations: {press: {at: A, run: 18 min, per: lot}}}}
    work_centres: {A: {}}
"""


def test_lot_is_released_at_the_reorder_point_and_waiting_orders_are_served_as_they_came():
    counts = play(
        PRESS,
        """
        demand: {one: {item: box, at: [1 min, 2 min, 4 min]}, five: {item: box, at: [3 min], quantity: 5}}
        stock: {box: {product: nut, lot_size: 10, reorder_point: 4, on_hand: 6}}
        """,
    )
    # position 5 at 1, 4 at 2: a lot of 10, 2 to 20; then 4 on hand for five, who waits, and one behind him
    assert log(counts) == ["2-20 box0 press run A/0"]
    assert orders(counts) == {"five0": (3, 20), "one0": (1, 1), "one1": (2, 2), "one2": (4, 20)}
    assert [(row["on_hand"], row["on_order"]) for row in rows(counts, "stock")] == [(8, 0)]  # 4 + 10 - 5 - 1


@pytest.mark.parametrize(("where", "who_is_where"), [("longest_queue", "ba"), ("first_in_system", "ab")])
def test_first_where_then_who(where, who_is_where):
    counts = play(
        """
        horizon: 700 min
        products:
          one: {operations: {cut: {at: W1, run: 100 min, skill: cutting}}}
          two: {operations: {bend: {at: W2, run: 100 min, skill: bending}}}
        demand:
          old: {product: one, at: [500 min]}
          new: {product: two, at: [510 min, 520 min, 530 min]}
        work_centres: {W1: {team: crew}, W2: {team: crew}}
        workers:
          a: {team: crew, skills: {cutting: {time: 0.8}, bending: {time: 1.0}}, shifts: late}
          b: {team: crew, skills: {cutting: {time: 1.0}, bending: {time: 1.1}}, shifts: late}
        shifts: {late: {daily: ["10:00-20:00"]}}
        """,
        f"teams: {{crew: {{where: {where}, who: most_proficient}}}}",
    )
    at_w1, at_w2 = who_is_where
    # a is the better one everywhere and gets the work centre that is chosen first: 80 and 110 min, or 100 and 100
    lasts = {"a": 80, "b": 100}[at_w1], {"a": 100, "b": 110}[at_w2]
    first = [line for line in log(counts) if line.startswith("600-")]
    assert (
        sorted(first, key=lambda line: line.split()[-2])
        == [
            f"600-{600 + lasts[0]} old0 cut run W1/0 {at_w1}",
            f"600-{600 + lasts[1]} new0 bend run W2/0 {at_w2}",
        ][: len(first)]
    )
    assert len(first) == (2 if lasts[1] <= 100 else 1)  # the other one has not ended at the horizon


REMAKE = """
    products:
      part: {operations: {a: {at: A, run: 10 min}, b: {at: B, run: 5 min, after: a, yield: 0.7}}}
      odd: {operations: {a: {at: A, run: 10 min, skill: magic}}}
    work_centres: {A: {team: crew}, B: {}}
    teams: {crew: {}}
    workers: {Ben: {team: crew, skills: [magic], shifts: night}}
    shifts: {night: {daily: ["16:00-24:00"]}}
"""
REMADE = [
    "0-30 north0 a run A/0",
    "30-45 north0 b run B/0",
    "45-55 north0'1 a run A/0",
    "55-60 north0'1 b run B/0",
]


def test_remake_is_released_with_the_scrap():
    # with seed 1 of the three pieces the one in the middle is bad after b, and its remake is good
    counts = play(REMAKE, "demand: {north: {product: part, at: [0 min], quantity: 3}}")
    assert log(counts) == REMADE
    assert orders(counts) == {"north0": (0, 60)}
    assert [(row["leader"], row["generation"], row["good"]) for row in rows(counts, "lots")] == [(0, 0, 2), (1, 1, 1)]


def test_lot_that_needs_a_skill_nobody_present_has_holds_nobody_up():
    counts = play(
        REMAKE,
        """
        demand:
          east: {product: odd, at: [0 min], priority: -1}
          north: {product: part, at: [0 min], quantity: 3}
        """,
    )
    # Ben comes at 16:00
    assert log(counts) == [*REMADE, "960-970 east0 a run A/0 Ben"]


# --- breakdowns (S6) -------------------------------------------------------------------------------------------------

# By clock time the lathe fails at 30, is up at 40, and fails next at 70.
BREAKDOWN = """
    products:
      part: {operations: {turn: {at: lathe, run: 40 min, skill: turning}}}
      leg: {operations: {sand: {at: bench, run: 15 min, skill: turning}}}
    demand: {north: {product: part, at: [0 min]}, south: {product: leg, at: [10 min]}}
    teams: {crew: {}}
    workers: {Ann: {team: crew, skills: [turning]}}
"""


def test_breakdown_frees_the_worker():
    lathe = "{team: crew, failures: {jam: {every: 30 min, clock: time, repair: 10 min}}}"
    counts = play(BREAKDOWN, f"work_centres: {{bench: {{team: crew}}, lathe: {lathe}}}")
    # free at 30 she sands until 45; the lathe is up at 40 and waits for her; 10 min are left
    assert log(counts) == [
        "0-30 north0 turn run lathe/0 Ann",
        "30-40 repair lathe/0",
        "30-45 south0 sand run bench/0 Ann",
        "45-55 north0 turn run lathe/0 Ann",
    ]
    assert minutes(counts, "work_centres", "lathe/0", "waiting_for_worker") == 5


def test_worker_waits_beside_the_broken_unit_where_the_work_centre_says_so():
    lathe = "{team: crew, worker_waits: true, failures: {jam: {every: 30 min, clock: time, repair: 10 min}}}"
    counts = play(BREAKDOWN, f"work_centres: {{bench: {{team: crew}}, lathe: {lathe}}}")
    assert log(counts, "run") == [
        "0-30 north0 turn run lathe/0 Ann",
        "40-50 north0 turn run lathe/0 Ann",
        "50-65 south0 sand run bench/0 Ann",
    ]
    assert minutes(counts, "workers", "Ann", "waiting_beside") == 10
    assert minutes(counts, "workers", "Ann", "idle") == 0


def test_failures_by_operating_time_count_the_time_of_run_steps_only():
    lathe = "{team: crew, failures: {jam: {every: 25 min, clock: operating, repair: 10 min, skill: fitting}}}"
    fitter = """
        workers: {Ann: {team: crew, skills: [turning]}, Ben: {team: crew, skills: {fitting: {time: 1.2}}}}
    """
    parts = BREAKDOWN.replace("workers: {Ann: {team: crew, skills: [turning]}}", "").replace(
        "run: 40", "set_up: 5 min, run: 40"
    )
    counts = play(parts, fitter, f"work_centres: {{bench: {{team: crew}}, lathe: {lathe}}}")
    # the set-up does not count: it fails at 5 + 25; Ben takes 10 x 1.2 min; 15 min of the run are left
    assert log(counts) == [
        "0-5 north0 turn set_up lathe/0 Ann",
        "5-30 north0 turn run lathe/0 Ann",
        "30-42 repair lathe/0 Ben",
        "30-45 south0 sand run bench/0 Ann",
        "45-60 north0 turn run lathe/0 Ann",
    ]


def test_lost_set_up_is_done_again_with_its_changeover():
    counts = play("""
        products:
          part: {options: {colour: {blue: 1, red: 0}}, operations: {turn: {at: lathe, set_up: 5 min, run: 40 min, depends_on: colour}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres:
          lathe:
            set_up_lost: true
            changeover: {fixed: 3 min}
            initial: {colour: red}
            failures: {jam: {every: 30 min, clock: time, repair: 10 min}}
    """)
    # red before, so 5 + 3 min of set-up, twice; 22 of 40 min are done at the breakdown, 18 are left
    assert log(counts) == [
        "0-8 north0 turn set_up lathe/0",
        "8-30 north0 turn run lathe/0",
        "30-40 repair lathe/0",
        "40-48 north0 turn set_up lathe/0",
        "48-66 north0 turn run lathe/0",
    ]


SCRAP = """
    demand: {north: {product: part, at: [0 min, 0 min]}}
    work_centres: {lathe: {on_failure: scrap, failures: {jam: {every: 30 min, clock: time, repair: 10 min}}}}
"""


def test_breakdown_in_a_run_scraps_the_lot_where_the_work_centre_says_so():
    counts = play(SCRAP, "products: {part: {operations: {turn: {at: lathe, run: 20 min}}}}")
    # the second is stopped halfway, is bad, and is made anew from the beginning
    assert log(counts, "run") == [
        "0-20 north0 turn run lathe/0",
        "20-30 north1 turn run lathe/0",
        "40-60 north1'1 turn run lathe/0",
    ]
    assert [row["scrapped"] for row in rows(counts, "orders")] == [0, 1]


def test_breakdown_in_a_set_up_scraps_nothing():
    counts = play(SCRAP, "products: {part: {operations: {turn: {at: lathe, set_up: 15 min, run: 5 min}}}}")
    # 10 of 15 min of the second set-up are done at 30
    assert log(counts)[2:] == [
        "20-30 north1 turn set_up lathe/0",
        "30-40 repair lathe/0",
        "40-45 north1 turn set_up lathe/0",
        "45-50 north1 turn run lathe/0",
    ]
    assert [row["scrapped"] for row in rows(counts, "orders")] == [0, 0]


def test_step_that_ends_with_the_breakdown_has_ended_and_the_unit_breaks_down_all_the_same():
    counts = play(
        SCRAP,
        "products: {part: {operations: {turn: {at: lathe, run: 15 min}, saw: {at: lathe, run: 1 min, after: turn}}}}",
    )
    # both are turned by 30, scrapped is neither; what is turned first is sawn first, after the repair
    assert log(counts) == [
        "0-15 north0 turn run lathe/0",
        "15-30 north1 turn run lathe/0",
        "30-40 repair lathe/0",
        "40-41 north0 saw run lathe/0",
        "41-42 north1 saw run lathe/0",
    ]


# --- shifts and breaks (S4) ------------------------------------------------------------------------------------------

BREAK = """
    products: {part: {operations: {turn: {at: lathe, run: 60 min, skill: turning}}}}
    demand: {north: {product: part, at: [690 min]}}
    work_centres: {lathe: {team: crew}}
    teams: {crew: {}}
    shifts: {day: {daily: ["08:00-12:00", "12:30-16:00"]}}
"""


@pytest.mark.parametrize(
    ("relief", "second"),
    # Ann takes her break from 12:00 (720) to 12:30; Ben would need 30 x 1.25 min
    [("false", "750-780 north0 turn run lathe/0 Ann"), ("true", "720-757.5 north0 turn run lathe/0 Ben")],
)
def test_step_is_kept_over_a_break_unless_it_may_be_relieved(relief, second):
    ann = f"Ann: {{team: crew, skills: [turning], shifts: day, relief: {relief}}}"
    counts = play(BREAK, f"workers: {{{ann}, Ben: {{team: crew, skills: {{turning: {{time: 1.25}}}}}}}}")
    assert log(counts) == ["690-720 north0 turn run lathe/0 Ann", second]


def test_uninterruptible_step_starts_only_where_it_fits():
    counts = play(
        BREAK.replace("run: 60 min", "run: 40 min, uninterruptible: true"),
        "workers: {Ann: {team: crew, skills: [turning], shifts: day}}",
    )
    # from 11:30 it would run into the break
    assert log(counts) == ["750-790 north0 turn run lathe/0 Ann"]


def test_unattended_run_goes_on_after_the_shift_and_its_lot_is_unloaded_next_morning():
    counts = play(
        SHIFT_END.replace("run: 60 min", "load: 5 min, run: 60 min, unload: 2 min, attention: {run: 0}"), ANN_BY_DAY
    )
    assert log(counts)[:3] == [
        "930-935 north0 turn load lathe/0 Ann",
        "935-995 north0 turn run lathe/0",
        "1920-1922 north0 turn unload lathe/0 Ann",
    ]


def test_unit_that_goes_off_shift_stops_its_unattended_run():
    counts = play("""
        products: {part: {operations: {bake: {at: oven, run: 60 min}}}}
        demand: {north: {product: part, at: [930 min]}}
        work_centres: {oven: {shifts: day}}
        shifts: {day: {daily: ["08:00-16:00"]}}
    """)
    assert log(counts) == ["930-960 north0 bake run oven/0", "1920-1950 north0 bake run oven/0"]
    assert minutes(counts, "work_centres", "oven/0", "off_shift") == 480 + 960  # until 08:00, and a night


# --- crews, alternatives, changeovers --------------------------------------------------------------------------------


@pytest.mark.parametrize(("speeds", "ends"), [("slowest", 45), ("add", 18)])
def test_crew_goes_at_the_pace_of_its_slowest_or_adds_up(speeds, ends):
    counts = play(
        f"""
        products: {{part: {{operations: {{lift: {{at: bench, run: 30 min, skills: [lifting, lifting], speeds: {speeds}}}}}}}}}
        demand: {{north: {{product: part, at: [0 min]}}}}
        work_centres: {{bench: {{team: crew}}}}
        teams: {{crew: {{}}}}
        workers:
          Ann: {{team: crew, skills: {{lifting: {{time: 1.0}}}}}}
          Ben: {{team: crew, skills: {{lifting: {{time: 1.5}}}}}}
        """
    )
    # 30 x 1.5, or 30 / (1/1 + 1/1.5) = 30 x 0.6
    assert log(counts) == [f"0-{ends} north0 lift run bench/0 Ann+Ben"]


def test_crew_is_complete_or_holds_nobody():
    counts = play("""
        products:
          part: {operations: {lift: {at: bench, run: 30 min, skills: [lifting, lifting]}}}
          leg: {operations: {sand: {at: sander, run: 10 min, skill: lifting}}}
        demand: {east: {product: part, at: [0 min]}, north: {product: leg, at: [5 min]}}
        work_centres: {bench: {team: crew}, sander: {team: crew}}
        teams: {crew: {}}
        shifts: {late: {daily: ["00:10-12:00"]}}
        workers:
          Ann: {team: crew, skills: [lifting]}
          Ben: {team: crew, skills: [lifting], shifts: late}
    """)
    # Ben comes at 10, when Ann is sanding
    assert log(counts) == ["5-15 north0 sand run sander/0 Ann", "15-45 east0 lift run bench/0 Ann+Ben"]


def test_place_in_a_crew_is_kept_over_a_break_and_the_others_are_free():
    counts = play("""
        products:
          part: {operations: {lift: {at: bench, run: 60 min, skills: [lifting, lifting]}}}
          leg: {operations: {sand: {at: sander, run: 60 min, skill: lifting}}}
        demand: {north: {product: part, at: [690 min]}, south: {product: leg, at: [710 min, 710 min]}}
        work_centres: {bench: {team: crew}, sander: {units: 2, team: crew}}
        teams: {crew: {}}
        shifts: {day: {daily: ["08:00-12:00", "12:30-16:00"]}}
        workers:
          Ann: {team: crew, skills: [lifting], shifts: day}
          Ben: {team: crew, skills: [lifting]}
          Cas: {team: crew, skills: [lifting]}
    """)
    # at 12:00 (720) Ben is free and sands; Ann is back at 750, and Cas is the first who can take Ben's place
    assert log(counts) == [
        "690-720 north0 lift run bench/0 Ann+Ben",
        "710-770 south0 sand run sander/0 Cas",
        "720-780 south1 sand run sander/1 Ben",
        "770-800 north0 lift run bench/0 Ann+Cas",
    ]


def test_place_kept_in_a_crew_is_not_taken_while_its_owner_tends_in_another_area():
    counts = play("""
        products:
          arm: {operations: {drill: {at: oven, run: 60 min, skills: [metal, metal], attention: 1/3}}}
          box: {operations: {burr: {at: kiln, run: 100 min, skill: metal, attention: 1/3}}}
          leg: {operations: {sand: {at: sander, run: 60 min, skill: metal}}}
        demand:
          arms: {product: arm, at: [710 min]}
          boxes: {product: box, at: [740 min]}
          legs: {product: leg, at: [715 min]}
        work_centres: {kiln: {team: crew}, oven: {team: crew}, sander: {team: crew}}
        teams: {crew: {}}
        shifts: {day: {daily: ["08:00-12:00", "12:30-16:00"]}}
        workers:
          Ann: {team: crew, skills: [metal], shifts: day}
          Ben: {team: crew, skills: [metal]}
    """)
    # Ann is back at 750, when Ben sands, and burrs; at 780 he is free, but she tends the kiln until 850
    assert log(counts) == [
        "710-720 arms0 drill run oven/0 Ann+Ben",
        "720-780 legs0 sand run sander/0 Ben",
        "750-850 boxes0 burr run kiln/0 Ann",
        "850-900 arms0 drill run oven/0 Ann+Ben",
    ]


def test_step_kept_over_a_break_is_not_taken_while_its_owner_waits_beside_another_unit():
    counts = play("""
        products:
          arm: {operations: {drill: {at: A, run: 100 min, skill: metal, attention: 1/3}}}
          box: {operations: {drill: {at: B, run: 100 min, skill: metal, attention: 1/3}}}
        demand: {arms: {product: arm, at: [700 min]}, boxes: {product: box, at: [700 min]}}
        work_centres:
          A: {team: crew, area: hall, failures: {jam: {every: 740 min, clock: time, repair: 20 min}}}
          B: {team: crew, area: hall, worker_waits: true, failures: {jam: {every: 755 min, clock: time, repair: 20 min}}}
        teams: {crew: {}}
        shifts: {day: {daily: ["08:00-12:00", "12:30-16:00"]}}
        workers: {Ann: {team: crew, skills: [metal], shifts: day}}
    """)
    # back at 750 she finds A down and goes on at B, which breaks down at 755; A is up at 760, and she waits beside B
    assert log(counts) == [
        "700-720 arms0 drill run A/0 Ann",
        "700-720 boxes0 drill run B/0 Ann",
        "740-760 repair A/0",
        "750-755 boxes0 drill run B/0 Ann",
        "755-775 repair B/0",
        "775-850 boxes0 drill run B/0 Ann",
        "775-855 arms0 drill run A/0 Ann",
    ]


@pytest.mark.parametrize(
    ("when", "bench", "lathe"),
    [
        # two wait at the lathe at first, then two at the bench, then one each: the bench by name
        ("after_each_operation", [490, 500], [480, 510]),
        # home is the bench, as long as there is something to do
        ("when_queue_empty", [480, 490], [500, 510]),
        # the lathe is chosen at 08:00 and kept for the day; the bench must wait for tomorrow
        ("at_shift_start", [1920, 1930], [480, 490]),
    ],
)
def test_when_says_how_often_a_worker_changes_place(when, bench, lathe):
    counts = play(
        """
        products:
          arm: {operations: {turn: {at: lathe, run: 10 min, skill: turning}}}
          box: {operations: {glue: {at: bench, run: 10 min, skill: turning}}}
        demand: {arms: {product: arm, at: [480 min, 480 min]}, boxes: {product: box, at: [480 min, 485 min]}}
        work_centres: {bench: {team: crew}, lathe: {team: crew}}
        shifts: {day: {daily: ["08:00-16:00"]}}
        workers: {Ann: {team: crew, skills: [turning], shifts: day, home: bench}}
        """,
        f"teams: {{crew: {{when: {when}, where: longest_queue}}}}",
    )
    begun = {"glue": [], "turn": []}
    for line in log(counts):
        begun[line.split()[2]].append(int(line.split("-")[0]))
    assert begun == {"glue": bench, "turn": lathe}


def test_lot_goes_to_the_best_alternative_that_could_start_it_now():
    counts = play("""
        products:
          part: {operations: {mill: {at: {quick: {run: 10 min}, slow: {run: 15 min}}, run: 1 h}}}
        demand: {north: {product: part, at: [0 min, 0 min, 0 min, 0 min]}}
        work_centres: {quick: {}, slow: {}}
    """)
    assert log(counts) == [
        "0-10 north0 mill run quick/0",
        "0-15 north1 mill run slow/0",
        "10-20 north2 mill run quick/0",
        "15-30 north3 mill run slow/0",
    ]


def test_best_alternative_counts_set_up_and_equal_ones_go_by_the_order_of_the_file():
    counts = play("""
        products:
          arm: {operations: {mill: {at: [west, east], run: 10 min}}}
          box: {operations: {mill: {at: {east: {set_up: 6 min, run: 10 min}, west: {}}, set_up: 0 min, run: 15 min}}}
        demand: {north: {product: arm, at: [0 min]}, south: {product: box, at: [30 min]}}
        work_centres: {east: {}, west: {}}
    """)
    # 10 = 10: west is listed first; 6 + 10 > 15
    assert log(counts, "run") == ["0-10 north0 mill run west/0", "30-45 south0 mill run west/0"]


# Red, blue, red, each 10 min; an option's value with share 1 is drawn for certain.
PAINT = """
    products:
      r: {options: {colour: {blue: 0, red: 1}, size: {large: 1, small: 0}}, operations: {paint: {at: booth, run: 10 min, depends_on: [colour, size]}}}
      b: {options: {colour: {blue: 1, red: 0}, size: {large: 0, small: 1}}, operations: {paint: {at: booth, run: 10 min, depends_on: [colour, size]}}}
    demand: {a: {product: r, at: [0 min]}, b: {product: b, at: [0 min]}, c: {product: r, at: [0 min, 0 min]}}
"""


@pytest.mark.parametrize(
    ("booth", "to_first", "to_blue", "to_red"),
    [
        ("changeover: {fixed: 5 min}", 0, 5, 5),  # once, though two options differ
        ("changeover: {option: colour, matrix: {red: {blue: 4 min}, blue: {red: 7 min}}}", 0, 4, 7),
        ("changeover: {per_option: {colour: 2 min, size: 3 min}}", 0, 5, 5),
        ("changeover: {per_option: {colour: 2 min}}", 0, 2, 2),  # an option without a time adds nothing
        ("changeover: {per_option: {colour: 2 min, size: 3 min}}, initial: {colour: blue}", 2, 5, 5),
    ],
    ids=["fixed", "matrix", "per option", "one option", "initial"],
)
def test_changeover_is_paid_for_what_the_unit_made_last(booth, to_first, to_blue, to_red):
    counts = play(PAINT, f"work_centres: {{booth: {{{booth}}}}}")
    runs = [tuple(float(minute) for minute in line.split()[0].split("-")) for line in log(counts, "run")]
    begins = [to_first, to_first + 10 + to_blue, to_first + 20 + to_blue + to_red, to_first + 30 + to_blue + to_red]
    assert runs == [(begin, begin + 10) for begin in begins]  # the second red one in a row pays nothing


def test_unit_that_needs_the_least_changeover_is_taken():
    counts = play(
        PAINT.replace("c: {product: r, at: [0 min, 0 min]}", "c: {product: r, at: [20 min]}"),
        "work_centres: {booth: {units: 2, changeover: {fixed: 5 min}}}",
    )
    # booth/0 made red, booth/1 blue; booth/0 again, with nothing to change
    assert log(counts, "run") == [
        "0-10 a0 paint run booth/0",
        "0-10 b0 paint run booth/1",
        "20-30 c0 paint run booth/0",
    ]


# --- branches and joins (J1) -----------------------------------------------------------------------------------------


def test_copies_on_branches_are_united_where_the_branches_meet():
    counts = play("""
        products:
          part:
            operations:
              cut: {at: A, run: 10 min}
              coat: {at: B, run: 30 min, after: cut}
              drill: {at: C, run: 12 min, after: cut}
              weld: {at: A, run: 5 min, after: [coat, drill]}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {A: {}, B: {}, C: {}}
    """)
    assert log(counts) == [
        "0-10 north0 cut run A/0",
        "10-22 north0 drill run C/0",
        "10-40 north0 coat run B/0",
        "40-45 north0 weld run A/0",
    ]


def test_join_gathers_the_lots_of_the_order():
    counts = play("""
        products:
          part: {operations: {cut: {at: A, run: 10 min, per: lot}, pack: {at: B, run: 3 min, after: cut, join: true}}}
        demand: {north: {product: part, at: [0 min], quantity: 4, lot_size: 2}}
        work_centres: {A: {}, B: {}}
    """)
    # two lots of two, then one lot of four pieces, 3 min each
    assert log(counts) == ["0-10 north0 cut run A/0", "10-20 north0 cut run A/0", "20-32 north0 pack run B/0"]
    assert [(row["leader"], row["pieces"]) for row in rows(counts, "operations")] == [(0, 2), (2, 2), (0, 4)]


def test_lot_size_says_into_how_many_lots_an_order_is_released():
    counts = play("""
        products: {part: {operations: {cut: {at: A, run: 2 min}}}}
        demand: {north: {product: part, at: [0 min], quantity: 5, lot_size: 2}}
        work_centres: {A: {units: 3}}
    """)
    assert [(row["leader"], row["pieces"], row["completed"] // MINUTE) for row in rows(counts, "lots")] == [
        (4, 1, 2), (0, 2, 4), (2, 2, 4),
    ]  # fmt: skip
    assert orders(counts) == {"north0": (0, 4)}


# --- orders (O1, I2) -------------------------------------------------------------------------------------------------

CUT = """
    products: {part: {operations: {cut: {at: A, run: 10 min}}}}
    work_centres: {A: {}}
"""


def test_saturated_stream_sends_the_next_order_when_one_has_begun():
    counts = play(CUT, "demand: {north: {product: part, saturated: 2, count: 5}}")
    # two come at 0, the first begins at once, so a third comes at 0; then one with each beginning
    assert orders(counts) == {
        "north0": (0, 10),
        "north1": (0, 20),
        "north2": (0, 30),
        "north3": (10, 40),
        "north4": (20, 50),
    }


def test_order_above_the_limit_is_refused():
    counts = play(CUT, "demand: {north: {product: part, at: [0 min, 1 min, 2 min, 10 min, 11 min], refuse_above: 2}}")
    # at 10 the first order is done only after the arrivals: the fourth is refused too
    assert orders(counts) == {
        "north0": (0, 10),
        "north1": (1, 20),
        "north2": (2, "lost at 2"),
        "north3": (10, "lost at 10"),
        "north4": (11, 30),
    }


def test_impatient_order_is_lost_unless_it_is_served_in_that_instant():
    counts = play(
        PRESS,
        """
        demand:
          calm: {item: box, at: [1 min], patience: 17 min}
          hasty: {item: box, at: [1 min], patience: 16.5 min}
        stock: {box: {product: nut, lot_size: 10, reorder_point: 0, on_hand: 0}}
        """,
    )
    # position 0 when the run starts: a lot of 10 is pressed from 0 to 18
    assert log(counts) == ["0-18 box0 press run A/0"]
    assert orders(counts) == {"calm0": (1, 18), "hasty0": (1, "lost at 17.5")}


def test_two_streams_that_tie_go_by_name():
    counts = play(CUT, "demand: {north: {product: part, at: [0 min]}, east: {product: part, at: [0 min]}}")
    assert log(counts) == ["0-10 east0 cut run A/0", "10-20 north0 cut run A/0"]


def test_horizon_on_an_event_is_still_worked_off():
    counts = play(CUT, "horizon: 20 min\ndemand: {north: {product: part, at: [0 min, 0 min, 0 min, 20 min, 21 min]}}")
    # at 20 the second is delivered, the fourth comes, the third begins; at 21 nothing comes any more
    assert orders(counts) == {"north0": (0, 10), "north1": (0, 20), "north2": (0, None), "north3": (20, None)}
    assert counts.end == 20 * MINUTE
    assert minutes(counts, "work_centres", "A/0", "run") == 20


def test_steps_of_zero_length_are_steps_all_the_same():
    counts = play("""
        products:
          part:
            operations:
              cut: {at: A, set_up: 0 min, run: 0 min, unload: 0 min}
              weld: {at: A, run: 0 min, after: cut}
              pack: {at: A, run: 3 min, after: weld}
        demand: {north: {product: part, at: [5 min, 5 min]}}
        work_centres: {A: {}}
    """)
    # all began to wait at 5, so north0 goes first with all it has
    assert orders(counts) == {"north0": (5, 8), "north1": (5, 11)}
    assert [(row["started"] // MINUTE, row["ended"] // MINUTE) for row in rows(counts, "operations")] == [
        (5, 5), (5, 5), (5, 8), (8, 8), (8, 8), (8, 11),
    ]  # fmt: skip


# --- a user's rule (D4) ----------------------------------------------------------------------------------------------


class LastComeFirst(DispatchRule):
    """The newest order first."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def key(self, waiting, now):
        self.asked.append((now // MINUTE, waiting.task.lot.order.ordinal))
        return -waiting.task.lot.order.ordinal


class ChangesItsMind(DispatchRule):
    """First come first served until a quarter past, the other way round from then on."""

    def key(self, waiting, now):
        return waiting.task.lot.order.ordinal * (1 if now < 15 * MINUTE else -1)


class ChangesItsMindAnyTime(ChangesItsMind):
    dynamic = True


class Fails(DispatchRule):
    def key(self, waiting, now):
        return 1 // (2 - waiting.task.lot.order.ordinal)


class AnswersNothing(DispatchRule):
    def key(self, waiting, now):
        return float("nan") if waiting.task.lot.order.ordinal == 2 else 0.0


FOUR = "demand: {north: {product: part, at: [0 min, 0 min, 0 min, 0 min]}}"


def served(counts):
    return [line.split()[1] for line in log(counts)]


def test_user_rule_reorders_the_queue_and_is_asked_once_for_each_operation():
    rule = LastComeFirst()
    assert served(play(CUT, FOUR, rules={"A": rule})) == ["north3", "north2", "north1", "north0"]
    assert sorted(rule.asked) == [(0, 0), (0, 1), (0, 2), (0, 3)]


def test_static_user_rule_keeps_its_answer_and_a_dynamic_one_is_asked_again():
    assert served(play(CUT, FOUR, rules={"A": ChangesItsMind()})) == ["north0", "north1", "north2", "north3"]
    # decisions at 0 and 10 by the first order, at 20 and 30 by the other
    assert served(play(CUT, FOUR, rules={"A": ChangesItsMindAnyTime()})) == ["north0", "north1", "north3", "north2"]


def test_priority_comes_before_a_user_rule():
    two = "demand: {north: {product: part, at: [0 min, 0 min]}, east: {product: part, at: [0 min], priority: -1}}"
    assert served(play(CUT, two, rules={"A": LastComeFirst()})) == ["east0", "north1", "north0"]


@pytest.mark.parametrize(
    ("rule", "what"), [(Fails(), "ZeroDivisionError"), (AnswersNothing(), "nan")], ids=["an exception", "no number"]
)
def test_rule_that_fails_stops_the_run_and_names_rule_time_and_order(rule, what):
    with pytest.raises(RuleError) as raised:
        play(CUT, "demand: {north: {product: part, at: [0 min, 10 min, 30 min]}}", rules={"A": rule})
    said = str(raised.value)
    assert all(part in said for part in (type(rule).__name__, what, "0.500000 h"))
    assert re.search(r"\bnorth 2\b|\b2 of north\b", said)


# --- floors that can never go on (B1, T2) ----------------------------------------------------------------------------


def test_lots_that_block_each_other_in_a_circle_stop_the_run_and_the_units_are_named():
    said = stall("""
        products:
          there: {operations: {first: {at: A, run: 10 min}, second: {at: B, run: 10 min, after: first}}}
          back: {operations: {first: {at: B, run: 12 min}, second: {at: A, run: 10 min, after: first}}}
        demand: {east: {product: there, at: [0 min]}, west: {product: back, at: [0 min]}}
        work_centres: {A: {buffer: 0}, B: {buffer: 0}}
    """)
    # east holds A and wants B, west holds B and wants A, from minute 12
    assert "A/0" in said and "B/0" in said and "0.200000 h" in said


def test_work_that_nobody_will_ever_do_stops_the_run():
    said = stall("""
        products: {part: {operations: {turn: {at: lathe, run: 10 min, skill: turning}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {lathe: {team: crew, shifts: day}}
        teams: {crew: {}}
        workers: {Ann: {team: crew, skills: [turning], shifts: night}}
        shifts: {day: {daily: ["08:00-16:00"]}, night: {daily: ["20:00-24:00"]}}
    """)
    # she is there when the lathe is not
    assert "north" in said and "turn" in said


def test_endless_work_of_no_length_stops_the_run():
    said = stall("""
        horizon: 1 h
        products: {part: {operations: {cut: {at: A, run: 0 min}}}}
        demand: {north: {product: part, saturated: 1}}
        work_centres: {A: {}}
    """)
    assert "10,000 rounds" in said
