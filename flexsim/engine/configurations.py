# cython: infer_types=True
"""What an order's configuration says: the values of options, and the times of steps that they change (O2, O3, W2)."""

import cython

from flexsim.engine.distributions import Distribution
from flexsim.engine.nouns import Change, Operation


def value_of(option, order):
    """The value that an order's configuration has for an option that a changeover looks at (W2); -1 if it has none."""
    if option.drawn:
        return (order.configuration // option.radix) % option.count
    return option.constant


def key_value(option, order):
    """The same value, as the whole floor numbers it (products may share an option's name)."""
    if option.drawn:
        if order.configuration < option.count and option.radix == 1:  # it is the whole configuration: no division
            return option.ids[order.configuration]
        return option.ids[(order.configuration // option.radix) % option.count]
    return option.constant


def matches(conditions, order):
    """Whether a configuration has one of the stated values of every option named (``only_if``, ``if``)."""
    for option, values in conditions:
        if value_of(option, order) not in values:
            return False
    return True


def distribution_of(choice, kind, order):
    """The time of a step at this work centre: the last matching change by options, else the alternative's own (O2, O3)."""
    if choice.operation.changes is not None:
        return changed_distribution(choice, kind, order)
    return cython.cast(Distribution, choice.distributions[kind])


def changed_distribution(choice, kind, order):
    operation: Operation = choice.operation
    for i in range(len(operation.changes) - 1, -1, -1):
        change = cython.cast(Change, operation.changes[i])
        found = change.distributions[kind]
        if found is not None and matches(change.conditions, order):
            return found
    return choice.distributions[kind]
