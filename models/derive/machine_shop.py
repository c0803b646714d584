"""Derive the figures of machine_shop.yaml from a real production log.

The log is that of D. Levy (2014), *Production Analysis with Process Mining Technology*, 4TU.ResearchData, DOI
10.4121/uuid:68726926-5ac5-4fab-b873-ee76ea412399: a machine shop, January to March 2012. Its terms forbid handing the
file on, so it is not here; figures derived from it are. With the file at hand,

    python models/derive/machine_shop.py --data FOLDER

prints every figure beside the one that the model states, and says whether they are the same. FOLDER holds
``production_log/Production_Data.csv``; unless given it is $FLEXSIM_DATA.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

MODEL = Path(__file__).parents[1] / "machine_shop.yaml"

BANDS = {"few": 20, "dozens": 100, "hundreds": 10_000}
"""Products of the model: orders of up to so many pieces. Hours a piece go with the order's size more than its part."""

PLACES = (
    ("inspect", r"final inspection"),
    ("check", r"q\.c"),
    ("turn", r"turn|setup"),
    ("grind_flat", r"flat grinding"),
    ("grind_round", r"round grinding|grinding rework"),
    ("lap", r"lapping"),
    ("mark", r"laser"),
)
"""Operation of the model, and what the log's activities for it are called; the first that fits counts."""

OPTIONAL = {"flat": "grind_flat", "lapped": "lap", "round": "grind_round"}
"""Options of the model and the operations that they decide on; all others are done on (nearly) every order."""

SET_UPS = ("turn", "grind_round")
"""Operations whose set-ups are reported for nine orders in ten; the few reports elsewhere count as run."""

TEAMS = {
    "turners": ("turn",),
    "grinders": ("grind_flat", "grind_round"),
    "bench": ("lap", "mark"),
    "inspectors": ("check", "inspect"),
}
WORKING_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday")
SHIFTS = {"day": (6, 14), "evening": (14, 22), "night": (22, 30)}

FIRST_MONDAY = pd.Timestamp("2012-01-09")
"""The first week has orders in it that had begun before the log did."""

WEEKS = 12
SMALLEST_SHARE = 0.03
"""Of a place's hours: machines with less are not counted among its units."""


def read_log(folder: Path) -> pd.DataFrame:
    """Read the reports of the log, each once, with minutes and the operation they belong to."""
    beside = [folder / "production_log", folder]
    path = next((place / "Production_Data.csv" for place in beside if (place / "Production_Data.csv").is_file()), None)
    if path is None:
        raise SystemExit(f"{folder}: there is no production_log/Production_Data.csv")
    raw = pd.read_csv(path, dtype=str)
    raw.columns = [" ".join(name.split()) for name in raw.columns]
    raw = raw.drop_duplicates()
    log = pd.DataFrame(
        {
            "order": raw["Case ID"],
            "operation": raw["Activity"].map(operation_of),
            "machine": raw["Resource"],
            "worker": raw["Worker ID"],
            "kind": raw["Report Type"],
            "pieces": raw["Work Order Qty"].astype(int),
            "done": raw["Qty Completed"].astype(int),
            "rejected": raw["Qty Rejected"].astype(int),
            "minutes": raw["Span"].map(minutes_of),
            "start": pd.to_datetime(raw["Start Timestamp"]),
        }
    )
    return log.sort_values("start", kind="stable").reset_index(drop=True)


def operation_of(activity: str) -> str | None:
    """Give the model's operation of an activity; none for what the model leaves out."""
    return next((name for name, pattern in PLACES if re.search(pattern, activity.lower())), None)


def minutes_of(span: str) -> int:
    """Read ``HHH:MM``; one span was turned into a date by a spreadsheet: ``1899/12/31 01:49:00`` is a day and 1:49."""
    date, _, clock = span.rpartition(" ")
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes) + (24 * 60 if date else 0)


def band_of(pieces: int) -> str:
    """Give the band of an order's quantity."""
    return next(name for name, most in BANDS.items() if pieces <= most)


class Shop:
    """What the log says about the shop, as the model states it."""

    def __init__(self, log: pd.DataFrame) -> None:
        self.log = log
        self.timed = log[log["minutes"] > 0]  # a span of 000:00 is a duration that nobody reported
        first = log.groupby("order")[["operation", "start", "pieces"]].first()
        self.begun = first[first["operation"] == "turn"].copy()  # the others had begun before the log did
        self.begun["band"] = self.begun["pieces"].map(band_of)
        ended = set(log.loc[log["operation"] == "inspect", "order"])
        self.whole = self.begun[self.begun.index.isin(ended)]

    def figures(self) -> dict[str, str | int | float]:
        """Give every derived figure under its path in the scenario, written as the file writes it."""
        found: dict[str, str | int | float] = {}
        for band in BANDS:
            orders = self.whole[self.whole["band"] == band]
            found |= dict(self.demand(band, orders))
            found |= dict(self.routing(band, orders))
        return found | dict(self.floor()) | dict(self.people())

    def demand(self, band: str, orders: pd.DataFrame) -> Iterator[tuple[str, str | int]]:
        """How often orders of a band begin, and a range of quantities with their mean."""
        begun = self.begun[(self.begun["band"] == band) & (self.begun["start"] >= FIRST_MONDAY)]
        yield f"demand.{band}.every", f"exponential({round(WEEKS * 168 / len(begun), 1)} h)"
        least, mean = int(orders["pieces"].min()), float(orders["pieces"].mean())
        yield f"demand.{band}.quantity.from", least
        yield f"demand.{band}.quantity.to", round(2 * mean - least)

    def routing(self, band: str, orders: pd.DataFrame) -> Iterator[tuple[str, str | float]]:
        """Which share of the orders has an operation, and how long it takes."""
        reports = self.log[self.log["order"].isin(orders.index)]
        path = f"products.{band}"
        for option, operation in OPTIONAL.items():
            share = round(reports.loc[reports["operation"] == operation, "order"].nunique() / len(orders), 2)
            yield f"{path}.options.{option}.yes", share
            yield f"{path}.options.{option}.no", round(1 - share, 2)
        timed = self.timed[self.timed["order"].isin(orders.index) & (self.timed["kind"] != "B")]
        for operation, _ in PLACES:
            own = timed[timed["operation"] == operation]
            is_set_up = (own["kind"] == "S") & (operation in SET_UPS)
            run, set_up = (own[of].groupby("order")["minutes"].sum() for of in (~is_set_up, is_set_up))
            pieces = orders.loc[run.index, "pieces"]
            each = run / pieces
            yield f"{path}.operations.{operation}.run", lognormal(run.sum() / pieces.sum(), each.std() / each.mean())
            if operation in SET_UPS:
                yield f"{path}.operations.{operation}.set_up", lognormal(set_up.mean(), set_up.std() / set_up.mean())
        yield f"{path}.operations.inspect.yield", self.yield_of("inspect")

    def yield_of(self, operation: str) -> float:
        """Share of good pieces among all that an operation reported."""
        own = self.log[self.log["operation"] == operation]
        return round(1 - own["rejected"].sum() / (own["done"].sum() + own["rejected"].sum()), 3)

    def floor(self) -> Iterator[tuple[str, str | int]]:
        """Units of the work centres, and how often turning machines break down."""
        for centre, operations in CENTRES.items():
            hours = self.timed[self.timed["operation"].isin(operations)].groupby("machine")["minutes"].sum()
            yield f"work_centres.{centre}.units", int((hours >= SMALLEST_SHARE * hours.sum()).sum())
        turning = self.timed[self.timed["operation"] == "turn"]
        broken = turning[turning["kind"] == "B"]["minutes"]
        run_h = turning[turning["kind"] == "D"]["minutes"].sum() / 60
        path = "work_centres.turning.failures.breakdown"
        yield f"{path}.every", f"exponential({round(run_h / len(broken))} h)"
        yield f"{path}.repair", lognormal(broken.mean(), broken.std() / broken.mean())

    def people(self) -> Iterator[tuple[str, int]]:
        """How many people of a team work in a shift: the median of the days from Sunday to Thursday."""
        shifted = self.timed["start"] - pd.Timedelta(hours=min(start for start, _ in SHIFTS.values()))
        reports = self.timed.assign(date=shifted.dt.normalize(), hour=shifted.dt.hour)
        reports = reports[reports["date"].dt.day_name().isin(WORKING_DAYS)]
        dates = sorted(reports["date"].unique())
        for number, shift in enumerate(SHIFTS):
            there = reports[reports["hour"] // 8 == number]
            for team, operations in TEAMS.items():
                own = there[there["operation"].isin(operations)].groupby("date")["worker"].nunique()
                count = round(float(own.reindex(dates, fill_value=0).median()))
                if count:
                    yield f"workers.{team} {shift}.count", count

    def recorded_flow_time_h(self) -> dict[str, float]:
        """Mean time from the first report of an order to the end of its last, by band."""
        timed = self.timed[self.timed["order"].isin(self.whole.index)]
        ends = timed["start"] + pd.to_timedelta(timed["minutes"], unit="min")
        spans = ends.groupby(timed["order"]).max() - timed.groupby("order")["start"].min()
        hours = spans.dt.total_seconds() / 3600
        return {band: round(float(hours[self.whole["band"] == band].mean())) for band in BANDS}

    def short(self) -> float:
        """Share of the orders of which fewer pieces passed the final inspection than were ordered."""
        inspected = self.log[self.log["operation"] == "inspect"].groupby("order")["done"].sum()
        return round(float((inspected.reindex(self.whole.index) < self.whole["pieces"]).mean()), 2)

    def left_out(self) -> float:
        """Share of the reported hours that belongs to activities which the model leaves out."""
        unknown = self.timed["operation"].isna()
        return round(float(self.timed.loc[unknown, "minutes"].sum() / self.timed["minutes"].sum()), 3)

    def tended(self) -> float:
        """Machine hours of turning for each hour in which a turner has something running."""
        runs = self.timed[(self.timed["operation"] == "turn") & (self.timed["kind"] == "D")]
        hours = sum(hours_covered(own) for _, own in runs.groupby("worker"))
        return round(runs["minutes"].sum() / 60 / hours, 2)


CENTRES = {
    "turning": ("turn",),
    "round_grinding": ("grind_round",),
    "flat_grinding": ("grind_flat",),
    "lapping": ("lap",),
    "marking": ("mark",),
}
"""Work centres with machines that the log names; inspection is one name in it for several people."""


def hours_covered(reports: pd.DataFrame) -> float:
    """Hours in which at least one of these reports was running."""
    covered, until = 0.0, pd.Timestamp.min
    for start, minutes in zip(reports["start"], reports["minutes"], strict=True):
        end = start + pd.Timedelta(minutes=minutes)
        covered += max((end - max(start, until)).total_seconds(), 0.0)
        until = max(until, end)
    return covered / 3600


def lognormal(mean_min: float, cv: float) -> str:
    """Write a lognormal time with three figures."""
    return f"lognormal({float(f'{mean_min:.3g}'):g} min, cv={float(f'{cv:.2g}'):g})"


def written() -> dict[str, object]:
    """Read the model's file as plain text: ``yes`` is a name there."""
    import yaml

    found: dict[str, object] = yaml.load(MODEL.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return found


def stated(values: dict[str, object], path: str) -> object:
    """Give what the model's file says at a path."""
    found: object = values
    for key in path.split("."):
        found = found[key] if isinstance(found, dict) and key in found else None
    return found


def main() -> int:
    """Print the derived figures beside the committed ones."""
    parser = argparse.ArgumentParser(description="Derive the figures of machine_shop.yaml from the production log.")
    parser.add_argument("--data", type=Path, default=os.environ.get("FLEXSIM_DATA"), help="else $FLEXSIM_DATA")
    folder = parser.parse_args().data
    if folder is None:
        parser.error("say where the log is: --data FOLDER")
    shop = Shop(read_log(Path(folder)))
    model = written()
    differing = 0
    for path, value in shop.figures().items():
        told = stated(model, path)
        differing += told != str(value)
        print(f"{path:<48} {value!s:<28}{'' if told == str(value) else f'  the model says {told}'}".rstrip())
    print(f"\nrecorded flow time, mean (h): {shop.recorded_flow_time_h()}")
    print(f"machines running for each turner who has one running: {shop.tended()}")
    print(f"share of the orders that pass inspection with fewer pieces than ordered: {shop.short()}")
    print(f"share of the reported hours that the model leaves out: {shop.left_out()}")
    print(f"orders that begin with turning {len(shop.begun)}, of these finished within the log {len(shop.whole)}")
    print("\nThe model says the same." if not differing else f"\n{differing} figures differ from the model's.")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
