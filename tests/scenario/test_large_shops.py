"""A file of thousands of operations is read while nobody waits."""

import time

from flexsim.scenario import load
from tests.scenario.large_shops import N_OPERATIONS, in_files, in_yaml

YAML_S, CSV_S = 1.5, 0.5
"""Processor time that reading 5,000 operations may take; it takes a third, and two thirds, of it."""

TRIES = 3


def timed(path):
    """Give the scenario and the best processor time of several tries: what else runs only makes it longer."""
    seconds = []
    for _ in range(TRIES):
        began = time.process_time()
        scenario = load(path)
        seconds.append(time.process_time() - began)
    return scenario, min(seconds)


def test_thousands_of_operations_are_read_at_once_from_yaml_and_from_csv(tmp_path):
    (tmp_path / "whole.yaml").write_text(in_yaml(), encoding="utf-8")
    in_one, of_yaml = timed(tmp_path / "whole.yaml")
    in_two, of_csv = timed(in_files(tmp_path))
    assert in_two.hash == in_one.hash
    assert sum(len(product.operations) for product in in_one.products.values()) == N_OPERATIONS
    assert in_one.products["part 0499"].operations["step 9"].steps["run"].time.parameters == (3 * 60 + 4.99 * 60, 0.3)
    assert of_yaml < YAML_S
    assert of_csv < 2 * CSV_S
