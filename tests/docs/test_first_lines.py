"""Every scenario and study that is shipped names its schema in the first line, so that editors explain its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexsim.scenario import is_study, read_document
from flexsim.shipped import SCHEMA, STUDY_SCHEMA, folder
from tests.docs.pages import ROOT

FIRST = "# yaml-language-server: $schema="

SHIPPED = sorted(path for place in ("models", "experiments", "docs") for path in (ROOT / place).rglob("*.yaml"))


def test_nothing_is_left_out() -> None:
    names = {path.name for path in SHIPPED}
    assert names >= {"bicycle_mass.yaml", "lot_size_one.yaml", "assembly.yaml", "to_order.yaml", "two_stools.yaml"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_first_line_leads_to_the_schema_of_its_kind(path: Path) -> None:
    schema = folder("experiments") / STUDY_SCHEMA if is_study(read_document(path)) else folder("models") / SCHEMA
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(FIRST)
    assert (path.parent / first.removeprefix(FIRST)).resolve(strict=True) == schema.resolve()
