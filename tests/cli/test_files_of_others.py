"""Tables and pictures of a former result are none of the next one in the same folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flexsim.cli import keeping
from flexsim.cli.own_files import BEFORE, THIS, begin_result, digest_of, end_result, listed_files, note_files
from tests.cli.helpers import call, written
from tests.study.studies import BENCHES, SHOP, study_in

OF_A_RUN = {"gantt", "utilisation", "work_in_progress", "unit_cost", "lead_time_by_cause", "lead_times"}
OF_A_STUDY = {"cost_by_kind", "service", "tornado_two"}


def pictures(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.png")}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()} - {"flexsim_files.csv"}


def done(*arguments: str | Path) -> None:
    found = call(*arguments)
    assert found.exit_code == 0, found.output


def test_a_result_takes_away_what_others_drew_before_it(tmp_path: Path) -> None:
    out, shop = tmp_path / "out", written(tmp_path)
    done("run", shop, "--out", out, "--pictures")
    assert pictures(out) == OF_A_RUN
    study = study_in(tmp_path)
    done("compare", study, "--workers", "1", "--out", out, "--pictures")
    assert pictures(out) == OF_A_STUDY
    study.write_text(BENCHES.replace("two:", "three:"))
    done("compare", study, "--workers", "1", "--out", out, "--pictures")
    assert pictures(out) == OF_A_STUDY - {"tornado_two"} | {"tornado_three"}
    done("run", shop, "--out", out)
    assert pictures(out) == set()


def test_a_folder_holds_the_files_of_one_result_and_lists_them(tmp_path: Path) -> None:
    out, shop, study = tmp_path / "out", written(tmp_path), study_in(tmp_path, shop=SHOP)
    commands = (
        ("run", shop, "--out", out, "--record", "events"),
        ("compare", study, "--workers", "1", "--out", out, "--pictures"),
        ("compare", shop, tmp_path / "shop.yaml", "--out", out),
        ("run", shop, "--out", out),
    )
    for number, command in enumerate(commands):
        done(*command)
        alone = tmp_path / f"alone_{number}"
        done(*(alone if one == out else one for one in command))
        assert names(out) == names(alone) == set(listed_files(out))
        assert all(one == (digest_of(out / name), THIS) for name, one in listed_files(out).items())
    assert {"orders.csv", "run.json"} <= names(out)
    assert names(out).isdisjoint({"events.csv", "verdict.txt", "sides.parquet", "comparison.csv"})


def test_what_a_user_put_there_or_changed_stays(tmp_path: Path) -> None:
    out, shop = tmp_path / "out", written(tmp_path)
    out.mkdir()
    shutil.copy(Path(__file__), out / "photo.png")
    done("run", shop, "--out", out, "--pictures")
    shutil.copy(out / "gantt.png", out / "gantt_of_monday.png")
    (out / "unit_cost.png").write_bytes(b"painted over")
    (out / "events.csv").write_text("read by me\n")
    (out / "lead_times.png").unlink()
    (out / "lead_times.png").symlink_to("gantt_of_monday.png")
    for _ in range(2):
        done("run", shop, "--out", out)
        assert pictures(out) == {"photo", "gantt_of_monday", "unit_cost", "lead_times"}
        assert (out / "unit_cost.png").read_bytes() == b"painted over"
        assert (out / "events.csv").read_text() == "read by me\n"
        assert not (out / "events.parquet").exists()


def test_a_study_that_says_nothing_takes_nothing_away(tmp_path: Path) -> None:
    out, shop = tmp_path / "out", written(tmp_path)
    done("run", shop, "--out", out, "--pictures")
    before = names(out)
    study = study_in(tmp_path, BENCHES.replace("target: 0.5", "target: 95"))
    assert call("compare", study, "--out", out, "--pictures").exit_code == 2
    assert names(out) == before


def test_until_a_result_is_whole_that_before_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends a run between its first tables and its last figures: nothing is lost, and the next one tidies up."""
    out, shop = tmp_path / "out", written(tmp_path)
    done("run", shop, "--out", out, "--pictures")
    before = names(out)

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(keeping, "write_report", full)
        assert call("run", shop, "--seed", "9", "--out", out).exit_code != 0
    assert names(out) == before
    assert {listed_files(out)[name].result for name in ("gantt.png", "events.csv")} == {BEFORE}
    assert listed_files(out)["orders.csv"] == (digest_of(out / "orders.csv"), THIS)
    done("run", shop, "--out", out)
    assert pictures(out) == set()
    assert "events.csv" not in names(out)


@pytest.mark.parametrize(
    "text",
    [
        "name,price,of\nmine.csv,{digest},this\n",
        "file,blake2b,result\n../mine.csv,{digest},this\n",
        "file,blake2b,result\n{folder}/mine.csv,{digest},this\n",
        "file,blake2b,result\nmine.csv\n",
        "file,blake2b,result\nmine.csv,0,this\n",
        "",
    ],
)
def test_a_list_that_is_not_ours_leads_nowhere(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for folder in (tmp_path, out):
        (folder / "mine.csv").write_bytes(b"mine")
    (out / "flexsim_files.csv").write_text(text.format(digest=digest_of(out / "mine.csv"), folder=tmp_path))
    begin_result(out)
    (out / "new.csv").write_bytes(b"new")
    note_files([out / "new.csv"], out)
    end_result(out)
    assert (tmp_path / "mine.csv").exists()
    assert (out / "mine.csv").exists()
    assert set(listed_files(out)) == {"new.csv"}
