"""Records that are replayed (rule D8 with ``strict: false``): how a file says it, and what it must not leave open."""

import pytest

from flexsim.scenario import ScenarioError, capacity, from_mapping, load, loads
from tests.scenario.shops import as_text, problems_in

TEXT = """\
flexsim: 1
products:
  shaft:
    options: {finish: {plain: 0.5, fine: 0.5}}
    operations:
      turn: {at: lathe, run: 10 min, skill: turning}
      grind: {at: [grinder, lathe], after: turn, run: 5 min}
demand:
  jobs: {product: shaft, at: [0 min, 3 min]}
work_centres:
  lathe: {team: crew}
  grinder: {units: 2}
teams: {crew: }
workers:
  Ann: {team: crew, skills: [turning]}
  Ben: {team: crew, skills: [turning]}
schedule:
  strict: false
  rows:
    - {stream: jobs, ordinal: 0, operation: turn, work_centre: lathe, unit: 0, workers: Ann, not_before: 1 min, duration: 9 min}
    - {stream: jobs, ordinal: 1, operation: turn, work_centre: lathe, unit: 0, workers: [], not_before: 0 min, duration: 9 min}
    - {stream: jobs, ordinal: 0, operation: grind, work_centre: grinder, unit: 1, not_before: 10 min, duration: 0 min}
    - {stream: jobs, ordinal: 1, operation: grind, work_centre: lathe, unit: 0, not_before: 9 min, duration: 4 min}
"""

CSV = """\
stream,ordinal,operation,work_centre,unit,workers,not_before,duration
jobs,0,turn,lathe,0,Ann,1 min,9 min
jobs,1,turn,lathe,0,,0 min,9 min
jobs,0,grind,grinder,1,,10 min,0 min
jobs,1,grind,lathe,0,,9 min,4 min
"""


def records():
    return loads(TEXT)


def with_text(old, new):
    assert old in TEXT
    return TEXT.replace(old, new)


# --- how a file says it ----------------------------------------------------------------------------------------------


def test_rows_may_be_in_any_order_by_anybody_and_by_nobody():
    scenario = records()
    assert not scenario.strict
    assert [row.operation for row in scenario.schedule] == ["turn", "turn", "grind", "grind"]


@pytest.mark.parametrize("rows", ["plan.csv", "{from: plan.csv}"])
def test_rows_may_stand_in_a_file(tmp_path, rows):
    (tmp_path / "plan.csv").write_text(CSV)
    head = TEXT[: TEXT.index("schedule:")]
    (tmp_path / "shop.yaml").write_text(head + f"schedule: {{rows: {rows}, strict: false}}\n")
    assert load(tmp_path / "shop.yaml") == records()


def test_a_replay_is_another_scenario_than_the_same_rows_as_a_plan_and_round_trips():
    scenario = records()
    assert loads(scenario.dump()) == scenario == loads(scenario.dump(full=True))
    assert loads(scenario.canonical().decode()).hash == scenario.hash
    assert '"schedule":{"rows":[' in scenario.canonical().decode()


def test_a_plan_that_says_that_it_is_strict_is_the_plan():
    plan = "schedule: [{stream: jobs, ordinal: 0, operation: turn, work_centre: lathe, unit: 0, workers: Ann}]\n"
    head = TEXT[: TEXT.index("schedule:")]
    stated = plan.replace("[{", "{strict: true, rows: [{").replace("}]", "}]}")
    assert loads(head + stated).hash == loads(head + plan).hash
    assert b"strict" not in loads(head + stated).canonical()


def test_a_value_set_beside_the_file_may_make_a_record_a_plan(tmp_path):
    (tmp_path / "shop.yaml").write_text(TEXT)
    with pytest.raises(ScenarioError, match=r"this order comes first|none of these workers has it"):
        load(tmp_path / "shop.yaml", settings=["schedule.strict=true"])


def test_a_variant_of_a_replay_is_a_replay():
    assert not records().with_values({"workers.Ann.wage": "30 EUR/h"}).strict


# --- what it must not leave open -------------------------------------------------------------------------------------

CASES = {
    "no rows": (TEXT[: TEXT.index("  rows:")], 'schedule: "rows" is missing.'),
    "rows that are no list": (
        TEXT[: TEXT.index("    - {")].replace("rows:", "rows: 3"),
        'schedule.rows = 3: the name of a CSV file is needed here, or a list of rows, each behind a "- ".',
    ),
    "no rows at all": (
        TEXT[: TEXT.index("    - {")].replace("rows:", "rows: []"),
        "schedule: it has no rows: records state every operation of every order.",
    ),
    "people who are called": (
        TEXT + "shifts: {day: {daily: 08:00-16:00}}\n"
        "pools: {temp: {team: crew, skills: [turning], people: 1, shifts: day, call: {above: 1 h}}}\n",
        "pools.temp: where records are replayed nobody is called: whoever was there is on record.",
    ),
    "misspelt": (with_text("  strict: false", "  strikt: false\n  strict: false"), 'unknown key. Nearest: "strict".'),
    "no truth value": (with_text("strict: false", "strict: 0"), "schedule.strict = 0: true or false is needed here."),
    "at the top": (TEXT + "strict: false\n", 'strict = false: this belongs to the schedule: "schedule: {rows:'),
    "no time": (
        with_text("workers: Ann, not_before: 1 min,", "workers: Ann,"),
        'schedule.rows[0]: "not_before" is missing: a record says when, and for how long.',
    ),
    "no duration": (
        with_text("9 min, duration: 4 min", "9 min"),
        'schedule.rows[3]: "duration" is missing: a record says when, and for how long.',
    ),
    "negative duration": (with_text("duration: 4 min", "duration: -4 min"), "schedule.rows[3].duration"),
    "an order without a row": (
        with_text("[0 min, 3 min]", "[0 min, 3 min, 4 min, 5 min]"),
        'schedule: "turn" of order 2 of "jobs" has no row, and of 1 more.',
    ),
    "a row without an order": (
        with_text("[0 min, 3 min]", "[0 min]"),
        'schedule.rows[1].ordinal = 1: "jobs" has 1 order, and they count from 0.',
    ),
    "a row twice": (
        TEXT + TEXT.splitlines()[-1].replace("9 min", "20 min") + "\n",
        'schedule.rows[4]: "grind" of this order stands in schedule[3] already.',
    ),
    "drawn arrivals": (
        with_text("at: [0 min, 3 min]", "every: 5 min, count: 2"),
        'demand.jobs.every = "5 min": records know every order: state their arrivals with `at`, or the orders in full.',
    ),
    "saturated": (with_text("at: [0 min, 3 min]", "saturated: 2, count: 2"), "demand.jobs.saturated = 2: records know"),
    "refused orders": (
        with_text("product: shaft, at", "product: shaft, refuse_above: 3, at"),
        "demand.jobs.refuse_above = 3: an order on record was taken and made: leave this out.",
    ),
    "stock": (
        TEXT + "stock: {blank: {product: shaft, lot_size: 5, reorder_point: 2}}\n",
        "stock.blank: records are of what is made to order: leave the stock out.",
    ),
    "a drawn operation": (
        with_text("after: turn, run", "after: turn, only_if: {finish: fine}, run"),
        'whether order 0 of "jobs" has this operation is drawn: state the options of the order.',
    ),
    "a drawn routing": (
        with_text("    options: {finish: {plain: 0.5, fine: 0.5}}", "    routing: {drawn: {from: 2, to: 2}}").replace(
            "after: turn, ", ""
        ),
        "products.shaft.routing: records follow a routing that is given, by `after`, not one that is drawn.",
    ),
    "scrap": (with_text("run: 5 min", "run: 5 min, yield: 0.9"), "a schedule knows no scrap: leave the yield out."),
    "piece by piece": (
        with_text("run: 5 min", "run: 5 min, loading: piece"),
        'products.shaft.operations.grind.loading = "piece": a record states one run of the whole lot',
    ),
    "several lots": (
        with_text("at: [0 min, 3 min]", "at: [0 min, 3 min], quantity: 4, lot_size: 2"),
        "demand.jobs.lot_size = 2: with a schedule an order is one lot: leave it out.",
    ),
    "failures": (
        with_text("grinder: {units: 2}", "grinder: {units: 2, failures: {jam: {every: 9 h, repair: 1 h}}}"),
        "work_centres.grinder.failures: in a replay nothing fails: what happened is in the records.",
    ),
    "a buffer": (
        with_text("grinder: {units: 2}", "grinder: {units: 2, buffer: 3}"),
        "work_centres.grinder.buffer = 3: in a replay a lot leaves when the record ends: leave the buffer out.",
    ),
    "a unit's shift": (
        with_text("grinder: {units: 2}", "grinder: {units: 2, shifts: day}") + "shifts: {day: {daily: 08:00-16:00}}\n",
        'work_centres.grinder.shifts = "day": records are facts: who is on record was there, whatever the shift.',
    ),
    "a worker's shift": (
        with_text("Ann: {team: crew,", "Ann: {team: crew, shifts: day,") + "shifts: {day: {daily: 08:00-16:00}}\n",
        'workers.Ann.shifts = "day": records are facts: who is on record was there, whatever the shift.',
    ),
    "a worker of nobody's": (
        with_text("workers: Ann", "workers: Anne"),
        'schedule.rows[0].workers = "Anne": no worker has this name. Nearest: "Ann".',
    ),
    "a unit that is not there": (with_text("grinder, unit: 1", "grinder, unit: 2"), 'unit = 2: "grinder" has 2 units'),
    "a work centre of other work": (
        with_text("operation: turn, work_centre: lathe", "operation: turn, work_centre: grinder"),
        '"turn" is not done here. Known: lathe.',
    ),
}


def test_where_it_is_not_known_how_strict_it_is_nothing_is_said_of_the_rows():
    [problem] = problems_in(with_text("strict: false", "strict: perhaps"))
    assert problem.endswith('schedule.strict = "perhaps": true or false is needed here.')


def test_where_orders_are_drawn_nothing_is_said_of_their_rows():
    assert not any("rows[" in problem for problem in problems_in(CASES["drawn arrivals"][0]))


@pytest.mark.parametrize("case", CASES)
def test_what_a_replay_must_not_leave_open_is_told_with_what_is_allowed(case):
    text, message = CASES[case]
    found = problems_in(text)
    assert any(message in problem for problem in found), found


def test_loads_of_a_replay_are_said_to_stop_nothing():
    said = "Records are replayed: each starts at its time, whatever the load is."
    assert said in capacity(loads(TEXT)).notes
    assert said not in capacity(loads(TEXT[: TEXT.index("schedule:")])).notes


def test_somebody_who_is_not_on_record_may_have_a_shift():
    text = with_text("Ben: {team: crew,", "Ben: {team: crew, shifts: day,") + "shifts: {day: {daily: 08:00-16:00}}\n"
    assert not loads(text).strict


def test_options_of_an_order_say_which_operations_it_has():
    orders = (
        "demand: {jobs: {product: shaft, orders: ["
        "{order: a, arrival: 0 min, options: {finish: fine}}, {order: b, arrival: 1 min, options: {finish: plain}}]}}\n"
    )
    text = with_text("after: turn, run", "after: turn, only_if: {finish: fine}, run")
    text = text.replace("demand:\n  jobs: {product: shaft, at: [0 min, 3 min]}\n", orders)
    assert any('with its options order 1 of "jobs" has no "grind".' in problem for problem in problems_in(text))
    assert not loads("\n".join(text.splitlines()[:-1])).strict


def test_a_program_states_the_same(tmp_path):
    from flexsim.scenario.reading import read_yaml

    data = read_yaml(TEXT, "the shop").data
    assert from_mapping(data) == records() == loads(as_text(data))
