"""Nobody and nothing is in two places: laws on the table of events, row by row."""

from collections import defaultdict
from itertools import pairwise, permutations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.reference.random_floors import floors

from .cases import CASES, case, case_of, ends, ticks

FULL = 840
LOT = ("stream", "ordinal", "leader", "generation", "operation", "attempt")
WEEK = ticks(7 * 24 * 3600)
BREAK = ticks(3600)


class Stretches:
    """The events of a case, with what the scenario says about them."""

    def __init__(self, case):
        self.case, self.scenario = case, case.scenario
        kinds = case.names("event_kinds")
        self.rows = [row | {"kind": kinds[row["kind"]]} for row in case.rows("events")]
        self.steps = [row for row in self.rows if row["kind"] in case.names("steps")]
        self.repairs = [row for row in self.rows if row["kind"] == "repair"]

    def unit(self, row):
        return self.case.names("units")[row["unit"]]

    def centre(self, row):
        """The work centre of a row, by name and as stated."""
        name = self.unit(row).rpartition("/")[0]
        return name, self.scenario.work_centres[name]

    def area(self, row):
        name, centre = self.centre(row)
        return ("own", name) if centre.area is None else ("area", centre.area)

    def step(self, row):
        """The step as the scenario states it; a set-up that is only a changeover has the attention of a set-up."""
        product, operation = self.case.names("operations")[row["operation"]].split("/")
        stated = self.scenario.products[product].operations[operation]
        return getattr(stated, row["kind"]) or stated.changeover_step

    def worker(self, row):
        name = self.case.names("workers")[row["worker"]]
        return name, self.scenario.workers[name]

    def parts(self, row):
        """Parts of 840 of his attention; a repair takes all of it."""
        return FULL if row["kind"] == "repair" else self.step(row).parts

    def of_unit(self):
        """The stretches of each unit, each once, earliest first."""
        found = defaultdict(dict)
        for row in self.steps:
            found[row["unit"]][row["from"], row["to"], tuple(row[key] for key in LOT), row["kind"]] = row
        return [sorted(rows) for rows in found.values()]

    def crews(self):
        """Who did a stretch together."""
        found = defaultdict(list)
        for row in self.steps:
            found[tuple(row[key] for key in (*LOT, "kind", "unit", "from", "to"))].append(row)
        return list(found.values())

    def of_worker(self):
        """What each worker attended."""
        found = defaultdict(list)
        for row in self.steps + self.repairs:
            if row["worker"] >= 0:
                found[row["worker"]].append(row)
        return list(found.values())


def an_event_ends_no_earlier_than_it_began_and_not_after_the_run(told):
    assert all(0 <= row["from"] <= row["to"] <= told.case.counts.end for row in told.rows)


def a_unit_does_one_stretch_at_a_time(told):
    for rows in told.of_unit():
        assert all(before[1] <= after[0] for before, after in pairwise(rows))


def a_unit_keeps_a_lot_until_its_operation_has_ended(told):
    for rows in told.of_unit():
        begun = [row[2] for row in rows]
        changes = sum(a != b for a, b in pairwise(begun))
        assert changes + 1 == len(set(begun))


def a_unit_makes_nothing_while_it_is_repaired(told):
    repairs = defaultdict(list)
    for row in told.repairs:
        repairs[row["unit"]].append((row["from"], row["to"]))
    for row in told.steps:
        for begin, end in repairs[row["unit"]]:
            assert row["to"] <= begin or end <= row["from"]


def the_attention_of_a_worker_is_never_above_840_parts_and_only_in_one_area(told):
    for rows in told.of_worker():
        for row in rows:
            now = [other for other in rows if other["from"] <= row["from"] < other["to"]]
            assert sum(map(told.parts, now)) <= FULL
            assert len(set(map(told.area, now))) <= 1


def a_crew_has_the_skills_of_the_step_and_is_of_the_team_of_the_work_centre(told):
    for rows in told.crews():
        skills = told.step(rows[0]).skills
        people = [told.worker(row)[1] for row in rows if row["worker"] >= 0]
        assert len(people) == len(skills)
        assert len({row["worker"] for row in rows}) == len(rows)
        assert any(
            all(skill in worker.skills for skill, worker in zip(order, people, strict=True))
            for order in permutations(skills)
        )
        assert all(worker.team == told.centre(rows[0])[1].team for worker in people)


def a_repair_is_done_by_the_team_for_it_with_a_skill_that_one_of_the_failures_needs(told):
    for row in told.repairs:
        _, centre = told.centre(row)
        skills = {failure.skill for failure in centre.failures.values()}
        if row["worker"] < 0:
            assert None in skills
        else:
            _, worker = told.worker(row)
            assert skills & set(worker.skills)
            assert worker.team == (centre.repaired_by or centre.team)


def is_within(row, windows):
    """A window of the week, repeated every week, holds the whole of it."""
    week = row["from"] // WEEK
    return any(
        begin + k * WEEK <= row["from"] and row["to"] <= end + k * WEEK
        for k in (week - 1, week, week + 1)
        for begin, end in windows
    )


def joined(shift):
    """The windows of a shift in ticks, those that touch as one, over the week's end too."""
    windows = []
    for begin, end in sorted((ticks(a), ticks(b)) for a, b in shift.windows):
        if windows and windows[-1][1] == begin:
            begin = windows.pop()[0]
        windows.append((begin, end))
    if windows[0] == (0, WEEK):
        return [(-(WEEK**2), WEEK**2)]
    if windows[0][0] == 0 and windows[-1][1] == WEEK:
        windows.append((windows[-1][0], WEEK + windows[0][1]))
    return windows


def whoever_does_not_finish_in_overtime_works_only_while_on_shift(told):
    for rows in told.of_worker():
        _, worker = told.worker(rows[0])
        if worker.shifts is not None and worker.on_shift_end == "pause":
            windows = joined(told.scenario.shifts[worker.shifts])
            assert all(is_within(row, windows) for row in rows)


def whoever_finishes_in_overtime_began_on_shift(told):
    for rows in told.of_worker():
        _, worker = told.worker(rows[0])
        if worker.shifts is not None:
            windows = joined(told.scenario.shifts[worker.shifts])
            assert all(is_within(row | {"to": row["from"]}, windows) for row in rows)


def a_unit_with_a_calendar_makes_nothing_off_shift(told):
    for row in told.steps:
        _, centre = told.centre(row)
        if centre.shifts is not None:
            assert is_within(row, joined(told.scenario.shifts[centre.shifts]))


LAWS = [
    an_event_ends_no_earlier_than_it_began_and_not_after_the_run,
    a_unit_does_one_stretch_at_a_time,
    a_unit_keeps_a_lot_until_its_operation_has_ended,
    a_unit_makes_nothing_while_it_is_repaired,
    the_attention_of_a_worker_is_never_above_840_parts_and_only_in_one_area,
    a_crew_has_the_skills_of_the_step_and_is_of_the_team_of_the_work_centre,
    a_repair_is_done_by_the_team_for_it_with_a_skill_that_one_of_the_failures_needs,
    whoever_does_not_finish_in_overtime_works_only_while_on_shift,
    whoever_finishes_in_overtime_began_on_shift,
    a_unit_with_a_calendar_makes_nothing_off_shift,
]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_law(law, name):
    law(Stretches(case(name)))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(floors())
def test_laws_hold_on_whatever_floor_hypothesis_finds(floor):
    assume(ends(floor))
    told = Stretches(case_of(floor))
    for law in LAWS:
        law(told)
