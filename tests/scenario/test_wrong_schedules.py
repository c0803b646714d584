"""Schedules that name what is not there, or cannot be followed (rule D8)."""

import pytest

from tests.scenario.shops import problems_of


def row(**differences):
    """Give a row that is right: Ann welds the first bicycle."""
    right = {
        "stream": "custom",
        "ordinal": 0,
        "operation": "weld",
        "work_centre": "robot",
        "unit": 0,
        "workers": ["Ann"],
    }
    return {**right, **differences}


PAINT = {"operation": "paint", "work_centre": "booth", "workers": ["Bob"]}

CASES = {
    "unknown stream": (
        [row(stream="costum")],
        'schedule[0].stream = "costum": no stream or item has this name. Nearest: "custom".',
    ),
    "unknown operation": (
        [row(operation="wield")],
        'schedule[0].operation = "wield": the product of this order has no such operation. Nearest: "weld".',
    ),
    "unknown work centre": (
        [row(work_centre="robott")],
        'schedule[0].work_centre = "robott": no work centre has this name. Nearest: "robot".',
    ),
    "wrong work centre": (
        [row(work_centre="booth")],
        'schedule[0].work_centre = "booth": "weld" is not done here. Nearest: "robot".',
    ),
    "unit": (
        [row(**PAINT | {"unit": 2})],
        'schedule[0].unit = 2: "booth" has 2 units, and they count from 0.',
    ),
    "unknown worker": (
        [row(workers=["Anne"])],
        'schedule[0].workers = ["Anne"]: no worker has this name. Nearest: "Ann".',
    ),
    "worker without the skill": (
        [row(workers=["Bob"])],
        'schedule[0].workers = ["Bob"]: "weld" needs the skill "welding", and none of these workers has it.',
    ),
    "worker named twice": (
        [row(workers=["Ann", "Ann"])],
        'schedule[0].workers = ["Ann", "Ann"]: "Ann" is named twice.',
    ),
    "repeated operation": (
        [row(), row()],
        'schedule[1]: "weld" of this order stands in schedule[0] already.',
    ),
    "not sorted": (
        [row(not_before="3 h"), row(ordinal=1, not_before="2 h")],
        'schedule[1].not_before = "2 h": rows are sorted by start, and an earlier row of this unit begins later.',
    ),
    "before its predecessor": (
        [row(**PAINT), row()],
        'schedule[0].operation = "paint": "weld" of this order comes first, but stands in a later row.',
    ),
    "negative ordinal": ([row(ordinal=-1)], "schedule[0].ordinal = -1: must be at least 0."),
    "no row": ([3], "schedule[0] = 3: keys with a colon and their values are needed here."),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_row_is_named_with_what_is_allowed(case):
    rows, message = CASES[case]
    assert problems_of({"schedule": rows}) == [message]


def test_a_worker_of_another_team_cannot_be_scheduled():
    eve = {"teams.others": {}, "workers.Eve": {"team": "others", "skills": ["welding"]}}
    assert problems_of({**eve, "schedule": [row(workers=["Eve"])]}) == [
        'schedule[0].workers = ["Eve"]: "Eve" is not in the team of "robot".'
    ]


def test_a_schedule_knows_no_scrap_and_one_lot_an_order():
    assert problems_of({"schedule": [row()], "products.bike.operations.paint.yield": 0.9}) == [
        'products.bike.operations.paint.yield = 0.9: "custom" is in the schedule, '
        "and a schedule knows no scrap: leave the yield out."
    ]
    assert problems_of({"schedule": [row()], "demand.custom.lot_size": 2, "demand.custom.quantity": 3}) == [
        "demand.custom.lot_size = 2: with a schedule an order is one lot: leave it out."
    ]
