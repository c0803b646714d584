"""Closed forms and small exact chains: what theory says of the floors here, and what it would say with a fault.

Each gives a mapping from the names of figures to their values. Notation: lam the rate of arrival, mu that of service.
"""

from __future__ import annotations

from math import comb, exp, factorial

import numpy as np


def m_m_c(lam, mu, c):
    """Erlang's delay system (Erlang 1917): time in system W and number L."""
    a = lam / mu
    waits = a**c / factorial(c) / (1 - a / c)
    p_wait = waits / (sum(a**k / factorial(k) for k in range(c)) + waits)
    w = 1 / mu + p_wait / (c * mu - lam)
    return {"W": w, "L": lam * w}


def m_m_c_k(lam, mu, c, k):
    """At most k in the system, the others are lost."""
    weights = np.cumprod([1.0] + [lam / (mu * min(n, c)) for n in range(1, k + 1)])
    lost = weights[-1] / weights.sum()
    return {"P_block": lost, "throughput": lam * (1 - lost)}


def m_g_1(lam, mean, squared_cv):
    """Pollaczek (1930) and Khinchin (1932)."""
    load = lam * mean
    wait = load / (1 - load) * (1 + squared_cv) / 2 * mean
    return {"Wq": wait, "W": wait + mean, "L": lam * (wait + mean)}


def jackson(outside, passages, services, units):
    """Open network (Jackson 1957): each station as if alone. Figures U1, L1, U2, ... and system_W."""
    rates = np.linalg.solve(np.eye(len(outside)) - np.array(passages).T, outside)
    figures = {}
    for number, (lam, s, c) in enumerate(zip(rates, services, units, strict=True), start=1):
        figures |= {f"U{number}": lam * s / c, f"L{number}": m_m_c(lam, 1 / s, c)["L"]}
    figures["system_W"] = sum(value for name, value in figures.items() if name.startswith("L")) / sum(outside)
    return figures


def two_priorities(l_high, l_low, mu):
    """Non-preemptive, exponential service alike for both (Cobham 1954)."""
    high, both = l_high / mu, (l_high + l_low) / mu
    left = both / mu
    return {"Wq_high": left / (1 - high), "Wq_low": left / (1 - high) / (1 - both)}


def rework(lam, mu, p):
    """M/M/1 where a share p returns to the line: as if served at mu (1 - p)."""
    return {"system_time": 1 / (mu * (1 - p) - lam)}


def lot_size(demand, set_up, run, q):
    """Lots of q pieces for a demand in pieces (M/D/1): lead time of an order."""
    return {"lead_time_h": m_g_1(demand / q, set_up + q * run, 0)["W"]}


def breakdowns(t0, squared_cv, mttf, mttr, lam):
    """Operation-dependent failures, exponential up and repair: effective process time, then Pollaczek-Khinchin.

    Source: Hopp and Spearman, Factory Physics (3rd ed. 2008), chapter 8.
    """
    available = mttf / (mttf + mttr)
    mean = t0 / available
    effective = squared_cv + 2 * available * (1 - available) * mttr / t0
    return {"te": mean, "ce2": effective, "CTq_min": m_g_1(lam, mean, effective)["Wq"]}


def machine_repair(n, c, mttf, mttr):
    """M/M/c//N: n machines, c technicians, a birth and death chain of the number down."""
    weights = np.cumprod([1.0] + [(n - k) / mttf / (min(k + 1, c) / mttr) for k in range(n)])
    share = weights / weights.sum()
    down = np.arange(n + 1)
    return {"mean_running": n - share @ down, "repairman_util": share @ np.minimum(down, c) / c}


def interference(n, load):
    """M/D/1//N (Ashcroft 1950): n machines, one operator, constant service; load = rate of stopping x service time."""
    product, services = 1.0, 1.0
    for j in range(1, n):
        product *= exp(j * load) - 1
        services += comb(n - 1, j) * product  # in a busy period of the operator (Takacs 1962, ch. 5)
    busy = services / (services + 1 / (n * load))
    return {"operator_util": busy, "mean_running": busy / load}
