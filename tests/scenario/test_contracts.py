"""Contracts: terms that several people have, stated once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flexsim.scenario import Contract, Payroll, ScenarioError, Terms, from_mapping, load, loads, payroll
from flexsim.scenario import payroll_in_words as in_words
from tests.scenario.shops import as_text, changed, problems_of

FULL = {"wage": "39.8 EUR/h", "overtime_wage": "50 EUR/h", "paid_hours": "38 h"}
ON_CONTRACT = {"contracts.full": FULL, "workers.Ann.wage": None, "workers.Ann.contract": "full"}


def file_of(folder: Path, changes: dict[str, Any], name: str = "shop.yaml") -> Path:
    """Write the shop with these changes into a file."""
    file = folder / name
    file.write_text(as_text(changed(changes)))
    return file


def problems_of_file(file: Path) -> list[str]:
    """Give the problems of a file, without lines."""
    with pytest.raises(ScenarioError) as caught:
        load(file)
    return [str(problem).partition("  ")[2] for problem in caught.value.problems]


def test_a_worker_has_the_terms_of_his_contract_or_his_own() -> None:
    scenario = from_mapping(changed(ON_CONTRACT))
    assert scenario.contracts == {"full": Contract(wage="39.8 EUR/h", overtime_wage="50 EUR/h", paid_hours="38 h")}
    assert scenario.terms_of("Ann") == Terms(39.8, 50.0, 38 * 3600.0)
    assert scenario.terms_of("Bob") == Terms(0.0, 0.0, None)
    own = from_mapping(changed({"workers.Ann.paid_hours": "1 h"}))
    assert own.terms_of("Ann") == Terms(30.0, 30.0, 3600.0)


def test_unless_stated_overtime_is_paid_like_any_hour_and_only_presence_is_paid() -> None:
    scenario = from_mapping(changed({**ON_CONTRACT, "contracts.full": {"wage": "41 EUR/h"}}))
    assert scenario.terms_of("Ann") == Terms(41.0, 41.0, None)


def test_everybody_of_a_count_has_the_contract() -> None:
    scenario = from_mapping(changed({**ON_CONTRACT, "workers.Ann.count": 2}))
    assert scenario.terms_of("Ann 1") == scenario.terms_of("Ann 2") == Terms(39.8, 50.0, 38 * 3600.0)


def test_a_wage_can_be_put_in_place_of_a_contract(tmp_path: Path) -> None:
    file = file_of(tmp_path, ON_CONTRACT)
    own = load(file, settings=["workers.Ann.contract=", "workers.Ann.wage=30 EUR/h"])
    assert own == loads(as_text(changed({})))


@pytest.mark.parametrize("full", [False, True])
def test_what_is_dumped_has_the_same_contracts(full: bool) -> None:
    scenario = from_mapping(changed(ON_CONTRACT))
    again = loads(scenario.dump(full=full))
    assert again.contracts == scenario.contracts
    assert again.terms_of("Ann") == scenario.terms_of("Ann")
    assert again.hash == scenario.hash


def test_a_scenario_without_contracts_has_the_hash_that_it_had() -> None:
    assert from_mapping(changed({"contracts": {}})).hash == from_mapping(changed({})).hash
    assert b"contract" not in from_mapping(changed({})).canonical()
    assert from_mapping(changed(ON_CONTRACT)).hash != from_mapping(changed({})).hash


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a contract and a wage": (
        {**ON_CONTRACT, "workers.Ann.wage": "30 EUR/h"},
        ['workers.Ann.wage = "30 EUR/h": a worker states either a "contract" or "wage", not both.'],
    ),
    "a wage of nothing is a wage": (
        {**ON_CONTRACT, "workers.Ann.wage": "0 EUR/h"},
        ['workers.Ann.wage = "0 EUR/h": a worker states either a "contract" or "wage", not both.'],
    ),
    "a contract, overtime and hours": (
        {**ON_CONTRACT, "workers.Ann.overtime_wage": "45 EUR/h", "workers.Ann.paid_hours": "0 h"},
        [
            'workers.Ann.overtime_wage = "45 EUR/h": a worker states either a "contract" or "overtime_wage", not both.',
            'workers.Ann.paid_hours = "0 h": a worker states either a "contract" or "paid_hours", not both.',
        ],
    ),
    "a contract that is not there": (
        {**ON_CONTRACT, "workers.Ann.contract": "fulll"},
        ['workers.Ann.contract = "fulll": no contract has this name. Nearest: "full".'],
    ),
    "no contracts at all": (
        {"workers.Bob.contract": "full"},
        ['workers.Bob.contract = "full": no contract has this name. None is known.'],
    ),
    "a contract without a wage": (
        {**ON_CONTRACT, "contracts.full": {"paid_hours": "38 h"}},
        ['contracts.full: "wage" is missing, or "gross_wage" with the factors on it.'],
    ),
    "an empty contract": (
        {**ON_CONTRACT, "contracts.full": {}},
        ['contracts.full: "wage" is missing, or "gross_wage" with the factors on it.'],
    ),
    "no units": (
        {**ON_CONTRACT, "contracts.full": {"wage": 39.8, "overtime_wage": "50 EUR", "paid_hours": 38}},
        [
            'contracts.full.wage = 39.8: a rate of money needs a unit. Write "39.8 EUR/h".',
            'contracts.full.overtime_wage = "50 EUR": "EUR" is the unit of an amount of money. A rate of money has EUR/h: "50 EUR/h".',
            'contracts.full.paid_hours = 38: a time needs a unit. Write "38 min".',
        ],
    ),
    "below nothing": (
        {**ON_CONTRACT, "contracts.full": {"wage": "-1 EUR/h", "paid_hours": "-1 h"}},
        [
            'contracts.full.wage = "-1 EUR/h": a rate of money must not be negative.',
            'contracts.full.paid_hours = "-1 h": a time must not be negative.',
        ],
    ),
    "a key that no contract has": (
        {**ON_CONTRACT, "contracts.full": {"wage": "39 EUR/h", "payed_hours": "38 h"}},
        ['contracts.full.payed_hours = "38 h": unknown key. Nearest: "paid_hours".'],
    ),
    "contracts that are none": (
        {**ON_CONTRACT, "contracts.full": "cheap"},
        ['contracts.full = "cheap": keys with a colon and their values are needed here.'],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case: str) -> None:
    changes, expected = CASES[case]
    assert problems_of(changes) == expected


def test_a_contract_that_nobody_has_is_a_mistake_in_a_file(tmp_path: Path) -> None:
    changes = {**ON_CONTRACT, "contracts.flexible": {"wage": "70 EUR/h"}}
    assert problems_of_file(file_of(tmp_path, changes)) == [
        'contracts.flexible: nobody has this contract. Leave it out, or write "contract: flexible" at a worker.'
    ]
    assert set(from_mapping(changed(changes)).contracts) == {"full", "flexible"}  # a program may state it


def test_a_misspelt_contract_is_told_once(tmp_path: Path) -> None:
    file = file_of(tmp_path, {**ON_CONTRACT, "workers.Ann.contract": "fulll"})
    assert problems_of_file(file) == ['workers.Ann.contract = "fulll": no contract has this name. Nearest: "full".']


def test_a_variant_leaves_contracts_behind_that_nobody_has_any_more(tmp_path: Path) -> None:
    file = file_of(tmp_path, ON_CONTRACT)
    own = load(file).with_values({"workers.Ann.contract": None, "workers.Ann.wage": "30 EUR/h"})
    assert own.contracts == {}
    assert own == loads(as_text(changed({})))
    back = own.with_values({"workers.Ann.contract": "full", "workers.Ann.wage": None})
    assert back == load(file)


def test_a_file_that_builds_on_another_changes_one_contract_for_all(tmp_path: Path) -> None:
    file_of(tmp_path, ON_CONTRACT, "base.yaml")
    upper = tmp_path / "upper.yaml"
    upper.write_text("flexsim: 1\nextends: base.yaml\ncontracts: {full: {wage: 41 EUR/h}}\n")
    assert load(upper).terms_of("Ann") == Terms(41.0, 50.0, 38 * 3600.0)


WORKERS = "worker,team,shifts,home,contract,wage,welding,painting\nAnn,makers,day,robot,full,,1,1\nBob,makers,,,,20 EUR/h,,1.2\n"


def test_workers_and_contracts_come_from_csv_files(tmp_path: Path) -> None:
    (tmp_path / "workers.csv").write_text(WORKERS)
    (tmp_path / "contracts.csv").write_text("contract,wage,overtime_wage,paid_hours\nfull,39.8 EUR/h,50 EUR/h,38 h\n")
    lists = {"workers": {"from": "workers.csv"}, "contracts": {"from": "contracts.csv"}}
    written = {**ON_CONTRACT, "workers.Bob.wage": "20 EUR/h"}
    assert load(file_of(tmp_path, lists)) == load(file_of(tmp_path, written, "written.yaml"))


def test_a_mistake_of_a_list_is_told_with_its_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "workers.csv").write_text(WORKERS.replace("full,,", "ful,,").replace(",,,20", ",,full,20"))
    file = file_of(tmp_path, {"contracts.full": FULL, "workers": {"from": "workers.csv"}})
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert [str(problem) for problem in caught.value.problems] == [
        'workers.csv line 2, column "contract"  workers.Ann.contract = "ful": no contract has this name. Nearest: "full".',
        'workers.csv line 3, column "wage"  workers.Bob.wage = "20 EUR/h": a worker states either a "contract" or "wage", not both.',
    ]


# Ann is there for eight hours on five days, forty hours a week; two with her contract cost 80 paid hours. Bob comes on
# two half days, eight hours, and is paid for twenty.
PAID = {
    **ON_CONTRACT,
    "workers.Ann.count": 2,
    "workers.Bob.contract": "part",
    "workers.Bob.shifts": "some",
    "shifts.some": {"mon-tue": ["08:00-12:00"]},
    "contracts.part": {"wage": "30 EUR/h", "paid_hours": "20 h"},
}


def test_people_are_paid_for_the_hours_of_their_shifts_or_of_their_contract_whichever_are_more() -> None:
    found = payroll(from_mapping(changed(PAID)))
    # an hour that Bob works costs twenty paid ones over eight
    assert found == (
        Payroll("full", 2, 0, 80.0, 38.0, 39.8, 50.0, 39.8),
        Payroll("part", 1, 0, 20.0, 20.0, 30.0, 30.0, 75.0),
    )
    assert in_words(found).splitlines() == [
        "contracts  people  paid h a week  EUR an hour paid  EUR an hour worked  EUR an hour of overtime",
        "full            2           80.0             39.80               39.80                    50.00  at least 38 h a week each",
        "part            1           20.0             30.00               75.00                    30.00  at least 20 h a week each",
    ]


def test_on_a_holiday_only_what_the_contract_guarantees_is_paid() -> None:
    # Two weeks, a Monday of them off: eight of Ann's eighty hours fall out, 36 a week are less than her 38.
    changes = {"horizon": "2 wk", "start": "2026-01-05", "holidays": ["2026-01-12"], **ON_CONTRACT}
    (guaranteed,) = payroll(from_mapping(changed(changes)))
    assert guaranteed.paid_h == 38.0
    (present,) = payroll(from_mapping(changed({**changes, "contracts.full": {"wage": "39.8 EUR/h"}})))
    assert present.paid_h == 36.0
