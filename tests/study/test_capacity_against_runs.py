"""Loads worked out beforehand, and how busy long runs are: the same, where the shop can cope."""

from __future__ import annotations

import math
from statistics import mean, stdev
from zlib import crc32

import pytest
from scipy.special import stdtrit

from flexsim.scenario import capacity, loads
from flexsim.study import replicate

FALSE_ALARM = 1e-4
REPLICATIONS = 16

CUTTING_AND_PAINTING = """
flexsim: 1
horizon: 60 wk
warm_up: 4 wk
products:
  box:
    options: {colour: {red: 0.5, blue: 0.3, white: 0.2}, lid: {none: 0.6, hinged: 0.4}}
    operations:
      cut: {at: saw, set_up: 12 min, run: exponential(9 min), skill: cut, yield: 0.85}
      hinge: {at: bench, after: cut, set_up: 2 min, run: 20 min, skill: fit, only_if: {lid: hinged}, yield: 0.9}
      paint:
        {at: booth, after: hinge, set_up: 3 min, run: 4 min, skill: paint,
         changes: [{if: {colour: white}, run: 8 min}]}
demand:
  shop: {product: box, every: exponential(170 min), quantity: {from: 1, to: 5}, lot_size: 2}
work_centres:
  saw: {team: crew, shifts: day}
  bench: {team: crew, shifts: day}
  booth: {team: crew, shifts: day}
teams: {crew: {}}
workers:
  Ann: {team: crew, shifts: day, skills: {cut: {time: 1.2}, fit: {time: 0.9}}}
  Bob: {team: crew, shifts: day, skills: {paint: {time: 1.1}, fit: {time: 0.9}}}
shifts: {day: {daily: ["06:00-18:00"]}}
"""

CHANGING_OVER = """
flexsim: 1
horizon: 60 wk
warm_up: 4 wk
products:
  box:
    options: {colour: {red: 0.5, blue: 0.3, white: 0.2}, size: {big: 0.6, small: 0.4}}
    operations:
      paint: {at: booth, run: exponential(6 min), depends_on: [colour, size]}
      print: {at: press, after: paint, run: 5 min, depends_on: [colour]}
      punch: {at: punch, after: print, run: 5 min, depends_on: [colour, size]}
demand:
  boxes: {product: box, every: exponential(20 min)}
work_centres:
  booth: {changeover: {fixed: 9 min}}
  press:
    changeover:
      option: colour
      matrix: {red: {blue: 4 min, white: 18 min}, blue: {red: 2 min, white: 16 min}, white: {red: 1 min, blue: 1 min}}
  punch: {changeover: {per_option: {colour: 7 min, size: 5 min}}}
"""

BY_CHANCE = """
flexsim: 1
horizon: 80 wk
warm_up: 4 wk
products:
  part:
    routing: {matrix: {start: {a: 0.7, b: 0.3}, a: {b: 0.8}, b: {a: 0.25, c: 0.5}, c: {b: 0.3}}}
    operations:
      a: {at: A, run: exponential(10 min), yield: 0.95}
      b: {at: B, run: 12 min, yield: 0.9}
      c: {at: C, run: "lognormal(20 min, cv=0.5)"}
  piece:
    routing: {drawn: {from: 1, to: 3}}
    operations:
      a: {at: A, run: 6 min, yield: 0.8}
      b: {at: B, run: exponential(7 min)}
      c: {at: C, run: 8 min, yield: 0.9}
demand:
  parts: {product: part, every: exponential(70 min)}
  pieces: {product: piece, every: exponential(45 min)}
work_centres:
  A: {failures: {jam: {every: exponential(30 h), repair: exponential(2 h), clock: time}}}
  B: {}
  C: {}
"""

FROM_STOCK = """
flexsim: 1
horizon: 60 wk
warm_up: 6 wk
products:
  box:
    options: {colour: {red: 0.7, blue: 0.3}}
    operations:
      cut: {at: saw, set_up: 20 min, run: 5 min, yield: 0.9}
      paint: {at: booth, after: cut, set_up: 30 min, run: exponential(6 min), changes: [{if: {colour: blue}, run: 9 min}]}
demand: {shop: {product: box, from_stock: true, every: exponential(26 min), quantity: 2}}
stock:
  red: {product: box, options: {colour: red}, lot_size: 12, reorder_point: 30}
  blue: {product: box, options: {colour: blue}, lot_size: 8, reorder_point: 20}
work_centres: {saw: {}, booth: {}}
"""

NOT_THE_SAME_EVERY_WEEK = """
flexsim: 1
start: 2026-01-05
horizon: 60 wk
warm_up: 7 wk
holidays: [2026-04-03, 2026-04-06, 2026-05-01, 2026-05-14, 2026-05-25, 2026-12-24, 2026-12-25, 2026-12-31, 2027-01-01]
products:
  box:
    options: {colour: {red: 0.5, blue: 0.3, white: 0.2}, size: {big: 0.6, small: 0.4}}
    operations:
      cut: {at: saw, set_up: 6 min, run: 4 min, skill: cut}
      paint: {at: booth, after: cut, set_up: 4 min, run: exponential(5 min), skill: paint,
              changes: [{if: {colour: white}, run: 9 min}, {if: {size: small}, run: 3 min}]}
demand:
  shop:
    product: box
    from_stock: true
    every: exponential(26 min)
    profile: {mon-fri: {"07:00-18:00": 2.5}, otherwise: 0.2}
    season: [0.6, 0.6, 0.6, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9, 0.9, 0.9, 1, 1, 1, 1, 1.1, 1.1, 1.1,
             1.1, 1.2, 1.2, 1.2, 1.2, 1.3, 1.3, 1.3, 1.3, 1.2, 1.2, 1.2, 1.2, 1.1, 1.1, 1.1, 1.1, 1, 1, 1, 1, 0.9, 0.9,
             0.9, 0.9, 0.8, 0.8, 0.7, 0.5]
    substitutes: {discount: "exponential(0.1)", offered: 0.08, weights: {size: 2}}
    no_match: made_to_order
stock:
  red_big: {product: box, options: {colour: red, size: big}, lot_size: 8, reorder_point: 30}
  blue_small: {product: box, options: {colour: blue, size: small}, lot_size: 8, reorder_point: 20}
work_centres:
  saw: {team: crew, shifts: nine_eighty}
  booth: {team: crew, shifts: nine_eighty}
teams: {crew: {}}
workers:
  Ann: {team: crew, shifts: nine_eighty, skills: [cut]}
  Bob: {team: crew, shifts: nine_eighty, skills: [paint]}
shifts:
  nine_eighty:
    weeks:
      - {mon-thu: ["07:00-12:00", "12:30-16:30"], fri: ["07:00-12:00", "12:30-15:30"]}
      - {mon-thu: ["07:00-12:00", "12:30-16:30"]}
"""


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        (CUTTING_AND_PAINTING, 0.03),
        (CHANGING_OVER, 0.01),
        (BY_CHANCE, 0.01),
        (FROM_STOCK, 0.015),
        (NOT_THE_SAME_EVERY_WEEK, 0.015),
    ],
)
def test_long_runs_are_as_busy_as_the_capacity_table_says(text: str, resolution: float) -> None:
    """Half-widths at a false alarm of 1e-4 over all figures of a shop, and no wider than the stated resolution."""
    scenario = loads(text)
    found = capacity(scenario)
    assert found.copes
    expected = {f"utilisation[{row.work_centre}]": row.work_h / row.hours_h for row in found.work_centres}
    work_h = sum(row.work_h for row in found.work_centres)  # where there is a team, it attends all of it
    expected |= {f"team_utilisation[{row.team}]": work_h / row.all_hours_h for row in found.teams}
    runs = replicate(scenario, REPLICATIONS, seed=crc32(text.encode()), workers=1).outcomes
    t = stdtrit(REPLICATIONS - 1, 1 - FALSE_ALARM / len(expected) / 2)
    for name, load in expected.items():
        busy = [run.measures[name] for run in runs]
        half_width = t * stdev(busy) / math.sqrt(REPLICATIONS)
        assert half_width < resolution, name
        assert abs(mean(busy) - load) < half_width + 1e-4, (name, mean(busy), load, half_width)
