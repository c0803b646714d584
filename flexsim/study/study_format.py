"""What stands in a study file: its keys, as they are written. Scenarios are built from it in `study_reading`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from flexsim.scenario import Part, Truth, names_as_keys, read_names, read_number
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


Sentence = Annotated[str | None, PlainValidator(read_sentence)]
FileName = Annotated[str | None, PlainValidator(lambda value: None if value is None else read_file_name(value))]
Paths = Annotated[tuple[str, ...], PlainValidator(read_paths)]
Values = Annotated[tuple[object, ...], PlainValidator(read_values)]
ByPath = Annotated[dict[str, Any], BeforeValidator(by_path)]
InOrder = Annotated[dict[str, T], BeforeValidator(named)]
Runs = Annotated[int, Field(strict=True, le=MOST_RUNS), AfterValidator(a_few_runs)]
Whole = Annotated[int, Field(strict=True, ge=0, lt=2**31)]


class WrittenDecision(Part):
    """A decision: whole numbers of a range, or listed values, at one path or several."""

    set: Paths | None = None
    from_: Whole | None = Field(default=None, alias="from")
    to: Whole | None = None
    values: Values | None = None

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
    settings: ByPath = Field(default_factory=dict, alias="set")
    decide: Annotated[
        dict[str, Annotated[WrittenDecision, BeforeValidator(read_decision)]], BeforeValidator(by_path)
    ] = Field(default_factory=dict)


class WrittenCase(Part):
    """Circumstances under which all sides are compared, such as another demand."""

    settings: ByPath = Field(default_factory=dict, alias="set")


class WrittenSweep(Part):
    """One value that is changed step by step; each side is sized anew at each."""

    name: Sentence = None
    set: Paths
    values: Values
    alternatives: Annotated[tuple[str, ...], PlainValidator(read_names)] = ()


class WrittenService(Part):
    """What customers are to get on every side, or that its lack has its price (floor.md, C5)."""

    target: Annotated[float | None, PlainValidator(read_target)] = None
    priced: Truth = False

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
    confirmation: Runs = USUAL_CONFIRMATION


_QUANTITY = re.compile(r"\s*([-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(\S.*?)?\s*", re.ASCII)


class WrittenRange(Part):
    """Between which two values a price may lie."""

    low: str | float
    high: str | float

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
    """A study as it is written."""

    flexsim_study: Annotated[int, PlainValidator(read_version)]
    name: Sentence = None
    question: Sentence = None
    leaves_out: Sentence = None
    scenario: FileName = None
    settings: ByPath = Field(default_factory=dict, alias="set")
    alternatives: Annotated[InOrder[WrittenAlternative], AfterValidator(some_alternatives)]
    cases: InOrder[WrittenCase] = Field(default_factory=dict)
    sweep: WrittenSweep | None = None
    service: Annotated[WrittenService, BeforeValidator(read_service)] = Field(default_factory=WrittenService)
    seed: Annotated[int, Field(strict=True, ge=0, le=LARGEST_SEED)] = 1
    replications: WrittenReplications = Field(default_factory=WrittenReplications)
    short_runs: Annotated[int, Field(strict=True, ge=1, le=MOST_SHORT_RUNS)] = SHORT_RUNS
    measures: Annotated[tuple[str, ...], PlainValidator(read_names)] = ()
    prices: Annotated[dict[str, Annotated[WrittenRange, BeforeValidator(read_range)]], BeforeValidator(by_path)] = (
        Field(default_factory=dict)
    )
    confidence: Annotated[float, PlainValidator(read_confidence)] = CONFIDENCE
