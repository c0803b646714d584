"""After every instant nothing startable is left: the engine's dispatch against brute force on random floors (D3)."""

from contextlib import suppress

import pytest

from flexsim.engine import EngineError

from .duel import seed_from
from .floors import simulate
from .random_floors import random_floor
from .what_is_startable import BruteForce

LEVELS = range(2, 9)
N_CHUNKS, N_FLOORS = 10, 30


def watch(seed, level, look=BruteForce):
    """Run a random floor under the eyes of brute force, to its end or until it stalls."""
    floor = random_floor(seed, level)
    eyes = look(floor)
    with suppress(EngineError, OverflowError):
        simulate(floor, after_instant=eyes)
    return eyes


@pytest.mark.parametrize("chunk", range(N_CHUNKS))
def test_nothing_startable_is_left_after_any_instant(chunk):
    n_tried = 0
    for number in range(chunk, N_CHUNKS * N_FLOORS, N_CHUNKS):
        seed, level = (
            seed_from("test_nothing_startable_is_left_after_any_instant", number),
            LEVELS[number % len(LEVELS)],
        )
        eyes = watch(seed, level)
        n_tried += eyes.n_tried
        assert not eyes.left, f"random_floor({seed}, {level}): {len(eyes.left)} times, first at {eyes.left[0]}"
    assert n_tried > 1000  # it has had something to look at


class Careless(BruteForce):
    """Forgets what is kept over a break, and that people have hours."""

    def __call__(self, shop):
        self.presence = dict.fromkeys(self.presence, self.always)
        super().__call__(shop)

    @property
    def always(self):
        return type(next(iter(self.hours.values())))(None)


def test_brute_force_that_thinks_everybody_is_always_there_finds_work_left():
    found = [watch(seed_from("careless", number), 5, Careless).left for number in range(20)]
    assert sum(map(bool, found)) >= 5
