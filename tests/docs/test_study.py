"""The page on studies shows what the program reads and prints."""

from __future__ import annotations

import os

import pytest

from flexsim.study.study_format import WrittenAlternative, WrittenStudy, WrittenSweep
from tests.docs.pages import ROOT, blocks, written_anew

PAGE = ROOT / "docs" / "study.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_study_on_the_page_is_the_file() -> None:
    assert ("yaml", (ROOT / "docs" / "stools" / "study.yaml").read_text(encoding="utf-8")) in blocks(TEXT)


def test_every_key_is_explained() -> None:
    for part in (WrittenStudy, WrittenAlternative, WrittenSweep):
        for key in part.file_keys():
            assert f"`{key}`" in TEXT, key


def test_commands_and_examples_print_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = written_anew(TEXT)
    if os.environ.get("FLEXSIM_WRITE_PAGES"):
        PAGE.write_text(found, encoding="utf-8")
    assert found == TEXT
