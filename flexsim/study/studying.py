"""A study being run: every side is sized on replications of its own, then confirmed on others (floor.md, C7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flexsim.scenario import Scenario
from flexsim.study.crew import Crew
from flexsim.study.decisions import Decision
from flexsim.study.jobs import Outcome, Stopped
from flexsim.study.proving import FRESH, proved
from flexsim.study.replications import Replications
from flexsim.study.sizing import Sizing
from flexsim.study.study_file import Cell, Contest, StudyFile
from flexsim.study.trials import Sized

Tell = Callable[[int, int], None]
"""Told after every run: how many are done, and of how many, as far as that is known by now."""

KeepRun = Callable[[Cell, Outcome], None]
"""Given every confirmation run as it arrives: what it has kept is not lost, whatever ends the study."""


@dataclass
class CellRun:
    """What is known of one alternative in one case at one point of the sweep.

    Attributes
    ----------
    scenario : Scenario
        With the decisions that were taken.
    decided : tuple of Decision
        Those that were left to this side; none where it is compared as it is.
    sized : Sized, optional
        How they were taken.
    outcomes : dict of int to Outcome
        Confirmation runs that have arrived, by replication.
    stopped : dict of int to Stopped
        Those that could not go on.
    """

    cell: Cell
    scenario: Scenario
    decided: tuple[Decision, ...] = ()
    sized: Sized | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    stopped: dict[int, Stopped] = field(default_factory=dict)

    def replications(self, seed: int) -> Replications:
        """Give the confirmation runs that have arrived, in order."""
        return Replications(self.scenario, seed, tuple(self.outcomes[number] for number in sorted(self.outcomes)))


class StudyRun:
    """A study on its way; what it has is there at any time, also after it was stopped.

    Parameters
    ----------
    study : StudyFile
    as_is : bool
        Leave out sizing: every side is compared as the study states it.
    workers : int
        Parallel processes.
    tell, keep : callable, optional
        Told how far it is; given every confirmation run.

    Attributes
    ----------
    cells : dict
        What is known, by the keys of the cells.
    n_done : int
        Runs that have been made.
    sizing : Cell or None
        The side that is being sized.
    """

    def __init__(
        self,
        study: StudyFile,
        *,
        as_is: bool = False,
        workers: int = 1,
        tell: Tell | None = None,
        keep: KeepRun | None = None,
    ) -> None:
        self.study = study
        self.as_is = as_is
        self.cells: dict[tuple[str | None, object, str], CellRun] = {}
        self.n_done = 0
        self.sizing: Cell | None = None
        self._crew = Crew(workers)
        self._tell = tell
        self._keep = keep

    @property
    def n_to_confirm(self) -> int:
        """How many confirmation runs there are to be."""
        return len(self.study.cells) * self.study.confirmation

    @property
    def n_confirmed(self) -> int:
        """How many of them have arrived."""
        return sum(len(row.outcomes) for row in self.cells.values())

    @property
    def n_expected(self) -> int:
        """How many runs there will be, as far as that is known by now: the search for a side may end early."""
        waiting = [cell for cell in self.study.cells if self._is_to_be_sized(cell) and cell.key not in self.cells]
        per_side = self.study.short_runs + (0 if self.study.service.priced else FRESH)
        found = sum(len(trial.seeds) for row in self.cells.values() if row.sized for trial in row.sized.trials)
        return self.n_to_confirm + len(waiting) * per_side * self.study.selection + found

    def run(self) -> None:
        """Run everything, comparison by comparison, so that whatever ends it leaves whole ones."""
        with self._crew:
            for contest in self.study.contests:
                self._contest(contest)

    def _contest(self, contest: Contest) -> None:
        """Size every side that is new, then confirm all of these on the same replications."""
        new = [cell for cell in contest.cells if cell.key not in self.cells]
        for cell in new:
            self.cells[cell.key] = self._sized(cell)
        rows = [self.cells[cell.key] for cell in new]

        def arrived(place: int, found: Outcome | Stopped) -> None:
            row = rows[place]
            if isinstance(found, Stopped):
                row.stopped[found.replication] = found
            else:
                if self._keep:
                    self._keep(row.cell, found)
                row.outcomes[found.replication] = found
            self._more(1)

        if rows:
            scenarios = [row.scenario for row in rows]
            self._crew.confirm(scenarios, range(self.study.confirmation), self.study.seed, arrived)

    def _is_to_be_sized(self, cell: Cell) -> bool:
        return bool(cell.alternative.decisions) and not self.as_is

    def _sized(self, cell: Cell) -> CellRun:
        """Take the decisions of a side; what is left to nobody stays as the study states it."""
        side, study = cell.alternative, self.study
        if not self._is_to_be_sized(cell):
            return CellRun(cell, side.scenario)
        self.sizing = cell
        sizing = Sizing(
            side.name,
            side.scenario,
            side.decisions,
            study.service,
            study.seed,
            study.selection,
            self._crew.short_runs,
            short_runs=study.short_runs,
            when_tried=lambda trial: self._more(len(trial.seeds)),
        )
        found = proved(
            sizing.search(),
            side.scenario,
            side.decisions,
            study.service,
            study.seed,
            study.selection,
            self._crew.short_runs,
            self._more,
            sizing.search_on,
        )
        self.sizing = None
        return CellRun(cell, found.scenario, side.decisions, found)

    def _more(self, n: int) -> None:
        self.n_done += n
        if self._tell:
            self._tell(self.n_done, self.n_expected)
