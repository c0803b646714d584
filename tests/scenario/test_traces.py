"""Recorded times from a file: values in their order, and what a wrong file is told."""

import pytest

from flexsim.engine import run
from flexsim.scenario import Distribution, ScenarioError, loads
from flexsim.scenario.distributions import read_distribution, write_distribution

TEXT = """\
flexsim: 1
products:
  part: {operations: {turn: {at: lathe, run: trace(runs.csv)}}}
demand:
  north: {product: part, every: trace(gaps.csv), count: 5, quantity: 2}
work_centres: {lathe: {}}
"""


def read(tmp_path, gaps="value_min\n10\n0.5\n", runs="value\n2 min\n30 s\n1 h\n"):
    (tmp_path / "gaps.csv").write_text(gaps)
    (tmp_path / "runs.csv").write_text(runs)
    return loads(TEXT, folder=tmp_path)


def test_orders_come_and_take_as_long_as_was_recorded_over_and_over(tmp_path):
    counts = run(read(tmp_path))
    orders, operations = counts.tables["orders"], counts.tables["operations"]
    minute = 60_000_000
    assert sorted((orders["arrived"] / minute).tolist()) == [10, 10.5, 20.5, 21, 31]
    # two pieces of each order, each as long as the order's value: 2 min, 30 s, 1 h, 2 min, 30 s
    assert (operations["run"] / minute).tolist() == [4, 1, 120, 4, 1]


def test_the_contents_of_the_file_are_part_of_the_scenario(tmp_path):
    scenario = read(tmp_path)
    assert scenario.demand["north"].every == Distribution("trace", (600.0, 30.0))
    assert loads(scenario.dump()) == scenario
    assert read(tmp_path, gaps="value_min\n10\n0.6\n").hash != scenario.hash
    assert read(tmp_path, gaps="value_s\n600\n30\n").hash == scenario.hash


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ("", "gaps.csv line 1  demand.north.every: the file is empty. Its first line names the columns."),
        ("value\n", "gaps.csv line 1  demand.north.every: there are no values in this file."),
        ("time\n3\n", 'gaps.csv line 1  demand.north.every: unknown column "time".'),
        ("value\n1 min\n3\n", 'gaps.csv line 3  demand.north.every: value = "3": a time needs a unit. Write "3 min".'),
        ("value_h\n1\nlong\n", 'gaps.csv line 3  demand.north.every: value_h = "long": "long" is not a number.'),
        ("value_h\n1 min\n", 'gaps.csv line 2  demand.north.every: value_h = "1 min": a plain number belongs here'),
        ("value_h\n-1\n", 'gaps.csv line 2  demand.north.every: value_h = "-1": a time must not be negative.'),
        (
            "value,value_h\n1 h,\n,1\n",
            "recorded times stand in one column: value, value_s, value_min, value_h, value_d.",
        ),
        ("value\n0 s\n", "orders would come without end"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path, gaps, said):
    (tmp_path / "gaps.csv").write_text(gaps)
    (tmp_path / "runs.csv").write_text("value\n2 min\n")
    with pytest.raises(ScenarioError) as caught:
        loads(TEXT.replace(", count: 5", "") + "horizon: 1 d\n", folder=tmp_path)
    assert said in str(caught.value)


def test_a_file_lies_beside_the_scenario(tmp_path):
    with pytest.raises(ScenarioError, match="there is no such file beside the scenario"):
        loads(TEXT, folder=tmp_path)
    with pytest.raises(ScenarioError, match="the file must lie beside the scenario"):
        loads(TEXT.replace("gaps.csv", "../gaps.csv"), folder=tmp_path)
    with pytest.raises(ScenarioError, match="a scenario that is not in a folder cannot name files"):
        loads(TEXT)


def test_values_may_stand_in_the_scenario_itself():
    found = read_distribution({"distribution": "trace", "values": ["1 min", "30 s"]})
    assert found == read_distribution("trace(1 min, 30 s)") == read_distribution(write_distribution(found))
    assert found.mean == 45.0
    for wrong in ("trace()", {"distribution": "trace", "values": "1 min"}, {"distribution": "trace", "values": []}):
        with pytest.raises(ValueError, match="trace"):
            read_distribution(wrong)
    with pytest.raises(ValueError, match="a time needs a unit"):
        read_distribution("trace(3)")


def test_a_geometric_number_of_steps():
    found = read_distribution("geometric(p=0.25, step=2 min)")
    assert found == Distribution("geometric", (0.25, 120.0))
    assert found.mean == 480.0
    assert read_distribution(write_distribution(found)) == found
    assert read_distribution("geometric(0.25, 2 min)") == found
    for wrong, said in {
        "geometric(p=1.5, step=1 min)": "probability from 1e-09 to 1",
        "geometric(p=0, step=1 min)": "the p of geometric must be above 0",
        "geometric(p=0.5, step=0 min)": "the step of geometric must be above 0",
        "geometric(p=0.5, step=1)": "a time needs a unit",
        "geometric(p=0.5)": "geometric needs its step",
    }.items():
        with pytest.raises(ValueError, match=said):
            read_distribution(wrong)
