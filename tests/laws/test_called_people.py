"""People who are called: on random floors they work only while they are there, and every call is counted once."""

from collections import defaultdict
from itertools import pairwise

import pytest

from tests.reference.duel import disagreement, seed_from

from .cases import CALLED, called_floor, case_of, ends, ticks
from .test_conservation import LAWS as CONSERVATION

N_FLOORS = 24
N_CHUNKS, N_DUELS = 8, 15


def spans(case):
    """When everybody of a pool was there, as recorded, and until the end of the run who is there still."""
    kinds, found = case.names("event_kinds"), defaultdict(list)
    for row in case.rows("events"):
        if kinds[row["kind"]] == "present":
            found[row["worker"]].append((row["from"], row["to"]))
    for row in case.rows("called"):
        left = row["present"] - sum(end - begin for begin, end in found[row["worker"]])
        if left:
            found[row["worker"]].append((case.counts.end - left, case.counts.end))
    return found


def whoever_is_called_works_only_while_he_is_there(case):
    there, pooled = spans(case), {row["worker"] for row in case.rows("called")}
    kinds = case.names("event_kinds")
    for row in case.rows("events"):
        if row["worker"] in pooled and kinds[row["kind"]] not in ("left", "present"):
            # a stretch may go on from the shift into overtime
            covered = [(max(a, row["from"]), min(b, row["to"])) for a, b in there[row["worker"]]]
            assert sum(max(end - begin, 0) for begin, end in covered) == row["to"] - row["from"]


def nobody_is_there_twice_at_a_time(case):
    for rows in spans(case).values():
        ordered = sorted(rows)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered))


def calls_and_shifts_are_counted_once(case):
    totals = defaultdict(lambda: defaultdict(int))
    for row in case.rows("called"):
        assert 0 <= row["shifts_worked"] <= row["came"] <= row["asked"]
        assert 0 <= row["overtime"] <= row["present"]
        assert (row["present"] > 0) <= (row["shifts_worked"] > 0)
        for column in row.keys() - {"worker", "pool"}:
            totals[row["pool"]][column] += row[column]
    for row in case.rows("pools"):
        assert {column: row[column] for column in totals[row["pool"]]} == totals[row["pool"]]


def the_minimum_is_paid_once_for_each_shift(case):
    names, pools = case.names("pools"), case.scenario.pools
    for row in case.rows("called"):
        stated = pools[names[row["pool"]]].minimum
        minimum = 0 if stated is None else ticks(stated)
        paid = row["paid_minimum"] + row["present"]
        assert 0 <= row["paid_minimum"] <= minimum * row["shifts_worked"]
        assert paid >= minimum * (row["shifts_worked"] - 1)  # the last shift may not be over


def workers_and_called_tell_the_same(case):
    workers = {row["worker"]: row for row in case.rows("workers")}
    for row in case.rows("called"):
        for column in ("present", "overtime"):
            assert workers[row["worker"]][column] == row[column]
        assert case.names("workers")[row["worker"]].startswith(case.names("pools")[row["pool"]] + " ")


LAWS = [
    whoever_is_called_works_only_while_he_is_there,
    nobody_is_there_twice_at_a_time,
    calls_and_shifts_are_counted_once,
    the_minimum_is_paid_once_for_each_shift,
    workers_and_called_tell_the_same,
]


@pytest.mark.parametrize("number", range(N_FLOORS))
def test_law(number):
    floor = called_floor(number)
    if ends(floor):
        case = case_of(floor)
        for law in (*CONSERVATION, *LAWS):
            law(case)


def test_there_is_somebody_to_be_called():
    """The laws above would hold of floors on which nobody ever is."""
    cases = [case_of(floor) for floor in map(called_floor, range(N_FLOORS)) if ends(floor)]
    rows = [row for case in cases for row in case.rows("pools")]
    assert sum(row["came"] > 0 for row in rows) >= 10
    assert sum(row["asked"] > row["came"] for row in rows) >= 5
    assert sum(row["overtime"] > 0 for row in rows) >= 1
    assert sum(row["paid_minimum"] > 0 for row in rows) >= 1


@pytest.mark.parametrize("chunk", range(N_CHUNKS))
def test_engine_and_oracle_agree_on_who_is_called(chunk):
    for number in range(chunk, N_CHUNKS * N_DUELS, N_CHUNKS):
        seed = seed_from("test_engine_and_oracle_agree_on_who_is_called", number)
        if found := disagreement(seed, CALLED):
            pytest.fail(found)
