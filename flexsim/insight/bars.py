"""What a Gantt chart draws: for every unit, from when to when it did what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flexsim.insight.palette import GROUPS, OTHERS, STEPS
from flexsim.results import written
from flexsim.study import Result

if TYPE_CHECKING:
    import pandas as pd

COLOUR_BY = ("step", "product", "operation", "stream", "configuration")
"""What the colour of a bar can tell."""

HOURS_PER_WEEK = 168.0
SECONDS_PER_HOUR = 3600.0


def bars(result: Result, by: str) -> pd.DataFrame:
    """Give one row a bar: ``unit``, ``from_h``, ``to_h``, ``step``, ``group``.

    With events recorded, every stretch is a bar, so pauses show. Without, an operation is one bar for its set-up and
    one for the rest.

    Raises
    ------
    ValueError
        The colour is to tell something unknown, or neither events nor operations were recorded.
    """
    if by not in COLOUR_BY:
        raise ValueError(f"by = {by!r}: the colour of a bar can tell {', '.join(COLOUR_BY)}")
    found = _stretches(result) if "events" in result.tables else _operations(result)
    if by == "step":
        return found.assign(group=found["step"])
    groups = found[by] if by != "configuration" else _configurations(result, found)
    own = found["step"].isin(["set_up", "repair"])
    return in_one(found.assign(group=found["step"].where(own, groups)))


def _stretches(result: Result) -> pd.DataFrame:
    events = result.tables.events
    return events[events["kind"].isin(list(STEPS))].rename(columns={"kind": "step"})


def _operations(result: Result) -> pd.DataFrame:
    import pandas as pd

    if "operations" not in result.tables:
        raise ValueError("a Gantt chart needs operations or events: record one of them")
    table = result.tables.operations
    has_set_up = table["run_started_h"] > table["started_h"]
    set_up = table[has_set_up].assign(step="set_up", from_h=table["started_h"], to_h=table["run_started_h"])
    rest = table.assign(step="run", from_h=table["run_started_h"], to_h=table["ended_h"])
    return pd.concat([set_up, rest], ignore_index=True)


def in_one(found: pd.DataFrame) -> pd.DataFrame:
    """Unite bars of one lot on one unit that follow each other without a gap: pieces of a lot are one bar."""
    same = ["unit", "stream", "ordinal", "leader", "generation", "operation", "group"]
    found = found.sort_values(["unit", "from_h", "to_h"], kind="stable", ignore_index=True)
    before = found.shift()
    is_same = (found[same] == before[same]) | (found[same].isna() & before[same].isna())
    is_next = is_same.all(axis=1) & (found["from_h"] == before["to_h"])
    run = (~is_next).cumsum().rename("run")
    return found.assign(to_h=found.groupby(run)["to_h"].transform("max"))[~is_next].reset_index(drop=True)


def _configurations(result: Result, found: pd.DataFrame) -> pd.Series[str]:
    """Give the configuration of what every bar makes: the order's, or that of the item that it replenishes."""
    import pandas as pd

    orders, stock = result.tables.orders, result.scenario.stock
    pairs = zip(orders["stream"], orders["ordinal"], strict=True)
    known = dict(zip(pairs, orders["configuration"], strict=True))
    items = {name: written(item.options) for name, item in stock.items()}
    made = zip(found["stream"], found["ordinal"], strict=True)
    texts = [items[stream] if stream in items else known.get((stream, ordinal)) for stream, ordinal in made]
    short = without_common_words([text for text in texts if text is not None])
    return pd.Series([short.get(text) for text in texts], index=found.index, dtype="str")


def without_common_words(texts: Iterable[str]) -> dict[str | None, str]:
    """Shorten configurations by what they all have in common; the only one stays as it is."""
    words = {text: text.split(" ") for text in texts}
    common = set.intersection(*map(set, words.values())) if len(words) > 1 else set()
    return {text: " ".join(word for word in own if word not in common) for text, own in words.items()}


def few_groups(found: pd.DataFrame) -> pd.DataFrame:
    """Put those of too many groups together that take the fewest hours, so that colours can tell the others apart."""
    hours = (found["to_h"] - found["from_h"]).groupby(found["group"]).sum()
    own = [name for name in hours.sort_values(ascending=False, kind="stable").index if name not in STEPS]
    if len(own) <= len(GROUPS):
        return found
    return found.assign(group=found["group"].where(~found["group"].isin(own[len(GROUPS) - 1 :]), OTHERS))


def off_shift(result: Result, work_centre: str, first_h: float, last_h: float) -> Iterator[tuple[float, float]]:
    """Give the spans of a window in which a work centre is off shift or has a break, as (start, length) in hours."""
    shift = result.scenario.work_centres[work_centre].shifts
    if shift is None:
        return
    pattern, holidays = result.scenario.shifts[shift], result.scenario.holidays_of(shift)
    period_h = pattern.weeks * HOURS_PER_WEEK
    edge = first_h
    for number in range(int(first_h // period_h) - 1, int(last_h // period_h) + 1):
        for start_s, end_s, day in pattern.whole_windows:
            if number * 7 * pattern.weeks + day in holidays:
                continue
            start, end = (number * period_h + second / SECONDS_PER_HOUR for second in (start_s, end_s))
            if edge < min(start, last_h):
                yield edge, min(start, last_h) - edge
            edge = max(edge, end)
    if edge < last_h:
        yield edge, last_h - edge
