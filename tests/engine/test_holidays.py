"""Days without shifts, and patterns longer than a week: who is there when (S4, S5, P1)."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexsim.engine import run
from flexsim.engine.patterns import make_pattern
from flexsim.scenario import Shift, loads
from tests.engine.either import uncompiled
from tests.engine.test_hand_traces import MINUTE, log, minutes, orders, play

HOUR = 60 * MINUTE
DAY = 24 * HOUR

PARTS = """
start: 2026-04-27
products: {part: {operations: {turn: {at: lathe, run: 60 min, skill: turning}}}}
work_centres: {lathe: {team: crew}}
teams: {crew: {}}
workers: {Ann: {team: crew, skills: [turning], shifts: day}}
"""
WEEK_BEFORE_MAY = PARTS + 'shifts: {day: {mon-fri: ["08:00-12:00", "12:30-16:30"]}}\n'


def test_work_begun_on_the_eve_of_a_holiday_goes_on_after_the_weekend():
    # Thursday 30 April, 16:00 is minute 3 x 1440 + 960 = 5280; half is done by 16:30. Friday is the first of May, then the
    # weekend: the rest is done on Monday, 7 x 1440 + 480 = 10560, to 8:30. Without the holiday it is Friday, 6240.
    demand = "demand: {north: {product: part, at: [5280 min]}}\n"
    assert log(play(WEEK_BEFORE_MAY, demand, "holidays: [2026-05-01]\n")) == [
        "5280-5310 north0 turn run lathe/0 Ann",
        "10560-10590 north0 turn run lathe/0 Ann",
    ]
    assert orders(play(WEEK_BEFORE_MAY, demand)) == {"north0": (5280, 6270)}


def test_a_pattern_may_have_holidays_of_its_own_or_none():
    demand = "demand: {north: {product: part, at: [5280 min]}}\nholidays: [2026-05-01]\n"
    works = WEEK_BEFORE_MAY.replace('"12:30-16:30"]', '"12:30-16:30"], holidays: []')
    assert orders(play(works, demand)) == {"north0": (5280, 6270)}
    elsewhere = WEEK_BEFORE_MAY.replace('"12:30-16:30"]', '"12:30-16:30"], holidays: [2026-05-04]')  # the Monday
    assert orders(play(elsewhere, demand)) == {"north0": (5280, 6270)}
    both = WEEK_BEFORE_MAY.replace('"12:30-16:30"]', '"12:30-16:30"], holidays: [2026-05-01, 2026-05-04]')
    assert orders(play(both, demand)) == {"north0": (5280, 8 * 1440 + 480 + 30)}  # Tuesday


def test_a_night_belongs_to_the_day_on_which_it_begins_after_its_break_too():
    # The night from 30 April to 1 May is Thursday's, break and all; the one that would begin on the first of May is not there.
    night = PARTS + 'shifts: {day: {daily: ["22:00-01:00", "01:30-06:00"]}}\n'
    horizon = "horizon: 1 wk\nholidays: [2026-05-01]\ndemand: {north: {product: part, at: [1 min]}}\n"
    counts = play(night, horizon)
    # Monday 0:00 to 1:00 and 1:30 to 6:00 are the rest of Sunday's; of Monday's to Sunday's seven nights Friday's is not there.
    # Sunday's ends at 24:00 with the run: 5.5 h, five whole nights of 7.5 h, 2 h.
    assert minutes(counts, "workers", "Ann", "present") == 60 * (5.5 + 5 * 7.5 + 2)


def test_a_machine_that_is_always_on_rests_on_holidays():
    text = """
        start: 2026-04-27
        horizon: 2 wk
        holidays: [2026-05-01]
        products: {part: {operations: {turn: {at: lathe, run: 10 h}}}}
        demand: {north: {product: part, at: [90 h]}}
        work_centres: {lathe: {shifts: always}}
        shifts: {always: {daily: ["00:00-24:00"]}}
    """
    counts = play(text)
    assert log(counts) == ["5400-5760 north0 turn run lathe/0", "7200-7440 north0 turn run lathe/0"]
    assert minutes(counts, "work_centres", "lathe/0", "off_shift") == 1440


def test_nine_days_of_eighty_hours():
    # 9/80: four days of nine hours, a Friday of eight; four of nine, a Friday off: 44 and 36 hours
    text = (
        PARTS
        + """
shifts:
  day:
    weeks:
      - {mon-thu: ["07:00-11:30", "12:00-16:30"], fri: ["07:00-11:30", "12:00-15:30"]}
      - {mon-thu: ["07:00-11:30", "12:00-16:30"]}
demand: {north: {product: part, at: [0 min]}}
"""
    )
    present = [minutes(play(text, f"horizon: {weeks} wk\n"), "workers", "Ann", "present") for weeks in (1, 2, 3, 4)]
    assert present == [60 * hours for hours in (44, 80, 124, 160)]


def test_breaks_are_breaks_in_patterns_of_several_weeks_and_before_holidays_ends_of_shifts():
    # Two weeks, the second with the same half-hour gap in the night from Wednesday to Thursday.
    shift = Shift.model_validate(
        {"weeks": [{"mon": ["08:00-12:00", "12:30-16:00"]}, {"wed": ["20:00-23:45"], "thu": ["00:15-04:00"]}]}
    )
    pattern = make_pattern(shift, frozenset())
    assert [end // HOUR for end in pattern.ends] == [12, 16, 9 * 24 + 23, 10 * 24 + 4]
    assert pattern.breaks == [True, False, True, False]
    with_holiday = make_pattern(shift, {9})  # the second Wednesday: its night goes with it
    assert [(end // HOUR, pause) for end, pause in zip(with_holiday.first_ends, with_holiday.first_breaks, strict=True)] == [
        (12, True), (16, False), (14 * 24 + 12, True), (14 * 24 + 16, False), (23 * 24 + 23, True), (24 * 24 + 4, False),
    ]  # fmt: skip


@st.composite
def shifts(draw):
    """A pattern in whole hours of one to three weeks, some of its windows touching, over the end too, and holidays."""
    weeks = draw(st.integers(1, 3))
    cuts = sorted(draw(st.sets(st.integers(0, weeks * 168), min_size=2, max_size=10)))
    pairs = [(a, b) for a, b in pairwise(cuts) if draw(st.booleans())] or [(cuts[0], cuts[1])]
    over = draw(st.booleans()) and len(pairs) > 1 and pairs[0][0] == 0 and pairs[-1][1] == weeks * 168
    windows = [(f"{a} h", f"{b} h") for a, b in pairs]
    shift = Shift.model_validate({"weeks": weeks, "windows": windows, "break_below": "90 min", "runs_over": over})
    return shift, draw(st.frozensets(st.integers(-3, 40), max_size=4))


def there(shift, holidays, hour):
    """Whether somebody is there in an hour of the run, from the words of the rules: window by window."""
    for k in range(-1, hour // (shift.weeks * 168) + 1):
        for begin, end, day in shift.whole_windows:
            first = k * shift.weeks * 168
            on_holiday = k * shift.weeks * 7 + day in holidays and k * shift.weeks * 7 + day >= 0
            if not on_holiday and first + begin / 3600 <= hour < first + end / 3600:
                return True
    return False


@settings(deadline=None)
@given(shifts())
def test_people_are_there_in_the_windows_that_no_holiday_takes_away(case):
    shift, holidays = case
    pattern = make_pattern(shift, holidays)
    for hour in range(9 * 168):
        expected = there(shift, holidays, hour)
        assert (pattern is None or in_window(pattern, hour * HOUR)) == expected, hour


def in_window(pattern, tick):
    """Whether a tick lies in one of the windows that the floor counts through."""
    listed = list(zip(pattern.first_starts, pattern.first_ends, strict=True))
    repeated = [
        (pattern.base + k * pattern.period + begin, pattern.base + k * pattern.period + end)
        for k in range(-1 if not listed else 0, tick // pattern.period + 1)
        for begin, end in zip(pattern.starts, pattern.ends, strict=True)
    ]
    return any(begin <= tick < end for begin, end in listed + repeated)


def present_hours():
    """Presence over a year of shifts with holidays, compiled or not."""
    found = []
    for shift in ('{mon-fri: ["06:00-14:00", "14:00-22:00"]}', '{daily: ["22:00-01:00", "01:30-06:00"]}', '{daily: ["00:00-24:00"]}',
                  '{weeks: [{mon-thu: ["07:00-16:30"], fri: ["07:00-15:30"]}, {mon-thu: ["07:00-16:30"]}]}'):  # fmt: skip
        days = "holidays: [2026-04-27, 2026-05-01, 2026-05-14, 2026-05-25, 2026-06-04, 2026-12-25, 2027-01-01]\n"
        text = PARTS + f"shifts: {{day: {shift}}}\ndemand: {{north: {{product: part, every: exponential(3 h)}}}}\n"
        scenario = loads("flexsim: 1\nhorizon: 40 wk\n" + days + text)
        found.append(run(scenario, record=("orders", "operations", "events")).digest)
    return json.dumps(found)


@pytest.mark.filterwarnings("error")
def test_compiled_and_uncompiled_floors_keep_the_same_holidays():
    assert uncompiled(__name__, "present_hours") == present_hours()
