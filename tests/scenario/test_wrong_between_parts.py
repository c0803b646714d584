"""What does not fit together: names that do not exist, and parts that do not suit each other."""

import pytest

from tests.scenario.shops import problems_of

WELD = "products.bike.operations.weld"
PAINT = "products.bike.operations.paint"

CASES = {
    "unknown work centre": (
        {f"{WELD}.at": "robott"},
        ['products.bike.operations.weld.at = "robott": no work centre has this name. Nearest: "robot".'],
    ),
    "a skill at an unknown work centre": (
        {f"{WELD}.at": "robott", f"{WELD}.skill": "weldign"},
        [
            'products.bike.operations.weld.at = "robott": no work centre has this name. Nearest: "robot".',
            'products.bike.operations.weld.skill = "weldign": nobody has the skill "weldign". Nearest: "welding".',
        ],
    ),
    "a skill at a work centre of an unknown team": (
        {"work_centres.booth.team": "makres", f"{PAINT}.skill": "paintng"},
        [
            'products.bike.operations.paint.skill = "paintng": nobody has the skill "paintng". Nearest: "painting".',
            'work_centres.booth.team = "makres": no team has this name. Nearest: "makers".',
        ],
    ),
    "a skill beside a worker of an unknown team": (
        {"workers.Bob.team": "makres", f"{PAINT}.skill": "paintng"},
        [
            'products.bike.operations.paint.skill = "paintng": nobody has the skill "paintng". Nearest: "painting".',
            'workers.Bob.team = "makres": no team has this name. Nearest: "makers".',
        ],
    ),
    "a crew at an unknown work centre": (
        {f"{PAINT}.at": "boothh", f"{PAINT}.skill": None, f"{PAINT}.skills": ["painting", "lifting"]},
        [
            'products.bike.operations.paint.at = "boothh": no work centre has this name. Nearest: "booth".',
            'products.bike.operations.paint.skills = ["painting", "lifting"]: nobody has the skill "lifting". Nearest: "painting".',
        ],
    ),
    "unknown alternative": (
        {f"{WELD}.at": ["robot", "both"]},
        ['products.bike.operations.weld.at[1] = "both": no work centre has this name. Nearest: "booth".'],
    ),
    "unknown in mapping": (
        {f"{WELD}.at": {"robot": None, "both": {"run": "3 min"}}},
        ['products.bike.operations.weld.at.both: no work centre has this name. Nearest: "booth".'],
    ),
    "unknown after": (
        {f"{PAINT}.after": "weldd"},
        [
            'products.bike.operations.paint.after = "weldd": no operation of this product is called "weldd". Nearest: "weld".'
        ],
    ),
    "circle": (
        {f"{WELD}.after": "paint"},
        [
            'products.bike.operations.paint.after = "weld": these operations wait for each other: paint -> weld -> paint.'
        ],
    ),
    "self circle": (
        {f"{WELD}.after": "weld"},
        ['products.bike.operations.weld.after = "weld": these operations wait for each other: weld -> weld.'],
    ),
    "unknown option": (
        {f"{WELD}.only_if": {"fram": "city"}},
        ['products.bike.operations.weld.only_if.fram = "city": "bike" has no option "fram". Nearest: "frame".'],
    ),
    "unknown value": (
        {f"{WELD}.only_if": {"frame": "town"}},
        [
            'products.bike.operations.weld.only_if.frame = "town": the option "frame" of "bike" has no value "town". Known: city, sport.'
        ],
    ),
    "unknown value in change": (
        {f"{WELD}.changes": [{"if": {"frame": "spor"}, "run": "3 min"}]},
        [
            'products.bike.operations.weld.changes[0].if.frame = "spor": the option "frame" of "bike" has no value "spor". Nearest: "sport".'
        ],
    ),
    "unknown depends_on": (
        {f"{PAINT}.depends_on": ["color"]},
        ['products.bike.operations.paint.depends_on = ["color"]: "bike" has no option "color". Nearest: "colour".'],
    ),
    "change of absent step": (
        {f"{WELD}.changes": [{"if": {"frame": "sport"}, "unload": "3 min"}]},
        [
            'products.bike.operations.weld.changes[0].unload = "3 min": the operation itself has no step "unload". Write "unload: 0 min" there.'
        ],
    ),
    "own time of absent step": (
        {f"{WELD}.at": {"robot": {"unload": "3 min"}}},
        [
            'products.bike.operations.weld.at.robot.unload = "3 min": the operation itself has no step "unload". Write "unload: 0 min" there.'
        ],
    ),
    "alternatives behind a move": (
        {f"{WELD}.at": ["robot", "booth"], "work_centres.booth.move_to": "5 min"},
        [
            'products.bike.operations.weld.at = ["robot", "booth"]: a move to "booth" takes time, and this operation has alternatives: that is not simulated yet. Write "move_to: 0 min" there, or name one work centre here.'
        ],
    ),
    "no team": (
        {"work_centres.booth.team": None},
        [
            'products.bike.operations.paint.at = "booth": "booth" has no team, but this operation needs a worker. Write "team: NAME" at the work centre, or leave the skill out.'
        ],
    ),
    "skill nobody has": (
        {f"{PAINT}.skill": "panting"},
        [
            'products.bike.operations.paint.skill = "panting": nobody in the team "makers" has the skill "panting". Nearest: "painting".'
        ],
    ),
    "skill of another team": (
        {
            "teams.others": {},
            "workers.Ann.team": "others",
            "workers.Ann.home": None,
            "workers.Eve": {"team": "makers", "skills": ["painting"]},
        },
        [
            'products.bike.operations.weld.skill = "welding": nobody in the team "makers" has the skill "welding". Known: painting.',
            'work_centres.robot.failures.jam.skill = "welding": nobody in the team "makers" has the skill "welding". Known: painting.',
        ],
    ),
    "crew too large": (
        {f"{PAINT}.skill": None, f"{PAINT}.skills": ["painting", "painting", "painting"]},
        [
            'products.bike.operations.paint.skills = ["painting", "painting", "painting"]: the team "makers" has not enough workers for this crew: each skill takes a worker of its own.'
        ],
    ),
    "crew of one man": (
        {f"{PAINT}.skill": None, f"{PAINT}.skills": ["welding", "painting"], "workers.Bob.skills": ["oiling"]},
        [
            'products.bike.operations.paint.skills = ["welding", "painting"]: the team "makers" has not enough workers for this crew: each skill takes a worker of its own.'
        ],
    ),
    "crew needs two": (
        {f"{WELD}.skill": None, f"{WELD}.skills": ["welding", "welding"]},
        [
            'products.bike.operations.weld.skills = ["welding", "welding"]: the team "makers" has not enough workers for this crew: each skill takes a worker of its own.'
        ],
    ),
    "team without workers": (
        {"teams.empty": {}, "work_centres.booth.team": "empty"},
        [
            'products.bike.operations.paint.skill = "painting": nobody in the team "empty" has the skill "painting". It has no workers.'
        ],
    ),
    "changeover needs a worker": (
        {
            f"{PAINT}.set_up": None,
            "work_centres.booth.changeover": {"fixed": "3 min"},
            "work_centres.booth.team": None,
            f"{PAINT}.attention": {"run": 0},
        },
        [
            'products.bike.operations.paint.at = "booth": "booth" has no team, but this operation needs a worker. Write "team: NAME" at the work centre, or leave the skill out.'
        ],
    ),
    "yield 0": (
        {f"{WELD}.yield": 0},
        ["products.bike.operations.weld.yield = 0: with no good pieces at all no order is ever complete."],
    ),
    "reserved option": (
        {"products.bike.options.product": {"a": 1}},
        ['products.bike.options.product: "product" cannot be the name of an option: depends_on uses it.'],
    ),
    "too many configurations": (
        {
            "products.bike.options": {f"o{n}": {str(v): 0.125 for v in range(8)} for n in range(21)},
            f"{WELD}.changes": None,
            f"{PAINT}.depends_on": None,
            "stock": None,
            "demand.shop": None,
        },
        ["products.bike.options: 9.22e+18 configurations are more than can be told apart (2^62)."],
    ),
    "drawn too many": (
        {"products.bike.routing": {"drawn": {"from": 1, "to": 3}}, f"{PAINT}.after": None},
        ['products.bike.routing.drawn.to = 3: "bike" has only 2 operations.'],
    ),
    "drawn with after": (
        {"products.bike.routing": {"drawn": {"from": 1, "to": 2}}},
        [
            'products.bike.operations.paint.after = "weld": the routing of "bike" gives the order of operations: leave "after" out.'
        ],
    ),
    "matrix unknown": (
        {
            "products.bike.routing": {"matrix": {"start": {"weld": 1}, "weld": {"pant": 0.5}, "past": {"weld": 1}}},
            f"{PAINT}.after": None,
        },
        [
            'products.bike.routing.matrix.past: no operation of this product has this name. Nearest: "paint".',
            'products.bike.routing.matrix.weld.pant = 0.5: no operation of this product has this name. Nearest: "paint".',
        ],
    ),
    "matrix no exit": (
        {
            "products.bike.routing": {"matrix": {"start": {"weld": 1}, "weld": {"paint": 1}, "paint": {"weld": 1}}},
            f"{PAINT}.after": None,
        },
        [
            "products.bike.routing.matrix.paint: an order that comes to paint or weld never leaves: some share must be left to 1."
        ],
    ),
    "no source": (
        {"demand.custom.every": None},
        ["demand.custom: a stream has exactly one of every, at, orders, saturated."],
    ),
    "two sources": (
        {"demand.custom.at": ["3 min"]},
        ["demand.custom: a stream has exactly one of every, at, orders, saturated. It has every and at."],
    ),
    "count of at": (
        {"demand.shop.count": 3},
        ['demand.shop.count = 3: the orders are counted by "at" already: leave "count" out.'],
    ),
    "endless": (
        {"horizon": None},
        [
            'demand.custom.every = "exponential(20 min)": these orders never end: write a "count" here, or a "horizon" at the top.'
        ],
    ),
    "endless saturated": (
        {"horizon": None, "demand.custom.every": None, "demand.custom.saturated": 2},
        ['demand.custom.saturated = 2: these orders never end: write a "count" here, or a "horizon" at the top.'],
    ),
    "every 0": (
        {"demand.custom.every": "0 min"},
        [
            'demand.custom.every = "0 min": orders would come without end at one moment. The time between must be above 0.'
        ],
    ),
    "every too often": (
        {"horizon": "4 wk", "demand.custom.every": "exponential(0.1 s)"},
        [
            'demand.custom.every = "exponential(0.1 s)": about 24,192,000 orders would come before the horizon; '
            "at most 10,000,000 can be run. Is the unit right?"
        ],
    ),
    "no wish": (
        {"demand.custom.product": None},
        ['demand.custom: a stream wants either a "product" or an "item" of the stock.'],
    ),
    "two wishes": (
        {"demand.custom.item": "red_bike"},
        ['demand.custom.item = "red_bike": a stream wants either a "product" or an "item" of the stock.'],
    ),
    "unknown product": (
        {"demand.custom.product": "bikes"},
        ['demand.custom.product = "bikes": no product has this name. Nearest: "bike".'],
    ),
    "unknown item": (
        {"demand.shop.item": "blue_bike"},
        ['demand.shop.item = "blue_bike": no item has this name. Nearest: "red_bike".'],
    ),
    "item and from_stock": (
        {"demand.shop.from_stock": True},
        ['demand.shop.from_stock = true: an item is from stock anyway: leave "from_stock" out.'],
    ),
    "from_stock without items": (
        {"stock": None, "demand.shop": None, "demand.custom.from_stock": True},
        ['demand.custom.from_stock = true: no item of the stock is of the product "bike".'],
    ),
    "two items match": (
        {
            "demand.custom.from_stock": True,
            "stock.city_bike": {"product": "bike", "options": {"frame": "city"}, "lot_size": 1, "reorder_point": 0},
        },
        [
            'stock.red_bike: an order could be served by both "city_bike" and "red_bike". State options by which they differ.'
        ],
    ),
    "lot size from stock": (
        {"demand.shop.lot_size": 3},
        ["demand.shop.lot_size = 3: this is for orders that are made; these are served from stock."],
    ),
    "saturated from stock": (
        {"demand.shop.saturated": 3, "demand.shop.at": None},
        ["demand.shop.saturated = 3: this is for orders that are made; these are served from stock."],
    ),
    "patience of made": (
        {"demand.custom.patience": "3 d"},
        ['demand.custom.patience = "3 d": this is for orders served from stock; these are made to order.'],
    ),
    "one name space": (
        {"stock.custom": {"product": "bike", "lot_size": 1, "reorder_point": 0}},
        ['stock.custom: a stream of orders has the name "custom" already.'],
    ),
    "lane name taken": (
        {"demand.custom.stream": "shop"},
        ['demand.custom.stream = "shop": "shop" draws from the random numbers of this name. Choose another one.'],
    ),
    "warm-up too long": ({"warm_up": "4 wk"}, ['warm_up = "4 wk": the warm-up must end before the horizon.']),
    "order for another product": (
        {"demand.custom.every": None, "demand.custom.orders": [{"order": "A", "arrival": "3 min", "product": "car"}]},
        ['demand.custom.orders[0].product = "car": the stream is for "bike": give other orders a stream of their own.'],
    ),
    "order with unknown option": (
        {
            "demand.custom.every": None,
            "demand.custom.orders": [
                {"order": "B", "arrival": "5 min"},
                {"order": "A", "arrival": "3 min", "options": {"frame": "race"}},
            ],
        },
        [
            'demand.custom.orders[1].options.frame = "race": the option "frame" of "bike" has no value "race". Known: city, sport.'
        ],
    ),
    "order for item with options": (
        {
            "demand.shop.at": None,
            "demand.shop.orders": [{"order": "A", "arrival": "3 min", "options": {"frame": "city"}}],
        },
        ["demand.shop.orders[0].options: orders for an item state no options."],
    ),
    "item of unknown product": (
        {"stock.red_bike.product": "byke"},
        ['stock.red_bike.product = "byke": no product has this name. Nearest: "bike".'],
    ),
    "item with unknown value": (
        {"stock.red_bike.options": {"colour": "rde"}},
        ['stock.red_bike.options.colour = "rde": the option "colour" of "bike" has no value "rde". Nearest: "red".'],
    ),
    "unknown team": (
        {"work_centres.robot.team": "markers"},
        ['work_centres.robot.team = "markers": no team has this name. Nearest: "makers".'],
    ),
    "unknown repair team": (
        {"work_centres.robot.repaired_by": "fitters"},
        ['work_centres.robot.repaired_by = "fitters": no team has this name. Known: makers.'],
    ),
    "unknown shifts": (
        {"work_centres.robot.shifts": "days"},
        ['work_centres.robot.shifts = "days": no shift pattern has this name. Nearest: "day".'],
    ),
    "repair without team": (
        {"work_centres.robot.team": None, f"{WELD}.skill": None, f"{WELD}.attention": None, "workers.Ann.home": None},
        [
            'work_centres.robot.failures.jam.skill = "welding": no team repairs here. Write "repaired_by: TEAM", or leave the skill out.'
        ],
    ),
    "repair skill": (
        {"work_centres.robot.failures.jam.skill": "fitting"},
        [
            'work_centres.robot.failures.jam.skill = "fitting": nobody in the team "makers" has the skill "fitting". Nearest: "painting".'
        ],
    ),
    "initial option": (
        {"work_centres.robot.initial": {"fram": "city"}},
        ['work_centres.robot.initial.fram = "city": no product has an option of this name. Nearest: "frame".'],
    ),
    "initial value": (
        {"work_centres.robot.initial": {"frame": "town"}},
        ['work_centres.robot.initial.frame = "town": the option "frame" has no value "town". Known: city, sport.'],
    ),
    "per option unknown": (
        {"work_centres.robot.changeover": {"per_option": {"fram": "3 min"}}},
        [
            'work_centres.robot.changeover.per_option.fram = "3 min": no product has an option of this name. Nearest: "frame".'
        ],
    ),
    "matrix option unknown": (
        {"work_centres.robot.changeover": {"option": "fram", "matrix": {}}},
        ['work_centres.robot.changeover.option = "fram": no product has an option of this name. Nearest: "frame".'],
    ),
    "matrix with gaps": (
        {"work_centres.robot.changeover": {"option": "frame", "matrix": {"city": {"sport": "3 min"}}}},
        ["work_centres.robot.changeover.matrix: a time is missing from sport to city."],
    ),
    "matrix unknown value": (
        {
            "work_centres.robot.changeover": {
                "option": "frame",
                "matrix": {"city": {"sport": "3 min", "race": "3 min"}, "sport": {"city": "3 min"}},
            }
        },
        ['work_centres.robot.changeover.matrix.city.race = "3 min": "frame" has no value "race". Known: city, sport.'],
    ),
    "matrix diagonal": (
        {
            "work_centres.robot.changeover": {
                "option": "frame",
                "matrix": {"city": {"sport": "3 min", "city": "3 min"}, "sport": {"city": "3 min"}},
            }
        },
        [
            'work_centres.robot.changeover.matrix.city.city = "3 min": from "city" to itself there is no changeover: leave it out.'
        ],
    ),
    "team too large": (
        {"workers.Ann.count": 1200},
        ["teams.makers = null: a team has at most 1,024 members; this one has 1,201."],
    ),
    "worker's team": (
        {"workers.Ann.team": "maker"},
        ['workers.Ann.team = "maker": no team has this name. Nearest: "makers".'],
    ),
    "worker's shifts": (
        {"workers.Ann.shifts": "night"},
        ['workers.Ann.shifts = "night": no shift pattern has this name. Known: day.'],
    ),
    "worker's home": (
        {"workers.Ann.home": "robott"},
        ['workers.Ann.home = "robott": no work centre has this name. Nearest: "robot".'],
    ),
    "misspelt skill of a worker": (
        {"workers.Ann.skills": ["wleding", "painting"]},
        [
            'workers.Ann.skills = ["wleding", "painting"]: no operation or repair needs the skill "wleding". Nearest: "welding", which nobody has.',
        ],
    ),
    "misspelt skill of an operation": (
        {
            f"{PAINT}.skill": "panting",
            "workers.Ann.skills": ["welding"],
            "workers.Bob.skills": ["painting", "oiling"],
        },
        [
            'products.bike.operations.paint.skill = "panting": nobody in the team "makers" has the skill "panting". Nearest: "painting".'
        ],
    ),
    "misspelt skill of a worker of another team": (
        {
            "teams.others": {},
            "workers.Ann.skills": ["painting"],
            "workers.Eve": {"team": "others", "skills": ["wleding"]},
        },
        [
            'products.bike.operations.weld.skill = "welding": nobody in the team "makers" has the skill "welding". Known: painting.',
            'work_centres.robot.failures.jam.skill = "welding": nobody in the team "makers" has the skill "welding". Known: painting.',
            'workers.Eve.skills = ["wleding"]: no operation or repair needs the skill "wleding". Nearest: "welding", which nobody has.',
        ],
    ),
    "many workers, one mistake": (
        {"workers.Bob.count": 3, "workers.Bob.shifts": "night"},
        ['workers.Bob.shifts = "night": no shift pattern has this name. Known: day.'],
    ),
    "several at once": (
        {
            "horizon": 4,
            f"{WELD}.at": "robott",
            f"{PAINT}.run": "3",
            "workers.Ann.shifts": "night",
            "demand.custom.prio": 1,
        },
        [
            'horizon = 4: a time needs a unit. Write "4 min".',
            'products.bike.operations.paint.run = "3": a time needs a unit. Write "3 min".',
            'demand.custom.prio = 1: unknown key. Nearest: "priority".',
            'products.bike.operations.weld.at = "robott": no work centre has this name. Nearest: "robot".',
            'workers.Ann.shifts = "night": no shift pattern has this name. Known: day.',
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_parts_that_do_not_fit_are_named(case):
    changes, messages = CASES[case]
    assert problems_of(changes) == messages
