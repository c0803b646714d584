"""The stories of the models: every number on them is one that a command prints or a model states.

After a change that moves figures on purpose, look at the differences and write the pages anew:
``FLEXSIM_WRITE_PAGES=1 python -m pytest tests/docs/test_stories.py``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flexsim.shipped import model, models
from tests.docs.pages import (
    ROOT,
    blocks,
    commands,
    examples,
    numbers,
    printed_by,
    printed_by_examples,
    prose,
    written_anew,
)

STORIES = sorted((ROOT / "docs" / "models").glob("*.md"))

WRITE = os.environ.get("FLEXSIM_WRITE_PAGES") == "1"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_commands_and_examples_print_what_the_story_shows(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # commands find the models here, and write here
    (tmp_path / "models").symlink_to(ROOT / "models")
    if WRITE:
        path.write_text(written_anew(path.read_text(encoding="utf-8")), encoding="utf-8")
    page = path.read_text(encoding="utf-8")
    shown = [(command, lines) for command, lines in commands(page) if command.startswith("flexsim")]
    assert shown
    for command, lines in shown:
        printed = printed_by(command).split("\n")
        assert [line for line in lines if line not in printed] == [], command
    assert printed_by_examples(page) == [printed for _, printed in examples(page)]


@pytest.mark.parametrize("name", models())
def test_every_number_of_a_story_is_stated_by_its_model_or_printed(name: str) -> None:
    page = (ROOT / "docs" / "models" / f"{name}.md").read_text(encoding="utf-8")
    shown = "".join(text for _, text in blocks(page))
    known = numbers(shown) | numbers(model(name).read_text(encoding="utf-8"))
    assert sorted(numbers(prose(page)) - known) == []
