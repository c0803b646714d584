"""Values set beside a file: what may be set, and how mistakes are told."""

import pytest

from flexsim.scenario import ScenarioError, load, loads
from tests.scenario.shops import TEXT


@pytest.fixture
def path(tmp_path):
    (tmp_path / "shop.yaml").write_text(TEXT)
    return tmp_path / "shop.yaml"


def problems(path, *settings):
    with pytest.raises(ScenarioError) as caught:
        load(path, settings=settings)
    assert caught.value.source == str(path)
    return [str(problem) for problem in caught.value.problems]


def test_values_are_set_as_if_they_stood_in_the_file(path):
    settings = [
        "work_centres.booth.units=4",
        "workers.Ann.wage = 41 EUR/h",
        "products.bike.operations.weld.changes[0].run=normal(12 min, 1 min, low=0 min)",
        "name=a=b",
        "demand.shop.at=[5 min, 6 min]",
    ]
    meant = (
        TEXT.replace("flexsim: 1", "flexsim: 1\nname: a=b")
        .replace("units: 2", "units: 4")
        .replace("wage: 30", "wage: 41")
        .replace("run: 12 min", 'run: "normal(12 min, 1 min, low=0 min)"')
        .replace("at: [0 min, 12 min]", "at: [5 min, 6 min]")
    )
    assert load(path, settings=settings) == loads(meant)


def test_values_are_read_as_yaml_reads_them(path):
    scenario = load(path, settings=["work_centres.robot.worker_waits=true", "name='12'", "demand.shop.priority=-3"])
    assert scenario.work_centres["robot"].worker_waits is True
    assert scenario.name == "12"
    assert scenario.demand["shop"].priority == -3


@pytest.mark.parametrize("nothing", ["null", "", "~"])
def test_nothing_takes_a_key_out(path, nothing):
    assert load(path, settings=[f"work_centres.robot.shifts={nothing}"]).work_centres["robot"].shifts is None


def test_keys_that_are_not_there_yet_are_set_too(path):
    settings = ["work_centres.booth.initial.colour=red", "work_centres.booth.changeover.fixed=5 min", "warm_up=1 wk"]
    scenario = load(path, settings=settings)
    booth = scenario.work_centres["booth"]
    assert (booth.initial, booth.changeover.time, scenario.warm_up) == ({"colour": "red"}, 300, 604800)


def test_what_an_alias_repeats_is_set_in_one_place_only(path):
    path.write_text(
        TEXT.replace("robot: {team", "robot: &one {team").replace("booth: {team: makers, units: 2}", "booth: *one")
    )
    scenario = load(path, settings=["work_centres.booth.units=3"])
    assert {name: centre.units for name, centre in scenario.work_centres.items()} == {"booth": 3, "robot": 1}


def test_every_mistake_names_the_setting_and_the_rest_keeps_its_line(path):
    path.write_text(TEXT.replace("horizon: 4 wk", "horizon: 4"))
    assert problems(
        path,
        "work_centres.boot.units=4",
        "work_centres.booth.unit=4",
        "wrkers.Ann.wage=3 EUR/h",
        "workers.Bop=null",
        "products.bike.operations.paint.yield=1.5",
        "demand.shop.at[7]=3 min",
        "demand.custom.every=exponential(5)",
        "extends=other.yaml",
    ) == [
        'line 2  horizon = 4: a time needs a unit. Write "4 min".',
        '--set work_centres.boot.units = 4: there is no "boot" here. Nearest: "booth".',
        '--set work_centres.booth.unit = 4: unknown key. Nearest: "units".',
        '--set wrkers.Ann.wage = "3 EUR/h": unknown key. Nearest: "workers".',
        '--set workers.Bop = null: there is nothing to take out. Nearest: "Bob".',
        '--set demand.shop.at[7] = "3 min": there is no position "7" in a list of 2; they count from 0.',
        '--set extends = "other.yaml": a scenario\'s own file says what it builds on.',
        "--set products.bike.operations.paint.yield = 1.5: a yield is a share from 0 to 1.",
        '--set demand.custom.every = "exponential(5)": a time needs a unit. Write "exponential(5 min)".',
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (["horizon"], "--set horizon: a path, an equals sign and a value are needed, such as work_centres.bench.units=4."),
        (["=4 wk"], "--set =4 wk: a path, an equals sign and a value are needed, such as work_centres.bench.units=4."),
        (["horizon=1 wk", "horizon=2 wk"], '--set horizon = "2 wk": this path is set twice.'),
        (["teams={a"], '--set teams = "{a": this is not YAML: '),
        (["horizon=!!int 3"], '--set horizon = "!!int 3": tags such as "tag:yaml.org,2002:int" have no meaning here.'),
        (["horizon.days=3"], '--set horizon.days = 3: nothing can be set at "days": what stands before it is a single value.'),
        (["a" + ".a" * 5000 + "=1"], f"--set {'a.' * 20}...: more than 40 steps lead nowhere."),
        (["horizon=.inf"], "--set horizon = .inf: a time must be a finite number."),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_refused(path, settings, message):
    (found,) = problems(path, *settings)
    assert found.startswith(message)


def test_a_path_through_a_new_part_of_a_scenario_is_a_slip_where_there_are_others(path):
    assert problems(path, "workers.Eve.wage=3 EUR/h") == [
        '--set workers.Eve.wage = "3 EUR/h": there is no "Eve" here. Known: Ann, Bob.'
    ]
    scenario = load(path, settings=["workers.Eve={team: makers, skills: welding}"])
    assert list(scenario.workers) == ["Ann", "Bob", "Eve"]


def test_settings_come_after_what_a_file_builds_on_and_names(path):
    path.with_name("orders.csv").write_text("order,arrival\nX,1 h\n")
    path.with_name("others.csv").write_text("order,arrival\nY,1 h\n")
    child = path.with_name("child.yaml")
    child.write_text("flexsim: 1\nextends: shop.yaml\ndemand: {custom: {every: null, orders: orders.csv}}\n")
    assert [order.name for order in load(child).demand["custom"].orders] == ["X"]
    settings = ["demand.custom.orders=others.csv", "workers.Bob.count=2"]
    scenario = load(child, settings=settings)
    assert [order.name for order in scenario.demand["custom"].orders] == ["Y"]
    assert list(scenario.workers) == ["Ann", "Bob 1", "Bob 2"]
    assert load(child, settings=["demand.custom.orders[0].quantity=5"]).demand["custom"].orders[0].quantity == 5


def test_a_star_stands_for_every_name_or_position(path):
    scenario = load(path, settings=["workers.*.wage=41 EUR/h", "workers.Ann.wage=45 EUR/h"])
    assert {name: worker.wage for name, worker in scenario.workers.items()} == {
        name: 45 if name == "Ann" else 41 for name in scenario.workers
    }
    assert load(path, settings=["workers.*.wage=41 EUR/h"]) == load(path).with_values({"workers.*.wage": "41 EUR/h"})
    longer = load(path, settings=["products.bike.operations.weld.changes[*].run=15 min"])
    assert [change.run.mean for change in longer.products["bike"].operations["weld"].changes if change.run] == [900]


def test_a_star_that_stands_for_nothing_is_told(path):
    assert problems(path, "contracts.*.wage=5 EUR/h") == [
        '--set contracts.*.wage = "5 EUR/h": there is nothing yet that "*" could mean.'
    ]
    [found] = problems(path, "workers.*.wagee=41 EUR/h")[:1]
    assert found == '--set workers.*.wagee = "41 EUR/h": unknown key. Nearest: "wage".'


def test_what_a_star_sets_is_not_shared(path):
    scenario = load(path, settings=["work_centres.*.initial={colour: red}"])
    assert all(centre.initial == {"colour": "red"} for centre in scenario.work_centres.values())
    other = scenario.with_values({"work_centres.booth.initial.colour": "blue"})
    assert {name: one.initial["colour"] for name, one in other.work_centres.items()} == {
        name: "blue" if name == "booth" else "red" for name in scenario.work_centres
    }
