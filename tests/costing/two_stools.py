"""A shop small enough to keep its books by hand: two stools, one of them made twice, one late, and pegs on a shelf.

The page on the ledger prints it too (docs/ledger.md). Ten hours, everything in EUR:

- Ann (24 an hour, there all the time) and the saw (6 an hour) make stools: 0.5 h of set-up, 1 h of run.
- The first comes at 0 h and is worked on 0 to 1.5 h, found bad, made again 1.5 to 3 h, delivered at 3 h, due at 3.5 h.
- The second comes at 0.5 h, is worked on 3 to 4.5 h and delivered at 4.5 h, due at 4 h: half an hour late, at 48 a day.
- A stool takes 10 of material, each set-up throws away 0.25 of it.
- The lathe turns pegs by itself, 0.25 h each. It was bought for 17,520 and lasts a year: 2 for each of 8,760 hours; it
  takes up 8.76 m2 at 100 a year: 0.10 an hour. A peg takes 3 of material.
- Two pegs are on the shelf. One is bought at 2 h: (Q, r) = (4, 1), so four are released at 2 h and in stock at 3 h.
- Stock and work in progress cost 87.6 % a year: 0.0001 for a euro and an hour.
"""

from __future__ import annotations

from pathlib import Path

from flexsim.scenario import Scenario, load

SEED = 5
"""With this seed the first stool is bad, what is made again is good, and so is the second."""

FILE = Path(__file__).parents[2] / "docs" / "two_stools.yaml"


def two_stools() -> Scenario:
    """Give the shop."""
    return load(FILE)
