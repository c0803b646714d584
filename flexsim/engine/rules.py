# cython: infer_types=True
"""Planned times, changeovers and the keys by which operations are dispatched (W2, D4)."""

import math

import cython

from flexsim.engine.errors import RuleError
from flexsim.engine.nouns import Choice, DispatchRule, Entry, KeyOption, Operation, Order, Unit, WorkCentre
from flexsim.engine.ports import Flow

if not cython.compiled:
    from flexsim.engine.configurations import distribution_of, key_value
    from flexsim.engine.kinds import *


def changeover_ticks(centre, operation, order, unit):
    """What it takes to change this unit over from what it last made (W2)."""
    if centre.changeover == NO_CHANGEOVER or operation.key is None:
        return 0
    total: cython.longlong = 0
    for i in range(len(operation.key)):
        option = cython.cast(KeyOption, operation.key[i])
        value: cython.longlong = key_value(option, order)
        last: cython.longlong = unit.memory[option.slot]
        if last < 0 or value == last:
            continue
        if centre.changeover == FIXED:
            return centre.fixed
        if centre.changeover == PER_OPTION:
            total += centre.per_option[option.slot]
        elif option.slot == centre.matrix_slot:
            total += centre.matrix[last * centre.matrix_size + value]
    return total


def change_over(centre, operation, order, unit):
    """Change the unit over to an order's configuration: it now makes these option values (W2)."""
    if operation.only_key is not None:
        return change_one(centre, operation.only_key, order, unit)
    total: cython.longlong = 0
    differs: cython.bint = False
    for i in range(len(operation.key)):
        option = cython.cast(KeyOption, operation.key[i])
        value: cython.longlong = key_value(option, order)
        last: cython.longlong = unit.memory[option.slot]
        if last == value:
            continue
        unit.memory[option.slot] = value
        if last < 0:
            continue
        differs = True
        if centre.changeover == PER_OPTION:
            total += centre.per_option[option.slot]
        elif centre.changeover == MATRIX and option.slot == centre.matrix_slot:
            total += centre.matrix[last * centre.matrix_size + value]
    if not differs:
        return 0
    unit.changed_over += 1
    return centre.fixed if centre.changeover == FIXED else total


def change_one(centre, option, order, unit):
    """The same where only one option matters."""
    value: cython.longlong = key_value(option, order)
    last: cython.longlong = unit.memory[option.slot]
    if last == value:
        return 0
    unit.memory[option.slot] = value
    if last < 0:
        return 0
    unit.changed_over += 1
    if centre.changeover == FIXED:
        return centre.fixed
    if centre.changeover == PER_OPTION:
        return centre.per_option[option.slot]
    return centre.matrix[last * centre.matrix_size + value] if option.slot == centre.matrix_slot else 0


def planned_of(choice, kind, order, pieces):
    """The planned ticks of one step of a lot: those of one draw's mean, times the pieces it is done for (D4)."""
    if choice.present[kind] == 0:
        return 0
    distribution = distribution_of(choice, kind, order)
    if distribution is None:
        return 0
    operation: Operation = choice.operation
    if kind == RUN and not operation.per_piece:
        return distribution.planned
    if kind == RUN or (kind != SET_UP and operation.piecewise):
        return distribution.planned * pieces
    return distribution.planned


class FirstInFirstOut(DispatchRule):
    """FIFO: when the lot began to wait for this operation."""

    def __init__(self):
        DispatchRule.__init__(self)
        self.fifo = True

    def key(self, entry, now):
        return entry.came


class ShortestProcessingTime(DispatchRule):
    """SPT: planned set-up and run, without changeover."""

    def key(self, entry, now):
        order: Order = entry.task.lot.order
        pieces: cython.longlong = len(entry.task.lot.codes)
        return planned_of(entry.choice, SET_UP, order, pieces) + planned_of(entry.choice, RUN, order, pieces)


class EarliestDueDate(DispatchRule):
    """EDD: the due date; none is infinitely late."""

    def key(self, entry, now):
        return entry.task.lot.order.due


class SlackPerOperation(DispatchRule):
    """Slack per operation: time to the due date less the planned work still to come, over the operations still to come."""

    def __init__(self, flow: Flow):
        DispatchRule.__init__(self)
        self.dynamic = True
        self.flow = flow

    def key(self, entry, now):
        return self.flow.slack(entry.task, entry.choice, now)


class UserRule(DispatchRule):
    """A user's own rule: any object with ``key(waiting, now)``, asked once, or at every decision if ``dynamic`` is true."""

    def __init__(self, rule):
        DispatchRule.__init__(self)
        self.rule = rule
        self.ask = rule.key
        self.dynamic = bool(getattr(rule, "dynamic", False))
        self.user = True

    def key(self, entry, now):
        try:
            answer: cython.double = float(self.ask(entry, now))
        except Exception as why:
            raise self.complaint(entry, now, f"raised {why!r}") from why
        if math.isfinite(answer):
            return answer
        raise self.complaint(entry, now, f"returned {answer!r}, not a finite number")

    def complaint(self, entry, now, what):
        order = entry.task.lot.order
        return RuleError(
            f"the dispatching rule {type(self.rule).__name__} {what} at {now / 3_600_000_000:.6f} h "
            f"for order {order.source.name} {order.ordinal}, operation {entry.task.operation.name} at {entry.choice.centre.name}"
        )
