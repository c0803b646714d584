"""What a cleaned log says about its shop: routings, units, attention, skills, teams, and when all of it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flexsim.twin.cleaning import CleanLog
from flexsim.twin.presence import LONGEST_AWAY, MOST_WEEKS, Pattern, patterns
from flexsim.twin.spans import covered, levels, overlaps_an_earlier, ticks_above
from flexsim.twin.ticks import HOUR, MINUTE, SECOND, WEEK

if TYPE_CHECKING:
    import pandas as pd

MOST_TENDED = 8
"""A worker attends at most so many steps at once (floor.md, S2)."""

A_DOZEN = 12

STEPS = ("set_up", "run")


@dataclass(frozen=True)
class RecordedShop:
    """The shop behind a log.

    Parameters
    ----------
    operations : pandas.DataFrame
        One row an operation, by order and step: ``order``, ``step`` (from 1), ``operation``, ``resource``,
        ``set_up``, ``run``, ``breakdown`` (ticks; run without breakdown), ``reports``, ``set_up_attended``,
        ``run_attended`` (whether a worker is on record).
    resources : pandas.DataFrame
        By name: ``units``, ``team`` (empty if nobody is on record), ``area``, ``tended_set_up``, ``tended_run`` (how
        many such steps a worker attends at once).
    workers : dict of str to tuple of str
        For each worker with hours the resources on which he is seen.
    teams : dict of str to str
        The team of each worker, also of those without hours.
    worker_shifts, resource_shifts : dict of str to Pattern
        Hours in which a worker, or a resource, is seen; both may have one name.
    without_hours : tuple of str
        Workers of whom no report has a duration: they are in no shift, and not in the factory.
    assumptions : tuple of str
        What was assumed, in sentences.
    """

    operations: pd.DataFrame
    resources: pd.DataFrame
    workers: dict[str, tuple[str, ...]]
    teams: dict[str, str]
    worker_shifts: dict[str, Pattern]
    resource_shifts: dict[str, Pattern]
    without_hours: tuple[str, ...]
    assumptions: tuple[str, ...]

    def by_name(self) -> dict[str, Any]:
        """Give the row of each resource."""
        return {str(name): row for name, row in zip(self.resources.index, rows_of(self.resources), strict=True)}


def recorded_shop(log: CleanLog) -> RecordedShop:
    """Work out the shop behind a log."""
    reports = log.reports
    assume = log.columns.assume
    skills = skills_seen(log)
    timed = reports[reports["timed"]]
    resources = _resources(log, timed)
    worker_team, resource_team = _teams(skills)
    resources["team"] = [resource_team.get(name, "") for name in resources.index]
    with_hours = set(timed.loc[timed["worker"] != "", "worker"].unique())
    people = patterns(timed, "worker", assume.closed_gap_workers, log.weeks)
    machines = patterns(timed, "resource", assume.closed_gap_resources, log.weeks)
    rare_people, rare_machines = rarely_seen(people), rarely_seen(machines)
    return RecordedShop(
        operations(log),
        resources,
        {name: skills[name] for name in sorted(with_hours)},
        worker_team,
        {name: own.every_week() if name in rare_people else own for name, own in people.items()},
        {name: own for name, own in machines.items() if name not in rare_machines},
        tuple(sorted(set(skills) - with_hours)),
        _assumptions(log, resources, rare_people + rare_machines, tuple(sorted(set(skills) - with_hours))),
    )


def rarely_seen(shifts: Mapping[str, Pattern]) -> tuple[str, ...]:
    """Name those of whom the log has too few hours to tell when they are there."""
    return tuple(name for name, own in shifts.items() if own.longest_gap > LONGEST_AWAY)


def skills_seen(log: CleanLog) -> dict[str, tuple[str, ...]]:
    """Give for every worker the resources on which he is seen."""
    reports = log.reports
    table = reports.loc[reports["worker"] != "", ["worker", "resource"]].drop_duplicates()
    found: dict[str, list[str]] = {}
    for worker, resource in sorted(zip(table["worker"], table["resource"], strict=True)):
        found.setdefault(worker, []).append(resource)
    return {worker: tuple(own) for worker, own in found.items()}


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Give the rows of a table with their cells as attributes."""
    return table.itertuples(index=False)


def operations(log: CleanLog) -> pd.DataFrame:
    """Put consecutive reports of an order on one resource together: an operation, in sequence of first reports."""
    import numpy as np
    import pandas as pd

    reports = log.reports
    keys = ["order", "resource"] + ["activity"] * (log.columns.assume.operation == "activity")
    codes = {name: pd.factorize(reports[name])[0] for name in keys}
    begins = np.ones(len(reports), bool)
    begins[1:] = np.any([code[1:] != code[:-1] for code in codes.values()], axis=0)
    number = np.cumsum(begins) - 1
    ticks = (reports["end"] - reports["start"]).to_numpy()
    attended = (reports["worker"] != "").to_numpy() & reports["timed"].to_numpy()
    kind = reports["kind"].to_numpy()
    first = reports.loc[begins, ["order", "activity", "resource"]].reset_index(drop=True)
    for name in ("set_up", "run", "breakdown"):
        first[name] = _summed(np.where(kind == name, ticks, 0), number)
    first["reports"] = np.bincount(number)
    first["set_up_attended"] = np.bincount(number, (kind == "set_up") & attended) > 0
    first["run_attended"] = np.bincount(number, (kind != "set_up") & attended) > 0
    step = first.groupby("order", sort=False).cumcount() + 1
    first.insert(1, "step", step)
    width = len(str(int(step.max())))
    names = [f"{n:0{width}d} {activity}" for n, activity in zip(step, first["activity"], strict=True)]
    first.insert(2, "operation", names)
    return first


def _summed(values: Any, number: Any) -> Any:
    """Sum whole numbers by group; groups are numbered in the order of rows."""
    import numpy as np

    starts = np.flatnonzero(np.diff(number, prepend=-1))
    return np.add.reduceat(values, starts)


def _resources(log: CleanLog, timed: pd.DataFrame) -> pd.DataFrame:
    """Say how many units each resource has, and how many steps a worker attends there at once."""
    import pandas as pd

    names = pd.Index(sorted(log.reports["resource"].unique()), name="resource")
    share = log.columns.assume.exceptions
    found = pd.DataFrame(index=names)
    found["units"] = _units(timed, names, share)
    attended = timed[timed["worker"] != ""]
    for step, of in (("set_up", attended["kind"] == "set_up"), ("run", attended["kind"] != "set_up")):
        found[f"tended_{step}"] = _tended(attended, of.to_numpy(), names, share)
    found["area"] = _areas(attended, found)
    return found


def _units(timed: pd.DataFrame, names: Any, share: float) -> Any:
    """Count orders that a resource has at once: the least number that is exceeded in at most this share of its hours.

    Reports of one order that overlap there are one lot.
    """
    import numpy as np
    import pandas as pd

    lots = _lots(timed, ("resource",))
    place = names.get_indexer(timed["resource"].to_numpy()[lots["at"]]).astype(np.int64)
    found = levels(place, lots["start"].to_numpy(), lots["end"].to_numpy())
    result = np.ones(len(names), np.int64)
    table = pd.DataFrame({"place": found.key, "level": found.level, "ticks": found.end - found.begin})
    sums = table.groupby(["place", "level"])["ticks"].sum()
    for place_of, own in sums.groupby(level="place"):
        by_level = own.droplevel("place").sort_index(ascending=False)
        more = by_level.cumsum() - by_level
        allowed = share * int(by_level.sum())
        result[int(str(place_of))] = min(int(level) for level in by_level.index if more[level] <= allowed)
    return result


def _tended(attended: pd.DataFrame, of: Any, names: Any, share: float) -> Any:
    """Count what workers have open at once while they do such a step at a resource; at most eight.

    Reports of one order on one resource that overlap are one thing to attend.
    """
    import numpy as np
    import pandas as pd

    lots = _lots(attended, ("worker", "resource"))
    worker = pd.factorize(attended["worker"])[0].astype(np.int64)
    found = levels(worker[lots["at"]], lots["start"].to_numpy(), lots["end"].to_numpy())
    own = attended[of]
    start, end, whose = own["start"].to_numpy(), own["end"].to_numpy(), worker[of]
    place = names.get_indexer(own["resource"])
    total = _by_place(place, end - start, len(names))
    result = np.full(len(names), MOST_TENDED)
    for most in range(MOST_TENDED - 1, 0, -1):
        above = _by_place(place, ticks_above(found, most, whose, start, end), len(names))
        result = np.where(above <= share * total, most, result)
    return result


def _lots(timed: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Unite reports of one order that overlap or touch at a resource, or of a worker there; ``at``: one of its rows."""
    import numpy as np
    import pandas as pd

    key = timed.groupby([*by, "order"], sort=False).ngroup().to_numpy().astype(np.int64)
    lots = covered(key, timed["start"].to_numpy(), timed["end"].to_numpy())
    at = pd.Series(np.arange(len(timed)), index=key)
    return lots.assign(at=at[~at.index.duplicated()].reindex(lots["key"]).to_numpy())


def _by_place(place: Any, ticks: Any, n: int) -> Any:
    """Sum ticks by resource."""
    import numpy as np

    total = np.zeros(n, np.int64)
    np.add.at(total, place, ticks)
    return total


def _areas(attended: pd.DataFrame, resources: pd.DataFrame) -> list[str]:
    """Put resources into one area that somebody tends together."""
    import numpy as np
    import pandas as pd

    shared = resources.index[(resources["tended_run"] > 1) | (resources["tended_set_up"] > 1)]
    own = attended[attended["resource"].isin(shared)]
    worker = pd.factorize(own["worker"])[0].astype(np.int64)
    start, end = own["start"].to_numpy(), own["end"].to_numpy()
    order = np.lexsort((end, start, worker))
    after = overlaps_an_earlier(worker, start, end)[order][1:]
    names = own["resource"].to_numpy()[order]
    part_of = connected(set(zip(names[:-1][after], names[1:][after], strict=True)))
    first: dict[int, str] = {}
    for name in sorted(part_of):
        first.setdefault(part_of[name], name)
    return [f"around {first[part_of[name]]}" if name in part_of else str(name) for name in resources.index]


def connected(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Find the connected parts of a graph: give every name the number of its part."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for left, right in pairs:
        a, b = sorted((top(left), top(right)))
        above[b] = a
    tops = sorted({top(name) for name in above})
    number = {name: n for n, name in enumerate(tops)}
    return {name: number[top(name)] for name in list(above)}


def _teams(skills: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Name the team of each worker and resource: those who share resources, directly or over others."""
    part_of = connected((f"worker {name}", f"at {resource}") for name, own in skills.items() for resource in own)
    many = len(set(part_of.values())) > 1
    named = {number: f"team {number + 1}" if many else "team" for number in part_of.values()}
    workers = {name.removeprefix("worker "): named[n] for name, n in part_of.items() if name.startswith("worker ")}
    resources = {name.removeprefix("at "): named[n] for name, n in part_of.items() if name.startswith("at ")}
    return workers, resources


def _assumptions(
    log: CleanLog, resources: pd.DataFrame, rare: Sequence[str], without_hours: Sequence[str]
) -> tuple[str, ...]:
    """Say what the factory assumes, in sentences."""
    assume = log.columns.assume
    share = f"{assume.exceptions * 100:.0f} %"
    what = "resource" if assume.operation == "resource" else "resource and activity"
    several = some([f"{name} {units}" for name, units in resources["units"].items() if units > 1])
    hours = {
        "worker": assume.closed_gap_workers / HOUR,
        "resource": assume.closed_gap_resources / HOUR,
    }
    laid = ", and of a longer log all years are laid over one another" if log.weeks > MOST_WEEKS else ""
    found = [
        f"One operation is what consecutive reports of an order on one {what} say; operations follow one another in "
        "the sequence of their first reports, also where reports overlap in time (pieces that moved on).",
        "Set-up and run of an operation are the sums of its reports, for the whole lot, also where they overlap; "
        "breakdowns count as run.",
        "What has no duration is an operation of no time for which nobody is needed.",
        "An order arrives with its first report"
        + (" or its arrival column." if "arrival" in log.columns.columns else ".")
        + " The engine decides alone what is done when, "
        "where and by whom: first come, first served, workers go to the longest queue.",
        f"A resource has as many units as it has orders at once, but for {share} of its hours; more than one: "
        f"{several or 'none'}.",
        f"A worker attends 1/n of each step of a resource: n is how many orders he has in hand at once, but for "
        f"{share} of the hours there; at most 8. Resources that are tended together are one area.",
        "A worker has the skill of every resource on which he is seen; those who share resources, directly or over "
        "others, are one team.",
        f"Workers are there from report to report, with gaps of less than {hours['worker']:g} h, resources with "
        f"gaps of less than {hours['resource']:g} h; after {min(log.weeks, MOST_WEEKS)} "
        f"weeks the hours begin anew{laid}.",
    ]
    if rare:
        found.append(
            f"Not seen for more than {LONGEST_AWAY // WEEK} weeks at a time: {some(rare)}. These workers are there at "
            "their hours of every week, these resources whenever workers are."
        )
    if without_hours:
        found.append(f"Not in the factory: {some(without_hours)}, of whom no report has a duration.")
    return tuple(found)


def some(names: Sequence[str]) -> str:
    """Write a dozen of the names, and how many there are if there are more."""
    rest = f", ... ({len(names)} in all)" if len(names) > A_DOZEN else ""
    return ", ".join(names[:A_DOZEN]) + rest


def time_text(ticks: int) -> str:
    """Write ticks as a time of a scenario, exactly."""
    if ticks % MINUTE == 0:
        return f"{ticks // MINUTE} min"
    seconds, rest = divmod(ticks, SECOND)
    return f"{seconds}.{rest:06d} s" if rest else f"{seconds} s"
