"""From a study file to scenarios: what builds on what, and every problem with its line in the study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from flexsim.scenario import (
    EACH,
    SETTING,
    Document,
    Folders,
    Problem,
    Scenario,
    ScenarioError,
    Setting,
    is_study,
    load,
    nearest,
    placed,
    read_document,
    steps_of,
    validated,
    written,
)
from flexsim.shipped import model, models
from flexsim.study.decisions import Decision
from flexsim.study.study_checks import problems_between
from flexsim.study.study_file import Alternative, Cell, Contest, Service, StudyFile, Sweep
from flexsim.study.study_format import KEY, USUAL_TARGET, WrittenAlternative, WrittenDecision, WrittenStudy

Loc = tuple[str | int, ...]


class Override(NamedTuple):
    """A value that the study sets in a scenario, and the place where the study says so."""

    path: str
    value: object
    loc: Loc


def read_study(path: str | Path, *, data: str | Path | None = None) -> StudyFile:
    """Read a study file, and all scenarios that it compares.

    Parameters
    ----------
    path : str or pathlib.Path
        The file; scenarios that it names lie beside it, or are shipped models.
    data : str or pathlib.Path, optional
        One more folder in which the files may lie that the study or its scenarios name.

    Raises
    ------
    ScenarioError
        With every problem found, of the study and of its scenarios: file, line, path, value and what is allowed.
    """
    document = read_document(path).with_lines()
    if not is_study(document):
        message = f'this is no study: a study begins with "{KEY}: 1". To compare two scenarios as they are, name both.'
        raise ScenarioError(document.source, [Problem((), message)])
    return _Reading(Path(path), data, document, validated(WrittenStudy, document)).study()


MOST_LEFT_OUT = 8
"""Values of a study that are left out, one by one, to find out which of them is wrong: the last ones."""


class _Reading:
    """One study file being read."""

    def __init__(self, path: Path, data: str | Path | None, document: Document, said: WrittenStudy) -> None:
        self.path, self.data, self.document, self.said = path, data, document, said
        self.folders = Folders(path.parent, None if data is None else Path(data), "the study")
        self.problems: list[Problem] = []
        self.files: dict[str, Path | None] = {}

    def study(self) -> StudyFile:
        """Build everything; all problems are told together."""
        said = self.said
        swept = self._swept()
        self._check_names()
        contests = self._contests(swept)
        self._stop_if_wrong()
        first = {cell.alternative.name: cell.alternative for cell in contests[0].cells}
        target = None if said.service.priced else USUAL_TARGET if said.service.target is None else said.service.target
        study = StudyFile(
            source=str(self.path),
            name=said.name,
            question=said.question,
            leaves_out=said.leaves_out,
            alternatives=first,
            contests=contests,
            sweep=swept,
            service=Service(target),
            seed=said.seed,
            selection=said.replications.selection,
            confirmation=said.replications.confirmation,
            short_runs=said.short_runs,
            measures=said.measures,
            prices={path: (ends.low, ends.high) for path, ends in said.prices.items()},
            confidence=said.confidence,
        )
        for loc, message in problems_between(study):
            self._say(loc, message)
        self._stop_if_wrong()
        return study

    def _say(self, loc: Loc, message: str) -> None:
        self.problems.append(placed(loc, message, self.document))

    def _stop_if_wrong(self) -> None:
        if self.problems:
            different = {str(problem): problem for problem in self.problems}
            ordered = sorted(different.values(), key=lambda problem: (problem.file or "", problem.line or 0))
            raise ScenarioError(str(self.path), ordered)

    def _swept(self) -> Sweep | None:
        """Give the sweep with the alternatives that it is about."""
        said = self.said.sweep
        if said is None:
            return None
        for place, name in enumerate(said.alternatives):
            if name not in self.said.alternatives:
                close = nearest(name, self.said.alternatives)
                self._say(("sweep", "alternatives", place), f"no alternative has this name.{close}")
        names = said.alternatives or tuple(self.said.alternatives)
        return Sweep(said.name or said.set[0], said.set, said.values, names)

    def _check_names(self) -> None:
        """See that every alternative has a scenario, and sets or decides nothing that is swept, or decided twice."""
        for name, side in self.said.alternatives.items():
            if side.scenario is None and self.said.scenario is None:
                message = 'a scenario is missing: "scenario: FILE" here, or at the top for all alternatives.'
                self._say(("alternatives", name), message)
            self._check_counts(("alternatives", name, "set"), side.settings, [name])
            decided: set[str] = set()
            for what, decision in side.decide.items():
                for path in decision.set or (what,):
                    loc = ("alternatives", name, "decide", what)
                    if path in decided:
                        self._say(loc, f'"{path}" is decided twice.')
                    if self._swept_over(name, path, None) is not None:
                        self._say(loc, f'"{path}" is swept as well: it cannot be decided too.')
                    decided.add(path)
        for case, circumstances in self.said.cases.items():
            self._check_counts(("cases", case, "set"), circumstances.settings, list(self.said.alternatives))

    def _check_counts(self, loc: Loc, settings: Mapping[str, object], alternatives: Sequence[str]) -> None:
        """See that what is set counts: not if the sweep takes its place at every point in all these alternatives."""
        for path, value in settings.items():
            swept = [self._swept_over(name, path, value) for name in alternatives]
            if swept[0] is None or None in swept:
                continue
            line = placed(("sweep", "set"), "", self.document).line
            where = f" (line {line})" if line else ""
            message = (
                f'the sweep sets "{swept[0]}" at every point{where}, so what is set here would never count. Take one '
                "of them out, or list under sweep.alternatives only those that are swept."
            )
            self._say((*loc, path), message)

    def _swept_over(self, alternative: str, path: str, value: object) -> str | None:
        """Give the path at which the sweep takes the place of a value; none if it leaves it as it is."""
        sweep = self.said.sweep
        if sweep is None or alternative not in (sweep.alternatives or (alternative,)):
            return None
        return next((swept for swept in sweep.set if takes_the_place(swept, path, value)), None)

    def _contests(self, sweep: Sweep | None) -> tuple[Contest, ...]:
        """Build every comparison; an alternative that is not swept is the same at all points."""
        cells: dict[object, Cell | None] = {}
        found = []
        for case in self.said.cases or (None,):
            for place, point in enumerate(sweep.values if sweep else (None,)):
                row = []
                for name, side in self.said.alternatives.items():
                    own = place if sweep and name in sweep.alternatives else None
                    key = (case, own, name)
                    if key not in cells:
                        cells[key] = self._cell(case, own, name, side)
                    row.append(cells[key])
                found.append(Contest(case, point, tuple(cell for cell in row if cell is not None)))
        return tuple(found)

    def _cell(self, case: str | None, place: int | None, name: str, side: WrittenAlternative) -> Cell | None:
        """Build one alternative in one case at one point; none if that is not possible."""
        loc: Loc = ("alternatives", name, "scenario") if side.scenario is not None else ("scenario",)
        file = self._file(side.scenario or self.said.scenario, loc)
        if file is None:
            return None
        overrides = list(self._overrides(case, place, name, side))
        scenario = self._built(file, loc, overrides, name)
        if scenario is None:
            return None
        decisions = tuple(
            Decision(what, decision.set or (what,), decision.choices) for what, decision in side.decide.items()
        )
        is_first = case in (None, next(iter(self.said.cases), None)) and not place
        if is_first:
            for what, decision in side.decide.items():
                self._check_decision(file, loc, overrides, name, what, decision)
        point = None if place is None or self.said.sweep is None else self.said.sweep.values[place]
        return Cell(Alternative(name, scenario, decisions), case, point)

    def _overrides(
        self, case: str | None, place: int | None, name: str, side: WrittenAlternative
    ) -> Iterator[Override]:
        """Give what is set, the study's own first: what comes later takes its place."""
        yield from _set_at(("set",), self.said.settings)
        yield from _set_at(("alternatives", name, "set"), side.settings)
        if case is not None:
            yield from _set_at(("cases", case, "set"), self.said.cases[case].settings)
        if place is not None and self.said.sweep is not None:
            for path in self.said.sweep.set:
                yield Override(path, self.said.sweep.values[place], ("sweep", "values", place))

    def _check_decision(
        self, file: Path, loc: Loc, overrides: list[Override], name: str, what: str, decision: WrittenDecision
    ) -> None:
        """See that a decision's values can stand where it says: the ends of a range, or all that are listed."""
        is_list = decision.values is not None
        places = range(len(decision.choices)) if is_list else (0, len(decision.choices) - 1)
        for place in places:
            at: Loc = ("values", place) if is_list else (("from",), ("to",))[place > 0]
            own: Loc = ("alternatives", name, "decide", what, *at)
            chosen = [Override(path, decision.choices[place], own) for path in decision.set or (what,)]
            if self._built(file, loc, [*overrides, *chosen], name) is None:
                return

    def _file(self, name: str | None, loc: Loc) -> Path | None:
        """Find the file of a scenario: beside the study, or a shipped model; say once what is wrong with it."""
        if name is None:
            return None
        if name not in self.files:
            try:
                self.files[name] = self._found(name)
            except (ValueError, OSError) as why:
                self._say(loc, str(why))
                self.files[name] = None
        return self.files[name]

    def _found(self, name: str) -> Path:
        if PurePosixPath(name).suffix == "" and "/" not in name:
            if name not in models():
                message = (
                    f"no model of this name is shipped, and the name of a file has its ending.{nearest(name, models())}"
                )
                raise ValueError(message)
            return model(name)
        file = self.folders.file(name)
        if file.resolve() == self.path.resolve():
            raise ValueError("the study names itself: the name of a scenario is needed here.")
        if is_study(read_document(file)):
            raise ValueError("this is a study, and the name of a scenario is needed here.")
        return file

    def _built(self, file: Path, loc: Loc, overrides: Sequence[Override], name: str) -> Scenario | None:
        """Load a scenario with what the study sets in it, or note what is wrong."""
        last: dict[str, Override] = {}
        for override in overrides:
            last.pop(override.path, None)  # it counts where it was set last: a path with * may have come between
            last[override.path] = override
        settings = [Setting(path, one.value, _as_text(one.value)) for path, one in last.items()]
        try:
            return load(file, data=self.data, settings=settings)
        except ScenarioError as why:
            self.problems += [self._translated(problem, last, file, loc, name) for problem in why.problems]
            return None

    def _translated(self, problem: Problem, overrides: dict[str, Override], file: Path, loc: Loc, name: str) -> Problem:
        """Put a problem of a scenario to where the study has caused it, or to the scenario's file."""
        if problem.file != SETTING:
            shown = file.name if problem.file is None else problem.file
            return replace(problem, file=shown, message=f"{problem.message}{self._cause_of(file, overrides, name)}")
        override = _cause(problem, overrides)
        if override is None:
            return replace(problem, file=None, path=(*loc, written(problem.path)))
        found = placed(override.loc, problem.message, self.document)
        is_shared = override.loc[0] != "alternatives"
        beyond = _beyond(problem, override)
        where = f" (alternative {name})" if is_shared else ""
        if beyond:
            return replace(found, path=(*found.path, *beyond), value=problem.value, message=f"{problem.message}{where}")
        told = override.path if override.path not in override.loc else ""
        said = f"{told}: {problem.message}" if told else problem.message
        return replace(found, message=f"{said}{where}")

    def _cause_of(self, file: Path, overrides: dict[str, Override], name: str) -> str:
        """Say which value of the study is what is wrong, if without it the scenario is in order."""
        for one in [*overrides.values()][: -MOST_LEFT_OUT - 1 : -1]:
            others = [Setting(path, it.value, _as_text(it.value)) for path, it in overrides.items() if it is not one]
            try:
                load(file, data=self.data, settings=others)
            except ScenarioError:
                continue
            return f" (alternative {name}, with {one.path} = {_as_text(one.value)})"
        return ""


def _set_at(loc: Loc, settings: dict[str, object]) -> Iterator[Override]:
    return (Override(path, value, (*loc, path)) for path, value in settings.items())


def _as_text(value: object) -> str:
    """Write a value as a message about a setting does."""
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else str(value)


def _cause(problem: Problem, overrides: dict[str, Override]) -> Override | None:
    """Find the setting that a problem is about: the longest path that leads to it."""
    steps = _flat(problem.path)
    fitting = [one for path, one in overrides.items() if leads_to(steps_of(path), steps)]
    return max(fitting, key=lambda one: len(steps_of(one.path)), default=None)


def leads_to(steps: Sequence[str], place: Sequence[str]) -> bool:
    """Tell whether a path is the beginning of another; a step ``*`` stands for any name."""
    return len(steps) <= len(place) and all(one in (EACH, other) for one, other in zip(steps, place, strict=False))


def takes_the_place(later: str, earlier: str, value: object) -> bool:
    """Tell whether setting one path afterwards changes what was set at another, or a part of it."""
    new, old = steps_of(later), steps_of(earlier)
    same = all(one == other or EACH in (one, other) for one, other in zip(new, old, strict=False))
    return same and _holds(value, new[len(old) :])


def _holds(value: object, steps: Sequence[str]) -> bool:
    """Tell whether a value states something at a path within it."""
    if not steps:
        return True
    if not isinstance(value, Mapping):
        return False
    first, *others = steps
    return any(_holds(inside, others) for name, inside in value.items() if first in (EACH, str(name)))


def _beyond(problem: Problem, override: Override) -> tuple[str, ...]:
    """Give the steps of a problem behind the path that was set."""
    return tuple(_flat(problem.path)[len(steps_of(override.path)) :])


def _flat(path: Iterable[str | int]) -> list[str]:
    """Take a path apart into single steps, those with dots in them too."""
    return [one for step in path for one in steps_of(str(step))]
