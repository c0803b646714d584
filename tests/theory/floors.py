"""Floors of queueing theory as scenario mappings. A unit of time is a minute."""

from __future__ import annotations


def minutes(time):
    return f"{time!r} min"


def exponential(mean):
    return f"exponential({mean!r} min)"


def service(mean, squared_cv):
    """A service time with this mean and squared coefficient of variation: constant, exponential, or gamma."""
    if squared_cv == 0:
        return minutes(mean)
    if squared_cv == 1:
        return exponential(mean)
    return f"gamma(shape={1 / squared_cv!r}, scale={mean * squared_cv!r} min)"


def floor(operations, demand, work_centres, routing=None, **rest):
    """A floor that makes one product."""
    product = {"operations": operations} | ({"routing": routing} if routing else {})
    return {
        "flexsim": 1,
        "products": {"part": product},
        "demand": {name: {"product": "part"} | stream for name, stream in demand.items()},
        "work_centres": work_centres,
    } | rest


def queue(rate, run, units=1, routing=None, centre=None, **stream):
    """One work centre, Poisson orders."""
    return floor(
        operations={"work": {"at": "bench", "run": run}},
        demand={"orders": {"every": exponential(1 / rate)} | stream},
        work_centres={"bench": {"units": units} | (centre or {})},
        routing=routing,
    )


def queue_with_set_up(rate, quantity, set_up, run):
    """One work centre with a set-up for each order of several pieces."""
    return floor(
        operations={"work": {"at": "bench", "set_up": minutes(set_up), "run": minutes(run)}},
        demand={"orders": {"every": exponential(1 / rate), "quantity": quantity}},
        work_centres={"bench": {}},
    )


def two_classes(rates, run):
    """One work centre, two streams, the first more urgent."""
    return floor(
        operations={"work": {"at": "bench", "run": run}},
        demand={
            name: {"every": exponential(1 / rate), "priority": priority}
            for priority, (name, rate) in enumerate(zip(("high", "low"), rates, strict=True))
        },
        work_centres={"bench": {}},
    )


def network(rate, start, passages, services, units):
    """Work centres a, b, c, ... between which orders pass with given shares."""
    names = "abcdefgh"[: len(services)]
    return floor(
        operations={name: {"at": name, "run": exponential(mean)} for name, mean in zip(names, services, strict=True)},
        demand={"orders": {"every": exponential(1 / rate)}},
        work_centres={name: {"units": n} for name, n in zip(names, units, strict=True)},
        routing={
            "matrix": {"start": shares(names, start)}
            | {name: shares(names, row) for name, row in zip(names, passages, strict=True)}
        },
    )


def shares(names, row):
    return {name: share for name, share in zip(names, row, strict=True) if share}


def line(n, run, buffer, failures=None):
    """Work centres in line with a buffer before each but the first, which is never without work."""
    names = [f"m{number}" for number in range(1, n + 1)]
    unreliable = {"failures": {"breakdown": failures}} if failures else {}
    return floor(
        operations={
            name: {"at": name, "run": run, "after": names[i - 1 : i] if i else []} for i, name in enumerate(names)
        },
        demand={"orders": {"saturated": 1}},
        work_centres={name: unreliable | ({"buffer": buffer} if i else {}) for i, name in enumerate(names)},
    )


def tended_machines(n, service, running):
    """Machines that run unattended for an exponential time, then wait for their operator's constant service."""
    return floor(
        operations={
            "make": {
                "at": "machines",
                "set_up": minutes(service),
                "run": exponential(running),
                "skill": "tending",
                "attention": {"run": 0},
            }
        },
        demand={"orders": {"saturated": 1}},
        work_centres={"machines": {"units": n, "team": "operators"}},
        teams={"operators": {}},
        workers={"operator": {"team": "operators", "skills": ["tending"]}},
    )


def repaired_machines(n, technicians, mttf, mttr):
    """Machines that fail whether they work or not, and technicians; one short order, because a floor has demand."""
    failure = {"every": exponential(mttf), "clock": "time", "repair": exponential(mttr), "skill": "fitting"}
    return floor(
        operations={"work": {"at": "machines", "run": "1 s"}},
        demand={"orders": {"at": ["0 min"]}},
        work_centres={"machines": {"units": n, "team": "fitters", "failures": {"breakdown": failure}}},
        teams={"fitters": {}},
        workers={f"fitter {number}": {"team": "fitters", "skills": ["fitting"]} for number in range(technicians)},
    )


def serial_yield(yields, quantity, every):
    """Three operations that each spoil a share of the pieces; what is spoilt is made again."""
    names = [f"step {number}" for number in range(1, len(yields) + 1)]
    return floor(
        operations={
            name: {"at": name, "run": "1 s", "yield": share, "after": names[i - 1 : i] if i else []}
            for i, (name, share) in enumerate(zip(names, yields, strict=True))
        },
        demand={"orders": {"every": minutes(every), "quantity": quantity}},
        work_centres={name: {} for name in names},
    )
