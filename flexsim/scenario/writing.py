"""A scenario as a file says it: plain mappings, YAML and canonical JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from flexsim.scenario.demand import Profile, Stream, Substitutes
from flexsim.scenario.distributions import Distribution, write_distribution
from flexsim.scenario.fields import Kind, Part, kind_of
from flexsim.scenario.people import DAY, DAYS, TERMS, Shift, Worker
from flexsim.scenario.products import (
    ATTENTION,
    Alternative,
    Drawn,
    Operation,
    Product,
    Step,
    options_changing_work,
    times_of,
)
from flexsim.scenario.quantities import write_quantity, write_time
from flexsim.scenario.reading import resolve

if TYPE_CHECKING:
    from flexsim.scenario.model import Scenario

Plain = dict[str, Any]

MEASURED = {
    "amount of money": "EUR",
    "rate of money": "EUR/h",
    "amount of money a day": "EUR/d",
    "price of floor space": "EUR/m2/yr",
    "rate of interest": "%/yr",
    "number of years": "yr",
    "area": "m2",
}
"""Units of what is measured in one, by kind."""


def as_json(scenario: Scenario) -> bytes:
    """Write canonical JSON: sorted keys, no blanks, defaults left out."""
    return json.dumps(as_mapping(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def as_yaml(scenario: Scenario, *, full: bool = False) -> str:
    """Write YAML, if wanted with every default. Texts that would be read as something else are quoted."""
    import yaml

    class Dumper(yaml.CSafeDumper):
        """Repeats what occurs twice instead of pointing at it."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    def quoted_if_needed(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
        style = None if isinstance(resolve(text), str) else "'"
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, quoted_if_needed)
    return yaml.dump(
        as_mapping(scenario, full=full),
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=None,
    )


def as_mapping(scenario: Scenario, *, full: bool = False) -> Plain:
    """Give the scenario as the mapping that a file would hold, if wanted with every default."""
    plain = stated(scenario, full)
    if scenario.horizon is None:
        plain.pop("run_on", None)  # means nothing without a horizon, and may not be stated then
    plain.pop("strict", None)
    if not scenario.strict:
        plain["schedule"] = {"rows": plain["schedule"], "strict": False}
    for section in ("demand", "stock"):
        for name, part in plain.get(section, {}).items():
            if part["stream"] == name and not full:
                del part["stream"]
    return plain


def stated(part: Part, full: bool) -> Plain:
    """Give what a part states beyond its defaults, or all of it, under the keys of the file."""
    plain: Plain = {}
    for name, key, kind, default in _fields(type(part)):
        value = getattr(part, name)
        if full or value != default:
            plain[key] = _value(kind, value, full)
    special = _SPECIAL.get(type(part))
    return special(part, plain, full) if special else plain


@cache
def _fields(part: type[Part]) -> tuple[tuple[str, str, Kind | None, Any], ...]:
    """List the fields of a part: name, key in a file, kind, default; one that must be stated has that of no value."""
    required = object()
    return tuple(
        (
            name,
            field.alias or name,
            kind_of(field.annotation, field.metadata),
            required if field.is_required() else field.get_default(call_default_factory=True, validated_data={}),
        )
        for name, field in part.model_fields.items()
    )


def _value(kind: Kind | None, value: Any, full: bool) -> Any:
    """Write the value of a field; what it holds several of, one by one."""
    if kind != "time" and kind not in MEASURED:
        return plain_value(value, full)
    if isinstance(value, Mapping):
        return {key: _value(kind, entry, full) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [_value(kind, entry, full) for entry in value]
    if isinstance(value, float):
        return write_time(value) if kind == "time" else write_quantity(value, MEASURED[kind])
    return value


def written_value(part: type[Part], name: str, value: Any) -> Any:
    """Write the value of one field of a part by itself."""
    field = part.model_fields[name]
    if part is Stream and name == "quantity":
        return _stream_quantity(value)
    if part is Substitutes and name == "discount":
        return written_discount(value)
    return _value(kind_of(field.annotation, field.metadata), value, full=True)


def plain_value(value: Any, full: bool) -> Any:
    """Write what does not depend on the field it is in."""
    if isinstance(value, Distribution):
        return write_distribution(value)
    if isinstance(value, Part):
        return stated(value, full)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain_value(entry, full) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [plain_value(entry, full) for entry in value]
    return value


def _operation(operation: Operation, plain: Plain, full: bool) -> Plain:
    """Write alternatives as names or own times, and the workers once where all steps have the same."""
    plain["at"] = [_alternative(alternative) for alternative in operation.at]
    if len(plain["at"]) == 1:
        plain["at"] = plain["at"][0]
    plain["depends_on"] = list(operation.depends_on)
    if not full and operation.depends_on == tuple(options_changing_work(plain.get("changes", ()))):
        del plain["depends_on"]
    plain.pop("changeover_step", None)
    return plain | _shared_workers(operation, full)


def _shared_workers(operation: Operation, full: bool) -> Plain:
    """Write the workers of all steps once, and beside a step only what differs."""
    steps = {"set_up": operation.changeover_step, **operation.steps}
    crew = next((step.skills for step in steps.values() if step.parts), ())
    if not crew:
        return {"skill": None} if full else {}
    plain: Plain = {
        name: write_distribution(step.time) if step.skills in {(), crew} else _step(step, {}, full)
        for name, step in operation.steps.items()
    }
    attention = {name: _attention(step) for name, step in steps.items() if step.skills in {(), crew}}
    attention = {name: share for name, share in attention.items() if full or share != 1}
    return plain | _workers(crew) | ({"attention": attention} if attention else {})


def _alternative(alternative: Alternative) -> Any:
    times = {name: write_distribution(time) for name, time in times_of(alternative).items()}
    return {alternative.work_centre: times} if times else alternative.work_centre


def _step(step: Step, plain: Plain, full: bool) -> Any:
    """Write a step as its time, with its own workers if it has any."""
    if not step.parts:
        return write_distribution(step.time)
    return {"time": write_distribution(step.time), **_workers(step.skills), "attention": _attention(step)}


def _workers(skills: tuple[str, ...]) -> Plain:
    return {"skill": skills[0]} if len(skills) == 1 else {"skills": list(skills)}


def _attention(step: Step) -> Any:
    if not step.parts:
        return 0
    return 1 if step.parts == ATTENTION else f"1/{ATTENTION // step.parts}"


def _routing(product: Product, plain: Plain, full: bool) -> Plain:
    if isinstance(product.routing, Drawn):
        plain["routing"] = {"drawn": plain["routing"]}
    return plain


def _stream(stream: Stream, plain: Plain, full: bool) -> Plain:
    if "quantity" in plain:
        plain["quantity"] = _stream_quantity(stream.quantity)
    return plain


def _stream_quantity(quantity: tuple[int, int]) -> Any:
    low, high = quantity
    return low if low == high else {"from": low, "to": high}


def _substitutes(part: Substitutes, plain: Plain, full: bool) -> Plain:
    if "discount" in plain:
        plain["discount"] = written_discount(part.discount)
    return plain


def written_discount(discount: Distribution) -> Any:
    """Write a part of a price, or a distribution of them."""
    return write_distribution(discount, lambda number: number)


def _worker(worker: Worker, plain: Plain, full: bool) -> Plain:
    """Leave out terms of his own, which a worker with a contract may not state."""
    return plain if worker.contract is None else {key: value for key, value in plain.items() if key not in TERMS}


def _profile(profile: Profile, plain: Plain, full: bool) -> Plain:
    plain["windows"] = [[write_time(begin), write_time(end), factor] for begin, end, factor in profile.windows]
    return plain


def _shift(shift: Shift, plain: Plain, full: bool) -> Plain:
    """Write windows; in full, for people, as days with clock times, if they are such."""
    is_weekly = shift.weeks == 1 and not shift.runs_over
    if full and is_weekly and all(_is_by_the_clock(window) for window in shift.windows):
        del plain["weeks"], plain["windows"], plain["runs_over"]
        return {**_days(shift.windows), **plain}
    plain["windows"] = [[write_time(start), write_time(end)] for start, end in shift.windows]
    return plain


def _is_by_the_clock(window: tuple[float, float]) -> bool:
    """Tell whether a window is of whole minutes and no longer than a day."""
    return window[0] % 60 == window[1] % 60 == 0 and window[1] - window[0] <= DAY


def _days(windows: tuple[tuple[float, float], ...]) -> Plain:
    """Write the clock times of each day, those of equal days that follow each other once."""
    by_day = [[_clock_times(window) for window in windows if window[0] // DAY == day] for day in range(len(DAYS))]
    plain: Plain = {}
    first = 0
    for last, times in enumerate(by_day):
        if last + 1 < len(DAYS) and by_day[last + 1] == times:
            continue
        if times:
            plain[DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"] = times
        first = last + 1
    return plain


def _clock_times(window: tuple[float, float]) -> str:
    """Write one window; an end that is not after the beginning is on the next day."""
    start = int(window[0] % DAY) // 60
    end = start + int(window[1] - window[0]) // 60
    end = end if end <= 24 * 60 else end - 24 * 60
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


_SPECIAL: dict[type[Part], Callable[[Any, Plain, bool], Any]] = {
    Operation: _operation,
    Step: _step,
    Product: _routing,
    Stream: _stream,
    Profile: _profile,
    Substitutes: _substitutes,
    Worker: _worker,
    Shift: _shift,
}
"""Parts whose file says something in another way than their attributes do."""
