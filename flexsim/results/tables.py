"""The tables of one run, as pandas frames with units in the names of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from flexsim.results.configurations import lot_configurations, order_configurations, substituted
from flexsim.results.counts import DELIVERED, LOST, ORDER_STATES, Floats, Integers
from flexsim.results.exact import PARTS, TICKS_PER_HOUR, column_hours, instant_hours, span_hours
from flexsim.results.timelines import timeline
from flexsim.results.windows import Window

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.scenario import Product, Scenario

BUSY_UNIT = ("programming", "set_up", "run")
"""States in which a unit works; load and unload count as run (floor.md, W1)."""

BUSY_WORKER = ("set_up", "run", "repair", "waiting_beside")
"""States in which a worker's attention is taken."""

EXCEEDED = ("unit_exceeded", "attention_exceeded")
"""Records of a replay that are more than a unit's one lot, or somebody's attention (floor.md, D8)."""

Columns = dict[str, Any]


@dataclass(frozen=True)
class Coded:
    """A column of names by their codes, of which each name is made a text once; none for -1."""

    codes: Integers
    names: Sequence[str]


def labels(codes: Integers, names: Sequence[str]) -> npt.NDArray[np.object_]:
    """Names behind a column of codes; none for -1."""
    known = np.empty(len(names) + 1, dtype=object)
    known[:-1] = names
    found: npt.NDArray[np.object_] = known[np.asarray(codes)]
    return found


def share(part: Floats, whole: Floats) -> Floats:
    """Part of a whole, row by row; not a number where the whole is nothing."""
    shares = np.full(len(whole), np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares


def orders(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row an order, as they came: when it came and went, and why it took so long.

    The columns of causes sum to ``lead_time_h`` (floor.md, X2); an order not delivered has neither.
    """
    raw, names = by_arrival(counts.tables["orders"]), counts.names
    completed = np.where(raw["state"] == DELIVERED, raw["completed"], -1)
    lead = span_hours(raw["arrived"], completed)
    late = span_hours(raw["due"], completed)
    columns: Columns = {"stream": labels(raw["stream"], names["streams"]), "ordinal": raw["ordinal"]}
    if scenario is not None:
        columns["order"] = _order_names(columns["stream"], raw["ordinal"], scenario)
    columns["product"] = labels(raw["product"], names["products"])
    if scenario is not None:
        columns["configuration"] = order_configurations(raw, names, scenario)
    columns |= {
        "item": labels(raw["item"], names["items"]),
        **({} if scenario is None else {"substitute": np.array(substituted(raw, names, scenario), dtype=np.bool_)}),
        "quantity": raw["quantity"],
        "priority": raw["priority"],
        "state": labels(raw["state"], ORDER_STATES),
        "arrived_h": instant_hours(raw["arrived"]),
        "released_h": instant_hours(raw["released"]),
        "due_h": instant_hours(raw["due"]),
        "completed_h": instant_hours(completed),
        "lost_h": instant_hours(np.where(raw["state"] == LOST, raw["completed"], -1)),
        "lead_time_h": lead,
        "flow_time_h": span_hours(raw["released"], completed),
        "lateness_h": late,
        "tardiness_h": np.where(late < 0, 0.0, late),
        "good": raw["good"],
        "scrapped": raw["scrapped"],
    }
    for cause in names["causes"]:
        columns[f"{cause}_h"] = np.where(np.isnan(lead), np.nan, column_hours(raw[cause]))
    return columns


def by_arrival(orders: Mapping[str, Integers]) -> dict[str, Integers]:
    """Sort orders by arrival, then stream and ordinal; the engine records them as they end."""
    places = np.lexsort((orders["ordinal"], orders["stream"], orders["arrived"]))
    return {name: column[places] for name, column in orders.items()}


def _order_names(streams: npt.NDArray[np.object_], ordinals: Integers, scenario: Scenario) -> list[str | None]:
    """Give the names of orders that came from a file; a scenario keeps them in the order of their ordinals."""
    named = {
        stream: [order.name for order in demand.orders] for stream, demand in scenario.demand.items() if demand.orders
    }
    if not named:
        return [None] * len(ordinals)
    pairs = zip(streams, ordinals.tolist(), strict=True)
    return [named[stream][ordinal] if stream in named else None for stream, ordinal in pairs]


def lots(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row a lot: pieces that were released to the floor together, to order or for the shelf.

    A lot that was gathered into another (``joined``) ends there; its pieces go on in the other.
    """
    raw = counts.tables["lots"]
    streams = labels(raw["stream"], counts.names["streams"])
    return {
        "stream": streams,
        "ordinal": raw["ordinal"],
        **({} if scenario is None else lot_configurations(streams, raw["configuration"], scenario)),
        "leader": raw["leader"],
        "generation": raw["generation"],
        "pieces": raw["pieces"],
        "good": raw["good"],
        "joined": raw["joined"] == 1,
        "released_h": instant_hours(raw["released"]),
        "completed_h": instant_hours(raw["completed"]),
        "flow_time_h": span_hours(raw["released"], raw["completed"]),
    }


def operation_labels(codes: Integers, names: Mapping[str, Sequence[str]]) -> Columns:
    """Product and operation behind a column of operation codes, whose names read ``product/operation``."""
    pairs = [name.split("/", 1) for name in names["operations"]]
    return {
        "product": Coded(codes, [product for product, _ in pairs]),
        "operation": Coded(codes, [operation for _, operation in pairs]),
    }


def operations(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row for each operation of a lot that has ended."""
    raw, names = counts.tables["operations"], counts.names
    return {
        "stream": Coded(raw["stream"], names["streams"]),
        "ordinal": raw["ordinal"],
        "leader": raw["leader"],
        "generation": raw["generation"],
        "attempt": raw["attempt"],
        **operation_labels(raw["operation"], names),
        "work_centre": Coded(raw["work_centre"], names["work_centres"]),
        "unit": Coded(raw["unit"], names["units"]),
        "worker": Coded(raw["worker"], names["workers"]),
        "pieces": raw["pieces"],
        "bad": raw["bad"],
        "came_h": instant_hours(raw["came"]),
        "started_h": instant_hours(raw["started"]),
        "run_started_h": instant_hours(raw["run_started"]),
        "ended_h": instant_hours(raw["ended"]),
        "waited_h": span_hours(raw["came"], raw["started"]),
        **{f"{step}_h": column_hours(raw[step]) for step in ("set_up", "load", "run", "unload")},
        "attended_h": column_hours(raw["attended"], PARTS * TICKS_PER_HOUR),
    }


def events(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row a stretch: an unbroken part of one step by one crew (floor.md, S3); also repairs, and lots leaving."""
    raw, names = counts.tables["events"], counts.names
    return {
        "kind": Coded(raw["kind"], names["event_kinds"]),
        "stream": Coded(raw["stream"], names["streams"]),
        "ordinal": raw["ordinal"],
        "leader": raw["leader"],
        "generation": raw["generation"],
        **operation_labels(raw["operation"], names),
        "attempt": raw["attempt"],
        "unit": Coded(raw["unit"], names["units"]),
        "worker": Coded(raw["worker"], names["workers"]),
        "from_h": instant_hours(raw["from"]),
        "to_h": instant_hours(raw["to"]),
    }


def work_centres(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row a unit: its hours by state, which sum to the hours after the warm-up.

    ``utilisation`` is the time at work (programming, set-up, run) over the time on shift. Of a replay also how many
    of its records were more than the unit (``unit_exceeded``) or somebody's attention (``attention_exceeded``) allows.
    """
    raw, names = counts.tables["work_centres"], counts.names
    states = {state: column_hours(raw[state]) for state in names["unit_states"]}
    on_shift = np.full(len(raw["unit"]), counts.length / TICKS_PER_HOUR) - states["off_shift"]
    return {
        "work_centre": labels(raw["work_centre"], names["work_centres"]),
        "unit": labels(raw["unit"], names["units"]),
        **{f"{state}_h": column for state, column in states.items()},
        "utilisation": share(_total(states, BUSY_UNIT), on_shift),
        **{name: raw[name] for name in ("n_operations", "n_failures", "changed_over")},
        **{name: counts.tables["replay"][name] for name in EXCEEDED if "replay" in counts.tables},
    }


def _staff_columns(raw: Mapping[str, Integers], states: Sequence[str]) -> Columns:
    """Hours by state, hours present and overtime of workers, or of teams as sums of theirs."""
    spent = {state: column_hours(raw[state], PARTS * TICKS_PER_HOUR) for state in states}
    present = column_hours(raw["present"])
    return {
        **{f"{state}_h": column for state, column in spent.items()},
        "present_h": present,
        "overtime_h": column_hours(raw["overtime"]),
        "utilisation": share(_total(spent, BUSY_WORKER), present),
        "n_operations": raw["n_operations"],
    }


def workers(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row a worker: hours by state. ``utilisation`` is the time attending over the time present."""
    raw, names = counts.tables["workers"], counts.names
    return {
        "worker": labels(raw["worker"], names["workers"]),
        "team": labels(raw["team"], names["teams"]),
        **_staff_columns(raw, names["worker_states"]),
    }


def teams(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row a team: the sums of its members."""
    raw, names = counts.tables["teams"], counts.names
    return {"team": labels(raw["team"], names["teams"]), **_staff_columns(raw, names["worker_states"])}


def stock(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row an item: what is there at the end, what moved in the window, and the mean on hand (an integral).

    Orders are those of customers who came in the window: how many asked for the item, how many got theirs at once, and
    how many were lost. With the scenario, the number of replenishment lots released in the warm-up and in the window.
    """
    raw, opening = counts.tables["stock"], counts.opening["stock"]
    pieces = ("on_hand", "on_order", "owed", "started", "received", "delivered", "scrapped")
    columns: Columns = {"item": labels(raw["item"], counts.names["items"])}
    if scenario is not None:
        size = np.array([scenario.stock[name].lot_size for name in counts.names["items"]], dtype=np.int64)
        columns["n_reorders_in_warm_up"] = opening["started"] // size if counts.start else np.zeros_like(size)
        columns["n_reorders"] = raw["started"] // size
    columns["on_hand_at_start"] = opening["on_hand"]
    columns |= {name: raw[name] for name in pieces}
    columns["mean_on_hand"] = np.asarray(raw["on_hand_ticks"], dtype=np.float64) / max(counts.length, 1)
    return columns | (_asked_for(counts) if "orders" in counts.tables else {})


def _asked_for(counts: Window) -> Columns:
    """Count the orders of the window for every item, and those served at once."""
    raw, n_items = counts.tables["orders"], len(counts.names["items"])
    came = (raw["item"] >= 0) & counts.in_cohort(raw)
    at_once = came & (raw["state"] == DELIVERED) & (raw["completed"] == raw["arrived"])
    lost = came & (raw["state"] == LOST)
    counted = {"n_orders": came, "n_at_once": at_once, "n_lost": lost}
    found: Columns = {name: np.bincount(raw["item"][rows], minlength=n_items) for name, rows in counted.items()}
    asked = found["n_orders"].astype(np.float64)
    return found | {"share_at_once": share(found["n_at_once"].astype(np.float64), asked)}


def variety(counts: Window, scenario: Scenario | None = None) -> Columns:
    """One row an operation of a product: how many keys it has seen up to the end of the window (floor.md, O2).

    A key is what the operation looks at of a configuration (``depends_on``); it is what variety costs.
    """
    raw = counts.tables["variety"]
    columns = operation_labels(raw["operation"], counts.names)
    if scenario is not None:
        pairs = [counts.names["operations"][code].split("/", 1) for code in raw["operation"].tolist()]
        asked = [_options_asked(scenario.products[product], operation) for product, operation in pairs]
        columns["depends_on"] = [" ".join(names) for names, _ in asked]
        columns["possible_keys"] = np.array([possible for _, possible in asked], dtype=np.float64)
    return columns | {"distinct_keys": raw["n_keys"], "distinct_configurations": raw["n_configurations"]}


def _options_asked(product: Product, operation: str) -> tuple[list[str], float]:
    """Name the options that an operation looks at, and say how many keys there could be."""
    names = [name for name in product.operations[operation].depends_on if name in product.options]
    return names, float(prod(len(product.options[name]) for name in names))


def _total(columns: Mapping[str, Floats], wanted: Sequence[str]) -> Floats:
    present = [columns[name] for name in wanted if name in columns]
    return np.asarray(np.sum(present, axis=0), dtype=np.float64)


Maker = Callable[[Window, "Scenario | None"], Columns]

MAKERS: dict[str, Maker] = {
    "orders": orders,
    "lots": lots,
    "operations": operations,
    "work_centres": work_centres,
    "workers": workers,
    "teams": teams,
    "stock": stock,
    "variety": variety,
    "timeline": timeline,
    "events": events,
}
"""Every table, in the order in which people ask for them."""


NONE: Mapping[str, Any] = {}


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of one run; each is made when it is first asked for.

    Parameters
    ----------
    counts : Window
        What the engine counted; sums are of the window.
    scenario : Scenario, optional
        What was run; with it, orders carry their name in the file and their configuration.
    others : mapping of str to callable, optional
        Tables that rooms above this one make.

    Examples
    --------
    ``tables["orders"]`` and ``tables.orders`` are the same frame.
    """

    def __init__(
        self, counts: Window, scenario: Scenario | None = None, others: Mapping[str, Callable[[], pd.DataFrame]] = NONE
    ) -> None:
        self._counts = counts
        self._scenario = scenario
        self._others = others
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Make the table, or give the one already made."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Give a table by its name."""
        if name in MAKERS or name in self._others:
            return self[name]
        raise AttributeError(f"a run has no table {name!r}; it has: {', '.join(self)}")

    def __iter__(self) -> Iterator[str]:
        """Names of the tables that this run recorded."""
        yield from (name for name in MAKERS if self._has(name))
        yield from self._others

    def _has(self, name: str) -> bool:
        return name in self._counts.tables or (name == "timeline" and "orders" in self._counts.tables)

    def __len__(self) -> int:
        """How many tables this run recorded."""
        return sum(1 for _ in self)

    def _make(self, name: str) -> pd.DataFrame:
        if name in self._others:
            return self._others[name]()
        if name not in MAKERS or not self._has(name):
            raise KeyError(f"{name!r} was not recorded in this run; recorded: {', '.join(self)}")
        return _frame(MAKERS[name](self._counts, self._scenario))

    def timeline_by(self, step_h: float) -> pd.DataFrame:
        """Make the timeline with a step of so many hours.

        Raises
        ------
        ValueError
            The step is not above 0, or so small that there would be more than a million.
        """
        return _frame(timeline(self._counts, self._scenario, step_h))


def _frame(columns: Columns) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({key: _typed(column) for key, column in columns.items()}, copy=False)


def _typed(column: Any) -> Any:
    """Give texts the type of texts, in a column without any as well."""
    import pandas as pd

    if isinstance(column, Coded):
        return pd.array([*column.names], dtype="str").take(column.codes, allow_fill=True)
    is_text = isinstance(column, list) or column.dtype == np.object_
    return pd.array(column, dtype="str") if is_text else column
