"""Configurations, routings, and the drawn and planned times of operations (O2, O3, O5, R4, D4, W2)."""

from __future__ import annotations

import math

from .oracle_draws import chosen, minutes_to_ticks, planned_ticks
from .oracle_state import FULL, Floor, FloorError, Lot, Node, Order, Step, Unit

# --- configuration and routing -------------------------------------------------------------------------------------


def drawn_configuration(floor: Floor, stream: str, entity: int, product: str, stated: dict | None = None) -> dict:
    """Draw the options that are not stated (O2, I2)."""
    options = floor.products[product].get("options") or {}
    return {
        name: (stated or {}).get(name) or floor.luck.choice(shares, f"option|{stream}|{name}", entity)
        for name, shares in options.items()
    }


def matches(condition: dict | None, config: dict) -> bool:
    """Tell whether the configuration has one of the values stated for each option."""
    return all(config[option] in values for option, values in (condition or {}).items())


def routing(floor: Floor, order: Order) -> list[Node]:
    """Return the order's operations: drawn, by transition matrix, or a directed acyclic graph (O3)."""
    product = floor.products[order.product]
    kept = [op for op in product["operations"] if matches(op.get("only_if"), order.config)]
    if product.get("drawn"):
        return chained(drawn_operations(floor, order, kept, product["drawn"]))
    if product.get("matrix"):
        return chained(walked_operations(floor, order, kept, product["matrix"]))
    return graph(product["operations"], kept)


def chained(operations: list[dict]) -> list[Node]:
    """Put operations in a row; one that returns is a new attempt (O3, R4)."""
    nodes: list[Node] = []
    for op in operations:
        node = Node(op, attempt=sum(n.name == op["name"] for n in nodes))
        if nodes:
            connect(nodes[-1], node)
        nodes.append(node)
    return nodes


def connect(before: Node, after: Node) -> None:
    """Draw an arrow."""
    before.after.append(after)
    after.before.append(before)


def drawn_operations(floor: Floor, order: Order, candidates: list[dict], rule: dict) -> list[dict]:
    """Draw k of the operations in random order; if fewer remain, all (O3, R6)."""
    lane = f"routing|{order.stream}"
    u = floor.luck.uniform(lane, order.ordinal, 0)
    how_many = rule["from"] + math.floor(u * (rule["to"] - rule["from"] + 1))
    candidates, picked = sorted(candidates, key=lambda op: op["name"]), []
    while candidates and len(picked) < how_many:
        u = floor.luck.uniform(lane, order.ordinal, len(picked) + 1)
        picked.append(candidates.pop(math.floor(u * len(candidates))))
    return picked


def walked_operations(floor: Floor, order: Order, kept: list[dict], matrix: dict) -> list[dict]:
    """Walk through the transition matrix from ``start`` until the exit (O3)."""
    by_name = {op["name"]: op for op in kept}
    path: list[dict] = []
    row = "start"
    while True:
        u = floor.luck.uniform(f"routing|{order.stream}", order.ordinal, len(path) + 1)
        row = chosen(matrix.get(row, {}), u)
        if row is None:
            return path
        if row not in by_name:
            raise FloorError(f"the matrix of {order.product} leads to {row!r}, which the options drop")
        path.append(by_name[row])


def graph(operations: list[dict], kept: list[dict]) -> list[Node]:
    """Drop operations, hand their arrows on, and drop arrows that a longer way repeats (O3)."""
    nodes = {op["name"]: Node(op) for op in kept}
    dropped = {op["name"]: op for op in operations if op["name"] not in nodes}
    for node in nodes.values():
        for name in sorted(handed_on(node.op.get("after") or [], dropped)):
            connect(nodes[name], node)
    for node in nodes.values():
        for before in list(node.before):
            if any(node in other.followers() for other in before.after if other is not node):
                node.before.remove(before)
                before.after.remove(node)
    return list(nodes.values())


def handed_on(names: list[str], dropped: dict[str, dict]) -> set[str]:
    """Return the predecessors, those of a dropped operation in its place (O3)."""
    found: set[str] = set()
    for name in names:
        found |= handed_on(dropped[name].get("after") or [], dropped) if name in dropped else {name}
    return found


# --- what an operation states --------------------------------------------------------------------------------------


def stated_time(order: Order, op: dict, kind: str, centre: str) -> float | dict:
    """Return a step's time: the last matching change, else the alternative's own, else the operation's."""
    for change in reversed(op.get("changes") or []):
        if kind in change and matches(change.get("if"), order.config):
            return change[kind]
    return (op.get("times") or {}).get(centre, {}).get(kind, op.get(kind, 0))


def skills_of(op: dict) -> list[str]:
    """Return one skill for each worker of the crew; none: no worker for any step."""
    if op.get("skills"):
        return list(op["skills"])
    return [] if op.get("skill") is None else [op["skill"]]


def parts_of(op: dict, kind: str) -> int:
    """Return the attention of a step in parts of 840 (S2)."""
    attention = (op.get("attention") or {}).get(kind, 1)
    if not skills_of(op):
        return 0
    if isinstance(attention, list):
        return FULL * attention[0] // attention[1]
    return FULL * attention


def options_looked_at(op: dict) -> list[str]:
    """W2: what a changeover depends on; by default the options named by the operation's changes."""
    if "key" in op:
        return list(op["key"] or [])
    return sorted({option for change in op.get("changes") or [] for option in change.get("if") or {}})


def has_set_up(floor: Floor, op: dict, centre: str) -> bool:
    """S1: stated, or its work centre has a changeover and it lists options."""
    return "set_up" in op or bool(floor.work_centres[centre].rule.get("changeover") and options_looked_at(op))


def first_step(floor: Floor, op: dict, centre: str) -> str:
    """Return the kind of the operation's first step at this work centre."""
    if has_set_up(floor, op, centre):
        return "set_up"
    return "load" if "load" in op else "run"


# --- changeover ----------------------------------------------------------------------------------------------------


def made_values(order: Order, op: dict) -> dict[str, str]:
    """Return the values that this operation makes on a unit, for the options it lists (W2)."""
    known = {**order.config, "product": order.product, "operation": op["name"]}
    return {option: known[option] for option in options_looked_at(op)}


def changeover_ticks(unit: Unit, order: Order, op: dict) -> int:
    """Changeover from what the unit did last: fixed, by matrix, or per option that differs (W2)."""
    rule = unit.work_centre.rule.get("changeover")
    values = made_values(order, op)
    differing = [o for o in values if unit.memory.get(o, values[o]) != values[o]]
    if not rule or not differing:
        return 0
    if "fixed" in rule:
        return minutes_to_ticks(rule["fixed"])
    if "per_option" in rule:
        return sum(minutes_to_ticks(rule["per_option"].get(option, 0)) for option in differing)
    if rule["option"] not in differing:
        return 0
    return minutes_to_ticks(rule["matrix"][unit.memory[rule["option"]]][values[rule["option"]]])


# --- planned times -------------------------------------------------------------------------------------------------


def planned_step(order: Order, op: dict, kind: str, centre: str, n_pieces: int) -> int:
    """D4: ticks(mean) of one draw at standard proficiency, multiplied by pieces; 0 for a step it has not."""
    if kind not in op:
        return 0
    one = planned_ticks(stated_time(order, op, kind, centre))
    by_piece = op.get("per", "piece") == "piece" if kind == "run" else op.get("loading") == "piece"
    return one * n_pieces if by_piece and kind != "set_up" else one


def planned_set_up_and_run(order: Order, op: dict, centre: str, n_pieces: int) -> int:
    """The SPT key (D4), without changeover."""
    return sum(planned_step(order, op, kind, centre, n_pieces) for kind in ("set_up", "run"))


def planned_whole(order: Order, op: dict, centre: str, n_pieces: int) -> int:
    """Planned set-up, load, run and unload."""
    return sum(planned_step(order, op, kind, centre, n_pieces) for kind in ("set_up", "load", "run", "unload"))


def slack_per_operation(floor: Floor, lot: Lot, centre: str) -> float:
    """(due - now - planned work of this operation and all that follow) / number of these operations (D4)."""
    if lot.order.due is None:
        return math.inf
    work = planned_whole(lot.order, lot.node.op, centre, len(lot.pieces))
    followers = lot.node.followers()
    for node in followers:
        n_pieces = lot.order.quantity if is_from_a_join_on(lot.node, node) else len(lot.pieces)
        work += planned_whole(lot.order, node.op, node.op["at"][0], n_pieces)
    return (lot.order.due - floor.now - work) / (1 + len(followers))


def is_from_a_join_on(here: Node, node: Node) -> bool:
    """The node is a join still before the lot, or behind such a join (D4)."""
    return any(join is node or node in join.followers() for join in here.followers() if join.gathers)


# --- drawn times and the steps of an operation ---------------------------------------------------------------------


def drawn(floor: Floor, lot: Lot, kind: str, centre: str, piece: tuple[int, int]) -> int:
    """Draw a step's time with the address of this piece (R4)."""
    entity, index = lot.order.address(piece, lot.node.attempt)
    return floor.luck.time(
        stated_time(lot.order, lot.node.op, kind, centre), f"{kind}|{lot.order.stream}|{lot.node.name}", entity, index
    )


def drawn_run(floor: Floor, lot: Lot, centre: str, piece: tuple[int, int]) -> int:
    """Draw the run time that one piece takes: its own, its leader's, or its order's (R4)."""
    varies = lot.node.op.get("varies", "piece")
    if varies == "order":
        return floor.luck.time(
            stated_time(lot.order, lot.node.op, "run", centre),
            f"run|{lot.order.stream}|{lot.node.name}",
            lot.order.ordinal,
            0,
        )
    return drawn(floor, lot, "run", centre, lot.leader if varies == "lot" else piece)


def drawn_lot_run(floor: Floor, lot: Lot, centre: str) -> int:
    """Draw the run time of the whole lot (R4)."""
    if lot.node.op.get("per", "piece") == "lot":
        return drawn_run(floor, lot, centre, lot.leader)
    return sum(drawn_run(floor, lot, centre, piece) for piece in lot.pieces)


def made_step(
    floor: Floor, lot: Lot, unit: Unit, kind: str, pieces: list[tuple[int, int]], whole: int, planned: int
) -> Step:
    """Make one step with its skill and attention (S1)."""
    op, parts = lot.node.op, parts_of(lot.node.op, kind)
    return Step(
        kind,
        whole,
        planned,
        skills_of(op) if parts else [],
        parts,
        pieces,
        whole,
        op.get("speeds", "slowest"),
        kind == "run" and bool(op.get("machine_paced")),
        bool(op.get("uninterruptible")),
    )


def planned_first_step(floor: Floor, lot: Lot, unit: Unit) -> Step:
    """Return the operation's first step on this unit with its planned time only."""
    order, op, centre = lot.order, lot.node.op, unit.work_centre.name
    kind = first_step(floor, op, centre)
    n_pieces = 1 if op.get("loading") == "piece" else len(lot.pieces)
    planned = planned_step(order, op, kind, centre, n_pieces)
    if kind == "set_up":
        planned += changeover_ticks(unit, order, op)
    return made_step(floor, lot, unit, kind, lot.pieces, planned, planned)


def operation_steps(floor: Floor, lot: Lot, unit: Unit) -> list[Step]:
    """Return all steps of the operation on this unit with their drawn times (S1, O5)."""
    order, op, centre = lot.order, lot.node.op, unit.work_centre.name
    steps = []
    if has_set_up(floor, op, centre):
        changeover = changeover_ticks(unit, order, op)
        whole = changeover + (drawn(floor, lot, "set_up", centre, lot.leader) if "set_up" in op else 0)
        steps.append(
            made_step(
                floor, lot, unit, "set_up", lot.pieces, whole, planned_step(order, op, "set_up", centre, 1) + changeover
            )
        )
    by_piece = op.get("loading") == "piece"
    for pieces in [[piece] for piece in lot.pieces] if by_piece else [lot.pieces]:
        for kind in ("load", "run", "unload"):
            if kind in op:
                piece_or_leader = pieces[0] if by_piece else lot.leader
                whole = (
                    drawn(floor, lot, kind, centre, piece_or_leader)
                    if kind != "run"
                    else drawn_run(floor, lot, centre, piece_or_leader)
                    if by_piece
                    else drawn_lot_run(floor, lot, centre)
                )
                steps.append(
                    made_step(floor, lot, unit, kind, pieces, whole, planned_step(order, op, kind, centre, len(pieces)))
                )
    return steps
