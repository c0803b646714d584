"""Runs and studies: one run as a result, many as estimates, two sides as a paired difference."""

from __future__ import annotations

from flexsim.study.capital import Investment, capital_differences, investment
from flexsim.study.comparing import Comparison, compare
from flexsim.study.customers import SharedCustomers, shared_customers
from flexsim.study.jobs import Outcome, outcome_of
from flexsim.study.parallel import JobLostError, cores
from flexsim.study.premium import Premium, break_even_premium, premium_of
from flexsim.study.replications import Replications, replicate, replicate_sides
from flexsim.study.repricing import repriced
from flexsim.study.result import Result, without_nan
from flexsim.study.runs import FEW, RECORD, RECORDABLE, simulate
from flexsim.study.statistics import CONFIDENCE, Difference, Estimate, estimate, paired
from flexsim.study.tornado import Bar, Tornado, tornado

__all__ = [
    "CONFIDENCE",
    "FEW",
    "RECORD",
    "RECORDABLE",
    "Bar",
    "Comparison",
    "Difference",
    "Estimate",
    "Investment",
    "JobLostError",
    "Outcome",
    "Premium",
    "Replications",
    "Result",
    "SharedCustomers",
    "Tornado",
    "break_even_premium",
    "capital_differences",
    "compare",
    "cores",
    "estimate",
    "investment",
    "outcome_of",
    "paired",
    "premium_of",
    "replicate",
    "replicate_sides",
    "repriced",
    "shared_customers",
    "simulate",
    "tornado",
    "without_nan",
]
