"""One wait, fitted on half of the orders: what the fit uses, what the prediction uses, and what neither does."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flexsim.scenario import ScenarioError
from flexsim.twin.cleaning import CleanLog, clean
from flexsim.twin.fitting import (
    MovingShop,
    Split,
    fit_wait,
    halves,
    orders_in,
    recorded_ticks,
    split,
    splits,
    splits_table,
    weekly_shop,
    with_operations_of,
)
from flexsim.twin.presence import Pattern
from flexsim.twin.raw_log import read_log
from flexsim.twin.recorded_shop import recorded_shop
from tests.twin.made_up import Row, rows, write

H = 3_600_000_000
MINUTE = H // 60
WEEK = 168 * H

SEEDS = range(4)


def cleaned(folder: Path, reports: list[Row]) -> CleanLog:
    return clean(read_log(write(folder / "log.csv", reports)))


@pytest.fixture(name="log")
def made_up_log(tmp_path: Path) -> CleanLog:
    return cleaned(tmp_path, rows())


# halves


def test_every_order_is_in_one_half_whatever_their_sequence() -> None:
    names = [f"Case {n}" for n in range(225)]
    fitted, predicted = halves(names, 3)
    assert sorted([*fitted, *predicted]) == sorted(names)
    assert (len(fitted), len(predicted)) == (112, 113)
    assert halves(names[::-1], 3) == (fitted, predicted)


def test_every_seed_splits_anew() -> None:
    names = [f"Case {n}" for n in range(225)]
    assert len({halves(names, seed)[0] for seed in range(20)}) == 20
    # 20 splits of each order: in the fitted half about half the time, 0 to 20 times with probability 2^-20 each
    counts = [sum(name in halves(names, seed)[0] for seed in range(20)) for name in names]
    assert sum(counts) == 20 * 112
    assert min(counts) > 0
    assert max(counts) < 20


# the search


@pytest.mark.parametrize("target", [100, 101, 5_000, 123_456])
def test_a_straight_line_is_met_in_a_few_runs(target: int) -> None:
    fit = fit_wait(lambda wait: 100 + 7 * wait, target)
    assert abs(fit.lead_ticks - target) <= max(target / 200, 3.5)  # half a per cent, or the nearest whole minute
    assert fit.lead_ticks == 100 + 7 * fit.wait_min
    assert fit.runs <= 7  # 0 and 60, at most ten times as far each time


def test_steps_are_met_as_near_as_they_come() -> None:
    # nights: 1,000 more for every whole 480 minutes; the target lies within the step from 2,000 to 3,000
    tried: list[int] = []

    def lead(wait: int) -> int:
        tried.append(wait)
        return 1_000 * (1 + wait // 480)

    fit = fit_wait(lead, 2_600)
    assert fit.lead_ticks == 3_000  # nearer than 2,000
    assert len(tried) == len(set(tried)) == fit.runs <= 20


def test_who_takes_longer_without_any_wait_gets_none() -> None:
    assert fit_wait(lambda wait: 500 + wait, 400).wait_min == 0


def test_where_nothing_moves_no_wait_helps() -> None:
    fit = fit_wait(lambda wait: 300, 400)
    assert (fit.wait_min, fit.lead_ticks) == (0, 300)


# the factory that is fitted


def test_hours_of_the_week_are_those_of_any_week() -> None:
    first = [(8 * H, 12 * H), (160 * H, 168 * H)]
    second = [(WEEK, WEEK + 2 * H), (WEEK + 10 * H, WEEK + 14 * H)]
    # the first window of the second week goes on from the last of the first: 160 to 168 and 0 to 2
    assert Pattern(2, (*first, *second)).every_week() == Pattern(1, ((0, 2 * H), (8 * H, 14 * H), (160 * H, WEEK)))
    assert Pattern(2, ((160 * H, 170 * H),)).every_week() == Pattern(1, ((0, 2 * H), (160 * H, WEEK)))


# One order: at the lathe 8 to 10 and again 10 to 11, at the mill 12 to 13. Ann does all, so she is there 8 to 13, on
# Mondays.
ONE: list[Row] = [
    ("A", "Lathe", "Ann", "S", 8, 10, 3, "Cap"),
    ("A", "Lathe", "Ann", "D", 10, 11, 3, "Cap"),
    ("A", "Mill", "Ann", "D", 12, 13, 3, "Cap"),
]


@pytest.mark.parametrize(
    ("wait_min", "hours"),
    [
        (0, 4),  # 3 h at the lathe, 1 h at the mill
        (60, 5),  # one move: not to the lathe, nor from the lathe to the lathe
        (75, 168.25),  # at the mill at 12:15; a quarter of an hour is left on the next Monday at 8:00
    ],
)
def test_only_moves_between_work_centres_wait(tmp_path: Path, wait_min: int, hours: float) -> None:
    log = cleaned(tmp_path, ONE)
    shop = MovingShop(log, weekly_shop(recorded_shop(log)))
    assert shop.lead_ticks(wait_min) == {"A": round(hours * H)}


def test_a_wait_longer_than_a_week_is_no_earlier_than_the_start(tmp_path: Path) -> None:
    log = cleaned(tmp_path, ONE)
    shop = MovingShop(log, weekly_shop(recorded_shop(log)))
    assert shop.lead_ticks(8 * 24 * 60) == {"A": 2 * WEEK + 1 * H}  # 11:00 on Tuesday of the next week: Monday 8 to 9
    assert min(shop.moving(8 * 24 * 60).demand["A"].at or ()) >= 0


def test_a_wait_that_made_the_record_is_found_again(log: CleanLog) -> None:
    shop = MovingShop(log, weekly_shop(recorded_shop(log)))
    target = sum(shop.lead_ticks(1_000).values())
    fit = fit_wait(lambda wait: sum(shop.lead_ticks(wait).values()), target)
    assert abs(fit.lead_ticks - target) * 200 < target


def test_what_the_fitted_half_has_never_seen_needs_nobody(log: CleanLog, tmp_path: Path) -> None:
    # The other half has been at the oven, with Eve, and at the lathe: the oven is one unit, for which nobody is needed.
    shop = weekly_shop(recorded_shop(log))
    other: list[Row] = [("Z", "Lathe", "Ann", "D", 8, 9, 1, "Cap"), ("Z", "Oven", "Eve", "D", 10, 12, 1, "Cap")]
    brought = with_operations_of(shop, cleaned(tmp_path / "other", other))
    assert brought.resources.loc["Oven", "units"] == 1
    scenario = MovingShop(cleaned(tmp_path / "other", other), brought).scenario
    lathe, oven = scenario.products["Z"].operations.values()
    assert lathe.run.skills == ("Lathe",)
    assert oven.run.skills == ()
    assert set(scenario.workers) == set(shop.workers)


# what neither half knows of the other


def changed(log: CleanLog, orders: tuple[str, ...], change: Callable[[CleanLog], CleanLog]) -> CleanLog:
    """Change the reports of some orders, and leave the others as they are."""
    import pandas as pd

    rest = tuple(set(log.orders["order"]) - set(orders))
    mine, others = change(orders_in(log, orders)), orders_in(log, rest)
    reports = pd.concat([mine.reports, others.reports]).sort_values(
        ["order", "start", "end", "line"], ignore_index=True
    )
    return replace(log, reports=reports, orders=pd.concat([mine.orders, others.orders], ignore_index=True))


def all_else(log: CleanLog) -> CleanLog:
    """Change every report: other times, lengths, machines, people, quantities."""
    reports = log.reports.assign(
        start=log.reports["start"] + 5 * H,
        end=log.reports["end"] + 5 * H + (log.reports["line"] % 5 + 1) * H,
        resource=log.reports["resource"].replace({"Lathe": "Mill", "Mill": "Saw"}),
        worker=log.reports["worker"].replace({"Ann": "Eve", "Bob": "Ann"}),
        quantity=log.reports["quantity"] + 7,
    )
    orders = log.orders.assign(arrival=log.orders["arrival"] + 5 * H, last=log.orders["last"] + 11 * H)
    return replace(log, reports=reports, orders=orders)


def after_release(log: CleanLog) -> CleanLog:
    """Let everything but the first report of each order come later, ever more, done by somebody else."""
    nth = log.reports.groupby("order").cumcount()
    later = nth * 31 * H + 17 * MINUTE * (nth > 0)
    start, end = log.reports["start"] + later, log.reports["end"] + later
    worker = log.reports["worker"].replace({"Ann": "Cid", "Bob": "Ann"})
    reports = log.reports.assign(start=start, end=end, worker=worker)
    last = log.orders["order"].map(reports.groupby("order")["end"].max())
    return replace(log, reports=reports, orders=log.orders.assign(last=last))


def check_that_neither_half_knows_the_other(log: CleanLog, seed: int) -> None:
    fitted, predicted = halves(log.orders["order"].tolist(), seed)
    found = split(log, seed)
    other_half = split(changed(log, predicted, all_else), seed)
    assert (other_half.fit, other_half.fitted_ticks) == (found.fit, found.fitted_ticks)
    assert other_half.recorded_ticks != found.recorded_ticks  # it was changed
    later = split(changed(log, predicted, after_release), seed)
    assert (later.fit, later.predicted_ticks) == (found.fit, found.predicted_ticks)
    assert later.recorded_ticks != found.recorded_ticks
    own = split(changed(log, fitted, after_release), seed)
    assert own.fit != found.fit  # what is fitted does matter


@pytest.mark.parametrize("seed", SEEDS)
def test_changing_one_half_changes_no_bit_of_what_must_not_know_it(log: CleanLog, seed: int) -> None:
    check_that_neither_half_knows_the_other(log, seed)


def test_a_split_is_its_two_halves_and_nothing_else(log: CleanLog) -> None:
    found = split(log, 1)
    fitted, predicted = halves(log.orders["order"].tolist(), 1)
    assert set(found.fitted_ticks) == set(fitted)
    assert set(found.predicted_ticks) == set(found.recorded_ticks) == set(predicted)
    everything = recorded_ticks(log)
    assert {**found.fitted_ticks, **found.recorded_ticks} == everything
    assert split(log, 1) == found  # twice the same


def test_splits_are_the_same_in_one_process_or_two(log: CleanLog) -> None:
    assert splits(log, 2, workers=2) == [split(log, 0), split(log, 1)]


def test_errors_are_shares_of_what_was_recorded() -> None:
    fit = fit_wait(lambda wait: 10 * H + wait, 10 * H)
    found = Split(0, fit, {"A": 10 * H}, {"B": 30 * H, "C": 10 * H}, {"B": 20 * H, "C": 5 * H}, {"A": 12 * H})
    # predicted 20, recorded 12.5: 60 % too much; the mean of the fitted half, 10, is 20 % too little
    assert (found.predicted_h, found.recorded_h, found.fitted_h) == (20, 12.5, 10)
    assert found.error == pytest.approx(0.6)
    assert found.error_of_the_mean == pytest.approx(-0.2)
    assert (found.no_wait_h, found.own_hours_h) == (10, 12)
    assert splits_table([found]).loc[0, "error"] == found.error
    nothing = Split(0, fit, {"A": 0}, {"B": 0}, {"B": 0}, {"A": 0})
    assert math.isnan(nothing.error)


def test_a_handful_of_orders_is_not_split(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="a log of 3 orders is not split: at least 4 are needed"):
        splits(cleaned(tmp_path, rows(3)))


LOG = Path(os.environ.get("FLEXSIM_DATA", ""), "production_log", "Production_Data.csv")


@pytest.mark.skipif(not LOG.is_file(), reason="FLEXSIM_DATA names no folder with production_log/Production_Data.csv")
def test_in_the_real_log_neither_half_knows_the_other_either() -> None:
    check_that_neither_half_knows_the_other(clean(read_log(LOG)), 0)
