"""A wish outside the catalogue: the nearest item, a discount that is enough or not, made to order or lost (I2)."""

from fractions import Fraction

import pytest

from flexsim.engine import run
from flexsim.engine.streams import Stream
from flexsim.results import Tables, window
from flexsim.scenario import from_mapping, loads
from tests.engine.test_hand_traces import orders, play, rows
from tests.scenario.shops import changed, problems_of

SHELF = """
    products:
      bike:
        options: {colour: {blue: 0.3, red: 0.7}, frame: {city: 0.4, race: 0.3, tour: 0.3}, size: {l: 0.25, s: 0.75}}
        operations: {weld: {at: bench, run: 30 min}}
    work_centres: {bench: {}}
    stock:
      blue_city: {product: bike, options: {colour: blue, frame: city}, lot_size: 5, reorder_point: -5, on_hand: 5}
      red_tour: {product: bike, options: {colour: red, frame: tour}, lot_size: 5, reorder_point: -5, on_hand: 5}
    demand:
      north:
        product: bike
        from_stock: true
        STATED
        orders:
          - {order: A, arrival: 1 min, options: {colour: blue, frame: city, size: s}}
          - {order: B, arrival: 2 min, options: {colour: red, frame: city, size: s}}
          - {order: C, arrival: 3 min, options: {colour: blue, frame: race, size: l}}
          - {order: D, arrival: 4 min, options: {colour: red, frame: race, size: l}}
"""
# A is blue_city. B differs from each item in one option: from blue_city in its colour, from red_tour in its frame. C differs in
# its frame from blue_city, in both from red_tour. D in both from blue_city, in its frame from red_tour.


def served(stated, **more):
    """The item that each order got; the time of delivery of what was made; whether it was lost."""
    counts = play(SHELF.replace("STATED", stated), **more)
    items = counts.names["items"]
    found = {}
    for row in rows(counts, "orders"):
        found["ABCD"[row["ordinal"]]] = items[row["item"]] if row["item"] >= 0 else ["", "made", "lost"][row["state"]]
    return found


def test_without_substitutes_who_finds_nothing_is_lost():
    assert served("patience: 1 h") == {"A": "blue_city", "B": "lost", "C": "lost", "D": "lost"}


def test_the_nearest_item_is_taken_and_of_equals_the_first_by_name():
    assert served("substitutes: {}") == {"A": "blue_city", "B": "blue_city", "C": "blue_city", "D": "red_tour"}


def test_weights_say_how_much_an_option_matters():
    # A frame counts three times: B takes the other colour. Once a colour counts three times, the other frame.
    frames = served("substitutes: {weights: {frame: 3}}")
    assert frames == {"A": "blue_city", "B": "blue_city", "C": "blue_city", "D": "red_tour"}
    colours = served("substitutes: {weights: {colour: 3}}")
    assert colours == {"A": "blue_city", "B": "red_tour", "C": "blue_city", "D": "red_tour"}
    # If neither matters all are as near, and the first by name is taken.
    neither = served("substitutes: {weights: {colour: 0, frame: 0}}")
    assert neither == dict.fromkeys("ABCD", "blue_city")


def test_what_is_not_on_the_shelf_is_made_if_so_stated():
    counts = play(SHELF.replace("STATED", "no_match: made_to_order"))
    # B comes at 2, C at 3, D at 4; the bench needs 30 minutes for each
    assert orders(counts) == {"north0": (1, 1), "north1": (2, 32), "north2": (3, 62), "north3": (4, 92)}
    assert served("no_match: made_to_order") == {"A": "blue_city", "B": "made", "C": "made", "D": "made"}


def test_a_customer_takes_a_substitute_for_the_discount_that_he_wants():
    # Each wants something from 0 to 40 % off: B, C and D draw u x 0.4 of their own lane.
    wanted = {name: 0.4 * Stream(1, 0, "discount|north").draw(n, 0) for n, name in enumerate("ABCD")}
    assert len({round(value, 2) for value in wanted.values()}) == 4
    for offered in (0.0, 0.1, 0.2, 0.3, 0.4):
        found = served(f"substitutes: {{discount: 'uniform(0, 0.4)', offered: {offered}}}", seed=1)
        assert found["A"] == "blue_city"  # his wish is there: no discount is asked
        for name in "BCD":
            assert (found[name] != "lost") == (wanted[name] <= offered), (name, offered)


def test_an_offer_of_exactly_what_is_wanted_is_enough():
    for offered in (0.15, 0.1 + 0.05):
        assert "lost" not in served(f"substitutes: {{discount: 0.15, offered: {offered!r}}}").values()
    assert served("substitutes: {discount: 0.15, offered: 0.149999}")["B"] == "lost"
    made = served(
        "{substitutes: {discount: 0.15, offered: 0.1}, no_match: made_to_order}"[1:-1].replace(
            ", no_match", "\n        no_match"
        )
    )
    assert made["B"] == "made"


def test_shares_of_substitutes_and_lost_are_those_of_the_draws():
    """Wishes: blue city 0.3 x 0.4 + red tour 0.7 x 0.3 = 0.33 are on the shelf; of the others a quarter want at most 10 of 40 %.

    5,000 orders: 5 standard deviations of a share of 0.67 x 0.25 are 0.026 (false alarm 6e-7).
    """
    text = """
        flexsim: 1
        products: {bike: {options: {colour: {blue: 0.3, red: 0.7}, frame: {city: 0.4, race: 0.3, tour: 0.3}},
                   operations: {weld: {at: bench, run: 1 s}}}}
        work_centres: {bench: {}}
        stock:
          blue_city: {product: bike, options: {colour: blue, frame: city}, lot_size: 50, reorder_point: 500}
          red_tour: {product: bike, options: {colour: red, frame: tour}, lot_size: 50, reorder_point: 500}
        demand:
          north: {product: bike, from_stock: true, every: 20 s, count: 5000,
                  substitutes: {discount: "uniform(0, 0.4)", offered: 0.1}}
    """
    scenario = loads(text)
    table = Tables(window(run(scenario, record=("orders",))), scenario)["orders"]
    shares = {
        "exactly": ((table["state"] == "delivered") & ~table["substitute"]).mean(),
        "substitute": table["substitute"].mean(),
        "lost": (table["state"] == "lost").mean(),
    }
    for name, expected in {"exactly": 0.33, "substitute": 0.67 / 4, "lost": 0.67 * 3 / 4}.items():
        assert abs(shares[name] - expected) < 0.035, (name, shares[name])
    assert not table.loc[table["state"] == "lost", "substitute"].any()
    assert Fraction(sum(shares.values())).limit_denominator(10**6) == 1


def test_the_table_says_who_got_something_else_and_what_he_wanted():
    scenario = loads(
        "flexsim: 1\n" + "\n".join(line[4:] for line in SHELF.replace("STATED", "substitutes: {}").splitlines())
    )
    table = Tables(window(run(scenario)), scenario)["orders"].set_index("order")
    assert table["substitute"].to_dict() == {"A": False, "B": True, "C": True, "D": True}
    assert table.loc["B", ["configuration", "item"]].tolist() == ["colour=red frame=city size=s", "blue_city"]


def test_an_order_for_an_item_by_name_is_no_substitute_and_of_its_configuration():
    text = SHELF[: SHELF.index("    demand:")] + "    demand: {north: {item: red_tour, at: [1 min]}}\n"
    scenario = loads("flexsim: 1\n" + "\n".join(line[4:] for line in text.splitlines()))
    [order] = Tables(window(run(scenario)), scenario)["orders"].to_dict("records")
    assert (order["configuration"], order["substitute"]) == ("colour=red frame=tour", False)


WRONG = {
    "not from stock": (
        {"demand.custom.substitutes": {}},
        ['demand.custom.substitutes: this is for orders that look for an item: it needs "from_stock: true".'],
    ),
    "made to order anyway": (
        {"demand.custom.no_match": "made_to_order"},
        [
            'demand.custom.no_match = "made_to_order": this is for orders that look for an item: it needs "from_stock: true".'
        ],
    ),
    "neither": (
        {"demand.custom.from_stock": True, "demand.custom.no_match": "make"},
        ['demand.custom.no_match = "make": allowed: lost or made_to_order.'],
    ),
    "unknown option": (
        {"demand.custom.from_stock": True, "demand.custom.substitutes": {"weights": {"color": 2}}},
        ['demand.custom.substitutes.weights.color = 2: "bike" has no option "color". Nearest: "colour".'],
    ),
    "a weight that is no whole number": (
        {"demand.custom.from_stock": True, "demand.custom.substitutes": {"weights": {"colour": 1.5}}},
        ["demand.custom.substitutes.weights.colour = 1.5: a whole number is needed, without a unit."],
    ),
    "an offer in per cent": (
        {"demand.custom.from_stock": True, "demand.custom.substitutes": {"offered": 15}},
        ["demand.custom.substitutes.offered = 15: a discount is a part of the price, from 0 to 1."],
    ),
    "a discount with a unit": (
        {"demand.custom.from_stock": True, "demand.custom.substitutes": {"discount": "uniform(0 EUR, 3 EUR)"}},
        [
            'demand.custom.substitutes.discount = "uniform(0 EUR, 3 EUR)": a plain number belongs here: leave out the unit "EUR".'
        ],
    ),
    "a discount in per cent": (
        {"demand.custom.from_stock": True, "demand.custom.substitutes": {"discount": "15 %"}},
        ['demand.custom.substitutes.discount = "15 %": shares are written as parts of 1: "0.15".'],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_at_its_place(changes, expected):
    assert problems_of(changed(changes)) == expected


def test_what_was_read_is_written_so_that_it_is_read_again():
    for discount in (
        "triangular(0, 0.1, 0.4)",
        0.05,
        "normal(0.1, 0.05, low=0)",
        "empirical(0.1: 0.5, 0.2: 0.5)",
        "trace(0.1, 0)",
    ):
        parts = {"discount": discount, "offered": 0.2, "weights": {"colour": 2}}
        shop = from_mapping(changed({"demand.custom.from_stock": True, "demand.custom.substitutes": parts}))
        again = loads(shop.dump())
        assert again == shop
        assert again.demand["custom"].substitutes == shop.demand["custom"].substitutes
