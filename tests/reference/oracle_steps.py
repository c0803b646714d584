"""Stretches of steps and repairs; breakdowns; presence (S1 to S6, W4, P1)."""

from __future__ import annotations

from .oracle_draws import minutes_to_ticks
from .oracle_routing import made_values, operation_steps
from .oracle_state import FULL, Attendance, Floor, FloorError, Lot, Mode, Repair, Step, Task, Unit, Work, Worker

# --- how long a step takes -----------------------------------------------------------------------------------------


def factor(step: Step, crew: list[Worker]) -> float:
    """Return f: one worker's, the largest of a crew, or with ``speeds: add`` 1 / (sum of 1/f) (S1, P1)."""
    if step.parts != FULL or step.paced_by_machine:
        return 1.0
    factors = {worker.name: worker.skills[skill]["time"] for skill, worker in zip(step.skills, crew, strict=True)}
    if len(factors) > 1 and step.speeds == "add":
        return 1 / sum(1 / factors[name] for name in sorted(factors))
    return max(factors.values())


def lasting(standard: int, f: float) -> int:
    """T = ticks(L x f), at least 1 if L > 0 (S3)."""
    return max(1, int(standard * f + 0.5)) if standard > 0 else 0


def left_after(step: Step, elapsed: int, lasts: int) -> int:
    """L becomes L - int(L x (e / T)) (S3)."""
    return step.left - int(step.left * (elapsed / lasts)) if lasts else step.left


def quality_factor(step: Step, crew: list[Worker]) -> float:
    """Return the quality factor of the worker in attendance, the largest of a crew, 1 if there is none (R4)."""
    return max((worker.skills[skill]["quality"] for skill, worker in zip(step.skills, crew, strict=True)), default=1.0)


# --- attendance ----------------------------------------------------------------------------------------------------


def attend(floor: Floor, task: Task, crew: list[Worker], what: str, parts: int) -> None:
    """Workers begin to attend."""
    for worker in crew:
        worker.attends.append(Attendance(what, task, parts))


def release(floor: Floor, task: Task, crew: list[Worker], what: str) -> None:
    """Workers attend this no longer; one on overtime with nothing left goes home (S4)."""
    for worker in crew:
        worker.attends = [a for a in worker.attends if not (a.task is task and a.what == what)]
        worker.free_since = floor.now
        if worker.overtime and not worker.running:
            go_home(worker)


def go_home(worker: Worker) -> None:
    """End his overtime."""
    if worker.overtime:
        shift_is_over(worker)
    worker.overtime, worker.overtime_ends = False, None


def shift_is_over(worker: Worker) -> None:
    """One who was called is paid at least the minimum: what is short of it beside his hours (P4)."""
    if worker.pool is not None:
        worker.pool.paid_minimum += max(0, (worker.pool.minimum or 0) - worker.here)
        worker.here = None


def stop_waiting_beside(floor: Floor, work: Work) -> None:
    """Free the workers who wait beside the broken unit (S6)."""
    crew, work.beside = work.beside or [], None
    release(floor, work, crew, "waits")


# --- operations ----------------------------------------------------------------------------------------------------


def begin_operation(floor: Floor, lot: Lot, unit: Unit, crew: list[Worker], row: dict | None) -> None:
    """The lot leaves its lines and goes on the unit; its first step starts (D1)."""
    work = Work(unit=unit, lot=lot, steps=operation_steps(floor, lot, unit), key=lot.key, row=row)
    if row is not None:
        row["has_started"] = True
        take_listed_duration(work, row)
    work.set_up = work.step if work.step.kind == "set_up" else None
    unit.work, lot.state = work, "on unit"
    unit.memory.update(made_values(lot.order, lot.node.op))
    start_step(floor, work, crew)


def take_listed_duration(work: Work, row: dict) -> None:
    """A listed duration is that of the whole lot's run (D8)."""
    if row.get("duration") is None:
        return
    runs = [step for step in work.steps if step.kind == "run"]
    if len(runs) > 1:
        raise FloorError(f"{work.lot.key}: a duration is listed, but the operation runs piece by piece")
    list_duration(runs[0], row)


def list_duration(run: Step, row: dict) -> None:
    """A listed duration is the T of the run, whatever the proficiency (D8)."""
    run.whole = run.left = run.planned = minutes_to_ticks(row["duration"])
    run.paced_by_machine = True


def start_step(floor: Floor, work: Work, crew: list[Worker], by_dispatch: bool = True) -> None:
    """Start or resume a step with this crew; f is asked once, here (S3)."""
    work.next_crew, work.kept = None, {}
    work.crew, work.began = list(crew), floor.now
    work.lasts = lasting(work.step.left, factor(work.step, crew))
    attend(floor, work, crew, "runs", work.step.parts)
    for worker in crew:
        worker.station = station_after_start(floor, worker, work, by_dispatch)
    work.lot.order.has_begun = True
    floor.last_sign = floor.last_stretch = floor.now


def station_after_start(floor: Floor, worker: Worker, work: Work, by_dispatch: bool) -> str | None:
    """D6: where his last stretch of an operation began; at shift start: the first that dispatch gives him stays."""
    if floor.teams[worker.team]["when"] == "at_shift_start" and (worker.station is not None or not by_dispatch):
        return worker.station
    return work.unit.work_centre.name


def close_stretch(floor: Floor, work: Work) -> list[Worker]:
    """End the running stretch: record it, count operating time, free the crew, who are returned."""
    step, crew, elapsed = work.step, work.crew, floor.now - work.began
    if work.lasts:
        floor.stretches.append(
            [
                *work.key[:2],
                *work.key[2:4],
                work.lot.node.name,
                work.lot.node.attempt,
                step.kind,
                *work.unit.key,
                sorted(worker.name for worker in crew),
                work.began,
                floor.now,
            ]
        )
    if step.kind == "run":
        for mode in work.unit.modes:
            if mode.counts_operating_time and not mode.is_failed:
                mode.counted += elapsed
    work.crew, work.began, work.waiting_since = [], None, floor.now
    release(floor, work, crew, "runs")
    return crew


def end_step(floor: Floor, work: Work) -> None:
    """The step has ended; the next one is not parted if both take full attention (S1)."""
    step = work.step
    if step.kind == "run" and not floor.is_replay:
        work.quality.update(dict.fromkeys(step.pieces, quality_factor(step, work.crew)))
    crew = close_stretch(floor, work)
    work.steps.pop(0)
    if not work.steps:
        work.finished = floor.now
        floor.ended.append(work)
    elif step.parts == FULL == work.step.parts:
        work.next_crew = crew


def stop_step(floor: Floor, work: Work) -> list[Worker]:
    """Interrupt the step: what is left stays on the unit (S3). Return its crew."""
    elapsed, lasts = floor.now - work.began, work.lasts
    crew = close_stretch(floor, work)
    work.step.left = left_after(work.step, elapsed, lasts)
    return crew


def vacate(floor: Floor, work: Work) -> None:
    """The lot has left the unit or has vanished: the unit is empty (in a replay perhaps not)."""
    unit = work.unit
    if floor.is_replay:
        unit.holds.remove(work)
    else:
        unit.work, unit.empty_since = None, floor.now


# --- breakdowns and repairs ----------------------------------------------------------------------------------------


def start_counting(floor: Floor, unit: Unit, mode: Mode) -> None:
    """A mode counts from time 0 and then from the end of its own last repair (W4)."""
    lane = f"failure|{unit.work_centre.name}|{unit.number}|{mode.name}"
    mode.limit = floor.luck.time(mode.rule["every"], lane, mode.n)
    mode.counted = 0 if mode.counts_operating_time else floor.now
    mode.is_failed = False


def fails_at(floor: Floor, unit: Unit, mode: Mode) -> int | None:
    """Return the tick of the mode's next breakdown as far as it is known now."""
    if mode.is_failed:
        return None
    if not mode.counts_operating_time:
        return mode.counted + mode.limit
    if unit.work is not None and unit.work.is_running and unit.work.step.kind == "run":
        return unit.work.began + mode.limit - mode.counted
    return floor.now if mode.counted >= mode.limit else None


def break_down(floor: Floor, unit: Unit, mode: Mode) -> None:
    """The unit is down; its step stops; the repair waits, or starts at once if it needs nobody (S6)."""
    mode.is_failed = True
    skill = mode.rule.get("skill")
    lane = f"repair|{unit.work_centre.name}|{unit.number}|{mode.name}"
    length = floor.luck.time(mode.rule["repair"], lane, mode.n)
    step = Step("repair", length, length, [] if skill is None else [skill], 0 if skill is None else FULL, [], length)
    repair = Repair(unit=unit, mode=mode, failed=floor.now, step=step)
    unit.repairs.append(repair)
    if unit.work is not None and unit.work.finished is None:
        interrupt_by_breakdown(floor, unit.work)
    if skill is None:
        start_repair(floor, repair, [])


def interrupt_by_breakdown(floor: Floor, work: Work) -> None:
    """Worker freed, or waiting beside; lot and set-up stay, unless the scenario says so (S6)."""
    rule = work.unit.work_centre.rule
    stopped = work.step if work.is_running else None
    crew = stop_step(floor, work) if stopped else work.next_crew or []
    parts, work.next_crew = work.step.parts, None
    if stopped and stopped.kind == "run" and rule.get("on_failure") == "scrap":
        floor.scrapped.append(work)
        return
    if rule.get("set_up_lost"):
        lose_set_up(work)
    if rule.get("worker_waits"):
        wait_beside(floor, work, [w for w in crew if w.is_present], len(crew), parts)


def wait_beside(floor: Floor, work: Work, crew: list[Worker], crew_size: int, parts: int) -> None:
    """The crew waits beside the broken unit and counts as attending, nobody in overtime (S4, S6)."""
    if crew and len(crew) == crew_size:
        work.beside, work.beside_parts = crew, parts
        attend(floor, work, crew, "waits", parts)


def lose_set_up(work: Work) -> None:
    """The whole set-up step is done again, then the stopped step goes on (S6)."""
    if work.step.kind == "set_up":
        work.steps[0] = work.step.again()
    elif work.set_up is not None:
        work.steps.insert(0, work.set_up.again())


def start_repair(floor: Floor, repair: Repair, crew: list[Worker]) -> None:
    """A technician starts or resumes the repair (S6)."""
    repair.crew, repair.began, repair.kept = list(crew), floor.now, {}
    repair.lasts = lasting(repair.step.left, factor(repair.step, crew) if crew else 1.0)
    attend(floor, repair, crew, "repairs", FULL)


def close_repair(floor: Floor, repair: Repair) -> list[Worker]:
    """Free the technician, who is returned."""
    crew, repair.crew, repair.began, repair.waiting_since = repair.crew, [], None, floor.now
    release(floor, repair, crew, "repairs")
    return crew


def end_repair(floor: Floor, repair: Repair) -> None:
    """The mode counts anew; the unit is up when its last repair has ended (W4)."""
    close_repair(floor, repair)
    repair.unit.repairs.remove(repair)
    repair.mode.n += 1
    start_counting(floor, repair.unit, repair.mode)


def stop_repair(floor: Floor, repair: Repair) -> list[Worker]:
    """The technician leaves; what is left of the repair waits (S6, S4)."""
    repair.step.left = left_after(repair.step, floor.now - repair.began, repair.lasts)
    return close_repair(floor, repair)


# --- presence ------------------------------------------------------------------------------------------------------


def unit_goes_off(floor: Floor, unit: Unit) -> None:
    """Every step on the unit stops but repairs; its workers are free; anyone may resume (S4)."""
    unit.is_on = False
    if unit.work is not None:
        if unit.work.is_running:
            stop_step(floor, unit.work)
        unit.work.next_crew = None
        stop_waiting_beside(floor, unit.work)


def worker_leaves(floor: Floor, worker: Worker) -> None:
    """A break pauses; at a shift's end he pauses too, or finishes what runs as overtime (S4)."""
    worker.is_present = False
    if worker.calendar.is_break_from(floor.now):
        put_down(floor, worker, keeps=not worker.rule.get("relief"))
        return
    forget_kept(floor, worker)
    stop_what_waits_for(floor, worker)
    cap = worker.rule.get("overtime_cap")
    if worker.stays_on and worker.running and cap != 0:
        worker.overtime = True
        worker.overtime_ends = None if cap is None else floor.now + minutes_to_ticks(cap)
    else:
        put_down(floor, worker, keeps=False)
        shift_is_over(worker)


def overtime_is_up(floor: Floor, worker: Worker) -> None:
    """His overtime cap is reached: he stops and goes (S4)."""
    put_down(floor, worker, keeps=False)
    go_home(worker)


def forget_kept(floor: Floor, worker: Worker) -> None:
    """What was kept for him over a break is open to all (S4)."""
    for task in floor.tasks:
        task.kept = {place: who for place, who in task.kept.items() if who is not worker}


def stop_what_waits_for(floor: Floor, worker: Worker) -> None:
    """At the end of his shift he waits beside no unit, and goes on with no next step (S1, S6)."""
    for work in floor.works:
        if worker in (work.beside or []):
            stop_waiting_beside(floor, work)
        if worker in (work.next_crew or []):
            work.next_crew = None


def put_down(floor: Floor, worker: Worker, keeps: bool) -> None:
    """Stop whatever he attends; after a break his place is kept for him, the others are free (S1, S4)."""
    for task in floor.tasks:
        crew = put_down_one(floor, task, worker)
        if crew and keeps:
            task.kept[crew.index(worker)] = worker


def put_down_one(floor: Floor, task: Task, worker: Worker) -> list[Worker]:
    """Stop this task if he attends it, and return its crew."""
    if worker in task.crew:
        return stop_repair(floor, task) if isinstance(task, Repair) else stop_step(floor, task)
    if isinstance(task, Work) and worker in (task.beside or []):
        crew = task.beside
        stop_waiting_beside(floor, task)
        return crew
    if isinstance(task, Work) and worker in (task.next_crew or []):
        crew, task.next_crew = task.next_crew, None
        return crew
    return []


def worker_comes(floor: Floor, worker: Worker, starts_shift: bool) -> None:
    """He is present; at a shift's start he has his home, or no station yet (D6)."""
    worker.is_present, worker.present_since = True, floor.now
    go_home(worker)
    if starts_shift:
        when = floor.teams[worker.team]["when"]
        if when == "at_shift_start":
            worker.station = None
        elif worker.rule.get("home") is not None:
            worker.station = worker.rule["home"]
