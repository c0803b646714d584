"""The log that a simulated shop would have kept: what comes out of the engine can be imported like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flexsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from flexsim.study import Result

STEPS = ("set_up", "load", "run", "unload")


def log_of(result: Result) -> pd.DataFrame:
    """Write what a run recorded as a log: one row a stretch of work, with who did it, where, and for which order.

    ``log_of(result).to_csv("log.csv", index=False)`` is a log for ``flexsim import-log log.csv``: its column map is
    shipped. Hours count from the Monday on which the run starts. Orders that the run does not report, as those that
    come after its horizon, are not in the log either (floor.md, X1).

    Parameters
    ----------
    result : Result
        Of a run that recorded ``orders`` and ``events``.

    Returns
    -------
    pandas.DataFrame
        Columns order, product, quantity, arrived_h, operation, work_centre, worker, kind, from_h, to_h, completed.

    Raises
    ------
    ScenarioError
        The run did not record its events; two workers did a step together (a log has one worker a row); something was
        made for stock (a log has an order in every row); or no work was done.
    """
    tables = result.tables
    if not {"orders", "events"} <= set(result.tables):
        said = 'a log is made of "orders" and "events": record both.'
        raise ScenarioError("the run", [Problem(("record",), said)])
    events = tables.events[tables.events["kind"].isin(STEPS)]
    if problem := _no_log(events, result):
        raise ScenarioError("the run", [problem])
    orders = tables.orders
    width = len(str(int(orders["ordinal"].max()))) if len(orders) else 1
    named = orders["order"].astype(object)
    counted = [f"{stream} {n:0{width}d}" for stream, n in zip(orders["stream"], orders["ordinal"], strict=True)]
    known = orders.assign(order=named.where(named.notna(), counted))
    known = known[["stream", "ordinal", "order", "quantity", "arrived_h"]].astype({"stream": str})
    found = events.astype({"stream": str}).merge(known, on=["stream", "ordinal"], how="inner", validate="many_to_one")
    found["work_centre"] = found["unit"].astype(str).str.rpartition("/")[0]
    found["worker"] = found["worker"].astype(object).where(found["worker"].notna(), "")
    found["completed"] = 0
    columns = [
        "order",
        "product",
        "quantity",
        "arrived_h",
        "operation",
        "work_centre",
        "worker",
        "kind",
        "from_h",
        "to_h",
    ]
    return found[[*columns, "completed"]]


def _no_log(events: pd.DataFrame, result: Result) -> Problem | None:
    """Say why stretches of work cannot be a log."""
    stocked = events["stream"].astype(str).isin(list(result.scenario.stock))
    if stocked.any():
        return Problem(
            ("stock", str(events.loc[stocked, "stream"].iloc[0])), "work for stock is for no order of a log."
        )
    together = events.duplicated([name for name in events if name != "worker"])
    if together.any():
        first = events[together].iloc[0]
        said = "several workers do a step of it together, and a log has one in a row."
        return Problem(("products", str(first["product"]), "operations", str(first["operation"])), said)
    return None if len(events) else Problem((), "nothing was done: an empty log cannot be imported.")
