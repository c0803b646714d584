"""The page on logs shows what the program does, with the logs of the tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flexsim.twin import Assume, read_log
from flexsim.twin import clean as cleaned
from tests.docs.pages import ROOT, blocks, commands, examples, printed_by, printed_by_examples

PAGE = (ROOT / "docs" / "real_log.md").read_text(encoding="utf-8")
LOGS = ROOT / "tests" / "twin"


def test_commands_and_examples_print_what_the_page_shows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("traps.csv", "traps_columns.yaml", "full_weeks.yaml"):
        (tmp_path / name).symlink_to(LOGS / name)
    for command, lines in commands(PAGE):
        printed = printed_by(command).split("\n")
        assert [line for line in lines if line not in printed] == [], command
    assert printed_by_examples(PAGE) == [printed for _, printed in examples(PAGE)]


def test_the_map_on_the_page_is_the_file() -> None:
    assert [text for kind, text in blocks(PAGE) if kind == "yaml"] == [(LOGS / "traps_columns.yaml").read_text()]


def test_every_rule_and_every_assumption_is_explained() -> None:
    explained = set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
    rules = {rule.name for rule in cleaned(read_log(LOGS / "traps.csv", LOGS / "traps_columns.yaml")).rules}
    assert rules <= explained
    assert {f"assume.{name}" for name in Assume.__dataclass_fields__} <= explained
