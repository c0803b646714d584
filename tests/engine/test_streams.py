"""Keyed chance: the generator is the published one, and an address is all that a draw depends on."""

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st
from randomgen import Philox

from flexsim.engine.errors import EngineError
from flexsim.engine.streams import Stream
from tests.engine.either import uncompiled

WORD = st.integers(0, 2**32 - 1)

# Random123 1.14, tests/kat_vectors, "philox4x32 10": counter, key, answer.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def uniform_of(r0, r1):
    """Make a number between 0 and 1 of two words, as the rules have it."""
    return (((r1 * 2**32 + r0) >> 12) + 0.5) / 2**52


def at(counter, key):
    """Draw at a counter of four words, whose upper half is no text's."""
    stream = Stream(*key, "")
    stream.lane = counter[2] + (counter[3] << 32)
    return stream.draw(counter[1], counter[0])


@pytest.mark.parametrize(("counter", "key", "answer"), PUBLISHED)
def test_philox_gives_the_answers_that_random123_published(counter, key, answer):
    assert at(counter, key) == uniform_of(*answer[:2])


@given(st.tuples(WORD, WORD, WORD, WORD), st.tuples(WORD, WORD))
def test_philox_is_randomgens_bit_for_bit(counter, key):
    number = sum(word << 32 * i for i, word in enumerate(counter))
    other = Philox(counter=(number - 1) % 2**128, key=key[0] + (key[1] << 32), number=4, width=32)  # it counts first
    assert at(counter, key) == uniform_of(*map(int, other.random_raw(2)))


@given(st.text(), WORD, WORD, WORD, WORD)
def test_a_draw_is_a_function_of_seed_replication_lane_entity_and_index(text, seed, replication, entity, index):
    lane = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
    counter = (index, entity, lane % 2**32, lane >> 32)
    assert Stream(seed, replication, text).draw(entity, index) == at(counter, (seed, replication))


@given(st.tuples(WORD, WORD), WORD, st.integers(0, 2**32 - 4))
def test_draws_side_by_side_are_those_one_after_the_other(key, entity, index):
    stream = Stream(*key, "routing|custom")
    assert stream.draw_four(entity, index) == [stream.draw(entity, index + i) for i in range(4)]


@given(st.tuples(WORD, WORD), WORD, WORD, st.lists(st.text(), min_size=4, max_size=4))
def test_draws_of_four_streams_abreast_are_those_of_each(key, entity, index, lanes):
    first, *others = (Stream(*key, lane) for lane in lanes)
    assert first.draw_four(entity, index, others) == [stream.draw(entity, index) for stream in (first, *others)]


def test_draws_side_by_side_do_not_leave_the_addresses():
    with pytest.raises(EngineError, match="from 0 to 4294967295"):
        Stream(1, 2, "routing|custom").draw_four(0, 2**32 - 3)


def test_the_order_of_drawing_changes_nothing():
    stream = Stream(1, 2, "arrival|custom")
    addresses = [(entity, index) for entity in range(30) for index in range(30)]
    forwards = {address: stream.draw(*address) for address in addresses}
    backwards = {address: stream.draw(*address) for address in reversed(addresses)}
    assert forwards == backwards
    assert len(set(forwards.values())) == len(addresses)


@pytest.mark.parametrize(("seed", "replication"), [(-1, 0), (2**32, 0), (0, -1), (0, 2**32)])
def test_a_key_that_does_not_fit_is_refused(seed, replication):
    with pytest.raises(EngineError, match=r"4294967295"):
        Stream(seed, replication, "arrival|custom")


@pytest.mark.parametrize(("entity", "index"), [(-1, 0), (2**32, 0), (0, -1), (0, 2**32), (2**70, 0)])
def test_an_address_that_does_not_fit_is_refused(entity, index):
    with pytest.raises(EngineError, match=r"arrival\|custom"):
        Stream(0, 0, "arrival|custom").draw(entity, index)


def trace():
    """Draw a thousand numbers and give their digest."""
    digest = blake2b()
    for i in range(1000):
        stream = Stream(i, 2**32 - 1 - i, f"lane|{i % 7}")
        digest.update(stream.draw(i * 4_000_037 % 2**32, i * 65_537).hex().encode())
    return digest.hexdigest()


def test_compiled_and_uncompiled_streams_draw_the_same_bits():
    assert trace() == uncompiled(__name__, "trace")
