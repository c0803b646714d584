"""What a log says, summed: every number is derived beside it from five orders small enough to check by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexsim.twin.records import Record, covered, record_of, ticks_in_bins

H = 3_600_000_000

COLUMNS = ("line", "order", "part", "resource", "worker", "kind", "start", "end", "quantity")

# Hours since Monday 00:00. A is at two machines at once from 11 to 12, and has a report without a duration at 40.
# B crosses the end of the first week (168 h). C waits for two days in between and breaks down. D is one report.
REPORTS = [
    (2, "A", "Cap", "Lathe", "Ann", "set_up", 8, 9, 5),
    (3, "A", "Cap", "Lathe", "Ann", "run", 9, 12, 5),
    (4, "A", "Cap", "Mill", "Bob", "run", 11, 30, 5),
    (5, "A", "Cap", "Lathe", "", "run", 40, 40, 5),
    (6, "B", "Lid", "Lathe", "Ann", "run", 167, 170, 1),
    (7, "C", "Cap", "Lathe", "Ann", "run", 10, 11, 2),
    (8, "C", "Cap", "Lathe", "Ann", "breakdown", 11, 13, 2),
    (9, "C", "Cap", "Lathe", "Bob", "run", 61, 62, 2),
    (10, "D", "Cap", "Mill", "Bob", "set_up", 0, 6, 9),
]


def log() -> pd.DataFrame:
    rows = [(*row[:6], row[6] * H, row[7] * H, row[8]) for row in REPORTS]
    return pd.DataFrame(rows, columns=COLUMNS)


def shop() -> Record:
    return record_of(log())


def test_an_order_lasts_from_its_first_report_to_its_last() -> None:
    orders = shop().orders.set_index("order")
    assert (orders["first"] // H).to_dict() == {"A": 8, "B": 167, "C": 10, "D": 0}
    assert (orders["lead"] // H).to_dict() == {"A": 32, "B": 3, "C": 52, "D": 6}
    assert orders["quantity"].to_dict() == {"A": 5, "B": 1, "C": 2, "D": 9}
    assert orders["part"].to_dict() == {"A": "Cap", "B": "Lid", "C": "Cap", "D": "Cap"}


def test_reports_at_the_same_time_cover_it_once() -> None:
    # A: 8 to 30 without a gap, and nothing at 40. C: 10 to 13 and 61 to 62.
    assert (covered(log()) // H).to_dict() == {"A": 22, "B": 3, "C": 4, "D": 6}


def test_a_short_report_inside_a_long_one_covers_nothing_new() -> None:
    rows = [
        (1, "A", "Cap", "Lathe", "Ann", "run", 0, 10 * H, 1),
        (2, "A", "Cap", "Mill", "Bob", "run", 2 * H, 4 * H, 1),
    ]
    rows.append((3, "A", "Cap", "Mill", "Bob", "run", 5 * H, 12 * H, 1))
    assert covered(pd.DataFrame(rows, columns=COLUMNS)).to_dict() == {"A": 12 * H}


def test_work_in_progress_is_the_mean_number_of_orders_open() -> None:
    days = shop().orders_open["orders"].to_numpy()
    # Day 0: A 8 to 24, C 10 to 24, D 0 to 6. Day 1: A 0 to 16, C all day. Day 2: C to 14:00. Day 6: B from 23:00.
    assert days[:7] * 24 == pytest.approx([36, 40, 14, 0, 0, 0, 1])


def test_the_day_in_which_the_log_ends_counts_as_far_as_it_goes() -> None:
    days = shop().orders_open["orders"].to_numpy()
    assert (len(days), days[-1]) == (8, 1)  # the log ends at 170 h: B is open for 2 of 2 h, not for 2 of 24


def test_load_of_a_week_is_what_lies_in_it() -> None:
    # Week 1: A 4 + 19, B 1, C 4 with its breakdown, D 6. Week 2: B 2. Nothing later.
    assert (shop().load_by_week["ticks"] // H).tolist() == [34, 2, 0]


def test_what_is_done_after_the_end_is_later() -> None:
    cut = record_of(log(), end=100 * H)  # everything but B, whose 3 h come later
    assert (cut.load_by_week["ticks"] // H).tolist() == [33, 3]


def test_hours_by_machine_and_worker_are_those_of_their_reports() -> None:
    machines, workers = shop().time_by("resource") // H, shop().time_by("worker") // H
    assert machines.loc["Lathe"].to_dict() == {"set_up": 1, "run": 8, "breakdown": 2}
    assert machines.loc["Mill"].to_dict() == {"set_up": 6, "run": 19, "breakdown": 0}
    assert workers.loc["Ann"].to_dict() == {"set_up": 1, "run": 7, "breakdown": 2}
    assert list(workers.index) == ["Ann", "Bob"]  # nobody has no row


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12), st.integers(1, 9))
def test_spans_in_bins_are_what_counting_every_tick_gives(spans: list[tuple[int, int]], width: int) -> None:
    starts, ends = (np.array([sorted(span)[end] for span in spans], dtype=np.int64) for end in (0, 1))
    n_bins = -(-50 // width)
    counted = np.zeros(n_bins, dtype=np.int64)
    for start, end in zip(starts, ends, strict=True):
        for tick in range(start, end):
            counted[tick // width] += 1
    assert ticks_in_bins(starts, ends, width, n_bins).tolist() == counted.tolist()
