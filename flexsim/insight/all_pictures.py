"""Every picture of a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flexsim.insight.cost_bars import unit_cost
from flexsim.insight.gantt_chart import gantt
from flexsim.insight.gantt_week import gantt_week
from flexsim.insight.lead_time_charts import lead_time_by_cause, lead_times
from flexsim.insight.state_bars import utilisation
from flexsim.insight.work_in_progress_chart import work_in_progress
from flexsim.study import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def pictures(
    result: Result, *, window_h: tuple[float, float] | None = None, by: str = "step"
) -> Iterator[tuple[str, Figure]]:
    """Draw every picture of a run, one after the other, each with a name.

    Parameters
    ----------
    result : Result
        With operations recorded, or better with events.
    window_h : tuple of float, optional
        What the Gantt chart shows, in hours since the start; the first whole week after the warm-up unless given.
    by : {"step", "product", "operation", "stream", "configuration"}
        What the colours of the Gantt chart tell.

    Yields
    ------
    tuple of str and matplotlib.figure.Figure
    """
    if window_h:
        yield "gantt", gantt(result, by=by, first_h=window_h[0], last_h=window_h[1])
    else:
        yield "gantt", gantt_week(result, by=by)
    yield "utilisation", utilisation(result)
    yield "work_in_progress", work_in_progress(result)
    yield "unit_cost", unit_cost(result)
    yield "lead_time_by_cause", lead_time_by_cause(result)
    yield "lead_times", lead_times(result)
