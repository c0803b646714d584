"""Names of a log become names that a scenario can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flexsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

FORBIDDEN = "|/;"
"""A scenario's addresses use the first two, its lists the third."""

LONGEST_NAME = 200


def plain_names(source: str, column: str, cells: pd.Categorical, lines: NDArray[np.int64]) -> pd.Index[Any]:
    """Write every name of a column so that a scenario can have it.

    Parameters
    ----------
    source, column : str
        The log, and what it calls the column.
    cells : pandas.Categorical
        The column; its categories are the names.
    lines : array of int
        Line of each cell in the file.

    Raises
    ------
    ScenarioError
        Two names would become the same, or one is too long.
    """
    import pandas as pd

    def line_of(name: object) -> int:
        return int(lines[(cells == name).argmax()])

    names = cells.categories
    plain = pd.Index([_plain(name) for name in names], dtype=object)
    problems = []
    for name in plain[plain.duplicated()][:5]:
        one, other = names[plain == name][:2]
        said = f'"{one}" and "{other}" would both become "{name}" in a scenario: rename one.'
        problems.append(Problem((column,), said, line=line_of(other)))
    for name in names[[len(name) > LONGEST_NAME for name in plain]][:5]:
        said = f"a name has at most {LONGEST_NAME} characters."
        problems.append(Problem((column,), said, name, line=line_of(name)))
    if problems:
        raise ScenarioError(source, problems)
    return plain


def _plain(name: str) -> str:
    """Replace signs that a scenario's names cannot have."""
    return "".join("-" if sign in FORBIDDEN or not sign.isprintable() else sign for sign in name).strip()
