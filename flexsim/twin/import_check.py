"""Whether what an import wrote says what the log says: hours, operations, pieces and set-ups, as whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flexsim.scenario import Operation, Scenario
from flexsim.twin.cleaning import CleanLog
from flexsim.twin.ticks import SECOND

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ImportCheck:
    """Sums over the cleaned log beside sums over the scenarios that were written.

    Attributes
    ----------
    by_machine : pandas.DataFrame
        Ticks by machine: ``log``, ``factory``, ``replay``.
    by_worker : pandas.DataFrame
        Ticks by worker: ``log``, ``replay``. In the factory the engine decides who does what.
    totals : pandas.DataFrame
        A row a figure (``reports``, ``operations``, ``orders``, ``pieces``, ``set_up`` and ``work`` in ticks): ``log``,
        ``factory``, ``replay``; -1 where a scenario does not have it.
    ticks_before, ticks_taken : int
        Hours of the raw log, and those that the cleaning took.
    """

    by_machine: pd.DataFrame
    by_worker: pd.DataFrame
    totals: pd.DataFrame
    ticks_before: int
    ticks_taken: int

    @property
    def differences(self) -> int:
        """How many of the sums differ: none if the import kept everything."""
        tables = (self.by_machine, self.by_worker, self.totals)
        unequal = sum(int(((table != -1) & table.ne(table["log"], axis=0)).to_numpy().sum()) for table in tables)
        work = self.of_log["work"]
        return unequal + (self.ticks_before - self.ticks_taken != work)

    @property
    def set_up_share(self) -> float:
        """Share of set-up in the hours of the log."""
        return self.of_log["set_up"] / max(self.of_log["work"], 1)

    @property
    def of_log(self) -> dict[str, int]:
        """The figures of the log."""
        return {str(name): int(value) for name, value in self.totals["log"].items()}


def import_check(log: CleanLog, factory: Scenario, replay: Scenario) -> ImportCheck:
    """Sum up a cleaned log and the two scenarios that were written from it, each by itself.

    Parameters
    ----------
    log : CleanLog
        The log.
    factory, replay : Scenario
        As they were read from the files.
    """
    import pandas as pd

    reports = log.reports.assign(ticks=log.reports["end"] - log.reports["start"])
    done, rows = list(_factory_work(factory)), list(_replay_work(replay))
    machines: dict[str, dict[str, int]] = {
        "log": _ticks_by(reports, "resource"),
        "factory": _summed((at, set_up + run) for at, set_up, run in done),
        "replay": _summed((at, set_up + run) for at, _, set_up, run in rows),
    }
    workers = {
        "log": _ticks_by(reports[reports["worker"] != ""], "worker"),
        "replay": _summed((worker, set_up + run) for _, worker, set_up, run in rows if worker),
    }
    taken = sum(rule.ticks for rule in log.rules)
    totals = pd.DataFrame(
        {"log": _log_totals(log, reports), "factory": _factory_totals(factory), "replay": _replay_totals(replay)}
    )
    return ImportCheck(_side_by_side(machines), _side_by_side(workers), totals, log.ticks_before, taken)


def _ticks_by(reports: pd.DataFrame, column: str) -> dict[str, int]:
    spent = reports.groupby(column, observed=True)["ticks"].sum()
    return {str(name): int(ticks) for name, ticks in spent.items()}


def _log_totals(log: CleanLog, reports: pd.DataFrame) -> dict[str, int]:
    """Sum up the log; an operation is what consecutive reports of an order at one place say."""
    by = ["order", "resource"] + ["activity"] * (log.columns.assume.operation == "activity")
    begins = reports[by].astype(str).ne(reports[by].astype(str).shift()).any(axis=1)
    return {
        "reports": len(reports),
        "operations": int(begins.sum()),
        "orders": reports["order"].nunique(),
        "pieces": int(reports.groupby("order", observed=True)["quantity"].first().sum()),
        "set_up": int(reports.loc[reports["kind"] == "set_up", "ticks"].sum()),
        "work": int(reports["ticks"].sum()),
    }


def _factory_totals(factory: Scenario) -> dict[str, int]:
    done = list(_factory_work(factory))
    set_up, run = sum(one for _, one, _ in done), sum(one for *_, one in done)
    return {"reports": -1, "operations": len(done), **_orders(factory), "set_up": set_up, "work": set_up + run}


def _replay_totals(replay: Scenario) -> dict[str, int]:
    rows = list(_replay_work(replay))
    set_up, run = sum(row[2] for row in rows), sum(row[3] for row in rows)
    return {"reports": len(rows), "operations": -1, **_orders(replay), "set_up": set_up, "work": set_up + run}


def _orders(scenario: Scenario) -> dict[str, int]:
    """Count orders and their pieces; the quantity of a stream is a range whose ends are the same."""
    listed = [order.quantity for stream in scenario.demand.values() for order in stream.orders or ()]
    streams = [stream.quantity[0] for stream in scenario.demand.values() for _ in stream.at or ()]
    return {"orders": len(listed) + len(streams), "pieces": sum(listed) + sum(streams)}


def _factory_work(factory: Scenario) -> Iterator[tuple[str, int, int]]:
    """Give work centre, set-up and run of every operation, in ticks."""
    for product in factory.products.values():
        for operation in product.operations.values():
            yield operation.at[0].work_centre, _set_up(operation), ticks(operation.run.time.mean)


def _replay_work(replay: Scenario) -> Iterator[tuple[str, str, int, int]]:
    """Give work centre, worker, set-up and run of every row of the schedule, in ticks."""
    for row in replay.schedule or ():
        product = replay.demand[row.stream].product
        operation = replay.products[product or row.stream].operations[row.operation]
        worker = row.workers[0] if row.workers else ""
        yield row.work_centre, worker, _set_up(operation), ticks(row.duration or 0.0)


def _set_up(operation: Operation) -> int:
    return 0 if operation.set_up is None else ticks(operation.set_up.time.mean)


def ticks(seconds: float) -> int:
    """Give seconds as ticks (floor.md, T1)."""
    return int(seconds * SECOND + 0.5)


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, own in pairs:
        found[name] = found.get(name, 0) + own
    return found


def _side_by_side(sides: dict[str, dict[str, int]]) -> pd.DataFrame:
    """Put sums beside each other; what one side does not have is nothing."""
    import pandas as pd

    names = sorted({name for sums in sides.values() for name in sums})
    rows = {side: [int(sums.get(name, 0)) for name in names] for side, sums in sides.items()}
    return pd.DataFrame(rows, index=names)
