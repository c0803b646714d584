"""Tests of what a user writes."""
