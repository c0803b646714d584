"""Engine and oracle agree event for event on random floors that carry out a given schedule (D8)."""

import pytest

from . import floors, oracle
from .duel import differences, outcome, seed_from
from .oracle_state import FloorError
from .random_schedules import scheduled_floor

LEVELS = (1, 2, 3, 4, 5, 7, 8, 10)
N_CHUNKS, N_FLOORS = 6, 20
NO_WAY_ON = "no way on"


def disagreement(floor):
    """What differs; a schedule that leaves an operation without a unit is an error in one and no way on in the other."""
    expected, found = result(oracle.simulate, floor), result(floors.simulate, floor)
    return None if expected == found else "\n".join(differences(expected, found))


def result(simulate, floor):
    try:
        found = outcome(simulate, floor)
    except FloorError:
        return NO_WAY_ON
    return NO_WAY_ON if isinstance(found, str) else found


@pytest.mark.parametrize("chunk", range(N_CHUNKS))
def test_engine_and_oracle_agree_on_random_schedules(chunk):
    n_run = 0
    for number in range(chunk, N_CHUNKS * N_FLOORS, N_CHUNKS):
        seed = seed_from("test_engine_and_oracle_agree_on_random_schedules", number)
        level = LEVELS[number % len(LEVELS)]
        floor = scheduled_floor(seed, level)
        if floor is None:
            continue
        n_run += 1
        if found := disagreement(floor):
            pytest.fail(f"scheduled_floor({seed}, {level}):\n{found}")
    assert n_run > 3  # not every floor may have a schedule
