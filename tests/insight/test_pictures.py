"""Pictures: what is drawn is what was counted, with units, a legend, and the same bytes each time."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from flexsim.insight import gantt, save, utilisation
from flexsim.insight.bars import bars, few_groups, in_one, off_shift, without_common_words
from flexsim.insight.gantt_week import week_in_words
from flexsim.insight.palette import DARK, GROUPS, OTHERS, STEPS, UNIT_STATES
from flexsim.insight.week_axis import minutes_to_label
from tests.handmade import as_result, counts, result, stool_workshop


def spans(axes: Axes) -> list[tuple[float, float, float, str]]:
    """Give every bar as (row, from, to, colour)."""
    found = []
    for collection in axes.collections:
        assert isinstance(collection, PolyCollection)
        colour = to_hex(np.asarray(collection.get_facecolor())[0].tolist()).upper()
        for path in collection.get_paths():
            box = path.get_extents()
            found.append((round((box.y0 + box.y1) / 2, 6), box.x0, box.x1, colour))
    return sorted(found)


def legend(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_every_stretch_is_a_bar_in_the_row_of_its_unit() -> None:
    figure = gantt(result())
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["booth/0", "saw/0", "saw/1"]
    set_up, run = STEPS["set_up"].upper(), STEPS["run"].upper()
    assert spans(axes) == [(0, 2.5, 4, run), (1, 0, 1, set_up), (1, 1, 2, run), (2, 2.5, 3, run)]
    assert axes.get_xlabel() == "weekday and hour of the day, from Mon of week 1 (h)"
    assert legend(figure) == ["set-up", "run"]


def test_without_events_an_operation_is_a_bar_for_set_up_and_one_for_the_rest() -> None:
    few = counts()
    del few.tables["events"]
    found = bars(as_result(few), "step")
    assert sorted(zip(found["unit"], found["from_h"], found["to_h"], found["step"], strict=True)) == [
        ("booth/0", 2.5, 4, "run"),
        ("saw/0", 0, 1, "set_up"),
        ("saw/0", 1, 2, "run"),
        ("saw/1", 2.5, 3, "run"),
    ]


def test_colours_can_tell_the_configuration_and_set_up_stays_dark() -> None:
    figure = gantt(result(), by="configuration")
    assert legend(figure) == ["colour=red", "colour=white", "set-up"]
    colours = {colour for _, _, _, colour in spans(figure.axes[0])}
    assert colours == {GROUPS[0].upper(), GROUPS[1].upper(), DARK.upper()}


def test_pieces_of_a_lot_that_follow_each_other_are_one_bar() -> None:
    found = bars(result(), "step").assign(group="lot")
    first = found[found["unit"] == "saw/0"].iloc[[0, 0, 0]].reset_index(drop=True)
    # 0 to 1 h and 1 to 2 h without a gap, then 2.5 to 3 h
    pieces = first.assign(from_h=[0, 1, 2.5], to_h=[1, 2, 3])
    assert list(zip(*(in_one(pieces)[name] for name in ("from_h", "to_h")), strict=True)) == [(0, 2), (2.5, 3)]
    others = pieces.assign(leader=[0, 1, 1])  # two lots are two bars
    assert len(in_one(others)) == 3


def test_configurations_are_shortened_by_what_all_have_in_common() -> None:
    short = without_common_words(["colour=red motor=hub", "colour=black motor=hub"])
    assert list(short.values()) == ["colour=red", "colour=black"]
    assert without_common_words(["colour=red"]) == {"colour=red": "colour=red"}
    assert without_common_words([]) == {}


def test_more_groups_than_colours_share_one_by_hours() -> None:
    found = bars(result(), "step")
    many = found.loc[found.index.repeat(5)].reset_index(drop=True)
    many["group"] = [f"group {n:02d}" for n in range(len(many))]
    many["to_h"] = many["from_h"] + np.arange(len(many), 0, -1)  # the first group has most hours
    kept = few_groups(many)
    assert list(kept["group"][:6]) == [f"group {n:02d}" for n in range(6)]
    assert set(kept["group"][6:]) == {OTHERS}


def test_only_what_falls_into_the_window_is_drawn() -> None:
    (axes,) = gantt(result(), first_h=2.6, last_h=3.5).axes
    assert {row for row, _, _, _ in spans(axes)} == {0, 2}
    assert axes.get_xlim() == (2.6, 3.5)
    with pytest.raises(ValueError, match=r"a window from 3 h to 2 h is empty"):
        gantt(result(), first_h=3, last_h=2)


def hours_named(first_h: float, last_h: float, start: str | None = None) -> tuple[list[str], str]:
    """Give what stands along the bottom of a Gantt chart: the labels, and the name of the axis."""
    scenario = stool_workshop().replace(start=start)
    (axes,) = gantt(as_result(counts(), scenario), first_h=first_h, last_h=last_h).axes
    return [label.get_text() for label in axes.get_xticklabels()], axes.get_xlabel()


def test_a_window_reads_like_a_clock() -> None:
    # 78 weeks after Monday 2026-01-05 is Monday 2027-07-05; 55 hours later it is Wednesday, 07:00
    labels, name = hours_named(78 * 168 + 55, 78 * 168 + 72, "2026-01-05")
    assert labels == [*(f"Wed {hour:02d}:00" for hour in range(8, 24, 2)), "Thu 00:00"]
    assert name == "weekday and hour of the day, from Wed 2027-07-07 (h)"


def test_every_run_begins_on_a_monday_at_midnight_dates_or_not() -> None:
    labels, name = hours_named(168, 336)
    assert labels == [f"{day} 00:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon")]
    assert name == "weekday and hour of the day, from Mon of week 2 (h)"
    assert hours_named(2.6, 3.5)[0] == [
        f"Mon {time}" for time in ("02:40", "02:50", "03:00", "03:10", "03:20", "03:30")
    ]


def test_windows_beyond_two_weeks_and_of_a_few_minutes_keep_their_hours() -> None:
    assert hours_named(0, 336)[0] == [
        f"{day} 00:00" for day in ("Mon", "Wed", "Fri", "Sun", "Tue", "Thu", "Sat", "Mon")
    ]
    assert hours_named(0, 337, "2026-01-05")[1] == "time since the start, Mon 2026-01-05 00:00 (h)"
    assert hours_named(0, 337)[1] == hours_named(2.5, 2.6)[1] == "time since the start (h)"


def test_days_after_the_last_of_the_calendar_go_by_weeks() -> None:
    # 9999-12-31, the last date there is, is the Friday of a first week
    assert hours_named(96, 120, "9999-12-27")[1] == "weekday and hour of the day, from Fri 9999-12-31 (h)"
    assert hours_named(120, 144, "9999-12-27")[1] == "weekday and hour of the day, from Sat of week 1 (h)"
    scenario = stool_workshop().replace(start="9999-12-27")
    assert week_in_words(as_result(counts(), scenario), 1) == "week 2"


@pytest.mark.parametrize("length_h", [1 / 6, 0.5, 1, 1.7, 5, 10.1, 17, 24, 31, 61, 120, 121, 168, 241, 336])
@pytest.mark.parametrize("first_h", [0, 55, 55.37, 13159])
def test_there_is_room_for_all_labels(first_h: float, length_h: float) -> None:
    minutes = minutes_to_label(first_h, first_h + length_h)
    assert 3 <= len(minutes) <= 11
    assert len({b - a for a, b in pairwise(minutes)}) == 1
    assert all(first_h <= minute / 60 <= first_h + length_h for minute in minutes)


def test_hours_off_shift_are_shaded() -> None:
    day = {"day": {"mon-fri": ["08:00-12:00", "12:30-16:30"]}}
    scenario = stool_workshop().with_values({"shifts": day, "work_centres.saw.shifts": "day"})
    shifted = as_result(counts(), scenario)
    # Monday: night to 8, break from 12 to 12.5, evening from 16.5
    assert list(off_shift(shifted, "saw", 0, 24)) == [(0, 8), (12, 0.5), (16.5, 7.5)]
    # from Saturday 00:00 (hour 120) to the second Monday 10:00 (hour 178): off until 168 + 8
    assert list(off_shift(shifted, "saw", 120, 178)) == [(120, 56)]
    assert list(off_shift(shifted, "booth", 0, 24)) == []
    assert "off shift" in legend(gantt(shifted))


def test_utilisation_stacks_shares_of_the_time_on_shift() -> None:
    units, people = utilisation(result()).axes
    assert [label.get_text() for label in units.get_yticklabels()] == ["booth", "saw"]
    widths = {container.get_label(): [bar.get_width() for bar in container] for container in units.containers}
    # booth: 6 h on shift, 3 run, 1 down, 2 idle; saw: 16 h of two units, 4 run, 1 set-up, 1 waiting for Ann, 10 idle
    assert widths["run"] == pytest.approx([50, 25])
    assert widths["down"] == pytest.approx([100 / 6, 0])
    assert widths["waiting for worker"] == pytest.approx([0, 6.25])
    assert widths["idle"] == pytest.approx([100 / 3, 62.5])
    assert "blocked" not in widths
    assert units.get_xlabel() == "share of the time on shift (%)"
    ann = {container.get_label(): container[0].get_width() for container in people.containers}
    assert ann == pytest.approx({"run": 300 / 7, "set-up": 100 / 7, "idle": 300 / 7})


def test_a_shop_without_people_has_one_panel() -> None:
    alone = counts()
    alone.tables["workers"] = {name: column[:0] for name, column in alone.tables["workers"].items()}
    assert len(utilisation(as_result(alone)).axes) == 1


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_picture_has_the_same_bytes(tmp_path: Path, kind: str) -> None:
    one = save(gantt(result()), tmp_path / f"one.{kind}").read_bytes()
    assert save(gantt(result()), tmp_path / f"two.{kind}").read_bytes() == one
    assert len(one) > 1000


def test_other_kinds_of_pictures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a picture is one of png, svg, pdf"):
        save(utilisation(result()), tmp_path / "picture.bmp")


def test_an_unknown_colouring_is_refused_with_what_is_known() -> None:
    with pytest.raises(ValueError, match="by = 'color': the colour of a bar can tell step, product"):
        gantt(result(), by="color")


def test_a_gantt_chart_needs_operations_or_events() -> None:
    few = counts()
    for name in ("events", "operations"):
        del few.tables[name]
    with pytest.raises(ValueError, match="needs operations or events"):
        gantt(as_result(few))


def test_colours_differ_from_each_other() -> None:
    assert len(set(GROUPS)) == len(GROUPS)
    assert len(set(UNIT_STATES.values())) == len(UNIT_STATES)


def test_matplotlib_is_imported_by_the_first_picture_only() -> None:
    program = "import sys, flexsim.insight; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_more_units_than_rows_are_counted_in_the_title() -> None:
    many = counts()
    many.names["units"] = ("booth/0", "saw/0", "saw/1", *(f"booth/{n}" for n in range(3, 100)))
    figure = gantt(as_result(many))
    assert figure.get_suptitle() == "Stools (the first 60 of 100 units)"
