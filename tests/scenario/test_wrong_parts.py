"""What is wrong in one place: the path, the value and what is allowed."""

import math

import pytest

from tests.scenario.shops import problems_of

WELD = "products.bike.operations.weld"
PAINT = "products.bike.operations.paint"

CASES = {
    "the version is missing": ({"flexsim": None}, ['the version of the format is missing: begin with "flexsim: 1".']),
    "another version": ({"flexsim": 2}, ["flexsim = 2: this program reads version 1 of the format."]),
    "unknown key at the top": ({"workcentres": {}}, ['workcentres: unknown key. Nearest: "work_centres".']),
    "no products": ({"products": None}, ['"products" is missing.']),
    "horizon without unit": ({"horizon": 4}, ['horizon = 4: a time needs a unit. Write "4 min".']),
    "start on a Wednesday": (
        {"start": "2026-01-07"},
        ['start = "2026-01-07": weeks begin on Monday, and this is a Wednesday. The Monday before it is 2026-01-05.'],
    ),
    "start is no date": (
        {"start": "07.01.2026"},
        ['start = "07.01.2026": a date is written year-month-day, such as "2026-01-05".'],
    ),
    "name is no text": ({"name": ["a"]}, ['name = ["a"]: a text is needed.']),
    "shares": (
        {"products.bike.options.frame": {"city": 0.6, "sport": 0.5}},
        ["products.bike.options.frame: the shares must sum to 1, not 1.1."],
    ),
    "shares in per cent": (
        {"products.bike.options.frame": {"city": 60, "sport": 40}},
        ["products.bike.options.frame: the shares must sum to 1, not 100. Shares are parts of 1: 60 % is written 0.6."],
    ),
    "share with a decimal comma": (
        {"products.bike.options.frame": {"city": "0,6", "sport": 0.4}},
        ['products.bike.options.frame.city = "0,6": "0,6" is not a number. Decimals have a point.'],
    ),
    "negative share": (
        {"products.bike.options.frame": {"city": 1.5, "sport": -0.5}},
        ['products.bike.options.frame: the share of "sport" must not be negative.'],
    ),
    "nan share": (
        {"products.bike.options.frame": {"city": math.nan, "sport": 0.5}},
        ["products.bike.options.frame.city = NaN: a finite number is needed."],
    ),
    "share with unit": (
        {"products.bike.options.frame.city": "60 %"},
        ['products.bike.options.frame.city = "60 %": shares are written as parts of 1: "0.6".'],
    ),
    "no values": (
        {"products.bike.options.frame": {}},
        ["products.bike.options.frame: at least one value with its share is needed."],
    ),
    "no run": ({f"{WELD}.run": None}, ['products.bike.operations.weld: "run" is missing.']),
    "no at": ({f"{WELD}.at": None}, ['products.bike.operations.weld: "at" is missing.']),
    "empty at": ({f"{WELD}.at": []}, ["products.bike.operations.weld.at = []: at least one work centre is needed."]),
    "at twice": (
        {f"{WELD}.at": ["robot", "robot"]},
        ['products.bike.operations.weld.at = ["robot", "robot"]: "robot" is listed twice.'],
    ),
    "own times of unknown step": (
        {f"{WELD}.at": {"robot": {"rum": "3 min"}}},
        ['products.bike.operations.weld.at.robot.rum = "3 min": unknown key. Nearest: "run".'],
    ),
    "own times wrong": (
        {f"{WELD}.at": ["booth", {"robot": {"run": "3"}}]},
        ['products.bike.operations.weld.at[1].robot.run = "3": a time needs a unit. Write "3 min".'],
    ),
    "misspelt key": (
        {f"{WELD}.setup": "3 min"},
        ['products.bike.operations.weld.setup = "3 min": unknown key. Nearest: "set_up".'],
    ),
    "money": (
        {"products.bike.material": "120"},
        ['products.bike.material = "120": an amount of money needs a unit. Write "120 EUR".'],
    ),
    "join": ({f"{WELD}.join": "no"}, ['products.bike.operations.weld.join = "no": true or false is needed.']),
    "per": (
        {f"{WELD}.per": "peice"},
        ['products.bike.operations.weld.per = "peice": allowed: piece or lot. Nearest: "piece".'],
    ),
    "yield above 1": (
        {f"{WELD}.yield": 1.02},
        ["products.bike.operations.weld.yield = 1.02: a yield is a share from 0 to 1."],
    ),
    "yield in percent": (
        {f"{WELD}.yield": "98 %"},
        ['products.bike.operations.weld.yield = "98 %": shares are written as parts of 1: "0.98".'],
    ),
    "attention half": (
        {f"{WELD}.attention": {"load": 0.3}},
        ["products.bike.operations.weld.attention.load = 0.3: attention is 0, 1, or 1/n with n from 2 to 8."],
    ),
    "attention 1/9": (
        {f"{WELD}.attention": "1/9"},
        ['products.bike.operations.weld.attention = "1/9": attention is 0, 1, or 1/n with n from 2 to 8.'],
    ),
    "attention of unknown step": (
        {f"{WELD}.attention": {"lod": 1}},
        ["products.bike.operations.weld.attention.lod = 1: no step has this name. Known: set_up, load, run, unload."],
    ),
    "attention of absent step": (
        {f"{WELD}.attention": {"unload": 1}},
        ['products.bike.operations.weld.attention.unload = 1: the operation has no step "unload".'],
    ),
    "attention without skill": (
        {f"{WELD}.skill": None},
        [
            'products.bike.operations.weld.attention.load = "1/3": attention belongs to a worker: name his skill, or leave the attention out.'
        ],
    ),
    "skill and skills": (
        {f"{WELD}.skills": ["welding"]},
        [
            'products.bike.operations.weld.skills = ["welding"]: write either "skill" (one worker) or "skills" (a crew), not both.'
        ],
    ),
    "step with unknown key": (
        {f"{WELD}.run": {"time": "3 min", "skil": "welding"}},
        ['products.bike.operations.weld.run.skil = "welding": unknown key. Nearest: "skills".'],
    ),
    "step without time": (
        {f"{WELD}.run": {"skill": "welding"}},
        ['products.bike.operations.weld.run: "time" is missing.'],
    ),
    "loading piece per lot": (
        {f"{WELD}.loading": "piece", f"{WELD}.per": "lot"},
        [
            'products.bike.operations.weld.loading = "piece": pieces that are loaded one by one are run one by one. Write "per: piece", or "loading: lot".'
        ],
    ),
    "changes is a mapping": (
        {f"{WELD}.changes": {"if": {"frame": "sport"}, "run": "3 min"}},
        ['products.bike.operations.weld.changes: a list is needed here: entries in brackets, or each behind a "- ".'],
    ),
    "change without if": (
        {f"{WELD}.changes": [{"run": "3 min"}]},
        ['products.bike.operations.weld.changes[0]: "if" is missing.'],
    ),
    "change if no mapping": (
        {f"{WELD}.changes": [{"if": "sport", "run": "3 min"}]},
        [
            'products.bike.operations.weld.changes[0].if = "sport": a condition names options and their values, such as "{frame: [city, sport]}".'
        ],
    ),
    "empty condition": (
        {f"{WELD}.only_if": {"frame": []}},
        ["products.bike.operations.weld.only_if.frame = []: at least one value is needed."],
    ),
    "value twice": (
        {f"{WELD}.only_if": {"frame": ["city", "city"]}},
        ['products.bike.operations.weld.only_if.frame = ["city", "city"]: "city" is listed twice.'],
    ),
    "changeover_step is no key": (
        {f"{WELD}.changeover_step": {"time": "3 min"}},
        ["products.bike.operations.weld.changeover_step: unknown key."],
    ),
    "routing unknown": (
        {"products.bike.routing": "random"},
        [
            'products.bike.routing = "random": a routing is "drawn: {from: 5, to: 10}" or "matrix: {start: {OPERATION: share}, ...}".'
        ],
    ),
    "routing from above to": (
        {"products.bike.routing": {"drawn": {"from": 3, "to": 2}}},
        ['products.bike.routing: "from" must not be above "to".'],
    ),
    "matrix above 1": (
        {"products.bike.routing": {"matrix": {"start": {"weld": 0.8, "paint": 0.4}}}, f"{PAINT}.after": None},
        ["products.bike.routing.matrix.start: the shares of a row must sum to at most 1, not 1.2."],
    ),
    "matrix without start": (
        {"products.bike.routing": {"matrix": {"weld": {"paint": 1}}}, f"{PAINT}.after": None},
        ['products.bike.routing: the matrix needs a row "start": where orders begin.'],
    ),
    "operations is a list": (
        {"products.bike.operations": ["weld"]},
        ['products.bike.operations = ["weld"]: names with a colon and what belongs to them are needed here.'],
    ),
    "operation is text": (
        {"products.bike.operations.weld": "robot"},
        ['products.bike.operations.weld = "robot": keys with a colon and their values are needed here.'],
    ),
    "name with bar": (
        {"products.bike.operations.we|ld": {"at": "robot", "run": "3 min"}},
        ['products.bike.operations.we|ld: a name must not contain "|".'],
    ),
    "name with blanks": (
        {"teams. makers": {}},
        ["teams. makers: a name needs at least one letter, and no blanks around it or control characters in it."],
    ),
    "quantity text": (
        {"demand.custom.quantity": "3"},
        ['demand.custom.quantity = "3": a quantity is a whole number, or a range: "{from: 1, to: 5}".'],
    ),
    "quantity zero": ({"demand.custom.quantity": 0}, ["demand.custom.quantity = 0: must be at least 1."]),
    "quantity huge": ({"demand.custom.quantity": 100000}, ["demand.custom.quantity = 100000: must be at most 65536."]),
    "quantity range": (
        {"demand.custom.quantity": {"from": 3, "to": 1}},
        ['demand.custom.quantity: "from" must not be above "to".'],
    ),
    "count fraction": (
        {"demand.custom.count": 1.5},
        ["demand.custom.count = 1.5: a whole number is needed, without a unit."],
    ),
    "count true": (
        {"demand.custom.count": True},
        ["demand.custom.count = true: a whole number is needed, without a unit."],
    ),
    "saturated 0": (
        {"demand.custom.saturated": 0, "demand.custom.every": None},
        ["demand.custom.saturated = 0: must be at least 1."],
    ),
    "at no list": (
        {"demand.shop.at": "12 min"},
        ['demand.shop.at = "12 min": a list is needed here: entries in brackets, or each behind a "- ".'],
    ),
    "at bare number": (
        {"demand.shop.at": ["0 min", 12]},
        ['demand.shop.at[1] = 12: a time needs a unit. Write "12 min".'],
    ),
    "negative due": ({"demand.custom.due": "-3 d"}, ['demand.custom.due = "-3 d": a time must not be negative.']),
    "priority": (
        {"demand.custom.priority": "high"},
        ['demand.custom.priority = "high": a whole number is needed, without a unit.'],
    ),
    "priority huge": (
        {"demand.custom.priority": 1099511627776},
        ["demand.custom.priority = 1099511627776: must be below 2147483648."],
    ),
    "orders twice": (
        {
            "demand.custom.orders": [{"order": "A", "arrival": "3 min"}, {"order": "A", "arrival": "4 min"}],
            "demand.custom.every": None,
        },
        ["demand.custom.orders[0]: two orders have this name."],
    ),
    "order without arrival": (
        {"demand.custom.orders": [{"order": "A"}], "demand.custom.every": None},
        ['demand.custom.orders[0]: "arrival" is missing.'],
    ),
    "reorder point": (
        {"stock.red_bike.reorder_point": -21},
        ["stock.red_bike: the reorder point is below minus the lot size: orders would wait for ever."],
    ),
    "no lot size": ({"stock.red_bike.lot_size": None}, ['stock.red_bike: "lot_size" is missing.']),
    "dispatch": (
        {"work_centres.robot.dispatch": "fifo"},
        ['work_centres.robot.dispatch = "fifo": allowed: FIFO, SPT, EDD or slack. Nearest: "FIFO".'],
    ),
    "units": ({"work_centres.robot.units": 0}, ["work_centres.robot.units = 0: must be at least 1."]),
    "units many": (
        {"work_centres.robot.units": 2000000},
        ["work_centres.robot.units = 2000000: must be at most 100000."],
    ),
    "changeover kind": (
        {"work_centres.robot.changeover": {"fix": "3 min"}},
        [
            'work_centres.robot.changeover: a changeover is "fixed: 5 min", "option: NAME" with "matrix: {FROM: {TO: 4 min}}", or "per_option: {NAME: 2 min}".'
        ],
    ),
    "changeover time": (
        {"work_centres.robot.changeover": {"fixed": "3"}},
        ['work_centres.robot.changeover.fixed = "3": a time needs a unit. Write "3 min".'],
    ),
    "changeover entry": (
        {
            "work_centres.robot.changeover": {
                "option": "frame",
                "matrix": {"city": {"sport": 4}, "sport": {"city": "5 min"}},
            }
        },
        ['work_centres.robot.changeover.matrix.city.sport = 4: a time needs a unit. Write "4 min".'],
    ),
    "failure without repair": (
        {"work_centres.robot.failures.jam.repair": None},
        ['work_centres.robot.failures.jam: "repair" is missing.'],
    ),
    "failure clock": (
        {"work_centres.robot.failures.jam.clock": "calendar"},
        ['work_centres.robot.failures.jam.clock = "calendar": allowed: operating or time.'],
    ),
    "rate": (
        {"work_centres.robot.rate": "50 EUR"},
        [
            'work_centres.robot.rate = "50 EUR": "EUR" is the unit of an amount of money. A rate of money has EUR/h: "50 EUR/h".'
        ],
    ),
    "buffer": ({"work_centres.robot.buffer": -1}, ["work_centres.robot.buffer = -1: must be at least 0."]),
    "team when": (
        {"teams.makers.when": "always"},
        ['teams.makers.when = "always": allowed: after_each_operation, when_queue_empty or at_shift_start.'],
    ),
    "worker without team": ({"workers.Ann.team": None}, ['workers.Ann: "team" is missing.']),
    "worker skills number": (
        {"workers.Ann.skills": {"welding": 1.2}},
        ["workers.Ann.skills.welding = 1.2: keys with a colon and their values are needed here."],
    ),
    "skill factor": (
        {"workers.Ann.skills": ["painting", {"welding": {"time": 0}}]},
        ["workers.Ann.skills[1].welding.time = 0: must be above 0."],
    ),
    "skill quality": (
        {"workers.Ann.skills": {"welding": {"quality": -1}, "painting": {}}},
        ["workers.Ann.skills.welding.quality = -1: must not be negative."],
    ),
    "skill twice": (
        {"workers.Ann.skills": ["welding", "welding"]},
        ['workers.Ann.skills = ["welding", "welding"]: "welding" is listed twice.'],
    ),
    "count of workers": (
        {"workers.Ann.count": 1000000000},
        ["workers.Ann.count = 1000000000: must be at most 100000."],
    ),
    "count collides": (
        {"workers.Ann.count": 2, "workers.Ann 1": {"team": "makers", "skills": ["welding"]}},
        ['workers.Ann.count = 2: two workers would have the name "Ann 1".'],
    ),
    "wage": (
        {"workers.Ann.wage": "30 EUR"},
        [
            'workers.Ann.wage = "30 EUR": "EUR" is the unit of an amount of money. A rate of money has EUR/h: "30 EUR/h".'
        ],
    ),
    "day name": (
        {"shifts.day": {"monday": ["08:00-12:00"]}},
        [
            'shifts.day.monday = ["08:00-12:00"]: a day is one of mon, tue, wed, thu, fri, sat, sun, a range such as "mon-fri", or "daily".'
        ],
    ),
    "days backwards": (
        {"shifts.day": {"fri-mon": ["08:00-12:00"]}},
        [
            'shifts.day.fri-mon = ["08:00-12:00"]: a day is one of mon, tue, wed, thu, fri, sat, sun, a range such as "mon-fri", or "daily".'
        ],
    ),
    "clock": ({"shifts.day": {"mon": ["8-12"]}}, ['shifts.day.mon = ["8-12"]: clock times are written "08:00-12:00".']),
    "clock 25": (
        {"shifts.day": {"mon": ["08:00-25:00"]}},
        ['shifts.day.mon = ["08:00-25:00"]: clock times go from 00:00 to 24:00.'],
    ),
    "clock minutes": (
        {"shifts.day": {"mon": ["08:75-12:00"]}},
        ['shifts.day.mon = ["08:75-12:00"]: clock times go from 00:00 to 24:00.'],
    ),
    "overlap": (
        {"shifts.day": {"mon": ["08:00-12:00", "11:00-16:00"]}},
        ["shifts.day: two windows overlap: mon 08:00-12:00 and mon 11:00-16:00."],
    ),
    "overlap over midnight": (
        {"shifts.day": {"mon": ["22:00-06:00"], "tue": ["05:00-07:00"]}},
        ["shifts.day: two windows overlap: mon 22:00-06:00 and tue 05:00-07:00."],
    ),
    "windows outside": (
        {"shifts.day": {"windows": [["1 h", "8 d"]]}},
        ['shifts.day.windows = [["1 h", "8 d"]]: a window begins before it ends, inside one week.'],
    ),
    "windows triple": (
        {"shifts.day": {"windows": [["1 h", "2 h", "3 h"]]}},
        ['shifts.day.windows[0] = ["1 h", "2 h", "3 h"]: fewer entries are needed.'],
    ),
    "days and windows": (
        {"shifts.day.windows": [["1 h", "2 h"]]},
        ['shifts.day.mon-fri = ["08:00-12:00", "12:30-16:30"]: write either days or "windows", not both.'],
    ),
    "day number": (
        {"shifts.day.mon": 3},
        ['shifts.day.mon = 3: a day has a list of clock times: ["08:00-12:00", "12:30-16:30"].'],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_part_is_named_with_what_is_allowed(case):
    changes, messages = CASES[case]
    assert problems_of(changes) == messages
