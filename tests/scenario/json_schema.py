"""As much of JSON Schema as the schemas of scenarios and studies use, to try them on files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
}

WORDS = {"$schema", "title", "description", "examples", "default", "$defs"}
"""Keywords that say nothing about values."""


def errors(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "") -> Iterator[str]:
    """Give the places where a value is not as a schema says.

    Raises
    ------
    KeyError
        If the schema has a keyword that is not known here.
    """
    for word, said in schema.items():
        if word not in WORDS:
            yield from CHECKS[word](value, said, schema, root, path)


def _reference(value, said, schema, root, path):
    yield from errors(value, root["$defs"][said.removeprefix("#/$defs/")], root, path)


def _any(value, said, schema, root, path):
    if all(list(errors(value, one, root, path)) for one in said):
        yield f"{path}: {value!r} is none of what is allowed"


def _type(value, said, schema, root, path):
    if not any(TYPES[one](value) for one in ([said] if isinstance(said, str) else said)):
        yield f"{path}: {value!r} is no {said}"


def _enum(value, said, schema, root, path):
    if value not in said or isinstance(value, bool):
        yield f"{path}: {value!r} is not one of {said}"


def _const(value, said, schema, root, path):
    if value != said:
        yield f"{path}: {value!r} is not {said}"


def _pattern(value, said, schema, root, path):
    if isinstance(value, str) and not re.search(said, value):
        yield f"{path}: {value!r} does not look like {said}"


def _limit(fits):
    def check(value, said, schema, root, path):
        if TYPES["number"](value) and not fits(value, said):
            yield f"{path}: {value!r} is beyond {said}"

    return check


def _items(value, said, schema, root, path):
    for position, entry in enumerate(value if isinstance(value, list) else ()):
        yield from errors(entry, said, root, f"{path}[{position}]")


def _length(fits):
    def check(value, said, schema, root, path):
        if isinstance(value, list) and not fits(len(value), said):
            yield f"{path}: {len(value)} entries"

    return check


def _properties(value, said, schema, root, path):
    for key in said.keys() & (value if isinstance(value, dict) else {}).keys():
        yield from errors(value[key], said[key], root, f"{path}.{key}")


def _patterns(value, said, schema, root, path):
    for key, entry in (value if isinstance(value, dict) else {}).items():
        for pattern, one in said.items():
            if re.search(pattern, key):
                yield from errors(entry, one, root, f"{path}.{key}")


def _others(value, said, schema, root, path):
    for key, entry in (value if isinstance(value, dict) else {}).items():
        known = key in schema.get("properties", {})
        known = known or any(re.search(one, key) for one in schema.get("patternProperties", {}))
        if not known and said is False:
            yield f"{path}.{key}: unknown key"
        elif not known:
            yield from errors(entry, said, root, f"{path}.{key}")


def _required(value, said, schema, root, path):
    for key in said:
        if isinstance(value, dict) and key not in value:
            yield f"{path}: {key} is missing"


CHECKS = {
    "$ref": _reference,
    "anyOf": _any,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minimum": _limit(lambda value, least: value >= least),
    "maximum": _limit(lambda value, most: value <= most),
    "exclusiveMinimum": _limit(lambda value, least: value > least),
    "exclusiveMaximum": _limit(lambda value, most: value < most),
    "items": _items,
    "minItems": _length(lambda count, least: count >= least),
    "maxItems": _length(lambda count, most: count <= most),
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _others,
    "required": _required,
}
