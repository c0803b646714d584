"""After every instant nothing startable is left: the engine's dispatch against brute force on random floors (D3)."""

from collections import defaultdict
from contextlib import suppress

import pytest

from flexsim.engine import EngineError

from .duel import seed_from
from .floors import simulate
from .oracle_calendar import Calendar
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
    n_instants = 0
    for number in range(chunk, N_CHUNKS * N_FLOORS, N_CHUNKS):
        seed, level = (
            seed_from("test_nothing_startable_is_left_after_any_instant", number),
            LEVELS[number % len(LEVELS)],
        )
        eyes = watch(seed, level)
        n_instants += eyes.n_instants
        assert not eyes.left, f"random_floor({seed}, {level}): {len(eyes.left)} times, first at {eyes.left[0]}"
    assert n_instants > 1000  # it has had something to look at


# Brute force that overlooks one rule must find work left: so each of them is put to the test by these floors.


class OverlooksHours(BruteForce):
    def __init__(self, floor):
        super().__init__(floor)
        self.presence = dict.fromkeys(self.presence, Calendar(None))


class OverlooksBreakdowns(BruteForce):
    def is_ready(self, unit):
        return self.hours[unit.centre.name].is_on(self.now)


class OverlooksAttention(BruteForce):
    def has_attention(self, worker, parts, unit):
        return True


class OverlooksAreas(BruteForce):
    def area(self, centre):
        return "everywhere"


class OverlooksWhen(BruteForce):
    def is_allowed(self, worker, centre):
        return True


class OverlooksSkills(BruteForce):
    def skills(self, worker):
        return defaultdict(lambda: {"time": 1.0}, {skill: {"time": 1.0} for skill in ("assembly", "metal", "paint")})


class OverlooksWhatIsKept(BruteForce):
    def crews(self, task, step, unit, kept, of_when):
        return super().crews(task, step, unit, None, of_when)


class OverlooksShiftEnds(BruteForce):
    def fits(self, task, step, unit, crew):
        return True


OVERLOOKING = BruteForce.__subclasses__()


@pytest.mark.parametrize("look", OVERLOOKING)
def test_brute_force_that_overlooks_a_rule_finds_work_left(look):
    floors = (
        (seed_from("test_brute_force_that_overlooks_a_rule_finds_work_left", n), LEVELS[-(n % 3) - 1])
        for n in range(300)
    )
    assert any(watch(seed, level, look).left for seed, level in floors)
