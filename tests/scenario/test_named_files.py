"""Files of orders and schedules beside a scenario."""

import os
import sys

import pytest

from flexsim.scenario import ScenarioError, from_mapping, load
from tests.scenario.shops import TEXT, changed

ORDERS = """\
order,arrival,product,quantity,due,priority,frame
B2,3 h,bike,2,,,sport
A7,1 h,bike,1,2 d,-1,
A6,1 h,,3,,,
"""


@pytest.fixture
def folder(tmp_path):
    shop = TEXT.replace("product: bike, every: exponential(20 min)", "product: bike, orders: orders.csv")
    (tmp_path / "shop.yaml").write_text(shop)
    (tmp_path / "orders.csv").write_text(ORDERS)
    return tmp_path


def problems(folder):
    with pytest.raises(ScenarioError) as caught:
        load(folder / "shop.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_orders_are_numbered_by_arrival_and_name_whatever_the_order_of_rows(folder):
    orders = load(folder / "shop.yaml").demand["custom"].orders
    assert [(order.name, order.arrival, order.quantity) for order in orders] == [
        ("A6", 3600.0, 3),
        ("A7", 3600.0, 1),
        ("B2", 10800.0, 2),
    ]
    assert [(order.due, order.priority, order.options) for order in orders] == [
        (None, None, {}),
        (172800.0, -1, {}),
        (None, None, {"frame": "sport"}),
    ]


def test_the_contents_of_a_file_belong_to_the_scenario(folder):
    before = load(folder / "shop.yaml")
    (folder / "orders.csv").write_text(ORDERS.replace("1 h,,3", "1 h,,4"))
    after = load(folder / "shop.yaml")
    assert before.hash != after.hash
    assert load(folder / "shop.yaml") == after
    rows = ORDERS.splitlines()
    (folder / "orders.csv").write_text("\n".join([rows[0], *reversed(rows[1:])]))
    assert load(folder / "shop.yaml") == before


def test_a_changed_copy_keeps_the_orders_and_may_name_another_file(folder):
    scenario = load(folder / "shop.yaml")
    (folder / "orders.csv").unlink()
    assert scenario.with_values({"horizon": "8 wk"}).demand == scenario.demand
    (folder / "others.csv").write_text("order,arrival\nX,1 h\n")
    changed_orders = scenario.with_values({"demand.custom.orders": "others.csv"}).demand["custom"].orders
    assert [order.name for order in changed_orders] == ["X"]


def test_a_file_may_have_semicolons_and_a_byte_order_mark(folder):
    before = load(folder / "shop.yaml")
    (folder / "orders.csv").write_bytes(ORDERS.replace(",", ";").encode("utf-8-sig"))
    assert load(folder / "shop.yaml") == before


def test_a_schedule_is_read_from_a_file(folder):
    (folder / "plan.csv").write_text(
        "stream,ordinal,operation,work_centre,unit,workers,not_before,duration\n"
        "custom,0,weld,robot,0,Ann,,\ncustom,0,paint,booth,1,Ann; Bob,2 h,10 min\n"
    )
    (folder / "shop.yaml").write_text((folder / "shop.yaml").read_text() + "schedule: plan.csv\n")
    first, second = load(folder / "shop.yaml").schedule
    assert (first.stream, first.ordinal, first.operation, first.work_centre, first.unit) == (
        "custom",
        0,
        "weld",
        "robot",
        0,
    )
    assert (first.workers, first.not_before, first.duration) == (("Ann",), None, None)
    assert (second.workers, second.not_before, second.duration) == (("Ann", "Bob"), 7200.0, 600.0)


def test_wrong_cells_are_named_by_file_and_line(folder):
    (folder / "orders.csv").write_text(
        "order,arrival,product,quantity,due,frame\n"
        "A1,3,bike,two,,race\n"
        "\n"
        "A2,,car,1,-3 d,\n"
    )  # fmt: skip
    assert problems(folder) == [
        'orders.csv line 2  demand.custom.orders[0].arrival = "3": a time needs a unit. Write "3 min".',
        'orders.csv line 2  demand.custom.orders[0].quantity = "two": a whole number is needed, without a unit.',
        'orders.csv line 4  demand.custom.orders[1]: "arrival" is missing.',
        'orders.csv line 4  demand.custom.orders[1].due = "-3 d": a time must not be negative.',
    ]
    (folder / "orders.csv").write_text("order,arrival,product,frame\nA2,2 h,car,\nA1,1 h,bike,race\n")
    assert problems(folder) == [
        'orders.csv line 2  demand.custom.orders[0].product = "car": the stream is for "bike": '
        "give other orders a stream of their own.",
        'orders.csv line 3  demand.custom.orders[1].options.frame = "race": the option "frame" of "bike" '
        'has no value "race". Known: city, sport.',
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "orders.csv line 1  demand.custom.orders: the file is empty. Its first line names the columns."),
        ("order,,arrival\n", "orders.csv line 1  demand.custom.orders: a column has no name."),
        ("order,order\n", 'orders.csv line 1  demand.custom.orders: the column "order" is there twice.'),
        (
            "order,arrival\nA1,1 h,3\n",
            "orders.csv line 2  demand.custom.orders: this row has 3 cells, the first line has 2.",
        ),
        (
            'order,arrival\n"A1,1 h\n',
            "orders.csv line 2  demand.custom.orders: this is not CSV: unexpected end of data.",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(folder, content, message):
    (folder / "orders.csv").write_text(content)
    assert problems(folder) == [message]


def test_unknown_columns_of_a_schedule_are_refused(folder):
    (folder / "plan.csv").write_text("stream,ordinal,operation,workcentre,unit\n")
    (folder / "shop.yaml").write_text((folder / "shop.yaml").read_text() + "schedule: plan.csv\n")
    assert problems(folder) == ['plan.csv line 1  schedule: unknown column "workcentre". Nearest: "work_centre".']


def test_a_file_in_another_encoding_is_refused(folder):
    (folder / "orders.csv").write_bytes("order,arrival\nMüller,1 h\n".encode("latin-1"))
    assert problems(folder) == [
        'line 26  demand.custom.orders = "orders.csv": the file is not UTF-8 (line 2, byte 0xfc). Save it as UTF-8.'
    ]


@pytest.mark.parametrize("name", ["../orders.csv", "/etc/passwd", "data/../../orders.csv", "..\\\\orders.csv"])
def test_a_file_outside_the_folder_is_not_read(folder, name):
    inside = folder / "inside"
    inside.mkdir()
    (inside / "shop.yaml").write_text((folder / "shop.yaml").read_text().replace("orders.csv", f'"{name}"'))
    assert len(problems(inside)) == 1
    assert problems(inside)[0].endswith(
        "the file must lie beside the scenario or in a folder below: write its name from there."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_not_followed_wherever_it_leads(folder):
    inside = folder / "inside"
    inside.mkdir()
    (inside / "shop.yaml").write_text((folder / "shop.yaml").read_text())
    os.symlink(folder / "orders.csv", inside / "orders.csv")
    (inside / "plain.csv").write_text((folder / "orders.csv").read_text())
    message = "a link stands in the way, and links are not followed: put the file itself there."
    assert problems(inside) == [f'line 26  demand.custom.orders = "orders.csv": {message}']
    (inside / "orders.csv").unlink()
    os.symlink("plain.csv", inside / "orders.csv")
    assert problems(inside) == [f'line 26  demand.custom.orders = "orders.csv": {message}']
    os.symlink("..", inside / "above")
    (inside / "shop.yaml").write_text((folder / "shop.yaml").read_text().replace("orders.csv", "above/orders.csv"))
    assert problems(inside) == [f'line 26  demand.custom.orders = "above/orders.csv": {message}']


def test_a_file_that_is_not_there_is_looked_for_among_its_neighbours(folder):
    (folder / "orders.csv").rename(folder / "order.csv")
    assert problems(folder) == [
        'line 26  demand.custom.orders = "orders.csv": there is no such file beside the scenario. Nearest: "order.csv".'
    ]


def test_a_folder_below_may_hold_the_file(folder):
    before = load(folder / "shop.yaml")
    (folder / "data").mkdir()
    (folder / "orders.csv").rename(folder / "data" / "orders.csv")
    (folder / "shop.yaml").write_text((folder / "shop.yaml").read_text().replace("orders.csv", "data/orders.csv"))
    assert load(folder / "shop.yaml") == before


def test_a_scenario_without_a_folder_names_no_files(folder):
    named = changed({"demand.custom.every": None, "demand.custom.orders": "orders.csv"})
    with pytest.raises(ScenarioError, match="a scenario that is not in a folder cannot name files"):
        from_mapping(named)
    assert from_mapping(named, folder=folder) == load(folder / "shop.yaml")
