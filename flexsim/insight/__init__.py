"""Pictures and words about results. The only room that imports matplotlib, and only when a picture is drawn."""

from __future__ import annotations

from flexsim.insight.all_pictures import pictures
from flexsim.insight.bars import COLOUR_BY
from flexsim.insight.canvas import save
from flexsim.insight.cost_bars import unit_cost
from flexsim.insight.curve_chart import CurvePoint, cost_over
from flexsim.insight.drawing_studies import slug, study_pictures
from flexsim.insight.gantt_chart import gantt
from flexsim.insight.gantt_week import gantt_week
from flexsim.insight.kinds_chart import costs_side_by_side
from flexsim.insight.lead_time_charts import lead_time_by_cause, lead_times
from flexsim.insight.log_charts import (
    gap_of_lead_times,
    hours_beside,
    lead_times_beside,
    open_orders_beside,
    predictions_beside,
    weeks_beside,
)
from flexsim.insight.log_words import (
    beside_in_words,
    gap_in_words,
    groups_in_words,
    lead_times_in_words,
    splits_in_words,
    sums_in_words,
)
from flexsim.insight.reports import comparison_in_words, comparison_report, figures_in_words, how, largest_costs
from flexsim.insight.service_chart import ServiceAndCost, service_against_cost
from flexsim.insight.staffing_chart import staffing, staffing_over_time
from flexsim.insight.state_bars import utilisation
from flexsim.insight.tornado_chart import tornado
from flexsim.insight.verdict_words import verdict_in_brief, verdict_in_words
from flexsim.insight.words import difference, number, text_table, with_half_width
from flexsim.insight.work_in_progress_chart import work_in_progress

__all__ = [
    "COLOUR_BY",
    "CurvePoint",
    "ServiceAndCost",
    "beside_in_words",
    "comparison_in_words",
    "comparison_report",
    "cost_over",
    "costs_side_by_side",
    "difference",
    "figures_in_words",
    "gantt",
    "gantt_week",
    "gap_in_words",
    "gap_of_lead_times",
    "groups_in_words",
    "hours_beside",
    "how",
    "largest_costs",
    "lead_time_by_cause",
    "lead_times",
    "lead_times_beside",
    "lead_times_in_words",
    "number",
    "open_orders_beside",
    "pictures",
    "predictions_beside",
    "save",
    "service_against_cost",
    "slug",
    "splits_in_words",
    "staffing",
    "staffing_over_time",
    "study_pictures",
    "sums_in_words",
    "text_table",
    "tornado",
    "unit_cost",
    "utilisation",
    "verdict_in_brief",
    "verdict_in_words",
    "weeks_beside",
    "with_half_width",
    "work_in_progress",
]
