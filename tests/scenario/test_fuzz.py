"""Shipped models with lines deleted, repeated, moved or garbled: each is answered, and soon."""

from __future__ import annotations

import math
import re
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from flexsim.scenario import ScenarioError, capacity, capacity_in_words, from_mapping, loads
from flexsim.shipped import model
from tests.cli.helpers import call
from tests.scenario.shops import TEXT
from tests.scenario.test_round_trip import scenarios

MODELS = [*(path.read_text(encoding="utf-8") for path in sorted(model("bicycle_workshop").parent.glob("*.yaml"))), TEXT]

WORDS = (
    "", "~", "[]", "{}", "-1", "0", "1e400", ".nan", "-.inf", '"\\e[2J"', '"\\ud800"', "true", "5 min", "-5 min", "7 EUR",
    "exponential(0 min)", "[1, 2]", "{a: b}", "*x", "&x 1", "!!python/object:os.system x", "9" * 50, "9" * 5000, "a/b",
    "2", "1.5", "normal(1 min, 1e-300 min, low=5 min, high=6 min)", "gamma(shape=1e300, scale=1e9 h)", "1/3", '"1/0"',
    "weibull(shape=1e-5, scale=1 h)", "beta(1e-300, 1e300, 0 s, 1 s)", "lognormal(1 min, cv=1e200)", "erlang(1e18, 1 min)",
    "²", "٣ min", "{<<: 1}", "{1: 2}", "65536", "2147483648", "robot", "bicycle", "day", "mon", '"08:00-08:00"', "null",
    "0.000001", "1e-300", "{from: 1, to: 65536}",
)  # fmt: skip
"""What takes the place of a value."""

SIGNS = "\0\t\"':{}[]&*!|>%@`#-?,\x7f\x85\ufeff\u202e🚲é"
VALUE = re.compile(r"(?<=[:\[,{ ])\s*[^\s:,\[\]{}#][^:,\[\]{}#]*(?=[,\]}:#]|$)")

LONGEST_S = 5.0
"""Processor time of one answer."""


def mutant(text: str, random: Random) -> str:
    """Give a text with one to five small mistakes."""
    lines = text.split("\n")
    for _ in range(random.choice([1, 1, 1, 2, 3, 5])):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        kind = random.randrange(9)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[other])
        elif kind == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 3 and lines[at]:
            place = random.randrange(len(lines[at]))
            lines[at] = lines[at][:place] + random.choice(SIGNS) + lines[at][place + random.randrange(2) :]
        elif kind == 4:
            lines[at] = lines[at][2:] if random.random() < 0.5 else "  " + lines[at]
        elif values := list(VALUE.finditer(lines[at])):
            value = random.choice(values)
            others = list(VALUE.finditer(lines[other]))
            word = random.choice(others)[0] if others and random.random() < 0.3 else random.choice(WORDS)
            lines[at] = f"{lines[at][: value.start()]} {word}{lines[at][value.end() :]}"
    return "\n".join(lines)


def test_every_mutant_of_a_model_is_answered_by_check(tmp_path: Path) -> None:
    """Exit code 0 or 2, never a traceback; what is wrong has a place and can be shown on any terminal."""
    random = Random("mutants")
    file = tmp_path / "mutant.yaml"
    codes = {0: 0, 2: 0}
    for _ in range(400):
        text = mutant(random.choice(MODELS), random)
        file.write_text(text, encoding="utf-8")
        began = time.process_time()
        done = call("check", file)
        assert time.process_time() - began < LONGEST_S, text
        assert done.exception is None or isinstance(done.exception, SystemExit), text
        codes[done.exit_code] += 1
        if done.exit_code == 2:
            assert done.stdout == ""
            assert done.stderr.startswith(f"{file} has "), text
            assert done.stderr.replace("\n", "").isprintable(), text
            assert max(map(len, done.stderr.splitlines())) < 900, text
    assert min(codes.values()) > 20


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3])
def test_bytes_that_are_no_text_are_answered(tmp_path: Path, share: float) -> None:
    random = Random(f"bytes {share}")
    file = tmp_path / "bytes.yaml"
    for _ in range(40):
        content = bytearray(
            random.choice(MODELS).encode()[: random.randrange(4000)] if share else random.randbytes(3000)
        )
        for _ in range(int(share * len(content))):
            content[random.randrange(len(content))] = random.randrange(256)
        file.write_bytes(content)
        done = call("check", file)
        assert done.exit_code == 2
        assert isinstance(done.exception, SystemExit)


def test_what_is_accepted_can_be_written_down_and_read_again() -> None:
    """Mutants that are right by chance: the dump is the same scenario, and its loads are numbers or infinite."""
    random = Random("right by chance")
    accepted = 0
    while accepted < 40:
        try:
            scenario = loads(mutant(random.choice(MODELS), random))
        except ScenarioError:
            continue
        accepted += 1
        assert loads(scenario.dump()) == scenario
        check_loads(scenario)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenarios())
def test_every_scenario_has_loads(data: dict) -> None:
    check_loads(from_mapping(data))


def check_loads(scenario) -> None:
    """Check that loads are not below 0, lie between their bounds, and are written without tracebacks."""
    found = capacity(scenario)
    for row in found.work_centres:
        assert row.load >= 0
        assert row.least_load <= row.load * (1 + 1e-9) <= row.most_load * (1 + 1e-8) + 1e-9
        assert row.set_up_h <= row.work_h * (1 + 1e-9) or row.hours_h < 168 * row.units
        assert -1e-9 <= row.down_h <= row.hours_h * (1 + 1e-9)
    for row in found.teams:
        assert row.load >= 0
        assert not math.isnan(row.work_h)
    assert capacity_in_words(found).isprintable() is False  # it has lines
    assert str(found.as_dict())
