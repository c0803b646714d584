"""What a key of a file is, read from the models: its sentence stands below its field."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from flexsim.scenario.fields import Part

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""


class InWords(str):
    """A default that is no value of a file."""


@dataclass(frozen=True)
class Key:
    """One key of a part, as a file has it.

    Parameters
    ----------
    name : str
        As a file writes it.
    type : object
        The annotation of its value, or a kind.
    sentence : str
        What it means.
    default : object
        What it is unless stated, as a file writes it; in words, if it depends on other keys.
    is_required : bool
        Whether it has no default.
    unit : str
        The units that its value may have.
    """

    name: str
    type: Any
    sentence: str
    default: Any = None
    is_required: bool = False
    unit: str = ""


def explained(key: Key) -> str:
    """Explain a key in a line: what it means, its units, its default."""
    unit = f" Units: {key.unit}." if "," in key.unit else f" Unit: {key.unit}." if key.unit else ""
    if key.is_required:
        return f"{key.sentence}{unit} Must be stated."
    if isinstance(key.default, InWords):
        return f"{key.sentence}{unit} Default: {key.default}."
    default = "none" if key.default is None else json.dumps(key.default, ensure_ascii=False)
    return f"{key.sentence}{unit} Default: {default}."


def with_explanation(schema: Schema, key: Key) -> Schema:
    """Give the schema of a key with what an editor shows beside it."""
    found = dict(schema)
    if not key.is_required and key.default is not None and not isinstance(key.default, InWords):
        found["default"] = key.default
    return {"description": explained(key), **found}


def sentences_in(module: ModuleType) -> dict[tuple[str, str], str]:
    """Read what stands below each field of each part in our own source: by class and field."""
    found: dict[tuple[str, str], str] = {}
    for part in ast.parse(inspect.getsource(module)).body:
        if isinstance(part, ast.ClassDef):
            found |= {(part.name, name): text for name, text in _described(part)}
    return found


def _described(part: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Give the fields of a class that have a text below them."""
    for field, below in zip(part.body, part.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            yield field.target.id, inspect.cleandoc(below.value.value)


def first_words(part: type[Part]) -> str:
    """Give what a part is, in the first paragraph of its docstring."""
    words = inspect.cleandoc(part.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    return re.sub(r" \((?:rules?|floor\.md,) [^)]*\)", "", words)
