"""The page of the experiments: what it shows of a study is what the command prints, and its numbers are in there.

Studies take up to some minutes. After a change that moves figures on purpose, look at what the commands print and
put the lines that are worth showing on the page.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from flexsim.shipped import experiment, experiments
from flexsim.study import read_study
from tests.docs.pages import ROOT, blocks, commands, numbers, printed_by, prose

PAGE = ROOT / "docs" / "experiments.md"

COMMANDS = list(commands(PAGE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("command", "lines"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_commands_print_what_the_page_shows(
    command: str, lines: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("experiments", "models"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    printed = iter(printed_by(command).split("\n"))
    assert [line for line in lines if line not in printed] == []  # in the order of the page


def test_every_number_of_the_page_is_printed_or_stated() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = "".join(text for _, text in blocks(page))
    files = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "experiments").rglob("*.yaml"))]
    known = numbers(shown) | numbers("".join(files))
    assert sorted(numbers(prose(page)) - known) == []


def test_every_experiment_is_on_the_page() -> None:
    shown = " ".join(command for command, _ in COMMANDS)
    assert [name for name in experiments() if f"experiments/{name}.yaml" not in shown] == []


@pytest.mark.parametrize("name", experiments())
def test_every_experiment_says_what_it_asks_and_leaves_out(name: str) -> None:
    study = read_study(experiment(name))
    assert study.name
    assert study.question
    assert study.leaves_out
