"""Two sides compared as they are, figure by figure, by pairs of replications with common random numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from flexsim.study.customers import SharedCustomers, shared_customers
from flexsim.study.html import html_of
from flexsim.study.replications import Replications
from flexsim.study.result import without_nan
from flexsim.study.statistics import CONFIDENCE, Difference, paired

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Comparison:
    """Two sides under one seed, compared as they are: neither is sized or tuned first (floor.md, C7).

    Attributes
    ----------
    first, second : Replications
    confidence : float
        Of all intervals.
    """

    first: Replications
    second: Replications
    confidence: float = CONFIDENCE

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the figures that both sides have."""
        return tuple(name for name in self.first.names if name in set(self.second.names))

    @property
    def n_pairs(self) -> int:
        """How many replications both sides have."""
        return len({outcome.replication for outcome in self.first.outcomes} & self._seconds)

    @property
    def _seconds(self) -> set[int]:
        return {outcome.replication for outcome in self.second.outcomes}

    @cached_property
    def customers(self) -> SharedCustomers:
        """Whether both sides face the same customers."""
        return shared_customers(self.first.scenario, self.second.scenario)

    def difference(self, name: str) -> Difference:
        """Compare one figure: second less first."""
        return paired(self.first.values(name), self.second.values(name), self.confidence)

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """Every figure that both sides have."""
        return {name: self.difference(name) for name in self.names}

    def table(self) -> pd.DataFrame:
        """Give one row a figure: means of both sides over the pairs, their difference, and how well pairing works."""
        import pandas as pd

        rows = {name: _row(found) for name, found in self.differences.items()}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("figure")

    def report(self) -> dict[str, Any]:
        """Give everything as JSON can hold it."""
        customers = self.customers
        return {
            "compared": "as they are",
            "seed": self.first.seed,
            "pairs": self.n_pairs,
            "customers": {"verdict": customers.verdict, "differences": list(customers.differences)},
            "sides": [self.first.report(), self.second.report()],
            "differences": {
                name: {**without_nan(_row(found)), "n": found.difference.n} for name, found in self.differences.items()
            },
        }

    def _repr_html_(self) -> str:
        """Show the table in a notebook."""
        names = [side.scenario.name or "without a name" for side in (self.first, self.second)]
        return html_of(self.table(), f"{names[0]} and {names[1]}, {self.n_pairs} pairs of replications, as they are")


def _row(found: Difference) -> dict[str, float]:
    return {
        "first_mean": found.first.mean,
        "second_mean": found.second.mean,
        "mean": found.difference.mean,
        "half_width": found.difference.half_width,
        "n": found.difference.n,
        "correlation": found.correlation,
        "variance_ratio": found.variance_ratio,
    }


@overload
def compare(first: Replications, second: Replications, name: str, confidence: float = ...) -> Difference: ...


@overload
def compare(first: Replications, second: Replications, name: None = ..., confidence: float = ...) -> Comparison: ...


def compare(
    first: Replications, second: Replications, name: str | None = None, confidence: float = CONFIDENCE
) -> Difference | Comparison:
    """Compare two sides by pairs of replications with common random numbers.

    Parameters
    ----------
    first, second : Replications
        Both sides, as they are, under the same seed.
    name : str, optional
        One figure; all that both sides have, unless given.
    confidence : float
        Of the intervals (Student's t).

    Returns
    -------
    Difference or Comparison
        Second less first, of one figure or of all.

    Raises
    ------
    ValueError
        The sides have different seeds: their luck has nothing in common.
    """
    if first.seed != second.seed:
        raise ValueError(f"the sides have seeds {first.seed} and {second.seed}: pairs need one seed")
    found = Comparison(first, second, confidence)
    return found if name is None else found.difference(name)
