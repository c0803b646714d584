"""YAML, JSON and TOML: what is read, what is refused, and how soon."""

import json
import time

import pytest

from flexsim.scenario import ScenarioError, load, loads
from flexsim.scenario.reading import read_json, read_json_or_yaml, read_toml, read_yaml
from tests.scenario.shops import TEXT, changed, problems_in


def value(text):
    return read_yaml(f"key: {text}", "text").data["key"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("2026-01-05", "2026-01-05"),
        ("1/3", "1/3"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("3", 3),
        ("-3", -3),
        ("+3", 3),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        (".inf", float("inf")),
        ("'3'", "3"),
        ('"true"', "true"),
        ("!!str 3", "3"),
        ("12 min", "12 min"),
        ("1.2.3", "1.2.3"),
        ("1" * 30, int("1" * 30)),
    ],
)
def test_yaml_is_read_by_the_core_schema_of_yaml_1_2(text, expected):
    assert value(text) == expected
    assert type(value(text)) is type(expected)


def test_keys_are_texts_as_they_are_written():
    assert read_yaml("{1: a, no: b, 010: c, true: d, ~: e}", "text").data == {
        "1": "a",
        "no": "b",
        "010": "c",
        "true": "d",
        "~": "e",
    }


def test_every_key_and_entry_has_its_line():
    document = read_yaml("a: 1\nb:\n  - x\n  - c:\n      d: 2\n", "text")
    data = document.data
    assert document.line_of(data, "b") == 2
    assert document.line_of(data["b"], 1) == 4
    assert document.line_of(data["b"][1]["c"], "d") == 5


def test_an_alias_stands_for_what_its_anchor_marks():
    assert read_yaml("a: &x {b: 1}\nc: *x\nd: &y 3\ne: *y\n", "text").data == {
        "a": {"b": 1},
        "c": {"b": 1},
        "d": 3,
        "e": 3,
    }


def test_a_key_that_is_there_twice_is_refused_with_both_lines_and_its_path():
    text = TEXT.replace("        at: robot\n", "        at: robot\n        run: 3 min\n")
    assert problems_in(text) == [
        "line 14  products.bike.operations.weld.run: this key is there already, on line 11. Leave one of them out."
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'the text is empty. A scenario begins with "flexsim: 1".'),
        ("# nothing\n", 'the text is empty. A scenario begins with "flexsim: 1".'),
        ("- 1\n- 2\n", 'the text is no mapping of keys to values. A scenario begins with "flexsim: 1".'),
        ("hello", 'the text is no mapping of keys to values. A scenario begins with "flexsim: 1".'),
        ("a: {b: 1\nc: 2\n", "line 2  this is not YAML: did not find expected ',' or '}', "
         "while parsing a flow mapping that begins on line 1."),
        ("a: 1\n\tb: 2\n", "line 2  this is not YAML: found a tab character that violates indentation, "
         "while scanning a plain scalar that begins on line 1."),
        ("a: 1\n---\nb: 2\n", 'line 2  a second document begins here ("---"). One file holds one scenario.'),
        ("a: !!python/object:os.system {}\n", 'line 1  tags such as "tag:yaml.org,2002:python/object:os.system" '
         "have no meaning here. Leave it out."),
        ("a: !!int 3\n", 'line 1  tags such as "tag:yaml.org,2002:int" have no meaning here. Leave it out.'),
        ("a: &x [*x]\n", 'line 1  the anchor "&x" is not complete before this alias.'),
        ("a: *x\n", 'line 1  the anchor "&x" is not complete before this alias.'),
        ("? [1, 2]\n: 3\n", "line 1  a key is a name, not a list or a mapping."),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 'line 3  c.<<: merge keys ("<<") do not belong to YAML 1.2. Write the keys out.'),
        ("a: 1\nb: \x00\n", "line 2  this is not YAML: character 0x00 stands in no text."),
        ("a:\n\tb: 2\n", "line 2  this is not YAML: no value begins like this. Indent with spaces, not tabs; "
         "texts that begin with @, ` or % need quotes."),
    ],
)  # fmt: skip
def test_text_that_is_no_scenario_is_refused_in_words(text, message):
    assert problems_in(text) == [message]


def test_anchors_that_explode_are_refused_at_once():
    """Ten levels of ten aliases each stand for 10^10 values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    began = time.process_time()
    assert problems_in("\n".join(lines)) == ["line 6  more than 400,000 values."]
    assert time.process_time() - began < 1


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "{a: " * 5_000, "- " * 50_000])
def test_deep_nesting_is_refused_at_once(text):
    began = time.process_time()
    assert problems_in(text)[0] in (
        "line 1  more than 40 levels of nesting.",
        "line 1  this is not YAML: exceeded maximum nesting depth, while increasing flow level that begins on line 1.",
    )
    assert time.process_time() - began < 1


@pytest.mark.parametrize("brackets", ["[" * 100_000, '{"a":' * 100_000])
def test_deep_nesting_in_json_is_refused(brackets):
    with pytest.raises(ScenarioError, match="more than 40 levels of nesting"):
        read_json(brackets, "text")
    with pytest.raises(ScenarioError, match="more than 40 levels of nesting"):
        read_json("[" * 60 + "]" * 60, "text")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    began = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert str(caught.value) == (
        f"{file} has 1 problem\n  the file is larger than 8 MB. Long lists of orders belong in a CSV file beside it."
    )
    assert time.process_time() - began < 1
    with pytest.raises(ScenarioError, match="longer than 8 MB"):
        loads("x" * 8_000_001)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("shop.yaml", TEXT.encode("utf-16"), "the file is in UTF-16 or UTF-32. Save it as UTF-8."),
        ("shop.yaml", TEXT.encode("utf-16-le"), "the file is in UTF-16 or UTF-32. Save it as UTF-8."),
        ("shop.yaml", TEXT.encode("utf-16-be"), "the file is in UTF-16 or UTF-32. Save it as UTF-8."),
        ("shop.yaml", TEXT.encode("utf-32"), "the file is in UTF-16 or UTF-32. Save it as UTF-8."),
        ("shop.yaml", TEXT.encode("utf-32-be"), "the file is in UTF-16 or UTF-32. Save it as UTF-8."),
        ("shop.yaml", b"flexsim: 1\nname: M\xfcller\n", "the file is not UTF-8 (line 2, byte 0xfc). Save it as UTF-8."),
        ("shop.yaml", b"", 'the text is empty. A scenario begins with "flexsim: 1".'),
        ("shop.txt", b"flexsim: 1", "the name of a scenario ends with .yaml, .json or .toml."),
        ("shop.json", b'{"flexsim": 1,\n}', "line 2  this is not JSON: Expecting property name enclosed in double quotes."),
        ("shop.json", b'{"b": {"a": 1,\n\t"a": 2}}', "line 2  b.a: this key is there already, on line 1. Leave one of them out."),
        ("shop.toml", b"a = 1\nb = \n", "line 2  this is not TOML: Invalid value (at line 2, column 5)."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path, name, content, message):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert str(caught.value) == f"{file} has 1 problem\n  {message}"


def test_a_file_that_is_not_there_is_looked_for_among_its_neighbours(tmp_path):
    (tmp_path / "my_shop.yaml").write_text(TEXT)
    with pytest.raises(ScenarioError, match=r'there is no such file. Nearest: "my_shop.yaml".'):
        load(tmp_path / "my_shap.yaml")
    with pytest.raises(ScenarioError, match="there is no such file"):
        load(tmp_path / "no_folder" / "my_shop.yaml")


def test_a_byte_order_mark_is_no_problem(tmp_path):
    file = tmp_path / "shop.yaml"
    file.write_bytes(TEXT.encode("utf-8-sig"))
    assert load(file) == loads(TEXT)


def test_json_has_lines_when_something_is_wrong(tmp_path):
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(changed({"horizon": "4"}), indent=1))
    with pytest.raises(ScenarioError, match=r'line 3  horizon = "4": a time needs a unit. Write "4 min".'):
        load(file)


def test_toml_has_lines_when_something_is_wrong(tmp_path):
    file = tmp_path / "shop.toml"
    file.write_text(
        'flexsim = 1\n[products.bench.operations."saw it"]\nat = "saw"\nrun = "3"\n'
        '[demand.custom]\nproduct = "bench"\nat = ["0 min"]\n[work_centres]\nsaw.units = 0\n'
    )
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert [str(problem) for problem in caught.value.problems] == [
        'line 4  products.bench.operations.saw it.run = "3": a time needs a unit. Write "3 min".',
        "line 9  work_centres.saw.units = 0: must be at least 1.",
    ]


def test_what_begins_with_a_brace_may_be_json_or_yaml():
    assert read_json_or_yaml('{"a": 1}', "text").data == {"a": 1}
    assert read_json_or_yaml("{a: 1}", "text").data == {"a": 1}
    assert read_toml("a = 1", "text").data == {"a": 1}


IN_BRACES = """\
flexsim: 1
horizon: 4 wk
products:
  box:
    operations:
      cut: {at: saw, run: lognormal(20 min, cv=0.5), set_up: uniform(3 min, 9 min), unload: "uniform(1 min, 2 min)"}
      dip: {at: saww, after: cut, run: normal(10 min, 2 min,
            low=0 min)}
      dry: {at: saw, after: dip, set_up: uniform(4 min, run: 5 min}
demand: {shop: {product: box, every: 1 h}}
work_centres: {saw: {}}
"""


def test_a_decimal_comma_inside_braces_is_told_with_all_that_is_wrong_besides():
    """Shares and times go on with what is meant; digits that have a blank before them or a value are keys."""
    text = DECIMAL_COMMAS.replace("saw: {}", "saw: {unit: 1}")
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    assert [str(problem) for problem in caught.value.problems] == [
        'line 5  products.box.options.wood.oak = 0,4: decimals have a point: write "0.4".',
        'line 5  products.box.options.wood.pine = 0,6: decimals have a point: write "0.6".',
        'line 5  products.box.options.lid.flat = 0,5: decimals have a point: write "0.5".',
        'line 5  products.box.options.lid.round = 0,5: decimals have a point: write "0.5".',
        'line 7  products.box.operations.cut.run = 3,5 min: decimals have a point: write "3.5 min".',
        'line 9  work_centres.saw.unit = 1: unknown key. Nearest: "units".',
    ]
    assert read_yaml("{a: 0, 4, b: 1,5: 2, c: [0,4]}", "x").data == {"a": 0, "4": None, "b": 1, "5": 2, "c": [0, 4]}


DECIMAL_COMMAS = """\
flexsim: 1
horizon: 1 wk
products:
  box:
    options: {wood: {oak: 0,4, pine: 0,6}, lid: {flat: 0,5, round: 0,5}}
    operations:
      cut: {at: saw, run: 3,5 min}
demand: {shop: {product: box, every: 1 h}}
work_centres: {saw: {}}
"""


def test_a_comma_inside_braces_ends_a_value_and_is_told_with_all_that_is_wrong_besides():
    """Three values are put together again; the fourth has a key behind it that has a value, so it only breaks off."""
    said = "inside braces a comma ends the value. Write it in quotes, as here."
    assert problems_in(IN_BRACES) == [
        f'line 6  products.box.operations.cut.run = "lognormal(20 min, cv=0.5)": {said}',
        f'line 6  products.box.operations.cut.set_up = "uniform(3 min, 9 min)": {said}',
        f'line 7  products.box.operations.dip.run = "normal(10 min, 2 min, low=0 min)": {said}',
        'line 7  products.box.operations.dip.at = "saww": no work centre has this name. Nearest: "saw".',
        'line 9  products.box.operations.dry.set_up = "uniform(4 min": a time is a number and a unit, such as "12 min".',
    ]


def test_a_comma_inside_braces_is_told_in_the_file_that_has_it_and_of_a_setting(tmp_path):
    (tmp_path / "base.yaml").write_text(IN_BRACES)
    own = tmp_path / "own.yaml"
    own.write_text("extends: base.yaml\n")
    with pytest.raises(ScenarioError) as caught:
        load(own, settings=["demand.shop={product: box, every: uniform(1 h, 2 h)}"])
    assert 'demand.shop.every = "uniform(1 h, 2 h)": inside braces' in str(caught.value)
    with pytest.raises(ScenarioError) as caught:
        load(own)
    assert 'base.yaml line 6  products.box.operations.cut.run = "lognormal(20 min, cv=0.5)"' in str(caught.value)


def test_a_colon_inside_braces_is_no_yaml_and_quotes_are_advised():
    text = IN_BRACES.replace("lognormal(20 min, cv=0.5)", "empirical(5 min: 0.5, 7 min: 0.5)")
    assert problems_in(text) == [
        "line 6  this is not YAML: did not find expected ',' or '}', while parsing a flow mapping that begins on line 6. "
        "A value inside braces that has a comma or a colon in it needs quotes."
    ]
