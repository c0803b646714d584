"""Runs and studies: one run as a result, many as estimates, two sides as a paired difference."""

from __future__ import annotations

from flexsim.study.comparing import Comparison, compare
from flexsim.study.customers import SharedCustomers, shared_customers
from flexsim.study.jobs import Outcome, outcome_of
from flexsim.study.parallel import JobLostError, cores
from flexsim.study.replications import Replications, replicate, replicate_sides
from flexsim.study.result import Result, without_nan
from flexsim.study.runs import FEW, RECORD, RECORDABLE, simulate
from flexsim.study.short_runs import FIRST_SELECTION, RunAll, ShortRun, ShortRuns
from flexsim.study.sizing import SHORT_RUNS, Sized, Trial, size
from flexsim.study.statistics import CONFIDENCE, Difference, Estimate, estimate, paired

__all__ = [
    "CONFIDENCE",
    "FEW",
    "FIRST_SELECTION",
    "RECORD",
    "RECORDABLE",
    "SHORT_RUNS",
    "Comparison",
    "Difference",
    "Estimate",
    "JobLostError",
    "Outcome",
    "Replications",
    "Result",
    "RunAll",
    "SharedCustomers",
    "ShortRun",
    "ShortRuns",
    "Sized",
    "Trial",
    "compare",
    "cores",
    "estimate",
    "outcome_of",
    "paired",
    "replicate",
    "replicate_sides",
    "shared_customers",
    "simulate",
    "size",
    "without_nan",
]
