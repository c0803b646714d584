"""Runs and studies: one run as a result, many as estimates, two sides as a paired difference."""

from __future__ import annotations

from flexsim.study.capacity_bought import Bought, bought, lot_sizes
from flexsim.study.capital import Investment, capital_differences, investment
from flexsim.study.comparing import Comparison, compare
from flexsim.study.customers import SharedCustomers, shared_customers
from flexsim.study.decisions import Decision
from flexsim.study.jobs import Outcome, Stopped, outcome_of
from flexsim.study.parallel import JobLostError, cores, run_all
from flexsim.study.premium import Premium, break_even_premium, premium_of
from flexsim.study.proving import FRESH
from flexsim.study.replications import Replications, replicate, replicate_sides
from flexsim.study.repricing import repriced
from flexsim.study.result import Result, without_nan
from flexsim.study.runs import FEW, RECORD, RECORDABLE, simulate
from flexsim.study.short_runs import FIRST_SELECTION, RunAll, ShortRun, ShortRuns
from flexsim.study.sizing import SHORT_RUNS, size
from flexsim.study.statistics import CONFIDENCE, Adjusted, Difference, Estimate, estimate, holm, paired
from flexsim.study.study_file import Alternative, Cell, Contest, Service, StudyFile, Sweep
from flexsim.study.study_reading import read_study
from flexsim.study.studying import CellRun, StudyRun
from flexsim.study.tornado import Bar, Tornado, tornado
from flexsim.study.trials import Sized, Trial
from flexsim.study.verdict_tables import report, tables
from flexsim.study.verdicts import (
    HEADLINE,
    ContestVerdict,
    PairVerdict,
    SideVerdict,
    Verdict,
    figures_of_verdict,
    largest,
    verdict,
)

__all__ = [
    "CONFIDENCE",
    "FEW",
    "FIRST_SELECTION",
    "FRESH",
    "HEADLINE",
    "RECORD",
    "RECORDABLE",
    "SHORT_RUNS",
    "Adjusted",
    "Alternative",
    "Bar",
    "Bought",
    "Cell",
    "CellRun",
    "Comparison",
    "Contest",
    "ContestVerdict",
    "Decision",
    "Difference",
    "Estimate",
    "Investment",
    "JobLostError",
    "Outcome",
    "PairVerdict",
    "Premium",
    "Replications",
    "Result",
    "RunAll",
    "Service",
    "SharedCustomers",
    "ShortRun",
    "ShortRuns",
    "SideVerdict",
    "Sized",
    "Stopped",
    "StudyFile",
    "StudyRun",
    "Sweep",
    "Tornado",
    "Trial",
    "Verdict",
    "bought",
    "break_even_premium",
    "capital_differences",
    "compare",
    "cores",
    "estimate",
    "figures_of_verdict",
    "holm",
    "investment",
    "largest",
    "lot_sizes",
    "outcome_of",
    "paired",
    "premium_of",
    "read_study",
    "replicate",
    "replicate_sides",
    "report",
    "repriced",
    "run_all",
    "shared_customers",
    "simulate",
    "size",
    "tables",
    "tornado",
    "verdict",
    "without_nan",
]
