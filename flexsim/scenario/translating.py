"""From what pydantic reports to problems in the words of a planner, at their place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flexsim.scenario.errors import ABSENT, PartError, Path, Problem, joined, nearest
from flexsim.scenario.fields import Part
from flexsim.scenario.model import Scenario
from flexsim.scenario.reading import Document


def places_in(error: ValidationError, prefix: Path = ()) -> Iterator[tuple[Path, str]]:
    """Give place and message of every error, those inside other errors too."""
    for details in error.errors(include_url=False):
        loc = (*prefix, *details["loc"])
        cause = details.get("ctx", {}).get("error")
        if isinstance(cause, ValidationError):
            yield from places_in(cause, loc)
        elif isinstance(cause, PartError):
            for problem in cause.problems:
                yield (*loc, *problem.path), problem.message
            if isinstance(cause.rest, ValidationError):
                yield from places_in(cause.rest, loc)
        elif isinstance(cause, ValueError):
            yield loc, str(cause)
        else:
            yield _translated(loc, details)


def placed(loc: Path, message: str, document: Document) -> Problem:
    """Give a problem its path, value, line and file in the document."""
    found = locate(loc, document)
    is_part = isinstance(found.value, Mapping) or not found.path
    column = None if is_part else _column(found, document)
    return Problem(found.path, message, ABSENT if is_part else found.value, found.line, found.file, column)


def _column(found: Located, document: Document) -> str | None:
    """Find the column of a CSV file in which a value stands: its keys with dots between, or the name of a skill."""
    columns = document.columns.get(found.file or "", ())
    steps = [str(step) for step in found.path]
    spans = ((start, end) for start in range(1, len(steps)) for end in range(len(steps), start, -1))
    return next((name for start, end in spans if (name := ".".join(steps[start:end])) in columns), None)


def _translated(loc: Path, details: ErrorDetails) -> tuple[Path, str]:
    """Put one of pydantic's own errors into our words."""
    kind, context = details["type"], details.get("ctx", {})
    if loc == ("flexsim",):
        return loc, 'the version of the format is missing: begin with "flexsim: 1".'
    if kind == "missing":
        return loc[:-1], f'"{loc[-1]}" is missing.'
    if kind == "extra_forbidden":
        return loc, unknown_key(str(loc[-1]), keys_at(loc[:-1]))
    if kind == "literal_error":
        return loc, _choice(details["input"], str(context["expected"]))
    if kind in _LIMITS:
        return loc, _LIMITS[kind].format(*context.values())
    return loc, _MESSAGES.get(kind, f"{details['msg']}.")


def unknown_key(key: str, keys: list[str]) -> str:
    """Say which key may be meant, or all that are allowed."""
    close = nearest(key, keys)
    return f"unknown key.{close}" if "Nearest" in close else f"unknown key. Allowed: {', '.join(keys)}."


def _choice(value: object, expected: str) -> str:
    known = [name.strip("' ") for name in expected.replace(" or ", ", ").split(",")]
    if isinstance(value, str):
        close = nearest(value, known)
        return f"allowed: {joined(known)}." + (close if "Nearest" in close else "")
    return f"allowed: {joined(known)}."


_MESSAGES = {
    "int_type": "a whole number is needed, without a unit.",
    "int_from_float": "a whole number is needed.",
    "bool_type": "true or false is needed.",
    "dict_type": "names with a colon and what belongs to them are needed here.",
    "mapping_type": "names with a colon and what belongs to them are needed here.",
    "model_type": "keys with a colon and their values are needed here.",
    "model_attributes_type": "keys with a colon and their values are needed here.",
    "tuple_type": 'a list is needed here: entries in brackets, or each behind a "- ".',
}

_LIMITS = {
    "greater_than_equal": "must be at least {}.",
    "less_than_equal": "must be at most {}.",
    "less_than": "must be below {}.",
    "too_short": "more entries are needed.",
    "too_long": "fewer entries are needed.",
}


class Located(NamedTuple):
    """Where something stands in a document."""

    path: Path
    value: object
    line: int | None
    file: str | None


def locate(loc: Path, document: Document) -> Located:
    """Follow a path of the model in the document, leaving out steps that the file does not have."""
    current, value, line, file = document.data, document.data, None, None
    path: Path = ()
    for step in loc:
        for name in _spellings(current, step):
            origins = document.origins.get(id(current), {})
            if name in origins and origins[name] != file:
                file, line = origins[name], None
            line = document.line_of(current, name) or line
            value = document.as_written(current, name, current[name])
            current, path = current[name], (*path, name)
            file = document.files.get(id(current), file)
    return Located(path, value, line, file)


def _spellings(current: Any, step: str | int) -> tuple[Any, ...]:
    """Give the steps in the file that stand for one step of the model: none, one, or two."""
    if isinstance(current, list):
        return _in_list(current, step)
    if not isinstance(current, Mapping):
        return ()
    if step in current:
        return (step,)
    if isinstance(step, int) and isinstance(current.get("rows"), list):  # of a schedule that says how strict it is
        return ("rows", step) if 0 <= step < len(current["rows"]) else ()
    if isinstance(step, int):  # alternatives with own times, which are sorted by name
        return (sorted(current)[step],) if 0 <= step < len(current) else ()
    whole = step.rpartition(" ")[0]
    if isinstance(current.get(whole), Mapping) and "count" in current[whole]:  # "Ann 2" of "Ann: {count: 5}"
        return (whole,)
    if len(current) == 1:  # "lathe: {run: 5 min}" in a list of alternatives, "drawn: {from: 5}" of a routing
        only = next(iter(current))
        if isinstance(current[only], Mapping) and step in current[only]:
            return (only, step)
    return ()


def _in_list(current: list[Any], step: str | int) -> tuple[Any, ...]:
    """Find an entry by its position; an order by its name, as orders are sorted when they are read."""
    if isinstance(step, int):
        return (step,) if 0 <= step < len(current) else ()
    for position, entry in enumerate(current):
        if entry == step or (isinstance(entry, Mapping) and str(entry.get("order")) == step):
            return (position,)
        if isinstance(entry, Mapping) and len(entry) == 1 and step in entry:  # "{welding: {time: 1.2}}"
            return (position, step)
    return ()


def keys_at(loc: Path) -> list[str]:
    """List the keys that the model allows at a place."""
    types: list[Any] = [Scenario]
    for step in loc:
        types = [inner for outer in types for inner in _inner(outer, step)]
    models = [found for outer in types for found in _models(outer)]
    return list(dict.fromkeys(key for model in models for key in model.file_keys()))


def _inner(outer: Any, step: str | int) -> list[Any]:
    """Give the types behind one step."""
    if isinstance(outer, type) and issubclass(outer, Part):
        fields = {field.alias or name: field for name, field in outer.model_fields.items()}
        return _alternatives(fields[step].annotation) if step in fields else []
    if get_origin(outer) is dict:
        return _alternatives(get_args(outer)[1])
    if get_origin(outer) is tuple:
        return _alternatives(get_args(outer)[0])
    return [outer]


def _alternatives(annotation: Any) -> list[Any]:
    """Take annotations and unions apart."""
    if hasattr(annotation, "__metadata__"):
        return _alternatives(annotation.__origin__)
    if get_origin(annotation) not in (None, dict, tuple):
        return [one for argument in get_args(annotation) for one in _alternatives(argument)]
    return [annotation]


def holds_names(loc: Path) -> bool:
    """Tell whether what stands at a place is a mapping from names that people give to parts or values."""
    types: list[Any] = [Scenario]
    for step in loc:
        types = [inner for outer in types for inner in _inner(outer, step)]
    return any(get_origin(outer) is dict for outer in types)


def _models(outer: Any) -> list[type[Part]]:
    return [outer] if isinstance(outer, type) and issubclass(outer, Part) else []
