"""Distributions of times, such as ``exponential(12 min)``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flexsim.scenario.errors import LONGEST_VALUE, cut, nearest, shown
from flexsim.scenario.quantities import LONGEST_TIME, as_parts_of_one, read_number, read_time, write_time

TOLERANCE = 1e-9
"""By how much shares may miss 1: the rounding of a few decimals, and no more."""

MOST_REMEMBERED, LONGEST_REMEMBERED = 10_000, 200
"""How many texts of distributions are remembered, and how long they may be."""
LEAST_PROBABILITY = 1e-9
"""That the next step is the last one."""

LONGEST_TEXT = 100_000
"""Longer texts are no distribution: an empirical one of 5,000 values fits."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How long something takes, or how far apart things are.

    Parameters
    ----------
    kind : str
        constant, uniform, triangular, exponential, normal, lognormal, weibull, gamma, beta, geometric, empirical or
        trace.
    parameters : tuple of float
        In the order of `PARAMETERS`, times in seconds; empirical: value, share, value, share, ...; trace: the values.
    """

    kind: str
    parameters: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Expected value in seconds (rule R6); of a normal one that is cut, the mean of what is left."""
        return _MEANS[self.kind](*self.parameters)


def _mean_of_normal(mean: float, sd: float, low: float, high: float) -> float:
    """Give the mean of a normal distribution cut at low and high (Johnson & Kotz 1970, ch. 13)."""
    below, above = (low - mean) / sd, (high - mean) / sd
    share = _upper_tail(below) - _upper_tail(above) if below > 0 else _upper_tail(-above) - _upper_tail(-below)
    return mean + sd * (_density(below) - _density(above)) / share if share > 0 else min(max(mean, low), high)


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def _upper_tail(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2


def _mean_of_empirical(*pairs: float) -> float:
    return math.fsum(value * share for value, share in zip(pairs[::2], pairs[1::2], strict=True))


_MEANS: dict[str, Callable[..., float]] = {
    "constant": lambda value: value,
    "uniform": lambda low, high: (low + high) / 2,
    "triangular": lambda low, mode, high: (low + mode + high) / 3,
    "exponential": lambda mean: mean,
    "normal": _mean_of_normal,
    "lognormal": lambda mean, cv: mean,
    "weibull": lambda shape, scale: scale * math.gamma(1 + 1 / shape),
    "gamma": lambda shape, scale: shape * scale,
    "beta": lambda a, b, low, high: low + (high - low) * a / (a + b),
    "geometric": lambda p, step: step / p,
    "empirical": _mean_of_empirical,
    "trace": lambda *values: math.fsum(values) / len(values),
}

PARAMETERS: dict[str, tuple[str, ...]] = {
    "constant": ("value",),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "exponential": ("mean",),
    "normal": ("mean", "sd", "low", "high"),
    "lognormal": ("mean", "cv"),
    "weibull": ("shape", "scale"),
    "gamma": ("shape", "scale"),
    "erlang": ("k", "mean"),
    "beta": ("a", "b", "low", "high"),
    "pert": ("low", "mode", "high"),
    "geometric": ("p", "step"),
}
"""Names and order of what each distribution is given. An empirical one is given values with shares, a trace values."""

EXAMPLES = {
    "constant": "constant(12 min)",
    "uniform": "uniform(5 min, 9 min)",
    "triangular": "triangular(1 min, 2 min, 4 min)",
    "exponential": "exponential(12 min)",
    "normal": "normal(10 min, 2 min, low=0 min)",
    "lognormal": "lognormal(10 min, cv=0.5)",
    "weibull": "weibull(shape=2, scale=10 min)",
    "gamma": "gamma(shape=2, scale=5 min)",
    "erlang": "erlang(3, 10 min)",
    "beta": "beta(2, 5, 1 min, 9 min)",
    "pert": "pert(1 min, 2 min, 4 min)",
    "geometric": "geometric(p=0.2, step=1 min)",
    "empirical": "empirical(5 min: 0.5, 7 min: 0.5)",
    "trace": "trace(gaps.csv)",
}

_PLAIN = frozenset({"shape", "cv", "k", "a", "b", "p"})
"""Parameters that are numbers without a unit; all others are times."""

_OPTIONAL = {"normal": {"low": -math.inf, "high": math.inf}}

_BARE = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", re.ASCII)

_CALL = re.compile(r"([A-Za-z_]+)\s*\((.*)\)", re.DOTALL)


Reader = Callable[[object], float]
"""Reads what would be a time: with its unit, or as a plain number."""


def read_distribution(value: object, read: Reader = read_time) -> Distribution:
    """Read a distribution: a quantity, a text such as ``uniform(5 min, 9 min)``, or a mapping.

    Parameters
    ----------
    value : object
        What the file says.
    read : callable, optional
        How to read its quantities, if they are no times.

    Raises
    ------
    ValueError
        If it is unknown, or what it is given is missing, of the wrong kind or out of range.
    """
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        is_remembered = read is read_time and len(value) <= LONGEST_REMEMBERED
        return _remembered(value) if is_remembered else _from_text(value, read)
    if isinstance(value, Distribution):
        return value
    if isinstance(value, Mapping):
        return _from_mapping(value, read)
    return Distribution("constant", (read(value),))


def _from_text(text: str, read: Callable[[object], float] = read_time) -> Distribution:
    """Read a distribution or a time written as text."""
    call = _CALL.fullmatch(text.strip())
    if call is None:
        return Distribution("constant", (read(text),))
    kind = _known(call[1])
    if kind == "empirical":
        return _empirical([argument.rpartition(":")[::2] for argument in _arguments(call[2])], read)
    if kind == "trace":
        return _trace(_arguments(call[2]), read)
    return _from_texts(kind, _arguments(call[2]), read)


_remembered = lru_cache(maxsize=MOST_REMEMBERED)(_from_text)
"""The same short text is read once: large shops write few different ones."""


def _known(name: object) -> str:
    """Check the name of a distribution."""
    if isinstance(name, str) and name in EXAMPLES:
        return name
    raise ValueError(f"unknown distribution {shown(name)}.{nearest(str(name), EXAMPLES)}")


def _arguments(text: str) -> list[str]:
    """Split the text between the parentheses at its commas."""
    return [part.strip() for part in text.split(",")] if text.strip() else []


def _from_texts(kind: str, arguments: Sequence[str], read: Reader) -> Distribution:
    """Build from arguments in order, or with names (``cv=0.5``), named ones last."""
    given: dict[str, object] = {}
    for position, argument in enumerate(arguments):
        name, sign, text = argument.rpartition("=")
        if not sign and position >= len(PARAMETERS[kind]):
            raise ValueError(f"{kind} takes {', '.join(PARAMETERS[kind])}. Write {EXAMPLES[kind]}.")
        given[name.strip() if sign else PARAMETERS[kind][position]] = text.strip()
    if len(given) < len(arguments):
        raise ValueError(f"something is given twice. Write {EXAMPLES[kind]}.")
    bare = [name for name, text in given.items() if name not in _PLAIN and _BARE.fullmatch(str(text))]
    if bare and read is read_time and all(name in PARAMETERS[kind] for name in given):
        meant = f"{kind}({', '.join(_with_units(arguments, kind))})"
        raise ValueError(f'a time needs a unit. Write "{meant if len(meant) <= LONGEST_VALUE else EXAMPLES[kind]}".')
    return _from_named(kind, given, read)


def _with_units(arguments: Sequence[str], kind: str) -> list[str]:
    """Write arguments as they were probably meant: bare times in minutes."""
    meant = []
    for position, argument in enumerate(arguments):
        name, _, text = argument.rpartition("=")
        name = name.strip() or PARAMETERS[kind][position]
        is_bare = name not in _PLAIN and _BARE.fullmatch(text.strip())
        meant.append(f"{argument} min" if is_bare else argument)
    return meant


def _from_mapping(value: Mapping[object, object], read: Reader) -> Distribution:
    """Build from the mapping form, ``{distribution: exponential, mean: 12 min}``."""
    given = {str(key): entry for key, entry in value.items() if key != "distribution"}
    if "distribution" not in value:
        raise ValueError('a distribution written as a mapping needs its name, such as "distribution: exponential".')
    kind = _known(value["distribution"])
    if kind not in ("empirical", "trace"):
        return _from_named(kind, given, read)
    values = given.get("values")
    if kind == "trace":
        if set(given) != {"values"} or isinstance(values, str) or not isinstance(values, Sequence):
            raise ValueError(f'trace takes recorded values: {EXAMPLES["trace"]}, or "values: [5 min, 7 min]".')
        return _trace(values, read)
    if set(given) != {"values"} or not isinstance(values, Mapping):
        raise ValueError('empirical takes values with their shares: "values: {5 min: 0.5, 7 min: 0.5}".')
    return _empirical(list(values.items()), read)


def _from_named(kind: str, given: Mapping[str, object], read: Reader) -> Distribution:
    """Build from named parameters."""
    parameters = {**_OPTIONAL.get(kind, {})}
    for name, value in given.items():
        if name not in PARAMETERS[kind]:
            raise ValueError(f'{kind} has no "{cut(name)}". It takes {", ".join(PARAMETERS[kind])}: {EXAMPLES[kind]}.')
        parameters[name] = read_number(value) if name in _PLAIN else read(value)
    missing = [name for name in PARAMETERS[kind] if name not in parameters]
    if missing:
        raise ValueError(f"{kind} needs its {' and '.join(missing)}. Write {EXAMPLES[kind]}.")
    return _checked(kind, *(parameters[name] for name in PARAMETERS[kind]))


def _empirical(pairs: Sequence[tuple[object, ...]], read: Reader) -> Distribution:
    """Build a distribution of listed values, sorted by value, with their shares."""
    if not pairs or any(len(pair) != 2 or pair[0] == "" for pair in pairs):
        raise ValueError(f"empirical takes values with their shares. Write {EXAMPLES['empirical']}.")
    found = sorted((read(value), read_number(share)) for value, share in pairs)
    if any(share < 0 for _, share in found):
        raise ValueError("a share must not be negative.")
    total = math.fsum(share for _, share in found)
    if abs(total - 1) > TOLERANCE:
        hint = as_parts_of_one(share for _, share in found)
        raise ValueError(f"the shares of an empirical distribution must sum to 1, not {total:g}.{hint}")
    return Distribution("empirical", tuple(number for pair in found for number in pair))


def _trace(values: Sequence[object], read: Reader) -> Distribution:
    """Build what gives recorded values in their order."""
    if not values:
        raise ValueError(f"trace needs at least one value. Write {EXAMPLES['trace']}.")
    return Distribution("trace", tuple(read(value) for value in values))


def _checked(kind: str, *p: float) -> Distribution:
    """Check the ranges, and turn an Erlang into a gamma, a PERT into a beta distribution."""
    names = PARAMETERS[kind]
    for name, number in zip(names, p, strict=True):
        if name in {"shape", "scale", "sd", "cv", "a", "b", "k", "p", "step"} and number <= 0:
            raise ValueError(f"the {name} of {kind} must be above 0.")
        if name == "mean" and number <= 0 and kind != "normal":
            raise ValueError(f'the mean of {kind} must be above 0. For no time at all write "0 min".')
    if kind == "geometric" and not LEAST_PROBABILITY <= p[0] <= 1:
        raise ValueError(f"the p of geometric is a probability from {LEAST_PROBABILITY:g} to 1.")
    if "low" in names and p[names.index("low")] >= p[names.index("high")]:
        raise ValueError(f"low must be below high in {kind}: {EXAMPLES[kind]}.")
    if "mode" in names and not p[0] <= p[1] <= p[2]:
        raise ValueError(f"{kind} needs low <= mode <= high: {EXAMPLES[kind]}.")
    special: dict[str, Callable[..., Distribution]] = {"erlang": _erlang, "pert": _pert}
    return _with_sensible_mean(special[kind](*p) if kind in special else Distribution(kind, p))


def _with_sensible_mean(distribution: Distribution) -> Distribution:
    """Refuse a distribution of which single draws would be longer than the engine's clock can count."""
    try:
        mean = distribution.mean
    except OverflowError:
        mean = math.inf
    if not mean <= LONGEST_TIME:
        raise ValueError(f"the mean must not be longer than {LONGEST_TIME:.0e} s, about three centuries.")
    return distribution


def _erlang(k: float, mean: float) -> Distribution:
    """Give the gamma distribution of a sum of k exponential times with this mean in all."""
    if k != int(k):
        raise ValueError("the k of erlang must be a whole number: erlang(3, 10 min). Use gamma for others.")
    return Distribution("gamma", (k, mean / k))


def _pert(low: float, mode: float, high: float) -> Distribution:
    """Give the beta distribution of a PERT estimate, weight 4 on the mode (Malcolm et al. 1959)."""
    width = high - low
    return Distribution("beta", (1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, high))


def write_distribution(distribution: Distribution, write: Callable[[float], object] = write_time) -> object:
    """Write a distribution so that reading it gives the same one to the last bit: as a text, a trace as a mapping."""
    kind, numbers = distribution.kind, distribution.parameters
    if kind == "trace":
        return {"distribution": kind, "values": [write(number) for number in numbers]}
    if kind == "constant":
        return write(numbers[0])
    if kind == "empirical":
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return f"empirical({', '.join(f'{write(value)}: {share!r}' for value, share in pairs)})"
    parts = []
    for name, number in zip(PARAMETERS[kind], numbers, strict=True):
        if math.isfinite(number):
            parts.append(f"{name}={number!r}" if name in _PLAIN else f"{name}={write(number)}")
    return f"{kind}({', '.join(parts)})"
