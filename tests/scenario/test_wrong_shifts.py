"""Shift patterns that nobody has, hours after the end of the run, and people who never meet their work."""

import json

import pytest

from flexsim.scenario import ScenarioError, from_mapping, load, loads
from tests.scenario.shops import as_text, changed, shop

NIGHT = {"mon-fri": ["20:00-04:00"]}


def problems_of_file(tmp_path, changes):
    """Give the problems of a file without lines; a planner's file is held to more than a program's data."""
    file = tmp_path / "shop.yaml"
    file.write_text(as_text(changed(changes)))
    with pytest.raises(ScenarioError) as caught:
        load(file)
    return [str(problem).partition("  ")[2] for problem in caught.value.problems]


CASES = {
    "nobody has it": (
        {"shifts.night": NIGHT},
        [
            'shifts.night: nobody has this shift pattern, and no work centre. Leave it out, or write "shifts: night" there.'
        ],
    ),
    "a name of a pattern is misspelt": (
        {"workers.Ann.shifts": "nihgt", "shifts.night": NIGHT},
        ['workers.Ann.shifts = "nihgt": no shift pattern has this name. Nearest: "night".'],
    ),
    "after the end": (
        {
            "horizon": "2 d",
            "shifts.late": {"thu": "10:00-12:00", "sat": "08:00-12:00"},
            "workers.Ann.skills": ["welding"],
            "workers.Bob.shifts": "late",
            "work_centres.booth.shifts": "day",
        },
        [
            'work_centres.booth.shifts = "day": nobody in the team "makers" who has the skill "painting" is ever there in these hours.',
            "shifts.late: its first shift begins on thu 10:00, and the run ends after 2 d: nobody would ever be there.",
        ],
    ),
    "no hours": (
        {"shifts.none": {}, "workers.Bob.shifts": "none"},
        ['shifts.none: it has no hours: nobody would ever be there. Write "mon: 08:00-16:00".'],
    ),
    "a machine by day and its welder by night": (
        {"shifts.night": NIGHT, "workers.Ann.shifts": "night"},
        [
            'work_centres.robot.shifts = "day": nobody in the team "makers" who has the skill "welding" is ever there in these hours.'
        ],
    ),
    "a crew that never meets": (
        {
            "shifts.night": NIGHT,
            "workers.Ann.shifts": "day",
            "workers.Bob.shifts": "night",
            "products.bike.operations.paint.skill": None,
            "products.bike.operations.paint.skills": ["painting", "painting"],
        },
        [
            'products.bike.operations.paint.skills = ["painting", "painting"]: in the team "makers" "painting" and "painting", a worker each, are never there at the same time.'
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_people_who_are_never_there_are_a_mistake_in_a_file(tmp_path, case):
    changes, messages = CASES[case]
    assert problems_of_file(tmp_path, changes) == messages


@pytest.mark.parametrize("case", CASES)
def test_a_program_may_state_them(case):
    """Its run waits for people who never come, as it said; only names that do not exist are wrong."""
    changes, messages = CASES[case]
    if "no shift pattern" in messages[0]:
        return
    from_mapping(changed(changes))


def test_hours_that_touch_for_a_moment_are_enough(tmp_path):
    """The machine runs until 16:30, its welder comes at 16:29 from Monday to Friday; an hour later he never meets it."""
    file = tmp_path / "shop.yaml"
    for start, meets in (("16:29", True), ("16:30", False)):
        late = {"mon-fri": [f"{start}-22:00"]}
        file.write_text(as_text(changed({"shifts.late": late, "workers.Ann.shifts": "late"})))
        if meets:
            load(file)
        else:
            with pytest.raises(ScenarioError, match="is ever there in these hours"):
                load(file)


def test_a_variant_leaves_patterns_behind_that_nobody_has_any_more(tmp_path):
    file = tmp_path / "shop.yaml"
    file.write_text(as_text(shop()))
    by_night = load(file).with_values(
        {"shifts.night": NIGHT, "workers.Ann.shifts": "night", "work_centres.robot.shifts": "night"}
    )
    assert list(by_night.shifts) == ["night"]
    assert loads(by_night.dump()) == by_night
    back = by_night.with_values({"workers.Ann.shifts": "day", "work_centres.robot.shifts": "day"})
    assert back == load(file)


def told(path, settings=()):
    """Give the problems of a file with their places, none if it loads."""
    try:
        load(path, settings=settings)
    except ScenarioError as why:
        return [str(problem) for problem in why.problems]
    return []


def test_a_file_that_builds_on_another_is_held_to_its_own_patterns_only(tmp_path):
    """Nobody works by day any more, as the base has it: left behind. Nobody has the late shift that the file itself adds."""
    (tmp_path / "base.yaml").write_text(as_text(shop()))
    own = tmp_path / "own.yaml"
    night = [
        "extends: base.yaml",
        "workers: {Ann: {shifts: night}}",
        "work_centres: {robot: {shifts: night}}",
        "shifts:",
        '  night: {mon-fri: ["20:00-04:00"]}',
    ]
    own.write_text("\n".join(night))
    assert list(load(own).shifts) == ["night"]
    own.write_text("\n".join([*night, '  late: {mon-fri: ["14:00-22:00"]}']))
    said = 'nobody has this shift pattern, and no work centre. Leave it out, or write "shifts: late" there.'
    assert told(own) == [f"line 6  shifts.late: {said}"]
    # a change of a pattern of the base stands in the file itself, and does nothing
    own.write_text("\n".join([*night, "  day: {break_below: 2 h}"]))
    assert told(own) == [f"line 6  shifts.day: {said.replace('late', 'day')}"]
    # with another problem in the base both are told
    (tmp_path / "base.yaml").write_text(as_text(shop(horizon="4 weeks")))
    own.write_text("\n".join([*night, '  late: {mon-fri: ["14:00-22:00"]}']))
    assert [problem.partition(":")[0] for problem in told(own)] == [
        "line 6  shifts.late",
        'base.yaml line 2  horizon = "4 weeks"',
    ]


def test_values_set_beside_a_file_may_leave_a_pattern_to_nobody_but_excuse_none(tmp_path):
    file = tmp_path / "shop.yaml"
    by_night = [
        'shifts.night={mon-fri: ["20:00-04:00"]}',
        "workers.Ann.shifts=night",
        "work_centres.robot.shifts=night",
    ]
    file.write_text(as_text(shop()))
    assert told(file, by_night) == []  # nobody has "day" any more
    file.write_text(as_text(changed({"shifts.late": NIGHT})))
    for settings in ([], by_night, ["horizon=5 wk"]):
        assert [problem.partition(":")[0].split()[-1] for problem in told(file, settings)] == ["shifts.late"]
    assert told(file, ["workers.Bob.shifts=late", "work_centres.booth.shifts=late"]) == []
    json_file = tmp_path / "shop.json"
    json_file.write_text(json.dumps(changed({"shifts.late": NIGHT})))
    assert len(told(json_file, ["horizon=5 wk"])) == 1
