"""Capital of two sides: whether it is charged by the same rules (floor.md, C8), and whether more of it pays (C3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import fsum, isfinite, nan

from flexsim.costing import HOURS_OF_A_YEAR, Owned, owned, payback_yr, present_value_of_a_year
from flexsim.scenario import Scenario, joined
from flexsim.study.comparing import Comparison
from flexsim.study.premium import COST, PIECES
from flexsim.study.replications import Replications
from flexsim.study.statistics import Estimate, estimate, interval_of_share

SECONDS_OF_AN_HOUR = 3600


def capital_differences(first: Scenario, second: Scenario) -> tuple[str, ...]:
    """Name what keeps the capital of two sides from being charged by the same rules.

    Returns
    -------
    tuple of str
        One sentence each: rates of interest that differ, on what was bought or on inventories; what both sides have and
        one rents (a rate by the hour) while the other has bought it; what both have bought at other prices, or for
        another life. None where the rules are the same.
    """
    return tuple(_differences(first, second))


def _differences(first: Scenario, second: Scenario) -> Iterator[str]:
    sides = first, second
    one, other = ({bought.name: bought for bought in owned(side)} for side in sides)
    rates = [interest_on_capital(side) for side in sides]
    if one and other and rates[0] != rates[1]:
        yield _interest("capital", *rates)
    held = [(side.prices.of_inventory,) for side in sides]
    if held[0] != held[1]:
        yield _interest("inventories", *held)
    for name in sorted({*first.work_centres} & {*second.work_centres}):
        rented, path = [side.work_centres[name].rate > 0 for side in sides], f"work_centres.{name}"
        if any(rented) and rented == [path in other, path in one]:
            which = ("first", "second") if rented[0] else ("second", "first")
            yield f"{name} has a rate by the hour on the {which[0]} side and a price on the {which[1]}"
    for name in sorted({*one} & {*other}):
        for what, its, others in _terms(one[name], other[name]):
            if its != others:
                yield f"{what} of {name} is {its:,g} on the first side and {others:,g} on the second"


def interest_on_capital(scenario: Scenario) -> tuple[float, ...]:
    """Give every rate that what was bought bears, in per cent a year; of a side that has nothing the general one."""
    return tuple(sorted({one.interest for one in owned(scenario)} or {scenario.prices.interest}))


def _interest(what: str, first: tuple[float, ...], second: tuple[float, ...]) -> str:
    one, other = (f"{rates_in_words(rates)} a year" for rates in (first, second))
    return f"interest on {what} is {one} on the first side and {other} on the second"


def rates_in_words(rates: tuple[float, ...]) -> str:
    """Write rates that are in per cent: ``4 % and 5 %``."""
    return joined([f"{rate:g} %" for rate in rates], "and")


def _terms(one: Owned, other: Owned) -> Iterator[tuple[str, float, float]]:
    yield "the price in EUR", one.price_eur, other.price_eur
    yield "the residual value in EUR", one.residual_eur, other.residual_eur
    yield "the life in years", one.life_yr, other.life_yr


@dataclass(frozen=True, slots=True)
class Investment:
    """What it takes to be the second side rather than the first, and whether that pays.

    Attributes
    ----------
    bought, spared : tuple of (str, int, float)
        What only the second side buys, and what only the first one buys: name, how many, and euros.
    price_eur : float
        Of what is bought, less what is spared.
    saving_eur : Estimate
        What the second side costs less in a year, capital left out.
    net_present_value_eur : Estimate
        Over `years`, at `interest`.
    payback_yr, discounted_payback_yr : float
        From the mean saving; infinite if it never pays.
    loss_share : float
        Share of the replications in which the net present value is below 0.
    loss_interval : tuple of float
        Of that probability (Clopper and Pearson 1934).
    years : float
        Over which it is judged.
    interest : float
        Per cent a year.
    """

    bought: tuple[tuple[str, int, float], ...]
    spared: tuple[tuple[str, int, float], ...]
    price_eur: float
    saving_eur: Estimate
    net_present_value_eur: Estimate
    payback_yr: float
    discounted_payback_yr: float
    loss_share: float
    loss_interval: tuple[float, float]
    years: float
    interest: float

    def in_words(self, second: str) -> str:
        """Write two sentences for a reader who knows the second side by this name."""
        value, saving = (_plus_minus(one) for one in (self.net_present_value_eur, self.saving_eur))
        more = f"takes {self.price_eur:,.0f} EUR more" if self.price_eur > 0 else "takes no more capital"
        back = f"is paid back in {self.payback_yr:,.1f} years" if isfinite(self.payback_yr) else "is never paid back"
        return (
            f"{second} {more} and saves {saving} EUR a year: it {back}. Over "
            f"{self.years:g} years at {self.interest:g} % it is worth {value} EUR, and loses money in "
            f"{100 * self.loss_share:.0f} % of the replications."
        )


def _plus_minus(found: Estimate) -> str:
    return f"{found.mean:,.0f} ± {found.half_width:,.0f}"


def investment(found: Comparison, years: float | None = None) -> Investment | None:
    """Tell whether what the second side of a comparison buys, and the first does not, pays.

    Both sides are bought at the start, or both are owned: what only the first side needs is spared. Savings are those
    of the window, made a year of 8,760 hours; lost contribution, discounts and what was added to inventories are in
    them, as in the cost to serve. What is bought again, because its life is over, or lives on at the end is charged by
    its annuity. So the net present value is the yearly difference of all cost times the present value of a year; of one
    asset over its life that is -price + saving x present value of a year + residual / (1 + i)^life.

    A replication stands for years that all go as its window did. Luck of single years evens out over several, so the
    probability of loss is, if anything, stated too high; of prices and of demand that come otherwise it knows nothing.

    Parameters
    ----------
    found : Comparison
        Reference first.
    years : float, optional
        Over which to judge; unless given the longest life of what is bought.

    Returns
    -------
    Investment or None
        None if the second side buys nothing that the first does not.

    Raises
    ------
    ValueError
        The sides have no horizon, so that nobody knows what a year costs, or none or another rate of interest.
    """
    first, second = found.first.scenario, found.second.scenario
    bought, spared = _more_of(second, first), _more_of(first, second)
    if not bought:
        return None
    if first.prices.interest != second.prices.interest:
        raise ValueError("the sides bear different interest: no net present value is that of both")
    years, interest = max(one.life_yr for one in bought) if years is None else years, first.prices.interest
    price = fsum([*(one.paid_eur for one in bought), *(-one.paid_eur for one in spared)])
    more_a_year = fsum([*(one.annuity_eur for one in bought), *(-one.annuity_eur for one in spared)])
    savings = _savings_of_a_year(found)
    values = [saving * present_value_of_a_year(years, interest) for saving in savings]
    saving = estimate([saving + more_a_year for saving in savings], found.confidence)
    losses = sum(value < 0 for value in values)
    return Investment(
        bought=tuple((one.name, one.count, one.paid_eur) for one in bought),
        spared=tuple((one.name, one.count, one.paid_eur) for one in spared),
        price_eur=price,
        saving_eur=saving,
        net_present_value_eur=estimate(values, found.confidence),
        payback_yr=payback_yr(price, saving.mean),
        discounted_payback_yr=payback_yr(price, saving.mean, interest),
        loss_share=losses / len(values) if values else nan,
        loss_interval=interval_of_share(losses, len(values), found.confidence),
        years=years,
        interest=interest,
    )


def _more_of(one: Scenario, other: Scenario) -> list[Owned]:
    """List what one scenario has bought and the other has not; where their prices differ, all of it."""
    has = {bought.name: bought for bought in owned(other)}
    found = []
    for bought in owned(one):
        same = has.get(bought.name)
        is_same = same is not None and replace(same, count=bought.count) == bought
        count = bought.count - same.count if same is not None and is_same else bought.count
        if count > 0:
            found.append(replace(bought, count=count))
    return found


def _savings_of_a_year(found: Comparison) -> list[float]:
    """Give what the second side costs less than the first in a year, replication by replication."""
    first, second = (_costs_of_a_year(side) for side in (found.first, found.second))
    gaps = [first[number] - second[number] for number in sorted(first) if number in second]
    return [gap for gap in gaps if isfinite(gap)]


def _costs_of_a_year(side: Replications) -> dict[int, float]:
    """Give all that serving the customers of a window costs, made a year, by replication."""
    scenario = side.scenario
    if scenario.horizon is None:
        raise ValueError("without a horizon nobody knows what a year costs")
    windows = HOURS_OF_A_YEAR * SECONDS_OF_AN_HOUR / (scenario.horizon - scenario.warm_up)
    pieces = side.values(PIECES)
    return {number: cost * pieces[number] * windows for number, cost in side.values(COST).items()}
