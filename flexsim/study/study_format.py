"""What stands in a study file: its keys, as they are written. Scenarios are built from it in `study_reading`.

The sentence below a field is what editors show of its key (`study_schema`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from flexsim.scenario import Kind, Part, Truth, names_as_keys, read_names, read_number
from flexsim.study.sizing import SHORT_RUNS
from flexsim.study.statistics import CONFIDENCE

T = TypeVar("T")

VERSION = 1
"""Of the format of study files."""

KEY = "flexsim_study"
"""By which a study is told from a scenario."""

LONGEST_SENTENCE = 500
"""Characters of a question, or of what a study leaves out."""

LARGEST_SEED = 2**32 - 1
"""Floor.md, R3."""

MOST_RUNS = 1_000_000
"""Replications of one side."""

MOST_VALUES = 1_000
"""Of one decision, or of a sweep: every one may be tried."""

LONGEST_PATH = 300
"""Characters."""

MOST_ALTERNATIVES = 50

MOST_SHORT_RUNS = 10_000
"""Combinations that may be tried for each side."""

USUAL_TARGET = 0.95
"""Share of what customers ask for that has to be delivered in time (floor.md, C5)."""

USUAL_SELECTION, USUAL_CONFIRMATION = 4, 30
"""Runs for choosing each combination of a side, and runs that its figures come from."""


def read_version(value: object) -> int:
    """Check the version of the format."""
    if isinstance(value, bool) or value != VERSION:
        raise ValueError(f"this program reads version {VERSION} of the format.")
    return VERSION


def read_sentence(value: object) -> str | None:
    """Read a title, a question or a remark."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("a text is needed.")
    text = " ".join(value.split())
    if len(text) > LONGEST_SENTENCE:
        raise ValueError(f"a text has at most {LONGEST_SENTENCE} characters here.")
    if not text.isprintable():
        raise ValueError("a text holds no control characters.")
    return text


def read_file_name(value: object) -> str:
    """Read the name of a scenario file."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError('the name of a scenario file is needed, such as "workshop.yaml", or of a shipped model.')
    return value


def read_paths(value: object) -> tuple[str, ...]:
    """Read one path or a list of paths that are set together."""
    paths = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ()
    if not paths or not all(is_path(path) for path in paths):
        raise ValueError("a path is needed, or a list of paths, such as work_centres.bench.units.")
    if twice := sorted({path for path in paths if paths.count(path) > 1}):
        raise ValueError(f'"{twice[0]}" is listed twice.')
    return paths


def is_path(path: object) -> bool:
    """Tell whether something can be the path of a value: a printable text of sensible length."""
    return isinstance(path, str) and 0 < len(path) <= LONGEST_PATH and path.isprintable() and not path.isspace()


def by_path(value: object) -> object:
    """Check that values are set at paths."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError('paths with what belongs to them are needed, such as "work_centres.bench.units: 4".')
    if wrong := [path for path in value if not is_path(path)]:
        raise ValueError(f"{str(wrong[0])[:20]!r} is no path. One is written work_centres.bench.units.")
    return value


def some_alternatives(found: dict[str, T]) -> dict[str, T]:
    """Refuse a study of nothing, or of too much."""
    if not found:
        raise ValueError("no alternatives: name at least one, and two for a comparison.")
    if len(found) > MOST_ALTERNATIVES:
        raise ValueError(f"a study has at most {MOST_ALTERNATIVES} alternatives.")
    return found


def read_values(value: object) -> tuple[object, ...]:
    """Read listed values, each once: numbers or texts as the scenario has them there."""
    if not isinstance(value, list | tuple):
        raise ValueError("a list of values is needed, such as [5, 10, 20].")
    if not value:
        raise ValueError("at least one value is needed.")
    if len(value) > MOST_VALUES:
        raise ValueError(f"at most {MOST_VALUES:,} values can be tried, and these are {len(value):,}.")
    seen: list[str] = []
    for one in value:
        if not isinstance(one, str | int | float):
            raise ValueError("single values are needed here: numbers, texts, true or false.")
        if repr(one) in seen:
            raise ValueError(f"{one} is listed twice.")
        seen.append(repr(one))
    return tuple(value)


def read_target(value: object) -> float:
    """Read a share of pieces, above 0 and at most 1."""
    number = read_number(value)
    if not 0 < number <= 1:
        hint = f" {number:g} % is written {number / 100:g}." if 1 < number <= 100 else ""
        raise ValueError(f"a share above 0 and at most 1 is needed.{hint}")
    return number


def read_confidence(value: object) -> float:
    """Read the confidence of intervals."""
    number = read_number(value)
    if not 0.5 <= number < 1:
        hint = f" {number:g} % is written {number / 100:g}." if 1 < number < 100 else ""
        raise ValueError(f"a confidence is at least 0.5 and below 1, such as 0.95.{hint}")
    return number


def a_few_runs(number: int) -> int:
    """Refuse what gives no interval."""
    if number < 2:
        raise ValueError("at least 2 replications are needed: one has no half-width.")
    return number


def named(value: object) -> object:
    """Take parts by name, in the order of the file; one with nothing behind it has only defaults."""
    value = names_as_keys(value)
    if not isinstance(value, Mapping):
        return value
    return {name: {} if part is None else part for name, part in value.items()}


Sentence = Annotated[str | None, PlainValidator(read_sentence), Kind("text")]
FileName = Annotated[
    str | None, PlainValidator(lambda value: None if value is None else read_file_name(value)), Kind("scenario")
]
Paths = Annotated[tuple[str, ...], PlainValidator(read_paths), Kind("path or list of paths")]
Values = Annotated[tuple[object, ...], PlainValidator(read_values), Kind("list of values")]
ByPath = Annotated[dict[str, Any], BeforeValidator(by_path), Kind("values by path")]
InOrder = Annotated[dict[str, T], BeforeValidator(named)]
Names = Annotated[tuple[str, ...], PlainValidator(read_names), Kind("name or list of names")]
Runs = Annotated[int, Field(strict=True, le=MOST_RUNS), AfterValidator(a_few_runs), Kind("number of runs")]
Whole = Annotated[int, Field(strict=True, ge=0, lt=2**31), Kind("whole number")]


class WrittenDecision(Part):
    """A decision: whole numbers of a range, or listed values, at one path or several."""

    set: Paths | None = None
    """What is decided, if the decision has a free name: one path, or several that move together."""
    from_: Whole | None = Field(default=None, alias="from")
    """The least whole number that may be chosen."""
    to: Whole | None = None
    """The largest whole number that may be chosen."""
    values: Values | None = None
    """In place of a range: all that may be chosen, in order."""

    @model_validator(mode="after")
    def is_a_range_or_a_list(self) -> Self:
        """Check that there is something to choose from, stated once and the right way round."""
        if (self.from_ is None) != (self.to is None):
            missing = "to" if self.to is None else "from"
            raise ValueError(f'"{missing}" is missing: a range has both ends, such as {{from: 1, to: 6}}.')
        if (self.from_ is None) == (self.values is None):
            raise ValueError('a decision has a range "{from: 1, to: 6}" or listed values "[5, 10, 20]".')
        if self.from_ is not None and self.to is not None:
            if self.from_ > self.to:
                raise ValueError(f"the range is upside down: write {{from: {self.to}, to: {self.from_}}}.")
            if self.to - self.from_ >= MOST_VALUES:
                raise ValueError(f"a range has at most {MOST_VALUES:,} whole numbers.")
        return self

    @property
    def choices(self) -> tuple[object, ...]:
        """All that may be chosen, in order."""
        if self.from_ is None or self.to is None:
            return self.values or ()
        return tuple(range(self.from_, self.to + 1))


def read_decision(value: object) -> object:
    """Read a list of values as the mapping that it stands for."""
    if isinstance(value, list | tuple):
        return {"values": value}
    if not isinstance(value, Mapping):
        raise ValueError('a decision has a range "{from: 1, to: 6}" or listed values "[5, 10, 20]".')
    return value


class WrittenAlternative(Part):
    """One side of the comparison."""

    scenario: FileName = None
    """Its scenario: a file beside the study, or the bare name of a shipped model."""
    settings: ByPath = Field(default_factory=dict, alias="set")
    """What is set in its scenario, by path."""
    decide: Annotated[
        dict[str, Annotated[WrittenDecision, BeforeValidator(read_decision)]],
        BeforeValidator(by_path),
        Kind("decisions by path or name"),
    ] = Field(default_factory=dict)
    """What it may decide for itself, by path or by a free name with `set`: the cheapest that serves enough is taken."""


class WrittenCase(Part):
    """Circumstances under which all sides are compared, such as another demand."""

    settings: ByPath = Field(default_factory=dict, alias="set")
    """What is set in all scenarios, by path."""


class WrittenSweep(Part):
    """One value that is changed step by step; each side is sized anew at each."""

    name: Sentence = None
    """What is swept, for tables and pictures."""
    set: Paths
    """The path of the value, or several that move together."""
    values: Values
    """The points, in order."""
    alternatives: Names = ()
    """Those for which it is changed; the others are the same at every point."""


class WrittenService(Part):
    """What customers are to get on every side, or that its lack has its price (floor.md, C5)."""

    target: Annotated[float | None, PlainValidator(read_target), Kind("share above 0")] = None
    """Share of the pieces asked for that has to be delivered in time."""
    priced: Truth = False
    """Whether there is no target: what is lost, late or substituted costs what the scenarios state."""

    @model_validator(mode="after")
    def is_stated_once(self) -> Self:
        """Check that there is one measure of service."""
        if self.priced and self.target is not None:
            raise ValueError('service has a target or is priced, not both: leave out "target" or "priced".')
        return self


def read_service(value: object) -> object:
    """Tell whoever writes a share alone how it is written."""
    if not isinstance(value, Mapping):
        raise ValueError('service is written "{target: 0.95}", or "{priced: true}".')
    return value


def read_range(value: object) -> object:
    """Tell whoever writes one price how a range is written."""
    if not isinstance(value, Mapping):
        raise ValueError('a range has two ends, such as "{low: 25 EUR/h, high: 40 EUR/h}".')
    return value


class WrittenReplications(Part):
    """How many runs are made for choosing, and how many for the figures."""

    selection: Runs = USUAL_SELECTION
    """Runs for choosing, of each combination of decisions that is tried."""
    confirmation: Runs = USUAL_CONFIRMATION
    """Runs of each side, from which all figures come; none of them has been used for choosing."""


_QUANTITY = re.compile(r"\s*([-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(\S.*?)?\s*", re.ASCII)


class WrittenRange(Part):
    """Between which two values a price may lie."""

    low: Annotated[str | float, Kind("price")]
    """The lower end, with the unit of the price."""
    high: Annotated[str | float, Kind("price")]
    """The upper end, with the same unit."""

    @model_validator(mode="after")
    def low_is_below_high(self) -> Self:
        """Check that both ends have one unit and stand the right way round."""
        ends = [_QUANTITY.fullmatch(str(end)) for end in (self.low, self.high)]
        if ends[0] is None or ends[1] is None:
            raise ValueError('a price has a number and its unit at both ends, such as {low: "30 EUR/h", ...}.')
        if ends[0][2] != ends[1][2]:
            units = " and ".join(end[2] or "none" for end in ends if end)
            raise ValueError(f"both ends need one unit, and these have {units}.")
        if float(ends[0][1]) == float(ends[1][1]):
            raise ValueError(f'the range is empty: "low" and "high" are both {self.low}.')
        if float(ends[0][1]) > float(ends[1][1]):
            raise ValueError(f'the range is upside down: "low" is {self.low} and "high" is {self.high}.')
        return self


class WrittenStudy(Part):
    """A study: alternatives that serve the same customers, each sized for the same service before they are compared."""

    flexsim_study: Annotated[int, PlainValidator(read_version), Kind("version")]
    """Version of the format."""
    name: Sentence = None
    """Title, shown above the verdict."""
    question: Sentence = None
    """The one question that the study asks."""
    leaves_out: Sentence = None
    """What the answer does not contain: the first line of every output."""
    scenario: FileName = None
    """Scenario of all alternatives that name none of their own: a file beside the study, or a shipped model."""
    settings: ByPath = Field(default_factory=dict, alias="set")
    """What is set in all scenarios, by path."""
    alternatives: Annotated[
        InOrder[WrittenAlternative], AfterValidator(some_alternatives), Kind("alternatives by name")
    ]
    """What is compared; differences are counted from the first."""
    cases: Annotated[InOrder[WrittenCase], Kind("cases by name")] = Field(default_factory=dict)
    """Circumstances under each of which all alternatives are sized and compared."""
    sweep: Annotated[WrittenSweep | None, Kind("sweep")] = None
    """One value that is changed step by step; each point is sized anew."""
    service: Annotated[WrittenService, BeforeValidator(read_service), Kind("service")] = Field(
        default_factory=WrittenService
    )
    """What customers are to get on every side."""
    seed: Annotated[int, Field(strict=True, ge=0, le=LARGEST_SEED), Kind("seed")] = 1
    """Keys all chance."""
    replications: Annotated[WrittenReplications, Kind("replications")] = Field(default_factory=WrittenReplications)
    """How many runs are made for choosing, and how many for the figures."""
    short_runs: Annotated[int, Field(strict=True, ge=1, le=MOST_SHORT_RUNS), Kind("combinations")] = SHORT_RUNS
    """Combinations that may be tried for each side; all of them if there are no more."""
    measures: Names = ()
    """Figures to compare besides those of every verdict, such as `utilisation[bench]`."""
    prices: Annotated[
        dict[str, Annotated[WrittenRange, BeforeValidator(read_range)]],
        BeforeValidator(by_path),
        Kind("ranges by path"),
    ] = Field(default_factory=dict)
    """How uncertain prices are, by path; others are moved by 20 % up and down."""
    confidence: Annotated[float, PlainValidator(read_confidence), Kind("confidence")] = CONFIDENCE
    """Of all intervals."""
