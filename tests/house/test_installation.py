"""Installing: what is locked is what is needed, and nothing says where it comes from."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

LOCK = (ROOT / "constraints.txt").read_text(encoding="utf-8")


def normalised(name):
    """Write the name of a package as indexes do."""
    return re.sub(r"[-_.]+", "-", name).lower()


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_everything_that_is_needed_is_locked():
    locked = {normalised(name) for name in re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)}
    extras = project()["optional-dependencies"]
    for requirement in [*project()["dependencies"], *extras["dev"]]:
        assert normalised(re.match(r"[\w.-]+", requirement)[0]) in locked


def test_every_locked_release_has_its_hashes_and_no_address():
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    releases = [block for block in blocks if not block.startswith("#")]
    assert len(releases) > 30
    assert all("--hash=sha256:" in block for block in releases)
    assert "://" not in LOCK
    assert "index" not in LOCK


def test_the_package_asks_for_lower_bounds_only():
    """Upper bounds of a library make it impossible to install beside others; the lock pins what we test."""
    for requirement in project()["dependencies"]:
        assert re.fullmatch(r"[\w.-]+>=[\d.]+", requirement), requirement
