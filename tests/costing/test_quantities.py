"""A run priced anew from what prices multiply: the same costs as from its record."""

from __future__ import annotations

import math
import pickle

import pytest
import yaml

from flexsim import load, simulate
from flexsim.costing import cost, quantities_of
from flexsim.scenario import Scenario, from_mapping
from flexsim.shipped import model
from tests.costing.test_ledger_laws import COLD, GONE_ON, WHOLE, Edges, case
from tests.laws.cases import CASES


def dearer(scenario: Scenario) -> Scenario:
    """Give the same floor with every price another one, and some where there were none."""
    plain = yaml.safe_load(scenario.dump())
    plain["prices"] = {"interest": "3 %/yr", "holding": "31 %/yr", "floor_space": "77 EUR/m2/yr"}
    for number, centre in enumerate(plain["work_centres"].values()):
        for key in ("rate", "price", "life", "residual"):
            centre.pop(key, None)
        if number % 3:
            centre |= {"price": f"{90 + number} EUR", "life": "5 yr", "interest": "4 %/yr"}
        else:
            centre["rate"] = f"{1.7 + number} EUR/h"
    for number, terms in enumerate([*plain.get("workers", {}).values(), *plain.get("contracts", {}).values()]):
        if "contract" not in terms:
            terms |= {"wage": f"{17.3 + number} EUR/h", "overtime_wage": f"{13.9 + 3 * number} EUR/h"}
    for number, product in enumerate(plain["products"].values()):
        product |= {"material": f"{3.1 + number} EUR", "price": f"{61.7 + number} EUR"}
        for place, operation in enumerate(product["operations"].values()):
            operation["set_up_scrap"] = f"{0.3 + place} EUR"
            for change in operation.get("changes", ()):
                change |= {"material": f"{1.9 + place} EUR", "price": f"{4.1 + place} EUR"}
    plain["assets"] = {"jigs": {"price": "50 EUR", "life": "3 yr"}, "oven": {"price": "70 EUR", "life": "9 yr"}}
    for item in plain.get("stock", {}).values():
        item["fetches"] = "7 EUR"
    for number, stream in enumerate(plain["demand"].values()):
        stream |= {
            "late": "7 EUR/d",
            **[{"lost": "23 EUR"}, {"price": "51 EUR", "lost": None}, {"lost": None}][number % 3],
        }
    return from_mapping(plain)


@pytest.mark.parametrize("edges", [WHOLE, COLD, GONE_ON])
@pytest.mark.parametrize("name", CASES)
def test_a_run_priced_anew_costs_what_its_record_says(name: str, edges: Edges) -> None:
    run = case(name, edges)
    kept = pickle.loads(pickle.dumps(quantities_of(run.costs)))  # as another process hands it over
    for scenario in (run.scenario, dearer(run.scenario)):
        fresh, found = cost(run.part, scenario).measures(), kept.measures(scenario)
        assert list(found) == list(fresh)
        scale = max(abs(value) for value in fresh.values() if math.isfinite(value))
        for figure, value in fresh.items():
            same = math.isclose(found[figure], value, rel_tol=1e-12, abs_tol=1e-12 * scale)
            assert same or (math.isnan(value) and math.isnan(found[figure])), figure


def test_every_price_of_the_cases_was_another_one() -> None:
    # else the test above would test little
    run = case("bicycle_mass", WHOLE)
    one, other = cost(run.part, run.scenario).by_kind_eur, cost(run.part, dearer(run.scenario)).by_kind_eur
    assert {kind for kind, euros in one.items() if euros} >= {
        "material",
        "labour",
        "capital",
        "holding",
        "set_up_scrap",
    }
    assert all(other[kind] != euros for kind, euros in one.items() if euros)


def test_a_new_run_at_the_new_prices_says_the_same() -> None:
    scenario = load(model("bicycle_workshop")).replace(warm_up="1 wk", horizon="5 wk")
    first = simulate(scenario, seed=3)
    other = scenario.with_values({"contracts.full.wage": "45 EUR/h", "products.bicycle.material": "290 EUR"})
    again, found = simulate(other, seed=3), quantities_of(first.costs).measures(other)
    assert again.digest == first.digest
    assert again.measures["cost_to_serve_eur"] != first.measures["cost_to_serve_eur"]
    for figure, value in found.items():
        assert math.isclose(value, again.measures[figure], rel_tol=1e-12, abs_tol=1e-9), figure
