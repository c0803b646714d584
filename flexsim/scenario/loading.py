"""From a file, a text or a mapping to a checked scenario."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path as FilePath
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from flexsim.scenario.building_on import with_base
from flexsim.scenario.changing import put
from flexsim.scenario.checking import Place, check
from flexsim.scenario.checking_shifts import what_nobody_has
from flexsim.scenario.errors import MOST_EXAMINED, Path, Problem, ScenarioError, joined, nearest
from flexsim.scenario.fields import Part
from flexsim.scenario.folders import Folders, kind_of
from flexsim.scenario.lists import fill_in_lists, names_of_files
from flexsim.scenario.merging import unaliased
from flexsim.scenario.model import SECTIONS, Scenario
from flexsim.scenario.named_files import fill_in
from flexsim.scenario.reading import (
    LARGEST_TEXT,
    READERS,
    Document,
    copied,
    decoded,
    read_json_or_yaml,
)
from flexsim.scenario.settings import Setting, read_settings, set_all
from flexsim.scenario.traces import fill_in_traces
from flexsim.scenario.translating import locate, placed, places_in
from flexsim.shipped import models

P = TypeVar("P", bound=Part)

STUDY = "flexsim_study"
"""Key of a study file: the version of its format."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Python's garbage collector away: what is read has no circles to be found."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@undisturbed()
def load(
    path: str | FilePath, *, data: str | FilePath | None = None, settings: Iterable[str | Setting] = ()
) -> Scenario:
    """Read a scenario from a YAML, JSON or TOML file.

    Parameters
    ----------
    path : str or pathlib.Path
        The file; its ending tells the format. Files that it names lie beside it.
    data : str or pathlib.Path, optional
        One more folder in which the files may lie that it names.
    settings : iterable of str
        Values in place of those in the file, such as ``"work_centres.bench.units=4"``.

    Returns
    -------
    Scenario
        Checked and frozen.

    Raises
    ------
    ScenarioError
        With every problem found: file, line, path, value and what is allowed.
    """
    file, source = FilePath(path), str(path)
    if data is not None and not FilePath(data).is_dir():
        raise ScenarioError(source, [Problem((), f"the folder for its data is not there: {data}.")])
    document = read_document(file)
    if is_study(document):
        raise ScenarioError(
            source, [Problem((), "this is a study, and a scenario is needed here. Run it: flexsim compare FILE.")]
        )
    folders = Folders(file.parent, None if data is None else FilePath(data))
    return build(document, folders, "file", file.name, read_settings(settings, source))


def read_document(path: str | FilePath) -> Document:
    """Read a YAML, JSON or TOML file as plain data, with the lines of its keys as far as they are noted.

    Raises
    ------
    ScenarioError
        If it is not there, cannot be read, or is none of these.
    """
    file, source = FilePath(path), str(path)
    try:
        text = decoded(_content(file))
        reader = READERS.get(file.suffix.lower())
        if reader is None:
            raise ValueError("the name of a scenario ends with .yaml, .json or .toml.")
    except OSError as why:
        raise ScenarioError(source, [Problem((), f"the file cannot be read: {why.strerror or why}.")]) from None
    except ValueError as why:
        raise ScenarioError(source, [Problem((), str(why))]) from None
    return reader(text, source)


def is_study(document: Document) -> bool:
    """Tell the file of a study, which names scenarios, from that of a scenario."""
    if not isinstance(document.data, dict):
        return False
    return STUDY in document.data or ("alternatives" in document.data and "flexsim" not in document.data)


def validated(model: type[P], document: Document) -> P:
    """Check the plain data of another kind of file by its model.

    Raises
    ------
    ScenarioError
        With every problem found, in the words and with the lines that problems of a scenario have.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as why:
        places = list(islice(places_in(why, root=model), MOST_EXAMINED))
    document = document.with_lines()
    problems = {str(problem): problem for problem in (placed(*place, document) for place in places)}
    raise ScenarioError(
        document.source, sorted(problems.values(), key=_position), has_more=len(places) >= MOST_EXAMINED
    )


def _content(file: FilePath) -> bytes:
    """Read a file of a sensible size."""
    if not os.path.lexists(file):
        folder = file.parent if file.parent.is_dir() else FilePath()
        beside = [one.name for one in sorted(folder.glob("*")) if one.suffix.lower() in READERS]
        shipped = f" Shipped: {joined(models(), 'and')}." if file.name == str(file) and not file.suffix else ""
        raise ValueError(f"there is no such file.{nearest(file.name, beside)}{shipped}")
    if not file.is_file():
        what = kind_of(file) if file.exists() else "a link to nothing"
        raise ValueError(f"this is {what}, not a scenario file.")
    with file.open("rb") as stream:
        content = stream.read(LARGEST_TEXT + 1)
    if len(content) > LARGEST_TEXT:
        most = LARGEST_TEXT // 1_000_000
        raise ValueError(f"the file is larger than {most} MB. Long lists of orders belong in a CSV file beside it.")
    return content


@undisturbed()
def loads(text: str, *, source: str = "the scenario", folder: str | FilePath | None = None) -> Scenario:
    """Read a scenario from YAML or JSON text; files that it names lie in `folder`."""
    return build(read_json_or_yaml(text, source), None if folder is None else Folders(FilePath(folder)))


@undisturbed()
def from_mapping(
    mapping: Mapping[str, Any], *, source: str = "the scenario", folder: str | FilePath | None = None
) -> Scenario:
    """Check a scenario given as a mapping with the keys and texts that a file has."""
    return build(Document(copied(mapping, source), source), None if folder is None else Folders(FilePath(folder)))


@undisturbed()
def changed(scenario: Scenario, values: Mapping[str, object]) -> Scenario:
    """Give a copy with other values at these paths, checked again."""
    data = copied(scenario._written, "the scenario")
    for path, value in values.items():
        put(data, path, copied(value, path))
    return build(Document(data, "the changed scenario"), scenario._folders, "variant")


Origin = Literal["file", "variant", "program"]
"""Where a scenario comes from. People who are never there, and shift patterns and contracts that nobody has, are
mistakes in a file. In a variant of a scenario they are left behind, as with an earlier end: what nobody has is not in
it. What builds on another file, or has values set beside it, is a variant; what stands in its own file and nobody has
there is a mistake all the same. A program may state what it likes, and gets the run that it stated."""


def build(
    document: Document,
    folder: Folders | None,
    origin: Origin = "program",
    file: str | None = None,
    settings: Sequence[Setting] = (),
) -> Scenario:
    """Check plain data and give the scenario."""
    if not isinstance(document.data, dict) or not document.data:
        what = "is empty" if not document.data else "is no mapping of keys to values"
        raise ScenarioError(document.source, [Problem((), f'the text {what}. A scenario begins with "flexsim: 1".')])
    is_file, is_variant = origin == "file", bool(settings or "extends" in document.data)
    if is_file and is_variant:
        origin = "variant"
    stated = with_base(document, folder, file)
    document, problems = put_together(stated, folder, settings)
    problems += stated.problems
    whole, unused = document.data, list(what_nobody_has(document.data))
    if is_file and is_variant:
        problems += [placed(*place, document) for place in _of_its_own(unused, document, stated, folder, settings)]
    if origin == "variant" and unused:
        document.data = without(whole, frozenset(path for path, _ in unused))
    scenario, places = checked(document, origin)
    document.data = whole  # of which lines and files are known
    places += unused if origin == "file" else []
    if places or problems or scenario is None:
        document = document.with_lines()
        problems += [placed(*place, document) for place in places]
        different = {str(problem): problem for problem in problems}
        raise ScenarioError(
            document.source, sorted(different.values(), key=_position), has_more=len(places) >= MOST_EXAMINED
        )
    scenario._written, scenario._folders = whole, folder
    return scenario


def _of_its_own(
    unused: Sequence[Place], document: Document, stated: Document, folder: Folders | None, settings: Sequence[Setting]
) -> list[Place]:
    """Give the patterns that stand in the scenario's own file, and that nobody has before values are set beside it."""
    own = [place for place in unused if locate(place[0], document).file is None]
    if own and settings:
        before = {path for path, _ in what_nobody_has(put_together(stated, folder, ())[0].data)}
        own = [place for place in own if place[0] in before]
    return own


def put_together(
    document: Document, folder: Folders | None, settings: Sequence[Setting]
) -> tuple[Document, list[Problem]]:
    """Put together what a scenario says, what the files say that it names, and what is set beside it."""
    if settings or any(names_of_files(document.data)):
        document = document.with_lines()
        document.reread = None
    if settings:
        document = unaliased(document)
    problems = set_all(document, [setting for setting in settings if setting.names_a_file])
    problems += fill_in_lists(document, folder)
    problems += fill_in(document, folder)
    problems += set_all(document, [setting for setting in settings if not setting.names_a_file])
    problems += fill_in_traces(document, folder)
    return document, problems


def _position(problem: Problem) -> tuple[str, int]:
    """Sort by the order of the file; what stands in other files comes last."""
    return problem.file or "", problem.line or 0


def checked(document: Document, origin: Origin = "program") -> tuple[Scenario | None, list[Place]]:
    """Check the parts by themselves, then against each other what is right by itself."""
    try:
        scenario = Scenario.model_validate(document.data)
    except ValidationError as why:
        places = list(islice(places_in(why), MOST_EXAMINED))
        if len(places) == MOST_EXAMINED:
            return None, places
        return None, [*places, *_between_the_others(document, places, origin)]
    return scenario, check(scenario, is_file=origin == "file")[:MOST_EXAMINED]


def _between_the_others(document: Document, places: list[Place], origin: Origin) -> list[Place]:
    """Check against each other what is left without wrong values, or without the keys or parts that need them."""
    left_out: frozenset[Path] = frozenset()
    for cut in (_value_at, _key_with, _part_with):
        paths = [locate(path, document).path for path, _ in places]
        left_out |= {cut(path) for path in paths if path}
        try:
            scenario = Scenario.model_validate(without(document.data, left_out))
        except ValidationError as why:
            places = list(places_in(why))
        else:
            return check(scenario, left_out, is_file=origin == "file")
    return []


def _value_at(path: Path) -> Path:
    """Name a single value, or the list in which it stands."""
    position = next((n for n, step in enumerate(path) if isinstance(step, int)), len(path))
    return path[:position]


def _key_with(path: Path) -> Path:
    """Name the key of a part of a scenario in which a path lies."""
    return path[: len(_part_with(path)) + 1]


def _part_with(path: Path) -> Path:
    """Name the part of a scenario in which a path lies: one operation, one named part, or a key at the top."""
    if path[0] not in SECTIONS:
        return path[:1]
    is_operation = path[0] == "products" and path[2:3] == ("operations",) and len(path) >= 4
    return path[:4] if is_operation else path[:2]


def without(data: dict[str, Any], paths: frozenset[Path]) -> dict[str, Any]:
    """Copy data without what stands at these paths; a run time, which every operation needs, becomes 0."""
    below: dict[str | int, set[Path]] = {}
    for path in paths:
        below.setdefault(path[0], set()).add(path[1:])
    kept: dict[str, Any] = {}
    for key, value in data.items():
        rests = below.get(key, set())
        if () in rests and key == "run":
            kept[key] = "0 s"
        elif () not in rests:
            kept[key] = without(value, frozenset(rests)) if rests and isinstance(value, dict) else value
    return kept
