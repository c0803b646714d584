"""All that could start on a floor now, by brute force: every operation with every unit and every worker (D1, D3).

Of the running engine only nouns are read: what lies where, which step is next, which unit is down, who attends what, for
whom something is kept and where somebody's station is. Who is there, what he can, what a step needs and what attention
he has left comes from the floor as it was written down.
"""

from itertools import product

from flexsim.scenario import ChangeoverFixed, ChangeoverMatrix, from_mapping

from .floors import scenario_mapping
from .oracle_calendar import Calendar

FULL = 840
STEPS = ("set_up", "load", "run", "unload")
IN_LINE, ON_UNIT = 3, 4


class BruteForce:
    """Looks after every instant of a run; ``left`` says what was startable then and had not been started.

    It errs on the safe side with steps that must fit before a shift's end: it takes their whole planned time for what is
    left of them, and the dearest changeover.
    """

    def __init__(self, floor):
        self.stated = floor
        self.scenario = from_mapping(scenario_mapping(floor))
        self.hours = {name: Calendar(rule.get("shifts")) for name, rule in floor["work_centres"].items()}
        self.presence = {name: Calendar(rule.get("shifts")) for name, rule in floor.get("workers", {}).items()}
        self.left, self.n_instants = [], 0

    def __call__(self, shop):
        self.shop, self.now = shop.floor, shop.floor.calendar.now
        self.n_instants += 1
        self.present = [worker for worker in self.shop.workers if self.presence[worker.name].is_on(self.now)]
        self.jobs = {worker.name: worker.jobs[: worker.n_jobs] for worker in self.shop.workers}
        self.down = {mode.unit.name for mode in self.shop.modes if mode.down}
        for what in (self.repairs, self.steps, self.operations, self.people):
            self.left += [f"{self.now / 60e6:.6f} min: {found}" for found in what()]

    # --- what it finds ---

    def repairs(self):
        """A repair waits and a technician of its team is there who tends nothing but, maybe, that unit."""
        for mode in self.shop.modes:
            if not mode.down or mode.job.running:
                continue
            unit = mode.unit
            rule = self.stated["work_centres"][unit.centre.name]
            skill = rule["failures"][mode.name]["skill"]
            for worker in self.present if skill else []:
                is_able = skill in self.skills(worker) and self.team(worker) == (
                    rule.get("repaired_by") or rule["team"]
                )
                kept = mode.job.kept is None or mode.job.kept[0] is worker
                if is_able and kept and self.tends_only(worker, unit):
                    yield f"{worker.name} could repair {unit.name}"
            if not skill:
                yield f"the repair of {unit.name} needs nobody and does not run"

    def steps(self):
        """A step waits on a unit that is ready, and its people are there and free."""
        for unit in self.shop.units:
            task = unit.task
            if not self.is_ready(unit) or task is None or task.where != ON_UNIT or task.running:
                continue
            if not task.beside:
                yield from (f"{crew} could go on with {name(task)} on {unit.name}" for crew in self.crews_on(unit))
            elif not any(is_repair(job) for worker in people(task) for job in self.jobs[worker.name]):
                yield f"{name(task)} on {unit.name} does not go on though nobody repairs"

    def operations(self):
        """An operation waits in a line, and a unit and its people are there and free."""
        for task in self.shop.tasks:
            for centre in centres(task) if task.where == IN_LINE else []:
                for unit in self.empty_units(centre):
                    for crew in self.crews_for(task, unit):
                        yield f"{crew} could start {name(task)} on {unit.name}"

    def people(self):
        """Nobody attends more than he can, and what runs has its people (S2)."""
        for worker in self.shop.workers:
            tended = [job for job in self.jobs[worker.name] if not is_repair(job)]
            parts = sum(self.needs(job, STEPS[job.kind])[1] for job in tended if not job.beside)
            areas = {self.area(job.unit.centre.name) for job in tended}
            if parts > FULL or len(areas) > 1:
                yield f"{worker.name} attends {parts} parts in {len(areas)} areas"
        for unit in self.shop.units:
            task = unit.task
            if task is not None and task.where == ON_UNIT and task.running:
                skills, parts = self.needs(task, STEPS[task.kind])
                there = people(task) if parts else []
                if len(there) != (len(skills) if parts else 0) or any(task not in self.jobs[w.name] for w in there):
                    yield f"{name(task)} on {unit.name} runs with {[worker.name for worker in there]}"
                if not self.is_ready(unit):
                    yield f"{name(task)} runs on {unit.name}, which is not ready"

    # --- who and where ---

    def is_ready(self, unit):
        return unit.name not in self.down and self.hours[unit.centre.name].is_on(self.now)

    def empty_units(self, centre):
        return [unit for unit in centre.units if unit.task is None and self.is_ready(unit)]

    def team(self, worker):
        return self.stated["workers"][worker.name]["team"]

    def skills(self, worker):
        return self.stated["workers"][worker.name]["skills"]

    def area(self, centre):
        return self.stated["work_centres"][centre].get("area", f"the area of {centre}")

    def tends_only(self, worker, unit):
        """He tends nothing, or only waits, beside this unit among others (S6)."""
        jobs = self.jobs[worker.name]
        only_waits = all(not is_repair(job) and job.beside for job in jobs)
        return only_waits and (not jobs or any(job.unit is unit for job in jobs))

    def has_attention(self, worker, parts, unit):
        """A full step needs all of him; parts add up to one worker, within one area (S2)."""
        jobs = self.jobs[worker.name]
        if any(is_repair(job) or job.beside for job in jobs):
            return False
        taken = sum(self.needs(job, STEPS[job.kind])[1] for job in jobs)
        areas = {self.area(job.unit.centre.name) for job in jobs} | {self.area(unit.centre.name)}
        return not jobs or (taken + parts <= FULL and len(areas) == 1)

    def is_allowed(self, worker, centre):
        """The team's *when* (D6)."""
        when = self.stated["teams"][self.team(worker)]["when"]
        if when == "after_each_operation" or worker.station is None or worker.station is centre:
            return True
        return when == "when_queue_empty" and not self.finds_something(worker)

    def finds_something(self, worker):
        """There is something at his station that he could start, whether or not it fits before a shift's end."""
        centre = worker.station
        waiting = [task for task in self.shop.tasks if task.where == IN_LINE and centre in centres(task)]
        crews = [crew for unit in centre.units for crew in self.crews_on(unit, of_when=False)]
        crews += [
            crew for t in waiting for u in self.empty_units(centre) for crew in self.crews_for(t, u, of_when=False)
        ]
        return any(worker.name in crew for crew in crews)

    def crews_on(self, unit, of_when=True):
        task = unit.task
        waits = task is not None and task.where == ON_UNIT and not task.running and not task.beside
        return self.crews(task, STEPS[task.kind], unit, task.kept, of_when) if waits and self.is_ready(unit) else []

    def crews_for(self, task, unit, of_when=True):
        return self.crews(task, self.first_step(task, unit.centre.name), unit, None, of_when)

    def crews(self, task, step, unit, kept, of_when):
        """Every crew, by name, that could do this step: each place by somebody of its own (S1)."""
        skills, parts = self.needs(task, step)
        if not parts:
            return [()] if not of_when or self.fits(task, step, unit, []) else []
        found = [self.holders(unit, skill, parts, place, kept, of_when) for place, skill in enumerate(skills)]
        crews = [crew for crew in product(*found) if len(set(crew)) == len(crew)]
        fitting = crews if not of_when else [crew for crew in crews if self.fits(task, step, unit, crew)]
        return [tuple(worker.name for worker in crew) for crew in fitting]

    def holders(self, unit, skill, parts, place, kept, of_when):
        """Present, skilled, of the team, free, allowed; what is kept over a break is nobody else's (D1, S4)."""
        owner = kept[place] if kept is not None else None
        team = self.stated["work_centres"][unit.centre.name]["team"]
        return [
            worker
            for worker in self.present
            if (owner is None or owner is worker)
            and skill in self.skills(worker)
            and self.team(worker) == team
            and self.has_attention(worker, parts, unit)
            and (not of_when or owner is worker or self.is_allowed(worker, unit.centre))
        ]

    # --- steps ---

    def operation(self, task):
        product_name = task.lot.order.source.product_name
        [stated] = [
            op for op in self.stated["products"][product_name]["operations"] if op["name"] == task.operation.name
        ]
        return stated, self.scenario.products[product_name].operations[task.operation.name]

    def first_step(self, task, centre):
        """Set-up, also where only a changeover is possible, else load, else run (S1)."""
        stated, operation = self.operation(task)
        may_change_over = self.scenario.work_centres[centre].changeover is not None and operation.depends_on
        if "set_up" in stated or may_change_over:
            return "set_up"
        return "load" if "load" in stated else "run"

    def needs(self, task, step):
        """The skills by name and the parts of attention of a step."""
        return self.needs_of(self.operation(task)[0], step)

    def needs_of(self, stated, step):
        skills = stated.get("skills") or ([stated["skill"]] if stated.get("skill") else [])
        part = stated.get("attention", {}).get(step, 1)
        parts = FULL * part[0] // part[1] if isinstance(part, list) else FULL * part
        return sorted(skills), parts if skills else 0

    def fits(self, task, step, unit, crew):
        """It surely ends before one of them or the unit leaves (S4), if it must."""
        stated, operation = self.operation(task)
        if not operation.uninterruptible:
            return True
        ends = self.now + self.most_planned(task, operation, step, unit.centre.name) * self.factor(stated, step, crew)
        calendars = [self.hours[unit.centre.name], *(self.presence[worker.name] for worker in crew)]
        leaves = [calendar.leaves_at(self.now) for calendar in calendars]
        return all(leave is None or ends + 1 <= leave for leave in leaves)

    def factor(self, stated, step, crew):
        """The crew's time factor for a step of full attention that goes at its pace (P1, S1)."""
        skills, parts = self.needs_of(stated, step)
        if parts < FULL or (stated.get("machine_paced") and step == "run"):
            return 1.0
        factors = [self.skills(worker)[skill]["time"] for worker, skill in zip(crew, skills, strict=True)]
        return 1 / sum(1 / f for f in factors) if stated.get("speeds") == "add" else max(factors)

    def most_planned(self, task, operation, step, centre):
        """The longest planned time of this step whatever the options: its longest mean, for all pieces of the lot."""
        [own] = [alternative for alternative in operation.at if alternative.work_centre == centre]
        stated = getattr(operation, step)
        times = [getattr(own, step), stated and stated.time, *(getattr(change, step) for change in operation.changes)]
        longest = max([time.mean for time in times if time is not None], default=0.0) * 1e6
        return longest * len(task.lot.codes) + (self.dearest_changeover(centre) * 1e6 if step == "set_up" else 0)

    def dearest_changeover(self, centre):
        rule = self.scenario.work_centres[centre].changeover
        if rule is None:
            return 0.0
        if isinstance(rule, ChangeoverFixed):
            return rule.time
        if isinstance(rule, ChangeoverMatrix):
            return max(time for row in rule.rows.values() for time in row.values())
        return sum(rule.times.values())


def is_repair(job):
    return type(job).__name__ == "Repair"


def people(task):
    return task.crew if task.crew is not None else [task.worker] if task.worker is not None else []


def centres(task):
    return [choice.centre for choice in task.operation.choices]


def name(task):
    return f"{task.lot.order.source.name} {task.lot.order.ordinal} {task.operation.name}"
