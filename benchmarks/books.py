"""Run a priced shop and keep its books, in a process of its own: `python -m benchmarks.books ORDERS`.

Prints CPU seconds of the run, its figures, ledger and tables, memory an operation, and what the books say, as one line
of JSON.
"""

import json
import sys
from time import process_time

from benchmarks.shops import benchmark_shop
from benchmarks.workload import peak_kb
from flexsim.costing import cost
from flexsim.engine import run
from flexsim.results import Tables, measures, window

WAGE, RATE = 31, 7


def priced_shop(n_orders):
    """Give the benchmark shop with the same price on each of its people and machines."""
    shop = benchmark_shop(n_orders)
    wages = {f"workers.{name}.wage": f"{WAGE} EUR/h" for name in shop.workers}
    rates = {f"work_centres.{name}.rate": f"{RATE} EUR/h" for name in shop.work_centres}
    return shop.with_values({**wages, **rates, "prices": {"interest": "8 %/yr"}, "products.job.material": "20 EUR"})


def main(n_orders):
    shop = priced_shop(int(n_orders))
    before, seconds = peak_kb(), {}
    began = process_time()
    counts = run(shop, seed=1, record=("orders", "lots", "operations"))
    seconds["run"] = process_time() - began
    began = process_time()
    part = window(counts)
    measures(part, shop)
    costs = cost(part, shop)
    seconds["figures and ledger"] = process_time() - began
    memory = (peak_kb() - before) * 1024 / counts.n_operations
    import pandas  # noqa: F401  (what its import takes is not what tables take)

    began = process_time()
    tables = Tables(part, shop)
    rows = {name: len(tables[name]) for name in tables}
    seconds["pandas tables"] = process_time() - began
    said = {
        "seconds": seconds,
        "bytes_per_operation": memory,
        "n_operations": counts.n_operations,
        "n_orders": rows["orders"],
        "rows": rows["operations"],
        "hours": counts.end / 3.6e9,
        "total_eur": costs.total_eur,
        "by_account_type_eur": costs.ledger.by_account_type_eur,
        "by_resource_type_eur": costs.ledger.by_resource_type_eur,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
