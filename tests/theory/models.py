"""From a row of known answers (model, parameters, figure, value) to an experiment on the floor that should give it."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import sqrt

from tests.theory import figures, floors, formulas
from tests.theory.protocol import Experiment

FAULT = 1.02
"""A rate that is off by 2 %: of arrival, or of everything that happens where nothing arrives."""

HARDLY = 0.004
"""A figure that moves less than this with a fault of 2 % would take more than a hundred million operations to tell."""

PASSAGES = [[0, 0.6, 0.3], [0.2, 0, 0.7], [0.1, 0.3, 0]]
OUTSIDE = [0.3, 0, 0.1]
"""The open network of the Jackson rows: shares that pass from station to station, and rates of arrival from outside."""

HOUR = 60.0


def settling(mean, load, variability=1.0):
    """Relaxation time of a single queue, its variability the mean of the two squared coefficients of variation."""
    return mean * variability / (1 - sqrt(load)) ** 2


def experiment(model, parameters, figure, value):
    """The experiment of one row of known answers."""
    return maker_of(model)(numbers_in(parameters), figure, value)


def maker_of(model):
    """The function that makes experiments of a model; its name may go on after the name here."""
    return MODELS[max((name for name in MODELS if model.startswith(name)), key=len)]


def numbers_in(parameters):
    """`"c=2;rho=0.5"` as a mapping, with the text itself beside it."""
    return {name: float(number) for name, number in re.findall(r"(\w+)=(\.?\d[\d.]*)", parameters)} | {
        "text": parameters
    }


def at_load(load, floor: Callable, figure, theory: Callable, value, settles):
    """An experiment with a fault in the rate of arrival: too many, or too few where too many would never be served."""
    fault = FAULT if load * FAULT < 0.985 else 1 / FAULT
    return Experiment(floor, figure, value, theory, fault, settles)


def faults_at(theory):
    """Put the fault into the rate of arrival, or into that of service where more arrivals hardly move the figure.

    Gives two functions from the fault to a factor, one on the rate of arrival and one on the time of service.
    """

    def whole(fault):
        return fault

    def none(fault):
        return 1.0

    moved = abs(theory(FAULT, 1.0) / theory(1.0, 1.0) - 1)
    return (whole, none) if moved > HARDLY else (none, whole)


def m_m_1(p, figure, value):
    return m_m_c({"c": 1, "rho": p["lambda"] / p["mu"], "mu": p["mu"]}, figure, value)


def m_m_c(p, figure, value):
    c, mu, lam = int(p["c"]), p["mu"], p["rho"] * p["c"] * p["mu"]
    busier, slower = faults_at(lambda busier, slower: formulas.m_m_c(lam * busier, mu / slower, c)[figure])
    return at_load(
        p["rho"],
        lambda fault: floors.queue(lam * busier(fault), floors.exponential(slower(fault) / mu), units=c),
        {"W": figures.lead_time, "L": figures.in_system}[figure],
        lambda fault: formulas.m_m_c(lam * busier(fault), mu / slower(fault), c)[figure],
        value,
        settling(1 / (c * mu), p["rho"]) + 1 / mu,
    )


def m_m_c_k(p, figure, value):
    c, k, lam, mu = int(p["c"]), int(p["K"]), p["lambda"], p["mu"]
    return at_load(
        0.0,
        lambda fault: floors.queue(lam * fault, floors.exponential(1 / mu), units=c, refuse_above=k),
        {"P_block": figures.share_refused, "throughput": figures.throughput}[figure],
        lambda fault: formulas.m_m_c_k(lam * fault, mu, c, k)[figure],
        value,
        (k + 1) ** 2 / (c * mu) + 1 / mu,
    )


def m_g_1(p, figure, value):
    lam, mean, variability = p["lambda"], p["ES"], p["cs2"]
    return at_load(
        lam * mean,
        lambda fault: floors.queue(lam * fault, floors.service(mean, variability)),
        {"W": figures.lead_time, "L": figures.in_system}[figure],
        lambda fault: formulas.m_g_1(lam * fault, mean, variability)[figure],
        value,
        settling(mean, lam * mean, (1 + variability) / 2),
    )


def jackson(p, figure, value):
    return network([0.5, 0.6, 0.7], [1, 1, 1], p, figure, value)


def jackson_multi(p, figure, value):
    return network([0.5, 1.1, 1.2], [1, 2, 2], p, figure, value)


def network(services, units, p, figure, value):
    rate = sum(OUTSIDE)
    start = [share / rate for share in OUTSIDE]

    def theory(busier, slower):
        outside, times = [busier * one for one in OUTSIDE], [slower * one for one in services]
        return formulas.jackson(outside, PASSAGES, times, units)[network_key(p, figure)]

    busier, slower = faults_at(theory)
    return at_load(
        0.0,
        lambda fault: floors.network(
            rate * busier(fault), start, PASSAGES, [slower(fault) * time for time in services], units
        ),
        network_figure(p, figure, units),
        lambda fault: theory(busier(fault), slower(fault)),
        value,
        settles=15.0,
    )


def network_key(p, figure):
    return figure if figure == "system_W" else f"{figure}{p['station']:.0f}"


def network_figure(p, figure, units):
    if figure == "system_W":
        return figures.lead_time
    number = int(p["station"])
    name = "abc"[number - 1]
    return figures.at_station(name) if figure == "L" else figures.utilisation(name, units[number - 1])


def two_priorities(p, figure, value):
    rates, mu = (p["l1"], p["l2"]), p["mu"]
    load = sum(rates) / mu
    return at_load(
        load,
        lambda fault: floors.two_classes([rate * fault for rate in rates], floors.exponential(1 / mu)),
        figures.waiting_time({"Wq_high": "high", "Wq_low": "low"}[figure]),
        lambda fault: formulas.two_priorities(rates[0] * fault, rates[1] * fault, mu)[figure],
        value,
        settling(1 / mu, load),
    )


def rework(p, figure, value):
    lam, mu, again = p["lambda"], p["mu"], p["p_rework"]
    return at_load(
        lam / mu / (1 - again),
        lambda fault: floors.queue(
            lam * fault, floors.exponential(1 / mu), routing={"matrix": {"start": {"work": 1}, "work": {"work": again}}}
        ),
        figures.lead_time,
        lambda fault: formulas.rework(lam * fault, mu, again)[figure],
        value,
        settling(1 / mu / (1 - again), lam / mu / (1 - again)),
    )


def lot_size(p, figure, value):
    """Hours of the formula are hours of the floor."""
    demand, set_up, run, q = p["D"], p["setup"], p["p"], int(p["Q"])
    load = demand / q * (set_up + q * run)
    return at_load(
        load,
        lambda fault: floors.queue_with_set_up(demand * fault / q / HOUR, q, set_up * HOUR, run * HOUR),
        lambda runs, window: figures.lead_time(runs, window) / HOUR,
        lambda fault: formulas.lot_size(demand * fault, set_up, run, q)[figure],
        value,
        settling((set_up + q * run) * HOUR, load, 0.5),
    )


def breakdowns(p, figure, value):
    """Rare long and frequent short failures that stop as much of the time in all; minutes."""
    mttf, mttr = (744.0, 248.0) if p["text"].startswith("Hare") else (114.0, 38.0)
    load, t0, variability = p.get("load", 23 / 24), 15.0, 0.0625
    theory = formulas.breakdowns(t0, variability, mttf, mttr, load / 20)
    failures = {
        "breakdown": {"every": floors.exponential(mttf), "clock": "operating", "repair": floors.exponential(mttr)}
    }
    return at_load(
        load,
        lambda fault: floors.queue(load / 20 * fault, floors.service(t0, variability), centre={"failures": failures}),
        figures.waiting_time("orders"),
        lambda fault: formulas.breakdowns(t0, variability, mttf, mttr, load / 20 * fault)["CTq_min"],
        value,
        settling(theory["te"], load, (1 + theory["ce2"]) / 2),
    )


def tandem(p, figure, value):
    """A line that is never without work does everything 2 % faster when all its rates are 2 % higher."""
    n, buffer, mu = int(p["K"]), int(p["buffer"]), p["mu"]
    return Experiment(
        lambda fault: floors.line(n, floors.exponential(1 / mu / fault), buffer),
        figures.throughput,
        value,
        lambda fault: value * fault,
        FAULT,
        settles=n * (buffer + 2.0) ** 2 / mu,
    )


def unreliable_line(p, figure, value):
    """N counts the parts between and at the machines when the first is blocked: two more than our buffer."""
    buffer, mu, fails, repairs = int(p["N"]) - 2, p["mu"], p["p"], p["r"]

    def floor(fault):
        failures = {
            "every": floors.exponential(1 / fails / fault),
            "clock": "operating",
            "repair": floors.exponential(1 / repairs / fault),
        }
        return floors.line(2, floors.exponential(1 / mu / fault), buffer, failures)

    return Experiment(
        floor, figures.throughput, value, lambda fault: value * fault, FAULT, settles=p["N"] ** 2 / mu + 20
    )


def interference(p, figure, value):
    n, load, running = int(p["N"]), p["b"], 10.0
    if figure == "operator_util" and value > 0.999:
        return services_of_a_busy_operator(n, load * running, running, value)
    return at_load(
        0.0,
        lambda fault: floors.tended_machines(n, load * running, running / fault),
        {"operator_util": figures.set_up_share, "mean_running": figures.running}[figure],
        lambda fault: formulas.interference(n, load * fault)[figure],
        value,
        settles=50.0,
    )


def services_of_a_busy_operator(n, service, running, value):
    """An operator who is never idle shows a fault only in how many services he does: that number is held."""
    return at_load(
        0.0,
        lambda fault: floors.tended_machines(n, service / fault, running),
        lambda runs, window: figures.throughput(runs, window) * service,
        lambda fault: formulas.interference(n, service / fault / running)["operator_util"] * fault,
        value,
        settles=50.0,
    )


def machine_repair(p, figure, value):
    n, c, mttf, mttr = int(p["N"]), int(p["c"]), p["MTTF"], p["MTTR"]
    return at_load(
        0.0,
        lambda fault: floors.repaired_machines(n, c, mttf / fault, mttr),
        {"mean_running": figures.machines_up(n), "repairman_util": figures.repairing(c)}[figure],
        lambda fault: formulas.machine_repair(n, c, mttf / fault, mttr)[figure],
        value,
        settles=50.0,
    )


def serial_yield(p, figure, value):
    """The fault is in the first yield: 2 % more starts for the same good pieces."""
    return Experiment(
        lambda fault: floors.serial_yield([0.98 / fault, 0.97, 0.95], quantity=100, every=1000.0),
        figures.pieces_started,
        value,
        lambda fault: value * fault,
        FAULT,
        settles=1000.0,
    )


MODELS = {
    "Exponential tandem line": tandem,
    "Jackson open": jackson,
    "Jackson open multi": jackson_multi,
    "Lot sizing M/D/1": lot_size,
    "M/G/1": m_g_1,
    "M/G/1 with ODF breakdowns": breakdowns,
    "M/M/1": m_m_1,
    "M/M/1 non-preemptive 2-class priority": two_priorities,
    "M/M/1 with Bernoulli rework": rework,
    "M/M/c": m_m_c,
    "M/M/c/K": m_m_c_k,
    "Machine interference M/D/1//N": interference,
    "Machine repair M/M/c//N": machine_repair,
    "Serial yield": serial_yield,
    "Two-machine line exponential service + ODF": unreliable_line,
}

LEFT_OUT = {
    "Bucket brigade": "hand-over in the middle of an operation is not on this floor",
    "CONWIP": "limits on work in progress are not on this floor",
    "EOQ": "a formula of costs",
    "EPQ": "a formula of costs",
    "Energy accounting": "energy is not on this floor",
    "Learning and variety": "learning is not on this floor",
    "Permanent vs temp staffing": "a formula of costs",
    "Unit cost vs lot size": "nothing is random: held exactly in test_lot_size_costs.py",
    "Wright unit learning curve": "learning is not on this floor",
}
"""Models with known answers that no scenario expresses, and why."""

INPUTS = {"ce2": "follows from the inputs of its row; what the floor makes of it is the waiting time"}
"""Figures that are no outcome."""
