"""Pictures and words about results. The only room that imports matplotlib, and only when a picture is drawn."""

from __future__ import annotations

from flexsim.insight.bars import COLOUR_BY
from flexsim.insight.canvas import save
from flexsim.insight.gantt_chart import gantt
from flexsim.insight.reports import comparison_in_words, figures_in_words, how
from flexsim.insight.state_bars import utilisation
from flexsim.insight.words import difference, number, text_table, with_half_width

__all__ = [
    "COLOUR_BY",
    "comparison_in_words",
    "difference",
    "figures_in_words",
    "gantt",
    "how",
    "number",
    "save",
    "text_table",
    "utilisation",
    "with_half_width",
]
