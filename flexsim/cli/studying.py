"""``flexsim compare STUDY`` and ``flexsim check STUDY``: sides that are sized, confirmed and judged."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flexsim.cli.drawing import save_pictures
from flexsim.cli.group import ENGINE_ERROR, exit_code
from flexsim.cli.keeping import write_report
from flexsim.cli.options import print_json, writable
from flexsim.cli.own_files import begin_result, end_result, note_files
from flexsim.cli.progress import Progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flexsim.study import Cell, Outcome, StudyFile, StudyRun, Verdict

KEPT = "runs.jsonl"
"""Confirmation runs in the order of their arrival, while a study runs; afterwards the tables have them."""

WORDS = "verdict.txt"

OF_A_STUDY = (b"flexsim_study", b"alternatives")
"""A file without these words is none: a large scenario is not read twice to find out."""


def names_study(file: Path) -> bool:
    """Tell whether a file is a study; one that cannot be read is for others to complain of."""
    from flexsim.scenario import LARGEST_TEXT, ScenarioError, is_study, read_document

    if not file.is_file():
        return False
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_TEXT)
        return any(word in content for word in OF_A_STUDY) and is_study(read_document(file))
    except (ScenarioError, OSError):
        return False


def check_study(file: Path, data: Path | None, as_json: bool) -> None:
    """Say what is wrong with a study, or what is in it and how many runs it takes."""
    from flexsim.study import read_study

    study = read_study(file, data=data)
    if as_json:
        print_json({"file": str(file), "study": study.name, **contents_of(study)})
        return
    click.echo(f"{file} is a valid study: {study.name or 'without a name'}")
    for what, count in contents_of(study).items():
        click.echo(f"  {what.replace('_', ' '):<20}{count:>6,}")
    for name, side in study.alternatives.items():
        click.echo(f"\n  {name}: {side.scenario.name or 'without a name'}, hash {side.scenario.hash}")
        for decision in side.decisions:
            click.echo(f"    {decision.name}: {in_short(decision.values)}")


def contents_of(study: StudyFile) -> dict[str, int]:
    """Count what a study has."""
    return {
        "alternatives": len(study.alternatives),
        "comparisons": len(study.contests),
        "sides_to_size": sum(1 for cell in study.cells if cell.alternative.decisions),
        "confirmation_runs": len(study.cells) * study.confirmation,
    }


def in_short(values: tuple[object, ...]) -> str:
    """List values, the first and last of many."""
    texts = [str(value) for value in values]
    return ", ".join(texts) if len(texts) <= 10 else f"{texts[0]}, {texts[1]}, ... {texts[-1]} ({len(texts)} values)"


def compare_study(
    file: Path,
    data: Path | None,
    seed: int | None,
    replications: int | None,
    as_is: bool,
    workers: int | None,
    out: Path | None,
    pictures: bool,
    as_json: bool,
) -> None:
    """Size, confirm and judge the sides of a study."""
    from flexsim.study import read_study

    study = read_study(file, data=data)
    study = replace(study, **_given(seed=seed, confirmation=replications))
    judged = judge(study, workers, out, as_is=as_is, pictures=pictures)
    if as_json:
        print_json(judged.told)
    else:
        click.echo(judged.words)
        if out:
            click.echo(f"\nTables{' and pictures' if pictures else ''}: {out}")
    judged.leave_if_stopped()


@dataclass(frozen=True)
class Judged:
    """What a study says, for people and for programs; and the exit code if somebody stopped it."""

    found: Verdict
    told: dict[str, Any]
    words: str
    stopped: int | None

    def leave_if_stopped(self) -> None:
        """End the program as it was asked to, and with the code of the engine if no side at all could go on."""
        if self.stopped:
            raise click.exceptions.Exit(self.stopped)
        if all(side.stopped for one in self.found.contests for side in one.sides):
            raise click.exceptions.Exit(ENGINE_ERROR)


def judge(
    study: StudyFile, workers: int | None, out: Path | None, *, as_is: bool = False, pictures: bool = False
) -> Judged:
    """Run a study with its progress, write what it says into a folder, and say it."""
    from flexsim.insight import verdict_in_words
    from flexsim.study import StudyRun, cores, report, tables, verdict

    kept = Kept(writable(out)) if out else None
    progress = Progress(1, what="runs")

    def tell(done: int, of: int) -> None:
        progress.of = of
        progress.tell(done)

    run = StudyRun(study, as_is=as_is, workers=workers or cores(), tell=tell, keep=kept.add if kept else None)
    stopped = _to_the_end(run, progress, kept)
    found = verdict(run)
    if stopped and not found.contests:
        raise click.exceptions.Exit(stopped)
    told = {**report(found), **({"stopped": {"after": run.n_confirmed, "of": run.n_to_confirm}} if stopped else {})}
    words = verdict_in_words(found, f"stopped after {how_far(run)}" if stopped else "")
    if out and kept:
        write_study(tables(found), told, words, out)
        if not found.n_waiting:  # of comparisons that were not reached the tables have nothing
            kept.is_in_tables()
        if pictures:
            draw_study(found, out)
        end_result(out)
    return Judged(found, told, words, stopped)


def draw_study(found: Verdict, out: Path) -> list[Path]:
    """Draw a study; where people are called, also who was there in the first confirmation run."""
    return [*draw_verdict(found, out), *draw_staffing(found, out)]


def draw_verdict(found: Verdict, out: Path) -> list[Path]:
    """Draw what a study says."""
    from flexsim.insight import study_pictures

    return save_pictures(study_pictures(found), out)


def draw_staffing(found: Verdict, out: Path) -> list[Path]:
    """Draw who was there, where people are called: this takes one more run of every side."""
    return save_pictures(_staffing(found), out)


def _staffing(found: Verdict) -> Iterator[tuple[str, Figure]]:
    from flexsim.insight import slug as named
    from flexsim.insight import staffing
    from flexsim.study import RECORDABLE, simulate

    for one in found.contests if found.study.sweep is None else ():
        if not any(side.run.scenario.pools for side in one.sides):
            continue
        for side in (one for one in one.sides if not one.stopped):
            case = f", {one.contest.case}" if one.contest.case else ""
            result = simulate(side.run.scenario, seed=found.study.seed, record=RECORDABLE)
            name = f"staffing_{named(side.name)}{'_' + named(one.contest.case) if one.contest.case else ''}"
            title = f"{found.study.name or 'Study'}: {side.name}, staffing over time{case}"
            yield name, staffing(result, title=title)


def _given(**values: int | None) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _to_the_end(run: StudyRun, progress: Progress, kept: Kept | None) -> int | None:
    """Run a study; give the exit code if somebody stops it before its end."""
    try:
        run.run()
    except KeyboardInterrupt as why:
        progress.leave_line()
        sizing = f", while sizing {run.sizing}" if run.sizing else ""
        click.echo(f"Stopped after {how_far(run)}{sizing}.", err=True)
        return exit_code(why)
    except Exception as why:
        progress.leave_line()
        if kept and run.n_confirmed:
            why.add_note(f"{run.n_confirmed} runs had finished; their figures: {kept.path}")
        raise
    return None


def how_far(run: StudyRun) -> str:
    """Say how many runs have arrived: ``12 of 60 confirmation runs``."""
    return f"{run.n_confirmed:,} of {run.n_to_confirm:,} confirmation runs"


class Kept:
    """``runs.jsonl``: every confirmation run as it arrives, a line each in one piece, so that no ending loses it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / KEPT
        self._how = os.O_CREAT | os.O_TRUNC

    def add(self, cell: Cell, outcome: Outcome) -> None:
        """Write the figures of a run."""
        from flexsim.study import without_nan

        who = {"case": cell.case, "point": cell.point, "alternative": cell.alternative.name}
        row = {**who, "replication": outcome.replication, "measures": without_nan(outcome.measures)}
        handle = os.open(self.path, os.O_WRONLY | self._how, 0o666)
        try:
            os.write(handle, (json.dumps(row) + "\n").encode())
        finally:
            os.close(handle)
        self._how = os.O_APPEND

    def is_in_tables(self) -> None:
        """Take the file away: what was in it stands in the tables, in order."""
        self.path.unlink(missing_ok=True)


def write_study(found: dict[str, Any], told: dict[str, Any], words: str, out: Path) -> None:
    """Write the tables of a verdict as Parquet and CSV, what it says as JSON, and its words."""
    from flexsim.results import write_tables

    begin_result(out)
    note_files(write_tables(found, out), out)
    write_report(told, out)
    (out / WORDS).write_text(words + "\n", encoding="utf-8")
    note_files([out / WORDS], out)
