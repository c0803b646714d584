"""The second opinion: the rules of the floor in plain SimPy, naive on purpose.

``simulate`` takes and gives the exchange format of tests/data/floors/README.md. It is written from docs' floor.md
alone and shares no code with the engine; the numbers in brackets name its rules.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import simpy

from .oracle_calendar import WEEK
from .oracle_demand import clock_at
from .oracle_dispatch import dispatch
from .oracle_draws import minutes_to_ticks
from .oracle_flow import lot_arrives, lots_that_may_leave, order_arrives, work_off_consequences
from .oracle_measures import count_time, note_states, variety
from .oracle_pools import (
    begins_shift,
    idle_people,
    may_come,
    minimum_ends,
    next_review,
    release_idle,
    review_pools,
    somebody_is_to_come,
)
from .oracle_replay import check_records, complain_if_late, replay
from .oracle_state import Floor, FloorError, Lot, Node, Order, Stall, Stream, Work
from .oracle_steps import (
    break_down,
    end_repair,
    end_step,
    fails_at,
    overtime_is_up,
    start_counting,
    unit_goes_off,
    worker_comes,
    worker_leaves,
)

MOST_ROUNDS = 10_000
TEN_WEEKS = 10 * WEEK


def simulate(scenario: dict) -> dict:
    """Run a floor given in the exchange format and return its outcome."""
    floor = Floor(scenario)
    check_schedule(floor)
    environment = simpy.Environment()
    environment.process(run(environment, floor))
    environment.run()
    return outcome(floor)


def run(environment: simpy.Environment, floor: Floor) -> Iterator[simpy.Event]:
    """Work off one instant after the other (T2)."""
    open_floor(floor)
    while True:
        floor.now = environment.now
        work_off_instant(floor)
        if floor.is_replay:
            complain_if_late(floor)
        if floor.now in (floor.warm_up, floor.end):
            floor.books[floor.now] = books(floor)
        if is_over(floor):
            return
        complain_if_stalled(floor)
        next_instant = min(due for due in due_ticks(floor) if due > floor.now)
        yield environment.timeout(next_instant - floor.now)
        count_time(floor, environment.now - floor.now)


def open_floor(floor: Floor) -> None:
    """Time 0: failures count, whoever is present starts a shift, positions are looked at (W4, D6, I1)."""
    for unit in floor.units:
        unit.is_on = unit.work_centre.calendar.is_on(0)
        for mode in unit.modes:
            start_counting(floor, unit, mode)
    for worker in floor.workers.values():
        if may_come(floor, worker):
            worker_comes(floor, worker, starts_shift=True)
    for stream in floor.streams.values():
        plan_next_arrival(floor, stream)
    floor.look_at.update(floor.items)


# --- an instant ----------------------------------------------------------------------------------------------------


def work_off_instant(floor: Floor) -> None:
    """Work off rounds until nothing is left (T2); calls are made in the first one (P4)."""
    for n_rounds in range(MOST_ROUNDS):
        change_states(floor)
        work_off_consequences(floor)
        if n_rounds == 0:
            review_pools(floor)
        replay(floor) if floor.is_replay else dispatch(floor)
        if not needs_another_round(floor) and not somebody_is_idle(floor):
            note_states(floor)
            return
    raise Stall(f"more than {MOST_ROUNDS} rounds at tick {floor.now}")


def needs_another_round(floor: Floor) -> bool:
    """A step of zero length ends, a lot may leave, a saturated stream's order may arrive (T2)."""
    return (
        any(task.is_running and task.ends == floor.now for task in floor.tasks)
        or bool(lots_that_may_leave(floor))
        or any(is_short_of_orders(stream) for stream in floor.streams.values())
        or somebody_is_to_come(floor)
    )


def somebody_is_idle(floor: Floor) -> bool:
    """After the last dispatch it is looked at who is idle; they leave in one more round (P4)."""
    idle = idle_people(floor)
    for worker in idle:
        worker.is_idle = True
    return bool(idle)


def change_states(floor: Floor) -> None:
    """Stage 1 of a round, in this order (T2)."""
    end_steps(floor)
    break_units_down(floor)
    end_presence(floor)
    start_presence(floor)
    for lot in sorted((lot for lot in floor.lots if lot.arrives == floor.now), key=lambda lot: lot.key):
        lot_arrives(floor, lot)
    for stream in floor.streams.values():
        let_orders_arrive(floor, stream)


def end_steps(floor: Floor) -> None:
    """Ends of steps, then of repairs."""
    ending = [task for task in floor.tasks if task.is_running and task.ends == floor.now]
    for work in sorted((t for t in ending if t in floor.works), key=lambda w: w.key):
        end_step(floor, work)
    for repair in sorted((t for t in ending if t in floor.repairs), key=lambda r: r.key):
        end_repair(floor, repair)


def break_units_down(floor: Floor) -> None:
    """Breakdowns, by work centre, unit and mode."""
    for unit in floor.units:
        for mode in unit.modes:
            if fails_at(floor, unit, mode) == floor.now:
                break_down(floor, unit, mode)


def end_presence(floor: Floor) -> None:
    """Ends of presence, units before workers."""
    for unit in floor.units:
        if unit.is_on and not unit.work_centre.calendar.is_on(floor.now):
            unit_goes_off(floor, unit)
    for worker in floor.workers.values():
        if worker.overtime and worker.overtime_ends == floor.now:
            overtime_is_up(floor, worker)
        if worker.is_present and not worker.calendar.is_on(floor.now):
            worker_leaves(floor, worker)
        if worker.is_idle:
            release_idle(floor, worker)


def start_presence(floor: Floor) -> None:
    """Starts of presence, units before workers."""
    for unit in floor.units:
        if not unit.is_on and unit.work_centre.calendar.is_on(floor.now):
            unit.is_on = True
    for worker in floor.workers.values():
        if not worker.is_present and may_come(floor, worker):
            worker_comes(floor, worker, starts_shift=begins_shift(floor, worker))


# --- arrivals ------------------------------------------------------------------------------------------------------


def let_orders_arrive(floor: Floor, stream: Stream) -> None:
    """Every order due now arrives, one whose drawn gap is zero in the same round (T2, O1)."""
    while stream.next_arrival == floor.now or is_short_of_orders(stream):
        order_arrives(floor, stream)
        plan_next_arrival(floor, stream)


def plan_next_arrival(floor: Floor, stream: Stream) -> None:
    """Given arrivals, or the last arrival and a drawn gap; the first counts from 0 (O1, R4)."""
    ordinal, rule = len(stream.orders), stream.rule
    stream.next_arrival = None
    if rule.get("saturated") or ordinal >= stream.n_expected:
        return
    if "at" in rule:
        stream.next_arrival = minutes_to_ticks(rule["at"][ordinal])
        return
    gap = floor.luck.time(rule["every"], f"arrival|{stream.name}", ordinal)
    if rule.get("profile") or rule.get("season"):
        stream.operational += gap
        stream.next_arrival = clock_at(stream.operational, rule, floor.scenario.get("start"))
    else:
        stream.next_arrival = floor.now + gap


def is_short_of_orders(stream: Stream) -> bool:
    """Saturated: fewer than n of the stream's orders have begun no step of any lot (O1)."""
    n = stream.rule.get("saturated")
    if not n or len(stream.orders) >= stream.n_expected:
        return False
    return sum(order.is_open and not order.has_begun for order in stream.orders) < n


# --- what is due, and when a run is over ---------------------------------------------------------------------------


def due_ticks(floor: Floor) -> Iterator[int]:
    """Return every tick at which something is due, as far as it is known now."""
    if floor.end is not None:
        yield from (floor.end, floor.end + floor.run_on)
    yield floor.warm_up
    yield from due_by_itself(floor)
    yield from due_by_work(floor)


def due_by_work(floor: Floor) -> Iterator[int]:
    """Ends of moves and steps, and what the scenario has set a time for."""
    yield from (lot.arrives for lot in floor.lots if lot.arrives is not None)
    yield from (work.ends for work in floor.works if work.is_running)
    yield from (order.patience_ends for order in customers(floor) if order.patience_ends is not None and order.is_open)
    yield from (row["opens"] for row in floor.rows)
    yield from (worker.overtime_ends for worker in floor.workers.values() if worker.overtime_ends is not None)


def due_by_itself(floor: Floor) -> Iterator[int]:
    """Presence, failures, repairs and arrivals."""
    yield from (tick for pool in floor.pools.values() if (tick := next_review(floor, pool)) is not None)
    yield from (tick for worker in floor.workers.values() if (tick := minimum_ends(worker)) is not None)
    calendars = [owner.calendar for owner in [*floor.work_centres.values(), *floor.workers.values()]]
    yield from (change for c in calendars if (change := c.next_change(floor.now)) is not None)
    yield from (
        tick for unit in floor.units for mode in unit.modes if (tick := fails_at(floor, unit, mode)) is not None
    )
    yield from (repair.ends for repair in floor.repairs if repair.is_running)
    yield from (stream.next_arrival for stream in floor.streams.values() if stream.next_arrival is not None)


def customers(floor: Floor) -> list[Order]:
    """Return all customers' orders that have arrived."""
    return [order for stream in floor.streams.values() for order in stream.orders]


def still_waiting(floor: Floor) -> list[Order]:
    """Return those of the cohort, who came in the window, neither delivered nor lost (X1)."""
    return [order for order in customers(floor) if order.is_open and floor.warm_up <= order.arrived < floor.end]


def is_over(floor: Floor) -> bool:
    """At the stated end and when its cohort is gone, or when every order of every stream is complete or lost."""
    if floor.end is not None:
        return floor.now >= floor.end and (not still_waiting(floor) or floor.now >= floor.end + floor.run_on)
    return all(len(stream.orders) == stream.n_expected for stream in floor.streams.values()) and not any(
        order.is_open for order in customers(floor)
    )


def stuck_for_good(floor: Floor) -> list[Work]:
    """Return the blocked lots that wait for each other in a circle: none of their units can ever be empty (B1)."""
    stuck = [work for work in floor.works if work.finished is not None]
    while free := [work for work in stuck if not any(stays_full(floor, node, stuck) for node in work.lot.node.after)]:
        stuck = [work for work in stuck if work not in free]
    return stuck


def stays_full(floor: Floor, node: Node, stuck: list[Work]) -> bool:
    """All units of all alternatives hold stuck lots, and no lot waiting there can go elsewhere or be united."""
    for centre in (floor.work_centres[name] for name in node.op["at"]):
        here = [
            lot for lot in floor.lots if lot.state in ("moving", "meeting", "waiting") and centre.name in lot.places
        ]
        if (
            centre.rule.get("buffer") is None
            or len(here) < centre.rule["buffer"]
            or any(unit.work not in stuck for unit in centre.units)
            or any(lot.state == "meeting" or could_go_elsewhere(floor, lot, stuck) for lot in here)
        ):
            return False
    return True


def could_go_elsewhere(floor: Floor, lot: Lot, stuck: list[Work]) -> bool:
    """One of the lot's alternatives has a unit that holds no stuck lot."""
    return any(unit.work not in stuck for name in lot.places for unit in floor.work_centres[name].units)


def somebody_waits(floor: Floor) -> bool:
    """A customer waits: a shop that has served all and awaits its season has not stalled."""
    return any(order.is_open for order in customers(floor))


def complain_if_stalled(floor: Floor) -> None:
    """A run that can never go on stops with an error (B1, D8)."""
    blocked = [work for work in floor.works if work.finished is not None]
    names = ", ".join(f"{w.lot.node.name} on {w.unit.key}" for w in blocked)
    if not any(due > floor.now for due in due_by_work(floor)) and (circle := stuck_for_good(floor)):
        names = ", ".join(f"{w.lot.node.name} on {w.unit.key}" for w in circle)
        raise Stall(f"lots block each other in a circle: {names}")
    if blocked and floor.now - floor.last_stretch >= TEN_WEEKS:
        raise Stall(f"no stretch has begun for ten weeks, blocked: {names}")
    if floor.end is None and not floor.is_replay and floor.now - floor.last_sign >= TEN_WEEKS and somebody_waits(floor):
        raise Stall("no stretch has begun and no order has come for ten weeks")
    if not any(due > floor.now for due in due_ticks(floor)):
        raise Stall(f"nothing is due any more at tick {floor.now}; blocked: {names or 'nothing'}")


# --- the given schedule and the outcome ----------------------------------------------------------------------------


def check_schedule(floor: Floor) -> None:
    """One lot an order, no yield below 1, each operation at most once, else an error (D8)."""
    listed = [(row["stream"], row["ordinal"], row["operation"]) for row in floor.rows]
    if len(set(listed)) < len(listed):
        raise FloorError("the schedule lists an operation twice")
    for row in floor.rows:
        rule = floor.streams[row["stream"]].rule
        if (rule.get("lot_size") or rule["quantity"]) < rule["quantity"]:
            raise FloorError(f"{row['stream']}: a schedule needs one lot an order")
        if any(op.get("yield", 1) < 1 for op in floor.products[rule["product"]]["operations"]):
            raise FloorError(f"{row['stream']}: a schedule allows no yield below 1")
    if floor.is_replay:
        check_records(floor)


def outcome(floor: Floor) -> dict:
    """Write down the outcome in the exchange format, rows sorted."""
    orders = sorted(customers(floor), key=lambda o: o.key)
    at_end = floor.books.get(floor.end) or books(floor)
    found = {
        "orders": [[*o.key, o.arrived, o.completed] for o in orders],
        "stretches": sorted(floor.stretches),
        "left": sorted(floor.left),
        **{part: at_end[part] for part in ("units", "workers", "end", "stock")},
        "causes": [
            [*o.key, {cause: n for cause, n in sorted(o.causes.items()) if n}]
            for o in orders
            if o.completed is not None
        ],
        "lost": [[*o.key, o.lost] for o in orders if o.lost is not None],
    }
    if floor.run_on:
        found["ran_until"] = floor.now
        found["still_waiting"] = [list(o.key) for o in sorted(still_waiting(floor), key=lambda o: o.key)]
    if floor.warm_up:
        at_warm_up = floor.books.get(floor.warm_up) or at_end
        found["at_warm_up"] = {part: at_warm_up[part] for part in ("units", "workers", "stock")}
        if floor.pools:
            found["at_warm_up"] |= {part: at_warm_up[part] for part in ("pools", "stays")}
    if floor.scenario.get("variety"):
        found["variety"] = at_end["variety"]
    if floor.pools:
        found["pools"], found["stays"] = at_end["pools"], at_end["stays"]
    if floor.is_replay:
        found["unit_exceeded"] = sum(row["exceeds_unit"] for row in floor.rows)
        found["attention_exceeded"] = sum(row["exceeds_attention"] for row in floor.rows)
    return found


def books(floor: Floor) -> dict:
    """What has been counted so far; reading it disturbs nothing (X1)."""
    return {
        "units": {
            f"{u.key[0]}/{u.key[1]}": {state: n for state, n in sorted(u.ticks.items()) if n} for u in floor.units
        },
        "workers": {w.name: {"busy": w.busy_ticks, "present": w.present_ticks} for w in floor.workers.values()},
        "end": floor.now,
        "stock": {item.name: item.on_hand for item in floor.items.values()},
        "variety": variety(floor),
        "pools": [[pool.name, pool.asked, pool.came] for pool in floor.pools.values()],
        "stays": [[pool.name, pool.n_shifts, pool.paid_minimum] for pool in floor.pools.values()],
    }


def main() -> None:
    """Read a floor, write its outcome: ``python -m tests.reference.oracle IN.json > OUT.json``."""
    with open(sys.argv[1], encoding="utf-8") as file:
        json.dump(simulate(json.load(file)), sys.stdout)


if __name__ == "__main__":
    try:
        main()
    except (Stall, FloorError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
