"""What comes out of a scenario that is right."""

import datetime as dt
import json
import pickle

import pytest

import flexsim
from flexsim.scenario import (
    Alternative,
    ChangeoverFixed,
    ChangeoverMatrix,
    ChangeoverPerOption,
    Distribution,
    Drawn,
    Matrix,
    Skill,
    from_mapping,
    load,
    loads,
)
from tests.scenario.shops import TEXT, changed

MINUTE = 60.0
HOUR = 3600.0


def constant(seconds):
    return Distribution("constant", (seconds,))


def operation(name="weld", **changes):
    data = changed({f"products.bike.operations.{name}.{key}": value for key, value in changes.items()})
    return from_mapping(data).products["bike"].operations[name]


def test_times_are_seconds_and_amounts_plain_numbers():
    scenario = loads(TEXT)
    assert scenario.horizon == 4 * 7 * 24 * HOUR
    assert scenario.warm_up == 0
    assert scenario.workers["Ann"].wage == 30
    assert scenario.products["bike"].operations["weld"].run.time == Distribution("exponential", (600.0,))


def test_a_time_is_its_number_times_the_seconds_of_its_unit():
    assert operation(run="8.47 min").run.time.parameters == (float("8.47") * 60.0,)


def test_every_name_comes_in_the_order_of_names():
    scenario = loads(TEXT)
    assert list(scenario.work_centres) == ["booth", "robot"]
    assert list(scenario.products["bike"].operations) == ["paint", "weld"]
    assert list(scenario.products["bike"].options["colour"]) == ["blue", "red"]


def test_attention_is_counted_in_parts_of_840_and_a_step_without_it_has_no_worker():
    weld = operation()
    assert (weld.set_up.skills, weld.set_up.parts) == (("welding",), 840)
    assert (weld.load.skills, weld.load.parts) == (("welding",), 280)
    assert (weld.run.skills, weld.run.parts) == ((), 0)
    assert weld.unload is None


@pytest.mark.parametrize(
    ("written", "parts"), [(1, 840), (0, 0), ("1/8", 105), ("1 / 2", 420), (0.25, 210), (1.0, 840), ("1/1", 840)]
)
def test_attention_is_a_worker_or_a_whole_part_of_one(written, parts):
    assert operation(attention=written).run.parts == parts


def test_a_step_may_name_workers_of_its_own():
    weld = operation(run={"time": "4 min", "skills": ["welding", "painting"], "attention": 1})
    assert (weld.run.skills, weld.run.parts) == (("painting", "welding"), 840)
    assert weld.load.skills == ("welding",)


def test_a_changeover_has_the_workers_of_the_operation_where_no_set_up_is_stated():
    weld = operation(set_up=None)
    assert weld.set_up is None
    assert (weld.changeover_step.time, weld.changeover_step.skills) == (constant(0.0), ("welding",))
    assert operation(set_up=None, attention={"set_up": "1/2", "run": 0}).changeover_step.parts == 420


def test_a_changeover_looks_at_options_that_change_times_unless_told():
    assert operation().depends_on == ("frame",)
    assert operation(depends_on=[]).depends_on == ()
    assert operation("paint").depends_on == ("colour",)


def test_an_operation_may_have_alternatives_in_a_stated_order_with_own_times():
    assert [place.work_centre for place in operation(at=["robot", "booth"]).at] == ["robot", "booth"]
    own = operation(at=["robot", {"booth": {"run": "3 min"}}]).at
    assert own == (Alternative(work_centre="robot"), Alternative(work_centre="booth", run="3 min"))
    assert [place.work_centre for place in operation(at={"robot": None, "booth": {"run": "3 min"}}).at] == [
        "booth",
        "robot",
    ]


def test_yield_and_from_and_if_have_other_names_in_python():
    assert operation(**{"yield": 0.98}).yield_share == 0.98
    assert operation().changes[0].condition == {"frame": ("sport",)}
    data = changed(
        {
            "products.bike.routing": {"drawn": {"from": 1, "to": 2}},
            "products.bike.operations.paint.after": None,
        }
    )
    routing = from_mapping(data).products["bike"].routing
    assert isinstance(routing, Drawn)
    assert (routing.from_, routing.to) == (1, 2)


def test_a_routing_may_be_a_matrix_of_shares():
    rows = {"start": {"weld": 1}, "weld": {"paint": 0.5, "weld": 0.1}}
    data = changed({"products.bike.routing": {"matrix": rows}, "products.bike.operations.paint.after": None})
    routing = from_mapping(data).products["bike"].routing
    assert isinstance(routing, Matrix)
    assert routing.rows == rows


def test_the_shelf_is_full_at_the_start_unless_stated():
    assert loads(TEXT).stock["red_bike"].on_hand == 25
    assert from_mapping(changed({"stock.red_bike.on_hand": 3})).stock["red_bike"].on_hand == 3


def test_streams_and_items_draw_by_their_own_names_unless_they_name_others():
    scenario = from_mapping(changed({"demand.custom.stream": "people"}))
    assert scenario.demand["custom"].stream == "people"
    assert scenario.demand["shop"].stream == "shop"
    assert scenario.stock["red_bike"].stream == "red_bike"


def test_a_quantity_is_one_number_or_a_range():
    assert from_mapping(changed({"demand.custom.quantity": 3})).demand["custom"].quantity == (3, 3)
    ranged = changed({"demand.custom.quantity": {"from": 1, "to": 5}})
    assert from_mapping(ranged).demand["custom"].quantity == (1, 5)


def test_workers_with_a_count_are_written_out():
    scenario = from_mapping(changed({"workers.Bob.count": 3}))
    assert list(scenario.workers) == ["Ann", "Bob 1", "Bob 2", "Bob 3"]
    assert scenario.workers["Bob 2"].skills == {"painting": Skill(time=1.2)}
    assert list(from_mapping(changed({"workers.Bob.count": 0})).workers) == ["Ann"]


def test_a_list_of_skills_may_hold_factors():
    skills = ["welding", {"painting": {"quality": 2}}]
    assert from_mapping(changed({"workers.Ann.skills": skills})).workers["Ann"].skills == {
        "painting": Skill(quality=2.0),
        "welding": Skill(),
    }


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"fixed": "5 min"}, ChangeoverFixed),
        ({"option": "frame", "matrix": {"city": {"sport": "4 min"}, "sport": {"city": "5 min"}}}, ChangeoverMatrix),
        ({"per_option": {"frame": "2 min"}}, ChangeoverPerOption),
    ],
)
def test_there_are_three_kinds_of_changeover(written, kind):
    assert isinstance(
        from_mapping(changed({"work_centres.robot.changeover": written})).work_centres["robot"].changeover, kind
    )


def test_the_seconds_of_changeovers():
    def robot(changeover):
        return from_mapping(changed({"work_centres.robot.changeover": changeover})).work_centres["robot"].changeover

    assert robot({"fixed": "5 min"}).time == 300
    assert robot({"per_option": {"frame": "2 min"}}).times == {"frame": 120}
    rows = {"city": {"sport": "4 min"}, "sport": {"city": "5 min"}}
    assert robot({"option": "frame", "matrix": rows}).rows == {"city": {"sport": 240}, "sport": {"city": 300}}


def day_shift(days):
    return from_mapping(changed({"shifts.day": days})).shifts["day"]


def test_a_shift_is_a_list_of_windows_of_the_week():
    week = loads(TEXT).shifts["day"].windows
    assert len(week) == 10
    assert week[:3] == ((8 * HOUR, 12 * HOUR), (12.5 * HOUR, 16.5 * HOUR), (32 * HOUR, 36 * HOUR))


def test_a_night_shift_runs_into_the_next_day_and_over_the_end_of_the_week():
    assert day_shift({"mon": "22:00-06:00"}).windows == ((22 * HOUR, 30 * HOUR),)
    assert day_shift({"sun": ["22:00-06:00"]}).windows == ((0.0, 6 * HOUR), (166 * HOUR, 168 * HOUR))
    assert day_shift({"daily": ["00:00-24:00"]}).windows[-1] == (144 * HOUR, 168 * HOUR)


def test_windows_may_be_written_as_times_and_stay_as_written_where_they_touch():
    windows = [["480 min", "720 min"], ["720 min", "16 h"]]
    shift = day_shift({"windows": windows, "break_below": "30 min"})
    assert shift.windows == ((8 * HOUR, 12 * HOUR), (12 * HOUR, 16 * HOUR))
    assert shift.break_below == 30 * MINUTE


def test_the_start_is_a_monday():
    assert from_mapping(changed({"start": "2026-01-05"})).start == dt.date(2026, 1, 5)


def test_a_scenario_may_be_given_in_yaml_json_or_toml(tmp_path):
    scenario = loads(TEXT)
    (tmp_path / "shop.yaml").write_text(TEXT)
    (tmp_path / "shop.json").write_text(json.dumps(changed({}), indent=1))
    toml = """
    flexsim = 1
    [products.bench.operations.saw]
    at = "saw"
    run = "3 min"
    [demand.custom]
    product = "bench"
    at = ["0 min"]
    [work_centres]
    saw = {}
    """
    (tmp_path / "shop.toml").write_text(toml)
    assert load(tmp_path / "shop.yaml") == scenario
    assert load(str(tmp_path / "shop.json")) == scenario
    assert load(tmp_path / "shop.toml").products["bench"].operations["saw"].run.time == constant(180.0)


def test_a_scenario_is_frozen_and_can_be_sent_to_another_process():
    scenario = loads(TEXT)
    with pytest.raises(ValueError, match="frozen"):
        scenario.horizon = 3.0
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_the_package_passes_the_names_on():
    assert flexsim.loads is loads
    assert flexsim.Scenario.__name__ == "Scenario"
    assert "load" in dir(flexsim)
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        _ = flexsim.lod
