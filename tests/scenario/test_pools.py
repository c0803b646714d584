"""Pools: people who are called, what may be said of them, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flexsim.scenario import (
    Call,
    CostRatio,
    Pool,
    ScenarioError,
    Terms,
    capacity,
    cost_ratios,
    from_mapping,
    load,
    loads,
    payroll,
    payroll_in_words,
)
from tests.scenario.shops import as_text, changed, problems_of

TEMP = {"team": "makers", "skills": ["painting"], "people": 2, "shifts": "day", "call": {"above": "6 h"}}
POOL = {"pools.temp": TEMP}


def pool(**more: Any) -> dict[str, Any]:
    """Give a pool with other values; None takes a key out."""
    return {"pools.temp": {key: value for key, value in {**TEMP, **more}.items() if value is not None}}


def problems_of_file(folder: Path, changes: dict[str, Any]) -> list[str]:
    """Give the problems of a file, without lines; a planner's file is held to more than a program's data."""
    file = folder / "shop.yaml"
    file.write_text(as_text(changed(changes)))
    with pytest.raises(ScenarioError) as caught:
        load(file)
    return [str(problem).partition("  ")[2] for problem in caught.value.problems]


def test_a_pool_has_people_like_workers_numbered_from_one() -> None:
    scenario = from_mapping(changed(pool(contract=None, wage="42 EUR/h", relief=True)))
    assert scenario.pools["temp"].call == Call(above="6 h")
    assert scenario.pools["temp"].call.notice == 0
    assert list(scenario.everybody) == ["Ann", "Bob", "temp 1", "temp 2"]
    assert scenario.everybody["temp 2"].skills.keys() == {"painting"}
    assert scenario.everybody["temp 2"].relief
    assert list(scenario.workers) == ["Ann", "Bob"]
    assert scenario.terms_of("temp 1") == Terms(42.0, 42.0, None, True)
    assert scenario.pool_of == {"temp 1": "temp", "temp 2": "temp"}
    assert from_mapping(changed({})).everybody is not None
    assert from_mapping(changed({})).pool_of == {}


def test_a_pool_of_nobody_is_a_pool() -> None:
    """So that a study can try any number of people from none on."""
    scenario = from_mapping(changed(pool(people=0)))
    assert list(scenario.everybody) == ["Ann", "Bob"]


def test_a_scenario_without_pools_has_the_hash_that_it_had() -> None:
    assert from_mapping(changed({"pools": {}})).hash == from_mapping(changed({})).hash
    assert b"pools" not in from_mapping(changed({})).canonical()
    assert from_mapping(changed(POOL)).hash != from_mapping(changed({})).hash


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("more", [{}, {"minimum": "4 h", "goes_when_idle": True, "wage": "40 EUR/h"}])
def test_what_is_dumped_has_the_same_pools(full: bool, more: dict[str, Any]) -> None:
    scenario = from_mapping(changed(pool(**more)))
    again = loads(scenario.dump(full=full))
    assert again.pools == scenario.pools
    assert again.hash == scenario.hash


def test_a_value_of_a_call_can_be_set_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(as_text(changed(POOL)))
    scenario = load(file, settings=["pools.temp.call.above=3 h", "pools.temp.people=4"])
    assert (scenario.pools["temp"].call.above, scenario.pools["temp"].people) == (3 * 3600, 4)


def test_pools_come_from_a_csv_file(tmp_path: Path) -> None:
    rows = "pool,team,people,shifts,call.above,call.comes,painting\ntemp,makers,2,day,6 h,0.8,1.1\n"
    (tmp_path / "pools.csv").write_text(rows)
    file = tmp_path / "shop.yaml"
    file.write_text(as_text(changed({"pools": {"from": "pools.csv"}})))
    call = {"above": "6 h", "comes": 0.8}
    expected = Pool(**{**TEMP, "skills": {"painting": {"time": 1.1}}, "call": call})
    assert load(file).pools == {"temp": expected}


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing is said": (
        {"pools.temp": {}},
        [f'pools.temp: "{key}" is missing.' for key in ("team", "skills", "people", "shifts", "call")],
    ),
    "a call of nothing": (pool(call={}), ['pools.temp.call: "above" is missing.']),
    "a call that is no mapping": (
        pool(call="6 h"),
        ['pools.temp.call = "6 h": keys with a colon and their values are needed here.'],
    ),
    "no work is needed": (
        pool(call={"above": "0 h"}),
        ['pools.temp.call.above = "0 h": must be at least 1 s.'],
    ),
    "no units, and more than certain": (
        pool(call={"above": 6, "notice": "-1 h", "comes": 80}),
        [
            'pools.temp.call.above = 6: a time needs a unit. Write "6 min".',
            'pools.temp.call.notice = "-1 h": a time must not be negative.',
            "pools.temp.call.comes = 80: a probability is a number from 0 to 1.",
        ],
    ),
    "unknown keys": (
        pool(minimun="4 h", call={"above": "6 h", "notise": "1 h"}),
        [
            'pools.temp.call.notise = "1 h": unknown key. Nearest: "notice".',
            'pools.temp.minimun = "4 h": unknown key. Nearest: "minimum".',
        ],
    ),
    "names that are not there": (
        pool(team="maker", shifts="dya", contract="agency"),
        [
            'pools.temp.team = "maker": no team has this name. Nearest: "makers".',
            'pools.temp.contract = "agency": no contract has this name. None is known.',
            'pools.temp.shifts = "dya": no shift pattern has this name. Nearest: "day".',
        ],
    ),
    "fewer than none": (pool(people=-1), ["pools.temp.people = -1: must be at least 0."]),
    "a contract and a wage": (
        {**pool(contract="agency", wage="40 EUR/h"), "contracts.agency": {"wage": "40 EUR/h"}},
        ['pools.temp.wage = "40 EUR/h": a pool states either a "contract" or "wage", not both.'],
    ),
    "a contract week": (
        {**pool(contract="full"), "contracts.full": {"wage": "40 EUR/h", "paid_hours": "38 h"}},
        [
            'pools.temp.contract = "full": "full" pays 38 h a week whether present or not; who is called is paid while he is there.'
        ],
    ),
    "two of one name": (
        {**POOL, "workers.temp": {"team": "makers", "skills": ["painting"], "count": 1}},
        ['pools.temp.people = 2: two workers would have the name "temp 1".'],
    ),
    "shifts that never end": (
        {**pool(shifts="round"), "shifts.round": {"daily": ["00:00-12:00", "12:30-24:00"]}},
        [
            'pools.temp.shifts = "round": people are called shift by shift, and this pattern has no gap that ends one, only breaks.'
        ],
    ),
    "always there": (
        {**pool(shifts="round"), "shifts.round": {"daily": ["00:00-24:00"]}},
        [
            'pools.temp.shifts = "round": people are called shift by shift, and this pattern has no gap that ends one, only breaks.'
        ],
    ),
    "a schedule that counts on them": (
        {
            **pool(people=1),
            "schedule": [
                {
                    "stream": "custom",
                    "ordinal": 0,
                    "operation": "paint",
                    "work_centre": "booth",
                    "unit": 0,
                    "workers": ["temp 1"],
                }
            ],
        },
        [
            'schedule[0].workers = ["temp 1"]: "temp 1" comes only when called: a schedule names workers, not people of a pool.'
        ],
    ),
    "too many for a team": (
        pool(people=1100),
        ["teams.makers = null: a team has at most 1,024 members; this one has 1,102."],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case: str) -> None:
    changes, expected = CASES[case]
    assert sorted(problems_of(changes)) == sorted(expected)


IN_FILES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no skill": (
        pool(skills=[]),
        ["pools.temp.skills = []: they are called for work that needs their skills, and they have none."],
    ),
    "a skill that nothing begins with": (
        pool(skills=["driving"]),
        [
            'pools.temp.skills = ["driving"]: no operation at a work centre of the team "makers" begins with a step that needs '
            "their skills: nobody would ever be called."
        ],
    ),
    "more notice than there is time": (
        {**pool(call={"above": "6 h", "notice": "5 wk"}), "horizon": "4 wk"},
        ['pools.temp.call.notice = "5 wk": the run ends after 4 wk: nobody would ever be called.'],
    ),
    "they go, and may not": (
        pool(goes_when_idle=True),
        [
            'pools.temp.goes_when_idle = true: without "minimum" whoever comes stays the whole shift. Write "minimum: 4 h", or leave this out.'
        ],
    ),
    "a minimum of more than a day": (
        pool(minimum="40 h"),
        ['pools.temp.minimum = "40 h": of one shift at most a day can be paid.'],
    ),
}


@pytest.mark.parametrize("case", IN_FILES)
def test_message_about_a_file(case: str, tmp_path: Path) -> None:
    changes, expected = IN_FILES[case]
    assert problems_of_file(tmp_path, changes) == expected
    from_mapping(changed(changes))  # a program may state it


def test_a_team_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    said = 'pools.temp.team = "maker": no team has this name. Nearest: "makers".'
    assert problems_of_file(tmp_path, pool(team="maker")) == [said]


def test_hours_and_contracts_that_only_a_pool_has_are_had(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    late = {"shifts.late": {"mon-fri": ["16:30-22:00"]}, "contracts.agency": {"wage": "40 EUR/h"}}
    file.write_text(as_text(changed({**pool(shifts="late", contract="agency"), **late})))
    assert load(file).terms_of("temp 1") == Terms(40.0, 40.0, None)


def test_a_skill_may_be_had_by_people_who_are_called_only() -> None:
    from_mapping(changed({**POOL, "workers.Bob": None, "workers.Ann.skills": ["welding"]}))
    with pytest.raises(ScenarioError, match='has the skill "painting"'):
        from_mapping(changed({**pool(people=0), "workers.Bob": None, "workers.Ann.skills": ["welding"]}))


def test_the_capacity_table_counts_on_everybody_who_could_come_and_says_so() -> None:
    # Bob is always there, 168 hours a week; two more for 40 hours each
    scenario = from_mapping(changed({**POOL, "workers.Ann.skills": ["welding"]}))
    (team,) = capacity(scenario).teams
    assert team.all_hours_h == pytest.approx(40 + 168 + 2 * 40)
    assert (
        "temp are called: they are in the loads as if all 2 came to every shift, 80.0 h a week at most."
        in capacity(scenario).notes
    )


def test_the_capacity_table_says_nothing_of_a_pool_of_nobody() -> None:
    assert not any("are called" in note for note in capacity(from_mapping(changed(pool(people=0)))).notes)


# --- contracts from gross wages ---------------------------------------------------------------------------------------

FULL = {
    "gross_wage": "20 EUR/h",
    "loading": 1.25,
    "paid_per_worked": 1.2,
    "overtime_premium": 0.25,
    "paid_hours": "38 h",
}
AGENCY = {"gross_wage": "20 EUR/h", "agency_factor": 2.1}
BOTH = {
    **pool(contract="agency"),
    "contracts.full": FULL,
    "contracts.agency": AGENCY,
    "workers.Ann.wage": None,
    "workers.Ann.contract": "full",
}


def test_an_hour_worked_costs_the_gross_wage_times_its_factors() -> None:
    scenario = from_mapping(changed(BOTH))
    assert scenario.terms_of("Ann") == pytest.approx(Terms(30.0, 37.5, 38 * 3600.0))
    assert scenario.terms_of("temp 1") == pytest.approx(Terms(42.0, 42.0, None, True))
    plain = from_mapping(changed({**BOTH, "contracts.full": {"wage": "30 EUR/h", "overtime_premium": 0.5}}))
    assert plain.terms_of("Ann") == Terms(30.0, 45.0, None)
    own = from_mapping(changed({**BOTH, "contracts.agency": {"wage": "30 EUR/h", "kind": "flexible"}}))
    assert own.terms_of("temp 1") == Terms(30.0, 30.0, None, True)


def test_contracts_stand_side_by_side_with_what_an_hour_worked_costs() -> None:
    found = payroll(from_mapping(changed(BOTH)))
    assert [(row.contract, row.people, row.called, row.is_flexible) for row in found] == [
        ("agency", 0, 2, True),
        ("full", 1, 0, False),
    ]
    assert [row.worked_eur for row in found] == pytest.approx([42, 30])
    assert cost_ratios(found) == (CostRatio("agency", "full", pytest.approx(1.4)),)
    assert cost_ratios(found)[0].is_usual
    assert payroll_in_words(found).splitlines() == [
        "contracts  people  called  paid h a week  EUR an hour paid  EUR an hour worked  EUR an hour of overtime",
        "agency          0       2            0.0             42.00               42.00                    42.00  hours present, and the minimum of a shift; flexible, gross 20 x 2.1",
        "full            1       0           40.0             30.00               30.00                    37.50  at least 38 h a week each; permanent, gross 20 x 1.25 x 1.2",
        "",
        "An hour worked on agency costs 1.40 times one on full.",
    ]


@pytest.mark.parametrize(("factor", "ratio"), [(1.1, "0.73"), (2.5, "1.67")])
def test_a_ratio_outside_what_is_usual_is_warned_of(factor: float, ratio: str) -> None:
    changes = {**BOTH, "contracts.agency": {**AGENCY, "agency_factor": factor}}
    said = payroll_in_words(payroll(from_mapping(changed(changes))))
    assert f"Warning: {ratio} for agency over full is outside 1.0 to 1.6." in said


WRONG_TERMS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "two wages": (
        {**FULL, "wage": "30 EUR/h"},
        [('gross_wage = "20 EUR/h"', 'a contract states either "wage" or "gross_wage", not both.')],
    ),
    "two prices of overtime": (
        {"wage": "30 EUR/h", "overtime_wage": "40 EUR/h", "overtime_premium": 0.25},
        [("overtime_premium = 0.25", 'a contract states either "overtime_wage" or "overtime_premium", not both.')],
    ),
    "overtime beside a gross wage": (
        {**AGENCY, "overtime_wage": "60 EUR/h"},
        [
            (
                'overtime_wage = "60 EUR/h"',
                'beside "gross_wage" overtime is "overtime_premium", a part of what an hour costs.',
            )
        ],
    ),
    "factors of both": (
        {**FULL, "agency_factor": 2},
        [
            ("loading = 1.25", 'this is a factor of permanent staff. Flexible staff have "agency_factor".'),
            ("paid_per_worked = 1.2", 'this is a factor of permanent staff. Flexible staff have "agency_factor".'),
        ],
    ),
    "an agency's permanent staff": (
        {**AGENCY, "kind": "permanent"},
        [("agency_factor = 2.1", "an agency's people are flexible staff, and this contract says permanent.")],
    ),
    "a factor on nothing": (
        {"wage": "30 EUR/h", "loading": 1.27},
        [("loading = 1.27", 'a factor on the gross wage needs "gross_wage".')],
    ),
    "a gross wage alone": (
        {"gross_wage": "20 EUR/h"},
        [
            (
                'gross_wage = "20 EUR/h"',
                '"loading" is missing: what the employer\'s contributions make of a gross wage, such as 1.27. Write 1 if there is none.',
            ),
            (
                'gross_wage = "20 EUR/h"',
                '"paid_per_worked" is missing: hours paid for an hour worked, with leave and sickness, such as 1.18. Write 1 if there is none.',
            ),
        ],
    ),
    "flexible staff without a factor": (
        {"gross_wage": "20 EUR/h", "kind": "flexible"},
        [
            (
                'gross_wage = "20 EUR/h"',
                '"agency_factor" is missing: what an agency asks over the gross wage, such as 1.9. Write 1 if there is none.',
            )
        ],
    ),
    "per cent": (
        {"gross_wage": "20 EUR/h", "loading": 0.27, "paid_per_worked": 118, "overtime_premium": 25},
        [
            ("loading = 0.27", "a factor on a gross wage is from 1 to 10: 27 % on top is 1.27."),
            ("paid_per_worked = 118", "a factor on a gross wage is from 1 to 10: 27 % on top is 1.27."),
            ("overtime_premium = 25", "a premium is a part of the wage, from 0 to 10: 25 % is 0.25."),
        ],
    ),
    "another kind": (
        {"wage": "20 EUR/h", "kind": "flexibel"},
        [('kind = "flexibel"', 'allowed: permanent or flexible. Nearest: "flexible".')],
    ),
}


@pytest.mark.parametrize("case", WRONG_TERMS)
def test_message_about_a_contract(case: str) -> None:
    terms, expected = WRONG_TERMS[case]
    changes = {"contracts.full": terms, "workers.Ann.wage": None, "workers.Ann.contract": "full"}
    assert problems_of(changes) == [f"contracts.full.{where}: {message}" for where, message in expected]


def test_where_records_are_replayed_nobody_is_called() -> None:
    plain = changed({**POOL, "demand": {"custom": {"product": "bike", "at": ["0 min"]}}})
    rows = [
        {"stream": "custom", "ordinal": 0, "operation": name, "work_centre": centre, "unit": 0, "not_before": "0 h", "duration": "0 h"}
        for name, centre in (("weld", "robot"), ("paint", "booth"))
    ]  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        from_mapping({**plain, "schedule": {"strict": False, "rows": rows}})
    said = "where records are replayed nobody is called: whoever was there is on record."
    assert any(problem.message == said and problem.path[:2] == ("pools", "temp") for problem in caught.value.problems)
