"""The machine shop says what its script derives from the production log."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from flexsim.scenario import load
from flexsim.shipped import folder, model
from tests.docs.pages import ROOT, commands

DATA = os.environ.get("FLEXSIM_DATA")

needs_the_log = pytest.mark.skipif(
    not (DATA and Path(DATA, "production_log", "Production_Data.csv").is_file()),
    reason="the production log may not be handed on: set FLEXSIM_DATA to the folder above production_log/",
)


@pytest.fixture(name="script", scope="module")
def the_script() -> ModuleType:
    path = folder("models") / "derive" / "machine_shop.py"
    spec = importlib.util.spec_from_file_location("derive_machine_shop", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_the_log
def test_the_model_is_what_the_log_says(script: ModuleType) -> None:
    figures = script.Shop(script.read_log(Path(DATA or ""))).figures()
    assert len(figures) > 60
    shop = load(model("machine_shop"))
    assert shop.with_values(figures) == shop


@needs_the_log
def test_the_story_shows_what_the_script_prints(
    script: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["machine_shop.py", "--data", str(DATA)])
    assert script.main() == 0
    printed = capsys.readouterr().out.split("\n")
    page = (ROOT / "docs" / "models" / "machine_shop.md").read_text(encoding="utf-8")
    (lines,) = [lines for command, lines in commands(page) if command.startswith("python models/derive")]
    assert len(lines) == 6
    assert [line for line in lines if line not in printed] == []


def test_the_traps_of_the_log_are_read_right(script: ModuleType) -> None:
    assert script.minutes_of("006:19") == 6 * 60 + 19
    assert script.minutes_of("1899/12/31 01:49:00") == 25 * 60 + 49  # a day of the spreadsheet's calendar, and 1:49
    activities = {
        "Turning & Milling - Machine 4": "turn",
        "SETUP     Turning & Milling - Machine 5": "turn",
        "Turning & Milling Q.C.": "check",
        "Round  Q.C.": "check",
        "Final Inspection Q.C.": "inspect",
        "Grinding Rework - Machine 27": "grind_round",
        "Packing": None,
    }
    assert {name: script.operation_of(name) for name in activities} == activities


def test_overlapping_reports_are_covered_once(script: ModuleType) -> None:
    import pandas as pd

    begins = pd.to_datetime(["2012-01-02 08:00", "2012-01-02 08:30", "2012-01-02 12:00"])
    reports = pd.DataFrame({"start": begins, "minutes": [60, 90, 30]})
    assert script.hours_covered(reports) == 2.5  # 08:00 to 10:00, 12:00 to 12:30


def test_figures_that_differ_are_told(
    script: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A log by hand: two orders a band, two hours of set-up, ten minutes a piece: little is as in the model."""
    head = (
        "Case ID,Activity,Resource,Start Timestamp,Complete Timestamp,Span,Work Order  Qty,Part Desc.,Worker ID,"
        "Report Type,Qty Completed,Qty Rejected,Qty for MRB,Rework\n"
    )
    places = ("Turning", "Turning Q.C.", "Laser", "Flat Grinding", "Lapping", "Round Grinding", "Final Inspection Q.C.")
    rows = []
    for number, pieces in enumerate((6, 60, 600) * 2):
        for hour, place in enumerate(places, start=8):
            for kind, minutes in {"S": 120, "D": 10 * pieces, "B": 30}.items():
                span, day = f"{minutes // 60:03d}:{minutes % 60:02d}", f"2012/01/1{number} {hour:02d}:00:00"
                rows.append(f"Case {number},{place},{place},{day},,{span},{pieces},X,ID1,{kind},{pieces},0,0,")
    (tmp_path / "Production_Data.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    figures = script.Shop(script.read_log(tmp_path)).figures()
    assert figures["demand.few.every"] == "exponential(1008.0 h)"  # two in twelve weeks
    assert figures["products.few.operations.turn.set_up"] == "lognormal(120 min, cv=0)"
    assert figures["work_centres.turning.failures.breakdown.every"] == "exponential(37 h)"  # 2 x 666 x 10 min / 6
    assert figures["products.hundreds.operations.turn.run"] == "lognormal(10 min, cv=0)"
    monkeypatch.setattr("sys.argv", ["machine_shop.py", "--data", str(tmp_path)])
    assert script.main() == 1
    assert "differ from the model's" in capsys.readouterr().out
