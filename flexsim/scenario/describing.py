"""What every key of a scenario is, read from the models: for the page of all keys, and for editors."""

from __future__ import annotations

from functools import cache
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from flexsim.scenario import demand, floor, model, people, prices, products
from flexsim.scenario.demand import Item, Order, Profile, Stream, Substitutes
from flexsim.scenario.distributions import EXAMPLES
from flexsim.scenario.fields import Kind, Name, Names, Part, kind_of
from flexsim.scenario.floor import ChangeoverFixed, ChangeoverMatrix, ChangeoverPerOption, Failure, WorkCentre
from flexsim.scenario.keys import InWords, Key, Schema, sentences_in
from flexsim.scenario.lists import TABLES
from flexsim.scenario.model import VERSION, Scenario, Schedule, ScheduleRow
from flexsim.scenario.people import DAYS, Call, Contract, Pool, Shift, Skill, Team, Worker
from flexsim.scenario.prices import Asset, Prices
from flexsim.scenario.products import Alternative, Change, Drawn, Matrix, Operation, Product, Step
from flexsim.scenario.quantities import SECONDS
from flexsim.scenario.writing import MEASURED, written_value

PARTS: dict[type[Part], str] = {
    Scenario: "Scenario",
    Product: "Product",
    Operation: "Operation",
    Step: "Step",
    Alternative: "Work centre of an operation",
    Change: "Change",
    Drawn: "Drawn routing",
    Matrix: "Routing by shares",
    Stream: "Stream of orders",
    Profile: "Profile of demand",
    Substitutes: "Substitutes",
    Order: "Order",
    Item: "Item of the stock",
    WorkCentre: "Work centre",
    ChangeoverFixed: "Fixed changeover",
    ChangeoverMatrix: "Changeover by a matrix",
    ChangeoverPerOption: "Changeover per option",
    Failure: "Failure",
    Team: "Team",
    Worker: "Worker",
    Skill: "Skill",
    Pool: "Pool",
    Call: "Call",
    Contract: "Contract",
    Shift: "Shift pattern",
    Schedule: "Schedule",
    ScheduleRow: "Row of a schedule",
    Prices: "Prices",
    Asset: "Asset",
}
"""Every part, in the order in which a page tells of them, with its title."""

MODULES: tuple[ModuleType, ...] = (model, products, demand, floor, people, prices)

UNITS = {
    "time": ", ".join(SECONDS),
    "time or distribution": ", ".join(SECONDS),
    **MEASURED,
    "windows": ", ".join(SECONDS),
    "spans": ", ".join(SECONDS),
}
"""By kind."""


SKILL = Key("skill", Name | None, "The skill of the one worker who is needed; unless stated nobody is.")
SKILLS = Key("skills", Names, "The skills of a crew, in place of `skill`: one worker for each.")
SHARE = "0, 1, or 1/n with n from 2 to 8: a worker may attend n such steps at once"

A_DAY = f"{', '.join(DAYS)}, ranges such as {DAYS[0]}-{DAYS[4]}, or daily"

EXTRA: dict[type[Part], tuple[Key, ...]] = {
    Scenario: (
        Key("extends", Kind("name of a file"), "Another scenario file, on which this one builds."),
        Key("$schema", Kind("name of a file"), "In JSON: the schema, for editors; it means nothing else."),
    ),
    Operation: (
        SKILL,
        SKILLS,
        Key("attention", Kind("attention by step"), f"Of each worker, for all steps or for each: {SHARE}.", 1),
    ),
    Step: (SKILL, SKILLS, Key("attention", Kind("attention"), f"Of each worker: {SHARE}.", 1)),
    Shift: (
        Key(
            A_DAY,
            Kind("clock times"),
            "Clock times of a day; an end that is not after its beginning is on the next day.",
        ),
    ),
    Profile: (Key(A_DAY, Kind("factors by the clock"), "Hours of a day with their factors."),),
}
"""Keys that a file may have and the model has in another form."""

HIDDEN: dict[type[Part], tuple[str, ...]] = {
    Scenario: ("strict",),
    Operation: ("changeover_step",),
    Step: ("skills", "parts"),
    Alternative: ("work_centre",),
}
"""Fields of models that are no keys of a file."""

FILLED_IN: dict[tuple[type[Part], str], str] = {
    (Stream, "stream"): "its own name",
    (Item, "stream"): "its own name",
    (Item, "on_hand"): "lot size + reorder point",
    (Contract, "kind"): "flexible with an agency factor, else permanent",
    (Shift, "windows"): "what the days say",
    (Profile, "windows"): "what the days say",
    (Shift, "weeks"): "one",
    (Shift, "holidays"): "those of the scenario",
    (Operation, "depends_on"): "what `changes` look at",
    (Order, "priority"): "that of the stream",
    (Order, "product"): "that of the stream",
    (Order, "item"): "that of the stream",
}
"""Defaults that depend on something else."""

IN_A_FILE = ((Stream, "orders"), (Scenario, "schedule"), (Schedule, "rows"))
"""Lists that may stand in a CSV file."""


@cache
def sentences() -> dict[tuple[str, str], str]:
    """Read what stands below each field of each part: by class and field."""
    return {place: text for module in MODULES for place, text in sentences_in(module).items()}


def keys_of(part: type[Part]) -> list[Key]:
    """List the keys of a part as a file has them.

    Raises
    ------
    LookupError
        If a field has no sentence.
    """
    found = []
    for name, field in part.model_fields.items():
        if name in HIDDEN.get(part, ()):
            continue
        if (part.__name__, name) not in sentences():
            raise LookupError(f'{part.__name__}.{name} needs a sentence below it, such as """How many there are."""')
        type_: Any = field.annotation
        if field.metadata:
            type_ = Annotated[(field.annotation, *field.metadata)]
        filled = FILLED_IN.get((part, name))
        default = InWords(filled) if filled else None
        if not filled and not field.is_required():
            value = field.get_default(call_default_factory=True, validated_data={})
            default = written_value(part, name, value)
        is_required = field.is_required() and not filled
        sentence = sentences()[part.__name__, name]
        found.append(Key(field.alias or name, type_, sentence, default, is_required, unit_of(type_)))
    return [*found, *EXTRA.get(part, ())]


def unit_of(type_: Any) -> str:
    """Give the units that a value of a type may have."""
    kind = type_ if isinstance(type_, Kind) else kind_of(type_)
    if type_ is Step or Step in get_args(type_):
        kind = Kind("time or distribution")
    return UNITS.get(str(kind), "")


NUMBER = r"\+?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"


def _measured(units: list[str]) -> Schema:
    return {"type": "string", "pattern": rf"^\s*{NUMBER}\s*({'|'.join(units)})\s*$"}


TIME: Schema = _measured(list(SECONDS))
NAME: Schema = {"type": ["string", "number", "boolean"]}
NAMES: Schema = {"anyOf": [NAME, {"type": "array", "items": NAME}, {"type": "null"}]}
ATTENTION: Schema = {"enum": [0, 1, *(f"1/{n}" for n in range(2, 9)), *(1 / n for n in range(2, 9))]}
DISTRIBUTION: Schema = {
    "description": "A time, or a distribution of times.",
    "anyOf": [
        TIME,
        {"type": "string", "pattern": rf"^\s*({'|'.join(EXAMPLES)})\s*\([\s\S]*\)\s*$"},
        {"type": "object", "properties": {"distribution": {"enum": list(EXAMPLES)}}, "required": ["distribution"]},
    ],
    "examples": ["12 min", *EXAMPLES.values()],
}
"""Stands once in the schema."""

TO_DISTRIBUTION: Schema = {"$ref": "#/$defs/distribution"}


def _ref(part: type[Part]) -> Schema:
    return {"$ref": f"#/$defs/{part.__name__}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _by_name(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _any(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


KINDS: dict[str, Schema] = {
    "time": TIME,
    **{kind: _measured([unit]) for kind, unit in MEASURED.items()},
    "number": {"type": "number"},
    "number above 0": {"type": "number", "exclusiveMinimum": 0},
    "number from 0": {"type": "number", "minimum": 0},
    "number from 1": {"type": "number", "minimum": 1},
    "share from 0 to 1": {"type": "number", "minimum": 0, "maximum": 1},
    "time or distribution": {"anyOf": [TO_DISTRIBUTION]},  # beside a bare reference nothing else is read
    "name": NAME,
    "name or list of names": NAMES,
    "whole number": {"type": "integer"},
    "whole number from 0": {"type": "integer", "minimum": 0},
    "whole number from 1": {"type": "integer", "minimum": 1},
    "true or false": {"type": "boolean"},
    "shares that sum to 1, by name": _by_name({"type": "number", "minimum": 0, "maximum": 1}),
    "options with their values": _by_name(NAMES),
    "quantity or range": _any(
        {"type": "integer", "minimum": 1},
        {
            "type": "object",
            "properties": {end: {"type": "integer", "minimum": 1} for end in ("from", "to")},
            "additionalProperties": False,
        },
    ),
    "schedule": _any(_ref(Schedule), {"type": "array", "items": _ref(ScheduleRow)}, {"type": "null"}),
    "changeover": _any(_ref(ChangeoverFixed), _ref(ChangeoverMatrix), _ref(ChangeoverPerOption), {"type": "null"}),
    "routing": _any(
        {"type": "object", "properties": {"drawn": _ref(Drawn)}, "additionalProperties": False},
        _ref(Matrix),
        {"type": "null"},
    ),
    "skills": _any(NAMES, _by_name(_or_null(_ref(Skill))), {"type": "array", "items": {"type": ["string", "object"]}}),
    "work centres": _any(
        NAME,
        {"type": "array", "items": _any(NAME, _by_name(_or_null(_ref(Alternative))))},
        _by_name(_or_null(_ref(Alternative))),
    ),
    "windows": {"type": "array", "items": {"type": "array", "items": TIME, "minItems": 2, "maxItems": 2}},
    "weeks of a pattern": _any({"type": "array", "items": {"type": "object"}}, {"type": "integer", "minimum": 1}),
    "spans": {"type": "array", "items": {"type": "array", "minItems": 3, "maxItems": 3}},
    "factors by the clock": {
        "type": "object",
        "additionalProperties": {"type": "number", "minimum": 0},
        "examples": [{"08:00-12:00": 1.5}],
    },
    "number or distribution": {"type": ["number", "string", "object"]},
    "clock times": {"type": ["string", "array"], "examples": [["08:00-12:00", "12:30-16:30"]]},
    "version": {"const": VERSION},
    "text": {"type": ["string", "null"]},
    "date": {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "attention": ATTENTION,
    "attention by step": _any(ATTENTION, _by_name(ATTENTION), {"type": "null"}),
    "name of a file": {"type": "string"},
}
"""What editors may accept, by kind."""


def schema_of(type_: Any) -> Schema:
    """Give what editors may accept for values of a type.

    Raises
    ------
    LookupError
        If nothing is known about it.
    """
    if isinstance(type_, Kind):
        return KINDS[type_]
    if get_origin(type_) is Annotated:
        kinds = [one for one in type_.__metadata__ if isinstance(one, Kind)]
        return KINDS[kinds[-1]] if kinds else schema_of(type_.__origin__)
    if get_origin(type_) in (Union, UnionType):
        return {"anyOf": [{"type": "null"} if one is type(None) else schema_of(one) for one in get_args(type_)]}
    if get_origin(type_) is Literal:
        return {"enum": list(get_args(type_))}
    if get_origin(type_) is dict:
        return {"type": ["object", "null"], "additionalProperties": _entry(get_args(type_)[1])}
    if get_origin(type_) is tuple:
        return {"type": "array", "items": schema_of(get_args(type_)[0])}
    if type_ is Step:
        return {"anyOf": [TO_DISTRIBUTION, _ref(Step)]}
    if isinstance(type_, type) and issubclass(type_, Part):
        return _ref(type_)
    raise LookupError(f"nobody has said what {type_} is in a file: annotate it with a Kind, and add that to KINDS")


def _entry(type_: Any) -> Schema:
    """Give what a name in a mapping may hold: a part that has only defaults may be left empty."""
    is_part = isinstance(type_, type) and issubclass(type_, Part)
    return _or_null(schema_of(type_)) if is_part else schema_of(type_)


def may_be_in_a_file(part: type[Part], key: Key) -> bool:
    """Tell whether what a key holds may be a CSV file."""
    return (part, key.name) in IN_A_FILE or has_rows(part, key)


def has_rows(part: type[Part], key: Key) -> bool:
    """Tell whether a key holds named parts of which a CSV file may have more."""
    return (part is Scenario and key.name in TABLES) or (part is Product and key.name == "operations")


def words_of(type_: Any) -> str:
    """Say in words what values of a type are, with links to parts.

    Raises
    ------
    LookupError
        If nothing is known about it.
    """
    if isinstance(type_, Kind):
        return WORDS.get(type_, type_)
    if get_origin(type_) is Annotated:
        kinds = [one for one in type_.__metadata__ if isinstance(one, Kind)]
        return words_of(kinds[-1] if kinds else type_.__origin__)
    if get_origin(type_) in (Union, UnionType):
        return " or ".join(words_of(one) for one in get_args(type_) if one is not type(None))
    if get_origin(type_) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(type_))
    if get_origin(type_) is dict:
        return f"by name: {words_of(get_args(type_)[1])}"
    if get_origin(type_) is tuple:
        return f"list: {words_of(get_args(type_)[0])}"
    if isinstance(type_, type) and issubclass(type_, Part):
        return f"time or distribution, or {linked(Step)}" if type_ is Step else linked(type_)
    raise LookupError(f"nobody has said what {type_} is in a file: annotate it with a Kind")


def linked(part: type[Part]) -> str:
    """Give the title of a part, with a link to it."""
    title = PARTS[part].lower()
    return f"[{title}](#{title.replace(' ', '-')})"


WORDS = {
    "schedule": f"list: {linked(ScheduleRow)}, or {linked(Schedule)}",
    "changeover": f"{linked(ChangeoverFixed)}, {linked(ChangeoverMatrix)} or {linked(ChangeoverPerOption)}",
    "routing": f"`drawn:` with a {linked(Drawn)}, or a {linked(Matrix)}",
    "skills": f"list of names, or by name: {linked(Skill)}",
    "work centres": f"name, list of names, or by name: {linked(Alternative)}",
    "windows": "list of pairs of times",
    "weeks of a pattern": "list of weeks: `[{mon-thu: [...]}, {mon-fri: [...]}]`",
    "spans": "list of spans: from, to, factor",
    "factors by the clock": '`{"08:00-12:00": 1.5}`',
    "clock times": '`["08:00-12:00", "12:30-16:30"]`',
    "attention by step": "`0`, `1`, `1/2`, ..., or one by step: `{run: 0}`",
    "attention": "`0`, `1`, `1/2`, ...",
    "options with their values": "by name: value or list of values",
    "quantity or range": "whole number from 1, or `{from: 1, to: 5}`",
    "version": f"`{VERSION}`",
    "date": "date, such as `2026-01-05`",
}
"""Kinds that a page says in more words."""


FROM_SENTENCE = "A CSV file with more of them, one a row; what is written here of one comes before its row."


def from_schema(key: Key) -> Schema:
    """Give what may stand behind ``from`` in a list: a file, or a part of this name."""
    return {"description": FROM_SENTENCE, "type": ["string", "object"], "examples": [f"{key.name}.csv"]}
