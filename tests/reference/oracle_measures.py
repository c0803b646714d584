"""States of units, hours of workers, and why orders are late (W1, X2)."""

from __future__ import annotations

from .oracle_dispatch import crews_for_lot, is_its_turn, row_of, takeable_units
from .oracle_routing import first_step, options_looked_at, parts_of, skills_of
from .oracle_state import Floor, Lot, Order, Unit, Work, WorkCentre

STATE_OF_STEP = {"set_up": "set-up", "load": "run", "run": "run", "unload": "run"}
CAUSE_OF_STATE = {"down": "repair", "off shift": "off_shift", "blocked": "blocked", "set-up": "set_up", "run": "run"}


def count_time(floor: Floor, elapsed: int) -> None:
    """Add the time since the last instant to the states and causes noted at its end."""
    for unit in floor.units:
        unit.ticks[unit.state] += elapsed
    for worker in floor.workers.values():
        worker.busy_ticks += elapsed * bool(worker.attends)
        worker.present_ticks += elapsed * (worker.is_present or worker.overtime)
        if worker.here is not None:
            worker.here += elapsed * (worker.is_present or worker.overtime)
    for lot in floor.lots:
        lot.causes[lot.cause] += elapsed


def note_states(floor: Floor) -> None:
    """After an instant's last dispatch, note each unit's state and each lot's cause (W1, X2)."""
    for centre in floor.work_centres.values():
        n_lacking = sum(lacks_only_a_worker(floor, lot, centre) for lot in floor.waiting_at(centre.name))
        for unit in centre.units:
            unit.state = state_of(unit)
            if unit.state == "idle" and n_lacking:
                unit.state, n_lacking = "waiting for worker", n_lacking - 1
    for lot in floor.lots:
        lot.cause = cause_of(floor, lot)


def state_of(unit: Unit) -> str:
    """The first that applies; an empty unit is idle before the count (W1)."""
    if not unit.is_up:
        return "down"
    if not unit.is_on:
        return "off shift"
    if unit.is_empty:
        return "idle"
    if unit.holds:
        return max((STATE_OF_STEP[work.step.kind] for work in unit.holds), key=["run", "set-up"].index)
    if unit.work.finished is not None:
        return "blocked"
    return STATE_OF_STEP[unit.work.step.kind] if unit.work.is_running else "waiting for worker"


def lacks_only_a_worker(floor: Floor, lot: Lot, centre: WorkCentre) -> bool:
    """After dispatch whatever waits beside an empty unit lacks a worker, unless it is not its turn (W1, D8)."""
    return bool(takeable_units(floor, lot, centre))


def cause_of(floor: Floor, lot: Lot) -> str:
    """Every moment has one cause (X2)."""
    if lot.state == "moving":
        return "moving"
    if lot.state == "on unit":
        work = next(w for w in floor.works if w.lot is lot)
        if floor.is_replay:
            return CAUSE_OF_STATE[STATE_OF_STEP[work.step.kind]]
        return CAUSE_OF_STATE.get(state_of(work.unit)) or cause_of_waiting_step(floor, work)
    return cause_in_line(floor, lot)


def cause_of_waiting_step(floor: Floor, work: Work) -> str:
    """Worker, but off shift if nobody of the team who has the skill is present (X2)."""
    return "worker" if has_every_skill(floor, work.unit.work_centre, work.step.skills) else "off_shift"


def has_every_skill(floor: Floor, centre: WorkCentre, skills: list[str]) -> bool:
    """Everyone needed is present in the work centre's team."""
    return all(
        any(w.is_present and w.team == centre.team and skill in w.skills for w in floor.workers.values())
        for skill in skills
    )


def cause_in_line(floor: Floor, lot: Lot) -> str:
    """By the state of the units at any of its work centres; in a replay it is never its turn (X2, D8)."""
    if floor.is_replay:
        return "unit"
    centres = [floor.work_centres[name] for name in lot.places]
    units = [unit for centre in centres for unit in centre.units]
    if any(unit.is_ready and unit.is_empty for unit in units):
        return cause_beside_empty_unit(floor, lot, centres)
    if any(unit.is_ready for unit in units):
        return "unit"
    return "off_shift" if any(unit.is_up for unit in units) else "repair"


def cause_beside_empty_unit(floor: Floor, lot: Lot, centres: list[WorkCentre]) -> str:
    """Worker; off shift if no team has every needed skill or it only does not fit; unit if not its turn (X2)."""
    row = row_of(floor, lot)
    if floor.rows and not any(takeable_units(floor, lot, centre) for centre in centres):
        return "unit"
    if row is not None and not is_its_turn(floor, row):
        return "unit"
    if not any(has_every_skill(floor, centre, needed_skills(floor, lot, centre)) for centre in centres):
        return "off_shift"
    only_does_not_fit = any(
        crews_for_lot(floor, lot, unit, must_fit=False)
        for centre in centres
        for unit in takeable_units(floor, lot, centre)
    )
    return "off_shift" if only_does_not_fit else "worker"


def needed_skills(floor: Floor, lot: Lot, centre: WorkCentre) -> list[str]:
    """Return the skills that the operation's first step needs at this work centre."""
    op = lot.node.op
    return skills_of(op) if parts_of(op, first_step(floor, op, centre.name)) else []


# --- what variety costs (O2) ---------------------------------------------------------------------------------------


def variety(floor: Floor) -> dict[str, list[int]]:
    """Return the distinct keys and the distinct configurations that each operation has been released for (O2)."""
    released = [
        order
        for orders in (*(stream.orders for stream in floor.streams.values()), floor.replenishments)
        for order in orders
        if order.released is not None
    ]
    return {
        f"{name}/{op['name']}": n_distinct(op, [o for o in released if o.product == name and is_made_by(op, o)])
        for name, product in floor.products.items()
        for op in product["operations"]
    }


def is_made_by(op: dict, order: Order) -> bool:
    """The operation is in the order's routing, as the options leave it or as it was drawn."""
    return any(node.name == op["name"] for node in order.nodes)


def n_distinct(op: dict, orders: list[Order]) -> list[int]:
    """A key is the values of the options that the operation lists; it need not list any."""
    options = [option for option in options_looked_at(op) if option not in ("product", "operation")]
    keys = {tuple(order.config[option] for option in options) for order in orders}
    return [len(keys), len({tuple(sorted(order.config.items())) for order in orders})]
