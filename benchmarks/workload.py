"""A fixed workload in a process of its own: `python -m benchmarks.workload SHOP ORDERS`.

Prints what came out and the peak of resident memory as one line of JSON.
"""

import json
import sys
from pathlib import Path

from benchmarks.shops import BY_NAME
from flexsim.engine import run


def main(name, n_orders):
    counts = run(BY_NAME[name](int(n_orders)), seed=1, record=())
    print(
        json.dumps(
            {"end": counts.end, "n_operations": counts.n_operations, "n_events": counts.n_events, "peak_kb": peak_kb()}
        )
    )


def peak_kb():
    """Peak resident memory of this process.

    (`getrusage` would count the parent's too, from before this program was loaded.)
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError("/proc/self/status states no VmHWM")


if __name__ == "__main__":
    main(*sys.argv[1:])
