"""Engine and oracle agree where random floors are too small to lead: teams of more than 64, routings of many operations."""

import random

import pytest

from .duel import disagreement_on, seed_from

N_FLOORS = 4
A_RUN = {"kind": "exponential", "mean": 9.0}


def a_floor(seed, n_operations, n_workers, n_teams):
    """One product that visits some of many machines, each with a skill of its own that few people have."""
    chance = random.Random(seed)
    crews = [f"crew{i}" for i in range(n_teams)]
    machines = {f"m{i:02d}": crews[i % n_teams] for i in range(n_operations)}
    people = {}
    for i in range(n_workers):
        crew = crews[i % n_teams]
        own = [name for name, team in machines.items() if team == crew]
        paces = chance.choices([1.0, 1.0, 0.8, 1.25], k=len(own))
        skills = {
            name: {"time": pace, "quality": 1.0} for name, pace in zip(own, paces, strict=True) if chance.random() < 0.3
        }
        people[f"w{i:02d}"] = {"team": crew, "skills": skills or {own[0]: {"time": 1.0, "quality": 1.0}}}
    runs = [A_RUN] if seed % 2 else [5, 7, A_RUN]
    wheres = chance.choice(["first_in_system", "longest_queue"])
    return {
        "seed": chance.randrange(2**32),
        "replication": 1,
        "end": 100_000,
        "streams": {"north": {"product": "arm", "quantity": 1, "at": sorted(chance.choices(range(200), k=60))}},
        "products": {
            "arm": {
                "operations": [
                    {"name": f"op{i:02d}", "at": [name], "run": chance.choice(runs), "skill": name}
                    for i, name in enumerate(machines)
                ],
                "drawn": {"from": min(3, n_operations), "to": min(12, n_operations)},
            }
        },
        "work_centres": {name: {"units": 1, "team": team, "dispatch": "FIFO"} for name, team in machines.items()},
        "workers": people,
        "teams": {
            crew: {
                "when": "after_each_operation",
                "where": wheres,
                "who": chance.choice(["longest_idle", "least_flexible"]),
            }
            for crew in crews
        },
    }


@pytest.mark.parametrize(
    ("n_operations", "n_workers", "n_teams"),
    [(10, 6, 1), (16, 5, 1), (17, 5, 2), (90, 20, 1), (70, 80, 1), (30, 90, 1)],
    ids=[
        "ten",
        "sixteen",
        "seventeen for two teams",
        "ninety needs",
        "more needs and people than bits",
        "ninety people",
    ],
)
def test_engine_and_oracle_agree_on_wide_floors(n_operations, n_workers, n_teams):
    for number in range(N_FLOORS):
        seed = seed_from("test_engine_and_oracle_agree_on_wide_floors", n_operations, n_workers, number)
        if found := disagreement_on(a_floor(seed, n_operations, n_workers, n_teams)):
            pytest.fail(f"a_floor({seed}, {n_operations}, {n_workers}, {n_teams}):\n{found}")
