"""A program whose workers take long: ``python -m tests.study.sleepers FOLDER``."""

from __future__ import annotations

import sys

from flexsim.study.parallel import run_all
from tests.study.work import write_pid_and_sleep

if __name__ == "__main__":
    run_all(write_pid_and_sleep, [sys.argv[1]] * 2, workers=2)
