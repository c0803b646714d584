"""The page on the ledger shows what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flexsim.costing import KINDS, UNUSED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


def test_the_example_prints_what_the_page_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(block("python"), "docs/ledger.md", "exec"), {"__name__": "page"})
    assert capsys.readouterr().out == block("text")


def test_the_scenario_on_the_page_is_the_file() -> None:
    assert block("yaml") == (ROOT / "docs" / "two_stools.yaml").read_text(encoding="utf-8")


def test_every_kind_and_every_named_account_is_explained() -> None:
    explained = set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
    assert set(KINDS) <= explained
    assert set(UNUSED) <= explained
