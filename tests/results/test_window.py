"""The window after the warm-up: what was counted before it is taken off, what is there stays."""

from __future__ import annotations

from flexsim.results import Tables, measures, window
from tests.handmade import H, counts


def test_sums_are_of_the_window_and_states_of_its_end() -> None:
    # At 2 h: Ann was present for 2 h, 1 of them set-up, 1 run; of six stools on the shelf two have just gone.
    before = counts()
    before.end = 2 * H
    for name, column in before.tables["workers"].items():
        column[0] = {"set_up": 840 * H, "run": 840 * H, "present": 2 * H, "n_operations": 1}.get(name, 0)
    for name, column in before.tables["stock"].items():
        column[0] = {"on_hand": 4, "delivered": 2, "on_hand_ticks": 12 * H}.get(name, 0)
    part = window(counts(), before)
    assert (part.start, part.end, part.length) == (2 * H, 8 * H, 6 * H)
    ann = Tables(part).workers.iloc[0]
    assert (ann["set_up_h"], ann["run_h"], ann["present_h"], ann["n_operations"]) == (0, 2, 5, 2)
    shelf = Tables(part).stock.iloc[0]
    assert (shelf["on_hand"], shelf["delivered"], shelf["mean_on_hand"]) == (4, 0, 4)  # (36 - 12) / 6
    assert measures(part)["n_orders"] == 3  # at 2 h, 6 h and 7 h
    assert len(Tables(part).orders) == 5


def test_without_a_warm_up_the_window_is_the_run() -> None:
    part = window(counts())
    assert (part.start, part.length) == (0, 8 * H)
    assert part.tables is not None
    assert measures(part)["utilisation[booth]"] == 3 / 6


def test_the_window_knows_how_sums_stood_at_both_edges() -> None:
    before = counts()
    before.end = 2 * H
    for name in ("run", "set_up"):
        before.tables["work_centres"][name][:] = 0
    part = window(counts(), before)
    assert part.opening["work_centres"]["run"].tolist() == [0, 0, 0]
    assert part.closing["work_centres"]["run"].tolist() == [3 * H, 3 * H, H]
    # six stools on the shelf at the start of the run: four now, and two are gone
    whole = window(counts())
    assert whole.opening["stock"]["on_hand"].tolist() == [6]
    assert whole.opening["work_centres"]["unit"].tolist() == [0, 1, 2]
    assert not whole.opening["workers"]["present"].any()


def test_what_happens_at_the_end_of_the_warm_up_belongs_to_it() -> None:
    # the run until then has worked it off: its sums are before the window, so what was begun at that tick is too
    instants = counts().tables["orders"]["arrived"]  # 0, 1, 6, 7 and 2 h
    before = counts()
    before.end = H
    assert window(counts(), before).holds(instants).tolist() == [False, False, True, True, True]
    assert window(counts()).holds(instants).tolist() == [True] * 5


def test_a_run_that_goes_on_keeps_its_records_and_ends_its_sums_at_the_horizon() -> None:
    later = counts()
    later.ran_until = 20 * H
    part = window(later)
    assert (part.end, part.until, part.length) == (8 * H, 20 * H, 8 * H)
    assert part.tables["work_centres"]["idle"].tolist() == [2 * H, 3 * H, 7 * H]
    assert part.tables["orders"] is later.tables["orders"]
