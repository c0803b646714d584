"""Changed copies of a scenario."""

import pytest

from flexsim.scenario import ScenarioError, from_mapping, loads
from tests.scenario.shops import TEXT, changed


@pytest.fixture
def scenario():
    return loads(TEXT)


def test_values_are_changed_at_their_paths_and_the_first_scenario_stays_as_it_was(scenario):
    other = scenario.with_values({"demand.custom.every": "exponential(5 min)", "workers.Bob.count": 2})
    assert other.demand["custom"].every.mean == 300
    assert list(other.workers) == ["Ann", "Bob 1", "Bob 2"]
    assert scenario == loads(TEXT)
    assert other.with_values({"workers.Bob.count": 1, "demand.custom.every": "exponential(20 min)"}) == loads(
        TEXT.replace("Bob: {", "Bob: {count: 1, ")
    )


def test_keys_at_the_top_may_be_changed_by_their_names(scenario):
    assert scenario.replace(horizon="8 wk", name="Bigger").name == "Bigger"


def test_none_takes_a_key_out(scenario):
    assert scenario.with_values({"work_centres.robot.shifts": None}).work_centres["robot"].shifts is None


def test_entries_of_lists_are_changed_by_position(scenario):
    path = "products.bike.operations.weld.changes[0].run"
    weld = scenario.with_values({path: "15 min"}).products["bike"].operations["weld"]
    assert weld.changes[0].run.mean == 900
    assert scenario.with_values({path.replace("[0]", ".0"): "15 min"}).products["bike"].operations["weld"] == weld


def test_keys_that_are_not_there_yet_are_made(scenario):
    assert scenario.with_values({"work_centres.booth.initial.colour": "red"}).work_centres["booth"].initial == {
        "colour": "red"
    }


def test_a_name_with_dots_in_it_is_found():
    scenario = from_mapping(changed({"workers": {"Dr. Bob": {"team": "makers", "skills": ["welding", "painting"]}}}))
    assert scenario.with_values({"workers.Dr. Bob.wage": "40 EUR/h"}).workers["Dr. Bob"].wage == 40


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("horizont", 'horizont = 3: unknown key. Nearest: "horizon".'),
        ("horizon.days", 'horizon.days = 3: nothing can be set at "days": what stands before it is a single value.'),
        ("demand.shop.at[5]", 'demand.shop.at[5] = 3: there is no position "5" in a list of 2; they count from 0.'),
        (
            "demand.shop.at.last",
            'demand.shop.at.last = 3: there is no position "last" in a list of 2; they count from 0.',
        ),
        ("horizon", 'horizon = 3: a time needs a unit. Write "3 min".'),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(scenario, path, message):
    with pytest.raises(ScenarioError) as caught:
        scenario.with_values({path: 3})
    assert [str(problem) for problem in caught.value.problems] == [message]


def test_a_mapping_that_is_passed_in_may_change_afterwards():
    data = changed({})
    scenario = from_mapping(data)
    data["demand"]["custom"]["every"] = "3 min"
    assert scenario.with_values({"name": "x"}).demand == loads(TEXT).demand
