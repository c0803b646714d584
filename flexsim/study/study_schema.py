"""The JSON Schema by which editors complete and explain the keys of a study.

``python -m flexsim.study.study_schema`` writes it to ``experiments/flexsim_study.schema.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args

from flexsim.scenario import InWords, Key, Kind, Part, Schema, first_words, sentences_in, with_explanation
from flexsim.shipped import STUDY_SCHEMA, folder
from flexsim.study import study_format
from flexsim.study.study_format import (
    LARGEST_SEED,
    MOST_RUNS,
    MOST_SHORT_RUNS,
    MOST_VALUES,
    USUAL_CONFIRMATION,
    USUAL_SELECTION,
    USUAL_TARGET,
    VERSION,
    WrittenAlternative,
    WrittenCase,
    WrittenDecision,
    WrittenRange,
    WrittenReplications,
    WrittenService,
    WrittenStudy,
    WrittenSweep,
)

PARTS: dict[type[Part], str] = {
    WrittenAlternative: "alternative",
    WrittenDecision: "decision",
    WrittenCase: "case",
    WrittenSweep: "sweep",
    WrittenService: "service",
    WrittenReplications: "replications",
    WrittenRange: "range",
}
"""Every part of a study, with its name in the schema."""

FILLED_IN: dict[tuple[type[Part], str], str] = {
    (WrittenService, "target"): f"{USUAL_TARGET}, unless it is priced",
    (WrittenAlternative, "scenario"): "that of the study",
    (WrittenSweep, "name"): "the path",
    (WrittenSweep, "alternatives"): "all",
    (WrittenStudy, "service"): f"a target of {USUAL_TARGET}",
    (WrittenStudy, "replications"): f"selection {USUAL_SELECTION}, confirmation {USUAL_CONFIRMATION}",
}
"""Defaults that are no single value."""

SCHEMA_KEY = Key("$schema", Kind("text"), "In JSON: the schema, for editors; it means nothing else.")

TEXT: Schema = {"type": "string"}


def _ref(part: type[Part]) -> Schema:
    return {"$ref": f"#/$defs/{PARTS[part]}"}


def _any(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _by_name(schema: Schema) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": schema}


NULL: Schema = {"type": "null"}
VALUES: Schema = {
    "type": "array",
    "items": {"type": ["string", "number", "boolean"]},
    "minItems": 1,
    "maxItems": MOST_VALUES,
}
LIST: Schema = _any(TEXT, {"type": "array", "items": TEXT})
NAME: Schema = {"type": ["string", "number", "boolean"]}

KINDS: dict[str, Schema] = {
    "version": {"const": VERSION},
    "text": TEXT,
    "scenario": {**TEXT, "examples": ["workshop.yaml", "bicycle_workshop"]},
    "path or list of paths": LIST,
    "list of values": VALUES,
    "values by path": {"type": ["object", "null"], "examples": [{"work_centres.bench.units": 4}]},
    "decisions by path or name": {
        **_by_name(_any(VALUES, _ref(WrittenDecision))),
        "examples": [{"work_centres.bench.units": {"from": 1, "to": 4}}],
    },
    "name or list of names": _any(NAME, {"type": "array", "items": NAME}),
    "number of runs": {"type": "integer", "minimum": 2, "maximum": MOST_RUNS},
    "whole number": {"type": "integer", "minimum": 0},
    "share above 0": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
    "true or false": {"type": "boolean"},
    "price": {"type": ["string", "number"], "examples": ["25 EUR/h"]},
    "alternatives by name": {"type": "object", "additionalProperties": _any(_ref(WrittenAlternative), NULL)},
    "cases by name": _by_name(_any(_ref(WrittenCase), NULL)),
    "sweep": _any(_ref(WrittenSweep)),
    "service": _any(_ref(WrittenService)),
    "seed": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED},
    "replications": _any(_ref(WrittenReplications)),
    "combinations": {"type": "integer", "minimum": 1, "maximum": MOST_SHORT_RUNS},
    "ranges by path": _by_name(_ref(WrittenRange)),
    "confidence": {"type": "number", "minimum": 0.5, "exclusiveMaximum": 1},
}
"""What editors may accept, by kind. References stand inside: beside a bare one nothing else is read."""


def schema() -> Schema:
    """Give the schema of a study file."""
    found = _object(WrittenStudy)
    keys = {**found["properties"], SCHEMA_KEY.name: with_explanation(KINDS["text"], SCHEMA_KEY)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "flexsim study",
        **found,
        "properties": keys,
        "$defs": {name: _object(part) for part, name in PARTS.items()},
    }


def _object(part: type[Part]) -> Schema:
    """Give the schema of one part."""
    keys = keys_of(part)
    required = [key.name for key in keys if key.is_required]
    return {
        "description": first_words(part),
        "type": "object",
        "properties": {key.name: with_explanation(_accepted(key), key) for key in keys},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _accepted(key: Key) -> Schema:
    """Give what editors may accept for a key; what may be missing may be stated as nothing."""
    kind, may_be_none = key.type
    said = KINDS[kind]
    if not may_be_none:
        return said
    return {**said, "type": [said["type"], "null"]} if isinstance(said.get("type"), str) else _any(said, NULL)


def keys_of(part: type[Part]) -> list[Key]:
    """List the keys of a part as a file has them.

    Raises
    ------
    LookupError
        If a field has no sentence, or nobody has said what it is in a file.
    """
    found = []
    for name, field in part.model_fields.items():
        kind, sentence = _kind_of(field.annotation, field.metadata), _sentences().get((part.__name__, name))
        if kind is None or sentence is None:
            raise LookupError(f"{part.__name__}.{name} needs a Kind, and a sentence below it")
        filled = FILLED_IN.get((part, name))
        default = InWords(filled) if filled else _written(field.get_default(call_default_factory=True))
        type_ = kind, NoneType in get_args(field.annotation)
        found.append(Key(field.alias or name, type_, sentence, default, field.is_required()))
    return found


def _kind_of(annotation: Any, metadata: Iterable[object]) -> Kind | None:
    """Find the kind of a field: its own, or that of what may be missing, as of ``Whole | None``."""
    inner = (one for part in get_args(annotation) for one in getattr(part, "__metadata__", ()))
    return next((one for one in (*metadata, *inner) if isinstance(one, Kind)), None)


def _written(default: object) -> object:
    """Give a default as a file writes it; nothing if it is nothing."""
    return default if isinstance(default, str | bool | int | float) else None


@cache
def _sentences() -> dict[tuple[str, str], str]:
    return sentences_in(study_format)


def as_text() -> str:
    """Write the schema as the shipped file has it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(folder("experiments"), STUDY_SCHEMA).write_text(as_text(), encoding="utf-8")
