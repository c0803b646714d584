"""``flexsim compare``: two sides as they are, and whether they face the same customers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from flexsim.study import paired
from tests.cli.helpers import SHOP, STUCK, call, call_outside


def shops(folder: Path, **changed: str) -> list[Path]:
    """Write the shop with two benches, and one where texts are replaced."""
    other = SHOP
    for before, after in changed.items():
        other = other.replace(before, after)
    paths = [folder / "two.yaml", folder / "other.yaml"]
    for path, text in zip(paths, (SHOP, other), strict=True):
        path.write_text(text)
    return paths


THREE = {"units: 2": "units: 3", "Two benches": "Three benches"}


def test_two_sides_are_printed_as_they_are_with_paired_differences(tmp_path: Path) -> None:
    done = call("compare", *shops(tmp_path, **THREE), "--replications", "4", "--workers", "1")
    assert done.exit_code == 0, done.output
    first, second, third, *_ = done.stdout.splitlines()
    assert first == "two and other, compared as they are: 4 pairs of replications, seed 1"
    assert second.startswith("Neither side was sized or tuned")
    assert third == "Customers: the same on both sides, at the same moments with the same wishes."
    assert re.search(r"^two: Two benches, scenario [0-9a-f]{32}, engine", done.stdout, re.M)
    assert re.search(r"^other: Three benches, scenario [0-9a-f]{32}, engine", done.stdout, re.M)
    assert re.search(r"difference +correlation +variance ratio\n", done.stdout)
    lead = re.search(r"mean_lead_time_h +(\S+) ± \S+ +(\S+) ± \S+ +(\S+) ± ", done.stdout)
    assert lead
    assert float(lead[1]) > float(lead[2])
    assert float(lead[3]) == pytest.approx(float(lead[2]) - float(lead[1]), abs=0.002)


def test_json_has_both_sides_and_the_differences_of_their_pairs(tmp_path: Path) -> None:
    paths = shops(tmp_path, **THREE)
    report = json.loads(call("compare", *paths, "--replications", "4", "--workers", "1", "--json").stdout)
    assert report["compared"] == "as they are"
    assert (report["pairs"], report["seed"], report["customers"]["verdict"]) == (4, 1, "same")
    runs = [
        json.loads(call("run", path, "--replications", "4", "--workers", "1", "--record", "orders", "--json").stdout)
        for path in paths
    ]
    assert [side["measures"] for side in report["sides"]] == [side["measures"] for side in runs]
    assert [side["hash"] for side in report["sides"]] == [side["hash"] for side in runs]
    out = tmp_path / "out"
    call("compare", *paths, "--replications", "4", "--workers", "1", "--out", out)
    values = [
        pd.read_csv(out / name / "replications.csv").set_index("replication")["mean_lead_time_h"].to_dict()
        for name in ("two", "other")
    ]
    by_hand = paired(*values)
    found = report["differences"]["mean_lead_time_h"]
    assert found["mean"] == pytest.approx(by_hand.difference.mean)
    assert found["half_width"] == pytest.approx(by_hand.difference.half_width)
    assert found["correlation"] == pytest.approx(by_hand.correlation)
    assert found["variance_ratio"] == pytest.approx(by_hand.variance_ratio)
    assert found["n"] == 4


def test_out_has_the_comparison_and_a_folder_for_each_side(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("compare", *shops(tmp_path, **THREE), "--replications", "3", "--workers", "1", "--out", out)
    assert done.exit_code == 0, done.output
    assert {path.name for path in out.iterdir()} == {
        "comparison.csv",
        "comparison.parquet",
        "figures.json",
        "flexsim_files.csv",
        "two",
        "other",
    }
    for side in ("two", "other"):
        names = {path.name for path in (out / side).iterdir()}
        assert {"orders.parquet", "ledger.csv", "replications.csv", "replications.parquet", "figures.json"} <= names
        assert len(pd.read_csv(out / side / "replications.csv")) == 3
    assert "mean_lead_time_h" in set(pd.read_csv(out / "comparison.csv")["figure"])


def test_sides_without_customers_in_common_say_so_at_once(tmp_path: Path) -> None:
    paths = shops(tmp_path, **{"  shop: {product": "  market: {product"})
    done = call("compare", *paths, "--replications", "3", "--workers", "1")
    assert done.exit_code == 0, done.output
    third, fourth, fifth = done.stdout.splitlines()[2:5]
    assert third.startswith("Customers: NONE IN COMMON.")
    assert fourth == "  demand.market is on the second side only"
    assert fifth == "  demand.shop is on the first side only"


def test_customers_who_come_more_often_are_not_the_same(tmp_path: Path) -> None:
    paths = shops(tmp_path, **{"exponential(8 min)": "exponential(7 min)"})
    done = call("compare", *paths, "--replications", "3", "--workers", "1")
    assert "Customers: NOT THE SAME" in done.stdout
    assert "  demand.shop.every is exponential(mean=8 min) and exponential(mean=7 min)" in done.stdout


def test_pairs_that_make_it_worse_are_warned_of(tmp_path: Path) -> None:
    # Orders for a red or a white box; on the second side it is the white ones that take long, so where the first side
    # is unlucky the second is lucky: the sides are against each other, and their difference varies more than either.
    text = """
flexsim: 1
products:
  box:
    options: {colour: {red: 0.5, white: 0.5}}
    operations: {glue: {at: bench, run: 1 min, changes: [{if: {colour: SLOW}, run: 100 min}]}}
demand:
  shop: {product: box, every: 200 min, count: 20}
work_centres: {bench: {}}
"""
    paths = [tmp_path / "red.yaml", tmp_path / "white.yaml"]
    for path in paths:
        path.write_text(text.replace("SLOW", path.stem))
    done = call("compare", *paths, "--replications", "6", "--workers", "1")
    assert re.search(r"mean_lead_time_h +.* -1\.00 +0\.50\n", done.stdout)  # var(2x) = 4 var(x), against 2 var(x)
    assert "mean_lead_time_h: common random numbers do not help here (variance ratio 0.50, below 1)" in done.stdout


def test_a_file_compared_with_itself_has_no_differences(tmp_path: Path) -> None:
    path = shops(tmp_path)[0]
    done = call("compare", path, path, "--replications", "3", "--workers", "1", "--out", tmp_path / "out")
    assert "two_1 and two_2, compared as they are" in done.stdout
    assert re.search(r"mean_lead_time_h .* none ", done.stdout)
    assert (tmp_path / "out" / "two_1").is_dir()
    assert (tmp_path / "out" / "two_2").is_dir()


def test_figures_of_one_side_only_are_named(tmp_path: Path) -> None:
    paths = shops(tmp_path, **{"at: bench": "at: table", "bench: {units": "table: {units"})
    done = call("compare", *paths, "--replications", "3", "--workers", "1")
    assert "Only two has: utilisation[bench] 0." in done.stdout
    assert "Only other has: utilisation[table] 0." in done.stdout


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    paths = shops(tmp_path, **THREE)
    one, two = (call_outside("compare", *paths, "--json", "--replications", "4", "--workers", n) for n in "12")
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout


def test_one_replication_cannot_be_compared(tmp_path: Path) -> None:
    done = call("compare", *shops(tmp_path), "--replications", "1")
    assert done.exit_code == 2
    assert "1 is not in the range" in done.stderr


def test_a_wrong_side_is_named(tmp_path: Path) -> None:
    first, second = shops(tmp_path)
    second.write_text("flexsim: 1\n")
    done = call("compare", first, second, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert str(second) in done.stderr
    assert not (tmp_path / "out").exists()
    assert "there is no such file" in call("compare", first, tmp_path / "none.yaml").stderr


def test_a_side_that_cannot_go_on_is_named_and_exit_code_3(tmp_path: Path) -> None:
    first, second = shops(tmp_path)
    second.write_text(STUCK)
    done = call("compare", first, second, "--workers", "1")
    assert done.exit_code == 3
    assert "scenario A circle, seed 1, replication 0" in done.stderr
