"""The timeline: exact averages over steps, the same as counting stretch by stretch, and nothing that is not known."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexsim import simulate
from flexsim.engine import run
from flexsim.results import Tables, timeline, window
from flexsim.results.integrals import between, overlap, since, union
from flexsim.scenario import load, loads
from flexsim.shipped import model
from flexsim.study import RECORDABLE
from tests.costing.two_stools import SEED, two_stools
from tests.handmade import counts, stool_workshop
from tests.laws.cases import FLOORS, case

HOUR = 3_600_000_000

# Integrals: brute force


def tick_by_tick(spans: list[tuple[int, int]], first: int, last: int) -> int:
    return sum(1 for t in range(first, last) for begin, end in spans if begin <= t < end)


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: tuple(sorted(pair))), max_size=8)
EDGES = st.lists(st.integers(0, 40), min_size=2, max_size=6, unique=True).map(sorted)


def arrays(spans: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    cells = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return cells[:, 0], cells[:, 1]


@settings(derandomize=True)
@given(SPANS, EDGES)
def test_integrals_are_those_counted_tick_by_tick(spans, edges):
    found = between(arrays(spans), np.array(edges, dtype=np.int64)).tolist()
    assert found == [tick_by_tick(spans, a, b) for a, b in pairwise(edges)]


@settings(derandomize=True)
@given(SPANS, SPANS)
def test_unions_and_overlaps_are_those_of_sets_of_ticks(one, other):
    def ticks(spans):
        return {t for begin, end in spans for t in range(begin, end)}

    joined = union(arrays(one)), union(arrays(other))
    for spans, found in zip((one, other), joined, strict=True):
        pairs = list(zip(*(side.tolist() for side in found), strict=True))
        assert ticks(pairs) == ticks(spans)
        assert sum(end - begin for begin, end in pairs) == len(ticks(spans))
    common = zip(*(side.tolist() for side in overlap(*joined)), strict=True)
    assert ticks(common) == ticks(one) & ticks(other)


def test_sums_beyond_64_bits_come_out_right():
    # a million pieces since the last day of two centuries: the partial sums are 6e24
    late = 200 * 365 * 24 * HOUR
    edges = np.array([late, late + HOUR], dtype=np.int64)
    many = np.full(1_000_000, late - HOUR, dtype=np.int64)
    assert since(many, edges).tolist() == [1_000_000 * HOUR]


# The timeline of a run


def test_the_shop_by_hand() -> None:
    # Stools inside 0-3 and 0.5-4.5 h; the peg is bought and gone at 2 h. Pegs on the shelf: 2, from 2 h 1, from 3 h 5.
    table = simulate(two_stools(), SEED, record=RECORDABLE).tables.timeline
    assert table["from_h"].tolist() == list(range(10))
    assert table["orders_inside"].tolist() == [1.5, 2, 2, 1, 0.5, 0, 0, 0, 0, 0]
    assert table["on_hand[peg_on_shelf]"].tolist() == [2, 2, 1, 5, 5, 5, 5, 5, 5, 5]
    busy = [1, 1, 1, 1, 0.5, 0, 0, 0, 0, 0]
    assert table["busy[saw]"].tolist() == table["occupied[saw]"].tolist() == table["attending[crew]"].tolist() == busy
    assert table["idle[crew]"].tolist() == [1 - share for share in busy]
    assert table["busy[lathe]"].tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    # in progress: the first stool 0-3 h, made twice, the second 0.5-4.5 h, four pegs 2-3 h
    assert table["work_in_progress"].tolist() == [1.5, 2, 3, 1, 0.5, 0, 0, 0, 0, 0]


def test_what_is_under_way_at_the_end_is_known_from_the_sums() -> None:
    stopped = simulate(two_stools().replace(horizon="4 h"), SEED, record=RECORDABLE)
    assert stopped.tables.timeline["busy[saw]"].tolist() == [1, 1, 1, 1]
    assert stopped.tables.timeline["attending[crew]"].tolist() == [1, 1, 1, 1]


def test_buffers_fill_hour_by_hour() -> None:
    # trace 3 of the floor's rules, in hours for minutes: A runs 10, move 25, B 30, buffer 1; A is blocked 30 to 65
    line = loads(
        """
flexsim: 1
horizon: 70 h
products: {part: {operations: {a: {at: A, run: 10 h}, b: {at: B, after: a, run: 30 h}}}}
demand: {parts: {product: part, saturated: 1}}
work_centres: {A: {}, B: {buffer: 1, move_to: 25 h}}
"""
    )
    table = simulate(line, record=RECORDABLE).tables.timeline_by(5)
    assert table["blocked[A]"].tolist() == [0] * 6 + [1] * 7 + [0]
    assert table["busy[A]"].tolist() == [1] * 6 + [0] * 7 + [1]
    assert table["busy[B]"].tolist() == [0] * 7 + [1] * 7


@pytest.mark.parametrize("name", FLOORS)
def test_every_column_is_what_single_records_say(name: str) -> None:
    found = case(name)
    part = window(found.counts)
    step = max(part.end / HOUR / 7, 1e-6)
    table = timeline(part, found.scenario, step)
    edges = [Fraction(round(step * HOUR) * n) for n in range(len(table["from_h"]))] + [Fraction(part.end)]
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for order in found.rows("orders"):
        over = order["completed"] if order["completed"] >= 0 else part.end
        spans["orders_inside"].append((order["arrived"], over))
    stretches = set()
    for event in found.rows("events"):
        kind = found.names("event_kinds")[event["kind"]]
        if kind in found.names("steps"):
            stretches.add((event["unit"], event["from"], event["to"]))
    centre_of = {row["unit"]: found.names("work_centres")[row["work_centre"]] for row in found.rows("work_centres")}
    for unit, begin, end in stretches:
        spans[f"busy[{centre_of[unit]}]"].append((begin, end))
    complete = {}
    for centre in found.names("work_centres"):
        own = [row for row in found.rows("work_centres") if centre_of[row["unit"]] == centre]
        recorded = sum(end - begin for begin, end in spans[f"busy[{centre}]"])
        complete[f"busy[{centre}]"] = recorded == sum(row["set_up"] + row["run"] for row in own)
        assert f"busy[{centre}]" in table
    for column, own_spans in spans.items():
        if not complete.get(column, True):
            continue  # stretches under way at the end: the next test
        for k in range(len(edges) - 1):
            a, b = edges[k], edges[k + 1]
            ticks = sum(max(min(end, b) - max(begin, a), 0) for begin, end in own_spans)
            assert table[column][k] == pytest.approx(float(ticks / (b - a)), rel=1e-12, abs=1e-12), column


@pytest.mark.parametrize("name", FLOORS)
def test_columns_sum_to_the_engines_own_sums(name: str) -> None:
    found = case(name)
    part = window(found.counts)
    table = timeline(part, found.scenario, max(part.end / HOUR / 13, 1e-6))
    span = np.asarray(table["to_h"]) - np.asarray(table["from_h"])
    for place, centre in enumerate(found.names("work_centres")):
        own = [row for row in found.rows("work_centres") if row["work_centre"] == place]
        for column, states in ((f"busy[{centre}]", ("set_up", "run")), (f"blocked[{centre}]", ("blocked",))):
            if column in table:
                hours = sum(row[state] for row in own for state in states) / HOUR
                assert (table[column] * span).sum() == pytest.approx(hours, rel=1e-9, abs=1e-9)
    for row in found.rows("teams"):
        team = found.names("teams")[row["team"]]
        if f"present[{team}]" in table:
            assert (table[f"present[{team}]"] * span).sum() == pytest.approx(row["present"] / HOUR, rel=1e-9)
            attended = (row["set_up"] + row["run"] + row["repair"]) / 840 / HOUR
            assert (table[f"attending[{team}]"] * span).sum() == pytest.approx(attended, rel=1e-9, abs=1e-9)
    for row in found.rows("stock"):
        column = f"on_hand[{found.names('items')[row['item']]}]"
        if column in table:
            assert (table[column] * span).sum() == pytest.approx(row["on_hand_ticks"] / HOUR, rel=1e-9)


def test_most_columns_are_known_on_most_floors() -> None:
    # what is left out for want of records must stay the exception, or the two tests above would test nothing
    asked = known = 0
    for name in FLOORS:
        found = case(name)
        table = timeline(window(found.counts), found.scenario, 1.0)
        wanted = [f"{what}[{c}]" for c in found.names("work_centres") for what in ("busy", "blocked")]
        wanted += [f"{what}[{t}]" for t in found.names("teams") for what in ("present", "attending", "idle")]
        wanted += [f"on_hand[{item}]" for item in found.names("items")]
        asked, known = asked + len(wanted), known + sum(column in table for column in wanted)
    assert known > 0.8 * asked


def test_shelves_of_a_shop_end_with_what_is_there() -> None:
    result = simulate(load(model("bicycle_mass")).replace(horizon="8 wk", warm_up="4 wk"))
    table, stock = result.tables.timeline_by(1 / 60), result.tables.stock.set_index("item")
    for item in stock.index:
        assert table[f"on_hand[{item}]"].iloc[-1] == stock.loc[item, "on_hand"]


def test_a_step_is_stated_a_day_for_long_runs_and_an_hour_for_short_ones() -> None:
    short, long_ = Tables(window(counts()), stool_workshop()), Tables(window(run(load(model("bicycle_workshop")), 1)))
    assert (short.timeline["to_h"] - short.timeline["from_h"]).tolist() == [1.0] * 8
    assert set(long_.timeline["to_h"] - long_.timeline["from_h"]) == {24.0}
    odd = short.timeline_by(3)
    assert odd["to_h"].tolist() == [3, 6, 8]


@pytest.mark.parametrize(
    ("step_h", "message"),
    [
        (0, "must be above 0"),
        (-1, "must be above 0"),
        (float("nan"), "must be above 0"),
        (1e-9, "at most 1,000,000 steps"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(step_h: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Tables(window(counts())).timeline_by(step_h)
