# cython: boundscheck=True, wraparound=True
"""Where orders come from: streams of demand, and stock that is made again (O1, I1)."""

from flexsim.engine.distributions import to_ticks
from flexsim.engine.nouns import Item_, Source
from flexsim.engine.profiles import Profile

ALL_WEEK = ((0.0, 604_800.0, 1.0),)
"""A profile of one span: the same at all hours."""


class Origins:
    """Streams of demand and items of stock, numbered together in the order of their names.

    Parameters
    ----------
    scenario : flexsim.scenario.Scenario
    floor : Floor
        It is given the sources and the items.
    numbering : Numbering
    chance : Chance
    catalogue : Catalogue

    Attributes
    ----------
    sources : dict of str to Source
    """

    def __init__(self, scenario, floor, numbering, chance, catalogue):
        self.floor = floor
        self.start = scenario.start
        self.numbering = numbering
        self.chance = chance
        self.catalogue = catalogue
        self.sources = {}
        for name in sorted([*scenario.demand, *scenario.stock]):
            self.make_source(name)
        for name, stated in sorted(scenario.stock.items()):
            self.make_item(self.sources[name], stated)
        for name, stated in sorted(scenario.demand.items()):
            self.plan_stream(self.sources[name], stated)

    def make_source(self, name):
        source = Source()
        source.number = len(self.floor.sources)
        source.name = name
        self.sources[name] = source
        self.floor.sources.append(source)

    # stock

    def make_item(self, source, stated):
        item = Item_()
        item.number = len(self.floor.items)
        item.name = source.name
        item.source = source
        item.lot_size = stated.lot_size
        item.reorder_point = stated.reorder_point
        item.on_hand = item.initial = stated.on_hand
        item.stated = self.numbering.wish(stated.product, stated.options)
        source.item = item
        source.is_item = True
        source.priority = stated.priority
        source.quantity_low = source.quantity_high = stated.lot_size
        self.catalogue.plan_product(source, stated.product, stated.stream)
        self.floor.items.append(item)

    # demand

    def plan_stream(self, source, stated):
        source.priority = stated.priority
        source.lot_size = -1 if stated.lot_size is None else stated.lot_size
        source.partial = stated.partial
        source.overtake = stated.overtake
        source.from_stock = stated.from_stock
        source.makes_others = stated.from_stock and stated.no_match == "made_to_order"
        self.plan_customers(source, stated)
        self.plan_arrivals(source, stated)
        if stated.substitutes is not None:
            self.plan_substitutes(source, stated)
        if stated.item is not None:
            source.item = self.sources[stated.item].item
            source.product = source.item.source.product
        else:
            self.catalogue.plan_product(source, stated.product, stated.stream)

    def plan_customers(self, source, stated):
        """How much customers want, by when, and how long they wait."""
        lane = stated.stream
        source.quantity_low, source.quantity_high = stated.quantity
        source.quantity_lane = self.chance.lane(f"quantity|{lane}")
        source.due = self.chance.distribution(stated.due)
        source.due_lane = self.chance.lane(f"due|{lane}")
        source.patience = self.chance.distribution(stated.patience)
        source.patience_lane = self.chance.lane(f"patience|{lane}")

    def plan_arrivals(self, source, stated):
        """When customers come and how many: drawn, as many as keep the shop full, at given times, or from a file."""
        source.count = -1 if stated.count is None else stated.count
        source.refuse_above = -1 if stated.refuse_above is None else stated.refuse_above
        source.saturated = -1 if stated.saturated is None else stated.saturated
        source.every = self.chance.distribution(stated.every)
        source.every_lane = self.chance.lane(f"arrival|{stated.stream}")
        source.profile = self.profile(stated)
        if stated.at is not None:
            source.times = [to_ticks(time) for time in stated.at]
        elif stated.orders is not None:
            source.times = [to_ticks(order.arrival) for order in stated.orders]
            source.file = [self.file_row(order, stated) for order in stated.orders]
        if source.times is not None:
            source.count = len(source.times)

    def profile(self, stated):
        """How the demand of a stream changes over the week and the year, None if it does not (O1)."""
        if stated.profile is None and stated.season is None:
            return None
        spans = ALL_WEEK if stated.profile is None else stated.profile.spans
        windows = [(to_ticks(begin), to_ticks(end), to_ticks(factor)) for begin, end, factor in spans]
        return Profile(windows, [to_ticks(factor) for factor in stated.season or ()], self.start)

    def file_row(self, order, stated):
        """An order of a file: quantity, due date, priority and the values of its options."""
        given = None
        if order.options and stated.product is not None:
            given = self.numbering.wish(stated.product, order.options)
        due = None if order.due is None else to_ticks(order.due)
        return [order.quantity, due, order.priority, given]

    def plan_substitutes(self, source, stated):
        """What customers want off the price of something else, and how much each option matters (I2): in millionths."""
        source.discount = self.chance.distribution(stated.substitutes.discount)
        source.discount_lane = self.chance.lane(f"discount|{stated.stream}")
        source.offered = to_ticks(stated.substitutes.offered)
        weights = stated.substitutes.weights
        source.weights = [weights.get(option, 1) for option in self.numbering.options(stated.product)]
