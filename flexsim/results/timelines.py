"""How a run went, step by step: exact time-averages of what was inside, at work, attending and in stock.

Every column is the integral of a number over each step, divided by the step once. What the record does not tell to the
tick is left out: a column that is made of single records is kept only if its integral over the run is the engine's own
sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from flexsim.results.counts import DELIVERED, Integers, wide
from flexsim.results.exact import PARTS, TICKS_PER_HOUR, TICKS_PER_SECOND, column_hours
from flexsim.results.integrals import Spans, Ticks, between, clipped, length, overlap, since, union
from flexsim.results.windows import Window

if TYPE_CHECKING:
    from flexsim.scenario import Scenario

MOST_STEPS = 1_000_000

TICKS_PER_DAY = 24 * TICKS_PER_HOUR

SHORT_H, DAY_H, HOUR_H = 72.0, 24.0, 1.0
"""A run of up to three days is shown by the hour unless told, a longer one by the day."""

AT_WORK = ("set_up", "run")
ATTENDING = ("set_up", "run", "repair")
"""States of a worker that events tell."""

Column = tuple[str, Ticks]


def timeline(window: Window, scenario: Scenario | None = None, step_h: float | None = None) -> dict[str, Any]:
    """One row a step, from the beginning of the run to the end of its window.

    Parameters
    ----------
    window : Window
    scenario : Scenario, optional
        With it, who is present by the shifts, and what was on the shelf at the start.
    step_h : float, optional
        Hours. Unless given, a day; an hour where the run is not longer than three days.

    Returns
    -------
    dict
        Columns: ``from_h`` and ``to_h``, and means over the step: ``orders_inside`` (customers' orders from arrival to
        delivery), ``work_in_progress`` (orders and replenishment lots released and not completed),
        ``occupied[WORK CENTRE]`` (units with an operation that has begun and not ended; one that had not ended when the
        record did is not known), ``on_hand[ITEM]`` (pieces). If events were recorded also ``busy[WORK CENTRE]``
        (units setting up or running), ``blocked[WORK CENTRE]``, ``present[TEAM]``, ``attending[TEAM]``,
        ``idle[TEAM]`` and ``called[POOL]`` (people of a pool who are there).

    Raises
    ------
    ValueError
        The step is not above 0, or so small that there would be more than a million.
    """
    edges = edges_of(window, step_h)
    span = np.diff(edges)
    columns: dict[str, Any] = {"from_h": column_hours(edges[:-1]), "to_h": column_hours(edges[1:])}
    for name, ticks in _columns(window, scenario, edges):
        columns[name] = ticks / span
    return columns


def edges_of(window: Window, step_h: float | None) -> Ticks:
    """Give the edges of the steps; the last one is as long as is left."""
    hours = window.end / TICKS_PER_HOUR
    step_h = step_h if step_h is not None else (HOUR_H if hours <= SHORT_H else DAY_H)
    if not (isfinite(step_h) and step_h > 0):
        raise ValueError(f"a step of {step_h} h: it must be above 0")
    if hours / step_h > MOST_STEPS:
        raise ValueError(f"a step of {step_h} h: at most {MOST_STEPS:,} steps; this run has {hours:,.0f} h")
    step = max(round(step_h * TICKS_PER_HOUR), 1)
    edges = np.arange(0, window.end, step, dtype=np.int64)
    return np.append(edges, window.end) if window.end else np.zeros(1, dtype=np.int64)


def _columns(window: Window, scenario: Scenario | None, edges: Ticks) -> Iterator[Column]:
    tables = window.tables
    if "orders" in tables:
        yield "orders_inside", between(_open(window, "orders", "arrived"), edges)
    if "orders" in tables and "lots" in tables:
        yield "work_in_progress", in_progress(window, edges)
    if "operations" in tables:
        yield from _by_centre(window, "occupied", dict(_occupied(window)), edges)
    if "events" in tables:
        yield from _busy(window, edges)
        yield from _blocked(window, scenario, edges)
        yield from _people(window, scenario, edges)
        yield from _called(window, edges)
    if "orders" in tables and "lots" in tables:
        yield from _on_hand(window, edges)


def in_progress(window: Window, edges: Ticks) -> Ticks:
    """Integrate what is released and not completed; what an order makes again is part of it."""
    items = [name in window.names["items"] for name in window.names["streams"]]
    for_stock = np.array(items, dtype=np.bool_)[window.tables["lots"]["stream"]]
    lots = between(_open(window, "lots", "released", for_stock), edges)
    return between(_open(window, "orders", "released"), edges) + lots


def _open(window: Window, table: str, began: str, wanted: npt.NDArray[np.bool_] | bool = True) -> Spans:
    """Give the stretch of every order or lot; one that has not ended lasts as long as the record."""
    rows = window.tables[table]
    begun = (wide(rows, began) >= 0) & wanted
    ended = np.where(rows["completed"] < 0, window.until + 1, wide(rows, "completed"))
    return wide(rows, began)[begun], ended[begun]


# Units


def _rows_of(codes: Integers, n: int) -> Iterator[tuple[int, Ticks]]:
    """Give the places of the rows of every code, in the order of the rows."""
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(n + 1))
    for code in range(n):
        yield code, order[edges[code] : edges[code + 1]]


def _occupied(window: Window) -> Iterator[tuple[int, Spans]]:
    rows = window.tables["operations"]
    began, ended = wide(rows, "started"), wide(rows, "ended")
    for unit, places in _rows_of(rows["unit"], len(window.names["units"])):
        yield unit, (began[places], ended[places])


def _by_centre(window: Window, name: str, spans: dict[int, Spans], edges: Ticks) -> Iterator[Column]:
    centre_of = window.tables["work_centres"]["work_centre"]
    for centre, called in enumerate(window.names["work_centres"]):
        own = [spans[unit] for unit in np.flatnonzero(centre_of == centre).tolist() if unit in spans]
        joined = tuple(np.concatenate([span[side] for span in own]) if own else _none() for side in (0, 1))
        yield f"{name}[{called}]", between((joined[0], joined[1]), edges)


def _none() -> Ticks:
    return np.zeros(0, dtype=np.int64)


def _stretches(window: Window, of: str, kinds: tuple[str, ...]) -> dict[int, Spans]:
    """Give the recorded stretches of every unit or worker, joined, up to the end of the window."""
    rows, names = window.tables["events"], window.names
    codes = [list(names["event_kinds"]).index(kind) for kind in kinds]
    places = np.flatnonzero(np.isin(rows["kind"], codes) & (rows[of] >= 0))
    who, began, ended = rows[of][places], wide(rows, "from")[places], wide(rows, "to")[places]
    found = {}
    for code, own in _rows_of(who, len(names[f"{of}s"])):
        found[code] = union(clipped((began[own], ended[own]), window.end))
    return found


def _with_last(spans: Spans, total: int, end: int) -> Spans | None:
    """Add the stretch that was under way at the end, which is not recorded; none if the sums cannot be met."""
    missing = total - length(spans)
    if missing == 0:
        return spans
    began, ended = spans
    if missing < 0 or (len(ended) and int(ended[-1]) > end - missing):
        return None
    return np.append(began, end - missing), np.append(ended, end)


def _busy(window: Window, edges: Ticks) -> Iterator[Column]:
    """Units setting up, loading, running or unloading."""
    spans, sums = _stretches(window, "unit", ("set_up", "load", "run", "unload")), window.closing["work_centres"]
    yield from _checked(window, "busy", spans, sum_of(sums, AT_WORK), edges)


def _blocked(window: Window, scenario: Scenario | None, edges: Ticks) -> Iterator[Column]:
    """Units on shift whose lot has nowhere to go: from the end of its operation until it leaves."""
    events, ended = window.tables["events"], dict(_occupied(window))
    left = list(window.names["event_kinds"]).index("left")
    places = np.flatnonzero(events["kind"] == left)
    at = wide(events, "from")[places]
    spans = {}
    for unit, own in _rows_of(events["unit"][places], len(window.names["units"])):
        over, gone = np.sort(ended[unit][1]), np.sort(at[own])
        nxt = np.searchsorted(gone, over, side="left")
        until = np.append(gone, window.end)[nxt]
        spans[unit] = union(clipped((over, until), window.end))
        if scenario is not None:
            centre = window.names["work_centres"][window.tables["work_centres"]["work_centre"][unit]]
            on_shift = _shift(scenario, scenario.work_centres[centre].shifts, window.end)
            spans[unit] = overlap(spans[unit], union(on_shift))
    yield from _checked(window, "blocked", spans, wide(window.closing["work_centres"], "blocked"), edges, False)


def sum_of(sums: Any, states: tuple[str, ...]) -> Ticks:
    """Add up the columns of some states."""
    total: Ticks = np.sum([wide(sums, state) for state in states], axis=0)
    return total


def _checked(
    window: Window, name: str, spans: dict[int, Spans], totals: Ticks, edges: Ticks, with_last: bool = True
) -> Iterator[Column]:
    """Give the work centres whose units' stretches sum to the engine's own sums."""
    known: dict[int, Spans] = {}
    for unit, total in enumerate(totals.tolist()):
        own = spans.get(unit, (_none(), _none()))
        found = _with_last(own, total, window.end) if with_last else own
        if found is not None and length(found) == total:
            known[unit] = found
    centre_of = window.tables["work_centres"]["work_centre"]
    whole = {window.names["work_centres"][c] for c in range(len(window.names["work_centres"]))}
    for unit, centre in enumerate(centre_of.tolist()):
        if unit not in known:
            whole.discard(window.names["work_centres"][centre])
    for column, ticks in _by_centre(window, name, known, edges):
        if column.removeprefix(f"{name}[").removesuffix("]") in whole:
            yield column, ticks


# People


def _people(window: Window, scenario: Scenario | None, edges: Ticks) -> Iterator[Column]:
    """Workers attending, and with the scenario's shifts present and idle, by team."""
    sums, names = window.closing["workers"], window.names
    attended, team_of = sum_of(sums, ATTENDING), sums["team"].tolist()
    recorded = _stretches(window, "worker", ("set_up", "load", "run", "unload", "repair"))
    called = _stretches(window, "worker", ("present",)) if "pools" in names else dict.fromkeys(recorded, None)
    attending: dict[int, list[Spans]] = {team: [] for team in range(len(names["teams"]))}
    present: dict[int, list[Spans]] = {team: [] for team in range(len(names["teams"]))}
    unknown: set[int] = set()
    for worker, team in enumerate(team_of):
        ticks, rest = divmod(int(attended[worker]), PARTS)
        spans = None if rest else _with_last(recorded[worker], ticks, window.end)
        if spans is None:
            unknown.add(team)
            continue
        attending[team].append(spans)
        if scenario is not None:
            name, total = names["workers"][worker], int(sums["present"][worker])
            there = _there(scenario, name, spans, called[worker], total, window.end)
            present[team].append(there)
            if length(there) != total:
                unknown.add(team)
    for team, name in enumerate(names["teams"]):
        if team in unknown:
            continue
        busy = between(_joined(attending[team]), edges)
        if scenario is not None:
            here = between(_joined(present[team]), edges)
            yield f"present[{name}]", here
            yield f"idle[{name}]", here - busy
        yield f"attending[{name}]", busy


def _called(window: Window, edges: Ticks) -> Iterator[Column]:
    """People of every pool who are there."""
    if "pools" not in window.names:
        return
    rows, there = window.closing["called"], _stretches(window, "worker", ("present",))
    for pool, name in enumerate(window.names["pools"]):
        ours = np.flatnonzero(rows["pool"] == pool).tolist()
        pairs = [(int(rows["worker"][row]), int(rows["present"][row])) for row in ours]
        spans = [_with_last(there[worker], total, window.end) for worker, total in pairs]
        if known := [span for span in spans if span is not None]:
            yield f"called[{name}]", between(_joined(known), edges)


def _there(scenario: Scenario, name: str, worked: Spans, called: Spans | None, total: int, end: int) -> Spans:
    """Give when somebody was there: by the shifts, with overtime; somebody of a pool as recorded."""
    if name in scenario.pool_of and called is not None:
        return _with_last(called, total, end) or called
    return union(_joined([_shift(scenario, scenario.everybody[name].shifts, end), worked]))


def _joined(spans: list[Spans]) -> Spans:
    began, ended = ([span[side] for span in spans] or [_none()] for side in (0, 1))
    return np.concatenate(began), np.concatenate(ended)


def _shift(scenario: Scenario, named: str | None, end: int) -> Spans:
    """Give the windows of a shift pattern up to an instant; without one, always."""
    if named is None:
        return np.zeros(1, dtype=np.int64), np.full(1, end, dtype=np.int64)
    pattern, holidays = scenario.shifts[named], scenario.holidays_of(named)
    days = 7 * pattern.weeks
    periods = np.arange(-1, end // (days * TICKS_PER_DAY) + 1, dtype=np.int64)[:, None] * days
    began, ended, first_day = (np.array(column) for column in zip(*pattern.whole_windows, strict=True))
    day = periods + first_day
    is_on = ~(np.isin(day, list(holidays)) & (day >= 0))
    spans = ((periods * TICKS_PER_DAY + _ticks(edge))[is_on] for edge in (began, ended))
    began, ended = (np.maximum(edge, 0) for edge in spans)
    return clipped((began, ended), end)


def _ticks(seconds: npt.NDArray[np.float64]) -> Ticks:
    return (seconds * TICKS_PER_SECOND + 0.5).astype(np.int64)


# Stock


def _on_hand(window: Window, edges: Ticks) -> Iterator[Column]:
    """Pieces on every shelf: what was there at the start, and what lots brought, less what orders took."""
    raw, lots, orders = window.closing["stock"], window.tables["lots"], window.tables["orders"]
    streams = list(window.names["streams"])
    whole = np.array([0, window.end], dtype=np.int64)
    for item, name in enumerate(window.names["items"]):
        came = (lots["stream"] == streams.index(name)) & (lots["completed"] >= 0) & (lots["good"] > 0)
        went = (orders["item"] == item) & (orders["state"] == DELIVERED)
        at_start = int(raw["on_hand"][item] - raw["received"][item] + raw["delivered"][item])
        moves = (lots["completed"][came], lots["good"][came]), (orders["completed"][went], orders["quantity"][went])

        def over(at: Ticks, first: int = at_start, moves: Any = moves) -> Ticks:
            (received, good), (delivered, pieces) = moves
            found: Ticks = first * np.diff(at) + since(received, at, good) - since(delivered, at, pieces)
            return found

        if window.end and int(over(whole)[0]) == int(raw["on_hand_ticks"][item]):
            yield f"on_hand[{name}]", over(edges)
