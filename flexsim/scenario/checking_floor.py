"""Checks of work centres, teams and workers: names that exist, changeovers without gaps, skills that are used."""

from __future__ import annotations

from collections import Counter

from flexsim.scenario.checking import Findings
from flexsim.scenario.errors import Path
from flexsim.scenario.floor import ChangeoverMatrix, ChangeoverPerOption, WorkCentre
from flexsim.scenario.people import Worker

MOST_GAPS = 6
"""At most this many missing entries of a matrix are named."""


MOST_MEMBERS = 1024
"""Of a team: its free members are the bits of sixteen words."""


def check_floor(findings: Findings) -> None:
    """Check every work centre and every worker."""
    if not findings.names("work_centres"):
        findings.add(("work_centres",), "at least one work centre is needed.")
    _check_sizes_of_teams(findings)
    for name, centre in findings.scenario.work_centres.items():
        path = ("work_centres", name)
        findings.must_exist((*path, "team"), centre.team, "teams", "team")
        findings.must_exist((*path, "repaired_by"), centre.repaired_by, "teams", "team")
        findings.must_exist((*path, "shifts"), centre.shifts, "shifts", "shift pattern")
        _check_repairs(findings, path, centre)
        _check_initial(findings, path, centre)
        _check_changeover(findings, path, name, centre)
    for name, worker in findings.scenario.workers.items():
        _check_worker(findings, ("workers", name), worker)


def _check_sizes_of_teams(findings: Findings) -> None:
    """Refuse a team larger than the floor can look through at once."""
    for name, members in Counter(worker.team for worker in findings.scenario.everybody.values()).items():
        if members > MOST_MEMBERS and name in findings.scenario.teams:
            findings.add(("teams", name), f"a team has at most {MOST_MEMBERS:,} members; this one has {members:,}.")


def _check_repairs(findings: Findings, path: Path, centre: WorkCentre) -> None:
    """Check that somebody can do the repairs."""
    team = centre.repaired_by or centre.team
    for mode, failure in centre.failures.items():
        place = (*path, "failures", mode, "skill")
        if failure.skill is None:
            continue
        if team is None and findings.is_whole("work_centres"):
            findings.add(place, 'no team repairs here. Write "repaired_by: TEAM", or leave the skill out.')
        elif team in findings.scenario.teams and findings.staff_is_certain:
            workers = [worker for worker in findings.scenario.everybody.values() if worker.team == team]
            skills = {skill for worker in workers for skill in worker.skills}
            if failure.skill not in skills and not findings.is_told_at_a_worker(failure.skill, str(team)):
                message = f'nobody in the team "{team}" has the skill "{failure.skill}".'
                findings.add(place, message + findings.nearest(failure.skill, skills))


def _check_initial(findings: Findings, path: Path, centre: WorkCentre) -> None:
    """Check what the units are said to have made last."""
    options = findings.options
    for option, value in centre.initial.items():
        place = (*path, "initial", option)
        if option in ("product", "operation"):
            continue
        if option not in options:
            if findings.is_whole("products"):
                findings.add(place, f"no product has an option of this name.{findings.nearest(option, options)}")
        elif value not in options[option] and findings.is_whole("products"):
            findings.add(
                place, f'the option "{option}" has no value "{value}".{findings.nearest(value, options[option])}'
            )


def _check_changeover(findings: Findings, path: tuple[str, ...], name: str, centre: WorkCentre) -> None:
    """Check the options and values that a changeover names."""
    changeover = centre.changeover
    if not findings.is_whole("products"):
        return
    known = {*findings.options, "product", "operation"}
    if isinstance(changeover, ChangeoverPerOption):
        for option in changeover.times:
            if option not in known:
                place = (*path, "changeover", "per_option", option)
                findings.add(place, f"no product has an option of this name.{findings.nearest(option, known)}")
    if isinstance(changeover, ChangeoverMatrix):
        if changeover.option not in known:
            message = f"no product has an option of this name.{findings.nearest(changeover.option, known)}"
            findings.add((*path, "changeover", "option"), message)
        elif findings.is_certain(*path, "changeover"):
            _check_matrix(findings, (*path, "changeover", "matrix"), name, centre, changeover)


def _check_matrix(findings: Findings, path: Path, name: str, centre: WorkCentre, changeover: ChangeoverMatrix) -> None:
    """Check that a matrix has a time from every value that can be made here to every other (rule W2)."""
    possible = _values_made(findings, name, changeover.option)
    if changeover.option in centre.initial:
        possible.add(centre.initial[changeover.option])
    known = _all_values(findings, changeover.option)
    for value, row in changeover.rows.items():
        for place, stated in [((*path, value), value), *(((*path, value, other), other) for other in row)]:
            if stated not in known:
                message = f'"{changeover.option}" has no value "{stated}".{findings.nearest(stated, known)}'
                findings.add(place, message)
        if row.get(value):
            findings.add((*path, value, value), f'from "{value}" to itself there is no changeover: leave it out.')
    gaps = [
        f"{value} to {other}"
        for value in sorted(possible)
        for other in sorted(possible)
        if value != other and other not in changeover.rows.get(value, {})
    ]
    if gaps:
        rest = f" and {len(gaps) - MOST_GAPS} more" if len(gaps) > MOST_GAPS else ""
        findings.add(path, f"a time is missing from {', '.join(gaps[:MOST_GAPS])}{rest}.")


def _all_values(findings: Findings, option: str) -> set[str]:
    """List all values of an option, over all products."""
    if option == "product":
        return set(findings.scenario.products)
    if option == "operation":
        return {name for product in findings.scenario.products.values() for name in product.operations}
    return findings.options[option]


def _values_made(findings: Findings, centre: str, option: str) -> set[str]:
    """List the values of an option that a work centre may make: those of operations there that look at it."""
    values: set[str] = set()
    for product, key, operation in findings.operations_at.get(centre, ()):
        if option not in operation.depends_on:
            continue
        if option == "product":
            values.add(product)
        elif option == "operation":
            values.add(key)
        else:
            made = findings.scenario.products[product].options.get(option, {})
            values |= set(operation.only_if.get(option, made))
    return values


def _check_worker(findings: Findings, path: Path, worker: Worker) -> None:
    """Check one worker; a skill that nothing needs is a problem only if it is a slip."""
    findings.must_exist((*path, "team"), worker.team, "teams", "team")
    findings.must_exist((*path, "shifts"), worker.shifts, "shifts", "shift pattern")
    findings.must_exist((*path, "contract"), worker.contract, "contracts", "contract")
    findings.must_exist((*path, "home"), worker.home, "work_centres", "work centre")
    for skill in sorted(worker.skills):
        meant = findings.misspelt.get(("workers", str(path[1]), skill))
        if meant is not None:
            message = f'no operation or repair needs the skill "{skill}". Nearest: "{meant}", which nobody has.'
            findings.add((*path, "skills"), message)
