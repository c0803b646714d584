"""What is made: products, their options, operations and routings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ModelWrapValidatorHandler, model_validator

from flexsim.scenario.distributions import TOLERANCE, Distribution
from flexsim.scenario.errors import PartError, Path, Problem
from flexsim.scenario.fields import (
    Condition,
    DifferentNames,
    Kind,
    Money,
    Name,
    Named,
    Number,
    Part,
    Pieces,
    Shares,
    Skills,
    Times,
    Truth,
    Yield,
    empty_as_mapping,
    read_skills,
    total_of,
    validated_with,
)

STEPS = ("set_up", "load", "run", "unload")
"""Steps of an operation on a unit, in their order (rule S1)."""

ATTENTION = 840
"""Parts into which a worker's attention is divided: every 1/n for n up to 8 is whole (rule S2)."""

MOST_TENDED = 8


class Step(Part):
    """One step of an operation: how long it takes, and which workers it needs.

    Attributes
    ----------
    time : Distribution
        At standard proficiency, in seconds.
    skills : tuple of str
        One worker for each; none when the step needs no attention.
    parts : int
        Of 840: 840 is a worker's full attention, 280 a third, 0 none.
    """

    time: Times
    """How long it takes at standard proficiency."""
    skills: Skills
    """The skills of its workers, one worker each."""
    parts: int
    """Attention of each worker, in parts of 840."""


class Alternative(Part):
    """A work centre that can do an operation, with its own times if it has any."""

    work_centre: Name
    """Name of the work centre."""
    set_up: Times | None = None
    """Set-up, once per lot, whatever came before, here; unless stated as for the operation."""
    load: Times | None = None
    """Loading the unit, here; unless stated as for the operation."""
    run: Times | None = None
    """The work itself, here; unless stated as for the operation."""
    unload: Times | None = None
    """Unloading the unit, here; unless stated as for the operation."""


class Change(Part):
    """What options change: times of steps, and material per piece."""

    condition: Condition = Field(alias="if")
    """The options and values with which the change applies."""
    set_up: Times | None = None
    """Time of the set-up with these options."""
    load: Times | None = None
    """Time of loading with these options."""
    run: Times | None = None
    """Time of the work with these options."""
    unload: Times | None = None
    """Time of unloading with these options."""
    material: Money = 0.0
    """Material that each piece needs besides."""
    price: Money = 0.0
    """What customers pay besides for each piece."""


def read_alternatives(value: object) -> object:
    """Bring a name, a list of names, or a mapping of own times into one form."""
    if isinstance(value, Mapping):
        return [_alternative(name, times) for name, times in sorted(value.items())]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [entry for listed in value for entry in _listed_alternative(listed)]
    return [{"work_centre": value}]


def _alternative(name: object, times: object) -> object:
    times = empty_as_mapping(times)
    return {"work_centre": name, **times} if isinstance(times, Mapping) else times


def _listed_alternative(entry: object) -> list[object]:
    if isinstance(entry, Mapping):
        return [_alternative(name, times) for name, times in entry.items()]
    return [{"work_centre": entry}]


def check_alternatives(alternatives: tuple[Alternative, ...]) -> tuple[Alternative, ...]:
    """Refuse an operation that can be done nowhere, or names a work centre twice."""
    names = [alternative.work_centre for alternative in alternatives]
    if not names:
        raise ValueError("at least one work centre is needed.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f'"{twice[0]}" is listed twice.')
    return alternatives


def read_attention(value: object) -> int:
    """Read 0, 1 or 1/n as parts of 840."""
    if isinstance(value, str):
        numerator, sign, denominator = value.partition("/")
        if sign and numerator.strip() == "1" and denominator.strip().isdecimal():
            return _parts(int(denominator))
    elif not isinstance(value, bool) and isinstance(value, (int, float)):
        if value == 0:
            return 0
        return _parts(next((n for n in range(1, MOST_TENDED + 1) if abs(value * n - 1) < TOLERANCE), 0))
    raise ValueError("attention is 0, 1, or 1/n with n from 2 to 8.")


def _parts(n: int) -> int:
    if not 1 <= n <= MOST_TENDED:
        raise ValueError("attention is 0, 1, or 1/n with n from 2 to 8.")
    return ATTENTION // n


class Operation(Part):
    """One operation of a product: where, after what, how long, and by whom.

    Attributes
    ----------
    changeover_step : Step
        The set-up step where a work centre has a changeover and `set_up` is not stated (rule S1): no time of its
        own, with the workers that a stated one would have. Not a key of a file.
    depends_on : tuple of str
        The options that a changeover looks at; unless stated, those by which `changes` alter times.
    yield_share : float
        ``yield`` in a file: the share of good pieces.
    """

    at: Annotated[
        tuple[Alternative, ...],
        BeforeValidator(read_alternatives),
        AfterValidator(check_alternatives),
        Kind("work centres"),
    ]
    """The work centre, or the alternatives, with own times if they have any."""
    after: DifferentNames = ()
    """Operations that must be finished before; unless stated it is a first one."""
    join: Truth = False
    """Whether it waits for all pieces of the order and takes them as one lot."""
    only_if: Condition = Field(default_factory=dict)
    """Options and values with which the operation is done; unless stated always."""
    set_up: Step | None = None
    """Set-up, once per lot, whatever came before."""
    load: Step | None = None
    """Loading the unit."""
    run: Step
    """The work itself."""
    unload: Step | None = None
    """Unloading the unit."""
    changeover_step: Step
    """Not a key of a file: the set-up step of an operation that states none."""
    per: Literal["piece", "lot"] = "piece"
    """Whether the time of the run step is that of a piece or of the whole lot."""
    varies: Literal["piece", "lot", "order"] = "piece"
    """Whether times are drawn for each piece, once for a lot, or once for an order."""
    loading: Literal["lot", "piece"] = "lot"
    """Whether the whole lot is loaded at once, or piece by piece."""
    speeds: Literal["slowest", "add"] = "slowest"
    """Whether a crew is as fast as its slowest, or its speeds add up."""
    depends_on: DifferentNames = ()
    """The options that a changeover looks at; unless stated those by which `changes` alter times."""
    yield_share: Yield = Field(default=1.0, alias="yield")
    """Share of good pieces; bad ones are scrapped and made again."""
    uninterruptible: Truth = False
    """Whether it must fit before the end of a shift, because it cannot be interrupted."""
    machine_paced: Truth = False
    """Whether the machine sets the pace of its run step, so that proficiency does not alter it."""
    changes: tuple[Change, ...] = ()
    """What options change: times of steps, and material."""
    set_up_scrap: Money = 0.0
    """Material thrown away with every set-up or changeover: trial pieces, paint."""

    @model_validator(mode="wrap")
    @classmethod
    def spread_workers_over_steps(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Write skill and attention, which a file may state once for all steps, beside each step."""
        if not isinstance(value, Mapping):
            return handler(value)
        problems: list[Problem] = []
        return validated_with(handler, spread(value, problems), problems)

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """List the keys that a file may state, for messages."""
        stated = (key for key in super().file_keys() if key != "changeover_step")
        return (*stated, "skill", "skills", "attention")

    @property
    def steps(self) -> dict[str, Step]:
        """The steps that this operation has, by name, in their order."""
        found = {name: getattr(self, name) for name in STEPS}
        return {name: step for name, step in found.items() if step is not None}


def spread(operation: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Give the operation with its workers written at each step, and `depends_on` filled in."""
    shared = {key: operation[key] for key in ("skill", "skills") if operation.get(key) is not None}
    attention = operation.get("attention")
    _check_attention(attention, operation, problems)
    spread = {key: entry for key, entry in operation.items() if key not in {"skill", "skills", "attention"}}
    if "changeover_step" in spread:
        problems.append(Problem(("changeover_step",), "unknown key."))
    for name in STEPS:
        if operation.get(name) is not None:
            spread[name] = _step(name, operation[name], shared, attention, problems)
    set_up = spread.get("set_up") or _step("set_up", NO_TIME, shared, attention, [])
    spread["changeover_step"] = {**set_up, "time": NO_TIME}
    if operation.get("depends_on") is None:
        spread["depends_on"] = options_changing_work(operation.get("changes", ()))
    if operation.get("loading") == "piece" and operation.get("per", "piece") == "lot":
        message = 'pieces that are loaded one by one are run one by one. Write "per: piece", or "loading: lot".'
        problems.append(Problem(("loading",), message))
    return spread


NO_TIME = "0 s"


def _check_attention(attention: object, operation: Mapping[str, Any], problems: list[Problem]) -> None:
    """Check that attention stated step by step names steps of this operation; a changeover may be its set-up."""
    if not isinstance(attention, Mapping):
        return
    for name in attention:
        if name not in STEPS:
            problems.append(Problem(("attention", name), f"no step has this name. Known: {', '.join(STEPS)}."))
        elif name in ("load", "unload") and operation.get(name) is None:
            problems.append(Problem(("attention", name), f'the operation has no step "{name}".'))


def _step(
    name: str, written: object, shared: Mapping[str, object], attention: object, problems: list[Problem]
) -> dict[str, Any]:
    """Bring a step, a distribution or a mapping with its own workers, into one form."""
    own = dict(written) if isinstance(written, Mapping) and "distribution" not in written else {"time": written}
    path: Path
    if "attention" in own:
        path, attention = (name, "attention"), own.pop("attention")
    elif isinstance(attention, Mapping):
        path, attention = ("attention", name), attention.get(name)
    else:
        path = ("attention",)
    workers: Mapping[str, object] = {key: own.pop(key) for key in ("skill", "skills") if key in own} or shared
    skills = _skills(name, workers, problems)
    parts = _parts_of(attention, bool(skills), path, problems)
    return {**own, "skills": skills if parts else (), "parts": parts}


def _parts_of(attention: object, has_skill: bool, path: Path, problems: list[Problem]) -> int:
    """Read the attention of a step: unless stated all of a worker's, where there is one."""
    if attention is None:
        return ATTENTION * has_skill
    try:
        parts = read_attention(attention)
    except ValueError as why:
        problems.append(Problem(path, str(why)))
        return 0
    if parts and not has_skill:
        problems.append(Problem(path, "attention belongs to a worker: name his skill, or leave the attention out."))
    return parts if has_skill else 0


def _skills(name: str, workers: Mapping[str, object], problems: list[Problem]) -> tuple[str, ...]:
    """Read the skill of one worker, or the skills of a crew."""
    if len(workers) > 1:
        problem = Problem(("skills",), 'write either "skill" (one worker) or "skills" (a crew), not both.')
        problems += [] if problem in problems else [problem]
    for key, value in workers.items():
        try:
            return read_skills(value)
        except ValueError as why:
            problems.append(Problem((key,), str(why)))
    return ()


def options_changing_work(changes: object) -> list[str]:
    """Name the options by which these changes alter times: what a changeover looks at unless told (rule W2)."""
    if not isinstance(changes, Sequence) or isinstance(changes, str):
        return []
    named = [change.get("if") for change in changes if isinstance(change, Mapping)]
    return sorted({str(option) for condition in named if isinstance(condition, Mapping) for option in condition})


class Drawn(Part):
    """A routing drawn for every order: so many of the operations, in random order."""

    from_: Pieces = Field(alias="from")
    """Fewest operations of an order."""
    to: Pieces
    """Most operations of an order."""

    @model_validator(mode="after")
    def from_is_not_above_to(self) -> Self:
        """Check the range."""
        if self.from_ > self.to:
            raise ValueError('"from" must not be above "to".')
        return self


class Matrix(Part):
    """A routing by transition shares: rows `start` and operations, what a row leaves to 1 is the exit."""

    rows: Named[Named[Number]] = Field(alias="matrix")
    """From `start` and from each operation: the share that goes on to each operation; what is left ends."""

    @model_validator(mode="after")
    def rows_sum_to_at_most_one(self) -> Self:
        """Check the shares of every row."""
        problems = []
        for name, row in self.rows.items():
            try:
                total = total_of(row) if row else 0.0
            except ValueError as why:
                problems.append(Problem(("matrix", name), str(why)))
                continue
            if total > 1 + TOLERANCE:
                message = f"the shares of a row must sum to at most 1, not {total:.12g}."
                problems.append(Problem(("matrix", name), message))
        if "start" not in self.rows:
            problems.append(Problem((), 'the matrix needs a row "start": where orders begin.'))
        if problems:
            raise PartError(problems)
        return self


def read_routing(value: object) -> object:
    """Tell a drawn routing from a transition matrix."""
    if isinstance(value, Drawn | Matrix) or value is None:
        return value
    if isinstance(value, Mapping) and set(value) == {"drawn"}:
        return Drawn.model_validate(value["drawn"])
    if isinstance(value, Mapping) and set(value) == {"matrix"}:
        return Matrix.model_validate(value)
    raise ValueError('a routing is "drawn: {from: 5, to: 10}" or "matrix: {start: {OPERATION: share}, ...}".')


class Product(Part):
    """Something customers order: its options, its material and how it is made."""

    options: Named[Shares] = Field(default_factory=dict)
    """What customers choose: for each option its values, with the shares of customers who want them."""
    material: Money = 0.0
    """Material of each piece started."""
    price: Money = 0.0
    """What customers pay for a piece; what they pay besides for options is the `price` of changes."""
    operations: Named[Operation]
    """How it is made."""
    routing: Annotated[Drawn | Matrix | None, BeforeValidator(read_routing), Kind("routing")] = None
    """Operations in random order, or by shares from one to the next; unless stated as `after` says."""


def times_of(part: Alternative | Change) -> dict[str, Distribution]:
    """Give the times that an alternative or a change states, by step."""
    found = {name: getattr(part, name) for name in STEPS}
    return {name: time for name, time in found.items() if time is not None}
