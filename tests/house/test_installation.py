"""Installing: what is locked is what is needed, and nothing says where it comes from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LOCK = (ROOT / "constraints.txt").read_text(encoding="utf-8")
TOOLS = (ROOT / "constraints-dev.txt").read_text(encoding="utf-8")


def normalised(name):
    """Write the name of a package as indexes do."""
    return re.sub(r"[-_.]+", "-", name).lower()


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def releases(lock):
    return set(re.findall(r"^([\w.-]+==.*?) *\\$", lock, re.MULTILINE))


def test_everything_that_is_needed_is_locked():
    extras = project()["optional-dependencies"]
    to_run = [*project()["dependencies"], *extras["build"]]
    for lock, requirements in ((LOCK, to_run), (TOOLS, [*to_run, *extras["dev"]])):
        locked = {normalised(release.split("==")[0]) for release in releases(lock)}
        assert locked >= {normalised(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


def test_what_runs_is_tested_in_the_same_releases():
    assert releases(LOCK) < releases(TOOLS)


@pytest.mark.parametrize(("lock", "least"), [(LOCK, 20), (TOOLS, 50)], ids=["run", "tools"])
def test_every_locked_release_has_its_hashes_and_no_address(lock, least):
    blocks = re.split(r"\n(?=\S)", lock.strip())
    locked = [block for block in blocks if not block.startswith("#")]
    assert len(locked) > least
    assert all("--hash=sha256:" in block for block in locked)
    assert "://" not in lock
    assert "index" not in lock


def test_the_package_asks_for_lower_bounds_only():
    """Upper bounds of a library make it impossible to install beside others; the lock pins what we test."""
    for requirement in project()["dependencies"]:
        assert re.fullmatch(r"[\w.-]+>=[\d.]+", requirement), requirement
