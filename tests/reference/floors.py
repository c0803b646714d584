"""Run a floor of the exchange format through the engine, and write its outcome in the same format.

``python -m tests.reference.floors IN.json > OUT.json``. The format stands in ``tests/data/floors/README.md``.
"""

import json
import sys
from collections import defaultdict

from flexsim.engine import EngineError, run
from flexsim.scenario import Scenario, ScenarioError, from_mapping

TICKS = 60_000_000  # of a minute
ENDLESS = None


def minutes(value):
    return f"{value!r} min"


def distribution(stated):
    """A distribution of the exchange format as the scenario file writes it."""
    if isinstance(stated, (int, float)):
        return minutes(stated)
    kind = stated["kind"]
    if kind == "trace":
        return {"distribution": kind, "values": [minutes(value) for value in stated["values"]]}
    values = {key: value for key, value in stated.items() if key != "kind"}
    timed = {key: value if key in ("shape", "cv", "p") else minutes(value) for key, value in values.items()}
    return {"distribution": kind, **timed}


def scenario_mapping(floor):
    """The same floor as a scenario."""
    shifts = {}
    mapping = {
        "flexsim": 1,
        "products": {name: product(stated) for name, stated in floor["products"].items()},
        "demand": {name: stream(stated) for name, stated in floor["streams"].items()},
        "stock": {name: item(stated) for name, stated in floor.get("items", {}).items()},
        "work_centres": {
            name: centre(name, known_options(stated, floor), shifts) for name, stated in floor["work_centres"].items()
        },
        "teams": {name: dict(stated) for name, stated in floor.get("teams", {}).items()},
        "workers": {name: worker(name, stated, shifts) for name, stated in floor.get("workers", {}).items()},
        "shifts": shifts,
    }
    if floor.get("pools"):
        mapping["pools"] = {name: pool(name, stated, shifts) for name, stated in floor["pools"].items()}
    for key in ("start", "holidays"):
        if floor.get(key):
            mapping[key] = floor[key]
    if floor.get("end") is not None:
        mapping["horizon"] = minutes(floor["end"])
        mapping["run_on"] = minutes(floor.get("run_on", 0))
    if floor.get("warm_up") is not None:
        mapping["warm_up"] = minutes(floor["warm_up"])
    if floor.get("schedule") is not None:
        mapping["schedule"] = [schedule_row(row) for row in floor["schedule"]]
        if floor.get("strict") is False:
            mapping["schedule"] = {"rows": mapping["schedule"], "strict": False}
    return mapping


def known_options(centre, floor):
    """A changeover by options that no product has is none: the scenario file would call it a mistake."""
    options = {option for stated in floor["products"].values() for option in stated.get("options", {})}
    stated = centre.get("changeover") or {}
    if "per_option" in stated:
        stated = {"per_option": {option: time for option, time in stated["per_option"].items() if option in options}}
        return {**centre, "changeover": stated if stated["per_option"] else {"fixed": 0}}
    if "matrix" in stated and stated["option"] not in options:
        return {**centre, "changeover": {"fixed": 0}}
    return centre


def schedule_row(row):
    times = {key: minutes(row[key]) for key in ("not_before", "duration") if row.get(key) is not None}
    return {**{key: row[key] for key in ("stream", "ordinal", "operation", "work_centre", "unit", "workers")}, **times}


def product(stated):
    found = {"operations": {op["name"]: operation(op) for op in stated["operations"]}}
    if stated.get("options"):
        found["options"] = stated["options"]
    if stated.get("drawn"):
        found["routing"] = {"drawn": stated["drawn"]}
    if stated.get("matrix"):
        found["routing"] = {"matrix": stated["matrix"]}
    return found


STEPS = ("set_up", "load", "run", "unload")


def operation(stated):
    times = stated.get("times", {})
    at = [{name: {step: distribution(d) for step, d in times.get(name, {}).items()}} for name in stated["at"]]
    found = {"at": at if times else list(stated["at"])}
    for key in (
        "after",
        "join",
        "only_if",
        "per",
        "varies",
        "loading",
        "yield",
        "uninterruptible",
        "machine_paced",
        "speeds",
    ):
        if key in stated and stated[key] is not None:
            found[key] = stated[key]
    for step in STEPS:
        if step in stated:
            found[step] = distribution(stated[step])
    if stated.get("skills"):
        found["skills"] = stated["skills"]
    elif stated.get("skill") is not None:
        found["skill"] = stated["skill"]
    if "attention" in stated and (stated.get("skill") or stated.get("skills")):
        found["attention"] = {
            step: (f"{part[0]}/{part[1]}" if isinstance(part, list) else part)
            for step, part in stated["attention"].items()
        }
    if "key" in stated:
        found["depends_on"] = stated["key"]
    elif not stated.get("changes"):
        found["depends_on"] = []
    if stated.get("changes"):
        found["changes"] = [
            {"if": change["if"], **{step: distribution(change[step]) for step in STEPS if step in change}}
            for change in stated["changes"]
        ]
    return found


def stream(stated):
    found = {
        key: stated[key]
        for key in ("product", "item", "quantity", "count", "saturated", "refuse_above")
        if key in stated
    }
    for key in ("priority", "from_stock", "partial", "overtake"):
        if key in stated:
            found[key] = stated[key]
    if stated.get("lot_size") is not None:
        found["lot_size"] = stated["lot_size"]
    for key in ("every", "due", "patience"):
        if stated.get(key) is not None:
            found[key] = distribution(stated[key])
    if stated.get("no_match"):
        found["no_match"] = stated["no_match"]
    if stated.get("substitutes") is not None:
        found["substitutes"] = {**stated["substitutes"]}
        if isinstance(stated["substitutes"].get("discount"), dict):
            discount = dict(stated["substitutes"]["discount"])
            found["substitutes"]["discount"] = {"distribution": discount.pop("kind"), **discount}
    if "at" in stated:
        found["at"] = [minutes(time) for time in stated["at"]]
    if stated.get("profile"):
        windows = [[minutes(a), minutes(b), factor] for a, b, factor in stated["profile"]["windows"]]
        found["profile"] = {"windows": windows, "otherwise": stated["profile"].get("otherwise", 0)}
    if stated.get("season"):
        found["season"] = stated["season"]
    return found


def item(stated):
    found = {"product": stated["product"], "lot_size": stated["Q"], "reorder_point": stated["r"]}
    if "on_hand" in stated:
        found["on_hand"] = stated["on_hand"]
    if stated.get("options"):
        found["options"] = stated["options"]
    return found


def centre(name, stated, shifts):
    found = {"units": stated["units"], "dispatch": "slack" if stated["dispatch"] == "SLACK" else stated["dispatch"]}
    if stated.get("team") is not None:
        found["team"] = stated["team"]
    for key in ("area", "worker_waits", "on_failure", "set_up_lost", "repaired_by"):
        if key in stated:
            found[key] = stated[key]
    if stated.get("buffer") is not None:
        found["buffer"] = stated["buffer"]
    if stated.get("move_to"):
        found["move_to"] = minutes(stated["move_to"])
    if stated.get("shifts") is not None:
        found["shifts"] = pattern(f"of {name}", stated["shifts"], shifts)
    if stated.get("changeover"):
        found["changeover"] = changeover(stated["changeover"])
    if stated.get("failures"):
        found["failures"] = {mode: failure(f) for mode, f in stated["failures"].items()}
    return found


def failure(stated):
    found = {"clock": stated["clock"], "every": distribution(stated["every"]), "repair": distribution(stated["repair"])}
    if stated.get("skill") is not None:
        found["skill"] = stated["skill"]
    return found


def changeover(stated):
    if "fixed" in stated:
        return {"fixed": minutes(stated["fixed"])}
    if "matrix" in stated:
        rows = {a: {b: minutes(t) for b, t in row.items() if a != b} for a, row in stated["matrix"].items()}
        return {"option": stated["option"], "matrix": rows}
    return {"per_option": {option: minutes(time) for option, time in stated["per_option"].items()}}


def worker(name, stated, shifts):
    found = {"team": stated["team"], "skills": stated["skills"]}
    for key in ("home", "on_shift_end", "relief"):
        if stated.get(key) is not None:
            found[key] = stated[key]
    if stated.get("overtime_cap") is not None:
        found["overtime_cap"] = minutes(stated["overtime_cap"])
    if stated.get("shifts") is not None:
        found["shifts"] = pattern(f"hours of {name}", stated["shifts"], shifts)
    return found


def pool(name, stated, shifts):
    """People who are called; what they are worth to whom is no business of the floor."""
    times = {key: minutes(stated[key]) for key in ("above", "notice") if stated.get(key) is not None}
    comes = {"comes": stated["comes"]} if stated.get("comes") is not None else {}
    found = worker(f"people of {name}", {**stated, "home": None}, shifts) | {
        "people": stated["people"],
        "call": {**times, **comes},
    }
    if stated.get("minimum") is not None:
        found["minimum"] = minutes(stated["minimum"])
    if stated.get("goes_when_idle") is not None:
        found["goes_when_idle"] = stated["goes_when_idle"]
    return found


def pattern(name, stated, shifts):
    """A list of windows of the week, or a mapping with the windows of several weeks."""
    found = {"windows": stated} if isinstance(stated, list) else dict(stated)
    shifts[name] = found | {"windows": [[minutes(a), minutes(b)] for a, b in found["windows"]]}
    return name


def scenario_of(floor):
    """The floor as a scenario, also where its parts do not fit each other as a planner's file must.

    The format allows a skill that nobody has or an option that no product has: such a floor runs, or stalls.
    """
    mapping = scenario_mapping(floor)
    try:
        return from_mapping(mapping)
    except ScenarioError:
        return Scenario.model_validate(mapping)


def simulate(floor, **options):
    """The engine's outcome of a floor, in the exchange format; of a window, also its books and who was left."""
    counts = run(
        scenario_of(floor),
        seed=floor["seed"],
        replication=floor["replication"],
        record=("orders", "lots", "operations", "events"),
        **options,
    )
    found = outcome(counts)
    if floor.get("pools"):
        found |= calls(counts)
    if floor.get("run_on"):
        found["ran_until"] = counts.ran_until
        found["still_waiting"] = still_waiting(counts)
    if floor.get("variety"):
        found["variety"] = variety(counts)
    if floor.get("warm_up"):
        found["at_warm_up"] = sums(counts.at_warm_up) | (calls(counts.at_warm_up) if floor.get("pools") else {})
    if floor.get("strict") is False:
        found["unit_exceeded"], found["attention_exceeded"] = counts.exceeded
    return found


def variety(counts):
    """Distinct keys and configurations of every operation (O2)."""
    names = counts.names["operations"]
    return {names[row["operation"]]: [row["n_keys"], row["n_configurations"]] for row in rows(counts, "variety")}


def still_waiting(counts):
    """Those of the cohort who were neither delivered nor lost when the run stopped (X1)."""
    first, last = counts.cohort
    waiting = [o for o in rows(counts, "orders") if o["state"] == 0 and first <= o["arrived"] < last]
    return sorted([counts.names["streams"][o["stream"]], o["ordinal"]] for o in waiting)


def sums(counts):
    """What units, workers and shelves had counted at a moment."""
    return {
        "units": units(counts),
        "workers": {
            counts.names["workers"][w["worker"]]: {"busy": busy(counts, w), "present": w["present"]}
            for w in rows(counts, "workers")
        },
        "stock": {counts.names["items"][i["item"]]: i["on_hand"] for i in rows(counts, "stock")},
    }


def calls(counts):
    """Of every pool: calls and answers, and shifts with what their minimum adds to the hours present (P4)."""
    named = [(counts.names["pools"][pool["pool"]], pool) for pool in rows(counts, "pools")]
    return {
        "pools": [[name, pool["asked"], pool["came"]] for name, pool in named],
        "stays": [[name, pool["shifts_worked"], pool["paid_minimum"]] for name, pool in named],
    }


def outcome(counts):
    orders = rows(counts, "orders")
    streams = counts.names["streams"]
    return {
        "orders": sorted(
            [streams[o["stream"]], o["ordinal"], o["arrived"], o["completed"] if o["state"] == 1 else None]
            for o in orders
        ),
        "stretches": stretches(counts),
        "left": left(counts),
        **sums(counts),
        "end": counts.end,
        "causes": sorted(
            [streams[o["stream"]], o["ordinal"], {c: o[c] for c in counts.names["causes"] if o[c]}]
            for o in orders
            if o["state"] == 1
        ),
        "lost": sorted([streams[o["stream"]], o["ordinal"], o["completed"]] for o in orders if o["state"] == 2),
    }


def rows(counts, table):
    columns = counts.tables[table]
    return [dict(zip(columns, map(int, row), strict=True)) for row in zip(*columns.values(), strict=True)]


def busy(counts, row):
    return sum(row[state] for state in counts.names["worker_states"] if state not in ("off", "idle")) // 840


def units(counts):
    return {
        counts.names["units"][row["unit"]]: {
            state.replace("set_up", "set-up").replace("_", " "): row[state]
            for state in counts.names["unit_states"]
            if row[state]
        }
        for row in rows(counts, "work_centres")
    }


def place(counts, row):
    unit = counts.names["units"][row["unit"]]
    return unit.rpartition("/")[0], int(unit.rpartition("/")[2])


def head(counts, row):
    name = counts.names["operations"][row["operation"]].partition("/")[2]
    return [
        counts.names["streams"][row["stream"]],
        row["ordinal"],
        row["leader"],
        row["generation"],
        name,
        row["attempt"],
    ]


def stretches(counts):
    kinds = counts.names["event_kinds"]
    crews = defaultdict(list)
    for row in rows(counts, "events"):
        if kinds[row["kind"]] not in ("repair", "left", "present"):
            key = (*head(counts, row), kinds[row["kind"]], *place(counts, row), row["from"], row["to"])
            crews[key] += [] if row["worker"] < 0 else [counts.names["workers"][row["worker"]]]
    return sorted([*key[:9], sorted(people), key[9], key[10]] for key, people in crews.items())


def left(counts):
    kinds = counts.names["event_kinds"]
    return sorted([*head(counts, row), row["to"]] for row in rows(counts, "events") if kinds[row["kind"]] == "left")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        floor = json.load(file)
    try:
        found = simulate(floor)
    except EngineError as why:
        print(f"{sys.argv[1]}: {why}", file=sys.stderr)
        return 1
    json.dump(found, sys.stdout, separators=(",", ":"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
