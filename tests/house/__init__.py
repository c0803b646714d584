"""Tests of how the project is built, not of what it does."""
