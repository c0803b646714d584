"""The page of all keys of a scenario file.

``python -m flexsim.scenario.page`` writes it to ``docs/scenario.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flexsim.scenario.describing import (
    KINDS,
    PARTS,
    has_rows,
    keys_of,
    linked,
    may_be_in_a_file,
    words_of,
)
from flexsim.scenario.distributions import EXAMPLES, PARAMETERS
from flexsim.scenario.fields import Part
from flexsim.scenario.keys import InWords, Key, first_words
from flexsim.scenario.lists import OPERATIONS, TABLES
from flexsim.scenario.quantities import UNITS

PAGE = Path(__file__).parents[2] / "docs" / "scenario.md"

BEGINNING = """\
# The scenario file

*Written by `python -m flexsim.scenario.page` from the program itself; change it there.*

A scenario says what is made, who wants it, where and by whom. It is one file in YAML (JSON and TOML are read as well).
`flexsim check FILE` says what is wrong with it; `flexsim check --full FILE` prints it with every default written out.
The order of keys means nothing, the order of lists does.

```yaml
# yaml-language-server: $schema=flexsim.schema.json
flexsim: 1
```

The first line lets editors complete keys and explain them: `flexsim schema > flexsim.schema.json` writes the schema
beside the scenario. The key `flexsim` is the version of the format; another one is refused.

## Quantities

Whatever is measured has its unit: `12 min`, `3.5 h`, `35 EUR/h`. Plain numbers are counts, factors and shares.

"""

AFTER_UNITS = """
A name is a text without `|` and `/`. YAML 1.2 is read: `no` and `12:30` are texts, `010` is 10, and no key may stand
twice.

## Times that vary

Where a *time or distribution* is wanted, a time such as `12 min` means always the same. Others are written like this,
or as a mapping: `{distribution: exponential, mean: 12 min}`.

"""

AFTER_DISTRIBUTIONS = """
## Building on another file

```yaml
flexsim: 1
extends: workshop.yaml
horizon: 52 wk
work_centres: {bench: {units: 4}}
workers: {Ben: null}
```

Mappings merge key by key, null takes a key out, and everything else, lists too, is replaced. The other file lies beside
this one or in a folder below, and may build on another one in turn. What counts for results is what comes out: the same
scenario has the same hash, however many files say it.

## Values set beside the file

`flexsim check FILE --set work_centres.bench.units=4 --set "contracts.full.wage=41 EUR/h"`, and the same with
`flexsim run`: keys with dots between, positions in lists from 0 (`changes[0].run`), `*` for every name or position
(`workers.*.wage`), values as in a file, and nothing (or `null`) to take a key out. In Python:
`load(path, settings=[...])`, or `scenario.with_values({path: value})`.

## Long lists from CSV files

```yaml
workers:
  from: workers.csv
  Bob: {wage: 45 EUR/h}
```

One row for each part, one column for each key. Dots lead into a part (`attention.run`, `failures.jam.every`),
semicolons stand between the entries of a list, and an empty cell is a key that is not stated. What the scenario itself
says of a part comes before its row; `Bob: null` leaves the row out. Files lie beside the scenario, are in UTF-8, and
may have semicolons between their columns.

"""

AFTER_TABLES = """
Of workers every column that is no key is a skill; its cells are the worker's factor on time, or empty where the skill
is missing. With this `workers.csv` Bob costs 45 EUR/h in the scenario above, and Ann 40 EUR/h:

```csv
worker,team,shifts,wage,welding,painting,painting.quality
Ann,makers,day,40 EUR/h,0.95,,
Bob,makers,day,40 EUR/h,1,1.1,0.8
```

Orders (`orders: orders.csv`) have the columns of an [order](#order) and one for each option; a schedule
(`schedule: plan.csv`) those of its [rows](#row-of-a-schedule).

"""


LISTED = {
    "empirical": "values with their shares",
    "trace": "a CSV file of recorded times, or the times, in turn",
}
"""What distributions take that have no parameters."""


def page() -> str:
    """Write the page."""
    parts = "\n".join(_part(part) for part in PARTS)
    return "".join(
        [
            BEGINNING,
            _table(("what", "units"), _units()),
            AFTER_UNITS,
            _table(("distribution", "takes", "for example"), _distributions()),
            AFTER_DISTRIBUTIONS,
            _table(("list", "columns that name a row", "other columns: keys of"), _lists()),
            AFTER_TABLES,
            parts,
        ]
    )


def _units() -> Iterable[tuple[str, ...]]:
    for what, sizes in UNITS.items():
        if what.partition(" ")[2] in KINDS:
            yield what, ", ".join(f"`{unit}`" for unit in sizes)


def _distributions() -> Iterable[tuple[str, ...]]:
    for name, example in EXAMPLES.items():
        takes = LISTED.get(name) or ", ".join(PARAMETERS[name])
        yield f"`{name}`", takes, f"`{example}`"


def _lists() -> Iterable[tuple[str, ...]]:
    sections = {f"`{section}`": table for section, table in TABLES.items()}
    for section, table in {**sections, "`operations` of a product": OPERATIONS}.items():
        names = ", ".join(f"`{name}`" for name in table.names)
        yield section, names, linked(table.part) + (", and skills" if table.has_skills else "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _part(part: type[Part]) -> str:
    """Write the section of one part."""
    rows = [(f"`{key.name}`", _value(part, key), key.unit, _default(key), key.sentence) for key in keys_of(part)]
    return f"## {PARTS[part]}\n\n{first_words(part)}\n\n{_table(('key', 'value', 'unit', 'default', 'meaning'), rows)}"


def _value(part: type[Part], key: Key) -> str:
    """Say what may stand behind a key."""
    from_file = may_be_in_a_file(part, key) and not has_rows(part, key)
    return words_of(key.type) + (", or a CSV file" if from_file else "")


def _default(key: Key) -> str:
    """Say what holds unless the key is stated."""
    if key.is_required:
        return "*must be stated*"
    if isinstance(key.default, InWords):
        return str(key.default)
    if key.default in (None, {}, []):
        return "none"
    return f"`{str(key.default).lower() if isinstance(key.default, bool) else key.default}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
