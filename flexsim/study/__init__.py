"""Runs and studies: one run as a result, many as estimates, two sides as a paired difference."""

from __future__ import annotations

from flexsim.study.comparing import Comparison, compare
from flexsim.study.customers import SharedCustomers, shared_customers
from flexsim.study.jobs import Outcome, outcome_of
from flexsim.study.parallel import JobLostError, cores, run_all
from flexsim.study.replications import Replications, replicate, replicate_sides
from flexsim.study.result import Result, without_nan
from flexsim.study.runs import FEW, RECORD, RECORDABLE, simulate
from flexsim.study.statistics import CONFIDENCE, Difference, Estimate, estimate, paired

__all__ = [
    "CONFIDENCE",
    "FEW",
    "RECORD",
    "RECORDABLE",
    "Comparison",
    "Difference",
    "Estimate",
    "JobLostError",
    "Outcome",
    "Replications",
    "Result",
    "SharedCustomers",
    "compare",
    "cores",
    "estimate",
    "outcome_of",
    "paired",
    "replicate",
    "replicate_sides",
    "run_all",
    "shared_customers",
    "simulate",
    "without_nan",
]
