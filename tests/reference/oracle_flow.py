"""Consequences: scrap and remake, departures, joins, stock, release (T2 stage 2; B1, J1, Q1, I1, I2)."""

from __future__ import annotations

from collections import Counter
from itertools import product

from .oracle_draws import minutes_to_ticks, plain_number, ticks
from .oracle_routing import drawn_configuration, matches, planned_set_up_and_run, routing
from .oracle_state import Floor, FloorError, Item, Lot, Node, Order, Stream, Work, WorkCentre, packed
from .oracle_steps import stop_waiting_beside, vacate


def work_off_consequences(floor: Floor) -> None:
    """Scrap and remake first; then the rest, repeated until nothing changes (T2).

    Stock is received with the departure; who loses patience does so between allocation and reorder points (I2).
    """
    judge_ended_operations(floor)
    while any(
        [
            depart_all(floor),
            unite_all(floor),
            allocate_all(floor),
            lose_impatient_orders(floor),
            reorder_all(floor),
            release_all(floor),
        ]
    ):
        pass


# --- arrivals ------------------------------------------------------------------------------------------------------


def order_arrives(floor: Floor, stream: Stream) -> None:
    """A customer orders (O1, O2, I2)."""
    rule, ordinal = stream.rule, len(stream.orders)
    due = None if rule.get("due") is None else floor.now + minutes_to_ticks(rule["due"])
    order = Order(stream.name, ordinal, floor.now, rule["quantity"], due, rule.get("priority") or 0)
    n_inside = sum(other.is_open for other in stream.orders)
    stream.orders.append(order)
    floor.last_sign = floor.now
    if rule.get("refuse_above") is not None and n_inside >= rule["refuse_above"]:
        order.lost = floor.now
    elif stream.is_from_stock:
        ask_for_stock(floor, stream, order)
    else:
        order.product = rule["product"]
        order.config = drawn_configuration(floor, stream.name, ordinal, order.product)


def ask_for_stock(floor: Floor, stream: Stream, order: Order) -> None:
    """Name an item and draw no options, or draw them and take the item that matches (I2)."""
    order.item = (
        stream.rule.get("item") or matching_item(floor, stream, order) or accepted_substitute(floor, stream, order)
    )
    if order.item is None:
        turn_away(floor, stream, order)
        return
    order.owed = order.quantity
    floor.look_at.add(order.item)
    if stream.rule.get("patience") is not None:
        patience = floor.luck.time(stream.rule["patience"], f"patience|{stream.name}", order.ordinal)
        order.patience_ends = floor.now + patience


def matching_item(floor: Floor, stream: Stream, order: Order) -> str | None:
    """Return the item whose stated values all match; two are an error (I2)."""
    wanted = stream.rule["product"]
    order.config = drawn_configuration(floor, stream.name, order.ordinal, wanted)
    found = [
        item.name
        for item in floor.items.values()
        if item.product == wanted
        and matches({o: [v] for o, v in (item.rule.get("options") or {}).items()}, order.config)
    ]
    if len(found) > 1:
        raise FloorError(f"order {order.key} wants {order.config}: {found} all match")
    return found[0] if found else None


def accepted_substitute(floor: Floor, stream: Stream, order: Order) -> str | None:
    """Return the nearest item if the discount that the customer wants is offered to him (I2, R4)."""
    rule = stream.rule.get("substitutes")
    items = [item for item in floor.items.values() if item.product == stream.rule["product"]]
    if rule is None or not items:
        return None
    dist = plain_number(rule.get("discount", 0))
    wanted = max(0, floor.luck.time(dist, f"discount|{stream.name}", order.ordinal))
    if wanted > ticks(rule.get("offered", 0)):
        return None
    weights = rule.get("weights") or {}

    def distance(item: Item) -> int:
        stated = item.rule.get("options") or {}
        return sum(weights.get(option, 1) for option, value in stated.items() if order.config[option] != value)

    return min(items, key=lambda item: (distance(item), item.name)).name


def turn_away(floor: Floor, stream: Stream, order: Order) -> None:
    """A wish that no item meets is lost or made to order, as stated (I2)."""
    if stream.rule.get("no_match") == "made_to_order":
        order.product = stream.rule["product"]
    else:
        order.lost = floor.now


# --- release and lots ----------------------------------------------------------------------------------------------


def release_all(floor: Floor) -> bool:
    """Release every order made to order that has come (at once), and every replenishment lot."""
    waiting = [
        order
        for stream in floor.streams.values()
        for order in stream.orders
        if order.is_open and order.released is None and order.item is None
    ]
    waiting += [order for order in floor.replenishments if order.released is None]
    for order in sorted(waiting, key=lambda o: o.key):
        release_order(floor, order)
    return bool(waiting)


def release_order(floor: Floor, order: Order) -> None:
    """Release the order in lots of its lot size, the last one smaller; none: one lot (O5)."""
    order.released = floor.now
    order.nodes = routing(floor, order)
    first = order.ordinal if order.is_replenishment else 0
    pieces = [(first + k, 0) for k in range(order.quantity)]
    order.present = dict(pieces)
    size = order.quantity if order.is_replenishment else floor.streams[order.stream].rule.get("lot_size")
    size = size or order.quantity
    for begin in range(0, len(pieces), size):
        send_from_outside(floor, order, pieces[begin : begin + size], is_remake=False, causes=Counter())
    if not order.nodes:
        all_dropped(floor, order)


def all_dropped(floor: Floor, order: Order) -> None:
    """An order whose operations are all dropped is complete when it is released (Q1)."""
    for number in order.present:
        order.good.add(number)
    if order.is_replenishment:
        receive(floor, order, len(order.present))
    else:
        order.completed, order.causes = floor.now, Counter()


def send_from_outside(floor: Floor, order: Order, pieces: list, is_remake: bool, causes: Counter) -> None:
    """Send a copy of the lot to every first operation, with the move from outside (J1, Q1)."""
    for node in order.nodes:
        if not node.before:
            send(floor, Lot(order, sorted(pieces), node, None, is_remake, causes=Counter(causes)), None)


def send(floor: Floor, lot: Lot, from_centre: str | None) -> None:
    """The lot moves to its next work centre; a move of zero time is no event (T2, M1)."""
    floor.lots.append(lot)
    takes = [floor.work_centres[name].move_to for name in lot.places if name != from_centre]
    if any(takes) and len(lot.places) > 1:
        raise FloorError(f"{lot.node.name}: alternatives behind a move that takes time")
    if any(takes):
        lot.state, lot.arrives = "moving", floor.now + takes[0]
    else:
        lot_arrives(floor, lot)


def lot_arrives(floor: Floor, lot: Lot) -> None:
    """It waits in its lines, or for its other copies (J1)."""
    lot.came, lot.arrives = floor.now, None
    if lot.node.is_meeting:
        lot.state = "meeting"
    else:
        begin_to_wait(floor, lot)


def begin_to_wait(floor: Floor, lot: Lot) -> None:
    """It waits for its operation in a line of each alternative; static keys are taken now (D4, D7)."""
    see_that_it_has_a_unit(floor, lot)
    lot.state = "waiting"
    lot.since = lot.order.released if lot.is_remake else floor.now
    lot.static_keys = {
        centre: planned_set_up_and_run(lot.order, lot.node.op, centre, len(lot.pieces)) for centre in lot.places
    }


def see_that_it_has_a_unit(floor: Floor, lot: Lot) -> None:
    """An operation that the schedule does not list needs a unit that it does not name (D8)."""
    listed = {(row["stream"], row["ordinal"], row["operation"]) for row in floor.rows}
    named = {(row["work_centre"], row["unit"]) for row in floor.rows}
    units = [unit.key for name in lot.places for unit in floor.work_centres[name].units]
    if (*lot.order.key, lot.node.name) not in listed and set(units) <= named:
        raise FloorError(f"{lot.key} is not in the schedule, which names all of {units}")


# --- scrap and remake ----------------------------------------------------------------------------------------------


def judge_ended_operations(floor: Floor) -> None:
    """Judge the pieces of the operations that ended or were scrapped, in the order of their lots (Q1, S6)."""
    ended, scrapped, floor.ended, floor.scrapped = floor.ended, floor.scrapped, [], []
    for work in sorted(ended + scrapped, key=lambda w: w.key):
        is_bad = (lambda piece, w=work: is_found_bad(floor, w, piece)) if work in ended else (lambda piece: True)
        lot = work.lot
        lot.pieces = [piece for piece in lot.pieces if is_present(lot.order, piece)]
        find_bad(floor, lot, [piece for piece in lot.pieces if is_bad(piece)])
        if work in scrapped:
            lot.pieces = []
        lot.is_judged = True
        remove_empty_lot(floor, lot)


def is_present(order: Order, piece: tuple[int, int]) -> bool:
    """The piece has not been found bad in this generation."""
    return order.present.get(piece[0]) == piece[1]


def is_found_bad(floor: Floor, work: Work, piece: tuple[int, int]) -> bool:
    """Bad when u < (1 - yield) x quality factor (R4)."""
    share = work.lot.node.op.get("yield", 1.0)
    if share >= 1:
        return False
    entity, index = work.lot.order.address(piece, work.lot.node.attempt)
    u = floor.luck.uniform(f"yield|{work.lot.order.stream}|{work.lot.node.name}", entity, index)
    return u < (1 - share) * work.quality[piece]


def find_bad(floor: Floor, lot: Lot, bad: list[tuple[int, int]]) -> None:
    """Bad pieces leave their lots, and one new lot of them is released (Q1)."""
    order = lot.order
    if not bad:
        return
    for number, generation in bad:
        del order.present[number]
        order.left_final.pop((number, generation), None)
    lot.pieces = [piece for piece in lot.pieces if piece not in bad]
    for other in [o for o in floor.lots if o.order is order and o is not lot]:
        if not is_being_worked(floor, other):
            other.pieces = [piece for piece in other.pieces if piece not in bad]
            remove_empty_lot(floor, other)
    if order.is_replenishment:
        floor.items[order.item].on_order -= len(bad)
        floor.look_at.add(order.item)
    else:
        remade = [(number, generation + 1) for number, generation in bad]
        for _, generation in remade:
            packed(0, generation, 0)  # a 257th generation has no address (R4)
        order.present.update(remade)
        send_from_outside(floor, order, remade, is_remake=True, causes=lot.causes)


def is_being_worked(floor: Floor, lot: Lot) -> bool:
    """The lot is on a unit and its operation has not ended (or is yet to be judged)."""
    return lot.state == "on unit" and any(
        w.lot is lot and (w.finished is None or is_to_be_judged(floor, w)) for w in floor.works
    )


def is_to_be_judged(floor: Floor, work: Work) -> bool:
    """Blocked lots have been judged in an earlier round; those that ended in this one are judged in their turn."""
    return work.finished == floor.now and not work.lot.is_judged


def remove_empty_lot(floor: Floor, lot: Lot) -> None:
    """A lot of which nothing is left vanishes and its unit is empty (Q1)."""
    if lot.pieces:
        return
    lot.state = "gone"
    floor.lots.remove(lot)
    for unit in floor.units:
        if unit.work is not None and unit.work.lot is lot:
            stop_waiting_beside(floor, unit.work)
            vacate(floor, unit.work)


# --- departures ----------------------------------------------------------------------------------------------------


def depart_all(floor: Floor) -> bool:
    """Of all lots that may leave the one finished longest goes first, until none may (B1)."""
    departed = False
    while leaving := lots_that_may_leave(floor):
        work = min(leaving, key=lambda w: (w.finished, w.unit.key, w.key))
        depart(floor, work)
        departed = True
    return departed


def lots_that_may_leave(floor: Floor) -> list[Work]:
    """Return the operations on units that have ended and whose lot finds its places (B1)."""
    return [work for work in floor.works if work.finished is not None and may_leave(floor, work)]


def may_leave(floor: Floor, work: Work) -> bool:
    """At all its successors in one go, a place of its own for each copy, at one of its alternatives (B1)."""
    own = work.unit.work_centre
    alternatives = [node.op["at"] for node in work.lot.node.after]
    return any(
        all(picked.count(name) <= n_places(floor, floor.work_centres[name], own) for name in picked)
        for picked in product(*alternatives)
    )


def n_places(floor: Floor, centre: WorkCentre, own: WorkCentre) -> float:
    """b + empty units - lots waiting at or moving to the work centre (B1)."""
    buffer = centre.rule.get("buffer")
    if buffer is None:
        return float("inf")
    n_lots = sum(lot.state in ("moving", "meeting", "waiting") and centre.name in lot.places for lot in floor.lots)
    return buffer + sum(unit.is_empty for unit in centre.units) + (centre is own) - n_lots


def depart(floor: Floor, work: Work) -> None:
    """The lot leaves its unit, which is empty now (B1)."""
    lot, centre = work.lot, work.unit.work_centre.name
    floor.left.append([*lot.order.key, *lot.leader, lot.node.name, lot.node.attempt, floor.now])
    floor.lots.remove(lot)
    lot.state = "gone"
    vacate(floor, work)
    for node in lot.node.after:
        send(floor, Lot(lot.order, list(lot.pieces), node, lot.node, lot.is_remake, causes=Counter(lot.causes)), centre)
    if not lot.node.after:
        leave_final(floor, lot)


def leave_final(floor: Floor, lot: Lot) -> None:
    """A piece is good when it has left all final operations (Q1)."""
    order = lot.order
    finals = {node for node in order.nodes if not node.after}
    n_good = 0
    for piece in lot.pieces:
        left = order.left_final.setdefault(piece, {})
        left[lot.node] = (floor.now, lot.causes)
        if set(left) == finals:
            order.good.add(piece[0])
            n_good += 1
    if order.is_replenishment:
        receive(floor, order, n_good)
    elif len(order.good) == order.quantity and order.completed is None:
        order.completed = floor.now
        order.causes = causes_of_lead_time(order)


def causes_of_lead_time(order: Order) -> Counter:
    """X2: the last piece to be good (equal: the lowest), the final operation its copy left last."""

    def good_at(piece: tuple[int, int]) -> int:
        return max(tick for tick, _ in order.left_final[piece].values())

    last = min(sorted(order.present.items()), key=lambda piece: -good_at(piece))
    exits = order.left_final[last]
    final = min((node for node in exits if exits[node][0] == good_at(last)), key=lambda node: node.name)
    return Counter(exits[final][1])


# --- joins ---------------------------------------------------------------------------------------------------------


def unite_all(floor: Floor) -> bool:
    """Unite the copies and lots that are complete at their meeting points (J1)."""
    meetings = {(lot.order.key, lot.node.name): (lot.order, lot.node) for lot in floor.lots if lot.state == "meeting"}
    united = False
    for _, (order, node) in sorted(meetings.items(), key=lambda pair: pair[0]):
        for copies in complete_groups(floor, order, node):
            unite(floor, order, node, copies)
            united = True
    return united


def complete_groups(floor: Floor, order: Order, node: Node) -> list[list[Lot]]:
    """Return the groups of copies that can be united now."""
    here = sorted(
        (lot for lot in floor.lots if lot.state == "meeting" and lot.order is order and lot.node is node),
        key=lambda lot: (lot.key, lot.came_from.name if lot.came_from else ""),
    )
    if node.gathers:
        return [here] if here and gathering_is_complete(order, node, here) else []
    return [group for group in linked_groups(here) if has_all_copies(node, group, {p for c in group for p in c.pieces})]


def gathering_is_complete(order: Order, node: Node, here: list[Lot]) -> bool:
    """No piece of the order is still before the join in its present generation (J1)."""
    before = {piece for piece in order.present.items() if (node, *piece) not in order.joined}
    return has_all_copies(node, here, before)


def has_all_copies(node: Node, copies: list[Lot], pieces: set[tuple[int, int]]) -> bool:
    """For each of these pieces a copy from every predecessor is there (J1)."""
    return all(
        any(copy.came_from is before and piece in copy.pieces for copy in copies)
        for piece in pieces
        for before in (node.before or [None])
    )


def linked_groups(copies: list[Lot]) -> list[list[Lot]]:
    """Part the copies into groups that share pieces."""
    groups: list[list[Lot]] = []
    for copy in copies:
        linked = [g for g in groups if any(set(copy.pieces) & set(other.pieces) for other in g)]
        groups = [g for g in groups if g not in linked] + [[other for g in linked for other in g] + [copy]]
    return groups


def unite(floor: Floor, order: Order, node: Node, copies: list[Lot]) -> None:
    """United they take one place; the way here is that of the copy that came last (J1, X2, Q1)."""
    pieces = sorted({piece for copy in copies for piece in copy.pieces})
    last = min(copies, key=lambda c: (-c.came, c.leader, c.came_from.name if c.came_from else ""))
    is_remake = (
        all(generation > 0 for _, generation in pieces) if node.gathers else all(copy.is_remake for copy in copies)
    )
    lot = Lot(order, pieces, node, last.came_from, is_remake, came=floor.now, causes=Counter(last.causes))
    for copy in copies:
        copy.state = "gone"
        floor.lots.remove(copy)
    if node.gathers:
        order.joined |= {(node, *piece) for piece in pieces}
    floor.lots.append(lot)
    begin_to_wait(floor, lot)


# --- stock ---------------------------------------------------------------------------------------------------------


def receive(floor: Floor, order: Order, n_pieces: int) -> None:
    """Good pieces of a replenishment lot come on the shelf (I1)."""
    item = floor.items[order.item]
    item.on_hand += n_pieces
    item.on_order -= n_pieces
    if len(order.good) == order.quantity or order.good >= set(order.present):
        order.completed = floor.now


def waiting_orders(floor: Floor, item: Item) -> list[Order]:
    """Return the orders that wait for this item, by priority class, then arrival (I2)."""
    orders = [
        order
        for stream in floor.streams.values()
        for order in stream.orders
        if order.is_open and order.item == item.name
    ]
    return sorted(orders, key=lambda o: (o.priority, o.arrived, o.key))


def allocate_all(floor: Floor) -> bool:
    """Stock goes to waiting orders (I2)."""
    changes = [allocate(floor, item) for item in floor.items.values()]
    return any(changes)


def allocate(floor: Floor, item: Item) -> bool:
    """Complete orders only, and later ones do not overtake, unless their stream says so (I2)."""
    before, somebody_waits = item.on_hand, False
    for order in waiting_orders(floor, item):
        rule = floor.streams[order.stream].rule
        if somebody_waits and not rule.get("overtake"):
            continue
        served = order.owed if item.on_hand >= order.owed else item.on_hand if rule.get("partial") else 0
        item.on_hand -= served
        order.owed -= served
        if order.owed:
            somebody_waits = True
        else:
            order.completed = floor.now
            order.causes = Counter(material=floor.now - order.arrived)
    return item.on_hand != before


def reorder_all(floor: Floor) -> bool:
    """Look at the positions after every demand, scrap and cancellation (I1)."""
    names, floor.look_at = sorted(floor.look_at), set()
    for name in names:
        reorder(floor, floor.items[name])
    return bool(names)


def position(floor: Floor, item: Item) -> int:
    """On hand + on order - pieces owed to waiting orders (I1)."""
    return item.on_hand + item.on_order - sum(order.owed for order in waiting_orders(floor, item))


def reorder(floor: Floor, item: Item) -> None:
    """(Q, r) releases lots of Q while the position is at most r (I1)."""
    while position(floor, item) <= item.rule["r"]:
        order = Order(
            item.name,
            item.started,
            floor.now,
            item.rule["Q"],
            product=item.product,
            item=item.name,
            is_replenishment=True,
        )
        order.config = drawn_configuration(floor, item.name, order.ordinal, item.product, item.rule.get("options"))
        item.started += order.quantity
        item.on_order += order.quantity
        floor.replenishments.append(order)


def lose_impatient_orders(floor: Floor) -> bool:
    """An order for stock unserved at arrival + patience is lost, after that instant's allocation (I2)."""
    lost = [
        order
        for stream in floor.streams.values()
        for order in stream.orders
        if order.is_open and order.patience_ends == floor.now
    ]
    for order in lost:
        order.lost, order.owed = floor.now, 0
        floor.look_at.add(order.item)
    return bool(lost)
