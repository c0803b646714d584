"""What a side may choose for itself before it is compared (floor.md, C7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of an alternative: where it stands in the scenario, and what may stand there.

    Attributes
    ----------
    name : str
        What to call it: its path, or a name of its own where several paths move together.
    paths : tuple of str
        Where the value is set, such as ``workers.welder.count``.
    values : tuple of object
        What may be chosen, in the order of the study: ascending for a range.
    """

    name: str
    paths: tuple[str, ...]
    values: tuple[object, ...]

    def settings(self, value: object) -> dict[str, object]:
        """Give the values to set in a scenario if this one is chosen."""
        return dict.fromkeys(self.paths, value)


def settings_of(decisions: Iterable[Decision], choice: Mapping[str, object]) -> dict[str, object]:
    """Give the values to set in a scenario if these are chosen, by the names of the decisions."""
    return {path: value for one in decisions for path, value in one.settings(choice[one.name]).items()}
