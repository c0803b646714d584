"""Progress: seldom enough to be read, often enough to be of use."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from flexsim.cli.progress import Progress, in_words
from tests.cli.helpers import call_outside, written


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, of: int, moments: Sequence[tuple[float, int]], done: int = 0) -> str:
    """Tell progress at these seconds, and give what it wrote."""
    now = [0.0]
    progress = Progress(of, done, stream, lambda: now[0])
    for second, number in moments:
        now[0] = second
        progress.tell(number)
    return stream.getvalue()


def test_time_left_is_that_of_the_replications_that_are_missing_at_the_pace_so_far() -> None:
    # 100 in 10 s: 900 more take 90 s
    assert told(io.StringIO(), 1000, [(10, 100)]) == "100 of 1,000 replications, about 1 min 30 s left\n"


def test_what_was_there_before_the_clock_started_does_not_count_for_the_pace() -> None:
    # 10 new ones in 10 s, 89 to go
    assert told(io.StringIO(), 100, [(10, 11)], done=1) == "11 of 100 replications, about 1 min 29 s left\n"


def test_thousands_of_replications_make_a_few_plain_lines() -> None:
    hour = [(number * 0.36, number) for number in range(1, 10_001)]
    lines = told(io.StringIO(), 10_000, hour).splitlines()
    assert 20 < len(lines) < 50  # every 5 s at first, later at steps of a fifth of the time gone
    assert lines[-1] == "10,000 of 10,000 replications in 1 h 0 min"


def test_a_quick_study_has_one_line() -> None:
    assert told(io.StringIO(), 3, [(0.1, 1), (0.2, 2), (0.3, 3)]) == "3 of 3 replications in 0 s\n"


def test_a_terminal_has_one_line_that_changes() -> None:
    text = told(Terminal(), 100, [(0.01, 1), (50, 50), (50.01, 51), (99, 99), (100, 100)])
    assert text.count("\n") == 1
    assert text.endswith("\n")
    shown = text.split("\r")[1:]
    assert [line.strip() for line in shown] == [
        "50 of 100 replications, about 50 s left",
        "99 of 100 replications, about 1 s left",
        "100 of 100 replications in 1 min 40 s",
    ]
    assert len(shown[1]) >= len(shown[0].rstrip())  # nothing of the longer line before is left


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")]
)
def test_durations_are_written_as_people_say_them(seconds: float, text: str) -> None:
    assert in_words(seconds) == text


def test_without_a_terminal_progress_is_plain_and_on_standard_error(tmp_path: Path) -> None:
    done = call_outside("run", written(tmp_path), "--replications", "50", "--workers", "2", "--json")
    assert done.stdout.startswith("{")
    assert done.stderr.count("\n") <= 3  # fifty replications are no fifty lines
    assert done.stderr.splitlines()[-1].startswith("50 of 50 replications in ")
    assert "\r" not in done.stderr


def test_a_single_run_has_no_progress(tmp_path: Path) -> None:
    assert call_outside("run", written(tmp_path)).stderr == ""
