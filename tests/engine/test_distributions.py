"""How long things take: every quantile is SciPy's to half a tick, increases, and costs no draw where nothing is left to chance."""

import math
from hashlib import blake2b
from itertools import accumulate
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from flexsim.engine.distributions import LONGEST, make, to_ticks
from flexsim.engine.errors import EngineError
from flexsim.engine.streams import Stream
from tests.engine.either import python, uncompiled

SECONDS = st.floats(0.001, 1e5)
SHAPE = st.floats(0.2, 30.0)
SHARE = st.floats(1e-6, 1.0 - 1e-6)
# What a stream can give: odd multiples of 2^-53.
DRAWN = st.integers(0, 2**52 - 1).map(lambda bits: (bits + 0.5) / 2**52) | st.sampled_from([2.0**-53, 1.0 - 2.0**-53])


def ascending(n):
    """Give n times, each at least a hundredth of a second above the one before."""
    return st.tuples(*[st.floats(0.01, 1e4)] * n).map(lambda steps: tuple(sum(steps[: i + 1]) for i in range(n)))


def cut_normals():
    """Give normals, cut anywhere that leaves at least a few thousandths of the bell."""
    bounds = st.tuples(st.floats(-2.5, 2.0), st.floats(0.3, 3.0), st.sampled_from(["both", "below", "above", "not"]))
    return st.tuples(st.floats(10.0, 1e4), st.floats(0.01, 0.4), bounds).map(
        lambda p: (
            p[0],
            p[0] * p[1],
            p[0] * (1.0 + p[1] * p[2][0]) if p[2][2] in ("both", "below") else -inf,
            p[0] * (1.0 + p[1] * (p[2][0] + p[2][1])) if p[2][2] in ("both", "above") else inf,
        )
    )


def normal(mean, sd, low, high):
    """Give SciPy's normal distribution, cut."""
    return stats.truncnorm((low - mean) / sd, (high - mean) / sd, mean, sd)


class Steps:
    """SciPy's distribution of a whole number, in steps of some seconds."""

    def __init__(self, number, step):
        self.number, self.step = number, step

    def ppf(self, u):
        return self.number.ppf(u) * self.step

    def mean(self):
        return self.number.mean() * self.step


def lognormal(mean, cv):
    """Give SciPy's lognormal of a mean and a coefficient of variation."""
    variance = math.log(1.0 + cv**2)
    return stats.lognorm(math.sqrt(variance), scale=mean * math.exp(-variance / 2.0))


KINDS = {
    "uniform": (ascending(2), lambda low, high: stats.uniform(low, high - low)),
    "triangular": (ascending(3), lambda low, mode, high: stats.triang((mode - low) / (high - low), low, high - low)),
    "exponential": (st.tuples(SECONDS), lambda mean: stats.expon(scale=mean)),
    "normal": (cut_normals(), normal),
    "lognormal": (st.tuples(SECONDS, st.floats(0.01, 3.0)), lognormal),
    "weibull": (st.tuples(SHAPE, SECONDS), lambda shape, scale: stats.weibull_min(shape, scale=scale)),
    "gamma": (st.tuples(SHAPE, SECONDS), lambda shape, scale: stats.gamma(shape, scale=scale)),
    "beta": (
        st.tuples(SHAPE, SHAPE, ascending(2)).map(lambda p: (p[0], p[1], *p[2])),
        lambda a, b, low, high: stats.beta(a, b, low, high - low),
    ),
    "geometric": (st.tuples(st.floats(1e-4, 0.999), SECONDS), lambda p, step: Steps(stats.geom(p), step)),
}
ANY = st.one_of([st.tuples(st.just(kind), parameters) for kind, (parameters, _) in KINDS.items()])


def tolerance(seconds):
    """Give half a tick, and what rounding in another order of the same formula may add."""
    return 0.5 + 1e-11 * abs(seconds) * 1e6


@pytest.mark.parametrize("kind", KINDS)
def test_a_quantile_is_scipys_to_half_a_tick(kind):
    parameters, partner = KINDS[kind]

    @given(parameters, SHARE)
    def agrees(parameters, u):
        expected = float(partner(*parameters).ppf(u))
        ticks = min(max(expected, 0.0) * 1e6, LONGEST)  # a draw is never longer than 2^53 ticks
        assert abs(make(kind, parameters).ticks_at(u) - ticks) <= tolerance(min(expected, LONGEST / 1e6))

    agrees()


@pytest.mark.parametrize("kind", KINDS)
def test_planned_is_the_mean_to_half_a_tick(kind):
    parameters, partner = KINDS[kind]

    @given(parameters)
    def agrees(parameters):
        distribution = make(kind, parameters)
        expected = float(partner(*parameters).mean())
        assert distribution.planned == int(distribution.mean_seconds * 1e6 + 0.5)
        assert abs(distribution.planned - expected * 1e6) <= tolerance(expected)

    agrees()


@given(ANY, DRAWN, DRAWN)
def test_a_quantile_increases_with_the_uniform_number(kind_and_parameters, u, v):
    distribution = make(*kind_and_parameters)
    assert distribution.ticks_at(min(u, v)) <= distribution.ticks_at(max(u, v))
    assert 0 <= distribution.ticks_at(u) <= LONGEST


@given(cut_normals(), DRAWN)
def test_a_cut_normal_stays_within_its_bounds(parameters, u):
    ticks = make("normal", parameters).ticks_at(u)
    assert parameters[2] * 1e6 - 0.5 <= ticks <= parameters[3] * 1e6 + 0.5


@pytest.mark.parametrize("bounds", [(130.0, inf), (130.0, 150.0), (-inf, 70.0), (180.0, inf)])
def test_a_normal_keeps_its_precision_far_out_in_either_tail(bounds):
    # 3 to 8 standard deviations from the centre; counted from the wrong end, the last would know nothing but 0 and infinity.
    distribution = make("normal", (100.0, 10.0, *bounds)) if bounds[0] < 170.0 else None
    if distribution is None:
        with pytest.raises(EngineError, match="cut off all"):
            make("normal", (100.0, 10.0, *bounds))
        return
    for u in (0.001, 0.25, 0.5, 0.75, 0.999):
        assert abs(distribution.ticks_at(u) - normal(100.0, 10.0, *bounds).ppf(u) * 1e6) <= 0.5 + 1e-3


def test_a_normal_that_is_not_cut_gives_zero_instead_of_less():
    distribution = make("normal", (10.0, 10.0, -inf, inf))
    assert distribution.ticks_at(0.1) == 0  # 10 - 1.28 * 10 < 0
    assert distribution.ticks_at(0.5) == 10_000_000


@given(
    st.lists(st.integers(0, 10**6), min_size=2, max_size=30, unique=True).map(sorted),
    st.lists(st.integers(1, 100), min_size=30, max_size=30),
    SHARE,
)
def test_an_empirical_draw_is_the_first_value_whose_cumulated_share_exceeds_u(values, weights, u):
    shares = [weight / sum(weights[: len(values)]) for weight in weights[: len(values)]]
    distribution = make("empirical", tuple(number for pair in zip(values, shares, strict=True) for number in pair))
    cumulated = accumulate(shares)
    first = next((value for value, reached in zip(values, cumulated, strict=True) if reached > u), values[-1])
    assert distribution.ticks_at(u) == first * 1_000_000
    mean = sum(value * weight for value, weight in zip(values, weights, strict=False)) / sum(weights[: len(values)])
    assert abs(distribution.planned - mean * 1e6) <= tolerance(mean)


@given(st.floats(1e-6, 0.999), st.integers(1, 10**6))
def test_a_geometric_number_is_the_first_whose_cumulated_probability_reaches_u(p, k):
    reached = -math.expm1(k * math.log1p(-p))  # the distribution function at k
    if reached < 1.0 - 1e-9:
        distribution = make("geometric", (p, 1.0))
        # a little below it needs k steps, a little above one more: rounding cannot decide 1e-10 beside it
        assert distribution.ticks_at(reached - 1e-10 * min(p, 1.0 - reached)) == k * 10**6
        assert distribution.ticks_at(reached + 1e-10 * min(p, 1.0 - reached)) in (k * 10**6, (k + 1) * 10**6)


def test_a_trace_gives_what_was_recorded_to_whom_it_happened():
    recorded = make("trace", (5.0, 0.0, 7.5))
    stream = Stream(1, 2, "arrival|north")
    assert [recorded.draw_at(stream, n, 0) for n in range(5)] == [5_000_000, 0, 7_500_000, 5_000_000, 0]
    assert recorded.draw_at(stream, 2, 3 << 16) == 7_500_000  # every piece of order 2
    assert recorded.planned == 12_500_000 // 3 + 1  # 4.1666667 s
    assert not recorded.constant


def test_shares_that_sum_to_a_little_less_than_one_end_with_the_last_value():
    thirds = make("empirical", (1.0, 0.333333, 2.0, 0.333333, 3.0, 0.333333))
    assert thirds.ticks_at(0.9999995) == 3_000_000


@pytest.mark.parametrize(
    ("kind", "parameters", "seconds"),
    [
        ("constant", (8.47 * 60.0,), 508.2),
        ("uniform", (3.0, 3.0), 3.0),
        ("triangular", (3.0, 3.0, 3.0), 3.0),
        ("exponential", (0.0,), 0.0),
        ("normal", (3.0, 0.0, -inf, inf), 3.0),
        ("normal", (3.0, 0.0, 4.0, inf), 4.0),
        ("lognormal", (3.0, 0.0), 3.0),
        ("weibull", (2.0, 0.0), 0.0),
        ("gamma", (2.0, 0.0), 0.0),
        ("beta", (2.0, 5.0, 3.0, 3.0), 3.0),
        ("geometric", (1.0, 3.0), 3.0),
        ("geometric", (0.5, 0.0), 0.0),
        ("empirical", (3.0, 1.0), 3.0),
        ("trace", (3.0, 3.0), 3.0),
    ],
)
def test_what_leaves_nothing_to_chance_is_not_drawn(kind, parameters, seconds):
    distribution = make(kind, parameters)
    assert distribution.constant
    assert (distribution.kind, distribution.parameters) == (kind, parameters)
    assert distribution.draw_at(None, 0, 0) == distribution.ticks_at(0.3) == distribution.planned == to_ticks(seconds)


@given(ANY, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_a_draw_is_the_quantile_of_the_stream_at_the_address(kind_and_parameters, entity, index):
    distribution = make(*kind_and_parameters)
    stream = Stream(3, 4, "run|custom|mill")
    assert distribution.draw_at(stream, entity, index) == distribution.ticks_at(stream.draw(entity, index))


@pytest.mark.parametrize(("entity", "index"), [(2**32, 0), (0, 2**32), (-1, 0)])
def test_a_draw_at_an_address_that_does_not_fit_is_refused(entity, index):
    with pytest.raises(EngineError, match=r"run\|custom\|mill"):
        make("exponential", (1.0,)).draw_at(Stream(3, 4, "run|custom|mill"), entity, index)


@pytest.mark.parametrize(
    ("kind", "parameters", "why"),
    [
        ("normall", (1.0,), "no such kind"),
        ("constant", (-1.0,), "from 0"),
        ("constant", (math.nan,), "from 0"),
        ("constant", (1.0, 2.0), "1 parameters"),
        ("uniform", (2.0, 1.0), "ascend"),
        ("triangular", (1.0, 3.0, 2.0), "ascend"),
        ("exponential", (inf,), "from 0"),
        ("weibull", (0.001, 1.0), "shape"),
        ("gamma", (0.0, 1.0), "shape"),
        ("beta", (1.0, 1.0, 3.0, 2.0), "bounds"),
        ("normal", (1.0, 1.0, 3.0, 2.0), "bounds"),
        ("normal", (1.0, 1.0, math.nan, 2.0), "bounds"),
        ("normal", (10.0, 1.0, -inf, 0.0), "above 0"),
        ("normal", (10.0, 1.0, -inf, 1.0), "cut off all"),
        ("geometric", (0.0, 1.0), "probability"),
        ("geometric", (1.5, 1.0), "probability"),
        ("trace", (), "values"),
        ("trace", (1.0, -1.0), "values"),
        ("empirical", (), "values"),
        ("empirical", (1.0, 0.5, 2.0), "values"),
        ("empirical", (2.0, 0.5, 1.0, 0.5), "ascend"),
        ("empirical", (1.0, 0.5, 2.0, 0.4), "sum to 1"),
    ],
)
def test_parameters_that_cannot_be_are_refused_with_what_is_wrong(kind, parameters, why):
    with pytest.raises(EngineError, match=why):
        make(kind, parameters)


def test_no_draw_is_longer_than_285_years():
    assert make("weibull", (0.01, 1000.0)).ticks_at(0.999) == LONGEST
    assert make("weibull", (0.01, 1000.0)).planned == LONGEST


@given(st.integers(-(2**52), 2**52))
def test_ticks_of_a_whole_number_of_microseconds_are_that_number(ticks):
    # Above 2^52 / 10^6 seconds a double no longer tells one microsecond from the next.
    assert to_ticks(ticks / 1e6) == ticks if ticks >= 0 else to_ticks(ticks / 1e6) in (ticks, ticks + 1)


def test_half_a_tick_is_rounded_up_and_what_is_no_time_refused():
    assert (to_ticks(0.0000004), to_ticks(0.0000005), to_ticks(8.47 * 60.0)) == (0, 1, 508_200_000)
    for seconds in (inf, -inf, math.nan, 9.1e9):
        with pytest.raises(EngineError, match="285 years"):
            to_ticks(seconds)


def test_scipy_is_loaded_only_for_the_kinds_that_need_it():
    program = (
        "import sys; from flexsim.engine.distributions import make; make('weibull', (2, 1)); print('scipy' in sys.modules);"
        "make('gamma', (2, 1)); print('scipy' in sys.modules)"
    )
    assert python(program).split() == ["False", "True"]


EXAMPLES = [
    ("constant", (3.0,)),
    ("uniform", (1.0, 7.0)),
    ("triangular", (1.0, 2.0, 9.0)),
    ("exponential", (61.3,)),
    ("weibull", (2.3, 100.0)),
    ("weibull", (0.4, 1e5)),
    ("empirical", (1.0, 0.2, 2.0, 0.3, 4.0, 0.5)),
    ("normal", (100.0, 20.0, -inf, inf)),
    ("normal", (100.0, 60.0, 0.0, 140.0)),
    ("normal", (100.0, 20.0, 130.0, inf)),
    ("lognormal", (61.3, 0.7)),
    ("gamma", (2.5, 30.0)),
    ("gamma", (0.3, 1e5)),
    ("beta", (2.0, 5.0, 10.0, 61.3)),
    ("geometric", (0.07, 12.5)),
    ("geometric", (1e-6, 0.001)),
    ("trace", (61.3, 0.5, 8.47)),
]


def trace():
    """Draw a thousand times from every kind and give the digest of the ticks."""
    digest = blake2b()
    for kind, parameters in EXAMPLES:
        distribution = make(kind, parameters)
        stream = Stream(1, 2, repr(distribution))
        ticks = [distribution.draw_at(stream, i, i * i) for i in range(1000)]
        digest.update(repr((distribution.mean_seconds.hex(), distribution.planned, ticks)).encode())
    return digest.hexdigest()


def test_compiled_and_uncompiled_distributions_draw_the_same_ticks():
    assert trace() == uncompiled(__name__, "trace")


@pytest.mark.parametrize("mean", [2e-6, 0.001, 61.3, 40_000.0, 3e7, 1e11])
def test_exponential_draws_are_the_formulas_to_the_tick(mean):
    """The quick way rounds as the rule's own does, also where half a tick is near (one draw in 250 falls back on it)."""
    stream, drawn = Stream(7, 8, "run|custom|mill"), make("exponential", (mean,))
    for index in range(20_000):
        seconds = -mean * math.log1p(-stream.draw(3, index))
        assert drawn.draw_at(stream, 3, index) == min(int(seconds * 1e6 + 0.5), LONGEST)
