"""Quantities with units, such as "12 min" or "30 EUR/h", and plain numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from flexsim.scenario.errors import joined, shown

SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "wk": 604800.0}
"""Seconds of each unit of time."""

UNITS = {
    "a time": SECONDS,
    "an amount of money": {"EUR": 1.0},
    "a rate of money": {"EUR/h": 1.0},
    "an amount of money a day": {"EUR/d": 1.0},
    "a price of floor space": {"EUR/m2/yr": 1.0},
    "a rate of interest": {"%/yr": 1.0},
    "a number of years": {"yr": 1.0},
    "an area": {"m2": 1.0},
    "a power": {"kW": 1.0},
    "a mass": {"kg": 1.0},
    "a length": {"m": 1.0},
}
"""What can be measured, and how much each of its units is."""

LONGEST_TIME = 1e10
"""Seconds: a thousandth of what 63 bits of microseconds hold, so that sums of times fit too."""

LONGEST_QUANTITY = 80
"""Characters of a number with its unit: a double has at most 24."""

LARGEST_AMOUNT = 1e12
"""Euros, or euros an hour: no shop floor costs more, and cents are still told apart in sums."""

EXAMPLES = {
    "a time": "min",
    "an amount of money": "EUR",
    "a rate of money": "EUR/h",
    "an amount of money a day": "EUR/d",
    "a price of floor space": "EUR/m2/yr",
    "a rate of interest": "%/yr",
    "a number of years": "yr",
    "an area": "m2",
    "a power": "kW",
    "a mass": "kg",
    "a length": "m",
}

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+", re.ASCII)
_QUANTITY = re.compile(rf"({_NUMBER})\s*([A-Za-z%€$][A-Za-z0-9/%€$]*)?", re.ASCII)


def read_quantity(value: object, kind: str) -> float:
    """Read a number with its unit.

    Parameters
    ----------
    value : object
        What the file says, such as ``"8.47 min"``.
    kind : str
        What is measured: a key of `UNITS`.

    Returns
    -------
    float
        The number times the size of its unit (rule T1), computed in doubles.

    Raises
    ------
    ValueError
        If the unit is missing, unknown or of another kind, or the number is negative or not finite.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        _not_negative(value, kind)
        raise ValueError(f'{kind} needs a unit. Write "{value:g} {EXAMPLES[kind]}".')
    match = _QUANTITY.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= LONGEST_QUANTITY else None
    if match is None:
        raise ValueError(f'{kind} is a number and a unit, such as "12 {EXAMPLES[kind]}".')
    number, unit = match.groups()
    if unit is None:
        raise ValueError(f'{kind} needs a unit. Write "{number} {EXAMPLES[kind]}".')
    return _not_negative(float(number) * _size(number, unit, kind), kind)


def _size(number: str, unit: str, kind: str) -> float:
    """Look up how much one of this unit is."""
    units = UNITS[kind]
    if unit in units:
        return units[unit]
    other = next((other for other, sizes in UNITS.items() if unit in sizes), None)
    what = f'"{unit}" is the unit of {other}' if other else f'unknown unit "{unit}"'
    raise ValueError(f'{what}. {kind[0].upper()}{kind[1:]} has {joined(list(units))}: "{number} {_meant(unit, kind)}".')


def _meant(unit: str, kind: str) -> str:
    """Guess the unit that was meant by another spelling of it."""
    spellings = {"m": "min", "w": "wk", "€": "EUR", "€/h": "EUR/h"}
    if unit in spellings and spellings[unit] in UNITS[kind]:
        return spellings[unit]
    small = unit.lower()
    for known in UNITS[kind]:
        if small.startswith(known.lower()) or (known == "wk" and small.startswith("week")):
            return known
    return EXAMPLES[kind]


def _not_negative(amount: float, kind: str) -> float:
    """Let pass what is finite and not below zero."""
    if not is_finite(amount):
        raise ValueError(f"{kind} must be a finite number.")
    if amount < 0:
        raise ValueError(f"{kind} must not be negative.")
    if kind == "a time" and amount > LONGEST_TIME:
        raise ValueError(f"a time must not be longer than {LONGEST_TIME:.0e} s, about three centuries.")
    if amount > LARGEST_AMOUNT:
        raise ValueError(f"{kind} must not be above {LARGEST_AMOUNT:.0e}.")
    return amount + 0.0


def is_finite(number: float) -> bool:
    """Tell whether a number is one that doubles can hold."""
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def write_quantity(size: float, unit: str) -> str:
    """Write a quantity so that it is read as the same double."""
    number = int(size) if size == int(size) else repr(size)
    return f"{number} {unit}"


def write_time(seconds: float) -> str:
    """Write a time in the largest unit of which it is a whole number, so that it is read as the same double."""
    for unit in ("wk", "d", "h", "min"):
        if seconds and seconds % SECONDS[unit] == 0:
            return write_quantity(seconds / SECONDS[unit], unit)
    return write_quantity(seconds, "s")


def read_time(value: object) -> float:
    """Read a time, in seconds."""
    return read_quantity(value, "a time")


def read_money(value: object) -> float:
    """Read an amount of money, in euros."""
    return read_quantity(value, "an amount of money")


def read_rate(value: object) -> float:
    """Read a rate of money, in euros per hour."""
    return read_quantity(value, "a rate of money")


def read_rate_a_day(value: object) -> float:
    """Read an amount of money for every day, in euros a day."""
    return read_quantity(value, "an amount of money a day")


def read_price_of_space(value: object) -> float:
    """Read what a square metre costs, in euros a year."""
    return read_quantity(value, "a price of floor space")


def read_interest(value: object) -> float:
    """Read a rate of interest, in per cent a year."""
    if (
        isinstance(value, float) and 0 < value < 1
    ):  # a share is meant: the likely unit would make it a hundredth of that
        raise ValueError(f'a rate of interest is in per cent a year. Write "{100 * value:g} %/yr".')
    return read_quantity(value, "a rate of interest")


def read_years(value: object) -> float:
    """Read a number of years."""
    return read_quantity(value, "a number of years")


def read_area(value: object) -> float:
    """Read an area, in square metres."""
    return read_quantity(value, "an area")


def read_number(value: object) -> float:
    """Read a number that has no unit."""
    if isinstance(value, str):
        return _number_in(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("a number is needed.")
    if not is_finite(value):
        raise ValueError("a finite number is needed.")
    return float(value)


def as_parts_of_one(shares: Iterable[float]) -> str:
    """Remind of what shares are, where some are above 1 and so may be meant in per cent."""
    above = [share for share in shares if share > 1]
    return f" Shares are parts of 1: {above[0]:g} % is written {above[0] / 100:g}." if above else ""


def _number_in(text: str) -> float:
    """Read a number written as text, as in the arguments of a distribution."""
    match = _QUANTITY.fullmatch(text.strip()) if len(text) <= LONGEST_QUANTITY else None
    if match is None:
        hint = " Decimals have a point." if _DECIMAL_COMMA.fullmatch(text.strip()) else ""
        raise ValueError(f"{shown(text)} is not a number.{hint}")
    if match[2] == "%":
        raise ValueError(f'shares are written as parts of 1: "{float(match[1]) / 100:g}".')
    if match[2]:
        raise ValueError(f'a plain number belongs here: leave out the unit "{match[2]}".')
    number = float(match[1])
    if not math.isfinite(number):
        raise ValueError(f"{shown(text)} is not a finite number.")
    return number
