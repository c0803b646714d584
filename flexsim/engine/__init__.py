"""The shop floor in motion: the only owner of what the floor does.

``run(scenario, seed, replication)`` is the door. The same files run compiled or, with ``FLEXSIM_ENGINE=python`` in the
environment or without a C compiler, uncompiled: slower, with the same results to the last bit. ``COMPILED`` says which.
"""

import os
import sys

if os.environ.get("FLEXSIM_ENGINE") == "python":
    from importlib.machinery import FileFinder, SourceFileLoader

    class _Uncompiled:
        """Finds the source files where compiled modules lie beside them."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.startswith(__name__ + ".") and path:
                return FileFinder(path[0], (SourceFileLoader, [".py"])).find_spec(name)
            return None

    sys.meta_path.insert(0, _Uncompiled)

from flexsim.engine import bits
from flexsim.engine.custom import DispatchRule
from flexsim.engine.errors import EngineError, RuleError, Stall
from flexsim.engine.identity import engine_hash

COMPILED = not bits.__file__.endswith(".py")
ENGINE = engine_hash()
STANDARD = ("orders", "lots", "operations")
LIMIT = 1 << 32

__all__ = ["COMPILED", "ENGINE", "DispatchRule", "EngineError", "RuleError", "Stall", "run"]


def run(scenario, seed=1, replication=0, record=STANDARD, rules=None, after_instant=None):
    """Run a scenario once.

    Parameters
    ----------
    scenario : flexsim.scenario.Scenario
    seed, replication : int
        0 to 2^32 - 1; the two words of every draw's key (R3).
    record : collection of str
        Which of ``orders``, ``lots``, ``operations``, ``events`` are recorded; sums are always kept.
    rules : mapping of str to DispatchRule, optional
        A user's own dispatching rule for a work centre, by its name.
    after_instant : callable, optional
        Called after every instant with the running shop, for tests.

    Returns
    -------
    Counts

    Raises
    ------
    Stall
        When the floor can never go on.
    RuleError
        When a user's rule fails or answers with something that is not a finite number.
    ValueError
        When seed, replication, record or rules name something that does not exist.
    """
    from flexsim.engine.runs import run_scenario
    from flexsim.engine.tables import RECORDS

    for name, number in (("seed", seed), ("replication", replication)):
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < LIMIT:
            raise ValueError(f"{name} = {number!r}: a whole number from 0 to 4294967295 is needed")
    unknown = sorted(set(record) - set(RECORDS))
    if unknown:
        raise ValueError(f"record = {unknown[0]!r}: nothing of this name is recorded. Known: {', '.join(RECORDS)}")
    unknown = sorted(set(rules or {}) - set(scenario.work_centres))
    if unknown:
        raise ValueError(f"rules: no work centre is called {unknown[0]!r}. Known: {', '.join(sorted(scenario.work_centres))}")
    try:
        return run_scenario(scenario, seed, replication, tuple(record), rules, after_instant, COMPILED)
    except EngineError as why:
        why.add_note(f"scenario {scenario.name or scenario.hash}, seed {seed}, replication {replication}")
        raise
