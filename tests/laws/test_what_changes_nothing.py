"""What must not matter does not: other seeds' runs, records, names, the order of a file, a listener, the horizon."""

from itertools import pairwise

import pytest

from flexsim.engine import EngineError, run
from flexsim.scenario import from_mapping
from tests.reference.floors import outcome, scenario_mapping
from tests.reference.random_floors import random_floor

from .cases import CASES, FLOORS, RECORDS, case, digests, floor_of, ticks


@pytest.mark.parametrize("name", CASES)
def test_the_same_numbers_give_the_same_run(name):
    assert case(name).run().digest == case(name).counts.digest


@pytest.mark.parametrize("name", CASES)
def test_a_record_that_is_switched_off_changes_no_other_table(name):
    everything = digests(case(name).counts)
    for record in ((), *((kept,) for kept in RECORDS), ("orders", "lots", "operations")):
        found = digests(case(name).run(record=record))
        assert set(found) == set(record) | (set(everything) - set(RECORDS))
        assert found == {table: everything[table] for table in found}


@pytest.mark.parametrize("name", CASES)
def test_the_clock_never_goes_back_and_a_listener_changes_nothing(name):
    clock = []
    counts = case(name).run(after_instant=lambda shop: clock.append(shop.floor.calendar.now))
    assert all(before < after for before, after in pairwise(clock))
    assert clock[-1] == counts.end or clock[-1] < counts.end == ticks(case(name).scenario.horizon)
    assert counts.digest == case(name).counts.digest


@pytest.mark.parametrize(
    ("seed", "replication"), [(-1, 0), (2**32, 0), (1, -1), (1, 2**32), (1.0, 0), (True, 0), (1, None)]
)
def test_a_seed_or_replication_out_of_range_is_refused(seed, replication):
    wrong = seed if replication == 0 else replication
    with pytest.raises(ValueError, match=f"= {wrong!r}: a whole number from 0 to 4294967295"):
        case(FLOORS[0]).run(seed=seed, replication=replication)


@pytest.mark.parametrize(("seed", "replication"), [(0, 0), (2**32 - 1, 0), (0, 2**32 - 1)])
def test_the_bounds_of_seed_and_replication_are_allowed(seed, replication):
    counts = case(FLOORS[0]).run(seed=seed, replication=replication)
    assert (counts.seed, counts.replication) == (seed, replication)


def test_seed_and_replication_each_change_the_luck():
    drawn = next(name for name in FLOORS if has_luck(floor_of(name)))
    digest = {case(drawn).run(seed=seed, replication=r).digest for seed in (1, 2) for r in (1, 2)}
    assert len(digest) == 4


def has_luck(floor):
    return any("every" in stream and isinstance(stream["every"], dict) for stream in floor["streams"].values())


def reversed_mappings(value):
    """The same with the keys of every mapping the other way round."""
    if isinstance(value, dict):
        return {key: reversed_mappings(value[key]) for key in reversed(value)}
    return [reversed_mappings(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", FLOORS)
def test_the_order_of_keys_in_a_file_changes_nothing(name):
    turned = from_mapping(reversed_mappings(scenario_mapping(floor_of(name))))
    found = case(name)
    assert run(turned, found.seed, found.replication, RECORDS).digest == found.counts.digest


def renamed(mapping, keeps_luck):
    """The same scenario with other names of streams and items, in the same order of names."""

    def called(name, stated):
        luck = {"stream": name} if keeps_luck else {}
        item = {"item": f"{stated['item']} too"} if "item" in stated else {}
        return stated | item | luck

    return mapping | {
        part: {f"{name} too": called(name, stated) for name, stated in mapping[part].items()}
        for part in ("demand", "stock")
    }


def run_renamed(name, keeps_luck):
    found = case(name)
    scenario = from_mapping(renamed(scenario_mapping(floor_of(name)), keeps_luck))
    return run(scenario, found.seed, found.replication, RECORDS)


@pytest.mark.parametrize("name", FLOORS)
def test_a_renamed_stream_that_keeps_its_luck_by_stream_makes_the_same_run(name):
    again = run_renamed(name, keeps_luck=True)
    assert digests(again) == digests(case(name).counts)
    assert again.names["streams"] == tuple(f"{stream} too" for stream in case(name).names("streams"))


def test_a_renamed_stream_has_other_luck_without_it():
    name = next(name for name in FLOORS if has_luck(floor_of(name)))
    again = run_renamed(name, keeps_luck=False)
    assert digests(again)["orders"] != digests(case(name).counts)["orders"]


@pytest.mark.parametrize("name", FLOORS)
def test_another_stream_changes_no_arrival_of_the_others(name):
    # R1; saturated streams are no chance but an answer to what happens on the floor
    floor = floor_of(name)
    streams = {key: stream for key, stream in floor["streams"].items() if "saturated" not in stream}
    product = next(iter(floor["products"]))
    more = floor["streams"] | {"a newcomer": {"product": product, "quantity": 1, "at": [3, 50]}}
    try:
        found = outcome_of(floor | {"streams": more, "end": None})["orders"]
        alone = outcome_of(floor | {"end": None})["orders"]
    except EngineError:
        pytest.skip("one of the two floors comes to no end")
    for stream in streams:
        assert [row[:3] for row in found if row[0] == stream] == [row[:3] for row in alone if row[0] == stream]


def outcome_of(floor):
    counts = run(from_mapping(scenario_mapping(floor)), floor["seed"], floor["replication"], RECORDS)
    return outcome(counts)


@pytest.mark.parametrize("name", FLOORS)
def test_a_run_that_is_stopped_earlier_is_the_beginning_of_the_same_run(name):
    floor = floor_of(name)
    whole = outcome_of(floor)
    for share in (0.25, 0.5, 0.9):
        minutes = int(share * whole["end"] / 60e6)
        part = outcome_of(floor | {"end": minutes})
        end = ticks(60 * minutes)
        assert part["end"] == end
        for rows in ("stretches", "left"):
            assert part[rows] == [row for row in whole[rows] if row[-1] <= end]
        delivered = [row for row in part["orders"] if row[3] is not None]
        assert delivered == [row for row in whole["orders"] if row[3] is not None and row[3] <= end]
        assert part["causes"] == [row for row in whole["causes"] if row[:2] in [order[:2] for order in delivered]]


def test_the_horizon_is_worked_off_when_an_event_lies_on_it():
    # one order of 10 min at 0: with a horizon of exactly 10 min it is delivered, the next one is not begun twice
    floor = random_floor(0, 0) | {
        "streams": {"north": {"product": "part", "quantity": 1, "at": [0, 0, 10]}},
        "products": {"part": {"operations": [{"name": "cut", "at": ["A"], "run": 10}]}},
        "work_centres": {"A": {"units": 1, "team": None, "dispatch": "FIFO"}},
        "end": 10,
    }
    found = outcome_of(floor)
    assert [row[2:] for row in found["orders"]] == [[0, ticks(600)], [0, None], [ticks(600), None]]
    assert found["end"] == ticks(600)
    assert found["units"] == {"A/0": {"run": ticks(600)}}
