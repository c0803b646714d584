"""Runs and studies: one run as a result, many as estimates, two sides as a paired difference."""

from __future__ import annotations

from flexsim.study.jobs import Outcome, outcome_of
from flexsim.study.parallel import JobLostError, cores
from flexsim.study.replications import Replications, compare, replicate
from flexsim.study.result import Result, without_nan
from flexsim.study.runs import FEW, RECORD, RECORDABLE, simulate
from flexsim.study.statistics import CONFIDENCE, Difference, Estimate, estimate, paired

__all__ = [
    "CONFIDENCE",
    "FEW",
    "RECORD",
    "RECORDABLE",
    "Difference",
    "Estimate",
    "JobLostError",
    "Outcome",
    "Replications",
    "Result",
    "compare",
    "cores",
    "estimate",
    "outcome_of",
    "paired",
    "replicate",
    "simulate",
    "without_nan",
]
