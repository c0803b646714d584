"""Run a random floor through the engine and through the oracle, and say where they first part.

``python -m tests.reference.duel LEVEL FROM TO`` runs the floors of these seeds and prints every disagreement; with
``replay`` behind it, floors of this kind with records to be replayed.
"""

import hashlib
import json
import sys

from flexsim.engine import EngineError
from flexsim.engine import Stall as EngineStall

from . import floors, oracle
from .oracle_state import Stall
from .random_floors import random_floor
from .random_replays import replay_floor

MOST_ROWS = 3
STALL, OVERFLOW = "a stall", "no address for a draw"


def seed_from(*parts):
    """A seed from a test's name and the place in its loop, so that nobody picks one."""
    return int.from_bytes(hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=4).digest(), "little")


def disagreement(seed, level, make=random_floor):
    """What differs on this random floor; None if nothing does."""
    found = disagreement_on(make(seed, level))
    return found and f"{make.__name__}({seed}, {level}):\n{found}"


def disagreement_on(floor):
    """What differs on this floor; None if nothing does."""
    expected, found = outcome(oracle.simulate, floor), outcome(floors.simulate, floor)
    return None if expected == found else "\n".join(differences(expected, found))


def outcome(simulate, floor):
    """The outcome as JSON has it, or how the run ended otherwise."""
    try:
        return json.loads(json.dumps(simulate(floor)))
    except (Stall, EngineStall):
        return STALL
    except (OverflowError, EngineError):
        return OVERFLOW


def differences(expected, found):
    """One paragraph for each part of the outcome that differs."""
    if isinstance(expected, str) or isinstance(found, str):
        return [f"oracle: {in_brief(expected)}, engine: {in_brief(found)}"]
    parts = [key for key in expected if expected[key] != found.get(key)]
    return [line for key in parts for line in (f"{key}:", *rows_that_differ(key, expected[key], found.get(key)))]


def in_brief(result):
    return result if isinstance(result, str) else "an outcome"


def rows_that_differ(key, expected, found):
    """The first rows, by time, that only one of the two has."""
    sides = (("oracle", as_rows(expected), as_rows(found)), ("engine", as_rows(found), as_rows(expected)))
    for side, own, others in sides:
        only_here = sorted((row for row in own if row not in others), key=lambda row: when(key, row))
        yield from (f"  {side} {row}" for row in only_here[:MOST_ROWS])


def as_rows(part):
    """A part of an outcome as a list: rows, or pairs of a mapping, or one number."""
    if isinstance(part, dict):
        return [list(pair) for pair in part.items()]
    return part if isinstance(part, list) else [part]


def when(key, row):
    """Stretches by their beginning, what left by its tick, everything else as it comes."""
    return row[-2:] if key == "stretches" else row[-1:] if key == "left" else []


def main():
    level, first, last = map(int, sys.argv[1:4])
    make = replay_floor if "replay" in sys.argv else random_floor
    found = [text for seed in range(first, last) if (text := disagreement(seed, level, make))]
    print(*found, f"{len(found)} of {last - first} floors differ", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
