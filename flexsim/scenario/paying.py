"""What the contracts of a scenario cost, before a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flexsim.scenario.averaging import Calendar, measured
from flexsim.scenario.capacity_words import aligned
from flexsim.scenario.model import Scenario
from flexsim.scenario.people import Terms, terms_in


@dataclass(frozen=True, slots=True)
class Payroll:
    """What everybody with one contract is paid.

    Parameters
    ----------
    contract : str
        Its name.
    people : int
        So many have it.
    paid_h : float
        Hours a week for which all of them are paid, without overtime, on average over the window: of each person those
        of the shift pattern, or those that the contract pays for if they are more.
    guaranteed_h : float or None
        Hours a week for which each is paid, present or not; None if only hours present are paid.
    wage_eur, overtime_wage_eur : float
        Price of an hour paid, and of an hour of overtime.
    """

    contract: str
    people: int
    paid_h: float
    guaranteed_h: float | None
    wage_eur: float
    overtime_wage_eur: float


def payroll(scenario: Scenario) -> tuple[Payroll, ...]:
    """Work out what everybody with each contract is paid a week, in the order of their names."""
    calendar = Calendar(scenario, measured(scenario))
    hours: dict[str, list[float]] = {name: [] for name in scenario.contracts}
    for worker in scenario.workers.values():
        if worker.contract is not None:
            hours[worker.contract].append(calendar.week_h(worker.shifts))
    return tuple(_paid(name, terms_in(contract), hours[name]) for name, contract in scenario.contracts.items())


def _paid(contract: str, terms: Terms, hours: Sequence[float]) -> Payroll:
    guaranteed_h = None if terms.paid_hours is None else terms.paid_hours / 3600
    paid_h = math.fsum(max(present_h, guaranteed_h or 0.0) for present_h in hours)
    return Payroll(contract, len(hours), paid_h, guaranteed_h, terms.wage, terms.overtime_wage)


def payroll_in_words(found: Sequence[Payroll]) -> str:
    """Write a table of contracts."""
    head = ("contracts", "people", "paid h a week", "EUR an hour paid", "EUR an hour of overtime", "")
    return aligned(head, [_line(row) for row in found])


def _line(row: Payroll) -> tuple[str, ...]:
    least = "hours present" if row.guaranteed_h is None else f"at least {row.guaranteed_h:,.4g} h a week each"
    prices = (f"{euros:,.2f}" for euros in (row.wage_eur, row.overtime_wage_eur))
    return (row.contract, str(row.people), f"{row.paid_h:,.1f}", *prices, least)
