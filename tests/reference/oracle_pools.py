"""People who are called: reviews of the backlog, who comes, who goes when idle (P4)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from .oracle_calendar import DAY, NEVER
from .oracle_routing import first_step, parts_of, planned_set_up_and_run, skills_of
from .oracle_state import Floor, Lot, Pool, Worker
from .oracle_steps import forget_kept, go_home, shift_is_over

# --- stage 4: reviews due ------------------------------------------------------------------------------------------


def review_pools(floor: Floor) -> None:
    """Every pool calls for the shift that begins a notice from now, pools in the order of their names."""
    for pool in floor.pools.values():
        for begin, end in shifts_asked_for(floor, pool):
            ask(floor, pool, begin, end)


def shifts_asked_for(floor: Floor, pool: Pool) -> list[tuple[int, float]]:
    """Return the shift that begins a notice from now; without notice that which runs at time 0 too, from then on."""
    shifts = pool.calendar.shifts_around(floor.now + pool.notice)
    place = bisect_left(shifts, (floor.now + pool.notice, 0))
    found = [shift for shift in shifts[place : place + 1] if shift[0] - pool.notice == floor.now]
    if floor.now == pool.notice == 0:
        found += [(0, end) for begin, end in shifts if begin < 0 < end]
    return found


def next_review(floor: Floor, pool: Pool) -> int | None:
    """Return the next tick at which this pool calls."""
    shifts = pool.calendar.shifts_around(floor.now + pool.notice)
    place = bisect_right(shifts, (floor.now + pool.notice, NEVER))
    return shifts[place][0] - pool.notice if place < len(shifts) else None


def ask(floor: Floor, pool: Pool, begin: int, end: float) -> None:
    """Ask one after the other until as many come as the backlog wants, or all have been asked."""
    wanted = min(len(pool.people), backlog(floor, pool) // pool.above)
    n_coming = sum(is_called_within(worker, begin, end) for worker in pool.people)
    for worker in pool.people:
        may_be_asked = not is_called_within(worker, begin, end) and not worker.overtime
        if n_coming < wanted and may_be_asked and says_yes(floor, pool, begin // DAY):
            worker.called.append((begin, end))
            n_coming += 1


def is_called_within(worker: Worker, begin: int, end: float) -> bool:
    """He is called for a shift that overlaps this one."""
    return any(b < end and begin < e for b, e in worker.called)


def says_yes(floor: Floor, pool: Pool, day: int) -> bool:
    """The k-th asked for a shift of this day comes or not (R4)."""
    k, comes = pool.asked_on[day], pool.rule.get("comes", 1)
    pool.asked_on[day] += 1
    pool.asked += 1
    is_coming = comes == 1 or floor.luck.uniform(f"call|{pool.name}", day, k) < comes
    pool.came += is_coming
    return is_coming


def backlog(floor: Floor, pool: Pool) -> int:
    """Planned set-up and run of all that waits in the team's lines for a skill that the pool has."""
    return sum(planned_for(floor, pool, lot) for lot in floor.lots if lot.state == "waiting")


def planned_for(floor: Floor, pool: Pool, lot: Lot) -> int:
    """An operation with alternatives once, at the first of them that needs the pool."""
    for name in lot.places:
        op = lot.node.op
        needs_somebody = parts_of(op, first_step(floor, op, name)) > 0
        if (
            floor.work_centres[name].team == pool.rule["team"]
            and needs_somebody
            and set(skills_of(op)) & set(pool.rule["skills"])
        ):
            return planned_set_up_and_run(lot.order, op, name, len(lot.pieces))
    return 0


# --- coming and going ----------------------------------------------------------------------------------------------


def may_come(floor: Floor, worker: Worker) -> bool:
    """It is within his hours; one of a pool is called for this shift too and has not been released from it."""
    return worker.calendar.is_on(floor.now) and (worker.pool is None or shift_now(floor, worker) is not None)


def shift_now(floor: Floor, worker: Worker) -> tuple[int, float] | None:
    """Return the shift under way for which he was called."""
    return next((shift for shift in worker.called if shift[0] <= floor.now < shift[1]), None)


def begins_shift(floor: Floor, worker: Worker) -> bool:
    """Tell the beginning of his shift from the end of a break; one of a pool arrives with the former (D6)."""
    if worker.pool is None:
        return not worker.calendar.is_break_until(floor.now)
    is_new = worker.shift != shift_now(floor, worker)
    if is_new:
        go_home(worker)  # from the shift before, if that is how long he stayed
        worker.shift, worker.arrived, worker.here = shift_now(floor, worker), floor.now, 0
        worker.pool.n_shifts += 1
    return is_new


def somebody_is_to_come(floor: Floor) -> bool:
    """Somebody called without notice comes in the next round."""
    return any(w.pool is not None and not w.is_present and may_come(floor, w) for w in floor.workers.values())


def idle_people(floor: Floor) -> list[Worker]:
    """Return whom a pool lets go: present, beyond the minimum, and attending nothing."""
    return [
        worker
        for worker in floor.workers.values()
        if worker.is_present and (ends := minimum_ends(worker)) is not None and floor.now >= ends and not worker.attends
    ]


def minimum_ends(worker: Worker) -> int | None:
    """Return when he may go if idle; None: not before his shift ends."""
    if worker.pool is None or worker.pool.minimum is None or worker.arrived is None:
        return None
    return worker.arrived + worker.pool.minimum if worker.pool.rule.get("goes_when_idle") else None


def release_idle(floor: Floor, worker: Worker) -> None:
    """His shift ends now; what was kept for him is open to all."""
    worker.is_present, worker.is_idle = False, False
    worker.called.remove(worker.shift)
    forget_kept(floor, worker)
    shift_is_over(worker)
