"""What happens next: events leave in the order of their four numbers, whenever they were entered."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexsim.engine.calendar import MOST_HANDLERS, NEVER, Calendar, Caller, Handler, Stack
from flexsim.engine.errors import EngineError
from tests.engine.either import uncompiled

# Time, stage, rank, subject, kind, handler, stamp: few of each, so that ties are many, and now and then the largest.
EVENT = st.tuples(
    st.integers(0, 5) | st.integers(0, NEVER - 1),
    st.integers(0, 3) | st.just(126),
    st.integers(0, 3) | st.just(2**56 - 1),
    st.integers(0, 2) | st.just(2**47 - 1),
    st.integers(0, 2) | st.just(255),
    st.integers(0, 2),
    st.integers(-1, 1) | st.sampled_from([-(2**63), 2**63 - 1]),
)


class Diary:
    """A calendar of three handlers that writes down what was fired, and may enter more when something is."""

    def __init__(self, more=()):
        self.calendar = Calendar()
        self.handlers = [Caller(lambda *event, number=number: self.note(number, *event)) for number in range(3)]
        for handler in self.handlers:
            self.calendar.enrol(handler)
        self.lines = []
        self.more = list(more)

    def enter(self, event):
        """Enter an event given as in `EVENT`."""
        time, stage, rank, subject, kind, number, stamp = event
        self.calendar.enter(time, stage, rank, self.handlers[number], kind, subject, stamp)

    def note(self, number, kind, subject, stamp):
        """Write down an event that is fired, and enter the next of those to come, that much later."""
        self.lines.append((self.calendar.now, subject, kind, number, stamp))
        if self.more:
            later, *rest = self.more.pop()
            self.enter((min(self.calendar.now + later, NEVER - 1), *rest))

    def run(self):
        """Fire until nothing is left."""
        while self.calendar.take():
            pass
        return self.lines


def seen(event):
    """Give what a diary says of an event."""
    return (event[0], *event[3:])


@given(st.lists(EVENT, max_size=200))
def test_events_leave_in_the_order_of_their_four_numbers(events):
    diary = Diary()
    for event in events:
        diary.enter(event)
    assert diary.run() == [seen(event) for event in sorted(events)]
    assert diary.calendar.fired == len(events)


@given(st.lists(EVENT, min_size=1, max_size=60), st.lists(EVENT, max_size=200))
def test_events_entered_while_others_are_fired_take_their_place(events, more):
    diary = Diary(more)
    for event in events:
        diary.enter(event)
    queue, more, expected = list(events), list(more), []
    heapq.heapify(queue)
    while queue:
        event = heapq.heappop(queue)
        expected.append(seen(event))
        if more:
            later, *rest = more.pop()
            heapq.heappush(queue, (min(event[0] + later, NEVER - 1), *rest))
    assert diary.run() == expected


@given(st.lists(EVENT, min_size=1, max_size=100), st.randoms())
def test_the_order_of_entering_changes_nothing(events, random):
    one, other = Diary(), Diary()
    shuffled = random.sample(events, len(events))
    for event, elsewhere in zip(events, shuffled, strict=True):
        one.enter(event)
        other.enter(elsewhere)
    assert one.run() == other.run()


def test_the_next_event_is_known_before_it_is_fired():
    diary = Diary()
    assert diary.calendar.due() == (NEVER, 127)
    diary.enter((7, 3, 0, 0, 0, 0, 0))
    diary.enter((7, 2, 9, 0, 0, 0, 0))
    assert diary.calendar.due() == (7, 2)
    assert diary.calendar.take() == 1
    assert diary.calendar.due() == (7, 3)
    assert diary.calendar.now == 7
    assert (diary.calendar.take(), diary.calendar.take()) == (1, 0)


def test_an_event_before_now_is_refused_and_one_at_now_is_not():
    diary = Diary()
    diary.enter((10, 0, 0, 0, 0, 0, 0))
    diary.calendar.take()
    diary.enter((10, 0, 0, 0, 0, 0, 0))
    with pytest.raises(EngineError, match="at tick 9: it is 10 already"):
        diary.enter((9, 0, 0, 0, 0, 0, 0))
    assert diary.calendar.n == 1


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ((0, 127, 0, 0, 0, 0, 0), "stage"),
        ((0, 0, 2**56, 0, 0, 0, 0), "rank"),
        ((0, 0, -1, 0, 0, 0, 0), "rank"),
        ((0, 0, 0, 2**47, 0, 0, 0), "subject"),
        ((0, 0, 0, 0, 256, 0, 0), "kind"),
    ],
)
def test_a_number_that_does_not_fit_is_refused(event, name):
    with pytest.raises(EngineError, match=name):
        Diary().enter(event)


def test_a_handler_gets_its_number_when_it_enrols_and_257_are_too_many():
    calendar = Calendar()
    assert [calendar.enrol(Handler()) for _ in range(MOST_HANDLERS)] == list(range(MOST_HANDLERS))
    assert calendar.handlers[7].number == 7
    with pytest.raises(EngineError, match="256"):
        calendar.enrol(Handler())


def test_what_a_handler_raises_comes_out_of_the_calendar():
    calendar = Calendar()

    def stumble(kind, subject, stamp):
        raise ValueError(f"subject {subject}")

    handler = Caller(stumble)
    calendar.enrol(handler)
    calendar.enter(0, 0, 0, handler, 0, 41, 0)
    with pytest.raises(ValueError, match="subject 41"):
        calendar.take()
    assert calendar.n == 0


@given(st.lists(st.none() | st.integers()))
def test_a_stack_is_a_list_that_keeps_its_room(moves):
    stack, partner = Stack(), []
    for move in moves:
        if move is not None:
            stack.push(move)
            partner.append(move)
        elif partner:
            assert stack.pop() == partner.pop()
        assert stack.n == len(partner) <= len(stack.items)


def trace():
    """Keep two hundred events going for two thousand steps; give what happened and the count of heap moves."""
    diary = Diary([(i * 7919 % 400, i % 4, i % 11, i % 13, i % 3, i % 3, i % 2) for i in range(2000)])
    for i in range(200):
        diary.enter((i * 31 % 97, i % 4, i % 11, i % 13, i % 3, i % 3, i % 2))
    lines = diary.run()
    return (
        f"{sum(hash(line) * i for i, line in enumerate(lines)) % 2**61} {diary.calendar.fired} {diary.calendar.moves}"
    )


def test_a_compiled_and_an_uncompiled_calendar_do_the_same_moves():
    assert trace() == uncompiled(__name__, "trace")
