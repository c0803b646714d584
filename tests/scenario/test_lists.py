"""Big lists in CSV files: they say what YAML would say, and mistakes are told by file, row and column."""

import pytest

from flexsim.scenario import ScenarioError, load

IN_FILES = """\
flexsim: 1
horizon: 4 wk
products:
  from: routings.csv
  bike:
    options: {colour: {red: 0.5, blue: 0.5}, frame: {city: 0.5, sport: 0.5}}
    operations: {weld: {changes: [{if: {frame: sport}, run: 12 min}]}}
demand: {from: demand.csv}
stock: {from: stock.csv}
work_centres: {from: work_centres.csv}
teams: {from: teams.csv}
workers: {from: workers.csv, Bob: {wage: 31 EUR/h}, Zoe: null}
shifts: {from: shifts.csv}
"""

FILES = {
    "routings.csv": """\
product,operation,at,after,set_up,run,skill,attention.run,yield,only_if.colour,depends_on
bike,weld,robot,,5 min,exponential(10 min),welding,1/2,0.99,,
bike,paint,booth; booth 2,weld,,3 min,painting,,,red; blue,colour
car,weld,robot,,5 min,10 min,welding,,,,
""",
    "demand.csv": "stream,product,every,quantity,quantity.from,quantity.to\n"
    "bikes,bike,exponential(60 min),,1,3\ncars,car,2 h,2,,\n",
    "stock.csv": "item,product,options.colour,lot_size,reorder_point\nred bike,bike,red,20,5\n",
    "work_centres.csv": """\
work_centre,units,team,shifts,rate,changeover.fixed,failures.jam.every,failures.jam.repair,worker_waits
robot,2,makers,day,10 EUR/h,,500 min,20 min,true
booth,,makers,day,2.5 EUR/h,5 min,,,

booth 2,,makers,day,2.5 EUR/h,,,,
""",
    "teams.csv": "team,where\nmakers,first_in_system\n",
    "workers.csv": """\
worker,team,shifts,wage,welding,painting,painting.quality
Ann,makers,day,30 EUR/h,1,,
Bob,makers,day,30 EUR/h,0.950,1.10,0.8
007,makers,late,30 EUR/h,,1,
Zoe,makers,,30 EUR/h,,1,
""",
    "shifts.csv": "shift,mon-fri,sat,break_below\nday,08:00-12:00; 12:30-16:30,,45 min\nlate,14:00-22:00,06:00-12:00,\n",
}

WRITTEN_OUT = """\
flexsim: 1
horizon: 4 wk
products:
  bike:
    options: {colour: {red: 0.5, blue: 0.5}, frame: {city: 0.5, sport: 0.5}}
    operations:
      weld:
        at: robot
        set_up: 5 min
        run: exponential(10 min)
        skill: welding
        attention: {run: 1/2}
        yield: 0.99
        changes: [{if: {frame: sport}, run: 12 min}]
      paint:
        at: [booth, booth 2]
        after: weld
        run: 3 min
        skill: painting
        only_if: {colour: [red, blue]}
        depends_on: colour
  car: {operations: {weld: {at: robot, set_up: 5 min, run: 10 min, skill: welding}}}
demand:
  bikes: {product: bike, every: exponential(60 min), quantity: {from: 1, to: 3}}
  cars: {product: car, every: 2 h, quantity: 2}
stock:
  red bike: {product: bike, options: {colour: red}, lot_size: 20, reorder_point: 5}
work_centres:
  robot:
    units: 2
    team: makers
    shifts: day
    rate: 10 EUR/h
    failures: {jam: {every: 500 min, repair: 20 min}}
    worker_waits: true
  booth: {team: makers, shifts: day, rate: 2.5 EUR/h, changeover: {fixed: 5 min}}
  booth 2: {team: makers, shifts: day, rate: 2.5 EUR/h}
teams: {makers: {where: first_in_system}}
workers:
  Ann: {team: makers, shifts: day, wage: 30 EUR/h, skills: [welding]}
  Bob: {team: makers, shifts: day, wage: 31 EUR/h, skills: {welding: {time: 0.95}, painting: {time: 1.1, quality: 0.8}}}
  "007": {team: makers, shifts: late, wage: 30 EUR/h, skills: [painting]}
shifts:
  day: {mon-fri: ["08:00-12:00", "12:30-16:30"], break_below: 45 min}
  late: {mon-fri: ["14:00-22:00"], sat: ["06:00-12:00"]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "shop.yaml").write_text(IN_FILES)
    (tmp_path / "out.yaml").write_text(WRITTEN_OUT)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def replaced(folder, name, *pairs):
    """Write a file of the folder anew with other words in it."""
    text = (folder / name).read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / name).write_text(text)


def problems(folder, *settings, name="shop.yaml"):
    with pytest.raises(ScenarioError) as caught:
        load(folder / name, settings=settings)
    return [str(problem) for problem in caught.value.problems]


def test_lists_in_files_say_what_yaml_says(folder):
    assert load(folder / "shop.yaml") == load(folder / "out.yaml")
    assert load(folder / "shop.yaml").hash == load(folder / "out.yaml").hash


def test_a_spreadsheet_of_the_continent_is_read_too(folder):
    text = FILES["workers.csv"].replace(",", ";")
    (folder / "workers.csv").write_bytes(text.encode("utf-8-sig"))
    assert load(folder / "shop.yaml") == load(folder / "out.yaml")


def test_one_product_may_have_a_file_of_its_own(folder):
    rows = [row.partition(",") for row in FILES["routings.csv"].splitlines()]
    (folder / "bike.csv").write_text(
        "".join(f"{rest}\n" for product, _, rest in rows if product in ("product", "bike"))
    )
    (folder / "car.csv").write_text("".join(f"{rest}\n" for product, _, rest in rows if product in ("product", "car")))
    replaced(
        folder,
        "shop.yaml",
        ("  from: routings.csv\n", "  car: {operations: {from: car.csv}}\n"),
        ("operations: {weld", "operations: {from: bike.csv, weld"),
    )
    assert load(folder / "shop.yaml") == load(folder / "out.yaml")


def test_orders_and_schedules_may_be_written_like_other_lists(folder):
    (folder / "orders.csv").write_text("order,arrival\nX,1 h\n")
    replaced(folder, "out.yaml", ("every: 2 h", "orders: {from: orders.csv}"))
    assert [order.name for order in load(folder / "out.yaml").demand["cars"].orders] == ["X"]


def test_a_worker_may_name_skills_in_one_column(folder):
    (folder / "workers.csv").write_text(
        "worker,team,shifts,skills,wage,painting\nAnn,makers,day,welding,30 EUR/h,\n"
        "Bob,makers,day,welding; painting,30 EUR/h,\n007,makers,late,,30 EUR/h,1\nZoe,makers,,,3 EUR/h,1\n"
    )
    workers = load(folder / "shop.yaml").workers
    assert {name: sorted(worker.skills) for name, worker in workers.items()} == {
        "007": ["painting"],
        "Ann": ["welding"],
        "Bob": ["painting", "welding"],
    }


def test_a_part_may_have_the_name_of_the_key(folder):
    replaced(folder, "out.yaml", ("  Ann: {team", "  from: {team"))
    assert "from" in load(folder / "out.yaml").workers


def test_another_file_may_be_set_in_place_of_the_whole_list(folder):
    (folder / "night.csv").write_text("worker,team,welding,painting\nNora,makers,1,1\n")
    assert list(load(folder / "shop.yaml", settings=["workers.from=night.csv"]).workers) == ["Nora"]
    assert list(load(folder / "shop.yaml").with_values({"workers.from": "night.csv"}).workers) == ["Nora"]
    (folder / "workers.csv").unlink()
    assert list(load(folder / "shop.yaml", settings=["workers.from=night.csv"]).workers) == ["Nora"]


def test_a_cell_may_be_set_beside_the_file(folder):
    scenario = load(folder / "shop.yaml", settings=["workers.007.wage=50 EUR/h", "workers.Ann.skills.welding.time=2"])
    assert (scenario.workers["007"].wage, scenario.workers["Ann"].skills["welding"].time) == (50, 2)
    assert problems(folder, "workers.008.wage=50 EUR/h") == [
        '--set workers.008.wage = "50 EUR/h": there is no "008" here. Nearest: "007".'
    ]


def test_lists_of_a_file_below_are_replaced_row_by_row_and_key_by_key(folder):
    (folder / "child.yaml").write_text(
        "flexsim: 1\nextends: shop.yaml\nworkers: {Ann: {wage: 99 EUR/h}, 007: null, Zoe: {team: makers, skills: [painting]}}\n"
    )
    workers = load(folder / "child.yaml").workers
    assert {name: worker.wage for name, worker in workers.items()} == {"Ann": 99, "Bob": 31, "Zoe": 30}
    (folder / "child.yaml").write_text("flexsim: 1\nextends: shop.yaml\nworkers: {Bob: null, Bop: null}\n")
    assert problems(folder, name="child.yaml") == [
        'line 3  workers.Bop: there is no "Bop" to be taken out. For one that has only defaults write "Bop: {}". '
        "Known: 007, Ann."
    ]


def test_the_contents_of_a_list_belong_to_the_scenario(folder):
    before = load(folder / "shop.yaml")
    replaced(folder, "workers.csv", ("1.10", "1.20"))
    assert load(folder / "shop.yaml").hash != before.hash
    header, *rows = FILES["workers.csv"].splitlines()
    (folder / "workers.csv").write_text("\n".join([header, *reversed(rows)]))
    assert load(folder / "shop.yaml").hash == before.hash


def test_every_wrong_cell_is_told_with_its_row_and_column(folder):
    replaced(folder, "workers.csv", ("30 EUR/h", "30"), ("0.950", "0"), ("1.10", "x"), ("007,makers", "007,maker"))
    replaced(folder, "routings.csv", ("1/2", "3"), ("booth 2", "bth"), ("0.99", "1.5"), ("red; blue", "red; blu"))
    replaced(folder, "work_centres.csv", ("booth,,", "booth,2.5,"), ("5 min", "5"), ("500 min", "500"))
    replaced(folder, "shifts.csv", ("12:30", "25:30"), ("45 min", "45"))
    replaced(folder, "demand.csv", (",2 h", ",2"))
    assert problems(folder) == [
        'demand.csv line 3, column "every"  demand.cars.every = 2: a time needs a unit. Write "2 min".',
        'routings.csv line 2, column "attention.run"  products.bike.operations.weld.attention.run = 3: '
        "attention is 0, 1, or 1/n with n from 2 to 8.",
        'routings.csv line 2, column "yield"  products.bike.operations.weld.yield = 1.5: a yield is a share from 0 to 1.',
        'routings.csv line 3, column "at"  products.bike.operations.paint.at[1] = "bth": '
        'no work centre has this name. Nearest: "booth".',
        'routings.csv line 3, column "only_if.colour"  products.bike.operations.paint.only_if.colour = ["red", "blu"]: '
        'the option "colour" of "bike" has no value "blu". Nearest: "blue".',
        'shifts.csv line 2, column "mon-fri"  shifts.day.mon-fri = ["08:00-12:00", "25:30-16:30"]: '
        "clock times go from 00:00 to 24:00.",
        'shifts.csv line 2, column "break_below"  shifts.day.break_below = 45: a time needs a unit. Write "45 min".',
        'work_centres.csv line 2, column "failures.jam.every"  work_centres.robot.failures.jam.every = 500: '
        'a time needs a unit. Write "500 min".',
        'work_centres.csv line 3, column "units"  work_centres.booth.units = 2.5: a whole number is needed, without a unit.',
        'work_centres.csv line 3, column "changeover.fixed"  work_centres.booth.changeover.fixed = 5: '
        'a time needs a unit. Write "5 min".',
        'workers.csv line 2, column "wage"  workers.Ann.wage = 30: a rate of money needs a unit. Write "30 EUR/h".',
        'workers.csv line 3, column "painting"  workers.Bob.skills.painting = "x": '
        "a column that is no key is a skill: its cells are factors on time, such as 0.95, or empty.",
        'workers.csv line 3, column "welding"  workers.Bob.skills.welding.time = 0: must be above 0.',
        'workers.csv line 4, column "team"  workers.007.team = "maker": no team has this name. Nearest: "makers".',
    ]


def test_what_the_scenario_says_beside_a_row_keeps_its_own_line(folder):
    replaced(folder, "shop.yaml", ("31 EUR/h", "31"))
    assert problems(folder) == ['line 12  workers.Bob.wage = 31: a rate of money needs a unit. Write "31 EUR/h".']


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("workers.csv", "wage", "wagee", 'line 1, column "wagee"  workers: no key and no skill has this name. Nearest: "wage".'),
        ("workers.csv", "worker,", "name,", 'line 1, column "worker"  workers: this column is missing, or empty.'),
        ("workers.csv", "Bob,", "Ann,", "line 3  workers.Ann: another row has this name already, on line 2."),
        ("workers.csv", "Zoe,", ",", 'line 5, column "worker"  workers: "worker" is missing.'),
        ("workers.csv", "0.950", "0,950", "line 3  workers: this row has 8 cells, the first line has 7."),
        ("work_centres.csv", "units", "unit", 'line 1, column "unit"  work_centres: no key has this name. Nearest: "units".'),
        ("work_centres.csv", "failures.jam.e", "failure.jam.e", 'line 1, column "failure.jam.every"  work_centres: no key has this name. Nearest: "failures".'),
        ("routings.csv", "product,", "produce,", 'line 1, column "produce"  products: no key has this name. Nearest: "product".'),
        ("routings.csv", "car,weld", "bike,weld", "line 4  products.bike.operations.weld: another row has this name already, on line 2."),
        ("demand.csv", "cars,car,2 h,2,,", "cars,car,2 h,2,1,", 'line 3, column "quantity.from"  demand.cars: there is a column "quantity" already, which says all of it.'),
        ("stock.csv", "options.colour", "options" + ".a" * 5000, f'line 1, column "options{".a" * 34}....  stock: more than 5 dots lead nowhere.'),
        ("stock.csv", FILES["stock.csv"], f"item{''.join(f',c{n}' for n in range(2000))}\nx{',1' * 2000}\n", "line 1  stock: 2,001 columns are more than the 1,000 that a file may have."),
        ("stock.csv", FILES["stock.csv"], "", "line 1  stock: the file is empty. Its first line names the columns."),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_refused(folder, name, old, new, message):
    replaced(folder, name, (old, new))
    assert problems(folder)[0] == f"{name} {message}"


def test_without_its_names_a_list_is_told_alone(folder):
    replaced(folder, "shop.yaml", ("work_centres.csv", "work_centers.csv"), ("4 wk", "4"))
    assert problems(folder) == [
        'line 10  work_centres.from = "work_centers.csv": there is no such file beside the scenario. '
        'Nearest: "work_centres.csv".'
    ]


@pytest.mark.parametrize("name", ["3", "", "[workers.csv]"])
def test_a_name_that_is_none_is_refused(folder, name):
    replaced(folder, "shop.yaml", ("workers.csv", name))
    (found,) = problems(folder)
    assert found.startswith("line 12  workers.from = ")
    assert found.endswith("the name of one CSV file is needed, such as workers.csv.")


def test_a_list_outside_the_folder_is_not_read(folder):
    replaced(folder, "shop.yaml", ("workers.csv", "../workers.csv"))
    assert problems(folder) == [
        'line 12  workers.from = "../workers.csv": the file must lie beside the scenario or in a folder below: '
        "write its name from there."
    ]


def test_a_skill_that_looks_like_a_key_is_one_if_an_operation_needs_it(folder):
    for name in ("routings.csv", "workers.csv"):
        (folder / name).write_text((folder / name).read_text().replace("painting", "teams"))
    assert "teams" in load(folder / "shop.yaml").workers["Bob"].skills


def test_lists_and_files_below_may_lie_in_one_more_folder(folder):
    data = folder / "data"
    data.mkdir()
    for name in [*FILES, "shop.yaml"]:
        (folder / name).rename(data / name)
    (folder / "shop.yaml").write_text("flexsim: 1\nextends: common.yaml\n")
    (data / "shop.yaml").rename(data / "common.yaml")
    assert load(folder / "shop.yaml", data=data) == load(folder / "out.yaml")
    assert problems(folder) == [
        'line 2  extends = "common.yaml": there is no such file beside the scenario. Nearest: "out.yaml".'
    ]
