"""How problems are told: all at once, in the order of the file, with lines."""

import pickle
import time

import pytest

from flexsim.scenario import Problem, ScenarioError, loads
from flexsim.scenario.errors import nearest
from tests.scenario.shops import TEXT, problems_in


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file():
    """Wrong values, unknown keys and unknown names, although the parts they stand in are wrong in themselves."""
    text = (
        TEXT.replace("at: robot", "at: robott")
        .replace("exponential(10 min)", "exponential(10)")
        .replace("after: weld", "after: wield")
        .replace("run: 3 min", "runs: 3 min")
        .replace("shifts: day, failures", "shifts: days, units: 1.5, failures")
        .replace("[welding, painting]", "[welding, painting, {oiling: {time: 0}}]")
        .replace("product: bike, every", "produkt: bike, every")
    )
    assert problems_in(text) == [
        'line 10  products.bike.operations.weld.at = "robott": no work centre has this name. Nearest: "robot".',
        'line 13  products.bike.operations.weld.run = "exponential(10)": a time needs a unit. '
        'Write "exponential(10 min)".',
        'line 19  products.bike.operations.paint: "run" is missing.',
        'line 22  products.bike.operations.paint.runs = "3 min": unknown key. Nearest: "run".',
        'line 26  demand.custom.produkt = "bike": unknown key. Nearest: "product".',
        "line 31  work_centres.robot.units = 1.5: a whole number is needed, without a unit.",
        'line 31  work_centres.robot.shifts = "days": no shift pattern has this name. Nearest: "day".',
        "line 36  workers.Ann.skills[2].oiling.time = 0: must be above 0.",
    ]


def test_what_depends_on_a_wrong_part_is_not_held_against_the_others():
    """Ann's skills cannot be read, so nobody says that the team cannot weld."""
    assert problems_in(TEXT.replace("[welding, painting]", "{welding: {time: -1}, painting: {}}")) == [
        "line 36  workers.Ann.skills.welding.time = -1: must be above 0."
    ]
    assert problems_in(TEXT.replace("frame: {city: 0.6, sport: 0.4}", "frame: {city: 0.6, sport: 0.3}")) == [
        "line 6  products.bike.options.frame: the shares must sum to 1, not 0.9."
    ]
    assert problems_in(TEXT.replace("horizon: 4 wk", "horizon: 4")) == [
        'line 2  horizon = 4: a time needs a unit. Write "4 min".'
    ]
    assert problems_in(
        TEXT.replace("robot: {team: makers, shifts: day", "robot: {team: makers, units: 0, shifts: day")
    ) == ["line 31  work_centres.robot.units = 0: must be at least 1."]


def test_a_mistake_in_the_data_of_many_workers_is_told_once():
    assert problems_in(TEXT.replace("Bob: {team: makers", "Bob: {count: 5, team: maker")) == [
        'line 37  workers.Bob.team = "maker": no team has this name. Nearest: "makers".'
    ]


def test_the_head_counts_the_problems():
    with pytest.raises(ScenarioError) as caught:
        loads(TEXT.replace("flexsim: 1", "flexsim: 2"), source="models/my_shop.yaml")
    assert str(caught.value) == (
        "models/my_shop.yaml has 1 problem\n  line 1  flexsim = 2: this program reads version 1 of the format."
    )
    assert isinstance(caught.value, ValueError)


def test_a_long_value_is_cut_and_a_long_list_of_problems_too():
    with pytest.raises(ScenarioError) as caught:
        loads(TEXT.replace("horizon: 4 wk", f"horizon: {'x' * 200}"))
    value = str(caught.value).split("horizon = ")[1].split(": a time")[0]
    assert len(value) == 80
    assert value.endswith("...")
    many = ScenarioError("it", [Problem(("a",), "is wrong.")] * 250)
    assert str(many).startswith("it has 250 problems\n  a: is wrong.\n")
    assert str(many).endswith("\n  ... and 150 more")
    assert len(str(many).splitlines()) == 102


def test_problems_can_be_read_by_programs_and_sent_to_other_processes():
    with pytest.raises(ScenarioError) as caught:
        loads(TEXT.replace("units: 2", "units: 0").replace("run: 3 min\n", "\n"))
    problems = caught.value.problems
    assert [(problem.path, problem.line) for problem in problems] == [
        (("products", "bike", "operations", "paint"), 19),
        (("work_centres", "booth", "units"), 32),
    ]
    assert problems[1].value == 0
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_thousands_of_problems_take_no_longer_than_reading():
    lines = TEXT.splitlines(keepends=True)
    begin = next(n for n, line in enumerate(lines) if line.startswith("      paint:"))
    wrong = [f"      o{n}: {{at: robbot{n}, run: {n}, colur: 3, only_if: {{fram: x}}}}\n" for n in range(2_000)]
    began = time.process_time()
    found = problems_in("".join([*lines[:begin], *wrong, *lines[begin:]]))
    assert len(found) == 8_000
    assert time.process_time() - began < 6


def test_the_nearest_name_is_offered_whatever_its_case():
    assert nearest("fifo", ["FIFO", "SPT"]) == ' Nearest: "FIFO".'
    assert nearest("xyz", ["b", "a"]) == " Known: a, b."
    assert nearest("xyz", []) == " None is known."
    assert nearest("xyz", [f"n{n:02d}" for n in range(20)]).endswith("n11, ... (20 in all).")
