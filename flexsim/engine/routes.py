# cython: boundscheck=True, wraparound=True
"""Routings as certain options leave them: dropped operations hand their arrows on, repeated arrows are dropped (O3)."""

import cython

from flexsim.engine.nouns import KeyOption, Node, Operation, Order, Route, Source

if not cython.compiled:
    from flexsim.engine.configurations import matches

MOST_ROUTES = 4096  # kept for each source; further ones are made again when needed


def route_of(source: Source, order: Order):
    """The routing of an order's configuration, made once for each set of operations that options leave."""
    mask = -1
    if source.drops:
        mask = 0
        for operation in source.operations:
            if operation.only_if is None or matches(operation.only_if, order):
                mask |= 1 << operation.rank
    route = source.routes.get(mask)
    if route is None:
        if len(source.routes) >= MOST_ROUTES:
            source.routes.clear()
        route = source.routes[mask] = make_route(source.operations, mask)
    return route


def make_route(operations, mask):
    present = [operation for operation in operations if mask >> operation.rank & 1]
    before = {operation.rank: arrows(operation, operations, mask) for operation in present}
    ancestors = {}
    for operation in present:
        all_before(operation.rank, before, ancestors)
    nodes = {}
    for operation in present:
        node: Node = Node()
        node.operation = operation
        node.number = operation.rank
        node.join = operation.join
        node.successors = []
        nodes[operation.rank] = node
    for rank, node in nodes.items():
        shortest = [p for p in sorted(before[rank]) if not any(p in ancestors[q] for q in before[rank])]
        node.n_before = len(shortest)
        for p in shortest:
            nodes[p].successors.append(node)
        behind = set(shortest).union(*(ancestors[p] for p in shortest)) if shortest else set()
        node.mixed = len(shortest) > 1 and any(nodes[p].join for p in behind)
    for node in nodes.values():
        node.following = following(node.number, nodes, ancestors)
    route: Route = Route()
    route.nodes = list(nodes.values())
    route.firsts = [node for node in route.nodes if node.n_before == 0]
    route.n_final = sum(1 for node in route.nodes if not node.successors)
    route.candidates = present
    return route


def arrows(operation, operations, mask):
    """The operations that must be done before this one, where a dropped one stands for its own predecessors."""
    found = set()
    for rank in operation.after:
        if mask >> rank & 1:
            found.add(rank)
        else:
            found |= arrows(operations[rank], operations, mask)
    return found


def all_before(rank, before, ancestors):
    if rank not in ancestors:
        found = set(before[rank])
        for p in before[rank]:
            found |= all_before(p, before, ancestors)
        ancestors[rank] = found
    return ancestors[rank]


def following(rank, nodes, ancestors):
    """The operations that follow, and whether they are done for the whole order: at or behind a join still to come (D4)."""
    after = [other for other in nodes if rank in ancestors[other]]
    joins = {other for other in after if nodes[other].join}
    return [(nodes[other], other in joins or bool(joins & ancestors[other])) for other in sorted(after)]
