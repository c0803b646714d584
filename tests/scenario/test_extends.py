"""Scenarios that build on others: what is merged, what is taken out, and how mistakes are told."""

import json
import os
import sys

import pytest

from flexsim.scenario import ScenarioError, load, loads
from flexsim.scenario.building_on import LONGEST_CHAIN
from tests.scenario.shops import TEXT


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.yaml").write_text(TEXT)
    return tmp_path


def write(folder, text, name="shop.yaml"):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def problems(path):
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return [str(problem) for problem in caught.value.problems]


def test_mappings_merge_and_all_else_is_replaced(folder):
    path = write(
        folder,
        "flexsim: 1\nextends: base.yaml\nhorizon: 8 wk\n"
        "work_centres: {booth: {units: 3}}\n"
        "workers: {Ann: {skills: [welding]}, Eve: {team: makers, skills: [painting]}}\n"
        "demand: {shop: {at: [5 min]}}\n",
    )
    meant = (
        TEXT.replace("4 wk", "8 wk")
        .replace("units: 2", "units: 3")
        .replace("skills: [welding, painting]", "skills: [welding]")
        .replace("at: [0 min, 12 min]", "at: [5 min]")
        .replace("shifts:\n  day", "  Eve: {team: makers, skills: [painting]}\nshifts:\n  day")
    )
    assert load(path) == loads(meant)
    assert load(path).hash == loads(meant).hash


def test_null_takes_a_key_out(folder):
    path = write(folder, "flexsim: 1\nextends: base.yaml\nworkers: {Bob: null}\nwork_centres: {robot: {failures: }}\n")
    scenario = load(path)
    assert list(scenario.workers) == ["Ann"]
    assert scenario.work_centres["robot"].failures == {}
    assert scenario.work_centres["robot"].shifts == "day"


def test_a_part_with_only_defaults_may_be_added(folder):
    path = write(folder, "flexsim: 1\nextends: base.yaml\nteams: {cleaners: {}}\n")
    assert list(load(path).teams) == ["cleaners", "makers"]


def test_nothing_can_be_taken_out_that_is_not_there(folder):
    path = write(folder, "flexsim: 1\nextends: base.yaml\nworkers:\n  Bop: null\n")
    assert problems(path) == [
        'line 4  workers.Bop: there is no "Bop" to be taken out. For one that has only defaults write "Bop: {}". '
        'Nearest: "Bob".'
    ]


def test_the_place_of_a_value_does_not_matter_to_the_hash(folder):
    child = write(folder, "flexsim: 1\nextends: base.yaml\nname: Child\n")
    grandchild = write(folder, "flexsim: 1\nextends: shop.yaml\n", "grandchild.yaml")
    assert (
        load(grandchild).hash == load(child).hash == loads(TEXT.replace("flexsim: 1", "flexsim: 1\nname: Child")).hash
    )


def test_every_mistake_is_told_with_the_file_and_line_where_it_stands(folder):
    write(folder, TEXT.replace("units: 2", "units: 0").replace("wage: 30 EUR/h", "wage: 30"), "base.yaml")
    path = write(
        folder,
        "flexsim: 1\nextends: base.yaml\nworkers:\n  Bob: {team: maker}\n  Eve: {team: makers}\nhorizon: 3\n",
    )
    assert problems(path) == [
        'line 4  workers.Bob.team = "maker": no team has this name. Nearest: "makers".',
        'line 5  workers.Eve: "skills" is missing.',
        'line 6  horizon = 3: a time needs a unit. Write "3 min".',
        "base.yaml line 32  work_centres.booth.units = 0: must be at least 1.",
        'base.yaml line 36  workers.Ann.wage = 30: a rate of money needs a unit. Write "30 EUR/h".',
    ]


def test_a_value_set_right_above_is_not_held_against_the_file_below(folder):
    write(folder, TEXT.replace("units: 2", "units: 0"), "base.yaml")
    path = write(folder, "flexsim: 1\nextends: base.yaml\nwork_centres: {booth: {units: 2}}\n")
    assert load(path) == loads(TEXT)


@pytest.mark.parametrize("ending", ["json", "toml"])
def test_files_of_other_formats_build_on_each_other(folder, ending):
    text = {
        "json": json.dumps({"flexsim": 1, "extends": "base.yaml", "work_centres": {"booth": {"units": 0}}}, indent=1),
        "toml": 'flexsim = 1\nextends = "base.yaml"\n[work_centres.booth]\nunits = 0\n',
    }[ending]
    path = write(folder, text, f"shop.{ending}")
    line = {"json": 6, "toml": 4}[ending]
    assert problems(path) == [f"line {line}  work_centres.booth.units = 0: must be at least 1."]
    top = write(folder, f"flexsim: 1\nextends: shop.{ending}\nwork_centres: {{booth: {{units: 4}}}}\n", "top.yaml")
    assert load(top).work_centres["booth"].units == 4


def test_a_file_in_a_folder_below_names_its_own_neighbours(folder):
    (folder / "common").mkdir()
    write(folder, "order,arrival\nX,1 h\n", "common/orders.csv")
    write(folder, TEXT.replace("every: exponential(20 min)", "orders: orders.csv"), "common/first.yaml")
    write(folder, "flexsim: 1\nextends: first.yaml\n", "common/second.yaml")
    path = write(folder, "flexsim: 1\nextends: common/second.yaml\n")
    assert [order.name for order in load(path).demand["custom"].orders] == ["X"]
    write(folder, "order,arrival\nX,1\n", "common/orders.csv")
    assert problems(path) == [
        'common/orders.csv line 2  demand.custom.orders[0].arrival = "1": a time needs a unit. Write "1 min".'
    ]


def test_what_aliases_repeat_is_merged_in_one_place_only(folder):
    write(
        folder,
        TEXT.replace("robot: {team", "robot: &one {team").replace("booth: {team: makers, units: 2}", "booth: *one"),
        "base.yaml",
    )
    path = write(folder, "flexsim: 1\nextends: base.yaml\nwork_centres: {booth: {units: 3}}\n")
    assert {name: centre.units for name, centre in load(path).work_centres.items()} == {"booth": 3, "robot": 1}


def test_a_circle_is_named(folder):
    write(folder, TEXT + "extends: c.yaml\n", "base.yaml")
    write(folder, "flexsim: 1\nextends: shop.yaml\n", "c.yaml")
    path = write(folder, "flexsim: 1\nextends: base.yaml\n")
    assert problems(path) == [
        'c.yaml line 2  extends = "shop.yaml": the file would build on itself. '
        "shop.yaml, base.yaml and c.yaml build on each other."
    ]
    alone = write(folder, TEXT + "extends: alone.yaml\n", "alone.yaml")
    assert problems(alone) == ['line 40  extends = "alone.yaml": the file would build on itself.']


def test_a_chain_has_an_end(folder):
    for n in range(1, LONGEST_CHAIN):
        write(folder, f"flexsim: 1\nextends: {f'f{n - 1}' if n > 1 else 'base'}.yaml\n", f"f{n}.yaml")
    last = f"f{LONGEST_CHAIN - 1}.yaml"
    assert load(write(folder, f"flexsim: 1\nextends: {last}\n")) == loads(TEXT)
    write(folder, "flexsim: 1\nextends: shop.yaml\n", "longer.yaml")
    assert problems(folder / "longer.yaml") == [
        f'f1.yaml line 2  extends = "base.yaml": more than {LONGEST_CHAIN} files build on each other.'
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("bass.yaml", 'extends = "bass.yaml": there is no such file beside the scenario.'),
        ("../base.yaml", 'extends = "../base.yaml": the file must lie beside the scenario or in a folder below'),
        ("/etc/passwd", 'extends = "/etc/passwd": the file must lie beside the scenario or in a folder below'),
        ("orders.csv", 'extends = "orders.csv": the name of a scenario ends with .yaml, .json or .toml.'),
        ("[base.yaml]", 'extends = ["base.yaml"]: the name of one scenario file is needed, such as "extends: base.yaml".'),
        ("", 'extends = null: the name of one scenario file is needed, such as "extends: base.yaml".'),
        ("list.yaml", 'extends = "list.yaml": this file is no mapping of keys to values.'),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_followed_is_refused(folder, written, message):
    write(folder, "order,arrival\n", "orders.csv")
    write(folder, "- 1\n", "list.yaml")
    (found,) = problems(write(folder, f"flexsim: 1\nextends: {written}\n"))
    assert found.startswith(f"line 2  {message}")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_folder_is_not_followed(folder):
    (folder / "inside").mkdir()
    os.symlink(folder / "base.yaml", folder / "inside" / "base.yaml")
    (found,) = problems(write(folder, "flexsim: 1\nextends: base.yaml\n", "inside/shop.yaml"))
    assert "links are not followed" in found


def test_a_file_that_cannot_be_read_is_named(folder):
    write(folder, "flexsim: 1\nteams: [\n", "base.yaml")
    path = write(folder, "flexsim: 1\nextends: base.yaml\n")
    (found,) = problems(path)
    assert found.startswith("base.yaml line 3  this is not YAML")
    (folder / "base.yaml").write_bytes(b"\xff\xfeabc")
    assert problems(path) == ['line 2  extends = "base.yaml": the file is in UTF-16 or UTF-32. Save it as UTF-8.']


def test_a_version_that_is_not_known_is_told_alone_and_for_every_file(folder):
    newer = "flexsim: 2\nwork_centers: {}\n"
    assert problems(write(folder, newer)) == ["line 1  flexsim = 2: this program reads version 1 of the format."]
    write(folder, newer, "base.yaml")
    assert problems(write(folder, "flexsim: 1\nextends: base.yaml\n")) == [
        "base.yaml line 1  flexsim = 2: this program reads version 1 of the format."
    ]


def test_a_text_without_a_folder_builds_on_nothing(folder):
    text = "flexsim: 1\nextends: base.yaml\n"
    with pytest.raises(ScenarioError, match="a scenario that is not in a folder cannot name files"):
        loads(text)
    assert loads(text, folder=folder) == loads(TEXT)


def test_a_changed_copy_needs_no_file_any_more(folder):
    scenario = load(write(folder, "flexsim: 1\nextends: base.yaml\n"))
    (folder / "base.yaml").unlink()
    assert scenario.with_values({"horizon": "8 wk"}).demand == scenario.demand
