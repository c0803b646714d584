"""The JSON Schema by which editors complete and explain the keys of a scenario.

``python -m flexsim.scenario.schema`` writes it to ``models/flexsim.schema.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

from flexsim.scenario.demand import Profile
from flexsim.scenario.describing import (
    DISTRIBUTION,
    PARTS,
    from_schema,
    has_rows,
    keys_of,
    may_be_in_a_file,
    schema_of,
)
from flexsim.scenario.fields import Part
from flexsim.scenario.keys import Key, Schema, first_words, with_explanation
from flexsim.scenario.model import Scenario
from flexsim.scenario.people import DAYS, Shift
from flexsim.shipped import SCHEMA, folder

DAY = "|".join(DAYS)


def schema() -> Schema:
    """Give the schema of a scenario file.

    Keys that must be stated are not required in it, since another file, or the row of a list, may state them.
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "flexsim scenario",
        **_object(Scenario),
        "required": ["flexsim"],
        "$defs": {
            **{part.__name__: _object(part) for part in PARTS if part is not Scenario},
            "distribution": DISTRIBUTION,
        },
    }


def _object(part: type[Part]) -> Schema:
    """Give the schema of one part."""
    keys = keys_of(part)
    found: Schema = {"description": first_words(part), "type": "object"}
    if part in (Shift, Profile):
        days = keys.pop()
        found["patternProperties"] = {f"^(daily|({DAY})(-({DAY}))?)$": _property(part, days)}
    return {
        **found,
        "properties": {key.name: _property(part, key) for key in keys},
        "additionalProperties": False,
    }


def _property(part: type[Part], key: Key) -> Schema:
    """Give the schema of one key, with what an editor shows beside it."""
    found = dict(schema_of(key.type))
    if has_rows(part, key):
        found["properties"] = {"from": from_schema(key)}
    elif may_be_in_a_file(part, key):
        file: Schema = {"type": "string"}
        found = {"anyOf": [found, file, {"type": "object", "properties": {"from": file}, "required": ["from"]}]}
    return with_explanation(found, key)


def as_text() -> str:
    """Write the schema as the shipped file has it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(folder("models"), SCHEMA).write_text(as_text(), encoding="utf-8")
