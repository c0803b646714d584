# cython: boundscheck=True, wraparound=True
"""Products as a source of orders makes them: options and routing are drawn from the lanes of that source (R4)."""

from flexsim.engine.variety import Tally


class Catalogue:
    """What can be made.

    Parameters
    ----------
    products : mapping of str to flexsim.scenario.Product
    numbering : Numbering
    chance : Chance
    plans : WorkPlans
    """

    def __init__(self, products, numbering, chance, plans):
        self.products = products
        self.numbering = numbering
        self.chance = chance
        self.plans = plans

    def plan_product(self, source, product, lane):
        """Let a source make a product, with the name of its lanes."""
        stated = self.products[product]
        names = sorted(stated.operations)
        source.product = sorted(self.products).index(product)
        source.product_name = product
        self.plan_options(source, product, lane)
        for name in names:
            source.operations.append(self.plans.make_operation(source, name, lane))
        source.drops = any(operation.only_if for operation in source.operations)
        source.tally = Tally(len(names))
        source.routing_lane = self.chance.lane(f"routing|{lane}")
        self.plan_routing(source, stated, {name: rank for rank, name in enumerate(names)})

    def plan_options(self, source, product, lane):
        shares = self.products[product].options
        options = self.numbering.options(product)
        source.option_lanes = [self.chance.lane(f"option|{lane}|{option}") for option in options]
        source.option_counts = self.numbering.counts(product)
        source.option_radices = self.numbering.radices(product)
        source.option_shares = [[reached for _, reached in cumulated(shares[option])] for option in options]

    def plan_routing(self, source, stated, rank):
        """Which operations come before which, and what is drawn of it (O3); ranks are by the names of the operations."""
        for operation in source.operations:
            operation.after = [rank[before] for before in stated.operations[operation.name].after]
        if stated.routing is None:
            return
        if type(stated.routing).__name__ == "Drawn":
            source.drawn_low = stated.routing.from_
            source.drawn_high = stated.routing.to
        else:
            source.matrix = MatrixRows(stated.routing.rows, rank)


class MatrixRows:
    """A routing matrix: to which operations an order goes, each with the share that is reached with it.

    Attributes
    ----------
    first : list of tuple
        From the start.
    behind : list of list of tuple
        From the operation just done, by its rank.
    """

    def __init__(self, rows, rank):
        self.first = []
        self.behind = [[] for _ in rank]
        for name, shares in rows.items():
            reached = [(rank[operation], share) for operation, share in cumulated(shares)]
            if name == "start":
                self.first = reached
            else:
                self.behind[rank[name]] = reached


def cumulated(shares):
    """Names in their order, each with the share that is reached with it (R6)."""
    total = 0.0
    found = []
    for name in sorted(shares):
        total += shares[name]
        found.append((name, total))
    return found
