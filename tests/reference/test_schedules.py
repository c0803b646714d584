"""Optimal schedules of known job shops, replayed on the floor (rule D8).

Instances: ft06 (Fisher and Thompson 1963), la01 and la05 (Lawrence 1984), mk01 and mk02 (Brandimarte 1993) and Fattahi1
to Fattahi6 (Fattahi et al. 2007, with workers added by the FJSSP-W benchmark set). The schedules are our own, their
makespans proven optimal (`tests/data/optimal_schedules.json`: job, op, machine and worker count from 0; times are read
as minutes).
"""

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from flexsim.engine import run
from flexsim.scenario import from_mapping

MINUTE = 60_000_000
SOLUTIONS = json.loads((Path(__file__).parents[1] / "data" / "optimal_schedules.json").read_text())
WITHOUT_CHOICE = ("JSP/ft06", "JSP/la01", "JSP/la05")
"""Job shops whose operations have one machine and one time, so that the schedule states the whole instance."""


@pytest.mark.parametrize("name", SOLUTIONS)
def test_replayed_schedule_reaches_its_proven_makespan(name):
    assert max(row["end"] for row in replayed(name)) == SOLUTIONS[name]["makespan"]


@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_row_is_done_on_its_machine_by_its_worker_and_no_later_than_planned(name):
    done = {(row["job"], row["op"]): row for row in replayed(name)}
    assert len(done) == len(SOLUTIONS[name]["schedule"])
    for planned in SOLUTIONS[name]["schedule"]:
        row = done[planned["job"], planned["op"]]
        assert (row["machine"], row["worker"]) == (planned["machine"], planned["worker"])
        assert row["end"] - row["start"] == planned["end"] - planned["start"]
        assert row["start"] <= planned["start"]


@pytest.mark.parametrize("thing", ["machine", "worker", "job"])
@pytest.mark.parametrize("name", SOLUTIONS)
def test_nobody_and_nothing_is_in_two_places(name, thing):
    rows = [row for row in replayed(name) if row[thing] is not None]
    for before, after in pairwise(sorted(rows, key=lambda row: (row[thing], row["start"]))):
        assert before[thing] != after[thing] or before["end"] <= after["start"]


@pytest.mark.parametrize("name", SOLUTIONS)
def test_the_operations_of_a_job_are_done_in_sequence(name):
    rows = sorted(replayed(name), key=lambda row: (row["job"], row["start"]))
    assert [(row["job"], row["op"]) for row in rows] == sorted((row["job"], row["op"]) for row in rows)


@pytest.mark.parametrize("rule", ["FIFO", "SPT", "EDD", "slack"])
@pytest.mark.parametrize("name", WITHOUT_CHOICE)
def test_no_dispatching_rule_beats_the_optimum(name, rule):
    assert max(row["end"] for row in dispatched(name, rule)) >= SOLUTIONS[name]["makespan"]


@cache
def replayed(name):
    """The schedule as the floor carries it out.

    Every run is said to take a minute: the durations that count are the schedule's.
    """
    rows = SOLUTIONS[name]["schedule"]
    return carried_out(
        shop(rows, time=lambda row: 1)
        | {"schedule": [schedule_row(row) for row in sorted(rows, key=lambda row: row["start"])]}
    )


@cache
def dispatched(name, rule):
    """The same jobs without the schedule, in the sequence that a dispatching rule gives."""
    floor = shop(SOLUTIONS[name]["schedule"], time=lambda row: row["end"] - row["start"])
    for centre in floor["work_centres"].values():
        centre["dispatch"] = rule
    return carried_out(floor)


def shop(rows, time):
    """One product, and one order of it at time 0, for each job; everybody can do everything."""
    jobs = sorted({row["job"] for row in rows})
    workers = sorted({row["worker"] for row in rows} - {None})
    return {
        "flexsim": 1,
        "products": {
            f"job {job}": {"operations": operations([row for row in rows if row["job"] == job], time)} for job in jobs
        },
        "demand": {f"job {job}": {"product": f"job {job}", "at": ["0 min"], "due": "1000 min"} for job in jobs},
        "work_centres": {f"machine {row['machine']}": {"team": "crew"} if workers else {} for row in rows},
        "teams": {"crew": {}} if workers else {},
        "workers": {f"worker {worker}": {"team": "crew", "skills": ["all"]} for worker in workers},
    }


def operations(rows, time):
    """The operations of one job, one after the other."""
    return {str(row["op"]): operation(row, time(row)) for row in rows}


def operation(row, minutes):
    return {
        "at": f"machine {row['machine']}",
        "after": [str(row["op"] - 1)] if row["op"] else [],
        "run": f"{minutes} min",
    } | ({} if row["worker"] is None else {"skill": "all"})


def schedule_row(row):
    """A row of the schedule as the scenario has it."""
    return {
        "stream": f"job {row['job']}",
        "ordinal": 0,
        "operation": str(row["op"]),
        "work_centre": f"machine {row['machine']}",
        "unit": 0,
        "workers": [] if row["worker"] is None else [f"worker {row['worker']}"],
        "duration": f"{row['end'] - row['start']} min",
    }


def carried_out(floor):
    """Run a floor; its operations in the words of the instances, times in minutes."""
    counts = run(from_mapping(floor), record=("operations",))
    columns = counts.tables["operations"]
    return [
        in_words(counts.names, {name: int(column[i]) for name, column in columns.items()})
        for i in range(len(columns["ended"]))
    ]


def in_words(names, row):
    assert row["started"] % MINUTE == row["ended"] % MINUTE == 0
    return {
        "job": number_in(names["streams"][row["stream"]]),
        "op": int(names["operations"][row["operation"]].rpartition("/")[2]),
        "machine": number_in(names["work_centres"][row["work_centre"]]),
        "worker": number_in(names["workers"][row["worker"]]) if row["worker"] >= 0 else None,
        "start": row["started"] // MINUTE,
        "end": row["ended"] // MINUTE,
    }


def number_in(name):
    """The number at the end of a name: 3 of "machine 3"."""
    return int(name.rpartition(" ")[2])
