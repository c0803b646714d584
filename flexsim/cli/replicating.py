"""Running the replications of one side or several, for every command that does: with progress, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flexsim.cli.group import exit_code
from flexsim.cli.keeping import Rows
from flexsim.cli.own_files import begin_result, note_files
from flexsim.cli.progress import Progress

if TYPE_CHECKING:
    from flexsim.scenario import Scenario
    from flexsim.study import Outcome, Replications, Result

Draw = Callable[["Result", Path], object]


@dataclass
class Side:
    """A scenario to replicate; with a folder, the tables of its first replication go there, and every row of figures.

    Attributes
    ----------
    name : str
        What to call it beside others.
    outcomes : dict of int to Outcome
        What has arrived, by replication.
    written : bool
        Whether the tables and pictures of its first replication are all in the folder.
    """

    name: str
    scenario: Scenario
    folder: Path | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    rows: Rows | None = None
    written: bool = False

    def keep(self, outcome: Outcome) -> None:
        """Keep a replication, on disk first."""
        if self.rows:
            self.rows.add(outcome)
        self.outcomes[outcome.replication] = outcome

    def replications(self, seed: int) -> Replications:
        """Give what has arrived, in order."""
        from flexsim.study import Replications

        return Replications(self.scenario, seed, tuple(self.outcomes[number] for number in sorted(self.outcomes)))


@dataclass
class Runs:
    """The same replications of every side.

    Attributes
    ----------
    record, record_first : tuple of str
        What all replications record, and what the first, whose tables are written, records.
    draw : callable, optional
        Draws pictures of the first replication of every side with a folder.
    stopped : int, optional
        Exit code, if somebody stopped it before the end.
    """

    sides: Sequence[Side]
    seed: int
    n: int
    workers: int | None
    record: tuple[str, ...]
    record_first: tuple[str, ...] = ()
    draw: Draw | None = None
    stopped: int | None = None

    def run(self) -> list[Replications]:
        """Make them, to the end or until somebody stops it; what has arrived by then is there, and in the folders.

        Where one has not arrived on every side by then, there is nothing to say: the program ends.
        """
        progress = None
        try:
            self._first_ones()
            what = "replications" if len(self.sides) == 1 else "runs"
            progress = Progress(len(self.sides) * self.n, self.n_done, what=what)
            self._others(progress)
        except KeyboardInterrupt as why:
            self.stopped = exit_code(why)
            if progress:
                progress.leave_line()
            click.echo(f"Stopped after {self.how_far()}.", err=True)
            if not self.n_complete:
                raise click.exceptions.Exit(self.stopped) from None
        except Exception as why:
            if progress:
                progress.leave_line()
            self._say_what_is_kept(why)
            raise
        return [side.replications(self.seed) for side in self.sides]

    @property
    def n_done(self) -> int:
        """How many replications have arrived, of all sides together."""
        return sum(len(side.outcomes) for side in self.sides)

    @property
    def n_complete(self) -> int:
        """How many replications have arrived on every side."""
        return len(set.intersection(*(set(side.outcomes) for side in self.sides)))

    def how_far(self) -> str:
        """Say how many have arrived: ``3 of 10 replications``."""
        return f"{self.n_complete} of {self.n} {'replications' if len(self.sides) == 1 else 'pairs of replications'}"

    def note(self) -> dict[str, Any]:
        """Give what a report says of runs that were stopped."""
        return {"stopped": {"after": self.n_complete, "of": self.n}} if self.stopped else {}

    def say_what_is_in(self, folder: Path) -> None:
        """Say what the folder holds; of a study that was stopped, tables and pictures may be missing."""
        if all(side.written for side in self.sides):
            click.echo(f"\nTables{' and pictures' if self.draw else ''}: {folder}")
        else:
            click.echo(f"\nFigures: {folder}; it was stopped before all of the first replication was written")

    def leave_if_stopped(self) -> None:
        """End the program as a stopped one does, after everything has been said."""
        if self.stopped:
            raise click.exceptions.Exit(self.stopped)

    def _first_ones(self) -> None:
        """Run the first replication of every side with a folder, and write its tables before anything else."""
        from flexsim.study import outcome_of, simulate

        for side in self.sides:
            if side.folder is not None:
                side.rows = Rows(side.folder)
                first = simulate(side.scenario, self.seed, record=self.record_first or self.record)
                side.keep(outcome_of(first))
                begin_result(side.folder)
                note_files(first.write(side.folder), side.folder)
                if self.draw:
                    self.draw(first, side.folder)
                side.written = True

    def _others(self, progress: Progress) -> None:
        """Run what is missing in parallel processes."""
        from flexsim.study import cores, replicate_sides

        missing = [number for number in range(self.n) if number not in self.sides[0].outcomes]
        if not missing:
            return

        def keep(place: int, outcome: Outcome) -> None:
            self.sides[place].keep(outcome)
            if progress.of > 1:
                progress.tell(self.n_done)

        scenarios = [side.scenario for side in self.sides]
        workers = self.workers or cores()
        replicate_sides(scenarios, missing, self.seed, workers=workers, record=self.record, keep=keep)

    def _say_what_is_kept(self, why: Exception) -> None:
        """Add to an error where the figures of the replications before it are."""
        kept = [str(side.rows.path) for side in self.sides if side.rows and side.outcomes]
        if kept:
            why.add_note(f"{self.n_done} replications had finished; their figures: {', '.join(kept)}")
