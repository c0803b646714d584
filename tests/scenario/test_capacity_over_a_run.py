"""Loads where not every week is like the others: seasons, holidays, 9/80; and what a shelf serves that it does not hold."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest
from scipy import stats

from flexsim.scenario import capacity, capacity_table, from_mapping
from flexsim.scenario.averaging import Calendar, measured
from flexsim.scenario.changing import put
from flexsim.scenario.discounts import share_not_above
from flexsim.scenario.distributions import read_distribution
from flexsim.scenario.quantities import read_number
from flexsim.scenario.reading import read_yaml
from tests.scenario.test_capacity import CUT, DAY, PER_WEEK, SHOP, TEAM, loads

NINE_EIGHTY = {
    "weeks": [{"mon-thu": ["07:00-16:00"], "fri": ["07:00-15:00"]}, {"mon-thu": ["07:00-16:00"]}],
}
"""Forty-four hours, then thirty-six."""

HALVES = [2] * 13 + [1] * 13 + [0.5] * 26
"""Factors of a year whose mean is 1."""

WORK: dict[str, tuple[dict[str, Any], float]] = {
    # 40 h at 2 and 128 h at 1/2 are 144 h of 168
    "profile": ({"demand.shop.profile": {"mon-fri": {"08:00-16:00": 2}, "otherwise": 0.5}}, 56 * 144 / 168),
    # the last day of the second week is a Sunday, at 1/2
    "profile of one day": (
        {
            "demand.shop.profile": {"mon-fri": {"08:00-16:00": 2}, "otherwise": 0.5},
            "warm_up": "13 d",
            "horizon": "2 wk",
        },
        56 / 2,
    ),
    # Monday 00:00 to 12:00: 8 h at 1/2 and 4 h at 2 are 12 h
    "profile of half a day": (
        {"demand.shop.profile": {"mon-fri": {"08:00-16:00": 2}, "otherwise": 0.5}, "horizon": "12 h"},
        56,
    ),
    "season": ({"demand.shop.season": HALVES}, 56),
    # weeks 14 to 52: (13 x 1 + 26 x 1/2) / 39
    "season after the warm-up": ({"demand.shop.season": HALVES, "warm_up": "13 wk"}, 56 * 2 / 3),
    # 1 1/2 weeks at 1, 2 1/2 at 1/2
    "season of parts of weeks": (
        {"demand.shop.season": HALVES, "warm_up": "24.5 wk", "horizon": "28.5 wk"},
        56 * (1.5 + 2.5 / 2) / 4,
    ),
    "season and profile": (
        {"demand.shop.season": HALVES, "demand.shop.profile": {"otherwise": 3}, "warm_up": "26 wk"},
        56 * 1.5,
    ),
    # 28 December 2026 is the Monday of week 53, which is like week 52; 4 January 2027 that of week 1
    "season by dates": ({"start": "2026-12-28", "demand.shop.season": HALVES, "horizon": "2 wk"}, 56 * (0.5 + 2) / 2),
    # 672 in the first week, 328 in the second: 328 x 10 min
    "counted": (
        {"demand.shop.season": HALVES, "demand.shop.count": 1000, "warm_up": "1 wk", "horizon": "2 wk"},
        328 / 6,
    ),
    "in the long run": ({"demand.shop.season": [3, 1] * 26, "demand.shop.count": 1000, "horizon": None}, 2 * 56),
    # of 1 h, 2 h, 80 h and 400 h two lie between 2 h and 338 h, two weeks
    "stated moments in the window": (
        {
            "demand.shop.every": None,
            "demand.shop.at": ["1 h", "2 h", "80 h", "400 h"],
            "warm_up": "2 h",
            "horizon": "338 h",
        },
        2 / 6 / 2,
    ),
}


@pytest.mark.parametrize("case", WORK)
def test_work_is_what_is_ordered_in_the_window(case: str) -> None:
    changes, work_h = WORK[case]
    assert loads(changes)[0]["saw"].work_h == pytest.approx(work_h, rel=1e-9)


HOURS: dict[str, tuple[dict[str, Any], float]] = {
    "nine-eighty": ({"shifts.day": NINE_EIGHTY}, 40),
    "the second week of nine-eighty": ({"shifts.day": NINE_EIGHTY, "warm_up": "1 wk", "horizon": "2 wk"}, 36),
    "three weeks of nine-eighty": ({"shifts.day": NINE_EIGHTY, "warm_up": "1 wk", "horizon": "4 wk"}, 116 / 3),
    "nine-eighty without an end": ({"shifts.day": NINE_EIGHTY, "demand.shop.count": 5, "horizon": None}, 40),
    # Monday and Tuesday of the third week: 16 h in 2/7 of a week
    "two days": ({"warm_up": "2 wk", "horizon": "16 d"}, 16 * 7 / 2),
    # a Monday, a Saturday: of four weeks a day is missing
    "holidays": ({"holidays": ["2026-01-12", "2026-01-17"], "horizon": "4 wk"}, 38),
    "holidays in the warm-up": ({"holidays": ["2026-01-12"], "warm_up": "2 wk", "horizon": "4 wk"}, 40),
    "no holidays for this pattern": (
        {"holidays": ["2026-01-12"], "shifts.day.holidays": [], "horizon": "4 wk"},
        40,
    ),
    # 5 nights of 8 h; Sunday's 22:00-06:00 begins on the holiday, and Monday's 1 h as the run begins belongs to none
    "a night belongs to the day on which it begins": (
        {"shifts.day": {"sun-sun": ["22:00-06:00"]}, "holidays": ["2026-01-11"], "horizon": "2 wk"},
        (6 + 2) / 2,
    ),
    # the second Friday off: weeks of 44 - 8 and 36, of 44 and 36
    "a holiday of nine-eighty": (
        {"shifts.day": NINE_EIGHTY, "holidays": ["2026-01-09", "2026-01-16"], "horizon": "4 wk"},
        38,
    ),
}


@pytest.mark.parametrize("case", HOURS)
def test_hours_are_those_of_the_window(case: str) -> None:
    changes, hours_h = HOURS[case]
    changes = {"start": "2026-01-05", "work_centres.saw.shifts": "day", "shifts.day": DAY, **changes}
    saw = loads(changes)[0]["saw"]
    assert saw.hours_h == pytest.approx(hours_h, rel=1e-9)


def test_people_and_work_centre_share_the_hours_of_the_same_weeks() -> None:
    """The saw runs in odd weeks only, as Ann; Bob comes in even ones: of four weeks 80 h are in common, less a holiday.

    The saw knows no holidays. Who can dip, Ann, Bob and Cid, is there from 08:00 to 16:30 on all days but one.
    """
    alone = {"mon-fri": ["08:00-16:00"]}
    changes = {
        "start": "2026-01-05",
        "horizon": "4 wk",
        "holidays": ["2026-01-05"],
        "workers.Ann.shifts": "odd",
        "workers.Bob.shifts": "even",
        "work_centres.saw.shifts": "saw",
        "shifts.odd": {"weeks": [alone, {}]},
        "shifts.even": {"weeks": [{}, alone]},
        "shifts.saw": {"weeks": [alone, {}], "holidays": []},
    }
    centres, teams, _ = loads(changes, TEAM)
    assert centres["saw"].hours_h == pytest.approx((80 - 8) / 4)
    assert centres["bath"].hours_h == pytest.approx(19 * 8.5 / 4)
    assert teams["crew"].all_hours_h == pytest.approx((72 + 80) / 4 + 2 * 38)


def test_hours_of_weeks_that_repeat_are_those_of_the_whole_window() -> None:
    """Short for long: with a holiday on which no shift begins, every week of the window is listed, and the mean is the same."""
    random = Random("calendars")
    for _ in range(30):
        weeks = [random.choice([{}, {"mon-tue": ["22:00-06:00"]}, {"sun": ["20:00-04:00"]}]) for _ in range(2)]
        weeks.append({"thu": ["06:00-14:00"], "sun": ["23:00-02:00"]})
        data = read_yaml(SHOP, "the shop").data
        put(data, "shifts", {"own": {"weeks": weeks[random.randrange(3) :]}, "day": {"mon-fri": ["00:00-12:00"]}})
        put(data, "work_centres.saw.shifts", "own")
        put(data, "start", "2026-01-05")
        put(data, "warm_up", f"{random.choice([0, 1, 2.5, 5])} wk")
        put(data, "horizon", f"{float(data['warm_up'].split()[0]) + 12} wk")
        short, long = from_mapping(data), from_mapping({**data, "holidays": ["2026-01-10"]})
        here, there = Calendar(short, measured(short)), Calendar(long, measured(long))
        assert here.period.length < there.period.length == 12 * 604_800
        both = frozenset({"own", "day"})
        assert here.week_h("own") == pytest.approx(there.week_h("own"), rel=1e-9)
        assert here.somebody_h(both) == pytest.approx(there.somebody_h(both), rel=1e-9)
        assert here.common_h(both, "own") == pytest.approx(there.week_h("own"), rel=1e-9)


SHELF = {
    "products.box.options": {"colour": {"red": 0.3, "blue": 0.7}},
    "demand.shop.from_stock": True,
    "stock.red": {"product": "box", "options": {"colour": "red"}, "lot_size": 1, "reorder_point": 5},
}
OFFERED = {"discount": "uniform(0, 0.4)", "offered": 0.1}
"""A quarter wants at most a tenth off."""


def test_who_takes_a_substitute_is_in_the_load_of_its_item() -> None:
    centres, _, found = loads({**SHELF, "demand.shop.substitutes": OFFERED})
    assert centres["saw"].work_h == pytest.approx((3 + 7 / 4) * PER_WEEK)
    assert found.notes == (
        "70.0% of the orders of shop match no item of the stock: 17.5% take another one and 52.5% are lost and in no load.",
    )


def test_what_no_item_serves_is_made_to_order_as_it_is_wanted() -> None:
    """Blue takes 20 min: 30 % red and 17.5 % substitutes at 10 min, 52.5 % are made in blue, in lots of one."""
    changes = {
        **SHELF,
        f"{CUT}.changes": [{"if": {"colour": "blue"}, "run": "20 min"}],
        f"{CUT}.set_up": "1 min",
        "demand.shop.quantity": 2,
        "demand.shop.lot_size": 1,
        "stock.red.lot_size": 4,
        "demand.shop.no_match": "made_to_order",
    }
    centres, _, found = loads({**changes, "demand.shop.substitutes": OFFERED})
    assert centres["saw"].work_h == pytest.approx((0.475 * (20 + 0.5) + 0.525 * (40 + 2)) * PER_WEEK)
    assert found.notes == (
        "70.0% of the orders of shop match no item of the stock: 17.5% take another one and 52.5% are made to order.",
    )
    centres, _, found = loads(changes)
    assert centres["saw"].work_h == pytest.approx((0.3 * (20 + 0.5) + 0.7 * (40 + 2)) * PER_WEEK)
    assert found.notes == ("70.0% of the orders of shop match no item of the stock: 70.0% are made to order.",)


TWO_ITEMS = {
    "products.box.options": {"colour": {"red": 0.5, "blue": 0.3, "white": 0.2}, "size": {"big": 0.6, "small": 0.4}},
    "demand.shop.from_stock": True,
    "demand.shop.substitutes": {"offered": 0.0},
    "stock.red_big": {
        "product": "box",
        "options": {"colour": "red", "size": "big"},
        "lot_size": 1,
        "reorder_point": 5,
    },
    "stock.blue_small": {
        "product": "box",
        "options": {"colour": "blue", "size": "small"},
        "lot_size": 1,
        "reorder_point": 5,
    },
    f"{CUT}.changes": [{"if": {"size": "small"}, "run": "30 min"}],
}


@pytest.mark.parametrize(
    ("weights", "big"),
    [
        # red big 0.3 and white big 0.12 differ less from red_big; red small 0.2, blue big 0.18 from both by one option,
        # so they go to the first by name, blue_small, as white small 0.08 does
        ({}, 0.42),
        # size matters twice: blue big to red_big, red small to blue_small
        ({"size": 2}, 0.6),
        # size matters nothing: red small to red_big; blue big stays blue; white is as far from both
        ({"size": 0}, 0.5),
    ],
)
def test_the_nearest_item_by_the_weights_of_the_options_that_differ(weights: dict[str, int], big: float) -> None:
    centres, _, found = loads({**TWO_ITEMS, "demand.shop.substitutes.weights": weights})
    assert centres["saw"].work_h == pytest.approx((10 * big + 30 * (1 - big)) * PER_WEEK)
    assert found.notes == ("58.0% of the orders of shop match no item of the stock: 58.0% take another one.",)


def test_where_wishes_are_too_many_to_look_at_shares_still_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """42 % match; half of the others are taken as those who match (0.3 to 0.12), half made as all are wanted."""
    monkeypatch.setattr("flexsim.scenario.shelves.MOST_COMBINATIONS", 5)
    changes = {
        **TWO_ITEMS,
        "demand.shop.substitutes": {"discount": "uniform(0, 0.2)", "offered": 0.1},
        "demand.shop.no_match": "made_to_order",
    }
    centres, _, found = loads(changes)
    big, small = 0.3 + 0.29 * 0.3 / 0.42, 0.12 + 0.29 * 0.12 / 0.42
    assert centres["saw"].work_h == pytest.approx((10 * big + 30 * small + 0.29 * (6 + 12)) * PER_WEEK)
    assert found.notes == (
        "58.0% of the orders of shop match no item of the stock: 29.0% take another one and 29.0% are made to order, "
        "roughly, as they differ in many ways.",
    )


def test_orders_of_a_file_take_substitutes_by_their_own_options() -> None:
    orders = [
        {"order": "A", "arrival": "1 h", "options": {"colour": "red"}},
        {"order": "B", "arrival": "2 h", "quantity": 4, "options": {"colour": "blue"}},
    ]
    changes = {
        **SHELF,
        "demand.shop.every": None,
        "demand.shop.orders": orders,
        "demand.shop.substitutes": OFFERED,
        "horizon": "1 wk",
    }
    centres, _, found = loads(changes)
    assert centres["saw"].work_h == pytest.approx((1 + 4 / 4) / 6)
    assert found.notes[0].startswith("80.0% of the orders of shop match no item of the stock: 20.0% take another one")


NORMAL = (0.1, 0.05)
SHARES: dict[str, Any] = {
    "uniform(0.05, 0.2)": stats.uniform(0.05, 0.15),
    "triangular(0, 0.1, 0.3)": stats.triang(1 / 3, 0, 0.3),
    "exponential(0.1)": stats.expon(scale=0.1),
    "normal(0.1, 0.05)": stats.norm(*NORMAL),
    "normal(0.1, 0.05, low=0, high=0.25)": stats.truncnorm(-2, 3, *NORMAL),
    "lognormal(0.1, cv=0.5)": stats.lognorm(0.472380727077, scale=0.1 / 1.25**0.5),  # sqrt(ln 1.25)
    "weibull(shape=2, scale=0.1)": stats.weibull_min(2, scale=0.1),
    "gamma(shape=2, scale=0.05)": stats.gamma(2, scale=0.05),
    "beta(2, 5, 0, 0.5)": stats.beta(2, 5, 0, 0.5),
    "geometric(p=0.3, step=0.1)": stats.rv_discrete(
        values=([0.1 * n for n in range(1, 60)], [0.3 * 0.7 ** (n - 1) for n in range(1, 60)])
    ),
    "empirical(0.05: 0.5, 0.2: 0.5)": stats.rv_discrete(values=([0.05, 0.2], [0.5, 0.5])),
    "trace(0.3, 0.1, 0.1, 0)": stats.rv_discrete(values=([0, 0.1, 0.3], [0.25, 0.5, 0.25])),
    "0.1": stats.rv_discrete(values=([0.1], [1])),
}


@pytest.mark.parametrize("text", SHARES)
@pytest.mark.parametrize("limit", [0.0, 0.02, 0.05, 0.1, 0.17, 0.3, 0.9])
def test_how_many_accept_a_discount_agrees_with_scipy(text: str, limit: float) -> None:
    found = share_not_above(read_distribution(text, read_number), limit)
    assert found == pytest.approx(float(SHARES[text].cdf(limit + 1e-12)), abs=1e-9)


PEAK = {
    "start": "2025-12-29",  # the Monday of the first week of 2026
    "horizon": "52 wk",
    "demand.shop.every": "exponential(60 min)",
    "demand.shop.season": [1] * 25 + [2] + [1] * 25 + [0],
    "work_centres.saw.shifts": "day",
    "shifts.day": DAY,
}
"""28 h of work in 40 h a week, in the 26th week 56 h."""


def test_a_busiest_week_that_is_too_busy_is_said_though_the_shop_copes() -> None:
    centres, _, found = loads(PEAK)
    assert found.copes
    busiest = centres["saw"].busiest
    assert busiest is not None
    assert (busiest.week, busiest.begins) == (26, "2026-06-22")
    assert (busiest.work_h, busiest.hours_h, busiest.load) == pytest.approx((56, 40, 1.4))
    assert found.peaks == (
        "saw copes on the whole, but not with week 26 of the run (from 2026-06-22): load 1.40, 56.0 h of work in 40.0 h",
    )
    assert found.as_dict()["peaks"] == list(found.peaks)
    assert found.as_dict()["work_centres"][0]["busiest"]["week"] == 26
    assert not loads({**PEAK, "start": None, "demand.shop.every": "90 min"})[2].peaks
    too_much = loads({**PEAK, "demand.shop.every": "30 min"})[2]
    assert not too_much.copes
    assert not too_much.peaks


def test_a_busy_week_with_holidays_has_fewer_hours_and_one_without_any_is_a_holiday() -> None:
    """Twice as much in weeks 20 and 26, of which Thursday of the 26th is off: 56 of 32 h. All of week 30 is off."""
    off = [dt.date(2026, 7, 20 + day).isoformat() for day in range(5)]
    season = [1] * 19 + [2] + [1] * 5 + [2] + [1] * 3 + [2] + [1] * 22
    changes = {**PEAK, "holidays": ["2026-06-25", *off], "demand.shop.season": season}
    busiest = loads(changes)[0]["saw"].busiest
    assert busiest is not None
    assert (busiest.week, busiest.work_h, busiest.hours_h) == (26, pytest.approx(56), pytest.approx(32))


def test_a_team_has_a_busiest_week_too() -> None:
    """56 h of each of three skills in 160 h all together, at half of it 84; in the first week 126 of 160, then 42."""
    changes = {"demand.shop.every": "6 h", "demand.shop.season": [1.5, 0.5] * 26, "horizon": "2 wk"}
    crew = loads(changes, TEAM)[1]["crew"]
    assert crew.load == pytest.approx(84 / 160)
    assert crew.busiest is not None
    assert (crew.busiest.week, crew.busiest.begins, crew.busiest.load) == (1, None, pytest.approx(126 / 160))


def test_without_a_season_no_week_is_the_busiest() -> None:
    assert loads({})[0]["saw"].busiest is None


def test_the_weeks_that_are_left_out_are_never_the_busiest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two streams with seasons of their own, holidays and 9/80: the same as if all weeks were looked at."""
    random = Random("busy weeks")
    for _ in range(5):
        data = read_yaml(SHOP, "the shop").data
        changes: dict[str, Any] = {
            "start": "2026-01-05",
            "horizon": "60 wk",
            "warm_up": f"{random.choice([0, 5, 5.5])} wk",
            "holidays": [
                (dt.date(2026, 1, 5) + dt.timedelta(days=random.randrange(400))).isoformat() for _ in range(9)
            ],
            "work_centres.saw.shifts": "day",
            "work_centres.mill": {"shifts": "other"},
            "shifts": {"day": NINE_EIGHTY, "other": {"mon-sat": ["06:00-14:00"]}},
            "products.pin": {
                "operations": {"cut": {"at": "saw", "run": "4 min"}, "mill": {"at": "mill", "run": "9 min"}}
            },
            "demand.shop.season": [random.choice([0.5, 1, 1.5]) for _ in range(52)],
            "demand.pins": {
                "product": "pin",
                "every": "1 h",
                "season": [random.choice([0, 1, 2, 3]) for _ in range(52)],
                "count": 9000,
            },
        }
        for path, value in changes.items():
            put(data, path, value)
        scenario = from_mapping(data)
        found = capacity(scenario)
        with monkeypatch.context() as patched:
            patched.setattr(capacity_table, "weeks_to_look_at", lambda _, period: list(period.weeks))
            every = capacity(scenario)
        for few, all_of_them in zip(found.work_centres, every.work_centres, strict=True):
            assert few.busiest is not None
            assert all_of_them.busiest is not None
            assert few.busiest.load == pytest.approx(all_of_them.busiest.load, rel=1e-9)
