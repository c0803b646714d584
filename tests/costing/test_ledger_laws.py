"""What holds of every ledger: it adds up in every direction, pays for every hour once, and changes nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from flexsim.costing import Costs, cost, material_per_piece
from flexsim.engine import run
from flexsim.results import Window, chosen, window
from flexsim.scenario import Scenario, load
from flexsim.shipped import model
from tests.costing.priced import cut, priced
from tests.laws.cases import CASES, MODELS, case_of, floor_of
from tests.laws.cases import ends as comes_to_an_end
from tests.reference.duel import seed_from
from tests.reference.random_floors import floors

RECORD = ("orders", "lots", "operations")
HOUR = 3_600_000_000


@dataclass(frozen=True)
class Priced:
    """A run with a price on everything."""

    scenario: Scenario
    part: Window
    costs: Costs


Edges = tuple[float, float]
"""Of the window, as shares of the run; behind the second the run has gone on."""

WHOLE, COLD, GONE_ON = (0.0, 1.0), (0.37, 1.0), (0.37, 0.8)


def priced_run(scenario: Scenario, seed: int, replication: int, edges: Edges) -> Priced:
    """Run a floor and price its window."""
    scenario = priced(scenario)
    whole = run(scenario, seed, replication, ())
    counts = run(cut(scenario, whole.end, edges), seed, replication, RECORD)
    part = window(counts, counts.at_warm_up)
    return Priced(scenario, part, cost(part, scenario))


@cache
def case(name: str, edges: Edges) -> Priced:
    if name in MODELS:
        return priced_run(
            load(model(name)).replace(horizon="4 wk", warm_up="0 h", run_on="0 h"), seed_from(name), 0, edges
        )
    found = case_of(floor_of(name))
    return priced_run(found.scenario, found.seed, found.replication, edges)


def close(one: float, other: float, scale: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9 * max(scale, 1.0))


def sums_in_every_direction_are_the_total(run: Priced) -> None:
    ledger = run.costs.ledger
    rows = ledger.table()["cost_eur"]
    total = math.fsum(rows)
    gross = math.fsum(np.abs(rows))
    for sums in (
        ledger.by_kind_eur,
        ledger.by_activity_eur,
        ledger.by_resource_eur,
        ledger.by_resource_type_eur,
        ledger.by_account_eur,
        ledger.by_account_type_eur,
    ):
        assert close(math.fsum(sums.values()), total, gross)
    assert close(ledger.total_eur, total, gross)


def the_table_has_the_same_sums(run: Priced) -> None:
    ledger, table = run.costs.ledger, run.costs.ledger.table()
    for column, sums in (
        ("kind", ledger.by_kind_eur),
        ("activity", ledger.by_activity_eur),
        ("resource_type", ledger.by_resource_type_eur),
        ("account", ledger.by_account_eur),
    ):
        found = table.groupby(column)["cost_eur"].sum()
        for name, euros in sums.items():
            assert close(found.get(name, 0.0), euros, table["cost_eur"].abs().sum())
    assert (table["cost_eur"] == table["amount"] * table["rate_eur"]).all()


def a_unit_costs_every_hour_of_the_window(run: Priced) -> None:
    sums, names = run.costs.ledger.by_resource_eur, run.part.names
    hours = run.part.length / HOUR
    centres = run.part.tables["work_centres"]["work_centre"].tolist()
    for unit, centre in zip(names["units"], centres, strict=True):
        stated = run.scenario.work_centres[names["work_centres"][centre]]
        capital = stated.rate
        if stated.price is not None:
            # recovery of 8 years at 8 %, worked out year by year: what the price is worth in equal payments
            worth = math.fsum(1.08**-year for year in range(1, 9))
            capital = (stated.price - stated.residual * 1.08**-8) / worth / 8760
        expected = hours * (capital + stated.space * 120 / 8760)
        assert close(sums.get(unit, 0.0), expected, expected)


def a_worker_costs_his_hours_present_and_those_paid_for_nothing(run: Priced) -> None:
    sums, raw = run.costs.ledger.by_resource_eur, run.part.tables["workers"]
    weeks = run.part.length / HOUR / 168
    for row, name in enumerate(run.part.names["workers"]):
        worker = run.scenario.workers[name]
        terms = worker if worker.contract is None else run.scenario.contracts[worker.contract]
        overtime = int(raw["overtime"][row]) / HOUR
        regular = int(raw["present"][row]) / HOUR - overtime
        paid = max(regular, weeks * (terms.paid_hours or 0) / 3600)
        expected = paid * terms.wage + overtime * (terms.overtime_wage or 0)
        assert close(sums.get(name, 0.0), expected, run.costs.total_eur)


def material_is_paid_for_every_piece_begun(run: Priced) -> None:
    names, orders, lots = run.part.names, run.part.tables["orders"], run.part.tables["lots"]
    if run.part.length < run.part.until:
        return  # the record does not say piece by piece when; the sum over the run is what can be counted apart
    expected = 0.0
    for product, code, item, released, pieces in zip(
        orders["product"], orders["configuration"], orders["item"], orders["released"],
        orders["quantity"] + orders["scrapped"], strict=True,
    ):  # fmt: skip
        if item < 0 <= released:
            stated = run.scenario.products[names["products"][product]]
            expected += int(pieces) * material_per_piece(stated, chosen(stated, int(code)))
    seen = set()
    for stream, ordinal, code in zip(lots["stream"], lots["ordinal"], lots["configuration"], strict=True):
        name = names["streams"][stream]
        if name in run.scenario.stock and (name, ordinal) not in seen:
            seen.add((name, ordinal))
            item = run.scenario.stock[name]
            stated = run.scenario.products[item.product]
            expected += item.lot_size * material_per_piece(stated, chosen(stated, int(code)))
    table = run.costs.ledger.table()
    begun = table[(table["resource_type"] == "material") & (table["kind"] != "set_up_scrap")]
    assert close(begun["cost_eur"].sum(), expected, expected)


def only_what_is_handed_on_is_negative(run: Priced) -> None:
    table = run.costs.ledger.table()
    below = table[table["cost_eur"] < 0]
    assert set(below["activity"]) <= {"not traced", "delivering from stock", "overtime"}


def everything_is_traced_where_nothing_is_under_way(run: Priced) -> None:
    closed = (
        run.part.tables["orders"]["state"].min(initial=1) > 0
        and run.part.tables["lots"]["completed"].min(initial=0) >= 0
    )
    if not closed:
        return
    table = run.costs.ledger.table()
    assert not (table["account"] == "under way").any()
    if run.part.length < run.part.until:
        return  # what was attended of an operation by an edge is in proportion only
    # who had a part in an operation that another ended is set off against him: the hours of a team sum to nothing
    teams = {name: worker.team for name, worker in run.scenario.workers.items()}
    loose = table[table["account"] == "not traced"]
    for _, hours in loose.groupby(loose["resource"].map(teams))["amount"]:
        assert abs(hours.sum()) < 1e-9


def unused_capacity_and_what_was_used_are_what_was_supplied(run: Priced) -> None:
    costs = run.costs
    kinds, of_assets = costs.by_kind_eur, costs.ledger.by_resource_type_eur["asset"]
    used = costs.activity_cost_eur * costs.n_good if costs.n_good else 0.0
    if costs.n_good:
        rest = [*(kinds[kind] for kind in ("holding", "lateness", "markdown")), of_assets]
        everything = [used, *costs.unused_eur.values(), *rest]
        assert close(math.fsum(everything), costs.total_eur, costs.total_eur)


def an_asset_costs_every_hour_of_the_window_on_an_account_of_its_own(run: Priced) -> None:
    years = run.part.length / HOUR / 8760
    # 8 % a year: 900 EUR over four years; three times 40 EUR over two years, of which 6 EUR come back
    worth = {n: math.fsum(1.08**-year for year in range(1, n + 1)) for n in (2, 4)}
    expected = {
        "configurator": ("software", 900 / worth[4] * years),
        "jigs": ("capital", 3 * (40 - 6 * 1.08**-2) / worth[2] * years),
    }
    table = run.costs.ledger.table()
    rows = table[table["resource_type"] == "asset"]
    assert len(rows) == len(expected)
    assert set(rows["account_type"]) == {"asset"}
    assert (table["account_type"] == "asset").sum() == len(rows)
    for row in rows.itertuples():
        kind, euros = expected[str(row.resource)]
        assert (row.account, row.kind) == (row.resource, kind)
        assert close(row.cost_eur, euros, euros)


def what_is_left_on_the_shelf_is_marked_down_to_what_it_would_fetch(run: Priced) -> None:
    table, costs = run.costs.ledger.table(), run.costs
    held = table[(table["activity"] == "holding stock")].set_index("resource")
    hours = dict(zip(run.part.names["items"], (run.part.tables["stock"]["on_hand_ticks"] / HOUR).tolist(), strict=True))
    marked = table[table["kind"] == "markdown"].set_index("resource")
    for name, pieces in zip(run.part.names["items"], run.part.closing["stock"]["on_hand"].tolist(), strict=True):
        if hours[name] > 0 and name in held.index:
            value = held.loc[name, "amount"] / hours[name]  # what holding takes a piece to be worth
            expected = max(pieces, 0) * max(value - 2, 0.0)
            assert close(marked.loc[name, "cost_eur"] if name in marked.index else 0.0, expected, expected)
    assert close(marked["cost_eur"].sum(), costs.by_kind_eur["markdown"], costs.by_kind_eur["markdown"])


LAWS: list[Callable[[Priced], None]] = [
    sums_in_every_direction_are_the_total,
    the_table_has_the_same_sums,
    a_unit_costs_every_hour_of_the_window,
    a_worker_costs_his_hours_present_and_those_paid_for_nothing,
    material_is_paid_for_every_piece_begun,
    only_what_is_handed_on_is_negative,
    everything_is_traced_where_nothing_is_under_way,
    unused_capacity_and_what_was_used_are_what_was_supplied,
    an_asset_costs_every_hour_of_the_window_on_an_account_of_its_own,
    what_is_left_on_the_shelf_is_marked_down_to_what_it_would_fetch,
]


@pytest.mark.parametrize("edges", [WHOLE, COLD, GONE_ON])
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_law(law: Callable[[Priced], None], name: str, edges: Edges) -> None:
    law(case(name, edges))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(floors())
def test_laws_hold_on_whatever_floor_hypothesis_finds(floor: dict[str, object]) -> None:
    assume(comes_to_an_end(floor))
    found = case_of(floor)
    for edges in (WHOLE, GONE_ON):
        outcome = priced_run(found.scenario, found.seed, found.replication, edges)
        for law in LAWS:
            law(outcome)


@pytest.mark.parametrize("name", CASES)
def test_prices_change_the_ledger_and_not_one_byte_of_the_run(name: str) -> None:
    if name in MODELS:
        scenario, seed, replication = (
            load(model(name)).replace(horizon="4 wk", warm_up="0 h", run_on="0 h"),
            seed_from(name),
            0,
        )
    else:
        found = case_of(floor_of(name))
        scenario, seed, replication = found.scenario, found.seed, found.replication
    dear = priced(scenario)
    one, other = (run(side, seed, replication, RECORD) for side in (scenario, dear))
    assert one.digest == other.digest
    for table, columns in one.tables.items():
        for column in columns:
            assert columns[column].tobytes() == other.tables[table][column].tobytes()
    assert scenario.hash != dear.hash
    assert cost(window(one), scenario).total_eur != cost(window(other), dear).total_eur
