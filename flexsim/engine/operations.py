# cython: boundscheck=True, wraparound=True
"""Operations: their steps at each work centre where they can be done, how long those last and whom they need."""

from itertools import pairwise

import cython

from flexsim.engine.kinds import STEPS
from flexsim.engine.nouns import Change, Choice, Operation

if not cython.compiled:
    from flexsim.engine.kinds import *

VARIES = {"piece": BY_PIECE, "lot": BY_LOT, "order": BY_ORDER}


class WorkPlans:
    """What is done to the products, at which work centres and by whom.

    Parameters
    ----------
    products : mapping of str to flexsim.scenario.Product
    numbering : Numbering
    chance : Chance
    staff : Staff
    places : Places

    Attributes
    ----------
    code : dict of str to int
        The number of every operation of every product, named ``PRODUCT/OPERATION``.
    """

    def __init__(self, products, numbering, chance, staff, places):
        self.products = products
        self.numbering = numbering
        self.chance = chance
        self.staff = staff
        self.places = places
        names = [f"{product}/{name}" for product in sorted(products) for name in sorted(products[product].operations)]
        self.code = {name: number for number, name in enumerate(names)}

    def make_operation(self, source, name, lane):
        """An operation of a source's product, drawn from the lanes of that source (R4)."""
        product = source.product_name
        stated = self.products[product].operations[name]
        operation = Operation()
        operation.number = self.code[f"{product}/{name}"]
        operation.rank = len(source.operations)
        operation.name = name
        operation.source = source
        operation.per_piece = stated.per == "piece"
        operation.piecewise = stated.loading == "piece"
        operation.paced = stated.machine_paced
        operation.adds = stated.speeds == "add"
        operation.join = stated.join
        operation.uninterruptible = operation.picky = stated.uninterruptible
        operation.varies = VARIES[stated.varies]
        operation.bad_share = 1.0 - stated.yield_share
        operation.yield_lane = self.chance.lane(f"yield|{lane}|{name}")
        operation.lanes = [self.chance.lane(f"{step}|{lane}|{name}") for step in STEPS]
        operation.run_lane = operation.lanes[RUN]
        self.read_options(operation, product, stated)
        self.make_choices(operation, stated)
        return operation

    def read_options(self, operation, product, stated):
        """What an operation looks at in a configuration: whether it is done, changeovers, times (O2, O3)."""
        if stated.only_if:
            operation.only_if = self.numbering.conditions(product, stated.only_if)
        if stated.depends_on:
            operation.key = self.numbering.key(product, operation.name, stated.depends_on)
            operation.only_key = operation.key[0] if len(operation.key) == 1 else None
        changes = [self.change(product, change) for change in stated.changes if changes_time(change)]
        operation.changes = changes or None

    def change(self, product, stated):
        change = Change()
        change.conditions = self.numbering.conditions(product, stated.condition)
        change.distributions = [self.chance.distribution(getattr(stated, step)) for step in STEPS]
        return change

    def make_choices(self, operation, stated):
        operation.choices = []
        for alternative in stated.at:
            operation.choices.append(self.choice(operation, stated, alternative))
        operation.choice = operation.choices[0]
        operation.n_choices = len(operation.choices)
        operation.unlimited = all(choice.centre.buffer < 0 for choice in operation.choices)

    def choice(self, operation, stated, alternative):
        """An operation at one of its work centres."""
        choice = Choice()
        centre = self.places.centres[alternative.work_centre]
        steps = steps_at(centre, operation, stated)
        choice.operation = operation
        choice.centre = centre
        choice.index = len(operation.choices)
        choice.distributions = [
            self.time(step, getattr(alternative, name)) for name, step in zip(STEPS, steps, strict=True)
        ]
        choice.needs = [self.need(step, centre.team) for step in steps]
        follow_on(choice, steps, operation)
        foresee(choice, operation)
        choice.line = self.places.line(centre, choice.needs[choice.first])
        return choice

    def time(self, step, own):
        """How long a step lasts: what the work centre has of its own, else what the step states."""
        if step is None:
            return None
        return self.chance.distribution(step.time if own is None else own)

    def need(self, step, team):
        return None if step is None else self.staff.need(team, step.skills, step.parts)


def steps_at(centre, operation, stated):
    """The steps of an operation there, None for each that it has not: where there are changeovers it has a set-up (S1)."""
    set_up, *others = (getattr(stated, name) for name in STEPS)
    if set_up is None and centre.changeover != NO_CHANGEOVER and operation.key is not None:
        set_up = stated.changeover_step
    return [set_up, *others]


def follow_on(choice: Choice, steps, operation):
    """Which step comes after which, and where the same people go on without parting (S1)."""
    whole = not operation.piecewise and not operation.uninterruptible
    present = [kind for kind, step in enumerate(steps) if step is not None]
    choice.first = present[0]
    for kind in range(N_STEPS):
        choice.present[kind] = kind in present
        choice.following[kind] = -1
    for here, following in pairwise(present):
        need = choice.needs[here]
        goes_on = need is not None and need.parts == FULL and choice.needs[following] is need
        choice.following[here] = following
        choice.unparted[here] = goes_on and whole


def foresee(choice, operation):
    """What every start at the work centre asks for: is there a set-up, and is the run one draw."""
    set_up = choice.distributions[SET_UP]
    choice.set_up = None if set_up is None or (set_up.constant and set_up.planned == 0) else set_up
    run = choice.distributions[RUN]
    plain = not operation.piecewise and operation.varies != BY_ORDER and operation.changes is None
    choice.run = run
    choice.one_draw = plain and not operation.source.is_item and run is not None and not run.constant


def changes_time(change):
    return any(getattr(change, step) is not None for step in STEPS)
