"""The engine and the SimPy shops are two opinions on the same floor: order by order they agree to the tick.

Both read the same scenario in their own way: the engine the file, the SimPy shop its own code, draws included.
"""

from pathlib import Path

import numpy as np
import pytest
from randomgen import Philox

from flexsim.engine import run
from flexsim.scenario import load
from tests.reference.simpy_idiomatic import idiomatic_shop
from tests.reference.simpy_luck import Luck, philox
from tests.reference.simpy_shop import benchmark_shop, joins_shop

SCENARIOS = Path(__file__).parents[2] / "benchmarks"
SHOPS = {
    "hand-tuned": ("shop", benchmark_shop),
    "idiomatic": ("shop", idiomatic_shop),
    "joins": ("joins_shop", joins_shop),
}
N_ORDERS = 300


@pytest.mark.parametrize("replication", [0, 7])
@pytest.mark.parametrize("name", SHOPS)
def test_every_order_is_delivered_at_the_same_tick(name, replication):
    file, shop_of = SHOPS[name]
    shop = shop_of(N_ORDERS, seed=20, replication=replication)
    shop.run()
    scenario = load(SCENARIOS / f"{file}.yaml").with_values({"demand.jobs.count": N_ORDERS})
    table = run(scenario, seed=20, replication=replication, record=("orders",)).tables["orders"]
    theirs = [(order.ordinal, order.arrived, order.completed) for order in shop.orders]
    assert (
        sorted(zip(table["ordinal"].tolist(), table["arrived"].tolist(), table["completed"].tolist(), strict=True))
        == theirs
    )


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_answers(counter, key, answer):
    """Known answers of Random123 (kat_vectors, philox 4x32, 10 rounds)."""
    assert tuple(int(word) for word in philox(counter, key)) == answer


def test_philox_agrees_with_randomgen():
    counter, (k0, k1) = (5, 6, 7, 8), (1, 2)
    theirs = Philox(
        key=k0 | k1 << 32, counter=sum(word << 32 * i for i, word in enumerate(counter)), number=4, width=32
    )
    # randomgen steps its counter before each block
    ours = [int(word) for word in philox((counter[0] + 1, *counter[1:]), (k0, k1))]
    assert theirs.random_raw(4).tolist() == ours


def test_uniforms_lie_strictly_between_zero_and_one():
    drawn = Luck(1, 0).uniforms("a lane", np.arange(100_000))
    assert 0 < drawn.min() < drawn.max() < 1
    assert abs(drawn.mean() - 0.5) < 5 / np.sqrt(12 * drawn.size)
