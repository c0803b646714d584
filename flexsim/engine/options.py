# cython: boundscheck=True, wraparound=True
"""Options and their values as the whole floor numbers them, and where a configuration keeps them (O2, W2)."""

from array import array

from flexsim.engine.nouns import KeyOption


class Numbering:
    """Options of all products, and their values, numbered in the order of their names.

    Products may share an option. A changeover may look at the product and at the operation as it looks at an option, so
    these are numbered too.

    Parameters
    ----------
    products : mapping of str to flexsim.scenario.Product

    Attributes
    ----------
    slot : dict of str to int
        The number of an option.
    ids : dict of str to dict of str to int
        By option, the numbers of its values.
    """

    def __init__(self, products):
        self.products = products
        values = {"product": set(products), "operation": set()}
        for product in products.values():
            values["operation"].update(product.operations)
            for option, shares in product.options.items():
                values.setdefault(option, set()).update(shares)
        self.slot = {option: slot for slot, option in enumerate(sorted(values))}
        self.ids = {option: {value: i for i, value in enumerate(sorted(found))} for option, found in values.items()}

    def options(self, product):
        """The options of a product in the order of their names."""
        return sorted(self.products[product].options)

    def counts(self, product):
        """How many values each of its options has."""
        return [len(self.products[product].options[option]) for option in self.options(product)]

    def radices(self, product):
        """By how much the configuration grows with the value of each of its options."""
        found = []
        radix = 1
        for count in reversed(self.counts(product)):
            found.append(radix)
            radix *= count
        return found[::-1]

    def value(self, product, option, value):
        """The number of a value among those that a product has for an option."""
        return sorted(self.products[product].options[option]).index(value)

    def wish(self, product, stated):
        """For each option of a product the number of the value that is stated, None if it is left open."""
        return [
            self.value(product, option, stated[option]) if option in stated else None
            for option in self.options(product)
        ]

    def conditions(self, product, condition):
        """What ``matches`` is asked with: options, each with the values of which a configuration must have one."""
        return [
            (self.drawn(product, option), frozenset(self.value(product, option, value) for value in values))
            for option, values in sorted(condition.items())
        ]

    def key(self, product, operation, names):
        """What a changeover looks at: options of the product, the product itself, the operation."""
        own = {"product": product, "operation": operation}
        options = self.products[product].options
        return [
            self.drawn(product, name) if name in options else self.constant(name, own[name]) for name in sorted(names)
        ]

    def drawn(self, product, name):
        """An option whose value stands in the configuration."""
        values = self.products[product].options[name]
        option = KeyOption()
        option.drawn = True
        option.slot = self.slot[name]
        option.count = len(values)
        option.radix = self.radices(product)[self.options(product).index(name)]
        option.ids = array("q", [self.ids[name][value] for value in sorted(values)])
        return option

    def constant(self, name, value):
        """An option whose value is the same whatever the customer chose."""
        option = KeyOption()
        option.drawn = False
        option.slot = self.slot[name]
        option.constant = self.ids[name][value]
        return option
