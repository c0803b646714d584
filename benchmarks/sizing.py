"""How far the search that sizes a side is from the best of its whole grid: `python -m benchmarks.sizing [PROCESSES]`.

Three shops, each at three targets and with priced service. The grid is run in full with the same selection
replications, so the difference is the search's alone. Minutes.
"""

import sys
from itertools import product

from flexsim import load
from flexsim.scenario import loads
from flexsim.shipped import folder
from flexsim.study import FIRST_SELECTION, ShortRuns, size
from flexsim.study.decisions import Decision
from flexsim.study.study_file import Service

REPLICATIONS = 4
TARGETS = (0.9, 0.95, 0.99, None)

STOOLS = """
flexsim: 1
horizon: 12 wk
warm_up: 2 wk
products:
  stool:
    options: {colour: {red: 0.3, white: 0.7}}
    material: 12 EUR
    operations:
      cut: {at: saw, set_up: 5 min, run: 8 min, skill: sawing}
      paint: {at: booth, after: cut, run: "triangular(6 min, 8 min, 13 min)", depends_on: [colour], skill: painting}
demand:
  customers:
    product: stool
    every: exponential(24 min)
    profile: {mon-fri: {"08:00-16:30": 4}, otherwise: 0}
    latest: 18 h
work_centres:
  saw: {team: crew, shifts: day, rate: 6 EUR/h}
  booth: {team: crew, shifts: day, changeover: {fixed: 10 min}, rate: 4 EUR/h}
teams: {crew: {where: longest_queue}}
workers:
  Ann: {team: crew, skills: [sawing], shifts: day, wage: 30 EUR/h, count: 1}
  Bob: {team: crew, skills: [painting], shifts: day, wage: 34 EUR/h, count: 1}
shifts: {day: {mon-fri: ["08:00-12:00", "12:30-16:30"]}}
"""

LAMPS = """
flexsim: 1
horizon: 36 wk
warm_up: 10 wk
prices: {holding: 25 %/yr}
products:
  lamp:
    options: {colour: {red: 0.5, white: 0.3, blue: 0.2}}
    material: 20 EUR
    operations:
      form: {at: press, set_up: 90 min, run: 5 min, skill: making}
      coat: {at: line, after: form, set_up: 30 min, run: 4 min, skill: making, depends_on: [colour]}
demand:
  shop:
    product: lamp
    from_stock: true
    every: exponential(20 min)
    profile: {mon-fri: {"08:00-18:00": 1}, otherwise: 0.1}
    quantity: {from: 1, to: 3}
    due: 0.5 d
    latest: 2 d
    patience: 3 d
    price: 70 EUR
    late: 3 EUR/d
    lost: 40 EUR
stock:
  red: {product: lamp, options: {colour: red}, lot_size: 50, reorder_point: 40}
  white: {product: lamp, options: {colour: white}, lot_size: 50, reorder_point: 40}
  blue: {product: lamp, options: {colour: blue}, lot_size: 50, reorder_point: 40}
work_centres:
  press: {team: crew, shifts: day, rate: 6 EUR/h}
  line: {team: crew, shifts: day, rate: 9 EUR/h, changeover: {fixed: 20 min}}
teams: {crew: {}}
workers: {Ann: {team: crew, skills: [making], shifts: day, wage: 30 EUR/h, count: 1}}
shifts: {day: {mon-fri: ["07:00-12:00", "12:30-16:00"]}}
"""


def whole(path, first, last):
    return Decision(path, (path,), tuple(range(first, last + 1)))


def of_all(key, values):
    return Decision(key, tuple(f"stock.{colour}.{key}" for colour in ("red", "white", "blue")), values)


def bicycles():
    """The shipped workshop: assemblers by day and late, benches, wheel builders."""
    shop = load(folder("models") / "bicycle_workshop.yaml").replace(warm_up="4 wk", horizon="24 wk")
    people = whole("workers.Chris.count", 0, 3), whole("workers.Hamid.count", 0, 2), whole("workers.Joke.count", 0, 2)
    return shop, (*people, whole("work_centres.bench.units", 2, 5))


def stools():
    """A shop that builds to order within a working day: people and machines at two stations."""
    people = whole("workers.Ann.count", 2, 5), whole("workers.Bob.count", 2, 5)
    return loads(STOOLS), (*people, whole("work_centres.saw.units", 2, 4), whole("work_centres.booth.units", 2, 5))


def lamps():
    """A shop that makes to stock: people, lot size, reorder point."""
    lots, points = of_all("lot_size", (20, 40, 60, 100, 200)), of_all("reorder_point", (0, 40, 80, 120, 180))
    return loads(LAMPS), (whole("workers.Ann.count", 1, 4), lots, points)


class Grid:
    """Runs everything once, and gives what is asked for again."""

    def __init__(self, scenario, decisions, workers):
        combinations = list(product(*(decision.values for decision in decisions)))
        settings = [
            {path: value for one, value in zip(decisions, values, strict=True) for path in one.paths}
            for values in combinations
        ]
        scenarios = [scenario.with_values(values) for values in settings]
        runs = ShortRuns(workers)(scenarios, 1, range(FIRST_SELECTION, FIRST_SELECTION + REPLICATIONS))
        self.runs = {one.hash: run for one, run in zip(scenarios, runs, strict=True)}

    def __call__(self, scenarios, seed, replications):
        return [self.runs[one.hash] for one in scenarios]

    def best(self, target):
        """The least cost to serve of all that meet; none if nobody does."""
        meeting = [
            run.mean_cost_eur
            for run in self.runs.values()
            if not run.failed and not run.overloaded and (target is None or run.mean_service - run.error >= target)
        ]
        return min(meeting, default=None), len(meeting)


def main(workers):
    print(
        f"{'shop':10}{'service':>9}{'grid':>6}{'meet':>6}{'runs':>6}{'best EUR':>10}{'found EUR':>11}{'dearer by':>11}"
    )
    for shop in (bicycles, stools, lamps):
        scenario, decisions = shop()
        grid = Grid(scenario, decisions, workers)
        for target in TARGETS:
            found = size(shop.__name__, scenario, decisions, Service(target), 1, REPLICATIONS, grid)
            best, n = grid.best(target)
            (cost,) = {trial.cost_eur.mean for trial in found.trials if trial.choice == found.choice}
            service = "priced" if target is None else f"{target:.0%}"
            line = f"{shop.__name__:10}{service:>9}{len(grid.runs):6}{n:6}{found.short_runs:6}"
            if best is None or not found.meets:
                print(line, "nobody meets" if best is None and not found.meets else "NOT FOUND")
            else:
                print(f"{line}{best:10.2f}{cost:11.2f}{cost / best - 1:11.2%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
