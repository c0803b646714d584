"""What people are paid for being there, before a run and whatever happens in it."""

from __future__ import annotations

from flexsim.scenario.averaging import Calendar, measured
from flexsim.scenario.model import Scenario


def paid_hours(scenario: Scenario) -> dict[str, float]:
    """Hours a week for which each worker is paid, without overtime, on average over the window.

    They are those of his shift pattern, or those that his contract pays for if they are more.
    """
    calendar = Calendar(scenario, measured(scenario))
    return {
        name: max(calendar.week_h(worker.shifts), (scenario.terms_of(name).paid_hours or 0.0) / 3600)
        for name, worker in scenario.workers.items()
    }
