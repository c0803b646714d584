"""``flexsim new``: a file to start from, that runs, and never takes the place of another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flexsim import load
from flexsim.shipped import SCHEMA, STUDY_SCHEMA
from flexsim.study import read_study, replicate
from tests.cli.helpers import call


def test_a_new_scenario_is_commented_checked_and_runs(tmp_path: Path) -> None:
    done = call("new", tmp_path / "my_shop")
    path = tmp_path / "my_shop.yaml"
    assert done.exit_code == 0, done.output
    assert f"flexsim run {path}" in done.stdout
    assert path.read_text().count("#") > 20
    assert call("check", path).exit_code == 0
    ran = call("run", path, "--replications", "2", "--workers", "1")
    assert ran.exit_code == 0
    assert "my_shop: 2 replications" in ran.stdout
    assert "Note" not in ran.stdout  # it copes: hardly an order is open at the end


def test_a_new_scenario_is_neither_idle_nor_overloaded(tmp_path: Path) -> None:
    call("new", tmp_path / "shop")
    found = replicate(load(tmp_path / "shop.yaml"), 5)
    # by hand: 56 orders a week, each (8 + 17.3 and oak 21.3: 20) + (5 + 20 + changeovers up to 6) + 45 x 1/0.98 min, of
    # 3 people x 40 h: between 75 and 95 %
    assert 0.7 < found.estimate("team_utilisation[shop]").mean < 0.95
    assert found.estimate("n_in_progress").mean < 0.05 * found.estimate("n_orders").mean
    assert found.estimate("unit_cost_eur").mean > 50


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("mine")
    for name in ("shop", "shop.yaml"):
        done = call("new", tmp_path / name)
        assert done.exit_code == 1
        assert f"{path}: there is such a file already" in done.stderr
        assert path.read_text() == "mine"
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "nowhere")
    assert call("new", tmp_path / "link").exit_code == 1
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", ["Müller & Söhne", 'O\'Brien "best"', "a: b # c", "$HOME", "x.y", "{title}", "no"])
def test_whatever_a_file_is_called_it_loads_under_that_name(tmp_path: Path, name: str) -> None:
    done = call("new", tmp_path / name)
    assert done.exit_code == 0, done.output
    assert load(tmp_path / f"{name}.yaml").name == name


@pytest.mark.parametrize("name", ["", ".yaml", " ", "two\nlines"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("new", name)
    assert done.exit_code in (1, 2), done.output
    assert "Traceback" not in done.output
    assert done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = call("new", tmp_path / "none" / "shop")
    assert done.exit_code == 1
    assert f"{tmp_path / 'none' / 'shop.yaml'}: there is no folder {tmp_path / 'none'}." in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "Permission denied" in call("new", locked / "shop").stderr


def test_editors_find_the_schema_beside_a_new_scenario(tmp_path: Path) -> None:
    done = call("new", tmp_path / "shop")
    schema = tmp_path / SCHEMA
    assert (tmp_path / "shop.yaml").read_text().startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert schema.read_text() == call("schema").stdout
    assert f"shop.yaml is written, and {SCHEMA} for editors." in done.stdout
    again = call("new", tmp_path / "another")
    assert again.exit_code == 0
    assert again.stderr == ""
    assert "another.yaml is written. Next" in again.stdout


def test_a_different_schema_stays_as_it_is_and_is_told(tmp_path: Path) -> None:
    schema = tmp_path / SCHEMA
    schema.write_text("mine")
    done = call("new", tmp_path / "shop")
    assert done.exit_code == 0
    assert f"{schema} is there already and is not of this version of flexsim; it stays as it is." in done.stderr
    assert schema.read_text() == "mine"
    assert call("check", tmp_path / "shop.yaml").exit_code == 0
    schema.unlink()
    schema.symlink_to(tmp_path / "nowhere")
    assert "it stays as it is" in call("new", tmp_path / "other").stderr
    assert not (tmp_path / "nowhere").exists()
    schema.unlink()
    schema.mkdir()
    assert "it stays as it is" in call("new", tmp_path / "third").stderr


def test_a_new_study_is_commented_checked_and_answers_its_question(tmp_path: Path) -> None:
    done = call("new", "--study", tmp_path / "my_study")
    path = tmp_path / "my_study.yaml"
    assert done.exit_code == 0, done.output
    assert f"flexsim compare {path}" in done.stdout
    assert path.read_text().count("#") > 15
    checked = call("check", path)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert call("check", tmp_path / "my_study_shop.yaml").exit_code == 0
    found = call("compare", path, "--workers", "1")
    assert found.exit_code == 0
    assert "specialists is cheaper than all_rounders by " in found.stdout
    # three people are 81 % busy with 56 orders a week, so with a fifth more one is hired, and not more than one
    assert "shop (people)                  4" in found.stdout
    assert "Note" not in found.stdout


def test_what_stands_in_comments_of_a_new_study_may_be_taken_in(tmp_path: Path) -> None:
    call("new", "--study", tmp_path / "my_study")
    path = tmp_path / "my_study.yaml"
    keys = ("# cases:", "#   as it is:", "#   quick set-ups:", "# sweep:")
    text = path.read_text()
    assert all(f"\n{key}" in text for key in keys)
    path.write_text("\n".join(line[2:] if line.startswith(keys) else line for line in text.split("\n")))
    study = read_study(path)
    assert [(one.case, one.point) for one in study.contests][::3] == [("as it is", "5 min"), ("quick set-ups", "5 min")]
    assert len(study.cells) == 2 * 3 * 2


def test_a_new_study_takes_the_place_of_no_file(tmp_path: Path) -> None:
    (tmp_path / "s_shop.yaml").write_text("mine")
    done = call("new", "--study", tmp_path / "s")
    assert done.exit_code == 1
    assert f"{tmp_path / 's_shop.yaml'}: there is such a file already; it stays as it is." in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["s_shop.yaml"]
    assert (tmp_path / "s_shop.yaml").read_text() == "mine"


@pytest.mark.parametrize(
    "name", ["Müller & Söhne", 'O\'Brien "best"', "a: b # c", "$HOME", "x.y", "{title}", "{shop}", "no"]
)
def test_whatever_a_study_is_called_it_is_read_under_that_name(tmp_path: Path, name: str) -> None:
    done = call("new", "--study", tmp_path / name)
    assert done.exit_code == 0, done.output
    study = read_study(tmp_path / f"{name}.yaml")
    assert study.name == name
    assert study.alternatives["specialists"].scenario.name == f"{name}_shop"


def test_editors_find_both_schemas_beside_a_new_study(tmp_path: Path) -> None:
    call("new", "--study", tmp_path / "s")
    assert (tmp_path / "s.yaml").read_text().startswith(f"# yaml-language-server: $schema={STUDY_SCHEMA}\n")
    assert (tmp_path / STUDY_SCHEMA).read_text() == call("schema", "--study").stdout
    assert (tmp_path / SCHEMA).read_text() == call("schema").stdout
    (tmp_path / STUDY_SCHEMA).write_text("mine")
    done = call("new", "--study", tmp_path / "t")
    assert f"To have its place taken: flexsim schema --study > {tmp_path / STUDY_SCHEMA}" in done.stderr
    assert (tmp_path / STUDY_SCHEMA).read_text() == "mine"
