"""The tornado: one price after the other, on both sides at once, ordered by what it does to the difference."""

from __future__ import annotations

import json
import re

import pytest

from flexsim import loads, replicate
from flexsim.scenario import Scenario
from flexsim.study import Replications, Tornado, tornado

# Twelve boxes, one every hour, ten minutes each, in a window of 24 h. A box costs, on both sides, its material and the
# twelfth part of 24 h of the bench; by hand Ann is paid 24 h, by machine there is a press, 17,520 EUR over two years:
# 1 EUR an hour without interest. By hand: 2 + 2 x 3 + 2 x 30 = 68 EUR a box; by machine: 2 + 2 x 3 + 2 x 1 = 10 EUR.
BY_HAND = """
flexsim: 1
horizon: 24 h
products:
  box:
    material: 2 EUR
    operations: {glue: {at: bench, run: 10 min, skill: gluing}}
demand:
  shop: {product: box, at: [0 h, 1 h, 2 h, 3 h, 4 h, 5 h, 6 h, 7 h, 8 h, 9 h, 10 h, 11 h]}
work_centres:
  bench: {rate: 3 EUR/h, team: crew}
teams: {crew: {}}
workers:
  Ann: {team: crew, skills: [gluing], wage: 30 EUR/h}
"""


def by_hand() -> Scenario:
    return loads(BY_HAND)


def by_machine() -> Scenario:
    return by_hand().with_values(
        {
            "products.box.operations.glue": {"at": "press", "run": "10 min"},
            "work_centres.press": {"price": "17520 EUR", "life": "2 yr"},
            "work_centres.bench.team": None,
            "workers": None,
            "teams": None,
        }
    )


@pytest.fixture(name="sides", scope="module")
def runs_of_both_sides() -> tuple[Replications, Replications]:
    first, second = (replicate(side, 2, seed=4, repriceable=True) for side in (by_hand(), by_machine()))
    return first, second


def bars(found: Tornado) -> dict[str, tuple[float, float]]:
    return {bar.name: bar.difference for bar in found.bars}


def test_every_price_moves_by_a_fifth_of_itself(sides: tuple[Replications, Replications]) -> None:
    found = tornado(*sides)
    assert (found.first, found.second, found.difference) == pytest.approx((68, 10, -58))
    # a fifth of Ann is 12 EUR a box; the press costs 0.40 EUR more, or over 1.6 years 2.50 and over 2.4 years 1.67 EUR
    assert bars(found) == {
        "wage of the team crew": pytest.approx((-46, -70)),
        "work_centres.press.life": pytest.approx((10.5 - 68, 8 + 2 / 1.2 - 68)),
        "work_centres.press.price": pytest.approx((-58.4, -57.6)),
        "material of box": pytest.approx((-58, -58)),
        "work_centres.bench.rate": pytest.approx((-58, -58)),
    }
    assert [bar.name for bar in found.bars][:3] == [
        "wage of the team crew",
        "work_centres.press.life",
        "work_centres.press.price",
    ]
    assert [bar.swing for bar in found.bars][:3] == pytest.approx([24, 2.5 - 2 / 1.2, 0.8])


def test_a_price_that_both_sides_pay_moves_on_both(sides: tuple[Replications, Replications]) -> None:
    material = next(bar for bar in tornado(*sides).bars if bar.name == "material of box")
    assert material.first == pytest.approx((67.6, 68.4))
    assert material.second == pytest.approx((9.6, 10.4))
    assert material.swing == pytest.approx(0, abs=1e-9)


def test_a_study_states_ranges_of_its_own(sides: tuple[Replications, Replications]) -> None:
    # Ann at 0.50 EUR an hour costs 1 EUR a box: by hand 9 EUR, and the machine is the dearer side
    found = tornado(
        *sides, ranges={"workers.Ann.wage": ("0.5 EUR/h", "60 EUR/h"), "prices.interest": ("0 %/yr", "10 %/yr")}
    )
    wage = found.bars[0]
    assert (wage.name, wage.range) == ("workers.Ann.wage", "0.5 EUR/h to 60 EUR/h")
    assert wage.difference == pytest.approx((1, -118))
    assert wage.turns
    # two payments that are worth 17,520 EUR at 10 %: 10,094.86 EUR a year, 1.15238 EUR an hour, and two hours a box
    interest = next(bar for bar in found.bars if bar.name == "prices.interest")
    assert interest.difference == pytest.approx((-58, 8 + 2 * 17520 * 0.1 / (1 - 1.1**-2) / 8760 - 68))
    assert not interest.turns
    assert "wage of the team crew" not in bars(found)


def test_a_path_with_a_star_moves_every_price_that_it_stands_for_at_once() -> None:
    """Bob, who is only there, is paid like Ann: 2 EUR a box for every euro an hour of each; the rest is 8 EUR."""
    shop = by_hand().with_values({"workers.Bob": {"team": "crew", "skills": ["gluing"], "wage": "20 EUR/h"}})
    sides = [replicate(side, 2, seed=4, repriceable=True) for side in (shop, by_machine())]
    found = tornado(*sides, ranges={"workers.*.wage": ("10 EUR/h", "40 EUR/h")})
    (wages,) = (bar for bar in found.bars if "wage" in bar.name)
    assert (wages.name, wages.paths) == ("workers.*.wage", ("workers.Ann.wage", "workers.Bob.wage"))
    assert wages.first == pytest.approx((8 + 2 * (10 + 10), 8 + 2 * (40 + 40)))
    assert wages.second == (found.second, found.second)  # by machine there is nobody whom a star could mean


def test_the_longest_bars_are_kept(sides: tuple[Replications, Replications]) -> None:
    assert list(bars(tornado(*sides, most=2))) == ["wage of the team crew", "work_centres.press.life"]


def test_a_range_that_a_scenario_refuses_is_left_out_with_the_reason(sides: tuple[Replications, Replications]) -> None:
    found = tornado(*sides, ranges={"work_centres.press.residual": ("0 EUR", "18000 EUR")})
    assert [name for name, _ in found.left_out] == ["work_centres.press.residual"]
    assert "must not be above the price" in found.left_out[0][1]


@pytest.mark.parametrize(
    "path", ["work_centres.bench.units", "workers.Bob.wage", "work_centres.press", "work_centres.*.units"]
)
def test_what_is_no_price_of_either_side_has_no_range(sides: tuple[Replications, Replications], path: str) -> None:
    with pytest.raises(ValueError, match=f"{re.escape(path)} is no price of either side"):
        tornado(*sides, ranges={path: (1, 2)})


def test_only_figures_of_costs_have_a_tornado(sides: tuple[Replications, Replications]) -> None:
    with pytest.raises(ValueError, match="mean_lead_time_h is no figure of costs"):
        tornado(*sides, figure="mean_lead_time_h")
    assert tornado(*sides, figure="unit_material_eur").bars[0].name == "material of box"


def test_it_is_told_as_a_table_and_as_json(sides: tuple[Replications, Replications]) -> None:
    found = tornado(*sides)
    table = found.table()
    assert table.loc["wage of the team crew", "swing"] == pytest.approx(24)
    assert table["swing"].is_monotonic_decreasing
    assert json.loads(json.dumps(found.report()))["bars"][0]["paths"] == ["workers.Ann.wage"]


def test_it_needs_runs_of_which_quantities_were_kept() -> None:
    side = replicate(by_hand(), 1)
    with pytest.raises(ValueError, match="repriceable=True"):
        tornado(side, side)
