"""Spans of time against counting tick by tick."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from flexsim.twin.presence import Pattern, folded
from flexsim.twin.recorded_shop import connected
from flexsim.twin.spans import covered, levels, overlaps_an_earlier, ticks_above

WEEK = 7 * 24 * 3_600_000_000

SPANS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 15), st.integers(0, 6)), min_size=1, max_size=12)


def columns(spans: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    key, start, length = (np.array(column, np.int64) for column in zip(*spans, strict=True))
    return key, start, start + length


def open_at(spans: list[tuple[int, int, int]], key: int, tick: int) -> int:
    return sum(k == key and start <= tick < start + length for k, start, length in spans)


@settings(deadline=None)
@given(SPANS)
def test_levels_are_counted_tick_by_tick(spans: list[tuple[int, int, int]]) -> None:
    found = levels(*columns(spans))
    told = {
        (key, tick): level
        for key, begin, end, level in zip(*(column.tolist() for column in found), strict=True)
        for tick in range(begin, end)
    }
    counted = {(key, tick): open_at(spans, key, tick) for key in range(3) for tick in range(25)}
    assert told == {place: level for place, level in counted.items() if level}


@settings(deadline=None)
@given(SPANS, st.integers(0, 3))
def test_time_above_a_level_is_counted_tick_by_tick(spans: list[tuple[int, int, int]], most: int) -> None:
    found = ticks_above(levels(*columns(spans)), most, *columns(spans))
    counted = [
        sum(open_at(spans, key, tick) > most for tick in range(start, start + length)) for key, start, length in spans
    ]
    assert found.tolist() == counted


@settings(deadline=None)
@given(SPANS, st.integers(0, 4))
def test_united_spans_cover_what_they_cover_and_the_gaps_below_the_limit(
    spans: list[tuple[int, int, int]], gap: int
) -> None:
    blocks = list(covered(*columns(spans), gap).itertuples(index=False, name=None))
    for key, start, length in spans:
        assert any(k == key and begin <= start and start + length <= end for k, begin, end in blocks)
    for (key, _, end), (other, begin, _) in pairwise(blocks):
        assert key < other or (key == other and begin - end >= max(gap, 1))
    if not gap:
        ticks = sum(open_at(spans, key, tick) > 0 for key in range(3) for tick in range(25))
        assert sum(end - begin for _, begin, end in blocks) == ticks


@settings(deadline=None)
@given(SPANS)
def test_a_span_overlaps_an_earlier_one_if_that_is_still_open(spans: list[tuple[int, int, int]]) -> None:
    found = overlaps_an_earlier(*columns(spans))
    order = sorted((n for n in range(len(spans)) if spans[n][2]), key=lambda n: (*spans[n][:2], spans[n][2], n))
    for place, n in enumerate(order):
        key, start, _ = spans[n]
        before = [spans[m] for m in order[:place] if spans[m][0] == key]
        assert found[n] == any(other + length > start for _, other, length in before)
    assert not any(found[n] for n in range(len(spans)) if not spans[n][2])


def test_centuries_of_many_machines_do_not_overflow() -> None:
    """Ten thousand machines over a hundred years of microseconds: their product has 65 bits."""
    key = np.arange(10_000, dtype=np.int64).repeat(2)
    start = np.tile(np.array([0, 5], np.int64), 10_000) + 3_000_000_000_000_000 * (key % 2)
    found = ticks_above(levels(key, start, start + 10), 1, key, start, start + 10)
    assert found.tolist() == [5] * 20_000  # both are open from 5 to 10


def test_parts_of_a_graph_are_found_over_several_steps() -> None:
    part = connected([("a", "b"), ("c", "d"), ("b", "e"), ("f", "f")])
    assert part["a"] == part["b"] == part["e"]
    assert len({part["a"], part["c"], part["f"]}) == 3


def test_weeks_that_say_the_same_fold_into_the_fewest() -> None:
    day = (10, 20)
    every_other = [(n * WEEK + start, n * WEEK + end) for n in range(0, 6, 2) for start, end in [day]]
    assert folded(every_other, 6) == (2, (day,))
    assert folded(every_other, 5) == (5, (day, (2 * WEEK + 10, 2 * WEEK + 20), (4 * WEEK + 10, 4 * WEEK + 20)))
    assert folded([(WEEK - 5, WEEK + 5)], 2) == (2, ((WEEK - 5, WEEK + 5),))  # over midnight from Sunday to Monday
    assert folded([(0, 3 * WEEK)], 3) == (1, ((0, WEEK),))


def test_weeks_beyond_a_year_are_laid_over_those_of_the_first() -> None:
    both = [(3 * WEEK + 10, 3 * WEEK + 20), ((53 + 3) * WEEK + 15, (53 + 3) * WEEK + 30)]
    assert folded(both, 60) == (53, ((3 * WEEK + 10, 3 * WEEK + 30),))


def test_the_longest_gap_goes_over_the_end_of_the_pattern_too() -> None:
    assert Pattern(2, ((10, 20), (50, 60))).longest_gap == 2 * WEEK - 60 + 10
    assert Pattern(1, ((0, 5), (WEEK - 5, WEEK))).longest_gap == WEEK - 10


def test_hours_of_any_week_are_those_of_every_week() -> None:
    assert Pattern(3, ((10, 20), (WEEK + 15, WEEK + 30), (2 * WEEK + 50, 2 * WEEK + 60))).every_week() == (
        1,
        ((10, 30), (50, 60)),
    )
