"""What variety costs: how many keys an operation has seen, and what it takes to know (O2)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flexsim.engine import run
from flexsim.engine.variety import Tally, keys_of
from flexsim.results import Tables, window
from flexsim.scenario import loads
from tests.engine.test_hand_traces import play

SHOP = """
    products:
      bike:
        options: {colour: {blue: 0.3, red: 0.7}, frame: {city: 0.5, race: 0.5}, size: {l: 0.25, m: 0.5, s: 0.25}}
        operations:
          weld: {at: bench, run: 1 min, depends_on: [frame, size]}
          paint: {at: bench, after: weld, run: 1 min, depends_on: [colour]}
          test: {at: bench, after: paint, run: 1 min, depends_on: []}
          tune: {at: bench, after: test, run: 1 min, only_if: {frame: race}, depends_on: [colour, size]}
    work_centres: {bench: {}}
"""
FOUR = """
    demand:
      north:
        product: bike
        orders:
          - {order: A, arrival: 0 min, options: {colour: red, frame: city, size: l}}
          - {order: B, arrival: 1 min, options: {colour: red, frame: city, size: m}}
          - {order: C, arrival: 2 min, options: {colour: blue, frame: race, size: m}}
      south:
        product: bike
        orders:
          - {order: D, arrival: 3 min, options: {colour: red, frame: race, size: m}}
          - {order: E, arrival: 4 min, options: {colour: red, frame: city, size: m}}
"""


def keys(counts):
    """Keys and configurations of every operation, by its name."""
    table = counts.tables["variety"]
    names = [counts.names["operations"][code].split("/")[1] for code in table["operation"].tolist()]
    return dict(zip(names, zip(table["n_keys"].tolist(), table["n_configurations"].tolist(), strict=True), strict=True))


def test_keys_are_counted_by_what_an_operation_looks_at_over_all_streams():
    # Four configurations, as B and E are the same. Frames and sizes: city l, city m, race m. Colours: red, blue. The test
    # looks at nothing: one key. Only C and D are tuned: blue m and red m.
    found = keys(play(SHOP, FOUR))
    assert found == {"paint": (2, 4), "test": (1, 4), "tune": (2, 2), "weld": (3, 4)}


def test_the_table_names_what_could_have_been_asked_for():
    scenario = loads("flexsim: 1\n" + "\n".join(line[4:] for line in (SHOP + FOUR).splitlines()))
    table = Tables(window(run(scenario)), scenario)["variety"].set_index("operation")
    assert table["depends_on"].to_dict() == {"paint": "colour", "test": "", "tune": "colour size", "weld": "frame size"}
    assert table["possible_keys"].to_dict() == {"paint": 2, "test": 1, "tune": 6, "weld": 6}
    assert table["distinct_keys"].to_dict() == {"paint": 2, "test": 1, "tune": 2, "weld": 3}


def test_what_is_not_made_by_an_operation_is_none_of_its_keys():
    # One of two operations by chance for each of three orders: as many keys as orders that came there.
    counts = play(
        """
        products:
          part:
            options: {size: {l: 0.5, s: 0.5}}
            operations:
              mill: {at: bench, run: 1 min, depends_on: [size]}
              turn: {at: bench, run: 1 min, depends_on: [size]}
            routing: {drawn: {from: 1, to: 1}}
        demand: {north: {product: part, every: 1 min, count: 3}}
        work_centres: {bench: {}}
        """
    )
    orders = counts.tables["orders"]
    sizes = dict(zip(orders["ordinal"].tolist(), orders["configuration"].tolist(), strict=True))
    seen = {name: set() for name in ("mill", "turn")}
    table = counts.tables["operations"]
    for ordinal, code in zip(table["ordinal"].tolist(), table["operation"].tolist(), strict=True):
        seen[counts.names["operations"][code].split("/")[1]].add(sizes[ordinal])
    assert keys(counts) == {name: (len(found), len(found)) for name, found in seen.items()}
    assert sum(map(len, seen.values())) > 0


def test_lots_for_the_shelf_count_and_orders_from_it_do_not():
    counts = play(
        SHOP,
        """
        demand: {north: {item: city_bike, at: [0 min, 1 min, 2 min], quantity: 2}}
        stock: {city_bike: {product: bike, options: {frame: city, colour: red, size: m}, lot_size: 2, reorder_point: 1}}
        horizon: 1 d
        """,
    )
    assert keys(counts) == {"paint": (1, 1), "test": (1, 1), "tune": (0, 0), "weld": (1, 1)}


def test_they_are_counted_up_to_the_horizon():
    counts = play(SHOP, FOUR, "horizon: 150 s\nrun_on: 1 d\nwarm_up: 90 s\n")  # D and E come later
    assert counts.ran_until > counts.end
    assert keys(counts)["weld"] == (3, 3)
    assert keys(counts.at_warm_up)["weld"] == (2, 2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2**62), st.integers(0, 99)), max_size=60))
def test_a_tally_is_a_set_of_configurations_for_each_operation(made):
    tally, sets = Tally(100), [set() for _ in range(100)]
    for configuration, rank in made:
        tally.count(configuration, [rank])
        sets[rank].add(configuration)
    assert len(tally) == len(set().union(*sets))
    assert [set(tally.made_by(rank).tolist()) for rank in range(100)] == sets


def test_a_configuration_takes_16_bytes_in_a_table_at_most_two_thirds_full():
    tally = Tally(32)
    for configuration in range(10_000):
        tally.count(7919 * configuration, [0, 31])
    assert tally.width == 2
    assert 1.5 * len(tally) <= tally.room <= 3 * len(tally)
    assert keys_of(tally.made_by(31), [(7919, 10), (1, 1)]).max() == 9
