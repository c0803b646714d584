"""Checks of pools: people who can be called, and who would ever be (rule P4)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from flexsim.scenario.averaging import Period, windows_of
from flexsim.scenario.checking import Findings
from flexsim.scenario.people import DAY, WEEK
from flexsim.scenario.quantities import write_time

if TYPE_CHECKING:
    from flexsim.scenario.errors import Path
    from flexsim.scenario.people import Pool, Shift


def check_pools(findings: Findings, *, is_file: bool) -> None:
    """Check every pool; in a file also that its people would ever be called."""
    scenario = findings.scenario
    names = Counter([*scenario.workers, *(one for name, pool in scenario.pools.items() for one in pool.members(name))])
    for name, pool in scenario.pools.items():
        path: Path = ("pools", name)
        findings.must_exist((*path, "team"), pool.team, "teams", "team")
        findings.must_exist((*path, "contract"), pool.contract, "contracts", "contract")
        if findings.must_exist((*path, "shifts"), pool.shifts, "shifts", "shift pattern"):
            _check_hours(findings, path, pool)
        _check_contract(findings, path, pool)
        _check_skills(findings, path, pool)
        twice = next((one for one in pool.members(name) if names[one] > 1), None)
        if twice is not None:
            findings.add((*path, "people"), f'two workers would have the name "{twice}".')
        if is_file:
            _check_use(findings, path, pool)


def _check_hours(findings: Findings, path: Path, pool: Pool) -> None:
    """Refuse a pattern whose shifts never end: nobody could be called to the next one."""
    shift = findings.scenario.shifts.get(pool.shifts)
    if shift is not None and findings.is_certain("shifts", pool.shifts) and never_ends(shift):
        message = "people are called shift by shift, and this pattern has no gap that ends one, only breaks."
        findings.add((*path, "shifts"), message)


def never_ends(shift: Shift) -> bool:
    """Tell whether one shift of a pattern goes on for ever: at no time of its weeks is there a gap that is no break."""
    windows = windows_of(shift, frozenset(), Period(0.0, 2 * shift.weeks * WEEK))
    gaps = [after[0] - before[1] for before, after in pairwise(windows)]
    return bool(windows) and all(gap < shift.break_below for gap in gaps)


def _check_contract(findings: Findings, path: Path, pool: Pool) -> None:
    """Refuse a contract week: who is called is paid from coming to going."""
    contract = findings.scenario.contracts.get(pool.contract or "")
    if contract is not None and contract.paid_hours:
        week = f'"{pool.contract}" pays {write_time(contract.paid_hours)} a week whether present or not'
        findings.add((*path, "contract"), f"{week}; who is called is paid while he is there.")


def _check_skills(findings: Findings, path: Path, pool: Pool) -> None:
    """Tell a slip of a skill, as at a worker."""
    for skill in sorted(pool.skills):
        meant = findings.misspelt.get(("pools", str(path[1]), skill))
        if meant is not None:
            message = f'no operation or repair needs the skill "{skill}". Nearest: "{meant}", which nobody has.'
            findings.add((*path, "skills"), message)


def _check_use(findings: Findings, path: Path, pool: Pool) -> None:
    """Say why nobody would ever be called, and what has no effect."""
    end = findings.scenario.horizon
    notice = pool.call.notice
    if not pool.skills:
        findings.add((*path, "skills"), "they are called for work that needs their skills, and they have none.")
    elif findings.is_whole("products", "work_centres", "teams") and not _is_asked_for(findings, pool):
        said = f'no operation at a work centre of the team "{pool.team}" begins with a step that needs their skills'
        findings.add((*path, "skills"), f"{said}: nobody would ever be called.")
    if end is not None and notice >= end and findings.is_whole("horizon"):
        said = f"the run ends after {write_time(end)}"
        findings.add((*path, "call", "notice"), f"{said}: nobody would ever be called.")
    if pool.goes_when_idle and pool.minimum is None:
        message = 'without "minimum" whoever comes stays the whole shift. Write "minimum: 4 h", or leave this out.'
        findings.add((*path, "goes_when_idle"), message)
    if pool.minimum is not None and pool.minimum > DAY:
        findings.add((*path, "minimum"), "of one shift at most a day can be paid.")


def _is_asked_for(findings: Findings, pool: Pool) -> bool:
    """Tell whether some operation waits for people with one of these skills where the team works, if it is known."""
    if pool.team not in findings.scenario.teams:
        return True
    centres = findings.scenario.work_centres
    for name, operations in findings.operations_at.items():
        if name in centres and centres[name].team == pool.team:
            for _, _, operation in operations:
                changes_over = centres[name].changeover is not None and operation.depends_on
                steps = [*operation.steps.values()]
                if "set_up" not in operation.steps and changes_over:
                    steps.insert(0, operation.changeover_step)
                if not pool.skills.keys().isdisjoint(steps[0].skills if steps[0].parts else ()):
                    return True
    return False
