"""Terms stated once in a contract, or at each worker: the same run and the same ledger."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pandas.testing import assert_frame_equal

from flexsim import load, simulate
from flexsim.scenario import Scenario, from_mapping
from flexsim.shipped import model


def workshop() -> dict[str, Any]:
    """Give five weeks of the bicycle workshop as plain data; the assemblers have a contract of their own."""
    found: dict[str, Any] = yaml.safe_load(
        load(model("bicycle_workshop")).replace(warm_up="1 wk", horizon="5 wk").dump()
    )
    found["contracts"] = {
        "full": {"wage": "39.8 EUR/h", "overtime_wage": "50 EUR/h", "paid_hours": "38 h"},
        "assembler": {"wage": "36.5 EUR/h", "overtime_wage": "45.25 EUR/h", "paid_hours": "40 h"},
    }
    for worker in found["workers"].values():
        worker["contract"] = "assembler" if worker["team"] == "assemblers" else "full"
    return found


def written_out(plain: dict[str, Any]) -> Scenario:
    """Give the same scenario with the terms of the contracts at each worker."""
    contracts = plain["contracts"]
    workers = {
        name: {key: value for key, value in worker.items() if key != "contract"} | contracts[worker["contract"]]
        for name, worker in plain["workers"].items()
    }
    return from_mapping({**plain, "contracts": {}, "workers": workers})


def test_a_contract_and_the_same_terms_at_each_worker_are_one_ledger_line_for_line() -> None:
    by_contract, by_hand = from_mapping(workshop()), written_out(workshop())
    assert not any(worker.wage or worker.overtime_wage or worker.paid_hours for worker in by_contract.workers.values())
    one, other = simulate(by_contract, seed=3), simulate(by_hand, seed=3)
    assert one.digest == other.digest
    assert_frame_equal(one.tables.ledger, other.tables.ledger, check_exact=True)
    assert {"idle_labour", "overtime", "labour"} <= set(one.tables.ledger["kind"])
    assert (one.tables.ledger["activity"] == "paid, not present").any()
    by_contract_only = {name for name in one.measures if name.partition("[")[2] in ("full]", "assembler]")}
    assert {name.partition("[")[0] for name in by_contract_only} >= {"paid_h", "work_share"}
    assert {name: repr(value) for name, value in one.measures.items() if name not in by_contract_only} == {
        name: repr(value) for name, value in other.measures.items()
    }


def test_another_wage_of_a_contract_is_another_ledger_of_the_same_run() -> None:
    scenario = from_mapping(workshop())
    dearer = scenario.with_values({"contracts.full.wage": "41.8 EUR/h"})
    one, other = simulate(scenario, seed=3), simulate(dearer, seed=3)
    assert one.digest == other.digest
    # Tarik's late shifts have 33 hours a week, without overtime, and he is paid for 38: four weeks, two euros more each
    more = other.ledger.by_resource_eur["Tarik"] - one.ledger.by_resource_eur["Tarik"]
    assert more == pytest.approx(4 * 38 * 2)
    assert other.ledger.by_resource_eur["Anna"] == one.ledger.by_resource_eur["Anna"]  # her contract is another
