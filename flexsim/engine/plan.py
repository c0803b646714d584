# cython: boundscheck=True, wraparound=True
"""From a scenario to the nouns of a floor: ranks by name, needs, lines, lanes. Made once for a run, not hot."""

from array import array

import cython

from flexsim.engine.attention import Attention
from flexsim.engine.breaking import Failures
from flexsim.engine.calling import Calls
from flexsim.engine.demand import Customers
from flexsim.engine.distributions import make, to_ticks
from flexsim.engine.errors import EngineError
from flexsim.engine.floor import (
    Change,
    Choice,
    Floor,
    Item_,
    KeyOption,
    Line,
    Mode,
    Need,
    Operation,
    Outlook,
    Pattern,
    Pool,
    ScheduleRow,
    Skill,
    Source,
    Team,
    Unit,
    WorkCentre,
    Worker,
)
from flexsim.engine.flow import Orders
from flexsim.engine.listing import Rows
from flexsim.engine.patterns import make_pattern
from flexsim.engine.presence import Shifts
from flexsim.engine.profiles import Profile
from flexsim.engine.replaying import Records
from flexsim.engine.rules import (
    EarliestDueDate,
    FirstInFirstOut,
    ShortestProcessingTime,
    SlackPerOperation,
    UserRule,
)
from flexsim.engine.running import Stretches
from flexsim.engine.staffing import TeamWork
from flexsim.engine.stock import Shelves
from flexsim.engine.streams import Stream
from flexsim.engine.variety import Tally
from flexsim.engine.waiting import Lines

if not cython.compiled:
    from flexsim.engine.kinds import *

KINDS = ("set_up", "load", "run", "unload")
LANES = ("set_up", "load", "run", "unload")
WHEN = {"after_each_operation": 0, "when_queue_empty": 1, "at_shift_start": 2}
WHERE = {"longest_queue": 0, "first_in_system": 1, "earliest_due": 2}
WHO = {"most_proficient": 0, "least_flexible": 1, "longest_idle": 2}
VARIES = {"piece": 0, "lot": 1, "order": 2}


def plan_floor(scenario, seed, replication, rules):
    """A floor at rest, with everything on it that the scenario states."""
    return Planner(scenario, seed, replication, rules).floor


class Planner:
    """Turns names into nouns; everything is numbered in the order of its name."""

    def __init__(self, scenario, seed, replication, rules):
        self.scenario = scenario
        self.seed = seed
        self.replication = replication
        self.rules = dict(rules or {})
        self.distributions = {}
        self.patterns = {}
        floor: Floor = Floor()
        floor.seed = seed
        floor.replication = replication
        floor.horizon = -1 if scenario.horizon is None else to_ticks(scenario.horizon)
        self.floor = floor
        floor.running = Stretches(floor)
        floor.breaking = Failures(floor)
        floor.presence = Shifts(floor)
        floor.demand = Customers(floor)
        floor.flow = Orders(floor)
        floor.waiting = Lines(floor)
        floor.attending = Attention(floor)
        floor.staffing = TeamWork(floor)
        self.number_options()
        self.make_teams()
        self.make_workers()
        self.make_centres()
        self.make_pools()
        self.make_sources()
        self.make_failures()
        self.make_schedule()
        self.finish()

    # distributions and lanes

    def distribution(self, stated):
        if stated is None:
            return None
        key = (stated.kind, stated.parameters)
        if key not in self.distributions:
            self.distributions[key] = make(stated.kind, stated.parameters)
        return self.distributions[key]

    def lane(self, text):
        return Stream(self.seed, self.replication, text)

    # options, numbered for the whole floor

    def number_options(self):
        values = {}
        operations = set()
        for product in self.scenario.products.values():
            operations.update(product.operations)
            for option, shares in product.options.items():
                values.setdefault(option, set()).update(shares)
        values["product"] = set(self.scenario.products)
        values["operation"] = operations
        self.option_slot = {option: slot for slot, option in enumerate(sorted(values))}
        self.value_id = {option: {v: i for i, v in enumerate(sorted(found))} for option, found in values.items()}

    # people

    def make_teams(self):
        self.teams = {}
        members = {name: 0 for name in self.scenario.teams}
        for worker in self.scenario.everybody.values():
            members[worker.team] += 1
        for number, (name, stated) in enumerate(sorted(self.scenario.teams.items())):
            team: Team = Team()
            team.number = number
            team.name = name
            team.n_words = max(1, (members[name] + 63) // 64)
            if team.n_words > 16:
                raise EngineError(f"team {name} has {members[name]} members; 1,024 are the most")
            team.when = WHEN[stated.when]
            team.where = WHERE[stated.where]
            team.who = WHO[stated.who]
            team.roams = stated.when == "after_each_operation"
            self.teams[name] = team
            self.floor.teams.append(team)
        self.skills = {}
        self.needs = {}
        self.lined = set()

    def make_workers(self):
        self.workers = {}
        for rank, (name, stated) in enumerate(sorted(self.scenario.everybody.items())):
            worker: Worker = Worker()
            team: Team = self.teams[stated.team]
            worker.rank = rank
            worker.name = name
            worker.team = team
            worker.sit(len(team.members))
            worker.n_skills = len(stated.skills)
            worker.finishes = stated.on_shift_end == "finish"
            worker.relief = stated.relief
            worker.cap = -1 if stated.overtime_cap is None else to_ticks(stated.overtime_cap)
            worker.pattern = self.pattern(stated.shifts)
            worker.skills = []
            team.members.append(worker)
            self.workers[name] = worker
            self.floor.workers.append(worker)
        for name, stated in self.scenario.teams.items():
            for worker_name in self.workers:
                if self.scenario.everybody[worker_name].team == name:
                    for skill in self.scenario.everybody[worker_name].skills:
                        self.skill(self.teams[name], skill)

    def skill(self, team: Team, name):
        key = (team.name, name)
        if key in self.skills:
            return self.skills[key]
        skill: Skill = Skill()
        skill.name = name
        skill.team = team
        factors = array("d", [1.0] * max(1, len(team.members)))
        qualities = array("d", [1.0] * max(1, len(team.members)))
        for found in team.members:
            worker: Worker = found
            level = self.scenario.everybody[worker.name].skills.get(name)
            if level is not None:
                skill.make_able(worker.seat)
                factors[worker.seat] = level.time
                qualities[worker.seat] = level.quality
                worker.skills.append(skill)
        skill.factors = factors
        skill.qualities = qualities
        team.skills.append(skill)
        self.skills[key] = skill
        return skill

    def need(self, team, names, parts):
        """What a step needs of a team, or None if it needs nobody."""
        if not names or parts == 0:
            return None
        if team is None:
            raise EngineError(f"a work centre without a team has an operation that needs {', '.join(names)}")
        key = (team.name, tuple(sorted(names)), parts)
        if key in self.needs:
            return self.needs[key]
        need: Need = Need()
        need.team = team
        need.take_number(len(team.needs))
        need.parts = parts
        need.skills = [self.skill(team, name) for name in sorted(names)]
        need.skill = need.skills[0]
        need.crew = len(names) > 1
        need.simple = team.roams and not need.crew and parts == FULL and team.n_words == 1
        for found in need.skills:
            skill: Skill = found
            if need not in skill.needs:
                skill.needs.append(need)
        team.needs.append(need)
        self.floor.needs.append(need)
        self.needs[key] = need
        return need

    # shifts

    def pattern(self, name):
        """The hours of a shift pattern, made once; None if it is always on."""
        if name is not None and name not in self.patterns:
            self.patterns[name] = make_pattern(self.scenario.shifts[name], self.scenario.holidays_of(name))
        return None if name is None else self.patterns[name]

    # work centres

    def make_centres(self):
        self.centres = {}
        areas = {}
        floor: Floor = self.floor
        for number, (name, stated) in enumerate(sorted(self.scenario.work_centres.items())):
            centre: WorkCentre = WorkCentre()
            centre.number = number
            centre.name = name
            centre.team = self.teams[stated.team] if stated.team is not None else None
            centre.repairers = self.teams[stated.repaired_by] if stated.repaired_by is not None else centre.team
            area = ("area", stated.area) if stated.area is not None else ("own", name)
            centre.area = areas.setdefault(area, len(areas))
            centre.buffer = -1 if stated.buffer is None else stated.buffer
            centre.move_to = to_ticks(stated.move_to)
            centre.worker_waits = stated.worker_waits
            centre.scraps = stated.on_failure == "scrap"
            centre.loses_set_up = stated.set_up_lost
            centre.rule = self.rule(name, stated.dispatch)
            self.plan_changeover(centre, stated)
            centre.n_units = stated.units
            for k in range(stated.units):
                self.make_unit(centre, stated, k)
            if centre.team is not None:
                centre.team.centres.append(centre)
            if centre.rule.dynamic:
                floor.dynamic_centres.append(centre)
            self.centres[name] = centre
            floor.centres.append(centre)
        for name, stated in self.scenario.workers.items():
            if stated.home is not None:
                worker: Worker = self.workers[name]
                worker.home = self.centres[stated.home]

    def make_unit(self, centre: WorkCentre, stated, k):
        unit: Unit = Unit()
        floor: Floor = self.floor
        unit.rank = len(floor.units)
        unit.number = k
        unit.name = f"{centre.name}/{k}"
        unit.centre = centre
        unit.pattern = self.pattern(stated.shifts)
        if centre.changeover != NO_CHANGEOVER:
            unit.memory = array("q", [-1] * len(self.option_slot))
            for option, value in stated.initial.items():
                unit.memory[self.option_slot[option]] = self.value_id[option][value]
        centre.units.append(unit)
        floor.units.append(unit)

    def rule(self, centre, name):
        if centre in self.rules:
            return UserRule(self.rules[centre])
        if name == "SPT":
            return ShortestProcessingTime()
        if name == "EDD":
            return EarliestDueDate()
        if name == "slack":
            return SlackPerOperation(self.floor.flow)
        return FirstInFirstOut()

    def plan_changeover(self, centre: WorkCentre, stated):
        changeover = stated.changeover
        if changeover is None:
            return
        kind = type(changeover).__name__
        if kind == "ChangeoverFixed":
            centre.changeover = FIXED
            centre.fixed = to_ticks(changeover.time)
        elif kind == "ChangeoverMatrix":
            centre.changeover = MATRIX
            ids = self.value_id[changeover.option]
            size = len(ids)
            table = array("q", [0] * (size * size))
            for before, row in changeover.rows.items():
                for after, seconds in row.items():
                    if before in ids and after in ids and before != after:
                        table[ids[before] * size + ids[after]] = to_ticks(seconds)
            centre.matrix = table
            centre.matrix_size = size
            centre.matrix_slot = self.option_slot[changeover.option]
        else:
            centre.changeover = PER_OPTION
            times = array("q", [0] * len(self.option_slot))
            for option, seconds in changeover.times.items():
                times[self.option_slot[option]] = to_ticks(seconds)
            centre.per_option = times

    # demand, stock and their operations

    def make_sources(self):
        floor: Floor = self.floor
        self.sources = {}
        self.products = sorted(self.scenario.products)
        self.operation_codes = [
            f"{product}/{operation}"
            for product in self.products
            for operation in sorted(self.scenario.products[product].operations)
        ]
        self.code = {name: i for i, name in enumerate(self.operation_codes)}
        floor.n_kinds = len(self.code)
        for number, name in enumerate(sorted([*self.scenario.demand, *self.scenario.stock])):
            source: Source = Source()
            source.number = number
            source.name = name
            self.sources[name] = source
            floor.sources.append(source)
        for number, name in enumerate(sorted(self.scenario.stock)):
            self.make_item(name, number, self.scenario.stock[name])
        for name, stated in sorted(self.scenario.demand.items()):
            self.make_stream(name, stated)
        if floor.items:
            floor.stock = Shelves(floor)

    def make_item(self, name, number, stated):
        source: Source = self.sources[name]
        item: Item_ = Item_()
        item.number = number
        item.name = name
        item.source = source
        item.lot_size = stated.lot_size
        item.reorder_point = stated.reorder_point
        item.on_hand = item.initial = stated.on_hand
        source.item = item
        source.is_item = True
        source.priority = stated.priority
        source.quantity_low = source.quantity_high = stated.lot_size
        self.plan_product(source, stated.product, stated.stream)
        item.stated = [
            self.local_id(stated.product, option, stated.options[option]) if option in stated.options else None
            for option in sorted(self.scenario.products[stated.product].options)
        ]
        self.floor.items.append(item)

    def local_id(self, product, option, value):
        return sorted(self.scenario.products[product].options[option]).index(value)

    def make_stream(self, name, stated):
        source: Source = self.sources[name]
        lane = stated.stream
        source.priority = stated.priority
        source.quantity_low, source.quantity_high = stated.quantity
        source.quantity_lane = self.lane(f"quantity|{lane}")
        source.lot_size = -1 if stated.lot_size is None else stated.lot_size
        source.refuse_above = -1 if stated.refuse_above is None else stated.refuse_above
        source.count = -1 if stated.count is None else stated.count
        source.due = self.distribution(stated.due)
        source.due_lane = self.lane(f"due|{lane}")
        source.patience = self.distribution(stated.patience)
        source.patience_lane = self.lane(f"patience|{lane}")
        source.partial = stated.partial
        source.overtake = stated.overtake
        source.from_stock = stated.from_stock
        source.makes_others = stated.from_stock and stated.no_match == "made_to_order"
        if stated.substitutes is not None:
            self.plan_substitutes(source, stated, lane)
        source.saturated = -1 if stated.saturated is None else stated.saturated
        source.every = self.distribution(stated.every)
        source.every_lane = self.lane(f"arrival|{lane}")
        source.profile = self.profile(stated)
        if stated.item is not None:
            source.item = self.sources[stated.item].item
            source.product = source.item.source.product
        else:
            self.plan_product(source, stated.product, lane)
        if stated.at is not None:
            source.times = [to_ticks(time) for time in stated.at]
            source.count = len(source.times)
        elif stated.orders is not None:
            source.times = [to_ticks(order.arrival) for order in stated.orders]
            source.count = len(source.times)
            source.file = [self.file_row(order, stated) for order in stated.orders]

    def plan_substitutes(self, source: Source, stated, lane):
        """What customers want off the price of something else, and how much each option matters (I2): in millionths."""
        source.discount = self.distribution(stated.substitutes.discount)
        source.discount_lane = self.lane(f"discount|{lane}")
        source.offered = to_ticks(stated.substitutes.offered)
        options = sorted(self.scenario.products[stated.product].options)
        source.weights = [stated.substitutes.weights.get(option, 1) for option in options]

    def profile(self, stream):
        """How the demand of a stream changes over the week and the year, None if it does not (O1)."""
        if stream.profile is None and stream.season is None:
            return None
        spans = ((0.0, 604_800.0, 1.0),) if stream.profile is None else stream.profile.spans
        windows = [(to_ticks(begin), to_ticks(end), to_ticks(factor)) for begin, end, factor in spans]
        return Profile(windows, [to_ticks(factor) for factor in stream.season or ()], self.scenario.start)

    def file_row(self, order, stream):
        given = None
        if order.options and stream.product is not None:
            options = sorted(self.scenario.products[stream.product].options)
            given = [self.local_id(stream.product, o, order.options[o]) if o in order.options else None for o in options]
        due = None if order.due is None else to_ticks(order.due)
        return [order.quantity, due, order.priority, given]

    def plan_product(self, source: Source, product, lane):
        """The product as this source makes it: its lanes carry the source's name (R4)."""
        stated = self.scenario.products[product]
        source.product = self.products.index(product)
        source.product_name = product
        options = sorted(stated.options)
        source.option_lanes = [self.lane(f"option|{lane}|{option}") for option in options]
        source.option_counts = [len(stated.options[option]) for option in options]
        source.option_shares = [cumulated(stated.options[option]) for option in options]
        radices = []
        radix = 1
        for count in reversed(source.option_counts):
            radices.insert(0, radix)
            radix *= count
        source.option_radices = radices
        source.routing_lane = self.lane(f"routing|{lane}")
        names = sorted(stated.operations)
        source.drops = any(stated.operations[name].only_if for name in names)
        source.operations = [self.plan_operation(source, product, name, rank, lane) for rank, name in enumerate(names)]
        source.tally = Tally(len(names))
        self.plan_routing(source, stated, names)

    def plan_routing(self, source: Source, stated, names):
        rank = {name: i for i, name in enumerate(names)}
        for name in names:
            operation: Operation = source.operations[rank[name]]
            operation.after = [rank[before] for before in stated.operations[name].after]
        if stated.routing is None:
            return
        if type(stated.routing).__name__ == "Drawn":
            source.drawn_low = stated.routing.from_
            source.drawn_high = stated.routing.to
            return
        source.matrix = MatrixRows(len(names))
        for row, shares in stated.routing.rows.items():
            total = 0.0
            found = []
            for name in sorted(shares):
                total += shares[name]
                found.append((rank[name], total))
            if row == "start":
                source.matrix.first = found
            else:
                source.matrix.behind[rank[row]] = found

    def plan_operation(self, source: Source, product, name, rank, lane):
        stated = self.scenario.products[product].operations[name]
        operation: Operation = Operation()
        operation.number = self.code[f"{product}/{name}"]
        operation.rank = rank
        operation.name = name
        operation.source = source
        operation.per_piece = stated.per == "piece"
        operation.piecewise = stated.loading == "piece"
        operation.paced = stated.machine_paced
        operation.adds = stated.speeds == "add"
        operation.join = stated.join
        operation.uninterruptible = stated.uninterruptible
        operation.picky = stated.uninterruptible
        operation.varies = VARIES[stated.varies]
        operation.bad_share = 1.0 - stated.yield_share
        operation.yield_lane = self.lane(f"yield|{lane}|{name}")
        operation.lanes = [self.lane(f"{kind}|{lane}|{name}") for kind in LANES]
        operation.run_lane = operation.lanes[RUN]
        operation.only_if = self.conditions(product, stated.only_if) if stated.only_if else None
        operation.key = self.key(product, name, stated.depends_on) if stated.depends_on else None
        operation.only_key = operation.key[0] if operation.key is not None and len(operation.key) == 1 else None
        changes = [self.change(product, change) for change in stated.changes if changes_time(change)]
        operation.changes = changes or None
        operation.choices = []
        for index, alternative in enumerate(stated.at):
            operation.choices.append(self.plan_choice(operation, stated, alternative, index))
        operation.choice = operation.choices[0]
        operation.n_choices = len(operation.choices)
        operation.unlimited = all(self.centres[alternative.work_centre].buffer < 0 for alternative in stated.at)
        return operation

    def conditions(self, product, condition):
        return [
            (self.key_option(product, option), frozenset(self.local_id(product, option, value) for value in values))
            for option, values in sorted(condition.items())
        ]

    def change(self, product, stated):
        change: Change = Change()
        change.conditions = self.conditions(product, stated.condition)
        change.distributions = [self.distribution(getattr(stated, kind)) for kind in KINDS]
        return change

    def key(self, product, operation, names):
        found = []
        for name in sorted(names):
            if name in self.scenario.products[product].options:
                found.append(self.key_option(product, name))
                continue
            option: KeyOption = KeyOption()
            option.slot = self.option_slot[name]
            option.drawn = False
            option.constant = self.value_id[name][product if name == "product" else operation]
            found.append(option)
        return found

    def key_option(self, product, name):
        stated = self.scenario.products[product].options
        options = sorted(stated)
        option: KeyOption = KeyOption()
        option.drawn = True
        option.slot = self.option_slot[name]
        option.count = len(stated[name])
        option.radix = 1
        for later in options[options.index(name) + 1 :]:
            option.radix *= len(stated[later])
        option.ids = array("q", [self.value_id[name][value] for value in sorted(stated[name])])
        return option

    def plan_choice(self, operation: Operation, stated, alternative, index):
        choice: Choice = Choice()
        centre: WorkCentre = self.centres[alternative.work_centre]
        choice.operation = operation
        choice.centre = centre
        choice.index = index
        choice.distributions = []
        choice.needs = []
        for k, kind in enumerate(KINDS):
            step = getattr(stated, kind)
            own = getattr(alternative, kind)
            present = step is not None
            if kind == "set_up" and step is None and centre.changeover != NO_CHANGEOVER and operation.key is not None:
                step = stated.changeover_step
                present = True
            choice.present[k] = 1 if present else 0
            time = own if own is not None else (step.time if step is not None else None)
            choice.distributions.append(self.distribution(time) if present else None)
            choice.needs.append(self.need(centre.team, step.skills, step.parts) if present else None)
        present = [k for k in range(4) if choice.present[k]]
        set_up: Distribution = choice.distributions[SET_UP]
        choice.set_up = None if set_up is None or (set_up.constant and set_up.planned == 0) else set_up
        run: Distribution = choice.distributions[RUN]
        choice.run = run
        plain = not operation.piecewise and operation.varies != BY_ORDER and operation.changes is None and not operation.source.is_item
        choice.one_draw = plain and run is not None and not run.constant
        choice.first = present[0]
        whole = not operation.piecewise and not operation.uninterruptible
        for k in range(4):
            choice.following[k] = -1
        for here, following in zip(present, present[1:], strict=False):
            need: Need = choice.needs[here]
            choice.following[here] = following
            goes_on = need is not None and need.parts == FULL and choice.needs[following] is need
            choice.unparted[here] = 1 if goes_on and whole else 0
        choice.line = self.line(centre, choice.needs[choice.first])
        return choice

    def line(self, centre: WorkCentre, need):
        for found in centre.lines:
            known: Line = found
            if known.need is need:
                return known
        line: Line = Line()
        line.centre = centre
        line.need = need
        centre.lines.append(line)
        centre.n_lines = len(centre.lines)
        if need is None:
            centre.unmanned = line
            self.floor.has_unmanned = True
        elif centre not in need.outlooks:
            need.outlooks.append(centre)
        if need is not None:
            need.only_line = line if need not in self.lined else None
            self.lined.add(need)
        return line

    # failures

    def make_failures(self):
        floor: Floor = self.floor
        for found in floor.units:
            unit: Unit = found
            centre: WorkCentre = unit.centre
            stated = self.scenario.work_centres[centre.name].failures
            for rank, name in enumerate(sorted(stated)):
                mode: Mode = Mode()
                mode.number = len(floor.modes)
                mode.rank = rank
                mode.name = name
                mode.unit = unit
                mode.operating = stated[name].clock == "operating"
                mode.every = self.distribution(stated[name].every)
                mode.repair = self.distribution(stated[name].repair)
                mode.failure_lane = self.lane(f"failure|{centre.name}|{unit.number}|{name}")
                mode.repair_lane = self.lane(f"repair|{centre.name}|{unit.number}|{name}")
                if stated[name].skill is not None:
                    mode.need = self.need(centre.repairers, (stated[name].skill,), FULL)
                    mode.team = centre.repairers
                unit.modes.append(mode)
                if mode.operating:
                    unit.operating_modes.append(mode)
                    unit.fails_in_use = True
                floor.modes.append(mode)

    # people who are called

    def make_pools(self):
        """Pools in the order of their names, with the people of each in the order of their numbers."""
        floor: Floor = self.floor
        for number, (name, stated) in enumerate(sorted(self.scenario.pools.items())):
            pool: Pool = Pool()
            pool.number = number
            pool.name = name
            pool.team = self.teams[stated.team]
            pool.above = to_ticks(stated.call.above)
            pool.notice = to_ticks(stated.call.notice)
            pool.comes = stated.call.comes
            pool.sure = stated.call.comes >= 1
            pool.lane = self.lane(f"call|{name}")
            pool.minimum = -1 if stated.minimum is None else to_ticks(stated.minimum)
            pool.goes_when_idle = stated.goes_when_idle
            pool.pattern = self.pattern(stated.shifts) or always()
            for one in stated.members(name):
                worker: Worker = self.workers[one]
                worker.pool = pool
                worker.pattern = pool.pattern
                pool.people.append(worker)
            floor.pools.append(pool)
        if floor.pools:
            floor.calling = Calls(floor)

    def see_lines_of_pools(self):
        """The lines of a team in which work waits for the skills of a pool."""
        for found in self.floor.pools:
            pool: Pool = found
            skills = set(self.scenario.pools[pool.name].skills)
            for centre in pool.team.centres:
                for line in centre.lines:
                    if line.need is not None and any(skill.name in skills for skill in line.need.skills):
                        pool.lines.append(line)

    # a given schedule

    def make_schedule(self):
        if self.scenario.schedule is None:
            return
        floor: Floor = self.floor
        floor.listing = Rows(floor)
        for number, stated in enumerate(self.scenario.schedule):
            row: ScheduleRow = ScheduleRow()
            row.number = number
            row.not_before = -1 if stated.not_before is None else to_ticks(stated.not_before)
            row.duration = -1 if stated.duration is None else to_ticks(stated.duration)
            centre: WorkCentre = self.centres[stated.work_centre]
            row.unit = centre.units[stated.unit]
            row.workers = [self.workers[name] for name in stated.workers]
            source: Source = self.sources[stated.stream]
            for found in source.operations:
                operation: Operation = found
                if operation.name == stated.operation:
                    row.operation = operation
            if row.operation.scheduled is None:
                row.operation.scheduled = {}
            row.operation.picky = row.operation.picky or self.scenario.strict
            row.operation.scheduled[stated.ordinal] = row
            self.enter_row(row, centre)
            floor.rows.append(row)
        if not self.scenario.strict:
            self.make_replay()

    def make_replay(self):
        """Records that are replayed: nothing that they do not list is done (D8)."""
        for found in self.floor.sources:
            source: Source = found
            for operation in source.operations or []:
                self.list_all(operation)
        self.floor.replay = Records(self.floor)

    def list_all(self, operation: Operation):
        operation.scheduled = operation.scheduled or {}

    def enter_row(self, row: ScheduleRow, centre: WorkCentre):
        unit: Unit = row.unit
        if unit.rows is None:
            unit.rows = []
            unit.scheduled = True
            centre.n_scheduled += 1
            self.floor.scheduled_units.append(unit)
        unit.rows.append(row)
        for found in row.workers:
            worker: Worker = found
            if worker.rows is None:
                worker.rows = []
                worker.scheduled = True
                worker.team.scheduled.append(worker)
            worker.rows.append(row)

    # what needs everything else

    def finish(self):
        floor: Floor = self.floor
        outlooks = {}
        for found in floor.sources:
            source: Source = found
            for operation in source.operations or []:
                self.give_outlook(operation, outlooks)
                self.see_unlisted(operation)
                operation.at_hand = self.is_at_hand(operation)
        for found in floor.teams:
            team: Team = found
            team.n_need_words = max(1, (len(team.needs) + 63) // 64)
            team.open = array("Q", bytes(8 * team.n_need_words))
            for centre in team.centres:
                centre.bound = not team.roams
                if any(self.holds_picky(operation, centre) for s in floor.sources for operation in s.operations or []):
                    team.picky_centres.append(centre)
            team.n_scheduled = len(team.scheduled)
            team.n_picky_centres = len(team.picky_centres)
        self.see_lines_of_pools()
        floor.n_dynamic = len(floor.dynamic_centres)
        floor.n_scheduled = len(floor.scheduled_units)
        floor.scheduled_units.sort(key=lambda unit: unit.rank)

    def is_at_hand(self, operation: Operation):
        """Whether a lot on a drawn path waits for an operation as soon as it has left the one before."""
        centre: WorkCentre = operation.choice.centre
        return operation.n_choices == 1 and centre.move_to == 0 and operation.scheduled is None

    def see_unlisted(self, operation: Operation):
        """An operation that can go only to units that a schedule names must be in the schedule (D8)."""
        for found in operation.choices:
            choice: Choice = found
            if choice.centre.n_scheduled < choice.centre.n_units:
                return
        if operation.scheduled is None:
            operation.scheduled = {}

    def holds_picky(self, operation: Operation, centre):
        return operation.picky and any(choice.centre is centre for choice in operation.choices)

    def give_outlook(self, operation: Operation, outlooks):
        if operation.picky:
            return
        lines = []
        for found in operation.choices:
            choice: Choice = found
            lines.append(choice.line)
        key = tuple(id(line) for line in lines)
        if key not in outlooks:
            outlook: Outlook = Outlook()
            outlook.centres = []
            outlook.skills = []
            for found in lines:
                line: Line = found
                outlook.centres.append(line.centre)
                outlook.skills.append(line.need)
                line.centre.outlooks.append(outlook)
            outlooks[key] = outlook
        operation.outlook = outlooks[key]


class MatrixRows:
    """The rows of a routing matrix: the first one, and those behind the operation just done, by its rank."""

    def __init__(self, n_operations):
        self.first = []
        self.behind = [[] for _ in range(n_operations)]


def cumulated(shares):
    """Cumulated shares of values in the order of their names (R6)."""
    total = 0.0
    found = []
    for value in sorted(shares):
        total += shares[value]
        found.append(total)
    return found


def always():
    """One shift that never ends."""
    pattern: Pattern = Pattern()
    pattern.n, pattern.n_first, pattern.period = 0, 1, WEEK_TICKS
    pattern.starts = pattern.ends = pattern.breaks = []
    pattern.first_starts, pattern.first_ends, pattern.first_breaks = [0], [NEVER], [False]
    return pattern


def changes_time(change):
    return any(getattr(change, kind) is not None for kind in KINDS)
