"""The page of all keys and the schema for editors: current, complete, and right about scenarios."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given

from flexsim.scenario import Scenario, ScenarioError, from_mapping, load, loads
from flexsim.scenario.describing import PARTS, keys_of, schema_of, words_of
from flexsim.scenario.fields import Part
from flexsim.scenario.page import PAGE, page
from flexsim.scenario.reading import read_yaml
from flexsim.scenario.schema import as_text, schema
from flexsim.shipped import SCHEMA, folder
from tests.scenario.json_schema import errors
from tests.scenario.shops import TEXT, changed
from tests.scenario.test_lists import IN_FILES, WRITTEN_OUT
from tests.scenario.test_round_trip import SETTINGS, scenarios

MODELS = sorted(folder("models").glob("*.yaml"))


WHOLE = schema()


def wrong(data):
    return list(errors(data, WHOLE, WHOLE))


def test_the_page_is_current():
    """After a change of the models: make pages."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_list_on_the_page_goes_with_the_scenario_on_the_page(tmp_path):
    (text,) = re.findall(r"```yaml\n(workers:\n  from: .*?)```", page(), re.DOTALL)
    (rows,) = re.findall(r"```csv\n(.*?)```", page(), re.DOTALL)
    (tmp_path / "workers.csv").write_text(rows)
    rest = "flexsim: 1\nproducts: {box: {operations: {cut: {at: saw, run: 1 min}}}}\nwork_centres: {saw: {}}\n"
    rest += "demand: {shop: {product: box, every: 1 h, count: 1}}\n"
    shifts = 'teams: {makers: {}}\nshifts: {day: {mon-fri: "08:00-16:00"}}\n'
    (tmp_path / "shop.yaml").write_text(rest + shifts + text)
    workers = load(tmp_path / "shop.yaml").workers
    assert {name: worker.wage for name, worker in workers.items()} == {"Ann": 40, "Bob": 45}
    assert {skill: level.time for skill, level in workers["Bob"].skills.items()} == {"painting": 1.1, "welding": 1}


def test_the_schema_is_current():
    """After a change of the models: make pages."""
    assert Path(folder("models"), SCHEMA).read_text(encoding="utf-8") == as_text()


def test_every_part_of_a_scenario_is_described():
    assert set(PARTS) == {part for part in Part.__subclasses__() if part.__module__.startswith("flexsim.scenario.")}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_that_messages_name_is_described_with_what_it_is_and_its_default(part):
    keys = {key.name: key for key in keys_of(part)}
    hidden = {"parts", "work_centre"} if part.__name__ in ("Step", "Alternative") else set()
    assert {re.split("[, ]", name)[0] for name in part.file_keys()} - set(keys) - hidden <= {
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mon-fri", "daily"
    }  # fmt: skip
    for key in keys.values():
        assert key.sentence[0].isupper()
        assert key.sentence.endswith(".")
        assert words_of(key.type)
        assert schema_of(key.type)


def test_a_field_without_a_sentence_or_a_kind_is_refused():
    class Oven(Part):
        heat: complex = 0

    with pytest.raises(LookupError, match=r"Oven\.heat needs a sentence below it"):
        keys_of(Oven)
    for say in (schema_of, words_of):
        with pytest.raises(LookupError, match="nobody has said what"):
            say(complex)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_names_the_schema_and_is_as_it_says(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert (path.parent / SCHEMA).is_file()
    assert wrong(read_yaml(text, path.name).data) == []


@SETTINGS
@given(scenarios())
def test_what_loads_is_as_the_schema_says(data):
    assert wrong(data) == []
    scenario = from_mapping(data)
    for text in (scenario.dump(), scenario.dump(full=True)):
        assert wrong(read_yaml(text, "a dump").data) == []


@pytest.mark.parametrize(
    "text", [TEXT, IN_FILES, WRITTEN_OUT, "flexsim: 1\nextends: other.yaml\nworkers: {Ann: null}\n"]
)
def test_files_that_name_files_are_as_the_schema_says(text):
    assert wrong(read_yaml(text, "a file").data) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("flexsim", 2),
        ("horizont", "3 wk"),
        ("horizon", "3"),
        ("horizon", "3 EUR"),
        ("work_centres.booth.units", 0),
        ("work_centres.booth.dispatch", "LIFO"),
        ("work_centres.booth.rate", 3),
        ("work_centres.booth.changeover", {"fix": "3 min"}),
        ("products.bike.operations.weld.rn", "3 min"),
        ("products.bike.operations.weld.run", "exponental(3 min)"),
        ("products.bike.operations.weld.yield", 1.5),
        ("products.bike.operations.weld.attention", {"run": 0.4}),
        ("products.bike.options.frame", "city"),
        ("workers.Ann.skills", {"welding": {"tme": 1}}),
        ("shifts.day", {"mo": ["08:00-12:00"]}),
        ("demand.custom.quantity", {"von": 1}),
    ],
)
def test_an_editor_marks_slips(path, value):
    assert wrong(changed({})) == []
    assert wrong(changed({path: value}))


def test_hover_text_has_meaning_unit_and_default():
    keys = schema()["$defs"]["WorkCentre"]["properties"]
    assert keys["move_to"]["description"] == (
        "Time a lot takes to come here from another work centre or from outside. Units: s, min, h, d, wk. "
        'Default: "0 s".'
    )
    assert keys["units"]["default"] == 1
    assert keys["rate"]["description"].endswith('Unit: EUR/h. Default: "0 EUR/h".')
    assert schema()["$defs"]["Stream"]["properties"]["stream"]["description"].endswith("Default: its own name.")


def test_defaults_in_the_schema_are_those_of_the_models():
    """Each key of a work centre, stated with the default that the schema names, changes nothing."""
    scenario = loads(TEXT)
    for key, said in schema()["$defs"]["WorkCentre"]["properties"].items():
        if "default" in said and key not in ("units",):
            assert scenario.with_values({f"work_centres.booth.{key}": said["default"]}).hash == scenario.hash, key


def test_the_page_tells_of_every_key_once_with_its_unit():
    text = page()
    (row,) = re.findall(r"^\| `break_below` .*$", text, re.MULTILINE)
    assert row.split(" | ")[2:4] == ["s, min, h, d, wk", "`1 h`"]
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == len(PARTS) + 5
    for anchor in re.findall(r"\]\(#([^)]+)\)", text):
        titles = [title.lower().replace(" ", "-") for title in re.findall(r"^## (.*)$", text, re.MULTILINE)]
        assert anchor in titles


def test_the_schema_is_json_that_names_no_other_place():
    assert json.loads(as_text()) == json.loads(json.dumps(schema()))
    assert set(re.findall(r'"\$ref": "([^"]*)"', as_text())) <= {f"#/$defs/{name}" for name in schema()["$defs"]}
    assert Scenario.__name__ not in schema()["$defs"]


def test_a_json_file_may_name_its_schema():
    data = {"$schema": SCHEMA, **changed({})}
    assert wrong(data) == []
    assert loads(json.dumps(data)) == loads(TEXT)
    with pytest.raises(ScenarioError) as caught:
        loads(json.dumps({**data, "horizon": "4"}, indent=1))
    assert [problem.line for problem in caught.value.problems] == [4]
