"""Scenarios with a price on everything that can have one."""

from __future__ import annotations

import yaml

from flexsim.scenario import Scenario, from_mapping


def priced(scenario: Scenario) -> Scenario:
    """Give the same floor, its machines, people, space, materials and inventories priced, no two things alike."""
    plain = yaml.safe_load(scenario.dump())
    plain["prices"] = {"interest": "8 %/yr", "holding": "20 %/yr", "floor_space": "120 EUR/m2/yr"}
    for number, centre in enumerate(plain["work_centres"].values()):
        centre.pop("rate", None)
        centre["space"] = f"{5 + number} m2"
        if number % 2:
            centre["rate"] = f"{3 + number} EUR/h"
        else:
            centre |= {"price": f"{50 + number} EUR", "life": "8 yr", "residual": "5 EUR"}
    plain["contracts"] = {}
    for number, worker in enumerate(plain.get("workers", {}).values()):
        terms = {"wage": f"{20 + 3 * number} EUR/h", "overtime_wage": f"{30 + 2 * number} EUR/h"}
        if number % 3 == 1:
            terms["paid_hours"] = "38 h"
        worker.pop("contract", None)
        if number % 4 < 2:
            worker |= terms
        else:
            worker["contract"] = f"contract {number}"
            plain["contracts"][worker["contract"]] = terms
            for key in ("wage", "overtime_wage", "paid_hours"):
                worker.pop(key, None)
    for number, product in enumerate(plain["products"].values()):
        product["material"] = f"{10 + number} EUR"
        for operation in product["operations"].values():
            operation["set_up_scrap"] = "0.70 EUR"
    plain["assets"] = {
        "configurator": {"price": "900 EUR", "life": "4 yr", "kind": "software"},
        "jigs": {"price": "40 EUR", "life": "2 yr", "residual": "6 EUR", "count": 3},
    }
    for item in plain.get("stock", {}).values():
        item["fetches"] = "2 EUR"
    for stream in plain["demand"].values():
        stream |= {"late": "24 EUR/d", "lost": "9 EUR"}
    return from_mapping(plain)


def cut(scenario: Scenario, end: int, edges: tuple[float, float]) -> Scenario:
    """Give the same floor with a window from and to these shares of a run; behind the window the run goes on.

    Parameters
    ----------
    scenario : Scenario
    end : int
        The tick at which a run of it ended.
    edges : tuple of float
        Where the second is 1, the run ends as it did.
    """
    first, last = (int(end * share) / 1e6 for share in edges)
    if edges[1] == 1:
        return scenario.model_copy(update={"warm_up": first})
    return scenario.model_copy(update={"warm_up": first, "horizon": last, "run_on": end / 1e6})
