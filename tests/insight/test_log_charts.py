"""Pictures and words of a log beside its simulation: what is drawn is what the tables say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flexsim.insight import (
    beside_in_words,
    gap_in_words,
    gap_of_lead_times,
    groups_in_words,
    hours_beside,
    lead_times_beside,
    open_orders_beside,
    predictions_beside,
    save,
    splits_in_words,
    sums_in_words,
    weeks_beside,
)
from flexsim.insight.log_charts import most_hours_first

H = 3_600_000_000


def bars(axes: object) -> dict[str, list[tuple[float, float]]]:
    """Give start and width of every bar by its label."""
    containers = axes.containers  # type: ignore[attr-defined]
    return {
        str(one.get_label()): [(round(bar.get_x(), 9), round(bar.get_width(), 9)) for bar in one] for one in containers
    }


def legend(figure: object) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]  # type: ignore[attr-defined]


def test_shares_within_a_time_and_means_of_both_sides() -> None:
    figure = lead_times_beside({"recorded": np.array([30.0, 10.0, 20.0]), "simulated": np.array([4.0])}, title="Shop")
    (axes,) = figure.axes
    recorded = axes.lines[0]
    assert recorded.get_xdata().tolist() == [0, 10, 20, 30]
    assert recorded.get_ydata().tolist() == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert legend(figure) == ["recorded (mean 20 h)", "simulated (mean 4 h)"]
    assert axes.get_xlabel() == "lead time (h); the dot is the mean"


def test_without_orders_the_picture_says_so() -> None:
    (axes,) = lead_times_beside({"recorded": np.array([])}, title="Shop").axes
    assert axes.texts[0].get_text() == "There are no orders."


def test_orders_in_the_shop_day_by_day() -> None:
    days = pd.DataFrame({"recorded": [1.0, 2.0], "simulated": [0.5, 0.0]})
    (axes,) = open_orders_beside(days, title="Shop").axes
    values = {patch.get_label(): patch.get_data().values.tolist() for patch in axes.patches}
    assert values == {"recorded": [1, 2], "simulated": [0.5, 0]}
    assert axes.patches[0].get_data().edges.tolist() == [0, 1 / 7, 2 / 7]  # weeks


def test_hours_of_machines_most_first_and_what_one_side_lacks_is_nothing() -> None:
    recorded = pd.DataFrame({"set_up": [1.0, 0.0], "run": [2.0, 8.0]}, index=["Saw", "Mill"])
    simulated = pd.DataFrame({"set_up": [1.0], "run": [2.0]}, index=["Saw"])
    hours = {"recorded": recorded, "simulated": simulated}
    assert most_hours_first(hours) == ["Mill", "Saw"]
    (axes,) = hours_beside(hours, title="Shop").axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Mill", "Saw"]
    assert bars(axes) == {
        "recorded: run": [(0, 8), (0, 2)],
        "recorded: set-up": [(8, 0), (2, 1)],
        "simulated: run": [(0, 0), (0, 2)],
        "simulated: set-up": [(0, 0), (2, 1)],
    }


def test_loads_by_week() -> None:
    (axes,) = weeks_beside(pd.DataFrame({"recorded": [5.0], "simulated": [3.0]}, index=["1"]), title="Shop").axes
    assert [[bar.get_height() for bar in one] for one in axes.containers] == [[5], [3]]


def test_what_cannot_be_read_is_left_out_and_said() -> None:
    names = [f"Machine {n:03d}" for n in range(300)]
    many = pd.DataFrame({"set_up": 0.0, "run": np.arange(300.0, 0, -1)}, index=names)
    (axes,) = hours_beside({"recorded": many}, title="Shop").axes
    assert [label.get_text() for label in axes.get_yticklabels()] == names[:50]
    assert axes.get_xlabel() == "hours reported (h), the 50 with the most of 300"
    weeks = pd.DataFrame({"recorded": np.ones(520)}, index=[str(week + 1) for week in range(520)])
    (axes,) = weeks_beside(weeks, title="Shop").axes
    assert [label.get_text() for label in axes.get_xticklabels()][:3] == ["1", "21", "41"]


def test_parts_of_lead_times_are_stacked_and_what_is_below_nothing_goes_to_the_left() -> None:
    parts = pd.DataFrame({"covered": [2.0, 1.0], "unit": [3.0, 6.0], "unexplained": [5.0, -4.0]}, index=["all", "few"])
    figure = gap_of_lead_times(parts, title="Shop")
    (axes,) = figure.axes
    assert bars(axes) == {
        "covered by reports": [(0, 2), (0, 1)],
        "waiting for a unit": [(2, 3), (1, 6)],
        "not explained": [(5, 5), (0, -4)],
    }
    assert [text.get_text() for text in axes.texts] == ["10 h", "3 h"]
    assert axes.get_xlim()[0] < -4


def splits() -> pd.DataFrame:
    columns = ("wait_h", "runs", "fitted_h", "predicted_h", "recorded_h", "error", "error_of_the_mean")
    return pd.DataFrame([(36.5, 5, 90.0, 120.0, 100.0, 0.2, -0.1)], columns=columns, index=pd.Index([0], name="split"))


def test_predictions_and_their_errors() -> None:
    above, below = predictions_beside(splits(), title="Shop").axes
    assert [line.get_ydata().tolist() for line in above.lines] == [[100 / 24], [5]]  # days
    assert [bar.get_height() for bar in below.containers[0]] == pytest.approx([20])


def test_the_same_picture_has_the_same_bytes(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    first, second = (save(predictions_beside(splits(), title="Shop"), folder / name) for name in ("a.png", "b.png"))
    assert first.read_bytes() == second.read_bytes()


# words


def test_groups_of_orders_in_words() -> None:
    columns = ("orders", "recorded_mean_h", "simulated_mean_h", "recorded_median_h", "simulated_median_h")
    table = pd.DataFrame([(12, 1000.25, 3.0, 4.0, float("nan"))], columns=columns, index=["Cap"])
    assert groups_in_words(table, "family").split("\n")[2].split() == ["Cap", "12", "1,000.2", "3.0", "4.0", "-"]


def test_hours_in_words_end_with_their_sum() -> None:
    table = pd.DataFrame({"recorded": [1.25, 2.0], "simulated": [1.0, 0.0]}, index=["Saw", "Mill"])
    assert beside_in_words(table, "hours").split("\n")[-1].split() == ["all", "3.25", "1.00"]


def test_the_gap_in_words_has_a_column_a_group() -> None:
    means = pd.DataFrame(
        {"n": [3], "recorded": [10.0], "covered": [2.0], "unit": [3.0], "unexplained": [5.0]}, index=["all"]
    )
    lines = gap_in_words(means).split("\n")
    assert [line.split()[-1] for line in lines] == ["all", "----", "3", "10.0", "2.0", "3.0", "5.0"]
    assert lines[5].startswith("  waiting for a unit")


def test_splits_in_words_show_every_error() -> None:
    assert splits_in_words(splits()).split("\n")[2].split() == [
        "0", "36.5", "5", "90.0", "120.0", "100.0", "+20.0", "%", "-10.0", "%",
    ]  # fmt: skip


def test_sums_in_words_leave_out_what_a_side_does_not_have() -> None:
    totals = {"log": {"reports": 1200, "work": 9 * H}, "factory": {"reports": -1, "work": 9 * H}}
    lines = [line.split() for line in sums_in_words(totals).split("\n")]
    assert lines[2] == ["reports", "1,200", "-"]
    assert lines[3][-2:] == ["9.00", "9.00"]
