"""A scenario that is written down is the same scenario, and the order of keys means nothing."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flexsim.scenario import Scenario, from_mapping, loads

NAMES = st.sampled_from(
    [
        "no",
        "yes",
        "12:30",
        "010",
        "true",
        "null",
        "~",
        "1",
        "1.5",
        "1e3",
        "0x1F",
        "0o7",
        ".inf",
        "a: b",
        "#1",
        "é",
        "'q'",
        '"',
        "[x]",
        "{y}",
        "- z",
        "&a",
        "*b",
        "!t",
        "%",
        "@",
        "Dr. X",
        "<<",
        "=",
        "saw",
        "weld",
        "paint",
        "Ann 1",
        "日本",
    ]
)
TIME = st.builds(
    "{} {}".format,
    st.one_of(st.integers(0, 500), st.floats(0, 500, allow_nan=False).map(lambda x: f"{x:.6f}")),
    st.sampled_from(["s", "min", "h", "d"]),
)
ABOVE = st.builds("{} min".format, st.floats(0.01, 500).map(lambda x: f"{x:.4f}"))
DISTRIBUTION = st.one_of(
    TIME,
    st.builds("exponential({})".format, ABOVE),
    st.builds("lognormal({}, cv={})".format, ABOVE, st.floats(0.01, 3)),
    st.builds("normal({}, {}, low=0 min)".format, ABOVE, ABOVE),
    st.builds("weibull(shape={}, scale={})".format, st.floats(0.3, 5), ABOVE),
    st.builds("erlang({}, {})".format, st.integers(1, 9), ABOVE),
    st.builds("uniform({} s, {} h)".format, st.integers(0, 100), st.integers(1, 9)),
    st.builds("pert(1 min, {} min, 10 min)".format, st.floats(1, 10)),
    st.builds("empirical({} min: 0.25, 7 h: 0.75)".format, st.integers(0, 9)),
    st.builds(lambda mean: {"distribution": "exponential", "mean": mean}, ABOVE),
)
ATTENTION = st.sampled_from([0, 1, "1/2", "1/3", "1/7", 0.125])
SKILLS = ["s1", "no", "1e3"]


def stated(**parts: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Give mappings in which each key is there or not."""
    return st.fixed_dictionaries({}, optional=parts)


@st.composite
def options(draw: st.DrawFn) -> dict[str, dict[str, float]]:
    """Give up to two options with shares that sum to 1."""
    found = {}
    for name in draw(st.lists(NAMES, max_size=2, unique=True)):
        values = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
        found[name] = dict(
            zip(values, {1: [1], 2: [0.3, 0.7], 3: [0.5, 0.25, 0.25], 4: [0.1] * 3 + [0.7]}[len(values)], strict=True)
        )
    return found


@st.composite
def operation(draw: st.DrawFn, earlier: list[str], wishes: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Give an operation after some of the earlier ones."""
    crew = draw(st.sampled_from([{}, {"skill": "s1"}, {"skills": ["no", "s1"]}, {"skill": "1e3"}]))
    step = st.one_of(DISTRIBUTION, st.builds(lambda time: {"time": time, "skill": "1e3", "attention": "1/4"}, TIME))
    steps = {"run": draw(step)} | draw(stated(set_up=step, load=step, unload=step))
    data = crew | steps | draw(
        stated(
            varies=st.sampled_from(["piece", "lot", "order"]),
            loading=st.sampled_from(["lot", "piece"]),
            speeds=st.sampled_from(["slowest", "add"]),
            join=st.booleans(),
            uninterruptible=st.booleans(),
            machine_paced=st.booleans(),
        )
    )  # fmt: skip
    if crew:
        data |= draw(stated(attention=st.one_of(ATTENTION, stated(run=ATTENTION, set_up=ATTENTION))))
    data["yield"] = draw(st.floats(0.01, 1))
    data["at"] = draw(
        st.sampled_from(["w1", ["w2", "w1"], {"w1": None, "w2": {"run": "3 min"}}, [{"w2": {"run": "8.47 s"}}]])
    )
    data["after"] = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
    if wishes:
        option = draw(st.sampled_from(sorted(wishes)))
        value = draw(st.sampled_from(sorted(wishes[option])))
        change = {"if": {option: value}, "run": draw(DISTRIBUTION), "material": "3.1 EUR"}
        data |= draw(stated(only_if=st.just({option: [value]}), changes=st.just([change])))
        data |= draw(stated(depends_on=st.sampled_from([[], [option], ["product", option], ["operation"]])))
    return data


@st.composite
def product(draw: st.DrawFn) -> dict[str, Any]:
    """Give a product with up to four operations."""
    wishes = draw(options())
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    operations = {name: draw(operation(names[:n], wishes)) for n, name in enumerate(names)}
    data: dict[str, Any] = {"options": wishes, "operations": operations, "material": "120 EUR"}
    if draw(st.booleans()):
        data["routing"] = draw(
            st.sampled_from([{"drawn": {"from": 1, "to": 1}}, {"matrix": {"start": {names[0]: 0.5}, names[0]: {}}}])
        )
        for part in operations.values():
            del part["after"]
            part.pop("join", None)
    return data


@st.composite
def stream(draw: st.DrawFn, products: list[str]) -> dict[str, Any]:
    """Give a stream of orders that are made."""
    source = draw(
        st.sampled_from(
            [
                {"every": "exponential(20 min)"},
                {
                    "every": "geometric(p=0.25, step=20 min)",
                    "profile": {"mon-fri": {"08:00-12:00": 2, "22:00-02:00": 0.5}, "otherwise": 0},
                    "season": [1.5] * 26 + [0.5] * 26,
                },
                {"at": ["3 h", "0.1 h"]},
                {"saturated": 2, "count": 9},
                {
                    "orders": [
                        {"order": "B", "arrival": "3 h", "due": "1 d"},
                        {"order": "1e3", "arrival": "3 h", "quantity": 2},
                    ]
                },
            ]
        )
    )
    return source | {"product": draw(st.sampled_from(products))} | draw(
        stated(
            quantity=st.sampled_from([3, {"from": 2, "to": 5}]),
            lot_size=st.integers(1, 9),
            due=DISTRIBUTION,
            priority=st.integers(-3, 3),
            refuse_above=st.integers(1, 9),
            late=st.just("20.3 EUR/d"),
            lost=st.just("150.7 EUR"),
        )
    )  # fmt: skip


WORK_CENTRE = stated(
    units=st.integers(1, 5),
    dispatch=st.sampled_from(["FIFO", "SPT", "EDD", "slack"]),
    changeover=st.sampled_from([{"fixed": "5 min"}, {"per_option": {"product": "2.5 min"}}]),
    initial=st.just({"product": "no"}),
    buffer=st.integers(0, 5),
    shifts=st.just("day"),
    area=NAMES,
    failures=st.dictionaries(
        NAMES, st.just({"every": "3 h", "repair": "exponential(3 min)", "clock": "time", "skill": "s1"}), max_size=2
    ),
    worker_waits=st.booleans(),
    on_failure=st.sampled_from(["keep", "scrap"]),
    set_up_lost=st.booleans(),
    space=st.just("12.5 m2"),
)
CAPITAL = st.sampled_from(
    [
        {},
        {"rate": "50.5 EUR/h"},
        {"price": "99999.9 EUR", "life": "7.5 yr"},
        {"price": "100000 EUR", "life": "8 yr", "residual": "0.1 EUR", "interest": "4.7 %/yr"},
    ]
)
PRICES = stated(
    interest=st.just("8.1 %/yr"),
    holding=st.sampled_from(["0 %/yr", "22.3 %/yr"]),
    floor_space=st.just("110.1 EUR/m2/yr"),
)
WORKER = stated(
    shifts=st.just("day"),
    home=st.just("w1"),
    on_shift_end=st.sampled_from(["pause", "finish"]),
    overtime_cap=TIME,
    relief=st.booleans(),
    wage=st.just("30.1 EUR/h"),
    overtime_wage=st.just("37.7 EUR/h"),
    paid_hours=st.sampled_from(["0 h", "38.5 h"]),
    count=st.integers(1, 3),
)
CONTRACTS = {
    "full": {"wage": "39.8 EUR/h", "overtime_wage": "50.1 EUR/h", "paid_hours": "38.1 h"},
    "no": {"wage": "0 EUR/h"},
    "own": {"gross_wage": "21.3 EUR/h", "loading": 1.27, "paid_per_worked": 1.18, "overtime_premium": 0.25},
    "agency": {"gross_wage": "19.9 EUR/h", "agency_factor": 1.93, "kind": "flexible"},
}
POOL = stated(
    minimum=TIME,
    goes_when_idle=st.booleans(),
    on_shift_end=st.sampled_from(["pause", "finish"]),
    overtime_cap=TIME,
    relief=st.booleans(),
    contract=st.just("agency"),
)
CALL = stated(notice=TIME, comes=st.sampled_from([0, 0.7, 1]))
SHIFT = st.sampled_from(
    [
        {"mon-fri": ["08:00-12:00", "12:30-16:30"]},
        {"daily": ["22:00-06:00"], "break_below": "20 min"},
        {"windows": [["0.1 h", "1 d"], ["1 d", "2 d"]]},
        {"weeks": [{"mon-thu": ["07:00-16:00"]}, {"fri-sun": ["22:00-06:00"]}]},
        {"weeks": 2, "windows": [["1 h", "8 d"]], "runs_over": False},
    ]
)


def without_terms(worker: dict[str, Any]) -> dict[str, Any]:
    """Give a worker without wages of his own."""
    return {key: value for key, value in worker.items() if key not in CONTRACTS["full"]}


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """Give a scenario that is right, as a file would hold it."""
    products = {name: draw(product()) for name in draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))}
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    demand = {name: draw(stream(sorted(products))) for name in names[:2]}
    items = {
        name: {
            "product": draw(st.sampled_from(sorted(products))),
            "lot_size": 3,
            "reorder_point": draw(st.integers(-1, 9)),
        }
        for name in names[2:]
    }
    skills = [SKILLS, {"s1": {"time": 1.5}, "no": None, "1e3": {"quality": 0.1}}]
    workers = {f"W{n}": draw(WORKER) | {"team": "t", "skills": draw(st.sampled_from(skills))} for n in range(2)}
    for name, worker in workers.items():
        if draw(st.booleans()):
            workers[name] = without_terms(worker) | {"contract": draw(st.sampled_from(sorted(CONTRACTS)))}
    centres = {name: draw(WORK_CENTRE) | draw(CAPITAL) | {"team": "t"} for name in ("w1", "w2")}
    return (
        {
            "flexsim": 1,
            "horizon": draw(ABOVE),
            "products": products,
            "demand": demand,
            "stock": items,
            "work_centres": centres,
            "teams": {"t": draw(stated(when=st.sampled_from(["when_queue_empty", "at_shift_start"])))},
            "workers": workers,
            "contracts": CONTRACTS,
            "pools": {
                name: draw(POOL)
                | {"team": "t", "skills": SKILLS, "people": draw(st.integers(0, 3)), "shifts": "day"}
                | {"call": draw(CALL) | {"above": "2.5 h"}}
                for name in draw(st.lists(st.sampled_from(["temps", "W0 x"]), max_size=2, unique=True))
            },
            "shifts": {"day": draw(SHIFT)},
        }
        | draw(stated(name=NAMES, prices=PRICES))
        | draw(st.sampled_from([{}, {"start": "2026-01-05", "holidays": ["2026-04-06"]}]))
    )


def shuffled(data: Any, luck: random.Random) -> Any:
    """Give the same data with the keys of every mapping in another order."""
    if isinstance(data, dict):
        entries = [(key, shuffled(value, luck)) for key, value in data.items()]
        luck.shuffle(entries)
        return dict(entries)
    return [shuffled(entry, luck) for entry in data] if isinstance(data, list) else data


SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SETTINGS
@given(scenarios())
def test_what_is_dumped_loads_to_the_same_scenario(data):
    scenario = from_mapping(data)
    again = loads(scenario.dump())
    assert fields(again) == fields(scenario)
    assert again.canonical() == scenario.canonical()
    assert again.dump() == scenario.dump()


@SETTINGS
@given(scenarios())
def test_what_is_dumped_in_full_loads_to_the_same_scenario(data):
    scenario = from_mapping(data)
    again = loads(scenario.dump(full=True))
    assert fields(again) == fields(scenario)
    assert again.hash == scenario.hash
    assert again.dump(full=True) == scenario.dump(full=True)


@SETTINGS
@given(scenarios())
def test_the_canonical_form_is_json_that_loads_to_the_same_scenario(data):
    scenario = from_mapping(data)
    canonical = scenario.canonical()
    assert json.loads(canonical) == json.loads(json.dumps(json.loads(canonical), sort_keys=True))
    assert fields(loads(canonical.decode())) == fields(scenario)
    assert loads(canonical.decode()).hash == scenario.hash


@SETTINGS
@given(scenarios(), st.randoms(use_true_random=False))
def test_the_order_of_keys_means_nothing(data, luck):
    other = from_mapping(shuffled(data, luck))
    scenario = from_mapping(data)
    assert fields(other) == fields(scenario)
    assert (other.canonical(), other.hash, other.dump()) == (scenario.canonical(), scenario.hash, scenario.dump())
    assert other == scenario
    assert len({other, scenario}) == 1


def fields(scenario: Scenario) -> str:
    """Write every attribute of a scenario, so that equality is not asked of the code under test."""
    return "\n".join(f"{name} = {getattr(scenario, name)!r}" for name in type(scenario).model_fields)


def test_what_differs_in_meaning_differs_in_its_hash():
    base = {
        "flexsim": 1,
        "products": {"p": {"operations": {"a": {"at": ["x", "y"], "run": "3 min"}}}},
        "demand": {"d": {"product": "p", "at": ["0 min"]}},
        "work_centres": {"x": {}, "y": {}},
    }
    scenario = from_mapping(base)
    for path, value in {
        "products.p.operations.a.at": ["y", "x"],  # the order of a list counts
        "products.p.operations.a.run": "3.1 min",
        "products.p.operations.a.set_up": "0 min",  # a step that is stated, even with 0, is there (rule S1)
        "demand.d.quantity": 2,
        "work_centres.x.area": "north",
        "name": "another name",
    }.items():
        assert scenario.with_values({path: value}).hash != scenario.hash, path
    assert scenario.with_values({"products.p.operations.a.run": "180 s"}).hash == scenario.hash
    assert scenario.with_values({"demand.d.quantity": 1}).hash == scenario.hash


def test_a_scenario_without_a_horizon_is_dumped_in_full():
    data = {
        "flexsim": 1,
        "products": {"p": {"operations": {"a": {"at": "x", "run": "3 min"}}}},
        "demand": {"d": {"product": "p", "at": ["0 min"]}},
        "work_centres": {"x": {}},
    }
    scenario = from_mapping(data)
    assert loads(scenario.dump(full=True)).hash == scenario.hash
