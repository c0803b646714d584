"""A log is cleaned, rule by rule: each says what it found and the hours that it took. Nothing goes silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flexsim.scenario import Problem, ScenarioError
from flexsim.twin.column_map import ColumnMap
from flexsim.twin.raw_log import Log
from flexsim.twin.reading_cells import UnreadableCells, durations_in, numbers_in, times_in
from flexsim.twin.ticks import DAY, HOUR, WEEK

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

MOST_WEEKS = 5_200
"""A hundred years: a log that is longer has a wrong year in it."""

REPORT_COLUMNS = (
    "line",
    "order",
    "activity",
    "resource",
    "worker",
    "kind",
    "start",
    "end",
    "quantity",
    "completed",
    "part",
    "timed",
)


@dataclass(frozen=True)
class Rule:
    """What one rule of the cleaning found.

    Parameters
    ----------
    name : str
        Short name, as in ``cleaning.csv``.
    said : str
        What is done with these reports, as a sentence.
    lines : array of int
        Lines of the rows in the file.
    ticks : int
        Microseconds that the rule took from the reported hours; negative if it added some.
    of : str
        What was counted: reports, or orders (then the lines are those of their first reports).
    """

    name: str
    said: str
    lines: NDArray[np.int64]
    ticks: int = 0
    of: str = "reports"

    @property
    def count(self) -> int:
        """How many reports, or orders, it found."""
        return len(self.lines)

    @property
    def hours(self) -> float:
        """Hours that it took; negative if it added some."""
        return self.ticks / HOUR


@dataclass(frozen=True)
class CleanLog:
    """A log of which every report can be used, with all that was done to it.

    Parameters
    ----------
    source : str
        Path of the log.
    columns : ColumnMap
        Which column meant what.
    monday : datetime.date
        The day at whose 00:00 ticks begin: Monday of the week with the first report.
    reports : pandas.DataFrame
        One row a report, by order and start: ``line`` of the file, ``order``, ``activity``, ``resource``, ``worker``
        (empty if none), ``kind`` (set_up, run, breakdown), ``start`` and ``end`` in ticks of a microsecond since
        the Monday, ``quantity`` of the order, ``completed``, ``part``, and ``timed``: false if its duration was
        never reported; then it ends when it starts.
    orders : pandas.DataFrame
        One row an order: ``order``, ``part``, ``quantity``, ``arrival``, ``first`` and ``last`` (first start, last
        end) in ticks, ``reports``, ``begun_before`` and ``goes_on``: whether it is open at an end of the log.
    rules : tuple of Rule
        What was done, in this order.
    ticks_before, ticks_after : int
        Reported time, from start to end as written, before and after: ``ticks_before`` less the ticks of all
        rules is ``ticks_after``.
    """

    source: str
    columns: ColumnMap
    monday: date
    reports: pd.DataFrame
    orders: pd.DataFrame
    rules: tuple[Rule, ...]
    ticks_before: int
    ticks_after: int
    n_rows: int = 0

    @property
    def weeks(self) -> int:
        """Weeks from the Monday until the last report has ended; at least one."""
        return max(-(-int(self.reports["end"].max()) // WEEK), 1)

    def rule(self, name: str) -> Rule:
        """Give one rule by its name."""
        return next(rule for rule in self.rules if rule.name == name)


def clean(log: Log) -> CleanLog:
    """Clean a log, rule by rule.

    Raises
    ------
    ScenarioError
        Cells without which a report means nothing cannot be read; a handful of each kind, with their lines.
    """
    work = _Cleaning(log)
    work.read_cells()
    work.drop_duplicates()
    work.settle_durations()
    work.name_things()
    work.sort_reports()
    work.note_overlaps()
    work.note_kinds()
    work.note_open_orders()
    return work.done()


@dataclass
class _Cleaning:
    """A log being cleaned: its columns as arrays, and the rules so far."""

    log: Log
    rules: list[Rule] = field(default_factory=list)
    frame: pd.DataFrame = field(init=False)
    orders: pd.DataFrame = field(init=False)
    monday: date = field(init=False)
    ticks_before: int = 0
    n_rows: int = 0

    def note(self, name: str, said: str, found: Any, ticks: int = 0, of: str = "reports") -> None:
        """Note what a rule found: a mask over the rows."""
        lines = self.frame["line"].to_numpy()[found]
        self.rules.append(Rule(name, said, lines, ticks, of))

    def read_cells(self) -> None:
        """Read times, numbers and kinds; without them a report means nothing."""
        import numpy as np
        import pandas as pd

        raw, columns = self.log.rows, self.log.columns
        cells = UnreadableCells(columns, raw["line"].to_numpy())
        start, _ = times_in(raw["start"], columns.time, cells, "start")
        end, has_end = times_in(raw["end"], columns.time, cells, "end")
        for meaning in ("order", "resource", "start"):
            cells.need(meaning, (raw[meaning] != "").to_numpy())
        stated, has_duration = np.zeros(len(raw), np.int64), np.zeros(len(raw), bool)
        if "duration" in raw:
            stated, has_duration = durations_in(raw["duration"], columns.duration, cells)
        quantity, has_quantity = numbers_in(raw, "quantity", cells)
        completed, _ = numbers_in(raw, "completed", cells)
        kind = self._kinds(cells)
        arrival = start
        if "arrival" in raw:
            arrival, _ = times_in(raw["arrival"], columns.time, cells, "arrival")
            cells.need("arrival", (raw["arrival"] != "").to_numpy())
        if cells.problems:
            raise ScenarioError(self.log.source, cells.problems)
        lines = raw["line"].to_numpy()
        times = [(start, lines), (end[has_end], lines[has_end]), (arrival, lines), (start + stated, lines)]
        self._refuse_a_wrong_year(times)
        self._count_from_a_monday(min(int(part.min()) for part, _ in times if len(part)))
        self.n_rows = len(raw)
        shift = self._offset
        self.frame = pd.DataFrame(
            {
                "line": raw["line"].to_numpy(),
                "whole": raw["whole"].to_numpy(),
                "order": raw["order"],
                "activity": raw["activity"] if "activity" in raw else raw["resource"],
                "resource": raw["resource"],
                "worker": raw["worker"] if "worker" in raw else pd.Categorical([""] * len(raw)),
                "kind": kind,
                "start": start - shift,
                "end": np.where(has_end, end, start) - shift,
                "arrival": arrival - shift,
                "has_end": has_end,
                "stated": stated,
                "has_duration": has_duration,
                "quantity": quantity,
                "has_quantity": has_quantity,
                "completed": completed,
                "part": raw["part"] if "part" in raw else pd.Categorical([""] * len(raw)),
                "rework": raw["rework"].isin(columns.rework) if "rework" in raw else False,
            }
        )
        self.ticks_before = int((self.frame["end"] - self.frame["start"]).sum())

    def _kinds(self, cells: UnreadableCells) -> Any:
        """Read what kind each report is."""
        import numpy as np
        import pandas as pd

        raw, columns = self.log.rows, self.log.columns
        names = pd.Index(["set_up", "run", "breakdown"])
        if "kind" not in raw:
            return pd.Categorical.from_codes(np.ones(len(raw), np.int8), names)
        meaning = {cell: kind for kind, values in columns.kinds.items() for cell in values}
        column = raw["kind"].array
        by_code = np.array([names.get_loc(meaning[text]) if text in meaning else -1 for text in column.categories])
        codes = by_code[column.codes]
        known = ", ".join(f'"{cell}"' for cell in meaning)
        cells.refuse("kind", codes < 0, f"no kind of report is written so. Known: {known}.", raw["kind"])
        return pd.Categorical.from_codes(np.maximum(codes, 0).astype(np.int8), names)

    def _refuse_a_wrong_year(self, times: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> None:
        """Refuse a log that is longer than a hundred years, by the time that is farthest from the middle of it."""
        import numpy as np

        ticks, lines = (np.concatenate(parts) for parts in zip(*times, strict=True))
        if int(ticks.max()) - int(ticks.min()) <= MOST_WEEKS * WEEK:
            return
        line = int(lines[np.abs(ticks - int(np.median(ticks))).argmax()])
        said = f"the log is longer than {MOST_WEEKS // 52} years. Is a year, or a duration, wrong?"
        raise ScenarioError(self.log.source, [Problem((), said, line=line)])

    def _count_from_a_monday(self, first: int) -> None:
        """Find the Monday from which ticks count; of a log in hours since a Monday there is no date."""
        weeks = first // WEEK if not self.log.columns.is_dated else (first + 3 * DAY) // WEEK
        self._offset = weeks * WEEK - (3 * DAY if self.log.columns.is_dated else 0)
        self.monday = date(1970, 1, 1) + timedelta(microseconds=self._offset)
        if not self.log.columns.is_dated:
            self.monday = date(2001, 1, 1) + timedelta(weeks=weeks)

    def drop_duplicates(self) -> None:
        """Take rows that are equal in every cell once."""
        frame = self.frame
        same = [name for name in frame.columns if name != "line"]
        twice = frame.duplicated(same).to_numpy()
        ticks = int((frame["end"] - frame["start"])[twice].sum())
        self.note("duplicates", "rows equal to an earlier one in every cell: taken once", twice, ticks)
        self.frame = frame[~twice].reset_index(drop=True)
        self._note_lines("cut_off", "the file breaks off within its last row: left out", self.log.cut_off)
        said = "a cell with a line break in it, in quotation marks: its lines are taken as one row"
        self._note_lines("several_lines", said, self.log.several_lines)

    def _note_lines(self, name: str, said: str, lines: Sequence[int]) -> None:
        """Note lines of the file, if there are any."""
        import numpy as np

        if lines:
            self.rules.append(Rule(name, said, np.array(lines, np.int64)))

    def settle_durations(self) -> None:
        """Settle how long each report took: by its stated duration if there is one, else from start to end."""
        import numpy as np

        frame = self.frame
        start, end = frame["start"].to_numpy(), frame["end"].to_numpy()
        stated, has = frame["stated"].to_numpy(), frame["has_duration"].to_numpy()
        has_end = frame["has_end"].to_numpy()
        by_clock = end - start
        made_up = has & (stated == 0) & (by_clock != 0)
        zero = ((has & (stated == 0)) | (~has & has_end)) & (by_clock == 0)
        no_end = ~has & ~has_end
        back = ~has & (by_clock < 0)
        differs = has & (stated > 0) & (stated != by_clock)
        kept = "kept as an event without duration"
        self.note("no_end", f"no end: {kept}", no_end)
        said = f"an end although a duration of zero is stated: the end is made up, {kept}"
        self.note("made_up_end", said, made_up, int(by_clock[made_up].sum()))
        self.note("no_duration", f"ends when it starts: {kept}", zero)
        said = f"ends before it starts, and no duration is stated: {kept}"
        self.note("end_before_start", said, back, int(by_clock[back].sum()))
        duration = np.where(has, stated, np.where(back, 0, by_clock))
        for name, said, found in self._differing(differs, by_clock, stated):
            self.note(name, said, found, int((by_clock - stated)[found].sum()))
        frame["end"] = start + duration
        frame["timed"] = duration > 0

    def _differing(self, differs: Any, by_clock: Any, stated: Any) -> list[tuple[str, str, Any]]:
        """Tell why stated duration and end differ; the stated duration counts in every case."""
        over_a_day = differs & (stated >= DAY)
        exchanged = self._exchanged(differs & ~over_a_day, by_clock, stated)
        left = differs & ~over_a_day & ~exchanged
        no_end = left & (by_clock == 0)
        counts = "the stated duration counts"
        return [
            ("day_in_duration", f"a duration of a day or more, and an end that says less: {counts}", over_a_day),
            ("ends_exchanged", f"two reports of an order with one start have each other's end: {counts}", exchanged),
            ("end_not_written", f"an end equal to the start although it took time: {counts}", no_end),
            ("end_differs", f"an end that is not start and duration: {counts}", left & ~no_end),
        ]

    def _exchanged(self, among: Any, by_clock: Any, stated: Any) -> Any:
        """Find reports whose stated duration is the one that the end of another of that order and start says."""
        import pandas as pd

        frame = self.frame
        codes = {"order": frame["order"].cat.codes, "start": frame["start"]}
        written = pd.DataFrame({**codes, "ticks": by_clock})
        wanted = pd.DataFrame({**codes, "ticks": stated}).loc[among]
        keys = pd.MultiIndex.from_frame(written.loc[among])
        found = pd.MultiIndex.from_frame(wanted).isin(keys)
        result = among.copy()
        result[among] = found
        return result

    def name_things(self) -> None:
        """Give names that a scenario can have, and one quantity and part to each order."""
        from flexsim.twin.naming import plain_names

        frame = self.frame
        changed = False
        for meaning in ("order", "activity", "resource", "worker", "part"):
            column = frame[meaning].array
            called = self.log.columns.columns.get(meaning, meaning)
            names = plain_names(self.log.source, called, column, frame["line"].to_numpy())
            other = names != column.categories
            changed = changed | other[column.codes]
            frame[meaning] = column.rename_categories(names)
        if hasattr(changed, "any") and changed.any():
            said = "names with signs that a scenario cannot have (| / ; and control signs): written with -"
            self.note("names", said, changed)
        empty = (frame["activity"] == "").to_numpy()
        if empty.any():
            frame["activity"] = frame["activity"].astype(object).where(~empty, frame["resource"].astype(object))
            frame["activity"] = frame["activity"].astype("category")
            self.note("no_activity", "no activity: named after the resource", empty)
        if "worker" in self.log.rows:
            self.note("no_worker", "no worker: kept, and nobody is needed for it", (frame["worker"] == "").to_numpy())
        self._one_quantity()

    def _one_quantity(self) -> None:
        """Give each order one quantity, the largest, at least 1, and one part, the first."""
        import numpy as np

        frame = self.frame
        groups = frame.groupby("order", observed=True)
        largest = groups["quantity"].transform("max").to_numpy()
        has = frame["has_quantity"].to_numpy()
        differs = has & (frame["quantity"].to_numpy() != largest)
        if differs.any():
            said = "another quantity than other reports of the order: the largest counts"
            self.note("quantity_differs", said, differs)
        none = largest < 1
        if "quantity" in self.log.rows and none.any():
            self.note("no_quantity", "no quantity, or zero: the order counts as one piece", none)
        frame["quantity"] = np.maximum(largest, 1)
        parts = frame["part"].cat.codes
        first = parts.groupby(frame["order"].cat.codes).transform("first")
        if (parts != first).any():
            self.note(
                "part_differs", "another part than the first report of the order: the first counts", parts != first
            )
            frame["part"] = frame["part"].array.from_codes(first, frame["part"].cat.categories)

    def sort_reports(self) -> None:
        """Bring reports in the order of their orders, starts and lines."""
        import numpy as np

        frame = self.frame
        code = frame["order"].cat.codes.to_numpy()
        by_line = np.argsort(code, kind="stable")
        starts = frame["start"].to_numpy()[by_line]
        back = np.zeros(len(frame), bool)
        back[by_line[1:]] = (np.diff(starts) < 0) & (np.diff(code[by_line]) == 0)
        self.note("goes_back", "starts before the report above of the same order: sorted by start", back)
        rank = np.empty(len(frame["order"].cat.categories), np.int64)
        rank[np.argsort(np.asarray(frame["order"].cat.categories, dtype=object))] = np.arange(len(rank))
        order = np.lexsort((frame["line"], frame["start"], rank[code]))
        self.frame = frame.iloc[order].reset_index(drop=True)

    def note_overlaps(self) -> None:
        """Count reports that begin while another of the same resource, or worker, is open."""
        from flexsim.twin.spans import overlaps_an_earlier

        frame = self.frame
        start, end = frame["start"].to_numpy(), frame["end"].to_numpy()
        for meaning in ("resource", "worker"):
            found = overlaps_an_earlier(frame[meaning].cat.codes.to_numpy().astype("int64"), start, end)
            if meaning == "worker":
                found &= (frame["worker"] != "").to_numpy()
            said = f"begins while another report of the same {meaning} is open: kept"
            self.note(f"overlaps_on_{meaning}", said, found)

    def note_kinds(self) -> None:
        """Count reports that are no plain work."""
        frame = self.frame
        said = "breakdowns: kept as time of the operation during which they were reported"
        self.note("breakdowns", said, (frame["kind"] == "breakdown").to_numpy())
        if "rework" in self.log.rows:
            self.note("rework", "rework: kept as operations like others", frame["rework"].to_numpy())

    def note_open_orders(self) -> None:
        """Tell which orders are open at the ends of the log."""
        from flexsim.twin.open_orders import orders_of

        self.orders, rules = orders_of(self.frame, self.log.columns.assume)
        self.rules += rules

    def done(self) -> CleanLog:
        """Give the cleaned log."""
        reports = self.frame[list(REPORT_COLUMNS)].copy()
        for name in ("order", "activity", "resource", "worker", "kind", "part"):
            reports[name] = reports[name].astype(object)
        after = int((reports["end"] - reports["start"]).sum())
        log = self.log
        rules = tuple(self.rules)
        return CleanLog(
            log.source, log.columns, self.monday, reports, self.orders, rules, self.ticks_before, after, self.n_rows
        )
