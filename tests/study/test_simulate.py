"""One run as a result, and many: what they carry, and laws that hold on real runs."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from flexsim.engine import EngineError
from flexsim.results import TABLE_NAMES
from flexsim.scenario import Scenario, load, loads
from flexsim.shipped import model
from flexsim.study import RECORDABLE, compare, replicate, simulate
from tests.cli.helpers import SHOP, STUCK


@pytest.fixture(name="workshop", scope="module")
def short_workshop() -> Scenario:
    return load(model("bicycle_workshop")).replace(horizon="3 wk", warm_up="1 wk")


@pytest.fixture(name="shop", scope="module")
def bicycles_from_stock() -> Scenario:
    return load(model("bicycle_mass")).replace(horizon="12 wk", warm_up="1 wk")


def test_a_result_says_what_it_was_made_from(workshop: Scenario, tmp_path: Path) -> None:
    result = simulate(workshop, seed=3, replication=2)
    assert result.scenario_hash == workshop.hash
    assert (result.seed, result.replication) == (3, 2)
    assert (result.counts.seed, result.counts.replication) == (3, 2)
    result.write(tmp_path)
    report = json.loads((tmp_path / "run.json").read_text())
    assert report["digest"] == result.digest
    assert report["engine"] == result.engine
    assert report["measures"]["mean_lead_time_h"] == result.measures["mean_lead_time_h"]


def test_the_same_arguments_give_the_same_digest_and_others_another(workshop: Scenario) -> None:
    digest = simulate(workshop, 1, 0).digest
    assert simulate(workshop, 1, 0).digest == digest
    assert simulate(workshop, 1, 1).digest != digest
    assert simulate(workshop, 2, 0).digest != digest


def test_everything_that_can_be_recorded_has_a_table(workshop: Scenario) -> None:
    tables = simulate(workshop, record=RECORDABLE).tables
    assert list(tables) == [*(name for name in TABLE_NAMES if name != "pools"), "ledger"]  # nobody can be called
    for name in tables:
        assert len(tables[name].columns) > 5


def test_figures_do_not_depend_on_what_else_was_recorded(shop: Scenario) -> None:
    few, all_ = simulate(shop, record=()).measures, simulate(shop, record=RECORDABLE).measures
    for name, value in few.items():
        assert value == all_[name] or (math.isnan(value) and math.isnan(all_[name])), name


@pytest.mark.parametrize("side", ["workshop", "shop"])
def test_orders_in_are_delivered_lost_or_in_progress(side: str, request: pytest.FixtureRequest) -> None:
    result = simulate(request.getfixturevalue(side))
    found = result.measures
    assert found["n_orders"] == found["n_delivered"] + found["n_lost"] + found["n_in_progress"] > 50


@pytest.mark.parametrize("side", ["workshop", "shop"])
def test_causes_sum_to_lead_times_exactly(side: str, request: pytest.FixtureRequest) -> None:
    counts = simulate(request.getfixturevalue(side)).counts
    orders = counts.tables["orders"]
    delivered = orders["state"] == 1
    total = sum(orders[cause] for cause in counts.names["causes"])
    lead = orders["completed"] - orders["arrived"]
    np.testing.assert_array_equal(np.asarray(total)[delivered], lead[delivered])


@pytest.mark.parametrize("side", ["workshop", "shop"])
def test_states_of_units_and_workers_sum_to_the_run(side: str, request: pytest.FixtureRequest) -> None:
    counts = simulate(request.getfixturevalue(side)).counts
    units, people = counts.tables["work_centres"], counts.tables["workers"]
    assert set(np.asarray(sum(units[state] for state in counts.names["unit_states"])).tolist()) == {counts.end}
    assert set(np.asarray(sum(people[state] for state in counts.names["worker_states"])).tolist()) == {840 * counts.end}


def test_people_are_paid_for_their_hours_of_presence(workshop: Scenario) -> None:
    # in two weeks after the warm-up: eight people for 10 days of 7.75 hours, four for 8 days of 8.25, and their overtime
    result = simulate(workshop)
    overtime_h = result.tables.workers["overtime_h"].sum()
    assert 0 < overtime_h < 4 * 10 * 0.5  # four assemblers by day, half an hour at most
    paid = result.ledger.by_resource_type_eur
    assert paid["worker"] == pytest.approx((8 * 10 * 7.75 + 4 * 8 * 8.25 + overtime_h) * 39.8)
    # robot and booth at 11.42; six racks, two truing stands, four benches and a test stand at 0.50 EUR; 336 hours
    assert paid["unit"] == pytest.approx((2 * 11.42 + 13 * 0.5) * 336)


def test_material_is_paid_for_every_bicycle_started(workshop: Scenario) -> None:
    result = simulate(workshop.replace(warm_up=None, run_on="0 h"))
    orders = result.tables.orders
    begun = orders[orders["released_h"].notna()]
    price = 310.0 + 390 * begun["configuration"].str.contains("motor=hub")
    price += 35 * begun["configuration"].str.contains("extras=basket")
    price += 90 * begun["configuration"].str.contains("extras=child_seat")
    expected = (price * (begun["quantity"] + begun["scrapped"])).sum()
    assert result.ledger.by_resource_type_eur["material"] == pytest.approx(expected)
    assert orders["scrapped"].sum() > 0


def test_material_for_stock_is_paid_when_lots_are_released(shop: Scenario) -> None:
    result = simulate(shop)
    lots = result.tables.lots.query("released_h > 168")
    assert set(lots["pieces"]) <= {10, 20, 30, 40, 50}
    assert result.tables.stock["started"].sum() == lots["pieces"].sum() > 100
    price = 310.0 + 390 * lots["stream"].str.contains("hub")
    price += 35 * lots["stream"].str.contains("basket") + 90 * lots["stream"].str.contains("child_seat")
    assert result.ledger.by_resource_type_eur["material"] == pytest.approx((price * lots["pieces"]).sum())


def test_figures_of_the_warm_up_and_of_the_window_make_the_whole_run(workshop: Scenario) -> None:
    whole = simulate(workshop.replace(warm_up=None))
    first = simulate(workshop.replace(warm_up=None, horizon="1 wk"))
    rest = simulate(workshop)
    assert whole.costs.total_eur == pytest.approx(first.costs.total_eur + rest.costs.total_eur)
    assert whole.costs.n_good == first.costs.n_good + rest.costs.n_good
    spent, before, after = (result.tables.work_centres.set_index("unit") for result in (whole, first, rest))
    for column in ("run_h", "set_up_h", "idle_h", "off_shift_h", "n_operations"):
        assert spent[column].to_list() == pytest.approx((before[column] + after[column]).to_list()), column
    people = rest.tables.workers
    expected = [66.0 if name in ("Els", "Giel", "Hamid", "Tarik") else 77.5 for name in people["worker"]]
    assert (people["present_h"] - people["overtime_h"]).to_list() == pytest.approx(expected)


def test_a_run_that_ends_in_its_warm_up_has_an_empty_window() -> None:
    shop = loads(SHOP).replace(warm_up="10 wk")
    result = simulate(shop)
    assert result.window.length == 0
    assert result.measures["n_orders"] == result.costs.total_eur == 0
    assert math.isnan(result.measures["throughput_per_h"])


def test_customers_are_the_same_to_order_and_from_stock(workshop: Scenario, shop: Scenario) -> None:
    one, other = (simulate(side.replace(horizon="3 wk")).tables.orders for side in (workshop, shop))
    for column in ("arrived_h", "configuration", "quantity", "due_h"):
        assert one[column].equals(other[column]), column


def test_a_run_that_cannot_go_on_names_scenario_seed_and_replication() -> None:
    with pytest.raises(EngineError) as caught:
        simulate(loads(STUCK), seed=5, replication=4)
    said = "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])
    for words in ("A circle", "seed 5", "replication 4"):
        assert words in said


def test_what_cannot_be_recorded_is_refused(workshop: Scenario) -> None:
    with pytest.raises(ValueError, match="cannot record 'money'; known: orders, lots, operations, events"):
        simulate(workshop, record=["money"])


def test_replications_are_the_same_in_one_process_and_in_two(workshop: Scenario) -> None:
    one, two = replicate(workshop, 4), replicate(workshop, 4, workers=2)
    assert repr(one.outcomes) == repr(two.outcomes)  # as text, since some figures are not a number
    assert one.digest == two.digest
    assert [outcome.replication for outcome in two.outcomes] == [0, 1, 2, 3]


def test_replications_run_on_somebody_elses_pool(workshop: Scenario) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert replicate(workshop, 2, executor=executor).digest == replicate(workshop, 2).digest


def test_replications_can_start_later(workshop: Scenario) -> None:
    assert replicate(workshop, 1, first=2).outcomes[0].digest == replicate(workshop, 3).outcomes[2].digest


def test_an_error_in_a_replication_comes_back_with_its_name() -> None:
    with pytest.raises(EngineError) as caught:
        replicate(loads(STUCK), 2, seed=5, workers=2)
    assert "seed 5" in "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])


def test_estimates_are_over_replications(workshop: Scenario) -> None:
    found = replicate(workshop, 3)
    values = list(found.values("mean_lead_time_h").values())
    estimate = found.estimate("mean_lead_time_h")
    assert estimate.mean == math.fsum(values) / 3
    assert estimate.half_width > 0
    assert len(found.table()) == 3
    with pytest.raises(KeyError, match="no figure is called 'lead_time'"):
        found.values("lead_time")


def test_one_bench_more_is_compared_with_the_same_customers(workshop: Scenario) -> None:
    more = workshop.with_values({"work_centres.bench.units": 4})
    found = compare(replicate(workshop, 3), replicate(more, 3), "n_orders")
    assert found.difference.mean == found.difference.half_width == 0


def test_sides_with_different_seeds_cannot_be_compared(workshop: Scenario) -> None:
    with pytest.raises(ValueError, match="seeds 1 and 2"):
        compare(replicate(workshop, 1, seed=1), replicate(workshop, 1, seed=2), "n_orders")


def test_no_replications_are_refused(workshop: Scenario) -> None:
    with pytest.raises(ValueError, match="replications = 0"):
        replicate(workshop, 0)
