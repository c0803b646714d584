"""A run goes on after its horizon for those who came in the window, and its books are read on the way (X1)."""

import json

import numpy as np
import pytest

from flexsim.engine import run
from flexsim.scenario import ScenarioError, load, loads
from flexsim.shipped import folder
from tests.engine.either import ROOT
from tests.engine.test_hand_traces import MINUTE, log, minutes, orders, play
from tests.reference.floors import scenario_of

EVERYTHING = ("orders", "lots", "operations", "events")

ONE_MACHINE = """
    horizon: 30 min
    products: {part: {operations: {turn: {at: lathe, run: 12 min}}}}
    demand: {north: {product: part, every: 10 min, count: 20}}
    work_centres: {lathe: {}}
"""
# An order every 10 minutes from 10 on, 12 minutes each on one machine: delivered at 22, 34, 46, 58 ...


def test_those_who_came_before_the_horizon_are_served_after_it_and_the_sums_stop_there():
    counts = play("run_on: 1 d\n", ONE_MACHINE)
    # Two came before 30; the second is delivered at 34. The third comes at the horizon: he is not awaited.
    assert (counts.end, counts.ran_until, counts.cohort) == (30 * MINUTE, 34 * MINUTE, (0, 30 * MINUTE))
    assert orders(counts) == {"north0": (10, 22), "north1": (20, 34), "north2": (30, None)}
    assert minutes(counts, "work_centres", "lathe/0", "run") == 20
    assert minutes(counts, "work_centres", "lathe/0", "idle") == 10
    there = counts.at_end.tables["orders"]
    assert (there["ordinal"].tolist(), there["completed"].tolist()) == ([0, 1, 2], [22 * MINUTE, -1, -1])


def test_demand_keeps_coming_while_the_last_of_the_window_wait():
    # North is more urgent, so south, who came at 5, waits until nobody of north is there: never, up to the limit.
    urgent = """
        horizon: 30 min
        products: {part: {operations: {turn: {at: lathe, run: 10 min}}}}
        demand:
          north: {product: part, every: 10 min, count: 9}
          south: {product: part, at: [15 min], priority: 1}
        work_centres: {lathe: {}}
    """
    counts = play("run_on: 1 d\n", urgent)
    # north's nine come at 10 to 90 and are served without a gap until 100, then south
    assert counts.ran_until == 110 * MINUTE
    assert orders(counts)["south0"] == (15, 110)
    stopped = play("run_on: 45 min\n", urgent)
    assert stopped.ran_until == 75 * MINUTE
    assert orders(stopped)["south0"] == (15, None)
    assert stopped.n_orders_inside == 2  # south's, and north's of 70


def test_a_run_may_stop_at_its_horizon():
    counts = play("run_on: 0 s\n", ONE_MACHINE)
    assert counts.end == counts.ran_until == 30 * MINUTE
    assert counts.at_end is counts
    assert log(counts) == ["10-22 north0 turn run lathe/0"]


def test_customers_of_the_warm_up_are_not_awaited():
    # The one who came at 5 needs 100 minutes; he is served last, after the window's one of 15.
    counts = play(
        """
        horizon: 20 min
        warm_up: 10 min
        run_on: 1 d
        products:
          slow: {operations: {turn: {at: lathe, run: 100 min}}}
          quick: {operations: {turn: {at: mill, run: 10 min}}}
        demand: {north: {product: slow, at: [5 min]}, south: {product: quick, at: [15 min]}}
        work_centres: {lathe: {}, mill: {}}
        """
    )
    assert counts.ran_until == 25 * MINUTE
    assert counts.cohort == (10 * MINUTE, 20 * MINUTE)
    assert orders(counts) == {"north0": (5, None), "south0": (15, 25)}
    before = counts.at_warm_up
    assert before.end == 10 * MINUTE
    assert before.tables["work_centres"]["run"].tolist() == [5 * MINUTE, 0]


def test_without_a_horizon_everybody_is_of_the_cohort():
    counts = play(ONE_MACHINE.replace("horizon: 30 min", "").replace("count: 20", "count: 2"))
    assert (counts.end, counts.ran_until, counts.cohort) == (34 * MINUTE, 34 * MINUTE, (0, 34 * MINUTE + 1))


def test_a_run_goes_on_for_eight_weeks_unless_told():
    assert loads("flexsim: 1\n" + ONE_MACHINE.replace("\n    ", "\n")).run_on == 8 * 7 * 24 * 3600


def test_running_on_needs_a_horizon():
    with pytest.raises(ScenarioError, match='a run goes on after its "horizon", and this scenario has none'):
        play("run_on: 1 wk\n", ONE_MACHINE.replace("horizon: 30 min", ""))


FLOORS = sorted((ROOT / "tests" / "data" / "floors").glob("level[1-7]_????.json"))


def cases():
    """Scenarios, the two numbers of their luck, and two moments at which they are cut."""
    for path in FLOORS:
        floor = json.loads(path.read_text(encoding="utf-8"))
        yield pytest.param(scenario_of(floor), floor["seed"], floor["replication"], "h", 7, 31, id=path.stem)
    for path in sorted(folder("models").glob("*.yaml")):
        yield pytest.param(load(path), 3, 1, "wk", 1, 2, id=path.stem)


@pytest.mark.parametrize(("scenario", "seed", "replication", "unit", "early", "late"), list(cases()))
def test_the_books_on_the_way_are_those_of_a_run_that_stops_there(scenario, seed, replication, unit, early, late):
    def counted(**values):
        changed = scenario.replace(**{"run_on": "0 s", "warm_up": None, **values})
        return run(changed, seed, replication, record=EVERYTHING)

    cut = f"{early}.37 {unit}", f"{late}.11 {unit}"
    whole = counted(warm_up=cut[0], horizon=cut[1], run_on="4 wk")
    for snapshot, horizon in ((whole.at_warm_up, cut[0]), (whole.at_end, cut[1])):
        stopped = counted(horizon=horizon)
        assert snapshot.end == stopped.end
        for table in stopped.tables.keys() - {"events"}:
            for name, column in stopped.tables[table].items():
                np.testing.assert_array_equal(snapshot.tables[table][name], column, f"{table}, {name}, {horizon}")
    for table in ("work_centres", "workers", "teams", "stock"):
        for name, column in counted(horizon=cut[1]).tables[table].items():
            np.testing.assert_array_equal(whole.tables[table][name], column)
