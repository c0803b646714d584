"""The capacity table: loads derived by hand, and long runs that come to the same."""

from __future__ import annotations

import math
import re
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from flexsim.scenario import CentreLoad, TeamLoad, capacity, capacity_in_words, from_mapping
from flexsim.scenario.balancing import _by_scipy, balanced, least_largest_load
from flexsim.scenario.changing import put
from flexsim.scenario.reading import read_yaml

DAY = {"mon-fri": ["08:00-12:00", "12:30-16:30"]}
"""Forty hours a week."""

SHOP = """
flexsim: 1
horizon: 52 wk
products:
  box:
    operations:
      cut: {at: saw, run: 10 min}
demand:
  shop: {product: box, every: exponential(30 min)}
work_centres:
  saw: {}
"""
"""336 boxes a week, 10 min each: 56 of 168 hours."""


def loads(changes: dict[str, Any], text: str = SHOP) -> tuple[dict[str, CentreLoad], dict[str, TeamLoad], Any]:
    """Give the loads of a shop with these changes, by name."""
    data = read_yaml(text, "the shop").data
    for path, value in changes.items():
        put(data, path, deepcopy(value))
    found = capacity(from_mapping(data))
    return {row.work_centre: row for row in found.work_centres}, {row.team: row for row in found.teams}, found


CUT = "products.box.operations.cut"
PER_WEEK = 336 / 60
"""Hours a week of one minute for every box."""

CENTRES: dict[str, tuple[dict[str, Any], float, float]] = {
    "one step": ({}, 10 * PER_WEEK, 168),
    "two units": ({"work_centres.saw.units": 2}, 10 * PER_WEEK, 336),
    "shifts": ({"work_centres.saw.shifts": "day", "shifts.day": DAY}, 10 * PER_WEEK, 40),
    "all steps": ({f"{CUT}.set_up": "3 min", f"{CUT}.load": "2 min", f"{CUT}.unload": "1 min"}, 16 * PER_WEEK, 168),
    "means": ({f"{CUT}.run": "triangular(4 min, 8 min, 15 min)"}, 9 * PER_WEEK, 168),
    "weibull": ({f"{CUT}.run": "weibull(shape=2, scale=10 min)"}, 10 * math.sqrt(math.pi) / 2 * PER_WEEK, 168),
    # 3 pieces an order: set-up once, load once for the lot, run three times
    "quantity": (
        {"demand.shop.quantity": 3, f"{CUT}.set_up": "5 min", f"{CUT}.load": "2 min"},
        (5 + 2 + 30) * PER_WEEK,
        168,
    ),
    "loaded one by one": (
        {"demand.shop.quantity": 3, f"{CUT}.loading": "piece", f"{CUT}.load": "2 min"},
        (6 + 30) * PER_WEEK,
        168,
    ),
    "per lot": ({"demand.shop.quantity": 3, f"{CUT}.per": "lot"}, 10 * PER_WEEK, 168),
    # 1 to 5 pieces in lots of 2: 1, 1, 2, 2, 3 lots, 1.8 on average; 3 pieces on average
    "lots of two": (
        {"demand.shop.quantity": {"from": 1, "to": 5}, "demand.shop.lot_size": 2, f"{CUT}.set_up": "5 min"},
        (1.8 * 5 + 3 * 10) * PER_WEEK,
        168,
    ),
    "counted": ({"demand.shop.count": 8736}, 168 * 10 / 60, 168),
    "counted without an end": ({"demand.shop.count": 5, "horizon": None}, 10 * PER_WEEK, 168),
    "at stated times": (
        {"demand.shop.every": None, "demand.shop.at": ["0 h", "2 h", "80 h", "400 h"], "horizon": "2 wk"},
        1.5 * 10 / 60,
        168,
    ),
    "at stated times without an end": (
        {"demand.shop.every": None, "demand.shop.at": ["0 h", "2 h", "80 h", "336 h"], "horizon": None},
        2 * 10 / 60,
        168,
    ),
    # red 0.3: 14 min, of these big 0.5: 20 min, as the last change that is met counts; big and not red: 20 min
    "changes": (
        {
            "products.box.options": {"colour": {"red": 0.3, "blue": 0.7}, "size": {"big": 0.5, "small": 0.5}},
            f"{CUT}.changes": [
                {"if": {"colour": "red"}, "run": "14 min"},
                {"if": {"size": "big"}, "run": "20 min"},
            ],
        },
        (0.5 * 20 + 0.15 * 14 + 0.35 * 10) * PER_WEEK,
        168,
    ),
    "left out": (
        {"products.box.options": {"a": {"x": 0.3, "y": 0.7}}, f"{CUT}.only_if": {"a": "x"}},
        3 * PER_WEEK,
        168,
    ),
    # each piece is started 1 / 0.8 times
    "yield": ({f"{CUT}.yield": 0.8}, 12.5 * PER_WEEK, 168),
    # a lot of two: N(1) = 1 / 0.8; N(2) = 1 + 2 x 0.8 x 0.2 N(1) + 0.04 N(2), so N(2) = 1.4 / 0.96 set-ups
    "yield and set-ups": (
        {f"{CUT}.yield": 0.8, f"{CUT}.set_up": "6 min", "demand.shop.quantity": 2},
        (2 * 12.5 + 6 * 1.4 / 0.96) * PER_WEEK,
        168,
    ),
    # cut before, 50 %: 2 starts; polish (yield 0.9) sees 1 / 0.9 of the pieces; cut sees 1 / (0.9 x 0.5)
    "yield behind": (
        {
            f"{CUT}.yield": 0.5,
            "products.box.operations.polish": {"at": "saw", "after": "cut", "run": "5 min", "yield": 0.9},
        },
        (10 / 0.45 + 5 / 0.9) * PER_WEEK,
        168,
    ),
    # an operation that only half of the orders have, with a yield of 0.5: cut is visited 0.5 x 2 + 0.5 x 1 times
    "yield of some": (
        {
            "products.box.options": {"a": {"x": 0.5, "y": 0.5}},
            "products.box.operations.dip": {
                "at": "bath", "after": "cut", "run": "1 min", "yield": 0.5, "only_if": {"a": "x"}
            },
            "work_centres.bath": {},
        },
        15 * PER_WEEK,
        168,
    ),
    # failures after 5 h of run, repaired in 1 h: of 6 h 1 is lost
    "operating failures": (
        {"work_centres.saw.failures": {"jam": {"every": "exponential(5 h)", "repair": "1 h"}}},
        10 * PER_WEEK,
        140,
    ),
    # half of the time is set-up, in which the clock stands: 10 h of work have 5 h of run and 1 h of repair
    "operating failures and set-up": (
        {
            f"{CUT}.set_up": "10 min",
            "work_centres.saw.failures": {"jam": {"every": "exponential(5 h)", "repair": "1 h"}},
        },
        20 * PER_WEEK,
        168 / 1.1,
    ),
    # two modes by the clock: up 0.9 x 0.8 of the time
    "clock failures": (
        {
            "work_centres.saw.failures": {
                "a": {"every": "exponential(9 h)", "repair": "1 h", "clock": "time"},
                "b": {"every": "gamma(shape=2, scale=2 h)", "repair": "exponential(1 h)", "clock": "time"},
            }
        },
        10 * PER_WEEK,
        168 * 0.9 * 0.8,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CENTRES)
def test_the_load_of_a_work_centre(case: str) -> None:
    changes, work_h, up_h = CENTRES[case]
    saw = loads(changes)[0]["saw"]
    assert saw.work_h == pytest.approx(work_h, rel=1e-9)
    assert saw.hours_h - saw.down_h == pytest.approx(up_h, rel=1e-9)
    assert saw.load == pytest.approx(work_h / up_h, rel=1e-9)


THREE = {"a": {"at": "A", "run": "1 h"}, "b": {"at": "B", "run": "1 h"}, "c": {"at": "C", "run": "1 h"}}
PLACES = {"work_centres": {"A": {}, "B": {}, "C": {}}, "demand.shop.every": "1 wk"}
"""One order a week, so hours are visits."""


def visits(changes: dict[str, Any]) -> list[float]:
    centres = loads({"products.box.operations": THREE, **PLACES, **changes})[0]
    return [centres[name].work_h for name in "ABC"]


def test_visits_of_a_routing_that_is_drawn() -> None:
    """One to three of three operations: two on average, each as likely. With yields 0.5, 1, 1 of a, b and c:

    an order with a starts twice, and what comes before a is done twice. b: alone 1/3 of one operation; of two, half of
    the pairs with a have b before it; 1/3 [1/3] + 1/3 [2/3 (1/2 x 1 + 1/2 (1/2 x 2 + 1/2))] + 1/3 [1/2 x 2 + 1/2].
    """
    drawn = {"products.box.routing": {"drawn": {"from": 1, "to": 3}}}
    assert visits(drawn) == pytest.approx([2 / 3] * 3)
    b = (1 / 3 + 2 / 3 * (0.5 + 0.5 * 1.5) + 1.5) / 3
    halves = {**THREE, "a": {**THREE["a"], "yield": 0.5}}
    assert visits({**drawn, "products.box.operations": halves}) == pytest.approx([4 / 3, b, b])


def test_visits_by_the_shares_of_a_matrix() -> None:
    """From the start to a; a to b; b back to a 0.2, to c 0.5, else out: a 1 / 0.8 times, b as often, c half of that.

    With a yield of 0.9 at c: what goes to c once more goes through all of its path again, 1 / 0.9 times.
    """
    rows = {"start": {"a": 1}, "a": {"b": 1}, "b": {"a": 0.2, "c": 0.5}, "c": {}}
    matrix = {"products.box.routing": {"matrix": rows}}
    assert visits(matrix) == pytest.approx([1.25, 1.25, 0.625])
    ninety = {**THREE, "c": {**THREE["c"], "yield": 0.9}}
    # paths end at c with probability 0.625, whatever lies before: 1.25 x (0.375 + 0.625 / 0.9)
    both = 1.25 * (0.375 + 0.625 / 0.9)
    assert visits({**matrix, "products.box.operations": ninety}) == pytest.approx([both, both, 0.625 / 0.9])


def test_a_path_on_which_pieces_come_back_for_ever_has_no_hours() -> None:
    """Half of what passes comes back, and of each passage half is scrapped: 0.5 x (1 / 0.5) = 1."""
    rows = {"start": {"cut": 1}, "cut": {"cut": 0.5}}
    saw = loads({"products.box.routing": {"matrix": rows}, f"{CUT}.yield": 0.5})[0]["saw"]
    assert saw.load == math.inf


def test_joined_lots_are_set_up_once_for_the_order() -> None:
    """Four pieces, lots of one: four set-ups before the join, one at and behind it."""
    three = {
        "a": {**THREE["a"], "set_up": "10 h"},
        "b": {**THREE["b"], "set_up": "10 h", "after": "a", "join": True},
        "c": {**THREE["c"], "set_up": "10 h", "after": "b"},
    }
    order = {"products.box.operations": three, "demand.shop.quantity": 4, "demand.shop.lot_size": 1}
    assert visits(order) == pytest.approx([44, 14, 14])
    # c scraps half, each piece anew: a lot of n that is made again is N(n) lots. N(1) = 2; N(2) = (1 + 1/2 x 2) / (3/4)
    three["c"]["yield"] = 0.5
    n = {1: 2.0, 2: 8 / 3}
    n[3] = (1 + 3 / 8 * n[1] + 3 / 8 * n[2]) / (7 / 8)
    n[4] = (1 + 4 / 16 * n[1] + 6 / 16 * n[2] + 4 / 16 * n[3]) / (15 / 16)
    again = n[4] - 1
    assert visits(order) == pytest.approx([8 + 10 * (4 + again), 8 + 10 * n[4], 8 + 10 * n[4]])


def test_stock_is_replenished_in_lots_that_make_up_for_scrap() -> None:
    """84 pieces a week in lots of 20, of which 80 % are good: 5.25 lots, 105 pieces; behind the cut 84, of which none.

    The second operation comes after the scrap: 84 pieces, and a lot of which nothing is left never comes.
    """
    changes = {
        "demand.shop": {"item": "box", "every": "exponential(2 h)"},
        "stock.box": {"product": "box", "lot_size": 20, "reorder_point": 5},
        f"{CUT}.yield": 0.8,
        f"{CUT}.set_up": "60 min",
        "products.box.operations.polish": {"at": "wheel", "after": "cut", "set_up": "60 min", "run": "10 min"},
        "work_centres.wheel": {},
    }
    centres, _, found = loads(changes)
    assert centres["saw"].work_h == pytest.approx(5.25 + 105 / 6, rel=1e-9)
    assert centres["wheel"].work_h == pytest.approx(5.25 * (1 - 0.2**20) + 84 / 6, rel=1e-9)
    assert found.pieces_per_week == {"shop": pytest.approx(84)}


def test_a_wish_that_no_item_matches_is_in_no_load_and_said() -> None:
    changes = {
        "products.box.options": {"colour": {"red": 0.3, "blue": 0.7}},
        "demand.shop.from_stock": True,
        "stock.red": {"product": "box", "options": {"colour": "red"}, "lot_size": 1, "reorder_point": 5},
    }
    centres, _, found = loads(changes)
    assert centres["saw"].work_h == pytest.approx(3 * PER_WEEK)
    assert found.notes == ("70.0% of the orders of shop match no item of the stock: they are in no load.",)


def test_orders_of_a_file_count_with_their_own_options_and_quantities() -> None:
    orders = [
        {"order": "A", "arrival": "1 h", "quantity": 3, "options": {"size": "big"}},
        {"order": "B", "arrival": "2 h", "options": {"size": "small"}},
        {"order": "C", "arrival": "3 h"},
        {"order": "D", "arrival": "60 wk", "quantity": 50},
    ]
    changes = {
        "products.box.options": {"size": {"big": 0.25, "small": 0.75}},
        f"{CUT}.changes": [{"if": {"size": "big"}, "run": "20 min"}],
        "demand.shop": {"product": "box", "orders": orders},
        "horizon": "1 wk",
    }
    assert loads(changes)[0]["saw"].work_h == pytest.approx((60 + 10 + 12.5) / 60)


def test_alternatives_share_work_so_that_the_largest_load_is_least() -> None:
    """56 h for a saw, or 112 h for an old one half as fast: 2/3 and 1/3, so that both have 37 1/3 h."""
    changes = {f"{CUT}.at": {"saw": None, "old": {"run": "20 min"}}, "work_centres.old": {}}
    centres = loads(changes)[0]
    assert [centres[name].work_h for name in ("saw", "old")] == pytest.approx([112 / 3, 112 / 3])
    changes["products.box.operations.more"] = {"at": "old", "run": "20 min"}
    centres = loads(changes)[0]
    assert [centres[name].work_h for name in ("saw", "old")] == pytest.approx([56, 112])


CHANGEOVER = {
    "products.box.options": {"colour": {"red": 0.5, "blue": 0.3, "white": 0.2}, "size": {"big": 0.6, "small": 0.4}},
    f"{CUT}.depends_on": ["colour", "size"],
}


@pytest.mark.parametrize(
    ("changeover", "mean", "most"),
    [
        # equal in both: (0.25 + 0.09 + 0.04) x (0.36 + 0.16)
        ({"fixed": "10 min"}, 10 * (1 - 0.38 * 0.52), 10),
        ({"per_option": {"colour": "6 min", "size": "2 min"}}, 6 * 0.62 + 2 * 0.48, 8),
        (
            {
                "option": "colour",
                "matrix": {
                    "red": {"blue": "4 min", "white": "8 min"},
                    "blue": {"red": "2 min", "white": "6 min"},
                    "white": {"red": "1 min", "blue": "1 min"},
                },
            },
            0.5 * (0.3 * 4 + 0.2 * 8) + 0.3 * (0.5 * 2 + 0.2 * 6) + 0.2 * 0.8 * 1,
            0.5 * 2 + 0.3 * 4 + 0.2 * 8,
        ),
    ],
)
def test_changeovers_as_if_keys_were_drawn_one_after_another(
    changeover: dict[str, Any], mean: float, most: float
) -> None:
    saw = loads({**CHANGEOVER, "work_centres.saw.changeover": changeover})[0]["saw"]
    assert saw.work_h == pytest.approx((10 + mean) * PER_WEEK)
    assert saw.set_up_h == pytest.approx(mean * PER_WEEK)
    assert saw.least_load == pytest.approx(10 * PER_WEEK / 168)
    assert saw.most_load == pytest.approx((10 + most) * PER_WEEK / 168)


def test_products_change_over_by_their_shares() -> None:
    """Two boxes to one can an hour: alike 4/9 + 1/9, so 4/9 of all lots change over."""
    changes = {
        "products.can": {"operations": {"cut": {"at": "saw", "run": "10 min", "depends_on": ["product"]}}},
        f"{CUT}.depends_on": ["product"],
        "demand.cans": {"product": "can", "every": "exponential(60 min)"},
        "work_centres.saw.changeover": {"fixed": "9 min"},
    }
    saw = loads(changes)[0]["saw"]
    assert saw.set_up_h == pytest.approx((336 + 168) * 4 / 9 * 9 / 60)


TEAM = """
flexsim: 1
horizon: 52 wk
products:
  box:
    operations:
      cut: {at: saw, run: 60 min, skill: cut}
      dip: {at: bath, run: 60 min, skill: dip}
      pack: {at: table, run: 60 min, skill: pack}
demand:
  shop: {product: box, every: 3 h}
work_centres: {saw: {team: crew}, bath: {team: crew}, table: {team: crew}}
teams: {crew: {}}
workers:
  Ann: {team: crew, skills: [cut, dip], shifts: day}
  Bob: {team: crew, skills: [cut, dip], shifts: day}
  Cid: {team: crew, skills: [pack, dip], shifts: day}
  Dan: {team: crew, skills: [pack], shifts: day}
shifts:
  day: {mon-fri: ["08:00-12:00", "12:30-16:30"]}
"""
"""56 h a week of each skill, four people with 40 h."""


@pytest.mark.parametrize(
    ("changes", "skills", "people", "work_h", "hours_h"),
    [
        # cut 56 of 80, pack 56 of 80, dip 56 of 120, cut + dip 112 of 120, all 168 of 160
        ({}, ["cut", "dip", "pack"], "Ann Bob Cid Dan", 168, 160),
        ({"workers.Dan.count": 3}, ["cut", "dip"], "Ann Bob Cid", 112, 120),
        ({"workers.Cid.skills": ["pack"]}, ["cut", "dip"], "Ann Bob", 112, 80),
        ({"workers.Ann.shifts": None}, ["pack"], "Cid Dan", 56, 80),
        ({"workers.Dan.skills": ["cut"], "products.box.operations.cut.run": "5 min"}, ["pack"], "Cid", 56, 40),
    ],
)
def test_the_set_of_skills_with_the_largest_load(
    changes: dict[str, Any], skills: list[str], people: str, work_h: float, hours_h: float
) -> None:
    crew = loads(changes, TEAM)[1]["crew"]
    assert list(crew.skills) == skills
    assert sorted({name.split()[0] for name in crew.people}) == people.split()
    assert crew.work_h == pytest.approx(work_h)
    assert crew.hours_h == pytest.approx(hours_h)
    assert crew.load == pytest.approx(work_h / hours_h)


def test_work_and_hours_of_the_whole_team_are_those_of_all_skills() -> None:
    # cut and dip are asked most, 112 h of three people; with packing it is 168 h, and with three Dans six people
    crew = loads({"workers.Dan.count": 3}, TEAM)[1]["crew"]
    assert (crew.work_h, crew.hours_h) == (pytest.approx(112), pytest.approx(120))
    assert (crew.all_work_h, crew.all_hours_h) == (pytest.approx(168), pytest.approx(240))


PACK = "products.box.operations.pack"


@pytest.mark.parametrize(
    ("changes", "hours"),
    [
        ({}, 56),
        ({f"{PACK}.attention": "1/4"}, 14),
        ({f"{PACK}.set_up": "30 min", f"{PACK}.attention": {"run": 0}}, 28),
        ({f"{PACK}.skill": None, f"{PACK}.skills": ["pack", "pack"]}, 112),
        ({f"{PACK}.skill": None, f"{PACK}.skills": ["pack", "pack"], f"{PACK}.speeds": "add"}, 56),
        ({"workers.Cid.skills": {"pack": {"time": 1.5}}, "workers.Dan.skills": {"pack": {"time": 1.5}}}, 84),
        # Dan as at present, Cid twice as slow: 40 h of Dan's make 40, 16 h are left, 32 of Cid's: 48 of 80 h each by turns
        ({"workers.Cid.skills": {"pack": {"time": 2}}}, None),
        (
            {"workers.Cid.skills": {"pack": {"time": 2}}, "workers.Dan.skills": {"pack": {"time": 2}}, f"{PACK}.machine_paced": True},
            56,
        ),
        # repairs of the table, one hour for ten of run
        ({"work_centres.table.failures": {"jam": {"every": "10 h", "repair": "1 h", "skill": "pack"}}}, 61.6),
    ],
)  # fmt: skip
def test_attended_hours(changes: dict[str, Any], hours: float | None) -> None:
    only_pack = {"products.box.operations.cut": None, "products.box.operations.dip": None}
    crew = loads({**only_pack, "workers.Cid.skills": ["pack"], **changes}, TEAM)[1]["crew"]
    if hours is None:  # standard hours a: a / 40 of Dan's time, 2 (56 - a) / 40 of Cid's
        hours = 80 * (56 * 2 / 3) / 40
    assert crew.load == pytest.approx(hours / 80)
    assert crew.work_h == pytest.approx(hours)


def test_a_machine_that_never_sleeps_has_the_hours_of_its_people() -> None:
    """56 h of cutting: the saw is there for 168 h, somebody who can cut for 40 h."""
    saw = loads({}, TEAM)[0]["saw"]
    assert (saw.work_h, saw.hours_h) == (pytest.approx(56), pytest.approx(40))
    by_itself = loads({"products.box.operations.cut.attention": 0}, TEAM)[0]["saw"]
    assert (by_itself.work_h, by_itself.hours_h) == (pytest.approx(56), pytest.approx(168))


def test_the_table_says_what_its_columns_are() -> None:
    """The range of the load has a head where a work centre has one; a footnote stands for a column that has hours."""
    plain = capacity_in_words(loads({})[2])
    assert plain.splitlines()[0].endswith("load")
    assert "there: hours of its units on shift" in plain
    assert "work:" not in plain and "down:" not in plain and "people:" not in plain
    failing = {"work_centres.saw.failures": {"jam": {"every": "10 h", "repair": "1 h"}}}
    full = capacity_in_words(loads({**CHANGEOVER, **failing, "work_centres.saw.changeover": {"fixed": "9 min"}})[2])
    head, row, _, work, there, down, *_ = full.splitlines()
    assert head.index("range of the load") == re.search(r"\d\.\d\d to \d\.\d\d by the order", row).start()  # type: ignore[union-attr]
    assert [line.partition(":")[0] for line in (work, there, down)] == ["work", "there", "down"]
    assert "people: all who have at least one of these skills" in capacity_in_words(loads({}, TEAM)[2])


def test_saturated_demand_has_no_load_and_is_said() -> None:
    changes = {"demand.flood": {"product": "box", "saturated": 2}}
    centres, _, found = loads(changes)
    assert centres["saw"].saturated_by == ("flood",)
    assert centres["saw"].work_h == pytest.approx(10 * PER_WEEK)
    assert found.notes == ("flood sends orders as fast as they are taken: they are in no load.",)


def test_what_will_not_cope_is_named_the_worst_first() -> None:
    found = loads({"work_centres.saw.shifts": "day", "shifts.day": DAY})[2]
    assert found.warnings == ("saw will not cope: 56.0 h of work a week in 40.0 h",)
    assert not found.copes
    found = loads({}, TEAM)[2]
    assert found.warnings == (
        "bath will not cope: 56.0 h of work a week in 40.0 h",
        "saw will not cope: 56.0 h of work a week in 40.0 h",
        "table will not cope: 56.0 h of work a week in 40.0 h",
        "crew will not cope with cut, dip, pack (4 people have at least one of them): 168.0 h of work a week in 160.0 h",
    )


SAWYER = {
    "work_centres.saw.team": "crew",
    "work_centres.saw.changeover": {"fixed": "10 min"},
    "teams.crew": {},
    "workers.Ann": {"team": "crew", "skills": ["sawing"]},
    f"{CUT}.skill": "sawing",
}


@pytest.mark.parametrize(
    ("hours_a_day", "verdict", "rest"),
    [
        # 56 h of cutting, and half of 336 changeovers of 10 min: 28 h
        (11, "will not cope", ""),  # 55 h
        (15, "may not cope", "; without changeovers its load is 0.75"),  # 75 h
        (16.8, None, None),  # 84 h: exactly 1
    ],
)
def test_what_a_better_order_of_changeovers_may_save_may_not_cope(
    hours_a_day: float, verdict: str | None, rest: str | None
) -> None:
    """Two colours, each of every second box; the sawyer is there when the saw is."""
    minutes = round(hours_a_day * 60)
    hours = minutes * 5 / 60
    changes = {
        "products.box.options": {"colour": {"red": 0.5, "blue": 0.5}},
        f"{CUT}.depends_on": ["colour"],
        **SAWYER,
        "shifts.day": {"mon-fri": f"00:00-{minutes // 60:02}:{minutes % 60:02}"},
        "work_centres.saw.shifts": "day",
        "workers.Ann.shifts": "day",
    }
    _, teams, found = loads(changes)
    work = f"84.0 h of work a week in {hours:.1f} h{rest}"
    said = (f"crew {verdict} with sawing (1 person has it): {work}", f"saw {verdict}: {work}")
    assert found.warnings == (said if verdict else ())
    assert teams["crew"].least_load == pytest.approx(56 / hours)
    report = found.as_dict()
    assert [row["verdict"] for row in (*report["work_centres"], *report["teams"])] == [verdict] * 2
    assert report["copes"] is (verdict is None)


def test_a_load_of_exactly_one_is_no_warning() -> None:
    """Theory says that the queue grows without end only by chance; with constant times it does not."""
    assert loads({"demand.shop.every": "10 min"})[2].copes
    assert not loads({"demand.shop.every": "9.999 min"})[2].copes


def test_sharing_out_agrees_with_all_sets_of_skills_and_with_another_solver() -> None:
    random = Random("sharing out")
    for _ in range(300):
        places = [f"p{n}" for n in range(random.randint(1, 7))]
        is_plain = random.random() < 0.5
        needs = []
        for _ in range(random.randint(1, 7)):
            hours = random.choice([1, 2, 5, 10 * random.random()])
            able = random.sample(places, random.randint(1, len(places)))
            needs.append({one: hours * (1 if is_plain else random.uniform(0.5, 1.5)) for one in able})
        there = {one: random.choice([1, 10, 40, random.uniform(1, 50)]) for one in places}
        found = least_largest_load(needs, there)
        assert found.load == pytest.approx(_by_scipy(needs, there, sorted({p for n in needs for p in n}))[0], rel=1e-8)
        for one in places:
            work = math.fsum(
                need[one] * share.get(one, 0) for need, share in zip(needs, found.shares, strict=True) if one in need
            )
            assert work <= found.load * there[one] * (1 + 1e-9)
        if is_plain:
            sets = [[n for n in range(len(needs)) if mask >> n & 1] for mask in range(1, 1 << len(needs))]
            ratios = [
                math.fsum(max(needs[n].values()) for n in one)
                / math.fsum(there[p] for p in set().union(*(needs[n] for n in one)))
                for one in sets
            ]
            assert found.load == pytest.approx(max(ratios), rel=1e-9)
            work = math.fsum(max(needs[n].values()) for n in found.jobs)
            assert found.load == pytest.approx(work / math.fsum(there[p] for p in found.places), rel=1e-9)
        for share in balanced(needs, there):
            assert math.fsum(share.values()) == pytest.approx(1)


def test_orders_that_streams_state_are_of_one_time_until_the_last_of_all() -> None:
    """Two hours of work at the bench until the last order at 10 h: 0.2 of a unit, whichever stream each belongs to."""
    text = """
flexsim: 1
products: {box: {operations: {glue: {at: bench, run: 1 h}}}}
demand:
  early: {product: box, at: [1 h]}
  late: {product: box, orders: [{order: last, arrival: 10 h}]}
work_centres: {bench: {}}
"""
    (bench,) = capacity(from_mapping(read_yaml(text, "shop").data)).work_centres
    assert bench.load == pytest.approx(0.2)
