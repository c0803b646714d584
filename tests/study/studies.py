"""Studies written into a folder: a bench that glues boxes, and what is done to it."""

from __future__ import annotations

from pathlib import Path

SHOP = """
flexsim: 1
name: A bench
horizon: 1 wk
products:
  box: {material: 3 EUR, operations: {glue: {at: bench, run: exponential(10 min)}}}
demand:
  shop: {product: box, every: exponential(15 min), due: 2 h}
work_centres:
  bench: {rate: 6 EUR/h}
"""
"""672 boxes a week are expected; one bench is two thirds busy. A box waits an hour or more now and then."""

CLOCKWORK = SHOP.replace("exponential(15 min)", "15 min").replace("exponential(10 min)", "10 min")
"""The same without chance: a box every 15 minutes, 671 of them before the week ends (the one at its end comes after)."""

BENCHES = """
flexsim_study: 1
name: Benches
question: Does a second bench pay?
scenario: shop.yaml
service: {target: 0.5}
seed: 3
replications: {selection: 2, confirmation: 4}
alternatives:
  one: {}
  two: {set: {work_centres.bench.units: 2}}
"""


def study_in(folder: Path, text: str = BENCHES, shop: str = SHOP, **others: str) -> Path:
    """Write a study and its scenario; other scenarios by their names."""
    (folder / "shop.yaml").write_text(shop)
    for name, content in others.items():
        (folder / f"{name}.yaml").write_text(content)
    path = folder / "study.yaml"
    path.write_text(text)
    return path
