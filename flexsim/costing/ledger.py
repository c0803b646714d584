"""The ledger: every euro of a run once, by kind, activity, resource and account (floor.md, C1 and C2).

Rows are made in blocks of columns from what the engine recorded. A ledger keeps their sums; the rows themselves are
made again when somebody wants to see them, so that a run of millions of operations has a ledger in little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from flexsim.costing.sums import add_up
from flexsim.results import Floats, Integers

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    "material",
    "labour",
    "capital",
    "floor_space",
    "set_up",
    "set_up_scrap",
    "scrap",
    "remake",
    "idle_labour",
    "idle_units",
    "overtime",
    "maintenance",
    "holding",
    "lateness",
    "software",
    "markdown",
)
"""What money goes for, in the order in which it is shown. Every euro has one kind: the last reason that applies."""

RESOURCE_TYPES = ("unit", "worker", "material", "stock", "customers", "asset")

ACCOUNT_TYPES = ("order", "stock", "unused", "asset")
"""Who bears a cost, in the order of the codes of accounts."""

DIMENSIONS = ("kind", "activity", "resource", "account")

Codes = Integers | int
Amounts = Floats | float


@dataclass(frozen=True)
class Block:
    """Rows of a ledger, column by column; what is the same in all rows may stand once.

    Attributes
    ----------
    kind, activity, resource, account : ndarray or int
        Codes.
    amount : ndarray
        Hours, pieces, days or set-ups, as `unit` says.
    unit : str
    rate_eur : ndarray or float
        Per unit.
    rule : str
        How the amount comes about.
    """

    kind: Codes
    activity: Codes
    resource: Codes
    account: Codes
    amount: Floats
    unit: str
    rate_eur: Amounts
    rule: str

    @cached_property
    def eur(self) -> Floats:
        """Amount times rate."""
        return np.asarray(self.amount * self.rate_eur, dtype=np.float64)

    def codes(self, dimension: str) -> Integers:
        """Give the codes of a dimension, one for each row."""
        given = getattr(self, dimension)
        return np.broadcast_to(np.asarray(given, dtype=np.int32), self.amount.shape)


@dataclass(frozen=True)
class Accounts:
    """Who bears a cost: orders, items of the stock, named accounts of what nobody used, and assets.

    Attributes
    ----------
    streams : sequence of str
        Names, by code.
    stream, ordinal : ndarray
        Of the orders.
    items, unused, assets : sequence of str
        Names of the other accounts, behind the orders.
    """

    streams: Sequence[str]
    stream: Integers
    ordinal: Integers
    items: Sequence[str]
    unused: Sequence[str]
    assets: Sequence[str] = ()

    def __len__(self) -> int:
        """Give the number of accounts."""
        return len(self.stream) + len(self.items) + len(self.unused) + len(self.assets)

    def of_item(self, item: Integers) -> Integers:
        """Give the accounts of items."""
        return len(self.stream) + item

    def of_unused(self, name: str) -> int:
        """Give a named account."""
        return len(self.stream) + len(self.items) + self.unused.index(name)

    @property
    def first_asset(self) -> int:
        """The account of the first asset."""
        return len(self.stream) + len(self.items) + len(self.unused)

    def names(self, codes: Integers) -> npt.NDArray[np.object_]:
        """Write accounts: orders as ``STREAM ORDINAL``."""
        n = len(self.stream)
        found = np.array([None, *self.items, *self.unused, *self.assets], dtype=object)[np.maximum(codes - n + 1, 0)]
        rows = np.flatnonzero(codes < n)
        pairs = zip(self.stream[codes[rows]].tolist(), self.ordinal[codes[rows]].tolist(), strict=True)
        found[rows] = [f"{self.streams[stream]} {ordinal}" for stream, ordinal in pairs]
        return found

    def types(self, codes: Integers) -> npt.NDArray[np.object_]:
        """Tell orders, stock, unused accounts and assets apart."""
        known = np.array(ACCOUNT_TYPES, dtype=object)
        found: npt.NDArray[np.object_] = known[np.searchsorted(self.starts, codes, side="right") - 1]
        return found

    @property
    def starts(self) -> list[int]:
        """The first code of every type of account; there may be no account of a type."""
        return [0, len(self.stream), len(self.stream) + len(self.items), self.first_asset]


@dataclass(frozen=True)
class Resources:
    """What costs money: names by code, and what each is."""

    names: Sequence[str]
    types: Sequence[str]


@dataclass(frozen=True)
class Names:
    """What the codes of a ledger mean."""

    activities: Sequence[str]
    resources: Resources
    accounts: Accounts


class Ledger:
    """Every euro spent in the window of a run.

    Parameters
    ----------
    names : Names
    blocks : callable
        Makes the rows, the same whenever it is called.

    Notes
    -----
    Sums are added up in the order of the rows, which is that of the record: the same on every machine.
    """

    def __init__(self, names: Names, blocks: Callable[[], Iterable[Block]]) -> None:
        self.names = names
        self._blocks = blocks
        sizes = {
            "kind": len(KINDS),
            "activity": len(names.activities),
            "resource": len(names.resources.names),
            "account": len(names.accounts),
        }
        self._sums = {name: np.zeros(size, dtype=np.float64) for name, size in sizes.items()}
        for block in blocks():
            for name, sums in self._sums.items():
                _add(sums, getattr(block, name), block)

    @cached_property
    def total_eur(self) -> float:
        """Sum of all rows."""
        return fsum(self._sums["kind"])

    @cached_property
    def by_kind_eur(self) -> dict[str, float]:
        """Sum of every kind, those without any cost too."""
        return dict(zip(KINDS, self._sums["kind"].tolist(), strict=True))

    @cached_property
    def by_activity_eur(self) -> dict[str, float]:
        """Sum of every activity that cost something."""
        return _known(self.names.activities, self._sums["activity"])

    @cached_property
    def by_resource_eur(self) -> dict[str, float]:
        """Sum of every resource that cost something."""
        return _known(self.names.resources.names, self._sums["resource"])

    @cached_property
    def resources_eur(self) -> Floats:
        """Sum of every resource, by its code."""
        return self._sums["resource"]

    @cached_property
    def by_resource_type_eur(self) -> dict[str, float]:
        """Sum of all units, all workers, all material, and so on."""
        types, sums = self.names.resources.types, self._sums["resource"].tolist()
        pairs = list(zip(types, sums, strict=True))
        return {kind: fsum(euros for of, euros in pairs if of == kind) for kind in RESOURCE_TYPES}

    @cached_property
    def by_account_eur(self) -> dict[str, float]:
        """Sum of every order, item and unused account that bears something."""
        codes = np.flatnonzero(self._sums["account"])
        return _known(self.names.accounts.names(codes), self._sums["account"][codes])

    @cached_property
    def orders_eur(self) -> Floats:
        """What every order bears, in the order in which orders were recorded."""
        return self._sums["account"][: len(self.names.accounts.stream)]

    @cached_property
    def by_account_type_eur(self) -> dict[str, float]:
        """Orders, stock, unused accounts and assets (floor.md, C2)."""
        parts = np.split(self._sums["account"], self.names.accounts.starts[1:])
        return {name: fsum(part) for name, part in zip(ACCOUNT_TYPES, parts, strict=True)}

    def table(self) -> pd.DataFrame:
        """Give one row for each entry, in the order in which it was made; what costs nothing has none.

        Returns
        -------
        DataFrame
            ``kind``, ``activity``, ``resource`` and its type (unit, worker, material, stock, customers, asset),
            ``account`` and its type (order, stock, unused, asset), ``amount`` of ``unit`` at ``rate_eur``,
            ``cost_eur``, and the ``rule`` by which the amount comes about.
        """
        import pandas as pd

        columns = self._columns()
        resources, accounts = self.names.resources, self.names.accounts
        texts = {
            "kind": _text(KINDS, columns["kind"]),
            "activity": _text(self.names.activities, columns["activity"]),
            "resource": _text(resources.names, columns["resource"]),
            "resource_type": _text(resources.types, columns["resource"]),
            "account": accounts.names(columns["account"]),
            "account_type": accounts.types(columns["account"]),
            "unit": columns["unit"],
            "rule": columns["rule"],
        }
        typed = {name: pd.array(column, dtype="str") for name, column in texts.items()}
        order = (*list(texts)[:6], "amount", "unit", "rate_eur", "cost_eur", "rule")
        return pd.DataFrame({name: typed.get(name, columns.get(name)) for name in order}, copy=False)

    def _columns(self) -> dict[str, Any]:
        """Join the columns of all blocks, without the rows that cost nothing."""
        empty = np.zeros(0, dtype=np.int32)
        found: dict[str, list[Any]] = {name: [empty] for name in DIMENSIONS}
        found |= {name: [np.zeros(0)] for name in ("amount", "rate_eur", "cost_eur")}
        found |= {name: [np.zeros(0, dtype=object)] for name in ("unit", "rule")}
        for block in self._blocks():
            rows = np.flatnonzero(block.eur)
            for name in DIMENSIONS:
                found[name].append(block.codes(name)[rows])
            found["amount"].append(block.amount[rows])
            found["rate_eur"].append(np.broadcast_to(block.rate_eur, block.amount.shape)[rows])
            found["cost_eur"].append(block.eur[rows])
            found["unit"].append(np.full(len(rows), block.unit, dtype=object))
            found["rule"].append(np.full(len(rows), block.rule, dtype=object))
        return {name: np.concatenate(parts) for name, parts in found.items()}


def _add(sums: Floats, codes: Codes, block: Block) -> None:
    """Add the euros of a block to the sums of their codes, row by row."""
    if isinstance(codes, int):
        add_up(sums[codes:], np.zeros(len(block.eur), dtype=np.int64), block.eur)
    else:
        add_up(sums, codes, block.eur)


def _known(names: Iterable[str], sums: Floats) -> dict[str, float]:
    """Give sums by name; two things of one name are added up."""
    found: dict[str, float] = {}
    for name, euros in zip(names, sums.tolist(), strict=True):
        if euros:
            found[name] = found.get(name, 0.0) + euros
    return found


def _text(names: Sequence[str], codes: Integers) -> npt.NDArray[np.object_]:
    found: npt.NDArray[np.object_] = np.array([*names], dtype=object)[codes]
    return found
