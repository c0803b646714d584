"""Rooms: what import-linter cannot see, and that it looks at every room."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LAYERS = ["shipped", "scenario", "engine", "results", "costing", "study", "insight | twin | live", "lab", "cli"]
"""Lowest first, as docs/design.md has them; those not built yet too."""

CIMPORT = re.compile(
    r"^\s*from\s+(?:cython\.cimports\.)?flexsim\.(\w+)[\w.]*\s+c?import\b|^\s*cimport\s+flexsim\.(\w+)", re.MULTILINE
)


def rooms():
    """List the rooms that exist."""
    return sorted(path.name for path in (ROOT / "flexsim").iterdir() if (path / "__init__.py").exists())


def height(room):
    """Tell on which layer a room is."""
    return next(n for n, layer in enumerate(LAYERS) if room in layer.split(" | "))


def cimports():
    """Give every module of ours that uses another one in compiled code, with the other one's room."""
    for path in sorted((ROOT / "flexsim").rglob("*.pxd")) + sorted((ROOT / "flexsim").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        text = text if path.suffix == ".pxd" else "\n".join(re.findall(r".*cython\.cimports.*", text))
        for match in CIMPORT.finditer(text):
            yield path.relative_to(ROOT / "flexsim"), match[1] or match[2]


def test_compiled_code_uses_no_room_above_or_beside_its_own():
    found = list(cimports())
    assert found, "the engine's modules use each other, so there must be some"
    for path, room in found:
        own = path.parts[0]
        assert room == own or height(room) < height(own), f"{path} cimports from flexsim.{room}"


def test_every_room_stands_in_the_contracts():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract for contract in config["contracts"] if contract["type"] == "layers")
    listed = {name.strip() for layer in layers["layers"] for name in layer.split("|")}
    doors = {contract["allowed_importers"][0] for contract in config["contracts"] if contract["type"] == "protected"}
    assert layers["exhaustive"] is True
    for room in rooms():
        assert room in listed
        assert f"flexsim.{room}" in doors


@pytest.mark.parametrize(
    ("line", "room"),
    [
        ("from flexsim.engine.calendar cimport Calendar", "engine"),
        ("cimport flexsim.results.tables", "results"),
        ("    from cython.cimports.flexsim.engine.distributions import drawn_ticks", "engine"),
    ],
)
def test_an_arrow_in_compiled_code_is_seen(line, room):
    match = CIMPORT.search(line)
    assert (match[1] or match[2]) == room
