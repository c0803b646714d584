"""Tables: names for codes, hours for ticks, nothing where nothing has happened."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest

from flexsim.results import Tables, window
from tests.handmade import CAUSES, UNIT_STATES, WORKER_STATES, counts, stool_workshop


@pytest.fixture(name="tables")
def made_tables() -> Tables:
    return Tables(window(counts()), stool_workshop())


def test_an_order_has_its_hours_from_arrival_to_delivery(tables: Tables) -> None:
    first, second = tables.orders.iloc[0], tables.orders.iloc[1]
    assert (first["arrived_h"], first["released_h"], first["completed_h"]) == (0, 0, 4)
    assert (second["lead_time_h"], second["flow_time_h"]) == (4.5, 3.5)  # 5.5 - 1, and 5.5 - 2
    assert (first["lateness_h"], first["tardiness_h"]) == (1, 1)  # due at 3 h
    assert (second["lateness_h"], second["tardiness_h"]) == (-2.5, 0)  # due at 8 h


def test_causes_of_an_order_sum_to_its_lead_time(tables: Tables) -> None:
    delivered = tables.orders[tables.orders["lead_time_h"] > 0]
    assert len(delivered) == 2
    np.testing.assert_allclose(delivered[[f"{cause}_h" for cause in CAUSES]].sum(axis=1), delivered["lead_time_h"])


def test_what_has_not_happened_is_not_a_number(tables: Tables) -> None:
    in_progress, lost = tables.orders.iloc[3], tables.orders.iloc[4]
    assert (in_progress["state"], lost["state"]) == ("in progress", "lost")
    for name in ("completed_h", "lead_time_h", "tardiness_h", "run_h", "due_h"):
        assert math.isnan(in_progress[name]), name
    assert math.isnan(lost["released_h"])
    assert lost["lost_h"] == 7.5  # which is no delivery
    assert math.isnan(lost["completed_h"])
    assert math.isnan(lost["lead_time_h"])
    assert math.isnan(tables.operations["worker"].iloc[2])


def test_codes_become_names_and_configurations_words(tables: Tables) -> None:
    assert list(tables.orders["stream"]) == ["shop", "shop", "shelf", "shop", "shop"]  # as they came
    assert list(tables.orders["configuration"])[:2] == ["colour=white", "colour=red"]
    served = tables.orders.iloc[2]
    assert (served["item"], served["configuration"]) == ("white_stool", "colour=white")  # the item's
    assert list(tables.operations["operation"]) == ["cut", "cut", "paint"]
    assert set(tables.operations["product"]) == {"stool"}
    assert list(tables.operations["unit"]) == ["saw/0", "saw/1", "booth/0"]


def test_a_lot_is_of_a_product_in_a_configuration(tables: Tables) -> None:
    first = tables.lots.iloc[0]
    assert (first["product"], first["configuration"], first["joined"]) == ("stool", "colour=white", False)
    assert first["flow_time_h"] == 4


def test_operations_say_how_long_the_lot_waited_and_was_attended(tables: Tables) -> None:
    second = tables.operations.iloc[1]
    assert (second["waited_h"], second["run_h"], second["attended_h"]) == (0.5, 0.5, 0.5)


def test_states_of_units_and_workers_sum_to_the_run(tables: Tables) -> None:
    assert set(tables.work_centres[[f"{state}_h" for state in UNIT_STATES]].sum(axis=1)) == {8.0}
    assert set(tables.workers[[f"{state}_h" for state in WORKER_STATES]].sum(axis=1)) == {8.0}


def test_utilisation_is_of_the_time_on_shift_or_present(tables: Tables) -> None:
    assert tables.work_centres["utilisation"].tolist() == [3 / 6, 4 / 8, 1 / 8]  # the booth is off shift for 2 h
    assert tables.workers["utilisation"].tolist() == [4 / 7]
    assert tables.teams["present_h"].tolist() == [7]


def test_stock_has_an_exact_mean(tables: Tables) -> None:
    assert tables.stock["mean_on_hand"].tolist() == [4.5]  # 36 piece-hours in 8 h


def test_a_stretch_has_its_kind_and_its_hours(tables: Tables) -> None:
    assert list(tables.events["kind"]) == ["set_up", "run", "left", "run", "run"]
    assert tables.events["to_h"].tolist() == [1, 2, 2, 3, 4]


def test_columns_with_hours_end_in_h_and_texts_are_texts(tables: Tables) -> None:
    for name in tables:
        for column, kind in tables[name].dtypes.items():
            if kind == np.float64:
                is_known = str(column).endswith(("_h", "utilisation", "mean_on_hand", "share_at_once"))
                assert is_known or name == "timeline", (name, column)
            assert kind != np.object_, (name, column)


def test_a_table_is_made_once_and_only_if_it_was_recorded(tables: Tables) -> None:
    assert tables.orders is tables["orders"]
    few = counts()
    del few.tables["events"]
    assert "events" not in Tables(window(few))
    with pytest.raises(KeyError, match="'events' was not recorded in this run; recorded: orders, lots"):
        Tables(window(few))["events"]
    with pytest.raises(AttributeError, match="no table 'order'"):
        Tables(window(few)).order  # noqa: B018


def test_without_a_scenario_tables_have_no_configurations() -> None:
    assert "configuration" not in Tables(window(counts())).orders


def test_empty_tables_have_their_columns() -> None:
    empty = counts()
    empty.tables["orders"] = {name: column[:0] for name, column in empty.tables["orders"].items()}
    orders = Tables(window(empty), stool_workshop()).orders
    assert len(orders) == 0
    assert "lead_time_h" in orders
    assert orders["stream"].dtype == "str"


def test_pandas_is_not_imported_before_a_table_is_made() -> None:
    program = "import sys, flexsim.results, flexsim.costing; print('pandas' in sys.modules, 'duckdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_stock_says_what_was_there_what_was_asked_for_and_what_was_given_at_once(tables: Tables) -> None:
    shelf = tables.stock.iloc[0]
    # six at the start, two taken at 2 h by the one order, at once
    assert (shelf["on_hand_at_start"], shelf["on_hand"], shelf["delivered"]) == (6, 4, 2)
    assert (shelf["n_orders"], shelf["n_at_once"], shelf["n_lost"], shelf["share_at_once"]) == (1, 1, 0, 1.0)
    assert (shelf["n_reorders_in_warm_up"], shelf["n_reorders"]) == (0, 0)
