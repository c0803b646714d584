"""The shipped models: each runs, is loaded as it should be, and tells what its page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexsim.cli import TO_ORDER
from flexsim.scenario import load, loads
from flexsim.shipped import folder, model
from flexsim.study import simulate

ROOT = Path(__file__).parents[2]
MODELS = sorted(path.stem for path in folder("models").glob("*.yaml"))


@pytest.mark.parametrize("name", MODELS)
def test_a_shipped_model_runs_and_delivers(name: str) -> None:
    found = simulate(load(model(name)).replace(horizon="4 wk", warm_up="1 wk")).measures
    assert found["n_delivered"] > 100
    assert found["unit_cost_eur"] > 0


def test_every_model_is_on_a_page() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "models").glob("*.md"))
    for name in MODELS:
        assert f"models/{name}.yaml" in pages


def test_the_two_bicycle_files_describe_one_workshop() -> None:
    # the workshop with the catalogue's options is the catalogue's workshop without stock
    catalogue = {"motor": {"none": 0, "hub": 1}, "extras": {"none": 1, "basket": 0, "child_seat": 0}}
    shares = {f"products.bicycle.options.{option}": values for option, values in catalogue.items()}
    narrowed = load(model("bicycle_workshop")).with_values({**shares, "name": TO_ORDER["name"]})
    assert narrowed == load(model("bicycle_from_stock")).with_values(TO_ORDER)


def test_every_catalogue_bicycle_is_in_stock() -> None:
    scenario = load(model("bicycle_from_stock"))
    kept = {tuple(sorted(item.options.items())) for item in scenario.stock.values()}
    assert len(kept) == len(scenario.stock) == 6
    assert {item.lot_size for item in scenario.stock.values()} == {20}


def test_a_model_that_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="without submarines"):
        folder("submarines")


@pytest.mark.parametrize("name", MODELS)
def test_a_model_written_down_with_or_without_defaults_is_the_same_model(name: str) -> None:
    scenario = load(model(name))
    for full in (False, True):
        again = loads(scenario.dump(full=full))
        assert again == scenario
        assert again.hash == scenario.hash
