"""The schema of studies for editors: current, complete, and right about studies."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from flexsim.scenario import Part, read_document
from flexsim.shipped import STUDY_SCHEMA, experiment, experiments, folder
from flexsim.study import read_study
from flexsim.study.study_format import WrittenStudy
from flexsim.study.study_schema import PARTS, as_text, keys_of, schema
from tests.docs.pages import ROOT
from tests.scenario.json_schema import errors
from tests.study.studies import BENCHES, study_in

WHOLE = schema()

SHIPPED = [*(experiment(name) for name in experiments()), ROOT / "docs" / "stools" / "study.yaml"]

EVERYTHING: dict[str, Any] = {
    "$schema": STUDY_SCHEMA,
    "flexsim_study": 1,
    "name": None,
    "question": "Does a second bench pay?",
    "scenario": "shop.yaml",
    "set": {"work_centres.bench.rate": "7 EUR/h"},
    "alternatives": {
        "one": None,
        "two": {
            "set": {"work_centres.bench": {"units": 2}},
            "decide": {
                "demand.shop.lot_size": [1, 5],
                "demand.shop.quantity": {"from": 1, "to": 1},
                "both": {"set": ["products.box.material"], "values": ["3 EUR", "4.5 EUR"]},
            },
        },
    },
    "cases": {"level": None, "dear": {"set": {"products.box.material": "9 EUR"}}},
    "sweep": {"set": "work_centres.bench.buffer", "values": [3, 4], "alternatives": "two"},
    "service": {"priced": True},
    "replications": {"selection": 2},
    "short_runs": 3,
    "measures": ["utilisation[bench]"],
    "prices": {"work_centres.bench.rate": {"low": "3 EUR/h", "high": "9 EUR/h"}},
    "confidence": 0.9,
}
"""Every key that a study may have, some with nothing behind them."""


def wrong(data: object) -> list[str]:
    return list(errors(data, WHOLE, WHOLE))


def test_the_schema_is_current() -> None:
    """After a change of the keys: make pages."""
    assert Path(folder("experiments"), STUDY_SCHEMA).read_text(encoding="utf-8") == as_text()


def test_every_part_of_a_study_is_described() -> None:
    own = {part for part in Part.__subclasses__() if part.__module__ == "flexsim.study.study_format"}
    assert {WrittenStudy, *PARTS} == own


@pytest.mark.parametrize("part", [WrittenStudy, *PARTS], ids=lambda part: part.__name__)
def test_every_key_has_a_sentence(part: type[Part]) -> None:
    keys = keys_of(part)
    assert tuple(key.name for key in keys) == part.file_keys()
    assert all(key.sentence.endswith(".") and "\n" not in key.sentence for key in keys)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_studies_are_as_the_schema_says(path: Path) -> None:
    assert wrong(read_document(path).data) == []


@pytest.mark.parametrize("name", experiments())
def test_experiments_name_the_schema_in_their_first_line(name: str) -> None:
    assert experiment(name).read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={STUDY_SCHEMA}\n")


def test_a_study_with_every_key_is_read_and_as_the_schema_says(tmp_path: Path) -> None:
    assert set(EVERYTHING) | {"leaves_out", "seed"} == set(WHOLE["properties"])
    assert wrong(EVERYTHING) == []
    path = study_in(tmp_path).with_suffix(".json")
    path.write_text(json.dumps(EVERYTHING))
    study = read_study(path)
    assert (study.service.target, study.selection, study.confirmation) == (None, 2, 30)
    assert len(study.contests) == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("flexsim_study: 1", "flexsim_study: 2"),
        ("question:", "qestion:"),
        ("target: 0.5", "target: 95"),
        ("{target: 0.5}", "0.95"),
        ("confirmation: 4", "confirmation: 1"),
        ("confirmation: 4", "confirmations: 4"),
        ("seed: 3", "seed: -1"),
        ("seed: 3", "confidence: 1"),
        ("one: {}", "one: {scenario: 7}"),
        ("one: {}", "one: {set: 4}"),
        ("one: {}", "one: {decide: {a: 3}}"),
        ("one: {}", "one: {decide: {a: {form: 1, to: 3}}}"),
        ("seed: 3", "sweep: {values: [1, 2]}"),
        ("seed: 3", "sweep: {set: a.b, values: []}"),
        ("seed: 3", "prices: {a.b: {low: 3 EUR}}"),
        ("seed: 3", "cases: {busy: {sett: {}}}"),
    ],
)
def test_an_editor_marks_slips(tmp_path: Path, old: str, new: str) -> None:
    assert old in BENCHES
    assert wrong(read_document(study_in(tmp_path)).data) == []
    assert wrong(read_document(study_in(tmp_path, BENCHES.replace(old, new))).data)


def test_hover_text_has_meaning_and_default() -> None:
    parts = WHOLE["$defs"]
    assert parts["replications"]["properties"]["confirmation"]["description"] == (
        "Runs of each side, from which all figures come; none of them has been used for choosing. Default: 30."
    )
    assert parts["service"]["properties"]["target"]["description"].endswith("Default: 0.95, unless it is priced.")
    assert WHOLE["properties"]["alternatives"]["description"].endswith("Must be stated.")


def test_defaults_in_the_schema_change_nothing(tmp_path: Path) -> None:
    study = {"flexsim_study": 1, "scenario": "shop.yaml", "alternatives": {"as_it_is": None}}
    stated = {key: said["default"] for key, said in WHOLE["properties"].items() if "default" in said}
    assert set(stated) == {"seed", "short_runs", "confidence"}
    usual = {key: said["default"] for key, said in WHOLE["$defs"]["replications"]["properties"].items()}
    with_defaults = {**study, **stated, "replications": usual, "service": {"target": 0.95, "priced": False}}
    one, other = (read_study(study_in(tmp_path, json.dumps(data))) for data in (study, with_defaults))
    assert one == other


def test_the_schema_is_json_that_names_no_other_place() -> None:
    assert json.loads(as_text()) == WHOLE
    assert set(re.findall(r'"\$ref": "([^"]*)"', as_text())) == {f"#/$defs/{name}" for name in WHOLE["$defs"]}
