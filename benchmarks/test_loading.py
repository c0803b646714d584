"""Reading what a planner has written, and answering."""

import sys
from pathlib import Path

import pytest

from benchmarks.measuring import Stopwatch, cpu_seconds
from flexsim.scenario import load
from flexsim.shipped import model
from tests.scenario.large_shops import N_OPERATIONS, in_files, in_yaml


def in_one_file(folder: Path) -> Path:
    (folder / "shop.yaml").write_text(in_yaml(), encoding="utf-8")
    return folder / "shop.yaml"


@pytest.mark.parametrize(("what", "write", "limit"), [("YAML", in_one_file, 1.5), ("CSV", in_files, 0.5)])
def test_reading_thousands_of_operations(benchmark, figure, tmp_path, what, write, limit):
    path, watch = write(tmp_path), Stopwatch()
    benchmark.pedantic(lambda: watch.time(lambda: load(path)), rounds=5, warmup_rounds=1)
    assert sum(len(product.operations) for product in watch.answer.products.values()) == N_OPERATIONS
    kept = "kept" if watch.best < limit else "MISSED"
    figure(f"{N_OPERATIONS:,} operations from {what}", f"{watch.best:.3f} s of CPU (limit {limit} s, {kept})")


def test_checking_a_model_from_nothing(figure):
    path = str(model("bicycle_workshop"))
    program = [sys.executable, "-c", "from flexsim.cli import main; main()", "check", path]
    found = [cpu_seconds(program) for _ in range(7)]
    assert all("is a valid scenario: Bicycle workshop" in printed for _, printed in found)
    seconds = min(seconds for seconds, _ in found)
    kept = "kept" if seconds < 0.6 else "MISSED"
    figure("flexsim check", f"{seconds:.3f} s of CPU (limit 0.6 s, {kept})")
