"""Holidays, weeks that differ, demand by hours and weeks: what a file may say, and what it is told otherwise."""

import re

import pytest
import yaml

from flexsim.scenario import ScenarioError, from_mapping, load, loads
from tests.scenario.shops import changed, problems_of

EVERY = "demand.custom"
DAY_LIST = 'a day is one of mon, tue, wed, thu, fri, sat, sun, a range such as "mon-fri", or "daily".'
HOUR = 3600.0

WRONG = {
    "holidays without a start": (
        {"holidays": ["2026-05-01"]},
        ['holidays = ["2026-05-01"]: dates need a run that has one: say on which Monday it begins, such as "start: 2026-01-05".'],
    ),
    "a holiday that is no date": (
        {"start": "2026-01-05", "holidays": ["1.5.2026"]},
        ['holidays[0] = "1.5.2026": a date is written year-month-day, such as "2026-01-05".'],
    ),
    "a holiday of another age": (
        {"start": "2026-01-05", "shifts.day.holidays": ["2206-05-01"]},
        ['shifts.day.holidays = ["2206-05-01"]: 2206-05-01 is more than 50 years after the start. Is the year right?'],
    ),
    "days beside weeks": (
        {"shifts.day.weeks": [{"mon": ["08:00-12:00"]}]},
        ['shifts.day.mon-fri = ["08:00-12:00", "12:30-16:30"]: write days of every week, or "weeks" with the days of each, not both.'],
    ),
    "a day of the second week": (
        {"shifts.day": {"weeks": [{"mon": ["08:00-12:00"]}, {"monday": ["08:00-12:00"]}]}},
        [f'shifts.day.weeks[1].monday = ["08:00-12:00"]: {DAY_LIST}'],
    ),
    "weeks are no list": (
        {"shifts.day": {"weeks": 2}},
        ['shifts.day.weeks = 2: weeks that differ are a list of them: [{mon-thu: ["07:00-16:00"]}, {mon-fri: ["07:00-15:00"]}].'],
    ),
    "a window behind the second week": (
        {"shifts.day": {"weeks": 2, "windows": [["13 d", "15 d"]]}},
        ['shifts.day.windows = [["13 d", "15 d"]]: a window begins before it ends, inside 2 weeks.'],
    ),
    "hours left open": (
        {f"{EVERY}.profile": {"mon": {"08:00-12:00": 2}}},
        ['demand.custom.profile: what are the other hours like? Write "otherwise: 0" (nobody orders) or "otherwise: 1".'],
    ),
    "no demand at all": (
        {f"{EVERY}.profile": {"mon": {"08:00-12:00": 0}, "otherwise": 0}},
        ["demand.custom.profile: nobody would ever order: one factor must be above 0."],
    ),
    "hours that overlap": (
        {f"{EVERY}.profile": {"mon-tue": {"08:00-12:00": 2}, "tue": {"11:00-13:00": 1}, "otherwise": 0}},
        ["demand.custom.profile: two spans of hours overlap on tue."],
    ),
    "a factor below 0": (
        {f"{EVERY}.profile": {"mon": {"08:00-12:00": -1}, "otherwise": 1}},
        ["demand.custom.profile.mon.08:00-12:00 = -1: a factor on demand is 0, or from 0.001 to 1000."],
    ),
    "a day without hours": (
        {f"{EVERY}.profile": {"mon": 2, "otherwise": 1}},
        ['demand.custom.profile.mon = 2: a day has hours with their factors: {"08:00-12:00": 1.5, "12:00-18:00": 1}.'],
    ),
    "half a year": (
        {f"{EVERY}.season": [1] * 26},
        [f"demand.custom.season = {[1] * 26}: a season has a factor for each of the 52 weeks of a year, not 26."],
    ),
    "a profile of given times": (
        {"demand.shop.profile": {"otherwise": 2}},
        ['demand.shop.profile: this is for orders that come "every" so often; these come by "at".'],
    ),
    "too many in the busy weeks": (
        {f"{EVERY}.every": "1 s", f"{EVERY}.season": [1] * 51 + [10]},
        [
            'demand.custom.every = "1 s": about 24,192,000 orders would come before the horizon; '
            "at most 10,000,000 can be run. Is the unit right?"
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_at_its_place(changes, expected):
    assert problems_of(changed(changes)) == expected


LATE = {"weeks": 3, "windows": [["15 d", "15.5 d"]]}
"""A shift only on Tuesday of the third week."""


def loaded(folder, **parts):
    """Load a file of the shop without a horizon, or with the one given."""
    shop = changed({"demand.custom.count": 5, **parts})
    if "horizon" not in parts:
        del shop["horizon"]
    (folder / "shop.yaml").write_text(yaml.safe_dump(shop))
    return load(folder / "shop.yaml")


def test_a_shift_in_a_later_week_is_a_shift(tmp_path):
    assert loaded(tmp_path, **{"shifts.day": LATE}).shifts["day"].weeks == 3
    said = "its first shift begins on tue 00:00 of week 3, and the run ends after 10 d: nobody would ever be there."
    with pytest.raises(ScenarioError, match=re.escape(said)):
        loaded(tmp_path, **{"shifts.day": LATE, "horizon": "10 d"})


def test_people_and_machines_meet_if_their_weeks_do(tmp_path):
    """Ann every second week on Monday; the robot every third week, so both are there in week 6, if on the same day."""
    ann = {"weeks": 2, "windows": [["7 d", "7.5 d"]]}
    robot = {"weeks": 3, "windows": [["14 d", "15 d"]]}
    parts = {"shifts.day": ann, "shifts.mill": robot, "work_centres.robot.shifts": "mill"}
    assert set(loaded(tmp_path, **parts).shifts) == {"day", "mill"}
    parts["shifts.mill"] = {**robot, "windows": [["15 d", "16 d"]]}
    said = 'nobody in the team "makers" who has the skill "welding" is ever there in these hours.'
    with pytest.raises(ScenarioError, match=re.escape(said)):
        loaded(tmp_path, **parts)


def test_what_was_read_is_written_so_that_it_is_read_again():
    shop = from_mapping(
        changed(
            {
                "start": "2026-01-05",
                "holidays": ["2026-05-01", "2026-01-06", "2026-05-01"],
                "run_on": "2 wk",
                "shifts.day": {"weeks": [{"mon": "08:00-16:00"}, {"sun": ["22:00-06:00"]}], "holidays": ["2026-05-25"]},
                "demand.custom.profile": {
                    "mon-fri": {"08:00-12:00": 1.5},
                    "sun": {"23:00-01:00": 0.25},
                    "otherwise": 0,
                },
                "demand.custom.season": [1, 0.5] * 26,
            }
        )
    )
    assert [f"{date}" for date in shop.holidays] == ["2026-01-06", "2026-05-01"]
    day = shop.shifts["day"]
    assert (day.weeks, day.runs_over, day.windows[0]) == (2, True, (0.0, 6 * HOUR))
    assert day.whole_windows == ((8 * HOUR, 16 * HOUR, 0), ((13 * 24 + 22) * HOUR, (14 * 24 + 6) * HOUR, 13))
    assert shop.holidays_of("day") == {140}  # 25 May is 20 weeks after 5 January
    profile = shop.demand["custom"].profile
    assert profile.windows[0] == (0.0, HOUR, 0.25)
    assert profile.mean == (5 * 4 * 1.5 + 2 * 0.25) / 168
    again = loads(shop.dump())
    assert again == shop
    assert again.hash == shop.hash


def test_a_shift_belongs_to_the_day_on_which_it_begins_for_less_than_a_day():
    def days(shift):
        return [day for _, _, day in from_mapping(changed({"shifts.day": shift})).shifts["day"].whole_windows]

    # Monday 1:30 (nothing before it), Monday 22:00, Tuesday 1:30 (Monday's after its break), Tuesday 22:00
    assert days({"mon-tue": ["22:00-01:00", "01:30-06:00"]}) == [0, 0, 0, 1]
    assert days({"sun": ["22:00-23:30"], "mon": ["00:00-06:00"]}) == [
        -1,
        6,
    ]  # a break of half an hour over the week's end
    assert days({"sun": ["22:00-24:00"], "mon": ["00:00-06:00"]}) == [0, 6]  # these touch: two shifts
    # round the clock with three breaks a day: nothing begins or ends, so every 24 hours a new day is counted
    assert days({"daily": ["06:00-14:00", "14:10-22:00", "22:10-05:50"]}) == [day for day in range(7) for _ in range(3)]
