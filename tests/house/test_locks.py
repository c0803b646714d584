"""The two locks: what `make` installs is stated as whole as pip asks for it."""

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([a-z0-9.-]+)(?:\[([a-z,]+)\])?==", flags=re.M)


def pinned(lock):
    """Names with the extras that a lock states for them."""
    return {name: set(filter(None, extras.split(","))) for name, extras in PINNED.findall((ROOT / lock).read_text())}


def asked_for(names):
    """Extras that the packages of a lock ask of each other."""
    for name in names:
        try:
            stated = map(Requirement, requires(name) or ())
        except PackageNotFoundError:  # for another platform
            continue
        yield from (one for one in stated if one.extras and (one.marker is None or one.marker.evaluate({"extra": ""})))


@pytest.mark.parametrize("lock", ["constraints.txt", "constraints-dev.txt"])
def test_extras_are_pinned_with_their_package(lock):
    """Else pip takes a newer release for the package with its extras, as soon as there is one, and then refuses it."""
    known = pinned(lock)
    assert len(known) > 20
    for one in asked_for(known):
        assert one.extras <= known[one.name], f"{lock} must pin {one.name}[{','.join(one.extras)}]: run make lock"


def test_both_locks_pin_the_same_releases():
    run, tools = (
        dict(re.findall(r"^([a-z0-9.-]+)\S*?==(\S+)", (ROOT / lock).read_text(), flags=re.M))
        for lock in ("constraints.txt", "constraints-dev.txt")
    )
    assert run.items() <= tools.items()
