"""How much of an operation lies in the window: the same as its recorded stretches say."""

from __future__ import annotations

import numpy as np
import pytest

from flexsim.costing.clipping import edge_of, numbered_parts, spent_between
from flexsim.costing.jobs import jobs_of
from flexsim.engine import run
from flexsim.results import window
from tests.costing.priced import cut
from tests.laws.cases import CASES, RECORDS, case

SHARES = [(0.0, 1.0), (0.21, 0.83), (0.5, 0.5001), (0.37, 1.0)]


@pytest.mark.parametrize(("first", "last"), SHARES)
@pytest.mark.parametrize("name", CASES)
def test_operations_are_cut_at_the_window_to_the_tick(name: str, first: float, last: float) -> None:
    found = cut(case(name).scenario, case(name).counts.end, (first, last))
    counts = run(found, case(name).seed, case(name).replication, RECORDS)
    part = window(counts, counts.at_warm_up)
    assert (part.start, part.end) == tuple(int(case(name).counts.end * share) for share in (first, last))
    jobs = jobs_of(part, found)
    edges = (
        edge_of(part, jobs, part.start or -1, part.opening["work_centres"]),
        edge_of(part, jobs, part.end, part.closing["work_centres"]),
    )
    stretches: dict[int, set[tuple[int, int, str]]] = {}
    events = counts.tables["events"]
    for unit, began, ended, code in zip(
        *(events[name].tolist() for name in ("unit", "from", "to", "kind")), strict=True
    ):
        if (kind := counts.names["event_kinds"][code]) in counts.names["steps"]:
            stretches.setdefault(unit, set()).add((began, ended, kind))
    n_cut = 0
    for row_0, rows, _ in numbered_parts(part, jobs):
        spent = spent_between(*edges, row_0, rows)
        for place, (unit, began, ended) in enumerate(zip(rows["unit"], rows["started"], rows["ended"], strict=True)):
            own = [(a, b, kind) for a, b, kind in stretches.get(int(unit), ()) if began <= a and b <= ended]
            inside = [(max(min(b, part.end) - max(a, part.start), 0), kind) for a, b, kind in own]
            assert spent.set_up[place] == sum(ticks for ticks, kind in inside if kind == "set_up")
            assert spent.run[place] == sum(ticks for ticks, kind in inside if kind != "set_up")
            n_cut += bool(began < part.start < ended or began < part.end < ended)
        assert (spent.attended >= 0).all() and (spent.attended <= np.asarray(rows["attended"])).all()
    if first == 0.0 and last == 1.0:
        assert n_cut == 0


def test_most_windows_cut_something() -> None:
    # else the test above would test nothing
    n_cut = 0
    for name in CASES:
        rows, middle = case(name).counts.tables["operations"], int(case(name).counts.end * 0.21)
        n_cut += bool(((rows["started"] < middle) & (rows["ended"] > middle)).any())
    assert n_cut > len(CASES) / 3
