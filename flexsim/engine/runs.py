# cython: boundscheck=True, wraparound=True
"""One run, from the scenario to its counts."""

import gc

from flexsim.engine.counts import Counts, Snapshot
from flexsim.engine.distributions import to_ticks
from flexsim.engine.plan import plan_floor
from flexsim.engine.recorder import Table
from flexsim.engine.shop import Shop
from flexsim.engine.tables import RECORDS, names_of


def run_scenario(scenario, seed, replication, record, rules, after_instant, compiled):
    """Run a scenario once and write down what is to be recorded."""
    floor = plan_floor(scenario, seed, replication, rules)
    recorded = [Table(name, columns, name in record) for name, columns in RECORDS.items()]
    floor.orders, floor.lots, floor.operations, floor.events = recorded
    floor.causes_on = "orders" in record
    floor.all_seen = floor.all_seen or floor.causes_on
    shop = Shop(floor, after_instant)
    collecting = gc.isenabled()
    gc.disable()  # nothing on the floor refers to itself for long: counting references is enough
    try:
        return run_through(shop, scenario, [table for table in recorded if table.on], compiled)
    finally:
        if collecting:
            gc.enable()


def run_through(shop, scenario, recorded, compiled):
    """Warm up, go on to the horizon, see the cohort out; the sums are read at the first two ends (X1)."""
    floor = shop.floor
    warm_up, horizon, run_on = to_ticks(scenario.warm_up), floor.horizon, to_ticks(scenario.run_on)
    shop.begin()
    before = None
    if warm_up > 0:
        shop.work_until(warm_up)
        before = Snapshot(floor, shop.end).keep_unfinished(shop)
    shop.work_until(horizon)
    there = Snapshot(floor, shop.end)
    cohort = (warm_up, horizon if horizon >= 0 else max(shop.end, warm_up) + 1)
    goes_on = horizon >= 0 and run_on > 0 and shop.await_cohort(*cohort) > 0
    if goes_on:
        there.keep_unfinished(shop)
        shop.see_out(horizon + run_on)
    shop.close_books()
    counts = Counts(recorded, there.sums, names_of(scenario, floor), floor, compiled)
    counts.end, counts.ran_until, counts.cohort, counts.at_warm_up = there.end, shop.end, cohort, before
    if before is not None:
        before.names = counts.names
    if goes_on:
        counts.went_on_from(there)
    return counts
