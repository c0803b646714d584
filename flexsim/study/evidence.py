"""What short runs show beside their figures: who waited where, and what was asked of the shelves.

It is kept small, and all of it is plain arrays, so that it crosses from one process to another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from flexsim.costing import lost_contributions_eur
from flexsim.results import DELIVERED, LOST, NEVER, TICKS_PER_HOUR, Rows, latest_acceptable, wide
from flexsim.study.result import Result

Floats = npt.NDArray[np.float64]
Ticks = npt.NDArray[np.int64]

MOST_ORDERS = 600
"""Of one replication that are kept: a share of 95 % is known to a per cent."""

MOST_ASKED = 800
"""Orders of one shelf that are kept, the first that came in the window."""

SHIFT = 40
"""Bits of an ordinal in the key of an order."""


@dataclass(frozen=True)
class Waits:
    """Orders of the cohort that were made, a sample of them, and where they waited for how many hours.

    Attributes
    ----------
    pieces, lead_h, allowed_h, promised_h : ndarray
        Asked for; hours to the delivery, or to the end of the run; hours until the latest acceptable delivery, and
        until the due date (infinite without one).
    stretch : ndarray
        Hours of the calendar for an hour in which something was there: nights and weekends come with waiting.
    late_eur : ndarray
        What an hour late costs.
    for_unit, for_people : ndarray
        Hours in line because no unit was free, by order and work centre; because no worker was, by order and team.
    """

    pieces: Floats
    lead_h: Floats
    allowed_h: Floats
    promised_h: Floats
    stretch: Floats
    late_eur: Floats
    for_unit: Floats
    for_people: Floats


@dataclass(frozen=True)
class Shelf:
    """What was asked of one item of the stock, and how long its lots took.

    Attributes
    ----------
    at_h, pieces, allowed_h, patience_h, lost_eur : ndarray
        Of every order: moment, pieces, hours until the latest acceptable delivery and until the customer leaves,
        contribution of a piece.
    weight : float
        Pieces asked for in the window, for each of those kept.
    flow_h : ndarray
        Flow times of its lots, in the order of their release.
    holding_eur : float
        For a piece that lies there for an hour.
    """

    at_h: Floats
    pieces: Floats
    allowed_h: Floats
    patience_h: Floats
    lost_eur: Floats
    weight: float
    flow_h: Floats
    holding_eur: float


@dataclass(frozen=True)
class Evidence:
    """What one short replication shows.

    Attributes
    ----------
    centres, teams : tuple of str
        Columns of the waits.
    centre_wait_h, operation_h, work_h : ndarray
        By work centre: mean hours in line of an operation, its mean length, and of it the hours without interruptions.
    team_of : tuple of int
        By work centre: the place of its team; -1 without one.
    set_up_h, run_h : ndarray
        By work centre: hours in which its units were set up or changed over, and ran.
    waits : Waits
    shelves : mapping
        By item.
    made, lost : float
        Pieces asked for that are made to order, and of these those of orders lost.
    demanded, weeks : float
        Pieces asked for in all; length of the window.
    """

    centres: tuple[str, ...]
    teams: tuple[str, ...]
    team_of: tuple[int, ...]
    centre_wait_h: Floats
    operation_h: Floats
    work_h: Floats
    set_up_h: Floats
    run_h: Floats
    waits: Waits
    shelves: Mapping[str, Shelf]
    made: float
    lost: float
    demanded: float
    weeks: float


def evidence_of(result: Result) -> Evidence:
    """Take from a run what tells how another number of people or units, another lot or reorder point would do."""
    window, scenario = result.window, result.scenario
    centres, teams = tuple(window.names["work_centres"]), tuple(window.names["teams"])
    owners = [scenario.work_centres[name].team for name in centres]
    team_of = tuple(teams.index(team) if team in teams else -1 for team in owners)
    orders = {name: np.asarray(window.tables["orders"][name]) for name in _COLUMNS}
    cohort = window.in_cohort(window.tables["orders"])
    made = cohort & (orders["item"] < 0)
    lines = _Lines(window.tables["operations"], len(centres))
    rows = np.flatnonzero(made & (orders["state"] != LOST))
    rows = rows[:: max(1, -(-len(rows) // MOST_ORDERS))]
    return Evidence(
        centres,
        teams,
        team_of,
        lines.mean_wait_h,
        lines.mean_length_h,
        lines.mean_work_h,
        _hours(window.tables["work_centres"], "set_up", len(centres)),
        _hours(window.tables["work_centres"], "run", len(centres)),
        _waits(result, orders, rows, lines.of(orders, rows), team_of, len(teams)),
        {name: _shelf(result, orders, cohort, code) for code, name in enumerate(window.names["items"])},
        float(orders["quantity"][made].sum()),
        float(orders["quantity"][made & (orders["state"] == LOST)].sum()),
        float(orders["quantity"][cohort].sum()),
        window.length / TICKS_PER_HOUR / 168,
    )


def _hours(units: Rows, state: str, n_centres: int) -> Floats:
    """Add up the hours of a state over the units of every work centre."""
    own = units["work_centre"]
    return np.array([float(units[state][own == centre].sum()) for centre in range(n_centres)]) / TICKS_PER_HOUR


_COLUMNS = (
    "stream",
    "ordinal",
    "item",
    "quantity",
    "arrived",
    "completed",
    "due",
    "state",
    "unit",
    "worker",
    "off_shift",
)


class _Lines:
    """Waiting in lines, by order and work centre."""

    def __init__(self, operations: Rows, n_centres: int) -> None:
        self.n = n_centres
        self.key = _key(operations["stream"], operations["ordinal"])
        self.centre = wide(operations, "work_centre")
        self.wait = (wide(operations, "started") - wide(operations, "came")) / TICKS_PER_HOUR
        length = (wide(operations, "ended") - wide(operations, "started")) / TICKS_PER_HOUR
        work = sum(wide(operations, step) for step in ("set_up", "load", "run", "unload")) / TICKS_PER_HOUR
        number = np.maximum(np.bincount(self.centre, minlength=n_centres), 1)
        self.mean_wait_h = np.bincount(self.centre, self.wait, minlength=n_centres) / number
        self.mean_length_h = np.bincount(self.centre, length, minlength=n_centres) / number
        self.mean_work_h = np.bincount(self.centre, work, minlength=n_centres) / number

    def of(self, orders: Mapping[str, Any], rows: Ticks) -> Floats:
        """Give the hours that each of some orders waited at each work centre."""
        found = np.zeros((len(rows), self.n))
        keys = _key(orders["stream"][rows], orders["ordinal"][rows])
        if not len(keys) or not len(self.key):
            return found
        sorting = np.argsort(keys, kind="stable")
        places = np.minimum(np.searchsorted(keys[sorting], self.key), len(keys) - 1)
        ours = keys[sorting][places] == self.key
        np.add.at(found, (sorting[places[ours]], self.centre[ours]), self.wait[ours])
        return found


def _key(stream: Any, ordinal: Any) -> Ticks:
    found: Ticks = (stream.astype(np.int64) << SHIFT) + ordinal.astype(np.int64)
    return found


def _waits(
    result: Result, orders: Mapping[str, Any], rows: Ticks, lines: Floats, team_of: Sequence[int], n_teams: int
) -> Waits:
    """Share the hours that an order waited for units and for people out over the lines in which it stood."""
    own = {name: column[rows] for name, column in orders.items()}
    served = np.where(own["state"] == DELIVERED, own["completed"], result.window.until)
    lead = (served - own["arrived"]) / TICKS_PER_HOUR
    shares = lines / np.maximum(lines.sum(axis=1, keepdims=True), 1e-9)
    unit, worker, off = (own[cause][:, None] / TICKS_PER_HOUR for cause in ("unit", "worker", "off_shift"))
    for_people = np.zeros((len(rows), n_teams))
    for centre, team in enumerate(team_of):
        if team >= 0:
            for_people[:, team] += (shares[:, centre : centre + 1] * worker)[:, 0]
    streams, scenario = result.window.names["streams"], result.scenario
    late = [0.0 if name in scenario.stock else scenario.demand[name].late for name in streams]
    return Waits(
        own["quantity"].astype(np.float64),
        lead,
        _until(latest_acceptable(own, result.window.names, scenario), own["arrived"]),
        _until(np.where(own["due"] < 0, NEVER, own["due"]), own["arrived"]),
        np.minimum(lead / np.maximum(lead - off[:, 0], 1e-9), 5.0),
        np.array(late, dtype=np.float64)[own["stream"]] / 24,
        shares * unit,
        for_people,
    )


def _until(moment: Ticks, arrived: Ticks) -> Floats:
    return np.where(moment == NEVER, np.inf, (moment - arrived) / TICKS_PER_HOUR)


def _shelf(result: Result, orders: Mapping[str, Any], cohort: npt.NDArray[np.bool_], item: int) -> Shelf:
    window, scenario = result.window, result.scenario
    names, name = window.names["streams"], window.names["items"][item]
    asked = np.flatnonzero(cohort & (orders["item"] == item))
    asked = asked[np.argsort(orders["arrived"][asked], kind="stable")]
    pieces = orders["quantity"][asked].astype(np.float64)
    asked = asked[:MOST_ASKED]
    own = {column: values[asked] for column, values in orders.items()}
    latest = _until(latest_acceptable(own, window.names, scenario), own["arrived"])
    demand = [None if stream in scenario.stock else scenario.demand[stream] for stream in names]
    patience = [one.patience.mean / 3600 if one is not None and one.patience else np.inf for one in demand]
    lots = window.tables["lots"]
    mine = (lots["stream"] == list(names).index(name)) & (lots["completed"] >= 0)
    sorting = np.argsort(lots["released"][mine], kind="stable")
    flow = ((lots["completed"] - lots["released"])[mine][sorting]) / TICKS_PER_HOUR
    stock = window.tables["stock"]["on_hand_ticks"][window.tables["stock"]["item"] == item].sum() / TICKS_PER_HOUR
    held = result.ledger.by_resource_eur.get(name, 0.0)
    return Shelf(
        own["arrived"] / TICKS_PER_HOUR,
        own["quantity"].astype(np.float64),
        latest,
        np.array(patience)[own["stream"]],
        lost_contributions_eur(window, scenario)[asked],
        float(pieces.sum() / max(pieces[:MOST_ASKED].sum(), 1.0)),
        flow,
        held / stock if stock > 0 else 0.0,
    )
