"""A scenario as a file says it: plain mappings, YAML and canonical JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from flexsim.scenario.demand import Order, Stream
from flexsim.scenario.distributions import Distribution, write_distribution
from flexsim.scenario.fields import Part
from flexsim.scenario.floor import WorkCentre
from flexsim.scenario.people import Shift
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

TIMES = frozenset(
    {"horizon", "warm_up", "move_to", "overtime_cap", "paid_hours", "break_below", "arrival", "not_before", "duration"}
)
"""Fields that are fixed times. `due` is one in an order and a distribution in a stream."""

MONEY = {
    "material": "EUR",
    "set_up_scrap": "EUR",
    "rate": "EUR/h",
    "wage": "EUR/h",
    "overtime_wage": "EUR/h",
    "price": "EUR",
    "residual": "EUR",
    "life": "yr",
    "interest": "%/yr",
    "holding": "%/yr",
    "floor_space": "EUR/m2/yr",
    "space": "m2",
    "late": "EUR/d",
    "lost": "EUR",
}
"""Fields that are prices, or what a price is for, with their units."""


def as_json(scenario: Scenario) -> bytes:
    """Write canonical JSON: sorted keys, no blanks, defaults left out."""
    return json.dumps(as_mapping(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def as_yaml(scenario: Scenario) -> str:
    """Write YAML. Texts that would be read as something else are quoted."""
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
        as_mapping(scenario), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None
    )


def as_mapping(scenario: Scenario) -> Plain:
    """Give the scenario as the mapping that a file would hold."""
    plain = stated(scenario)
    if scenario.start is not None:
        plain["start"] = scenario.start.isoformat()
    for section in ("demand", "stock"):
        for name, part in plain.get(section, {}).items():
            if part["stream"] == name:
                del part["stream"]
    return plain


def stated(part: Part) -> Plain:
    """Give what a part states beyond its defaults, under the keys of the file."""
    plain: Plain = {}
    for name, key, default in _fields(type(part)):
        value = getattr(part, name)
        if value != default:
            plain[key] = _value(name, value)
    special = _SPECIAL.get(type(part))
    return special(part, plain) if special else plain


@cache
def _fields(part: type[Part]) -> tuple[tuple[str, str, Any], ...]:
    """List the fields of a part: name, key in a file, default; what must be stated has a default like no value."""
    required = object()
    return tuple(
        (
            name,
            field.alias or name,
            required if field.is_required() else field.get_default(call_default_factory=True, validated_data={}),
        )
        for name, field in part.model_fields.items()
    )


def _value(name: str, value: Any) -> Any:
    """Write the value of a field."""
    if isinstance(value, float) and name in TIMES:
        return write_time(value)
    if isinstance(value, float) and name in MONEY:
        return write_quantity(value, MONEY[name])
    return plain_value(value)


def plain_value(value: Any) -> Any:
    """Write what does not depend on the field it is in."""
    if isinstance(value, Distribution):
        return write_distribution(value)
    if isinstance(value, Part):
        return stated(value)
    if isinstance(value, Mapping):
        return {key: plain_value(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [plain_value(entry) for entry in value]
    return value


def _operation(operation: Operation, plain: Plain) -> Plain:
    """Write alternatives as names or own times, and the workers once where all steps have the same."""
    plain["at"] = [_alternative(alternative) for alternative in operation.at]
    if len(plain["at"]) == 1:
        plain["at"] = plain["at"][0]
    if operation.depends_on == tuple(options_changing_work(plain.get("changes", ()))):
        plain.pop("depends_on", None)
    else:
        plain["depends_on"] = list(operation.depends_on)
    plain.pop("changeover_step", None)
    return plain | _shared_workers(operation)


def _shared_workers(operation: Operation) -> Plain:
    """Write the workers of all steps once, and beside a step only what differs."""
    steps = {"set_up": operation.changeover_step, **operation.steps}
    crew = next((step.skills for step in steps.values() if step.parts), ())
    if not crew:
        return {}
    plain: Plain = {
        name: write_distribution(step.time) if step.skills in {(), crew} else _step(step, {})
        for name, step in operation.steps.items()
    }
    attention = {name: _attention(step) for name, step in steps.items() if step.skills in {(), crew}}
    attention = {name: share for name, share in attention.items() if share != 1}
    return plain | _workers(crew) | ({"attention": attention} if attention else {})


def _alternative(alternative: Alternative) -> Any:
    times = {name: write_distribution(time) for name, time in times_of(alternative).items()}
    return {alternative.work_centre: times} if times else alternative.work_centre


def _step(step: Step, plain: Plain) -> Any:
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


def _routing(product: Product, plain: Plain) -> Plain:
    if isinstance(product.routing, Drawn):
        plain["routing"] = {"drawn": plain["routing"]}
    return plain


def _stream(stream: Stream, plain: Plain) -> Plain:
    low, high = stream.quantity
    if "quantity" in plain:
        plain["quantity"] = low if low == high else {"from": low, "to": high}
    if stream.at is not None:
        plain["at"] = [write_time(time) for time in stream.at]
    return plain


def _order(order: Order, plain: Plain) -> Plain:
    if order.due is not None:
        plain["due"] = write_time(order.due)
    return plain


def _work_centre(centre: WorkCentre, plain: Plain) -> Plain:
    changeover = plain.get("changeover")
    if not changeover:
        return plain
    if "fixed" in changeover:
        changeover["fixed"] = write_time(changeover["fixed"])
    elif "per_option" in changeover:
        changeover["per_option"] = {option: write_time(time) for option, time in changeover["per_option"].items()}
    else:
        changeover["matrix"] = {
            value: {other: write_time(time) for other, time in row.items()}
            for value, row in changeover["matrix"].items()
        }
    return plain


def _shift(shift: Shift, plain: Plain) -> Plain:
    plain["windows"] = [[write_time(start), write_time(end)] for start, end in shift.windows]
    return plain


_SPECIAL: dict[type[Part], Callable[[Any, Plain], Any]] = {
    Operation: _operation,
    Step: _step,
    Product: _routing,
    Stream: _stream,
    Order: _order,
    WorkCentre: _work_centre,
    Shift: _shift,
}
"""Parts whose file says something in another way than their attributes do."""
