"""Engine and oracle agree event for event on random records that are replayed (D8 with ``strict: false``)."""

import pytest

from .duel import STALL, differences, outcome, seed_from
from .floors import simulate
from .oracle import simulate as simulate_plainly
from .random_replays import replay_floor

LEVELS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
N_CHUNKS, N_FLOORS = 6, 40


@pytest.mark.parametrize("chunk", range(N_CHUNKS))
def test_engine_and_oracle_agree_on_random_records(chunk):
    n_exceeded = n_stalled = 0
    for number in range(chunk, N_CHUNKS * N_FLOORS, N_CHUNKS):
        seed = seed_from("test_engine_and_oracle_agree_on_random_records", number)
        level = LEVELS[number // N_CHUNKS % len(LEVELS)]
        floor = replay_floor(seed, level)
        expected, found = outcome(simulate_plainly, floor), outcome(simulate, floor)
        if expected != found:
            pytest.fail(f"replay_floor({seed}, {level}):\n" + "\n".join(differences(expected, found)))
        n_stalled += found == STALL
        n_exceeded += found != STALL and found["unit_exceeded"] + found["attention_exceeded"] > 0
    assert n_exceeded > N_FLOORS // 4
    assert n_stalled < N_FLOORS // 2
