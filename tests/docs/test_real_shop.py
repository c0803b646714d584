"""The page about the real shop shows what its command prints, all of it, and no number that is not printed.

After a change that moves figures on purpose, look at the differences and write page and pictures anew:
``FLEXSIM_WRITE_PAGES=1 python -m pytest tests/docs/test_real_shop.py``.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.helpers import call
from tests.docs.pages import ROOT, blocks, numbers, prose

PAGE = ROOT / "docs" / "real_shop.md"
PICTURES = ("gap", "work_in_progress", "splits")

LOG = Path(os.environ.get("FLEXSIM_DATA", ""), "production_log", "Production_Data.csv")

WRITE = os.environ.get("FLEXSIM_WRITE_PAGES") == "1"

OF_THE_LOG = {"2012", "2014"}
"""When it was reported, and published."""

TEXT = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)


def results(printed: str) -> list[str]:
    """Give what is printed, result by result."""
    told = printed.split("Written to ")[0]
    return [f"{result.rstrip()}\n" for result in re.split(r"\n(?=Result \d: )", told)]


@pytest.mark.skipif(
    not LOG.is_file(),
    reason="the production log may not be handed on: set FLEXSIM_DATA to the folder above production_log/",
)
def test_the_page_shows_the_four_results_as_they_are_printed(tmp_path: Path) -> None:
    done = call("demo", "machine-shop", "--data", LOG.parent, "--out", tmp_path)
    assert done.exit_code == 0, done.output
    printed = results(done.stdout)
    if WRITE:
        sections = iter(printed)
        PAGE.write_text(TEXT.sub(lambda _: next(sections), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        for name in PICTURES:
            shutil.copy(tmp_path / "compared" / f"{name}.png", ROOT / "docs" / "pictures" / f"machine_shop_{name}.png")
    assert [text for kind, text in blocks(PAGE.read_text(encoding="utf-8")) if kind == "text"] == printed


def test_every_number_of_the_page_is_printed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = "".join(text for _, text in blocks(page))
    assert sorted(numbers(prose(page)) - numbers(shown) - OF_THE_LOG) == []


def test_the_page_says_what_was_wanted_and_whether_it_was_reached() -> None:
    (said,) = re.findall(r"^error: median (\S+) %, .* \(wanted: a median of at most (\d+) %\)$", PAGE.read_text(), re.M)
    assert float(said[0]) <= float(said[1])
