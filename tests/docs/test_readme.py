"""Pages that execute: what the README shows, works."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from flexsim.scenario import loads
from flexsim.study import simulate

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language: str) -> list[str]:
    """Give the README's blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {"__name__": "readme"})
    printed = capsys.readouterr().out
    assert "lead_time_h" in printed
    assert "Estimate(mean=" in printed


def test_the_scenario_example_runs() -> None:
    (example,) = blocks("yaml")
    assert simulate(loads(example)).measures["n_delivered"] > 100


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_pictures_on_pages_are_small() -> None:
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert os.path.getsize(picture) < 150_000, picture
