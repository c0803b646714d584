"""Small floors for moments that seldom come: found where engine and oracle once disagreed, then worked out by hand."""

import pytest

from .test_hand_traces import log, minutes, orders, play, rows, stall

CREW = "teams: {crew: {}}\n"


# --- beside a broken unit (S6) ---------------------------------------------------------------------------------------


def test_second_failure_is_repaired_by_whoever_waits_beside_the_unit():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, run: 40 min, skill: turning}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres:
          lathe:
            team: crew
            worker_waits: true
            failures:
              jam: {every: 30 min, clock: time, repair: 10 min, skill: turning}
              power: {every: 35 min, clock: time, repair: 4 min, skill: turning}
        workers: {Ann: {team: crew, skills: [turning]}}
        """,
        CREW,
    )
    # the jam of 30 is mended at 40, the power that failed at 35 comes next, 10 min of the run are left
    assert log(counts) == [
        "0-30 north0 turn run lathe/0 Ann",
        "30-40 repair lathe/0 Ann",
        "40-44 repair lathe/0 Ann",
        "44-54 north0 turn run lathe/0 Ann",
    ]


def test_whoever_tends_another_unit_repairs_when_that_one_has_ended():
    counts = play(
        """
        products:
          arm: {operations: {drill: {at: A, run: 50 min, skill: metal, attention: 1/8}}}
          box: {operations: {drill: {at: B, run: 40 min, skill: metal, attention: 1/8}}}
        demand: {arms: {product: arm, at: [0 min]}, boxes: {product: box, at: [0 min]}}
        work_centres:
          A: {team: crew, area: hall, worker_waits: true, failures: {jam: {every: 30 min, clock: time, repair: 5 min, skill: metal}}}
          B: {team: crew, area: hall}
        workers: {Ann: {team: crew, skills: [metal]}}
        """,
        CREW,
    )
    # A breaks down at 30, she tends B until 40, and only then repairs A; 20 min are left there
    assert log(counts) == [
        "0-30 arms0 drill run A/0 Ann",
        "0-40 boxes0 drill run B/0 Ann",
        "40-45 repair A/0 Ann",
        "45-65 arms0 drill run A/0 Ann",
    ]


def test_lost_set_up_that_needs_nobody_is_done_without_whoever_waited():
    counts = play(
        """
        horizon: 51 min
        products:
          part: {operations: {turn: {at: lathe, set_up: {time: 6 min, attention: 0}, run: 30 min, skill: turning}}}
          leg: {operations: {sand: {at: bench, run: 3 min, skill: turning}}}
        demand: {north: {product: part, at: [0 min]}, south: {product: leg, at: [30 min]}}
        work_centres:
          bench: {team: crew}
          lathe: {team: crew, worker_waits: true, set_up_lost: true, failures: {jam: {every: 26 min, clock: time, repair: 9 min}}}
        workers: {Ann: {team: crew, skills: [turning]}}
        """,
        CREW,
    )
    # from 26 she waits beside it, at 35 the set-up begins anew and needs nobody: she is free to sand; 10 min are left
    assert log(counts) == [
        "0-6 north0 turn set_up lathe/0",
        "6-26 north0 turn run lathe/0 Ann",
        "26-35 repair lathe/0",
        "35-38 south0 sand run bench/0 Ann",
        "35-41 north0 turn set_up lathe/0",
        "41-51 north0 turn run lathe/0 Ann",
    ]


def test_crew_that_waited_does_its_lost_set_up_before_steps_that_have_waited_longer():
    counts = play(
        """
        products:
          part: {operations: {turn: {at: lathe, set_up: 6 min, run: {time: 30 min, attention: 1/3}, skills: [metal, metal]}}}
          leg: {operations: {sand: {at: bench, run: {time: 20 min, attention: 0}, unload: 2 min, skill: metal}}}
        demand: {north: {product: part, at: [0 min]}, south: {product: leg, at: [0 min]}}
        work_centres:
          bench: {team: crew}
          lathe: {team: crew, worker_waits: true, set_up_lost: true, failures: {jam: {every: 26 min, clock: time, repair: 9 min}}}
        workers: {Ann: {team: crew, skills: [metal]}, Ben: {team: crew, skills: [metal]}}
        """,
        CREW,
    )
    # a third of their attention is at the broken lathe, all of it at the set-up; the leg waits from 20
    assert log(counts) == [
        "0-6 north0 turn set_up lathe/0 Ann+Ben",
        "0-20 south0 sand run bench/0",
        "6-26 north0 turn run lathe/0 Ann+Ben",
        "26-35 repair lathe/0",
        "35-41 north0 turn set_up lathe/0 Ann+Ben",
        "41-43 south0 sand unload bench/0 Ann",
        "43-53 north0 turn run lathe/0 Ann+Ben",
    ]


def test_whoever_waited_beside_two_units_goes_on_in_their_order():
    half = "set_up: 4 min, run: {time: 40 min, attention: 1/2}, skill: metal"
    counts = play(
        f"""
        horizon: 36 min
        products:
          arm: {{operations: {{bend: {{at: A, {half}}}}}}}
          box: {{operations: {{fold: {{at: B, {half}}}}}}}
        demand: {{arms: {{product: arm, at: [1 min]}}, boxes: {{product: box, at: [0 min]}}}}
        work_centres:
          A: {{team: crew, area: hall, worker_waits: true, set_up_lost: true,
               failures: {{jam: {{every: 20 min, clock: time, repair: 5 min}}}}}}
          B: {{team: crew, area: hall, worker_waits: true, set_up_lost: true,
               failures: {{jam: {{every: 22 min, clock: time, repair: 5 min, skill: metal}}}}}}
        shifts: {{early: {{daily: ["00:00-00:04"]}}}}
        workers: {{Ann: {{team: crew, skills: [metal]}}, Ben: {{team: crew, skills: [metal], shifts: early}}}}
        """,
        CREW,
    )
    # at 27 both are up and each needs a new set-up, all of her: A is asked first, and she still waits beside B then
    assert log(counts) == [
        "0-4 boxes0 fold set_up B/0 Ann",
        "1-4 arms0 bend set_up A/0 Ben",
        "4-5 arms0 bend set_up A/0 Ann",
        "5-20 arms0 bend run A/0 Ann",
        "5-22 boxes0 fold run B/0 Ann",
        "20-25 repair A/0",
        "22-27 repair B/0 Ann",
        "27-31 boxes0 fold set_up B/0 Ann",
        "31-35 arms0 bend set_up A/0 Ann",
    ]


def test_nobody_waits_beside_a_unit_that_breaks_down_in_overtime():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, run: 60 min, skill: turning}}}}
        demand: {north: {product: part, at: [930 min]}}
        work_centres: {lathe: {team: crew, worker_waits: true, failures: {jam: {every: 970 min, clock: time, repair: 10 min}}}}
        shifts: {day: {daily: ["08:00-16:00"]}}
        workers: {Ann: {team: crew, skills: [turning], shifts: day, on_shift_end: finish}}
        """,
        CREW,
    )
    # 16:00 is 960: ten minutes of overtime, then she goes home; 20 min are left for the morning
    assert log(counts, "run") == ["930-970 north0 turn run lathe/0 Ann", "1920-1940 north0 turn run lathe/0 Ann"]
    assert minutes(counts, "workers", "Ann", "overtime") == 10
    assert minutes(counts, "workers", "Ann", "waiting_beside") == 0


def test_repair_that_is_finished_in_overtime_is_the_last_thing_done():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, run: 60 min, skill: turning}}}}
        demand: {north: {product: part, at: [930 min]}}
        work_centres: {lathe: {team: crew, worker_waits: true, failures: {jam: {every: 950 min, clock: time, repair: 20 min, skill: turning}}}}
        shifts: {day: {daily: ["08:00-16:00"]}}
        workers: {Ann: {team: crew, skills: [turning], shifts: day, on_shift_end: finish}}
        """,
        CREW,
    )
    # the lathe is up at 970, but she starts nothing in overtime: 40 min are left; the next failure is at 970 + 950 = 1920
    assert log(counts)[:2] == ["930-950 north0 turn run lathe/0 Ann", "950-970 repair lathe/0 Ann"]
    assert log(counts)[2:] == ["1920-1940 repair lathe/0 Ann", "1940-1980 north0 turn run lathe/0 Ann"]
    assert minutes(counts, "workers", "Ann", "overtime") == 10


def test_breakdown_between_set_up_and_run_scraps_nothing():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, set_up: 30 min, run: 5 min, skill: turning}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {lathe: {team: crew, on_failure: scrap, failures: {jam: {every: 30 min, clock: time, repair: 10 min}}}}
        workers: {Ann: {team: crew, skills: [turning]}}
        """,
        CREW,
    )
    # the set-up has ended at the tick of the breakdown, the run has not begun: nothing was stopped
    assert log(counts) == [
        "0-30 north0 turn set_up lathe/0 Ann",
        "30-40 repair lathe/0",
        "40-45 north0 turn run lathe/0 Ann",
    ]
    assert [row["scrapped"] for row in rows(counts, "orders")] == [0]


# --- crews (S1, D1) --------------------------------------------------------------------------------------------------

LIFT = """
    products: {part: {operations: {lift: {at: bench, run: 30 min, skills: [lifting, lifting], uninterruptible: true%s}}}}
    demand: {north: {product: part, at: [0 min]}}
    work_centres: {bench: {team: crew}}
    shifts: {early: {daily: ["00:00-00:20"]}}
    teams: {crew: {who: most_proficient}}
"""


def test_crew_is_put_together_of_those_with_whom_the_step_fits():
    people = """
        workers:
          Ann: {team: crew, skills: {lifting: {time: 0.9}}, shifts: early}
          Ben: {team: crew, skills: [lifting]}
          Cas: {team: crew, skills: {lifting: {time: 1.2}}}
    """
    # Ann would be the first choice, but leaves at 20
    assert log(play(LIFT % "", people)) == ["0-36 north0 lift run bench/0 Ben+Cas"]


@pytest.mark.parametrize(
    # 30 / (1/1 + 1/1) = 15 min fit before 00:20, 30 min never do
    ("speeds", "found"),
    [("add", ["0-15 north0 lift run bench/0 Ann+Ben"]), ("slowest", [])],
)
def test_crew_that_adds_its_speeds_fits_into_less_time(speeds, found):
    people = """
        horizon: 1 d
        workers: {Ann: {team: crew, skills: [lifting], shifts: early}, Ben: {team: crew, skills: [lifting]}}
    """
    assert log(play(LIFT % f", speeds: {speeds}", people)) == found


def test_unparted_run_of_a_crew_starts_only_if_it_fits_at_the_pace_of_its_slowest():
    people = """
        horizon: 1 h
        workers: {Ann: {team: crew, skills: [lifting], shifts: early}, Ben: {team: crew, skills: {lifting: {time: 1.4}}}}
    """
    # set-up 4 x 1.4 = 5.6 min; the run of 12 x 1.4 = 16.8 min would end at 22.4; Ann alone would have ended it at 17.6
    shorter = LIFT.replace("run: 30 min", "set_up: 4 min, run: 12 min") % ""
    assert log(play(shorter, people)) == ["0-5.6 north0 lift set_up bench/0 Ann+Ben"]


def test_whoever_has_a_kept_place_counts_among_the_free_holders_of_other_skills():
    counts = play(
        """
        products: {part: {operations: {make: {at: bench, run: 20 min, skills: [glue, hone, paint]}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {bench: {team: crew}}
        shifts: {rests: {daily: ["00:00-00:10", "00:15-08:00"]}}
        teams: {crew: {who: most_proficient}}
        workers:
          Ann: {team: crew, skills: {hone: {time: 0.5}, paint: {time: 0.5}}}
          Ben: {team: crew, skills: [hone]}
          Cas: {team: crew, skills: [paint]}
          Dee: {team: crew, skills: [hone]}
          Kim: {team: crew, skills: [glue, paint], shifts: rests}
        """
    )
    # three hone, three paint with Kim among them: the first by name, honing, takes Ann, before and after Kim's break
    assert log(counts) == ["0-10 north0 make run bench/0 Ann+Cas+Kim", "15-25 north0 make run bench/0 Ann+Cas+Kim"]


# --- stations (D6) ---------------------------------------------------------------------------------------------------


def test_home_at_a_work_centre_of_another_team_binds_nobody():
    counts = play("""
        horizon: 30 min
        products:
          arm: {operations: {cut: {at: saw, run: 10 min, skill: metal}}}
          box: {operations: {coat: {at: booth, run: 10 min, skill: metal}}}
        demand: {arms: {product: arm, at: [0 min]}, boxes: {product: box, at: [0 min]}}
        work_centres: {booth: {team: painters}, saw: {team: crew}}
        teams: {crew: {when: when_queue_empty}, painters: {}}
        shifts: {late: {daily: ["10:00-20:00"]}}
        workers:
          Ann: {team: crew, skills: [metal], home: booth}
          Ben: {team: painters, skills: [metal], shifts: late}
    """)
    # what waits at the booth is nothing she could start
    assert log(counts) == ["0-10 arms0 cut run saw/0 Ann"]


def test_station_whose_unit_goes_off_shift_holds_a_crew_no_longer():
    counts = play("""
        products:
          arm: {operations: {lift: {at: bench, run: 10 min, skills: [metal, metal]}}}
          box: {operations: {weld: {at: booth, run: 10 min, skill: metal}}}
        demand: {arms: {product: arm, at: [0 min, 0 min, 0 min]}, boxes: {product: box, at: [0 min]}}
        work_centres: {bench: {team: crew, shifts: early}, booth: {team: crew}}
        teams: {crew: {when: when_queue_empty}}
        shifts: {early: {daily: ["00:00-00:15"]}}
        workers: {Ann: {team: crew, skills: [metal], home: bench}, Ben: {team: crew, skills: [metal], home: bench}}
    """)
    # at 15 the second lift stops, 5 min are left for tomorrow: one of them can go to the booth
    assert log(counts)[:3] == [
        "0-10 arms0 lift run bench/0 Ann+Ben",
        "10-15 arms1 lift run bench/0 Ann+Ben",
        "15-25 boxes0 weld run booth/0 Ann",
    ]


def test_station_is_where_the_step_beside_which_somebody_waited_goes_on():
    counts = play(
        """
        horizon: 17 min
        products:
          a: {operations: {tend: {at: A, run: 5 min, skill: metal, attention: 1/2}}}
          b: {operations: {tend: {at: B, run: 30 min, skill: metal, attention: 1/2}}}
        demand: {long: {product: b, at: [0 min, 5 min]}, short: {product: a, at: [1 min, 2 min]}}
        work_centres:
          A: {team: crew, area: hall}
          B: {team: crew, area: hall, units: 2, worker_waits: true, failures: {jam: {every: 3 min, clock: operating, repair: 10 min}}}
        teams: {crew: {when: when_queue_empty, where: first_in_system}}
        workers: {Ann: {team: crew, skills: [metal]}}
        """
    )
    # she began at A last, but at 13 goes on at B: the second long order there comes before the earlier short one
    assert log(counts) == [
        "0-3 long0 tend run B/0 Ann",
        "1-6 short0 tend run A/0 Ann",
        "3-13 repair B/0",
        "13-16 long0 tend run B/0 Ann",
        "13-16 long1 tend run B/1 Ann",
    ]


def test_what_another_team_takes_no_longer_holds_anybody_at_his_station():
    counts = play(
        """
        products:
          arm: {operations: {bend: {at: [X, Y], run: 5 min, skills: [metal, metal]}}}
          box: {operations: {fold: {at: Z, run: 5 min, skills: [metal, metal]}}}
        demand: {arms: {product: arm, at: [0 min]}, boxes: {product: box, at: [0 min]}}
        work_centres: {X: {team: amber}, Y: {team: blue}, Z: {team: amber}}
        teams: {amber: {when: when_queue_empty}, blue: {}}
        workers:
          Ann: {team: amber, skills: [metal], home: X}
          Ben: {team: amber, skills: [metal], home: Z}
          Cas: {team: blue, skills: [metal]}
          Dee: {team: blue, skills: [metal]}
        """
    )
    # Ann is held at X by the arm, Ben at Z by the box, and each needs both of them, until the other team takes the arm
    assert log(counts) == ["0-5 arms0 bend run Y/0 Cas+Dee", "0-5 boxes0 fold run Z/0 Ann+Ben"]


# --- given schedules (D8) --------------------------------------------------------------------------------------------

ROW = "{stream: STREAM, ordinal: 0, operation: turn, work_centre: lathe, unit: 0, workers: [WORKERS]}"


def schedule(workers, stream="north"):
    return f"schedule: [{ROW.replace('STREAM', stream).replace('WORKERS', workers)}]\n"


@pytest.mark.parametrize(
    ("listed", "second", "third"),
    [
        ("alpha", "legs0 bore run drill/0", "beta0 turn run lathe/1"),
        ("omega", "beta0 turn run lathe/1", "legs0 bore run drill/0"),
    ],
)
def test_listed_operation_shortens_the_queue_for_whatever_is_chosen_after_it(listed, second, third):
    counts = play(
        f"""
        products:
          part: {{operations: {{turn: {{at: lathe, run: 10 min, skill: metal}}}}}}
          leg: {{operations: {{bore: {{at: drill, run: 10 min, skill: metal}}}}}}
        demand:
          {listed}: {{product: part, at: [0 min]}}
          beta: {{product: part, at: [0 min]}}
          legs: {{product: leg, at: [0 min]}}
        work_centres: {{drill: {{team: crew}}, lathe: {{team: crew, units: 2}}}}
        teams: {{crew: {{where: longest_queue}}}}
        workers: {{Ann: {{team: crew, skills: [metal]}}, Ben: {{team: crew, skills: [metal]}}}}
        """,
        schedule("Ann", listed),
    )
    # two wait at the lathe, one at the drill; once the listed one has gone first it is one at each, and names decide
    assert [line for line in log(counts) if line.endswith("Ben")] == [f"0-10 {second} Ben", f"10-20 {third} Ben"]


def test_places_of_a_listed_crew_are_filled_so_that_each_has_somebody():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, run: 10 min, skills: [metal, paint]}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {lathe: {team: crew}}
        workers: {Ann: {team: crew, skills: [metal, paint]}, Ben: {team: crew, skills: [metal]}}
        """,
        CREW,
        schedule("Ann, Ben"),
    )
    assert log(counts) == ["0-10 north0 turn run lathe/0 Ann+Ben"]


def test_place_in_a_listed_crew_is_kept_over_a_break():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, run: 20 min, skills: [metal, metal]}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {lathe: {team: crew}}
        shifts: {rests: {daily: ["00:00-00:10", "00:15-08:00"]}}
        workers:
          Ann: {team: crew, skills: [metal], shifts: rests}
          Ben: {team: crew, skills: [metal]}
          Cas: {team: crew, skills: [metal]}
        """,
        CREW,
        schedule("Ann, Ben, Cas"),
    )
    assert log(counts) == ["0-10 north0 turn run lathe/0 Ann+Ben", "15-25 north0 turn run lathe/0 Ann+Ben"]


def test_listed_step_is_done_by_the_one_of_its_workers_with_whom_it_fits():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, run: 30 min, skill: metal, uninterruptible: true}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {lathe: {team: crew}}
        shifts: {early: {daily: ["00:00-00:20"]}}
        workers: {Ann: {team: crew, skills: [metal], shifts: early}, Ben: {team: crew, skills: [metal]}}
        """,
        CREW,
        schedule("Ann, Ben"),
    )
    assert log(counts) == ["0-30 north0 turn run lathe/0 Ben"]


def test_listed_operation_that_does_not_fit_waits_for_a_shift_and_not_for_a_worker():
    counts = play(
        """
        products: {part: {operations: {turn: {at: lathe, run: 30 min, skill: metal, uninterruptible: true}}}}
        demand: {north: {product: part, at: [0 min]}}
        work_centres: {lathe: {team: crew}}
        shifts: {rests: {daily: ["00:00-00:20", "01:00-02:00"]}}
        workers: {Ann: {team: crew, skills: [metal], shifts: rests}}
        """,
        CREW,
        schedule("Ann"),
    )
    assert log(counts) == ["60-90 north0 turn run lathe/0 Ann"]
    [row] = rows(counts, "orders")
    assert (row["off_shift"], row["worker"]) == (60 * 60e6, 0)


def test_operation_that_a_schedule_leaves_no_unit_is_an_error():
    said = stall(
        """
        products: {part: {operations: {turn: {at: lathe, run: 5 min}}}}
        demand: {north: {product: part, at: [0 min, 1 min]}}
        work_centres: {lathe: {}}
        """,
        schedule(""),
    )
    assert said == "turn of order 1 of north is not in the schedule, and the schedule names every unit of lathe"


# --- stock (I1, I2) --------------------------------------------------------------------------------------------------

SHELF = """
    horizon: 100 min
    products: {nut: {operations: {press: {at: A, run: 30 min, per: lot}}}}
    work_centres: {A: {}}
"""


@pytest.mark.parametrize(
    ("big", "small", "served"),
    [
        # two on hand; the lots of three, released at 0 and 1, come at 30 and 60
        ("", "", {"big0": (0, 30), "small0": (1, 30)}),
        ("", "overtake: true", {"big0": (0, 30), "small0": (1, 1)}),
        ("overtake: true", "", {"big0": (0, 30), "small0": (1, 30)}),  # who may overtake is not overtaken for it
        ("partial: true", "overtake: true", {"big0": (0, 30), "small0": (1, 30)}),
    ],
)
def test_overtake_belongs_to_the_one_who_overtakes_and_partial_to_the_one_who_waits(big, small, served):
    counts = play(
        SHELF,
        f"""
        demand:
          big: {{item: box, at: [0 min], quantity: 4, {big}}}
          small: {{item: box, at: [1 min], {small}}}
        stock: {{box: {{product: nut, lot_size: 3, reorder_point: 0, on_hand: 2}}}}
        """,
    )
    assert orders(counts) == served


def test_no_lot_is_released_for_an_order_that_is_lost_in_the_same_instant():
    counts = play(
        SHELF,
        """
        demand: {hasty: {item: box, at: [5 min], quantity: 2, patience: 0 min}}
        stock: {box: {product: nut, lot_size: 10, reorder_point: 0, on_hand: 1}}
        """,
    )
    # one is on hand, two are wanted; the order is lost before the position, 1 and not -1, is looked at
    assert orders(counts) == {"hasty0": (5, "lost at 5")}
    assert log(counts) == []
    assert [(row["on_hand"], row["started"]) for row in rows(counts, "stock")] == [(1, 0)]


# --- whom and what an order waits for (X2) ---------------------------------------------------------------------------


def test_what_does_not_fit_is_no_reason_any_more_when_he_whom_it_did_not_fit_has_left():
    counts = play(
        """
        products:
          part: {operations: {turn: {at: lathe, run: 10 min, skill: turning, uninterruptible: true}}}
          leg: {operations: {sand: {at: bench, run: 40 min, skill: turning}}}
        demand: {legs: {product: leg, at: [0 min]}, parts: {product: part, at: [12 min]}}
        work_centres: {bench: {team: crew}, lathe: {team: crew}}
        shifts: {early: {daily: ["00:00-00:20"]}}
        teams: {crew: {who: least_flexible}}
        workers: {Ann: {team: crew, skills: [turning]}, Ben: {team: crew, skills: [turning, painting], shifts: early}}
        """,
    )
    # 12 to 20 it does not fit before Ben's shift ends; 20 to 40 he is away and Ann is busy
    assert log(counts) == ["0-40 legs0 sand run bench/0 Ann", "40-50 parts0 turn run lathe/0 Ann"]
    [part] = [row for row in rows(counts, "orders") if counts.names["streams"][row["stream"]] == "parts"]
    assert (part["off_shift"], part["worker"], part["run"]) == (8 * 60e6, 20 * 60e6, 10 * 60e6)
