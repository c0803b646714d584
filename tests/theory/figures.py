"""Figures of theory, measured from the raw tables of a run within a window. Times are minutes.

Each figure is a function of (a function that runs the floor to a horizon, a window), as `protocol.Experiment` wants
it, or gives such a function.
"""

from __future__ import annotations

import numpy as np

from tests.theory.protocol import MINUTE

DELIVERED, LOST = 1, 2
FULL_ATTENTION = 840


def lead_time(runs, window):
    """Mean time from arrival to delivery of the orders that arrive in the window."""
    orders = runs(window.horizon, ("orders",)).tables["orders"]
    came = arrived_within(orders, window)
    assert (orders["completed"][came] >= 0).all(), (
        "an order of the window is still in progress at the end: the floor settles more slowly than stated"
    )
    return np.mean(orders["completed"][came] - orders["arrived"][came]) / MINUTE


def in_system(runs, window):
    """Mean number of orders on the floor."""
    orders = runs(window.horizon, ("orders",)).tables["orders"]
    completed = np.where(orders["completed"] >= 0, orders["completed"], round(window.horizon * MINUTE))
    return mean_number(orders["arrived"], completed, window)


def throughput(runs, window):
    """Orders delivered a minute."""
    orders = runs(window.horizon, ("orders",)).tables["orders"]
    delivered = within(orders["completed"], window) & (orders["state"] == DELIVERED)
    return np.count_nonzero(delivered) / (window.end - window.start)


def share_refused(runs, window):
    """Share of the orders that arrive in the window and are lost."""
    orders = runs(window.horizon, ("orders",)).tables["orders"]
    return np.mean(orders["state"][arrived_within(orders, window)] == LOST)


def pieces_started(runs, window):
    """Pieces started for an order, made again or not, in the mean."""
    orders = runs(window.horizon, ("orders",)).tables["orders"]
    came = arrived_within(orders, window)
    assert (orders["completed"][came] >= 0).all()
    return np.mean(orders["good"][came] + orders["scrapped"][came])


def at_station(name):
    """Mean number of orders in line or on a unit of a work centre."""

    def figure(runs, window):
        operations = operations_at(name, runs(window.horizon, ("operations",)))
        return mean_number(operations["came"], operations["ended"], window)

    return figure


def utilisation(name, units):
    """Share of the time in which the units of a work centre run."""

    def figure(runs, window):
        operations = operations_at(name, runs(window.horizon, ("operations",)))
        return mean_number(operations["run_started"], operations["ended"], window) / units

    return figure


def waiting_time(stream):
    """Mean time in line of the orders of a stream that come to their one operation within the window."""

    def figure(runs, window):
        counts = runs(window.horizon, ("operations",))
        operations = counts.tables["operations"]
        came = within(operations["came"], window) & (operations["stream"] == counts.names["streams"].index(stream))
        return np.mean(operations["started"][came] - operations["came"][came]) / MINUTE

    return figure


def squared_cv_of_process_time(runs, window):
    """Squared coefficient of variation of the time on the unit, breakdowns included."""
    operations = runs(window.horizon, ("operations",)).tables["operations"]
    came = within(operations["came"], window)
    times = (operations["ended"][came] - operations["started"][came]) / MINUTE
    return np.var(times) / np.mean(times) ** 2


def running(runs, window):
    """Mean number of units that run."""
    operations = runs(window.horizon, ("operations",)).tables["operations"]
    return mean_number(operations["run_started"], operations["ended"], window)


def set_up_share(runs, window):
    """Share of the time in which the one operator sets up."""
    operations = runs(window.horizon, ("operations",)).tables["operations"]
    return mean_number(operations["started"], operations["run_started"], window)


def machines_up(n):
    """Mean number of units that are not down."""

    def figure(runs, window):
        return n - in_state(runs, window, "work_centres", "down")

    return figure


def repairing(technicians):
    """Share of the technicians' time in repairs."""

    def figure(runs, window):
        return in_state(runs, window, "workers", "repair") / FULL_ATTENTION / technicians

    return figure


def in_state(runs, window, table, state):
    """Mean number in a state, from what is added up until the end and until the beginning of the window."""
    until_start, until_end = (int(runs(moment, ()).tables[table][state].sum()) for moment in (window.start, window.end))
    return (until_end - until_start) / ((window.end - window.start) * MINUTE)


def operations_at(name, counts):
    """The rows of operations done at one work centre."""
    operations = counts.tables["operations"]
    here = operations["work_centre"] == counts.names["work_centres"].index(name)
    return {column: values[here] for column, values in operations.items()}


def arrived_within(orders, window):
    return within(orders["arrived"], window)


def within(ticks, window):
    return (window.start * MINUTE <= ticks) & (ticks < window.end * MINUTE)


def mean_number(begin, end, window):
    """Time average of how many intervals are under way in the window."""
    start, stop = round(window.start * MINUTE), round(window.end * MINUTE)
    return float(np.clip(np.minimum(end, stop) - np.maximum(begin, start), 0, None).sum()) / (stop - start)
