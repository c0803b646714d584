"""A study that has been read: what is to be compared, under which circumstances, and how (floor.md, C4 to C7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flexsim.scenario import Scenario
from flexsim.study.decisions import Decision
from flexsim.study.statistics import CONFIDENCE


@dataclass(frozen=True, slots=True)
class Service:
    """What customers are to get on every side (floor.md, C5).

    Attributes
    ----------
    target : float or None
        Share of the pieces asked for that has to be delivered in time; None if its lack is priced instead.
    """

    target: float | None

    @property
    def priced(self) -> bool:
        """Whether lost, late and substituted pieces cost what the scenario states, in place of a target."""
        return self.target is None


@dataclass(frozen=True)
class Alternative:
    """One side of a comparison.

    Attributes
    ----------
    name : str
    scenario : Scenario
        As the study states it, before its own decisions are taken.
    decisions : tuple of Decision
        What it may choose for itself.
    """

    name: str
    scenario: Scenario
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Cell:
    """An alternative in one case, at one point of the sweep: it is sized and confirmed once.

    Attributes
    ----------
    case : str or None
        None in a study without cases.
    point : object
        The value of the sweep; None where this alternative is not swept.
    """

    alternative: Alternative
    case: str | None = None
    point: object = None

    @property
    def key(self) -> tuple[str | None, object, str]:
        """By which it is found again."""
        return self.case, self.point, self.alternative.name

    def __str__(self) -> str:
        """Name it in messages."""
        parts = [self.alternative.name, f"case {self.case}" if self.case else "", self._at_point()]
        return ", ".join(part for part in parts if part)

    def _at_point(self) -> str:
        return "" if self.point is None else f"at {self.point}"


@dataclass(frozen=True)
class Contest:
    """One comparison to make: the same customers, case and point of the sweep for all alternatives.

    Attributes
    ----------
    cells : tuple of Cell
        The first is the one from which differences are counted.
    """

    case: str | None
    point: object
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sweep:
    """One value that is changed step by step.

    Attributes
    ----------
    alternatives : tuple of str
        Those for which it is changed; others are the same at every point.
    """

    name: str
    paths: tuple[str, ...]
    values: tuple[object, ...]
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class StudyFile:
    """A study, checked, with all its scenarios.

    Attributes
    ----------
    source : str
        The file it was read from.
    leaves_out : str or None
        What the answer does not contain: the first line of every output.
    alternatives : dict of str to Alternative
        Under the first case, at the first point of the sweep; in the order of the file.
    contests : tuple of Contest
        Case by case, point by point.
    selection, confirmation : int
        Replications for choosing each combination, and for the figures.
    short_runs : int
        Combinations that may be tried for each side.
    measures : tuple of str
        Figures to compare besides those of every verdict.
    prices : dict of str to (low, high)
        Ranges of prices for the tornado, by path; as a scenario has them.
    confidence : float
        Of all intervals.
    """

    source: str
    name: str | None
    question: str | None
    leaves_out: str | None
    alternatives: Mapping[str, Alternative]
    contests: tuple[Contest, ...]
    sweep: Sweep | None = None
    service: Service = Service(0.95)
    seed: int = 1
    selection: int = 4
    confirmation: int = 30
    short_runs: int = 6
    measures: tuple[str, ...] = ()
    prices: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    confidence: float = CONFIDENCE

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All that is sized and confirmed, each once, in the order of the contests."""
        return tuple({cell.key: cell for contest in self.contests for cell in contest.cells}.values())
