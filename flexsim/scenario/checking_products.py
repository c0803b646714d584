"""Checks of products: routings without circles, options that exist, operations that somebody can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from math import prod

from flexsim.scenario.checking import Findings
from flexsim.scenario.errors import MOST_KNOWN, Path, joined
from flexsim.scenario.products import Drawn, Matrix, Operation, Product, times_of

MOST_CONFIGURATIONS = 2**62
"""A configuration is one number of 64 bits: the places of its values, option by option."""

RESERVED_OPTIONS = ("product", "operation")
"""What a changeover can look at besides options (rule W2)."""

START = "start"


def check_products(findings: Findings) -> None:
    """Check every product and its operations."""
    if not findings.names("products"):
        findings.add(("products",), "at least one product is needed.")
    skills = _Skills(findings)
    for name, product in findings.scenario.products.items():
        path: Path = ("products", name)
        _check_options(findings, path, product)
        _check_routing(findings, path, name, product)
        for key, operation in product.operations.items():
            place = (*path, "operations", key)
            _check_places(findings, place, operation)
            _check_steps(findings, place, operation)
            _check_conditions(findings, place, name, operation)
            skills.check(place, operation)


def _check_options(findings: Findings, path: Path, product: Product) -> None:
    """Check the names of options, and that configurations can be counted."""
    for option in RESERVED_OPTIONS:
        if option in product.options:
            findings.add((*path, "options", option), f'"{option}" cannot be the name of an option: depends_on uses it.')
    count = prod(len(values) for values in product.options.values())
    if count > MOST_CONFIGURATIONS:
        findings.add((*path, "options"), f"{count:.3g} configurations are more than can be told apart (2^62).")


def _check_routing(findings: Findings, path: Path, name: str, product: Product) -> None:
    """Check the order of operations."""
    known = findings.operations(name)
    if not known:
        findings.add((*path, "operations"), "at least one operation is needed.")
    if product.routing is None:
        _check_after(findings, path, product, known)
        return
    for key, operation in product.operations.items():
        for field in ("after", "join"):
            if getattr(operation, field):
                message = f'the routing of "{name}" gives the order of operations: leave "{field}" out.'
                findings.add((*path, "operations", key, field), message)
    if isinstance(product.routing, Drawn) and product.routing.to > len(known):
        findings.add((*path, "routing", "to"), f'"{name}" has only {len(known)} operations.')
    if isinstance(product.routing, Matrix):
        _check_matrix(findings, (*path, "routing", "matrix"), product.routing.rows, known)


def _check_after(findings: Findings, path: Path, product: Product, known: set[str]) -> None:
    """Check that `after` names operations and goes round in no circle."""
    for key, operation in product.operations.items():
        for before in operation.after:
            if before not in known:
                message = f'no operation of this product is called "{before}".{findings.nearest(before, known - {key})}'
                findings.add((*path, "operations", key, "after"), message)
    try:
        TopologicalSorter({key: operation.after for key, operation in product.operations.items()}).prepare()
    except CycleError as why:
        circle = [str(step) for step in why.args[1]]
        first = next(step for step in circle if step in product.operations)
        steps = circle if len(circle) <= MOST_KNOWN else [*circle[:MOST_KNOWN], "..."]
        message = f"these operations wait for each other: {' -> '.join(steps)}."
        findings.add((*path, "operations", first, "after"), message)


def _check_matrix(findings: Findings, path: Path, rows: Mapping[str, Mapping[str, float]], known: set[str]) -> None:
    """Check that a transition matrix names operations and lets every order leave."""
    if START in known:
        findings.add((*path[:-2], "operations", START), f'with a matrix no operation can be called "{START}".')
    for row, shares in rows.items():
        if row not in known and row != START:
            findings.add((*path, row), f"no operation of this product has this name.{findings.nearest(row, known)}")
        for column in shares:
            if column not in known:
                message = f"no operation of this product has this name.{findings.nearest(column, known)}"
                findings.add((*path, row, column), message)
    stuck = [row for row in sorted(_reached(rows, START) - {START}) if not _can_leave(rows, row)]
    if stuck:
        message = f"an order that comes to {joined(stuck[:MOST_KNOWN])} never leaves: some share must be left to 1."
        findings.add((*path, stuck[0]), message)


def _reached(rows: Mapping[str, Mapping[str, float]], start: str) -> set[str]:
    """Follow the shares above 0 from a row."""
    reached, ahead = {start}, [start]
    while ahead:
        following = {name for name, share in rows.get(ahead.pop(), {}).items() if share > 0} - reached
        reached |= following
        ahead += sorted(following)
    return reached


def _can_leave(rows: Mapping[str, Mapping[str, float]], row: str) -> bool:
    """Tell whether from this row the exit can be reached."""
    return any(sum(rows.get(name, {}).values()) < 1 - 1e-12 for name in _reached(rows, row))


def _check_places(findings: Findings, place: Path, operation: Operation) -> None:
    """Check where an operation is done."""
    for position, alternative in enumerate(operation.at):
        path = (*place, "at", position, "work_centre")
        findings.must_exist(path, alternative.work_centre, "work_centres", "work centre")
        centre = findings.scenario.work_centres.get(alternative.work_centre)
        if len(operation.at) > 1 and centre is not None and centre.move_to > 0:
            message = (
                f'a move to "{alternative.work_centre}" takes time, and this operation has alternatives: that is not '
                'simulated yet. Write "move_to: 0 min" there, or name one work centre here.'
            )
            findings.add((*place, "at"), message)


def _check_steps(findings: Findings, place: Path, operation: Operation) -> None:
    """Check that own times of alternatives and changes are of steps that the operation has."""
    parts = [((*place, "at", n), alternative) for n, alternative in enumerate(operation.at)]
    parts += [((*place, "changes", n), change) for n, change in enumerate(operation.changes)]  # type: ignore[misc]
    for path, part in parts:
        for step in times_of(part):
            if step not in operation.steps:
                message = f'the operation itself has no step "{step}". Write "{step}: 0 min" there.'
                findings.add((*path, step), message)


def _check_conditions(findings: Findings, place: Path, product: str, operation: Operation) -> None:
    """Check the options that an operation looks at, and its yield."""
    options = findings.scenario.products[product].options
    findings.options_must_exist((*place, "only_if"), operation.only_if, product)
    for number, change in enumerate(operation.changes):
        findings.options_must_exist((*place, "changes", number, "if"), change.condition, product)
    named = {option for change in operation.changes for option in change.condition}
    for option in operation.depends_on:
        is_known = option in options or option in RESERVED_OPTIONS or option in named
        if not is_known and findings.is_certain("products", product, "options"):
            known = findings.nearest(option, [*options, *RESERVED_OPTIONS])
            findings.add((*place, "depends_on"), f'"{product}" has no option "{option}".{known}')
    if operation.yield_share == 0:
        findings.add((*place, "yield"), "with no good pieces at all no order is ever complete.")


class _Skills:
    """Who has which skill, team by team."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.teams: dict[str, list[set[str]]] = {}
        self.lacking: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for worker in findings.scenario.everybody.values():
            self.teams.setdefault(worker.team, []).append(set(worker.skills))

    def check(self, place: Path, operation: Operation) -> None:
        """Check that at each of its work centres a team can do each step; where no team is known, that anybody can."""
        findings, is_told = self.findings, False
        for position, alternative in enumerate(operation.at):
            centre = findings.scenario.work_centres.get(alternative.work_centre)
            if centre is None:
                continue
            needs_changeover = centre.changeover is not None and bool(operation.depends_on)
            steps = [*operation.steps.values(), *([operation.changeover_step] if needs_changeover else [])]
            crews = sorted({step.skills for step in steps if step.skills})
            if crews and centre.team is None and findings.is_whole("work_centres"):
                is_told = True
                message = (
                    f'"{alternative.work_centre}" has no team, but this operation needs a worker. '
                    'Write "team: NAME" at the work centre, or leave the skill out.'
                )
                findings.add((*place, "at", position, "work_centre"), message)
            elif centre.team in findings.scenario.teams and findings.staff_is_certain:
                is_told = True
                for crew in crews:
                    self._check_crew(place, crew, str(centre.team))
        if not is_told and findings.is_whole("workers", "pools"):
            self._check_anybody(place, operation)

    def _check_anybody(self, place: Path, operation: Operation) -> None:
        """Check that each skill is somebody's, whatever the team: its work centre, or its team, is not known."""
        held = set().union(*(skills for members in self.teams.values() for skills in members))
        for crew in sorted({step.skills for step in operation.steps.values()}):
            for skill in sorted(set(crew) - held):
                if not any(meant == skill for meant in self.findings.misspelt.values()):
                    message = f'nobody has the skill "{skill}".{self.findings.nearest(skill, held)}'
                    self.findings.add((*place, "skill" if len(crew) == 1 else "skills"), message)

    def _check_crew(self, place: Path, crew: tuple[str, ...], team: str) -> None:
        """Check that a team has workers with these skills, a different one for each."""
        if (team, crew) not in self.lacking:
            self.lacking[team, crew] = list(self._lacking(crew, team))
        for message in self.lacking[team, crew]:
            self.findings.add((*place, "skill" if len(crew) == 1 else "skills"), message)

    def _lacking(self, crew: tuple[str, ...], team: str) -> Iterator[str]:
        """Say what a team lacks for a crew."""
        workers = self.teams.get(team, [])
        held = set().union(*workers)
        missing = sorted(set(crew) - held)
        for skill in missing:
            if self.findings.is_told_at_a_worker(skill, team):
                continue
            close = self.findings.nearest(skill, held) if workers else " It has no workers."
            yield f'nobody in the team "{team}" has the skill "{skill}".{close}'
        if not missing and len(crew) > 1 and not can_be_filled(crew, workers):
            yield f'the team "{team}" has not enough workers for this crew: each skill takes a worker of its own.'


def can_be_filled(crew: tuple[str, ...], workers: list[set[str]]) -> bool:
    """Tell whether each place of a crew can have a worker of its own (bipartite matching, Kuhn 1955)."""
    place_of: dict[int, int] = {}

    def find_worker(place: int, asked: set[int]) -> bool:
        for worker, skills in enumerate(workers):
            if crew[place] in skills and worker not in asked:
                asked.add(worker)
                if worker not in place_of or find_worker(place_of[worker], asked):
                    place_of[worker] = place
                    return True
        return False

    return all(find_worker(place, set()) for place in range(len(crew)))
