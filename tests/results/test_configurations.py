"""Configurations: the code of what a customer chose, and back in words."""

from __future__ import annotations

from flexsim.results import chosen, written
from tests.handmade import stool_workshop


def test_a_code_counts_options_and_values_in_the_order_of_their_names() -> None:
    options = {"colour": {"red": 0.2, "white": 0.8}, "size": {"l": 0.2, "m": 0.3, "s": 0.5}}
    product = stool_workshop().with_values({"products.stool.options": options}).products["stool"]
    # two colours, three sizes: colour is the first digit, so code = 3 x colour + size
    assert chosen(product, 0) == {"colour": "red", "size": "l"}
    assert chosen(product, 2) == {"colour": "red", "size": "s"}
    assert chosen(product, 4) == {"colour": "white", "size": "m"}
    assert chosen(product, -1) == {}


def test_a_configuration_is_written_in_the_order_of_options() -> None:
    assert written({"size": "m", "colour": "red"}) == "colour=red size=m"
