"""The break-even premium: by how much dearer a piece may be sold on one side until both sides tie (floor.md, C10).

Over replications r let D_r be what the second side costs more than the first, and U_r the pieces that bear the premium.
The sides tie in the long run at the premium p with E[D - p U] = 0: a ratio of two means, estimated by the ratio of the
means of the pairs. Its interval is Fieller's (1954): every p at which Student's t does not reject, over the pairs, that
D - p U has the mean 0. Where all U_r are alike it is the paired interval of the difference, divided by U.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt

from flexsim.study.comparing import Comparison
from flexsim.study.statistics import CONFIDENCE, gap_of, mean_of, student_quantile, variance_of


@dataclass(frozen=True, slots=True)
class Premium:
    """What customers would have to pay more, for every piece, on the dearer side so that both sides tie.

    Attributes
    ----------
    second_eur : float
        Premium for a piece of the second side; below 0 the first side would have to charge it.
    low, high : float
        Interval of it. Without bounds where the replications do not even tell that any piece bears it.
    n : int
        Pairs of replications.
    per : str
        The figure that counts the pieces that bear it.
    """

    second_eur: float
    low: float
    high: float
    n: int
    per: str

    @property
    def eur(self) -> float:
        """The premium of whoever charges it, or as well the discount of the other."""
        return abs(self.second_eur)

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of `eur`; its lower end is below 0 where the cheaper side is not known."""
        return (self.low, self.high) if self.second_eur >= 0 else (-self.high, -self.low)

    @property
    def charged_by(self) -> str | None:
        """Who has to charge it: ``second`` or ``first``; None where the interval leaves open which side is dearer."""
        if self.low > 0:
            return "second"
        return "first" if self.high < 0 else None

    def in_words(self, first: str, second: str) -> str:
        """Write one sentence for a reader who knows the sides by these names."""
        low, high = self.interval
        figures = f"{self.eur:,.2f} EUR a piece ({low:,.2f} to {high:,.2f})"
        dear, cheap = (second, first) if self.second_eur >= 0 else (first, second)
        if not isfinite(self.second_eur):
            return "There is no premium at which the sides tie: nobody asked for anything."
        if self.charged_by is None:
            return f"The sides may tie as they are: {dear} would have to charge {figures} more than {cheap}."
        return f"The sides tie if {dear} charges {figures} more than {cheap}."


COST, PIECES = "cost_to_serve_eur", "n_demanded_pieces"
"""The headline, and the pieces that it is spread over."""


def break_even_premium(found: Comparison, per: str = PIECES) -> Premium:
    """Work out the premium at which the sides of a comparison tie.

    Cost to serve contains lost contribution, lateness and discounts, so a tie of it is a tie of profit::

        found = compare(one_off, mass)                 # both sides replicated under one seed
        premium = break_even_premium(found)
        print(premium.in_words("one-off", "mass"))

    Parameters
    ----------
    found : Comparison
    per : str
        Figure that counts the pieces which bear the premium: those asked for, as in the cost to serve, or
        ``n_good_pieces``, those delivered. With the latter those of the dearer side count: it charges them.
    """
    first, second = (_totals(side.values(COST), side.values(PIECES)) for side in (found.first, found.second))
    common = [number for number in sorted(first) if number in second]
    gaps = [gap_of(first[number], second[number]) for number in common]
    payer = found.second if mean_of(gaps) >= 0 else found.first
    pieces = [payer.values(per)[number] for number in common]
    return premium_of(gaps, pieces, found.confidence, per)


def _totals(per_piece: Mapping[int, float], pieces: Mapping[int, float]) -> dict[int, float]:
    return {number: cost * pieces[number] for number, cost in per_piece.items() if isfinite(cost)}


def premium_of(
    gaps: Sequence[float], pieces: Sequence[float], confidence: float = CONFIDENCE, per: str = PIECES
) -> Premium:
    """Divide what a side costs more by the pieces that bear it, with Fieller's interval.

    Parameters
    ----------
    gaps : sequence of float
        Euros that the second side costs more, by replication.
    pieces : sequence of float
        In the same replications.
    confidence : float
        Of the interval.
    per : str
        What `pieces` are.

    Returns
    -------
    Premium
        The ends of its interval solve (mean D - p mean U)^2 = t^2 / n x variance of (D - p U), a quadratic equation in
        p. Where the mean of U is itself not told from 0, its solutions are no interval, and there are no bounds.
    """
    n, mean_gap, mean_pieces = len(gaps), mean_of(gaps), mean_of(pieces)
    if not n or mean_pieces == 0:
        return Premium(nan, nan, nan, n, per)
    estimate = mean_gap / mean_pieces
    if n < 2:
        return Premium(estimate, nan, nan, n, per)
    share = student_quantile(n - 1, confidence) ** 2 / n
    # moments about the estimate: D - p U = (D - e U) - (p - e) U, so that nothing cancels where D and U go together
    rests = [gap - estimate * piece for gap, piece in zip(gaps, pieces, strict=True)]
    variance, spread = variance_of(rests), variance_of(pieces)
    mixed = (variance_of([rest + piece for rest, piece in zip(rests, pieces, strict=True)]) - variance - spread) / 2
    # q^2 (mean U^2 - share spread) + 2 q share mixed - share variance = 0, with q = p - e; the mean of the rests is 0
    leading = mean_pieces**2 - share * spread
    if leading <= 0:
        return Premium(estimate, -inf, inf, n, per)
    half = sqrt(max((share * mixed) ** 2 + leading * share * variance, 0.0))
    low, high = ((-share * mixed + sign * half) / leading for sign in (-1, 1))
    return Premium(estimate, estimate + low, estimate + high, n, per)
