"""What the contracts of a scenario cost, before a run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flexsim.scenario.averaging import Calendar, measured
from flexsim.scenario.capacity_words import aligned
from flexsim.scenario.model import Scenario
from flexsim.scenario.people import Contract, terms_in

USUAL = (1.0, 1.6)
"""Between which an hour of flexible staff lies over one of permanent staff (rule P4).

Agencies ask 1.7 to 2.2 times the gross wage; an own employee costs about 1.5 times his per hour worked (contributions
1.27, paid hours over worked ones 1.18): 1.13 to 1.47. Outside, a factor is mostly on the wrong wage.
"""


@dataclass(frozen=True, slots=True)
class Payroll:
    """What everybody with one contract is paid.

    Parameters
    ----------
    contract : str
        Its name.
    people : int
        So many workers have it.
    called : int
        So many people of pools have it besides.
    paid_h : float
        Hours a week for which all the workers are paid, without overtime, on average over the window: of each person
        those of the shift pattern, or those that the contract pays for if they are more. People of pools are not in it.
    guaranteed_h : float or None
        Hours a week for which each is paid, present or not; None if only hours present are paid.
    wage_eur, overtime_wage_eur : float
        Price of an hour paid, and of an hour of overtime.
    worked_eur : float
        Cost of an hour worked: all that is paid, over the hours present. It is more than the wage where the contract
        week is longer than the shifts.
    is_flexible : bool
        Whether they are flexible staff.
    gross_eur : float or None
        Gross wage; None if the contract states what an hour costs.
    factors : tuple of float
        On the gross wage, to what an hour costs.
    """

    contract: str
    people: int
    called: int
    paid_h: float
    guaranteed_h: float | None
    wage_eur: float
    overtime_wage_eur: float
    worked_eur: float
    is_flexible: bool = False
    gross_eur: float | None = None
    factors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CostRatio:
    """What an hour worked of flexible staff costs over one of permanent staff.

    Parameters
    ----------
    flexible, permanent : str
        Contracts.
    ratio : float
    """

    flexible: str
    permanent: str
    ratio: float

    @property
    def is_usual(self) -> bool:
        """Whether it lies where it mostly does."""
        return USUAL[0] <= self.ratio <= USUAL[1]


def payroll(scenario: Scenario) -> tuple[Payroll, ...]:
    """Work out what everybody with each contract is paid a week, in the order of their names."""
    calendar = Calendar(scenario, measured(scenario))
    hours: dict[str, list[float]] = {name: [] for name in scenario.contracts}
    called = dict.fromkeys(scenario.contracts, 0)
    for worker in scenario.workers.values():
        if worker.contract is not None:
            hours[worker.contract].append(calendar.week_h(worker.shifts))
    for pool in scenario.pools.values():
        if pool.contract is not None:
            called[pool.contract] += pool.people
    return tuple(_paid(name, stated, hours[name], called[name]) for name, stated in scenario.contracts.items())


def _paid(name: str, contract: Contract, hours: Sequence[float], called: int) -> Payroll:
    terms = terms_in(contract)
    guaranteed_h = None if terms.paid_hours is None else terms.paid_hours / 3600
    paid_h = math.fsum(max(present_h, guaranteed_h or 0.0) for present_h in hours)
    there_h = math.fsum(hours)
    return Payroll(
        contract=name,
        people=len(hours),
        called=called,
        paid_h=paid_h,
        guaranteed_h=guaranteed_h,
        wage_eur=terms.wage,
        overtime_wage_eur=terms.overtime_wage,
        worked_eur=terms.wage * paid_h / there_h if there_h > 0 else terms.wage,
        is_flexible=terms.is_flexible,
        gross_eur=contract.gross_wage,
        factors=contract.factors,
    )


def cost_ratios(found: Sequence[Payroll]) -> tuple[CostRatio, ...]:
    """Set every contract of flexible staff against every one of permanent staff, as far as somebody has them."""
    had = [row for row in found if row.people + row.called > 0 and row.worked_eur > 0]
    return tuple(
        CostRatio(flexible.contract, permanent.contract, flexible.worked_eur / permanent.worked_eur)
        for flexible in had
        for permanent in had
        if flexible.is_flexible and not permanent.is_flexible
    )


def payroll_in_words(found: Sequence[Payroll]) -> str:
    """Write a table of contracts, how much dearer an hour of flexible staff is, and what is unusual about it."""
    called = any(row.called for row in found)
    head = ("contracts", "people", *(("called",) if called else ()), "paid h a week")
    prices = ("EUR an hour paid", "EUR an hour worked", "EUR an hour of overtime")
    rows = [_line(row, called) for row in found]
    lines = [aligned((*head, *prices, ""), rows), *_ratios_in_words(cost_ratios(found))]
    return "\n".join(lines)


def _line(row: Payroll, called: bool) -> tuple[str, ...]:
    least = "hours present" if row.guaranteed_h is None else f"at least {row.guaranteed_h:,.4g} h a week each"
    if row.called and not row.people:
        least = "hours present, and the minimum of a shift"
    if row.gross_eur is not None:
        kind = "flexible" if row.is_flexible else "permanent"
        factors = " x ".join(f"{number:,.5g}" for number in (row.gross_eur, *row.factors))
        least = f"{least}; {kind}, gross {factors}"
    elif row.is_flexible:
        least = f"{least}; flexible"
    prices = (f"{euros:,.2f}" for euros in (row.wage_eur, row.worked_eur, row.overtime_wage_eur))
    return (
        row.contract,
        str(row.people),
        *((str(row.called),) if called else ()),
        f"{row.paid_h:,.1f}",
        *prices,
        least,
    )


def _ratios_in_words(ratios: Sequence[CostRatio]) -> Iterator[str]:
    """Say what an hour worked of each flexible contract costs over one of each permanent contract."""
    if ratios:
        yield ""
    for one in ratios:
        yield f"An hour worked on {one.flexible} costs {one.ratio:.2f} times one on {one.permanent}."
    for one in ratios:
        if not one.is_usual:
            yield (
                f"Warning: {one.ratio:.2f} for {one.flexible} over {one.permanent} is outside {USUAL[0]:.1f} to "
                f"{USUAL[1]:.1f}. Is the agency factor on the gross wage, and are loading and hours paid for hours "
                "worked in the cost of permanent staff?"
            )
