"""Studies that run: who is sized on which replications, who is confirmed on which, and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexsim.study import FIRST_SELECTION, StudyRun, read_study, replicate, verdict
from flexsim.study import crew as crew_module
from tests.study.studies import BENCHES, study_in

DECIDES = BENCHES.replace("two: {set: {work_centres.bench.units: 2}}", "two: {decide: {work_centres.bench.units: [1, 2, 3]}}")  # fmt: skip


def run_of(folder: Path, text: str = BENCHES, **how: bool | int) -> StudyRun:
    run = StudyRun(read_study(study_in(folder, text)), **how)  # type: ignore[arg-type]
    run.run()
    return run


def test_every_side_is_confirmed_on_the_first_replications_of_the_seed(tmp_path: Path) -> None:
    run = run_of(tmp_path)
    by_hand = replicate(run.study.alternatives["two"].scenario, 4, seed=3)
    row = run.cells[None, None, "two"]
    assert list(row.outcomes) == [0, 1, 2, 3]
    assert row.replications(3).values("cost_to_serve_eur") == by_hand.values("cost_to_serve_eur")
    assert (run.n_done, run.n_expected, run.n_confirmed) == (8, 8, 8)


def test_selection_never_touches_confirmation_replications(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeds are counted where runs are made, not where they are told of: every job that is run is written down."""
    made: list[tuple[str, int, int]] = []
    from flexsim.study import jobs, short_runs

    true_run = jobs.simulate

    def counting(scenario, seed, replication, **how):  # type: ignore[no-untyped-def]
        made.append((scenario.hash, seed, replication))
        return true_run(scenario, seed, replication, **how)

    monkeypatch.setattr(jobs, "simulate", counting)
    monkeypatch.setattr(short_runs, "simulate", counting)
    run = run_of(tmp_path, DECIDES)
    sized = run.cells[None, None, "two"].sized
    assert sized is not None
    used = {(seed, number) for _, seed, number in made}
    for_choosing = {one for one in used if one[1] >= FIRST_SELECTION}
    for_figures = used - for_choosing
    assert for_figures == {(3, 0), (3, 1), (3, 2), (3, 3)}
    assert for_choosing == set(sized.seeds) == {(3, FIRST_SELECTION + n) for n in range(2 + 6)}  # 2, and 3 x 2 fresh
    # three combinations on two replications each, the choice on six fresh ones, four confirmations of two sides
    assert len(made) == 3 * 2 + 6 + 2 * 4
    assert run.n_done == run.n_expected == len(made)


def test_the_choice_is_in_the_scenario_that_is_confirmed(tmp_path: Path) -> None:
    # A bench more than needed costs 168 h x 6 EUR and saves nothing: one bench serves far more than half in two hours.
    row = run_of(tmp_path, DECIDES).cells[None, None, "two"]
    assert row.sized is not None
    assert row.sized.choice == {"work_centres.bench.units": 1}
    assert row.scenario.work_centres["bench"].units == 1
    assert {outcome.scenario_hash for outcome in row.outcomes.values()} == {row.scenario.hash}


def test_as_is_leaves_out_sizing(tmp_path: Path) -> None:
    run = run_of(tmp_path, DECIDES, as_is=True)
    assert run.cells[None, None, "two"].sized is None
    assert run.n_done == 8


def test_a_side_that_is_not_swept_is_run_once(tmp_path: Path) -> None:
    text = BENCHES + "sweep: {set: work_centres.bench.rate, values: [5 EUR/h, 7 EUR/h], alternatives: [two]}\n"
    run = run_of(tmp_path, text)
    assert run.n_done == 3 * 4
    first, second = verdict(run).contests
    assert first.sides[0].found.outcomes == second.sides[0].found.outcomes
    assert first.sides[1].run.scenario.work_centres["bench"].rate == 5


def test_each_point_of_a_sweep_is_sized_anew(tmp_path: Path) -> None:
    # At 15 minutes between boxes one bench of 10 minutes serves; at 8 minutes one is overloaded, and two serve.
    text = DECIDES.replace("one: {}\n", "one: {decide: {work_centres.bench.units: [1, 2, 3]}}\n")
    text += "sweep: {set: demand.shop.every, values: [exponential(15 min), exponential(8 min)]}\n"
    run = run_of(tmp_path, text)
    chosen = [run.cells[None, point, "two"].scenario.work_centres["bench"].units for point in run.study.sweep.values]  # type: ignore[union-attr]
    assert chosen == [1, 2]


def test_what_has_arrived_is_there_when_a_study_is_stopped(tmp_path: Path) -> None:
    def stop_after_five(done: int, of: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    run = StudyRun(read_study(study_in(tmp_path)), tell=stop_after_five)
    with pytest.raises(KeyboardInterrupt):
        run.run()
    assert run.n_confirmed == 5
    found = verdict(run)
    assert found.contests[0].n_pairs == 2  # three of the one, two of the other
    assert found.n_waiting == 0


def test_a_study_stopped_at_once_has_no_verdict_and_says_how_many_it_has_not_reached(tmp_path: Path) -> None:
    found = verdict(StudyRun(read_study(study_in(tmp_path))))
    assert (found.contests, found.n_waiting) == ((), 1)


def test_processes_change_nothing(tmp_path: Path) -> None:
    one, two = (run_of(tmp_path, DECIDES, workers=n) for n in (1, 2))
    for key, row in one.cells.items():
        assert row.replications(3).digest == two.cells[key].replications(3).digest
        assert row.sized == two.cells[key].sized


def test_a_pool_that_dies_is_replaced_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures.process import BrokenProcessPool

    def broken(*arguments: object, **how: object) -> None:
        if how.get("executor") is not None:
            raise BrokenProcessPool
        return true(*arguments, **how)  # type: ignore[arg-type, return-value]

    true = crew_module.run_all
    monkeypatch.setattr(crew_module, "run_all", broken)
    run = run_of(tmp_path, workers=2)
    assert run.n_confirmed == 8
