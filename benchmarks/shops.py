"""The shops that the benchmarks run: two scenario files and one large floor made from a few numbers."""

from pathlib import Path

from flexsim.scenario import from_mapping, load

HERE = Path(__file__).parent
SKILLS = ([0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [0, 2, 4, 6, 8], [1, 3, 5, 7, 9], [0, 1, 5, 6, 9], [2, 3, 4, 7, 8])
"""Which of the ten machines of a copy each of its six workers masters."""

CHANGEOVER = {
    "option": "family",
    "matrix": {
        "A": {"B": "2 min", "C": "4 min", "D": "6 min"},
        "B": {"A": "3 min", "C": "2 min", "D": "4 min"},
        "C": {"A": "5 min", "B": "3 min", "D": "2 min"},
        "D": {"A": "6 min", "B": "5 min", "C": "3 min"},
    },
}
FAILURES = {"jam": {"every": "exponential(500 min)", "clock": "time", "repair": "exponential(20 min)"}}


def benchmark_shop(n_orders):
    """Ten machines, six workers, five to ten operations in random order: `shop.yaml`."""
    return load(HERE / "shop.yaml").with_values({"demand.jobs.count": n_orders})


def joins_shop(n_orders):
    """Branches that meet, two units a work centre, unattended runs: `joins_shop.yaml`."""
    return load(HERE / "joins_shop.yaml").with_values({"demand.jobs.count": n_orders})


def large_shop(n_orders, copies=100):
    """A hundred benchmark shops under one roof.

    Every copy's six workers are one team with ten work centres and skills of their own, but an order visits five to
    ten of *all* machines.
    """
    places = [(copy, machine) for copy in range(copies) for machine in range(10)]
    return from_mapping(
        {
            "flexsim": 1,
            "name": "Large shop",
            "products": {
                "job": {
                    "options": {"family": {"A": 0.25, "B": 0.25, "C": 0.25, "D": 0.25}},
                    "operations": {
                        f"operation {copy:02}.{machine}": operation(copy, machine) for copy, machine in places
                    },
                    "routing": {"drawn": {"from": 5, "to": 10}},
                }
            },
            "demand": {"jobs": {"product": "job", "every": f"exponential({20 * 60 / copies!r} s)", "count": n_orders}},
            "work_centres": {f"machine {copy:02}.{machine}": work_centre(copy) for copy, machine in places},
            "teams": {f"crew {copy:02}": team() for copy in range(copies)},
            "workers": {
                f"worker {copy:02}.{n}": worker(copy, own) for copy in range(copies) for n, own in enumerate(SKILLS)
            },
        }
    )


def operation(copy, machine):
    return {
        "at": f"machine {copy:02}.{machine}",
        "skill": f"skill {copy:02}.{machine}",
        "run": "exponential(10 min)",
        "depends_on": ["family"],
    }


def work_centre(copy):
    return {"team": f"crew {copy:02}", "dispatch": "FIFO", "changeover": CHANGEOVER, "failures": FAILURES}


def team():
    return {"when": "after_each_operation", "where": "first_in_system", "who": "longest_idle"}


def worker(copy, machines):
    return {"team": f"crew {copy:02}", "skills": [f"skill {copy:02}.{machine}" for machine in machines]}


BY_NAME = {"shop": benchmark_shop, "joins": joins_shop, "large": large_shop}
