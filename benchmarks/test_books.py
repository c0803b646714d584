"""Tables, figures and ledger of a run cost less than the run, and little memory."""

import json
import math
import subprocess
import sys

from benchmarks.books import RATE, WAGE
from benchmarks.measuring import ROOT

OPERATIONS_OF_AN_ORDER = 7.5
MOST_BYTES = 150


def kept(n_orders):
    command = [sys.executable, "-m", "benchmarks.books", str(n_orders)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def test_the_books_of_a_million_operations(figure, size):
    found = kept(int(size(1_000_000) / OPERATIONS_OF_AN_ORDER))
    seconds, hours = found["seconds"], found["hours"]
    for name in ("figures and ledger", "pandas tables"):
        figure(
            f"{name} of {found['n_operations']:,} operations", f"{seconds[name] / seconds['run']:.2f} of the run's time"
        )
    figure(
        "memory with tables and ledger", f"{found['bytes_per_operation']:.0f} bytes an operation (limit {MOST_BYTES})"
    )
    # six people and ten machines, all hours paid, used or not; 20 EUR of material for every order
    paid = found["by_resource_type_eur"]
    assert math.isclose(paid["worker"], 6 * hours * WAGE, rel_tol=1e-9)
    assert math.isclose(paid["unit"], 10 * hours * RATE, rel_tol=1e-9)
    assert math.isclose(paid["material"], 20 * found["n_orders"], rel_tol=1e-9)
    assert math.isclose(math.fsum(found["by_account_type_eur"].values()), found["total_eur"], rel_tol=1e-9)
    assert found["rows"] == found["n_operations"]
    if found["n_operations"] > 500_000:  # of small runs, most of the memory is what they begin with
        assert found["bytes_per_operation"] < MOST_BYTES
