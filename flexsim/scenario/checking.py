"""Checks across the parts of a scenario: names that must exist, and parts that must suit each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from flexsim.scenario.errors import MOST_PROBLEMS, Path, nearest
from flexsim.scenario.model import Scenario
from flexsim.scenario.products import Operation

Place = tuple[Path, str]
"""A path in the model, and what is wrong there."""


@dataclass
class Findings:
    """What was found wrong so far, and what must not be held against the scenario.

    Parameters
    ----------
    scenario : Scenario
        Valid part by part.
    left_out : set of tuple
        Paths of parts that are not in it, because they are wrong in themselves. Their names are known
        all the same, and nothing is said that could be different with them.
    """

    scenario: Scenario
    left_out: frozenset[Path] = frozenset()
    found: list[Place] = field(default_factory=list)
    _names: dict[str, set[str]] = field(default_factory=dict)

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """Say which name may be meant, for as many problems as will be written out."""
        return nearest(name, known) if len(self.found) < MOST_PROBLEMS else ""

    def add(self, path: Path, message: str) -> None:
        """Note a problem."""
        self.found.append((path, message))

    def names(self, section: str) -> set[str]:
        """List the names of a section, those of parts that were left out too."""
        if section not in self._names:
            lost = {str(path[1]) for path in self.left_out if path[0] == section and len(path) == 2}
            self._names[section] = set(getattr(self.scenario, section)) | lost
        return self._names[section]

    def operations(self, product: str) -> set[str]:
        """List the operations of a product, those that were left out too."""
        lost = {str(path[3]) for path in self.left_out if path[:3] == ("products", product, "operations")}
        return set(self.scenario.products[product].operations) | lost

    def is_whole(self, *sections: str) -> bool:
        """Tell whether no part of these sections was left out."""
        return not any(path[0] in sections for path in self.left_out)

    @cached_property
    def staff_is_certain(self) -> bool:
        """Tell whether it is known who is in which team."""
        teams = {worker.team for worker in self.scenario.everybody.values()}
        return self.is_whole("teams", "workers", "pools", "work_centres") and teams <= self.names("teams")

    @cached_property
    def skills_needed(self) -> Counter[str]:
        """In how many operations and repairs each skill is needed."""
        needed: Counter[str] = Counter()
        for product in self.scenario.products.values():
            for operation in product.operations.values():
                steps = (*operation.steps.values(), operation.changeover_step)
                needed.update({skill for step in steps for skill in step.skills})
        for centre in self.scenario.work_centres.values():
            needed.update(failure.skill for failure in centre.failures.values() if failure.skill)
        return needed

    @cached_property
    def misspelt(self) -> dict[tuple[str, str, str], str]:
        """The skills of workers and pools that are slips: by section, name and skill, the skill that is meant.

        A slip is a skill of one worker or pool that nothing needs, spelled like one that is needed, in more places
        than one, and that nobody has.
        """
        scenario = self.scenario
        sheets = [("workers", name, worker.skills) for name, worker in scenario.workers.items()]
        sheets += [("pools", name, pool.skills) for name, pool in scenario.pools.items()]
        holders = Counter(skill for _, _, skills in sheets for skill in skills)
        lacking = sorted(skill for skill, count in self.skills_needed.items() if count > 1 and skill not in holders)
        found: dict[tuple[str, str, str], str] = {}
        if not lacking or not self.is_whole("products", "work_centres"):
            return found
        for section, name, skills in sheets:
            for skill in skills:
                if holders[skill] == 1 and skill not in self.skills_needed:
                    for meant in get_close_matches(skill, lacking, n=1):
                        found[section, name, skill] = meant
        return found

    def is_told_at_a_worker(self, skill: str, team: str) -> bool:
        """Tell whether a skill is lacking in a team because a worker's or a pool's skill is misspelt."""
        return any(
            skill == meant and getattr(self.scenario, section)[name].team == team
            for (section, name, _), meant in self.misspelt.items()
        )

    def is_certain(self, *path: str) -> bool:
        """Tell whether nothing at or below this path was left out."""
        return not any(lost[: len(path)] == path for lost in self.left_out)

    @cached_property
    def options(self) -> dict[str, set[str]]:
        """The values of every option, over all products."""
        values: dict[str, set[str]] = {}
        for product in self.scenario.products.values():
            for option, shares in product.options.items():
                values.setdefault(option, set()).update(shares)
        return values

    @cached_property
    def operations_at(self) -> dict[str, list[tuple[str, str, Operation]]]:
        """The operations that can be done at each work centre, with their products and names."""
        found: dict[str, list[tuple[str, str, Operation]]] = {}
        for name, product in self.scenario.products.items():
            for key, operation in product.operations.items():
                for alternative in operation.at:
                    found.setdefault(alternative.work_centre, []).append((name, key, operation))
        return found

    def must_exist(self, path: Path, name: str | None, section: str, what: str) -> bool:
        """Check that a section has this name."""
        known = self.names(section)
        if name is None or name in known:
            return name is not None
        self.add(path, f"no {what} has this name.{self.nearest(name, known)}")
        return False

    def options_must_exist(self, path: Path, stated: Mapping[str, tuple[str, ...]], product: str) -> None:
        """Check that a product has these options, and the options these values."""
        options = self.scenario.products[product].options
        if not self.is_certain("products", product, "options"):
            return
        for option, values in stated.items():
            place = (*path, option)
            if option not in options:
                self.add(place, f'"{product}" has no option "{option}".{self.nearest(option, options)}')
                continue
            for value in values:
                if value not in options[option]:
                    known = self.nearest(value, options[option])
                    self.add(place, f'the option "{option}" of "{product}" has no value "{value}".{known}')


def check(scenario: Scenario, left_out: Iterable[Path] = (), *, is_file: bool = False) -> list[Place]:
    """Find everything that is wrong between the parts of a scenario, and in a file who is never there."""
    from flexsim.scenario.checking_demand import check_demand
    from flexsim.scenario.checking_floor import check_floor
    from flexsim.scenario.checking_pools import check_pools
    from flexsim.scenario.checking_products import check_products
    from flexsim.scenario.checking_schedule import check_schedule
    from flexsim.scenario.checking_shifts import check_shifts

    findings = Findings(scenario, frozenset(left_out))
    check_products(findings)
    check_demand(findings)
    check_floor(findings)
    check_pools(findings, is_file=is_file)
    if is_file:
        check_shifts(findings)
    check_schedule(findings)
    return findings.found
