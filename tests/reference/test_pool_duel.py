"""Engine and oracle agree event for event where people are called by the backlog (P4)."""

import pytest

from .duel import differences, disagreement, outcome, seed_from
from .floors import simulate
from .oracle import simulate as oracle
from .random_floors import random_calls

WITH_POOLS = 10
N_CHUNKS, N_CALLS, N_FLOORS = 4, 15, 10


@pytest.mark.parametrize("chunk", range(N_CHUNKS))
def test_engine_and_oracle_agree_on_random_calls(chunk):
    n_came = 0
    for number in range(N_CALLS):
        seed = seed_from("test_engine_and_oracle_agree_on_random_calls", chunk, number)
        expected, found = outcome(oracle, random_calls(seed)), outcome(simulate, random_calls(seed))
        if expected != found:
            pytest.fail(f"random_calls({seed}):\n" + "\n".join(differences(expected, found)))
        n_came += any(came for _, _, came in found["pools"])
    assert n_came > N_CALLS // 2


@pytest.mark.parametrize("chunk", range(N_CHUNKS))
def test_engine_and_oracle_agree_on_random_floors_with_pools(chunk):
    """Pools beside everything else."""
    for number in range(N_FLOORS):
        seed = seed_from("test_engine_and_oracle_agree_on_random_floors_with_pools", chunk, number)
        if found := disagreement(seed, WITH_POOLS):
            pytest.fail(found)
