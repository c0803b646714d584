"""The studies of the demo: cut short in what they run, not in what they ask."""

from __future__ import annotations

import pytest

from flexsim.cli.demo_studies import CONFIRMATION, DEMO_STUDIES, SHORT_RUNS, in_short
from flexsim.shipped import experiment
from flexsim.study import read_study


@pytest.mark.parametrize("name", DEMO_STUDIES)
def test_a_study_in_short_has_the_same_sides_and_cases_and_fewer_runs(name: str) -> None:
    whole = read_study(experiment(name))
    short = in_short(whole, DEMO_STUDIES[name])
    assert {one.case for one in short.contests} == {one.case for one in whole.contests}
    assert [cell.alternative.name for cell in short.contests[0].cells] == list(whole.alternatives)
    assert (short.confirmation, short.short_runs) == (CONFIRMATION, SHORT_RUNS)
    points = DEMO_STUDIES[name].points
    assert points is None or [one.point for one in short.contests] == [*points] * len(
        {one.case for one in whole.contests}
    )


def test_shorter_runs_have_the_same_customers_on_all_sides_and_decisions_as_before() -> None:
    whole = read_study(experiment("lot_size_one"))
    short = in_short(whole, DEMO_STUDIES["lot_size_one"])
    assert {(cell.alternative.scenario.warm_up, cell.alternative.scenario.horizon) for cell in short.cells} == {
        (52 * 604_800, 78 * 604_800)
    }
    assert len(short.cells) == 2 * (1 + 3)  # in both cases one side that is not swept, and three points of the other
    assert short.cells[0].alternative.decisions == whole.cells[0].alternative.decisions
