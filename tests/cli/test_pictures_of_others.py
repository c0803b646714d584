"""Pictures of a former result are no pictures of the next one in the same folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flexsim.cli.drawing import clear_pictures, digest_of, listed_pictures
from tests.cli.helpers import call, written
from tests.study.studies import BENCHES, study_in

OF_A_RUN = {"gantt", "utilisation", "work_in_progress", "unit_cost", "lead_time_by_cause", "lead_times"}
OF_A_STUDY = {"cost_by_kind", "service", "tornado_two"}


def pictures(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.png")}


def done(*arguments: str | Path) -> None:
    found = call(*arguments)
    assert found.exit_code == 0, found.output


def test_a_result_takes_away_what_others_drew_before_it(tmp_path: Path) -> None:
    out, shop = tmp_path / "out", written(tmp_path)
    done("run", shop, "--out", out, "--pictures")
    assert pictures(out) == OF_A_RUN
    study = study_in(tmp_path)
    done("compare", study, "--workers", "1", "--out", out, "--pictures")
    assert pictures(out) == OF_A_STUDY == {name.removesuffix(".png") for name in listed_pictures(out)}
    study.write_text(BENCHES.replace("two:", "three:"))
    done("compare", study, "--workers", "1", "--out", out, "--pictures")
    assert pictures(out) == OF_A_STUDY - {"tornado_two"} | {"tornado_three"}
    done("run", shop, "--out", out)
    assert pictures(out) == set()
    assert not (out / "pictures.csv").exists()


def test_what_a_user_put_there_or_changed_stays(tmp_path: Path) -> None:
    out, shop = tmp_path / "out", written(tmp_path)
    out.mkdir()
    shutil.copy(Path(__file__), out / "photo.png")
    done("run", shop, "--out", out, "--pictures")
    shutil.copy(out / "gantt.png", out / "gantt_of_monday.png")
    (out / "unit_cost.png").write_bytes(b"painted over")
    (out / "lead_times.png").unlink()
    (out / "lead_times.png").symlink_to("gantt_of_monday.png")
    done("run", shop, "--out", out)
    assert pictures(out) == {"photo", "gantt_of_monday", "unit_cost", "lead_times"}
    assert (out / "unit_cost.png").read_bytes() == b"painted over"


def test_a_study_that_says_nothing_takes_nothing_away(tmp_path: Path) -> None:
    out, shop = tmp_path / "out", written(tmp_path)
    done("run", shop, "--out", out, "--pictures")
    study = study_in(tmp_path, BENCHES.replace("target: 0.5", "target: 95"))
    assert call("compare", study, "--out", out, "--pictures").exit_code == 2
    assert pictures(out) == OF_A_RUN


@pytest.mark.parametrize(
    "text",
    [
        "name,price\nmine.png,{digest}\n",
        "picture,blake2b\n../mine.png,{digest}\n",
        "picture,blake2b\n{folder}/mine.png,{digest}\n",
        "picture,blake2b\nmine.png\n",
        "picture,blake2b\nmine.png,0\n",
        "",
    ],
)
def test_a_list_that_is_not_ours_leads_nowhere(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for folder in (tmp_path, out):
        (folder / "mine.png").write_bytes(b"mine")
    digest = digest_of(out / "mine.png")
    (out / "pictures.csv").write_text(text.format(digest=digest, folder=tmp_path))
    clear_pictures(out)
    assert (tmp_path / "mine.png").exists()
    assert (out / "mine.png").exists()
