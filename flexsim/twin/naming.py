"""Names of a log become names that a scenario can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flexsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    import pandas as pd

FORBIDDEN = "|/;"
"""A scenario's addresses use the first two, its lists the third."""

LONGEST_NAME = 200


def plain_names(source: str, column: str, names: pd.Index[Any]) -> pd.Index[Any]:
    """Write every name so that a scenario can have it.

    Raises
    ------
    ScenarioError
        Two names would become the same, or one is too long.
    """
    import pandas as pd

    plain = pd.Index([_plain(name) for name in names], dtype=object)
    problems = []
    for name in plain[plain.duplicated()][:5]:
        both = " and ".join(f'"{other}"' for other in names[plain == name][:2])
        problems.append(Problem((column,), f'{both} would both become "{name}" in a scenario: rename one.'))
    for name in names[[len(name) > LONGEST_NAME for name in plain]][:5]:
        problems.append(Problem((column,), f"a name has at most {LONGEST_NAME} characters.", name))
    if problems:
        raise ScenarioError(source, problems)
    return plain


def _plain(name: str) -> str:
    """Replace signs that a scenario's names cannot have."""
    return "".join("-" if sign in FORBIDDEN or not sign.isprintable() else sign for sign in name).strip()
