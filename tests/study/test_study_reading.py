"""Study files: what is read from them, and what is wrong with them, with line, value and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexsim.scenario import ScenarioError
from flexsim.study import StudyFile, read_study
from tests.study.studies import BENCHES, SHOP, study_in


def problems(folder: Path, text: str, shop: str = SHOP, **others: str) -> list[str]:
    """Give the problems of a study that has some, as they are printed."""
    with pytest.raises(ScenarioError) as why:
        read_study(study_in(folder, text, shop, **others))
    return [str(problem) for problem in why.value.problems]


def read(folder: Path, text: str = BENCHES, **others: str) -> StudyFile:
    return read_study(study_in(folder, text, **others))


def test_a_study_has_its_alternatives_in_the_order_of_the_file(tmp_path: Path) -> None:
    study = read(tmp_path, BENCHES.replace("  one: {}\n", "  zebra: {}\n"))
    assert list(study.alternatives) == ["zebra", "two"]
    assert (study.seed, study.selection, study.confirmation, study.service.target) == (3, 2, 4, 0.5)
    assert study.alternatives["two"].scenario.work_centres["bench"].units == 2


def test_what_is_not_stated_has_the_usual_values(tmp_path: Path) -> None:
    study = read(tmp_path, "flexsim_study: 1\nscenario: shop.yaml\nalternatives: {as_it_is: }\n")
    assert (study.seed, study.selection, study.confirmation) == (1, 4, 30)
    assert (study.service.target, study.service.priced, study.confidence) == (0.95, False, 0.95)
    assert len(study.contests) == len(study.cells) == 1
    assert study.alternatives["as_it_is"].decisions == ()


def test_ranges_and_lists_become_decisions_and_several_paths_move_together(tmp_path: Path) -> None:
    decide = """
  two:
    decide:
      work_centres.bench.units: {from: 1, to: 3}
      demand.shop.lot_size: [5, 1]
      both: {set: [products.box.material, work_centres.bench.rate], values: [0]}
"""
    text = BENCHES.replace("  two: {set: {work_centres.bench.units: 2}}\n", decide.replace("values: [0]", "values: []"))
    assert problems(tmp_path, text) == [
        "line 16  alternatives.two.decide.both.values = []: at least one value is needed."
    ]
    study = read(tmp_path, "\n".join(line for line in text.splitlines() if "both" not in line))
    units, lots = study.alternatives["two"].decisions
    assert (units.name, units.paths, units.values) == (
        "work_centres.bench.units",
        ("work_centres.bench.units",),
        (1, 2, 3),
    )
    assert lots.values == (5, 1)
    assert lots.settings(5) == {"demand.shop.lot_size": 5}


def test_cases_and_points_make_comparisons_and_what_is_not_swept_is_one_cell_in_each_case(tmp_path: Path) -> None:
    text = (
        BENCHES
        + """
cases:
  level:
  busy: {set: {demand.shop.every: exponential(12 min)}}
sweep: {name: rate, set: work_centres.bench.rate, values: [5 EUR/h, 7 EUR/h], alternatives: [two]}
"""
    )
    study = read(tmp_path, text)
    assert [(one.case, one.point) for one in study.contests] == [
        ("level", "5 EUR/h"),
        ("level", "7 EUR/h"),
        ("busy", "5 EUR/h"),
        ("busy", "7 EUR/h"),
    ]
    assert len(study.cells) == 2 * (1 + 2)
    assert study.contests[0].cells[0] is study.contests[1].cells[0]
    assert [one.cells[1].alternative.scenario.work_centres["bench"].rate for one in study.contests] == [5, 7, 5, 7]
    assert str(study.contests[3].cells[1]) == "two, case busy, at 7 EUR/h"


def test_what_a_case_sets_takes_the_place_of_what_a_side_and_the_study_set(tmp_path: Path) -> None:
    text = BENCHES.replace("alternatives:", "set: {work_centres.bench.units: 5}\nalternatives:")
    assert read(tmp_path, text).alternatives["one"].scenario.work_centres["bench"].units == 5
    assert read(tmp_path, text).alternatives["two"].scenario.work_centres["bench"].units == 2
    text += "cases: {many: {set: {work_centres.bench.units: 7}}}\n"
    assert read(tmp_path, text).alternatives["two"].scenario.work_centres["bench"].units == 7


def test_shipped_models_go_by_their_bare_names(tmp_path: Path) -> None:
    text = "flexsim_study: 1\nalternatives: {a: {scenario: bicycle_workshop}, b: {scenario: bicycle_mass}}\n"
    assert read(tmp_path, text).alternatives["b"].scenario.name == "Bicycles in mass production"
    (said,) = problems(tmp_path, text.replace("bicycle_mass", "bicycle_mas"))
    assert said == (
        'line 2  alternatives.b.scenario = "bicycle_mas": no model of this name is shipped, and the name of a file has '
        'its ending. Nearest: "bicycle_mass".'
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("flexsim_study: 1\n", "flexsim_study: 2\n"), "line 2  flexsim_study = 2: this program reads version 1 of the format."),
        (("flexsim_study: 1\n", "\n"), 'the version of the format is missing: begin with "flexsim_study: 1".'),
        (("question:", "qestion:"), 'line 4  qestion = "Does a second bench pay?": unknown key. Nearest: "question".'),
        (("target: 0.5", "target: 95"), "line 6  service.target = 95: a share above 0 and at most 1 is needed. 95 % is written 0.95."),
        (("{target: 0.5}", "{target: 0.5, priced: true}"), 'line 6  service: service has a target or is priced, not both: leave out "target" or "priced".'),
        (("{target: 0.5}", "0.95"), 'line 6  service = 0.95: service is written "{target: 0.95}", or "{priced: true}".'),
        (("confirmation: 4", "confirmation: 1"), "line 8  replications.confirmation = 1: at least 2 replications are needed: one has no half-width."),
        (("selection: 2", "selection: 0"), "line 8  replications.selection = 0: at least 2 replications are needed: one has no half-width."),
        (("seed: 3", "seed: -1"), "line 7  seed = -1: must be at least 0."),
        (("one: {}", "one: {scenario: 7}"), 'line 10  alternatives.one.scenario = 7: the name of a scenario file is needed, such as "workshop.yaml", or of a shipped model.'),
        (("one: {}", "a/b: {}"), 'line 10  alternatives.a/b: a name must not contain "/".'),
        (("one: {}", "one: {set: 4}"), 'line 10  alternatives.one.set = 4: paths with what belongs to them are needed, such as "work_centres.bench.units: 4".'),
        (("bench.units: 2", "bench.unit: 2"), 'line 11  alternatives.two.set.work_centres.bench.unit = 2: unknown key. Nearest: "units".'),
        (("bench.units: 2", "bnch.units: 2"), 'line 11  alternatives.two.set.work_centres.bnch.units = 2: there is no "bnch" here. Nearest: "bench".'),
        (("bench.units: 2", "bench.units: two"), 'line 11  alternatives.two.set.work_centres.bench.units = "two": a whole number is needed, without a unit.'),
        (("scenario: shop.yaml", "scenario: ship.yaml"), 'line 5  scenario = "ship.yaml": there is no such file beside the study. Nearest: "shop.yaml".'),
        (("scenario: shop.yaml", "scenario: ../shop.yaml"), 'line 5  scenario = "../shop.yaml": the file must lie beside the study or in a folder below: write its name from there.'),
        (("scenario: shop.yaml", "scenario: study.yaml"), 'line 5  scenario = "study.yaml": the study names itself: the name of a scenario is needed here.'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_what_is_allowed(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    assert change[0] in BENCHES
    assert problems(tmp_path, BENCHES.replace(*change)) == [said]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("measures: [mean_lead_time]", 'line 12  measures[0] = "mean_lead_time": no figure has this name. Nearest: "mean_lead_time_h".'),
        ("measures: ['utilisation[bensh]']", 'line 12  measures[0] = "utilisation[bensh]": no figure has this name. Nearest: "utilisation[bench]".'),
        ("confidence: 95", "line 12  confidence = 95: a confidence is at least 0.5 and below 1, such as 0.95. 95 % is written 0.95."),
        ("prices: {work_centres.bench.rate: {low: 9 EUR/h, high: 4 EUR/h}}", 'line 12  prices.work_centres.bench.rate: the range is upside down: "low" is 9 EUR/h and "high" is 4 EUR/h.'),
        ("prices: {work_centres.bench.rate: {low: 1, high: 4 EUR/h}}", "line 12  prices.work_centres.bench.rate: both ends need one unit, and these have none and EUR/h."),
        ("prices: {work_centres.bench.rate: {low: 4 EUR/h, high: 4 EUR/h}}", 'line 12  prices.work_centres.bench.rate: the range is empty: "low" and "high" are both 4 EUR/h.'),
        ("prices: {work_centres.bench.rate: {low: 1 EUR, high: 4 EUR/h}}", "line 12  prices.work_centres.bench.rate: both ends need one unit, and these have EUR and EUR/h."),
        ("prices: {work_centres.bench.rate: 4 EUR/h}", 'line 12  prices.work_centres.bench.rate = "4 EUR/h": a range has two ends, such as "{low: 25 EUR/h, high: 40 EUR/h}".'),
        ("prices: {work_centres.bench.units: {low: 1, high: 4}}", 'line 12  prices.work_centres.bench.units: there is no such price in any alternative. Nearest: "work_centres.bench.rate".'),
        ("prices: {work_centres.*.units: {low: 1, high: 4}}", 'line 12  prices.work_centres.*.units: there is no such price in any alternative. Nearest: "work_centres.*.rate".'),
        ("prices: {work_centre.*.rate: {low: 1 EUR/h, high: 4 EUR/h}}", 'line 12  prices.work_centre.*.rate: there is no such price in any alternative. Nearest: "work_centres.*.rate".'),
        ("prices: {workers.*.wage: {low: 1 EUR/h, high: 4 EUR/h}}", 'line 12  prices.workers.*.wage: there is no such price in any alternative. There is nothing yet that "*" could mean.'),
        ("prices: {work_centres.*.rate: {low: 1 EUR, high: 4 EUR}}", 'line 12  prices.work_centres.*.rate.low = "1 EUR": this price can stand in no alternative: "EUR" is the unit of an amount of money. A rate of money has EUR/h: "1 EUR/h".'),
        ("prices: {work_centres.bench.rate: {low: 1 EUR/h, high: 4 EUR/h}, work_centres.*.rate: {low: 2 EUR/h, high: 3 EUR/h}}", 'line 12  prices.work_centres.*.rate: "work_centres.bench.rate" moves work_centres.bench.rate as well: leave one of them out.'),
        ("prices: {work_centres.bench.rate: {low: 1 EUR, high: 4 EUR}}", 'line 12  prices.work_centres.bench.rate.low = "1 EUR": this price can stand in no alternative: "EUR" is the unit of an amount of money. A rate of money has EUR/h: "1 EUR/h".'),
        ("sweep: {set: work_centres.bench.units, values: []}", "line 12  sweep.values = []: at least one value is needed."),
        ("sweep: {set: work_centres.bench.units, values: [1, 1]}", "line 12  sweep.values = [1, 1]: 1 is listed twice."),
        ("sweep: {set: work_centres.bench.units, values: [0], alternatives: [one]}", "line 12  sweep.values[0] = 0: work_centres.bench.units: must be at least 1. (alternative one)"),
        ("sweep: {set: work_centres.bench.units, values: [1], alternatives: [tow]}", 'line 12  sweep.alternatives[0] = "tow": no alternative has this name. Nearest: "two".'),
        ("cases: {busy: {sett: {}}}", 'line 12  cases.busy.sett: unknown key. Nearest: "set".'),
    ],
)  # fmt: skip
def test_what_is_wrong_below_the_alternatives_is_told_too(tmp_path: Path, added: str, said: str) -> None:
    found = problems(tmp_path, BENCHES + added + "\n")
    assert found == [said]


def test_a_path_of_prices_with_a_star_stands_for_all_of_them(tmp_path: Path) -> None:
    study = read(tmp_path, BENCHES + "prices: {'work_centres.*.rate': {low: 3 EUR/h, high: 9 EUR/h}}\n")
    assert study.prices == {"work_centres.*.rate": ("3 EUR/h", "9 EUR/h")}


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("work_centres.bench.units: {from: 6, to: 1}", ".units: the range is upside down: write {from: 1, to: 6}."),
        ("work_centres.bench.units: 3", '.units = 3: a decision has a range "{from: 1, to: 6}" or listed values "[5, 10, 20]".'),
        ("work_centres.bench.units: {from: 1}", '.units: "to" is missing: a range has both ends, such as {from: 1, to: 6}.'),
        ("work_centres.bench.units: {from: 0, to: 3}", ".units.from = 0: must be at least 1."),
        ("work_centres.bench.units: {from: 1, to: 5000}", ".units: a range has at most 1,000 whole numbers."),
        ("work_centres.bench.units: {}", '.units: a decision has a range "{from: 1, to: 6}" or listed values "[5, 10, 20]".'),
        ("work_centres.bench.units: [1, 2, x]", '.units[2] = "x": a whole number is needed, without a unit.'),
        ("work_centres.bnch.units: {from: 1, to: 3}", '.units.from = 1: there is no "bnch" here. Nearest: "bench".'),
        ("b: {set: work_centres.bench.unit, values: [1]}", 'b.values[0] = 1: work_centres.bench.unit: unknown key. Nearest: "units".'),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_taken_is_told_at_its_value(tmp_path: Path, decision: str, said: str) -> None:
    text = BENCHES.replace("one: {}", f"one: {{decide: {{{decision}}}}}")
    (found,) = problems(tmp_path, text)
    assert found.startswith("line 10  alternatives.one.decide.")
    assert found.endswith(said)


def test_a_path_is_not_both_swept_and_decided_nor_decided_twice(tmp_path: Path) -> None:
    decide = "{work_centres.bench.units: [1, 2], b: {set: work_centres.bench.units, values: [3]}}"
    text = BENCHES.replace("one: {}", f"one: {{decide: {decide}}}")
    assert problems(tmp_path, text) == [
        'line 10  alternatives.one.decide.b: "work_centres.bench.units" is decided twice.'
    ]
    text = BENCHES.replace("one: {}", "one: {decide: {work_centres.bench.units: [1, 2]}}")
    text += "sweep: {set: work_centres.*.units, values: [1, 2], alternatives: [one]}\n"
    assert problems(tmp_path, text) == [
        'line 10  alternatives.one.decide.work_centres.bench.units = [1, 2]: "work_centres.bench.units" is swept as well: it cannot be decided too.'
    ]


NEVER_COUNTS = (
    'the sweep sets "{}" at every point (line 12), so what is set here would never count. Take one of them out, or list '
    "under sweep.alternatives only those that are swept."
)


@pytest.mark.parametrize(
    ("of_two", "swept", "place", "value"),
    [
        ("work_centres.bench.units: 2", "work_centres.bench.units", ".bench.units", " = 2"),
        ("work_centres.bench.units: 2", "work_centres.*.units", ".bench.units", " = 2"),
        ("work_centres.*.units: 2", "work_centres.bench.units", ".*.units", " = 2"),
        ("work_centres.bench: {units: 2}", "work_centres.bench.units", ".bench", ""),
    ],
)
def test_what_an_alternative_sets_and_the_sweep_replaces_is_refused(
    tmp_path: Path, of_two: str, swept: str, place: str, value: str
) -> None:
    text = BENCHES.replace("work_centres.bench.units: 2", of_two)
    sweep = f"sweep: {{set: {swept}, values: [1, 2]}}\n"
    said = f"line 11  alternatives.two.set.work_centres{place}{value}: {NEVER_COUNTS.format(swept)}"
    assert problems(tmp_path, text + sweep) == [said]
    others = read(tmp_path, text + sweep.replace("}", ", alternatives: [one]}"))  # two keeps what it sets
    assert [one.cells[1].alternative.scenario.work_centres["bench"].units for one in others.contests] == [2, 2]


def test_what_a_case_sets_is_refused_only_where_no_alternative_is_left_for_it(tmp_path: Path) -> None:
    text = BENCHES.replace("{set: {work_centres.bench.units: 2}}", "{}")
    text += "sweep: {set: work_centres.bench.rate, values: [5 EUR/h, 7 EUR/h]}\n"
    text += "cases: {dear: {set: {work_centres.bench.rate: 9 EUR/h}}}\n"
    said = (
        f'line 13  cases.dear.set.work_centres.bench.rate = "9 EUR/h": {NEVER_COUNTS.format("work_centres.bench.rate")}'
    )
    assert problems(tmp_path, text) == [said]
    study = read(tmp_path, text.replace("7 EUR/h]", "7 EUR/h], alternatives: [two]"))
    rates = [[cell.alternative.scenario.work_centres["bench"].rate for cell in one.cells] for one in study.contests]
    assert rates == [[9, 5], [9, 7]]


def test_another_key_beside_a_swept_one_may_be_set(tmp_path: Path) -> None:
    text = BENCHES.replace("work_centres.bench.units: 2", "work_centres.bench: {units: 2}")
    study = read(tmp_path, text + "sweep: {set: work_centres.bench.rate, values: [5 EUR/h, 7 EUR/h]}\n")
    assert [one.cells[1].alternative.scenario.work_centres["bench"].rate for one in study.contests] == [5, 7]


def test_a_path_with_a_star_that_is_set_again_later_counts_later(tmp_path: Path) -> None:
    text = BENCHES.replace("alternatives:", "set: {work_centres.*.units: 5}\nalternatives:")
    text += "cases: {many: {set: {work_centres.*.units: 7}}}\n"
    assert read(tmp_path, text).alternatives["two"].scenario.work_centres["bench"].units == 7


def test_no_alternatives_are_no_study(tmp_path: Path) -> None:
    text = BENCHES[: BENCHES.index("alternatives:")]
    said = "no alternatives: name at least one, and two for a comparison."
    assert problems(tmp_path, text + "alternatives: {}\n") == [f"line 9  alternatives: {said}"]
    assert problems(tmp_path, text) == ['"alternatives" is missing.']


def test_an_alternative_without_a_scenario_is_told(tmp_path: Path) -> None:
    (said, other) = problems(tmp_path, BENCHES.replace("scenario: shop.yaml\n", "\n"))
    assert (
        said
        == 'line 10  alternatives.one: a scenario is missing: "scenario: FILE" here, or at the top for all alternatives.'
    )
    assert "alternatives.two" in other


def test_a_study_is_no_scenario_and_a_scenario_no_study(tmp_path: Path) -> None:
    other = BENCHES.replace("shop.yaml", "third.yaml")
    (said,) = problems(tmp_path, BENCHES.replace("shop.yaml", "another.yaml"), another=other)
    assert said == 'line 5  scenario = "another.yaml": this is a study, and the name of a scenario is needed here.'
    (said,) = problems(tmp_path, SHOP)
    assert (
        said
        == 'this is no study: a study begins with "flexsim_study: 1". To compare two scenarios as they are, name both.'
    )


def test_what_is_wrong_in_a_scenario_is_told_once_with_its_file(tmp_path: Path) -> None:
    found = problems(tmp_path, BENCHES, SHOP.replace("at: bench", "at: bank"))
    assert found == [
        'shop.yaml line 6  products.box.operations.glue.at = "bank": no work centre has this name. Known: bench.'
    ]


def test_sides_that_do_not_share_customers_are_refused(tmp_path: Path) -> None:
    text = BENCHES.replace("one: {}", "one: {set: {demand.shop.every: exponential(16 min)}}")
    assert problems(tmp_path, text) == [
        "line 11  alternatives.two: its customers are not those of one, and only sides with the same customers are "
        "compared (one's value first): demand.shop.every is exponential(mean=16 min) and exponential(mean=15 min)."
    ]


def test_a_case_under_which_sides_part_is_refused_too(tmp_path: Path) -> None:
    text = BENCHES + "sweep: {set: demand.shop.quantity, values: [1, 2], alternatives: [two]}\n"
    (said,) = problems(tmp_path, text)
    assert "demand.shop.quantity is not set and 2" in said


def test_capital_bears_the_same_interest_on_all_sides(tmp_path: Path) -> None:
    bought = SHOP.replace("{rate: 6 EUR/h}", "{price: 10000 EUR, life: 10 yr}") + "prices: {interest: 5 %/yr}\n"
    text = BENCHES.replace("bench.units: 2", "bench.units: 2, prices.interest: 6 %/yr")
    found = problems(tmp_path, text, bought)
    assert [said[:26] for said in found] == ["line 11  alternatives.two:"] * 2  # stock bears it as well, unless stated
    assert [said.split(" is ")[0][27:] for said in found] == ["interest on capital", "interest on inventories"]
    own = BENCHES.replace("bench.units: 2", "bench.interest: 4 %/yr")
    (said,) = problems(tmp_path, own, bought)
    assert said.endswith("interest on capital is 4 % a year here and 5 % in one: it has to be the same on all sides.")
    holding = BENCHES.replace("bench.units: 2", "bench.units: 2, prices.holding: 20 %/yr")
    (said,) = problems(tmp_path, holding, bought)
    assert said.endswith(
        "interest on inventories is 20 % a year here and 5 % in one: it has to be the same on all sides."
    )


def test_savings_are_discounted_at_the_same_interest_on_all_sides(tmp_path: Path) -> None:
    # all capital and stock bear 5 %, but the net present value of what the second side buys would be at 4 % or 6 %
    bench = "{price: 10000 EUR, life: 10 yr, interest: 5 %/yr}"
    bought = SHOP.replace("{rate: 6 EUR/h}", bench) + "prices: {interest: 4 %/yr, holding: 5 %/yr}\n"
    text = BENCHES.replace("bench.units: 2", "bench.units: 2, prices.interest: 6 %/yr")
    (said,) = problems(tmp_path, text, bought)
    assert said.endswith(
        "prices.interest, at which savings are discounted, is 6 % a year here and 4 % in one: it has to be the same on "
        "all sides."
    )


def test_what_is_bought_besides_units_bears_the_same_interest_too(tmp_path: Path) -> None:
    bench = "{price: 10000 EUR, life: 10 yr, interest: 5 %/yr}"
    bought = SHOP.replace("{rate: 6 EUR/h}", bench) + "prices: {interest: 4 %/yr}\n"
    jigs = "assets: {jigs: {price: 100 EUR, life: 5 yr}}"
    (said,) = problems(tmp_path, BENCHES.replace("work_centres.bench.units: 2", jigs), bought)
    assert said.endswith(
        "interest on capital is 4 % and 5 % a year here and 5 % in one: it has to be the same on all sides."
    )


def test_a_study_can_be_json(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)
    path = tmp_path / "study.json"
    path.write_text('{"flexsim_study": 1, "scenario": "shop.yaml",\n "alternatives": {"one": {}, "two": {"sett": {}}}}')
    with pytest.raises(ScenarioError, match=r'line 2  alternatives.two.sett: unknown key. Nearest: "set".'):
        read_study(path)


STAFFED = SHOP.replace("run: exponential(10 min)", "run: exponential(10 min), skill: gluing").replace(
    "bench: {rate: 6 EUR/h}",
    "bench: {rate: 6 EUR/h, team: crew}\nteams: {crew: {}}\nworkers: {Ann: {team: crew, skills: [gluing]}}",
)


def test_where_a_scenario_is_in_order_without_a_value_of_the_study_that_value_is_named(tmp_path: Path) -> None:
    text = BENCHES.replace("one: {}", "one: {decide: {workers.Ann.count: {from: 0, to: 2}}}")
    (found,) = problems(tmp_path, text, STAFFED)
    assert found.startswith('shop.yaml line 6  products.box.operations.glue.skill = "gluing": nobody')
    assert found.endswith(" (alternative one, with workers.Ann.count = 0)")
