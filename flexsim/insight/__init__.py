"""Pictures and words about results. The only room that imports matplotlib, and only when a picture is drawn."""

from __future__ import annotations

from flexsim.insight.all_pictures import pictures
from flexsim.insight.bars import COLOUR_BY
from flexsim.insight.canvas import save
from flexsim.insight.cost_bars import unit_cost
from flexsim.insight.gantt_chart import gantt
from flexsim.insight.gantt_week import gantt_week
from flexsim.insight.lead_time_charts import lead_time_by_cause, lead_times
from flexsim.insight.reports import comparison_in_words, comparison_report, figures_in_words, how, largest_costs
from flexsim.insight.state_bars import utilisation
from flexsim.insight.verdict_words import verdict_in_words
from flexsim.insight.words import difference, number, text_table, with_half_width
from flexsim.insight.work_in_progress_chart import work_in_progress

__all__ = [
    "COLOUR_BY",
    "comparison_in_words",
    "comparison_report",
    "difference",
    "figures_in_words",
    "gantt",
    "gantt_week",
    "how",
    "largest_costs",
    "lead_time_by_cause",
    "lead_times",
    "number",
    "pictures",
    "save",
    "text_table",
    "unit_cost",
    "utilisation",
    "verdict_in_words",
    "with_half_width",
    "work_in_progress",
]
