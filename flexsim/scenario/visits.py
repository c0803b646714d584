"""How often pieces and lots come to an operation: routings, drawn ones too, and what scrap makes of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from graphlib import TopologicalSorter

from flexsim.scenario.products import Drawn, Matrix, Product

LARGEST_LOT = 1_000
"""Pieces up to which remakes of a lot are followed exactly; in larger ones they fall into as many lots."""

MOST_SIZES = 50
"""Of lots whose remakes are followed one by one; of more, neighbours are put together."""

UNLIKELY = 1e-13
"""Shares below it are left out."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What comes to one operation for one order, or one replenishment lot.

    Parameters
    ----------
    pieces : float
        Pieces, those made again counted each time.
    lots : float
        Lots, each of which is set up.
    """

    pieces: float
    lots: float


@dataclass(frozen=True, slots=True)
class Lots:
    """How orders are cut into lots.

    Parameters
    ----------
    quantities : tuple of (int, float)
        Pieces of an order, with their shares.
    lot_size : int or None
        Pieces released together; None: all of an order.
    """

    quantities: tuple[tuple[int, float], ...]
    lot_size: int | None

    @property
    def mean_pieces(self) -> float:
        """Expected pieces of an order."""
        return math.fsum(quantity * share for quantity, share in self.quantities)

    def sizes(self) -> list[tuple[int, float]]:
        """Give the sizes of lots, and how many of each an order is expected to have."""
        found: dict[int, float] = defaultdict(float)
        for quantity, share in self.quantities:
            size = quantity if self.lot_size is None else min(self.lot_size, quantity)
            found[size] += share * (quantity // size)
            if quantity % size:
                found[quantity % size] += share
        return sorted(found.items())


def _few(sizes: Sequence[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """Put neighbouring sizes together where they are many."""
    together = -(-len(sizes) // MOST_SIZES)
    for first in range(0, len(sizes), together or 1):
        group = sizes[first : first + together]
        count = math.fsum(count for _, count in group)
        yield round(math.fsum(size * count for size, count in group) / count), count


def good_share(product: Product, present: frozenset[str]) -> float:
    """Give the expected share of good pieces of a lot that is started once."""
    yields = _yields(product, present)
    if isinstance(product.routing, Drawn):
        return _drawn(product.routing, yields, lambda chosen, after: _mean_product(yields, None, chosen))
    if isinstance(product.routing, Matrix):
        return _to_the_end(product.routing, yields, yields).get("start", 1.0)
    return math.prod(yields.values())


def visits(product: Product, present: frozenset[str], lots: Lots, *, is_stock: bool) -> dict[str, Visits]:
    """Give the visits to every operation that options leave, for one order or one replenishment lot.

    Exact for pieces of a chain of operations, of a drawn routing and of a matrix, and for lots of a chain. Beside
    parallel branches a piece that one branch scraps is counted in the others.
    """
    yields = _yields(product, present)
    if isinstance(product.routing, Drawn | Matrix):
        return _visits_of_paths(product.routing, yields, lots, is_stock)
    return _Graph(product, yields).visits(lots, is_stock)


def _yields(product: Product, present: frozenset[str]) -> dict[str, float]:
    return {name: operation.yield_share for name, operation in product.operations.items() if name in present}


class _Graph:
    """A routing by `after`: operations in an order in which they can be done."""

    def __init__(self, product: Product, yields: Mapping[str, float]) -> None:
        after = {name: operation.after for name, operation in product.operations.items()}
        order = [name for name in TopologicalSorter(after).static_order() if name in after]
        before: dict[str, frozenset[str]] = {}
        for name in order:
            before[name] = frozenset(after[name]).union(*(before[other] for other in after[name]))
        self.names = [name for name in order if name in yields]
        joins = {name for name in self.names if product.operations[name].join}
        self.behind = {name for name in self.names if joins & (before[name] | {name})}
        self.reached = {name: math.prod(yields[other] for other in before[name] & yields.keys()) for name in self.names}
        behind = {name: before[name] & self.behind for name in self.names}
        self.reached_behind = {name: math.prod(yields[other] for other in behind[name]) for name in self.names}
        self.found_bad = _found_bad(self.names, yields)
        self.found_bad_behind = _found_bad([name for name in self.names if name in self.behind], yields)
        self.good = math.prod(yields.values())
        self.remakes = cache(self._remakes)

    def visits(self, lots: Lots, is_stock: bool) -> dict[str, Visits]:
        """Give the visits to each operation."""
        pieces = lots.mean_pieces
        if is_stock or self.good == 1:
            found = dict.fromkeys(self.names, 0.0)
            for quantity, share in lots.quantities:
                for name in self.behind:
                    found[name] += share * _some_left(self.reached[name], quantity)
            for size, count in lots.sizes():
                for name in found.keys() - self.behind:
                    found[name] += count * _some_left(self.reached[name], size)
            return {name: Visits(pieces * self.reached[name], found[name]) for name in self.names}
        totals = [0.0] * len(self.names)
        bad: dict[int, float] = defaultdict(float)
        early = [share for name, share in self.found_bad.items() if name not in self.behind]
        for size, count in _few(lots.sizes()):
            _add(totals, count, self._first(size, behind=False))
            _scrap(bad, count, min(size, LARGEST_LOT), early)
        for quantity, share in _few(lots.quantities):
            _add(totals, share, self._first(quantity, behind=True))
            _scrap(bad, share, min(quantity, LARGEST_LOT), self.found_bad_behind.values())
        for size, count in sorted(bad.items()):
            _add(totals, count, self.remakes(size))
        return {
            name: Visits(pieces * self.reached[name] / self.good, total)
            for name, total in zip(self.names, totals, strict=True)
        }

    def _first(self, size: int, *, behind: bool) -> list[float]:
        """Give the visits of lots of first pieces, before the joins or behind them."""
        reached = self.reached_behind if behind else self.reached
        return [_some_left(reached[name], size) if (name in self.behind) == behind else 0.0 for name in self.names]

    def _remakes(self, size: int) -> tuple[float, ...]:
        """Give the visits of a lot that is made again, and of those made again of it; a lot passes joins alone."""
        totals = [_some_left(self.reached[name], size) for name in self.names]
        bad: dict[int, float] = defaultdict(float)
        _scrap(bad, 1.0, size, self.found_bad.values())
        same = bad.pop(size, 0.0)
        for smaller, count in sorted(bad.items()):
            _add(totals, count, self.remakes(smaller))
        return tuple(total / (1 - same) for total in totals)


def _add(totals: list[float], count: float, visits: Sequence[float]) -> None:
    """Add the visits of so many lots."""
    for n, visit in enumerate(visits):
        totals[n] += count * visit


def _scrap(bad: dict[int, float], count: float, size: int, shares: Iterable[float]) -> None:
    """Add the lots of bad pieces that so many lots of a size leave: one for each operation that finds some."""
    for share in shares:
        for pieces, likely in _binomial(size, share):
            if pieces:
                bad[pieces] += count * likely


def _found_bad(names: Sequence[str], yields: Mapping[str, float]) -> dict[str, float]:
    """Give the share of pieces that each operation is the first to find bad."""
    found, left = {}, 1.0
    for name in names:
        if yields[name] < 1:
            found[name] = left * (1 - yields[name])
            left *= yields[name]
    return found


def _some_left(share: float, size: int) -> float:
    """Give how likely at least one of these pieces is left."""
    return 1.0 if share == 1 else -math.expm1(size * math.log1p(-share)) if share > 0 else 0.0


@lru_cache(maxsize=20_000)
def _binomial(size: int, share: float) -> list[tuple[int, float]]:
    """Give the numbers of bad pieces with their probabilities, those that hardly ever occur left out."""
    if share >= 1:
        return [(size, 1.0)]
    log_size, ratio, rest = math.lgamma(size + 1), math.log(share), math.log1p(-share)
    spread = 9 * math.sqrt(size * share * (1 - share)) + 40
    first, last = max(0, int(size * share - spread)), min(size, int(size * share + spread) + 1)
    found = []
    for bad in range(first, last + 1):
        log = log_size - math.lgamma(bad + 1) - math.lgamma(size - bad + 1) + bad * ratio + (size - bad) * rest
        if (likely := math.exp(log)) > UNLIKELY:
            found.append((bad, likely))
    return found


def _visits_of_paths(
    routing: Drawn | Matrix, yields: Mapping[str, float], lots: Lots, is_stock: bool
) -> dict[str, Visits]:
    """Give the visits of a routing that is drawn for the order: its remakes take the same path."""
    plain = _passes(routing, yields, dict.fromkeys(yields, 1.0), forward=True)
    first = _passes(routing, yields, yields, forward=True)
    n_lots = math.fsum(count for _, count in lots.sizes())
    pieces = lots.mean_pieces
    if is_stock or all(share == 1 for share in yields.values()):
        return {name: Visits(pieces * first[name], n_lots * plain[name]) for name in yields}
    again = {name: 1 / share for name, share in yields.items()}
    every = _passes(routing, yields, again, forward=False)
    worst = max(1 - share for share in yields.values())
    found = {}
    for name in yields:
        remade = every[name] - first[name]  # pieces made again, for each piece of the order
        lots_remade = math.fsum(count * remade * min(size, 1 / worst) for size, count in lots.sizes())
        found[name] = Visits(pieces * every[name], n_lots * plain[name] + lots_remade)
    return found


def _passes(
    routing: Drawn | Matrix, yields: Mapping[str, float], weights: Mapping[str, float], *, forward: bool
) -> dict[str, float]:
    """Give the expected passes of each operation, each weighted by what lies on the path.

    Forward: by the product of the weights of the operations before it. Backward: of itself and those after it.
    """
    if isinstance(routing, Drawn):
        found = {}
        for name in yields:
            own = 1.0 if forward else weights[name]
            found[name] = own * _drawn(
                routing,
                yields,
                lambda chosen, n, name=name: (  # type: ignore[misc]
                    math.fsum(_mean_product(weights, name, others) for others in range(chosen)) / n
                ),
            )
        return found
    if forward:
        return _from_the_start(routing, weights)
    plain = _from_the_start(routing, dict.fromkeys(yields, 1.0))
    ends = _to_the_end(routing, yields, weights)
    return {name: plain[name] * ends[name] for name in yields}


def _drawn(routing: Drawn, yields: Mapping[str, float], of: Callable[[int, int], float]) -> float:
    """Give the mean over how many operations are drawn."""
    n = len(yields)
    counts = range(routing.from_, routing.to + 1)
    return math.fsum(of(min(count, n), n) for count in counts) / len(counts) if n else 1.0


def _mean_product(weights: Mapping[str, float], without: str | None, chosen: int) -> float:
    """Give the mean product of so many weights, picked at random among all but one."""
    sums = [1.0] + [0.0] * chosen  # elementary symmetric polynomials
    n = 0
    for name, weight in weights.items():
        if name != without:
            n += 1
            for k in range(min(n, chosen), 0, -1):
                sums[k] += weight * sums[k - 1]
    return sums[chosen] / math.comb(n, chosen)


def _from_the_start(routing: Matrix, weights: Mapping[str, float]) -> dict[str, float]:
    """Solve w = start + w D P: visit ratios, weighted by what lies before."""
    names = sorted(weights)
    rows = routing.rows
    equations = [
        [float(name == other) - weights[other] * rows.get(other, {}).get(name, 0.0) for other in names]
        + [rows["start"].get(name, 0.0)]
        for name in names
    ]
    return dict(zip(names, _solved(equations), strict=True))


def _to_the_end(routing: Matrix, yields: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Solve u = D (exit + P u): the mean product of weights from an operation to the exit, and from the start."""
    names = sorted(yields)
    equations = []
    for name in names:
        row = routing.rows.get(name, {})
        leaves = max(1 - math.fsum(row.values()), 0.0)
        equations.append(
            [float(name == other) - weights[name] * row.get(other, 0.0) for other in names] + [weights[name] * leaves]
        )
    ends = dict(zip(names, _solved(equations), strict=True))
    start = routing.rows["start"]
    leaves = max(1 - math.fsum(start.values()), 0.0)
    return {**ends, "start": leaves + math.fsum(share * ends.get(name, 0.0) for name, share in start.items())}


def _solved(equations: list[list[float]]) -> list[float]:
    """Solve linear equations by elimination; infinite where pieces come back for ever."""
    n = len(equations)
    for column in range(n):
        best = max(range(column, n), key=lambda row: abs(equations[row][column]))
        equations[column], equations[best] = equations[best], equations[column]
        pivot = equations[column][column]
        if abs(pivot) < 1e-14:
            return [math.inf] * n
        line = equations[column] = [entry / pivot for entry in equations[column]]
        for row in range(n):
            factor = equations[row][column]
            if row != column and factor:
                equations[row] = [entry - factor * other for entry, other in zip(equations[row], line, strict=True)]
    solution = [row[-1] for row in equations]
    return solution if min(solution, default=0.0) > -1e-9 else [math.inf] * n
