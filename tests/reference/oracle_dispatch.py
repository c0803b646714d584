"""Dispatch by brute force: form all (operation, unit, worker) triples, take the first, look again (D1 to D8)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from .oracle_routing import (
    changeover_ticks,
    first_step,
    parts_of,
    planned_first_step,
    planned_set_up_and_run,
    skills_of,
    slack_per_operation,
)
from .oracle_state import FULL, INFINITE, Floor, Lot, Repair, Step, Unit, Work, WorkCentre, Worker
from .oracle_steps import begin_operation, factor, lasting, list_duration, start_repair, start_step, stop_waiting_beside


@dataclass
class Choice:
    """Something startable: its rank by D2, and what it would take."""

    rank: tuple
    task: Work | Repair | None
    lot: Lot | None
    unit: Unit
    crew: list[Worker]

    def start(self, floor: Floor) -> None:
        """Start it."""
        if self.lot is not None:
            begin_operation(floor, self.lot, self.unit, self.crew, row_of(floor, self.lot))
        elif isinstance(self.task, Repair):
            start_repair(floor, self.task, self.crew)
        else:
            start_step(floor, self.task, self.crew)


# --- stage 5 -------------------------------------------------------------------------------------------------------


def dispatch(floor: Floor) -> None:
    """Unparted next steps first, then the choice, until nothing is startable (T2, D2)."""
    go_on_with_unparted_steps(floor)
    while choice := first_startable(floor):
        choice.start(floor)


def go_on_with_unparted_steps(floor: Floor) -> None:
    """The same crew goes on with the next step, or with the one beside which it waited (S1, S6)."""
    for work in floor.works:
        crew, work.next_crew = work.next_crew, None
        if crew and may_go_on(work, crew, floor):
            start_step(floor, work, crew, by_dispatch=False)
        elif work.beside and work.unit.is_ready:
            go_on_after_repair(floor, work)


def may_go_on(work: Work, crew: list[Worker], floor: Floor) -> bool:
    """They are still present, the unit is up and on shift, and what must fit before a shift's end fits."""
    return work.unit.is_ready and all(w.is_present for w in crew) and fits(floor, work.step, work.unit, crew)


def go_on_after_repair(floor: Floor, work: Work) -> None:
    """Their unit is up: its step goes on, unless one of them is repairing another (S6)."""
    crew = work.beside
    if any(a.what == "repairs" for w in crew for a in w.attends):
        return
    stop_waiting_beside(floor, work)
    needs = crew if work.step.parts else []
    parts_left = [FULL - sum(a.parts for a in w.attends) for w in needs]
    if all(work.step.parts <= left for left in parts_left) and fits(floor, work.step, work.unit, needs):
        start_step(floor, work, needs, by_dispatch=False)


def first_startable(floor: Floor) -> Choice | None:
    """(a) What needs no worker, repairs, waiting steps, new operations; the first by D2."""
    for group in (unattended_waiting_steps, unattended_operations, repairs, waiting_steps):
        choices = group(floor)
        if choices:
            return best_alternative(floor, min(choices, key=lambda c: c.rank), needs_worker=False)
    choices = new_operations(floor)
    return best_alternative(floor, min(choices, key=lambda c: c.rank), needs_worker=True) if choices else None


# --- who may do what -----------------------------------------------------------------------------------------------


def fits(floor: Floor, step: Step, unit: Unit, crew: list[Worker]) -> bool:
    """Uninterruptible: its planned time left ends by the time he or the unit next leaves (S4)."""
    if not step.must_fit:
        return True
    ends = floor.now + lasting(step.planned_left, factor(step, crew))
    leaves = [calendar.leaves_at(floor.now) for calendar in [unit.work_centre.calendar, *(w.calendar for w in crew)]]
    return all(leave is None or ends <= leave for leave in leaves)


def has_attention(worker: Worker, parts: int, unit: Unit) -> bool:
    """A worker's attention adds up to at most 840, within one area; full: he tends nothing (S2)."""
    if worker.waits_beside:
        return False
    areas = {a.task.unit.work_centre.area for a in worker.attends} | {unit.work_centre.area}
    return (sum(a.parts for a in worker.attends) + parts <= FULL and len(areas) == 1) or not worker.attends


def is_free_for(worker: Worker, skill: str, parts: int, unit: Unit) -> bool:
    """Present, skilled, of the work centre's team, attention free (D1)."""
    return (
        worker.is_present
        and worker.team == unit.work_centre.team
        and skill in worker.skills
        and has_attention(worker, parts, unit)
    )


def is_allowed(floor: Floor, worker: Worker, centre: str) -> bool:
    """The team's *when* (D6)."""
    when = floor.teams[worker.team]["when"]
    if when == "after_each_operation" or worker.station in (None, centre):
        return True
    return when == "when_queue_empty" and not finds_something(floor, worker, worker.station)


def finds_something(floor: Floor, worker: Worker, station: str) -> bool:
    """There is something at his station that he could start, even if another would get it (D6)."""
    centre = floor.work_centres[station]
    if centre.team != worker.team or not worker.is_present:
        return False
    for unit in centre.units:
        has_waiting_step = unit.work is not None and unit.work.waits and unit.work.step.parts
        if has_waiting_step and any(worker in crew for crew in crews_for_work(floor, unit.work, heeds_when=False)):
            return True
    return any(
        worker in crew
        for lot in floor.waiting_at(station)
        for unit in takeable_units(floor, lot, centre)
        for crew in crews_for_lot(floor, lot, unit, heeds_when=False)
        if crew
    )


def crews(
    floor: Floor,
    step: Step,
    unit: Unit,
    kept: dict[int, Worker],
    heeds_when: bool,
    row: dict | None,
    must_fit: bool = True,
) -> list[list[Worker]]:
    """Return every crew that could do this step on this unit, workers by place (S1, S4)."""
    if not step.parts:
        return [[]] if not must_fit or fits(floor, step, unit, []) else []
    places = [holders(floor, step, unit, place, kept, heeds_when, row) for place in range(len(step.skills))]
    return [
        list(crew)
        for crew in product(*places)
        if len({w.name for w in crew}) == len(crew) and (not must_fit or fits(floor, step, unit, list(crew)))
    ]


def holders(
    floor: Floor,
    step: Step,
    unit: Unit,
    place: int,
    kept: dict[int, Worker],
    heeds_when: bool = True,
    row: dict | None = None,
) -> list[Worker]:
    """Return who could take this place; one kept after a break is not bound by *when*, nor is a schedule (D6, D8)."""
    return [
        w
        for w in floor.workers.values()
        if is_free_for(w, step.skills[place], step.parts, unit)
        and kept.get(place, w) is w
        and is_for_this(floor, w, row)
        and (not heeds_when or row is not None or place in kept or is_allowed(floor, w, unit.work_centre.name))
    ]


def is_for_this(floor: Floor, worker: Worker, row: dict | None) -> bool:
    """Workers named by the schedule do only what it lists (D8)."""
    if row is not None:
        return worker.name in row["workers"]
    return not any(worker.name in r["workers"] for r in floor.rows)


def crews_for_work(floor: Floor, work: Work, heeds_when: bool = True) -> list[list[Worker]]:
    """Return every crew that could go on with the waiting step of this operation."""
    if not work.waits or not work.unit.is_ready or work.beside or work.next_crew:
        return []
    return crews(floor, work.step, work.unit, work.kept, heeds_when, work.row)


def crews_for_lot(
    floor: Floor, lot: Lot, unit: Unit, heeds_when: bool = True, must_fit: bool = True
) -> list[list[Worker]]:
    """Return every crew that could start this operation on this unit."""
    step = planned_first_step(floor, lot, unit)
    row = row_of(floor, lot)
    if row is not None and row.get("duration") is not None and step.kind == "run":
        list_duration(step, row)
    return crews(floor, step, unit, {}, heeds_when, row, must_fit)


# --- D2 (d) to (f) -------------------------------------------------------------------------------------------------


def who_key(floor: Floor, worker: Worker, skill: str) -> tuple[float, str]:
    """Return the team's *who* key (D5)."""
    rule = floor.teams[worker.team]["who"]
    if rule == "most_proficient":
        return worker.skills[skill]["time"]
    if rule == "least_flexible":
        return len(worker.skills)
    return floor.now if worker.attends else max(worker.free_since, worker.present_since)


def filling_order(skills: list[str], n_holders: list[int]) -> list[int]:
    """Several skills: the one with the fewest free holders is filled first (D2); equal: by name, then place."""
    return sorted(range(len(skills)), key=lambda place: (n_holders[place], skills[place], place))


def crew_rank(
    floor: Floor, step: Step, unit: Unit, crew: list[Worker], kept: dict[int, Worker], row: dict | None, key: tuple
) -> tuple:
    """(d) the who key, (e) the unit, (f) the worker's name; of a crew place by place."""
    if not crew:
        return (key,)
    n_holders = [len(holders(floor, step, unit, place, kept, row=row)) for place in range(len(crew))]
    order = filling_order(step.skills, n_holders if len(crew) > 1 else [1])
    first, *rest = [(who_key(floor, crew[place], step.skills[place]), crew[place].name) for place in order]
    return (first[0], key, first[1], *rest)


def unit_key(floor: Floor, lot: Lot, unit: Unit) -> tuple:
    """(e) Least changeover for this operation, longest empty, lowest number."""
    return changeover_ticks(unit, lot.order, lot.node.op), unit.empty_since, unit.number


# --- the groups of D2 (a) ------------------------------------------------------------------------------------------


def unattended_waiting_steps(floor: Floor) -> list[Choice]:
    """Waiting steps that need no worker, by work centre."""
    return [
        Choice(work.unit.key, work, None, work.unit, crew)
        for work in floor.works
        if work.waits and not work.step.parts
        for crew in crews_for_work(floor, work)
    ]


def unattended_operations(floor: Floor) -> list[Choice]:
    """New operations whose first step needs no worker, by work centre, (c) and (e)."""
    found = []
    for centre in floor.work_centres.values():
        for lot in floor.waiting_at(centre.name):
            if not first_parts(floor, lot, centre):
                for choice in startable_at(floor, lot, centre):
                    choice.rank = (centre.name, operation_key(floor, lot, centre), choice.rank)
                    found.append(choice)
    return found


def repairs(floor: Floor) -> list[Choice]:
    """Repairs, earliest failure first; (d) and (f) choose the technician (S6)."""
    found = []
    for repair in floor.repairs:
        if not repair.is_running:
            for worker in floor.workers.values():
                if may_repair(floor, worker, repair):
                    who = who_key(floor, worker, repair.step.skills[0])
                    found.append(
                        Choice((repair.failed, repair.key, who, worker.name), repair, None, repair.unit, [worker])
                    )
    return found


def may_repair(floor: Floor, worker: Worker, repair: Repair) -> bool:
    """A technician on shift who tends nothing, or only waits, beside this unit among others (S6)."""
    waits = worker.waits_beside
    return (
        worker.is_present
        and worker.team == repair.unit.work_centre.repair_team
        and repair.step.skills[0] in worker.skills
        and all(kept is worker for kept in repair.kept.values())
        and not worker.running
        and (not waits or repair.unit in waits)
    )


def waiting_steps(floor: Floor) -> list[Choice]:
    """Waiting steps, waiting longest since their last stretch ended (D2)."""
    found = []
    for work in floor.works:
        if work.waits and work.step.parts:
            for crew in crews_for_work(floor, work):
                rank = (
                    work.waiting_since,
                    work.unit.key,
                    crew_rank(floor, work.step, work.unit, crew, work.kept, work.row, ()),
                )
                found.append(Choice(rank, work, None, work.unit, crew))
    return found


def new_operations(floor: Floor) -> list[Choice]:
    """New operations: team, where key of the line, work centre, (c) the operation, (d) to (f)."""
    found = []
    for centre in floor.work_centres.values():
        lots = floor.waiting_at(centre.name)
        for lot in lots:
            if first_parts(floor, lot, centre):
                choices = startable_at(floor, lot, centre)
                for choice in choices:
                    choice.rank = (
                        centre.team,
                        where_key(floor, centre, lot, lots),
                        centre.name,
                        operation_key(floor, lot, centre),
                        choice.rank,
                    )
                found += choices
    return found


def first_parts(floor: Floor, lot: Lot, centre: WorkCentre) -> int:
    """Return the attention that the operation's first step needs at this work centre."""
    return parts_of(lot.node.op, first_step(floor, lot.node.op, centre.name))


def takeable_units(floor: Floor, lot: Lot, centre: WorkCentre) -> list[Unit]:
    """Return the units that are up, on shift and empty, and that are this lot's by the schedule if there is one."""
    if floor.is_replay:
        return []
    row = row_of(floor, lot)
    if row is not None:
        return [
            unit
            for unit in centre.units
            if unit.is_ready
            and unit.is_empty
            and unit.key == (row["work_centre"], row["unit"])
            and is_its_turn(floor, row)
        ]
    named = {(row["work_centre"], row["unit"]) for row in floor.rows}
    return [unit for unit in centre.units if unit.is_ready and unit.is_empty and unit.key not in named]


def startable_at(floor: Floor, lot: Lot, centre: WorkCentre) -> list[Choice]:
    """Form all triples of this operation at this work centre, ranked by (d) to (f)."""
    found = []
    for unit in takeable_units(floor, lot, centre):
        step, row, key = planned_first_step(floor, lot, unit), row_of(floor, lot), unit_key(floor, lot, unit)
        for crew in crews_for_lot(floor, lot, unit):
            found.append(Choice(crew_rank(floor, step, unit, crew, {}, row, key), None, lot, unit, crew))
    return found


# --- D2 (b), (c), D7 -----------------------------------------------------------------------------------------------


def operation_key(floor: Floor, lot: Lot, centre: WorkCentre) -> tuple:
    """(c) Priority class, the work centre's dispatching key, waiting longest, order, leader, generation, operation."""
    return lot.order.priority, dispatching_key(floor, lot, centre), lot.since, *lot.key


def dispatching_key(floor: Floor, lot: Lot, centre: WorkCentre) -> float:
    """Return the work centre's dispatching key (D4)."""
    rule = centre.rule.get("dispatch") or "FIFO"
    if rule == "SPT":
        return lot.static_keys[centre.name]
    if rule == "EDD":
        return INFINITE if lot.order.due is None else lot.order.due
    if rule == "SLACK":
        return slack_per_operation(floor, lot, centre.name)
    return lot.since


def line_of(floor: Floor, lot: Lot, centre: WorkCentre) -> tuple:
    """Operations that need the same skills and attention for their first step form a line (D1)."""
    parts = first_parts(floor, lot, centre)
    return parts, sorted(skills_of(lot.node.op)) if parts else []


def where_key(floor: Floor, centre: WorkCentre, lot: Lot, lots: list[Lot]) -> float:
    """Return the team's *where* key of the lot's line (D5)."""
    rule = floor.teams[centre.team]["where"]
    if rule == "longest_queue":
        return -len(lots)
    line = [other for other in lots if line_of(floor, other, centre) == line_of(floor, lot, centre)]
    head = min(line, key=lambda other: operation_key(floor, other, centre))
    if rule == "first_in_system":
        return head.order.released
    return INFINITE if head.order.due is None else head.order.due


def best_alternative(floor: Floor, choice: Choice, needs_worker: bool) -> Choice:
    """A chosen operation with alternatives goes to the best of its work centres that could start it now (D2, D7)."""
    lot = choice.lot
    if lot is None or len(lot.places) == 1:
        return choice
    best = []
    for rank, name in enumerate(lot.places):
        centre = floor.work_centres[name]
        choices = startable_at(floor, lot, centre)
        if choices and (needs_worker or not first_parts(floor, lot, centre)):
            there = min(choices, key=lambda c: c.rank)
            planned = planned_set_up_and_run(lot.order, lot.node.op, name, len(lot.pieces)) + changeover_ticks(
                there.unit, lot.order, lot.node.op
            )
            best.append((planned, rank, there))
    return min(best, key=lambda b: b[:2])[2]


# --- D8 ------------------------------------------------------------------------------------------------------------


def row_of(floor: Floor, lot: Lot) -> dict | None:
    """Return the row of the given schedule that lists this lot's operation."""
    return next(
        (
            row
            for row in floor.rows
            if (row["stream"], row["ordinal"], row["operation"]) == (*lot.order.key, lot.node.name)
        ),
        None,
    )


def is_its_turn(floor: Floor, row: dict) -> bool:
    """Every earlier row that names its unit or one of its workers has started, and its not_before has come (D8)."""
    earlier = floor.rows[: floor.rows.index(row)]
    rivals = [
        r
        for r in earlier
        if (r["work_centre"], r["unit"]) == (row["work_centre"], row["unit"]) or set(r["workers"]) & set(row["workers"])
    ]
    return all(r["has_started"] for r in rivals) and floor.now >= row["opens"]
