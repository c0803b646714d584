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
