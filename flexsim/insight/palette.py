"""Colours that people with any colour vision can tell apart (Okabe and Ito, Color Universal Design, 2008)."""

from __future__ import annotations

from collections.abc import Sequence

BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#E69F00", "#009E73", "#CC79A7"
SKY, RED, YELLOW = "#56B4E9", "#D55E00", "#F0E442"
BLACK, DARK, GREY, LIGHT, PALE = "#000000", "#4D4D4D", "#999999", "#D9D9D9", "#EEEEEE"

GROUPS = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED, YELLOW)
"""For what has no colour of its own, in this order."""

OTHERS = "others"
"""Name and last place of what there are no colours for."""

STEPS = {"set_up": ORANGE, "load": SKY, "run": BLUE, "unload": GREEN, "repair": RED}

UNIT_STATES = {
    "run": BLUE,
    "set_up": ORANGE,
    "programming": YELLOW,
    "blocked": PURPLE,
    "down": RED,
    "maintained": BLACK,
    "waiting_for_worker": SKY,
    "waiting_for_tool": GREEN,
    "idle": LIGHT,
}
"""States of a unit while it is on shift, in the order in which they are stacked."""

WORKER_STATES = {"run": BLUE, "set_up": ORANGE, "repair": RED, "waiting_beside": PURPLE, "idle": LIGHT}
"""States of a worker who is present."""

CAUSES = {
    "run": BLUE,
    "set_up": ORANGE,
    "unit": GREY,
    "worker": SKY,
    "tool": GREEN,
    "material": YELLOW,
    "blocked": PURPLE,
    "repair": RED,
    "moving": BLACK,
    "before_release": DARK,
    "off_shift": LIGHT,
}
"""Causes of a lead time (floor.md, X2), in the order in which they are stacked: work first, then what it waits for.

A cause that has a state of a unit beside it has its colour.
"""

CAUSES_IN_WORDS = {
    "unit": "waiting for a unit",
    "worker": "waiting for a worker",
    "tool": "waiting for a tool",
    "material": "waiting for stock",
    "repair": "under repair",
}
"""Causes that need more than their name."""


def in_words(name: str) -> str:
    """Write a name of the program as a label: ``set_up`` is "set-up"."""
    return name.replace("set_up", "set-up").replace("_", " ")


def colours_for(names: Sequence[str]) -> dict[str, str]:
    """Give every name a colour of its own; the last of too many share a grey one."""
    named = dict(zip(names, GROUPS, strict=False))
    return named | dict.fromkeys(names[len(GROUPS) :], GREY)
