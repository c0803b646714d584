"""Quantities with units, and distributions of times."""

import math

import pytest
import scipy.stats

from flexsim.scenario.distributions import Distribution, read_distribution, write_distribution
from flexsim.scenario.quantities import read_money, read_number, read_rate, read_time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("12 min", 720.0),
        ("12min", 720.0),
        (" 3.5 h ", 12600.0),
        ("90 s", 90.0),
        ("1 d", 86400.0),
        ("2 wk", 1209600.0),
        ("1e-3 s", 0.001),
        (".5 min", 30.0),
        ("0 min", 0.0),
        ("-0 s", 0.0),
        ("8.47 min", float("8.47") * 60.0),
    ],
)
def test_a_time_is_its_number_times_the_seconds_of_its_unit(text, seconds):
    assert read_time(text) == seconds
    assert math.copysign(1, read_time(text)) == 1


def test_money_and_rates_have_their_own_units():
    assert read_money("120 EUR") == 120
    assert read_rate("30.5 EUR/h") == 30.5
    assert read_number(" 0.25 ") == 0.25


@pytest.mark.parametrize(
    ("read", "value", "message"),
    [
        (read_time, 12, 'a time needs a unit. Write "12 min".'),
        (read_time, "12", 'a time needs a unit. Write "12 min".'),
        (read_time, "12 m", '"m" is the unit of a length. A time has s, min, h, d or wk: "12 min".'),
        (read_time, "3 hours", 'unknown unit "hours". A time has s, min, h, d or wk: "3 h".'),
        (read_time, "2 weeks", 'unknown unit "weeks". A time has s, min, h, d or wk: "2 wk".'),
        (read_time, "-3 min", "a time must not be negative."),
        (read_time, "1e400 min", "a time must be a finite number."),
        (read_time, float("nan"), "a time must be a finite number."),
        (read_time, float("inf"), "a time must be a finite number."),
        (read_time, "nan min", 'a time is a number and a unit, such as "12 min".'),
        (read_time, "1e11 s", "a time must not be longer than 1e+10 s, about three centuries."),
        (read_time, None, 'a time is a number and a unit, such as "12 min".'),
        (read_time, True, 'a time is a number and a unit, such as "12 min".'),
        (read_time, "1,000 min", 'a time is a number and a unit, such as "12 min".'),
        (read_time, "5 min 30 s", 'a time is a number and a unit, such as "12 min".'),
        (read_rate, "30 EUR", '"EUR" is the unit of an amount of money. A rate of money has EUR/h: "30 EUR/h".'),
        (read_rate, 30, 'a rate of money needs a unit. Write "30 EUR/h".'),
        (read_money, "3 €", 'unknown unit "€". An amount of money has EUR: "3 EUR".'),
        (read_number, "0.5 min", 'a plain number belongs here: leave out the unit "min".'),
        (read_number, "half", '"half" is not a number.'),
        (read_number, False, "a number is needed."),
        (read_number, float("nan"), "a finite number is needed."),
    ],
)
def test_a_wrong_quantity_says_what_is_allowed(read, value, message):
    with pytest.raises(ValueError) as caught:
        read(value)
    assert str(caught.value) == message


MIN = 60.0


@pytest.mark.parametrize(
    ("text", "kind", "parameters"),
    [
        ("5 min", "constant", (300.0,)),
        ("constant(5 min)", "constant", (300.0,)),
        ("exponential(12 min)", "exponential", (720.0,)),
        ("exponential(mean=12 min)", "exponential", (720.0,)),
        ("uniform(5 min, 9 min)", "uniform", (300.0, 540.0)),
        ("triangular(1 min, 2 min, 4 min)", "triangular", (60.0, 120.0, 240.0)),
        ("normal(10 min, 2 min)", "normal", (600.0, 120.0, -math.inf, math.inf)),
        ("normal(10 min, 2 min, low=0 min)", "normal", (600.0, 120.0, 0.0, math.inf)),
        ("normal(10 min, 2 min, high=15 min)", "normal", (600.0, 120.0, -math.inf, 900.0)),
        ("lognormal(10 min, cv=0.5)", "lognormal", (600.0, 0.5)),
        ("weibull(shape=2, scale=10 min)", "weibull", (2.0, 600.0)),
        ("gamma(shape=2, scale=5 min)", "gamma", (2.0, 300.0)),
        ("gamma( scale = 5 min , shape = 2 )", "gamma", (2.0, 300.0)),
        ("erlang(3, 10 min)", "gamma", (3.0, 200.0)),
        ("beta(2, 5, 1 min, 9 min)", "beta", (2.0, 5.0, 60.0, 540.0)),
        ("pert(1 min, 2 min, 4 min)", "beta", (1 + 4 / 3, 1 + 8 / 3, 60.0, 240.0)),
        ("empirical(7 min: 0.25, 5 min: 0.75)", "empirical", (300.0, 0.75, 420.0, 0.25)),
        ({"distribution": "exponential", "mean": "12 min"}, "exponential", (720.0,)),
        ({"distribution": "lognormal", "mean": "12 min", "cv": 0.3}, "lognormal", (720.0, 0.3)),
        ({"distribution": "empirical", "values": {"5 min": 0.5, "7 min": 0.5}}, "empirical", (300.0, 0.5, 420.0, 0.5)),
    ],
)
def test_a_distribution_is_read_in_seconds_and_written_back(text, kind, parameters):
    found = read_distribution(text)
    assert (found.kind, found.parameters) == (kind, pytest.approx(parameters, rel=1e-15))
    assert read_distribution(write_distribution(found)) == found


def expected(kind, p):
    """Ask SciPy for the mean."""
    stats = scipy.stats
    return {
        "constant": lambda value: value,
        "uniform": lambda low, high: stats.uniform(low, high - low).mean(),
        "triangular": lambda low, mode, high: stats.triang((mode - low) / (high - low), low, high - low).mean(),
        "exponential": lambda mean: stats.expon(scale=mean).mean(),
        "normal": lambda mu, sd, low, high: stats.truncnorm((low - mu) / sd, (high - mu) / sd, mu, sd).mean(),
        "lognormal": lambda mean, cv: stats.lognorm(
            math.sqrt(math.log(1 + cv * cv)), scale=mean / math.sqrt(1 + cv * cv)
        ).mean(),
        "weibull": lambda shape, scale: stats.weibull_min(shape, scale=scale).mean(),
        "gamma": lambda shape, scale: stats.gamma(shape, scale=scale).mean(),
        "beta": lambda a, b, low, high: stats.beta(a, b, low, high - low).mean(),
    }[kind](*p)


@pytest.mark.parametrize(
    "text",
    [
        "5 min",
        "exponential(12 min)",
        "uniform(5 min, 9 min)",
        "triangular(1 min, 2 min, 4 min)",
        "normal(10 min, 2 min)",
        "normal(10 min, 2 min, low=9 min)",
        "normal(10 min, 2 min, low=15 min, high=18 min)",
        "normal(10 min, 2 min, high=4 min)",
        "lognormal(10 min, cv=0.5)",
        "weibull(shape=1.5, scale=10 min)",
        "erlang(3, 10 min)",
        "beta(2, 5, 1 min, 9 min)",
        "pert(1 min, 2 min, 4 min)",
    ],
)
def test_the_mean_is_that_of_the_distribution(text):
    found = read_distribution(text)
    assert found.mean == pytest.approx(expected(found.kind, found.parameters), rel=1e-9)


def test_the_means_of_an_empirical_and_an_erlang_distribution():
    assert read_distribution("empirical(5 min: 0.75, 7 min: 0.25)").mean == 330.0  # 5 * 0.75 + 7 * 0.25 = 5.5 min
    assert read_distribution("erlang(3, 10 min)").mean == pytest.approx(600.0)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("exponential(12)", 'a time needs a unit. Write "exponential(12 min)".'),
        ("uniform(5, 9 min)", 'a time needs a unit. Write "uniform(5 min, 9 min)".'),
        ("lognormal(mean=10, cv=0.5)", 'a time needs a unit. Write "lognormal(mean=10 min, cv=0.5)".'),
        ("exponental(12 min)", 'unknown distribution "exponental". Nearest: "exponential".'),
        ("exponential()", "exponential needs its mean. Write exponential(12 min)."),
        ("exponential(1 min, 2 min)", "exponential takes mean. Write exponential(12 min)."),
        ("uniform(5 min)", "uniform needs its high. Write uniform(5 min, 9 min)."),
        ("uniform(9 min, 5 min)", "low must be below high in uniform: uniform(5 min, 9 min)."),
        ("uniform(5 min, low=9 min)", "something is given twice. Write uniform(5 min, 9 min)."),
        (
            "triangular(1 min, 9 min, 4 min)",
            "triangular needs low <= mode <= high: triangular(1 min, 2 min, 4 min).",
        ),
        ("exponential(0 min)", 'the mean of exponential must be above 0. For no time at all write "0 min".'),
        ("exponential(-3 min)", "a time must not be negative."),
        ("normal(10 min, 0 min)", "the sd of normal must be above 0."),
        ("lognormal(10 min, sd=2 min)", 'lognormal has no "sd". It takes mean, cv: lognormal(10 min, cv=0.5).'),
        ("lognormal(10 min, cv=0.5 min)", 'a plain number belongs here: leave out the unit "min".'),
        ("weibull(shape=nan, scale=10 min)", '"nan" is not a number.'),
        ("erlang(2.5, 10 min)", "the k of erlang must be a whole number: erlang(3, 10 min). Use gamma for others."),
        (
            "empirical(5 min, 7 min)",
            "empirical takes values with their shares. Write empirical(5 min: 0.5, 7 min: 0.5).",
        ),
        (
            "empirical(5 min: 0.5, 7 min: 0.4)",
            "the shares of an empirical distribution must sum to 1, not 0.9.",
        ),
        (
            "empirical(5 min: 40, 7 min: 60)",
            "the shares of an empirical distribution must sum to 1, not 100. "
            "Shares are parts of 1: 40 % is written 0.4.",
        ),
        ("empirical(5 min: 1.5, 7 min: -0.5)", "a share must not be negative."),
        ({"mean": "3 min"}, 'a distribution written as a mapping needs its name, such as "distribution: exponential".'),
        ({"distribution": "exponential", "mean": 3}, 'a time needs a unit. Write "3 min".'),
        (
            {"distribution": "empirical", "mean": "3 min"},
            'empirical takes values with their shares: "values: {5 min: 0.5, 7 min: 0.5}".',
        ),
        (7, 'a time needs a unit. Write "7 min".'),
        ("soon", 'a time is a number and a unit, such as "12 min".'),
        ("x" * 200_000, 'a time is a number and a unit, such as "12 min".'),
    ],
)
def test_a_wrong_distribution_says_what_is_allowed(value, message):
    with pytest.raises(ValueError) as caught:
        read_distribution(value)
    assert str(caught.value) == message


def test_a_distribution_that_is_read_already_is_kept():
    found = Distribution("exponential", (60.0,))
    assert read_distribution(found) is found
